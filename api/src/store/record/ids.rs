//! Ids as records carry them: in their public form, and of the right kind.

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::model::id::{RecordKind, decode, encode};

macro_rules! record_id {
    ($($name:ident = $kind:ident, $doc:literal);+ $(;)?) => {$(
        #[doc = $doc]
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(pub i64);

        impl $name {
            /// The public form.
            #[must_use]
            pub fn public(self) -> String {
                encode(RecordKind::$kind, self.0)
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
    )+};
}

record_id! {
    WorkId = Work, "The id of a work.";
    PersonId = Person, "The id of a person.";
    RoleId = Role, "The id of a role.";
    TitleId = Title, "The id of a title.";
    PersonNameId = PersonName, "The id of a name of a person.";
    GenreId = Genre, "The id of a genre.";
    SourceId = Source, "The id of a source.";
    MilestoneId = Milestone, "The id of a milestone.";
}

fn read<'de, D: Deserializer<'de>>(deserializer: D, kind: RecordKind) -> Result<i64, D::Error> {
    let text = String::deserialize(deserializer)?;
    let id = decode(&text).map_err(|error| D::Error::custom(format!("\"{text}\": {error}")))?;
    if id.kind == kind {
        Ok(id.id)
    } else {
        let (wanted, found) = (kind.letter(), id.kind.letter());
        let reason = format!("\"{text}\" is the id of another kind: `{found}…`, not `{wanted}…`");
        Err(D::Error::custom(reason))
    }
}
