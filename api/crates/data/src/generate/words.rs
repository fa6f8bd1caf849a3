//! Words for titles, names and characters: made up, in several scripts, some of them often.

use super::draw::{Draw, Purpose};

const TITLE_WORDS: usize = 6_000;
const GIVEN_NAMES: usize = 2_000;
const FAMILY_NAMES: usize = 12_000;

/// The commonest words of titles; the others are made of syllables.
const COMMON: [&str; 40] = [
    "Love", "Night", "House", "Life", "Day", "Road", "Summer", "Winter", "River", "City", "Dream",
    "Shadow", "Letter", "Garden", "Mother", "Father", "Sister", "Brother", "Stranger", "Island",
    "Mountain", "Window", "Fire", "Water", "Silence", "Secret", "Promise", "Wedding", "Journey",
    "Game", "Star", "Moon", "Sea", "Forest", "Winner", "Ghost", "King", "Queen", "Train", "Home",
];
const STARTS: [&str; 24] = [
    "b", "br", "c", "ch", "d", "f", "g", "gr", "h", "j", "k", "l", "m", "n", "p", "r", "s", "st",
    "t", "tr", "v", "w", "z", "",
];
const MIDDLES: [&str; 16] = [
    "a", "e", "i", "o", "u", "a", "e", "i", "o", "ai", "ea", "ou", "é", "ö", "ü", "ñe",
];
const ENDS: [&str; 10] = ["", "", "", "n", "r", "l", "s", "t", "nd", "rk"];

const CYRILLIC: [&str; 12] = [
    "ва", "го", "де", "жи", "ка", "лю", "мо", "на", "пе", "ро", "ст", "ёл",
];
const KANA: [&str; 12] = [
    "東", "京", "物", "語", "夜", "の", "花", "サ", "ク", "ラ", "が", "海",
];
const HAN: [&str; 8] = ["風", "雲", "江", "湖", "大", "城", "小", "事"];
const DEVANAGARI: [&str; 8] = ["दि", "ल", "प्या", "र", "की", "क", "हा", "नी"];

/// How a language writes its own titles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Script {
    Latin,
    Cyrillic,
    Kana,
    Han,
    Devanagari,
}

/// A country with its language.
#[derive(Clone, Copy, Debug)]
pub(super) struct Region {
    pub(super) country: &'static str,
    pub(super) language: &'static str,
    pub(super) script: Script,
}

const fn region(country: &'static str, language: &'static str, script: Script) -> Region {
    Region {
        country,
        language,
        script,
    }
}

/// The regions; the first six are those of the six times through the years.
pub(super) const REGIONS: [Region; 16] = [
    region("US", "en", Script::Latin),
    region("GB", "en", Script::Latin),
    region("JP", "ja", Script::Kana),
    region("IN", "hi", Script::Devanagari),
    region("FR", "fr", Script::Latin),
    region("DE", "de", Script::Latin),
    region("ES", "es", Script::Latin),
    region("IT", "it", Script::Latin),
    region("BR", "pt", Script::Latin),
    region("RU", "ru", Script::Cyrillic),
    region("CN", "cmn", Script::Han),
    region("MX", "es", Script::Latin),
    region("SE", "sv", Script::Latin),
    region("PL", "pl", Script::Latin),
    region("CA", "en", Script::Latin),
    region("XWW", "en", Script::Latin),
];

/// The words of a seed.
#[derive(Debug)]
pub(super) struct Words {
    title: Vec<String>,
    given: Vec<String>,
    family: Vec<String>,
}

impl Words {
    pub(super) fn new(seed: u64) -> Self {
        let list = |number: u64, length: usize, syllables: u32| -> Vec<String> {
            let mut draw = Draw::new(seed, Purpose::Words, number);
            (0..length).map(|_| word(&mut draw, syllables)).collect()
        };
        let mut title: Vec<String> = COMMON.map(str::to_owned).to_vec();
        title.extend(list(0, TITLE_WORDS, 3));
        Self {
            title,
            given: list(1, GIVEN_NAMES, 2),
            family: list(2, FAMILY_NAMES, 3),
        }
    }

    /// A title in Latin letters.
    pub(super) fn title(&self, draw: &mut Draw) -> String {
        let (a, b) = (early(&self.title, draw), early(&self.title, draw));
        match draw.below(12) {
            0 | 1 => a.to_owned(),
            2 | 3 => format!("The {a}"),
            4 | 5 => format!("{a} {b}"),
            6 => format!("The {a} of {b}"),
            7 => format!("{a} & {b}"),
            8 => format!("{a}: The {b}"),
            9 => format!("{a} {}", 2 + draw.below(8)),
            // A quotation mark is a character like any other.
            10 => format!("\"{a}\" {b}"),
            _ => format!("{a}, {b} and the {}", early(&self.title, draw)),
        }
    }

    /// A title as it is written where it comes from.
    pub(super) fn native_title(&self, draw: &mut Draw, script: Script) -> String {
        let letters: &[&str] = match script {
            Script::Latin => return self.title(draw),
            Script::Cyrillic => &CYRILLIC,
            Script::Kana => &KANA,
            Script::Han => &HAN,
            Script::Devanagari => &DEVANAGARI,
        };
        let length = 2 + draw.below(5);
        let letter = |_| draw.of(letters).copied().unwrap_or_default();
        (0..length).map(letter).collect()
    }

    /// The name of a person.
    pub(super) fn person(&self, draw: &mut Draw) -> String {
        let given = early(&self.given, draw).to_owned();
        let family = early(&self.family, draw);
        match draw.below(16) {
            0 => format!("{given} {} {family}", early(&self.given, draw)),
            1 => format!("{given} {}-{family}", early(&self.family, draw)),
            2 => given,
            _ => format!("{given} {family}"),
        }
    }

    /// The name of a character.
    pub(super) fn character(&self, draw: &mut Draw) -> String {
        let given = early(&self.given, draw);
        match draw.below(20) {
            0..10 => given.to_owned(),
            10..17 => format!("{given} {}", early(&self.family, draw)),
            17 => format!("Dr. {}", early(&self.family, draw)),
            18 => format!(
                "{} \"{given}\" {}",
                early(&self.given, draw),
                early(&self.family, draw)
            ),
            _ => format!("{} #{}", early(&self.title, draw), 1 + draw.below(4)),
        }
    }
}

fn early<'a>(words: &'a [String], draw: &mut Draw) -> &'a str {
    let length = u32::try_from(words.len()).unwrap_or(u32::MAX);
    words.get(draw.early(length)).map_or("", String::as_str)
}

fn word(draw: &mut Draw, most: u32) -> String {
    let mut text = String::new();
    // One syllable alone would make the same few words again and again.
    for _ in 0..=draw.below(most).max(1) {
        for part in [&STARTS[..], &MIDDLES[..], &ENDS[..]] {
            text.push_str(draw.of(part).copied().unwrap_or_default());
        }
    }
    let mut letters = text.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters.as_str().chars()).collect()
}
