//! What a mail server said, fit for lists and logs: one line, not long, without addresses.

use super::one_line;

/// The longest text kept.
const MOST: usize = 300;

/// Cleans what a server said. Addresses in it become `(address)`: they belong to people, and logs hold none.
pub fn said(text: &str) -> String {
    let line = one_line(text);
    let words = line.split(' ').map(|word| if word.contains('@') { "(address)" } else { word });
    words.collect::<Vec<_>>().join(" ").chars().take(MOST).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_line_breaks_and_length_are_cut() {
        assert_eq!(
            said("550 5.1.1 <ann@x.example>: no such\r\nuser ann@x.example"),
            "550 5.1.1 (address) no such user (address)"
        );
        assert_eq!(said(&"x".repeat(1000)).len(), MOST);
    }
}
