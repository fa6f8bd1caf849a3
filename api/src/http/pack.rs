//! Packing what is sent, a portion at a time: between two of them the thread goes to others.

use std::io::{self, Write};

use brotli::CompressorWriter;
use flate2::{Compression, write::GzEncoder};
use tokio::{sync::Semaphore, task::yield_now};
use zstd::stream::write::Encoder as ZstdEncoder;

use super::coding::Coding;

/// Bytes that are packed in one go: a third of a millisecond, at the level that takes longest.
pub(super) const PORTION: usize = 16 * 1024;

// Chosen by measurement, see docs/performance.md.
const ZSTD_LEVEL: i32 = 3;
const BROTLI_LEVEL: u32 = 4;
const GZIP_LEVEL: u32 = 4;

/// How far back repetitions are looked for, as a power of two: 256 KiB. It bounds the memory that
/// packing takes, whatever the length of the text.
const WINDOW: u32 = 18;
/// Bytes that brotli gives on at a time.
const BUFFER: usize = 4096;

/// Packs texts, of which only so many at a time are longer than a portion: each takes some memory
/// until it is packed.
#[derive(Debug)]
pub(crate) struct Packer {
    long: Semaphore,
}

impl Packer {
    /// One that packs so many long texts at a time.
    pub(crate) fn new(at_a_time: usize) -> Self {
        Self {
            long: Semaphore::new(at_a_time.max(1)),
        }
    }

    /// The text in this coding.
    pub(super) async fn pack(&self, text: &[u8], coding: Coding) -> io::Result<Vec<u8>> {
        let _turn = match text.len() > PORTION {
            // It is never closed.
            true => self.long.acquire().await.ok(),
            false => None,
        };
        let mut encoder = Encoder::new(coding, text.len())?;
        for (number, portion) in text.chunks(PORTION).enumerate() {
            if number > 0 {
                yield_now().await;
            }
            encoder.write_all(portion)?;
        }
        encoder.finish()
    }
}

enum Encoder {
    Zstd(Box<ZstdEncoder<'static, Vec<u8>>>),
    Brotli(Box<CompressorWriter<Vec<u8>>>),
    Gzip(GzEncoder<Vec<u8>>),
    Identity(Vec<u8>),
}

impl Encoder {
    fn new(coding: Coding, length: usize) -> io::Result<Self> {
        let room = Vec::with_capacity(length / 4);
        Ok(match coding {
            Coding::Zstd => {
                let mut encoder = ZstdEncoder::new(room, ZSTD_LEVEL)?;
                encoder.set_pledged_src_size(u64::try_from(length).ok())?;
                encoder.window_log(WINDOW)?;
                Self::Zstd(Box::new(encoder))
            }
            Coding::Brotli => Self::Brotli(Box::new(CompressorWriter::new(
                room,
                BUFFER,
                BROTLI_LEVEL,
                WINDOW,
            ))),
            Coding::Gzip => Self::Gzip(GzEncoder::new(room, Compression::new(GZIP_LEVEL))),
            Coding::Identity => Self::Identity(room),
        })
    }

    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        match self {
            Self::Zstd(encoder) => encoder.write_all(bytes),
            Self::Brotli(encoder) => encoder.write_all(bytes),
            Self::Gzip(encoder) => encoder.write_all(bytes),
            Self::Identity(text) => text.write_all(bytes),
        }
    }

    fn finish(self) -> io::Result<Vec<u8>> {
        match self {
            Self::Zstd(encoder) => encoder.finish(),
            // It ends what it has when it is taken apart.
            Self::Brotli(encoder) => Ok(encoder.into_inner()),
            Self::Gzip(encoder) => encoder.finish(),
            Self::Identity(text) => Ok(text),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::expect_used)]

    use std::io::Read;

    use futures_util::poll;

    use super::*;

    fn unpacked(packed: &[u8], coding: Coding) -> Vec<u8> {
        let mut text = Vec::new();
        let read = match coding {
            Coding::Zstd => zstd::stream::read::Decoder::new(packed)
                .expect("zstd")
                .read_to_end(&mut text),
            Coding::Brotli => brotli::Decompressor::new(packed, 4096).read_to_end(&mut text),
            Coding::Gzip => flate2::read::GzDecoder::new(packed).read_to_end(&mut text),
            Coding::Identity => Ok(text.write(packed).expect("room")),
        };
        read.expect("what was packed");
        text
    }

    fn text(length: usize) -> Vec<u8> {
        let words =
            (0..).flat_map(|n: u64| format!("{{\"title\":\"{}\"}}", n * n % 9973).into_bytes());
        words.take(length).collect()
    }

    #[actix_web::test]
    async fn what_is_packed_is_smaller_and_unpacks_to_itself() {
        let packer = Packer::new(1);
        for length in [0, 1, 2_000, PORTION, PORTION + 1, 700_000] {
            let text = text(length);
            for coding in [Coding::Zstd, Coding::Brotli, Coding::Gzip, Coding::Identity] {
                let packed = packer.pack(&text, coding).await.expect("packed");
                assert!(unpacked(&packed, coding) == text, "{coding:?} {length}");
                let is_smaller = packed.len() * 2 < length;
                assert!(
                    length < 2_000 || coding == Coding::Identity || is_smaller,
                    "{coding:?} {length}"
                );
            }
        }
    }

    #[actix_web::test]
    async fn a_long_text_gives_the_thread_away_and_waits_for_the_one_before() {
        let (packer, long, short) = (Packer::new(1), text(PORTION * 5), text(PORTION));
        let (first, second) = (
            packer.pack(&long, Coding::Gzip),
            packer.pack(&long, Coding::Zstd),
        );
        tokio::pin!(first, second);
        for _ in 0..4 {
            assert!(poll!(first.as_mut()).is_pending());
            assert!(poll!(second.as_mut()).is_pending());
            let short = packer.pack(&short, Coding::Brotli);
            tokio::pin!(short);
            assert!(
                poll!(short.as_mut()).is_ready(),
                "short ones wait for nobody"
            );
        }
        assert!(poll!(first.as_mut()).is_ready());
        assert!(second.await.is_ok());
    }
}
