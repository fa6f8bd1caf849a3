//! Which field of a type shows which claimable property.

use entity::vocabulary::SubjectKind;
use record::{Entry, entries};

/// The keys of the properties that a field of a record shows. A field of the same name shows the
/// property; the others are listed here.
pub(super) fn keys_shown(kind: SubjectKind, field: &str) -> Vec<&'static str> {
    let also: &[&str] = match (kind, field) {
        (SubjectKind::Work, "label") => &["releaseDate"],
        (SubjectKind::Work, "year") => &["releaseDate"],
        (SubjectKind::Person, "age") => &["birthDate", "deathDate"],
        (SubjectKind::Role, "characters") => &["characterDescription"],
        (SubjectKind::Role, "charactersMissing") => &["character"],
        (SubjectKind::Role, "label") => &["character"],
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

    const TYPES: [(SubjectKind, &str); 15] = [
        (SubjectKind::Work, "Film"),
        (SubjectKind::Person, "Person"),
        (SubjectKind::Role, "Role"),
        (SubjectKind::Company, "Company"),
        (SubjectKind::CompanyRole, "CompanyRole"),
        (SubjectKind::Release, "Release"),
        (SubjectKind::Milestone, "Milestone"),
        (SubjectKind::Deal, "Deal"),
        (SubjectKind::Location, "WorkLocation"),
        (SubjectKind::Award, "AwardNomination"),
        (SubjectKind::Relation, "WorkRelation"),
        (SubjectKind::Quote, "Quote"),
        (SubjectKind::Commentary, "Commentary"),
        (SubjectKind::List, "CuratedList"),
        (SubjectKind::Character, "Character"),
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
        assert_eq!(keys_shown(SubjectKind::Work, "year"), ["releaseDate"]);
        assert_eq!(keys_shown(SubjectKind::Person, "slug"), ["name"]);
        assert_eq!(keys_shown(SubjectKind::Work, "version"), [""; 0]);
    }
}
