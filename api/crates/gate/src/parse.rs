//! Text to syntax tree, under limits, with nothing lost on the way.
//!
//! The parser's tree leaves out what it could not place, and reports no error for some of it: an
//! argument without a value vanishes. So the words of the text are held against those of the tree.

use apollo_compiler::Schema;
use apollo_compiler::ast::{
    Argument, Definition, DirectiveList, Document as Ast, Selection, Type, Value,
};
use apollo_compiler::parser::Parser;
use apollo_compiler::validation::DiagnosticList;

use super::GateLimits;
use super::descriptions::without_descriptions;
use super::error::{BoundHit, GateCode, GateError, Location, MAX_ERRORS, cut, sentence};
use super::lex::{Kind, Token, tokens};
use super::suggest::for_diagnostic;

/// Parses a document. Lines and columns in the tree are those of the text; what is at an offset of
/// the tree is to be read in the tree's own source.
pub(super) fn parse(text: &str, limits: &GateLimits) -> Result<Ast, Vec<GateError>> {
    let bytes = text.len() as u64;
    if bytes > limits.max_bytes {
        let hit = BoundHit {
            name: "max_document_bytes",
            limit: limits.max_bytes,
            actual: bytes,
        };
        let advice = "Pass values as variables, and ask for less in one request.";
        return Err(vec![GateError::bound(hit, "Bytes of the document", advice)]);
    }
    let text = without_descriptions(text);
    let mut parser = Parser::new()
        .token_limit(limits.max_tokens)
        .recursion_limit(limits.max_recursion);
    let parsed = parser.parse_ast(&*text, "request.graphql");
    if let Some(error) = exceeded(&parser, limits) {
        return Err(vec![error]);
    }
    let ast = parsed.map_err(|failed| listed(&failed.errors, GateCode::ParseFailed, None))?;
    whole(&text, &ast).map_err(|error| vec![error])?;
    Ok(ast)
}

/// A library's diagnostics as errors of ours. With a schema, they say what names may be meant.
pub(super) fn listed(
    diagnostics: &DiagnosticList,
    code: GateCode,
    schema: Option<&Schema>,
) -> Vec<GateError> {
    let mut errors: Vec<GateError> = Vec::new();
    for diagnostic in diagnostics.iter() {
        let found = diagnostic.to_json();
        let at = found.locations.first().map(|place| Location {
            line: place.line,
            column: place.column,
        });
        let meant = schema.and_then(|schema| for_diagnostic(&found.message, schema));
        let text = cut(found.message, MAX_MESSAGE) + &meant.unwrap_or_default();
        let error = GateError::new(code, in_words(&text)).at(at);
        // Two rules of the library may see the same.
        if !errors.contains(&error) {
            errors.push(error);
        }
        if errors.len() == MAX_ERRORS {
            break;
        }
    }
    errors
}

/// A message may quote a token, and a token may be as long as the document.
const MAX_MESSAGE: usize = 300;

/// The parser's own names for what an author types.
const SPELT: [(&str, &str); 5] = [
    ("R_CURLY", "}"),
    ("R_PAREN", ")"),
    ("R_BRACK", "]"),
    ("<EOF>", "end of the document"),
    ("EOF", "the end of the document"),
];

/// A message with a capital and a full stop, as all others have, and without names of tokens.
fn in_words(message: &str) -> String {
    let mut text = message.to_owned();
    if text.starts_with("syntax error") {
        for (token, spelt) in SPELT {
            text = text.replace(token, spelt);
        }
    }
    if let Some(first) = text.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    sentence(text)
}

fn exceeded(parser: &Parser, limits: &GateLimits) -> Option<GateError> {
    let (name, limit, actual, what) = if parser.tokens_reached() > limits.max_tokens {
        (
            "max_tokens",
            limits.max_tokens,
            parser.tokens_reached(),
            "Tokens of the document, white space and comments included, at least",
        )
    } else if parser.recursion_reached() > limits.max_recursion {
        (
            "max_recursion",
            limits.max_recursion,
            parser.recursion_reached(),
            "Brackets within one another, at least",
        )
    } else {
        return None;
    };
    let hit = BoundHit {
        name,
        limit: limit as u64,
        actual: actual as u64,
    };
    Some(GateError::bound(hit, what, "Ask for less in one request."))
}

/// Refuses a text of which a word has no place in the tree.
fn whole(text: &str, ast: &Ast) -> Result<(), GateError> {
    let mut found = Vec::new();
    for definition in &ast.definitions {
        // Definitions of types are validation's to refuse, with a better message.
        if !words_of_definition(definition, text, &mut found) {
            return Ok(());
        }
    }
    let mut found = found.into_iter();
    let said = tokens(text).filter(|token| {
        matches!(
            token.kind,
            Kind::Name | Kind::Number | Kind::Text | Kind::Block
        )
    });
    for word in said {
        // The parser misses a line's end that is a string's first character.
        if word.kind == Kind::Text && word.text.contains(['\n', '\r']) {
            let message = "Syntax error: a string must end on the line where it starts.";
            let error = GateError::new(GateCode::ParseFailed, message);
            return Err(error.at(Some(location(text, word.start))));
        }
        if !found.next().is_some_and(|expected| expected.is(&word)) {
            return Err(misplaced(text, &word));
        }
    }
    Ok(())
}

fn misplaced(text: &str, word: &Token<'_>) -> GateError {
    let message = match word.kind {
        Kind::Name => format!(
            "Syntax error: \"{}\" has no value; an argument or input field needs a colon and a value.",
            word.text
        ),
        _ => "Syntax error: a value stands where none can be.".to_owned(),
    };
    GateError::new(GateCode::ParseFailed, message).at(Some(location(text, word.start)))
}

/// The place of a byte of the text.
fn location(text: &str, start: usize) -> Location {
    let before = text.get(..start).unwrap_or(text);
    let line_start = before.rfind(['\n', '\r']).map_or(0, |at| at + 1);
    let breaks = before.replace("\r\n", "\n");
    Location {
        line: breaks.matches(['\n', '\r']).count() + 1,
        column: before[line_start..].chars().count() + 1,
    }
}

/// A word that the tree stands for.
enum Word<'a> {
    Said(&'a str),
    AnyString,
}

impl Word<'_> {
    fn is(&self, token: &Token<'_>) -> bool {
        match self {
            Self::Said(text) => *text == token.text,
            Self::AnyString => matches!(token.kind, Kind::Text | Kind::Block),
        }
    }
}

type Words<'a> = Vec<Word<'a>>;

/// Adds the words of an operation or fragment; says whether the definition was one.
fn words_of_definition<'a>(definition: &'a Definition, text: &str, words: &mut Words<'a>) -> bool {
    match definition {
        Definition::OperationDefinition(operation) => {
            // The short form has no keyword, and the tree does not tell it from the long one.
            let start = operation.location().map_or(0, |span| span.offset());
            if !text.get(start..).is_some_and(|rest| rest.starts_with('{')) {
                words.push(Word::Said(operation.operation_type.name()));
            }
            if let Some(name) = &operation.name {
                words.push(Word::Said(name));
            }
            for variable in &operation.variables {
                words.push(Word::Said(&variable.name));
                words_of_type(&variable.ty, words);
                if let Some(value) = &variable.default_value {
                    words_of_value(value, words);
                }
                words_of_directives(&variable.directives, words);
            }
            words_of_directives(&operation.directives, words);
            words_of_selections(&operation.selection_set, words);
        }
        Definition::FragmentDefinition(fragment) => {
            words.push(Word::Said("fragment"));
            words.push(Word::Said(&fragment.name));
            words.push(Word::Said("on"));
            words.push(Word::Said(&fragment.type_condition));
            words_of_directives(&fragment.directives, words);
            words_of_selections(&fragment.selection_set, words);
        }
        _ => return false,
    }
    true
}

fn words_of_selections<'a>(selections: &'a [Selection], words: &mut Words<'a>) {
    for selection in selections {
        match selection {
            Selection::Field(field) => {
                words.extend(field.alias.as_deref().map(Word::Said));
                words.push(Word::Said(&field.name));
                words_of_arguments(&field.arguments, words);
                words_of_directives(&field.directives, words);
                words_of_selections(&field.selection_set, words);
            }
            Selection::FragmentSpread(spread) => {
                words.push(Word::Said(&spread.fragment_name));
                words_of_directives(&spread.directives, words);
            }
            Selection::InlineFragment(inline) => {
                if let Some(condition) = &inline.type_condition {
                    words.push(Word::Said("on"));
                    words.push(Word::Said(condition));
                }
                words_of_directives(&inline.directives, words);
                words_of_selections(&inline.selection_set, words);
            }
        }
    }
}

fn words_of_directives<'a>(directives: &'a DirectiveList, words: &mut Words<'a>) {
    for directive in directives.iter() {
        words.push(Word::Said(&directive.name));
        words_of_arguments(&directive.arguments, words);
    }
}

fn words_of_arguments<'a>(arguments: &'a [apollo_compiler::Node<Argument>], words: &mut Words<'a>) {
    for argument in arguments {
        words.push(Word::Said(&argument.name));
        words_of_value(&argument.value, words);
    }
}

fn words_of_type<'a>(ty: &'a Type, words: &mut Words<'a>) {
    words.push(Word::Said(ty.inner_named_type()));
}

fn words_of_value<'a>(value: &'a Value, words: &mut Words<'a>) {
    match value {
        Value::Null => words.push(Word::Said("null")),
        Value::Boolean(true) => words.push(Word::Said("true")),
        Value::Boolean(false) => words.push(Word::Said("false")),
        Value::Enum(name) | Value::Variable(name) => words.push(Word::Said(name)),
        Value::String(_) => words.push(Word::AnyString),
        Value::Float(number) => words.push(Word::Said(number.as_str())),
        Value::Int(number) => words.push(Word::Said(number.as_str())),
        Value::List(items) => items.iter().for_each(|item| words_of_value(item, words)),
        Value::Object(fields) => {
            for (name, value) in fields {
                words.push(Word::Said(name));
                words_of_value(value, words);
            }
        }
    }
}
