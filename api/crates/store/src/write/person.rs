//! Writing people.

use std::collections::{BTreeSet, HashMap};

use entity::vocabulary::RecordKind;
use entity::{biography, external_id, link, person, person_name, person_profession, profession};
use model::fold::fold;
use model::id::RecordId;
use record::{
    Declared, ExternalIds, LinkRecord, NameRecord, PersonNameId, PersonRecord, Row, SourceId,
    TextRecord,
};
use sea_orm::ConnectionTrait;

use super::WriteTransaction;
use super::named::linked;
use super::parts::{names_that_differ, rows_that_differ, store_rows, store_sources};
use super::put::{Changed, Current, Stored};
use super::role::works_of;
use super::subject::{delete_of, external_ids, insert_all, link_rows, links_of, sources, upsert};
use crate::StoreError;
use crate::read::{by_ids, by_owners};

impl Stored for PersonRecord {
    fn is_found_otherwise(&self, before: &Self) -> bool {
        self.is_resolved != before.is_resolved || self.birth_date != before.birth_date
    }

    async fn current(tx: &impl ConnectionTrait, ids: &[i64]) -> Result<Current<Self>, StoreError> {
        let rows = by_ids::<person::Entity>(tx, ids).await?;
        if rows.is_empty() {
            return Ok(Current::new());
        }
        let mut names = by_owners::<person_name::Entity>(tx, ids).await?;
        let mut biographies = by_owners::<biography::Entity>(tx, ids).await?;
        let mut professions = professions_of(tx, ids).await?;
        let mut links = links_of(tx, Self::KIND, ids).await?;
        let mut external = external_ids(tx, Self::KIND, ids).await?;
        let mut sources = sources(tx, Self::KIND, ids).await?;
        let mut current = Current::new();
        for (id, row) in rows {
            let parts = Parts {
                names: names.remove(&id).unwrap_or_default(),
                biographies: biographies.remove(&id).unwrap_or_default(),
                professions: professions.remove(&id).unwrap_or_default(),
                links: links.remove(&id).unwrap_or_default(),
                external: external.remove(&id).unwrap_or_default(),
                sources: sources.remove(&id).unwrap_or_default(),
            };
            current.insert(id, record(row, parts)?);
        }
        Ok(current)
    }

    async fn write_rows(
        transaction: &mut WriteTransaction,
        changed: &[Changed<'_, Self>],
    ) -> Result<(), StoreError> {
        let (tx, at) = (&transaction.tx, transaction.at);
        let row = |(before, after, version): &Changed<'_, Self>| {
            (before.is_some(), after.to_row(*version, at))
        };
        upsert::<person::Entity>(tx, changed.iter().map(row)).await?;
        store_parts(tx, changed).await
    }

    async fn touches(
        transaction: &WriteTransaction,
        before: Option<&Self>,
        after: &Self,
    ) -> Result<BTreeSet<RecordId>, StoreError> {
        if !moves_roles(before, after) {
            return Ok(BTreeSet::new());
        }
        let mut touches = works_of(&transaction.tx, after.id.0).await?;
        touches.insert(after.record_id());
        Ok(touches)
    }
}

/// Whether a change of the person changes what their roles hold of them.
fn moves_roles(before: Option<&PersonRecord>, after: &PersonRecord) -> bool {
    before.is_some_and(|before| before.is_denied != after.is_denied)
}

fn name_rows(person: &PersonRecord) -> Vec<person_name::Model> {
    let row = |(position, name): (i32, &NameRecord)| person_name::Model {
        id: name.id.0,
        person_id: person.id.0,
        position,
        name: name.name.clone(),
        name_folded: fold(&name.name),
        language: name.language.clone(),
        kind: name.kind,
    };
    (1..).zip(&person.names).map(row).collect()
}

/// What belongs to a person beside their row.
struct Parts {
    names: Vec<person_name::Model>,
    biographies: Vec<biography::Model>,
    professions: Vec<String>,
    links: Vec<LinkRecord>,
    external: ExternalIds,
    sources: BTreeSet<SourceId>,
}

async fn professions_of(
    tx: &impl ConnectionTrait,
    people: &[i64],
) -> Result<HashMap<i64, Vec<String>>, StoreError> {
    let links = by_owners::<person_profession::Entity>(tx, people).await?;
    let ids: BTreeSet<i64> = links
        .values()
        .flatten()
        .map(|link| link.profession_id)
        .collect();
    let known = by_ids::<profession::Entity>(tx, &ids.into_iter().collect::<Vec<_>>()).await?;
    let name = |link: &person_profession::Model| Some(known.get(&link.profession_id)?.name.clone());
    let names = |links: &Vec<person_profession::Model>| links.iter().filter_map(name).collect();
    Ok(links
        .iter()
        .map(|(person, links)| (*person, names(links)))
        .collect())
}

/// Writes the parts of people that differ.
async fn store_parts(
    tx: &impl ConnectionTrait,
    people: &[Changed<'_, PersonRecord>],
) -> Result<(), StoreError> {
    let names = rows_that_differ(people, |person| &person.names, name_rows);
    store_rows::<person_name::Entity>(tx, names).await?;
    let biographies = rows_that_differ(people, |person| &person.biographies, biography_rows);
    store_rows::<biography::Entity>(tx, biographies).await?;
    let id = |person: &PersonRecord| (person.id.public(), person.id.0);
    let (owners, had) = names_that_differ(people, id, |person| &person.professions);
    delete_of::<person_profession::Entity>(tx, &person_profession::Column::PersonId, &had).await?;
    let rows = linked(tx, "profession", "professions", &owners).await?;
    let row = |(person_id, profession_id, position)| person_profession::Model {
        person_id,
        profession_id,
        position,
    };
    insert_all::<person_profession::Entity, _>(tx, rows.into_iter().map(row).collect()).await?;
    let links = rows_that_differ(
        people,
        |person| &person.links,
        |person| link_rows(RecordKind::Person, person.id.0, &person.links),
    );
    store_rows::<link::Entity>(tx, links).await?;
    let external = rows_that_differ(
        people,
        |person| &person.external_ids,
        |person| {
            let (id, space) = (person.id.0, person.space());
            person.external_ids.rows(RecordKind::Person, id, space)
        },
    );
    store_rows::<external_id::Entity>(tx, external).await?;
    store_sources(tx, RecordKind::Person, people, |person| {
        Some((person.id.0, &person.sources))
    })
    .await
}

fn biography_rows(person: &PersonRecord) -> Vec<biography::Model> {
    let row = |(position, text): (i32, &TextRecord)| biography::Model {
        person_id: person.id.0,
        position,
        language: text.language.clone(),
        text: text.text.clone(),
    };
    (1..).zip(&person.biographies).map(row).collect()
}

fn record(row: person::Model, parts: Parts) -> Result<(PersonRecord, i32), StoreError> {
    let name = |row: person_name::Model| NameRecord {
        id: PersonNameId(row.id),
        name: row.name,
        language: row.language,
        kind: row.kind,
    };
    let text = |row: biography::Model| TextRecord {
        text: row.text,
        language: row.language,
    };
    let (mut person, version) = PersonRecord::from_row(row)?;
    person.names = parts.names.into_iter().map(name).collect();
    person.biographies = parts.biographies.into_iter().map(text).collect();
    person.professions = parts.professions;
    person.links = parts.links;
    person.external_ids = parts.external;
    person.sources = parts.sources;
    Ok((person, version))
}
