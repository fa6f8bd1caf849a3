//! What stands before a field.

use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{
    Attribute, Error, Expr, Field, GenericArgument, Ident, LitStr, Meta, PathArguments, Result,
    Token, Type, parenthesized,
};

use crate::container::{list, value};

/// How a text is written.
pub(crate) enum Text {
    Words(Expr),
    Any(Expr),
    Form(Ident),
}

/// A claim that can be made of a field.
pub(crate) struct Claim {
    pub(crate) property: Ident,
    pub(crate) key: Option<LitStr>,
    pub(crate) unit: Option<LitStr>,
    pub(crate) certainty: Option<Ident>,
    pub(crate) of: Option<Expr>,
    pub(crate) is_one: bool,
}

/// Rows of a table of its own that hold the values of a field.
pub(crate) struct Rows {
    pub(crate) table: Ident,
    /// The column of the record's id.
    pub(crate) key: Ident,
    /// The column of another record's id, and that record's kind.
    pub(crate) names: Option<(Ident, Ident)>,
    /// Whether each has an id of its own.
    pub(crate) have_ids: bool,
}

/// What holds the values of a field.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Holds {
    /// One value, which has to be there.
    One,
    /// One value or none.
    Perhaps,
    /// A list.
    List,
    /// A set.
    Set,
}

/// A field with what its attributes say.
pub(crate) struct DeclaredField {
    pub(crate) ident: Ident,
    pub(crate) ty: Type,
    /// The type of one value.
    pub(crate) inner: Type,
    pub(crate) holds: Holds,
    /// The attributes that are not ours: the documentation.
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) doc: String,
    pub(crate) text: Option<Text>,
    pub(crate) least: Option<Expr>,
    pub(crate) most: Option<Expr>,
    pub(crate) length: Option<Expr>,
    pub(crate) is_distinct: bool,
    pub(crate) names: Option<Ident>,
    pub(crate) default: Option<Expr>,
    pub(crate) is_always_written: bool,
    pub(crate) columns: Vec<Ident>,
    pub(crate) is_key: bool,
    pub(crate) is_elsewhere: bool,
    pub(crate) rows: Option<Rows>,
    pub(crate) is_owner: bool,
    /// The column that tells rows which are no records.
    pub(crate) none_where: Option<Ident>,
    pub(crate) claims: Vec<Claim>,
}

impl DeclaredField {
    pub(crate) fn parse(field: &Field) -> Result<Self> {
        let ident = field.ident.clone();
        let ident = ident.ok_or_else(|| Error::new_spanned(field, "a field needs a name"))?;
        let (holds, inner) = holds(&field.ty);
        let mut read = Self {
            ident,
            ty: field.ty.clone(),
            inner,
            holds,
            attributes: Vec::new(),
            doc: String::new(),
            text: None,
            least: None,
            most: None,
            length: None,
            is_distinct: false,
            names: None,
            default: None,
            is_always_written: false,
            columns: Vec::new(),
            is_key: false,
            is_elsewhere: false,
            rows: None,
            is_owner: false,
            none_where: None,
            claims: Vec::new(),
        };
        for attribute in &field.attrs {
            if attribute.path().is_ident("field") {
                attribute.parse_args_with(|input: ParseStream<'_>| read.items(input))?;
            } else {
                read.note_doc(attribute);
                read.attributes.push(attribute.clone());
            }
        }
        read.check()?;
        Ok(read)
    }

    fn note_doc(&mut self, attribute: &Attribute) {
        let Meta::NameValue(meta) = &attribute.meta else {
            return;
        };
        if let Expr::Lit(syn::ExprLit {
            lit: syn::Lit::Str(text),
            ..
        }) = &meta.value
        {
            if !self.doc.is_empty() {
                self.doc.push('\n');
            }
            self.doc.push_str(text.value().trim());
        }
    }

    fn items(&mut self, input: ParseStream<'_>) -> Result<()> {
        while !input.is_empty() {
            let name = Ident::parse_any(input)?;
            match name.to_string().as_str() {
                "name" => self.text = Some(Text::Words(syn::parse_quote!(crate::bound::NAME))),
                "words" => self.text = Some(Text::Words(in_parentheses(input)?)),
                "text" => self.text = Some(Text::Any(in_parentheses(input)?)),
                "url" | "language" | "country" | "currency" | "decimal" => {
                    self.text = Some(Text::Form(name));
                }
                "least" => self.least = Some(value(input)?),
                "most" => self.most = Some(value(input)?),
                "list" => self.length = Some(in_parentheses(input)?),
                "distinct" => self.is_distinct = true,
                "names" => self.names = list(input)?.into_iter().next(),
                "default" => self.default = Some(value(input)?),
                "always" => self.is_always_written = true,
                "column" => self.columns = vec![value(input)?],
                "columns" => self.columns = list(input)?,
                "key" => self.is_key = true,
                "elsewhere" => self.is_elsewhere = true,
                "rows" => {
                    self.rows = Some(rows(input)?);
                    self.is_elsewhere = true;
                }
                "owner" => {
                    self.is_owner = true;
                    self.none_where = none_where(input)?;
                }
                "claim" => self.claims.push(claim(input)?),
                _ => return Err(Error::new_spanned(name, "says nothing about a field")),
            }
            if !input.is_empty() {
                input.parse::<Token![,]>()?;
            }
        }
        Ok(())
    }

    fn check(&self) -> Result<()> {
        let is_text = is(&self.inner, "String") && self.names.is_none();
        if is_text && self.text.is_none() {
            let wanted = "a text needs a bound: `name`, `words(most)`, `text(most)`, or a form";
            return Err(Error::new_spanned(&self.ty, wanted));
        }
        if !is_text && self.text.is_some() {
            return Err(Error::new_spanned(&self.ty, "only a text has such a bound"));
        }
        let may_be_blank = match &self.text {
            Some(Text::Any(_)) => self.holds != Holds::Perhaps,
            Some(Text::Words(_)) => self.holds == Holds::Perhaps,
            _ => false,
        };
        if may_be_blank {
            let wanted = "`text(most)` is what may be left out, `words(most)` what is needed";
            return Err(Error::new_spanned(&self.ty, wanted));
        }
        if self.doc.is_empty() {
            return Err(Error::new_spanned(
                &self.ident,
                "a field needs its description",
            ));
        }
        Ok(())
    }

    /// The name in JSON and in the schema.
    pub(crate) fn json_name(&self) -> String {
        let name = self.ident.unraw().to_string();
        let mut words = name.split('_');
        let mut camel = words.next().unwrap_or_default().to_owned();
        for word in words {
            let mut letters = word.chars();
            camel.extend(letters.next().map(|first| first.to_ascii_uppercase()));
            camel.push_str(letters.as_str());
        }
        camel
    }

    /// Whether it is the id of what is declared.
    pub(crate) fn is_id(&self) -> bool {
        self.ident == "id"
    }

    pub(crate) fn is_list(&self) -> bool {
        matches!(self.holds, Holds::List | Holds::Set)
    }

    /// Whether it can be left out.
    pub(crate) fn is_needed(&self) -> bool {
        self.holds == Holds::One && self.default.is_none() && !is(&self.inner, "ExternalIds")
    }
}

fn claim(input: ParseStream<'_>) -> Result<Claim> {
    let inner;
    parenthesized!(inner in input);
    let mut read = Claim {
        property: inner.parse()?,
        key: None,
        unit: None,
        certainty: None,
        of: None,
        is_one: false,
    };
    while !inner.is_empty() {
        inner.parse::<Token![,]>()?;
        let name: Ident = inner.parse()?;
        match name.to_string().as_str() {
            "key" => read.key = Some(value(&inner)?),
            "unit" => read.unit = Some(value(&inner)?),
            "certainty" => read.certainty = Some(value(&inner)?),
            "of" => read.of = Some(value(&inner)?),
            "one" => read.is_one = true,
            _ => return Err(Error::new_spanned(name, "says nothing about a claim")),
        }
    }
    Ok(read)
}

fn rows(input: ParseStream<'_>) -> Result<Rows> {
    let inner;
    parenthesized!(inner in input);
    let table = inner.parse()?;
    let by: Ident = inner.parse()?;
    if by != "by" {
        return Err(Error::new_spanned(
            by,
            "rows are told by their key: `rows(table by column)`",
        ));
    }
    let key = inner.parse()?;
    let mut read = Rows {
        table,
        key,
        names: None,
        have_ids: false,
    };
    while !inner.is_empty() {
        inner.parse::<Token![,]>()?;
        let column: Ident = inner.parse()?;
        if column == "ids" {
            read.have_ids = true;
        } else {
            read.names = Some((column, value(&inner)?));
        }
    }
    Ok(read)
}

/// `(unless column)`.
fn none_where(input: ParseStream<'_>) -> Result<Option<Ident>> {
    if !input.peek(syn::token::Paren) {
        return Ok(None);
    }
    let inner;
    parenthesized!(inner in input);
    let unless: Ident = inner.parse()?;
    if unless != "unless" {
        let wanted = "an owner may have rows that are no records: `owner(unless column)`";
        return Err(Error::new_spanned(unless, wanted));
    }
    Ok(Some(inner.parse()?))
}

fn in_parentheses(input: ParseStream<'_>) -> Result<Expr> {
    let inner;
    parenthesized!(inner in input);
    inner.parse()
}

/// What a type holds, and the type of one value.
fn holds(ty: &Type) -> (Holds, Type) {
    for (name, holds) in [
        ("Option", Holds::Perhaps),
        ("Vec", Holds::List),
        ("BTreeSet", Holds::Set),
    ] {
        if let Some(inner) = argument_of(ty, name) {
            return (holds, inner);
        }
    }
    (Holds::One, ty.clone())
}

fn argument_of(ty: &Type, name: &str) -> Option<Type> {
    let Type::Path(path) = ty else { return None };
    let last = path.path.segments.last()?;
    let PathArguments::AngleBracketed(arguments) = &last.arguments else {
        return None;
    };
    match arguments.args.first()? {
        GenericArgument::Type(inner) if last.ident == name => Some(inner.clone()),
        _ => None,
    }
}

/// Whether a type is called so.
pub(crate) fn is(ty: &Type, name: &str) -> bool {
    ends_with(ty, |last| last == name)
}

/// Whether the name of a type is of this form.
pub(crate) fn ends_with(ty: &Type, fits: impl Fn(&str) -> bool) -> bool {
    let Type::Path(path) = ty else { return false };
    let last = path.path.segments.last();
    last.is_some_and(|last| fits(&last.ident.to_string()))
}
