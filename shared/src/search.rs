//! What somebody typed to find people, taken apart: what is looked for inside name, addresses, ids and values of fields,
//! and what only as the beginning of a word.
//!
//! Not here: where it is looked for; the database does that (`functions/src/store/members.rs`).

/// From so many letters on a part is looked for anywhere, not only where words begin.
const INSIDE: usize = 3;

/// Letters that are written as others in searching, both in what is typed and in what is looked through (migration 2).
/// Accents need no list: the database drops them.
pub const SPELLINGS: [(char, &str); 12] = [
    ('ß', "ss"),
    ('ẞ', "ss"),
    ('æ', "ae"),
    ('Æ', "ae"),
    ('œ', "oe"),
    ('Œ', "oe"),
    ('ø', "o"),
    ('Ø', "o"),
    ('ł', "l"),
    ('Ł', "l"),
    ('đ', "d"),
    ('Đ', "d"),
];

/// A search: people are found in whom every part is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Search {
    /// Anywhere in name, an address, an id or a value; three letters or more.
    pub inside: Vec<String>,
    /// Where a word begins: one or two letters.
    pub beginnings: Vec<String>,
    /// Anywhere in the name: one or two letters of a script that has no gaps between words.
    pub syllables: Vec<String>,
}

impl Search {
    /// Takes a search apart.
    pub fn parse(text: &str) -> Self {
        let mut search = Self::default();
        for part in text.split(parts_words) {
            let part: String = part.chars().map(spelled).collect();
            let part = part.trim_matches(|letter| matches!(letter, '.' | '+' | '-' | '_'));
            if !part.contains(char::is_alphanumeric) {
                continue;
            }
            if part.chars().filter(|letter| !is_mark(*letter)).count() >= INSIDE {
                search.inside.push(part.to_owned());
            } else if part.contains(has_no_gaps) {
                search.syllables.push(part.to_owned());
            } else {
                let words = part.split(|letter: char| !letter.is_alphanumeric() && !is_mark(letter));
                search.beginnings.extend(words.filter(|word| !word.is_empty()).map(str::to_owned));
            }
        }
        search
    }

    /// What is looked for as it stands in a text of small letters that begins with a gap.
    pub fn needles(&self) -> Vec<String> {
        let begun = self.beginnings.iter().map(|part| format!(" {}", part.to_lowercase()));
        self.inside.iter().chain(&self.syllables).map(|part| part.to_lowercase()).chain(begun).collect()
    }

    /// Whether there is nothing to look for.
    pub fn is_empty(&self) -> bool {
        self.inside.is_empty() && self.beginnings.is_empty() && self.syllables.is_empty()
    }
}

/// What stands between two parts: all that is in no address.
fn parts_words(letter: char) -> bool {
    let of_addresses = matches!(letter, '@' | '.' | '+' | '-' | '_');
    letter.is_whitespace()
        || letter.is_control()
        || letter.is_ascii_punctuation() && !of_addresses
        || matches!(letter, '‘' | '’' | '“' | '”' | '„' | '，' | '、' | '\u{fffd}')
}

fn spelled(letter: char) -> String {
    let known = SPELLINGS.iter().find(|(from, _)| *from == letter);
    known.map_or_else(|| letter.to_string(), |(_, to)| (*to).to_owned())
}

/// A mark that stands on the letter before it and counts for none itself.
fn is_mark(letter: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&letter)
}

/// Letters of Chinese, Japanese and Korean, in which two may be a whole name.
fn has_no_gaps(letter: char) -> bool {
    matches!(letter, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> [String; 3] {
        let Search { inside, beginnings, syllables } = Search::parse(text);
        [inside, beginnings, syllables].map(|parts| parts.join(" "))
    }

    #[test]
    fn three_letters_are_looked_for_anywhere_and_fewer_where_words_begin() {
        assert_eq!(parsed("weissen an"), ["weissen", "an", ""]);
        assert_eq!(parsed("Weiß, Ann"), ["Weiss Ann", "", ""]);
        assert_eq!(parsed("@northwind lee+work@x.example"), ["@northwind lee+work@x.example", "", ""]);
        assert_eq!(parsed("O’Brien a.b"), ["Brien a.b", "O", ""]);
        assert_eq!(parsed("j.l"), ["j.l", "", ""]);
        assert_eq!(parsed("@n Ł."), ["", "n l", ""]);
        assert_eq!(parsed("美玲 김민수"), ["김민수", "", "美玲"]);
        assert_eq!(parsed("bo\u{308}"), ["", "bo\u{308}", ""]);
    }

    #[test]
    fn what_was_found_can_be_shown() {
        assert_eq!(Search::parse("Straße 12b O’Neill 玲").needles(), ["strasse", "12b", "neill", "玲", " o"]);
    }

    #[test]
    fn what_has_no_letter_looks_for_nothing() {
        for text in ["", " ", "%", "\"*\" (", "@", "...", "-- -"] {
            assert!(Search::parse(text).is_empty(), "{text}");
        }
    }
}
