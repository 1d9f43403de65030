//! The domain's words in the reader's language: roles, license types, doors, permissions. One place, so that the same
//! thing has the same name everywhere.

use shared::access::{Area, Permission, Role};
use shared::api::licenses::License;
use shared::api::members::LastSignIn;
use shared::license::{LicenseState, LicenseType};
use shared::member::Source;
use shared::seat::Overage;
use shared::time::Timestamp;

use crate::format::{self, number};
use crate::i18n::text::{acts, doors, people, permissions, queue, roles, term, types};
use crate::session::me;

/// A name; that of somebody who was erased in the reader's language.
pub fn person(name: &str) -> String {
    shared::erasure::mark(name).map_or_else(|| name.to_owned(), acts::erased_person)
}

/// A role: a built-in one in the reader's language, another by the name that the organization gave it.
pub fn role(role: Role) -> String {
    match role {
        Role::Owner => roles::owner(),
        Role::Admin => roles::admin(),
        Role::LicenseAdmin => roles::license_admin(),
        Role::TeamLeader => roles::team_leader(),
        Role::Agent => roles::agent(),
        Role::Standard => roles::standard(),
        Role::Collaborator => roles::collaborator(),
        Role::Customer => roles::customer(),
        Role::Custom(_) => return me().role_name(role).unwrap_or_else(|| roles::unknown().to_owned()),
    }
    .to_owned()
}

/// Values and words of roles, for a select.
pub fn role_options(among: &[Role]) -> Vec<(String, String)> {
    among.iter().map(|it| (it.to_string(), role(*it))).collect()
}

/// The role of a select's value.
pub fn role_of(value: &str) -> Option<Role> {
    value.parse().ok()
}

/// A license's type.
pub fn license_type(kind: LicenseType) -> &'static str {
    match kind {
        LicenseType::District => types::district(),
        LicenseType::School => types::school(),
        LicenseType::Building => types::building(),
        LicenseType::Teacher => types::teacher(),
        LicenseType::Staff => types::staff(),
    }
}

/// Where a license stands in its term, in words: starts, active, in grace, expired.
pub fn term(license: &License) -> String {
    let day = |at: Option<Timestamp>| at.map(format::date).unwrap_or_default();
    match (license.state, license.expires_at) {
        (LicenseState::Scheduled, None) => term::starts(&day(license.starts_at)),
        (LicenseState::Scheduled, end) => term::starts_ends(&day(license.starts_at), &day(end)),
        (LicenseState::Active, None) => term::no_end().to_owned(),
        (LicenseState::Active, end) => term::until(&day(end)),
        (LicenseState::Grace, end) => term::grace(&day(end), &day(license.ends_at)),
        (LicenseState::Expired, _) => term::ended(&day(license.ends_at)),
    }
}

/// Values and words of license types, for a select.
pub fn license_type_options() -> Vec<(String, String)> {
    let all = LicenseType::ALL.iter();
    all.map(|it| (it.as_str().to_owned(), license_type(*it).to_owned())).collect()
}

/// How far a license may go over its seats.
pub fn overage(overage: Overage) -> String {
    match overage {
        Overage::None => types::overage_none().to_owned(),
        Overage::Percent { percent } => types::overage_percent(&number(percent)),
        Overage::Unlimited => types::overage_unlimited().to_owned(),
    }
}

/// The door by which somebody came; an unknown one by its own name.
pub fn door(door: &str) -> String {
    match door {
        "assign" => doors::assign(),
        "email" => doors::email(),
        "api" => doors::api(),
        "domain" => doors::domain(),
        "key" => doors::key(),
        "link" => doors::link(),
        "enable" => doors::enable(),
        "csv" => doors::csv(),
        "queue" => doors::queue(),
        "license" => doors::license(),
        "renewal" => doors::renewal(),
        "move" => doors::transfer(),
        "role" => doors::role(),
        "merge" => doors::merge(),
        other => return other.to_owned(),
    }
    .to_owned()
}

/// By which door somebody came to the organization.
pub fn source(source: Source) -> String {
    match source {
        Source::SetUp => people::source_set_up().to_owned(),
        Source::Contact => people::source_contact().to_owned(),
        Source::Email => people::source_email().to_owned(),
        other => door(other.as_str()),
    }
}

/// Values and words of when somebody last signed in, for a filter.
pub fn last_sign_in_options() -> Vec<(String, String)> {
    let word = |it| match it {
        LastSignIn::Within7Days => people::within_7_days(),
        LastSignIn::Idle30Days => people::idle_30_days(),
        LastSignIn::Idle90Days => people::idle_90_days(),
        LastSignIn::Idle180Days => people::idle_180_days(),
        LastSignIn::Never => people::never_signed_in(),
    };
    LastSignIn::ALL.map(|it| (it.as_str().to_owned(), word(it).to_owned())).to_vec()
}

/// Why a seat moved; an unknown reason by its own name.
pub fn reason(reason: &str) -> String {
    match reason {
        "invited" => doors::invited(),
        "accepted" => doors::accepted(),
        "assigned" => doors::assigned(),
        "joined" => doors::joined(),
        "added" => doors::added(),
        "first_use" => doors::first_use(),
        "declined" | "rejected" => doors::declined(),
        "canceled" => doors::canceled(),
        "expired" => doors::expired(),
        "bounced" => doors::bounced(),
        "removed" => doors::removed(),
        "resent" => doors::resent(),
        "member_removed" => doors::member_removed(),
        "disabled" | "suspended" => doors::disabled(),
        "enabled" => doors::enabled(),
        "renewed" => doors::renewed(),
        "term_ended" => doors::term_ended(),
        "moved" => doors::moved(),
        "moved_away" => doors::moved_away(),
        "restored" => doors::restored(),
        "role_given" => doors::role_given(),
        "role_changed" => doors::role_changed(),
        "merged" => doors::merged(),
        "merged_away" => doors::merged_away(),
        "created" => doors::created(),
        "changed" => doors::changed(),
        other => {
            return other.strip_prefix("place_").map_or_else(|| other.replace('_', " "), doors::from_place);
        }
    }
    .to_owned()
}

/// Why somebody waits, or waits no longer; an unknown reason by its own name.
pub fn queue_reason(reason: &str) -> String {
    match reason {
        "license_full" => queue::reason_license_full(),
        "seated" => queue::reason_seated(),
        "taken_out" => queue::reason_taken_out(),
        "seated_otherwise" => queue::reason_seated_otherwise(),
        "member_disabled" => queue::reason_member_disabled(),
        "member_removed" => queue::reason_member_removed(),
        "license_ended" => queue::reason_license_ended(),
        "no_staff_seat" => queue::reason_no_staff_seat(),
        other => return other.replace('_', " "),
    }
    .to_owned()
}

/// The name of a provider that an event mentions by its id.
pub fn provider(id: &str) -> &str {
    shared::provider::ProviderId::find(id).map_or(id, |found| found.provider().name)
}

/// What permissions are about.
pub fn area(area: Area) -> &'static str {
    match area {
        Area::People => permissions::area_people(),
        Area::Licenses => permissions::area_licenses(),
        Area::Insights => permissions::area_insights(),
        Area::Organization => permissions::area_organization(),
    }
}

/// What a permission allows.
pub fn permission(permission: Permission) -> &'static str {
    match permission {
        Permission::ReadMembers => permissions::read_members(),
        Permission::ReadSignIns => permissions::read_sign_ins(),
        Permission::EditMembers => permissions::edit_members(),
        Permission::DeactivateMembers => permissions::deactivate_members(),
        Permission::RemoveMembers => permissions::remove_members(),
        Permission::ManageRoles => permissions::manage_roles(),
        Permission::ReadInsights => permissions::read_insights(),
        Permission::ReadTeamInsights => permissions::read_team_insights(),
        Permission::ReadOwnInsights => permissions::read_own_insights(),
        Permission::ManageCompanies => permissions::manage_companies(),
        Permission::Export => permissions::export(),
        Permission::ReadInvitations => permissions::read_invitations(),
        Permission::ManageInvitations => permissions::manage_invitations(),
        Permission::ReadLicenses => permissions::read_licenses(),
        Permission::ManageLicenses => permissions::manage_licenses(),
        Permission::ManageAssignments => permissions::manage_assignments(),
        Permission::ManageConnections => permissions::manage_connections(),
        Permission::ManageTeams => permissions::manage_teams(),
        Permission::ManageServices => permissions::manage_services(),
        Permission::AddCustomers => permissions::add_customers(),
        Permission::SendMeasures => permissions::send_measures(),
        Permission::ManageDomains => permissions::manage_domains(),
        Permission::ReadEvents => permissions::read_events(),
        Permission::ManageTokens => permissions::manage_tokens(),
        Permission::Check => permissions::check(),
        Permission::ManageOrganization => permissions::manage_organization(),
    }
}
