#![allow(clippy::unwrap_used)]

use ExternalAuthority as A;
use proptest::prelude::*;

use super::super::id::{Authority, database_id};
use super::*;

const EVERY: [A; 10] = [
    A::Imdb,
    A::Tmdb,
    A::Wikidata,
    A::Tvdb,
    A::Letterboxd,
    A::Musicbrainz,
    A::Isan,
    A::Eidr,
    A::Filmgraph,
    A::Other,
];

#[test]
fn ids_come_in_one_form() {
    let cases = [
        (A::Imdb, "tt0110413", "tt0110413"),
        (A::Imdb, " TT0110413\n", "tt0110413"),
        (A::Imdb, "tt00110413", "tt0110413"),
        (A::Imdb, "tt12345678", "tt12345678"),
        (A::Imdb, "nm0000204", "nm0000204"),
        (A::Imdb, "co0008970", "co0008970"),
        (A::Tmdb, "101", "101"),
        (A::Tmdb, "0101", "101"),
        (A::Wikidata, "Q42", "Q42"),
        (A::Wikidata, "q042", "Q42"),
        (A::Tvdb, "121361", "121361"),
        (
            A::Letterboxd,
            "leon-the-professional",
            "leon-the-professional",
        ),
        (
            A::Musicbrainz,
            "0383DADF-2a4e-4d10-a46a-e9e041da8eb3",
            "0383dadf-2a4e-4d10-a46a-e9e041da8eb3",
        ),
        (A::Isan, "00000000d07a0090", "0000-0000-D07A-0090-Q"),
        (
            A::Isan,
            "ISAN 0000-0000-D07A-0090-Q",
            "0000-0000-D07A-0090-Q",
        ),
        (
            A::Isan,
            "0000-0000-D07A-0090-0000-0000",
            "0000-0000-D07A-0090-Q-0000-0000-X",
        ),
        (
            A::Isan,
            "ISAN 0000-0000-D07A-0090-Q-0000-0000-X",
            "0000-0000-D07A-0090-Q-0000-0000-X",
        ),
        (
            A::Eidr,
            "10.5240/7791-8534-2c23-9030-8610-5",
            "10.5240/7791-8534-2C23-9030-8610-5",
        ),
        (
            A::Eidr,
            "10.5240/779185342C23903086105",
            "10.5240/7791-8534-2C23-9030-8610-5",
        ),
        (A::Filmgraph, "w124cxy", "w124cxy"),
        (A::Other, " Nr. 7 ", "Nr. 7"),
    ];
    for (authority, text, expected) in cases {
        assert_eq!(
            normalize(authority, text).as_deref(),
            Ok(expected),
            "{text}"
        );
        assert_eq!(normalize(authority, expected).as_deref(), Ok(expected));
    }
}

#[test]
fn what_is_no_id_is_refused() {
    let long = "1".repeat(129);
    let cases = [
        (A::Imdb, "110413"),
        (A::Imdb, "tt110413"),
        (A::Imdb, "tt0000000"),
        (A::Imdb, "ch0110413"),
        (A::Imdb, "tt+110413"),
        (A::Imdb, "té0110413"),
        (A::Imdb, "tt99999999999999999999"),
        (A::Tmdb, "0"),
        (A::Tmdb, "2147483648"),
        (A::Tmdb, "-1"),
        (A::Tmdb, "+1"),
        (A::Tmdb, "١٢"),
        (A::Wikidata, "42"),
        (A::Wikidata, "P345"),
        (A::Wikidata, "Q0"),
        (A::Tvdb, "game-of-thrones"),
        (A::Letterboxd, "film/leon"),
        (A::Musicbrainz, "0383dadf2a4e4d10a46ae9e041da8eb3"),
        (A::Isan, "0000-0000-D07A-0090-R"),
        (A::Isan, "0000-0000-D07A-0090-Q-0000-0000-Y"),
        (A::Isan, "0000-0000-D07A-0090-R-0000-0000-X"),
        (A::Isan, "0000-0000-D07A-009"),
        (A::Isan, "0000-0000-D07A-0090-Q-0000"),
        (A::Isan, "0000-0000-D07A-009G"),
        (A::Isan, "000000000000000é"),
        (A::Eidr, "7791-8534-2C23-9030-8610-5"),
        (A::Eidr, "10.5240/7791-8534-2C23-9030-8610-6"),
        (A::Eidr, "10.5240/7791-8534-2C23-9030-8610"),
        (A::Filmgraph, "w124cxs"),
        (A::Other, "a\u{7}b"),
        (A::Other, long.as_str()),
    ];
    for (authority, text) in cases {
        let error = normalize(authority, text).unwrap_err();
        assert_eq!(error.authority, authority);
        assert_eq!(url(authority, text, ExternalSubject::Film), None, "{text}");
    }
    for authority in EVERY {
        assert!(normalize(authority, "").is_err());
        // Whoever follows the advice is understood.
        let message = error(authority).to_string();
        if let Some((_, example)) = message.rsplit_once("such as ") {
            assert!(normalize(authority, example).is_ok(), "{message}");
        }
    }
    assert_eq!(
        error(A::Wikidata).to_string(),
        "a Wikidata id is Q and a whole number from 1 to 576460752303423487, such as Q42"
    );
}

#[test]
fn pages_are_found() {
    use ExternalSubject as Of;
    let cases = [
        (
            A::Imdb,
            "tt0110413",
            Of::Film,
            Some("https://www.imdb.com/title/tt0110413/"),
        ),
        (
            A::Imdb,
            "nm0000204",
            Of::Person,
            Some("https://www.imdb.com/name/nm0000204/"),
        ),
        (
            A::Imdb,
            "co0008970",
            Of::Company,
            Some("https://www.imdb.com/company/co0008970/"),
        ),
        (
            A::Tmdb,
            "101",
            Of::Film,
            Some("https://www.themoviedb.org/movie/101"),
        ),
        (
            A::Tmdb,
            "1399",
            Of::Series,
            Some("https://www.themoviedb.org/tv/1399"),
        ),
        (
            A::Tmdb,
            "524",
            Of::Person,
            Some("https://www.themoviedb.org/person/524"),
        ),
        (A::Tmdb, "63056", Of::Episode, None),
        (
            A::Wikidata,
            "Q42",
            Of::Person,
            Some("https://www.wikidata.org/wiki/Q42"),
        ),
        (
            A::Letterboxd,
            "leon",
            Of::Film,
            Some("https://letterboxd.com/film/leon/"),
        ),
        (A::Letterboxd, "leon", Of::Person, None),
        (
            A::Eidr,
            "10.5240/7791-8534-2C23-9030-8610-5",
            Of::Film,
            Some("https://doi.org/10.5240/7791-8534-2C23-9030-8610-5"),
        ),
        (A::Isan, "0000-0000-D07A-0090-Q", Of::Film, None),
        (A::Filmgraph, "w124cxy", Of::Film, None),
        (A::Other, "https://example.org", Of::Film, None),
    ];
    for (authority, value, subject, expected) in cases {
        assert_eq!(url(authority, value, subject).as_deref(), expected);
    }
}

#[test]
fn imdb_ids_say_what_they_name() {
    let id = ImdbId::parse("tt0110413").unwrap();
    assert_eq!((id.kind(), id.number()), (ImdbKind::Title, 110_413));
    assert_eq!(ImdbId::parse("nm0000204").unwrap().kind(), ImdbKind::Name);
    assert_eq!(wikidata_number("Q42"), Ok(42));
}

proptest! {
    #[test]
    fn any_text_is_safe_and_normal_forms_stay(
        authority in proptest::sample::select(EVERY.to_vec()),
        text in prop_oneof![".*", "(tt|nm|co)[0-9]{5,20}", "Q[0-9]{0,20}", "[0-9A-Fa-f-]{14,40}"],
    ) {
        if let Ok(normal) = normalize(authority, &text) {
            prop_assert_eq!(normalize(authority, &normal), Ok(normal));
        }
    }

    #[test]
    fn every_number_makes_a_database_id(text in "tt[0-9]{7,20}") {
        if let Ok(id) = ImdbId::parse(&text) {
            prop_assert!(database_id(Authority::Imdb, id.number()).is_some());
        }
    }
}

#[test]
fn an_id_says_of_what_it_is_none() {
    use RecordKind as K;
    for (authority, kind, value, said) in [
        (A::Imdb, K::Work, "tt0110413", None),
        (A::Imdb, K::Work, "nm0000204", Some("begins with tt")),
        (A::Imdb, K::Person, "tt0110413", Some("begins with nm")),
        (A::Imdb, K::Company, "nm0000204", Some("begins with co")),
        (A::Filmgraph, K::Person, "pvl", None),
        (A::Filmgraph, K::Work, "pvl", Some("begins with w")),
        (A::Isan, K::Work, "0000-0000-D07A-0090-Q", None),
        (
            A::Isan,
            K::Person,
            "0000-0000-D07A-0090-Q",
            Some("gives none to such"),
        ),
        (A::Tmdb, K::Person, "101", None),
        (A::Wikidata, K::Company, "Q42", None),
    ] {
        let told = of_another_kind(authority, kind, value);
        assert_eq!(told.is_some(), said.is_some(), "{value}: {told:?}");
        assert!(told.unwrap_or_default().contains(said.unwrap_or_default()));
    }
}

#[test]
fn ids_are_recognized_by_their_form() {
    for (text, authority) in [
        ("tt0110413", Some(A::Imdb)),
        ("nm0000204", Some(A::Imdb)),
        ("Q42", Some(A::Wikidata)),
        ("101", Some(A::Tmdb)),
        ("0383dadf-2a4e-4d10-a46a-e9e041da8eb3", Some(A::Musicbrainz)),
        ("10.5240/7791-8534-2C23-9030-8610-5", Some(A::Eidr)),
        ("wvu", None),
        ("good-sex-wvu", None),
        ("", None),
    ] {
        assert_eq!(recognize(text), authority, "{text}");
    }
}
