//! "What would happen if": an address, a method, a license, and who acts. It is judged as the act itself would be, by
//! `invitation::judge`, and nothing is changed.

use serde::{Deserialize, Serialize};

use crate::access::{Permissions, Role};
use crate::api::invitations::{InviteRow, Outcome};
use crate::email::Email;
use crate::error::{Code, Refusal};
use crate::id::{LicenseId, MemberId};
use crate::invitation::{self, Facts, Plan, Standing};
use crate::joining;
use crate::license::{AssignmentStatus, LicenseState, LicenseType};
use crate::license_key::{Comer, KeyFacts};
use crate::member::MemberStatus;
use crate::methods::{self, Method};
use crate::queue::WhenFull;
use crate::staff_seats::{self, Staff};
use crate::time::Timestamp;

/// Why it would come so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Because {
    /// The acting admin has authority over the address's domain.
    Authority,
    /// The acting admin has none, so the person is asked.
    NoAuthority,
    /// An admin chose a member from the list.
    Chosen,
    /// Assigning is for members; the address is nobody's yet, so the person is asked.
    NotYetAMember,
    /// Whoever has the link or key takes a seat.
    WhoeverHasIt,
    /// The address is in a whole domain of the license.
    WholeDomain,
    /// The person has an open invitation.
    OpenInvitation,
    /// The person has the seat already.
    HasTheSeat,
    /// The seat goes with a role.
    FollowsRole,
    /// No seat is free; the person would wait if the acting admin says so.
    Full,
}

/// What would happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// What would become of the address.
    pub outcome: Outcome,
    /// Why.
    pub because: Because,
    /// The place in line, if the person would wait.
    pub place: Option<u32>,
}

/// A question.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// The address as typed.
    pub email: &'a str,
    /// By which method.
    pub method: Method,
    /// On which license.
    pub license: LicenseId,
    /// Its type.
    pub kind: LicenseType,
    /// The license's whole domains.
    pub whole_domains: &'a [String],
    /// Where the person stands for joining by their domain.
    pub joining: Option<joining::Standing>,
    /// Where they stand on the license, if they are, or were, on it.
    pub was: Option<AssignmentStatus>,
    /// What the acting admin may do.
    pub held: Permissions,
}

/// Says what would happen, or with which refusal.
pub fn simulate(question: &Question<'_>, mut facts: Facts) -> Result<Verdict, Refusal> {
    methods::require(question.kind, question.method)?;
    let whole_domain = question.method == Method::WholeDomain;
    let staff = facts.staff.clone().filter(|staff| staff.license == question.license);
    let is_set_up = match question.method {
        Method::WholeDomain => !question.whole_domains.is_empty(),
        Method::Role => staff.is_some(),
        method => method.set_up().is_none(),
    };
    if !is_set_up {
        return Err(Refusal::new(Code::MethodNotSetUp, "This way in is not set up for this license."));
    }
    let email = Email::parse(question.email)?;
    if whole_domain && !question.whole_domains.iter().any(|domain| domain == email.domain()) {
        let detail = "This address is in none of the license’s domains.";
        return Err(Refusal::new(Code::OutsideDomain, detail).at("email"));
    }
    if let Some(staff) = staff.filter(|_| question.method == Method::Role) {
        return by_role(question, &staff, &email, &facts);
    }
    match question.method {
        Method::Assign => drop(facts.chosen.insert(email.clone())),
        // Nobody waits by a file.
        Method::Csv => facts.when_full = WhenFull::Refuse,
        Method::Link | Method::Key => {
            by_key(question, &email, &facts)?;
            if question.was == Some(AssignmentStatus::Invited) && facts.is_in(&email) {
                // The seat that was kept for them is theirs from then on.
                return Ok(Verdict { outcome: Outcome::Added, because: Because::WhoeverHasIt, place: None });
            }
            facts.when_full = WhenFull::Refuse;
            come_by_themselves(&mut facts, &email);
        }
        Method::WholeDomain => {
            facts.when_full = by_domain(question, &email, &facts)?;
            come_by_themselves(&mut facts, &email);
        }
        _ => {}
    }
    let row =
        InviteRow { email: email.to_string(), licenses: vec![question.license], ..InviteRow::default() };
    let plan = match judge(&row, &facts, question.held) {
        Ok(plan) => plan,
        // Here somebody who has the seat already is no mistake.
        Err(refusal) if refusal.code == Code::AlreadyMember => return Ok(HAS_THE_SEAT),
        Err(refusal) => return Err(refusal),
    };
    let because = match (question.method, plan.outcome) {
        (_, Outcome::Queued) => Because::Full,
        _ if !plan.waits.is_empty() => Because::Full,
        (Method::WholeDomain, _) => Because::WholeDomain,
        (Method::Link | Method::Key, _) => Because::WhoeverHasIt,
        (_, Outcome::Added) if facts.covers(&email) => Because::Authority,
        (_, Outcome::Added) => Because::Chosen,
        (_, Outcome::Extended | Outcome::Unchanged) => Because::OpenInvitation,
        (Method::Assign, _) => Because::NotYetAMember,
        _ => Because::NoAuthority,
    };
    Ok(Verdict { outcome: plan.outcome, because, place: plan.waits.values().next().copied() })
}

/// What becomes of whoever has it already.
const HAS_THE_SEAT: Verdict =
    Verdict { outcome: Outcome::Unchanged, because: Because::HasTheSeat, place: None };

fn judge(row: &InviteRow, facts: &Facts, held: Permissions) -> Result<Plan, Refusal> {
    invitation::judge(core::slice::from_ref(row), facts, held).pop().ok_or_else(Refusal::not_found)?
}

/// Whether the person is on the license, or has a seat kept.
fn is_seated(question: &Question<'_>, email: &Email, facts: &Facts) -> bool {
    facts.standings.get(email).is_some_and(|standing| standing.licenses.contains(&question.license))
}

/// Says no where a key without limits would: by the rule of keys, to which a seat that is only kept is none yet.
fn by_key(question: &Question<'_>, email: &Email, facts: &Facts) -> Result<(), Refusal> {
    let Some(offered) = facts.licenses.get(&question.license) else { return Err(Refusal::not_found()) };
    let seated = question.was == Some(AssignmentStatus::Accepted);
    let key = KeyFacts {
        license_ended: matches!(offered.state, LicenseState::Grace | LicenseState::Expired),
        full: offered.seats.claimable() == Some(0) && !is_seated(question, email, facts),
        person: if seated { Comer::Seated } else { Comer::Outside },
        ..KeyFacts::default()
    };
    key.judge(Some(email), Timestamp::from_millis(0))
}

/// Says no to whom the domain gives no seat. Of the others those who are still to come in wait for a full license, as
/// joining has it; members are passed over.
fn by_domain(question: &Question<'_>, email: &Email, facts: &Facts) -> Result<WhenFull, Refusal> {
    let state = facts.licenses.get(&question.license).map(|offered| offered.state);
    if state != Some(LicenseState::Active) {
        let detail =
            "A whole domain gives seats from the start of the license to its end, not before or after.";
        return Err(Refusal::new(Code::LicenseNotInTerm, detail));
    }
    let refuse = |detail| Err(Refusal::new(Code::NotInThisState, detail).at("email"));
    let status = question.joining.map(|standing| standing.status);
    if status == Some(MemberStatus::Removed) && !joining::is_sent(question.joining) {
        return refuse("An admin removed this person, or took their invitation back. Invite them instead.");
    }
    if question.was.is_some() && !is_seated(question, email, facts) {
        return refuse("This person was taken off the license, or declined it. Assign them a seat instead.");
    }
    Ok(if status == Some(MemberStatus::Active) { WhenFull::Refuse } else { WhenFull::Queue })
}

/// What becomes of somebody who is given, or invited into, a role that takes a seat.
fn by_role(question: &Question<'_>, staff: &Staff, email: &Email, facts: &Facts) -> Result<Verdict, Refusal> {
    if is_seated(question, email, facts) {
        return Ok(HAS_THE_SEAT);
    }
    // The least of them, which most admins may give.
    let least = staff_seats::ELIGIBLE.iter().rev().copied().find(|role| staff.takes.contains(role));
    let role = least.unwrap_or(Role::Owner);
    let because = Because::FollowsRole;
    if facts.standings.get(email).and_then(Standing::keeps).is_some() {
        facts.roles.may_grant(question.held, role)?;
        if facts.licenses.get(&staff.license).is_some_and(|it| it.state == LicenseState::Expired) {
            return Err(staff_seats::ended(&staff.name).at("role"));
        }
        staff.claim(role, None, &facts.licenses)?;
        return Ok(Verdict { outcome: Outcome::Added, because, place: None });
    }
    let row = InviteRow { email: email.to_string(), role: Some(role), ..InviteRow::default() };
    let plan = judge(&row, facts, question.held)?;
    Ok(Verdict { outcome: plan.outcome, because, place: None })
}

/// Whoever follows a link or types a key is signed in as a member by then, and is not asked again.
fn come_by_themselves(facts: &mut Facts, email: &Email) {
    facts.chosen.insert(email.clone());
    let standing = facts.standings.entry(email.clone()).or_insert_with(|| Standing {
        member: MemberId::NIL,
        name: String::new(),
        known_as: None,
        status: MemberStatus::Active,
        role: Role::Standard,
        invitation: None,
        licenses: std::collections::BTreeSet::new(),
        teams: std::collections::BTreeSet::new(),
    });
    if standing.status != MemberStatus::Disabled {
        standing.status = MemberStatus::Active;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::invitation::Offered;
    use crate::license::Door;
    use crate::seat::{Overage, SeatCounts};

    fn license() -> LicenseId {
        LicenseId::new(Timestamp::from_millis(1), [1; 10])
    }

    fn facts(seats: u32) -> Facts {
        let mut facts = Facts { when_full: WhenFull::Queue, ..Facts::of(Door::Email) };
        let seats = SeatCounts::new(seats, u32::from(seats == 1), 0, Overage::None);
        facts.licenses.insert(license(), Offered { seats, state: LicenseState::Active });
        facts.authority.insert("mine.example".to_owned());
        facts
    }

    fn ask(email: &str, method: Method, kind: LicenseType, facts: Facts) -> Result<(Outcome, Because), Code> {
        let held = Role::LicenseAdmin.permissions();
        let whole_domains = &["mine.example".to_owned()];
        let question = Question {
            email,
            method,
            license: license(),
            kind,
            whole_domains,
            joining: None,
            was: None,
            held,
        };
        simulate(&question, facts).map(|it| (it.outcome, it.because)).map_err(|refusal| refusal.code)
    }

    /// covers: B10, B11, B12
    #[test]
    fn each_way_in_says_what_it_would_do_and_why() {
        let school = |email, method| ask(email, method, LicenseType::School, facts(5));
        let (mine, other) = ("ann@mine.example", "ann@other.example");
        for method in [Method::Email, Method::Csv, Method::Api] {
            assert_eq!(school(mine, method), Ok((Outcome::Added, Because::Authority)));
            assert_eq!(school(other, method), Ok((Outcome::Invited, Because::NoAuthority)));
        }
        assert_eq!(school(other, Method::Assign), Ok((Outcome::Invited, Because::NotYetAMember)));
        assert_eq!(school(other, Method::Key), Ok((Outcome::Added, Because::WhoeverHasIt)));
        assert_eq!(school(other, Method::WholeDomain), Err(Code::MethodNotOffered));
        assert_eq!(school(other, Method::OrganizationalUnit), Err(Code::MethodNotSetUp));
        let district = |email| ask(email, Method::WholeDomain, LicenseType::District, facts(5));
        assert_eq!(district(mine), Ok((Outcome::Added, Because::WholeDomain)));
        assert_eq!(district(other), Err(Code::OutsideDomain));
        assert_eq!(school("nonsense", Method::Email), Err(Code::InvalidEmail));
        assert_eq!(ask(other, Method::Link, LicenseType::Staff, facts(5)), Err(Code::MethodNotOffered));
    }

    #[test]
    fn a_full_license_queues_or_refuses() {
        let full = |method| ask("ann@other.example", method, LicenseType::School, facts(1));
        for method in [Method::Email, Method::Assign, Method::Api] {
            assert_eq!(full(method), Ok((Outcome::Queued, Because::Full)), "{method:?}");
        }
        for method in [Method::Link, Method::Key, Method::Csv] {
            assert_eq!(full(method), Err(Code::SeatLimitReached), "nobody waits: {method:?}");
        }
        let domain = ask("ann@mine.example", Method::WholeDomain, LicenseType::District, facts(1));
        assert_eq!(domain, Ok((Outcome::Queued, Because::Full)));
        let refusing = Facts { when_full: WhenFull::Refuse, ..facts(1) };
        let refused = ask("ann@other.example", Method::Email, LicenseType::School, refusing);
        assert_eq!(refused, Err(Code::SeatLimitReached));
    }

    #[test]
    fn keys_and_domains_let_nobody_in_after_the_end_and_domains_nobody_before_the_start() {
        let at = |state, method, kind| {
            let mut facts = facts(5);
            facts.licenses.get_mut(&license()).unwrap().state = state;
            ask("ann@mine.example", method, kind, facts).map(|(outcome, _)| outcome)
        };
        let ended = Err(Code::LicenseNotInTerm);
        for state in [LicenseState::Grace, LicenseState::Expired] {
            assert_eq!(at(state, Method::Key, LicenseType::School), ended);
            assert_eq!(at(state, Method::Link, LicenseType::School), ended);
            assert_eq!(at(state, Method::WholeDomain, LicenseType::District), ended);
        }
        assert_eq!(at(LicenseState::Scheduled, Method::WholeDomain, LicenseType::District), ended);
        assert_eq!(at(LicenseState::Grace, Method::Email, LicenseType::School), Ok(Outcome::Added));
    }
}
