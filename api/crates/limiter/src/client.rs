//! Whose request it is: the API key that it came with, else the address that it came from.

use std::net::{IpAddr, Ipv6Addr};
use std::sync::Arc;

use ipnet::IpNet;

/// An IPv6 address is one of many that its owner may choose: the first 64 bits are the owner's.
const IPV6_NETWORK: u128 = !(u64::MAX as u128);

/// A client, as far as one is told from another.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Client {
    /// Whoever has this name.
    Named(Arc<str>),
    /// Whoever has this address, or one of the same network.
    At(IpAddr),
}

impl From<&str> for Client {
    fn from(name: &str) -> Self {
        Self::Named(name.into())
    }
}

impl From<IpAddr> for Client {
    fn from(address: IpAddr) -> Self {
        Self::At(owner(address))
    }
}

/// Whom an address stands for: with IPv6, the network that its owner has.
#[must_use]
pub fn owner(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() & IPV6_NETWORK).into(),
        address => address,
    }
}

/// Proxies whose word is taken for whom they pass on.
#[derive(Clone, Debug, Default)]
pub struct Proxies(Vec<IpNet>);

impl Proxies {
    /// Reads addresses and networks, with commas between them: `10.0.0.0/8, ::1`.
    ///
    /// # Errors
    /// The first part that is neither.
    pub fn parse(text: &str) -> Result<Self, String> {
        let parts = text.split(',').map(str::trim);
        let read = |part: &str| {
            let address = part.parse::<IpAddr>().map(IpNet::from);
            let network = address.or_else(|_| part.parse::<IpNet>());
            network.map_err(|_| part.to_owned())
        };
        let networks = parts.filter(|part| !part.is_empty()).map(read);
        networks.collect::<Result<_, _>>().map(Self)
    }

    /// The address that a request came from: that of the connection, or where that is a trusted
    /// proxy's, the last one in `X-Forwarded-For` that is not.
    #[must_use]
    pub fn origin(&self, peer: IpAddr, forwarded: &str) -> IpAddr {
        let mut origin = peer.to_canonical();
        for hop in forwarded.rsplit(',') {
            if !self.trusts(origin) {
                break;
            }
            match hop.trim().parse::<IpAddr>() {
                Ok(address) => origin = address.to_canonical(),
                Err(_) => break,
            }
        }
        origin
    }

    fn trusts(&self, address: IpAddr) -> bool {
        self.0.iter().any(|network| network.contains(&address))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use super::*;

    #[test]
    fn only_trusted_proxies_are_believed() {
        let proxies = Proxies::parse("10.0.0.0/8, ::1").unwrap();
        for (peer, forwarded, origin) in [
            ("192.0.2.1", "198.51.100.7", "192.0.2.1"),
            ("10.1.1.1", "198.51.100.7", "198.51.100.7"),
            (
                "10.1.1.1",
                "203.0.113.9, 198.51.100.7, 10.2.2.2",
                "198.51.100.7",
            ),
            ("::ffff:10.1.1.1", "2001:db8::1", "2001:db8::1"),
            ("::1", "nonsense, 10.9.9.9", "10.9.9.9"),
            ("::1", "", "::1"),
        ] {
            let found = proxies.origin(peer.parse().unwrap(), forwarded);
            assert_eq!(
                found,
                origin.parse::<IpAddr>().unwrap(),
                "{peer} {forwarded}"
            );
        }
    }

    #[test]
    fn a_list_of_proxies_says_what_is_wrong_in_it() {
        assert!(Proxies::parse("").unwrap().0.is_empty());
        assert_eq!(Proxies::parse("10.0.0.1, tenten").unwrap_err(), "tenten");
        assert_eq!(Proxies::parse("10.0.0.0/99").unwrap_err(), "10.0.0.0/99");
    }

    #[test]
    fn neighbours_of_one_network_are_one_client() {
        let client = |text: &str| Client::from(text.parse::<IpAddr>().unwrap());
        assert_eq!(client("2001:db8:1:2::3"), client("2001:db8:1:2:ffff::"));
        assert_ne!(client("2001:db8:1:2::3"), client("2001:db8:1:3::3"));
        assert_eq!(client("::ffff:192.0.2.1"), client("192.0.2.1"));
        assert_ne!(client("192.0.2.1"), client("192.0.2.2"));
    }
}
