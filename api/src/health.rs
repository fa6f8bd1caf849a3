//! Asking a server of this machine how it does, for those who watch it: `filmgraph health`.

use std::{
    io::{self, Read, Write},
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpStream, ToSocketAddrs},
    time::{Duration, Instant},
};

use crate::app::AppError;
use crate::config::Config;

/// How long the server may take: less than those who watch wait for this program.
const PATIENCE: Duration = Duration::from_millis(2_500);
/// The longest answer that is read.
const LONGEST: u64 = 64 * 1024;

/// What is asked.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Question {
    /// Whether the process answers.
    Live,
    /// Whether it can read its database.
    Ready,
}

impl Question {
    const fn path(self) -> &'static str {
        match self {
            Self::Live => "/health/live",
            Self::Ready => "/health/ready",
        }
    }
}

/// Asks the server where the configuration has it listen; what it says, if it is well.
pub(crate) fn ask(config: &Config, question: Question) -> Result<String, AppError> {
    let listen = &config.server.listen;
    let unwell = |reason: String| {
        let path = question.path();
        AppError::Unwell(format!("http://{listen}{path}: {reason}"))
    };
    let addresses = listen
        .to_socket_addrs()
        .map_err(|error| unwell(error.to_string()))?;
    let addresses: Vec<SocketAddr> = addresses.map(reachable).collect();
    if addresses.iter().any(|addr| addr.port() == 0) {
        let reason = "port 0 is any free one; say which with --listen".to_owned();
        return Err(unwell(reason));
    }
    let end = Instant::now() + PATIENCE;
    let mut failed = "it has no address".to_owned();
    for addr in addresses {
        match exchange(addr, question.path(), end) {
            Ok(answer) => return read(&answer).map_err(unwell),
            Err(error) => failed = words(&error),
        }
    }
    Err(unwell(failed))
}

/// Who listens on all addresses is reached on the loopback one.
fn reachable(mut addr: SocketAddr) -> SocketAddr {
    if addr.ip().is_unspecified() {
        addr.set_ip(match addr {
            SocketAddr::V4(_) => IpAddr::V4(Ipv4Addr::LOCALHOST),
            SocketAddr::V6(_) => IpAddr::V6(Ipv6Addr::LOCALHOST),
        });
    }
    addr
}

fn exchange(addr: SocketAddr, path: &str, end: Instant) -> io::Result<String> {
    let left = || -> io::Result<Duration> {
        match end.checked_duration_since(Instant::now()) {
            Some(left) if !left.is_zero() => Ok(left),
            _ => Err(io::ErrorKind::TimedOut.into()),
        }
    };
    let mut stream = TcpStream::connect_timeout(&addr, left()?)?;
    stream.set_write_timeout(Some(left()?))?;
    let request = format!("GET {path} HTTP/1.1\r\nhost: {addr}\r\nconnection: close\r\n\r\n");
    stream.write_all(request.as_bytes())?;
    let mut answer = Vec::new();
    let mut part = [0; 4096];
    while (answer.len() as u64) < LONGEST {
        stream.set_read_timeout(Some(left()?))?;
        let count = stream.read(&mut part)?;
        if count == 0 {
            break;
        }
        answer.extend(part.iter().take(count));
    }
    Ok(String::from_utf8_lossy(&answer).into_owned())
}

/// The body of an answer whose status is 200.
fn read(answer: &str) -> Result<String, String> {
    let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((answer, ""));
    let line = head.lines().next().unwrap_or_default();
    let body = body.trim();
    match line
        .strip_prefix("HTTP/1.1 ")
        .and_then(|rest| rest.split(' ').next())
    {
        Some("200") => Ok(format!("{body}\n")),
        Some(status) => Err(format!("{status} {body}")),
        None => Err("what listens there does not speak HTTP".to_owned()),
    }
}

fn words(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::ConnectionRefused => "nobody listens there".to_owned(),
        io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock => {
            format!("no answer within {} ms", PATIENCE.as_millis())
        }
        _ => error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_addresses_are_reached_on_this_machine() {
        for (listen, asked) in [
            ("0.0.0.0:80", "127.0.0.1:80"),
            ("[::]:80", "[::1]:80"),
            ("10.0.0.7:80", "10.0.0.7:80"),
        ] {
            let addr = listen.parse().map(reachable);
            assert_eq!(addr, asked.parse(), "{listen}");
        }
    }

    #[test]
    fn only_200_is_well() {
        let well = read("HTTP/1.1 200 OK\r\nx: y\r\n\r\n{\"status\":\"live\"}");
        assert_eq!(well, Ok("{\"status\":\"live\"}\n".to_owned()));
        let ill = read("HTTP/1.1 503 Service Unavailable\r\n\r\n{}");
        assert_eq!(ill, Err("503 {}".to_owned()));
        assert!(read("SSH-2.0-OpenSSH\r\n").is_err() && read("").is_err());
    }
}
