//! Words that may be meant by one that is not known: it is often a letter away from one that is.

/// Words longer than any that is known need not be compared.
const MAX_WORD: usize = 100;

/// The word that is most like what was given, if one is: by the measure that GraphQL's reference
/// implementation has for names, two letters in five may differ, and one more; but never more than half
/// of the word. Two letters that have changed places count as one.
#[must_use]
pub fn nearest<'n>(given: &str, known: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    if given.len() > MAX_WORD {
        return None;
    }
    let given = given.to_lowercase();
    let most = given.chars().count() * 2 / 5 + 1;
    let near = known.into_iter().map(|name| {
        let apart = strsim::osa_distance(&given, &name.to_lowercase());
        (apart, name)
    });
    let near = near.filter(|(apart, name)| *apart <= most && *apart * 2 <= name.chars().count());
    near.min().map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mistyped_word_is_known() {
        let known = ["releaseDate", "title", "id", "sources", "TV_FILM", "FILM"];
        for (given, near) in [
            ("relaseDate", Some("releaseDate")),
            ("releasedate", Some("releaseDate")),
            ("source", Some("sources")),
            ("titel", Some("title")),
            ("FLIM", Some("FILM")),
            ("film", Some("FILM")),
            ("xy", None),
            ("ift", None),
            ("colour", None),
            ("", None),
        ] {
            assert_eq!(nearest(given, known), near, "{given}");
        }
        assert_eq!(nearest(&"title".repeat(50), known), None);
    }
}
