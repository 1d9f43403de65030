//! What the columns of a file mean: proposed from its heads, in English or German, or from its cells where it has none.

use super::table::Row;
use super::unreadable;
use crate::email::Email;
use crate::error::Refusal;

/// What a column can mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Meaning {
    /// The address.
    Email,
    /// The whole name.
    Name,
    /// The first name.
    FirstName,
    /// The last name.
    LastName,
    /// The role.
    Role,
    /// Names of licenses.
    Licenses,
    /// Names of teams.
    Teams,
    /// Nothing that is taken over.
    Nothing,
}

impl Meaning {
    /// Every meaning.
    pub const ALL: &'static [Self] = &[
        Self::Email,
        Self::Name,
        Self::FirstName,
        Self::LastName,
        Self::Role,
        Self::Licenses,
        Self::Teams,
        Self::Nothing,
    ];

    /// The meaning as a word of ours.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Name => "name",
            Self::FirstName => "first_name",
            Self::LastName => "last_name",
            Self::Role => "role",
            Self::Licenses => "licenses",
            Self::Teams => "teams",
            Self::Nothing => "nothing",
        }
    }

    /// What a head says, whatever its case, spaces and hyphens.
    pub fn of_head(head: &str) -> Option<Self> {
        let word: String =
            head.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect();
        Some(match word.as_str() {
            "email" | "mail" | "emailaddress" | "mailaddress" | "address" | "adresse" | "emailadresse"
            | "mailadresse" => Self::Email,
            "name" | "fullname" | "displayname" | "vollständigername" | "anzeigename" => Self::Name,
            "firstname" | "givenname" | "forename" | "vorname" => Self::FirstName,
            "lastname" | "surname" | "familyname" | "nachname" | "familienname" | "zuname" => Self::LastName,
            "role" | "roles" | "rolle" | "rollen" => Self::Role,
            "license" | "licenses" | "licence" | "licences" | "lizenz" | "lizenzen" => Self::Licenses,
            "team" | "teams" | "group" | "groups" | "gruppe" | "gruppen" => Self::Teams,
            _ => return None,
        })
    }
}

/// How a file is read: whether its first row is heads, and what each column means.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mapping {
    /// Whether the first row is heads.
    pub heads: bool,
    /// What each column means.
    pub columns: Vec<Meaning>,
}

impl Mapping {
    /// Proposes a mapping: a first row without an address that names a column is heads.
    pub fn propose(rows: &[Row]) -> Self {
        let width = rows.iter().take(100).map(|row| row.cells.len()).max().unwrap_or_default();
        let first = rows.first().map(|row| row.cells.as_slice()).unwrap_or_default();
        let is_address = |cell: &String| Email::parse(cell).is_ok();
        let heads =
            !first.iter().any(is_address) && first.iter().any(|cell| Meaning::of_head(cell).is_some());
        let mut columns = vec![Meaning::Nothing; width];
        for (column, cell) in columns.iter_mut().zip(first).filter(|_| heads) {
            *column = Meaning::of_head(cell).unwrap_or(Meaning::Nothing);
        }
        let mut seen = Vec::new();
        for column in &mut columns {
            if seen.contains(column) {
                *column = Meaning::Nothing;
            }
            seen.push(*column);
        }
        if !columns.contains(&Meaning::Email) {
            let sample = || rows.iter().skip(usize::from(heads)).take(20);
            let addresses = |index: usize| {
                sample().filter(|row| row.cells.get(index).is_some_and(|cell| cell.contains('@'))).count()
            };
            let best = (0..width).rev().max_by_key(|index| addresses(*index)).filter(|it| addresses(*it) > 0);
            if let Some(index) = best {
                columns[index] = Meaning::Email;
                // Without heads, what stands beside the address is the name.
                if let (false, Some(beside)) = (heads, (0..width).find(|other| *other != index)) {
                    columns[beside] = Meaning::Name;
                }
            }
        }
        Self { heads, columns }
    }

    /// Refuses a file of heads alone, before anybody wonders where its people are.
    pub fn check(&self, rows: &[Row]) -> Result<(), Refusal> {
        if self.heads && rows.len() == 1 {
            return Err(unreadable("The file has heads and no rows. Choose one with a row for each person."));
        }
        Ok(())
    }

    /// Gives a column a meaning, which no other column keeps.
    pub fn set(&mut self, index: usize, meaning: Meaning) {
        for column in &mut self.columns {
            if *column == meaning && meaning != Meaning::Nothing {
                *column = Meaning::Nothing;
            }
        }
        if let Some(column) = self.columns.get_mut(index) {
            *column = meaning;
        }
    }

    /// The cell of a row that means this; empty where there is none.
    pub fn cell<'a>(&self, row: &'a Row, meaning: Meaning) -> &'a str {
        let index = self.columns.iter().position(|column| *column == meaning);
        index.and_then(|index| row.cells.get(index)).map_or("", String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::csv::table::read;

    fn proposed(text: &str) -> (bool, Vec<Meaning>) {
        let mapping = Mapping::propose(&read(text.to_owned()).unwrap());
        (mapping.heads, mapping.columns)
    }

    /// covers: B4
    #[test]
    fn heads_in_any_order_in_english_and_german_say_what_columns_mean() {
        use Meaning as M;
        for (text, expected) in [
            ("E-Mail,Name\na@x.example,Ann", (true, vec![M::Email, M::Name])),
            (
                "Rolle;Nachname;Vorname;E-Mail-Adresse;Lizenzen\n;L;A;a@x.example;",
                (true, vec![M::Role, M::LastName, M::FirstName, M::Email, M::Licenses]),
            ),
            (
                "First Name\tLAST_NAME\temail address\tLicense\tShoe size\nA\tL\ta@x.example\tK\t38",
                (true, vec![M::FirstName, M::LastName, M::Email, M::Licenses, M::Nothing]),
            ),
            ("Ann Lee;ann@x.example\nBo;bo@x.example", (false, vec![M::Name, M::Email])),
            ("ann@x.example\nbo@x.example", (false, vec![M::Email])),
            ("Name,Kontakt\nAnn,ann@x.example", (true, vec![M::Name, M::Email])),
            ("mail,mail\na@x.example,b@x.example", (true, vec![M::Email, M::Nothing])),
            ("Gruppe,Mail\nNord,a@x.example", (true, vec![M::Teams, M::Email])),
            ("nothing,known\n1,2", (false, vec![M::Nothing, M::Nothing])),
        ] {
            assert_eq!(proposed(text), expected, "{text}");
        }
    }

    #[test]
    fn a_file_of_heads_alone_is_told_so() {
        for (text, whole) in
            [("Mail;Name\n", false), ("Mail;Name\nann@x.example;Ann", true), ("ann@x.example", true)]
        {
            let rows = read(text.to_owned()).unwrap();
            assert_eq!(Mapping::propose(&rows).check(&rows).is_ok(), whole, "{text}");
        }
    }
}
