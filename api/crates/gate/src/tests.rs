//! The gate as a whole: hostile documents, the cache, and documents made at random.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use serde_json::json;

use super::testing::{accepted, ask, gate, gate_with, refused, request};
use super::{GateCode, GateLimits, OperationKind, Refused, Scalars};

fn timed(name: &str, query: &str) -> Option<&'static str> {
    let gate = gate();
    let request = request(query, json!({}));
    let start = Instant::now();
    let answer = gate.admit(&request);
    let took = start.elapsed();
    let said = match &answer {
        Ok(admitted) => format!("admitted at {}", admitted.cost),
        Err(Refused { errors, .. }) => {
            format!("{}: {}", errors[0].code.as_str(), errors[0].message)
        }
    };
    eprintln!("{name}: {} bytes, {took:?}: {said}", query.len());
    // A debug build on a busy machine: this is about the order of growth.
    assert!(took < Duration::from_secs(5), "{name} took {took:?}");
    answer
        .err()
        .and_then(|refused| refused.errors[0].limit)
        .map(|hit| hit.name)
}

fn fanned(levels: usize, times: usize) -> String {
    let mut text = "{film{...F0}}".to_owned();
    for level in 0..levels {
        let inner = if level + 1 == levels {
            "id".to_owned()
        } else {
            format!("...F{} ", level + 1).repeat(times)
        };
        write!(text, "fragment F{level} on Film{{{inner}}}").unwrap();
    }
    text
}

#[test]
fn fragments_that_fan_out_are_refused_at_once() {
    assert_eq!(
        timed("9 fragments by 12", &fanned(9, 12)),
        Some("max_fields")
    );
    assert_eq!(
        timed("30 doubling fragments", &fanned(30, 2)),
        Some("max_fields")
    );
    assert_eq!(
        timed("180 doubling fragments", &fanned(180, 2)),
        Some("nesting")
    );
}

#[test]
fn large_documents_are_bounded_or_quick() {
    let aliased: String = (0..4_900).map(|i| format!("a{i}:id ")).collect();
    assert_eq!(
        timed("4,900 aliases", &format!("{{film{{{aliased}}}}}")),
        Some("max_aliases")
    );
    let same = "id ".repeat(4_990);
    assert_eq!(
        timed("4,990 same fields", &format!("{{film{{{same}}}}}")),
        None
    );
    let same = "film{id} ".repeat(2_400);
    assert_eq!(timed("2,400 same objects", &format!("{{{same}}}")), None);
    assert_eq!(
        timed("1,000 fragments in a chain", &fanned(1_000, 1)),
        Some("max_definitions")
    );
    assert_eq!(timed("95 fragments in a chain", &fanned(95, 1)), None);
    let wide: String = (0..190).map(|i| format!("...F{i} ")).collect();
    let body = format!("id {}", "...F0 ".repeat(20));
    let many: String = (1..190)
        .map(|i| format!("fragment F{i} on Film{{{body}}}"))
        .collect();
    let text = format!("{{film{{{wide}}}}}fragment F0 on Film{{id}}{many}");
    assert_eq!(timed("190 fragments side by side", &text), None);
}

#[test]
fn deep_and_long_values_are_bounded_or_quick() {
    let lists = format!(
        "{{sizes(need:1,any:{}{})}}",
        "[".repeat(5_000),
        "]".repeat(5_000)
    );
    assert_eq!(timed("5,000 lists nested", &lists), Some("max_recursion"));
    let objects = format!(
        "{{sizes(need:1,any:{}1{})}}",
        "{a:".repeat(60),
        "}".repeat(60)
    );
    assert_eq!(timed("60 objects nested", &objects), None);
    let deep = format!("{}id{}", "{film".repeat(5_000), "}".repeat(5_000));
    assert_eq!(
        timed("5,000 selections nested", &deep),
        Some("max_recursion")
    );
    let numbers = "1 ".repeat(9_900);
    assert_eq!(
        timed("a list of 9,900", &format!("{{sizes(need:[{numbers}])}}")),
        None
    );
    let keys: String = (0..4_500).map(|i| format!("k{i}:1 ")).collect();
    assert_eq!(
        timed("4,500 keys", &format!("{{sizes(need:1,any:{{{keys}}})}}")),
        None
    );
    let declared: String = (0..1_800).map(|i| format!("$v{i}:Int=1 ")).collect();
    let used: String = (0..1_800).map(|i| format!("$v{i} ")).collect();
    let text = format!("query({declared}){{sizes(need:1,any:{{a:[{used}]}})}}");
    assert_eq!(timed("1,800 variables", &text), None);
}

#[test]
fn wrong_documents_are_bounded_or_quick() {
    let arguments: String = (0..4_000).map(|i| format!("a{i}:1 ")).collect();
    assert_eq!(
        timed(
            "4,000 unknown arguments",
            &format!("{{film({arguments}){{id}}}}")
        ),
        None
    );
    assert_eq!(
        timed("many bytes", &"#".repeat(200_000)),
        Some("max_document_bytes")
    );
    assert_eq!(
        timed("many tokens", &"{ ".repeat(30_000)),
        Some("max_tokens")
    );
    let errors = "nothing ".repeat(4_900);
    assert_eq!(
        timed("4,900 errors", &format!("{{film{{{errors}}}}}")),
        None
    );
    let broken = "~ ".repeat(9_000);
    assert_eq!(timed("9,000 syntax errors", &broken), None);
    let nested = "related{".repeat(17) + "id" + &"}".repeat(17);
    let text = format!("{{node(id:1){{...on Work{{{nested}}}}}}}");
    assert_eq!(timed("17 lists of an interface", &text), Some("max_cost"));
    let inline = format!("{}id{}", "...{".repeat(55), "}".repeat(55));
    assert_eq!(
        timed(
            "55 inline fragments nested",
            &format!("{{film{{{inline}}}}}")
        ),
        None
    );
}

#[test]
fn operations_share_the_bounds() {
    let operations: String = (0..100)
        .map(|i| format!("query Q{i}{{film{{...F}}}}"))
        .collect();
    let fields = "id ".repeat(100);
    let text = format!("{operations}fragment F on Film{{{fields}}}");
    assert_eq!(
        timed("100 operations, one fragment", &text),
        Some("max_fields")
    );
}

#[test]
fn operations_share_the_values() {
    let operations: String = (0..190).map(|i| format!("query Q{i}{{...F}}")).collect();
    let values = "1 ".repeat(6_000);
    let text = format!("{operations}fragment F on Query{{sizes(need:[{values}])}}");
    assert_eq!(
        timed("190 operations, 6,000 values", &text),
        Some("max_values")
    );
}

#[test]
fn an_operation_is_selected_by_name() {
    let text = "query A { film { id } } mutation B { rename(id: 1, to: \"x\") { id } }";
    let mut asked = request(text, json!({}));
    let gate = gate();
    assert_eq!(
        gate.admit(&asked).unwrap_err().errors[0].code,
        GateCode::OperationNotFound
    );
    asked.operation_name = Some("B".to_owned());
    let admitted = gate.admit(&asked).unwrap();
    assert_eq!(admitted.operation, OperationKind::Mutation);
    assert_eq!(admitted.operation_name.as_deref(), Some("B"));
    asked.operation_name = Some("C".to_owned());
    assert_eq!(
        gate.admit(&asked).unwrap_err().errors[0].code,
        GateCode::OperationNotFound
    );
}

#[test]
fn depth_and_directives_are_bounded() {
    let deep = "spouse{".repeat(19);
    let text = format!(
        "{{node(id:1){{...on Person{{{deep}id{}}}}}}}",
        "}".repeat(19)
    );
    let hit = refused(&text, GateCode::BudgetExceeded).limit.unwrap();
    assert_eq!((hit.name, hit.limit, hit.actual), ("max_depth", 20, 21));
    let many = "id @skip(if: false) ".repeat(201);
    let hit = refused(&format!("{{film{{{many}}}}}"), GateCode::BudgetExceeded)
        .limit
        .unwrap();
    assert_eq!((hit.name, hit.actual), ("max_directives", 201));
}

/// `depth` sets within one another, the outermost included.
fn nested(depth: usize) -> [String; 3] {
    let within = depth - 1;
    let inline = format!(
        "{{{}__typename{}}}",
        "...{".repeat(within),
        "}".repeat(within)
    );
    let chain = match within {
        0 => "{__typename}".to_owned(),
        _ => fanned(within, 1)
            .replace("{film{...F0}}", "{...F0}")
            .replace("on Film", "on Query"),
    };
    let chain = chain.replace("{id}", "{__typename}");
    // A chain that is measured first where it stands high, and then stands low.
    let low = within / 2;
    let high: String = (0..low)
        .map(|n| format!("fragment G{n} on Query{{...G{}}}", n + 1))
        .collect();
    let twice = match low {
        0 => "{__typename}".to_owned(),
        _ => {
            let rest = fanned(within - low, 1)
                .replace("{film{...F0}}", "")
                .replace("on Film", "on Query");
            format!(
                "{{...F0 ...G0}}{}{rest}",
                high.replace(&format!("...G{low}"), "...F0")
            )
        }
    };
    [inline, chain, twice.replace("{id}", "{__typename}")]
}

#[test]
fn nesting_is_counted_wherever_a_fragment_stands() {
    let gate = gate_with(GateLimits {
        max_recursion: 1_000,
        ..GateLimits::default()
    });
    for depth in 1..=130 {
        for text in nested(depth) {
            match gate.admit(&request(&text, json!({}))) {
                Ok(_) => assert!(depth <= 100, "{text}"),
                Err(refused) => {
                    let hit = refused.errors[0].limit.unwrap();
                    assert_eq!((hit.name, hit.limit), ("nesting", 100), "{depth} {text}");
                    assert!(depth > 100 && hit.actual <= depth as u64, "{depth} {hit:?}");
                }
            }
        }
    }
}

#[test]
fn a_refusal_tells_the_kind_of_the_operation_that_was_meant() {
    let kind = |query: &str, name: Option<&str>| {
        let mut asked = request(query, json!({}));
        asked.operation_name = name.map(str::to_owned);
        gate().admit(&asked).unwrap_err().operation
    };
    let two = "query A { nothing } mutation B { nothing }";
    assert_eq!(kind(two, Some("A")), Some(OperationKind::Query));
    assert_eq!(kind(two, Some("B")), Some(OperationKind::Mutation));
    assert_eq!(kind(two, None), None);
    assert_eq!(kind(two, Some("C")), None);
    assert_eq!(
        kind("mutation { nothing }", None),
        Some(OperationKind::Mutation)
    );
    // Refused for its variables, for its size, and for what it cannot be read for.
    let missing = "mutation($id: ID!) { rename(id: $id, to: \"x\") { id } }";
    assert_eq!(kind(missing, None), Some(OperationKind::Mutation));
    let large = format!("mutation {{ {} }}", "__typename ".repeat(5_001));
    assert_eq!(kind(&large, None), Some(OperationKind::Mutation));
    assert_eq!(kind("mutation {", None), None);
}

#[test]
fn a_known_document_is_compiled_once() {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};
    let count = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&count);
    let gate = super::Gate::new(
        super::testing::SDL,
        GateLimits::default(),
        super::testing::scalars(),
        move |_| {
            counted.fetch_add(1, Ordering::Relaxed);
        },
    )
    .unwrap();
    for _ in 0..3 {
        gate.admit(&request("{ film { id } }", json!({}))).unwrap();
    }
    gate.admit(&request("{ film { title } }", json!({})))
        .unwrap();
    assert_eq!(count.load(Ordering::Relaxed), 2);
}

#[test]
fn a_schema_that_does_not_hold_makes_no_gate() {
    for sdl in ["", "type Query { a: Missing }", "type Query {"] {
        assert!(
            super::Gate::<()>::new(sdl, GateLimits::default(), Scalars::default(), |_| ()).is_err()
        );
    }
    let declared =
        "directive @oneOf on INPUT_OBJECT input A @oneOf { a: Int } type Query { a(a: A): Int }";
    assert!(
        super::Gate::<()>::new(declared, GateLimits::default(), Scalars::default(), |_| ()).is_ok()
    );
}

#[test]
fn distinct_documents_keep_the_cache_under_its_bound() {
    let bytes = 1024 * 1024;
    let gate = gate_with(GateLimits {
        cache_bytes: bytes,
        ..GateLimits::default()
    });
    for index in 0..50_000 {
        let text = format!("{{a{index}:__typename}}");
        gate.admit(&request(&text, json!({}))).unwrap();
        if index % 5_000 == 0 {
            assert!(gate.cached_bytes() <= bytes);
        }
    }
    let used = gate.cached_bytes();
    assert!(used <= bytes && used > bytes / 2, "{used}");
}

#[test]
fn errors_are_at_most_twenty() {
    let text = format!("{{film{{{}}}}}", "nothing ".repeat(100));
    let errors = ask(&text, json!({})).unwrap_err();
    assert_eq!(errors.len(), 20);
    let at = errors[1].locations[0];
    assert_eq!((at.line, at.column), (1, 15));
}

#[test]
fn a_message_does_not_echo_the_document() {
    let text = format!("{{ film(id: 1 \"{}\") {{ id }} }}", "x".repeat(50_000));
    let error = refused(&text, GateCode::ParseFailed);
    assert!(error.message.chars().count() <= 301);
    let mut asked = request("{ film { id } }", json!({}));
    asked.operation_name = Some("x".repeat(50_000));
    let error = gate().admit(&asked).unwrap_err().errors.remove(0);
    assert!(error.message.len() < 200);
}

#[test]
fn variables_that_nobody_declared_are_left_out() {
    let admitted = super::testing::accepted_with("{ film { id } }", json!({"x": 1}));
    assert!(admitted.variables.is_empty());
    assert_eq!(accepted("{ film { id } }").cost, 1);
}
