//! `#[record]`: a struct with a line of bounds a field becomes a kind of record.
//!
//! The struct is the declaration. What follows from it is written here once: how the record reads as
//! JSON, its descriptors, what is checked, what it refers to, what can be claimed of it, and how it
//! becomes a row and comes back. What is made is plain: one struct and one `impl` a trait, each field
//! one line. `cargo expand -p record` shows it.
//!
//! Of the struct: `#[record(Deal, table = deal, claimable, ...)]`, or `#[record(part)]` for what
//! stands in a record and has no row of its own.
//!
//! | item | what it says |
//! |---|---|
//! | `Deal` | the kind, as the list of kinds calls it |
//! | `part` | a part of records |
//! | `table = deal` | the entity of its row; without it the row is written by hand |
//! | `bare` | the row has neither a version nor a time of change |
//! | `claimable` | claims can be about it; that there is such a record can be claimed, and denied: it has a field `is_denied` and a column of that name, which claims alone set |
//! | `rules` | a method `rules(&self, &mut Check)` holds the rules between fields |
//! | `refers` | a method `refers(&self, &mut References)` notes what it refers to beyond its fields |
//! | `formed` | a method `formed(self)` gives the one form of fields that depend on others |
//! | `dates = work` | the field with the work whose date may follow from it |
//! | `rates = work` | the field with the work whose figures may follow from it |
//! | `at_most(200, work)` | an owner has at most so many; without an owner: in all |
//! | `space = value` | the space in which authorities number it; the whole, without it |
//! | `extra(column = value)` | a column that no field stands for |
//!
//! Of a field: `#[field(...)]`.
//!
//! | item | what it says |
//! |---|---|
//! | `name`, `words(most)` | a text that shows something: of the length of a name, of at most so many characters |
//! | `text(most)` | the same where it may be left out: one that shows nothing is none |
//! | `url`, `language`, `country`, `currency`, `decimal` | a text of that form |
//! | `least = 1`, `most = 10` | the range of a number |
//! | `list(most)`, `distinct` | how many members a list has; that none stands twice |
//! | `names(Genre)` | members are names of that vocabulary |
//! | `default = value` | what it is when it is left out; written only where it differs |
//! | `always` | written also where it is the default |
//! | `column = name`, `columns(a, b)` | its columns, where they are not called as the type of the field says |
//! | `key` | it is looked up by this text, folded |
//! | `elsewhere` | its rows stand in a table of their own |
//! | `claim(Buyer, key = "...", unit = "...", certainty = field, of = type, many)` | it can be claimed |

use proc_macro::TokenStream;

mod container;
mod expand;
mod field;
mod kind;
mod row;
mod tables;

/// Declares a kind of record, or a part of records.
#[proc_macro_attribute]
pub fn record(arguments: TokenStream, item: TokenStream) -> TokenStream {
    let expanded = container::Declared::parse(arguments.into(), item.into())
        .and_then(|declared| expand::expand(&declared));
    expanded
        .unwrap_or_else(|error| error.to_compile_error())
        .into()
}
