//! A credit on a page of a career.

use edge::{Credit, Named};
use futures_util::FutureExt;
use futures_util::future::ready;

use crate::scope::{Loading, Scope};

/// A credit with its roles, or by name alone: then they are read when something of them is asked for.
#[derive(Clone)]
pub(crate) enum Credited {
    Told(Credit),
    Named { person: i64, named: Named },
}

impl Credited {
    /// The work it is listed under.
    pub(crate) fn work(&self) -> i64 {
        match self {
            Self::Told(credit) => credit.work,
            Self::Named { named, .. } => named.work,
        }
    }

    /// The credit with its roles.
    pub(crate) fn credit<'s>(&'s self, scope: &'s Scope) -> Loading<'s, Credit> {
        match self {
            Self::Told(credit) => ready(Ok(credit.clone())).left_future(),
            Self::Named { person, named } => {
                let read = async move {
                    let edges = scope.edges_of_person(*person).await?;
                    let mut turn = scope.work().turn().await;
                    Ok(edges.credit(&mut turn, *named).await?)
                };
                read.boxed().right_future()
            }
        }
    }
}
