//! The tables of edge lists: the roles of works, and those of people.

use edge::packed::{Broken, Owner, Part};
use entity::{person_edges, work_edges};
use sea_orm::{EntityTrait, IntoActiveModel};

use crate::StoreError;

/// A table of edge lists.
pub(super) trait EdgeTable:
    EntityTrait<Model: IntoActiveModel<Self::ActiveModel>, ActiveModel: Send>
{
    /// The column of the owner.
    const OWNER: Self::Column;
    /// That of the beginning of a part.
    const FROM: Self::Column;
    /// That of its edges.
    const EDGES: Self::Column;

    /// The tables in which owners stand: that of the lists, that of the roles they are made from, and
    /// what else is made from them.
    const TABLES: &'static [&'static str];

    /// An owner of lists of the table.
    fn owner(id: i64) -> Owner;

    /// The row of a part.
    fn row(owner: i64, part: Part) -> Self::Model;
}

macro_rules! edge_tables {
    ($($table:ident: $Owner:ident($owner:ident, $OwnerColumn:ident) from $from:ident($FromColumn:ident)
        in $tables:expr;)+) => {$(
        impl EdgeTable for $table::Entity {
            const OWNER: $table::Column = $table::Column::$OwnerColumn;
            const FROM: $table::Column = $table::Column::$FromColumn;
            const EDGES: $table::Column = $table::Column::Edges;

            const TABLES: &'static [&'static str] = &$tables;

            fn owner(id: i64) -> Owner {
                Owner::$Owner(id)
            }

            fn row(owner: i64, part: Part) -> $table::Model {
                $table::Model {
                    $owner: owner,
                    $from: part.from,
                    edges: part.edges,
                }
            }
        }
    )+};
}
edge_tables! {
    work_edges: Work(work_id, WorkId) from from_person(FromPerson) in ["role", "work_edges"];
    person_edges: Person(person_id, PersonId) from from_work(FromWork) in ["role", "person_edges", "career"];
}

impl From<Broken> for StoreError {
    fn from(broken: Broken) -> Self {
        Self::Corrupt(broken.to_string())
    }
}
