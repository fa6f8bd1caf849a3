//! What belongs to a work beside its row: read and written for many works at a time.

use std::collections::{BTreeSet, HashMap};

use entity::vocabulary::RecordKind;
use entity::{
    box_office, certification, external_id, genre, keyword, link, title, work_country, work_genre,
    work_keyword, work_language, work_text,
};
use model::fold::fold;
use record::{
    BoxOfficeRecord, CertificationRecord, ExternalIds, LinkRecord, SourceId, TextRecord, TitleId,
    TitleRecord, WorkRecord, work_space,
};
use sea_orm::ConnectionTrait;

use super::named::linked;
use super::parts::{names_that_differ, rows_that_differ, store_rows, store_sources};
use super::put::Changed;
use super::subject::{delete_of, external_ids, insert_all, link_rows, links_of, sources};
use crate::StoreError;
use crate::read::{Keyed, by_ids, by_owners};

/// What a text about a work is, as `work_text.kind` holds it.
pub(crate) const SYNOPSIS: i16 = work_text::SYNOPSIS;
/// Likewise.
pub(crate) const TAGLINE: i16 = work_text::TAGLINE;

/// What belongs to a work beside its row.
#[derive(Default)]
pub(super) struct Parts {
    pub(super) titles: Vec<TitleRecord>,
    pub(super) genres: Vec<String>,
    pub(super) countries: Vec<String>,
    pub(super) languages: Vec<String>,
    pub(super) synopses: Vec<TextRecord>,
    pub(super) taglines: Vec<TextRecord>,
    pub(super) keywords: Vec<String>,
    pub(super) certifications: Vec<CertificationRecord>,
    pub(super) box_office: Vec<BoxOfficeRecord>,
    pub(super) links: Vec<LinkRecord>,
    pub(super) external: ExternalIds,
    pub(super) sources: BTreeSet<SourceId>,
}

/// The parts of these works, by work; every work is in the answer.
pub(super) async fn load_parts(
    tx: &impl ConnectionTrait,
    works: &[i64],
) -> Result<HashMap<i64, Parts>, StoreError> {
    let mut parts: HashMap<i64, Parts> = works.iter().map(|id| (*id, Parts::default())).collect();
    let mut titles = by_owners::<title::Entity>(tx, works).await?;
    let mut countries = by_owners::<work_country::Entity>(tx, works).await?;
    let mut languages = by_owners::<work_language::Entity>(tx, works).await?;
    let mut texts = by_owners::<work_text::Entity>(tx, works).await?;
    let mut certifications = by_owners::<certification::Entity>(tx, works).await?;
    let mut box_office = by_owners::<box_office::Entity>(tx, works).await?;
    let mut genres = genres_of(tx, works).await?;
    let mut keywords = keywords_of(tx, works).await?;
    let mut links = links_of(tx, RecordKind::Work, works).await?;
    let mut external = external_ids(tx, RecordKind::Work, works).await?;
    let mut sources = sources(tx, RecordKind::Work, works).await?;
    for (id, parts) in &mut parts {
        let texts = texts.remove(id).unwrap_or_default();
        parts.titles = each(titles.remove(id), title_record);
        parts.countries = each(countries.remove(id), |row| row.code);
        parts.languages = each(languages.remove(id), |row| row.tag);
        parts.synopses = texts_of(&texts, SYNOPSIS);
        parts.taglines = texts_of(&texts, TAGLINE);
        parts.certifications = each(certifications.remove(id), certification_record);
        parts.box_office = each(box_office.remove(id), box_office_record);
        parts.genres = genres.remove(id).unwrap_or_default();
        parts.keywords = keywords.remove(id).unwrap_or_default();
        parts.links = links.remove(id).unwrap_or_default();
        parts.external = external.remove(id).unwrap_or_default();
        parts.sources = sources.remove(id).unwrap_or_default();
    }
    Ok(parts)
}

fn each<R, T>(rows: Option<Vec<R>>, read: impl Fn(R) -> T) -> Vec<T> {
    rows.unwrap_or_default().into_iter().map(read).collect()
}

fn title_record(row: title::Model) -> TitleRecord {
    TitleRecord {
        id: TitleId(row.id),
        text: row.text,
        country: row.country,
        language: row.language,
        kind: row.kind,
    }
}

fn texts_of(rows: &[work_text::Model], kind: i16) -> Vec<TextRecord> {
    let text = |row: &work_text::Model| TextRecord {
        text: row.text.clone(),
        language: row.language.clone(),
    };
    rows.iter()
        .filter(|row| row.kind == kind)
        .map(text)
        .collect()
}

fn certification_record(row: certification::Model) -> CertificationRecord {
    CertificationRecord {
        country: row.country,
        rating: row.rating,
        body: row.body,
        minimum_age: row.minimum_age,
        note: row.note,
    }
}

fn box_office_record(row: box_office::Model) -> BoxOfficeRecord {
    let opening = row.opening_amount.map(|amount| record::MoneyRecord {
        amount,
        currency_code: row.currency.clone(),
        is_approximate: row.opening_approximate,
    });
    BoxOfficeRecord {
        opening,
        gross: record::MoneyRecord {
            amount: row.gross_amount,
            currency_code: row.currency,
            is_approximate: row.is_approximate,
        },
        country: row.country,
        source: SourceId(row.source_id),
    }
}

async fn genres_of(
    tx: &impl ConnectionTrait,
    works: &[i64],
) -> Result<HashMap<i64, Vec<String>>, StoreError> {
    let links = by_owners::<work_genre::Entity>(tx, works).await?;
    names_of::<genre::Entity, _>(tx, &links, |link| link.genre_id, |row| &row.name).await
}

async fn keywords_of(
    tx: &impl ConnectionTrait,
    works: &[i64],
) -> Result<HashMap<i64, Vec<String>>, StoreError> {
    let links = by_owners::<work_keyword::Entity>(tx, works).await?;
    names_of::<keyword::Entity, _>(tx, &links, |link| link.keyword_id, |row| &row.name).await
}

/// The names behind the links of owners to a vocabulary.
async fn names_of<E: Keyed, L>(
    tx: &impl ConnectionTrait,
    links: &HashMap<i64, Vec<L>>,
    id: impl Fn(&L) -> i64,
    name: impl Fn(&E::Model) -> &String,
) -> Result<HashMap<i64, Vec<String>>, StoreError> {
    let ids: BTreeSet<i64> = links.values().flatten().map(&id).collect();
    let known = by_ids::<E>(tx, &ids.into_iter().collect::<Vec<_>>()).await?;
    let named = |link: &L| known.get(&id(link)).map(|row| name(row).clone());
    let names = |links: &Vec<L>| links.iter().filter_map(named).collect();
    Ok(links
        .iter()
        .map(|(owner, links)| (*owner, names(links)))
        .collect())
}

/// Writes the parts of works that differ.
pub(super) async fn store_parts(
    tx: &impl ConnectionTrait,
    works: &[Changed<'_, WorkRecord>],
) -> Result<(), StoreError> {
    let titles = rows_that_differ(works, |work| &work.titles, title_rows);
    store_rows::<title::Entity>(tx, titles).await?;
    store_vocabularies(tx, works).await?;
    let countries = rows_that_differ(works, |work| &work.countries, country_rows);
    store_rows::<work_country::Entity>(tx, countries).await?;
    let languages = rows_that_differ(works, |work| &work.languages, language_rows);
    store_rows::<work_language::Entity>(tx, languages).await?;
    let mut texts = rows_that_differ(works, |work| &work.synopses, synopsis_rows);
    texts.extend(rows_that_differ(works, |work| &work.taglines, tagline_rows));
    store_rows::<work_text::Entity>(tx, texts).await?;
    let certifications = rows_that_differ(works, |work| &work.certifications, certification_rows);
    store_rows::<certification::Entity>(tx, certifications).await?;
    let takings = rows_that_differ(works, |work| &work.box_office, box_office_rows);
    store_rows::<box_office::Entity>(tx, takings).await?;
    let links = rows_that_differ(
        works,
        |work| &work.links,
        |work| link_rows(RecordKind::Work, work.id.0, &work.links),
    );
    store_rows::<link::Entity>(tx, links).await?;
    let external = rows_that_differ(
        works,
        |work| work,
        |work| {
            let space = work_space(work.kind);
            work.external_ids.rows(RecordKind::Work, work.id.0, space)
        },
    );
    store_rows::<external_id::Entity>(tx, external).await?;
    store_sources(tx, RecordKind::Work, works, |work| {
        Some((work.id.0, &work.sources))
    })
    .await
}

async fn store_vocabularies(
    tx: &impl ConnectionTrait,
    works: &[Changed<'_, WorkRecord>],
) -> Result<(), StoreError> {
    let id = |work: &WorkRecord| (work.id.public(), work.id.0);
    let (owners, had) = names_that_differ(works, id, |work| &work.genres);
    delete_of::<work_genre::Entity>(tx, &work_genre::Column::WorkId, &had).await?;
    let rows = linked(tx, "genre", "genres", &owners).await?;
    let row = |(work_id, genre_id, position)| work_genre::Model {
        work_id,
        genre_id,
        position,
    };
    insert_all::<work_genre::Entity, _>(tx, rows.into_iter().map(row).collect()).await?;
    let (owners, had) = names_that_differ(works, id, |work| &work.keywords);
    delete_of::<work_keyword::Entity>(tx, &work_keyword::Column::WorkId, &had).await?;
    let rows = linked(tx, "keyword", "keywords", &owners).await?;
    let row = |(work_id, keyword_id, position)| work_keyword::Model {
        work_id,
        keyword_id,
        position,
    };
    insert_all::<work_keyword::Entity, _>(tx, rows.into_iter().map(row).collect()).await
}

fn title_rows(work: &WorkRecord) -> Vec<title::Model> {
    let row = |(position, title): (i32, &TitleRecord)| title::Model {
        id: title.id.0,
        work_id: work.id.0,
        position,
        text: title.text.clone(),
        text_folded: fold(&title.text),
        country: title.country.clone(),
        language: title.language.clone(),
        kind: title.kind,
    };
    (1..).zip(&work.titles).map(row).collect()
}

fn country_rows(work: &WorkRecord) -> Vec<work_country::Model> {
    let row = |(position, code): (i32, &String)| work_country::Model {
        work_id: work.id.0,
        code: code.clone(),
        position,
    };
    (1..).zip(&work.countries).map(row).collect()
}

fn language_rows(work: &WorkRecord) -> Vec<work_language::Model> {
    let row = |(position, tag): (i32, &String)| work_language::Model {
        work_id: work.id.0,
        tag: tag.clone(),
        position,
    };
    (1..).zip(&work.languages).map(row).collect()
}

fn synopsis_rows(work: &WorkRecord) -> Vec<work_text::Model> {
    text_rows(work, SYNOPSIS, &work.synopses)
}

fn tagline_rows(work: &WorkRecord) -> Vec<work_text::Model> {
    text_rows(work, TAGLINE, &work.taglines)
}

fn text_rows(work: &WorkRecord, kind: i16, texts: &[TextRecord]) -> Vec<work_text::Model> {
    let row = |(position, text): (i32, &TextRecord)| work_text::Model {
        work_id: work.id.0,
        kind,
        position,
        language: text.language.clone(),
        text: text.text.clone(),
    };
    (1..).zip(texts).map(row).collect()
}

fn certification_rows(work: &WorkRecord) -> Vec<certification::Model> {
    let row = |(position, of): (i32, &CertificationRecord)| certification::Model {
        work_id: work.id.0,
        position,
        country: of.country.clone(),
        rating: of.rating.clone(),
        body: of.body.clone(),
        minimum_age: of.minimum_age,
        note: of.note.clone(),
    };
    (1..).zip(&work.certifications).map(row).collect()
}

fn box_office_rows(work: &WorkRecord) -> Vec<box_office::Model> {
    let row = |(position, of): (i32, &BoxOfficeRecord)| box_office::Model {
        work_id: work.id.0,
        position,
        country: of.country.clone(),
        gross_amount: of.gross.amount.clone(),
        opening_amount: of.opening.as_ref().map(|opening| opening.amount.clone()),
        currency: of.gross.currency_code.clone(),
        is_approximate: of.gross.is_approximate,
        opening_approximate: of.opening.as_ref().is_some_and(|sum| sum.is_approximate),
        source_id: of.source.0,
    };
    (1..).zip(&work.box_office).map(row).collect()
}
