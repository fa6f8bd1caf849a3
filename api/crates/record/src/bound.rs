//! Bounds of texts and lists: every one has its bound, so that what is read back never needs a page.

/// The longest title or name, in characters.
pub const NAME: usize = 1_000;
/// The longest note or description, in characters.
pub const NOTE: usize = 2_000;
/// The longest label of a deleted record, in characters.
pub const LABEL: usize = 200;
/// The longest excerpt, in characters: a quotation, not a copy.
pub const EXCERPT: usize = 1_000;
/// The longest quote or commentary, in characters.
pub const SPEECH: usize = 5_000;
/// The longest text about a work or a person, in characters.
pub const TEXT: usize = 20_000;
/// The longest address, in bytes (RFC 9110 asks servers to take 8,000).
pub const URL_BYTES: usize = 8_000;
/// The longest country code: four letters, for former countries and regions.
pub const COUNTRY: usize = 4;
/// The longest language tag (RFC 5646 asks for buffers of 35).
pub const LANGUAGE: usize = 35;
/// A currency code has three letters.
pub const CURRENCY: usize = 3;
/// The longest decimal, in characters.
pub const DECIMAL: usize = 40;
/// Titles of one work, names of one person: IMDb's longest lists have a few hundred.
pub const MANY: usize = 2_000;
/// Members of a list that answers give without pages: genres, characters, authors, sources.
pub const FEW: usize = 100;
/// Rows of one work in a list that answers give without pages.
pub const PER_WORK: i64 = 200;
/// Seasons of one series: the longest-running have some seventy.
pub const SEASONS: i64 = 500;
/// Records of a kind that answers give whole.
pub const LISTED: i64 = 1_000;
/// The years that can be written, as those of dates.
pub const FIRST_YEAR: i32 = -9_999;
/// The last of them.
pub const LAST_YEAR: i32 = 9_999;
