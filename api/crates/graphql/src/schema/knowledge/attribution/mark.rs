//! Marks: fields that are asked for besides, under keys that no document can hold.

use async_graphql::parser::types::{
    DocumentOperations, ExecutableDocument, Field, InlineFragment, Selection, SelectionSet,
    TypeCondition,
};
use async_graphql::{Name, PathSegment, Positioned};

use super::SOURCE;

/// The type of an object. No name of a document begins with a space, so no alias is like a mark.
pub(super) const TYPE: &str = " type";
/// The id of a record.
pub(super) const ID: &str = " id";
/// The source that an object names itself.
pub(super) const OWN_SOURCE: &str = " source";
/// The claim that won a fact.
pub(super) const CLAIM: &str = " claim";

/// The document with marks below every field: once for each object, whatever fragments it has.
pub(super) fn marked(
    document: &ExecutableDocument,
    marks: &[Positioned<Selection>],
) -> ExecutableDocument {
    let mut document = document.clone();
    match &mut document.operations {
        DocumentOperations::Single(operation) => {
            mark(&mut operation.node.selection_set.node, marks);
        }
        DocumentOperations::Multiple(operations) => {
            for operation in operations.values_mut() {
                mark(&mut operation.node.selection_set.node, marks);
            }
        }
    }
    for fragment in document.fragments.values_mut() {
        mark_below(&mut fragment.node.selection_set.node, marks);
    }
    document
}

/// Gives the error the path that the client knows: that of the object whose mark failed.
pub(super) fn hide(path: &mut Vec<PathSegment>) {
    let is_mark = |segment: &PathSegment| matches!(segment, PathSegment::Field(name) if name.starts_with(' '));
    if let Some(at) = path.iter().position(is_mark) {
        path.truncate(at);
    }
}

fn mark(set: &mut SelectionSet, marks: &[Positioned<Selection>]) {
    if !set.items.is_empty() {
        mark_below(set, marks);
        set.items.extend_from_slice(marks);
    }
}

fn mark_below(set: &mut SelectionSet, marks: &[Positioned<Selection>]) {
    for item in &mut set.items {
        match &mut item.node {
            Selection::Field(field) => mark(&mut field.node.selection_set.node, marks),
            Selection::InlineFragment(fragment) => {
                mark_below(&mut fragment.node.selection_set.node, marks);
            }
            Selection::FragmentSpread(_) => {}
        }
    }
}

/// The marks, where objects of these types name their source themselves.
pub(super) fn marks(sourced: &[Name]) -> Vec<Positioned<Selection>> {
    let source = || field(OWN_SOURCE, SOURCE, vec![field(ID, "id", Vec::new())]);
    let mut marks = vec![
        field(TYPE, "__typename", Vec::new()),
        on("Node", field(ID, "id", Vec::new())),
        on("Fact", field(CLAIM, "claim", vec![source()])),
    ];
    marks.extend(sourced.iter().map(|name| on(name, source())));
    marks
}

fn at<T>(node: T) -> Positioned<T> {
    Positioned::new(node, async_graphql::Pos::default())
}

fn field(key: &str, name: &str, below: Vec<Positioned<Selection>>) -> Positioned<Selection> {
    at(Selection::Field(at(Field {
        alias: Some(at(Name::new(key))),
        name: at(Name::new(name)),
        arguments: Vec::new(),
        directives: Vec::new(),
        selection_set: at(SelectionSet { items: below }),
    })))
}

fn on(ty: &str, below: Positioned<Selection>) -> Positioned<Selection> {
    at(Selection::InlineFragment(at(InlineFragment {
        type_condition: Some(at(TypeCondition {
            on: at(Name::new(ty)),
        })),
        directives: Vec::new(),
        selection_set: at(SelectionSet { items: vec![below] }),
    })))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]

    use async_graphql::parser::parse_query;

    use super::*;

    #[test]
    fn an_error_of_a_mark_is_one_of_its_object() {
        let field = |name: &str| PathSegment::Field(name.to_owned());
        let mut path = vec![
            field("film"),
            PathSegment::Index(2),
            field(OWN_SOURCE),
            field(ID),
        ];
        hide(&mut path);
        assert_eq!(path, [field("film"), PathSegment::Index(2)]);
        hide(&mut path);
        assert_eq!(path.len(), 2);
    }

    #[test]
    fn marks_stand_once_for_each_object() {
        let text = "{ a { ... on B { c { d } } ...F } } fragment F on A { e }";
        let marked = marked(&parse_query(text).unwrap(), &marks(&[]));
        let fragment = marked.fragments.values().next().unwrap();
        assert_eq!(fragment.node.selection_set.node.items.len(), 1);
        let (_, operation) = marked.operations.iter().next().unwrap();
        let items = |set: &SelectionSet| set.items.len();
        let root = &operation.node.selection_set.node;
        let Some(Selection::Field(a)) = root.items.first().map(|item| &item.node) else {
            panic!("the first is a field");
        };
        // Those of the document, and the three marks.
        assert_eq!(
            (items(root), items(&a.node.selection_set.node)),
            (1 + 3, 2 + 3)
        );
    }
}
