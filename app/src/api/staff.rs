//! Calls on staff seats.

use shared::api::staff_seats::{SetStaffSeats, StaffSeats};

use super::{Answer, Query, act, query, send};

/// The license whose seats go with a role, followed.
pub fn staff_seats() -> Query<StaffSeats> {
    query(|| Some("/api/v1/staff-seats".to_owned()))
}

/// Names the license and the roles.
pub async fn set_staff_seats(set: &SetStaffSeats) -> Answer<StaffSeats> {
    send("PUT", "/api/v1/staff-seats", set).await
}

/// Lets no role take a seat any more.
pub async fn clear_staff_seats() -> Answer<StaffSeats> {
    act("DELETE", "/api/v1/staff-seats").await
}
