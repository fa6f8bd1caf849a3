//! What is declared of records and their fields, for whatever goes through them.

use std::collections::BTreeSet;

use entity::vocabulary::{ExternalSpace, RecordKind};
use model::id::{RecordId, encode};

use crate::{Check, Entry, Fault, Keys, LookUpKey, References, SourceId, bound};

/// A field of a record, or of a part of one.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// The name, in the interchange format and in the schema.
    pub name: &'static str,
    /// What it is: one text for the JSON Schema, the GraphQL schema and the documentation.
    pub doc: &'static str,
    /// What its values are.
    pub shape: Shape,
    /// That it is a list, and of how many.
    pub list: Option<List>,
    /// Whether there is no record without it.
    pub is_needed: bool,
    /// What it is where it is left out, as JSON and the schema write it.
    pub default: Option<&'static str>,
    /// What can be claimed of it; the first, where that is several things.
    pub claim: Option<&'static Entry>,
}

/// A list of values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct List {
    /// The most members.
    pub most: usize,
    /// Whether no member stands twice.
    pub is_distinct: bool,
}

/// What a value is.
#[derive(Clone, Copy, Debug)]
pub enum Shape {
    /// A text.
    Text {
        /// How it is written.
        form: Form,
        /// The most characters; of addresses, bytes.
        most: usize,
    },
    /// A whole number.
    Whole {
        /// The least.
        least: i32,
        /// The greatest.
        most: i32,
    },
    /// A number.
    Number {
        /// The least.
        least: f64,
        /// The greatest.
        most: f64,
    },
    /// Yes or no.
    Flag,
    /// A date in EDTF.
    Date,
    /// A point in time.
    Instant,
    /// A sum of money.
    Money,
    /// The id of a record of a kind.
    Id(RecordKind),
    /// The id of a record of any kind.
    AnyId,
    /// A word of a vocabulary.
    Word {
        /// The vocabulary, as the GraphQL schema calls it.
        vocabulary: &'static str,
        /// Whether it has a word.
        has: fn(&str) -> bool,
    },
    /// The name of a record of a kind: a genre.
    Name(RecordKind),
    /// External identifiers.
    ExternalIds,
    /// What a claim says.
    ClaimValue,
    /// A part with fields of its own.
    Part {
        /// What it is called.
        name: &'static str,
        /// Its fields.
        fields: &'static [Field],
    },
}

/// How a text is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Any text; where it shows nothing, the field has none.
    Any,
    /// A text that shows something.
    Words,
    /// An http or https address.
    Url,
    /// A country code, ISO 3166-1 alpha-2 and those of former countries.
    Country,
    /// A language tag, BCP 47.
    Language,
    /// A currency code, ISO 4217.
    Currency,
    /// A decimal.
    Decimal,
}

impl Form {
    /// A text of this form with the bound that the form has.
    #[must_use]
    pub const fn shape(self) -> Shape {
        let most = match self {
            Self::Any | Self::Words => bound::NAME,
            Self::Url => bound::URL_BYTES,
            Self::Country => bound::COUNTRY,
            Self::Language => bound::LANGUAGE,
            Self::Currency => bound::CURRENCY,
            Self::Decimal => bound::DECIMAL,
        };
        Shape::Text { form: self, most }
    }
}

/// What has fields: a kind of record, or a part of one.
pub trait Described {
    /// Its fields, in the order of the interchange format.
    const FIELDS: &'static [Field];

    /// Notes what is wrong with its fields.
    fn check_fields(&self, check: &mut Check);

    /// Notes what its fields refer to.
    fn refer_fields(&self, to: &mut References);

    /// Notes what it is looked up by.
    fn look_up_fields(&self, to: &mut Keys);
}

/// How many records there may be.
#[derive(Clone, Copy, Debug)]
pub struct AtMost {
    /// The most.
    pub most: i64,
    /// Of one owner; without one, in all.
    pub of: Option<Owner>,
}

/// The owner of records.
#[derive(Clone, Copy, Debug)]
pub struct Owner {
    /// The field that names it.
    pub field: &'static str,
    /// The column.
    pub column: &'static str,
}

/// A column that holds ids of records.
#[derive(Clone, Copy, Debug)]
pub struct Referring {
    /// The kind of the records that it names.
    pub to: RecordKind,
    /// The kind of the record that refers; none where the row names it, in `subject_kind`.
    pub by: Option<RecordKind>,
    /// The table.
    pub table: &'static str,
    /// The column.
    pub column: &'static str,
    /// The column of the id of the record that refers.
    pub key: &'static str,
    /// The field of the record, as the interchange format names it.
    pub field: &'static str,
    /// Whether the record that refers is a part of the other, and goes with it; otherwise it keeps
    /// the other from being deleted.
    pub is_part: bool,
}

/// A table whose rows belong to records of a kind, and go with them.
#[derive(Clone, Copy, Debug)]
pub struct Belonging {
    /// The table.
    pub table: &'static str,
    /// The column of the record's id.
    pub key: &'static str,
}

/// What no two rows of a table hold alike. Rows without a value in one of the columns meet none.
#[derive(Clone, Copy, Debug)]
pub struct Unique {
    /// The kind of the record whose rows they are; none where the row names it, in `subject_kind`.
    pub kind: Option<RecordKind>,
    /// The table.
    pub table: &'static str,
    /// The columns that hold it.
    pub columns: &'static [&'static str],
    /// The column of the record's id.
    pub key: &'static str,
    /// The fields of the record that it stands for, as the interchange format names them.
    pub fields: &'static [&'static str],
}

/// By what a record is found again that comes without an id: that of two records of a kind all of
/// these fields are alike.
#[derive(Clone, Copy, Debug)]
pub struct Identity {
    /// The column of the first field, by which records are looked up that may be it.
    pub column: &'static str,
    /// The fields, as the interchange format names them.
    pub fields: &'static [&'static str],
}

/// A kind of record.
pub trait Declared: Described {
    /// The kind.
    const KIND: RecordKind;
    /// What can be claimed of it, in the order in which facts are listed.
    const CLAIMS: &'static [Entry];
    /// The columns in which it refers to records.
    const REFERRING: &'static [Referring];
    /// The tables of what it has several of.
    const BELONGING: &'static [Belonging];
    /// What its rows hold once only, but for its own id and the places in lists: those are given by
    /// what is written, and cannot meet.
    const UNIQUE: &'static [Unique];
    /// By what it is found again without an id; none where that takes a key or an identifier.
    const IDENTITY: Option<Identity> = None;
    /// That it is a part of a record of any kind, its `subject`: the condition, as SQL to be added,
    /// on which rows of its table are records.
    const PART_OF_ANY: Option<&'static str> = None;
    /// A bound on their number, so that answers can give them without pages.
    const AT_MOST: Option<AtMost> = None;

    /// Its id.
    fn id(&self) -> i64;

    /// The owner in whose list its number is bounded.
    fn owner(&self) -> Option<i64> {
        None
    }

    /// The sources it rests on, if its kind names any.
    fn sources(&self) -> Option<&BTreeSet<SourceId>> {
        None
    }

    /// The same to be changed.
    fn sources_mut(&mut self) -> Option<&mut BTreeSet<SourceId>> {
        None
    }

    /// The work whose date may follow from it.
    fn dated_work(&self) -> Option<i64> {
        None
    }

    /// The work whose figures may follow from it.
    fn rated_work(&self) -> Option<i64> {
        None
    }

    /// Whether claims deny that there is such a record.
    fn is_denied(&self) -> bool {
        false
    }

    /// The space in which other authorities number it.
    fn space(&self) -> ExternalSpace {
        ExternalSpace::Whole
    }

    /// What it is looked up by.
    fn look_up_keys(&self) -> BTreeSet<LookUpKey> {
        let mut keys = Keys::of(self.space());
        self.look_up_fields(&mut keys);
        keys.into_keys()
    }

    /// Its id with its kind.
    fn record_id(&self) -> RecordId {
        RecordId {
            kind: Self::KIND,
            id: self.id(),
        }
    }

    /// Its id in public form.
    fn public_id(&self) -> String {
        encode(Self::KIND, self.id())
    }

    /// What keeps it from being written.
    fn faults(&self) -> Vec<Fault> {
        let mut check = Check::default();
        self.check_fields(&mut check);
        check.into_faults()
    }

    /// What it refers to.
    fn references(&self) -> References {
        let mut to = References::default();
        self.refer_fields(&mut to);
        to
    }
}
