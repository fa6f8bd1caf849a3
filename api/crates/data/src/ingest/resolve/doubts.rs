//! What is to be looked at, though nothing is wrong with it: new records that are called as others
//! are, and identifiers of records that are called otherwise.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use entity::vocabulary::{RecordKind, WorkKind};
use model::fold::fold;
use serde::Deserialize;
use serde_json::{Map, Value};
use store::StoreError;
use store::write::{Called, WriteTransaction};

use super::own::{How, Own};
use super::reference::naming;
use super::{Line, Wrong};

/// Records that a message names.
const NAMED: usize = 3;

/// A folded name without its punctuation, as one writes it in a hurry.
fn bare(folded: &str) -> String {
    let words = folded.split(|c: char| !c.is_alphanumeric());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    match words.as_slice() {
        [] => folded.to_owned(),
        words => words.join(" "),
    }
}

/// Between which folded names those lie that may be this one but for punctuation: those that begin like
/// it, up to its first punctuation (a beginning that is too short for that is no beginning), and
/// those that have punctuation where it has a blank.
fn ranges(folded: &str) -> Vec<(String, String)> {
    const LEAST: usize = 4;
    const MOST_GAPS: usize = 6;
    let from = |start: &str| (start.to_owned(), format!("{start}\u{10ffff}"));
    let is_mark = |c: char| !c.is_alphanumeric() && c != ' ';
    let start = folded.split(is_mark).next().unwrap_or_default().trim_end();
    let mut ranges = vec![match start.chars().count() {
        ..LEAST => from(folded),
        _ => from(start),
    }];
    let bare = bare(folded);
    if !bare.starts_with(start) || start.chars().count() < LEAST {
        ranges.push(from(&bare));
    }
    let gaps = bare.match_indices(' ').map(|(at, _)| at);
    for gap in gaps.take(MOST_GAPS) {
        let before = bare.get(..gap).unwrap_or_default();
        // All punctuation of ASCII up to the letters; digits lie within, and do no harm.
        ranges.push((format!("{before}!"), format!("{before}@")));
    }
    ranges
}

/// For names that nothing is called by: what is called nearly so, as a question.
pub(super) async fn nearly(
    tx: &WriteTransaction,
    kind: RecordKind,
    names: BTreeSet<&str>,
) -> Result<HashMap<String, String>, StoreError> {
    let names: Vec<&str> = names.into_iter().collect();
    let found = alike(tx, kind, &names).await?;
    let question = |(place, found): (usize, Vec<Called>)| {
        let told: Vec<String> = found.iter().take(NAMED).map(Called::told).collect();
        let told = told.join(" or ");
        Some(((*names.get(place)?).to_owned(), format!("; is it {told}?")))
    };
    Ok(found.into_iter().filter_map(question).collect())
}

/// The records that are called by one of these folded names, but for punctuation: by the places of
/// the names.
async fn alike(
    tx: &WriteTransaction,
    kind: RecordKind,
    names: &[&str],
) -> Result<BTreeMap<usize, Vec<Called>>, StoreError> {
    let each = names.iter().enumerate();
    let ranges = each.flat_map(|(place, name)| ranges(name).into_iter().map(move |of| (place, of)));
    let (places, ranges): (Vec<usize>, Vec<(String, String)>) = ranges.unzip();
    let mut found: BTreeMap<usize, Vec<Called>> = BTreeMap::new();
    for one in tx.called_between(kind, &ranges).await? {
        let Some(place) = places.get(one.place).copied() else {
            continue;
        };
        let name = names.get(place).copied().unwrap_or_default();
        let found = found.entry(place).or_default();
        if bare(name) == bare(&one.folded) && !found.contains(&one.called) {
            found.push(one.called);
        }
    }
    found.retain(|_, found| !found.is_empty());
    Ok(found)
}

/// What tells namesakes apart: the year, and what a work is.
#[derive(Clone, Copy, PartialEq)]
struct Mark {
    year: Option<i32>,
    sort: Option<Sort>,
}

impl Mark {
    fn of_line(kind: RecordKind, fields: &Map<String, Value>) -> Self {
        let date = match kind {
            RecordKind::Person => "birthDate",
            _ => "releaseDate",
        };
        Self {
            year: fields.get(date).and_then(Value::as_str).and_then(year_of),
            sort: kind_of(fields).and_then(sort_of),
        }
    }

    fn of(called: &Called) -> Self {
        Self {
            year: called.date.as_deref().and_then(year_of),
            sort: called.work_kind.and_then(sort_of),
        }
    }

    /// Whether both may be of one record.
    fn fits(self, other: Self) -> bool {
        let years = self.year.zip(other.year);
        years.is_none_or(|(one, other)| one == other) && self.sort == other.sort
    }
}

fn year_of(date: &str) -> Option<i32> {
    date.get(..4)?.parse().ok()
}

/// Kinds of works that other databases take for one another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    Film,
    Series,
    Episode,
    Music,
    Game,
}

const fn sort_of(kind: WorkKind) -> Option<Sort> {
    match kind {
        WorkKind::Film
        | WorkKind::ShortFilm
        | WorkKind::TvFilm
        | WorkKind::Video
        | WorkKind::Special => Some(Sort::Film),
        WorkKind::Series | WorkKind::MiniSeries => Some(Sort::Series),
        WorkKind::Episode => Some(Sort::Episode),
        WorkKind::Recording | WorkKind::MusicVideo => Some(Sort::Music),
        WorkKind::Game => Some(Sort::Game),
        WorkKind::Other => None,
    }
}

fn kind_of(fields: &Map<String, Value>) -> Option<WorkKind> {
    WorkKind::deserialize(fields.get("kind")?).ok()
}

/// Warns of new records that are called as others are, of the database or of the same lines.
pub(super) async fn doubles(
    tx: &WriteTransaction,
    kind: RecordKind,
    lines: &mut [Line],
    own: &[Own],
) -> Result<(), StoreError> {
    let is_meant = matches!(
        kind,
        RecordKind::Person | RecordKind::Work | RecordKind::Company
    );
    let Some((name, _)) = naming(kind).filter(|_| is_meant) else {
        return Ok(());
    };
    let new = lines
        .iter()
        .zip(own)
        .enumerate()
        .filter_map(|(at, (line, own))| {
            let is_new = matches!(own.id, Some((_, How::New))) && line.wrong.is_none();
            let text = line.fields.get(name).and_then(Value::as_str)?;
            let mark = Mark::of_line(kind, &line.fields);
            // Episodes of many series are called alike.
            let is_told = is_new && mark.sort != Some(Sort::Episode);
            is_told.then(|| (at, fold(text), mark))
        });
    let new: Vec<(usize, String, Mark)> = new.collect();
    let names: Vec<&str> = new.iter().map(|(_, name, _)| name.as_str()).collect();
    let found = alike(tx, kind, &names).await?;
    let mut before: HashMap<String, Vec<(Mark, u64)>> = HashMap::new();
    for (place, (at, name, mark)) in new.iter().enumerate() {
        let Some(line) = lines.get_mut(*at) else {
            continue;
        };
        let there = found.get(&place).into_iter().flatten();
        let there: Vec<String> = there
            .filter(|called| mark.fits(Mark::of(called)))
            .take(NAMED)
            .map(Called::told)
            .collect();
        let before = before.entry(bare(name)).or_default();
        let earlier = before.iter().find(|(other, _)| mark.fits(*other));
        let what = kind.words();
        if !there.is_empty() {
            let there = there.join("; ");
            let reason = format!(
                "a new {what}, but there is {there} already: give the id, key or identifier if it is the same"
            );
            line.warn("", reason);
        } else if let Some((_, number)) = earlier {
            let reason = format!(
                "a new {what}, called as that of line {number} is: leave the line out if it is the same"
            );
            line.warn("", reason);
        }
        before.push((*mark, line.number));
    }
    Ok(())
}

/// The words of all names that a line has.
fn words_of(fields: &Map<String, Value>) -> BTreeSet<String> {
    let own = ["title", "originalTitle", "name"];
    let own = own.iter().filter_map(|name| fields.get(*name)?.as_str());
    let lists = [("titles", "text"), ("names", "name")];
    let others = lists.iter().flat_map(|(list, member)| {
        let list = fields.get(*list).and_then(Value::as_array);
        let list = list.into_iter().flatten();
        list.filter_map(move |part| part.get(*member)?.as_str())
    });
    let words = own.chain(others).flat_map(|name| {
        let words = bare(&fold(name));
        words.split(' ').map(str::to_owned).collect::<Vec<_>>()
    });
    words.collect()
}

/// What a record is called, from its line.
fn called(fields: &Map<String, Value>) -> String {
    let text = |name: &&str| fields.get(*name).and_then(Value::as_str);
    let name = ["title", "name"].iter().find_map(text).unwrap_or_default();
    let date = ["releaseDate", "birthDate"].iter().find_map(text);
    let id = text(&"id").unwrap_or_default();
    let date = date.map_or_else(String::new, |date| format!(" ({date})"));
    format!("\"{name}\"{date}, {id}")
}

/// That a line's identifier leads to another sort of work, which cannot be right.
pub(super) fn of_another_sort(
    before: &Map<String, Value>,
    line: &Map<String, Value>,
) -> Option<Wrong> {
    let (is, given) = (kind_of(before)?, kind_of(line)?);
    let (one, other) = (sort_of(is)?, sort_of(given)?);
    if one == other {
        return None;
    }
    let word = |of: WorkKind| {
        let word = serde_json::to_value(of).unwrap_or_default();
        word.as_str().unwrap_or_default().to_owned()
    };
    let (is, given) = (word(is), word(given));
    let reason = format!(
        "is {given}, and {} is {is}: is the identifier the right one?",
        called(before)
    );
    Some(("kind".to_owned(), reason))
}

/// That what a line's identifier leads to is called quite otherwise.
pub(super) fn stranger(before: &Map<String, Value>, line: &Map<String, Value>) -> Option<Wrong> {
    let (is, given) = (words_of(before), words_of(line));
    if is.is_empty() || given.is_empty() || !is.is_disjoint(&given) {
        return None;
    }
    let name = ["title", "name"]
        .iter()
        .find_map(|name| line.get(*name)?.as_str());
    let reason = format!(
        "is that of {}, which has no word of its names in common with \"{}\": is it the right one?",
        called(before),
        name.unwrap_or_default()
    );
    Some(("externalIds".to_owned(), reason))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn punctuation_tells_no_names_apart() {
        for (one, other) in [
            ("When Harry Met Sally...", "when harry met sally"),
            ("Dr. Strangelove", "Dr Strangelove"),
            ("Spider-Man", "Spider Man"),
        ] {
            assert_eq!(bare(&fold(one)), bare(&fold(other)));
        }
        assert_ne!(bare("heat"), bare("heat 2"));
        assert_eq!(bare("???"), "???");
        let lies = |name: &str, of: &str| {
            let within = |(from, to): (String, String)| from.as_str() <= name && name < to.as_str();
            ranges(of).into_iter().any(within)
        };
        for (name, of) in [
            ("when harry met sally...", "when harry met sally"),
            ("spider-man", "spider man"),
            ("spider man", "spider-man"),
            ("x-men", "x men"),
            ("x men", "x-men"),
            ("men in black: the end", "men in black the end"),
            ("dr. strangelove", "dr strangelove"),
        ] {
            assert!(lies(name, of), "{name} / {of}");
        }
        assert!(!lies("spider woman", "spider man"));
        assert_eq!(
            ranges("m*a*s*h").first().map(|of| of.0.as_str()),
            Some("m*a*s*h")
        );
    }
}
