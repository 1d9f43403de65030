//! A pasted list of addresses, as people really paste it: from mail programs, spreadsheets and calendars.
//!
//! Entries are parted by line breaks, semicolons, commas, tabs or spaces, names stand before the address or around
//! angle brackets. Nothing is dropped: what is no address becomes an entry that says so.

use crate::email::Email;
use crate::error::{Code, Refusal};

/// The most addresses in one list, and the most rows in one request.
pub const MAX_ENTRIES: usize = 500;

/// One entry of a pasted list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The entry as it was pasted.
    pub text: String,
    /// The name that came with the address.
    pub name: Option<String>,
    /// The address as it was pasted, or the whole entry where there is none.
    pub address: String,
}

impl Entry {
    /// The address, or why it is none.
    pub fn email(&self) -> Result<Email, Refusal> {
        Email::parse(&self.address)
    }
}

/// Reads a pasted list; refuses more than [`MAX_ENTRIES`] entries with `too_many_rows`.
pub fn parse(text: &str) -> Result<Vec<Entry>, Refusal> {
    let entries: Vec<_> = text.lines().flat_map(|line| parts(line, &[';', '\t', ','])).collect();
    if entries.len() > MAX_ENTRIES {
        let detail = format!(
            "A list takes {MAX_ENTRIES} addresses; this one has {}. Use a CSV file for more.",
            entries.len()
        );
        return Err(Refusal::new(Code::TooManyRows, detail));
    }
    Ok(entries)
}

/// Parts a piece at its strongest separator until each part holds one address.
fn parts(piece: &str, separators: &[char]) -> Vec<Entry> {
    let piece = piece.trim();
    if piece.is_empty() {
        return Vec::new();
    }
    let named = piece.matches('@').count() == 1 && piece.contains(['<', '\t']);
    match separators.split_first() {
        Some((separator, weaker)) if !named => {
            split_outside_quotes(piece, *separator).into_iter().flat_map(|part| parts(part, weaker)).collect()
        }
        _ => words(piece),
    }
}

/// Reads a part that no separator divides: `Ann <a@b.c>`, `Ann a@b.c`, or addresses with spaces between them.
fn words(part: &str) -> Vec<Entry> {
    let part = part.trim_matches([',', ';', '\t', ' ']);
    if part.is_empty() {
        return Vec::new();
    }
    if let Some((name, rest)) = part.split_once('<') {
        let address = rest.split('>').next().unwrap_or(rest);
        return vec![entry(part, name, address)];
    }
    let words: Vec<&str> = part.split_whitespace().collect();
    match words.iter().filter(|word| word.contains('@')).count() {
        0 => vec![entry(part, "", part)],
        1 => {
            let at = words.iter().position(|word| word.contains('@')).unwrap_or(0);
            let name = [&words[..at], &words[at + 1..]].concat().join(" ");
            vec![entry(part, &name, words[at])]
        }
        _ => words.iter().map(|word| entry(word, "", word)).collect(),
    }
}

fn entry(text: &str, name: &str, address: &str) -> Entry {
    let name = name.trim_matches(|letter: char| letter.is_whitespace() || "\"',;".contains(letter));
    let address = address.trim().trim_start_matches("mailto:");
    Entry {
        text: text.to_owned(),
        name: (!name.is_empty()).then(|| name.to_owned()),
        address: address.trim_matches(['"', '\'', ',', ';', '(', ')']).to_owned(),
    }
}

fn split_outside_quotes(text: &str, separator: char) -> Vec<&str> {
    let mut quoted = false;
    text.split(|letter| {
        if letter == '"' {
            quoted = !quoted;
        }
        letter == separator && !quoted
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(text: &str, expected: &[(&str, &str)]) {
        let entries = parse(text).unwrap();
        let found: Vec<_> = entries
            .iter()
            .map(|entry| (entry.name.as_deref().unwrap_or(""), entry.address.as_str()))
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn lists_from_mail_programs_and_spreadsheets_are_read() {
        check(
            "a@b.example, c@d.example;e@f.example\n g@h.example",
            &[("", "a@b.example"), ("", "c@d.example"), ("", "e@f.example"), ("", "g@h.example")],
        );
        check(
            "Ann Lee <ann@b.example>; \"Lee, Bo\" <bo@b.example>;",
            &[("Ann Lee", "ann@b.example"), ("Lee, Bo", "bo@b.example")],
        );
        check(
            "Lee, Ann <ann@b.example>\nLee, Bo <bo@b.example>",
            &[("Lee, Ann", "ann@b.example"), ("Lee, Bo", "bo@b.example")],
        );
        check(
            "Ann Lee\tann@b.example\r\nBo Lee\tbo@b.example",
            &[("Ann Lee", "ann@b.example"), ("Bo Lee", "bo@b.example")],
        );
        check("ann@b.example bo@b.example", &[("", "ann@b.example"), ("", "bo@b.example")]);
        check("Ann ann@b.example", &[("Ann", "ann@b.example")]);
        check("mailto:ann@b.example", &[("", "ann@b.example")]);
        check(" ;,\n\n", &[]);
    }

    #[test]
    fn what_is_no_address_stays_in_sight() {
        let entries = parse("ann@b.example, nobody, bo@").unwrap();
        let verdicts: Vec<_> = entries.iter().map(|entry| entry.email().is_ok()).collect();
        assert_eq!(verdicts, [true, false, false]);
    }

    #[test]
    fn more_than_500_are_refused() {
        let list = |n: usize| (0..n).map(|i| format!("p{i}@b.example")).collect::<Vec<_>>().join("\n");
        assert_eq!(parse(&list(500)).unwrap().len(), 500);
        assert_eq!(parse(&list(501)).unwrap_err().code, Code::TooManyRows);
    }

    proptest! {
        #[test]
        fn no_address_is_ever_lost(names in proptest::collection::vec("[a-z]{1,8}", 1..20), separators in proptest::collection::vec("(, |;|\n|\t| ;\n)", 20)) {
            let text = names.iter().zip(&separators).map(|(name, separator)| format!("{name}@b.example{separator}")).collect::<Vec<_>>().concat();
            let found: Vec<_> = parse(&text).unwrap().into_iter().map(|entry| entry.address).collect();
            let expected: Vec<_> = names.iter().map(|name| format!("{name}@b.example")).collect();
            prop_assert_eq!(found, expected);
        }
    }
}
