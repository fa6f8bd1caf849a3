//! Which columns of a record refer to others, which tables have rows of it, and what its rows hold
//! once only.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Error, Ident, Result};

use crate::container::Declared;
use crate::field::{DeclaredField, ends_with, is};
use crate::row;

/// The lists.
pub(crate) fn expand(declared: &Declared) -> Result<TokenStream> {
    let fields = || declared.fields.iter().filter(|field| !field.is_id());
    let referring = fields().filter_map(|field| referring(declared, field));
    let belonging = fields().filter_map(|field| {
        let rows = field.rows.as_ref()?;
        let (table, key) = (rows.table.to_string(), rows.key.to_string());
        Some(quote! { crate::Belonging { table: #table, key: #key } })
    });
    let part_ids = fields().filter_map(|field| part_ids(declared, field));
    let unique = declared
        .of
        .unique
        .iter()
        .map(|names| unique(declared, names));
    let unique = unique.collect::<Result<Vec<_>>>()?;
    let identity = identity(declared)?;
    let part_of_any = fields()
        .filter(|field| field.is_owner && is(&field.inner, "RecordId"))
        .map(|field| {
            let condition = field.none_where.as_ref();
            let condition = condition.map_or_else(String::new, |of| format!(" AND NOT {of}"));
            quote! { const PART_OF_ANY: Option<&'static str> = Some(#condition); }
        });
    Ok(quote! {
        const REFERRING: &'static [crate::Referring] = &[#(#referring,)*];
        const BELONGING: &'static [crate::Belonging] = &[#(#belonging,)*];
        const UNIQUE: &'static [crate::Unique] = &[#(#part_ids,)* #(#unique,)*];
        #(#part_of_any)*
        #identity
    })
}

/// The ids of a field's rows: each is that of one part.
fn part_ids(declared: &Declared, field: &DeclaredField) -> Option<TokenStream> {
    let rows = field.rows.as_ref().filter(|rows| rows.have_ids)?;
    let (kind, table, key) = (
        &declared.of.kind,
        rows.table.to_string(),
        rows.key.to_string(),
    );
    let name = format!("{}.id", field.json_name());
    Some(quote! {
        crate::Unique {
            kind: Some(crate::RecordKind::#kind),
            table: #table,
            columns: &["id"],
            key: #key,
            fields: &[#name],
        }
    })
}

/// By what a record is found again that comes without an id.
fn identity(declared: &Declared) -> Result<Option<TokenStream>> {
    let of = &declared.of;
    let Some(names) = of.identity.as_ref().or_else(|| of.unique.first()) else {
        return Ok(None);
    };
    let field = |name: &Ident| {
        let unknown = || Error::new_spanned(name, "the record has no such field");
        declared.field(name).ok_or_else(unknown)
    };
    let fields = names.iter().map(field).collect::<Result<Vec<_>>>()?;
    let Some(first) = fields.first() else {
        return Ok(None);
    };
    // Of a text that is kept in two forms, the one without case and accents is indexed.
    let column = row::columns(first).pop().map(|column| column.to_string());
    let names = fields.iter().map(|field| field.json_name());
    Ok(Some(quote! {
        const IDENTITY: Option<crate::Identity> = Some(crate::Identity {
            column: #column,
            fields: &[#(#names),*],
        });
    }))
}

/// What no two records have alike together.
fn unique(declared: &Declared, names: &[Ident]) -> Result<TokenStream> {
    let (kind, mut columns, mut fields) = (&declared.of.kind, Vec::new(), Vec::new());
    for name in names {
        let column_of = |field: &DeclaredField| {
            let columns = row::columns(field);
            let first = columns.first().filter(|_| field.ident == *name).cloned();
            first.or_else(|| columns.into_iter().find(|column| column == name))
        };
        let found = declared
            .fields
            .iter()
            .find_map(|field| Some((field, column_of(field)?)));
        let (field, column) = found
            .ok_or_else(|| Error::new_spanned(name, "the record has no such field or column"))?;
        columns.push(column.to_string());
        fields.push(field.json_name());
    }
    Ok(quote! {
        crate::Unique {
            kind: Some(crate::RecordKind::#kind),
            table: crate::RecordKind::#kind.table(),
            columns: &[#(#columns),*],
            key: "id",
            fields: &[#(#fields),*],
        }
    })
}

/// The column of a field that names a record: in rows of its own, or in the record's.
fn referring(declared: &Declared, field: &DeclaredField) -> Option<TokenStream> {
    let (kind, json, is_part) = (&declared.of.kind, field.json_name(), field.is_owner);
    let (to, table, column, key) = if let Some(rows) = &field.rows {
        let (column, to) = rows.names.as_ref()?;
        let table = rows.table.to_string();
        let to = quote! { crate::RecordKind::#to };
        (
            to,
            quote! { #table },
            column.to_string(),
            rows.key.to_string(),
        )
    } else {
        let inner = &field.inner;
        let is_typed = ends_with(inner, |name| name.ends_with("Id")) && !is(inner, "RecordId");
        if !is_typed || field.is_list() || field.is_elsewhere {
            return None;
        }
        let column = row::columns(field).first()?.to_string();
        let table = quote! { crate::RecordKind::#kind.table() };
        (quote! { #inner::KIND }, table, column, "id".to_owned())
    };
    Some(quote! {
        crate::Referring {
            to: #to,
            by: Some(crate::RecordKind::#kind),
            table: #table,
            column: #column,
            key: #key,
            field: #json,
            is_part: #is_part,
        }
    })
}
