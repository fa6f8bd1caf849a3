//! Fields that several types have, written once in an object that each of them flattens.
//!
//! async-graphql registers types depth first: where an object leads back to a type that flattens
//! it, it has no fields yet, and that type would be left without them. So a type that flattens a
//! shared object registers with a placeholder where the fields belong, and they are put there when
//! all types are known: see [`Completed`](super::Completed).

use std::borrow::Cow;
use std::marker::PhantomData;

use async_graphql::indexmap::IndexMap;
use async_graphql::parser::types::Field;
use async_graphql::registry::{MetaField, MetaTypeId, ObjectBuilder, Registry};
use async_graphql::{
    ContainerType, Context, ContextSelectionSet, OutputType, Positioned, ServerResult, Value,
};

/// How the name of a placeholder begins; no name of a schema does.
pub(super) const SPREAD: &str = "...";

/// What a shared object calls the record that it is a part of.
pub(super) const RECORD: &str = "record";

/// A type that has a word of its own for what it is, in the descriptions of shared fields.
pub(crate) trait Called {
    /// The word: `person`. Where the shared object says "this record", the type says "this person".
    const NOUN: &'static str;
}

/// Called as the shared object calls it.
pub(crate) struct AsShared;

impl Called for AsShared {
    const NOUN: &'static str = RECORD;
}

/// A shared object, as a type flattens it.
pub(crate) struct Shared<T, N = AsShared> {
    object: T,
    called: PhantomData<fn() -> N>,
}

impl<T, N> Shared<T, N> {
    /// What a resolver with `flatten` gives.
    pub(crate) const fn new(object: T) -> Self {
        Self {
            object,
            called: PhantomData,
        }
    }
}

impl<T: OutputType, N: Called> Shared<T, N> {
    /// Stands for the fields; its type says where they are, its description how the type is called.
    fn placeholder() -> IndexMap<String, MetaField> {
        let name = Self::type_name().into_owned();
        let mut field = MetaField::new(name.clone(), T::qualified_type_name());
        field.description = Some(N::NOUN.to_owned());
        IndexMap::from([(name, field)])
    }

    /// The fields of a type that has no others.
    pub(crate) fn fields(registry: &mut Registry) -> IndexMap<String, MetaField> {
        Self::create_type_info(registry);
        Self::placeholder()
    }
}

impl<T: OutputType, N: Called> OutputType for Shared<T, N> {
    fn type_name() -> Cow<'static, str> {
        format!("{SPREAD}{} of this {}", T::type_name(), N::NOUN).into()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        // The placeholder first: the object may lead back to here.
        let name = registry.create_output_type::<Self, _>(MetaTypeId::Object, |_| {
            ObjectBuilder::new(Self::type_name(), Self::placeholder()).build()
        });
        T::create_type_info(registry);
        name
    }

    async fn resolve(
        &self,
        ctx: &ContextSelectionSet<'_>,
        field: &Positioned<Field>,
    ) -> ServerResult<Value> {
        self.object.resolve(ctx, field).await
    }
}

impl<T: ContainerType, N: Called> ContainerType for Shared<T, N> {
    async fn resolve_field(&self, ctx: &Context<'_>) -> ServerResult<Option<Value>> {
        self.object.resolve_field(ctx).await
    }
}

/// Declares an object type whose fields are all those of a shared object, which it wraps: the
/// derive of async-graphql asks for a field of its own.
macro_rules! object_of {
    ($shared:ty, $($(#[doc = $doc:literal])+ $object:ident),+ $(,)?) => {$(
        $(#[doc = $doc])+
        #[derive(Clone)]
        pub(crate) struct $object(pub(crate) $shared);

        impl async_graphql::OutputType for $object {
            fn type_name() -> std::borrow::Cow<'static, str> {
                stringify!($object).into()
            }

            fn create_type_info(registry: &mut async_graphql::registry::Registry) -> String {
                use async_graphql::registry::{MetaTypeId, ObjectBuilder};

                registry.create_output_type::<Self, _>(MetaTypeId::Object, |registry| {
                    let fields = $crate::schema::kit::Shared::<$shared>::fields(registry);
                    ObjectBuilder::new(stringify!($object), fields)
                        .rust_typename(std::any::type_name::<Self>())
                        .description(Some([$($doc.trim()),+].join("\n")))
                        .build()
                })
            }

            async fn resolve(
                &self,
                ctx: &async_graphql::ContextSelectionSet<'_>,
                _: &async_graphql::Positioned<async_graphql::parser::types::Field>,
            ) -> async_graphql::ServerResult<async_graphql::Value> {
                async_graphql::resolver_utils::resolve_container(ctx, self).await
            }
        }

        impl async_graphql::ContainerType for $object {
            async fn resolve_field(
                &self,
                ctx: &async_graphql::Context<'_>,
            ) -> async_graphql::ServerResult<Option<async_graphql::Value>> {
                self.0.resolve_field(ctx).await
            }
        }
    )+};
}
pub(crate) use object_of;
