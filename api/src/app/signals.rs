//! The signals that ask the program to stop.

use std::fmt;

/// One of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signal {
    /// SIGHUP: its terminal was closed.
    Hangup,
    /// SIGINT: Ctrl-C.
    Interrupt,
    /// SIGTERM: a service manager.
    Terminate,
}

impl Signal {
    /// Its number.
    #[must_use]
    pub const fn number(self) -> u8 {
        match self {
            Self::Hangup => 1,
            Self::Interrupt => 2,
            Self::Terminate => 15,
        }
    }
}

impl fmt::Display for Signal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Hangup => "SIGHUP",
            Self::Interrupt => "SIGINT",
            Self::Terminate => "SIGTERM",
        })
    }
}

#[cfg(unix)]
mod system {
    use std::io;

    use tokio::signal::unix::{self, SignalKind};

    use super::Signal;

    /// All of them, from now on: none is lost between two calls of [`Signals::next`].
    pub(in crate::app) struct Signals {
        hangup: Option<unix::Signal>,
        interrupt: unix::Signal,
        terminate: unix::Signal,
    }

    impl Signals {
        pub(in crate::app) fn listen() -> io::Result<Self> {
            let hangup = (!ignores_hangup()).then(|| unix::signal(SignalKind::hangup()));
            Ok(Self {
                hangup: hangup.transpose()?,
                interrupt: unix::signal(SignalKind::interrupt())?,
                terminate: unix::signal(SignalKind::terminate())?,
            })
        }

        pub(in crate::app) async fn next(&mut self) -> Signal {
            let hangup = async {
                match &mut self.hangup {
                    Some(hangup) => hangup.recv().await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                _ = hangup => Signal::Hangup,
                _ = self.interrupt.recv() => Signal::Interrupt,
                _ = self.terminate.recv() => Signal::Terminate,
            }
        }
    }

    /// Whether the program was started to outlive its terminal, by `nohup`. Only Linux says.
    fn ignores_hangup() -> bool {
        let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
        ignores(&status, Signal::Hangup)
    }

    pub(super) fn ignores(status: &str, signal: Signal) -> bool {
        let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
        let mask = mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok());
        mask.is_some_and(|mask| mask >> (signal.number() - 1) & 1 == 1)
    }
}

#[cfg(not(unix))]
mod system {
    use std::io;

    use super::Signal;

    /// The one that there is.
    pub(in crate::app) struct Signals;

    impl Signals {
        pub(in crate::app) fn listen() -> io::Result<Self> {
            Ok(Self)
        }

        pub(in crate::app) async fn next(&mut self) -> Signal {
            match tokio::signal::ctrl_c().await {
                Ok(()) => Signal::Interrupt,
                Err(_) => std::future::pending().await,
            }
        }
    }
}

pub(super) use system::Signals;

#[cfg(all(test, unix))]
mod tests {
    use super::{Signal, system::ignores};

    #[test]
    fn nohup_is_seen() {
        let status = |mask: &str| format!("SigBlk:\t0000000000000001\nSigIgn:\t{mask}\nSigCgt:\t0");
        assert!(ignores(&status("0000000000000001"), Signal::Hangup));
        assert!(ignores(&status("0000000000001001"), Signal::Hangup));
        for mask in ["0000000000001000", "0000000000004000", "", "x"] {
            assert!(!ignores(&status(mask), Signal::Hangup), "{mask}");
        }
        assert!(!ignores("", Signal::Hangup));
    }
}
