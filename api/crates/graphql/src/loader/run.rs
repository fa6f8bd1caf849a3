//! When a batch runs: as soon as every resolver of the step has asked.

use std::time::Duration;

use async_graphql::runtime::Timer;
use budget::Work;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use futures_util::task::{FutureObj, Spawn, SpawnError};
use tracing::Instrument;

/// Waits for others by yielding, not by the clock. A worker of actix is one thread, and the
/// resolvers of a step are polled in one go; the yields let those go first whose data arrived with
/// another batch of the same step. A resolver that goes through a long list gives the thread away
/// before it asks: it is waited for, however long that takes.
pub(super) struct Yielding(pub(super) Work);

/// Measured: with fewer, sibling batches that end together are split now and then.
const YIELDS: usize = 3;

impl Timer for Yielding {
    fn delay(&self, _: Duration) -> BoxFuture<'static, ()> {
        let work = self.0.clone();
        let quiet = async move {
            let mut yields = 0;
            while yields < YIELDS {
                tokio::task::yield_now().await;
                yields = if work.is_under_way() { 0 } else { yields + 1 };
            }
        };
        quiet.boxed()
    }
}

/// Spawns batches on the runtime, in the span of the request that they belong to.
pub(super) struct Spawner;

impl Spawn for Spawner {
    fn spawn_obj(&self, future: FutureObj<'static, ()>) -> Result<(), SpawnError> {
        tokio::spawn(future.instrument(tracing::Span::current()));
        Ok(())
    }
}
