//! Works as records.

use std::collections::BTreeSet;

use claim::HEARD;
use entity::vocabulary::{Certainty, TitleKind, WorkKind};
use model::edtf::Edtf;
use record_macro::record;

use crate::bound::{FIRST_YEAR, LAST_YEAR, MANY, NAME, TEXT};
use crate::{
    BoxOfficeRecord, CertificationRecord, Check, ExternalIds, Fault, FaultKind, LinkRecord,
    MoneyRecord, SourceId, TextRecord, TitleId, WorkId, work_space,
};

/// A film, series, episode, recording, game.
#[record(
    Work,
    table = work,
    claimable,
    rules,
    space = work_space(self.kind),
    extra(
        first_release_edtf = None,
        first_release_certainty = None,
        votes = None,
        rating = None
    )
)]
pub struct WorkRecord {
    /// Its id.
    pub id: WorkId,
    /// What it is.
    #[field(claim(Kind))]
    pub kind: WorkKind,
    /// The source's own word where `kind` is `OTHER`.
    #[field(text(NAME))]
    pub kind_raw: Option<String>,
    /// The title that is shown when nothing else is asked for.
    #[field(name, key, columns(title, title_folded), claim(Title))]
    pub title: String,
    /// The title in the language of origin, where it differs.
    #[field(
        text(NAME),
        key,
        columns(original_title, original_folded),
        claim(OriginalTitle)
    )]
    pub original_title: Option<String>,
    /// Further titles, in order.
    #[field(list(MANY), rows(title by work_id, ids))]
    pub titles: Vec<TitleRecord>,
    /// The series of an episode.
    pub series: Option<WorkId>,
    /// The season of an episode.
    #[field(least = 0)]
    pub season_number: Option<i32>,
    /// The number of an episode within its season.
    #[field(least = 0)]
    pub episode_number: Option<i32>,
    /// When it was or will be released.
    #[field(
        columns(release_edtf, released_from, released_on, released_to),
        claim(ReleaseDate, certainty = release_certainty)
    )]
    pub release_date: Option<Edtf>,
    /// How sure that date is.
    #[field(default = Certainty::Stated)]
    pub release_certainty: Certainty,
    /// The last year of a series that has ended.
    #[field(least = FIRST_YEAR, most = LAST_YEAR)]
    pub end_year: Option<i32>,
    /// Running time in minutes.
    #[field(least = 1, claim(Runtime, unit = "minutes"))]
    pub runtime_minutes: Option<i32>,
    /// Genres by canonical English name, in order.
    #[field(
        names(Genre),
        distinct,
        rows(work_genre by work_id, genre_id = Genre),
        claim(Genre, key = "genre")
    )]
    pub genres: Vec<String>,
    /// The language of origin, BCP 47.
    #[field(language)]
    pub original_language: Option<String>,
    /// The countries that it comes from, in order.
    #[field(country, distinct, rows(work_country by work_id))]
    pub countries: Vec<String>,
    /// The languages that are spoken in it, in order.
    #[field(language, distinct, rows(work_language by work_id))]
    pub languages: Vec<String>,
    /// What it is about, in each language.
    #[field(rows(work_text by work_id), claim(Synopsis, key = "synopsis", of = claim::ValueType::TextIn(TEXT)))]
    pub synopses: Vec<TextRecord>,
    /// The line it was advertised with, in each language.
    #[field(elsewhere)]
    pub taglines: Vec<TextRecord>,
    /// Keywords, in order.
    #[field(
        names(Keyword),
        distinct,
        rows(work_keyword by work_id, keyword_id = Keyword),
        claim(Keyword, key = "keyword")
    )]
    pub keywords: Vec<String>,
    /// What it cost.
    #[field(
        columns(budget_amount, budget_currency, budget_approximate),
        claim(Budget)
    )]
    pub budget: Option<MoneyRecord>,
    /// Ratings that it was given for its audience.
    #[field(rows(certification by work_id))]
    pub certifications: Vec<CertificationRecord>,
    /// What it took in.
    #[field(rows(box_office by work_id, source_id = Source))]
    pub box_office: Vec<BoxOfficeRecord>,
    /// Links to elsewhere.
    #[field(elsewhere)]
    pub links: Vec<LinkRecord>,
    /// How many people rated it. Ratings of their own stand before it.
    #[field(least = 0, column = own_votes)]
    pub votes: Option<i32>,
    /// Average rating, 0 to 10, likewise.
    #[field(least = 0.0, most = 10.0, column = own_rating)]
    pub rating: Option<f64>,
    /// How much it is looked at; greater is more.
    pub popularity: Option<f64>,
    /// What other authorities call it.
    pub external_ids: ExternalIds,
    /// The sources it rests on.
    pub sources: BTreeSet<SourceId>,
}

/// A title of a work besides the one it is shown by.
#[record(part)]
pub struct TitleRecord {
    /// Its id.
    pub id: TitleId,
    /// The title.
    #[field(name, key)]
    pub text: String,
    /// ISO 3166-1 alpha-2.
    #[field(country)]
    pub country: Option<String>,
    /// BCP 47.
    #[field(language)]
    pub language: Option<String>,
    /// What it is used for.
    pub kind: TitleKind,
}

impl WorkRecord {
    /// Whether it names its date, as more than hearsay.
    #[must_use]
    pub fn names_date(&self) -> bool {
        self.release_date.is_some() && self.release_certainty >= HEARD
    }

    /// What is wrong with it as the word of its own sources: of the texts of others beside them, this
    /// is none.
    #[must_use]
    pub fn faults_of_own(&self) -> Vec<Fault> {
        let texts = [("synopses", &self.synopses), ("taglines", &self.taglines)];
        texts
            .into_iter()
            .flat_map(|(field, texts)| twice_in_a_language(field, texts))
            .collect()
    }

    fn rules(&self, check: &mut Check) {
        if self.series == Some(self.id) {
            check.fault("series", "a work cannot be an episode of itself");
        }
        if self.series.is_some() && self.kind != WorkKind::Episode {
            check.fault("series", "only a work of kind EPISODE belongs to a series");
        }
        let numbers = [
            ("seasonNumber", self.season_number),
            ("episodeNumber", self.episode_number),
        ];
        for (field, _) in numbers.iter().filter(|(_, number)| number.is_some()) {
            if self.kind != WorkKind::Episode {
                check.fault(field, "only a work of kind EPISODE has a number");
            } else if self.series.is_none() {
                check.fault(field, "an episode with a number needs its `series`");
            }
        }
    }
}

/// The texts whose language has one before them.
fn twice_in_a_language(field: &'static str, texts: &[TextRecord]) -> Vec<Fault> {
    let mut seen = BTreeSet::new();
    let is_twice = |text: &TextRecord| !seen.insert(text.language.clone());
    let twice: Vec<bool> = texts.iter().map(is_twice).collect();
    let places = (0..).zip(twice).filter(|(_, is_twice)| *is_twice);
    let fault = |(place, _): (usize, bool)| Fault {
        kind: FaultKind::Duplicate,
        field: format!("{field}.{place}"),
        reason: "is another in its language: a source has one in each".to_owned(),
    };
    places.map(fault).collect()
}
