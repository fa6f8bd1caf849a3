//! Works as records.

use std::collections::BTreeSet;

use entity::vocabulary::{Certainty, TitleKind, WorkKind};
use serde::{Deserialize, Serialize};

use super::check::{Check, FEW, MANY, NAME_CHARS};
use super::{
    BoxOfficeRecord, CertificationRecord, ExternalIds, LinkRecord, MoneyRecord, SourceId,
    TextRecord, TitleId, WorkId, is_default,
};
use crate::model::edtf::Edtf;

/// A film, series, episode, recording, game.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct WorkRecord {
    /// Its id.
    pub id: WorkId,
    /// What it is.
    pub kind: WorkKind,
    /// The source's own word where `kind` is `OTHER`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind_raw: Option<String>,
    /// The title that is shown when nothing else is asked for.
    pub title: String,
    /// The title in the language of origin, where it differs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub original_title: Option<String>,
    /// Further titles, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub titles: Vec<TitleRecord>,
    /// The series of an episode.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub series: Option<WorkId>,
    /// The season of an episode.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub season_number: Option<i32>,
    /// The number of an episode within its season.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub episode_number: Option<i32>,
    /// When it was or will be released.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub release_date: Option<Edtf>,
    /// How sure that date is.
    #[serde(default = "stated", skip_serializing_if = "is_stated")]
    pub release_certainty: Certainty,
    /// The last year of a series that has ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end_year: Option<i32>,
    /// Running time in minutes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub runtime_minutes: Option<i32>,
    /// Genres by canonical English name, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub genres: Vec<String>,
    /// The language of origin, BCP 47.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub original_language: Option<String>,
    /// The countries that it comes from, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub countries: Vec<String>,
    /// The languages that are spoken in it, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub languages: Vec<String>,
    /// What it is about, in each language.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub synopses: Vec<TextRecord>,
    /// The line it was advertised with, in each language.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub taglines: Vec<TextRecord>,
    /// Keywords, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub keywords: Vec<String>,
    /// What it cost.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub budget: Option<MoneyRecord>,
    /// Ratings that it was given for its audience.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub certifications: Vec<CertificationRecord>,
    /// What it took in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub box_office: Vec<BoxOfficeRecord>,
    /// Links to elsewhere.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<LinkRecord>,
    /// How many people rated it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub votes: Option<i32>,
    /// Average rating, 0 to 10.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rating: Option<f64>,
    /// How much it is looked at; greater is more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub popularity: Option<f64>,
    /// What other authorities call it.
    #[serde(default, skip_serializing_if = "ExternalIds::is_empty")]
    pub external_ids: ExternalIds,
    /// The sources it rests on.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub sources: BTreeSet<SourceId>,
}

/// A title of a work besides the one it is shown by.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TitleRecord {
    /// Its id.
    pub id: TitleId,
    /// The title.
    pub text: String,
    /// ISO 3166-1 alpha-2.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// BCP 47.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// What it is used for.
    pub kind: TitleKind,
}

pub(super) fn stated() -> Certainty {
    Certainty::Stated
}

// serde hands fields over by reference.
#[allow(clippy::trivially_copy_pass_by_ref)]
pub(super) fn is_stated(certainty: &Certainty) -> bool {
    *certainty == Certainty::Stated
}

impl WorkRecord {
    pub(in crate::store) fn check(&self, check: &mut Check) {
        check.name("title", &self.title);
        check.text("originalTitle", self.original_title.as_deref(), NAME_CHARS);
        check.text("kindRaw", self.kind_raw.as_deref(), NAME_CHARS);
        check.list("titles", &self.titles, MANY);
        for title in &self.titles {
            check.name("titles.text", &title.text);
            check.country("titles.country", title.country.as_deref());
            check.language("titles.language", title.language.as_deref());
        }
        check.at_least("runtimeMinutes", self.runtime_minutes, 1);
        check.at_least("votes", self.votes, 0);
        check.distinct("genres", &self.genres);
        check.distinct("keywords", &self.keywords);
        check.count("sources", self.sources.len(), FEW);
        self.external_ids.check(check);
        self.check_series(check);
        self.check_details(check);
        let rated = self
            .rating
            .is_none_or(|rating| (0.0..=10.0).contains(&rating));
        if !rated {
            check.fault("rating", "must lie between 0 and 10");
        }
        if self
            .popularity
            .is_some_and(|popularity| !popularity.is_finite())
        {
            check.fault("popularity", "must be a finite number");
        }
    }

    fn check_details(&self, check: &mut Check) {
        check.language("originalLanguage", self.original_language.as_deref());
        check.countries("countries", &self.countries);
        check.distinct("languages", &self.languages);
        for tag in &self.languages {
            check.language("languages", Some(tag));
        }
        TextRecord::check_all(&self.synopses, "synopses", check);
        TextRecord::check_all(&self.taglines, "taglines", check);
        LinkRecord::check_all(&self.links, check);
        if let Some(budget) = &self.budget {
            check.money("budget", budget);
        }
        check.list("certifications", &self.certifications, FEW);
        for certification in &self.certifications {
            certification.check("certifications", check);
        }
        check.list("boxOffice", &self.box_office, FEW);
        for box_office in &self.box_office {
            box_office.check(check);
        }
    }

    fn check_series(&self, check: &mut Check) {
        if self.series == Some(self.id) {
            check.fault("series", "a work cannot be an episode of itself");
        }
        if self.series.is_some() && self.kind != WorkKind::Episode {
            check.fault("series", "only a work of kind EPISODE belongs to a series");
        }
        let numbered = !is_default(&self.season_number) || !is_default(&self.episode_number);
        if numbered && self.series.is_none() {
            check.fault("series", "an episode with a number needs its series");
        }
    }
}
