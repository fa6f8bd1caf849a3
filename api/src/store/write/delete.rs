//! Deleting records: what is referred to stays, what goes is logged.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use entity::vocabulary::{ChangeAction, SubjectKind};
use sea_orm::{ActiveEnum, ConnectionTrait, Statement};

use super::claim::{claimants, settle_all, topics_of};
use super::put::{Stored, all_gone};
use super::subject::sources;
use super::{WriteTransaction, log, no_record};
use crate::model::id::encode;
use crate::record::{SourceId, by_kind};
use crate::store::log::{ChangeDraft, KeyChanges};
use crate::store::{StoreError, dialect};

/// A column that holds ids of records.
type Column = (&'static str, &'static str);

/// The columns that refer to records of a kind: what is named in them cannot be deleted.
fn referring(kind: SubjectKind) -> &'static [Column] {
    match kind {
        SubjectKind::Source => &[
            ("record_source", "source_id"),
            ("rating", "source_id"),
            ("quote", "source_id"),
            ("commentary", "source_id"),
            ("image", "source_id"),
            ("video", "source_id"),
            ("box_office", "source_id"),
            ("claim", "source_id"),
        ],
        SubjectKind::Genre => &[("work_genre", "genre_id")],
        SubjectKind::Keyword => &[("work_keyword", "keyword_id")],
        SubjectKind::Profession => &[("person_profession", "profession_id")],
        SubjectKind::Company => &[
            ("company_role", "company_id"),
            ("release", "platform_id"),
            ("deal", "buyer_id"),
            ("deal", "seller_id"),
        ],
        SubjectKind::Character => &[("character_role", "character_id")],
        SubjectKind::Person => &[
            ("role", "person_id"),
            ("award_person", "person_id"),
            ("quote", "speaker_id"),
            ("quote", "interviewer_id"),
        ],
        SubjectKind::Work => &[
            ("work", "series_id"),
            ("role", "work_id"),
            ("season", "series_id"),
            ("company_role", "work_id"),
            ("release", "work_id"),
            ("milestone", "work_id"),
            ("deal", "work_id"),
            ("work_location", "work_id"),
            ("award_nomination", "work_id"),
            ("rating", "work_id"),
            ("work_relation", "from_id"),
            ("work_relation", "to_id"),
            ("curated_list", "about_work_id"),
            ("list_entry", "work_id"),
            ("collection_work", "work_id"),
            ("video", "work_id"),
        ],
        SubjectKind::Image => &[("video", "thumbnail_id")],
        _ => &[],
    }
}

/// The columns of tables whose rows belong to records of a kind, and go with them.
fn belonging(kind: SubjectKind) -> &'static [Column] {
    match kind {
        SubjectKind::Work => &[
            ("title", "work_id"),
            ("work_genre", "work_id"),
            ("work_keyword", "work_id"),
            ("work_country", "work_id"),
            ("work_language", "work_id"),
            ("work_text", "work_id"),
            ("certification", "work_id"),
            ("box_office", "work_id"),
        ],
        SubjectKind::Person => &[
            ("person_name", "person_id"),
            ("biography", "person_id"),
            ("person_profession", "person_id"),
        ],
        SubjectKind::Role => &[("character_role", "role_id")],
        SubjectKind::Award => &[("award_person", "nomination_id")],
        SubjectKind::List => &[("list_entry", "list_id")],
        SubjectKind::Collection => &[("collection_work", "collection_id")],
        _ => &[],
    }
}

/// Tables of rows that refer to records of any kind, and those of rows that belong to them: the
/// table, the column of the kind, and that of the id.
const REFERRING_TO_ANY: [(&str, &str, &str); 3] = [
    ("claim", "NOT is_own AND subject_kind", "subject_id"),
    ("about", "subject_kind", "subject_id"),
    ("image", "subject_kind", "subject_id"),
];
const BELONGING_TO_ANY: [(&str, &str, &str); 5] = [
    ("claim", "subject_kind", "subject_id"),
    ("record_source", "subject_kind", "subject_id"),
    ("external_id", "subject_kind", "subject_id"),
    ("link", "subject_kind", "subject_id"),
    ("about", "record_kind", "record_id"),
];

impl WriteTransaction {
    /// Deletes records of a kind, some hundreds at most; those that are not there are passed over.
    /// Gives how many were deleted.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] for the first that something refers to; then nothing of the
    /// transaction may be committed.
    pub async fn delete(&mut self, kind: SubjectKind, ids: &[i64]) -> Result<u64, StoreError> {
        let referred = self.referred(kind, ids).await?;
        if let Some((id, by)) = ids.iter().find_map(|id| Some((*id, referred.get(id)?))) {
            let reason = format!("is still referred to by a {}", by.replace('_', " "));
            return Err(StoreError::invalid(encode(kind, id), "id", reason));
        }
        by_kind!(kind, no_record(), erase(self, ids).await)
    }

    /// Deletes those of these records that rest on these sources alone, and that nothing refers
    /// to. Sources and vocabularies rest on nothing: of them, what nothing refers to.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn delete_resting_on(
        &mut self,
        kind: SubjectKind,
        ids: &[i64],
        only: &BTreeSet<SourceId>,
    ) -> Result<u64, StoreError> {
        let of = sources(&self.tx, kind, ids).await?;
        let rests_on_nothing = matches!(
            kind,
            SubjectKind::Source
                | SubjectKind::Genre
                | SubjectKind::Keyword
                | SubjectKind::Profession
        );
        let of = match kind {
            SubjectKind::Claim => claimants(&self.tx, ids).await?,
            _ => of,
        };
        let is_theirs = |id: &i64| match of.get(id) {
            Some(sources) => sources.is_subset(only),
            None => rests_on_nothing,
        };
        let mut left: Vec<i64> = ids.iter().copied().filter(is_theirs).collect();
        let mut deleted = 0;
        // What goes may have been what referred to others of the kind.
        loop {
            let referred = self.referred(kind, &left).await?;
            let (stay, go): (Vec<i64>, Vec<i64>) =
                left.iter().partition(|id| referred.contains_key(id));
            let gone = by_kind!(kind, no_record(), erase(self, &go).await)?;
            deleted += gone;
            left = stay;
            if gone == 0 || left.is_empty() {
                return Ok(deleted);
            }
        }
    }

    /// Those of these records that something refers to, with the table of what does.
    async fn referred(
        &self,
        kind: SubjectKind,
        ids: &[i64],
    ) -> Result<HashMap<i64, &'static str>, StoreError> {
        let mut found = HashMap::new();
        let code = kind.to_value();
        let any = REFERRING_TO_ANY
            .map(|(table, of, column)| (table, column, format!(" AND {of} = {code}")));
        let own = referring(kind).iter();
        let own = own.map(|(table, column)| (*table, *column, String::new()));
        for (table, column, condition) in own.chain(any) {
            let among = self.among(column);
            let sql = format!("SELECT DISTINCT {column} FROM {table} WHERE {among}{condition}");
            for row in self.tx.query_all_raw(self.statement(sql, ids)).await? {
                found.insert(row.try_get_by_index(0)?, table);
            }
        }
        Ok(found)
    }

    async fn delete_rows(&self, kind: SubjectKind, ids: &[i64]) -> Result<(), StoreError> {
        let code = kind.to_value();
        let any = BELONGING_TO_ANY
            .map(|(table, of, column)| (table, column, format!(" AND {of} = {code}")));
        let own = belonging(kind)
            .iter()
            .copied()
            .chain([(kind.table(), "id")]);
        let own = own.map(|(table, column)| (table, column, String::new()));
        for (table, column, condition) in any.into_iter().chain(own) {
            let among = self.among(column);
            let sql = format!("DELETE FROM {table} WHERE {among}{condition}");
            self.tx.execute_raw(self.statement(sql, ids)).await?;
        }
        Ok(())
    }

    fn among(&self, column: &str) -> String {
        let backend = self.tx.get_database_backend();
        dialect::among_sql(backend, column, &dialect::bind(backend, 1))
    }

    fn statement(&self, sql: String, ids: &[i64]) -> Statement {
        let backend = self.tx.get_database_backend();
        Statement::from_sql_and_values(backend, sql, [dialect::id_list(backend, ids)])
    }
}

/// Deletes records with what belongs to them, and logs it.
async fn erase<R: Stored>(
    transaction: &mut WriteTransaction,
    ids: &[i64],
) -> Result<u64, StoreError> {
    let current = R::current(&transaction.tx, ids).await?;
    let gone: Vec<(&R, i32)> = ids
        .iter()
        .filter_map(|id| current.get(id))
        .map(|(record, version)| (record, *version))
        .collect();
    if gone.is_empty() {
        return Ok(0);
    }
    let mut drafts = Vec::with_capacity(gone.len());
    for (record, version) in &gone {
        drafts.push(deletion(transaction, *record, version + 1).await?);
    }
    let topics = match R::KIND {
        SubjectKind::Claim => topics_of(&transaction.tx, ids).await?,
        _ => BTreeMap::new(),
    };
    transaction.delete_rows(R::KIND, ids).await?;
    let dated = gone.iter().filter_map(|(record, _)| record.dated_work());
    let moved = transaction.follow_releases(dated.collect()).await?;
    for (draft, (record, _)) in drafts.iter_mut().zip(&gone) {
        draft.touches.extend(moved.with(*record));
    }
    transaction.drafts.extend(drafts);
    settle_all(transaction, topics, &BTreeSet::new()).await?;
    if transaction.drafts.len() >= log::ROWS_PER_INSERT {
        transaction.flush_log().await?;
    }
    Ok(gone.len() as u64)
}

async fn deletion<R: Stored>(
    transaction: &WriteTransaction,
    record: &R,
    version: i32,
) -> Result<ChangeDraft, StoreError> {
    let touches = R::touches(transaction, None, record).await?;
    Ok(ChangeDraft {
        action: ChangeAction::Deleted,
        subject_kind: R::KIND,
        subject_id: record.id(),
        version,
        touches,
        keys: KeyChanges::between(Some(record), None),
        fields: all_gone(record)?,
    })
}
