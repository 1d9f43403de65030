//! Changing roles, and what stands beside them: who may, what it changes for whom, and what somebody is told whose
//! change comes second.

use core::fmt;
use core::str::FromStr;

use crate::access::{self, Permission, Permissions, Role};
use crate::error::{Code, Refusal};
use crate::id::OperationId;
use crate::member::MemberStatus;
use crate::role::{Beside, effective};
use crate::time::Timestamp;

/// The longest description of a role, in characters.
pub const MAX_DESCRIPTION: usize = 500;

/// The role that a word of a path names among those that can be changed.
pub fn changeable(role: Role) -> Result<crate::id::RoleId, Refusal> {
    let stays = "Built-in roles stay as they are. Make one of your own that is based on it.";
    role.custom().ok_or_else(|| Refusal::new(Code::NotInThisState, stays))
}

/// Says no to a name that a built-in role has.
pub fn check_name(name: &str) -> Result<(), Refusal> {
    if Role::of_word(name).is_none() {
        return Ok(());
    }
    let detail = format!("{name} is the name of a built-in role. Choose another.");
    Err(Refusal::new(Code::NameTaken, detail).at("name"))
}

/// A description as it is kept.
pub fn check_description(text: &str) -> Result<String, Refusal> {
    let text = text.trim();
    if text.chars().count() > MAX_DESCRIPTION || text.chars().any(|it| it.is_control() && it != '\n') {
        let detail = format!("A description has at most {MAX_DESCRIPTION} characters.");
        return Err(Refusal::new(Code::InvalidName, detail).at("description"));
    }
    Ok(text.to_owned())
}

/// Says no to somebody who would change a role that holds more than they do, before or afterwards.
pub fn check_change(held: Permissions, before: Permissions, after: Permissions) -> Result<(), Refusal> {
    access::may_grant(held, before.or(after)).map_err(|refusal| refusal.at("permissions"))
}

/// Somebody for whom grants and denials are to be set.
#[derive(Clone, Copy, Debug)]
pub struct Subject {
    /// Whether it is the actor themselves.
    pub oneself: bool,
    /// Where they stand.
    pub status: MemberStatus,
    /// Their role.
    pub role: Role,
    /// What it holds.
    pub of_role: Permissions,
    /// What stands beside it now.
    pub beside: Beside,
}

/// Says no to grants and denials that an actor who holds `held` may not set.
pub fn check_beside(held: Permissions, subject: &Subject, to: Beside) -> Result<(), Refusal> {
    let refuse = |code, detail: &str| Err(Refusal::new(code, detail));
    match subject.status {
        MemberStatus::Active | MemberStatus::Disabled => {}
        MemberStatus::Pending => {
            let detail =
                "This person has not accepted yet. Until then, change the role that the invitation offers.";
            return refuse(Code::NotInThisState, detail);
        }
        MemberStatus::Removed => return Err(Refusal::not_found()),
    }
    if subject.oneself {
        return refuse(Code::OwnRights, "Nobody changes their own rights. Ask another admin.");
    }
    if subject.role == Role::Owner && !to.denials.is_empty() {
        let detail = "Nothing can be denied to an owner. Give this person another role first.";
        return Err(Refusal::new(Code::OwnerHoldsAll, detail).at("denials"));
    }
    let now = |beside| effective(subject.role, subject.of_role, beside);
    // Whoever holds more than the actor is not the actor's to change.
    access::may_grant(held, now(subject.beside))?;
    let granted = to.grants.without(subject.beside.grants).or(now(to));
    access::may_grant(held, granted).map_err(|refusal| refusal.at("grants"))
}

/// What a member gains and loses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Effect {
    /// What they gain.
    pub gained: Permissions,
    /// What they lose.
    pub lost: Permissions,
}

/// What comes of it for a member when they may do this instead of that.
pub const fn effect(before: Permissions, after: Permissions) -> Effect {
    Effect { gained: after.without(before), lost: before.without(after) }
}

/// A state of a role: the write that brought it about, and what it may do since.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RoleVersion {
    /// The write.
    pub operation: OperationId,
    /// What it may do.
    pub permissions: Permissions,
}

impl fmt::Display for RoleVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:x}", self.operation.suffix(), self.permissions.bits())
    }
}

impl FromStr for RoleVersion {
    type Err = Refusal;

    fn from_str(text: &str) -> Result<Self, Refusal> {
        let mut parts = text.split('.');
        let operation = parts.next().and_then(|part| OperationId::from_suffix(part).ok());
        let permissions = parts.next().and_then(bits);
        let read = operation.zip(permissions).filter(|_| parts.next().is_none());
        read.map(|(operation, permissions)| Self { operation, permissions }).ok_or_else(not_a_version)
    }
}

/// A state of what a member may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RightsVersion {
    /// Their role.
    pub role: Role,
    /// What stands beside it.
    pub beside: Beside,
}

impl fmt::Display for RightsVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Beside { grants, denials } = self.beside;
        write!(f, "{}.{:x}.{:x}", self.role, grants.bits(), denials.bits())
    }
}

impl FromStr for RightsVersion {
    type Err = Refusal;

    fn from_str(text: &str) -> Result<Self, Refusal> {
        let parts: Vec<_> = text.split('.').collect();
        let &[role, grants, denials] = parts.as_slice() else { return Err(not_a_version()) };
        let beside = bits(grants).zip(bits(denials)).map(|(grants, denials)| Beside { grants, denials });
        let beside = beside.ok_or_else(not_a_version)?;
        Ok(Self { role: role.parse().map_err(|_| not_a_version())?, beside })
    }
}

fn bits(text: &str) -> Option<Permissions> {
    u64::from_str_radix(text, 16).ok().map(Permissions::from_bits)
}

/// Says no to a version that nothing here ever had.
pub fn not_a_version() -> Refusal {
    let detail = "If-Match is not a version that this resource had. Read it again and send its ETag.";
    Refusal::new(Code::ChangedMeanwhile, detail)
}

/// Tells somebody whose change of a role comes second what the first one changed.
pub fn role_changed(before: RoleVersion, now: RoleVersion, by: &str, at: Timestamp) -> Refusal {
    let what = match difference(effect(before.permissions, now.permissions)) {
        None => "its name or description".to_owned(),
        Some(difference) => difference,
    };
    changed_meanwhile(by, at, &format!("changed this role: {what}"))
}

/// The same of a member's rights.
pub fn rights_changed(before: RightsVersion, now: RightsVersion, by: &str, at: Timestamp) -> Refusal {
    let mut parts = Vec::new();
    if before.role != now.role {
        parts.push(format!("the role is {} now", now.role));
    }
    for (what, from, to) in [
        ("granted", before.beside.grants, now.beside.grants),
        ("denied", before.beside.denials, now.beside.denials),
    ] {
        let Effect { gained, lost } = effect(from, to);
        if !gained.is_empty() {
            parts.push(format!("{what}: {}", names(gained)));
        }
        if !lost.is_empty() {
            parts.push(format!("no longer {what}: {}", names(lost)));
        }
    }
    changed_meanwhile(by, at, &format!("changed this person's rights: {}", parts.join("; ")))
}

/// The refusal of a change that comes second.
pub fn changed_meanwhile(by: &str, at: Timestamp, what: &str) -> Refusal {
    let detail = format!("At {at} {by} {what}. Read it again and decide anew.");
    Refusal::new(Code::ChangedMeanwhile, detail)
}

fn difference(Effect { gained, lost }: Effect) -> Option<String> {
    let parts: Vec<_> = [("it may also do", gained), ("it may no longer do", lost)]
        .into_iter()
        .filter(|(_, set)| !set.is_empty())
        .map(|(words, set)| format!("{words} {}", names(set)))
        .collect();
    (!parts.is_empty()).then(|| parts.join("; "))
}

fn names(set: Permissions) -> String {
    set.iter().map(Permission::as_str).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use Permission as P;

    fn set(permissions: &[Permission]) -> Permissions {
        Permissions::of(permissions)
    }

    fn subject(role: Role) -> Subject {
        let beside = Beside::default();
        Subject { oneself: false, status: MemberStatus::Active, role, of_role: role.permissions(), beside }
    }

    fn judged(
        held: Permissions,
        subject: &Subject,
        grants: &[Permission],
        denials: &[Permission],
    ) -> Option<Code> {
        let to = Beside { grants: set(grants), denials: set(denials) };
        check_beside(held, subject, to).err().map(|refusal| refusal.code)
    }

    /// covers: D4, D5
    #[test]
    fn rights_are_set_by_whoever_holds_them_after_acceptance() {
        let admin = Role::Admin.permissions();
        let ann = subject(Role::Standard);
        assert_eq!(judged(admin, &ann, &[P::ReadEvents], &[P::ReadInsights]), None);
        assert_eq!(judged(admin, &ann, &[P::ManageOrganization], &[]), Some(Code::RoleNotGrantable));
        assert_eq!(judged(admin, &subject(Role::Owner), &[], &[]), Some(Code::RoleNotGrantable));
        let everything = Permissions::ALL;
        assert_eq!(judged(everything, &subject(Role::Owner), &[], &[P::Check]), Some(Code::OwnerHoldsAll));
        let pending = Subject { status: MemberStatus::Pending, ..ann };
        assert_eq!(judged(everything, &pending, &[], &[]), Some(Code::NotInThisState));
        assert_eq!(judged(everything, &Subject { oneself: true, ..ann }, &[], &[]), Some(Code::OwnRights));
    }

    #[test]
    fn taking_a_denial_back_is_granting() {
        let denied = Beside { grants: set(&[]), denials: set(&[P::ManageTokens]) };
        let adam = Subject { beside: denied, ..subject(Role::Admin) };
        let held = Role::Admin.permissions().without(set(&[P::ManageTokens]));
        assert_eq!(judged(held, &adam, &[], &[P::ManageTokens, P::Export]), None);
        assert_eq!(judged(held, &adam, &[], &[]), Some(Code::RoleNotGrantable));
        // What is hidden under a denial is granted all the same.
        assert_eq!(judged(held, &adam, &[P::ManageTokens], &[P::ManageTokens]), Some(Code::RoleNotGrantable));
    }

    #[test]
    fn a_role_is_changed_by_whoever_covers_it() {
        let held = set(&[P::ReadMembers, P::ManageRoles]);
        assert!(check_change(held, set(&[P::ReadMembers]), set(&[])).is_ok());
        assert!(check_change(held, set(&[P::ReadMembers]), set(&[P::Export])).is_err());
        assert!(check_change(held, set(&[P::Export]), set(&[])).is_err());
        assert!(check_name("Administrator").is_err() && check_name("Front desk").is_ok());
        assert!(check_description(&"x".repeat(501)).is_err());
    }

    #[test]
    fn who_comes_second_is_told_what_changed() {
        let at = Timestamp::from_millis(0);
        let version = |random, permissions: &[Permission]| RoleVersion {
            operation: OperationId::new(at, [random; 10]),
            permissions: set(permissions),
        };
        let (before, now) = (version(1, &[P::Check]), version(2, &[P::ReadMembers, P::Export]));
        assert_eq!(before.to_string().parse(), Ok(before));
        let told = role_changed(before, now, "Dana", at).detail;
        assert!(told.contains("also do members:read, export; it may no longer do check"), "{told}");
        let before = RightsVersion { role: Role::Standard, beside: Beside::default() };
        let beside = Beside { grants: set(&[P::Export]), denials: set(&[P::Check]) };
        let now = RightsVersion { role: Role::Agent, beside };
        assert_eq!(now.to_string().parse(), Ok(now));
        let told = rights_changed(before, now, "Dana", at).detail;
        assert!(told.contains("the role is agent now; granted: export; denied: check"), "{told}");
        assert!("nonsense".parse::<RoleVersion>().is_err() && "x.1.2".parse::<RightsVersion>().is_err());
    }
}
