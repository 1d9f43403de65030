//! Imports: a file of people, what each row means, and how an import stands. What becomes of a row is
//! `invitation::judge`; here its words are turned into what can be judged, by the console and the Worker alike.

use std::collections::{BTreeMap, HashMap};
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::access::{Role, Roles};
use crate::api::imports::ImportRow;
use crate::api::invitations::InviteRow;
use crate::csv::columns::{Mapping, Meaning};
use crate::csv::table::Row;
use crate::email::Email;
use crate::error::{Code, Refusal};
use crate::id::{LicenseId, TeamId};

/// Rows of one part of an import; a part is carried out in one go.
pub const ROWS_A_PART: usize = crate::invite_list::MAX_ENTRIES;

/// The most addresses that are asked for at once.
pub const MAX_ADDRESSES: usize = 5_000;

/// Where an import stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ImportStatus {
    /// Rows are coming in; nothing happens yet.
    Draft,
    /// Rows are carried out.
    Running,
    /// Every row is answered.
    Done,
    /// An admin stopped it; rows that were carried out stay.
    Canceled,
}

impl ImportStatus {
    /// The status as programs see it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Running => "running",
            Self::Done => "done",
            Self::Canceled => "canceled",
        }
    }
}

/// What the words of a row can mean, and what holds where they say nothing.
#[derive(Clone, Debug, Default)]
pub struct Catalog {
    licenses: Names<LicenseId>,
    teams: Names<TeamId>,
    /// The license of rows that name none.
    license: Option<LicenseId>,
    roles: Roles,
}

impl Catalog {
    /// The catalog of these licenses and teams.
    pub fn new<'a>(
        licenses: impl IntoIterator<Item = (LicenseId, &'a str)>,
        teams: impl IntoIterator<Item = (TeamId, &'a str)>,
        license: Option<LicenseId>,
    ) -> Self {
        let (licenses, teams) = (Names::of(licenses), Names::of(teams));
        Self { licenses, teams, license, roles: Roles::default() }
    }

    /// The same, with the roles of the organization.
    #[must_use]
    pub fn with_roles(self, roles: Roles) -> Self {
        Self { roles, ..self }
    }

    /// The roles of the organization.
    pub const fn roles(&self) -> &Roles {
        &self.roles
    }

    /// Every team that rows can name.
    pub(crate) fn teams(&self) -> impl Iterator<Item = TeamId> {
        self.teams.ids.keys().copied()
    }

    /// How a file names the license of rows that name none: by its name where that tells which is meant, else by its id.
    /// Empty where there is none.
    pub fn license_word(&self) -> String {
        let Some(license) = self.license else { return String::new() };
        let name = self.licenses.ids.get(&license).map_or("", String::as_str);
        // What a spreadsheet would run as a formula is changed when it is written.
        let plain = !name.starts_with(['=', '+', '-', '@']) && self.licenses.read(name) == Ok(vec![license]);
        if plain { name.to_owned() } else { license.to_string() }
    }

    /// What a row asks for, or which of its words nobody knows.
    pub fn read(&self, row: &ImportRow) -> Result<InviteRow, Refusal> {
        let role = role(&row.role, &self.roles)?;
        let mut licenses = self.licenses.read(&row.licenses).map_err(license_unread)?;
        if licenses.is_empty() {
            licenses.extend(self.license);
        }
        let teams = self.teams.read(&row.teams).map_err(team_unread)?;
        let name = Some(row.name.clone()).filter(|name| !name.is_empty());
        Ok(InviteRow { email: row.email.clone(), name, role, licenses, teams, external_ids: Vec::new() })
    }
}

/// Ids, and whose names in lower case are which. Names are not unique.
#[derive(Clone, Debug)]
struct Names<T> {
    ids: BTreeMap<T, String>,
    named: BTreeMap<String, Vec<T>>,
}

impl<T> Default for Names<T> {
    fn default() -> Self {
        Self { ids: BTreeMap::new(), named: BTreeMap::new() }
    }
}

/// A word of a cell that leads to nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unread<'a> {
    /// Nobody knows it.
    Unknown(&'a str),
    /// So many go by it.
    Shared(&'a str, usize),
}

impl<T: Copy + Ord + FromStr> Names<T> {
    fn of<'a>(all: impl IntoIterator<Item = (T, &'a str)>) -> Self {
        let mut names = Self::default();
        for (id, name) in all {
            names.ids.insert(id, name.to_owned());
            names.named.entry(name.to_lowercase()).or_default().push(id);
        }
        names
    }

    /// Those that a cell names, by name or id; a name may hold what parts several. Else the first word that does not tell.
    fn read<'a>(&self, cell: &'a str) -> Result<Vec<T>, Unread<'a>> {
        let cell = cell.trim();
        match self.find(cell) {
            Err(Unread::Unknown(_)) => words(cell).map(|word| self.find(word)).collect(),
            whole => whole.map(|id| vec![id]),
        }
    }

    fn find<'a>(&self, word: &'a str) -> Result<T, Unread<'a>> {
        if let Some(id) = word.parse().ok().filter(|id| self.ids.contains_key(id)) {
            return Ok(id);
        }
        match self.named.get(&word.to_lowercase()).map(Vec::as_slice) {
            Some([id]) => Ok(*id),
            Some(several) => Err(Unread::Shared(word, several.len())),
            None => Err(Unread::Unknown(word)),
        }
    }
}

/// What stands for a cell of licenses when the file comes again, without the import's own license.
pub fn licenses_cell<'a>(cell: &'a str, word: &'a str) -> &'a str {
    if words(cell).next().is_none() { word } else { cell }
}

/// The words of a cell.
fn words(cell: &str) -> impl Iterator<Item = &str> {
    cell.split([';', ',', '|', '\n']).map(str::trim).filter(|word| !word.is_empty())
}

fn license_unread(word: Unread<'_>) -> Refusal {
    match word {
        Unread::Shared(name, count) => several("licenses", name, count),
        Unread::Unknown(name) => {
            Refusal::new(Code::NotFound, format!("There is no license “{name}”.")).at("licenses")
        }
    }
}

fn team_unread(word: Unread<'_>) -> Refusal {
    match word {
        Unread::Shared(name, count) => several("teams", name, count),
        Unread::Unknown(name) => {
            let detail = format!("There is no team “{name}”. Make it first, or leave the cell empty.");
            Refusal::new(Code::NotFound, detail).at("teams")
        }
    }
}

fn several(what: &str, name: &str, count: usize) -> Refusal {
    let count = if count == 2 { "Two".to_owned() } else { count.to_string() };
    let detail = format!("{count} {what} are called “{name}”. Write the id of the one that you mean.");
    Refusal::new(Code::NameAmbiguous, detail).at(what)
}

/// The role that a word names, built in or one that the organization made; none where it is empty.
fn role(word: &str, roles: &Roles) -> Result<Option<Role>, Refusal> {
    if word.trim().is_empty() {
        return Ok(None);
    }
    let found = Role::of_word(word).or_else(|| roles.named(word)).or_else(|| word.trim().parse().ok());
    let unknown = || {
        let names: Vec<_> = Role::BUILT_IN.iter().map(|role| role.word().replace('_', " ")).collect();
        let names = names.join(", ");
        let detail =
            format!("There is no role “{word}”. Write the name of one that you made, or one of: {names}.");
        Refusal::new(Code::UnknownRole, detail).at("role")
    };
    found.map(Some).ok_or_else(unknown)
}

/// A row of a file by its columns.
pub fn row(row: &Row, mapping: &Mapping) -> ImportRow {
    let cell = |meaning| mapping.cell(row, meaning);
    let parts = [cell(Meaning::FirstName), cell(Meaning::LastName)];
    let name = match cell(Meaning::Name) {
        "" => parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" "),
        name => name.to_owned(),
    };
    let owned = |meaning| cell(meaning).to_owned();
    ImportRow {
        row: row.number,
        email: owned(Meaning::Email),
        name,
        role: owned(Meaning::Role),
        licenses: owned(Meaning::Licenses),
        teams: owned(Meaning::Teams),
    }
}

/// Addresses seen so far and where: a file names each person once.
#[derive(Clone, Debug, Default)]
pub struct Seen(HashMap<Email, u32>);

impl Seen {
    /// Notes an address; refuses one that was there in an earlier row.
    pub fn note(&mut self, email: &Email, row: u32) -> Result<(), Refusal> {
        match self.0.get(email) {
            Some(first) if *first != row => Err(repeated(*first)),
            _ => {
                self.0.insert(email.clone(), row);
                Ok(())
            }
        }
    }
}

/// The refusal of an address that an earlier row has.
pub fn repeated(first: u32) -> Refusal {
    Refusal::new(Code::DuplicateRow, format!("Row {first} has this address already.")).at("email")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Timestamp;

    #[test]
    fn words_of_a_row_are_read_or_named() {
        let [kaia, kami] = [1, 2].map(|n| LicenseId::new(Timestamp::from_millis(1), [n; 10]));
        let [north, south] = [3, 4].map(|n| TeamId::new(Timestamp::from_millis(1), [n; 10]));
        let teams = [(north, "North"), (south, "South")];
        let catalog = Catalog::new([(kaia, "Kaia, west"), (kami, "Kami")], teams, Some(kami));
        let row = |role: &str, licenses: &str| ImportRow {
            role: role.to_owned(),
            licenses: licenses.to_owned(),
            ..ImportRow::default()
        };
        let read = |role: &str, licenses: &str| {
            catalog.read(&row(role, licenses)).map(|row| (row.role, row.licenses))
        };
        assert_eq!(read("", "").unwrap(), (None, vec![kami]));
        assert_eq!(read("License Admin", "kaia, west").unwrap(), (Some(Role::LicenseAdmin), vec![kaia]));
        let both = format!("{kaia}; KAMI");
        assert_eq!(read("Administratorin", &both).unwrap(), (Some(Role::Admin), vec![kaia, kami]));
        assert_eq!(read("Techer", "").unwrap_err().code, Code::UnknownRole);
        assert_eq!(read("", "Kamy").unwrap_err().field.as_deref(), Some("licenses"));
        let in_teams = |teams: &str| catalog.read(&ImportRow { teams: teams.to_owned(), ..row("", "") });
        assert_eq!(in_teams("south | NORTH").unwrap().teams, [south, north]);
        let unknown = in_teams("North; West").unwrap_err();
        assert_eq!((unknown.code, unknown.field.as_deref()), (Code::NotFound, Some("teams")));
        assert!(unknown.detail.contains("“West”"), "{}", unknown.detail);
    }

    #[test]
    fn a_name_that_two_have_tells_nothing_but_their_ids_do() {
        let [first, second] = [1, 2].map(|n| LicenseId::new(Timestamp::from_millis(1), [n; 10]));
        let names = Names::of([(first, "Kaia; west"), (second, "kaia; WEST")]);
        assert_eq!(names.read("Kaia; West"), Err(Unread::Shared("Kaia; West", 2)));
        assert_eq!(names.read(&format!(" {second}, {first}")), Ok(vec![second, first]));
        assert_eq!(names.read("Kami"), Err(Unread::Unknown("Kami")));
        assert_eq!(names.read(" ; "), Ok(Vec::new()));
    }
}
