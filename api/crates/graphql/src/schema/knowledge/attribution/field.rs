//! Which field of a type shows which claimable property.

use entity::vocabulary::RecordKind;
use record::{Entry, entries};

/// The keys of the properties that a field of a record shows. A field of the same name shows the
/// property; the others are listed here.
pub(super) fn keys_shown(kind: RecordKind, field: &str) -> Vec<&'static str> {
    let also: &[&str] = match (kind, field) {
        (RecordKind::Work, "label") => &["releaseDate"],
        (RecordKind::Work, "year") => &["releaseDate"],
        (RecordKind::Person, "age") => &["birthDate", "deathDate"],
        (RecordKind::Role, "characters") => &["characterDescription"],
        (RecordKind::Role, "charactersMissing") => &["character"],
        (RecordKind::Role, "label") => &["character"],
        _ => &[],
    };
    // A line about a record, and its part of an address, are made of what it cannot be without.
    let is_line = matches!(field, "label" | "slug");
    let shows = |entry: &&Entry| {
        entry.field == field
            || entry.key == field
            || also.contains(&entry.key)
            || (is_line && entry.is_needed)
    };
    entries(kind).filter(shows).map(|entry| entry.key).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use async_graphql::parser::parse_schema;
    use async_graphql::parser::types::{TypeKind, TypeSystemDefinition};
    use entity::vocabulary::Property;

    use super::*;
    use crate::schema::sdl;

    const TYPES: [(RecordKind, &str); 15] = [
        (RecordKind::Work, "Film"),
        (RecordKind::Person, "Person"),
        (RecordKind::Role, "Role"),
        (RecordKind::Company, "Company"),
        (RecordKind::CompanyRole, "CompanyRole"),
        (RecordKind::Release, "Release"),
        (RecordKind::Milestone, "Milestone"),
        (RecordKind::Deal, "Deal"),
        (RecordKind::Location, "WorkLocation"),
        (RecordKind::Award, "AwardNomination"),
        (RecordKind::Relation, "WorkRelation"),
        (RecordKind::Quote, "Quote"),
        (RecordKind::Commentary, "Commentary"),
        (RecordKind::List, "CuratedList"),
        (RecordKind::Character, "Character"),
    ];

    fn fields_of(name: &str) -> Vec<String> {
        let definitions = parse_schema(sdl()).unwrap().definitions;
        let fields = definitions.into_iter().find_map(|definition| {
            let TypeSystemDefinition::Type(ty) = definition else {
                return None;
            };
            match ty.node.kind {
                TypeKind::Object(object) if ty.node.name.node == name => Some(object.fields),
                _ => None,
            }
        });
        let fields = fields.unwrap().into_iter();
        fields
            .map(|field| field.node.name.node.to_string())
            .collect()
    }

    #[test]
    fn every_property_is_shown_by_a_field() {
        for (kind, name) in TYPES {
            let fields = fields_of(name);
            let properties = entries(kind).filter(|entry| entry.property != Property::Record);
            for entry in properties {
                let shown = |field: &String| keys_shown(kind, field).contains(&entry.key);
                assert!(
                    fields.iter().any(shown),
                    "{name} does not show {}",
                    entry.key
                );
            }
        }
    }

    #[test]
    fn a_field_shows_what_it_is_made_of() {
        assert_eq!(keys_shown(RecordKind::Work, "year"), ["releaseDate"]);
        assert_eq!(keys_shown(RecordKind::Person, "slug"), ["name"]);
        assert_eq!(keys_shown(RecordKind::Work, "version"), [""; 0]);
    }
}
