//! Every field of every type gives real data for some record of the bundled sample.
//!
//! The test walks the schema: it asks some records of each type for all their fields, three levels
//! deep, and the others for those fields that had no value yet. A field that nothing in the sample
//! fills has to stand in `EXCEPTIONS`, with its reason.

use std::collections::{BTreeMap, BTreeSet};
use std::iter;

use apollo_compiler::Schema;
use apollo_compiler::ast::FieldDefinition;
use apollo_compiler::schema::ExtendedType;
use apollo_compiler::validation::Valid;
use filmgraph_tests::{Database, Options, Server, run};
use serde_json::{Value, json};

const SAMPLE: &str = include_str!("../../api/crates/data/src/sample/founding.jsonl");

/// Records of one type that are looked at, how many of them for all their fields, and how many of
/// the others at a time.
const RECORDS: usize = 400;
const WHOLE: usize = 8;
const AT_ONCE: usize = 40;
/// How far below a record the walk goes: far enough for the nodes of a connection.
const DEPTH: usize = 3;

/// Fields that nothing in the sample fills, each with its reason. `*` stands for every type, or for
/// every field of a type.
const EXCEPTIONS: [(&str, &[&str]); 9] = [
    (
        "no claim of the sample was taken back",
        &["Claim.retractionReason"],
    ),
    (
        "the sample knows games by title, date, makers and voices",
        &[
            "Game.directors",
            "Game.externalIds",
            "Game.imdbId",
            "Game.keywords",
            "Game.locations",
            "Game.milestones",
            "Game.originalTitle",
            "Game.runtimeMinutes",
            "Game.tagline",
            "Game.taglineLanguage",
            "Game.wikidataId",
            "Game.writers",
        ],
    ),
    (
        "no picture or video is bundled: they are referred to where a licence is known",
        &[
            "Image.*",
            "ImageConnection.edges",
            "ImageConnection.nodes",
            "ImageEdge.*",
            "Video.*",
            "VideoConnection.edges",
            "VideoConnection.nodes",
            "VideoEdge.*",
            "*.poster",
            "*.backdrop",
            "*.trailer",
            "Person.portrait",
        ],
    ),
    (
        "figures of data sets that may not be redistributed",
        &[
            "Rating.*",
            "*.rating",
            "*.ratings",
            "*.popularity",
            "*.tmdbId",
        ],
    ),
    (
        "only series have creators here",
        &[
            "Film.creators",
            "Episode.creators",
            "Recording.creators",
            "Game.creators",
        ],
    ),
    (
        "the one deal of the sample is told by an article that does not say so much",
        &[
            "Deal.announcedOn",
            "Deal.seller",
            "Deal.territories",
            "*.deals",
        ],
    ),
    (
        "not surely known of any record of the sample",
        &[
            "Certification.note",
            "Character.wikidataId",
            "Film.wikidataId",
            "Series.originalTitle",
            "Series.runtimeMinutes",
            "Series.wikidataId",
            "Claim.retractedAt",
            "Source.retrievedAt",
        ],
    ),
    (
        "the sample tells such things of films, and of the series as a whole",
        &[
            "Episode.certifications",
            "Episode.companies",
            "Episode.countries",
            "Episode.externalIds",
            "Episode.imdbId",
            "Episode.keywords",
            "Episode.links",
            "Episode.locations",
            "Episode.milestones",
            "Episode.originalTitle",
            "Episode.runtimeMinutes",
            "Episode.synopsis",
            "Episode.synopsisLanguage",
            "Episode.tagline",
            "Episode.taglineLanguage",
            "Episode.wikidataId",
            "Series.certifications",
            "Series.milestones",
            "Series.tagline",
            "Series.taglineLanguage",
        ],
    ),
    (
        "the sample knows recordings by title, year and performer",
        &[
            "Recording.certifications",
            "Recording.countries",
            "Recording.directors",
            "Recording.externalIds",
            "Recording.imdbId",
            "Recording.keywords",
            "Recording.links",
            "Recording.locations",
            "Recording.milestones",
            "Recording.originalTitle",
            "Recording.runtimeMinutes",
            "Recording.synopsis",
            "Recording.synopsisLanguage",
            "Recording.tagline",
            "Recording.taglineLanguage",
            "Recording.wikidataId",
            "Recording.writers",
        ],
    ),
];

/// Whether `Type.field` is one of the exceptions.
fn is_exception(field: &str) -> bool {
    let matches = |pattern: &&str| -> bool {
        let (ty, name) = field.split_once('.').expect("a type and a field");
        let (of, named) = pattern.split_once('.').expect("a type and a field");
        (of == "*" || of == ty) && (named == "*" || named == name)
    };
    EXCEPTIONS
        .iter()
        .any(|(_, patterns)| patterns.iter().any(matches))
}

#[test]
fn every_field_has_data_somewhere() {
    run(walk());
}

async fn walk() {
    let unbounded = Options::sample().with(|config| {
        config.limits.max_cost = 1_000_000_000;
        config.limits.max_answer_values = 1_000_000_000;
        config.limits.max_fields = 100_000;
        config.limits.max_values = 100_000;
    });
    let server = Server::start(Database::Sqlite, unbounded).await;
    let schema = graphql::schema::sdl();
    let schema = Schema::parse_and_validate(schema, "schema.graphql").expect("a valid schema");
    let mut walk = Walk::default();
    // No record leads to the server itself.
    let all = Selection::of_all(&schema);
    let of_server = all.of("ServerInfo", DEPTH, false);
    let query = format!("{{ server {{ {of_server} }} }}");
    walk.note(&server.data(&query).await);
    // The walk asks some of the many roles for facts; this one has a reason in the place of a value.
    let of_role = all.of("Role", DEPTH, true);
    let query = format!("{{ node(id: \"r27l\") {{ __typename ... on Role {{ {of_role} }} }} }}");
    walk.note(&server.data(&query).await);
    let mut waiting = by_type(&server, sample_ids()).await;
    let mut asked: BTreeSet<String> = BTreeSet::new();
    while let Some((ty, ids)) = waiting.pop_first() {
        let new: Vec<String> = ids.into_iter().filter(|id| !asked.contains(id)).collect();
        let new = &new[..new.len().min(RECORDS)];
        let (whole, others) = new.split_at(new.len().min(WHOLE));
        asked.extend(new.iter().cloned());
        let parts = iter::once(whole).chain(others.chunks(AT_ONCE));
        for (at, ids) in parts.filter(|ids| !ids.is_empty()).enumerate() {
            // Claims are about every record: of some they are enough.
            let selection = if at == 0 {
                all.of(&ty, DEPTH, true)
            } else {
                Selection::of_rest(&schema, &walk.seen).of(&ty, DEPTH, false)
            };
            let query = format!(
                "query($ids: [ID!]!) {{ nodes(ids: $ids) {{ __typename ... on {ty} {{ {selection} }} }} }}"
            );
            let data = server.data_with(&query, json!({"ids": ids})).await;
            walk.note(&data["nodes"]);
        }
        // Records that only others lead to, such as names and countries.
        for (ty, ids) in std::mem::take(&mut walk.met) {
            let new: BTreeSet<String> = ids.into_iter().filter(|id| !asked.contains(id)).collect();
            let is_known = walk.looked_at.contains(&ty);
            if !new.is_empty() && !is_known {
                waiting.entry(ty).or_default().extend(new);
            }
        }
        walk.looked_at.insert(ty);
    }
    let missing: Vec<String> = fields(&schema)
        .filter(|field| !walk.seen.contains(field))
        .collect();
    let unexplained: Vec<&String> = missing
        .iter()
        .filter(|field| !is_exception(field))
        .collect();
    assert!(unexplained.is_empty(), "never filled: {unexplained:#?}");
    // An exception by name must not outlive its reason.
    let named = EXCEPTIONS.iter().flat_map(|(_, patterns)| patterns.iter());
    let filled: Vec<&&str> = named
        .filter(|pattern| !pattern.contains('*') && walk.seen.contains(**pattern))
        .collect();
    assert!(filled.is_empty(), "no exceptions any more: {filled:?}");
}

/// What the walk has come across.
#[derive(Default)]
struct Walk {
    /// `Type.field` that had a value.
    seen: BTreeSet<String>,
    /// Ids by type.
    met: BTreeMap<String, BTreeSet<String>>,
    looked_at: BTreeSet<String>,
}

impl Walk {
    fn note(&mut self, value: &Value) {
        match value {
            Value::Array(items) => items.iter().for_each(|item| self.note(item)),
            Value::Object(fields) => {
                let ty = fields
                    .get("__typename")
                    .and_then(Value::as_str)
                    .unwrap_or_default();
                if let Some(id) = fields.get("id").and_then(Value::as_str) {
                    let ids = self.met.entry(ty.to_owned()).or_default();
                    ids.insert(id.to_owned());
                }
                for (field, value) in fields {
                    let is_empty = value.as_array().is_some_and(Vec::is_empty);
                    if !value.is_null() && !is_empty {
                        self.seen.insert(format!("{ty}.{field}"));
                    }
                    self.note(value);
                }
            }
            _ => {}
        }
    }
}

/// Every id in the sample, those of parts too.
fn sample_ids() -> Vec<String> {
    fn gather(value: &Value, ids: &mut Vec<String>) {
        match value {
            Value::Array(items) => items.iter().for_each(|item| gather(item, ids)),
            Value::Object(fields) => {
                ids.extend(fields.get("id").and_then(Value::as_str).map(str::to_owned));
                fields.values().for_each(|value| gather(value, ids));
            }
            _ => {}
        }
    }
    let mut ids = Vec::new();
    for line in SAMPLE.lines() {
        gather(&serde_json::from_str(line).expect("JSON"), &mut ids);
    }
    ids
}

async fn by_type(server: &Server, ids: Vec<String>) -> BTreeMap<String, BTreeSet<String>> {
    let mut types: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for ids in ids.chunks(100) {
        let query = "query($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }";
        let data = server.data_with(query, json!({"ids": ids})).await;
        for node in data["nodes"].as_array().expect("nodes") {
            let (ty, id) = (node["__typename"].as_str(), node["id"].as_str());
            let (ty, id) = ty.zip(id).expect("every id of the sample is a node");
            types
                .entry(ty.to_owned())
                .or_default()
                .insert(id.to_owned());
        }
    }
    types
}

/// Every field of every object type, but for what all connections and queries have.
fn fields(schema: &Valid<Schema>) -> impl Iterator<Item = String> {
    let objects = schema.types.values().filter_map(|ty| ty.as_object());
    objects
        .filter(|object| !is_of_operations(object.name.as_str()))
        .flat_map(|object| {
            object
                .fields
                .keys()
                .map(move |field| format!("{}.{field}", object.name))
        })
}

/// Types that no record leads to: operations, and what mutations answer.
fn is_of_operations(ty: &str) -> bool {
    let of_queries = matches!(ty, "Query" | "SourceConnection" | "SourceEdge");
    let of_mutations = matches!(ty, "Mutation" | "UserError" | "RecordCount" | "FieldChange")
        || ty.ends_with("Payload");
    ty.starts_with("__") || of_queries || of_mutations
}

/// What is asked of records: everything that can be asked without an argument, or what is left.
struct Selection<'a> {
    schema: &'a Valid<Schema>,
    /// Fields that had a value: not asked any more.
    seen: Option<&'a BTreeSet<String>>,
}

impl<'a> Selection<'a> {
    fn of_all(schema: &'a Valid<Schema>) -> Self {
        Self { schema, seen: None }
    }

    fn of_rest(schema: &'a Valid<Schema>, seen: &'a BTreeSet<String>) -> Self {
        Self {
            schema,
            seen: Some(seen),
        }
    }

    /// The fields of a type, `depth` levels deep.
    fn of(&self, ty: &str, depth: usize, claims: bool) -> String {
        let fields = self.fields(ty, depth, claims);
        format!("__typename {}", fields.unwrap_or_default())
    }

    /// The same without the type's name; none if nothing is left to ask.
    fn fields(&self, ty: &str, depth: usize, claims: bool) -> Option<String> {
        let object = match self.schema.types.get(ty) {
            Some(ExtendedType::Object(object)) => object,
            // Which record it is, and no further.
            Some(ExtendedType::Interface(_)) => {
                return self.seen.is_none().then(|| "... on Node { id }".to_owned());
            }
            Some(ExtendedType::Union(union)) => {
                let member = |name: &str| {
                    let fields = self.fields(name, depth, false)?;
                    Some(format!("... on {name} {{ __typename {fields} }}"))
                };
                let members = union.members.iter();
                return joined(members.filter_map(|name| member(name.as_str())));
            }
            other => panic!("{ty} has no fields: {other:?}"),
        };
        let is_told = |name: &str| claims || !matches!(name, "claims" | "facts");
        let is_asked = |field: &&FieldDefinition| {
            field.arguments.iter().all(|a| !a.is_required()) && is_told(field.name.as_str())
        };
        let definitions = object.fields.values().map(|field| &***field);
        let definitions = definitions.filter(is_asked);
        joined(definitions.filter_map(|field| self.field(ty, field, depth)))
    }

    fn field(&self, ty: &str, field: &FieldDefinition, depth: usize) -> Option<String> {
        let is_left = |seen: &BTreeSet<String>| !seen.contains(&format!("{ty}.{}", field.name));
        let is_left = self.seen.is_none_or(is_left);
        let inner = field.ty.inner_named_type();
        match self.schema.types.get(inner) {
            Some(ExtendedType::Scalar(_) | ExtendedType::Enum(_)) => {
                is_left.then(|| field.name.to_string())
            }
            _ if depth == 0 => None,
            _ => {
                let within = self.fields(inner, depth - 1, false);
                let within = within.or_else(|| is_left.then(String::new))?;
                Some(format!("{} {{ __typename {within} }}", field.name))
            }
        }
    }
}

fn joined(fields: impl Iterator<Item = String>) -> Option<String> {
    let fields: Vec<String> = fields.collect();
    (!fields.is_empty()).then(|| fields.join(" "))
}
