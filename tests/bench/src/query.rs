//! The queries: how a client of each contestant words them.

use clap::ValueEnum;
use serde::Serialize;
use serde_json::json;

use crate::id;
use crate::options::{Kind, Name};
use crate::reference::Model;

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Query {
    Q1,
    Q2,
    Q3,
    Q4,
    Hub,
}

const FILM: &str = "query($id: ID!) { film(by: {id: $id}) {
    id title originalTitle year runtimeMinutes genres { name } } }";
const PRIOR: &str =
    "query($id: ID!) { film(by: {id: $id}) { id title year cast(first: 10) { nodes {
    person { id name } characters { name }
    priorWork(first: 5) { totalCount nodes { id title year } } } } } }";
const LEADS: &str =
    "query($id: ID!) { film(by: {id: $id}) { id title year cast(first: 10) { nodes {
    person { id name } characters { name }
    priorWork(first: 5) { totalCount nodes { id title year
        cast(first: 3) { nodes { person { id name } } } } } } } } }";
const CREDITS: &str = "query($id: ID!) { person(by: {id: $id}) { id name roles(first: 50) {
    totalCount nodes { id department characters { name } work { id title year } } } } }";

/// The same for PostGraphile, which names things by tables and columns.
const GRAPHILE_FILM: &str = "query($id: BigInt!) { film: workByRowId(rowId: $id) {
    id: publicId title originalTitle year runtimeMinutes genres { nodes { name } } } }";
const GRAPHILE_PRIOR: &str = "query($id: BigInt!) { film: workByRowId(rowId: $id) {
    id: publicId title year cast(first: 10) { nodes {
    person: personByPersonId { id: publicId name } characters
    priorCount priorWork(first: 5) { nodes { id: publicId title year } } } } } }";
const GRAPHILE_LEADS: &str = "query($id: BigInt!) { film: workByRowId(rowId: $id) {
    id: publicId title year cast(first: 10) { nodes {
    person: personByPersonId { id: publicId name } characters
    priorCount priorWork(first: 5) { nodes { id: publicId title year
        cast(first: 3) { nodes { person: personByPersonId { id: publicId name } } } } } } } } }";
const GRAPHILE_CREDITS: &str = "query($id: BigInt!) { person: personByRowId(rowId: $id) {
    id: publicId name roles: career(first: 50) { totalCount nodes {
    id: publicId department characters work: workByWorkId { id: publicId title year } } } } }";

impl Query {
    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Q1 => "Q1",
            Self::Q2 => "Q2",
            Self::Q3 => "Q3",
            Self::Q4 => "Q4",
            Self::Hub => "Q4, busiest",
        }
    }

    pub(crate) fn about(self) -> &'static str {
        match self {
            Self::Q1 => "a film with its genres, by id",
            Self::Q2 => "a film, 10 of its cast, 5 prior works of each with their number",
            Self::Q3 => "Q2 with 3 of the cast of each prior work",
            Self::Q4 => "a person, 50 latest roles with their number",
            Self::Hub => "the same of the busiest person",
        }
    }

    /// Whether it is asked of people, and not of films.
    pub(crate) fn is_of_people(self) -> bool {
        matches!(self, Self::Q4 | Self::Hub)
    }

    /// Where `name` is asked.
    pub(crate) fn path(self, name: Name) -> &'static str {
        match (name, self) {
            (Name::Normal | Name::Read, Self::Q1) => "/q1",
            (Name::Normal | Name::Read, Self::Q2) => "/q2",
            (Name::Normal | Name::Read, Self::Q3) => "/q3",
            (Name::Normal | Name::Read, Self::Q4 | Self::Hub) => "/q4",
            _ => "/graphql",
        }
    }

    /// The body of the request to `name` for one record.
    pub(crate) fn body(self, name: Name, number: i64) -> Vec<u8> {
        let letter = if self.is_of_people() { 'p' } else { 'w' };
        let body = match name {
            Name::Cold | Name::Warm => {
                let id = id::public(letter, number);
                json!({"query": self.document(), "variables": {"id": id}})
            }
            Name::Normal | Name::Read => json!({"id": number}),
            Name::Postgraphile => {
                let id = number.to_string();
                json!({"query": self.graphile_document(), "variables": {"id": id}})
            }
        };
        body.to_string().into_bytes()
    }

    fn document(self) -> &'static str {
        match self {
            Self::Q1 => FILM,
            Self::Q2 => PRIOR,
            Self::Q3 => LEADS,
            Self::Q4 | Self::Hub => CREDITS,
        }
    }

    fn graphile_document(self) -> &'static str {
        match self {
            Self::Q1 => GRAPHILE_FILM,
            Self::Q2 => GRAPHILE_PRIOR,
            Self::Q3 => GRAPHILE_LEADS,
            Self::Q4 | Self::Hub => GRAPHILE_CREDITS,
        }
    }

    /// The hand-written statement; its one value is the record's number.
    pub(crate) fn statement(self, database: Kind, model: Model) -> &'static str {
        macro_rules! of {
            ($folder:literal) => {
                match self {
                    Self::Q1 => include_str!(concat!("../sql/", $folder, "/q1.sql")),
                    Self::Q2 => include_str!(concat!("../sql/", $folder, "/q2.sql")),
                    Self::Q3 => include_str!(concat!("../sql/", $folder, "/q3.sql")),
                    Self::Q4 | Self::Hub => include_str!(concat!("../sql/", $folder, "/q4.sql")),
                }
            };
        }
        match (database, model) {
            (Kind::Postgres, Model::Normal) => of!("postgres/normal"),
            (Kind::Postgres, Model::Read) => of!("postgres/read"),
            (Kind::Sqlite, Model::Normal) => of!("sqlite/normal"),
            (Kind::Sqlite, Model::Read) => of!("sqlite/read"),
        }
    }
}
