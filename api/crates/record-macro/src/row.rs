//! How a record becomes a row and comes back.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::ext::IdentExt;
use syn::{Ident, Result};

use crate::container::Declared;
use crate::field::{DeclaredField, Holds, ends_with, is};

/// The columns of a field: those it says, or its name, with `_id` where it refers to a record.
pub(crate) fn columns(field: &DeclaredField) -> Vec<Ident> {
    if !field.columns.is_empty() {
        return field.columns.clone();
    }
    if is(&field.inner, "RecordId") && field.holds == Holds::One {
        let name = field.ident.unraw();
        return vec![format_ident!("{name}_kind"), format_ident!("{name}_id")];
    }
    let refers = ends_with(&field.inner, |name| name.ends_with("Id"));
    if refers && !field.is_id() {
        return vec![format_ident!("{}_id", field.ident.unraw())];
    }
    vec![field.ident.clone()]
}

/// Whether the field stands in tables of its own.
fn is_elsewhere(field: &DeclaredField) -> bool {
    field.is_elsewhere || field.ident == "sources" || is(&field.inner, "ExternalIds")
}

/// The two ways between a record and its row.
pub(crate) fn expand(declared: &Declared, table: &Ident) -> Result<TokenStream> {
    let name = &declared.input.ident;
    let here = || declared.fields.iter().filter(|field| !is_elsewhere(field));
    let (mut to, mut of) = (Vec::new(), Vec::new());
    let mut taken = Vec::new();
    for field in here() {
        let (ident, columns) = (&field.ident, columns(field));
        if let [column] = columns.as_slice() {
            to.push(quote! { let #column = crate::Columns::to_columns(&self.#ident); });
            of.push(quote! { #ident: crate::Columns::from_columns(row.#column)?, });
        } else {
            to.push(quote! { let (#(#columns),*) = crate::Columns::to_columns(&self.#ident); });
            of.push(quote! { #ident: crate::Columns::from_columns((#(row.#columns),*))?, });
        }
        taken.extend(columns);
    }
    let elsewhere = declared.fields.iter().filter(|field| is_elsewhere(field));
    of.extend(elsewhere.map(|field| {
        let ident = &field.ident;
        quote! { #ident: Default::default(), }
    }));
    if declared.of.is_claimable {
        let is_denied = format_ident!("is_denied");
        to.push(quote! { let #is_denied = self.#is_denied; });
        of.push(quote! { #is_denied: row.#is_denied, });
        taken.push(is_denied);
    }
    let extra = declared
        .of
        .extra
        .iter()
        .map(|(column, value)| quote! { #column: #value, });
    let (counted, version) = match declared.of.is_bare {
        true => (TokenStream::new(), quote! { 1 }),
        false => (quote! { version, updated_at: at, }, quote! { row.version }),
    };
    let (version_name, at_name) = match declared.of.is_bare {
        true => (quote! { _version }, quote! { _at }),
        false => (quote! { version }, quote! { at }),
    };
    let formed = declared.of.is_formed.then(|| quote! { .formed() });
    Ok(quote! {
        impl crate::Row for #name {
            type Entity = entity::#table::Entity;
            type Model = entity::#table::Model;

            fn to_row(&self, #version_name: i32, #at_name: i64) -> Self::Model {
                #(#to)*
                entity::#table::Model { #(#taken,)* #(#extra)* #counted }
            }

            fn from_row(row: Self::Model) -> Result<(Self, i32), crate::Unreadable> {
                let version = #version;
                let record = Self { #(#of)* };
                Ok((record #formed, version))
            }
        }
    })
}
