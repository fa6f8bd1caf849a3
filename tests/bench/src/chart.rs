//! A chart of one database: answers a second of all, query by query, as bars on a scale of powers of
//! ten. It is an SVG of its own, readable on light and on dark ground.

use std::fmt::Write;

use crate::figures::ratio;
use crate::measure::{Measured, Row};
use crate::options::{Choice, Kind, Name, Options};
use crate::query::Query;

const WIDTH: f64 = 760.0;
/// Where bars begin and end; behind them is room for figures.
const BARS: (f64, f64) = (132.0, 620.0);
/// From one bar to the next, and what a query has besides.
const BAR: f64 = 18.0;
const GAP: f64 = 16.0;
/// Room above for the title, the legend and the scale.
const HEAD: f64 = 92.0;

const STYLE: &str = "
  text { font: 12px system-ui, sans-serif; fill: #1f2328; }
  .title { font-size: 15px; font-weight: 600; }
  .query { font-weight: 600; }
  .small { fill: #59636e; }
  .grid { stroke: #d1d9e0; }
  .cold { fill: #7aa7e0; } .warm { fill: #1f6feb; } .normal { fill: #b0b6bd; }
  .read { fill: #6e7781; } .postgraphile { fill: #d98a3d; }
  @media (prefers-color-scheme: dark) {
    text { fill: #f0f6fc; } .small { fill: #9198a1; } .grid { stroke: #3d444d; }
    .cold { fill: #2f5f9e; } .warm { fill: #58a6ff; } .normal { fill: #5b636d; }
    .read { fill: #a3acb6; } .postgraphile { fill: #d98a3d; }
  }
";

/// One query's bars.
struct Group<'a> {
    query: Query,
    rows: Vec<&'a Row>,
}

pub(crate) fn of(options: &Options, measured: &Measured) -> String {
    let database = match measured.database {
        Kind::Sqlite => "SQLite",
        Kind::Postgres => "PostgreSQL",
    };
    let connections = options
        .connections
        .iter()
        .copied()
        .find(|count| *count == 16);
    let connections = connections
        .or(options.connections.first().copied())
        .unwrap_or(1);
    let shown = |row: &&Row| row.connections == connections && row.choice == Choice::Uniform;
    let shown: Vec<&Row> = measured.rows.iter().filter(shown).collect();
    // Without the settings, which are for those who read figures.
    let version = measured.version.split(" (").next().unwrap_or_default();
    let titles = grouped(options.titles as f64);
    let about = format!("{titles} titles, {connections} connections, {version}");
    draw(database, &about, &shown)
}

fn draw(database: &str, about: &str, rows: &[&Row]) -> String {
    let groups = groups(rows);
    let bars: usize = groups.iter().map(|group| group.rows.len()).sum();
    let height = HEAD + bars as f64 * BAR + groups.len() as f64 * GAP + 12.0;
    let rates = || {
        rows.iter()
            .map(|row| row.figures.per_second.max(1.0).log10())
    };
    let from = rates().fold(f64::INFINITY, f64::min).floor().min(3.0);
    let to = rates().fold(0.0, f64::max).ceil().max(from + 1.0);
    let scale = Scale { from, to };
    let title = format!("Answers a second on {database}");
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" width=\"{WIDTH}\" \
         height=\"{height}\" role=\"img\" aria-labelledby=\"title desc\">\n\
         <title id=\"title\">{}</title>\n<desc id=\"desc\">{}</desc>\n<style>{STYLE}</style>\n",
        escaped(&title),
        escaped(&described(about, rows)),
    );
    text(&mut svg, (12.0, 24.0), "title", &title);
    text(
        &mut svg,
        (12.0, 42.0),
        "small",
        &format!("{about}; × is the ratio to the read model"),
    );
    legend(&mut svg, rows);
    scale.draw(&mut svg, height - 12.0);
    let mut y = HEAD;
    for group in &groups {
        text(&mut svg, (12.0, y + 12.0), "query", group.query.title());
        for row in &group.rows {
            bar(&mut svg, &scale, y, row);
            y += BAR;
        }
        y += GAP;
    }
    svg.push_str("</svg>\n");
    svg
}

fn groups<'a>(rows: &[&'a Row]) -> Vec<Group<'a>> {
    let mut groups: Vec<Group<'a>> = Vec::new();
    for row in rows.iter().copied() {
        match groups.last_mut().filter(|group| group.query == row.query) {
            Some(group) => group.rows.push(row),
            None => groups.push(Group {
                query: row.query,
                rows: vec![row],
            }),
        }
    }
    groups
}

struct Scale {
    from: f64,
    to: f64,
}

impl Scale {
    fn x(&self, value: f64) -> f64 {
        let share = (value.max(1.0).log10() - self.from) / (self.to - self.from);
        BARS.0 + share.clamp(0.0, 1.0) * (BARS.1 - BARS.0)
    }

    fn draw(&self, svg: &mut String, bottom: f64) {
        let mut power = self.from;
        while power <= self.to {
            let value = 10_f64.powf(power);
            let x = self.x(value);
            let top = HEAD - 8.0;
            let _ = writeln!(
                svg,
                "<line class=\"grid\" x1=\"{x:.1}\" y1=\"{top}\" x2=\"{x:.1}\" y2=\"{bottom}\"/>"
            );
            let label = grouped(value);
            let _ = writeln!(
                svg,
                "<text class=\"small\" x=\"{x:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{label}</text>",
                HEAD - 13.0
            );
            power += 1.0;
        }
    }
}

fn bar(svg: &mut String, scale: &Scale, y: f64, row: &Row) {
    let end = scale.x(row.figures.per_second);
    let _ = writeln!(
        svg,
        "<rect class=\"{}\" x=\"{:.1}\" y=\"{y:.1}\" width=\"{:.1}\" height=\"{:.1}\" rx=\"2\"/>",
        class(row.name),
        BARS.0,
        (end - BARS.0).max(2.0),
        BAR - 3.0,
    );
    let mut label = grouped(row.figures.per_second);
    if let Some(value) = row.ratio.filter(|_| row.name != Name::Read) {
        let _ = write!(label, " · {} ×", ratio(value));
    }
    text(
        svg,
        (end.max(BARS.0 + 2.0) + 6.0, y + 12.0),
        "value",
        &label,
    );
}

fn legend(svg: &mut String, rows: &[&Row]) {
    let mut x = 12.0;
    for name in [
        Name::Cold,
        Name::Warm,
        Name::Normal,
        Name::Read,
        Name::Postgraphile,
    ] {
        if !rows.iter().any(|row| row.name == name) {
            continue;
        }
        let _ = writeln!(
            svg,
            "<rect class=\"{}\" x=\"{x:.1}\" y=\"51\" width=\"11\" height=\"11\" rx=\"2\"/>",
            class(name)
        );
        text(svg, (x + 16.0, 61.0), "legend", name.title());
        // Wide enough for the widest letters of the font.
        x += 34.0 + name.title().chars().count() as f64 * 6.8;
    }
}

fn class(name: Name) -> &'static str {
    match name {
        Name::Cold => "cold",
        Name::Warm => "warm",
        Name::Normal => "normal",
        Name::Read => "read",
        Name::Postgraphile => "postgraphile",
    }
}

fn text(svg: &mut String, (x, y): (f64, f64), class: &str, words: &str) {
    let words = escaped(words);
    let _ = writeln!(
        svg,
        "<text class=\"{class}\" x=\"{x:.1}\" y=\"{y:.1}\">{words}</text>"
    );
}

/// The chart in words, for those who do not see it.
fn described(about: &str, rows: &[&Row]) -> String {
    let mut words = about.to_owned();
    for row in rows {
        let rate = grouped(row.figures.per_second);
        let _ = write!(
            words,
            ". {}, {}: {rate}",
            row.query.title(),
            row.name.title()
        );
    }
    words
}

/// A whole number with a comma before each three digits.
fn grouped(value: f64) -> String {
    let digits = format!("{value:.0}");
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::{draw, grouped};
    use crate::figures::Figures;
    use crate::measure::Row;
    use crate::options::{Choice, Name};
    use crate::query::Query;

    fn row(query: Query, name: Name, per_second: f64) -> Row {
        let figures = Figures {
            per_second,
            mean_ms: 1.0,
            p50_ms: 1.0,
            p99_ms: 2.0,
            server_cpu_ms: 0.1,
            database_cpu_ms: 0.1,
        };
        Row {
            query,
            connections: 16,
            choice: Choice::Uniform,
            name,
            figures,
            ratio: Some(0.5),
        }
    }

    /// Every element that begins ends, the last that began first; nothing else is markup.
    fn is_well_formed(svg: &str) -> bool {
        let mut open = Vec::new();
        let mut rest = svg;
        while let Some((before, after)) = rest.split_once('<') {
            let Some((tag, behind)) = after.split_once('>') else {
                return false;
            };
            let bare = before.split('&').skip(1).any(|part| !part.contains(';'));
            if bare || tag.contains('<') || !tag.matches('"').count().is_multiple_of(2) {
                return false;
            }
            if let Some(name) = tag.strip_prefix('/') {
                if open.pop() != Some(name) {
                    return false;
                }
            } else if !tag.ends_with('/') {
                open.extend(tag.split_whitespace().next());
            }
            rest = behind;
        }
        open.is_empty() && rest.trim().is_empty()
    }

    #[test]
    fn the_chart_is_well_formed() {
        let rows = [
            row(Query::Q1, Name::Cold, 5_128.0),
            row(Query::Q1, Name::Read, 20_256.0),
            row(Query::Hub, Name::Cold, 0.4),
        ];
        let svg = draw("<Any> & \"all\"", "1 < 2", &rows.each_ref());
        assert!(is_well_formed(&svg), "{svg}");
        assert!(svg.contains("&lt;Any&gt; &amp; &quot;all&quot;"));
        assert!(!is_well_formed("<svg><text></svg>"));
    }

    #[test]
    fn a_chart_of_nothing_is_well_formed() {
        assert!(is_well_formed(&draw("PostgreSQL", "nothing", &[])));
    }

    #[test]
    fn numbers_are_grouped() {
        assert_eq!(grouped(7.4), "7");
        assert_eq!(grouped(1_234_567.0), "1,234,567");
        assert_eq!(grouped(100.0), "100");
    }
}
