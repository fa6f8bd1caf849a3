//! Numbers as bytes: seven bits each, least first; the highest bit says that more follow. Signed ones
//! go to and fro (0, -1, 1, -2 …), so that small ones are short.

use super::Broken;

const MORE: u8 = 0x80;

/// The byte of a code of a vocabulary, all of which fit.
pub(super) fn low(code: i16) -> u8 {
    u8::try_from(code).unwrap_or(u8::MAX)
}

#[derive(Default)]
pub(super) struct Writer(Vec<u8>);

impl Writer {
    pub(super) fn byte(&mut self, byte: u8) {
        self.0.push(byte);
    }

    pub(super) fn length(&mut self, length: usize) {
        self.unsigned(length as u64);
    }

    pub(super) fn step(&mut self, step: i64) {
        self.unsigned(((step << 1) ^ (step >> 63)).cast_unsigned());
    }

    fn unsigned(&mut self, mut number: u64) {
        loop {
            let [low, ..] = number.to_le_bytes();
            number >>= 7;
            if number == 0 {
                return self.0.push(low & !MORE);
            }
            self.0.push(low | MORE);
        }
    }

    pub(super) fn rest(&mut self, bytes: &[u8]) {
        self.0.extend_from_slice(bytes);
    }

    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.0
    }
}

pub(super) struct Reader<'b> {
    left: &'b [u8],
}

impl<'b> Reader<'b> {
    pub(super) fn of(bytes: &'b [u8]) -> Self {
        Self { left: bytes }
    }

    pub(super) fn is_at_end(&self) -> bool {
        self.left.is_empty()
    }

    /// All that follows.
    pub(super) fn rest(self) -> &'b [u8] {
        self.left
    }

    #[inline]
    pub(super) fn byte(&mut self) -> Result<u8, Broken> {
        let (first, left) = self.left.split_first().ok_or(Broken::EndsEarly)?;
        self.left = left;
        Ok(*first)
    }

    pub(super) fn length(&mut self) -> Result<usize, Broken> {
        usize::try_from(self.unsigned()?).map_err(|_| Broken::OutOfRange)
    }

    #[inline]
    pub(super) fn step(&mut self) -> Result<i64, Broken> {
        let number = self.unsigned()?;
        Ok((number >> 1).cast_signed() ^ -(number & 1).cast_signed())
    }

    /// A signed number of a narrower type.
    #[inline]
    pub(super) fn number<T: TryFrom<i64>>(&mut self) -> Result<T, Broken> {
        T::try_from(self.step()?).map_err(|_| Broken::OutOfRange)
    }

    /// A day, as a difference from another one.
    #[inline]
    pub(super) fn day(&mut self, from: i64) -> Result<i32, Broken> {
        let day = from.checked_add(self.step()?).ok_or(Broken::OutOfRange)?;
        i32::try_from(day).map_err(|_| Broken::OutOfRange)
    }

    #[inline]
    fn unsigned(&mut self) -> Result<u64, Broken> {
        // Most numbers are differences, and small.
        let first = self.byte()?;
        if first & MORE == 0 {
            return Ok(first.into());
        }
        self.unsigned_from(first)
    }

    fn unsigned_from(&mut self, first: u8) -> Result<u64, Broken> {
        let (mut number, mut shift) = (u64::from(first & !MORE), 7_u32);
        loop {
            let byte = self.byte()?;
            let bits = u64::from(byte & !MORE);
            // Of the tenth byte one bit is left.
            if shift == 63 && bits > 1 {
                return Err(Broken::OutOfRange);
            }
            number |= bits << shift;
            if byte & MORE == 0 {
                return Ok(number);
            }
            shift += 7;
            if shift > 63 {
                return Err(Broken::OutOfRange);
            }
        }
    }
}
