//! Appointments and who comes; and where somebody stands towards a service.

use serde::Deserialize;
use shared::api::appointments::{AppointmentFilter, AppointmentStatus, MakeAppointment};
use shared::collaboration::Standing;
use shared::email::Email;
use shared::id::{AppointmentId, MemberId, OperationId, OrganizationId, ServiceId};
use shared::member::MemberStatus;

use crate::context::Context;
use crate::paging::Window;
use crate::ports::{Param, Statement};
use crate::store::conditions::Conditions;
use crate::store::emails::member_of;
use crate::store::page::Listing;

/// An appointment as the API shows it (`shared::api::appointments::Appointment`).
const ITEM: &str = "json_object('id', a.id, 'service', a.service_id, 'service_name', coalesce((SELECT name FROM services WHERE id = a.service_id), a.service_name), \
    'starts_at', a.starts_at, 'minutes', a.minutes, 'status', a.status, \
    'members', json((SELECT json_group_array(json_object('id', id, 'name', name, 'status', status)) FROM \
        (SELECT m.id, iif(m.name <> '', m.name, m.email) AS name, m.status FROM appointment_members x JOIN members m ON m.id = x.member_id \
        WHERE x.appointment_id = a.id ORDER BY m.sort_key))), 'made_by', a.made_by, 'created_at', a.created_at)";

/// A page of appointments, the latest first.
pub fn list(organization: OrganizationId, filter: &AppointmentFilter, window: &Window) -> Statement {
    let status = filter.status.map(|status| match status {
        AppointmentStatus::Planned => "planned",
        AppointmentStatus::Canceled => "canceled",
    });
    let mut conditions = Conditions::default()
        .and("a.organization_id = ?", [organization.into()])
        .and_some("a.service_id = ?", filter.service)
        .and_some(
            "a.id IN (SELECT appointment_id FROM appointment_members WHERE member_id = ?)",
            filter.member,
        )
        .and_some("a.status = ?", status);
    if window.after(0) != Param::Null {
        conditions = conditions.and("(a.starts_at, a.id) < (?, ?)", [window.after(0), window.after(1)]);
    }
    let from = format!("FROM appointments a{}", conditions.sql());
    let key = "json_array(a.starts_at, a.id)";
    let listing = Listing { item: ITEM, key, from: &from, order: "a.starts_at DESC, a.id DESC" };
    conditions.bind_to(listing.statement(window))
}

/// One appointment as JSON text, in a row with `item`.
pub fn item(organization: OrganizationId, appointment: AppointmentId) -> Statement {
    Statement::new(format!(
        "SELECT {ITEM} AS item FROM appointments a WHERE a.organization_id = ?1 AND a.id = ?2"
    ))
    .bind(organization)
    .bind(appointment)
}

/// What is known of an appointment before a change.
pub fn find(organization: OrganizationId, appointment: AppointmentId) -> Statement {
    Statement::new(
        "SELECT service_id, service_name, status FROM appointments WHERE organization_id = ?1 AND id = ?2",
    )
    .bind(organization)
    .bind(appointment)
}

/// A row of [`find`].
#[derive(Debug, Deserialize)]
pub struct AppointmentRow {
    /// Its service.
    pub service_id: Option<ServiceId>,
    /// How the service was called.
    pub service_name: String,
    /// Where it stands.
    pub status: AppointmentStatus,
}

/// Makes an appointment if at least one of the members may be in it.
pub fn insert(
    ctx: &Context,
    organization: OrganizationId,
    id: AppointmentId,
    request: &MakeAppointment,
    made_by: &str,
    operation: OperationId,
) -> Statement {
    Statement::new(
        "INSERT INTO appointments (id, organization_id, service_id, service_name, starts_at, minutes, status, made_by, created_at, operation_id) \
         SELECT ?1, ?2, s.id, coalesce(s.name, ''), ?4, ?5, 'planned', ?7, ?8, ?9 \
         FROM (SELECT 1) LEFT JOIN services s ON s.organization_id = ?2 AND s.id = ?3 \
         WHERE (?3 IS NULL OR s.active) AND EXISTS (SELECT 1 FROM json_each(?6) r \
         CROSS JOIN members m ON m.organization_id = ?2 AND m.id = r.value AND m.status = 'active' \
         WHERE ?3 IS NULL OR EXISTS (SELECT 1 FROM service_members l WHERE l.service_id = s.id AND l.member_id = m.id))",
    )
    .bind(id)
    .bind(organization)
    .bind(request.service.map_or(Param::Null, Param::from))
    .bind(request.starts_at)
    .bind(i64::from(request.minutes))
    .bind(serde_json::json!(request.members).to_string())
    .bind(made_by)
    .bind(ctx.now)
    .bind(operation)
}

/// Puts members into an appointment; those who may not be in it are left out by the trigger that asks.
pub fn join(organization: OrganizationId, id: AppointmentId, members: &[MemberId]) -> Statement {
    Statement::new(
        "INSERT INTO appointment_members (appointment_id, member_id, organization_id) SELECT a.id, m.id, ?1 \
         FROM json_each(?3) r CROSS JOIN members m ON m.organization_id = ?1 AND m.id = r.value \
         JOIN appointments a ON a.organization_id = ?1 AND a.id = ?2 WHERE true ON CONFLICT DO NOTHING",
    )
    .bind(organization)
    .bind(id)
    .bind(serde_json::json!(members).to_string())
}

/// Cancels an appointment that is planned.
pub fn cancel(organization: OrganizationId, id: AppointmentId, operation: OperationId) -> Statement {
    Statement::new(
        "UPDATE appointments SET status = 'canceled', operation_id = ?3 WHERE organization_id = ?1 AND id = ?2 AND status = 'planned'",
    )
    .bind(organization)
    .bind(id)
    .bind(operation)
}

/// That an operation (`?11` of an event) made or changed an appointment.
pub const HAPPENED: &str = "EXISTS (SELECT 1 FROM appointments WHERE id = ?8 AND operation_id = ?11)";

/// Where each of these members stands towards a service, and whether they are in an appointment: rows of [`StandingRow`].
pub fn standings(
    organization: OrganizationId,
    members: &[MemberId],
    service: Option<ServiceId>,
    appointment: AppointmentId,
) -> Statement {
    Statement::new(
        "SELECT m.id, m.status, s.active, iif(s.id IS NULL, NULL, EXISTS (SELECT 1 FROM service_members l \
         WHERE l.service_id = s.id AND l.member_id = m.id)) AS linked, \
         EXISTS (SELECT 1 FROM appointment_members x WHERE x.appointment_id = ?4 AND x.member_id = m.id) AS joined \
         FROM json_each(?2) r CROSS JOIN members m ON m.organization_id = ?1 AND m.id = r.value \
         LEFT JOIN services s ON s.organization_id = ?1 AND s.id = ?3",
    )
    .bind(organization)
    .bind(serde_json::json!(members).to_string())
    .bind(service.map_or(Param::Null, Param::from))
    .bind(appointment)
}

/// A row of [`standings`].
#[derive(Debug, Deserialize)]
pub struct StandingRow {
    /// Who.
    pub id: MemberId,
    status: MemberStatus,
    active: Option<u8>,
    linked: Option<u8>,
    /// Whether they are in: 0 or 1.
    pub joined: u8,
}

impl StandingRow {
    /// What the rule needs.
    pub const fn standing(&self) -> Standing {
        Standing { status: self.status, active: self.active, linked: self.linked }
    }
}

/// Where one person stands towards the service that a program calls by id or name: a row of
/// `shared::collaboration::Standing`, none for an unknown person.
pub fn standing(
    organization: OrganizationId,
    member: Option<MemberId>,
    email: Option<&Email>,
    service: Option<&str>,
) -> Statement {
    let whom = if member.is_some() { "?2".to_owned() } else { member_of("?1", "?2") };
    let value =
        member.map_or_else(|| email.map(Email::to_string).unwrap_or_default(), |member| member.to_string());
    Statement::new(format!(
        "SELECT m.status, s.active, iif(s.id IS NULL, NULL, EXISTS (SELECT 1 FROM service_members l \
         WHERE l.service_id = s.id AND l.member_id = m.id)) AS linked FROM members m \
         LEFT JOIN services s ON s.organization_id = ?1 AND (s.id = ?3 OR s.name_key = lower(?3)) \
         WHERE m.organization_id = ?1 AND m.id = {whom}"
    ))
    .bind(organization)
    .bind(value)
    .bind(service.map_or(Param::Null, Param::from))
}
