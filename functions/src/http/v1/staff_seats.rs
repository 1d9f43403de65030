//! Staff seats: the license whose seats go with a role.

use http::Method;
use shared::access::Permission;
use shared::api::staff_seats::{SetStaffSeats, StaffSeats};

use crate::authority::{self, ManageLicenses, Proof};
use crate::failure::Failure;
use crate::http::call::Call;
use crate::http::reply::{self, Reply};
use crate::http::route::{Access, Route};
use crate::use_cases::staff_seats;

const PATH: &str = "/api/v1/staff-seats";
const MANAGE: Access = Access::Needs(Permission::ManageLicenses);

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::api(
            Method::GET,
            PATH,
            Access::Needs(Permission::ReadMembers),
            "The license whose seats go with a role, and the roles that take one.",
            get,
        )
        .answers::<StaffSeats>(),
        Route::api(
            Method::PUT,
            PATH,
            MANAGE,
            "Names that license and the roles; everybody who has one takes a seat, or nothing changes.",
            set,
        )
        .takes::<SetStaffSeats>()
        .answers::<StaffSeats>(),
        Route::api(Method::DELETE, PATH, MANAGE, "Lets no role take a seat any more.", clear)
            .answers::<StaffSeats>(),
    ]
}

async fn manage(call: &Call) -> Result<Proof<ManageLicenses>, Failure> {
    authority::prove(&call.ctx, call.credential.as_ref()).await
}

async fn get(call: Call) -> Result<Reply, Failure> {
    reply::json(&staff_seats::get(&call.ctx, call.credential()?).await?)
}

async fn set(call: Call) -> Result<Reply, Failure> {
    let proof = manage(&call).await?;
    reply::json(&staff_seats::set(&call.ctx, &proof, &call.json()?).await?)
}

async fn clear(call: Call) -> Result<Reply, Failure> {
    let proof = manage(&call).await?;
    reply::json(&staff_seats::clear(&call.ctx, &proof).await?)
}
