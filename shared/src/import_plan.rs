//! The plan of an import: a verdict for each row before anything is sent, by the rules that the Worker follows.

use std::collections::BTreeMap;

use crate::access::Permissions;
use crate::api::imports::{ImportRow, Standings};
use crate::api::invitations::Outcome;
use crate::email::Email;
use crate::error::{Code, Refusal};
use crate::id::LicenseId;
use crate::import::{Catalog, Seen};
use crate::invitation::{self, Facts, Offered, Standing};
use crate::license::Door;

/// Judges the rows of a file in order, each with the seats that the rows before it leave.
pub struct Planner {
    catalog: Catalog,
    facts: Facts,
    left: BTreeMap<LicenseId, Offered>,
    held: Permissions,
    seen: Seen,
    takes: BTreeMap<LicenseId, u32>,
}

impl Planner {
    /// Judges by the licenses and by what is [learned](Self::learn) of the addresses.
    pub fn new(catalog: Catalog, licenses: BTreeMap<LicenseId, Offered>, held: Permissions) -> Self {
        let mut facts = Facts::of(Door::Csv);
        facts.roles = catalog.roles().clone();
        facts.teams.extend(catalog.teams());
        Self { catalog, facts, left: licenses, held, seen: Seen::default(), takes: BTreeMap::new() }
    }

    /// Notes what is known of addresses, before a row that names one of them is judged.
    pub fn learn(&mut self, answer: &Standings) {
        self.facts.authority.extend(answer.authority.iter().cloned());
        self.facts.unproved.extend(answer.unproved.iter().cloned());
        self.facts.standings.extend(answer.standings.iter().map(|it| {
            let standing = Standing {
                member: it.member,
                name: String::new(),
                known_as: None,
                status: it.status,
                role: it.role,
                invitation: it.invitation,
                licenses: it.licenses.iter().copied().collect(),
                teams: it.teams.iter().copied().collect(),
            };
            (it.email.clone(), standing)
        }));
    }

    /// What would become of the next row.
    pub fn judge(&mut self, row: &ImportRow) -> Result<Outcome, Refusal> {
        let email = Email::parse(&row.email);
        if let Ok(email) = &email {
            self.seen.note(email, row.row)?;
        }
        let asked = self.catalog.read(row)?;
        match invitation::judge_row(&asked, email?, &self.facts, &mut self.left, self.held) {
            // In a file, somebody who has it all already is no mistake.
            Err(refusal) if refusal.code == Code::AlreadyMember => Ok(Outcome::Unchanged),
            Err(refusal) => Err(refusal),
            Ok(plan) => {
                for license in plan.claims {
                    *self.takes.entry(license).or_default() += 1;
                }
                Ok(plan.outcome)
            }
        }
    }

    /// How many seats the rows judged so far take.
    pub const fn takes(&self) -> &BTreeMap<LicenseId, u32> {
        &self.takes
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::Role;
    use crate::api::imports::KnownAddress;
    use crate::id::{MemberId, TeamId};
    use crate::license::LicenseState;
    use crate::member::MemberStatus;
    use crate::seat::{Overage, SeatCounts};
    use crate::time::Timestamp;

    fn row(number: u32, email: &str, role: &str) -> ImportRow {
        ImportRow { row: number, email: email.to_owned(), role: role.to_owned(), ..ImportRow::default() }
    }

    /// covers: B4, B11
    #[test]
    fn each_row_has_a_verdict_before_anything_is_sent() {
        let kaia = LicenseId::new(Timestamp::from_millis(1), [1; 10]);
        let north = TeamId::new(Timestamp::from_millis(1), [3; 10]);
        let seats = SeatCounts::new(3, 0, 0, Overage::None);
        let licenses = BTreeMap::from([(kaia, Offered { seats, state: LicenseState::Active })]);
        let dana = KnownAddress {
            email: Email::parse("dana@x.example").unwrap(),
            member: MemberId::new(Timestamp::from_millis(1), [2; 10]),
            status: MemberStatus::Active,
            role: Role::Standard,
            invitation: None,
            licenses: vec![kaia],
            teams: Vec::new(),
        };
        let gil = KnownAddress { email: Email::parse("gil@x.example").unwrap(), ..dana.clone() };
        let known = Standings {
            standings: vec![dana, gil],
            authority: vec!["ours.example".to_owned()],
            unproved: vec![Email::parse("hal@ours.example").unwrap()],
        };
        let catalog = Catalog::new([(kaia, "Kaia")], [(north, "North")], Some(kaia));
        let mut planner = Planner::new(catalog, licenses, Role::LicenseAdmin.permissions());
        planner.learn(&known);
        let rows = [
            row(2, "ann@x.example", ""),
            row(3, "Bo@ours.example", ""),
            row(4, "BO@ours.example", ""),
            row(12, "hal@ours.example", ""),
            row(5, "cy@x.example", ""),
            row(6, "dana@x.example", ""),
            row(7, "nonsense", ""),
            row(8, "ed@x.example", "Owner"),
            row(9, "flo@x.example", "Techer"),
            ImportRow { teams: "North".to_owned(), ..row(10, "DANA@X.example", "") },
            row(11, "gil@x.example", "Agent"),
        ];
        let verdicts: Vec<_> =
            rows.iter().map(|row| planner.judge(row).map_err(|refusal| refusal.code)).collect();
        let expected = [
            Ok(Outcome::Invited),
            Ok(Outcome::Added),
            Err(Code::DuplicateRow),
            Ok(Outcome::Invited),
            Err(Code::SeatLimitReached),
            Ok(Outcome::Unchanged),
            Err(Code::InvalidEmail),
            Err(Code::RoleNotGrantable),
            Err(Code::UnknownRole),
            Err(Code::DuplicateRow),
            Err(Code::RoleDiffers),
        ];
        assert_eq!(verdicts, expected);
        assert_eq!(planner.takes()[&kaia], 3);
    }
}
