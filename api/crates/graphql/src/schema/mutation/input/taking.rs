//! Taking an input apart, member by member.

use async_graphql::registry::Registry;
use async_graphql::{InputType as _, Value};
use entity::vocabulary::{MissingReason as Reason, RecordKind};
use model::count::too_many;
use model::day::Day;
use model::id::encode;
use record::{
    Field, Form, List, MilestoneRecord, PersonRecord, RoleRecord, Shape, entries, fields_of,
};
use serde_json::{Map, Value as Json};

use super::draft::{Draft, Lookup, Target, below, message_of, note};
use super::member::{Common, MILESTONES, Member, ROLES, Shorthand, clearable, members, required};
use super::read::{DISPUTED, Object, Reading, given, member, members_of, shows_nothing};
use super::{Input, Kind, Part, Use};
use crate::schema::kit::error::Result;
use crate::schema::kit::reference::{PersonRef, WorkRef};
use crate::schema::mutation::fingerprint::written;
use crate::schema::mutation::{
    Clear, Faults, Provenance, ProvenanceInput, UserErrorCode, given_too,
};
use crate::schema::vocabulary::MissingReason;

/// What is read of an input.
pub(super) struct Taking<'a> {
    pub(super) faults: &'a mut Faults,
    pub(super) today: Day,
    pub(super) registry: &'a Registry,
    /// New people, each with the words that describe them.
    pub(super) people: Vec<(String, Draft)>,
    pub(super) roles: Vec<Draft>,
    pub(super) milestones: Vec<Draft>,
}

/// A reference in an input.
struct Refer {
    field: &'static Field,
    path: Vec<String>,
    kind: RecordKind,
    /// The id, where it says that itself.
    id: Option<Result<i64>>,
    /// The key by which it says what it means.
    key: &'static str,
}

impl Taking<'_> {
    /// Reads an input about a record of a kind.
    pub(super) fn draft<R: Kind>(
        &mut self,
        given: &Value,
        purpose: Use,
        path: Vec<String>,
    ) -> Draft {
        let mut draft = Draft::of::<R>(path);
        if let Value::Object(object) = given {
            for one in members::<R>(purpose) {
                self.member(one, object, &mut draft);
            }
        }
        draft
    }

    fn member(&mut self, one: Member, object: &Object, draft: &mut Draft) {
        match one {
            Member::Field { name, field } => {
                if let Some(value) = given(object, name, field) {
                    let mut reading = self.reading(draft.at(name));
                    let read = reading.field(field, value);
                    self.put(draft, name, field, read);
                }
            }
            Member::Short(short, field) => {
                let value = member(object, short.name);
                // Of a list, a member that shows nothing is wrong.
                let value = value.filter(|value| short.is_many || !shows_nothing(value));
                if let Some(value) = value {
                    let read = self.shorthand(short, field, value, draft);
                    self.put(draft, short.name, field, read);
                    draft.shortened.push((field.name, short.is_many));
                }
            }
            Member::Work(field) => {
                if let Some(value) = member(object, field.name) {
                    let path = draft.at(field.name);
                    let by = self.reading(path.clone()).parsed::<WorkRef>(value);
                    let refer = Refer {
                        field,
                        path,
                        kind: RecordKind::Work,
                        id: by.as_ref().and_then(WorkRef::id),
                        key: by.as_ref().map_or("", WorkRef::key),
                    };
                    self.refer(draft, refer, by.map(Target::Work));
                }
            }
            Member::Person(field) => self.person(field, object, draft),
            Member::Roles => {
                let items = self.items(object, "roles", ROLES, draft);
                for (item, path) in items {
                    let role = self.draft::<RoleRecord>(item, Use::Part, path);
                    self.roles.push(role);
                }
            }
            Member::Milestones => {
                let items = self.items(object, "milestones", MILESTONES, draft);
                for (item, path) in items {
                    let milestone = self.draft::<MilestoneRecord>(item, Use::Part, path);
                    self.milestones.push(milestone);
                }
            }
            Member::Common(Common::Provenance) => {
                if let Some(value) = member(object, "provenance") {
                    draft.provenance = self.provenance(value, draft.at("provenance"));
                }
            }
            Member::Common(_) => {}
        }
    }

    fn reading(&mut self, path: Vec<String>) -> Reading<'_> {
        Reading {
            faults: self.faults,
            path,
        }
    }

    fn put(&mut self, draft: &mut Draft, name: &'static str, field: &Field, read: Option<Json>) {
        let Some(read) = read else { return };
        if draft.fields.contains_key(field.name) {
            let reason = "says what another member says already; give one of them";
            note(
                self.faults,
                &draft.at(name),
                UserErrorCode::InvalidValue,
                reason,
            );
            return;
        }
        if name != field.name {
            draft.renamed.push((field.name, name));
        }
        draft.fields.insert(field.name.to_owned(), read);
    }

    fn shorthand(
        &mut self,
        short: &'static Shorthand,
        field: &Field,
        value: &Value,
        draft: &Draft,
    ) -> Option<Json> {
        let most = member_length(field, short.member);
        let part = |reading: &mut Reading<'_>, item: &Value| {
            let text = reading.text(Form::Words, most, item)?;
            let part = [(short.member.to_owned(), text)].into_iter();
            Some(part.collect::<Map<String, Json>>().into())
        };
        let mut reading = self.reading(draft.at(short.name));
        if !short.is_many {
            return part(&mut reading, value).map(|part| vec![part].into());
        }
        let list = field.list.unwrap_or(List {
            most: 1,
            is_distinct: false,
        });
        reading.list(members_of(value), list, part)
    }

    fn refer(&mut self, draft: &mut Draft, refer: Refer, to: Option<Target>) {
        let Refer {
            field,
            path,
            kind,
            id,
            key,
        } = refer;
        let inside = path.get(draft.path.len() + 1..).unwrap_or_default();
        let inside = inside.iter().cloned().chain([key.to_owned()]);
        draft.referred.push((field.name, inside.collect()));
        match (id, to) {
            (Some(Ok(id)), _) => {
                draft
                    .fields
                    .insert(field.name.to_owned(), encode(kind, id).into());
            }
            (Some(Err(error)), _) => {
                let reason = message_of(&error);
                let path = below(path, key, &error);
                note(self.faults, &path, UserErrorCode::InvalidValue, reason);
            }
            (None, Some(to)) => draft.lookups.push(Lookup {
                field: field.name,
                path,
                key,
                to,
            }),
            (None, None) => {}
        }
    }

    fn person(&mut self, field: &'static Field, object: &Object, draft: &mut Draft) {
        let Some(value) = member(object, field.name) else {
            return;
        };
        let path = draft.at(field.name);
        let Value::Object(choice) = value else { return };
        let (given, path) = match (member(choice, "create"), member(choice, "ref")) {
            (Some(new), _) => {
                let path = [path, vec!["create".to_owned()]].concat();
                draft.person = Some(self.new_person(new, path));
                return;
            }
            (None, Some(by)) => (by, [path, vec!["ref".to_owned()]].concat()),
            // In an update it is a reference itself.
            (None, None) => (value, path),
        };
        let by = self.reading(path.clone()).parsed::<PersonRef>(given);
        let refer = Refer {
            field,
            path,
            kind: RecordKind::Person,
            id: by.as_ref().and_then(PersonRef::id),
            key: by.as_ref().map_or("", PersonRef::key),
        };
        self.refer(draft, refer, by.map(Target::Person));
    }

    /// The place of a new person among the new ones.
    fn new_person(&mut self, new: &Value, path: Vec<String>) -> usize {
        let ty = Input::<PersonRecord, Part>::type_name();
        let words = written(self.registry, &ty, new);
        let same = self.people.iter().position(|(of, _)| *of == words);
        same.unwrap_or_else(|| {
            let draft = self.draft::<PersonRecord>(new, Use::Part, path);
            self.people.push((words, draft));
            self.people.len() - 1
        })
    }

    fn items<'v>(
        &mut self,
        object: &'v Object,
        name: &str,
        most: usize,
        draft: &Draft,
    ) -> Vec<(&'v Value, Vec<String>)> {
        let items = member(object, name).map(members_of).unwrap_or_default();
        let path = draft.at(name);
        if items.len() > most {
            let reason = too_many(items.len(), "member", most);
            note(self.faults, &path, UserErrorCode::TooLong, reason);
            return Vec::new();
        }
        let at = |place: usize| path.iter().cloned().chain([place.to_string()]).collect();
        let placed = items.iter().enumerate();
        placed.map(|(place, item)| (item, at(place))).collect()
    }

    fn provenance(&mut self, value: &Value, path: Vec<String>) -> Option<Provenance> {
        let mut reading = self.reading(path.clone());
        let given = reading.parsed::<ProvenanceInput>(value)?;
        let at: Vec<&str> = path.iter().map(String::as_str).collect();
        given.read(&at, self.today, self.faults)
    }

    /// Takes the fields that are to be emptied, and why they have no value.
    pub(super) fn clear<R: Kind>(&mut self, object: &Object, draft: &mut Draft) -> Reason {
        let names = member(object, "clear").map(|names| {
            let names = self.reading(draft.at("clear")).parsed::<Vec<String>>(names);
            names.unwrap_or_default()
        });
        let names = names.map(|names| names.into_iter().map(field_of::<R>).collect());
        let clear = Clear::read(names, &clearable::<R>(), &required::<R>(), self.faults);
        for (place, name) in clear.names().iter().enumerate() {
            if let Some(given) = given_beside::<R>(name, draft) {
                let reason = given_too(&given);
                let path = [draft.at("clear"), vec![place.to_string()]].concat();
                note(self.faults, &path, UserErrorCode::InvalidValue, reason);
            }
        }
        for name in clear.names() {
            if clearable::<R>().contains(&name.as_str()) && !draft.fields.contains_key(name) {
                draft.fields.insert(name.clone(), Json::Null);
            }
        }
        let Some(reason) = member(object, "clearReason") else {
            return Reason::Unknown;
        };
        let path = draft.at("clearReason");
        let read = self.reading(path.clone()).parsed::<MissingReason>(reason);
        let read = read.map_or(Reason::Unknown, Into::into);
        if read == Reason::Disputed {
            note(self.faults, &path, UserErrorCode::InvalidValue, DISPUTED);
        }
        read
    }
}

/// What is given, as the input calls it, of the property that stands in a field, be it there or in
/// another.
fn given_beside<R: Kind>(field: &str, draft: &Draft) -> Option<String> {
    let of_property = entries(R::KIND).map(fields_of);
    let beside = of_property.filter(|fields| fields.contains(&field));
    let mut fields = beside.flatten().chain(
        R::FIELDS
            .iter()
            .map(|of| of.name)
            .filter(|name| *name == field),
    );
    let given = fields.find(|name| draft.fields.contains_key(*name))?;
    Some(draft.name_of(given).to_owned())
}

/// The field that a name means: its own, or the key of the property that it is for.
fn field_of<R: Kind>(name: String) -> String {
    let is_key = |field: &&Field| field.claim.is_some_and(|entry| entry.key == name);
    let is_field = R::FIELDS.iter().any(|field| field.name == name);
    match R::FIELDS.iter().find(is_key) {
        Some(field) if !is_field => field.name.to_owned(),
        _ => name,
    }
}

/// The most characters of a member of the parts in a field.
fn member_length(field: &Field, member: &str) -> usize {
    let Shape::Part { fields, .. } = &field.shape else {
        return 0;
    };
    let of = fields.iter().find(|field| field.name == member);
    match of.map(|field| &field.shape) {
        Some(Shape::Text { most, .. }) => *most,
        _ => 0,
    }
}
