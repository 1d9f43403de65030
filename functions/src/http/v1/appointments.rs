//! Appointments, and whether somebody may be used in collaboration.

use http::Method;
use shared::access::Permission;
use shared::api::Page;
use shared::api::appointments::{
    Appointment, AppointmentFilter, CheckCollaboration, CollaborationChecked, JoinAppointment,
    MadeAppointment, MakeAppointment,
};

use crate::authority::{self, ManageServices, Proof};
use crate::failure::Failure;
use crate::http::call::Call;
use crate::http::reply::{self, Reply};
use crate::http::route::{Access, Route};
use crate::use_cases::{appointments, collaboration};

const READ: Access = Access::Needs(Permission::ReadMembers);
const MANAGE: Access = Access::Needs(Permission::ManageServices);
const ALL: &str = "/api/v1/appointments";
const ONE: &str = "/api/v1/appointments/{appointment}";

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::api(
            Method::POST,
            "/api/v1/check/collaboration",
            Access::Needs(Permission::Check),
            "Says whether a person may be used in collaboration now, for a service or for any.",
            check,
        )
        .takes::<CheckCollaboration>()
        .answers::<CollaborationChecked>(),
        Route::api(Method::GET, ALL, READ, "Lists appointments, the latest first.", list)
            .query(&["service", "member", "status", "limit", "cursor"])
            .answers::<Page<Appointment>>(),
        Route::api(
            Method::POST,
            ALL,
            MANAGE,
            "Makes an appointment with those who may be in it; a result for each.",
            make,
        )
        .takes::<MakeAppointment>()
        .answers::<MadeAppointment>(),
        Route::api(Method::GET, ONE, READ, "Shows one appointment.", get).answers::<Appointment>(),
        Route::api(
            Method::POST,
            "/api/v1/appointments/{appointment}/members",
            MANAGE,
            "Adds members to an appointment; a result for each.",
            join,
        )
        .takes::<JoinAppointment>()
        .answers::<MadeAppointment>(),
        Route::api(
            Method::POST,
            "/api/v1/appointments/{appointment}/cancel",
            MANAGE,
            "Cancels an appointment.",
            cancel,
        )
        .answers::<Appointment>(),
    ]
}

async fn manage(call: &Call) -> Result<Proof<ManageServices>, Failure> {
    authority::prove(&call.ctx, call.credential.as_ref()).await
}

async fn check(call: Call) -> Result<Reply, Failure> {
    reply::json(&collaboration::check(&call.ctx, call.credential()?, call.json()).await?)
}

async fn list(call: Call) -> Result<Reply, Failure> {
    let filter = AppointmentFilter {
        service: call.choice("service")?,
        member: call.choice("member")?,
        status: call.choice("status")?,
    };
    let page = appointments::read::list(&call.ctx, call.credential()?, &filter, &call.window()?).await?;
    Ok(reply::page_of(page))
}

async fn make(call: Call) -> Result<Reply, Failure> {
    let proof = manage(&call).await?;
    reply::json(&appointments::make::make(&call.ctx, &proof, &call.json()?).await?)
}

async fn get(call: Call) -> Result<Reply, Failure> {
    let id = call.id("appointment")?;
    Ok(reply::raw_json(appointments::read::get(&call.ctx, call.credential()?, id).await?))
}

async fn join(call: Call) -> Result<Reply, Failure> {
    let proof = manage(&call).await?;
    let id = call.id("appointment")?;
    reply::json(&appointments::make::join(&call.ctx, &proof, id, &call.json()?).await?)
}

async fn cancel(call: Call) -> Result<Reply, Failure> {
    let proof = manage(&call).await?;
    Ok(reply::raw_json(appointments::cancel::cancel(&call.ctx, &proof, call.id("appointment")?).await?))
}
