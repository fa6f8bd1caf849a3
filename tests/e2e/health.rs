//! `filmgraph health`: asking a server how it does.

use filmgraph_tests::{Database, Program, TestDatabase, closed_port};
use serde_json::Value;

/// Asks the server that listens there, as a watcher would.
fn ask(listen: &str, more: &[&str]) -> (Option<i32>, String, String) {
    let program = Program::new(&[&["health"], more].concat());
    let output = program.env("FILMGRAPH_SERVER__LISTEN", listen).output();
    (output.code, output.stdout, output.stderr)
}

#[test]
fn a_server_is_asked_where_it_listens() {
    filmgraph_tests::run(async {
        let database = TestDatabase::new(Database::Sqlite).await;
        let serve = ["serve", "--listen", "0.0.0.0:0", "--no-sample"];
        let log = database
            .configure(Program::new(&serve))
            .env("FILMGRAPH_LOG__FORMAT", "json")
            .serve_and_log(async |client| {
                let base = client.base().to_owned();
                let asked = tokio::task::spawn_blocking(move || {
                    let port = base.rsplit(':').next().expect("a port");
                    [
                        ask(&format!("0.0.0.0:{port}"), &[]),
                        ask(&format!("127.0.0.1:{port}"), &["--ready"]),
                        ask("127.0.0.1:1", &["--listen", &format!("localhost:{port}")]),
                    ]
                });
                let [live, ready, by_flag] = asked.await.expect("answers");
                let well = |status: &str| (Some(0), format!("{status}\n"), String::new());
                assert_eq!(live, well(r#"{"status":"live"}"#));
                let status =
                    r#"{"status":"ready","reading":"ok","writing":"ok","cache":{"state":"ok","#;
                assert_eq!((ready.0, ready.2.as_str()), (Some(0), ""));
                assert!(ready.1.starts_with(status), "{}", ready.1);
                assert_eq!(by_flag.0, Some(0), "{by_flag:?}");
            })
            .await;
        // What the log says of them, as documented.
        let asked = log.lines().filter(|line| line.contains("/health/live"));
        let lines: Vec<Value> = asked
            .map(|line| serde_json::from_str(line).expect("JSON"))
            .collect();
        assert!(!lines.is_empty(), "{log}");
        for line in lines {
            assert!(line["id"].is_string() && line["status"] == 200, "{line}");
            assert!(
                line.get("span").is_none() && line.get("spans").is_none(),
                "{line}"
            );
        }
    });
}

#[test]
fn one_that_is_not_there_or_not_well_is_told_as_such() {
    let port = closed_port();
    let (code, stdout, stderr) = ask(&format!("127.0.0.1:{port}"), &[]);
    assert_eq!((code, stdout.as_str()), (Some(1), ""), "{stderr}");
    let expected = format!("error: http://127.0.0.1:{port}/health/live: nobody listens there\n");
    assert_eq!(stderr, expected);
    let (code, _, stderr) = ask("127.0.0.1:0", &[]);
    assert!(
        code == Some(1) && stderr.contains("say which with --listen"),
        "{stderr}"
    );
    let (code, _, stderr) = ask("nowhere", &[]);
    assert!(
        code == Some(3) && stderr.contains("FILMGRAPH_SERVER__LISTEN"),
        "{stderr}"
    );
}
