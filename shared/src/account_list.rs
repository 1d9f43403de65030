//! A pasted list of accounts at a meeting provider, one a line, as sheets and provider consoles give them: the account's
//! id, its e-mail address and a name, parted by tabs, semicolons or commas, in any order.
//!
//! Nothing is dropped but empty lines and a line of headings: what cannot be an account is refused row by row.

use crate::email::Email;
use crate::error::{Code, Refusal};
use crate::invite_list::MAX_ENTRIES;

/// The longest id of an account, in characters.
pub const MAX_ACCOUNT: usize = 120;

/// One account as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// Its id there; the address where there is no other.
    pub account_id: String,
    /// Its address; may be empty.
    pub email: String,
    /// Its name; may be empty.
    pub name: String,
}

/// Reads a pasted list; refuses more than 500 lines with `too_many_rows`.
pub fn parse(text: &str) -> Result<Vec<Line>, Refusal> {
    let lines: Vec<_> = text.lines().filter(|line| !line.trim().is_empty()).enumerate().collect();
    let lines: Vec<_> = lines
        .into_iter()
        .filter(|(at, line)| *at > 0 || !is_heading(line))
        .map(|(_, line)| read(line))
        .collect();
    if lines.len() > MAX_ENTRIES {
        let detail = format!("A list takes {MAX_ENTRIES} accounts; this one has {}. Split it.", lines.len());
        return Err(Refusal::new(Code::TooManyRows, detail));
    }
    Ok(lines)
}

/// Cells of a line by its strongest separator, without the quotes around them.
fn cells(line: &str) -> Vec<&str> {
    let separator = ['\t', ';', ','].into_iter().find(|separator| line.contains(*separator));
    let cells: Vec<&str> = separator.map_or_else(|| vec![line], |separator| line.split(separator).collect());
    cells
        .into_iter()
        .map(|cell| cell.trim().trim_matches('"').trim())
        .filter(|cell| !cell.is_empty())
        .collect()
}

/// A first line that names columns has no address and no digit, and says what the columns are.
fn is_heading(line: &str) -> bool {
    let words = line.to_lowercase();
    !line.contains('@')
        && !line.contains(|letter: char| letter.is_ascii_digit())
        && cells(line).len() > 1
        && ["mail", "account", "user", "id"].iter().any(|word| words.contains(word))
}

fn read(line: &str) -> Line {
    let mut cells = cells(line);
    let email = cells.iter().position(|cell| Email::parse(cell).is_ok());
    let email = email.map(|at| cells.remove(at)).unwrap_or_default();
    // An id has no spaces; a name often does.
    let id = cells
        .iter()
        .position(|cell| !cell.contains(' ') && cell.contains(|letter: char| letter.is_ascii_digit()));
    let id = match (id, email.is_empty()) {
        (Some(at), _) => cells.remove(at),
        (None, true) if !cells.is_empty() => cells.remove(0),
        _ => email,
    };
    Line { account_id: id.to_owned(), email: email.to_owned(), name: cells.join(" ") }
}

/// An account's id as the provider has it: not empty, at most 120 characters, none of them a control character.
pub fn account_id(text: &str) -> Result<String, Refusal> {
    let text = text.trim();
    let refuse = |detail: &str| Err(Refusal::new(Code::InvalidAccount, detail).at("account_id"));
    if text.is_empty() {
        return refuse("Enter the account’s id or address.");
    }
    if text.chars().count() > MAX_ACCOUNT || text.chars().any(char::is_control) {
        return refuse("An account’s id has at most 120 characters and no line breaks.");
    }
    // An address is one whatever its spelling.
    Ok(Email::parse(text).map_or_else(|_| text.to_owned(), |email| email.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(account_id: &str, email: &str, name: &str) -> Line {
        Line { account_id: account_id.to_owned(), email: email.to_owned(), name: name.to_owned() }
    }

    #[test]
    fn lines_are_read_as_people_paste_them() {
        let text = "User id,E-mail,Name\nZ-1001\tann@x.example\tAnn Lee\n\n\"Ben Ode\";ben@x.example\ncleo@x.example\nz77, Cleo\nsomething";
        assert_eq!(
            parse(text).unwrap(),
            [
                line("Z-1001", "ann@x.example", "Ann Lee"),
                line("ben@x.example", "ben@x.example", "Ben Ode"),
                line("cleo@x.example", "cleo@x.example", ""),
                line("z77", "", "Cleo"),
                line("something", "", ""),
            ]
        );
        let long = "a@b.example\n".repeat(501);
        assert_eq!(parse(&long).unwrap_err().code, Code::TooManyRows);
    }

    #[test]
    fn an_id_is_short_and_plain() {
        assert_eq!(account_id(" Z-1 ").unwrap(), "Z-1");
        assert_eq!(account_id("Ann@X.Example").unwrap(), "ann@x.example");
        for text in ["", " ", "a\u{0}b", &"x".repeat(121)] {
            assert_eq!(account_id(text).unwrap_err().code, Code::InvalidAccount);
        }
    }
}
