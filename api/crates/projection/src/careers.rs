//! Making the careers anew whose lists have changed.

use std::time::Duration;

use store::Store;
use tokio::task::JoinHandle;
use tokio::time::{sleep, timeout};

/// How often it is looked whether there are any, beside where this process writes.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// How long others may go on writing first: what changes again and again is made once.
const AFTER: Duration = Duration::from_millis(200);

/// Between two transactions, others may write.
const BETWEEN: Duration = Duration::from_millis(5);

/// How long it waits where the database cannot be written.
const PATIENCE: Duration = Duration::from_secs(10);

/// Makes careers anew until it is aborted. Where it does not get on, lists are read in their place.
#[must_use]
pub fn keep_making_careers(store: Store) -> JoinHandle<()> {
    tokio::spawn(async move {
        let mut written = store.written();
        let mut has_failed = false;
        loop {
            written.borrow_and_update();
            match store.make_careers().await {
                Ok(0) => {
                    has_failed = false;
                    // The store outlives this, so that somebody may always write.
                    let _ = timeout(LOOK_EVERY, written.changed()).await;
                    sleep(AFTER).await;
                }
                Ok(_) => sleep(BETWEEN).await,
                Err(error) => {
                    if !std::mem::replace(&mut has_failed, true) {
                        tracing::warn!(target: "filmgraph::projection", %error, "no career can be made");
                    }
                    sleep(PATIENCE).await;
                }
            }
        }
    })
}
