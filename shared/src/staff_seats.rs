//! Staff seats (C14, C15, C19): roles that take a seat of the organization's staff license. That nobody has such a role
//! without its seat holds the database (`functions/migrations/0025`); here is which roles can be named, and what is said.

use std::collections::{BTreeMap, BTreeSet};

use crate::access::Role;
use crate::error::{Code, Refusal};
use crate::id::LicenseId;
use crate::invitation::{Offered, Standing};
use crate::license::LicenseType;
use crate::member::MemberStatus;

/// Roles that can take a seat. Customers and collaborators never do, nor do those who only use or give out licenses.
pub const ELIGIBLE: &[Role] = &[Role::Owner, Role::Admin, Role::TeamLeader, Role::Agent];

/// Those that take one unless other ones are named.
pub const DEFAULT: &[Role] = &[Role::Owner, Role::Admin, Role::Agent];

/// The license with the staff seats, and every role that takes one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Staff {
    /// The license.
    pub license: LicenseId,
    /// Its name.
    pub name: String,
    /// The roles, those of the organization's own among them.
    pub takes: BTreeSet<Role>,
}

impl Staff {
    /// The license of which somebody new claims a seat by their role, unless they have one; nobody waits for it.
    pub fn claim(
        &self,
        role: Role,
        standing: Option<&Standing>,
        licenses: &BTreeMap<LicenseId, Offered>,
    ) -> Result<Option<LicenseId>, Refusal> {
        let given = standing.is_none_or(|standing| match standing.status {
            MemberStatus::Pending => standing.invitation.is_none(),
            status => status == MemberStatus::Removed,
        });
        let seated = standing.is_some_and(|standing| standing.licenses.contains(&self.license));
        if !given || seated || !self.takes.contains(&role) {
            return Ok(None);
        }
        match licenses.get(&self.license).map(|offered| offered.seats) {
            Some(seats) if seats.claimable() == Some(0) => Err(full(&self.name, seats.total)),
            _ => Ok(Some(self.license)),
        }
    }
}

/// The roles to name, in the order of the table of roles; refuses those that take no seat.
pub fn check(kind: LicenseType, roles: Option<&[Role]>) -> Result<Vec<Role>, Refusal> {
    if kind != LicenseType::Staff {
        let detail = "Seats follow the role on staff licenses only. Choose a license of type staff.";
        return Err(Refusal::new(Code::MethodNotOffered, detail).at("license"));
    }
    let roles = roles.unwrap_or(DEFAULT);
    if roles.is_empty() || roles.iter().any(|role| !ELIGIBLE.contains(role)) {
        let detail = "Name some of owner, admin, team_leader and agent. Other roles take no staff seat.";
        return Err(Refusal::new(Code::InvalidParameter, detail).at("roles"));
    }
    Ok(ELIGIBLE.iter().copied().filter(|role| roles.contains(role)).collect())
}

/// The refusal of a role for which no staff seat is free.
pub fn full(license: &str, total: u32) -> Refusal {
    let taken = match total {
        1 => "the only staff seat is taken".to_owned(),
        total => format!("all {total} staff seats are taken"),
    };
    let detail =
        format!("{license}: {taken}. Add seats to the license, or give somebody a role that takes none.");
    Refusal::new(Code::SeatLimitReached, detail).at("role")
}

/// The refusal of a role, or of a setting, while the license has ended.
pub fn ended(license: &str) -> Refusal {
    let detail = format!("{license} has ended, and the role takes a seat of it. Renew the license first.");
    Refusal::new(Code::LicenseNotInTerm, detail)
}

/// The refusal of a setting for whose people there are too few seats.
pub fn missing(license: &str, people: u32, free: u32) -> Refusal {
    let more = people.saturating_sub(free);
    let detail = format!(
        "{license}: {people} people have or are offered such a role and need a seat, {free} seats are free. \
         Add {more} to the license first."
    );
    Refusal::new(Code::StaffSeatsMissing, detail).at("license")
}

/// The refusal to take a seat off somebody whose role takes it.
pub fn stays() -> Refusal {
    let detail =
        "This seat goes with the person’s role. Give them a role that takes none, or deactivate them.";
    Refusal::new(Code::SeatFollowsRole, detail)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// covers: C14, C15
    #[test]
    fn only_roles_of_the_staff_take_seats_and_only_of_a_staff_license() {
        assert_eq!(check(LicenseType::Staff, None).unwrap(), DEFAULT);
        let named = [Role::Agent, Role::Owner, Role::Agent];
        assert_eq!(check(LicenseType::Staff, Some(&named)).unwrap(), [Role::Owner, Role::Agent]);
        for roles in [&[][..], &[Role::Customer], &[Role::Admin, Role::Collaborator], &[Role::Standard]] {
            assert!(check(LicenseType::Staff, Some(roles)).is_err(), "{roles:?}");
        }
        assert_eq!(check(LicenseType::School, None).unwrap_err().code, Code::MethodNotOffered);
        assert!(missing("Desk", 8, 5).detail.contains("Add 3"));
        assert!(full("Desk", 5).detail.starts_with("Desk: all 5 staff seats"));
    }
}
