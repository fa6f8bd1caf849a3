//! What a title is: its words, years, genres, rating and other titles.

use super::draw::{ALL, Curve, Draw, Purpose};
use super::kind::{ADULT, GENRE_WEIGHTS, Kind};
use super::plan::{FIRST_NUMBER, Plan, Spot};
use super::words::{REGIONS, Region, Script, Words};

/// The last year that a title may have begun in, but for announced ones.
const LAST_YEAR: u32 = 2_026;

/// How many people voted.
const VOTES: &Curve = &[
    (0, 5),
    (2_500, 11),
    (5_000, 27),
    (7_500, 110),
    (9_000, 600),
    (9_700, 4_000),
    (9_900, 20_000),
    (9_990, 200_000),
    (9_999, 1_200_000),
    (ALL, 3_200_000),
];
/// Tenths of a rating.
const RATINGS: &Curve = &[
    (0, 10),
    (200, 28),
    (1_000, 47),
    (2_500, 59),
    (5_000, 70),
    (7_500, 79),
    (9_500, 91),
    (ALL, 100),
];
/// Titles in other countries.
const AKAS: &Curve = &[
    (4_200, 0),
    (4_201, 1),
    (6_000, 2),
    (7_000, 4),
    (9_300, 8),
    (9_900, 25),
    (ALL, 90),
];

/// A title.
#[derive(Clone, Debug)]
pub(super) struct Title {
    /// The number in its `tt` id.
    pub(super) number: u64,
    pub(super) kind: Kind,
    pub(super) primary: String,
    pub(super) original: String,
    pub(super) is_adult: bool,
    pub(super) start_year: Option<u32>,
    pub(super) end_year: Option<u32>,
    pub(super) runtime: Option<u32>,
    /// Places in the list of genres, rising.
    pub(super) genres: Vec<usize>,
    pub(super) episode: Option<Episode>,
    /// Tenths, and how many people voted.
    pub(super) rating: Option<(u32, u32)>,
    pub(super) region: Region,
}

/// An episode's place in its series.
#[derive(Clone, Copy, Debug)]
pub(super) struct Episode {
    /// The number in the series' `tt` id.
    pub(super) series: u64,
    pub(super) season: Option<u32>,
    pub(super) number: Option<u32>,
}

/// Another title.
#[derive(Clone, Debug)]
pub(super) struct Aka {
    pub(super) text: String,
    /// None for the original title.
    pub(super) region: Option<Region>,
    pub(super) kind: Option<&'static str>,
    pub(super) attribute: Option<&'static str>,
    pub(super) tells_language: bool,
}

/// The number in the `tt` id of the title at a place: one in nine numbers belongs to nobody.
pub(super) fn number_at(place: u64) -> u64 {
    FIRST_NUMBER + 1 + place + place / 8
}

/// What an episode has from its series.
struct Unit {
    year: u32,
    is_dated: bool,
    region: Region,
    genres: Vec<usize>,
}

pub(super) fn title(plan: &Plan, words: &Words, spot: &Spot) -> Title {
    let unit = unit(plan, spot);
    let mut draw = Draw::new(plan.seed, Purpose::Title, spot.place);
    let kind = spot.kind();
    let episode = spot.episode.map(|(at, _)| episode(&mut draw, spot, at));
    let (primary, original) = texts(&mut draw, words, &unit, episode);
    let year = unit.year + spot.episode.map_or(0, |(at, _)| years_in(spot, at));
    let is_dated = if spot.episode.is_some() {
        draw.chance(8_800)
    } else {
        unit.is_dated
    };
    let ended = kind.is_series() && year < LAST_YEAR - 3 && draw.chance(6_000);
    let last = year + years_in(spot, spot.episodes.saturating_sub(1));
    let minutes = kind.minutes();
    let has_runtime = minutes > 0 && draw.chance(3_700);
    let rated = if spot.episode.is_some() { 650 } else { 2_800 };
    let rating = draw
        .chance(rated)
        .then(|| (draw.along(RATINGS), draw.along(VOTES)));
    Title {
        number: number_at(spot.place),
        kind,
        primary,
        original,
        is_adult: unit.genres.contains(&ADULT),
        start_year: is_dated.then(|| year.min(LAST_YEAR + 3)),
        end_year: (ended && is_dated).then(|| last.min(LAST_YEAR)),
        runtime: has_runtime.then(|| minutes * (60 + draw.below(90)) / 100 + 1),
        genres: unit.genres,
        episode,
        rating,
        region: unit.region,
    }
}

/// What the episodes of a series share: drawn anew for each of them, so that none has to be kept.
fn unit(plan: &Plan, spot: &Spot) -> Unit {
    // The kind of the unit has been drawn from the same numbers, before.
    let place = spot.unit_place();
    let mut draw = Draw::new(plan.seed ^ 1, Purpose::Unit, spot.unit);
    let year = (plan.year_at(place) + draw.below(7)).saturating_sub(3);
    let home = plan.cycle_of(place) % REGIONS.len();
    let region = if draw.chance(8_500) {
        REGIONS[home]
    } else {
        draw.of(&REGIONS[..REGIONS.len() - 1])
            .copied()
            .unwrap_or(REGIONS[home])
    };
    let mut genres = Vec::new();
    if !draw.chance(400) {
        for _ in 0..=draw.below(3) {
            let genre = draw.weighted(&GENRE_WEIGHTS, 0);
            if !genres.contains(&genre) {
                genres.push(genre);
            }
        }
    }
    genres.sort_unstable();
    Unit {
        year: year.max(1_874),
        is_dated: draw.chance(9_000),
        region,
        genres,
    }
}

/// Years after the start of a series in which an episode is shown: long series run for decades.
fn years_in(spot: &Spot, at: u64) -> u32 {
    let years = u32::try_from(at / per_season(spot)).unwrap_or(u32::MAX);
    years.min(60)
}

fn per_season(spot: &Spot) -> u64 {
    (spot.episodes / 30).max(8)
}

fn episode(draw: &mut Draw, spot: &Spot, at: u64) -> Episode {
    let is_numbered = draw.chance(8_000);
    let number = |number: u64| is_numbered.then(|| u32::try_from(number + 1).unwrap_or(u32::MAX));
    Episode {
        series: number_at(spot.unit_place()),
        season: number(at / per_season(spot)),
        number: number(at % per_season(spot)),
    }
}

fn texts(
    draw: &mut Draw,
    words: &Words,
    unit: &Unit,
    episode: Option<Episode>,
) -> (String, String) {
    let numbers = episode.and_then(|episode| episode.season.zip(episode.number));
    if let Some((season, number)) = numbers.filter(|_| draw.chance(5_500)) {
        let text = format!("Episode #{season}.{number}");
        return (text.clone(), text);
    }
    let primary = words.title(draw);
    let is_foreign = unit.region.language != "en" && draw.chance(4_000);
    let original = if is_foreign {
        // Most are known by a transcription.
        let script = if draw.chance(3_000) {
            unit.region.script
        } else {
            Script::Latin
        };
        words.native_title(draw, script)
    } else {
        primary.clone()
    };
    (primary, original)
}

/// The other titles of a title: the original one, and those in other countries.
pub(super) fn akas(plan: &Plan, words: &Words, place: u64, title: &Title) -> Vec<Aka> {
    let mut draw = Draw::new(plan.seed, Purpose::Akas, place);
    let mut akas = vec![Aka {
        text: title.original.clone(),
        region: None,
        kind: Some("original"),
        attribute: None,
        tells_language: false,
    }];
    for _ in 0..draw.along(AKAS) {
        let region = draw.of(&REGIONS).copied().unwrap_or(title.region);
        let text = match draw.below(10) {
            0..4 => title.primary.clone(),
            4..6 => words.native_title(&mut draw, region.script),
            _ => words.title(&mut draw),
        };
        let kind = match draw.below(20) {
            0..13 => Some("imdbDisplay"),
            13..15 => Some("alternative"),
            15 => Some("working"),
            16 => draw.of(&["dvd", "festival", "tv", "video"]).copied(),
            _ => None,
        };
        let attribute = draw.chance(300).then_some("literal title");
        akas.push(Aka {
            text,
            region: Some(region),
            kind,
            attribute,
            tells_language: draw.chance(2_500),
        });
    }
    akas
}
