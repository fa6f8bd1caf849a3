//! References: the ways in which clients name a work or a person, and finding what they name.

use async_graphql::{ID, InputObject, OneofObject};
use entity::vocabulary::{ExternalSpace, RecordKind, WorkKind as StoredKind};
use entity::{company, person, work};
use model::edtf::Edtf;
use model::id::{RecordId, encode};
use model::slug::id_of_slug;
use record::bound::{FIRST_YEAR, LAST_YEAR};
use record::work_space;
use store::read::{ExternalKey, Named};

use super::candidates::{Candidate, LOOKED_FOR, label, one_of};
use super::error::{Result, invalid};
use super::gone::or_gone;
use super::public_id::{Identifier, record_id};
use super::reading::words;
use crate::error::{ApiError, ErrorCode};
use crate::loader::{Identified, api_error};
use crate::schema::vocabulary::{ExternalAuthority, WorkKind};
use crate::scope::Scope;

/// An identifier of another authority.
#[derive(Clone, Debug, InputObject)]
pub(crate) struct ExternalRef {
    /// Who gave it out.
    authority: ExternalAuthority,
    /// The identifier: `tt0110413`, `Q37876`, `101`.
    value: String,
    /// The kind of the work: TMDB and TheTVDB count films, series, episodes and games apart.
    kind: Option<WorkKind>,
}

/// A work by title. For the playground and for tests: titles are not identity.
#[derive(Clone, Debug, InputObject)]
pub(crate) struct NamedWorkInput {
    /// A title of the work, original and other titles included; case and accents make no difference.
    title: String,
    /// The year of its release.
    year: Option<i32>,
    /// Its kind.
    kind: Option<WorkKind>,
}

/// A person by name. For the playground and for tests: names are not identity.
#[derive(Clone, Debug, InputObject)]
pub(crate) struct NamedPersonInput {
    /// A name of the person, stage names and aliases included; case and accents make no difference.
    name: String,
    /// The year of birth.
    birth_year: Option<i32>,
}

/// A work, named in exactly one of these ways. A well-formed reference to nothing is null without
/// an error; an id or a slug of what was deleted is an error GONE that says why; one
/// that fits several works is an error AMBIGUOUS that names them.
#[derive(Clone, Debug, OneofObject)]
pub(crate) enum WorkRef {
    /// Its id: `wvu`.
    Id(ID),
    /// Its slug: `good-sex-wvu`. Only the last part is read, so a slug outlives a change of title.
    Slug(String),
    /// Its IMDb id: `tt0110413`.
    ImdbId(String),
    /// Its TMDB number: of a film where a film is asked for, of a series where a series is.
    TmdbId(i32),
    /// Its Wikidata id: `Q43247`.
    WikidataId(String),
    /// What any authority calls it.
    External(ExternalRef),
    /// Its title.
    Named(NamedWorkInput),
}

/// A person, named in exactly one of these ways. A well-formed reference to nobody is null without
/// an error; an id or a slug of somebody deleted is an error GONE that says why; one
/// that fits several people is an error AMBIGUOUS that names them.
#[derive(Clone, Debug, OneofObject)]
pub(crate) enum PersonRef {
    /// Their id: `pvl`.
    Id(ID),
    /// Their slug: `natalie-portman-pvl`. Only the last part is read, so a slug outlives a change of
    /// name.
    Slug(String),
    /// Their IMDb id: `nm0000204`.
    ImdbId(String),
    /// Their TMDB number.
    TmdbId(i32),
    /// Their Wikidata id: `Q37876`.
    WikidataId(String),
    /// What any authority calls them.
    External(ExternalRef),
    /// Their name.
    Named(NamedPersonInput),
}

/// A company, named in exactly one of these ways. A well-formed reference to nothing is null without
/// an error; an id or a slug of what was deleted is an error GONE that says why; one
/// that fits several companies is an error AMBIGUOUS that names them.
#[derive(Clone, Debug, OneofObject)]
pub(crate) enum CompanyRef {
    /// Its id.
    Id(ID),
    /// Its slug. Only the last part is read, so a slug outlives a change of name.
    Slug(String),
    /// Its Wikidata id: `Q126399`.
    WikidataId(String),
    /// Its name; case and accents make no difference.
    Name(String),
}

/// What a reference says, whatever kind of record it is to.
enum Means {
    Id(i64),
    /// An identifier, and the spaces in which it may be counted.
    External(Identifier, Vec<ExternalSpace>),
    Named(Named),
}

impl Means {
    /// The id, if it is one.
    const fn id(&self) -> Option<i64> {
        match self {
            Self::Id(id) => Some(*id),
            _ => None,
        }
    }
}

/// The records of a kind that an authority calls so.
async fn identified(scope: &Scope, kind: RecordKind, by: ExternalKey) -> Result<Vec<i64>> {
    scope.load(Identified { kind, by }).await
}

/// What was found, where the reference was this id or another kind of reference.
async fn or_deleted<T>(
    scope: &Scope,
    kind: RecordKind,
    id: Option<i64>,
    found: Option<T>,
) -> Result<Option<T>> {
    match id {
        Some(id) => or_gone(scope, RecordId { kind, id }, found).await,
        None => Ok(found),
    }
}

impl ExternalRef {
    /// Who gave it out, what it is, and of which kind of work.
    pub(crate) fn parts(self) -> (ExternalAuthority, String, Option<WorkKind>) {
        (self.authority, self.value, self.kind)
    }

    fn identifier(self) -> Identifier {
        Identifier::new("by.external.value", self.authority, self.value)
    }
}

impl WorkRef {
    /// The key that is given.
    pub(crate) const fn key(&self) -> &'static str {
        match self {
            Self::Id(_) => "id",
            Self::Slug(_) => "slug",
            Self::ImdbId(_) => "imdbId",
            Self::TmdbId(_) => "tmdbId",
            Self::WikidataId(_) => "wikidataId",
            Self::External(_) => "external",
            Self::Named(_) => "named",
        }
    }

    /// The id of the work that is meant, where the reference says it itself.
    pub(crate) fn id(&self) -> Option<Result<i64>> {
        match self {
            Self::Id(id) => Some(record_id("by.id", id, RecordKind::Work)),
            Self::Slug(slug) => Some(slug_id(slug, RecordKind::Work)),
            _ => None,
        }
    }

    /// The work that is meant, if it is there and of one of these kinds (any, if there are none).
    pub(crate) async fn find(
        self,
        scope: &Scope,
        kinds: &[StoredKind],
    ) -> Result<Option<std::sync::Arc<work::Model>>> {
        let means = self.means(kinds)?;
        let named = means.id();
        let ids = match means {
            Means::Id(id) => vec![id],
            Means::External(identifier, spaces) => {
                let key = identifier.key(RecordKind::Work, spaces)?;
                identified(scope, RecordKind::Work, key).await?
            }
            Means::Named(named) => {
                let found = scope.finder().works(&named, LOOKED_FOR).await;
                found.map_err(api_error)?
            }
        };
        let fits =
            |work: &std::sync::Arc<work::Model>| kinds.is_empty() || kinds.contains(&work.kind);
        let works = scope.find_all::<work::Entity>(&ids).await?;
        let is_there = !works.is_empty();
        let works: Vec<_> = works.into_iter().filter(fits).collect();
        let found = one_of(works, |work| Candidate {
            id: encode(RecordKind::Work, work.id),
            label: label(&work.title, work.release_date()),
        })?;
        // One of another type is there, and null all the same.
        let named = named.filter(|_| !is_there);
        or_deleted(scope, RecordKind::Work, named, found).await
    }

    fn means(self, kinds: &[StoredKind]) -> Result<Means> {
        let counted = |identifier| Means::External(identifier, spaces(kinds));
        Ok(match self {
            Self::Id(id) => Means::Id(record_id("by.id", &id, RecordKind::Work)?),
            Self::Slug(slug) => Means::Id(slug_id(&slug, RecordKind::Work)?),
            Self::ImdbId(value) => counted(Identifier::imdb(value)),
            Self::TmdbId(number) => counted(Identifier::tmdb(number)),
            Self::WikidataId(value) => counted(Identifier::wikidata(value)),
            Self::External(external) => {
                let kind = external.kind.map(StoredKind::from);
                let kinds = kind.as_ref().map_or(kinds, std::slice::from_ref);
                Means::External(external.identifier(), spaces(kinds))
            }
            Self::Named(named) => Means::Named(named.means(kinds)?),
        })
    }
}

impl NamedWorkInput {
    fn means(self, kinds: &[StoredKind]) -> Result<Named> {
        let kinds = match self.kind.map(StoredKind::from) {
            None => kinds.to_vec(),
            Some(kind) if kinds.is_empty() || kinds.contains(&kind) => vec![kind],
            Some(kind) => {
                let kind = async_graphql::resolver_utils::enum_value(WorkKind::from(kind));
                let reason = format!("works of kind {kind} are of another type than this field's");
                return Err(invalid("by.named.kind", reason));
            }
        };
        Ok(Named {
            folded: words("by.named.title", &self.title)?,
            kinds,
            days: self
                .year
                .map(|year| year_days("by.named.year", year))
                .transpose()?,
        })
    }
}

impl PersonRef {
    /// The key that is given.
    pub(crate) const fn key(&self) -> &'static str {
        match self {
            Self::Id(_) => "id",
            Self::Slug(_) => "slug",
            Self::ImdbId(_) => "imdbId",
            Self::TmdbId(_) => "tmdbId",
            Self::WikidataId(_) => "wikidataId",
            Self::External(_) => "external",
            Self::Named(_) => "named",
        }
    }

    /// The id of the person who is meant, where the reference says it itself.
    pub(crate) fn id(&self) -> Option<Result<i64>> {
        match self {
            Self::Id(id) => Some(record_id("by.id", id, RecordKind::Person)),
            Self::Slug(slug) => Some(slug_id(slug, RecordKind::Person)),
            _ => None,
        }
    }

    /// The person who is meant, if they are there.
    pub(crate) async fn find(self, scope: &Scope) -> Result<Option<std::sync::Arc<person::Model>>> {
        let means = self.means()?;
        let named = means.id();
        let ids = match means {
            Means::Id(id) => vec![id],
            Means::External(identifier, spaces) => {
                let key = identifier.key(RecordKind::Person, spaces)?;
                identified(scope, RecordKind::Person, key).await?
            }
            Means::Named(named) => {
                let found = scope.finder().people(&named, LOOKED_FOR).await;
                found.map_err(api_error)?
            }
        };
        let people = scope.find_all::<person::Entity>(&ids).await?;
        let found = one_of(people, |person| Candidate {
            id: encode(RecordKind::Person, person.id),
            label: label(&person.name, person.birth_edtf.as_deref()),
        })?;
        or_deleted(scope, RecordKind::Person, named, found).await
    }

    fn means(self) -> Result<Means> {
        let spaces = || vec![ExternalSpace::Person, ExternalSpace::Whole];
        let counted = |identifier| Means::External(identifier, spaces());
        Ok(match self {
            Self::Id(id) => Means::Id(record_id("by.id", &id, RecordKind::Person)?),
            Self::Slug(slug) => Means::Id(slug_id(&slug, RecordKind::Person)?),
            Self::ImdbId(value) => counted(Identifier::imdb(value)),
            Self::TmdbId(number) => counted(Identifier::tmdb(number)),
            Self::WikidataId(value) => counted(Identifier::wikidata(value)),
            Self::External(external) if external.kind.is_some() => {
                return Err(invalid("by.external.kind", "goes with works alone"));
            }
            Self::External(external) => counted(external.identifier()),
            Self::Named(named) => Means::Named(Named {
                folded: words("by.named.name", &named.name)?,
                kinds: Vec::new(),
                days: named
                    .birth_year
                    .map(|year| year_days("by.named.birthYear", year))
                    .transpose()?,
            }),
        })
    }
}

impl CompanyRef {
    /// The company that is meant, if it is there.
    pub(crate) async fn find(
        self,
        scope: &Scope,
    ) -> Result<Option<std::sync::Arc<company::Model>>> {
        let named = match &self {
            Self::Id(id) => Some(record_id("by.id", id, RecordKind::Company)?),
            Self::Slug(slug) => Some(slug_id(slug, RecordKind::Company)?),
            _ => None,
        };
        let ids = match self {
            Self::Id(_) | Self::Slug(_) => named.into_iter().collect(),
            Self::WikidataId(value) => {
                let external = Identifier::wikidata(value);
                let key = external.key(RecordKind::Company, vec![ExternalSpace::Whole])?;
                identified(scope, RecordKind::Company, key).await?
            }
            Self::Name(name) => {
                let folded = words("by.name", &name)?;
                let found = scope.finder().companies(&folded, LOOKED_FOR).await;
                found.map_err(api_error)?
            }
        };
        let companies = scope.find_all::<company::Entity>(&ids).await?;
        let found = one_of(companies, |company| Candidate {
            id: encode(RecordKind::Company, company.id),
            label: company.name.clone(),
        })?;
        or_deleted(scope, RecordKind::Company, named, found).await
    }
}

pub(crate) fn slug_id(slug: &str, kind: RecordKind) -> Result<i64> {
    let read = id_of_slug(slug);
    // A slug comes from an address, and a broken address leads nowhere.
    let read = read.map_err(|error| {
        let message = format!("`by.slug`: \"{slug}\" leads nowhere: {error}");
        ApiError::new(ErrorCode::NotFound, message).with("argument", "by.slug")
    })?;
    record_id("by.slug", &encode(read.kind, read.id), kind)
}

/// Where to look for works of these kinds; of any, if there are none.
fn spaces(kinds: &[StoredKind]) -> Vec<ExternalSpace> {
    let kinds = match kinds {
        [] => StoredKind::ALL,
        kinds => kinds,
    };
    let mut spaces = vec![ExternalSpace::Whole];
    spaces.extend(kinds.iter().copied().map(work_space));
    spaces.sort_unstable();
    spaces.dedup();
    spaces
}

fn year_days(place: &str, year: i32) -> Result<(i32, i32)> {
    if !(FIRST_YEAR..=LAST_YEAR).contains(&year) {
        let reason = format!("is {year}; must lie between {FIRST_YEAR} and {LAST_YEAR}");
        return Err(invalid(place, reason));
    }
    let date = Edtf::of_year(year).map_err(|error| invalid(place, error.to_string()))?;
    Ok((
        date.earliest().unwrap_or(i32::MIN),
        date.latest().unwrap_or(i32::MAX),
    ))
}
