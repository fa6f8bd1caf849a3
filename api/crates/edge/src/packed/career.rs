//! Careers as bytes, beside the lists that they are made from.

use std::sync::OnceLock;

use super::bytes::{Reader, Writer};
use super::{Broken, Owner};
use crate::Career;
use crate::career::NewestFew;

/// The version of the form, as the first byte says it.
const VERSION: u8 = 1;

/// In the second byte.
const ROLLS_UP: u8 = 1;

/// A credit takes no fewer bytes than this.
const LEAST_BYTES: usize = 3;

impl Career {
    /// Packs the career of a person.
    #[must_use]
    pub fn pack(&self, person: i64) -> Vec<u8> {
        let mut out = Writer::default();
        out.byte(VERSION);
        out.byte(if self.rolls_up { ROLLS_UP } else { 0 });
        out.length(self.works.len());
        let (mut work_before, mut day_before) = (0, 0);
        let days = self.released_on.iter().zip(&self.last_days);
        for (work, (on, last)) in self.works.iter().zip(days) {
            out.step(work.wrapping_sub(work_before));
            out.step(i64::from(*on) - day_before);
            out.step(i64::from(*last) - i64::from(*on));
            (work_before, day_before) = (*work, (*on).into());
        }
        out.length(self.tangled.len());
        for (earliest, last) in &self.tangled {
            out.step((*earliest).into());
            out.step(i64::from(*last) - i64::from(*earliest));
        }
        out.length(self.roles_in_all);
        let roles = self.roles.told().unwrap_or_default();
        out.rest(&Owner::Person(person).pack(roles));
        out.into_bytes()
    }

    /// The career of a person that was packed.
    ///
    /// # Errors
    /// [`Broken`] if these bytes are of another form.
    pub fn unpack(person: i64, bytes: &[u8]) -> Result<Self, Broken> {
        let mut input = Reader::of(bytes);
        if input.byte()? != VERSION {
            return Err(Broken::Version);
        }
        let flags = input.byte()?;
        let count = input.length()?;
        // So many fit, whatever the count says.
        let room = count.min(bytes.len() / LEAST_BYTES + 1);
        let mut works = Vec::with_capacity(room);
        let mut released_on = Vec::with_capacity(room);
        let mut last_days = Vec::with_capacity(room);
        let (mut work, mut on) = (0_i64, 0_i32);
        for _ in 0..count {
            work = work.wrapping_add(input.step()?);
            on = input.day(on.into())?;
            works.push(work);
            released_on.push(on);
            last_days.push(input.day(on.into())?);
        }
        let mut tangled = Vec::new();
        for _ in 0..input.length()? {
            let earliest = input.day(0)?;
            tangled.push((earliest, input.day(earliest.into())?));
        }
        let roles_in_all = input.length()?;
        let roles = input.rest();
        super::count(roles)?;
        let roles = NewestFew::Packed {
            person,
            bytes: roles.into(),
            told: OnceLock::new(),
        };
        Ok(Self {
            works,
            released_on,
            last_days,
            roles,
            roles_in_all,
            tangled,
            rolls_up: flags & ROLLS_UP != 0,
        })
    }
}
