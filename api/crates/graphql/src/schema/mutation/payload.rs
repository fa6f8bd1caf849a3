//! Answers of mutations.

use std::borrow::Cow;

use async_graphql::parser::types::Field;
use async_graphql::registry::{MetaType, MetaTypeId, MetaTypeName, Registry};
use async_graphql::{
    ContextSelectionSet, Enum, OutputType, Positioned, ServerResult, SimpleObject, Value,
};
use record::FaultKind;

use crate::error::ErrorCode;
use crate::schema::kit::Abstract;

/// Why something failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(name = "ErrorCode")]
pub(crate) enum UserErrorCode {
    /// A value is of the right type but not an acceptable one.
    InvalidValue,
    /// Something that has to be given is missing.
    Required,
    /// A text or a list is longer than allowed.
    TooLong,
    /// Nothing has this id or address.
    NotFound,
    /// The reference fits several records; the message names them.
    Ambiguous,
    /// Something that may be there once only is there already.
    Duplicate,
    /// It was recorded, and the field does not show it: a stronger claim is served, or it is less sure than REPORTED.
    Outranked,
    /// The record was changed since the version that the input expects.
    VersionConflict,
    /// The caller is known and may not do this.
    Forbidden,
    /// The search index is being built.
    IndexNotReady,
    /// A bound was hit.
    BudgetExceeded,
    /// The log no longer reaches back to this cursor.
    ChangesExpired,
    /// The record was deleted or withdrawn.
    Gone,
    /// The server cannot do this now; try again in a moment.
    Busy,
    /// The server has not yet caught up with the place in the log that was asked for.
    ProjectionBehind,
    /// The caller has to say who they are.
    Unauthenticated,
    /// The caller asks too often.
    RateLimited,
}

impl UserErrorCode {
    /// The code of a fault of a record.
    pub(super) const fn of(kind: FaultKind) -> Self {
        match kind {
            FaultKind::Value => Self::InvalidValue,
            FaultKind::Missing => Self::Required,
            FaultKind::TooLong => Self::TooLong,
            FaultKind::Unknown => Self::NotFound,
            FaultKind::Duplicate => Self::Duplicate,
            FaultKind::Gone => Self::Gone,
            FaultKind::TooMany => Self::BudgetExceeded,
        }
    }

    /// The code of an error, if it is one that the caller can mend. The others are errors of the
    /// field.
    pub(super) const fn of_error(code: ErrorCode) -> Option<Self> {
        Some(match code {
            ErrorCode::InvalidValue => Self::InvalidValue,
            ErrorCode::Required => Self::Required,
            ErrorCode::TooLong => Self::TooLong,
            ErrorCode::NotFound => Self::NotFound,
            ErrorCode::Ambiguous => Self::Ambiguous,
            ErrorCode::Duplicate => Self::Duplicate,
            ErrorCode::VersionConflict => Self::VersionConflict,
            ErrorCode::Gone => Self::Gone,
            _ => return None,
        })
    }
}

/// What is wrong with the input of a mutation.
#[derive(Clone, Debug, PartialEq, Eq, SimpleObject)]
pub(crate) struct UserError {
    /// The path to the field at fault, from the input down: `["provenance", "source", "url"]`.
    /// Places in lists are numbers from 0. Null where it is no single field.
    pub(crate) field: Option<Vec<String>>,
    /// The kind of error, for programs.
    pub(crate) code: UserErrorCode,
    /// One sentence for a person.
    pub(crate) message: String,
}

/// The interface of the types that mutations answer; no field has it. It is registered after them.
pub(in crate::schema) struct MutationPayload;

impl OutputType for MutationPayload {
    fn type_name() -> Cow<'static, str> {
        "MutationPayload".into()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        let root = registry.mutation_type.as_ref();
        let root = root.and_then(|root| registry.types.get(root));
        let fields = root.and_then(MetaType::fields).into_iter().flatten();
        let payload = |field| MetaTypeName::concrete_typename(field).to_owned();
        let payloads: Vec<String> = fields.map(|(_, field)| payload(&field.ty)).collect();
        registry.create_output_type::<Self, _>(MetaTypeId::Interface, |registry| {
            let description = "What every mutation answers.".to_owned();
            let mut interface = Abstract::new("MutationPayload", description, &[]);
            for payload in &payloads {
                interface.implemented_by_type(payload.clone(), registry);
            }
            interface.build(std::any::type_name::<Self>())
        })
    }

    async fn resolve(
        &self,
        _: &ContextSelectionSet<'_>,
        _: &Positioned<Field>,
    ) -> ServerResult<Value> {
        Ok(Value::Null)
    }
}

/// Declares the payload of a mutation: what it touched, and what every payload has.
macro_rules! payload {
    (
        $(#[$meta:meta])*
        $payload:ident {
            $($(#[$field_meta:meta])* $field:ident: $type:ty,)+
        }
    ) => {
        $(#[$meta])*
        #[derive(Default)]
        pub(crate) struct $payload {
            $($field: $type,)+
            change_cursor: Option<String>,
            user_errors: Vec<$crate::schema::mutation::UserError>,
            warnings: Vec<$crate::schema::mutation::UserError>,
        }

        $(#[$meta])*
        #[async_graphql::Object]
        impl $payload {
            $(
                $(#[$field_meta])*
                async fn $field(&self) -> &$type {
                    &self.$field
                }
            )+

            /// The place in the log of changes at which this is so: after what this mutation wrote or, where all was so already, the latest. Null with user errors, and in a dry run.
            pub(crate) async fn change_cursor(&self) -> &Option<String> {
                &self.change_cursor
            }

            /// What is wrong with the input. Where there are any, nothing was changed.
            pub(crate) async fn user_errors(&self) -> &Vec<$crate::schema::mutation::UserError> {
                &self.user_errors
            }

            /// What may be wrong, and did not keep the change from being made. A repeated answer has none.
            pub(crate) async fn warnings(&self) -> &Vec<$crate::schema::mutation::UserError> {
                &self.warnings
            }
        }

        impl $payload {
            /// Nothing was changed.
            fn refused(user_errors: Vec<$crate::schema::mutation::UserError>) -> Self {
                Self {
                    user_errors,
                    ..Self::default()
                }
            }
        }
    };
}
pub(in crate::schema) use payload;
