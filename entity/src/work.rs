//! A film, series, episode, recording, game: anything that has roles.

use sea_orm::entity::prelude::*;

use crate::vocabulary::{Certainty, WorkKind};

/// A film, series, episode, recording, game: anything that has roles.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, sqlx::FromRow)]
#[sea_orm(table_name = "work")]
pub struct Model {
    /// The record's id: authority and number in one, see the id rules.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    /// What it is.
    pub kind: WorkKind,
    /// The source's own word where `kind` is `Other`.
    pub kind_raw: Option<String>,
    /// The title that is shown when nothing else is asked for.
    pub title: String,
    /// `title` folded for matching and order.
    pub title_folded: String,
    /// The title in the language of origin, where it differs.
    pub original_title: Option<String>,
    /// `original_title` folded for matching.
    pub original_folded: Option<String>,
    /// The series of an episode.
    pub series_id: Option<i64>,
    /// The season of an episode.
    pub season_number: Option<i32>,
    /// The number of an episode within its season.
    pub episode_number: Option<i32>,
    /// The release date that the record names, in EDTF. What counts is [`Model::release`].
    pub release_edtf: Option<String>,
    /// First day on which it may have been released, widened where the date is approximate; days since 1970.
    pub released_from: i32,
    /// First day as stated: what orders by release. Unknown is the greatest integer, which sorts as the newest.
    pub released_on: i32,
    /// Last day on which it may have been released, widened likewise.
    pub released_to: i32,
    /// How sure the release date is that the record names.
    pub release_certainty: Certainty,
    /// The date of its earliest release, in EDTF, kept where the record names none.
    pub first_release_edtf: Option<String>,
    /// How sure that release is.
    pub first_release_certainty: Option<Certainty>,
    /// The last year of a series that has ended.
    pub end_year: Option<i32>,
    /// Running time in minutes.
    pub runtime_minutes: Option<i32>,
    /// The language of origin, BCP 47.
    pub original_language: Option<String>,
    /// What it cost, in major units, as a decimal.
    pub budget_amount: Option<String>,
    /// ISO 4217.
    pub budget_currency: Option<String>,
    /// Whether the budget is only about right.
    pub budget_approximate: bool,
    /// How many people rated it: by its leading rating, else as the record says.
    pub votes: Option<i32>,
    /// Average rating, 0 to 10, likewise.
    pub rating: Option<f64>,
    /// How many people rated it, as the record says.
    pub own_votes: Option<i32>,
    /// Average rating, 0 to 10, as the record says.
    pub own_rating: Option<f64>,
    /// How much it is looked at; greater is more.
    pub popularity: Option<f64>,
    /// Whether claims deny that there is such a record.
    pub is_denied: bool,
    /// Counts the record's own changes, from 1.
    pub version: i32,
    /// Microseconds since 1970 (UTC) of its last change.
    pub updated_at: i64,
}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    /// When it was or will be released, in EDTF, and how sure that is: as the record says, if that is
    /// more than hearsay, else that of its earliest release of any kind.
    #[must_use]
    pub fn release(&self) -> Option<(&str, Certainty)> {
        let own = self.release_edtf.as_deref().filter(|_| self.names_date());
        let own = own.map(|date| (date, self.release_certainty));
        own.or_else(|| {
            self.first_release_edtf
                .as_deref()
                .zip(self.first_release_certainty)
        })
    }

    /// Whether the record names its date, as more than hearsay.
    #[must_use]
    pub fn names_date(&self) -> bool {
        self.release_edtf.is_some() && self.release_certainty >= Certainty::Reported
    }

    /// Its date alone.
    #[must_use]
    pub fn release_date(&self) -> Option<&str> {
        self.release().map(|(date, _)| date)
    }
}
