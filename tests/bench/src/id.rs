//! Public ids, as the program writes them: a letter for the kind, the number in base 36, and the
//! check character of ISO 7064 MOD 37,36 over both.

/// The public id of a record: `letter` is that of its kind, such as `w` for works.
pub(crate) fn public(letter: char, number: i64) -> String {
    let mut digits = Vec::new();
    let mut rest = number.cast_unsigned();
    while rest > 0 {
        digits.push(digit(rest % 36));
        rest /= 36;
    }
    let mut id = String::from(letter);
    id.extend(digits.iter().rev());
    let check = id.chars().fold(36, |sum, character| {
        let sum = (sum + character.to_digit(36).unwrap_or_default()) % 36;
        (if sum == 0 { 36 } else { sum }) * 2 % 37
    });
    id.push(digit(u64::from(37 - check)));
    id
}

fn digit(value: u64) -> char {
    let value = u32::try_from(value % 36).unwrap_or_default();
    char::from_digit(value, 36).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::public;

    #[test]
    fn ids_are_those_of_the_program() {
        assert_eq!(public('w', 1_778_577), "w124cxy");
        assert_eq!(public('p', i64::MAX), "p1y2p0ij32e8e7b");
    }
}
