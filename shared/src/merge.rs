//! Two records of one person become one: who may do that, and what becomes of each thing that hangs on the record that
//! ends. The record that stays keeps its account, address, role and rights whatever the other has: merging never moves a
//! credential from one account to another, and never gives a right. Not here: the write, which does as [`plan`] says, and
//! how things are called on the screen.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::access::{self, Permission, Permissions, Role};
use crate::api::merge::MergeItem;
use crate::error::{Code, Refusal};
use crate::id::MemberId;
use crate::member::{self, MemberStatus};

/// An enum whose words are told and read by one table, as those of events are.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$of:meta])* $variant:ident $text:literal;)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        pub enum $name {
            $($(#[$of])* #[cfg_attr(feature = "schema", schemars(rename = $text))] $variant,)*
        }

        impl $name {
            /// Every one, in the order in which they are shown.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The word as programs see it.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)* }
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                let found = Self::ALL.iter().find(|it| it.as_str() == text);
                found.copied().ok_or_else(|| D::Error::custom(format_args!("unknown word `{text}`")))
            }
        }
    };
}

words! {
    /// What hangs on a record.
    MergePart {
        /// The address, and with it the account.
        Address "address";
        /// The role.
        Role "role";
        /// What is granted or denied beside the role.
        Rights "rights";
        /// A place on a license.
        Seat "seat";
        /// A place in the queue of a license.
        Queue "queue";
        /// A team, as member or leader.
        Team "team";
        /// An id of another system, with its figures.
        ExternalId "external_id";
        /// A value of a field that the organization made.
        Field "field";
        /// What they tell about themselves: job title, phone, links, time zone.
        Profile "profile";
        /// The photo.
        Photo "photo";
        /// A customer's company, chosen by hand.
        Company "company";
        /// A tie to an account at a provider.
        Connection "connection";
        /// Authority over a mail domain.
        Domain "domain";
        /// Appointments.
        Appointments "appointments";
        /// Coaching plans.
        CoachingPlans "coaching_plans";
        /// What they said about a notice.
        Notice "notice";
        /// Days on which they signed in.
        SignIns "sign_ins";
        /// The open invitation.
        Invitation "invitation";
        /// Browsers in which they are signed in.
        Sessions "sessions";
        /// A token that they made.
        Token "token";
        /// A file of people that they are bringing in.
        Import "import";
    }
}

words! {
    /// What becomes of it.
    MergeOutcome {
        /// The record that stays has it, and nothing comes from the other.
        Keeps "keeps";
        /// It goes from the record that ends to the one that stays.
        Gains "gains";
        /// What the record that ends has of it does not go along.
        Drops "drops";
    }
}

words! {
    /// Why something does not go along, or not as it is.
    MergeWhy {
        /// The record that stays has one of its own.
        HasOne "has_one";
        /// Each account keeps its address: nobody signs in to another by a merge.
        OwnAccount "own_account";
        /// The role of the record that stays counts.
        OwnRole "own_role";
        /// Rights are never given by a merge.
        NeverGranted "never_granted";
        /// The seat was the role's, and goes with it.
        RoleSeat "role_seat";
        /// A seat is kept for whoever is asked by an open invitation alone.
        NotInvited "not_invited";
        /// Seat and queue wait for whoever is deactivated no longer: it comes back, or not at all, when they are enabled.
        Deactivated "deactivated";
        /// The license has ended: its place comes back with a renewal.
        Ended "ended";
        /// Only customers have it.
        NoCustomer "no_customer";
        /// Either of the two who decide lacks the right to it.
        NoAuthority "no_authority";
        /// Only whoever has accepted has it.
        NotAccepted "not_accepted";
        /// It ends with its record.
        EndsAlong "ends_along";
    }
}

/// One of the two records, as the judgment needs it.
#[derive(Clone, Copy, Debug)]
pub struct Record {
    /// Which.
    pub id: MemberId,
    /// Its role.
    pub role: Role,
    /// Where it stands.
    pub status: MemberStatus,
    /// What its person may do.
    pub permissions: Permissions,
}

/// Whether somebody (`actor`, who holds `held`) may merge `ends` into `stays`, while there are so many active owners.
pub fn judge(
    stays: &Record,
    ends: &Record,
    (actor, held): (MemberId, Permissions),
    active_owners: u32,
) -> Result<(), Refusal> {
    if stays.id == ends.id {
        let detail = "These are not two records. Choose the other record of this person.";
        return Err(Refusal::new(Code::InvalidParameter, detail).at("with"));
    }
    if [stays, ends].iter().any(|record| record.status == MemberStatus::Removed) {
        let detail =
            "One of the two was removed. Only records that are in are merged; invite the person anew first.";
        return Err(Refusal::new(Code::NotInThisState, detail));
    }
    // Whoever holds more than the actor is not the actor's to end, or to change.
    access::may_grant(held, ends.permissions)?;
    access::may_grant(held, stays.permissions)?;
    let other_way = |detail: &str| Err(Refusal::new(Code::MergeOtherWay, detail));
    if ends.id == actor {
        return other_way("The record that would end is your own. Keep your own, and let the other one end.");
    }
    if ends.status == MemberStatus::Active && stays.status != MemberStatus::Active {
        return other_way(
            "The record that would end is the one that is active. Keep that one, and let the other one end.",
        );
    }
    if member::loses_an_owner((ends.role, ends.status), (ends.role, MemberStatus::Removed))
        && active_owners <= 1
    {
        return Err(member::last_owner());
    }
    Ok(())
}

/// What is decided by who the record that stays is.
#[derive(Clone, Copy, Debug)]
pub struct Heir {
    /// Where it stands.
    pub status: MemberStatus,
    /// Its role.
    pub role: Role,
    /// Whether it may have authority over domains.
    pub authority: bool,
    /// What whoever merges may do: nothing goes along that they could not give otherwise.
    pub held: Permissions,
}

impl Heir {
    /// The record that stays, before whoever holds `held`.
    pub fn of(stays: &Record, held: Permissions) -> Self {
        let brings_people_in = stays.permissions.has(Permission::ManageInvitations);
        let authority = stays.status == MemberStatus::Active && brings_people_in;
        Self { status: stays.status, role: stays.role, authority, held }
    }
}

/// Says of each item what becomes of it.
pub fn plan(items: &mut [MergeItem], heir: Heir) {
    let invited = items.iter().any(|item| item.part == MergePart::Invitation && item.mine.is_some());
    for item in items {
        (item.outcome, item.why) = match one(item, heir, invited) {
            (MergeOutcome::Gains, _) if right(item.part).is_some_and(|right| !heir.held.has(right)) => {
                (MergeOutcome::Drops, Some(MergeWhy::NoAuthority))
            }
            other => other,
        };
    }
}

/// The right by which such a thing is given where nobody is merged, beside those without which nobody merges.
pub const fn right(part: MergePart) -> Option<Permission> {
    match part {
        MergePart::Seat | MergePart::Queue => Some(Permission::ManageAssignments),
        MergePart::Team => Some(Permission::ManageTeams),
        MergePart::Company => Some(Permission::ManageCompanies),
        MergePart::Connection => Some(Permission::ManageConnections),
        MergePart::Domain => Some(Permission::ManageDomains),
        _ => None,
    }
}

fn one(item: &MergeItem, heir: Heir, invited: bool) -> (MergeOutcome, Option<MergeWhy>) {
    let keeps = (MergeOutcome::Keeps, None);
    let gains = (MergeOutcome::Gains, None);
    let drops = |why| (MergeOutcome::Drops, Some(why));
    let Some(theirs) = item.theirs.as_deref() else { return keeps };
    let mine = item.mine.as_deref();
    match item.part {
        MergePart::Address => drops(MergeWhy::OwnAccount),
        MergePart::Role if mine == Some(theirs) => keeps,
        MergePart::Role => drops(MergeWhy::OwnRole),
        MergePart::Rights => drops(MergeWhy::NeverGranted),
        MergePart::Invitation | MergePart::Sessions | MergePart::Token | MergePart::Import => {
            drops(MergeWhy::EndsAlong)
        }
        MergePart::Seat => seat(theirs, mine, heir.status, invited),
        MergePart::Queue if mine.is_some() => drops(MergeWhy::HasOne),
        MergePart::Queue if heir.status == MemberStatus::Disabled => drops(MergeWhy::Deactivated),
        MergePart::Team if mine == Some("member") && theirs == "leader" => gains,
        MergePart::Team if mine.is_some() => keeps,
        MergePart::Appointments | MergePart::CoachingPlans | MergePart::SignIns => gains,
        _ if mine == Some(theirs) => keeps,
        _ if mine.is_some() => drops(MergeWhy::HasOne),
        MergePart::Company if heir.role != Role::Customer => drops(MergeWhy::NoCustomer),
        MergePart::Connection if heir.status == MemberStatus::Pending => drops(MergeWhy::NotAccepted),
        MergePart::Domain if !heir.authority => drops(MergeWhy::NoAuthority),
        _ => gains,
    }
}

/// A place on a license. The other record's is one of `accepted`, `invited`, `suspended` (its person is deactivated),
/// `ended` (the license is), `lapsed` (it is, and its person never said whether they want it) and `by_role` (its role takes
/// it, and the role that stays does not).
fn seat(
    theirs: &str,
    mine: Option<&str>,
    heir: MemberStatus,
    invited: bool,
) -> (MergeOutcome, Option<MergeWhy>) {
    use MemberStatus::{Active, Disabled, Pending};
    let drops = |why| (MergeOutcome::Drops, Some(why));
    let takes = matches!(theirs, "accepted" | "invited");
    if theirs == "by_role" {
        return drops(MergeWhy::RoleSeat);
    }
    // A place that was suspended is taken up again by a seat, and by nothing else.
    if mine.is_some_and(|mine| mine != "suspended" || !takes || heir != Active) {
        return drops(MergeWhy::HasOne);
    }
    match (theirs, heir) {
        ("ended", Active | Disabled) => (MergeOutcome::Gains, Some(MergeWhy::Ended)),
        ("ended" | "lapsed", _) => drops(MergeWhy::Ended),
        // What comes back comes without a question.
        ("invited", Disabled) => drops(MergeWhy::Deactivated),
        (_, Disabled) => (MergeOutcome::Gains, Some(MergeWhy::Deactivated)),
        ("suspended", _) => drops(MergeWhy::Deactivated),
        (_, Pending) if !invited => drops(MergeWhy::NotInvited),
        _ => (MergeOutcome::Gains, None),
    }
}

/// The refusal of a merge that was decided on by what is no longer so.
pub fn changed_meanwhile() -> Refusal {
    let detail =
        "One of the two records changed since you looked. Look at the preview again and decide anew.";
    Refusal::new(Code::ChangedMeanwhile, detail)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Timestamp;

    fn record(n: u8, role: Role, status: MemberStatus) -> Record {
        let id = MemberId::new(Timestamp::from_millis(0), [n; 10]);
        Record { id, role, status, permissions: role.permissions() }
    }

    fn code(stays: Record, ends: Record, actor: Record, owners: u32) -> Option<Code> {
        judge(&stays, &ends, (actor.id, actor.permissions), owners).err().map(|refusal| refusal.code)
    }

    #[test]
    fn the_record_that_counts_for_more_stays() {
        use MemberStatus::{Active, Disabled, Pending, Removed};
        let admin = record(9, Role::Admin, Active);
        let (one, two) =
            (|status| record(1, Role::Standard, status), |status| record(2, Role::Agent, status));
        for (stays, ends, refusal) in [
            (Active, Active, None),
            (Active, Disabled, None),
            (Active, Pending, None),
            (Disabled, Pending, None),
            (Pending, Pending, None),
            (Pending, Disabled, None),
            (Pending, Active, Some(Code::MergeOtherWay)),
            (Disabled, Active, Some(Code::MergeOtherWay)),
            (Removed, Active, Some(Code::NotInThisState)),
            (Active, Removed, Some(Code::NotInThisState)),
        ] {
            assert_eq!(code(one(stays), two(ends), admin, 1), refusal, "{stays:?} {ends:?}");
        }
        assert_eq!(code(admin, admin, admin, 1), Some(Code::InvalidParameter));
    }

    #[test]
    fn nobody_merges_themselves_away_or_whoever_holds_more() {
        let active = |n, role| record(n, role, MemberStatus::Active);
        let (admin, standard) = (active(9, Role::Admin), active(1, Role::Standard));
        assert_eq!(code(standard, admin, admin, 1), Some(Code::MergeOtherWay));
        assert_eq!(code(admin, standard, admin, 1), None);
        for (stays, ends) in [(active(2, Role::Owner), standard), (standard, active(2, Role::Owner))] {
            assert_eq!(code(stays, ends, admin, 2), Some(Code::RoleNotGrantable));
        }
        let owner = active(3, Role::Owner);
        assert_eq!(code(standard, active(2, Role::Owner), owner, 1), Some(Code::LastOwner));
        assert_eq!(code(standard, active(2, Role::Owner), owner, 2), None);
    }

    fn item(part: MergePart, mine: &str, theirs: &str) -> MergeItem {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        MergeItem::new(part, some(mine), some(theirs))
    }

    fn heir(status: MemberStatus) -> Heir {
        Heir { status, role: Role::Standard, authority: false, held: Role::Owner.permissions() }
    }

    fn planned(item: MergeItem, heir: Heir) -> (MergeOutcome, Option<MergeWhy>) {
        let mut items = [item];
        plan(&mut items, heir);
        (items[0].outcome, items[0].why)
    }

    #[test]
    fn what_stays_wins_and_what_is_missing_comes() {
        use MergeOutcome::{Drops, Gains, Keeps};
        let active = heir(MemberStatus::Active);
        for part in MergePart::ALL {
            assert_eq!(planned(item(*part, "x", ""), active).0, Keeps, "{part:?}");
        }
        for (part, mine, theirs, expected) in [
            (MergePart::Team, "member", "leader", (Gains, None)),
            (MergePart::Team, "leader", "member", (Keeps, None)),
            (MergePart::Team, "", "member", (Gains, None)),
            (MergePart::Field, "A", "B", (Drops, Some(MergeWhy::HasOne))),
            (MergePart::Field, "A", "A", (Keeps, None)),
            (MergePart::Field, "", "B", (Gains, None)),
            (MergePart::ExternalId, "", "yes", (Gains, None)),
            (MergePart::Appointments, "3", "2", (Gains, None)),
            (MergePart::Role, "agent", "agent", (Keeps, None)),
            (MergePart::Role, "agent", "owner", (Drops, Some(MergeWhy::OwnRole))),
            (MergePart::Rights, "", "yes", (Drops, Some(MergeWhy::NeverGranted))),
            (MergePart::Address, "a@x", "b@x", (Drops, Some(MergeWhy::OwnAccount))),
            (MergePart::Company, "", "Acme", (Drops, Some(MergeWhy::NoCustomer))),
            (MergePart::Domain, "", "yes", (Drops, Some(MergeWhy::NoAuthority))),
            (MergePart::Queue, "", "waiting", (Gains, None)),
            (MergePart::Queue, "seated", "waiting", (Drops, Some(MergeWhy::HasOne))),
            (MergePart::Token, "", "yes", (Drops, Some(MergeWhy::EndsAlong))),
        ] {
            assert_eq!(planned(item(part, mine, theirs), active), expected, "{part:?} {mine} {theirs}");
        }
        let customer = Heir { role: Role::Customer, authority: true, ..active };
        assert_eq!(planned(item(MergePart::Company, "", "Acme"), customer), (Gains, None));
        assert_eq!(planned(item(MergePart::Domain, "", "yes"), customer), (Gains, None));
    }

    #[test]
    fn nothing_goes_along_that_whoever_merges_could_not_give() {
        let all = Heir { role: Role::Customer, authority: true, ..heir(MemberStatus::Active) };
        let things = [
            item(MergePart::Seat, "", "accepted"),
            item(MergePart::Seat, "", "suspended"),
            item(MergePart::Seat, "", "ended"),
            item(MergePart::Queue, "", "waiting"),
            item(MergePart::Team, "", "member"),
            item(MergePart::Team, "member", "leader"),
            item(MergePart::Company, "", "Acme"),
            item(MergePart::Connection, "", "a@x"),
            item(MergePart::Domain, "", "yes"),
        ];
        let lacks = (MergeOutcome::Drops, Some(MergeWhy::NoAuthority));
        for thing in things {
            let right = right(thing.part).unwrap();
            for status in [MemberStatus::Active, MemberStatus::Disabled] {
                let heir = Heir { status, ..all };
                let (before, _) = planned(thing.clone(), heir);
                let held = Role::Owner.permissions().without(Permissions::of(&[right]));
                let after = planned(thing.clone(), Heir { held, ..heir });
                assert_eq!(after == lacks, before == MergeOutcome::Gains, "{:?}", thing.part);
            }
        }
        // What the record that stays has of its own is said first.
        let nothing = Heir { held: Permissions::default(), ..all };
        let has_one = (MergeOutcome::Drops, Some(MergeWhy::HasOne));
        assert_eq!(planned(item(MergePart::Seat, "accepted", "accepted"), nothing), has_one);
        assert_eq!(planned(item(MergePart::Field, "", "B"), nothing), (MergeOutcome::Gains, None));
    }

    #[test]
    fn a_seat_goes_along_as_the_record_that_stays_can_have_it() {
        use MemberStatus::{Active, Disabled, Pending};
        use MergeOutcome::{Drops, Gains};
        let of = |mine: &str, theirs: &str, status, invited: bool| {
            let mut items = vec![item(MergePart::Seat, mine, theirs)];
            items.extend(invited.then(|| item(MergePart::Invitation, "open", "")));
            plan(&mut items, heir(status));
            (items[0].outcome, items[0].why)
        };
        for takes in ["accepted", "invited"] {
            assert_eq!(of("", takes, Active, false), (Gains, None));
            assert_eq!(of("suspended", takes, Active, false), (Gains, None));
            assert_eq!(of("accepted", takes, Active, false), (Drops, Some(MergeWhy::HasOne)));
            assert_eq!(of("suspended", takes, Disabled, false), (Drops, Some(MergeWhy::HasOne)));
            assert_eq!(of("", takes, Pending, true), (Gains, None));
            assert_eq!(of("", takes, Pending, false), (Drops, Some(MergeWhy::NotInvited)));
        }
        assert_eq!(of("", "accepted", Disabled, false), (Gains, Some(MergeWhy::Deactivated)));
        assert_eq!(of("", "invited", Disabled, false), (Drops, Some(MergeWhy::Deactivated)));
        for status in [Active, Disabled, Pending] {
            assert_eq!(of("", "lapsed", status, true), (Drops, Some(MergeWhy::Ended)));
        }
        assert_eq!(of("", "by_role", Active, false), (Drops, Some(MergeWhy::RoleSeat)));
        assert_eq!(of("", "suspended", Active, false), (Drops, Some(MergeWhy::Deactivated)));
        assert_eq!(of("", "suspended", Disabled, false), (Gains, Some(MergeWhy::Deactivated)));
        assert_eq!(of("", "ended", Active, false), (Gains, Some(MergeWhy::Ended)));
        assert_eq!(of("suspended", "ended", Active, false), (Drops, Some(MergeWhy::HasOne)));
        assert_eq!(of("", "ended", Pending, true), (Drops, Some(MergeWhy::Ended)));
    }
}
