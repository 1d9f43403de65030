//! Makes an appointment, and adds members to one. Who is pending, deactivated or not linked to the service stays out,
//! each with the reason; the schema holds it in the same batch.

use serde_json::json;
use shared::api::appointments::{
    Appointment, AppointmentStatus, Collaborator, JoinAppointment, MadeAppointment, MakeAppointment,
};
use shared::collaboration;
use shared::event::EventKind;
use shared::id::{AppointmentId, MemberId};
use shared::{Code, Refusal};

use crate::authority::{ManageServices, Proof};
use crate::context::Context;
use crate::failure::Failure;
use crate::ports::Rows;
use crate::store::appointments::{self, AppointmentRow, StandingRow};
use crate::store::events::{self, By, NewEvent};
use crate::store::services::{self, ServiceRow};
use crate::use_cases::only_item;

/// Makes it with those who may be in it; nobody may: none is made, and each is told why.
pub async fn make(
    ctx: &Context,
    proof: &Proof<ManageServices>,
    request: &MakeAppointment,
) -> Result<MadeAppointment, Failure> {
    let (organization, id): (_, AppointmentId) = (proof.organization(), ctx.id());
    collaboration::check_appointment(request.starts_at, request.minutes, request.members.len())?;
    let mut name = String::new();
    if let Some(service) = request.service {
        let row = ctx.query(services::find(organization, service)).await?.first::<ServiceRow>()?;
        name =
            row.ok_or_else(|| Refusal::new(Code::NotFound, "There is no such service.").at("service"))?.name;
    }
    let (by, operation) = (By::from(proof.actor()), ctx.id());
    let event = NewEvent {
        organization,
        kind: EventKind::AppointmentMade,
        by: &by,
        target: id.to_string(),
        target_name: &name,
        details: json!({ "starts_at": request.starts_at, "service": request.service }),
        operation,
    };
    let batch = vec![
        appointments::insert(ctx, organization, id, request, &by.name, operation),
        appointments::join(organization, id, &request.members),
        events::insert_if(ctx, &event, appointments::HAPPENED),
        appointments::item(organization, id),
        appointments::standings(organization, &request.members, request.service, id),
    ];
    let rows = ctx.batch(batch).await?;
    let appointment = if rows[3].is_empty() { None } else { Some(read(&rows[3])?) };
    Ok(MadeAppointment {
        appointment,
        results: results(&request.members, &rows[4], request.service.is_some())?,
    })
}

/// Adds members; who is in already stays in.
pub async fn join(
    ctx: &Context,
    proof: &Proof<ManageServices>,
    id: AppointmentId,
    request: &JoinAppointment,
) -> Result<MadeAppointment, Failure> {
    let organization = proof.organization();
    collaboration::check_members(request.members.len())?;
    let row = ctx.query(appointments::find(organization, id)).await?.first::<AppointmentRow>()?;
    let before = row.ok_or_else(Refusal::not_found)?;
    if before.status == AppointmentStatus::Canceled {
        return Err(
            Refusal::new(Code::NotInThisState, "This appointment was canceled. Make another one.").into()
        );
    }
    let batch = vec![
        appointments::join(organization, id, &request.members),
        appointments::item(organization, id),
        appointments::standings(organization, &request.members, before.service_id, id),
    ];
    let rows = ctx.batch(batch).await?;
    Ok(MadeAppointment {
        appointment: Some(read(&rows[1])?),
        results: results(&request.members, &rows[2], before.service_id.is_some())?,
    })
}

fn read(rows: &Rows) -> Result<Appointment, Failure> {
    crate::json::read(&only_item(rows)?.0).map_err(|error| Failure::broken("appointment", error))
}

/// One result for each member, in their order, with the rule's words for those who stayed out.
fn results(members: &[MemberId], rows: &Rows, for_service: bool) -> Result<Vec<Collaborator>, Failure> {
    let standings = rows.all::<StandingRow>()?;
    let result = |member: &MemberId| {
        let row = standings.iter().find(|row| row.id == *member);
        let joined = row.is_some_and(|row| row.joined == 1);
        let standing = row.map(StandingRow::standing);
        let refusal = if joined {
            None
        } else {
            collaboration::refusal(collaboration::decide(standing.as_ref(), for_service))
        };
        Collaborator {
            member: *member,
            joined,
            code: refusal.as_ref().map(|refusal| refusal.code),
            message: refusal.map(|refusal| refusal.detail),
        }
    };
    Ok(members.iter().map(result).collect())
}
