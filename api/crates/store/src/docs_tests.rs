//! `docs/model.md` explains every value of every vocabulary as the code does.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::fmt::Write;

use entity::vocabulary::{
    AwardResult, Certainty, ClaimStance, CommentaryKind, CompanyRoleKind, DealKind, Department,
    ExternalAuthority, ImageKind, LinkKind, LocationKind, MilestoneKind, MilestoneSpan,
    MissingReason, PersonNameKind, Property, RecordKind, ReleaseKind, RoleAttribute, SourceKind,
    TitleKind, VideoKind, WorkKind, WorkRelationKind,
};
use schemars::{JsonSchema, schema_for};
use sea_orm::{ActiveEnum, Iterable};
use serde::Serialize;
use serde_json::Value;

const DOCS: &str = include_str!("../../../../docs/model.md");

fn one_line(text: &Value) -> String {
    text.as_str().unwrap_or_default().replace('\n', " ")
}

/// The section of a vocabulary, from the descriptions in the code.
fn section<E: JsonSchema + Serialize>(codes: &[(E, i16)]) -> String {
    let schema = serde_json::to_value(schema_for!(E)).unwrap();
    let mut text = format!("### {}\n\n", schema["title"].as_str().unwrap());
    write!(text, "{}\n\n", one_line(&schema["description"])).unwrap();
    text.push_str("| value | code | meaning |\n|---|---|---|\n");
    let values = schema["oneOf"].as_array().expect("described values");
    for value in values {
        let is_it = |(of, _): &&(E, i16)| serde_json::to_value(of).unwrap() == value["const"];
        let code = codes.iter().find(is_it).expect("its code").1;
        let (name, meaning) = (one_line(&value["const"]), one_line(&value["description"]));
        writeln!(text, "| `{name}` | {code} | {meaning} |").unwrap();
    }
    text
}

fn of<E>() -> String
where
    E: JsonSchema + Serialize + Iterable + ActiveEnum<Value = i16> + Copy,
{
    let codes: Vec<(E, i16)> = E::iter().map(|value| (value, value.to_value())).collect();
    section(&codes)
}

#[test]
fn every_vocabulary_is_explained() {
    let sections = [
        of::<WorkKind>(),
        of::<Department>(),
        section(&RoleAttribute::ALL.map(|attribute| (attribute, attribute.bit()))),
        of::<Certainty>(),
        of::<MissingReason>(),
        of::<TitleKind>(),
        of::<PersonNameKind>(),
        of::<SourceKind>(),
        of::<MilestoneKind>(),
        of::<MilestoneSpan>(),
        of::<ReleaseKind>(),
        of::<CompanyRoleKind>(),
        of::<DealKind>(),
        of::<LocationKind>(),
        of::<AwardResult>(),
        of::<WorkRelationKind>(),
        of::<CommentaryKind>(),
        of::<ImageKind>(),
        of::<VideoKind>(),
        of::<LinkKind>(),
        of::<Property>(),
        of::<ClaimStance>(),
        of::<ExternalAuthority>(),
    ];
    let missing: String = sections
        .into_iter()
        .filter(|text| !DOCS.contains(text))
        .collect();
    assert!(missing.is_empty(), "not in docs/model.md:\n{missing}");
}

#[test]
fn every_kind_of_record_has_its_code() {
    for kind in RecordKind::iter() {
        let name = one_line(&serde_json::to_value(kind).unwrap()).to_lowercase();
        let entry = format!("{name} {}", kind.to_value());
        assert!(DOCS.contains(&entry), "not in docs/model.md: {entry}");
    }
}

#[test]
fn every_vocabulary_of_fields_has_its_section() {
    macro_rules! names {
        ($($module:ident { $($vocabulary:ident),+ $(,)? })+) => {
            [$($(stringify!($vocabulary)),+),+]
        };
    }
    for name in entity::with_vocabularies!(names) {
        assert!(DOCS.contains(&format!("### {name}\n")), "{name}");
    }
}
