//! The list of people to invite while it is written: it outlives its dialog, so that an accidental close loses nothing.

use leptos::prelude::*;
use shared::access::Role;
use shared::api::invitations::{Invite, InviteRow, OfferedId, RowResult};
use shared::id::{LicenseId, TeamId};
use shared::invitation::DEFAULT_DAYS;
use shared::{Refusal, invite_list};

/// One person to invite; what is not set for them is what is set for all.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Names the row while the dialog lives.
    pub key: u32,
    /// The address as it was typed.
    pub email: String,
    /// The name that came with it.
    pub name: Option<String>,
    /// Their own role.
    pub role: Option<Role>,
    /// Their own licenses.
    pub licenses: Option<Vec<LicenseId>>,
    /// Their own teams.
    pub teams: Option<Vec<TeamId>>,
    /// Ids in other systems, of an agent: source and id as they are typed.
    pub ids: Vec<[String; 2]>,
}

impl Row {
    /// What is typed of an agent's ids; half a pair is refused with its row, an empty one is none.
    fn external_ids(&self, role: Role) -> Vec<OfferedId> {
        let typed = |[source, id]: &[String; 2]| OfferedId {
            source: source.trim().to_owned(),
            external_id: id.trim().to_owned(),
        };
        let filled = |id: &OfferedId| !id.source.is_empty() || !id.external_id.is_empty();
        let ids = self.ids.iter().map(typed).filter(filled);
        if role == Role::Agent { ids.collect() } else { Vec::new() }
    }
}

/// The draft.
#[derive(Clone, Copy)]
pub struct Draft {
    /// The rows.
    pub rows: RwSignal<Vec<Row>>,
    /// What is typed and not read yet.
    pub text: RwSignal<String>,
    /// The role for all.
    pub role: RwSignal<String>,
    /// The licenses for all.
    pub licenses: RwSignal<Vec<LicenseId>>,
    /// The teams for all.
    pub teams: RwSignal<Vec<TeamId>>,
    /// Days until the invitations expire.
    pub days: RwSignal<String>,
    /// The last verdicts, by row.
    pub verdicts: RwSignal<Vec<(u32, RowResult)>>,
    /// What is wrong with the text.
    pub refusal: RwSignal<Option<Refusal>>,
    last: StoredValue<u32>,
}

thread_local! {
    static DRAFT: Draft = Draft {
        rows: RwSignal::new(Vec::new()),
        text: RwSignal::new(String::new()),
        role: RwSignal::new(Role::Standard.word().to_owned()),
        licenses: RwSignal::new(Vec::new()),
        teams: RwSignal::new(Vec::new()),
        days: RwSignal::new(DEFAULT_DAYS.to_string()),
        verdicts: RwSignal::new(Vec::new()),
        refusal: RwSignal::new(None),
        last: StoredValue::new(0),
    };
}

/// The draft of this console.
pub fn draft() -> Draft {
    DRAFT.with(|draft| *draft)
}

impl Draft {
    /// Whether anything would be lost.
    pub fn is_typed(self) -> bool {
        self.rows.with(|rows| !rows.is_empty()) || self.text.with(|text| !text.trim().is_empty())
    }

    /// Starts over.
    pub fn clear(self) {
        self.rows.set(Vec::new());
        self.text.set(String::new());
        self.verdicts.set(Vec::new());
        self.refusal.set(None);
    }

    /// Reads what is typed into rows; what cannot be read stays where it is.
    pub fn read(self) {
        let text = self.text.get_untracked();
        match invite_list::parse(&text) {
            Ok(entries) if entries.is_empty() => {}
            Ok(entries) if entries.len() + self.rows.with_untracked(Vec::len) > invite_list::MAX_ENTRIES => {
                let most = invite_list::MAX_ENTRIES;
                self.refusal.set(Some(Refusal::new(
                    shared::Code::TooManyRows,
                    format!("A list takes {most} addresses. Send these first."),
                )));
            }
            Ok(entries) => {
                self.rows.update(|rows| {
                    for entry in entries {
                        let key = self.next_key();
                        let (email, name) = (entry.address, entry.name);
                        rows.push(Row {
                            key,
                            email,
                            name,
                            role: None,
                            licenses: None,
                            teams: None,
                            ids: Vec::new(),
                        });
                    }
                });
                self.text.set(String::new());
                self.refusal.set(None);
            }
            Err(refusal) => self.refusal.set(Some(refusal)),
        }
    }

    fn next_key(self) -> u32 {
        self.last.update_value(|last| *last += 1);
        self.last.get_value()
    }

    /// Changes a row.
    pub fn change(self, key: u32, change: impl FnOnce(&mut Row)) {
        self.rows.update(|rows| {
            if let Some(row) = rows.iter_mut().find(|row| row.key == key) {
                change(row);
            }
        });
    }

    /// Takes a row out.
    pub fn take_out(self, key: u32) {
        self.rows.update(|rows| rows.retain(|row| row.key != key));
    }

    /// The request that the rows make; reading it follows every choice.
    pub fn request(self) -> Invite {
        let role = crate::words::role_of(&self.role.get()).unwrap_or(Role::Standard);
        let (licenses, teams) = (self.licenses.get(), self.teams.get());
        let row = |row: &Row| InviteRow {
            email: row.email.clone(),
            name: row.name.clone(),
            external_ids: row.external_ids(row.role.unwrap_or(role)),
            // Nobody chose what stands there from the start: for whoever is in already it says nothing of their role.
            role: row.role.or((role != Role::Standard).then_some(role)),
            licenses: row.licenses.clone().unwrap_or_else(|| licenses.clone()),
            teams: row.teams.clone().unwrap_or_else(|| teams.clone()),
        };
        let invitations = self.rows.with(|rows| rows.iter().map(row).collect());
        Invite { invitations, expires_in_days: self.days.get().parse().ok(), ..Invite::default() }
    }
}
