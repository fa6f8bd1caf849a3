//! Interfaces, by the types that implement them.
//!
//! An interface is answered as what it is, so its fields have no resolvers; and what they are is
//! what its types have in common, so they are not written again: see
//! [`Completed`](super::Completed).

use async_graphql::OutputType;
use async_graphql::indexmap::{IndexMap, IndexSet};
use async_graphql::registry::{MetaField, MetaType, Registry};

/// An interface while it registers.
pub(crate) struct Abstract {
    name: &'static str,
    description: String,
    fields: IndexMap<String, MetaField>,
    possible_types: IndexSet<String>,
}

impl Abstract {
    /// An interface of this name. What it says of fields in words of its own stands in for them
    /// until its types are known.
    pub(crate) fn new(
        name: &'static str,
        description: String,
        words: &[(&'static str, &'static str)],
    ) -> Self {
        let worded = |&(name, words): &(&'static str, &'static str)| {
            let mut field = MetaField::new(name, String::new());
            field.description = Some(words.to_owned());
            (name.to_owned(), field)
        };
        Self {
            name,
            description,
            fields: words.iter().map(worded).collect(),
            possible_types: IndexSet::new(),
        }
    }

    /// Registers a type that implements it.
    pub(crate) fn implemented_by<T: OutputType>(&mut self, registry: &mut Registry) {
        T::create_type_info(registry);
        self.implemented_by_type(T::type_name().into_owned(), registry);
    }

    /// The same of a type that is registered.
    pub(crate) fn implemented_by_type(&mut self, name: String, registry: &mut Registry) {
        registry.add_implements(&name, self.name);
        self.possible_types.insert(name);
    }

    /// The interface, as it is registered.
    pub(crate) fn build(self, rust_typename: &'static str) -> MetaType {
        MetaType::Interface {
            name: self.name.to_owned(),
            description: Some(self.description),
            fields: self.fields,
            possible_types: self.possible_types,
            extends: false,
            keys: None,
            visible: None,
            inaccessible: false,
            tags: Vec::new(),
            rust_typename: Some(rust_typename),
            directive_invocations: Vec::new(),
            requires_scopes: Vec::new(),
        }
    }
}

/// Declares an interface by its types. Its fields are those that all of them have; what they are
/// called where the types differ stands behind the types.
macro_rules! interface {
    (
        $(#[doc = $doc:literal])+
        $(#[derive($derive:ident)])?
        $name:ident { $($object:ident),+ $(,)? }
        $(with $($field:ident: $words:literal),+ $(,)?)?
    ) => {
        $(#[doc = $doc])+
        $(#[derive($derive)])?
        #[allow(missing_docs, clippy::enum_variant_names, reason = "each is called as its type")]
        pub(crate) enum $name {
            $($object($object)),+
        }

        $(
            impl From<$object> for $name {
                fn from(object: $object) -> Self {
                    Self::$object(object)
                }
            }
        )+

        impl async_graphql::OutputType for $name {
            fn type_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn introspection_type_name(&self) -> std::borrow::Cow<'static, str> {
                match self {
                    $(Self::$object(_) => <$object as async_graphql::OutputType>::type_name(),)+
                }
            }

            fn create_type_info(registry: &mut async_graphql::registry::Registry) -> String {
                use async_graphql::registry::MetaTypeId;

                registry.create_output_type::<Self, _>(MetaTypeId::Interface, |registry| {
                    let mut interface = $crate::schema::kit::Abstract::new(
                        stringify!($name),
                        [$($doc.trim()),+].join("\n"),
                        &[$($((stringify!($field), $words)),+)?],
                    );
                    $(interface.implemented_by::<$object>(registry);)+
                    interface.build(std::any::type_name::<Self>())
                })
            }

            async fn resolve(
                &self,
                ctx: &async_graphql::ContextSelectionSet<'_>,
                field: &async_graphql::Positioned<async_graphql::parser::types::Field>,
            ) -> async_graphql::ServerResult<async_graphql::Value> {
                match self {
                    $(Self::$object(object) => object.resolve(ctx, field).await,)+
                }
            }
        }
    };
}
pub(crate) use interface;
