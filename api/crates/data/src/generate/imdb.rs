//! IMDb's seven files: columns apart by tabs, `\N` for nothing, nothing quoted or escaped.

use std::fmt::{Display, Write};

use super::GenerateError;
use super::credit::{Credit, credits, person_number};
use super::files::Files;
use super::kind::GENRES;
use super::person::person;
use super::plan::Plan;
use super::title::{Aka, Title, akas, title};
use super::traps::Traps;
use super::words::Words;

pub(super) const NAMES: [&str; 7] = [
    "name.basics.tsv",
    "title.akas.tsv",
    "title.basics.tsv",
    "title.crew.tsv",
    "title.episode.tsv",
    "title.principals.tsv",
    "title.ratings.tsv",
];
pub(super) const NAME_BASICS: usize = 0;
pub(super) const AKAS: usize = 1;
pub(super) const BASICS: usize = 2;
pub(super) const CREW: usize = 3;
pub(super) const EPISODE: usize = 4;
pub(super) const PRINCIPALS: usize = 5;
pub(super) const RATINGS: usize = 6;

const HEADS: [&str; 7] = [
    "nconst\tprimaryName\tbirthYear\tdeathYear\tprimaryProfession\tknownForTitles",
    "titleId\tordering\ttitle\tregion\tlanguage\ttypes\tattributes\tisOriginalTitle",
    "tconst\ttitleType\tprimaryTitle\toriginalTitle\tisAdult\tstartYear\tendYear\truntimeMinutes\tgenres",
    "tconst\tdirectors\twriters",
    "tconst\tparentTconst\tseasonNumber\tepisodeNumber",
    "tconst\tordering\tnconst\tcategory\tjob\tcharacters",
    "tconst\taverageRating\tnumVotes",
];

/// Nothing.
const NULL: &str = "\\N";

pub(super) fn write(
    plan: &Plan,
    words: &Words,
    has_traps: bool,
    files: &mut Files<'_>,
) -> Result<(), GenerateError> {
    let mut rows = Rows {
        files,
        traps: Traps::new(has_traps, plan.seed),
    };
    rows.heads()?;
    for number in 0..plan.people() {
        rows.person(plan, words, plan.careers.person_at(number))?;
    }
    for spot in plan.spots() {
        let title = title(plan, words, &spot);
        let credits = credits(plan, words, &spot);
        let akas = akas(plan, words, spot.place, &title);
        rows.basics(&title)?;
        rows.akas(&title, &akas)?;
        rows.episode(&title)?;
        rows.rating(&title)?;
        rows.principals(plan, &title, &credits.rows)?;
        let list = |people: &[u64]| {
            let id = |person: &u64| nconst(person_number(plan, *person));
            list(people.iter().map(id))
        };
        let (directors, writers) = (list(&credits.directors), list(&credits.writers));
        let line = format!("{}\t{directors}\t{writers}", tconst(title.number));
        rows.files.line(CREW, &line)?;
        rows.files.step();
    }
    Ok(())
}

struct Rows<'a, 'f> {
    files: &'a mut Files<'f>,
    traps: Traps,
}

impl Rows<'_, '_> {
    fn heads(&mut self) -> Result<(), GenerateError> {
        for (file, head) in HEADS.into_iter().enumerate() {
            self.files.raw(file, self.traps.before(file))?;
            self.files.head(file, head)?;
        }
        Ok(())
    }

    fn person(&mut self, plan: &Plan, words: &Words, place: u64) -> Result<(), GenerateError> {
        let person = person(plan, words, place);
        let line = format!(
            "{}\t{}\t{}\t{}\t{}\t{}",
            nconst(person_number(plan, place)),
            self.traps.name(&person.name).unwrap_or(NULL),
            or_null(self.traps.birth_year(person.birth_year)),
            or_null(person.death_year),
            list(person.professions.iter()),
            list(person.known_for.iter().map(|number| tconst(*number))),
        );
        for _ in 0..self.traps.copies() {
            self.files.line(NAME_BASICS, &line)?;
        }
        Ok(())
    }

    fn basics(&mut self, title: &Title) -> Result<(), GenerateError> {
        let line = format!(
            "{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}",
            tconst(title.number),
            title.kind.imdb(),
            self.traps.name(&title.primary).unwrap_or(NULL),
            title.original,
            u8::from(title.is_adult),
            or_null(self.traps.start_year(title.start_year)),
            or_null(title.end_year),
            or_null(self.traps.runtime(title.runtime)),
            list(title.genres.iter().map(|genre| GENRES[*genre])),
        );
        self.files.line(BASICS, &line)
    }

    fn akas(&mut self, title: &Title, akas: &[Aka]) -> Result<(), GenerateError> {
        for (ordering, aka) in (1..).zip(akas) {
            let language = aka.region.filter(|_| aka.tells_language);
            let line = format!(
                "{}\t{ordering}\t{}\t{}\t{}\t{}\t{}\t{}",
                tconst(title.number),
                aka.text,
                or_null(aka.region.map(|region| region.country)),
                or_null(language.map(|region| region.language)),
                or_null(aka.kind),
                or_null(aka.attribute),
                u8::from(aka.region.is_none()),
            );
            self.files.line(AKAS, &line)?;
        }
        Ok(())
    }

    fn episode(&mut self, title: &Title) -> Result<(), GenerateError> {
        let Some(episode) = title.episode else {
            return Ok(());
        };
        let line = format!(
            "{}\t{}\t{}\t{}{}",
            tconst(title.number),
            tconst(self.traps.parent(episode.series)),
            or_null(episode.season),
            or_null(self.traps.episode_number(episode.number)),
            self.traps.end_of_episode(),
        );
        self.files.line(EPISODE, &line)
    }

    fn rating(&mut self, title: &Title) -> Result<(), GenerateError> {
        let Some((tenths, votes)) = title.rating else {
            return Ok(());
        };
        let line = format!(
            "{}\t{}.{}\t{votes}",
            tconst(title.number),
            tenths / 10,
            tenths % 10
        );
        self.files.line(RATINGS, &line)
    }

    fn principals(
        &mut self,
        plan: &Plan,
        title: &Title,
        rows: &[Credit],
    ) -> Result<(), GenerateError> {
        let mut lines = Vec::with_capacity(rows.len());
        for (ordering, row) in (1..).zip(rows) {
            let line = format!(
                "{}\t{ordering}\t{}\t{}\t{}\t{}",
                tconst(self.traps.title(title.number)),
                nconst(self.traps.person(person_number(plan, row.person))),
                row.category.imdb(),
                or_null(self.traps.job(row.job)),
                characters(&row.characters),
            );
            lines.push(line);
        }
        self.traps.disorder(&mut lines);
        for line in lines {
            self.files.line(PRINCIPALS, &line)?;
        }
        Ok(())
    }
}

fn tconst(number: u64) -> String {
    format!("tt{number:07}")
}

fn nconst(number: u64) -> String {
    format!("nm{number:07}")
}

fn or_null(value: Option<impl Display>) -> String {
    value.map_or_else(|| NULL.to_owned(), |value| value.to_string())
}

fn list(members: impl Iterator<Item = impl Display>) -> String {
    let mut text = String::new();
    for member in members {
        let comma = if text.is_empty() { "" } else { "," };
        // Writing to a text does not fail.
        let _ = write!(text, "{comma}{member}");
    }
    if text.is_empty() {
        text.push_str(NULL);
    }
    text
}

/// A JSON array of texts.
fn characters(names: &[String]) -> String {
    if names.is_empty() {
        return NULL.to_owned();
    }
    serde_json::Value::from(names).to_string()
}
