//! Calls on companies and their customers.

use shared::api::Done;
use shared::api::companies::{ChangeCompany, Company, CreateCompany, PlaceCustomer};
use shared::api::members::Member;
use shared::id::{CompanyId, MemberId};

use super::{Answer, act, send};

/// Makes a company.
pub async fn create_company(company: &CreateCompany) -> Answer<Company> {
    send("POST", "/api/v1/companies", company).await
}

/// Changes a company.
pub async fn change_company(id: CompanyId, change: &ChangeCompany) -> Answer<Company> {
    send("PATCH", &format!("/api/v1/companies/{id}"), change).await
}

/// Deletes a company.
pub async fn delete_company(id: CompanyId) -> Answer<Done> {
    act("DELETE", &format!("/api/v1/companies/{id}")).await
}

/// Puts a customer into a company, or lets their mail domain decide.
pub async fn place_customer(id: MemberId, place: &PlaceCustomer) -> Answer<Member> {
    send("PUT", &format!("/api/v1/members/{id}/company"), place).await
}
