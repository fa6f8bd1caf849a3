//! The life of a film by mutations alone, from its announcement to its release, as
//! `docs/claims.md` shows it.

use filmgraph_tests::{Client, Database, Server, on_both};
use serde_json::{Map, Value, json};

on_both!(
    a_film_is_made_changed_and_corrected_by_mutations_alone,
    the_requests_of_the_documentation_do_what_it_says,
);

const DOCS: &str = include_str!("../../docs/claims.md");

/// What every test about writing asks of a work.
const WORK: &str = "id version title originalTitle releaseDate { edtf } runtimeMinutes status
    genres { name } synopsis budget { amount currencyCode } sources { title }
    milestones { id kind certainty date { edtf } }
    cast { nodes { id version billing certainty person { id name } characters { name description } charactersMissing } }";

async fn mutate(client: &Client, name: &str, kind: &str, shown: &str, input: Value) -> Value {
    let query = format!(
        "mutation($input: {kind}Input!) {{ {name}(input: $input) {{ {shown}
            changes {{ property propertyKey before {{ ...V }} after {{ ...V }} }} changeCursor
            userErrors {{ field code message }} warnings {{ field code message }} }} }}
         fragment V on ClaimValue {{ ... on TextValue {{ text }} ... on NumberValue {{ number }}
            ... on DateValue {{ date {{ edtf }} }} ... on EnumValue {{ name }}
            ... on MoneyValue {{ money {{ amount }} }} ... on RecordValue {{ text }} }}"
    );
    client.data_with(&query, json!({"input": input})).await[name].take()
}

fn paper(title: &str, certainty: &str) -> Value {
    json!({"source": {"create": {"kind": "ARTICLE", "title": title}}, "certainty": certainty})
}

async fn a_film_is_made_changed_and_corrected_by_mutations_alone(database: Database) {
    let server = Server::with_sample(database).await;
    let editor = server.editor().await;
    let shown = format!("work {{ ... on Film {{ {WORK} }} }}");
    let input = json!({
        "kind": "FILM", "title": "Harbour", "synopsis": "A pilot comes home.", "genres": ["Drama"],
        "roles": [
            {"person": {"create": {"name": "Ada Lund", "birthDate": "1980"}}, "department": "ACTING",
             "characters": ["Iris"], "billing": 1},
            {"person": {"create": {"name": "Ada Lund", "birthDate": "1980"}}, "department": "DIRECTING", "job": "Director"},
            {"person": {"ref": {"named": {"name": "Lena Dunham"}}}, "department": "ACTING", "charactersMissing": "NOT_ANNOUNCED",
             "billing": 2, "provenance": paper("Gossip", "RUMORED")},
        ],
        "milestones": [{"kind": "ANNOUNCED", "date": "2026-03-02"}],
        "provenance": paper("Trade paper", "REPORTED"),
    });
    let made = mutate(&editor, "workCreate", "WorkCreate", &shown, input).await;
    assert_eq!(made["userErrors"], json!([]), "{made}");
    let work = &made["work"];
    assert_eq!(work["title"], "Harbour");
    assert_eq!(work["status"], "ANNOUNCED");
    assert_eq!(work["genres"], json!([{"name": "Drama"}]));
    assert_eq!(work["synopsis"], "A pilot comes home.");
    assert_eq!(work["sources"], json!([{"title": "Trade paper"}]));
    // A rumour is not in the cast that is shown; one Ada Lund has both of her roles.
    let cast = work["cast"]["nodes"].as_array().expect("a cast");
    assert_eq!(cast.len(), 1, "{work}");
    assert_eq!(
        cast[0]["characters"],
        json!([{"name": "Iris", "description": null}])
    );
    assert_eq!(cast[0]["certainty"], "REPORTED");
    let people = "SELECT COUNT(*) FROM person WHERE name = 'Ada Lund'";
    assert_eq!(server.database().number(people).await, 1);
    let id = work["id"].clone();
    let update = json!({"id": id, "expectedVersion": work["version"], "releaseDate": "2027-05",
        "runtimeMinutes": 104, "countries": ["NO"], "provenance": paper("Festival programme", "STATED")});
    let changed = mutate(&editor, "workUpdate", "WorkUpdate", &shown, update).await;
    assert_eq!(changed["userErrors"], json!([]), "{changed}");
    assert_eq!(changed["warnings"], json!([]));
    assert_eq!(changed["work"]["releaseDate"], json!({"edtf": "2027-05"}));
    assert_eq!(changed["work"]["runtimeMinutes"], 104);
    let version = work["version"].as_i64().expect("a version");
    assert_eq!(
        changed["work"]["version"],
        version + 1,
        "a mutation is one change"
    );
    // Who is weaker does not change it, and is told why.
    let weaker = json!({"id": id, "expectedVersion": version + 1, "runtimeMinutes": 90,
        "provenance": paper("Blog", "RUMORED")});
    let lost = mutate(&editor, "workUpdate", "WorkUpdate", &shown, weaker).await;
    assert_eq!(lost["work"]["runtimeMinutes"], 104);
    assert_eq!(lost["warnings"][0]["field"], json!(["runtimeMinutes"]));
    assert_eq!(lost["warnings"][0]["code"], "OUTRANKED");
    let message = lost["warnings"][0]["message"].as_str().expect("a message");
    assert!(
        message.contains("Festival programme") && message.contains("STATED over RUMORED"),
        "{message}"
    );
    assert_eq!(lost["changes"], json!([]));
    // The role is recast.
    let role = json!({"id": cast[0]["id"], "expectedVersion": cast[0]["version"], "person": {"id": "pvl"},
        "characters": ["Iris Berg"], "clear": ["billing"], "provenance": paper("Press kit", "CONFIRMED")});
    let shown_role =
        "role { id version billing person { id } characters { name } } work { id } person { id }";
    let recast = mutate(&editor, "roleUpdate", "RoleUpdate", shown_role, role).await;
    assert_eq!(recast["userErrors"], json!([]), "{recast}");
    assert_eq!(recast["warnings"], json!([]), "{recast}");
    assert_eq!(recast["role"]["person"], json!({"id": "pvl"}));
    assert_eq!(recast["person"], json!({"id": "pvl"}));
    assert_eq!(recast["role"]["characters"], json!([{"name": "Iris Berg"}]));
    assert_eq!(recast["role"]["billing"], Value::Null);
    assert_eq!(recast["work"], json!({"id": id}));
    let properties: Vec<&Value> = recast["changes"]
        .as_array()
        .expect("changes")
        .iter()
        .map(|c| &c["property"])
        .collect();
    for property in ["CAST", "CHARACTER", "BILLING"] {
        assert!(properties.contains(&&json!(property)), "{recast}");
    }
    // A milestone and a deal follow.
    let filming = json!({"work": {"id": id}, "kind": "FILMING_STARTED", "date": "2026-06-01", "provenance": paper("Trade paper", "STATED")});
    let filming = mutate(
        &editor,
        "milestoneCreate",
        "MilestoneCreate",
        "milestone { id kind version } work { ... on Film { status } }",
        filming,
    )
    .await;
    assert_eq!(filming["userErrors"], json!([]), "{filming}");
    assert_eq!(filming["work"], json!({"status": "FILMING"}));
    // What was wrong is taken back, claim by claim.
    let claims = format!(
        "{{ node(id: {id}) {{ ... on Film {{ claims(filter: {{properties: [RELEASE_DATE]}}) {{ nodes {{ id valueText }} }} }} }} }}"
    );
    let claims = server.data(&claims).await["node"]["claims"]["nodes"].take();
    let retract = json!({"id": claims[0]["id"]});
    let taken = mutate(
        &editor,
        "claimRetract",
        "ClaimRetract",
        "subject { ... on Film { releaseDate { edtf } } }",
        retract,
    )
    .await;
    assert_eq!(taken["subject"]["releaseDate"], Value::Null, "{taken}");
    assert_eq!(taken["changes"][0]["property"], "RELEASE_DATE", "{taken}");
}

/// The requests of a section of the documentation, in order.
fn requests() -> Vec<&'static str> {
    let section = DOCS.split("\n## A film's life by mutations\n").nth(1);
    let section = section
        .expect("the section")
        .split("\n## ")
        .next()
        .expect("its text");
    let blocks = section.split("```graphql\n").skip(1);
    blocks
        .map(|block| block.split("```").next().expect("a block"))
        .collect()
}

async fn the_requests_of_the_documentation_do_what_it_says(database: Database) {
    let server = Server::with_sample(database).await;
    let editor = server.editor().await;
    let mut variables = Map::new();
    let mut answers = Vec::new();
    for request in requests() {
        let answer = editor.data_with(request, variables.clone().into()).await;
        for (_, payload) in answer.as_object().expect("data") {
            if let Some(errors) = payload.get("userErrors") {
                assert_eq!(errors, &json!([]), "{request}");
            }
        }
        if let Some(work) = answer
            .pointer("/workCreate/work")
            .or(answer.pointer("/workUpdate/work"))
        {
            variables.insert("film".to_owned(), work["id"].clone());
            variables.insert("version".to_owned(), work["version"].clone());
        }
        if let Some(role) = answer.pointer("/workCreate/work/cast/nodes/0") {
            variables.insert("role".to_owned(), role["id"].clone());
            variables.insert("roleVersion".to_owned(), role["version"].clone());
        }
        if let Some(claim) = answer.pointer("/film/facts/0/claim") {
            variables.insert("claim".to_owned(), claim["id"].clone());
        }
        if let Some(version) = answer.pointer("/claimRetract/subject/version") {
            variables.insert("version".to_owned(), version.clone());
        }
        answers.push(answer);
    }
    assert_eq!(answers.len(), 7);
    assert_eq!(answers[0]["workCreate"]["work"]["status"], "ANNOUNCED");
    assert_eq!(
        answers[1]["workUpdate"]["changes"],
        json!([
        {"property": "RELEASE_DATE"}, {"property": "RUNTIME"}])
    );
    assert_eq!(answers[2]["workUpdate"]["warnings"][0]["code"], "OUTRANKED");
    assert_eq!(
        answers[3]["roleUpdate"]["role"]["characters"],
        json!([{"name": "Iris Berg"}])
    );
    assert_eq!(
        answers[5]["claimRetract"]["subject"]["releaseDate"],
        Value::Null
    );
    assert_eq!(answers[6]["workDelete"]["deletedWorkId"], variables["film"]);
}
