//! `Node`: every record by its id.

use async_graphql::{Context, ID, Object};
use entity::{
    award_nomination, character, claim, collection, commentary, company, company_role,
    curated_list, deal, genre, image, keyword, list_entry, milestone, person, person_name,
    profession, quote, rating, release, role, season, source, title, video, work, work_location,
    work_relation,
};
use model::code::{country_of_number, language_of_number};
use model::id::{RecordId, RecordKind, decode};
use store::read::Subject;

use super::award::AwardNomination;
use super::character::Character;
use super::claim::{Claim, Claimable, claim_of_id, is_implied_id};
use super::collection::Collection;
use super::commentary::Commentary;
use super::company::Company;
use super::company_role::CompanyRole;
use super::country::Country;
use super::curated_list::{CuratedList, CuratedListEntry};
use super::deal::Deal;
use super::error::{Result, invalid};
use super::genre::Genre;
use super::gone::or_gone;
use super::image::Image;
use super::keyword::Keyword;
use super::kit::interface;
use super::language::Language;
use super::list::List;
use super::milestone::Milestone;
use super::paging::scope;
use super::person::Person;
use super::person_name::PersonName;
use super::profession::Profession;
use super::quote::Quote;
use super::rating::Rating;
use super::release::Release;
use super::role::Role;
use super::source::Source;
use super::title::Title;
use super::video::Video;
use super::work::{Episode, Film, Game, Recording, Season, Series, Work};
use super::work_location::WorkLocation;
use super::work_relation::WorkRelation;
use crate::scope::Scope;

interface! {
    /// A record with an id of its own.
    #[derive(Clone)]
    Node {
        Film, Series, Episode, Recording, Game, Person, Role, Title, PersonName, Genre, Source,
        Milestone, Company, CompanyRole, Release, Deal, WorkLocation, Rating, Image, Video,
        Country, Language, AwardNomination, WorkRelation, Quote, Commentary, CuratedList,
        CuratedListEntry, Collection, Season, Character, Keyword, Profession, Claim,
    }
    with id: "The id of this record: opaque, global, stable for ever."
}

impl From<Work> for Node {
    fn from(work: Work) -> Self {
        match work {
            Work::Film(work) => work.into(),
            Work::Series(work) => work.into(),
            Work::Episode(work) => work.into(),
            Work::Recording(work) => work.into(),
            Work::Game(work) => work.into(),
        }
    }
}

impl Node {
    pub(super) async fn find(
        scope: &Scope,
        RecordId { kind, id }: RecordId,
    ) -> Result<Option<Self>> {
        Ok(match kind {
            RecordKind::Work => {
                let row = scope.find::<work::Entity>(id).await?;
                row.map(|row| Work::of(row).into())
            }
            RecordKind::Person => {
                let row = scope.find::<person::Entity>(id).await?;
                row.map(|row| Self::Person(Person(row)))
            }
            RecordKind::Role => {
                let row = scope.find::<role::Entity>(id).await?;
                row.map(|row| Self::Role(Role::of_record(&row)))
            }
            RecordKind::Title => {
                let row = scope.find::<title::Entity>(id).await?;
                row.map(|row| Self::Title(Title(row.as_ref().clone())))
            }
            RecordKind::PersonName => {
                let row = scope.find::<person_name::Entity>(id).await?;
                row.map(|row| Self::PersonName(PersonName(row.as_ref().clone())))
            }
            RecordKind::Genre => {
                let row = scope.find::<genre::Entity>(id).await?;
                row.map(|row| Self::Genre(Genre(row)))
            }
            RecordKind::Source => {
                let row = scope.find::<source::Entity>(id).await?;
                row.map(|row| Self::Source(Source(row)))
            }
            RecordKind::Milestone => {
                let row = scope.find::<milestone::Entity>(id).await?;
                row.map(|row| Self::Milestone(Milestone(row)))
            }
            RecordKind::Company => {
                let row = scope.find::<company::Entity>(id).await?;
                row.map(|row| Self::Company(Company(row)))
            }
            RecordKind::CompanyRole => {
                let row = scope.find::<company_role::Entity>(id).await?;
                row.map(|row| Self::CompanyRole(CompanyRole(row)))
            }
            RecordKind::Release => {
                let row = scope.find::<release::Entity>(id).await?;
                row.map(|row| Self::Release(Release(row)))
            }
            RecordKind::Deal => {
                let row = scope.find::<deal::Entity>(id).await?;
                row.map(|row| Self::Deal(Deal(row)))
            }
            RecordKind::Location => {
                let row = scope.find::<work_location::Entity>(id).await?;
                row.map(|row| Self::WorkLocation(WorkLocation(row)))
            }
            RecordKind::Rating => {
                let row = scope.find::<rating::Entity>(id).await?;
                row.map(|row| Self::Rating(Rating(row)))
            }
            RecordKind::Image => {
                let row = scope.find::<image::Entity>(id).await?;
                row.map(|row| Self::Image(Image(row)))
            }
            RecordKind::Video => {
                let row = scope.find::<video::Entity>(id).await?;
                row.map(|row| Self::Video(Video(row)))
            }
            RecordKind::Country => country_of_number(id).map(|code| Self::Country(Country(code))),
            RecordKind::Language => language_of_number(id).map(|tag| Self::Language(Language(tag))),
            kind => return Self::find_knowledge(scope, kind, id).await,
        })
    }
}

impl Node {
    /// Nominations, relations, words, lists and what else is known of works and people.
    async fn find_knowledge(scope: &Scope, kind: RecordKind, id: i64) -> Result<Option<Self>> {
        Ok(match kind {
            RecordKind::Award => {
                let row = scope.find::<award_nomination::Entity>(id).await?;
                row.map(|row| Self::AwardNomination(AwardNomination(row)))
            }
            RecordKind::Relation => {
                let row = scope.find::<work_relation::Entity>(id).await?;
                row.map(|row| Self::WorkRelation(WorkRelation(row)))
            }
            RecordKind::Quote => {
                let row = scope.find::<quote::Entity>(id).await?;
                row.map(|row| Self::Quote(Quote(row)))
            }
            RecordKind::Commentary => {
                let row = scope.find::<commentary::Entity>(id).await?;
                row.map(|row| Self::Commentary(Commentary(row)))
            }
            RecordKind::List => {
                let row = scope.find::<curated_list::Entity>(id).await?;
                row.map(|row| Self::CuratedList(CuratedList(row)))
            }
            RecordKind::ListEntry => {
                let row = scope.find::<list_entry::Entity>(id).await?;
                row.map(|row| Self::CuratedListEntry(CuratedListEntry(row)))
            }
            RecordKind::Collection => {
                let row = scope.find::<collection::Entity>(id).await?;
                row.map(|row| Self::Collection(Collection(row)))
            }
            RecordKind::Season => {
                let row = scope.find::<season::Entity>(id).await?;
                row.map(|row| Self::Season(Season(row)))
            }
            RecordKind::Character => {
                let row = scope.find::<character::Entity>(id).await?;
                row.map(|row| Self::Character(Character(row)))
            }
            RecordKind::Keyword => {
                let row = scope.find::<keyword::Entity>(id).await?;
                row.map(|row| Self::Keyword(Keyword(row)))
            }
            RecordKind::Profession => {
                let row = scope.find::<profession::Entity>(id).await?;
                row.map(|row| Self::Profession(Profession(row)))
            }
            RecordKind::Claim => {
                let row = scope.find::<claim::Entity>(id).await?;
                row.map(|row| Self::Claim(Claim::of(row)))
            }
            _ => None,
        })
    }
}

/// What a quote or a commentary is about, in order, as far as it is there.
pub(super) async fn subjects_of(scope: &Scope, words: Subject) -> Result<List<Claimable>> {
    let subjects = scope.subjects(words).await?;
    let find = |subject: &Subject| Claimable::find(scope, *subject);
    let found = futures_util::future::try_join_all(subjects.iter().map(find)).await?;
    Ok(found.into_iter().flatten().collect())
}

fn read_id(place: &str, id: &ID) -> Result<RecordId> {
    decode(id).map_err(|error| invalid(place, format!("\"{}\": {error}", id.as_str())))
}

/// The record with an id that came in as `place`.
async fn find(scope: &Scope, place: &str, id: &ID) -> Result<Option<Node>> {
    if is_implied_id(id) {
        return Ok(claim_of_id(scope, place, id).await?.map(Node::Claim));
    }
    let id = read_id(place, id)?;
    let found = Node::find(scope, id).await?;
    let RecordId { kind, id } = id;
    or_gone(scope, Subject { kind, id }, found).await
}

/// The queries for records of any kind.
#[derive(Default)]
pub(crate) struct NodeQuery;

#[Object]
impl NodeQuery {
    /// The record with this id, of any kind; null if there is none, with an error GONE that says why if it was deleted.
    async fn node(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "An id, as any answer gives it.")] id: ID,
    ) -> Option<Result<Node>> {
        let find = async { find(scope(ctx)?, "id", &id).await };
        find.await.transpose()
    }

    /// The records with these ids, in this order, null where there is none, with an error GONE for each that was deleted.
    async fn nodes(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "Ids, as any answer gives them; at most as many as the largest page has."
        )]
        ids: Vec<ID>,
    ) -> Result<List<Option<Result<Node>>>> {
        let scope = scope(ctx)?;
        let (count, most) = (ids.len(), scope.bounds().max_page as usize);
        if count > most {
            let reason = format!("has {count} members; at most {most} fit");
            return Err(invalid("ids", reason)
                .with("limit", most)
                .with("actual", count));
        }
        let find = |id: ID| async move { find(scope, "ids", &id).await.transpose() };
        let found = futures_util::future::join_all(ids.into_iter().map(find));
        Ok(List(found.await))
    }
}
