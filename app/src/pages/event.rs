//! One entry of the audit log as a sentence, with its marker: the seat after the event.

use leptos::prelude::*;
use serde_json::Value;
use shared::api::events::Event;
use shared::event::{ActorKind, EventKind as K};

use super::{external_ids::moved_id, license::staff_seats::told};
use crate::components::{seat_squares, time};
use crate::i18n::text::events as t;
use crate::words;

/// The entry as a line of a trail.
pub fn event_line(event: &Event) -> AnyView {
    let by = match event.actor_kind {
        ActorKind::Token => Some(t::by_token()),
        ActorKind::Invitee => Some(t::by_link()),
        ActorKind::Member | ActorKind::System => None,
    };
    view! {
        <li>
            {seat_squares(&[marker(event.kind)])} <p>{sentence(event)}</p>
            <span class="faint">{time(event.at)} {by.map(|by| format!(", {by}"))}</span>
        </li>
    }
    .into_any()
}

/// How the seat stands after it.
const fn marker(kind: K) -> &'static str {
    match kind {
        K::InvitationCreated | K::InvitationResent | K::SeatOffered => "reserved",
        K::InvitationAccepted
        | K::SeatAssigned
        | K::SeatMoved
        | K::SeatRestored
        | K::MemberAdded
        | K::MemberEnabled
        | K::QueueSeated => "held",
        K::InvitationCanceled
        | K::InvitationDeclined
        | K::InvitationExpired
        | K::InvitationBounced
        | K::MemberDisabled
        | K::MemberRemoved
        | K::SeatRemoved => "",
        _ => "dot",
    }
}

/// What something was and what it is, in words.
fn change(event: &Event, name: &str) -> Option<(String, String)> {
    let change = &event.details[name];
    let side = |side: &str| word(name, &change[side]);
    change.is_object().then(|| (side("from"), side("to")))
}

/// Fields of people, and their values.
fn of_fields(event: &Event, who: AnyView, whom: AnyView) -> AnyView {
    match event.kind {
        K::FieldCreated => t::field_created(who, &event.target_name),
        K::FieldChanged => t::field_changed(who, &event.target_name),
        K::FieldDeleted => t::field_deleted(who, &event.target_name),
        _ => t::member_fields(who, &fields(event), whom),
    }
}

/// What people tell, and their photos.
fn of_profile(kind: K, who: AnyView, whom: AnyView) -> AnyView {
    match kind {
        K::MemberSaved => t::member_saved(who, whom),
        K::MemberErased => t::member_erased(who, whom),
        K::PhotoSet => t::photo_set(who, whom),
        K::PhotoRemoved => t::photo_removed(who, whom),
        _ => t::member_profile(who),
    }
}

/// What happened to roles.
fn of_role(event: &Event, who: AnyView, whom: AnyView) -> AnyView {
    match event.kind {
        K::RoleCreated => t::role_created(who, whom),
        K::RoleChanged => match change(event, "name") {
            Some((from, to)) => t::role_renamed(who, &from, &to),
            None => t::role_changed(who, whom),
        },
        K::RoleDeleted => t::role_deleted(who, whom),
        K::MemberPermissions => t::member_permissions(who, whom),
        _ => ().into_any(),
    }
}

fn of_key(event: &Event, who: AnyView, whom: AnyView) -> AnyView {
    let form = key_form(event);
    match event.kind {
        K::KeyCreated => t::key_created(who, form, whom),
        K::KeyChanged => t::key_changed(who, form, whom),
        K::KeyRotated => t::key_rotated(who, form, whom),
        _ => t::key_revoked(who, form, whom),
    }
}

/// What happened, in words.
pub fn sentence(event: &Event) -> AnyView {
    let (who, whom) = (actor(event), target(event));
    let change = |name: &str| change(event, name);
    let license = || event.details["license_name"].as_str().unwrap_or_default().to_owned();
    let detail = |name: &str| event.details[name].as_str().unwrap_or_default();
    let provider = || words::provider(detail("provider"));
    match event.kind {
        K::OrganizationCreated => t::organization_created(whom, who),
        K::ImportStarted => t::import_started(who, whom),
        K::ImportCanceled => t::import_canceled(who, whom),
        K::InvitationCreated => t::invitation_created(who, whom),
        K::InvitationChanged => t::invitation_changed(who, whom),
        K::InvitationResent => t::invitation_resent(who, whom),
        K::InvitationLinkShown => t::invitation_link_shown(who, whom),
        K::InvitationCanceled => t::invitation_canceled(who, whom),
        K::InvitationAccepted => t::invitation_accepted(whom),
        K::InvitationDeclined => t::invitation_declined(whom),
        K::InvitationExpired => t::invitation_expired(whom),
        K::InvitationBounced => t::invitation_bounced(whom),
        K::InvitationRequested => t::invitation_requested(whom),
        K::JoinAsked => t::join_asked(whom, detail("domain")),
        K::MemberAdded => t::member_added(who, whom),
        K::DomainAdded => t::domain_added(who, whom),
        K::DomainVerified => t::domain_verified(who, whom),
        K::DomainRemoved => t::domain_removed(who, whom),
        K::DomainAdminAdded => t::domain_admin_added(who, whom, detail("domain")),
        K::DomainAdminRemoved => t::domain_admin_removed(who, whom, detail("domain")),
        K::SeatOffered
        | K::SeatAssigned
        | K::SeatJoined
        | K::SeatAccepted
        | K::SeatDeclined
        | K::SeatRemoved
        | K::SeatMoved
        | K::SeatRestored => of_seat(event, who, whom),
        K::MemberChanged => match (change("role"), change("name")) {
            (Some((from, to)), _) => t::member_role(who, whom, &from, &to),
            (None, Some((from, to))) => t::member_name(who, &from, &to),
            (None, None) => t::member_changed(who, whom),
        },
        K::MemberDisabled => t::member_disabled(who, whom),
        K::MemberEnabled => t::member_enabled(who, whom),
        K::MemberRemoved => t::member_removed(who, whom),
        K::LicenseCreated => t::license_created(who, whom),
        K::LicenseChanged => match (change("seats"), change("name")) {
            (Some((from, to)), _) => t::license_seats(who, whom, &from, &to),
            (None, Some((from, to))) => t::license_name(who, &from, &to),
            (None, None) => t::license_changed(who, whom),
        },
        K::LicenseExpired => t::license_expired(whom),
        K::LicenseRenewed => t::license_renewed(who, whom),
        K::PackageCreated => t::package_created(who, &event.target_name),
        K::PackageChanged => match change("name") {
            Some((from, to)) => t::package_renamed(who, &from, &to),
            None => t::package_changed(who, &event.target_name),
        },
        K::PackageRemoved => t::package_removed(who, &event.target_name),
        K::ProductCreated => t::product_created(who, &event.target_name),
        K::ProductChanged => {
            let (from, to) = change("name").unwrap_or_default();
            t::product_renamed(who, &from, &to)
        }
        K::ProductRemoved => t::product_removed(who, &event.target_name),
        K::OrganizationChanged => t::organization_changed(who, &event.target_name),
        K::KeyCreated | K::KeyChanged | K::KeyRotated | K::KeyRevoked => of_key(event, who, whom),
        K::StaffSeatsChanged => told(event, who, whom),
        K::QueueJoined => t::queue_joined(who, whom, &license(), &word("place", &event.details["place"])),
        K::QueueMoved => t::queue_moved(who, whom, &license()),
        K::QueueLeft => match event.details["reason"].as_str().unwrap_or_default() {
            "taken_out" => t::queue_taken_out(who, whom, &license()),
            reason => t::queue_left(whom, &license(), &words::queue_reason(reason)),
        },
        K::QueueSeated if event.details["invited"] == true => t::queue_invited(&license(), whom),
        K::QueueSeated => t::queue_seated(&license(), whom),
        K::LicenseProviders => t::license_providers(who, whom),
        K::ProviderChanged => t::provider_changed(who, whom),
        K::AccountAdded => t::account_added(who, provider(), whom),
        K::AccountChanged => t::account_changed(who, provider(), whom),
        K::AccountRemoved => t::account_removed(who, provider(), whom),
        K::ConnectionMade => t::connection_made(who, whom, provider(), detail("account")),
        K::ConnectionEnded => t::connection_ended(who, whom, provider(), detail("account")),
        K::ConnectionBroken => t::connection_broken(who, provider(), whom),
        K::TeamCreated | K::TeamChanged | K::TeamDeleted | K::TeamJoined | K::TeamLeft => {
            of_team(event, change("name"))
        }
        K::AddressAdded => t::address_added(who, detail("email"), whom),
        K::AddressRemoved => t::address_removed(who, detail("email"), whom),
        K::AddressChanged => t::address_changed(who, detail("to"), whom, detail("from")),
        K::FieldCreated | K::FieldChanged | K::FieldDeleted | K::MemberFields => of_fields(event, who, whom),
        K::MemberSaved | K::MemberErased | K::MemberProfile | K::PhotoSet | K::PhotoRemoved => {
            of_profile(event.kind, who, whom)
        }
        K::RoleCreated | K::RoleChanged | K::RoleDeleted | K::MemberPermissions => of_role(event, who, whom),
        K::NoticesChanged => t::notices_changed(who, whom),
        K::TokenCreated => t::token_created(who, whom),
        K::TokenRevoked => t::token_revoked(who, whom),
        K::PasswordChanged => t::password_changed(who),
        _ => of_company(event),
    }
}

/// The fields of somebody that changed, by their names.
fn fields(event: &Event) -> String {
    let names = event.details["fields"].as_array();
    let names = names.into_iter().flatten().filter_map(Value::as_str);
    names.collect::<Vec<_>>().join(", ")
}

/// A record that was merged into another, told of either.
fn merged(event: &Event, who: AnyView, whom: AnyView) -> AnyView {
    let other = |word: &str| {
        let text = |name: &str| event.details[word][name].as_str().unwrap_or_default();
        named(text("id"), text("email"))
    };
    let tells = |word: &str| event.details[word].is_object();
    match (tells("from"), tells("into")) {
        (true, _) => t::member_merged(who, other("from"), whom),
        (_, true) => t::member_merged_away(whom, who, other("into")),
        // Whoever was erased since is named no more.
        _ => t::member_changed(who, whom),
    }
}

/// What happened to a team, and its change of name.
fn of_team(event: &Event, renamed: Option<(String, String)>) -> AnyView {
    let (who, whom) = (actor(event), target(event));
    let team = event.details["team_name"].as_str().unwrap_or_default();
    match event.kind {
        K::TeamCreated => t::team_created(who, whom),
        K::TeamDeleted => t::team_deleted(who, whom),
        K::TeamJoined => t::team_joined(who, whom, team),
        K::TeamLeft => t::team_left(who, whom, team),
        _ => {
            let (from, to) = renamed.unwrap_or_default();
            t::team_renamed(who, &from, &to)
        }
    }
}

/// What happened to a company, a customer, an id of another system or two records.
fn of_company(event: &Event) -> AnyView {
    let (who, whom) = (actor(event), target(event));
    let id = event.details["id"].as_str().unwrap_or_default();
    match event.kind {
        K::ExternalIdGiven | K::ExternalIdTaken => moved_id(event, who, whom, id),
        K::MemberMerged => merged(event, who, whom),
        K::CustomerCame => t::customer_came(whom),
        K::CustomerPlaced => t::customer_placed(who, whom),
        K::CompanyCreated => t::company_created(who, whom),
        K::CompanyDeleted => t::company_deleted(who, whom),
        K::CompanyChanged => t::company_changed(who, whom),
        _ => of_service(event, change(event, "name")),
    }
}

/// What happened to a service or an appointment, and its change of name.
fn of_service(event: &Event, renamed: Option<(String, String)>) -> AnyView {
    let (who, whom, name) = (actor(event), target(event), event.target_name.as_str());
    match (event.kind, renamed, event.details["active"].as_bool()) {
        (K::ServiceCreated, ..) => t::service_created(who, whom),
        (K::ServiceDeleted, ..) => t::service_deleted(who, whom),
        (K::AppointmentMade, ..) if name.is_empty() => t::appointment_made(who),
        (K::AppointmentMade, ..) => t::appointment_made_for(who, name),
        (K::AppointmentCanceled, ..) if name.is_empty() => t::appointment_canceled(who),
        (K::AppointmentCanceled, ..) => t::appointment_canceled_for(who, name),
        (_, Some((from, to)), _) => t::service_renamed(who, &from, &to),
        (_, None, Some(true)) => t::service_resumed(who, whom),
        (_, None, Some(false)) => t::service_paused(who, whom),
        (_, None, None) => t::service_changed(who, whom),
    }
}

/// What happened to a seat, in words.
fn of_seat(event: &Event, who: AnyView, whom: AnyView) -> AnyView {
    let detail = |name: &str| event.details[name].as_str().unwrap_or_default();
    let license = detail("license_name");
    match event.kind {
        K::SeatOffered => t::seat_offered(who, whom, license),
        K::SeatAssigned => t::seat_assigned(who, whom, license),
        K::SeatJoined if event.details["form"] == "link" => t::seat_joined_link(whom, license),
        K::SeatJoined => t::seat_joined_key(whom, license),
        K::SeatAccepted => t::seat_accepted(whom, license),
        K::SeatDeclined => t::seat_declined(whom, license),
        K::SeatRemoved => t::seat_removed(who, whom, license),
        K::SeatMoved => t::seat_moved(who, whom, detail("from_name"), license),
        K::SeatRestored => t::seat_restored(who, whom, license),
        _ => ().into_any(),
    }
}

/// Whether it is about a license key or a license link.
fn key_form(event: &Event) -> &'static str {
    if event.details["form"] == "link" { t::a_link() } else { t::a_key() }
}

/// The word for a changed value.
fn word(name: &str, value: &Value) -> String {
    match value {
        Value::String(text) if name == "role" => {
            words::role_of(text).map_or_else(|| text.clone(), words::role)
        }
        Value::String(text) => text.clone(),
        Value::Number(number) => number.as_u64().map(crate::format::number).unwrap_or_default(),
        _ => String::new(),
    }
}

fn actor(event: &Event) -> AnyView {
    if event.actor_kind == ActorKind::System || event.actor_name.is_empty() {
        return t::usher().into_any();
    }
    named(&event.actor, &event.actor_name)
}

fn target(event: &Event) -> AnyView {
    named(&event.target, &event.target_name)
}

/// A name, linked where its id leads somewhere.
fn named(id: &str, name: &str) -> AnyView {
    let name = words::person(name);
    let href = match id.split_once('_').map(|(prefix, _)| prefix) {
        Some("mem") => format!("/people/{id}"),
        Some("inv") => format!("/invitations/{id}"),
        Some("imp") => format!("/imports/{id}"),
        Some("team") => format!("/teams/{id}"),
        Some("cmp") => format!("/companies/{id}"),
        Some("srv") => format!("/services/{id}"),
        Some("role") => format!("/roles/{id}"),
        Some("lic") => format!("/licenses/{id}"),
        _ => return view! { <bdi>{name}</bdi> }.into_any(),
    };
    view! {
        <a href=href>
            <bdi>{name}</bdi>
        </a>
    }
    .into_any()
}
