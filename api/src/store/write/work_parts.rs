//! What belongs to a work beside its row: read and replaced for many works at a time.

use std::collections::{BTreeSet, HashMap};

use entity::vocabulary::SubjectKind;
use entity::{
    box_office, certification, genre, keyword, title, work_country, work_genre, work_keyword,
    work_language, work_text,
};
use sea_orm::ConnectionTrait;

use super::named::linked;
use super::subject::{
    delete_of, external_ids, insert_all, links_of, money, replace_external_ids, replace_links,
    replace_sources, sources,
};
use crate::model::fold::fold;
use crate::store::StoreError;
use crate::store::read::{Keyed, by_ids, by_owners};
use crate::store::record::{
    BoxOfficeRecord, CertificationRecord, ExternalIds, LinkRecord, SourceId, TextRecord, TitleId,
    TitleRecord, WorkRecord, work_space,
};

/// What a text about a work is, as `work_text.kind` holds it.
pub(in crate::store) const SYNOPSIS: i16 = work_text::SYNOPSIS;
/// Likewise.
pub(in crate::store) const TAGLINE: i16 = work_text::TAGLINE;

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
    let mut links = links_of(tx, SubjectKind::Work, works).await?;
    let mut external = external_ids(tx, SubjectKind::Work, works).await?;
    let mut sources = sources(tx, SubjectKind::Work, works).await?;
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
    let currency = Some(row.currency.clone());
    BoxOfficeRecord {
        opening: money(row.opening_amount, currency, row.opening_approximate),
        gross: crate::store::record::MoneyRecord {
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

/// Replaces the parts of works.
pub(super) async fn store_parts(
    tx: &impl ConnectionTrait,
    works: &[&WorkRecord],
) -> Result<(), StoreError> {
    let ids: Vec<i64> = works.iter().map(|work| work.id.0).collect();
    delete_of::<title::Entity>(tx, &title::Column::WorkId, &ids).await?;
    insert_all::<title::Entity, _>(tx, works.iter().flat_map(|w| title_rows(w)).collect()).await?;
    store_vocabularies(tx, works, &ids).await?;
    store_codes(tx, works, &ids).await?;
    store_details(tx, works, &ids).await?;
    let links: Vec<_> = works
        .iter()
        .map(|work| (work.id.0, work.links.as_slice()))
        .collect();
    replace_links(tx, SubjectKind::Work, &links).await?;
    let external: Vec<_> = works
        .iter()
        .map(|work| (work.id.0, work_space(work.kind), &work.external_ids))
        .collect();
    replace_external_ids(tx, SubjectKind::Work, &external).await?;
    let sources: Vec<_> = works
        .iter()
        .map(|work| (work.id.0, &work.sources))
        .collect();
    replace_sources(tx, SubjectKind::Work, &sources).await
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

async fn store_vocabularies(
    tx: &impl ConnectionTrait,
    works: &[&WorkRecord],
    ids: &[i64],
) -> Result<(), StoreError> {
    delete_of::<work_genre::Entity>(tx, &work_genre::Column::WorkId, ids).await?;
    let owners = |names: fn(&WorkRecord) -> &[String]| -> Vec<(String, i64, &[String])> {
        let owner = |work: &&'_ WorkRecord| (work.id.public(), work.id.0);
        works
            .iter()
            .map(|work| {
                let (public, id) = owner(work);
                (public, id, names(work))
            })
            .collect()
    };
    let rows = linked(tx, "genre", "genres", &owners(|work| &work.genres)).await?;
    let row = |(work_id, genre_id, position)| work_genre::Model {
        work_id,
        genre_id,
        position,
    };
    insert_all::<work_genre::Entity, _>(tx, rows.into_iter().map(row).collect()).await?;
    delete_of::<work_keyword::Entity>(tx, &work_keyword::Column::WorkId, ids).await?;
    let rows = linked(tx, "keyword", "keywords", &owners(|work| &work.keywords)).await?;
    let row = |(work_id, keyword_id, position)| work_keyword::Model {
        work_id,
        keyword_id,
        position,
    };
    insert_all::<work_keyword::Entity, _>(tx, rows.into_iter().map(row).collect()).await
}

async fn store_codes(
    tx: &impl ConnectionTrait,
    works: &[&WorkRecord],
    ids: &[i64],
) -> Result<(), StoreError> {
    delete_of::<work_country::Entity>(tx, &work_country::Column::WorkId, ids).await?;
    let countries = works.iter().flat_map(|work| {
        let row = |(position, code): (i32, &String)| work_country::Model {
            work_id: work.id.0,
            code: code.clone(),
            position,
        };
        (1..).zip(&work.countries).map(row)
    });
    insert_all::<work_country::Entity, _>(tx, countries.collect()).await?;
    delete_of::<work_language::Entity>(tx, &work_language::Column::WorkId, ids).await?;
    let languages = works.iter().flat_map(|work| {
        let row = |(position, tag): (i32, &String)| work_language::Model {
            work_id: work.id.0,
            tag: tag.clone(),
            position,
        };
        (1..).zip(&work.languages).map(row)
    });
    insert_all::<work_language::Entity, _>(tx, languages.collect()).await
}

async fn store_details(
    tx: &impl ConnectionTrait,
    works: &[&WorkRecord],
    ids: &[i64],
) -> Result<(), StoreError> {
    delete_of::<work_text::Entity>(tx, &work_text::Column::WorkId, ids).await?;
    let texts = works.iter().flat_map(|work| {
        let of = |kind: i16, texts: &[TextRecord]| -> Vec<work_text::Model> {
            let row = |(position, text): (i32, &TextRecord)| work_text::Model {
                work_id: work.id.0,
                kind,
                position,
                language: text.language.clone(),
                text: text.text.clone(),
            };
            (1..).zip(texts).map(row).collect()
        };
        let synopses = of(SYNOPSIS, &work.synopses);
        synopses.into_iter().chain(of(TAGLINE, &work.taglines))
    });
    insert_all::<work_text::Entity, _>(tx, texts.collect()).await?;
    delete_of::<certification::Entity>(tx, &certification::Column::WorkId, ids).await?;
    let certifications = works.iter().flat_map(|work| {
        let row = |(position, of): (i32, &CertificationRecord)| certification::Model {
            work_id: work.id.0,
            position,
            country: of.country.clone(),
            rating: of.rating.clone(),
            body: of.body.clone(),
            minimum_age: of.minimum_age,
            note: of.note.clone(),
        };
        (1..).zip(&work.certifications).map(row)
    });
    insert_all::<certification::Entity, _>(tx, certifications.collect()).await?;
    delete_of::<box_office::Entity>(tx, &box_office::Column::WorkId, ids).await?;
    let takings = works.iter().flat_map(|work| {
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
        (1..).zip(&work.box_office).map(row)
    });
    insert_all::<box_office::Entity, _>(tx, takings.collect()).await
}
