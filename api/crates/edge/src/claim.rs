//! Lists of claims: what filters look at, without texts.

use entity::vocabulary::{Certainty, Property};
use model::day::Day;

/// A claim as read from an index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimEdge {
    /// The claim.
    pub id: i64,
    /// Who says so.
    pub source: Option<i64>,
    /// The property.
    pub property: Property,
    /// Its key.
    pub key: String,
    /// How sure the source is.
    pub certainty: Certainty,
    /// The first day on which it counts.
    pub known_from: Day,
    /// The first day on which it no longer counts.
    pub known_until: Day,
    /// Whether it keeps the record's own value.
    pub is_own: bool,
    /// Whether it counts now.
    pub is_current: bool,
}

/// Which claims of a list.
#[derive(Clone, Debug, Default)]
pub struct ClaimConditions {
    /// Only on these properties.
    pub properties: Option<Vec<Property>>,
    /// Only as sure as this, or surer.
    pub min_certainty: Option<Certainty>,
    /// Only those that counted on this day.
    pub known_at: Option<Day>,
    /// Only those that count now.
    pub current_only: bool,
}

impl ClaimEdge {
    /// Whether it had been said by a day, and not been taken back by then.
    #[must_use]
    pub fn is_known_at(&self, day: Day) -> bool {
        self.known_from <= day && day < self.known_until
    }
}

impl ClaimConditions {
    /// Whether a claim is wanted.
    #[must_use]
    pub fn admits(&self, claim: &ClaimEdge) -> bool {
        let of_property = self.properties.as_ref();
        of_property.is_none_or(|wanted| wanted.contains(&claim.property))
            && self
                .min_certainty
                .is_none_or(|least| claim.certainty >= least)
            && self.known_at.is_none_or(|day| claim.is_known_at(day))
            && (claim.is_current || !self.current_only)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CLAIM: ClaimEdge = ClaimEdge {
        key: String::new(),
        id: 1,
        source: Some(1),
        property: Property::Price,
        certainty: Certainty::Reported,
        known_from: 10,
        known_until: 20,
        is_own: false,
        is_current: false,
    };

    #[test]
    fn a_claim_counts_from_its_first_day_until_it_is_taken_back() {
        let known = |day| CLAIM.is_known_at(day);
        assert_eq!([9, 10, 19, 20].map(known), [false, true, true, false]);
    }

    #[test]
    fn every_condition_narrows() {
        let all = ClaimConditions::default();
        assert!(all.admits(&CLAIM));
        let none = [
            ClaimConditions {
                properties: Some(vec![Property::Title]),
                ..all.clone()
            },
            ClaimConditions {
                min_certainty: Some(Certainty::Stated),
                ..all.clone()
            },
            ClaimConditions {
                known_at: Some(9),
                ..all.clone()
            },
            ClaimConditions {
                current_only: true,
                ..all.clone()
            },
        ];
        assert!(none.iter().all(|conditions| !conditions.admits(&CLAIM)));
        let fits = ClaimConditions {
            properties: Some(vec![Property::Price]),
            min_certainty: Some(Certainty::Reported),
            known_at: Some(10),
            current_only: false,
        };
        assert!(fits.admits(&CLAIM));
    }
}
