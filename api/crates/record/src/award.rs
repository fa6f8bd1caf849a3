//! Awards, ratings and relations as records.

use std::collections::BTreeSet;

use entity::vocabulary::{AwardResult, Certainty, WorkRelationKind};
use model::instant::Instant;
use record_macro::record;

use crate::bound::{FIRST_YEAR, LAST_YEAR, NOTE, PER_WORK};
use crate::{AwardId, Check, PersonId, RatingId, RelationId, SourceId, WorkId};

/// A nomination for an award, or the award.
#[record(Award, table = award_nomination, claimable, identity(work, award, category, year, people))]
pub struct AwardRecord {
    /// Its id.
    pub id: AwardId,
    /// The award: `Academy Award`.
    #[field(name, columns(award, award_folded))]
    pub award: String,
    /// The category.
    #[field(name)]
    pub category: String,
    /// The year of the film.
    #[field(least = FIRST_YEAR, most = LAST_YEAR)]
    pub year: i32,
    /// What came of it.
    #[field(claim(Other))]
    pub result: AwardResult,
    /// For which work.
    #[field(owner)]
    pub work: Option<WorkId>,
    /// Who was nominated, in order.
    #[field(distinct, rows(award_person by nomination_id, person_id = Person))]
    pub people: Vec<PersonId>,
    /// The sources it rests on.
    pub sources: BTreeSet<SourceId>,
}

/// A rating of a work by the users of a source. Unique by work and source.
#[record(
    Rating,
    table = rating,
    rules,
    rates = work,
    at_most(PER_WORK, work),
    unique(work, source)
)]
pub struct RatingRecord {
    /// Its id.
    pub id: RatingId,
    /// The work.
    #[field(owner)]
    pub work: WorkId,
    /// The average.
    pub average: f64,
    /// The best that can be given.
    pub out_of: f64,
    /// How many people rated.
    #[field(least = 0)]
    pub votes: Option<i32>,
    /// Whose users.
    pub source: SourceId,
    /// When it was read.
    pub retrieved_at: Option<Instant>,
}

/// How one work relates to another. Unique by both and the kind.
#[record(Relation, table = work_relation, claimable, rules, unique(from, to, kind))]
pub struct RelationRecord {
    /// Its id.
    pub id: RelationId,
    /// The work that it is said of.
    pub from: WorkId,
    /// The other work.
    pub to: WorkId,
    /// How.
    pub kind: WorkRelationKind,
    /// In what respect.
    #[field(text(NOTE), claim(Other))]
    pub aspect: Option<String>,
    /// How sure it is.
    #[field(default = Certainty::Stated)]
    pub certainty: Certainty,
    /// The sources it rests on.
    pub sources: BTreeSet<SourceId>,
}

impl RatingRecord {
    fn rules(&self, check: &mut Check) {
        let is_scale = self.out_of.is_finite() && self.out_of > 0.0;
        if !is_scale || !(0.0..=self.out_of).contains(&self.average) {
            check.fault("average", "must lie between 0 and `outOf`");
        }
    }
}

impl RelationRecord {
    fn rules(&self, check: &mut Check) {
        if self.from == self.to {
            check.fault("to", "a work has no relation to itself");
        }
    }
}
