//! The command that compares what the database keeps for fast reading with what it is made from.

use model::clock::Clock;
use model::count::counted;
use store::write::{Examined, ListsOf, WriteTransaction};
use store::{Store, StoreError};

use crate::app::{self, AppError};
use crate::config::Config;
use crate::progress::{Progress, Task, Unit};

/// Who does it, in the words of the log; nothing of it is logged, for no record changes.
const ACTOR: &str = "doctor";

/// Compares the edge lists of works and of people with their roles, and makes those anew that differ if
/// `repairs` says so; gives what is to be printed.
///
/// # Errors
/// [`AppError::Unsound`] if lists differ and were not made anew; whatever else goes wrong.
pub async fn examine(config: &Config, repairs: bool, is_quiet: bool) -> Result<String, AppError> {
    let of_store = |error: StoreError| AppError::of_store(&error, &config.database.url);
    let store = match repairs {
        true => app::open_store_to_change(config).await?.0,
        false => app::open_store_to_rehearse(config).await?,
    };
    let progress = match is_quiet {
        true => Progress::quiet(),
        false => Progress::of(Task {
            name: "doctor",
            unit: Unit::Things("lists"),
            total: None,
        }),
    };
    let (mut told, mut wrong) = (String::new(), 0);
    for (of, whose) in [(ListsOf::Works, "work"), (ListsOf::People, "person")] {
        let counter = progress.counter();
        let mut examined = |lists| counter.add(lists);
        let all = examine_all(&store, of, repairs, &mut examined);
        let all = all.await.map_err(of_store)?;
        told.push_str(&told_of(&all, whose, repairs));
        wrong += all.wrong.len();
    }
    drop(progress);
    store.close().await;
    match wrong > 0 && !repairs {
        true => Err(AppError::Unsound(told)),
        false => Ok(told),
    }
}

async fn examine_all(
    store: &Store,
    of: ListsOf,
    repairs: bool,
    examined: &mut impl FnMut(u64),
) -> Result<Examined, StoreError> {
    let mut all = Examined::default();
    let mut after = i64::MIN;
    loop {
        let work = async |transaction: &mut WriteTransaction| {
            transaction.examine_edge_lists(of, after).await
        };
        let at = Clock::System.micros();
        let page = match repairs {
            true => store.write(ACTOR, at, work).await?.value,
            false => store.rehearse(ACTOR, at, work).await?,
        };
        examined(page.lists);
        all.lists += page.lists;
        all.edges += page.edges;
        all.wrong.extend(page.wrong);
        match page.last {
            Some(last) => after = last,
            None => return Ok(all),
        }
    }
}

fn told_of(all: &Examined, whose: &str, repairs: bool) -> String {
    let Examined {
        lists,
        edges,
        wrong,
        ..
    } = all;
    let lists = counted(lists, "edge list");
    let edges = counted(edges, "edge");
    let outcome = match (wrong.len(), repairs) {
        (0, _) => "all as the roles are".to_owned(),
        (some, true) => format!("{some} were not as the roles are, and are now"),
        (some, false) => format!("{some} are not as the roles are"),
    };
    format!("{lists} by {whose}, {edges}: {outcome}\n")
}
