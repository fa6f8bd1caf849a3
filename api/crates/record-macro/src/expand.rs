//! What a declaration becomes.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{Expr, Ident, Result};

use crate::container::Declared;
use crate::field::{DeclaredField, Holds, Text, is};
use crate::{kind, row};

/// The struct and everything that follows from it.
pub(crate) fn expand(declared: &Declared) -> Result<TokenStream> {
    let item = structure(declared);
    let defaults = defaults(declared);
    let described = described(declared);
    let as_value = match declared.of.kind {
        None => part(declared),
        Some(_) => kind::expand(declared)?,
    };
    let row = match &declared.of.table {
        Some(table) => row::expand(declared, table)?,
        None => TokenStream::new(),
    };
    Ok(quote! { #item #defaults #described #as_value #row })
}

fn structure(declared: &Declared) -> TokenStream {
    let (attributes, name) = (&declared.input.attrs, &declared.input.ident);
    let vis = &declared.input.vis;
    let fields = declared.fields.iter().map(|field| {
        let (attributes, ident, ty) = (&field.attributes, &field.ident, &field.ty);
        let (json, form) = (json(declared, field), one_form(field));
        quote! { #(#attributes)* #json #form pub #ident: #ty }
    });
    // Claims alone set it, so it is none of the fields that are described, checked and taken.
    let denial = declared.of.is_claimable.then(|| {
        quote! {
            /// Whether claims deny that there is such a record.
            #[serde(default, skip_serializing_if = "std::ops::Not::not")]
            #[schemars(skip)]
            pub is_denied: bool,
        }
    });
    let read = match declared.of.is_formed {
        true => formed(declared),
        false => quote! { #[derive(serde::Deserialize)] },
    };
    quote! {
        #read
        #(#attributes)*
        #[derive(Clone, Debug, PartialEq, serde::Serialize, schemars::JsonSchema)]
        #[serde(rename_all = "camelCase", deny_unknown_fields)]
        #vis struct #name { #(#fields,)* #denial }
    }
}

/// Reads a record as it is written, and brings it to its form.
fn formed(declared: &Declared) -> TokenStream {
    let name = &declared.input.ident;
    let called = name.to_string();
    let fields = declared.fields.iter().map(|field| {
        let (ident, ty) = (&field.ident, &field.ty);
        let (json, form) = (json(declared, field), one_form(field));
        quote! { #json #form #ident: #ty }
    });
    let names: Vec<&Ident> = declared.fields.iter().map(|field| &field.ident).collect();
    quote! {
        const _: () = {
            // What is left out is the same as in the record, which is written.
            #[derive(serde::Deserialize)]
            #[serde(rename = #called, rename_all = "camelCase", deny_unknown_fields)]
            struct AsWritten { #(#fields,)* }

            impl<'de> serde::Deserialize<'de> for #name {
                fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                    let AsWritten { #(#names,)* } = serde::Deserialize::deserialize(from)?;
                    Ok(Self { #(#names,)* }.formed())
                }
            }
        };
    }
}

/// How a text is read that can be written in several ways, and what holds nothing twice.
fn one_form(field: &DeclaredField) -> Option<TokenStream> {
    match &field.text {
        _ if field.holds == Holds::Set => {
            Some(quote! { #[serde(deserialize_with = "crate::form::set")] })
        }
        Some(Text::Form(form)) if form == "language" => {
            Some(quote! { #[serde(deserialize_with = "crate::form::language")] })
        }
        Some(_) if field.holds == Holds::Perhaps => {
            Some(quote! { #[serde(deserialize_with = "crate::form::perhaps")] })
        }
        _ => None,
    }
}

/// Whether the field can be left out of JSON, and is where it says nothing.
fn json(declared: &Declared, field: &DeclaredField) -> TokenStream {
    if field.default.is_some() {
        let name = &declared.input.ident;
        let default = format!("{name}::{}", default_of(field));
        if field.is_always_written {
            return quote! { #[serde(default = #default)] };
        }
        let skip = format!("{name}::{}", is_default(field));
        return quote! { #[serde(default = #default, skip_serializing_if = #skip)] };
    }
    let empty = match field.holds {
        Holds::Perhaps => "Option::is_none",
        Holds::List => "Vec::is_empty",
        Holds::Set => "BTreeSet::is_empty",
        Holds::One if is(&field.inner, "ExternalIds") => "ExternalIds::is_empty",
        Holds::One => return TokenStream::new(),
    };
    quote! { #[serde(default, skip_serializing_if = #empty)] }
}

fn default_of(field: &DeclaredField) -> Ident {
    format_ident!("default_{}", field.ident)
}

fn is_default(field: &DeclaredField) -> Ident {
    format_ident!("is_default_{}", field.ident)
}

fn defaults(declared: &Declared) -> TokenStream {
    let name = &declared.input.ident;
    let functions = declared.fields.iter().filter_map(|field| {
        let (default, ty) = (field.default.as_ref()?, &field.ty);
        let (make, test) = (default_of(field), is_default(field));
        let test = (!field.is_always_written).then(|| {
            quote! {
                fn #test(value: &#ty) -> bool {
                    *value == Self::#make()
                }
            }
        });
        Some(quote! {
            fn #make() -> #ty {
                #default
            }
            #test
        })
    });
    quote! {
        // serde hands fields over by reference.
        #[allow(clippy::trivially_copy_pass_by_ref)]
        impl #name { #(#functions)* }
    }
}

fn described(declared: &Declared) -> TokenStream {
    let name = &declared.input.ident;
    let mut claims = usize::from(declared.of.is_claimable);
    let descriptors: Vec<TokenStream> = declared
        .fields
        .iter()
        .map(|field| {
            let first = (!field.claims.is_empty()).then_some(claims);
            claims += field.claims.len();
            descriptor(field, first)
        })
        .collect();
    let places = 0..declared.fields.len();
    let checks = declared.fields.iter().zip(places).map(|(field, place)| {
        let ident = &field.ident;
        // Of an identifier it matters what the record is.
        if let (true, Some(kind)) = (is(&field.inner, "ExternalIds"), &declared.of.kind) {
            return quote! {
                crate::external::check(&self.#ident, crate::RecordKind::#kind, &Self::FIELDS[#place], check);
            };
        }
        let check = if field.is_distinct {
            quote! { check_distinct }
        } else {
            quote! { check }
        };
        quote! { crate::value::#check(&self.#ident, &Self::FIELDS[#place], check); }
    });
    let rules = declared.of.has_rules.then(|| quote! { self.rules(check); });
    let others = || declared.fields.iter().filter(|field| !field.is_id());
    let refer = others().map(|field| {
        let (ident, json) = (&field.ident, field.json_name());
        match &field.names {
            Some(kind) => quote! { to.names(#json, crate::RecordKind::#kind, &self.#ident); },
            None => quote! { crate::Value::refer(&self.#ident, #json, to); },
        }
    });
    let more = declared
        .of
        .has_references
        .then(|| quote! { self.refers(to); });
    let keys = others().filter_map(key);
    quote! {
        impl crate::Described for #name {
            const FIELDS: &'static [crate::Field] = &[#(#descriptors,)*];

            fn check_fields(&self, check: &mut crate::Check) {
                #(#checks)*
                #rules
            }

            fn refer_fields(&self, to: &mut crate::References) {
                #(#refer)*
                #more
            }

            fn look_up_fields(&self, to: &mut crate::Keys) {
                #(#keys)*
            }
        }
    }
}

/// What a record is looked up by in a field.
fn key(field: &DeclaredField) -> Option<TokenStream> {
    let ident = &field.ident;
    match (field.is_key, is(&field.inner, "String")) {
        (true, _) if field.holds == Holds::One => Some(quote! { to.text([&self.#ident]); }),
        (true, _) => Some(quote! { to.text(&self.#ident); }),
        (false, true) => None,
        (false, false) => Some(quote! { crate::Value::look_up(&self.#ident, to); }),
    }
}

fn descriptor(field: &DeclaredField, claim: Option<usize>) -> TokenStream {
    let (name, doc, shape) = (field.json_name(), &field.doc, shape(field));
    let is_needed = field.is_needed();
    let is_distinct = field.is_distinct || field.holds == Holds::Set;
    let list = if field.is_list() {
        let most = length(field);
        quote! { Some(crate::List { most: #most, is_distinct: #is_distinct }) }
    } else {
        quote! { None }
    };
    let default = field.default.as_ref().map(word);
    let default = match default {
        Some(word) => quote! { Some(#word) },
        None => quote! { None },
    };
    let claim = match claim {
        Some(place) => quote! { Some(&<Self as crate::Declared>::CLAIMS[#place]) },
        None => quote! { None },
    };
    quote! {
        crate::Field {
            name: #name,
            doc: #doc,
            shape: #shape,
            list: #list,
            is_needed: #is_needed,
            default: #default,
            claim: #claim,
        }
    }
}

fn length(field: &DeclaredField) -> TokenStream {
    match &field.length {
        Some(most) => quote! { #most },
        None => quote! { crate::bound::FEW },
    }
}

/// A default as JSON and the schema write it: the last name of a path, or a literal.
fn word(default: &Expr) -> String {
    let Expr::Path(path) = default else {
        return quote!(#default).to_string();
    };
    let last = path.path.segments.last();
    let name = last.map(|last| last.ident.to_string()).unwrap_or_default();
    let mut word = String::new();
    for (at, letter) in name.char_indices() {
        if at > 0 && letter.is_ascii_uppercase() {
            word.push('_');
        }
        word.push(letter.to_ascii_uppercase());
    }
    word
}

pub(crate) fn shape(field: &DeclaredField) -> TokenStream {
    if let Some(kind) = &field.names {
        return quote! { crate::Shape::Name(crate::RecordKind::#kind) };
    }
    match &field.text {
        Some(Text::Words(most)) => {
            return quote! { crate::Shape::Text { form: crate::Form::Words, most: #most } };
        }
        Some(Text::Any(most)) => {
            return quote! { crate::Shape::Text { form: crate::Form::Any, most: #most } };
        }
        Some(Text::Form(form)) => {
            let form = form.to_string();
            let form = format_ident!("{}{}", form[..1].to_ascii_uppercase(), &form[1..]);
            return quote! { crate::Form::#form.shape() };
        }
        None => {}
    }
    let inner = &field.inner;
    let or = |bound: &Option<Expr>, otherwise: TokenStream| match bound {
        Some(bound) => quote! { #bound },
        None => otherwise,
    };
    if is(inner, "i32") {
        let least = or(&field.least, quote! { i32::MIN });
        let most = or(&field.most, quote! { i32::MAX });
        return quote! { crate::Shape::Whole { least: #least, most: #most } };
    }
    if is(inner, "f64") {
        let least = or(&field.least, quote! { f64::MIN });
        let most = or(&field.most, quote! { f64::MAX });
        return quote! { crate::Shape::Number { least: #least, most: #most } };
    }
    quote! { <#inner as crate::Value>::SHAPE }
}

fn part(declared: &Declared) -> TokenStream {
    let name = &declared.input.ident;
    let called = name.to_string();
    let called = called.strip_suffix("Record").unwrap_or(&called);
    quote! {
        impl crate::Value for #name {
            const SHAPE: crate::Shape = crate::Shape::Part {
                name: #called,
                fields: <Self as crate::Described>::FIELDS,
            };

            fn check(&self, field: &crate::Field, check: &mut crate::Check) {
                check.within(field.name, |check| crate::Described::check_fields(self, check));
            }

            fn refer(&self, field: &'static str, to: &mut crate::References) {
                to.within(field, |to| crate::Described::refer_fields(self, to));
            }

            fn look_up(&self, to: &mut crate::Keys) {
                crate::Described::look_up_fields(self, to);
            }
        }
    }
}
