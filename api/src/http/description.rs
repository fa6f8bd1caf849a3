//! What the schema says of itself. The executor has words of its own there, which are about GraphQL
//! and not about this API, and takes no others.

use async_graphql::{Response, Value};

/// What the executor says.
const OF_THE_EXECUTOR: &str = "A GraphQL Schema defines the capabilities of a GraphQL server. It \
    exposes all available types and directives on the server, as well as the entry points for query, \
    mutation, and subscription operations.";

/// What tools that show the schema begin with.
const OURS: &str = "Films and series, the people who make them, and what each of them did before; \
    production, deals, releases, awards and quotes; and of every fact who says so, and how \
    surely.\n\nBegin at `Query`: `film`, `series`, `work` and `person` take an id, a slug, an id of \
    IMDb, TMDB or Wikidata, or a title or name. A work has its `cast` and `crew`, each role has the \
    `priorWork` of its person, and `reunions` says who had worked together before. `facts` says what is \
    held to be true, `claims` who said it. Lists come in pages; what is not known is null, and \
    has a reason.";

/// Puts it in the place of the executor's, wherever a request asks for it.
pub(super) fn describe(response: &mut Response) {
    let Value::Object(roots) = &mut response.data else {
        return;
    };
    for root in roots.values_mut() {
        let Value::Object(members) = root else {
            continue;
        };
        for member in members.values_mut() {
            if matches!(member, Value::String(text) if text == OF_THE_EXECUTOR) {
                *member = Value::from(OURS);
            }
        }
    }
}
