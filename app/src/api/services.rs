//! Calls on services and appointments.

use shared::api::Done;
use shared::api::appointments::{Appointment, MadeAppointment, MakeAppointment};
use shared::api::services::{ChangeService, CreateService, Service};
use shared::id::{AppointmentId, ServiceId};

use super::{Answer, act, send};

/// Makes a service.
pub async fn create_service(service: &CreateService) -> Answer<Service> {
    send("POST", "/api/v1/services", service).await
}

/// Changes a service.
pub async fn change_service(id: ServiceId, change: &ChangeService) -> Answer<Service> {
    send("PATCH", &format!("/api/v1/services/{id}"), change).await
}

/// Deletes a service.
pub async fn delete_service(id: ServiceId) -> Answer<Done> {
    act("DELETE", &format!("/api/v1/services/{id}")).await
}

/// Makes an appointment.
pub async fn make_appointment(appointment: &MakeAppointment) -> Answer<MadeAppointment> {
    send("POST", "/api/v1/appointments", appointment).await
}

/// Cancels an appointment.
pub async fn cancel_appointment(id: AppointmentId) -> Answer<Appointment> {
    act("POST", &format!("/api/v1/appointments/{id}/cancel")).await
}
