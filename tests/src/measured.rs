//! The queries that are measured: as a client of the API words them, and as one statement that
//! somebody wrote by hand for the same answer.

use entity::vocabulary::RecordKind;
use model::id::encode;
use sea_orm::{ConnectionTrait, DatabaseConnection, DbErr, QueryResult, Statement};
use serde_json::{Value, json};

/// A query with the statement beside it. Both take the id of one record.
#[derive(Clone, Copy, Debug)]
pub struct Measured {
    /// What it is called in reports.
    pub name: &'static str,
    /// What it asks for.
    pub about: &'static str,
    /// The kind of the record whose id it takes.
    pub kind: RecordKind,
    /// The document; its variable is `$id`.
    pub document: &'static str,
    /// The statement, the same on both databases.
    pub sql: &'static str,
    /// What both have to agree on, from an answer.
    answer: fn(&Value) -> Vec<String>,
    /// The same from the statement's rows.
    rows: fn(&[QueryResult]) -> Result<Vec<String>, DbErr>,
}

/// A film by its id.
pub const FILM: Measured = Measured {
    name: "Q1",
    about: "a film by its id",
    kind: RecordKind::Work,
    document: "query($id: ID!) { film(by: {id: $id}) { id title originalTitle year runtimeMinutes } }",
    sql: "SELECT id, title, original_title, release_edtf, runtime_minutes FROM work WHERE id = $1",
    answer: |data| vec![text(&data["film"]["id"]), text(&data["film"]["title"])],
    rows: |rows| {
        let mut found = Vec::new();
        for row in rows {
            found.push(public(RecordKind::Work, row, "id")?);
            found.push(row.try_get("", "title")?);
        }
        Ok(found)
    },
};

/// A film, its cast, and what each of them had done before.
pub const PRIOR: Measured = Measured {
    name: "Q2",
    about: "a film, 10 of its cast, 5 prior works of each with their number",
    kind: RecordKind::Work,
    document: "query($id: ID!) { film(by: {id: $id}) { title year cast(first: 10) { nodes {
        person { id name } characters { name }
        priorWork(first: 5) { totalCount nodes { id title year } } } } } }",
    sql: "WITH billed AS (
            SELECT r.id, r.person_id, r.billing, r.characters, r.work_id, f.released_from
            FROM role r JOIN work f ON f.id = r.work_id WHERE r.work_id = $1 AND r.department = 1
            ORDER BY r.billing IS NULL, r.billing, r.id LIMIT 10
        ), prior AS (
            SELECT b.id AS role_id, COALESCE(o.series_id, o.id) AS work_id,
                   MIN(o.released_on) AS released_on
            FROM billed b JOIN role p ON p.person_id = b.person_id JOIN work o ON o.id = p.work_id
            WHERE o.released_to < b.released_from AND (p.attributes & 12) = 0
              AND COALESCE(o.series_id, o.id) <> b.work_id
            GROUP BY b.id, COALESCE(o.series_id, o.id)
        ), ranked AS (
            SELECT role_id, work_id, COUNT(*) OVER (PARTITION BY role_id) AS total,
                   ROW_NUMBER() OVER (PARTITION BY role_id ORDER BY released_on DESC, work_id) AS place
            FROM prior
        )
        SELECT f.title AS film, f.release_edtf AS released, b.characters, e.id AS person_id, e.name,
               COALESCE(p.total, 0) AS total, w.id, w.title, w.release_edtf
        FROM billed b JOIN work f ON f.id = b.work_id JOIN person e ON e.id = b.person_id
        LEFT JOIN ranked p ON p.role_id = b.id AND p.place <= 5
        LEFT JOIN work w ON w.id = p.work_id
        ORDER BY b.billing IS NULL, b.billing, b.id, p.place",
    answer: |data| {
        let mut found = Vec::new();
        for role in members(&data["film"]["cast"]["nodes"]) {
            let prior = &role["priorWork"];
            found.push(format!("{} {}", text(&role["person"]["id"]), prior["totalCount"]));
            found.extend(members(&prior["nodes"]).iter().map(|work| text(&work["id"])));
        }
        found
    },
    rows: |rows| {
        let mut found: Vec<String> = Vec::new();
        let mut last = String::new();
        for row in rows {
            let person = public(RecordKind::Person, row, "person_id")?;
            let person = format!("{person} {}", row.try_get::<i64>("", "total")?);
            if person != last {
                found.push(person.clone());
                last = person;
            }
            if row.try_get::<Option<i64>>("", "id")?.is_some() {
                found.push(public(RecordKind::Work, row, "id")?);
            }
        }
        Ok(found)
    },
};

/// The latest credits of a person, and how many they have.
pub const CREDITS: Measured = Measured {
    name: "Q4",
    about: "a person, 50 latest credits with their number",
    kind: RecordKind::Person,
    document: "query($id: ID!) { person(by: {id: $id}) { name roles(first: 50) { totalCount nodes {
        id department characters { name } work { id title year } } } } }",
    sql: "WITH latest AS (
            SELECT r.id, r.work_id, r.department, o.released_on, COUNT(*) OVER () AS total
            FROM role r JOIN work o ON o.id = r.work_id
            WHERE r.person_id = $1 AND (r.attributes & 12) = 0
            ORDER BY o.released_on DESC, r.id LIMIT 50
        )
        SELECT e.name, l.id, l.department, r.characters, w.id AS work_id, w.title, w.release_edtf, l.total
        FROM latest l JOIN person e ON e.id = $1 JOIN role r ON r.id = l.id JOIN work w ON w.id = l.work_id
        ORDER BY l.released_on DESC, l.id",
    answer: |data| {
        let roles = &data["person"]["roles"];
        let role = |role: &Value| format!("{} {}", text(&role["id"]), text(&role["work"]["id"]));
        let nodes = members(&roles["nodes"]);
        if nodes.is_empty() {
            return Vec::new();
        }
        let mut found = vec![roles["totalCount"].to_string()];
        found.extend(nodes.iter().map(role));
        found
    },
    rows: |rows| {
        let Some(first) = rows.first() else {
            return Ok(Vec::new());
        };
        let mut found = vec![first.try_get::<i64>("", "total")?.to_string()];
        for row in rows {
            let role = public(RecordKind::Role, row, "id")?;
            found.push(format!("{role} {}", public(RecordKind::Work, row, "work_id")?));
        }
        Ok(found)
    },
};

impl Measured {
    /// The body of the request for one record.
    #[must_use]
    pub fn body(&self, id: i64) -> Value {
        json!({"query": self.document, "variables": {"id": encode(self.kind, id)}})
    }

    /// What an answer says, to be compared.
    #[must_use]
    pub fn of_answer(&self, data: &Value) -> Vec<String> {
        (self.answer)(data)
    }

    /// Runs the statement for one record; gives what it says, to be compared.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn of_statement(
        &self,
        connection: &DatabaseConnection,
        id: i64,
    ) -> Result<Vec<String>, DbErr> {
        (self.rows)(&self.run(connection, id).await?)
    }

    /// Runs the statement for one record.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn run(
        &self,
        connection: &DatabaseConnection,
        id: i64,
    ) -> Result<Vec<QueryResult>, DbErr> {
        let backend = connection.get_database_backend();
        let statement = Statement::from_sql_and_values(backend, self.sql, [id.into()]);
        connection.query_all_raw(statement).await
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn members(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

fn public(kind: RecordKind, row: &QueryResult, column: &str) -> Result<String, DbErr> {
    Ok(encode(kind, row.try_get("", column)?))
}
