#![allow(clippy::unwrap_used)]

use serde_json::json;

use super::*;

fn change(field: &str, before: Value, after: Value) -> FieldChange {
    FieldChange {
        field: field.to_owned(),
        before,
        after,
    }
}

fn read(action: ChangeAction, fields: Vec<FieldChange>) -> Vec<FieldChange> {
    let text = fields_text(action, fields).unwrap();
    read_fields(action, &text).unwrap()
}

#[test]
fn fields_come_back_as_they_were() {
    let fields = vec![
        change("title", json!("Old"), json!("New")),
        change("genres", json!(["Drama"]), Value::Null),
        change("budget", Value::Null, json!({"amount": "1.50"})),
    ];
    assert_eq!(read(ChangeAction::Updated, fields.clone()), fields);
}

#[test]
fn what_is_gone_is_said_once() {
    let fields = vec![
        change("titles", json!([["a"], ["b"]]), Value::Null),
        change("votes", json!(7), Value::Null),
    ];
    let text = fields_text(ChangeAction::Deleted, fields.clone()).unwrap();
    assert_eq!(text, r#"{"titles":[["a"],["b"]],"votes":7}"#);
    assert_eq!(read(ChangeAction::Deleted, fields.clone()), fields);
}

#[test]
fn what_cannot_be_read_is_refused() {
    for text in ["", "[]", r#"{"title":1}"#, r#"{"title":[1]}"#] {
        assert_eq!(read_fields(ChangeAction::Updated, text), None, "{text}");
    }
}

/// What the columns of a new role hold: sixteen bytes of numbers beside the place, and its owners.
#[test]
fn a_new_role_takes_few_bytes() {
    let id = |number: i64| (number << 4) | 1;
    let touch = |kind| RecordId {
        kind,
        id: id(9_999_999),
    };
    let draft = ChangeDraft {
        action: ChangeAction::Created,
        subject_kind: RecordKind::Role,
        subject_id: id(100_000_000),
        version: 1,
        touches: [RecordKind::Work, RecordKind::Person].map(touch).into(),
        keys: KeyChanges::default(),
        fields: Vec::new(),
    };
    let row = row(draft, 1);
    assert_eq!(row.touches.unwrap().unwrap().len(), 10);
    assert_eq!(row.keys.unwrap(), None);
    assert_eq!(row.fields.unwrap(), None);
}

#[test]
fn what_changes_twice_is_told_as_one_change() {
    let draft = |fields: Vec<FieldChange>, gained: &str, lost: &str| ChangeDraft {
        action: ChangeAction::Updated,
        subject_kind: RecordKind::Work,
        subject_id: 16,
        version: 2,
        touches: BTreeSet::new(),
        keys: KeyChanges {
            gained: [LookUpKey::Name(gained.to_owned())].into(),
            lost: [LookUpKey::Name(lost.to_owned())].into(),
        },
        fields,
    };
    let mut first = draft(
        vec![
            change("title", json!("A"), json!("B")),
            change("votes", json!(1), json!(2)),
        ],
        "b",
        "a",
    );
    first.go_on(draft(
        vec![
            change("title", json!("B"), json!("C")),
            change("votes", json!(2), json!(1)),
            change("year", Value::Null, json!(3)),
        ],
        "c",
        "b",
    ));
    let fields = vec![
        change("title", json!("A"), json!("C")),
        change("year", Value::Null, json!(3)),
    ];
    assert_eq!(first, draft(fields, "c", "a"));
}
