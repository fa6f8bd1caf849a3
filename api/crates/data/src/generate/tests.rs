#![allow(clippy::unwrap_used, clippy::panic)]

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs;
use std::path::Path;

use super::jsonl::NAME;
use super::kind::{Category, GENRES, Kind};
use super::plan::{FIRST_NUMBER, Plan};
use super::{Format, GenerateError, Made, Options, generate, imdb};

/// Enough for shares to come out, and no more than a debug build makes in a few seconds.
const TITLES: usize = 8_000;
const UNITS: usize = TITLES * 3 / 10;

fn options(titles: u64, hub: u64) -> Options {
    Options {
        titles,
        seed: 7,
        episodes_share: 7_000,
        hub,
        format: Format::Imdb,
        has_traps: false,
        replaces: false,
    }
}

/// A directory of a test's own, removed at its end.
struct Folder(std::path::PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("filmgraph-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        Self(folder)
    }

    fn path(&self) -> &Path {
        &self.0
    }

    fn all(&self, made: &Made) -> String {
        let read = |(path, _): &(std::path::PathBuf, u64)| fs::read_to_string(path).unwrap();
        made.files.iter().map(read).collect()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// FNV-1a: enough to see that nothing has changed.
fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[test]
fn the_same_options_give_the_same_bytes_for_ever() {
    let folder = Folder::new("bytes");
    let made = |change: fn(&mut Options)| {
        let mut options = Options {
            replaces: true,
            ..options(300, 50)
        };
        change(&mut options);
        hash(&folder.all(&generate(&options, folder.path(), &mut || ()).unwrap()))
    };
    // Benchmarks are compared across versions: a change here makes new data.
    assert_eq!(made(|_| ()), 0x3a06_f16f_53dc_7a3a);
    assert_eq!(made(|o| o.has_traps = true), 0x09f3_53a5_c192_7f74);
    assert_eq!(made(|o| o.format = Format::Jsonl), 0xe47e_05e5_6e9c_105c);
    assert_ne!(made(|o| o.seed = 8), 0x3a06_f16f_53dc_7a3a);
}

/// The rows of a file, its columns by their names.
fn table(folder: &Folder, file: usize) -> Vec<HashMap<String, String>> {
    let text = fs::read_to_string(folder.path().join(imdb::NAMES[file])).unwrap();
    let mut lines = text.lines();
    let head: Vec<&str> = lines.next().unwrap().split('\t').collect();
    let row = |line: &str| {
        let values: Vec<&str> = line.split('\t').collect();
        assert_eq!(values.len(), head.len(), "{line}");
        let pairs = head.iter().zip(values);
        pairs
            .map(|(name, value)| ((*name).to_owned(), value.to_owned()))
            .collect()
    };
    lines.map(row).collect()
}

/// That `part` is such a share of `whole`, in hundredths, give or take some.
fn is_share(what: &str, part: usize, whole: usize, share: usize, tolerance: usize) {
    let found = part * 100 / whole.max(1);
    let range = share.saturating_sub(tolerance)..=share + tolerance;
    assert!(range.contains(&found), "{what}: {found} of a hundred");
}

fn nulls(rows: &[HashMap<String, String>], column: &str) -> usize {
    rows.iter().filter(|row| row[column] == "\\N").count()
}

fn at_percent(mut values: Vec<usize>, percent: usize) -> usize {
    values.sort_unstable();
    values[values.len() * percent / 100]
}

fn counts(rows: &[HashMap<String, String>], column: &str) -> HashMap<String, usize> {
    let mut counts = HashMap::new();
    for row in rows {
        *counts.entry(row[column].clone()).or_default() += 1;
    }
    counts
}

#[test]
fn titles_and_names_have_the_shape_of_imdbs() {
    let folder = Folder::new("shape");
    generate(&options(TITLES as u64, 0), folder.path(), &mut || ()).unwrap();
    let titles = table(&folder, imdb::BASICS);
    assert_eq!(titles.len(), TITLES);
    let kinds = counts(&titles, "titleType");
    assert_eq!(kinds["tvEpisode"], TITLES - UNITS);
    is_share("shorts", kinds["short"], UNITS, 40, 4);
    is_share("films", kinds["movie"], UNITS, 26, 4);
    is_share(
        "no runtime",
        nulls(&titles, "runtimeMinutes"),
        TITLES,
        64,
        3,
    );
    let episodes = table(&folder, imdb::EPISODE);
    assert_eq!(episodes.len(), TITLES - UNITS);
    let series: HashSet<&String> = titles
        .iter()
        .filter(|row| row["titleType"] == "tvSeries" || row["titleType"] == "tvMiniSeries")
        .map(|row| &row["tconst"])
        .collect();
    assert!(
        episodes
            .iter()
            .all(|row| series.contains(&row["parentTconst"]))
    );
    let names = table(&folder, imdb::NAME_BASICS);
    let ids: HashSet<&String> = names.iter().map(|row| &row["nconst"]).collect();
    assert_eq!(ids.len(), names.len());
    is_share(
        "no birth year",
        nulls(&names, "birthYear"),
        names.len(),
        96,
        2,
    );
    is_share(
        "known for nothing",
        nulls(&names, "knownForTitles"),
        names.len(),
        12,
        3,
    );
    let akas = table(&folder, imdb::AKAS);
    is_share(
        "akas without a region",
        nulls(&akas, "region"),
        akas.len(),
        22,
        3,
    );
    let ratings = table(&folder, imdb::RATINGS);
    is_share("rated", ratings.len(), TITLES, 13, 2);
    let votes = ratings.iter().map(|row| row["numVotes"].parse().unwrap());
    assert!((20..40).contains(&at_percent(votes.collect(), 50)));
}

#[test]
fn credits_have_the_shape_of_imdbs() {
    // With fewer, the busiest people are busier than they would be.
    const MANY: usize = 20_000;
    let folder = Folder::new("credits");
    generate(&options(MANY as u64, 0), folder.path(), &mut || ()).unwrap();
    let rows = table(&folder, imdb::PRINCIPALS);
    let keys: HashSet<_> = rows
        .iter()
        .map(|row| (&row["tconst"], &row["ordering"]))
        .collect();
    assert_eq!(keys.len(), rows.len());
    let titles = counts(&rows, "tconst");
    is_share("titles without credits", MANY - titles.len(), MANY, 10, 2);
    let of_titles: Vec<usize> = titles.into_values().collect();
    assert_eq!(at_percent(of_titles.clone(), 50), 8);
    assert_eq!(at_percent(of_titles, 95), 20);
    let people = counts(&rows, "nconst");
    let names = table(&folder, imdb::NAME_BASICS);
    is_share(
        "people without credits",
        names.len() - people.len(),
        names.len(),
        54,
        2,
    );
    let of_people: Vec<usize> = people.into_values().collect();
    let mean = rows.len() / of_people.len();
    assert!((12..=16).contains(&mean), "{mean}");
    assert_eq!(at_percent(of_people.clone(), 50), 1);
    assert!((30..50).contains(&at_percent(of_people.clone(), 95)));
    assert!((150..300).contains(&at_percent(of_people, 99)));
    is_share("no job", nulls(&rows, "job"), rows.len(), 81, 4);
    is_share(
        "no characters",
        nulls(&rows, "characters"),
        rows.len(),
        51,
        6,
    );
    let categories = counts(&rows, "category");
    is_share("actors", categories["actor"], rows.len(), 24, 6);
    is_share("writers", categories["writer"], rows.len(), 12, 4);
    for row in rows.iter().filter(|row| row["characters"] != "\\N") {
        let characters: Vec<String> = serde_json::from_str(&row["characters"]).unwrap();
        assert!(!characters.is_empty());
    }
    // The crew file names every director of the principals, and more.
    let crew = table(&folder, imdb::CREW);
    let directors: usize = crew.iter().map(|row| listed(&row["directors"])).sum();
    assert!(directors > categories["director"]);
}

fn listed(text: &str) -> usize {
    if text == "\\N" {
        0
    } else {
        text.split(',').count()
    }
}

#[test]
fn the_busiest_person_has_the_roles_that_were_asked_for() {
    for (titles, share, hub) in [
        (500, 7_000, 100),
        (500, 7_000, 500),
        (200, 0, 37),
        (300, 9_500, 1),
    ] {
        let folder = Folder::new("hub");
        let mut options = options(titles, hub);
        options.episodes_share = share;
        generate(&options, folder.path(), &mut || ()).unwrap();
        let rows = table(&folder, imdb::PRINCIPALS);
        let plan = Plan::new(&options).unwrap();
        let id = format!("nm{}", FIRST_NUMBER + 1 + plan.careers.number_of(0));
        let of_hub = rows.iter().filter(|row| row["nconst"] == id);
        let titles: HashSet<&String> = of_hub.map(|row| &row["tconst"]).collect();
        assert_eq!(titles.len() as u64, hub);
    }
}

#[test]
fn a_career_is_spent_on_stretches_of_titles() {
    let plan = Plan::new(&options(20_000, 0)).unwrap();
    let mut seen = 0;
    for person in 1..plan.people() {
        let titles: Vec<u64> = plan
            .careers
            .credits_of(person)
            .map(|c| plan.title_of(c))
            .collect();
        let (first, last) = (titles.iter().min(), titles.iter().max());
        if let (Some(first), Some(last)) = (first, last)
            && (4..20).contains(&titles.len())
        {
            seen += 1;
            assert!(last - first < 20_000 / 6, "{person}");
        }
    }
    assert!(seen > 1_000);
}

#[test]
fn every_line_of_the_interchange_format_has_an_id_of_its_own() {
    let folder = Folder::new("lines");
    let mut options = options(2_000, 300);
    options.format = Format::Jsonl;
    let made = generate(&options, folder.path(), &mut || ()).unwrap();
    assert_eq!(made.files[0].0, folder.path().join(NAME));
    let mut kinds: BTreeMap<String, u64> = BTreeMap::new();
    let mut ids = HashSet::new();
    for line in folder.all(&made).lines().skip(1) {
        let record: serde_json::Value = serde_json::from_str(line).unwrap();
        *kinds
            .entry(record["type"].as_str().unwrap().to_owned())
            .or_default() += 1;
        assert!(ids.insert(record["id"].to_string()), "{line}");
    }
    assert_eq!(kinds.values().sum::<u64>(), made.files[0].1);
    assert_eq!(kinds["work"], 2_000);
}

#[test]
fn genres_and_professions_are_those_of_the_bundled_data() {
    let folder = Folder::new("genres");
    let mut options = options(100, 0);
    options.format = Format::Jsonl;
    let made = generate(&options, folder.path(), &mut || ()).unwrap();
    let text = folder.all(&made);
    let ours: HashMap<String, String> = named(&text).collect();
    let mut shared = 0;
    for (name, id) in named(include_str!("../sample/founding.jsonl")) {
        if let Some(own) = ours.get(&name) {
            assert_eq!(*own, id, "{name}");
            shared += 1;
        }
    }
    assert!(shared >= GENRES.len(), "{shared}");
}

/// Names of genres and professions, with their ids.
fn named(text: &str) -> impl Iterator<Item = (String, String)> + '_ {
    let pair = |line: &str| {
        let record: serde_json::Value = serde_json::from_str(line).ok()?;
        let is_name = record["type"] == "genre" || record["type"] == "profession";
        let text = |field: &str| record[field].as_str().map(str::to_owned);
        text("name").zip(text("id")).filter(|_| is_name)
    };
    text.lines().filter_map(pair)
}

#[test]
fn what_cannot_be_made_is_said() {
    let folder = Folder::new("refused");
    let refused = |change: fn(&mut Options)| {
        let mut options = options(100, 0);
        change(&mut options);
        generate(&options, folder.path(), &mut || ())
            .unwrap_err()
            .to_string()
    };
    assert!(refused(|o| o.titles = 99).contains("from 100 to 20000000"));
    assert!(refused(|o| o.titles = 20_000_001).contains("from 100 to 20000000"));
    assert!(refused(|o| o.hub = 101).contains("--hub 101 is more"));
    assert!(refused(|o| o.episodes_share = 9_600).contains("from 0 to 0.95"));
    let traps = refused(|o| {
        o.has_traps = true;
        o.format = Format::Jsonl;
    });
    assert!(traps.contains("--traps"));
    assert!(
        !folder.path().exists(),
        "nothing is made of what is refused"
    );
}

#[test]
fn every_step_is_told() {
    let folder = Folder::new("steps");
    for format in [Format::Imdb, Format::Jsonl] {
        let options = Options {
            format,
            ..options(150, 0)
        };
        let mut steps = 0;
        generate(&options, folder.path(), &mut || steps += 1).unwrap();
        assert_eq!(steps, options.steps());
    }
}

#[test]
fn what_is_there_is_replaced_only_when_asked() {
    let folder = Folder::new("there");
    let mut options = options(100, 0);
    generate(&options, folder.path(), &mut || ()).unwrap();
    let again = generate(&options, folder.path(), &mut || ());
    assert!(matches!(again, Err(GenerateError::Exists(_))));
    options.replaces = true;
    generate(&options, folder.path(), &mut || ()).unwrap();
    let file = folder.path().join(imdb::NAMES[0]);
    let below = generate(&options, &file, &mut || ());
    assert!(matches!(below, Err(GenerateError::Write { .. })));
}

#[test]
fn traps_are_set_only_when_asked_for() {
    let folder = Folder::new("traps");
    let mut options = options(5_000, 0);
    options.has_traps = true;
    generate(&options, folder.path(), &mut || ()).unwrap();
    let read = |file: usize| fs::read_to_string(folder.path().join(imdb::NAMES[file])).unwrap();
    assert!(read(imdb::BASICS).starts_with('\u{feff}'));
    assert!(read(imdb::EPISODE).contains("\r\n"));
    let names: HashSet<String> = counts(&table(&folder, imdb::NAME_BASICS), "nconst")
        .into_keys()
        .collect();
    let rows = table(&folder, imdb::PRINCIPALS);
    assert!(rows.iter().any(|row| !names.contains(&row["nconst"])));
    assert!(rows.iter().any(|row| row["job"] == "none"));
}

#[test]
fn every_word_of_imdbs_has_one_of_ours() {
    assert_eq!(Kind::TvMiniSeries.work_kind(), "MINI_SERIES");
    assert_eq!(Category::OneSelf.attribute(), Some("SELF"));
    assert_eq!(Category::Actress.job(), None);
    assert_eq!(Category::CastingDirector.job(), Some("casting director"));
}
