//! The threads of heavy requests: what one of them works on, no thread that receives requests waits
//! for. The system shares the processors out among all of them.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use tokio::runtime::{Builder, Handle};
use tokio::sync::oneshot;
use tokio::task::AbortHandle;

/// A thread has stopped, with the server, or what it ran has panicked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stopped;

/// Threads that each run their requests in turns, as those do that receive them: resolvers of a step
/// of one request meet in one batch.
pub struct Threads(Vec<Thread>);

struct Thread {
    handle: Handle,
    running: Arc<AtomicUsize>,
    /// The thread ends when it is dropped.
    _ends: oneshot::Sender<()>,
}

/// Ends what runs for nobody.
struct Guard {
    task: AbortHandle,
    running: Arc<AtomicUsize>,
}

impl Drop for Guard {
    fn drop(&mut self) {
        self.task.abort();
        self.running.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Threads {
    /// Starts so many.
    ///
    /// # Errors
    /// If the system has none to give.
    pub fn start(count: usize) -> io::Result<Self> {
        (0..count.max(1))
            .map(start)
            .collect::<Result<_, _>>()
            .map(Self)
    }

    /// Runs something on the thread that has least to do. It is ended when nobody waits for it.
    ///
    /// # Errors
    /// [`Stopped`].
    pub async fn run<T: Send + 'static>(
        &self,
        work: impl Future<Output = T> + Send + 'static,
    ) -> Result<T, Stopped> {
        let load = |thread: &&Thread| thread.running.load(Ordering::Relaxed);
        let thread = self.0.iter().min_by_key(load).ok_or(Stopped)?;
        thread.running.fetch_add(1, Ordering::Relaxed);
        let task = thread.handle.spawn(work);
        let _guard = Guard {
            task: task.abort_handle(),
            running: thread.running.clone(),
        };
        task.await.map_err(|_| Stopped)
    }
}

fn start(number: usize) -> io::Result<Thread> {
    let runtime = Builder::new_current_thread().enable_all().build()?;
    let handle = runtime.handle().clone();
    let (_ends, ended) = oneshot::channel::<()>();
    thread::Builder::new()
        .name(format!("heavy-{number}"))
        .spawn(move || {
            // An error says that the sender was dropped, which is the order to end.
            let _ = runtime.block_on(ended);
            runtime.shutdown_background();
        })?;
    Ok(Thread {
        handle,
        running: Arc::default(),
        _ends,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use std::time::Duration;

    use super::*;

    #[tokio::test]
    async fn work_is_shared_out_and_ended_when_nobody_waits() {
        let threads = Threads::start(2).unwrap();
        let name = || async { thread::current().name().map(str::to_owned) };
        let (gone, left) = tokio::sync::oneshot::channel::<()>();
        let endless = threads.run(async move {
            let _gone = gone;
            std::future::pending::<()>().await;
        });
        let given_up = tokio::time::timeout(Duration::from_millis(50), async {
            tokio::select! {
                _ = endless => panic!("it never ends"),
                name = async {
                    tokio::time::sleep(Duration::from_millis(10)).await;
                    threads.run(name()).await
                } => assert_eq!(name, Ok(Some("heavy-1".to_owned()))),
            }
        });
        given_up.await.unwrap();
        assert!(left.await.is_err(), "it was dropped");
        assert_eq!(threads.run(name()).await, Ok(Some("heavy-0".to_owned())));
    }

    #[tokio::test]
    async fn a_panic_is_told_and_costs_nothing_else() {
        let threads = Threads::start(1).unwrap();
        let panics = threads.run(async { panic!("on purpose") });
        assert_eq!(panics.await, Err::<(), _>(Stopped));
        assert_eq!(threads.run(async { 1 }).await, Ok(1));
    }
}
