//! The scalars that a schema has beside those of GraphQL, and who reads them.

use std::collections::HashMap;
use std::fmt;

use apollo_compiler::Schema;
use apollo_compiler::schema::ExtendedType;
use serde_json::Value as Json;

use super::error::GateBuildError;
use super::leaf::is_built_in;

/// Reads a value of a scalar, given as JSON and never null.
///
/// # Errors
/// Says what is wrong with it and what would be right.
pub type ReadScalar = fn(&Json) -> Result<(), String>;

/// Who reads the scalars of a schema, by their names.
#[derive(Clone, Default)]
pub struct Scalars(HashMap<String, ReadScalar>);

impl FromIterator<(String, ReadScalar)> for Scalars {
    fn from_iter<I: IntoIterator<Item = (String, ReadScalar)>>(readers: I) -> Self {
        Self(readers.into_iter().collect())
    }
}

impl fmt::Debug for Scalars {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

impl Scalars {
    /// Makes sure that somebody reads every scalar of the schema.
    pub(super) fn check(&self, schema: &Schema) -> Result<(), GateBuildError> {
        for (name, ty) in &schema.types {
            let is_own = matches!(ty, ExtendedType::Scalar(_)) && !is_built_in(name);
            if is_own && !self.0.contains_key(name.as_str()) {
                return Err(GateBuildError::Scalar(name.to_string()));
            }
        }
        Ok(())
    }

    /// Why a value is none of this scalar; `None` where it is one.
    pub(super) fn fault(&self, name: &str, value: &Json) -> Option<String> {
        let read = self.0.get(name)?;
        read(value).err()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use serde_json::json;

    use super::super::GateCode::{InvalidVariables, ValidationFailed};
    use super::super::testing::{accepted, accepted_with, ask, refused, refused_with};
    use super::super::{ErrorPlace, Gate, GateBuildError, GateLimits};
    use super::Scalars;

    #[test]
    fn a_scalar_that_nobody_reads_makes_no_gate() {
        let sdl = "scalar Day type Query { a(on: Day): Int }";
        let made = Gate::<()>::new(sdl, GateLimits::default(), Scalars::default(), |_| ());
        assert_eq!(made.err(), Some(GateBuildError::Scalar("Day".to_owned())));
    }

    #[test]
    fn literals_are_read_at_any_depth() {
        for (arguments, place) in [
            ("day: \"1999\"", "sizes.day"),
            ("day: 1999", "sizes.day"),
            ("day: [\"1999-01-01\"]", "sizes.day"),
            ("day: {a: 1}", "sizes.day"),
            ("day: word", "sizes.day"),
            ("days: \"1999\"", "sizes.days"),
            ("days: [\"1999-01-01\", true]", "sizes.days[1]"),
            ("days: [null]", "sizes.days[0]"),
            ("by: {from: \"x\"}", "sizes.by.from"),
            ("by: {on: [[\"1999-01-01\"], [\"x\"]]}", "sizes.by.on[1][0]"),
        ] {
            let text = format!("{{ sizes(need: 1, {arguments}) }}");
            let error = refused(&text, ValidationFailed);
            let said = format!("Argument \"{place}\": ");
            assert!(
                error.message.starts_with(&said),
                "{text}: {}",
                error.message
            );
            assert_eq!(error.locations.len(), 1);
            let within = place.trim_start_matches("sizes.");
            let within = within.replace('[', ".").replace(']', "");
            assert_eq!(error.place.as_deref(), Some(&ErrorPlace::Argument(within)));
        }
        accepted(
            "{ sizes(need: 1, day: null, days: [\"1999-01-01\"], by: {from: \"1999-01-01\", any: [1]}) }",
        );
    }

    #[test]
    fn all_values_that_do_not_fit_are_told_at_once() {
        let text = "query($d: Day = \"x\") {
            film { shown(on: \"x\") ...F }
            sizes(need: \"1\", day: $d, in: {a: 1.5, c: 1, e: OLD, f: true}, list: [null])
            node(id: null) { id }
            nothing: film(id: 1) { id @include(if: \"no\") }
        } fragment F on Film { other: shown(must: \"x\") }";
        let errors = ask(text, json!({})).unwrap_err();
        let places: Vec<_> = errors.iter().map(|error| error.message.as_str()).collect();
        assert_eq!(errors.len(), 11, "{places:#?}");
        for place in [
            "$d",
            "film.shown.on",
            "film.other.must",
            "sizes.need",
            "sizes.in.a",
            "sizes.in.c",
            "sizes.in.e",
            "sizes.in.f",
            "sizes.list[0]",
            "node.id",
            "nothing.@include.if",
        ] {
            let said = format!("Argument \"{place}\": ");
            assert!(
                places.iter().any(|text| text.starts_with(&said)),
                "{place}: {places:#?}"
            );
        }
    }

    #[test]
    fn variables_are_read_at_any_depth() {
        let text =
            "query($d: Day, $l: [Day!], $by: Days) { sizes(need: 1, day: $d, days: $l, by: $by) }";
        for (given, place) in [
            (json!({"d": "x"}), "d"),
            (json!({"d": 1}), "d"),
            (json!({"l": ["1999-01-01", "x"]}), "l.1"),
            (json!({"l": "x"}), "l"),
            (json!({"by": {"from": []}}), "by.from"),
            (json!({"by": {"on": [["x"]]}}), "by.on.0.0"),
        ] {
            let error = refused_with(text, given, InvalidVariables);
            assert!(
                error.message.ends_with(" is not a day such as 2025-07-15."),
                "{}",
                error.message
            );
            assert_eq!(
                error.place.as_deref(),
                Some(&ErrorPlace::Variable(place.to_owned()))
            );
        }
        let wrong = json!({"d": "x", "l": ["x", "y"], "by": {"from": "x"}});
        assert_eq!(ask(text, wrong).unwrap_err().len(), 4);
        accepted_with(
            text,
            json!({"d": null, "l": "1999-01-01", "by": {"on": "1999-01-01"}}),
        );
    }

    #[test]
    fn the_input_of_a_mutation_is_for_the_mutation_to_read() {
        accepted("mutation { rename(id: 1, to: \"x\", on: \"x\", by: {on: [[1]]}) { id } }");
        let text = "mutation($d: Day, $by: Days) { ...M } fragment M on Mutation { rename(id: 1, to: \"x\", on: $d, by: $by) { id } }";
        accepted_with(text, json!({"d": "x", "by": {"from": 5}}));
        // What is asked of its answer is not; nor a variable that stands there as well.
        let text = "mutation { rename(id: 1, to: \"x\", on: \"x\") { shown(on: \"x\") } }";
        assert_eq!(ask(text, json!({})).unwrap_err().len(), 1);
        let text = "mutation($d: Day) { rename(id: 1, to: \"x\", on: $d) { shown(on: $d) } }";
        refused_with(text, json!({"d": "x"}), InvalidVariables);
        // Everything but scalars is as anywhere.
        refused("mutation { rename(id: 1, to: 5) { id } }", ValidationFailed);
    }
}
