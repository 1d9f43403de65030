//! "What would happen if": an address, a method, a license, and who acts. It is judged as the act itself would be, by
//! `invitation::judge`, and nothing is changed.

use serde::{Deserialize, Serialize};

use crate::access::{Permissions, Role};
use crate::api::invitations::{InviteRow, Outcome};
use crate::email::Email;
use crate::error::{Code, Refusal};
use crate::id::{LicenseId, MemberId};
use crate::invitation::{self, Facts, Standing};
use crate::license::LicenseType;
use crate::member::MemberStatus;
use crate::methods::{self, Method};

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
    /// What the acting admin may do.
    pub held: Permissions,
}

/// Says what would happen, or with which refusal.
pub fn simulate(question: &Question<'_>, mut facts: Facts) -> Result<Verdict, Refusal> {
    methods::require(question.kind, question.method)?;
    let whole_domain = question.method == Method::WholeDomain;
    let is_set_up = whole_domain && !question.whole_domains.is_empty();
    if question.method.set_up().is_some() && !is_set_up {
        return Err(Refusal::new(Code::MethodNotSetUp, "This way in is not set up for this license."));
    }
    let email = Email::parse(question.email)?;
    if whole_domain && !question.whole_domains.iter().any(|domain| domain == email.domain()) {
        let detail = "This address is in none of the license’s domains.";
        return Err(Refusal::new(Code::OutsideDomain, detail).at("email"));
    }
    match question.method {
        Method::Assign => drop(facts.chosen.insert(email.clone())),
        Method::Link | Method::Key | Method::WholeDomain => come_by_themselves(&mut facts, &email),
        _ => {}
    }
    let row =
        InviteRow { email: email.to_string(), licenses: vec![question.license], ..InviteRow::default() };
    let plan = match invitation::judge(&[row], &facts, question.held).pop() {
        Some(Ok(plan)) => plan,
        // Here somebody who has the seat already is no mistake.
        Some(Err(refusal)) if refusal.code == Code::AlreadyMember => {
            return Ok(Verdict { outcome: Outcome::Unchanged, because: Because::HasTheSeat, place: None });
        }
        Some(Err(refusal)) => return Err(refusal),
        None => return Err(Refusal::not_found()),
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
    use crate::license::{Door, LicenseState};
    use crate::queue::WhenFull;
    use crate::seat::{Overage, SeatCounts};
    use crate::time::Timestamp;

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
        let question = Question { email, method, license: license(), kind, whole_domains, held };
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
        for method in [Method::Email, Method::Assign, Method::Link] {
            assert_eq!(full(method), Ok((Outcome::Queued, Because::Full)), "{method:?}");
        }
        let refusing = Facts { when_full: WhenFull::Refuse, ..facts(1) };
        let refused = ask("ann@other.example", Method::Email, LicenseType::School, refusing);
        assert_eq!(refused, Err(Code::SeatLimitReached));
    }
}
