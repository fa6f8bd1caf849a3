//! A line of the log as one JSON object: what an event says, and what it stands in, side by side.

use std::fmt;

use serde_json::{Map, Value};
use time::{OffsetDateTime, format_description::well_known::Rfc3339};
use tracing::{Event, Subscriber, field::Field, field::Visit};
use tracing_subscriber::{
    fmt::{FmtContext, FormatEvent, FormattedFields, format::JsonFields, format::Writer},
    registry::LookupSpan,
};

/// Writes them. The fields of spans are expected as [`JsonFields`].
pub(super) struct Lines;

impl<S> FormatEvent<S, JsonFields> for Lines
where
    S: Subscriber + for<'a> LookupSpan<'a>,
{
    fn format_event(
        &self,
        context: &FmtContext<'_, S, JsonFields>,
        mut writer: Writer<'_>,
        event: &Event<'_>,
    ) -> fmt::Result {
        let mut line = Members::default();
        let now = OffsetDateTime::now_utc().format(&Rfc3339);
        line.add("timestamp", now.map_err(|_| fmt::Error)?);
        line.add("level", event.metadata().level().as_str());
        event.record(&mut line);
        line.add("target", event.metadata().target());
        // From within: what stands nearer to the event says more of it.
        let spans = context.event_scope().into_iter().flatten();
        for span in spans {
            let extensions = span.extensions();
            let fields = extensions.get::<FormattedFields<JsonFields>>();
            let fields = fields.map(|fields| serde_json::from_str(&fields.fields));
            for (name, value) in fields.and_then(Result::ok).unwrap_or_else(Map::new) {
                line.add(&name, value);
            }
        }
        let text = serde_json::to_string(&line.0).map_err(|_| fmt::Error)?;
        writeln!(writer, "{text}")
    }
}

/// Each name once: the first to say it is the one that counts.
#[derive(Default)]
struct Members(Map<String, Value>);

impl Members {
    fn add(&mut self, name: &str, value: impl Into<Value>) {
        if !self.0.contains_key(name) {
            self.0.insert(name.to_owned(), value.into());
        }
    }
}

impl Visit for Members {
    fn record_f64(&mut self, field: &Field, value: f64) {
        self.add(field.name(), value);
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.add(field.name(), value);
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.add(field.name(), value);
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        self.add(field.name(), value);
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.add(field.name(), value);
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.add(field.name(), format!("{value:?}"));
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::expect_used)]

    use std::io;
    use std::sync::{Arc, Mutex};

    use serde_json::json;
    use tracing_subscriber::fmt::{MakeWriter, fmt};

    use super::*;

    #[derive(Clone, Default)]
    struct Kept(Arc<Mutex<Vec<u8>>>);

    impl io::Write for Kept {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().expect("the log").extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    impl<'a> MakeWriter<'a> for Kept {
        type Writer = Self;

        fn make_writer(&'a self) -> Self {
            self.clone()
        }
    }

    #[test]
    fn an_event_and_what_it_stands_in_are_members_side_by_side() {
        let kept = Kept::default();
        let log = fmt().with_writer(kept.clone()).json().event_format(Lines);
        let log = log.finish();
        tracing::subscriber::with_default(log, || {
            let outer = tracing::error_span!("import", file = "a\"b", id = "outer").entered();
            let inner = tracing::error_span!("request", id = "abc").entered();
            let missing: Option<u32> = None;
            tracing::info!(status = 200_u16, ms = 1.5, missing, error = %"x\ny", "answered");
            drop((inner, outer));
            tracing::warn!("alone");
        });
        let text = String::from_utf8(kept.0.lock().expect("the log").clone()).expect("a text");
        let mut lines = text.lines().map(|line| {
            let mut line: Value = serde_json::from_str(line).expect("JSON");
            let members = line.as_object_mut().expect("an object");
            assert!(members.shift_remove("timestamp").is_some(), "{text}");
            line
        });
        let target = module_path!();
        let expected = json!({
            "level": "INFO", "message": "answered", "status": 200, "ms": 1.5, "error": "x\ny",
            "target": target, "id": "abc", "file": "a\"b",
        });
        assert_eq!(lines.next(), Some(expected));
        let expected = json!({"level": "WARN", "message": "alone", "target": target});
        assert_eq!(lines.next(), Some(expected));
        assert_eq!(text.matches("\"id\"").count(), 1, "{text}");
    }
}
