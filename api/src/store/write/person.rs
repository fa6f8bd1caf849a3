//! Writing people.

use entity::vocabulary::{ExternalSpace, SubjectKind};
use entity::{person, person_name};
use sea_orm::DatabaseTransaction;

use super::WriteTransaction;
use super::put::{Current, Stored};
use super::subject::{
    delete_of, edtf, external_ids, insert_all, replace_external_ids, replace_sources, sources,
    upsert,
};
use crate::model::edtf::Edtf;
use crate::model::fold::fold;
use crate::store::StoreError;
use crate::store::read::{by_ids, by_owners};
use crate::store::record::{
    Check, ExternalIds, Fault, NameRecord, PersonId, PersonNameId, PersonRecord, SourceId,
};

impl Stored for PersonRecord {
    const SUBJECT: SubjectKind = SubjectKind::Person;

    fn id(&self) -> i64 {
        self.id.0
    }

    fn public_id(&self) -> String {
        self.id.public()
    }

    fn faults(&self) -> Vec<Fault> {
        let mut check = Check::default();
        self.check(&mut check);
        check.into_faults()
    }

    async fn current(tx: &DatabaseTransaction, ids: &[i64]) -> Result<Current<Self>, StoreError> {
        let rows = by_ids::<person::Entity>(tx, ids).await?;
        let mut names = by_owners::<person_name::Entity>(tx, ids).await?;
        let mut external = external_ids(tx, Self::SUBJECT, ids).await?;
        let mut sources = sources(tx, Self::SUBJECT, ids).await?;
        let mut current = Current::new();
        for (id, row) in rows {
            let version = row.version;
            let names = names.remove(&id).unwrap_or_default();
            let external = external.remove(&id).unwrap_or_default();
            let sources = sources.remove(&id).unwrap_or_default();
            current.insert(id, (record(row, names, external, sources)?, version));
        }
        Ok(current)
    }

    async fn store(
        transaction: &mut WriteTransaction,
        changed: &[(Option<&Self>, &Self, i32)],
    ) -> Result<(), StoreError> {
        let (tx, at) = (&transaction.tx, transaction.at);
        let row = |(before, after, version): &(Option<&Self>, &Self, i32)| {
            (before.is_some(), after.row(*version, at))
        };
        upsert::<person::Entity>(tx, changed.iter().map(row)).await?;
        let people = || changed.iter().map(|(_, person, _)| *person);
        let ids: Vec<i64> = people().map(|person| person.id.0).collect();
        delete_of::<person_name::Entity>(tx, &person_name::Column::PersonId, &ids).await?;
        insert_all::<person_name::Entity, _>(tx, people().flat_map(Self::name_rows).collect())
            .await?;
        let external: Vec<_> = people()
            .map(|person| (person.id.0, ExternalSpace::Person, &person.external_ids))
            .collect();
        replace_external_ids(tx, Self::SUBJECT, &external).await?;
        let sources: Vec<_> = people()
            .map(|person| (person.public_id(), person.id.0, &person.sources))
            .collect();
        replace_sources(tx, Self::SUBJECT, &sources).await
    }
}

impl PersonRecord {
    fn row(&self, version: i32, at: i64) -> person::Model {
        person::Model {
            id: self.id.0,
            name: self.name.clone(),
            name_folded: fold(&self.name),
            birth_edtf: self.birth_date.as_ref().map(ToString::to_string),
            born_on: self.birth_date.as_ref().and_then(Edtf::earliest),
            birth_place: self.birth_place.clone(),
            death_edtf: self.death_date.as_ref().map(ToString::to_string),
            death_place: self.death_place.clone(),
            is_resolved: self.is_resolved,
            popularity: self.popularity,
            version,
            updated_at: at,
        }
    }

    fn name_rows(&self) -> Vec<person_name::Model> {
        let row = |(position, name): (i32, &NameRecord)| person_name::Model {
            id: name.id.0,
            person_id: self.id.0,
            position,
            name: name.name.clone(),
            name_folded: fold(&name.name),
            language: name.language.clone(),
            kind: name.kind,
        };
        (1..).zip(&self.names).map(row).collect()
    }
}

fn record(
    row: person::Model,
    names: Vec<person_name::Model>,
    external_ids: ExternalIds,
    sources: std::collections::BTreeSet<SourceId>,
) -> Result<PersonRecord, StoreError> {
    let name = |row: person_name::Model| NameRecord {
        id: PersonNameId(row.id),
        name: row.name,
        language: row.language,
        kind: row.kind,
    };
    Ok(PersonRecord {
        id: PersonId(row.id),
        name: row.name,
        names: names.into_iter().map(name).collect(),
        birth_date: edtf(row.birth_edtf.as_deref())?,
        birth_place: row.birth_place,
        death_date: edtf(row.death_edtf.as_deref())?,
        death_place: row.death_place,
        is_resolved: row.is_resolved,
        popularity: row.popularity,
        external_ids,
        sources,
    })
}
