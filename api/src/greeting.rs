//! What a server says when it has started: where it answers, and what to try.

/// Who is in a work, and what each of them had done before.
const ABOUT_A_WORK: &str = "{ work(by: {slug: \"SLUG\"}) { title kind status cast(first: 5) \
{ nodes { person { name } characters { name } \
priorWork(first: 3) { totalCount nodes { title } } } } } }";

/// What can be asked where there is no work yet.
const ABOUT_NOTHING: &str = "{ server { version dataSets { title } } }";

/// The greeting of a server at this address, about the work with this slug.
pub(crate) fn text(base: &str, has_playground: bool, work: Option<&str>) -> String {
    // A slug has small letters, digits and hyphens alone.
    let query = work.map_or_else(
        || ABOUT_NOTHING.to_owned(),
        |slug| ABOUT_A_WORK.replace("SLUG", slug),
    );
    let body = serde_json::json!({ "query": query });
    let playground = if has_playground {
        format!("  Playground  {base}/playground\n")
    } else {
        String::new()
    };
    format!(
        "Filmgraph answers at {base}\n\
         \x20 GraphQL     {base}/graphql\n\
         \x20 Schema      {base}/schema.graphql\n\
         {playground}\
         Try it:\n\
         \x20 curl {base}/graphql -H 'content-type: application/json' -d '{body}'\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_greeting_can_be_pasted() {
        let greeting = text("http://127.0.0.1:1", true, Some("good-sex-wvu"));
        assert!(
            greeting.contains("http://127.0.0.1:1/playground"),
            "{greeting}"
        );
        assert!(
            greeting.contains("slug: \\\"good-sex-wvu\\\""),
            "{greeting}"
        );
        assert!(!text("http://127.0.0.1:1", false, None).contains("/playground"));
        for greeting in [greeting, text("http://127.0.0.1:1", true, None)] {
            let (_, command) = greeting
                .split_once("curl http://127.0.0.1:1/graphql -H")
                .unwrap_or_default();
            assert_eq!(
                command.matches('\'').count(),
                4,
                "the quotes of the shell: {greeting}"
            );
        }
    }
}
