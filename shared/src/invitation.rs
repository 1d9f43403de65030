//! Invitations: their statuses, how long they live, and the verdict on each row before anything is sent.
//!
//! [`judge`] is the one function that says what would become of a row: the dialog's preview, the API and the write
//! itself call it. It looks at facts that the caller brings; the database then holds what it promised.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::access::{Permission, Permissions, Role, Roles};
use crate::api::Named;
use crate::api::invitations::{InviteRow, OfferedId, Outcome};
use crate::email::Email;
use crate::error::{Code, Refusal};
use crate::external_id;
use crate::gather::gather;
use crate::id::{LicenseId, MemberId, TeamId};
use crate::license::{Door, LicenseState};
use crate::member::MemberStatus;
use crate::methods::{Entry, Method};
use crate::queue::WhenFull;
use crate::seat::SeatCounts;
use crate::staff_seats::Staff;
pub use crate::standing::Standing;
use crate::standing::{role_of, told_whose};
use crate::team;
use crate::text::Name;

/// Days that an invitation is open unless the sender says otherwise.
pub const DEFAULT_DAYS: u8 = 14;

/// Where an invitation stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum InvitationStatus {
    /// Open: the person has not answered.
    Pending,
    /// The person joined.
    Accepted,
    /// The person said no.
    Declined,
    /// An admin took it back.
    Canceled,
    /// The time ran out.
    Expired,
}

impl InvitationStatus {
    /// Every status.
    pub const ALL: &'static [Self] =
        &[Self::Pending, Self::Accepted, Self::Declined, Self::Canceled, Self::Expired];

    /// The status as programs see it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Accepted => "accepted",
            Self::Declined => "declined",
            Self::Canceled => "canceled",
            Self::Expired => "expired",
        }
    }

    /// Why an invitation that is not pending cannot be answered.
    pub fn require_pending(self) -> Result<(), Refusal> {
        let refuse = |code, detail: &str| Err(Refusal::new(code, detail));
        match self {
            Self::Pending => Ok(()),
            Self::Accepted => refuse(Code::InvitationAccepted, "This invitation was accepted already."),
            Self::Declined => refuse(Code::InvitationDeclined, "This invitation was declined."),
            Self::Canceled => refuse(Code::InvitationCanceled, "This invitation was canceled."),
            Self::Expired => {
                refuse(Code::InvitationExpired, "This invitation has run out. Ask for a new one.")
            }
        }
    }
}

/// How the invitation's mail fares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Delivery {
    /// Waits in the outbox.
    Queued,
    /// The mail server took it.
    Sent,
    /// The mail server refused it for good; its seats are free again.
    Bounced,
}

impl Delivery {
    /// The state as programs see it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Sent => "sent",
            Self::Bounced => "bounced",
        }
    }
}

/// Refuses days outside 1 to 60.
pub fn check_days(days: u8) -> Result<u8, Refusal> {
    if (1..=60).contains(&days) {
        return Ok(days);
    }
    Err(Refusal::new(Code::InvalidExpiry, "An invitation is open for 1 to 60 days.").at("expires_in_days"))
}

/// A license that a row may name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Offered {
    /// Its seats at the time of judging.
    pub seats: SeatCounts,
    /// Where its term stands.
    pub state: LicenseState,
}

/// What rows are judged by.
#[derive(Clone, Debug)]
pub struct Facts {
    /// Who has which address; strangers are absent.
    pub standings: BTreeMap<Email, Standing>,
    /// The licenses of the organization that the rows name.
    pub licenses: BTreeMap<LicenseId, Offered>,
    /// What becomes of rows for which a license has no seat.
    pub when_full: WhenFull,
    /// Who waits for which license already, and at which place.
    pub waiting: BTreeMap<Email, BTreeMap<LicenseId, u32>>,
    /// Those of the teams that the rows name which there are.
    pub teams: BTreeSet<TeamId>,
    /// By which door the rows come.
    pub door: Door,
    /// Addresses brought to a license itself: those of members are assigned, not asked.
    pub chosen: BTreeSet<Email>,
    /// Proved domains over which the acting admin has authority.
    pub authority: BTreeSet<String>,
    /// Addresses there whose account has a password of somebody who never showed that the mailbox is theirs.
    pub unproved: BTreeSet<Email>,
    /// Roles that can be offered, those that the organization made among them.
    pub roles: Roles,
    /// Who has those of the external ids that the rows name.
    pub holders: BTreeMap<OfferedId, Named<MemberId>>,
    /// The license whose seats go with a role, if one is named.
    pub staff: Option<Staff>,
}

impl Facts {
    /// Nothing known yet of what comes by a door.
    pub const fn of(door: Door) -> Self {
        Self {
            standings: BTreeMap::new(),
            licenses: BTreeMap::new(),
            when_full: WhenFull::Refuse,
            waiting: BTreeMap::new(),
            teams: BTreeSet::new(),
            door,
            chosen: BTreeSet::new(),
            authority: BTreeSet::new(),
            unproved: BTreeSet::new(),
            roles: Roles::new(Vec::new()),
            holders: BTreeMap::new(),
            staff: None,
        }
    }

    /// Whether the acting admin has authority over an address, so that it is added at once (B11, B12). Only addresses
    /// that an admin brings are asked at all, so no other door needs it. Whoever chose the password of an account need not be
    /// who reads its mail: where that was never shown, the mailbox is asked before they are in.
    pub fn covers(&self, email: &Email) -> bool {
        matches!(Method::of_door(self.door).map(Method::entry), Some(Entry::ByAuthority))
            && self.authority.contains(email.domain())
            && (!self.unproved.contains(email) || self.is_in(email))
    }

    /// Whether whoever has an address is an active member.
    pub fn is_in(&self, email: &Email) -> bool {
        self.standings.get(email).is_some_and(|standing| standing.status == MemberStatus::Active)
    }
}

/// A row that may be carried out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// The address.
    pub email: Email,
    /// The name to greet by.
    pub name: Option<Name>,
    /// The role offered.
    pub role: Role,
    /// Licenses on which a seat is to be claimed; those already taken are left out.
    pub claims: BTreeSet<LicenseId>,
    /// Licenses for whose seats the person is to wait, and the place in line.
    pub waits: BTreeMap<LicenseId, u32>,
    /// Teams to come into; those that the person is in are left out.
    pub teams: BTreeSet<TeamId>,
    /// External ids to give; those that the person has are left out.
    pub ids: BTreeSet<OfferedId>,
    /// The license among the claims whose seat the role takes.
    pub staff: Option<LicenseId>,
    /// Who has the address today.
    pub standing: Option<Standing>,
    /// By which door the address comes.
    pub door: Door,
    /// What comes of it.
    pub outcome: Outcome,
    /// Whether the acting admin has authority over the address: who has it is in at once, also while they wait (B12).
    pub at_once: bool,
    /// Whether a member is asked before they hold a seat: now, or when their turn comes in a queue.
    pub asked: bool,
}

impl Plan {
    /// Whether the person is an active member already.
    pub fn is_active(&self) -> bool {
        self.standing.as_ref().is_some_and(|standing| standing.status == MemberStatus::Active)
    }

    /// Whether somebody who is no member yet becomes one at once.
    pub fn adds_a_member(&self) -> bool {
        self.at_once && !self.is_active() && matches!(self.outcome, Outcome::Added | Outcome::Queued)
    }
}

/// Judges rows in order, each with the seats that the rows before it leave; a bad row never spoils a good one.
pub fn judge(rows: &[InviteRow], facts: &Facts, held: Permissions) -> Vec<Result<Plan, Refusal>> {
    let mut licenses = facts.licenses.clone();
    let (mut seen, mut given) = (BTreeMap::new(), BTreeMap::<OfferedId, usize>::new());
    rows.iter()
        .enumerate()
        .map(|(index, row)| {
            let email = Email::parse(&row.email)?;
            if let Some(first) = seen.get(&email) {
                let detail = format!("Row {} has this address already.", first + 1);
                return Err(Refusal::new(Code::DuplicateRow, detail).at("email"));
            }
            seen.insert(email.clone(), index);
            external_id::check_once(&row.external_ids, &given)?;
            let plan = judge_row(row, email, facts, &mut licenses, held)?;
            given.extend(plan.ids.iter().map(|id| (id.clone(), index)));
            Ok(plan)
        })
        .collect()
}

/// Judges one row, with the seats that the rows before it left.
pub fn judge_row(
    row: &InviteRow,
    email: Email,
    facts: &Facts,
    licenses: &mut BTreeMap<LicenseId, Offered>,
    held: Permissions,
) -> Result<Plan, Refusal> {
    let name = row.name.as_deref().filter(|name| !name.trim().is_empty());
    let name = name.map(|name| Name::parse(name, "name")).transpose()?;
    let standing = facts.standings.get(&email).cloned();
    let role = role_of(row.role, standing.as_ref(), &facts.roles, held)
        .map_err(|refusal| told_whose(refusal, standing.as_ref(), &email))?;
    let taken = standing.as_ref().map(|standing| standing.licenses.clone()).unwrap_or_default();
    let claims: BTreeSet<_> = gather(row.licenses.iter().copied().filter(|license| !taken.contains(license)));
    let teams = team::offered(&row.teams, &facts.teams, standing.as_ref(), held)?;
    let active = facts.is_in(&email);
    let own = standing.as_ref().map(|standing| standing.member);
    let ids = external_id::offered(&row.external_ids, &facts.holders, own, held)?;
    let chosen = active && facts.chosen.contains(&email);
    let door = if chosen && facts.door == Door::Email { Door::Assign } else { facts.door };
    // Whoever only gives out seats gives them to members, and with invitations that are open.
    let brings_in = held.has(Permission::ManageInvitations);
    let sure = if brings_in && facts.covers(&email) {
        Sure::Authority
    } else if chosen || claims.is_empty() {
        Sure::Member
    } else {
        Sure::No
    };
    let mut outcome =
        outcome(standing.as_ref(), claims.is_empty() && teams.is_empty() && ids.is_empty(), sure)
            .map_err(|refusal| told_whose(refusal, standing.as_ref(), &email))?;
    if !brings_in && standing.as_ref().and_then(Standing::keeps).is_none() {
        let detail = "You may not invite anybody. Choose members, or ask an owner or admin.";
        return Err(Refusal::new(Code::Forbidden, detail).at("email"));
    }
    let before = facts.waiting.get(&email).filter(|_| facts.when_full == WhenFull::Queue);
    let staff = facts.staff.as_ref().map(|it| it.claim(role, standing.as_ref(), licenses));
    let staff = staff.transpose()?.flatten();
    let (mut claims, waits) = part(licenses, claims, facts.when_full, before);
    claims.extend(staff);
    claim(licenses, &claims)?;
    if claims.is_empty() && !waits.is_empty() {
        let stands = |license| before.is_some_and(|before| before.contains_key(license));
        let in_already = active || sure != Sure::Authority;
        outcome = if in_already && waits.keys().all(stands) { Outcome::Unchanged } else { Outcome::Queued };
    }
    let (at_once, asked) = (sure == Sure::Authority, active && sure == Sure::No);
    // What is written for somebody is written under the address by which they are known.
    let email = standing.as_ref().and_then(|standing| standing.known_as.clone()).unwrap_or(email);
    Ok(Plan { email, name, role, claims, waits, teams, ids, staff, standing, door, outcome, at_once, asked })
}

/// Parts what can be claimed from what is to be waited for. Each license has its own queue: a row takes the seats that
/// there are and waits for the others.
fn part(
    licenses: &mut BTreeMap<LicenseId, Offered>,
    wanted: BTreeSet<LicenseId>,
    when_full: WhenFull,
    before: Option<&BTreeMap<LicenseId, u32>>,
) -> (BTreeSet<LicenseId>, BTreeMap<LicenseId, u32>) {
    let mut claims = BTreeSet::new();
    let mut waits = BTreeMap::new();
    for license in wanted {
        let full = |offered: &&mut Offered| {
            offered.state != LicenseState::Expired && offered.seats.claimable() == Some(0)
        };
        let place = before.and_then(|before| before.get(&license)).copied();
        match licenses.get_mut(&license).filter(|_| when_full == WhenFull::Queue).filter(full) {
            Some(_) if let Some(place) = place => {
                waits.insert(license, place);
            }
            Some(offered) => {
                offered.seats.waiting += 1;
                waits.insert(license, offered.seats.waiting);
            }
            None => {
                claims.insert(license);
            }
        }
    }
    (claims, waits)
}

/// Who need not be asked.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sure {
    /// Nobody: the acting admin has authority over the address.
    Authority,
    /// Those who are members: the admin chose them, or no license is in play.
    Member,
    /// Everybody is asked.
    No,
}

fn outcome(standing: Option<&Standing>, nothing_new: bool, sure: Sure) -> Result<Outcome, Refusal> {
    match standing.map(|standing| standing.status) {
        None | Some(MemberStatus::Removed | MemberStatus::Pending) if sure == Sure::Authority => {
            Ok(Outcome::Added)
        }
        None | Some(MemberStatus::Removed) => Ok(Outcome::Invited),
        Some(MemberStatus::Disabled) => {
            Err(Refusal::new(Code::MemberDisabled, "This person is deactivated. Enable them instead.")
                .at("email"))
        }
        Some(MemberStatus::Active) if nothing_new => {
            Err(Refusal::new(Code::AlreadyMember, "This person is a member already.").at("email"))
        }
        Some(MemberStatus::Active) if sure == Sure::No => Ok(Outcome::Invited),
        Some(MemberStatus::Active) => Ok(Outcome::Added),
        Some(MemberStatus::Pending) if standing.is_some_and(|standing| standing.invitation.is_none()) => {
            Ok(Outcome::Invited)
        }
        Some(MemberStatus::Pending) if nothing_new => Ok(Outcome::Unchanged),
        Some(MemberStatus::Pending) => Ok(Outcome::Extended),
    }
}

/// Claims a seat on each license, or on none.
fn claim(licenses: &mut BTreeMap<LicenseId, Offered>, claims: &BTreeSet<LicenseId>) -> Result<(), Refusal> {
    for license in claims {
        let offered = licenses.get(license).copied().ok_or_else(|| Refusal::not_found().at("licenses"))?;
        if offered.state == LicenseState::Expired {
            return Err(Refusal::new(Code::LicenseNotInTerm, "This license has ended. Renew it first.")
                .at("licenses"));
        }
        offered.seats.clone().reserve().map_err(|refusal| refusal.at("licenses"))?;
    }
    for license in claims {
        if let Some(offered) = licenses.get_mut(license) {
            offered.seats.reserve()?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::InvitationId;
    use crate::seat::Overage;
    use crate::time::Timestamp;

    fn license(n: u8) -> LicenseId {
        LicenseId::new(Timestamp::from_millis(1), [n; 10])
    }

    fn facts(seats: u32) -> Facts {
        let offered =
            Offered { seats: SeatCounts::new(seats, 0, 0, Overage::None), state: LicenseState::Active };
        Facts {
            licenses: BTreeMap::from([(license(1), offered), (license(2), offered)]),
            ..Facts::of(Door::Email)
        }
    }

    fn row(email: &str, licenses: &[LicenseId]) -> InviteRow {
        InviteRow { email: email.to_owned(), licenses: licenses.to_vec(), ..InviteRow::default() }
    }

    fn codes(rows: &[InviteRow], facts: &Facts) -> Vec<Result<Outcome, Code>> {
        let verdicts = judge(rows, facts, Role::Owner.permissions());
        verdicts.into_iter().map(|v| v.map(|plan| plan.outcome).map_err(|refusal| refusal.code)).collect()
    }

    /// covers: C14, C15
    #[test]
    fn who_is_invited_to_a_staff_role_takes_a_staff_seat_while_there_is_one() {
        let mut facts = facts(1);
        let takes = BTreeSet::from([Role::Agent, Role::Admin]);
        facts.staff = Some(Staff { license: license(1), name: "Desk".to_owned(), takes });
        let with = |email: &str, role| InviteRow { role: Some(role), ..row(email, &[]) };
        let rows = [
            with("a@x.example", Role::Agent),
            with("b@x.example", Role::Admin),
            with("c@x.example", Role::Standard),
            with("d@x.example", Role::Customer),
        ];
        let invited = Ok(Outcome::Invited);
        assert_eq!(codes(&rows, &facts), [invited, Err(Code::SeatLimitReached), invited, invited]);
        let plan = judge(&rows, &facts, Role::Owner.permissions()).remove(0).unwrap();
        assert_eq!((plan.staff, plan.claims), (Some(license(1)), BTreeSet::from([license(1)])));
        facts.when_full = WhenFull::Queue;
        assert_eq!(codes(&rows, &facts)[1], Err(Code::SeatLimitReached), "nobody waits for a staff seat");
    }

    /// covers: E10
    #[test]
    fn an_id_is_given_once_and_never_taken_from_somebody() {
        let id = |id: &str| OfferedId { source: "voice".to_owned(), external_id: id.to_owned() };
        let with = |email: &str, ids: &[&str]| InviteRow {
            external_ids: ids.iter().map(|it| id(it)).collect(),
            ..row(email, &[])
        };
        let mut facts = facts(5);
        let holder = Named { id: MemberId::NIL, name: "Ann".to_owned() };
        facts.holders.insert(id("17"), holder);
        let rows = [
            with("a@x.example", &["1", "2"]),
            with("b@x.example", &["2"]),
            with("c@x.example", &["17"]),
            with("d@x.example", &[""]),
            with("e@x.example", &["3"]),
        ];
        let invited = Ok(Outcome::Invited);
        let expected =
            [invited, Err(Code::DuplicateRow), Err(Code::IdTaken), Err(Code::InvalidText), invited];
        assert_eq!(codes(&rows, &facts), expected);
        let said = judge(&rows, &facts, Role::Owner.permissions()).remove(2).unwrap_err().detail;
        assert_eq!(said, "The id voice: 17 is Ann’s.");
        let weak = judge(&rows[..1], &facts, Permissions::of(&[Permission::ManageInvitations]));
        assert!(weak[0].is_err(), "who may not edit people gives no ids");
    }

    #[test]
    fn rows_take_the_seats_that_earlier_rows_leave() {
        let rows = [
            row("a@x.example", &[license(1)]),
            row("nonsense", &[license(1)]),
            row("b@x.example", &[license(1)]),
            row("c@x.example", &[]),
        ];
        let expected = [
            Ok(Outcome::Invited),
            Err(Code::InvalidEmail),
            Err(Code::SeatLimitReached),
            Ok(Outcome::Invited),
        ];
        assert_eq!(codes(&rows, &facts(1)), expected);
    }

    #[test]
    fn a_row_that_cannot_have_all_its_seats_takes_none() {
        let mut facts = facts(1);
        facts.licenses.get_mut(&license(2)).unwrap().seats = SeatCounts::new(1, 1, 0, Overage::None);
        let rows = [row("a@x.example", &[license(1), license(2)]), row("b@x.example", &[license(1)])];
        assert_eq!(codes(&rows, &facts), [Err(Code::SeatLimitReached), Ok(Outcome::Invited)]);
    }

    #[test]
    fn the_same_address_twice_is_one_row_and_the_second_says_so() {
        let rows = [row("Ann@x.example", &[]), row("ann@X.example", &[])];
        let verdicts = judge(&rows, &facts(1), Role::Owner.permissions());
        assert!(verdicts[0].is_ok());
        assert!(verdicts[1].as_ref().unwrap_err().detail.contains("Row 1"));
    }

    #[test]
    fn who_is_there_already_decides_the_outcome() {
        let mut facts = facts(5);
        let member = MemberId::new(Timestamp::from_millis(1), [9; 10]);
        let invitation = Some(InvitationId::new(Timestamp::from_millis(1), [9; 10]));
        for (status, invitation, claims, expected) in [
            (MemberStatus::Active, None, vec![], Err(Code::AlreadyMember)),
            (MemberStatus::Active, None, vec![license(1)], Ok(Outcome::Invited)),
            (MemberStatus::Disabled, None, vec![], Err(Code::MemberDisabled)),
            (MemberStatus::Pending, invitation, vec![], Ok(Outcome::Unchanged)),
            (MemberStatus::Pending, invitation, vec![license(1)], Ok(Outcome::Extended)),
            (MemberStatus::Pending, None, vec![], Ok(Outcome::Invited)),
            (MemberStatus::Removed, None, vec![], Ok(Outcome::Invited)),
        ] {
            let standing = Standing {
                member,
                name: String::new(),
                known_as: None,
                status,
                role: Role::Standard,
                invitation,
                licenses: BTreeSet::new(),
                teams: BTreeSet::new(),
            };
            facts.standings.insert(Email::parse("a@x.example").unwrap(), standing);
            assert_eq!(codes(&[row("a@x.example", &claims)], &facts), [expected], "{status:?}");
        }
    }

    fn standing(status: MemberStatus) -> Standing {
        let member = MemberId::new(Timestamp::from_millis(1), [9; 10]);
        let invitation =
            (status == MemberStatus::Pending).then(|| InvitationId::new(Timestamp::from_millis(1), [9; 10]));
        Standing {
            member,
            name: String::new(),
            known_as: None,
            status,
            role: Role::Standard,
            invitation,
            licenses: BTreeSet::new(),
            teams: BTreeSet::new(),
        }
    }

    /// covers: B11, B12, B17
    #[test]
    fn authority_over_the_domain_adds_at_once_and_everybody_else_is_asked() {
        let rows = [row("a@mine.example", &[license(1)]), row("a@other.example", &[license(1)])];
        let verdicts = |door, authority: bool, status: Option<MemberStatus>| {
            let mut facts = Facts { door, ..facts(5) };
            if authority {
                facts.authority.insert("mine.example".to_owned());
            }
            for row in &rows {
                if let Some(status) = status {
                    facts.standings.insert(Email::parse(&row.email).unwrap(), standing(status));
                }
            }
            codes(&rows, &facts)
        };
        let strangers = [None, Some(MemberStatus::Removed)];
        for door in [Door::Email, Door::Api] {
            for status in strangers {
                assert_eq!(verdicts(door, true, status), [Ok(Outcome::Added), Ok(Outcome::Invited)]);
                assert_eq!(verdicts(door, false, status), [Ok(Outcome::Invited), Ok(Outcome::Invited)]);
            }
            let pending = Some(MemberStatus::Pending);
            assert_eq!(verdicts(door, true, pending), [Ok(Outcome::Added), Ok(Outcome::Extended)]);
            let active = Some(MemberStatus::Active);
            assert_eq!(verdicts(door, true, active), [Ok(Outcome::Added), Ok(Outcome::Invited)]);
            let disabled = Some(MemberStatus::Disabled);
            assert_eq!(
                verdicts(door, true, disabled),
                [Err(Code::MemberDisabled), Err(Code::MemberDisabled)]
            );
        }
    }

    /// covers: B11, B17
    #[test]
    fn who_only_gives_out_seats_brings_nobody_in() {
        let mut facts = facts(5);
        facts.authority.insert("mine.example".to_owned());
        let email = Email::parse("a@mine.example").unwrap();
        facts.chosen.insert(email.clone());
        let queued = Standing { invitation: None, ..standing(MemberStatus::Pending) };
        for (standing, assigning, inviting) in [
            (None, Err(Code::Forbidden), Ok(Outcome::Added)),
            (Some(standing(MemberStatus::Removed)), Err(Code::Forbidden), Ok(Outcome::Added)),
            (Some(queued), Err(Code::Forbidden), Ok(Outcome::Added)),
            (Some(standing(MemberStatus::Pending)), Ok(Outcome::Extended), Ok(Outcome::Added)),
            (Some(standing(MemberStatus::Active)), Ok(Outcome::Added), Ok(Outcome::Added)),
        ] {
            facts.standings.extend(standing.map(|standing| (email.clone(), standing)));
            let outcome = |permissions: &[Permission]| {
                let rows = [row("a@mine.example", &[license(1)])];
                let verdict = judge(&rows, &facts, Permissions::of(permissions)).remove(0);
                verdict.map(|plan| plan.outcome).map_err(|refusal| refusal.code)
            };
            assert_eq!(outcome(&[Permission::ManageAssignments]), assigning);
            assert_eq!(outcome(&[Permission::ManageAssignments, Permission::ManageInvitations]), inviting);
        }
    }

    /// covers: B11
    #[test]
    fn a_member_who_was_chosen_is_assigned_and_a_subdomain_is_another_domain() {
        let mut facts = facts(5);
        let email = Email::parse("a@other.example").unwrap();
        facts.standings.insert(email.clone(), standing(MemberStatus::Active));
        facts.chosen.insert(email);
        facts.authority.insert("mine.example".to_owned());
        let rows = [row("a@other.example", &[license(1)]), row("b@sub.mine.example", &[license(1)])];
        assert_eq!(codes(&rows, &facts), [Ok(Outcome::Added), Ok(Outcome::Invited)]);
        let verdicts = judge(&rows, &facts, Role::Owner.permissions());
        assert_eq!(verdicts[0].as_ref().unwrap().door, Door::Assign);
        assert_eq!(verdicts[1].as_ref().unwrap().door, Door::Email);
    }

    #[test]
    fn nobody_invites_to_more_than_they_hold() {
        let rows = [InviteRow { role: Some(Role::Admin), ..row("a@x.example", &[]) }];
        let verdicts = judge(&rows, &facts(1), Role::LicenseAdmin.permissions());
        assert_eq!(verdicts[0].as_ref().unwrap_err().code, Code::RoleNotGrantable);
    }

    #[test]
    fn a_row_takes_the_seats_that_there_are_and_waits_for_the_others() {
        let mut facts = Facts { when_full: WhenFull::Queue, ..facts(1) };
        facts.licenses.get_mut(&license(2)).unwrap().seats.waiting = 4;
        let rows = [
            row("a@x.example", &[license(1), license(2)]),
            row("b@x.example", &[license(1)]),
            row("c@x.example", &[license(1), license(2)]),
        ];
        let again = Email::parse("c@x.example").unwrap();
        facts.waiting.insert(again, BTreeMap::from([(license(1), 2)]));
        let plans: Vec<_> = judge(&rows, &facts, Role::Owner.permissions()).into_iter().flatten().collect();
        let outcomes: Vec<_> = plans.iter().map(|plan| plan.outcome).collect();
        assert_eq!(outcomes, [Outcome::Invited, Outcome::Queued, Outcome::Queued]);
        assert!(plans[0].waits.is_empty());
        assert_eq!(plans[1].waits, BTreeMap::from([(license(1), 1)]));
        assert_eq!(plans[2].waits, BTreeMap::from([(license(1), 2), (license(2), 5)]));
        let only = judge(&rows[2..], &facts, Role::Owner.permissions()).remove(0).unwrap();
        assert_eq!((only.outcome, only.claims.len()), (Outcome::Invited, 2), "a free seat is not waited for");
    }

    #[test]
    fn an_ended_license_has_no_queue() {
        let mut facts = Facts { when_full: WhenFull::Queue, ..facts(1) };
        facts.licenses.get_mut(&license(1)).unwrap().state = LicenseState::Expired;
        assert_eq!(codes(&[row("a@x.example", &[license(1)])], &facts), [Err(Code::LicenseNotInTerm)]);
    }

    #[test]
    fn a_team_is_something_to_offer_and_an_unknown_one_is_refused_in_its_row() {
        let team = TeamId::new(Timestamp::from_millis(1), [5; 10]);
        let mut facts = facts(1);
        let rows = [InviteRow { teams: vec![team], ..row("a@x.example", &[]) }];
        assert_eq!(codes(&rows, &facts), [Err(Code::NotFound)]);
        facts.teams.insert(team);
        let member = MemberId::new(Timestamp::from_millis(1), [9; 10]);
        for (status, teams, expected) in [
            (MemberStatus::Active, BTreeSet::new(), Ok(Outcome::Added)),
            (MemberStatus::Active, BTreeSet::from([team]), Err(Code::AlreadyMember)),
            (MemberStatus::Removed, BTreeSet::from([team]), Ok(Outcome::Invited)),
        ] {
            let standing = Standing {
                member,
                name: String::new(),
                known_as: None,
                status,
                role: Role::Standard,
                invitation: None,
                licenses: BTreeSet::new(),
                teams,
            };
            facts.standings.insert(Email::parse("a@x.example").unwrap(), standing);
            assert_eq!(codes(&rows, &facts), [expected], "{status:?}");
        }
    }

    #[test]
    fn an_unknown_license_is_refused_in_its_row() {
        assert_eq!(codes(&[row("a@x.example", &[license(7)])], &facts(1)), [Err(Code::NotFound)]);
    }
}
