//! What stands before the struct.

use proc_macro2::TokenStream;
use syn::parse::{Parse, ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::{Data, DeriveInput, Error, Expr, Fields, Ident, Result, Token, parenthesized};

use crate::field::DeclaredField;

/// A bound on how many records an owner has, or on how many there are in all.
pub(crate) struct AtMost {
    pub(crate) most: Expr,
    pub(crate) owner: Option<Ident>,
}

/// What the attribute of the struct says.
#[derive(Default)]
pub(crate) struct Container {
    /// The kind; none for a part.
    pub(crate) kind: Option<Ident>,
    pub(crate) table: Option<Ident>,
    pub(crate) is_bare: bool,
    pub(crate) is_claimable: bool,
    pub(crate) has_rules: bool,
    /// Whether some of its fields have one form only beside others.
    pub(crate) is_formed: bool,
    /// Whether it refers to more than its fields say by themselves.
    pub(crate) has_references: bool,
    pub(crate) dates: Option<Ident>,
    pub(crate) rates: Option<Ident>,
    pub(crate) at_most: Option<AtMost>,
    /// Columns, or fields with one, that no two records have alike together.
    pub(crate) unique: Vec<Vec<Ident>>,
    /// The fields by which a record without an id is found again, where nothing is unique.
    pub(crate) identity: Option<Vec<Ident>>,
    pub(crate) space: Option<Expr>,
    pub(crate) extra: Vec<(Ident, Expr)>,
}

/// A struct with what stands before it and its fields.
pub(crate) struct Declared {
    pub(crate) of: Container,
    pub(crate) input: DeriveInput,
    pub(crate) fields: Vec<DeclaredField>,
}

impl Declared {
    pub(crate) fn parse(arguments: TokenStream, item: TokenStream) -> Result<Self> {
        let of = Container::parse.parse2(arguments)?;
        let input: DeriveInput = syn::parse2(item)?;
        let Data::Struct(data) = &input.data else {
            return Err(Error::new_spanned(&input.ident, "a record is a struct"));
        };
        let Fields::Named(named) = &data.fields else {
            return Err(Error::new_spanned(
                &input.ident,
                "a record has fields with names",
            ));
        };
        let fields = named.named.iter().map(DeclaredField::parse);
        let fields = fields.collect::<Result<Vec<_>>>()?;
        let declared = Self { of, input, fields };
        declared.check_names()?;
        Ok(declared)
    }

    /// Names of fields in the attribute are those of fields.
    fn check_names(&self) -> Result<()> {
        let of = &self.of;
        let owner = of.at_most.as_ref().and_then(|bound| bound.owner.as_ref());
        let named = of.dates.iter().chain(&of.rates).chain(owner);
        for name in named {
            if self.field(name).is_none() {
                return Err(Error::new_spanned(name, "the record has no such field"));
            }
        }
        if of.kind.is_some() && self.fields.first().is_none_or(|first| first.ident != "id") {
            return Err(Error::new_spanned(
                &self.input.ident,
                "the first field is `id`",
            ));
        }
        Ok(())
    }

    pub(crate) fn field(&self, name: &Ident) -> Option<&DeclaredField> {
        self.fields.iter().find(|field| field.ident == *name)
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.fields.iter().any(|field| field.ident == name)
    }
}

impl Container {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        let mut read = Self::default();
        let mut is_part = false;
        while !input.is_empty() {
            let name: Ident = input.parse()?;
            match name.to_string().as_str() {
                "part" => is_part = true,
                "bare" => read.is_bare = true,
                "claimable" => read.is_claimable = true,
                "rules" => read.has_rules = true,
                "formed" => read.is_formed = true,
                "refers" => read.has_references = true,
                "table" => read.table = Some(value(input)?),
                "dates" => read.dates = Some(value(input)?),
                "rates" => read.rates = Some(value(input)?),
                "at_most" => read.at_most = Some(at_most(input)?),
                "unique" => read.unique.push(list(input)?),
                "identity" => read.identity = Some(list(input)?),
                "space" => read.space = Some(value(input)?),
                "extra" => read.extra = extra(input)?,
                kind if kind.starts_with(char::is_uppercase) => read.kind = Some(name),
                _ => return Err(Error::new_spanned(name, "says nothing about a record")),
            }
            if !input.is_empty() {
                input.parse::<Token![,]>()?;
            }
        }
        if is_part == read.kind.is_some() {
            return Err(input.error("say its kind, or `part`"));
        }
        Ok(read)
    }
}

pub(crate) fn value<T: Parse>(input: ParseStream<'_>) -> Result<T> {
    input.parse::<Token![=]>()?;
    input.parse()
}

pub(crate) fn list(input: ParseStream<'_>) -> Result<Vec<Ident>> {
    let inner;
    parenthesized!(inner in input);
    let names = Punctuated::<Ident, Token![,]>::parse_terminated(&inner)?;
    Ok(names.into_iter().collect())
}

fn at_most(input: ParseStream<'_>) -> Result<AtMost> {
    let inner;
    parenthesized!(inner in input);
    let most = inner.parse()?;
    let owner = if inner.is_empty() {
        None
    } else {
        inner.parse::<Token![,]>()?;
        Some(inner.parse()?)
    };
    Ok(AtMost { most, owner })
}

fn extra(input: ParseStream<'_>) -> Result<Vec<(Ident, Expr)>> {
    let inner;
    parenthesized!(inner in input);
    let pair = |pair: ParseStream<'_>| {
        let column: Ident = pair.parse()?;
        Ok((column, value(pair)?))
    };
    let pairs = inner.parse_terminated(pair, Token![,])?;
    Ok(pairs.into_iter().collect())
}
