//! Inputs that have been read: records to be made or changed.

use async_graphql::Value;
use async_graphql::registry::Registry;
use entity::vocabulary::{MissingReason as Reason, RecordKind};
use futures_util::future::join_all;
use model::id::encode;
use record::Fault;
use serde_json::{Map, Value as Json};
use store::write::faults_of_new;

use super::taking::Taking;
use super::{Input, Kind, Mode, Use};
use crate::error::ApiError;
use crate::schema::kit::error::Result;
use crate::schema::kit::reference::{PersonRef, WorkRef};
use crate::schema::mutation::{Faults, Provenance, UserErrorCode};
use crate::scope::Scope;

/// A record that an input describes.
pub(in crate::schema::mutation) struct Draft {
    /// Where it stands in the input.
    pub(super) path: Vec<String>,
    /// Its fields, as the interchange format has them; null for those to be emptied.
    pub(in crate::schema::mutation) fields: Map<String, Json>,
    /// The person of a role, where that is one of the new ones: their place among them.
    pub(in crate::schema::mutation) person: Option<usize>,
    /// Who says so, where that is said here.
    pub(in crate::schema::mutation) provenance: Option<Provenance>,
    pub(super) lookups: Vec<Lookup>,
    /// Fields that name a record by a reference, and where below them the key stands that says which.
    pub(super) referred: Vec<(&'static str, Vec<String>)>,
    /// Fields that were given by another name.
    pub(super) renamed: Vec<(&'static str, &'static str)>,
    /// Fields that were written the shorter way, and whether that is a list, too.
    pub(super) shortened: Vec<(&'static str, bool)>,
    check: fn(&Map<String, Json>) -> Vec<Fault>,
}

/// A record with those that are made together with it.
pub(in crate::schema::mutation) struct Drafts {
    /// The record that the mutation is about.
    pub(in crate::schema::mutation) main: Draft,
    /// People who are made with it.
    pub(in crate::schema::mutation) people: Vec<Draft>,
    /// Roles of a work.
    pub(in crate::schema::mutation) roles: Vec<Draft>,
    /// Milestones of a work.
    pub(in crate::schema::mutation) milestones: Vec<Draft>,
    /// Why what an update empties has no value.
    pub(in crate::schema::mutation) missing: Reason,
}

/// A record that a field names, and that has to be looked up.
pub(super) struct Lookup {
    pub(super) field: &'static str,
    /// Where the reference stands.
    pub(super) path: Vec<String>,
    /// The key by which it says what it means.
    pub(super) key: &'static str,
    pub(super) to: Target,
}

/// What a lookup finds.
pub(super) enum Target {
    Work(WorkRef),
    Person(PersonRef),
}

impl Drafts {
    /// Reads an input, looks up what it refers to, and notes what is wrong.
    ///
    /// # Errors
    /// What no other input would mend.
    pub(in crate::schema::mutation) async fn read<R: Kind, M: Mode>(
        input: &Input<R, M>,
        registry: &Registry,
        scope: &Scope,
        faults: &mut Faults,
    ) -> Result<Self> {
        let mut taking = Taking {
            faults,
            registry,
            today: scope.today(),
            people: Vec::new(),
            roles: Vec::new(),
            milestones: Vec::new(),
        };
        let mut main = taking.draft::<R>(&input.given, M::USE, Vec::new());
        let mut missing = Reason::Unknown;
        if let (Value::Object(object), Use::Update) = (&input.given, M::USE) {
            missing = taking.clear::<R>(object, &mut main);
        }
        let (people, roles, milestones) = (taking.people, taking.roles, taking.milestones);
        let mut drafts = Self {
            main,
            people: people.into_iter().map(|(_, draft)| draft).collect(),
            roles,
            milestones,
            missing,
        };
        drafts.look_up(scope, faults).await?;
        if M::USE == Use::Create && faults.is_empty() {
            drafts.each(|draft| draft.check(faults));
        }
        Ok(drafts)
    }

    fn each(&mut self, mut with: impl FnMut(&mut Draft)) {
        with(&mut self.main);
        for list in [&mut self.people, &mut self.roles, &mut self.milestones] {
            list.iter_mut().for_each(&mut with);
        }
    }

    async fn look_up(&mut self, scope: &Scope, faults: &mut Faults) -> Result<()> {
        let mut lookups = Vec::new();
        let mut place = 0;
        self.each(|draft| {
            lookups.extend(draft.lookups.drain(..).map(|lookup| (place, lookup)));
            place += 1;
        });
        let find = |(place, lookup): (usize, Lookup)| async move {
            let found = lookup.to.find(scope).await;
            (place, lookup.field, (lookup.path, lookup.key), found)
        };
        let mut found: Vec<(usize, &'static str, String)> = Vec::new();
        for (place, field, (path, key), id) in join_all(lookups.into_iter().map(find)).await {
            match id {
                Ok(Some(id)) => found.push((place, field, id)),
                Ok(None) => {
                    let path = [path, vec![key.to_owned()]].concat();
                    let reason = "there is nothing that this names";
                    note(faults, &path, UserErrorCode::NotFound, reason);
                }
                Err(error) => note_error(faults, &below(path, key, &error), error)?,
            }
        }
        let mut place = 0;
        self.each(|draft| {
            for (_, field, id) in found.iter().filter(|(of, ..)| *of == place) {
                draft.fields.insert((*field).to_owned(), id.as_str().into());
            }
            place += 1;
        });
        Ok(())
    }
}

impl Target {
    async fn find(self, scope: &Scope) -> Result<Option<String>> {
        Ok(match self {
            Self::Work(by) => {
                let found = by.find(scope, &[]).await?;
                found.map(|row| encode(RecordKind::Work, row.id))
            }
            Self::Person(by) => {
                let found = by.find(scope).await?;
                found.map(|row| encode(RecordKind::Person, row.id))
            }
        })
    }
}

impl Draft {
    pub(super) fn of<R: Kind>(path: Vec<String>) -> Self {
        Self {
            path,
            fields: Map::new(),
            person: None,
            provenance: None,
            lookups: Vec::new(),
            referred: Vec::new(),
            renamed: Vec::new(),
            shortened: Vec::new(),
            check: faults_of_new::<R>,
        }
    }

    /// Notes what is wrong with the fields by themselves.
    fn check(&self, faults: &mut Faults) {
        let mut fields = self.fields.clone();
        if self.person.is_some() {
            let anybody = encode(RecordKind::Person, 16);
            fields.insert("person".to_owned(), anybody.into());
        }
        for fault in (self.check)(&fields) {
            self.note(&fault, faults);
        }
    }

    /// Notes what is wrong with the record that is made of it, where the input has that.
    pub(in crate::schema::mutation) fn note(&self, fault: &Fault, faults: &mut Faults) {
        let path = self.place_of(&fault.field);
        note(faults, &path, UserErrorCode::of(fault.kind), &fault.reason);
    }

    /// The same of a new record: what several of its fields make together is said of the whole, and an
    /// earlier record of the input that is the same is named by its place.
    pub(in crate::schema::mutation) fn note_of_new(
        &self,
        fault: &Fault,
        earlier: Option<&Self>,
        faults: &mut Faults,
    ) {
        let path = match fault.field.contains(", ") {
            true => self.path.clone(),
            false => self.place_of(&fault.field),
        };
        let reason = match earlier {
            Some(first) => format!(
                "has the same {} as `{}`: leave one of them out",
                fault.field,
                first.path.join(".")
            ),
            None => fault.reason.clone(),
        };
        note(faults, &path, UserErrorCode::of(fault.kind), &reason);
    }

    /// Where the input has what a record has in a field.
    fn place_of(&self, field: &str) -> Vec<String> {
        let mut path = self.path.clone();
        let mut names = field.split('.');
        let mut first = names.next().unwrap_or_default();
        if first.contains(", ") {
            // What several fields make together is said of the whole, unless one alone was given.
            let mut given = first
                .split(", ")
                .filter(|name| self.fields.contains_key(*name));
            first = match (given.next(), given.next()) {
                (Some(only), None) => only,
                _ => "",
            };
        }
        if matches!(first, "" | "id" | "sources" | "certainty") {
            return path;
        }
        path.push(self.name_of(first).to_owned());
        let key = self.referred.iter().find(|(of, _)| *of == first);
        path.extend(key.into_iter().flat_map(|(_, key)| key.iter().cloned()));
        let short = self.shortened.iter().find(|(of, _)| *of == first);
        match (first, short) {
            ("externalIds", _) => {
                let place = names.next().and_then(|name| self.place_in_ids(name));
                path.extend(place.into_iter().flatten());
            }
            (_, Some((_, true))) => path.extend(names.next().map(str::to_owned)),
            (_, Some((_, false))) => {}
            (_, None) => path.extend(names.map(str::to_owned)),
        }
        path
    }

    /// Where an authority's identifier stands in the list of them.
    fn place_in_ids(&self, authority: &str) -> Option<[String; 2]> {
        let ids = self.fields.get("externalIds")?.as_object()?;
        let place = ids.keys().position(|name| name == authority)?;
        Some([place.to_string(), "value".to_owned()])
    }

    /// What the input calls a field.
    pub(in crate::schema::mutation) fn name_of<'a>(&self, field: &'a str) -> &'a str
    where
        'static: 'a,
    {
        let renamed = self.renamed.iter().find(|(of, _)| *of == field);
        renamed.map_or(field, |(_, name)| name)
    }

    /// Where a member of this name stands.
    pub(super) fn at(&self, name: &str) -> Vec<String> {
        let name = std::iter::once(name.to_owned());
        self.path.iter().cloned().chain(name).collect()
    }
}

pub(super) fn note(
    faults: &mut Faults,
    path: &[String],
    code: UserErrorCode,
    reason: impl AsRef<str>,
) {
    let path: Vec<&str> = path.iter().map(String::as_str).collect();
    faults.note(&path, code, reason);
}

/// Where in a reference an error lies: queries name the argument, `by.named.year`.
pub(super) fn below(path: Vec<String>, key: &str, error: &ApiError) -> Vec<String> {
    let argument = error.details.get("argument").and_then(Json::as_str);
    let within = argument.and_then(|argument| argument.strip_prefix("by."));
    let names = within.unwrap_or(key).split('.').map(str::to_owned);
    path.into_iter().chain(names).collect()
}

/// What an error says, without the name of the argument that queries have.
pub(super) fn message_of(error: &ApiError) -> &str {
    let message = error.message.as_str();
    match message.split_once("`: ") {
        Some((place, reason)) if place.starts_with('`') => reason,
        _ => message,
    }
}

fn note_error(faults: &mut Faults, path: &[String], error: ApiError) -> Result<()> {
    let Some(code) = UserErrorCode::of_error(error.code) else {
        return Err(error);
    };
    note(faults, path, code, message_of(&error));
    Ok(())
}
