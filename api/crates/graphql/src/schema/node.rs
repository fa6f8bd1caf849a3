//! `Node`: every record by its id.

use async_graphql::{Context, ID, Object};
use entity::vocabulary::RecordKind;
use entity::{
    award_nomination, character, claim, collection, commentary, company, company_role, coverage,
    curated_list, deal, genre, image, keyword, list_entry, milestone, person, person_name,
    profession, quote, rating, release, role, season, source, title, video, work, work_location,
    work_relation,
};
use model::code::{country_of_number, language_of_number};
use model::id::{RecordId, decode};

use crate::loader::SubjectsOf;
use crate::schema::catalog::collection::Collection;
use crate::schema::catalog::country::Country;
use crate::schema::catalog::genre::Genre;
use crate::schema::catalog::keyword::Keyword;
use crate::schema::catalog::language::Language;
use crate::schema::kit::error::{Result, invalid};
use crate::schema::kit::gone::or_gone;
use crate::schema::kit::interface;
use crate::schema::kit::list::List;
use crate::schema::kit::paging::scope;
use crate::schema::knowledge::claim::{Claim, Claimable, claim_of_id, is_implied_id};
use crate::schema::knowledge::source::{Coverage, Source};
use crate::schema::media::image::Image;
use crate::schema::media::video::Video;
use crate::schema::people::character::Character;
use crate::schema::people::person::Person;
use crate::schema::people::person_name::PersonName;
use crate::schema::people::profession::Profession;
use crate::schema::people::role::Role;
use crate::schema::production::company::Company;
use crate::schema::production::company_role::CompanyRole;
use crate::schema::production::deal::Deal;
use crate::schema::production::milestone::Milestone;
use crate::schema::production::release::Release;
use crate::schema::production::work_location::WorkLocation;
use crate::schema::reception::award::AwardNomination;
use crate::schema::reception::commentary::Commentary;
use crate::schema::reception::curated_list::{CuratedList, CuratedListEntry};
use crate::schema::reception::quote::Quote;
use crate::schema::reception::rating::Rating;
use crate::schema::work::title::Title;
use crate::schema::work::work_relation::WorkRelation;
use crate::schema::work::{Episode, Film, Game, Recording, Season, Series, Work};
use crate::scope::Scope;

interface! {
    /// A record with an id of its own.
    #[derive(Clone)]
    Node {
        Film, Series, Episode, Recording, Game, Person, Role, Title, PersonName, Genre, Source,
        Milestone, Company, CompanyRole, Release, Deal, WorkLocation, Rating, Image, Video,
        Country, Language, AwardNomination, WorkRelation, Quote, Commentary, CuratedList,
        CuratedListEntry, Collection, Season, Character, Keyword, Profession, Claim, Coverage,
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

/// The record of a table as its type: `row!(scope, id, deal as Deal)`.
macro_rules! row {
    ($scope:ident, $id:ident, $table:ident as $type:ident) => {{
        let row = $scope.find::<$table::Entity>($id).await?;
        row.map(|row| Self::$type($type(row)))
    }};
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
            RecordKind::Person => row!(scope, id, person as Person),
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
            RecordKind::Genre => row!(scope, id, genre as Genre),
            RecordKind::Source => row!(scope, id, source as Source),
            RecordKind::Milestone => row!(scope, id, milestone as Milestone),
            RecordKind::Company => row!(scope, id, company as Company),
            RecordKind::CompanyRole => row!(scope, id, company_role as CompanyRole),
            RecordKind::Release => row!(scope, id, release as Release),
            RecordKind::Deal => row!(scope, id, deal as Deal),
            RecordKind::Location => row!(scope, id, work_location as WorkLocation),
            RecordKind::Rating => row!(scope, id, rating as Rating),
            RecordKind::Image => row!(scope, id, image as Image),
            RecordKind::Video => row!(scope, id, video as Video),
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
            RecordKind::Award => row!(scope, id, award_nomination as AwardNomination),
            RecordKind::Relation => row!(scope, id, work_relation as WorkRelation),
            RecordKind::Quote => row!(scope, id, quote as Quote),
            RecordKind::Commentary => row!(scope, id, commentary as Commentary),
            RecordKind::List => row!(scope, id, curated_list as CuratedList),
            RecordKind::ListEntry => row!(scope, id, list_entry as CuratedListEntry),
            RecordKind::Collection => row!(scope, id, collection as Collection),
            RecordKind::Season => row!(scope, id, season as Season),
            RecordKind::Character => row!(scope, id, character as Character),
            RecordKind::Keyword => row!(scope, id, keyword as Keyword),
            RecordKind::Profession => row!(scope, id, profession as Profession),
            RecordKind::Claim => {
                let row = scope.find::<claim::Entity>(id).await?;
                row.map(|row| Self::Claim(Claim::of(row)))
            }
            RecordKind::Coverage => row!(scope, id, coverage as Coverage),
            _ => None,
        })
    }
}

/// What a quote or a commentary is about, in order, as far as it is there.
pub(super) async fn subjects_of(scope: &Scope, words: RecordId) -> Result<List<Claimable>> {
    let subjects = scope.load(SubjectsOf(words)).await?;
    let find = |subject: &RecordId| Claimable::find(scope, *subject);
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
    or_gone(scope, RecordId { kind, id }, found).await
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
