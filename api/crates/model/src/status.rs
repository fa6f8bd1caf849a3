//! The stage of a production on a day, from its milestones and its release date.

use entity::vocabulary::{Certainty, MilestoneKind, MilestoneSpan};

use super::day::Day;
use super::edtf::Edtf;

/// How far a production has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ProductionStatus {
    /// Nothing but hearsay.
    Rumored,
    /// Made public, acquired or being cast.
    Announced,
    /// In preparation.
    PreProduction,
    /// Being shot.
    Filming,
    /// Shot, being finished.
    PostProduction,
    /// Finished, not released.
    Completed,
    /// Released.
    Released,
    /// Given up.
    Canceled,
    /// Nothing known.
    Unknown,
}

/// A milestone, as far as the status depends on it.
#[derive(Clone, Debug)]
pub struct Stage {
    /// Which stage.
    pub kind: MilestoneKind,
    /// When.
    pub date: Option<Edtf>,
    /// A point or a period.
    pub span: MilestoneSpan,
    /// How sure it is.
    pub certainty: Certainty,
    /// The last day on which it can have been stated, if that is known.
    pub stated: Option<Day>,
}

impl Stage {
    /// The day by which it certainly began: a point by its last day, a period by its first, an
    /// undated one by the day on which it had been stated.
    #[must_use]
    pub fn began_by(&self) -> Option<Day> {
        let Some(date) = self.date.as_ref() else {
            return self.stated;
        };
        match self.span {
            MilestoneSpan::During => date.earliest().map(|first| {
                // An approximate period may have begun later by as much as its end is widened.
                let slack = date.latest().map_or(0, |last| date.certain_span().1 - last);
                first.saturating_add(slack)
            }),
            MilestoneSpan::Point => date.latest().map(|_| date.certain_span().1),
        }
    }

    fn status(&self) -> Option<ProductionStatus> {
        Some(match self.kind {
            MilestoneKind::Announced | MilestoneKind::Acquired | MilestoneKind::Cast => {
                ProductionStatus::Announced
            }
            MilestoneKind::PreProduction => ProductionStatus::PreProduction,
            MilestoneKind::FilmingStarted => ProductionStatus::Filming,
            MilestoneKind::FilmingWrapped | MilestoneKind::PostProduction => {
                ProductionStatus::PostProduction
            }
            MilestoneKind::Completed => ProductionStatus::Completed,
            MilestoneKind::Released => ProductionStatus::Released,
            MilestoneKind::Canceled => ProductionStatus::Canceled,
            MilestoneKind::TeaserReleased | MilestoneKind::Other => return None,
        })
    }
}

/// What a status follows from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decider {
    /// The stage at this place.
    Stage(usize),
    /// The release date.
    Release,
}

/// The status on a day: that of the latest stage of certainty REPORTED or above that had certainly
/// begun; between stages of one day the later kind wins. A release date of certainty STATED or
/// above that is past counts as a stage. Nothing but weaker stages is a rumour, told by the surest;
/// nothing at all is UNKNOWN, and follows from nothing.
#[must_use]
pub fn status_on(
    as_of: Day,
    stages: &[Stage],
    release: Option<(&Edtf, Certainty)>,
) -> (ProductionStatus, Option<Decider>) {
    let released = release
        .filter(|(date, certainty)| *certainty >= Certainty::Stated && is_past(date, as_of))
        .map(|(date, certainty)| Stage {
            kind: MilestoneKind::Released,
            date: Some(date.clone()),
            span: MilestoneSpan::Point,
            certainty,
            stated: None,
        });
    let numbered = (0..).map(Decider::Stage).zip(stages);
    let reached = numbered
        .chain(released.iter().map(|stage| (Decider::Release, stage)))
        .filter(|(_, stage)| stage.certainty >= Certainty::Reported)
        .filter_map(|(by, stage)| Some((stage.began_by()?, stage.kind, stage.status()?, by)))
        .filter(|(began, ..)| *began <= as_of)
        .max_by_key(|(began, kind, ..)| (*began, *kind));
    match reached {
        Some((.., status, by)) => (status, Some(by)),
        None if is_rumor(stages) => {
            let surest = (0..).zip(stages).max_by_key(|(_, stage)| stage.certainty);
            let by = surest.map(|(at, _)| Decider::Stage(at));
            (ProductionStatus::Rumored, by)
        }
        None => (ProductionStatus::Unknown, None),
    }
}

/// Whether even the last day that a date can mean is over.
fn is_past(date: &Edtf, as_of: Day) -> bool {
    date.latest().is_some() && date.certain_span().1 < as_of
}

fn is_rumor(stages: &[Stage]) -> bool {
    !stages.is_empty()
        && stages
            .iter()
            .all(|stage| stage.certainty < Certainty::Reported)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn stage(kind: MilestoneKind, date: &str, span: MilestoneSpan) -> Stage {
        Stage {
            kind,
            date: Some(Edtf::parse(date).unwrap()),
            span,
            certainty: Certainty::Stated,
            stated: None,
        }
    }

    fn day(text: &str) -> Day {
        Edtf::parse(text).unwrap().earliest().unwrap()
    }

    fn status(
        as_of: Day,
        stages: &[Stage],
        release: Option<(&Edtf, Certainty)>,
    ) -> ProductionStatus {
        status_on(as_of, stages, release).0
    }

    fn shoot() -> Vec<Stage> {
        vec![
            stage(
                MilestoneKind::FilmingStarted,
                "2025-22",
                MilestoneSpan::During,
            ),
            stage(
                MilestoneKind::FilmingWrapped,
                "2025-10/2025-12",
                MilestoneSpan::Point,
            ),
        ]
    }

    #[test]
    fn a_period_holds_from_its_first_day_and_a_point_from_its_last() {
        let on = |text| status(day(text), &shoot(), None);
        assert_eq!(on("2025-05-31"), ProductionStatus::Unknown);
        assert_eq!(on("2025-06-01"), ProductionStatus::Filming);
        assert_eq!(on("2025-07-15"), ProductionStatus::Filming);
        assert_eq!(on("2025-12-30"), ProductionStatus::Filming);
        assert_eq!(on("2025-12-31"), ProductionStatus::PostProduction);
    }

    #[test]
    fn only_a_plainly_stated_release_counts() {
        let date = Edtf::parse("2026").unwrap();
        let on = |text, certainty| status(day(text), &shoot(), Some((&date, certainty)));
        assert_eq!(
            on("2027-01-01", Certainty::Reported),
            ProductionStatus::PostProduction
        );
        assert_eq!(
            on("2026-12-30", Certainty::Stated),
            ProductionStatus::PostProduction
        );
        assert_eq!(
            on("2026-12-31", Certainty::Stated),
            ProductionStatus::PostProduction
        );
        assert_eq!(
            on("2027-01-01", Certainty::Stated),
            ProductionStatus::Released
        );
    }

    #[test]
    fn an_approximate_period_begins_certainly_only_later() {
        let about = [stage(
            MilestoneKind::FilmingStarted,
            "2025-06~",
            MilestoneSpan::During,
        )];
        let on = |text| status(day(text), &about, None);
        assert_eq!(on("2025-06-15"), ProductionStatus::Unknown);
        assert_eq!(on("2025-07-31"), ProductionStatus::Filming);
    }

    #[test]
    fn a_release_alone_is_enough_and_nothing_is_unknown() {
        let date = Edtf::parse("1994-09-14").unwrap();
        let released = status(day("2000"), &[], Some((&date, Certainty::Stated)));
        assert_eq!(released, ProductionStatus::Released);
        assert_eq!(status(day("2000"), &[], None), ProductionStatus::Unknown);
    }

    #[test]
    fn an_undated_stage_had_begun_when_it_was_stated() {
        let undated = [Stage {
            date: None,
            stated: Some(day("2026-03-31")),
            ..stage(MilestoneKind::PostProduction, "2026", MilestoneSpan::Point)
        }];
        let on = |text| status(day(text), &undated, None);
        assert_eq!(on("2026-03-30"), ProductionStatus::Unknown);
        assert_eq!(on("2026-03-31"), ProductionStatus::PostProduction);
    }

    #[test]
    fn hearsay_is_a_rumour_and_a_teaser_changes_nothing() {
        let mut rumor = stage(MilestoneKind::Announced, "2024", MilestoneSpan::Point);
        rumor.certainty = Certainty::Rumored;
        assert_eq!(
            status(day("2025"), &[rumor], None),
            ProductionStatus::Rumored
        );
        let mut stages = shoot();
        stages.push(stage(
            MilestoneKind::TeaserReleased,
            "2026-02-01",
            MilestoneSpan::Point,
        ));
        assert_eq!(
            status(day("2026-03-01"), &stages, None),
            ProductionStatus::PostProduction
        );
    }

    #[test]
    fn of_one_day_the_later_kind_wins() {
        let point = |kind| stage(kind, "2025-01-01", MilestoneSpan::Point);
        let stages = [
            point(MilestoneKind::Completed),
            point(MilestoneKind::Announced),
        ];
        assert_eq!(
            status(day("2025-02-01"), &stages, None),
            ProductionStatus::Completed
        );
    }

    #[test]
    fn what_decided_is_told() {
        let date = Edtf::parse("2026").unwrap();
        let release = Some((&date, Certainty::Stated));
        let by = |text| status_on(day(text), &shoot(), release).1;
        assert_eq!(by("2025-01-01"), None);
        assert_eq!(by("2025-07-15"), Some(Decider::Stage(0)));
        assert_eq!(by("2026-01-01"), Some(Decider::Stage(1)));
        assert_eq!(by("2027-01-01"), Some(Decider::Release));
        let hearsay = |certainty| Stage {
            certainty,
            ..stage(MilestoneKind::Announced, "2024", MilestoneSpan::Point)
        };
        let rumors = [hearsay(Certainty::Rumored), hearsay(Certainty::Expected)];
        let (status, by) = status_on(day("2025"), &rumors, None);
        assert_eq!(
            (status, by),
            (ProductionStatus::Rumored, Some(Decider::Stage(1)))
        );
    }
}
