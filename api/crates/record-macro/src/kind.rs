//! What makes a declaration one of a kind of record.

use proc_macro2::TokenStream;
use quote::quote;
use syn::Result;

use crate::container::Declared;
use crate::expand::shape;
use crate::field::{Claim, DeclaredField};
use crate::{row, tables};

pub(crate) fn expand(declared: &Declared) -> Result<TokenStream> {
    let (name, kind) = (&declared.input.ident, &declared.of.kind);
    let tables = tables::expand(declared)?;
    let existence = existence(declared);
    let claims = declared.fields.iter().flat_map(|field| {
        let entries = field.claims.iter();
        entries.map(|claim| entry(declared, field, claim))
    });
    let at_most = at_most(declared);
    let methods = methods(declared);
    Ok(quote! {
        impl crate::Declared for #name {
            const KIND: crate::RecordKind = crate::RecordKind::#kind;
            const CLAIMS: &'static [crate::Entry] = &[#existence #(#claims,)*];
            #tables
            #at_most

            fn id(&self) -> i64 {
                self.id.0
            }
            #methods
        }
    })
}

/// What can be claimed of the record as such.
fn existence(declared: &Declared) -> Option<TokenStream> {
    let kind = &declared.of.kind;
    declared.of.is_claimable.then(|| {
        let certainty = match declared.has("certainty") {
            true => quote! { Some("certainty") },
            false => quote! { None },
        };
        quote! { crate::claims::existence(crate::RecordKind::#kind, #certainty), }
    })
}

/// What differs from what a record does by itself.
fn methods(declared: &Declared) -> TokenStream {
    let sources = declared.has("sources").then(|| {
        quote! {
            fn sources(&self) -> Option<&BTreeSet<SourceId>> {
                Some(&self.sources)
            }

            fn sources_mut(&mut self) -> Option<&mut BTreeSet<SourceId>> {
                Some(&mut self.sources)
            }
        }
    });
    let dates = declared.of.dates.as_ref().map(|work| {
        quote! {
            fn dated_work(&self) -> Option<i64> {
                Some(self.#work.0)
            }
        }
    });
    let rates = declared.of.rates.as_ref().map(|work| {
        quote! {
            fn rated_work(&self) -> Option<i64> {
                Some(self.#work.0)
            }
        }
    });
    let space = declared.of.space.as_ref().map(|space| {
        quote! {
            fn space(&self) -> entity::vocabulary::ExternalSpace {
                #space
            }
        }
    });
    let denial = declared.of.is_claimable.then(|| {
        quote! {
            fn is_denied(&self) -> bool {
                self.is_denied
            }
        }
    });
    quote! { #sources #dates #rates #space #denial }
}

/// The bound on the number of records, and of whom it is.
fn at_most(declared: &Declared) -> Option<TokenStream> {
    let bound = declared.of.at_most.as_ref()?;
    let most = &bound.most;
    let owner = bound.owner.as_ref();
    let (of, function) = match owner.and_then(|owner| declared.field(owner)) {
        None => (quote! { None }, TokenStream::new()),
        Some(owner) => {
            let (ident, json) = (&owner.ident, owner.json_name());
            let column = row::columns(owner).remove(0).to_string();
            let function = quote! {
                fn owner(&self) -> Option<i64> {
                    Some(self.#ident.0)
                }
            };
            let of = quote! { Some(crate::Owner { field: #json, column: #column }) };
            (of, function)
        }
    };
    Some(quote! {
        const AT_MOST: Option<crate::AtMost> = Some(crate::AtMost { most: #most, of: #of });
        #function
    })
}

fn entry(declared: &Declared, field: &DeclaredField, claim: &Claim) -> TokenStream {
    let (kind, property, name) = (&declared.of.kind, &claim.property, field.json_name());
    let key = claim
        .key
        .as_ref()
        .map_or_else(|| name.clone(), syn::LitStr::value);
    let unit = match &claim.unit {
        Some(unit) => quote! { Some(#unit) },
        None => quote! { None },
    };
    let of = match &claim.of {
        Some(of) => quote! { #of },
        None => {
            let shape = shape(field);
            quote! { crate::claims::value_type(#shape, #unit) }
        }
    };
    let many = field.is_list() && !claim.is_one;
    let is_needed = field.is_needed();
    let certainty = claim
        .certainty
        .as_ref()
        .and_then(|name| declared.field(name));
    let certainty = match certainty.map(DeclaredField::json_name) {
        Some(name) => quote! { Some(#name) },
        None => quote! { None },
    };
    quote! {
        crate::Entry {
            subject: crate::RecordKind::#kind,
            property: crate::Property::#property,
            key: #key,
            field: #name,
            of: #of,
            many: #many,
            is_needed: #is_needed,
            certainty: #certainty,
        }
    }
}
