//! Which columns of a record refer to others, and which tables have rows of it.

use proc_macro2::TokenStream;
use quote::quote;

use crate::container::Declared;
use crate::field::{DeclaredField, ends_with, is};
use crate::row;

/// The two lists.
pub(crate) fn expand(declared: &Declared) -> TokenStream {
    let fields = || declared.fields.iter().filter(|field| !field.is_id());
    let referring = fields().filter_map(|field| referring(declared, field));
    let belonging = fields().filter_map(|field| {
        let rows = field.rows.as_ref()?;
        let (table, key) = (rows.table.to_string(), rows.key.to_string());
        Some(quote! { crate::Belonging { table: #table, key: #key } })
    });
    quote! {
        const REFERRING: &'static [crate::Referring] = &[#(#referring,)*];
        const BELONGING: &'static [crate::Belonging] = &[#(#belonging,)*];
    }
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
