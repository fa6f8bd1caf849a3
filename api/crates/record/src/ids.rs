//! Ids as records carry them: in their public form, and of the right kind.

use std::borrow::Cow;

use entity::vocabulary::RecordKind;
use model::id::{RecordId, decode, encode};
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::{Columns, References, Shape, Unreadable, Value};

macro_rules! typed_ids {
    (
        {}
        records { $($kind:ident = $code:literal, $prefix:literal $table:ident $id:ident $record:ident, $what:literal;)+ }
        parts { $($part:ident = $part_code:literal, $part_prefix:literal $part_table:ident $part_id:ident, $part_what:literal;)+ }
        others { $($other:tt)+ }
    ) => {
        $(typed_id!($id, $kind, $what);)+
        $(typed_id!($part_id, $part, $part_what);)+
    };
}

macro_rules! typed_id {
    ($name:ident, $kind:ident, $what:literal) => {
        #[doc = concat!("The id of ", $what, ".")]
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(pub i64);

        impl $name {
            /// The kind of record.
            pub const KIND: RecordKind = RecordKind::$kind;

            /// The public form.
            #[must_use]
            pub fn public(self) -> String {
                encode(RecordKind::$kind, self.0)
            }

            /// The same with its kind beside it.
            #[must_use]
            pub const fn any(self) -> RecordId {
                RecordId {
                    kind: RecordKind::$kind,
                    id: self.0,
                }
            }
        }

        impl Value for $name {
            const SHAPE: Shape = Shape::Id(RecordKind::$kind);

            fn refer(&self, field: &'static str, to: &mut References) {
                to.id(field, self.any());
            }
        }

        impl Columns<i64> for $name {
            fn to_columns(&self) -> i64 {
                self.0
            }

            fn from_columns(id: i64) -> Result<Self, Unreadable> {
                Ok(Self(id))
            }
        }

        impl Columns<Option<i64>> for Option<$name> {
            fn to_columns(&self) -> Option<i64> {
                self.map(|id| id.0)
            }

            fn from_columns(id: Option<i64>) -> Result<Self, Unreadable> {
                Ok(id.map($name))
            }
        }

        impl schemars::JsonSchema for $name {
            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                let pattern = format!("^{}[0-9a-z]+$", RecordKind::$kind.prefix());
                let description = concat!("The id of ", $what, ".");
                schemars::json_schema!({"type": "string", "description": description, "pattern": pattern})
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.public())
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                read(deserializer, RecordKind::$kind).map(Self)
            }
        }
    };
}

entity::with_kinds!(typed_ids {});

fn read<'de, D: Deserializer<'de>>(deserializer: D, kind: RecordKind) -> Result<i64, D::Error> {
    let text = String::deserialize(deserializer)?;
    let id = decode(&text).map_err(|error| D::Error::custom(format!("\"{text}\": {error}")))?;
    if id.kind == kind {
        Ok(id.id)
    } else {
        let (wanted, found) = (kind.prefix(), id.kind.prefix());
        let reason = format!("\"{text}\" is the id of another kind: `{found}…`, not `{wanted}…`");
        Err(D::Error::custom(reason))
    }
}
