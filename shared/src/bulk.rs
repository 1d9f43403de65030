//! What an act on many members does to each of them: one judgment a person, in order.
//!
//! The last owner is kept by counting down; the database keeps them too, should two admins act at once.

use crate::access::{self, Permissions, Role, Roles};
use crate::api::bulk::BulkAct;
use crate::error::{Code, Refusal};
use crate::id::MemberId;
use crate::member::{self, MemberStatus, MemberVerb};

/// A person as the judgment needs them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Who.
    pub id: MemberId,
    /// Their role.
    pub role: Role,
    /// What they may do.
    pub permissions: Permissions,
    /// Where they stand.
    pub status: MemberStatus,
    /// Whether they are in the team that the act names.
    pub in_team: bool,
}

/// What is to be done to one person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Do it.
    Do,
    /// Nothing: it is so already.
    Unchanged,
}

/// Judges the people in order, for an actor who holds `held`, with so many active owners at the beginning.
pub fn judge(
    act: BulkAct,
    people: &[Person],
    held: Permissions,
    roles: &Roles,
    active_owners: u32,
) -> Vec<Result<Verdict, Refusal>> {
    let mut owners = active_owners;
    people
        .iter()
        .map(|person| {
            let verdict = one(act, person, held, roles)?;
            if verdict == Verdict::Do && loses_an_owner(act, person) {
                if owners <= 1 {
                    return Err(member::last_owner());
                }
                owners -= 1;
            }
            Ok(verdict)
        })
        .collect()
}

fn one(act: BulkAct, person: &Person, held: Permissions, roles: &Roles) -> Result<Verdict, Refusal> {
    use MemberStatus::{Active, Disabled, Removed};
    let verb = match act {
        BulkAct::Disable if person.status == Disabled => return Ok(Verdict::Unchanged),
        BulkAct::Enable if person.status == Active => return Ok(Verdict::Unchanged),
        BulkAct::Disable => MemberVerb::Disable,
        BulkAct::Enable => MemberVerb::Enable,
        BulkAct::Remove => MemberVerb::Remove,
        _ if person.status == Removed => return Err(Refusal::not_found()),
        BulkAct::JoinTeam { .. } if person.in_team => return Ok(Verdict::Unchanged),
        BulkAct::LeaveTeam { .. } if !person.in_team => return Ok(Verdict::Unchanged),
        BulkAct::JoinTeam { .. } | BulkAct::LeaveTeam { .. } => return Ok(Verdict::Do),
        BulkAct::SetRole { role } if role == person.role => return Ok(Verdict::Unchanged),
        BulkAct::SetRole { .. } if person.status == MemberStatus::Pending => {
            return Err(not_accepted());
        }
        BulkAct::SetRole { role } => {
            roles.may_grant(held, role)?;
            // Whoever holds more than the actor is not the actor's to change.
            return access::may_grant(held, person.permissions).map(|()| Verdict::Do);
        }
    };
    member::after(person.status, verb)?;
    access::may_grant(held, person.permissions)?;
    Ok(Verdict::Do)
}

fn loses_an_owner(act: BulkAct, person: &Person) -> bool {
    let after = match act {
        BulkAct::Disable => (person.role, MemberStatus::Disabled),
        BulkAct::Remove => (person.role, MemberStatus::Removed),
        BulkAct::SetRole { role } => (role, person.status),
        BulkAct::Enable | BulkAct::JoinTeam { .. } | BulkAct::LeaveTeam { .. } => return false,
    };
    member::loses_an_owner((person.role, person.status), after)
}

/// Says no to a role for somebody whose invitation still offers one.
pub fn not_accepted() -> Refusal {
    let detail = "This person has not accepted yet. Change what the invitation offers.";
    Refusal::new(Code::NotInThisState, detail)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Timestamp;

    fn person(role: Role, status: MemberStatus) -> Person {
        let id = MemberId::new(Timestamp::from_millis(1), [0; 10]);
        Person { id, role, permissions: role.permissions(), status, in_team: false }
    }

    fn codes(act: BulkAct, people: &[Person], actor: Role, owners: u32) -> Vec<Result<Verdict, Code>> {
        let verdicts = judge(act, people, actor.permissions(), &Roles::default(), owners);
        verdicts.into_iter().map(|verdict| verdict.map_err(|refusal| refusal.code)).collect()
    }

    #[test]
    fn each_is_judged_by_status_and_role() {
        use MemberStatus::{Active, Disabled, Pending};
        let people = [
            person(Role::Standard, Active),
            person(Role::Standard, Disabled),
            person(Role::Standard, Pending),
            person(Role::Owner, Active),
        ];
        let expected =
            [Ok(Verdict::Do), Ok(Verdict::Unchanged), Err(Code::NotInThisState), Err(Code::RoleNotGrantable)];
        assert_eq!(codes(BulkAct::Disable, &people, Role::Admin, 2), expected);
    }

    #[test]
    fn of_the_owners_one_stays() {
        let owners = vec![person(Role::Owner, MemberStatus::Active); 3];
        let set = BulkAct::SetRole { role: Role::Admin };
        for act in [BulkAct::Disable, BulkAct::Remove, set] {
            let verdicts = codes(act, &owners, Role::Owner, 3);
            assert_eq!(verdicts, [Ok(Verdict::Do), Ok(Verdict::Do), Err(Code::LastOwner)], "{act:?}");
        }
    }

    #[test]
    fn nobody_gives_a_role_beyond_their_own() {
        let people = [person(Role::Standard, MemberStatus::Active)];
        let set = BulkAct::SetRole { role: Role::Owner };
        assert_eq!(codes(set, &people, Role::Admin, 1), [Err(Code::RoleNotGrantable)]);
        let set = BulkAct::SetRole { role: Role::Standard };
        assert_eq!(codes(set, &people, Role::Admin, 1), [Ok(Verdict::Unchanged)]);
    }
}
