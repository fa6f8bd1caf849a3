//! Files that hold others, packed: how they begin, and how they are unpacked.

/// A way to pack files.
struct Packing {
    /// What a file begins with that is packed so.
    starts: &'static [u8],
    name: &'static str,
    /// The command that writes what is in it to standard output.
    unpack: &'static str,
}

const PACKINGS: [Packing; 7] = [
    of(&[0x1f, 0x8b], "gzip", "zcat FILE"),
    of(b"PK\x03\x04", "zip", "unzip -p FILE"),
    of(b"PK\x05\x06", "zip", "unzip -p FILE"),
    of(b"\xfd7zXZ\x00", "xz", "xzcat FILE"),
    of(&[0x28, 0xb5, 0x2f, 0xfd], "zstd", "zstdcat FILE"),
    of(b"BZh", "bzip2", "bzcat FILE"),
    of(b"7z\xbc\xaf\x27\x1c", "7z", "7z x -so FILE"),
];

const fn of(starts: &'static [u8], name: &'static str, unpack: &'static str) -> Packing {
    Packing {
        starts,
        name,
        unpack,
    }
}

/// Why a file cannot be read that begins so, if it is packed.
pub(super) fn why_packed(start: &[u8]) -> Option<String> {
    let packing = PACKINGS
        .iter()
        .find(|packing| start.starts_with(packing.starts))?;
    let Packing { name, unpack, .. } = packing;
    Some(format!(
        "this is a {name} file, which is compressed: unpack it first, as in `{unpack} | filmgraph import jsonl -`"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packed_files_are_told_by_how_they_begin() {
        for (start, name) in [
            (&[0x1f, 0x8b, 8, 0][..], "gzip"),
            (b"PK\x03\x04\x14", "zip"),
            (b"\xfd7zXZ\x00\x00", "xz"),
            (&[0x28, 0xb5, 0x2f, 0xfd, 4], "zstd"),
            (b"BZh91AY", "bzip2"),
            (b"7z\xbc\xaf\x27\x1c\x00", "7z"),
        ] {
            let told = why_packed(start).unwrap_or_default();
            assert!(
                told.starts_with(&format!("this is a {name} file")),
                "{told}"
            );
        }
        for start in [&b""[..], b"{\"type\"", b"P", b"\xef\xbb\xbf{", b"BZ", b"\n"] {
            assert_eq!(why_packed(start), None);
        }
    }
}
