//! Ids as records carry them: in their public form, and of the right kind.

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::model::id::{RecordKind, decode, encode, prefix};

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

        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                let pattern = format!("^{}[0-9a-z]+$", prefix(RecordKind::$kind));
                schemars::json_schema!({"type": "string", "description": $doc, "pattern": pattern})
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
    KeywordId = Keyword, "The id of a keyword.";
    ProfessionId = Profession, "The id of a profession.";
    CompanyId = Company, "The id of a company.";
    CompanyRoleId = CompanyRole, "The id of what a company did for a work.";
    CharacterId = Character, "The id of a character.";
    SeasonId = Season, "The id of a season.";
    ReleaseId = Release, "The id of a release.";
    DealId = Deal, "The id of a deal.";
    LocationId = Location, "The id of a place of a work.";
    AwardId = Award, "The id of a nomination.";
    RatingId = Rating, "The id of a rating.";
    RelationId = Relation, "The id of a relation between works.";
    QuoteId = Quote, "The id of a quote.";
    CommentaryId = Commentary, "The id of a commentary.";
    ListId = List, "The id of a curated list.";
    ListEntryId = ListEntry, "The id of an entry of a curated list.";
    CollectionId = Collection, "The id of a collection.";
    ImageId = Image, "The id of an image.";
    VideoId = Video, "The id of a video.";
    ClaimId = Claim, "The id of a claim.";
}

fn read<'de, D: Deserializer<'de>>(deserializer: D, kind: RecordKind) -> Result<i64, D::Error> {
    let text = String::deserialize(deserializer)?;
    let id = decode(&text).map_err(|error| D::Error::custom(format!("\"{text}\": {error}")))?;
    if id.kind == kind {
        Ok(id.id)
    } else {
        let (wanted, found) = (prefix(kind), prefix(id.kind));
        let reason = format!("\"{text}\" is the id of another kind: `{found}…`, not `{wanted}…`");
        Err(D::Error::custom(reason))
    }
}

/// The id of a record of any kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AnyId {
    /// The kind of the record.
    pub kind: RecordKind,
    /// Its id.
    pub id: i64,
}

impl schemars::JsonSchema for AnyId {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "AnyId".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let description = "The id of a record of any kind.";
        schemars::json_schema!({"type": "string", "description": description})
    }
}

impl Serialize for AnyId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&encode(self.kind, self.id))
    }
}

impl<'de> Deserialize<'de> for AnyId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let id = decode(&text).map_err(|error| D::Error::custom(format!("\"{text}\": {error}")))?;
        Ok(Self {
            kind: id.kind,
            id: id.id,
        })
    }
}
