//! What stands in an edge of its work.

use entity::role::WORK_DENIED;
use entity::vocabulary::WorkKind;
use model::edtf::UNDATED;

use super::bytes::{self, Reader, Writer};
use super::{Broken, Edge};

/// In the first byte: how the days are written, and what follows.
const DAYS: u8 = 0b0000_0011;
const HAS_SERIES: u8 = 1 << 2;
const IS_DENIED: u8 = 1 << 3;

/// How the days are written.
const UNKNOWN: u8 = 0;
const ONE_DAY: u8 = 1;
const SPAN: u8 = 2;
const ALL_THREE: u8 = 3;

/// What a role's edge has of the work.
pub(super) struct Setting {
    pub(super) kind: WorkKind,
    pub(super) series: Option<i64>,
    pub(super) is_denied: bool,
    pub(super) released_from: i32,
    pub(super) released_on: i32,
    pub(super) released_to: i32,
}

impl Setting {
    #[inline]
    pub(super) fn of(edge: &Edge) -> Self {
        Self {
            kind: edge.kind,
            series: edge.series,
            is_denied: edge.attributes & WORK_DENIED != 0,
            released_from: edge.released_from,
            released_on: edge.released_on,
            released_to: edge.released_to,
        }
    }

    fn days(&self) -> u8 {
        let (from, on, to) = (self.released_from, self.released_on, self.released_to);
        if (from, on, to) == (UNDATED, UNDATED, UNDATED) {
            UNKNOWN
        } else if from == on && on == to {
            ONE_DAY
        } else if from == on {
            SPAN
        } else {
            ALL_THREE
        }
    }

    /// Writes it, as differences from the edge before where that pays.
    pub(super) fn put(&self, out: &mut Writer, work: i64, before: Option<&Edge>) {
        let days = self.days();
        let what = [
            (self.series.is_some(), HAS_SERIES),
            (self.is_denied, IS_DENIED),
        ];
        let what = what.into_iter().filter(|(is, _)| *is);
        out.byte(what.fold(days, |byte, (_, bit)| byte | bit));
        out.byte(bytes::low(self.kind.code()));
        if let Some(series) = self.series {
            out.step(work.wrapping_sub(series));
        }
        if days == UNKNOWN {
            return;
        }
        let from = i64::from(self.released_from);
        out.step(from - known_day(before));
        if days == ALL_THREE {
            out.step(i64::from(self.released_on) - from);
        }
        if days != ONE_DAY {
            out.step(i64::from(self.released_to) - from);
        }
    }

    #[inline]
    pub(super) fn take(
        input: &mut Reader<'_>,
        work: i64,
        before: Option<&Edge>,
    ) -> Result<Self, Broken> {
        let what = input.byte()?;
        let kind = WorkKind::of_code(input.byte()?.into());
        let kind = kind.ok_or(Broken::Kind)?;
        let series = if what & HAS_SERIES == 0 {
            None
        } else {
            Some(work.wrapping_sub(input.step()?))
        };
        let (released_from, released_on, released_to) = if what & DAYS == UNKNOWN {
            (UNDATED, UNDATED, UNDATED)
        } else {
            let from = input.day(known_day(before))?;
            let behind = |input: &mut Reader<'_>, is: bool| match is {
                true => input.day(from.into()),
                false => Ok(from),
            };
            let on = behind(input, what & DAYS == ALL_THREE)?;
            (from, on, behind(input, what & DAYS != ONE_DAY)?)
        };
        Ok(Self {
            kind,
            series,
            is_denied: what & IS_DENIED != 0,
            released_from,
            released_on,
            released_to,
        })
    }
}

/// What the first day is a difference from: that of the edge before, if it is dated.
fn known_day(before: Option<&Edge>) -> i64 {
    let day = before.map(|before| before.released_from);
    day.filter(|day| *day != UNDATED).unwrap_or(0).into()
}
