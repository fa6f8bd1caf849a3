//! A file with records of every kind, made from a few numbers.

use filmgraph::model::id::{Authority, RecordKind, database_id, encode};
use serde_json::{Value, json};

/// What a file is made from.
pub(super) type Seeds = [u64; 8];

struct Maker {
    state: u64,
    seeds: Seeds,
    at: usize,
    lines: Vec<Value>,
}

fn id(kind: RecordKind, number: i64) -> String {
    encode(
        kind,
        database_id(Authority::Local, number).expect("a small number"),
    )
}

impl Maker {
    /// A number below `bound`: a linear congruence, stirred by the seeds.
    fn below(&mut self, bound: u64) -> u64 {
        self.at += 1;
        let seed = self.seeds[self.at % self.seeds.len()];
        self.state = (self.state ^ seed)
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.state >> 33) % bound
    }

    fn text(&mut self) -> String {
        const PARTS: [&str; 8] = [
            "Léon",
            " 映画 ",
            "\"quoted\"",
            "\\",
            "\u{1f3ac}",
            "a\tb",
            "İ",
            "O'Neill",
        ];
        (0..=self.below(3))
            .map(|_| PARTS[self.below(8) as usize])
            .collect::<String>()
            + "x"
    }

    fn float(&mut self) -> f64 {
        self.below(1 << 30) as f64 / 1.234_567_89e8
    }

    fn date(&mut self) -> &'static str {
        [
            "2026",
            "2025-22",
            "1999-12-31",
            "197X",
            "2020~",
            "2025-10/2026-03",
        ][self.below(6) as usize]
    }

    /// Half of the time the value, else none.
    fn maybe(&mut self, value: impl Into<Value>) -> Value {
        if self.below(2) == 0 {
            Value::Null
        } else {
            value.into()
        }
    }

    fn line(&mut self, kind: &str, mut fields: Value) {
        fields["type"] = kind.into();
        self.lines.push(fields);
    }
}

/// The file.
pub(super) fn file_of(seeds: &Seeds) -> String {
    let mut maker = Maker {
        state: 1,
        seeds: *seeds,
        at: 0,
        lines: vec![json!({"type": "filmgraph", "formatVersion": 1})],
    };
    vocabularies(&mut maker);
    for number in 1..=3 {
        people_and_works(&mut maker, number);
    }
    for number in 1..=3 {
        roles(&mut maker, number);
    }
    of_works(&mut maker);
    speech(&mut maker);
    lists(&mut maker);
    let lines: Vec<String> = maker.lines.iter().map(Value::to_string).collect();
    lines.join("\n") + "\n"
}

fn vocabularies(maker: &mut Maker) {
    use RecordKind::{Character, Company, Genre, Keyword, Profession, Source};
    let (text, date) = (maker.text(), maker.date());
    let url = maker.maybe("https://example.org/a?b=%20c");
    let at = maker.maybe("2026-01-31T12:00:00.123456Z");
    maker.line(
        "source",
        json!({"id": id(Source, 1), "kind": "ARTICLE", "title": text, "publishedOn": date,
        "authors": ["A", "B"], "url": url, "retrievedAt": at, "priority": 7}),
    );
    for (number, name) in [(1, "Drama"), (2, "Comédie")] {
        maker.line("genre", json!({"id": id(Genre, number), "name": name}));
        maker.line("keyword", json!({"id": id(Keyword, number), "name": name}));
        maker.line(
            "profession",
            json!({"id": id(Profession, number), "name": name}),
        );
    }
    let text = maker.text();
    let country = maker.maybe("FR");
    maker.line(
        "company",
        json!({"id": id(Company, 1), "name": text, "country": country,
        "externalIds": {"IMDB": "co0000001"}, "sources": [id(Source, 1)]}),
    );
    maker.line(
        "character",
        json!({"id": id(Character, 1), "name": "Mathilda", "sources": [id(Source, 1)]}),
    );
}

fn people_and_works(maker: &mut Maker, number: i64) {
    use RecordKind::{Person, PersonName, Source, Title, Work};
    let (text, date, other) = (maker.text(), maker.date(), maker.text());
    let (born, popularity) = (maker.maybe(date), maker.float());
    maker.line(
        "person",
        json!({"id": id(Person, number), "name": text, "birthDate": born,
        "names": [{"id": id(PersonName, number), "name": other, "kind": "BIRTH", "language": "he"}],
        "biographies": [{"text": "b", "language": "en"}, {"text": "c"}], "professions": ["Drama"],
        "links": [{"kind": "OFFICIAL", "url": "https://example.org/"}], "popularity": popularity,
        "isResolved": number != 2, "sources": [id(Source, 1)]}),
    );
    let (text, date, rating) = (maker.text(), maker.date(), maker.float() % 10.0);
    let kind = if number == 1 { "SERIES" } else { "FILM" };
    let budget =
        maker.maybe(json!({"amount": "12.5", "currencyCode": "USD", "isApproximate": true}));
    maker.line("work", json!({"id": id(Work, number), "kind": kind, "title": text, "releaseDate": date,
        "titles": [{"id": id(Title, number), "text": "t", "kind": "ORIGINAL", "country": "FR"}],
        "genres": ["Comédie", "Drama"], "keywords": ["Drama"], "countries": ["US", "FR"],
        "languages": ["fr", "en"], "synopses": [{"text": "s", "language": "en"}], "taglines": [{"text": "g"}],
        "budget": budget, "certifications": [{"country": "US", "rating": "R", "minimumAge": 17}],
        "boxOffice": [{"gross": {"amount": "1", "currencyCode": "EUR"}, "source": id(Source, 1)}],
        "links": [{"kind": "OFFICIAL", "url": "https://example.org/w"}], "votes": 3, "rating": rating,
        "externalIds": {"IMDB": format!("tt000000{number}"), "TMDB": number.to_string()}}));
    let (text, date) = (maker.text(), maker.date());
    // Its id stands before that of its series where the number is small.
    maker.line(
        "work",
        json!({"id": id(Work, 10 + number), "kind": "EPISODE", "title": text,
        "series": id(Work, 1), "seasonNumber": 1, "episodeNumber": number, "releaseDate": date}),
    );
}

fn roles(maker: &mut Maker, number: i64) {
    use RecordKind::{Character, Person, Role, Source, Work};
    let (text, job) = (maker.text(), maker.text());
    let job = maker.maybe(job);
    let work = 10 + 1 + maker.below(3) as i64;
    maker.line("role", json!({"id": id(Role, number), "work": id(Work, work), "person": id(Person, number),
        "department": "ACTING", "job": job, "billing": number, "creditedAs": text, "attributes": ["VOICE"],
        "characters": [{"name": "M", "character": id(Character, 1)}, {"description": "d"}],
        "certainty": "REPORTED", "sources": [id(Source, 1)]}));
}

fn of_works(maker: &mut Maker) {
    use RecordKind::{
        Award, Company, CompanyRole, Deal, Location, Milestone, Person, Rating, Relation, Release,
        Season, Source, Work,
    };
    let (work, source, company) = (id(Work, 2), id(Source, 1), id(Company, 1));
    let (date, note, average) = (maker.date(), maker.text(), maker.float() % 10.0);
    maker.line(
        "season",
        json!({"id": id(Season, 1), "series": id(Work, 1), "number": 1}),
    );
    maker.line(
        "companyRole",
        json!({"id": id(CompanyRole, 1), "work": work, "company": company,
        "kind": "PRODUCTION", "territories": ["US"], "sources": [source]}),
    );
    let platform = maker.maybe(company.clone());
    maker.line("release", json!({"id": id(Release, 1), "work": work, "kind": "THEATRICAL", "date": date,
        "country": "US", "platform": platform, "certification": {"country": "US", "rating": "R"}, "note": note}));
    maker.line(
        "milestone",
        json!({"id": id(Milestone, 1), "work": work, "kind": "FILMING_STARTED",
        "date": date, "span": "DURING", "sources": [source]}),
    );
    maker.line("deal", json!({"id": id(Deal, 1), "work": work, "kind": "ACQUISITION", "buyer": company,
        "price": {"amount": "55000000", "currencyCode": "USD"}, "territories": ["US"], "announcedOn": date}));
    maker.line(
        "location",
        json!({"id": id(Location, 1), "work": work, "kind": "FILMING", "name": note}),
    );
    maker.line(
        "award",
        json!({"id": id(Award, 1), "award": "Oscar", "category": "Best", "year": 2020,
        "result": "WON", "work": work, "people": [id(Person, 2), id(Person, 1)]}),
    );
    maker.line(
        "rating",
        json!({"id": id(Rating, 1), "work": work, "average": average, "outOf": 10.0,
        "votes": 5, "source": source, "retrievedAt": "2026-01-31T12:00:00Z"}),
    );
    maker.line(
        "relation",
        json!({"id": id(Relation, 1), "from": work, "to": id(Work, 3), "kind": "REMAKE_OF",
        "aspect": note}),
    );
}

fn speech(maker: &mut Maker) {
    use RecordKind::{Commentary, Person, Quote, Source, Work};
    let (text, date) = (maker.text(), maker.date());
    let speaker = maker.maybe(id(Person, 1));
    maker.line(
        "quote",
        json!({"id": id(Quote, 1), "text": text, "speaker": speaker, "source": id(Source, 1),
        "about": [id(Work, 2), id(Person, 2)], "date": date, "language": "en"}),
    );
    maker.line(
        "commentary",
        json!({"id": id(Commentary, 1), "kind": "REVIEW", "text": text,
        "source": id(Source, 1), "about": [id(Quote, 1), id(Work, 3)]}),
    );
}

fn lists(maker: &mut Maker) {
    use RecordKind::{Collection, Image, List, ListEntry, Source, Video, Work};
    let (text, url) = (maker.text(), "https://example.org/i.jpg");
    maker.line("list", json!({"id": id(List, 1), "title": text, "about": id(Work, 2),
        "entries": [{"id": id(ListEntry, 1), "work": id(Work, 3)}, {"id": id(ListEntry, 2), "note": "n"}]}));
    maker.line(
        "collection",
        json!({"id": id(Collection, 1), "name": text, "works": [id(Work, 3), id(Work, 2)]}),
    );
    maker.line(
        "image",
        json!({"id": id(Image, 1), "subject": id(Work, 2), "kind": "POSTER", "url": url,
        "width": 100, "source": id(Source, 1)}),
    );
    maker.line(
        "video",
        json!({"id": id(Video, 1), "work": id(Work, 2), "kind": "TRAILER", "title": text,
        "url": url, "thumbnail": id(Image, 1), "publishedOn": "2026", "source": id(Source, 1)}),
    );
}
