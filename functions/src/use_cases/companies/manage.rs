//! Makes, changes and deletes companies.

use serde_json::{Value, json};
use shared::api::companies::{ChangeCompany, CreateCompany, MAX_DOMAINS};
use shared::domain::Domain;
use shared::event::EventKind;
use shared::id::{CompanyId, OperationId};
use shared::text::Name;
use shared::{Code, Refusal};

use crate::authority::{ManageCompanies, Proof};
use crate::context::Context;
use crate::failure::Failure;
use crate::ports::{DbError, Statement};
use crate::store::companies::{self, NameRow};
use crate::store::events::{self, By, NewEvent};
use crate::use_cases::{RawJson, only_item};

/// Makes it, or refuses a name or a domain that another one has.
pub async fn create(
    ctx: &Context,
    proof: &Proof<ManageCompanies>,
    request: &CreateCompany,
) -> Result<RawJson, Failure> {
    let (organization, id): (_, CompanyId) = (proof.organization(), ctx.id());
    check_domains(&request.domains)?;
    let operation = ctx.id();
    let mut batch = vec![companies::insert(ctx, organization, id, &request.name, operation)];
    batch.extend(companies::set_domains(organization, id, &request.domains));
    let details = json!({ "domains": request.domains });
    batch.push(told(ctx, proof, EventKind::CompanyCreated, id, request.name.as_str(), details, operation));
    batch.push(companies::item(organization, id));
    let rows = ctx.batch(batch).await.map_err(|error| taken(error, Some(&request.name)))?;
    only_item(&rows[4])
}

/// Changes what is given; customers follow the domains at once.
pub async fn change(
    ctx: &Context,
    proof: &Proof<ManageCompanies>,
    id: CompanyId,
    request: &ChangeCompany,
) -> Result<RawJson, Failure> {
    let organization = proof.organization();
    let before = name_of(ctx, proof, id).await?;
    check_domains(request.domains.as_deref().unwrap_or_default())?;
    let operation = ctx.id();
    let mut batch = Vec::new();
    if let Some(name) = &request.name {
        batch.push(companies::rename(organization, id, name, operation));
    }
    if let Some(domains) = &request.domains {
        batch.extend(companies::set_domains(organization, id, domains));
    }
    let renamed = request.name.as_ref().filter(|name| name.as_str() != before);
    let details = json!({
        "name": renamed.map(|name| json!({ "from": before, "to": name })),
        "domains": request.domains,
    });
    let name = request.name.as_ref().map_or(before.as_str(), Name::as_str);
    batch.push(told(ctx, proof, EventKind::CompanyChanged, id, name, details, operation));
    let at = batch.len();
    batch.push(companies::item(organization, id));
    let rows = ctx.batch(batch).await.map_err(|error| taken(error, request.name.as_ref()))?;
    only_item(&rows[at])
}

/// Deletes it; its customers stay customers.
pub async fn delete(ctx: &Context, proof: &Proof<ManageCompanies>, id: CompanyId) -> Result<(), Failure> {
    let name = name_of(ctx, proof, id).await?;
    let event = told(ctx, proof, EventKind::CompanyDeleted, id, &name, json!({}), ctx.id());
    ctx.batch(vec![companies::delete(proof.organization(), id), event]).await?;
    Ok(())
}

async fn name_of(ctx: &Context, proof: &Proof<ManageCompanies>, id: CompanyId) -> Result<String, Failure> {
    let row = ctx.query(companies::name(proof.organization(), id)).await?.first::<NameRow>()?;
    Ok(row.ok_or_else(Refusal::not_found)?.name)
}

fn check_domains(domains: &[Domain]) -> Result<(), Refusal> {
    if domains.len() > MAX_DOMAINS {
        return Err(Refusal::new(Code::TooManyRows, "A company has at most 50 domains.").at("domains"));
    }
    Ok(())
}

fn told(
    ctx: &Context,
    proof: &Proof<ManageCompanies>,
    kind: EventKind,
    id: CompanyId,
    name: &str,
    details: Value,
    operation: OperationId,
) -> Statement {
    let event = NewEvent {
        organization: proof.organization(),
        kind,
        by: &By::from(proof.actor()),
        target: id.to_string(),
        target_name: name,
        details,
        operation,
    };
    events::insert(ctx, &event)
}

/// Turns the conflict of two equal names or domains into its refusal.
fn taken(error: DbError, name: Option<&Name>) -> Failure {
    if error.is_constraint("company_domains.organization_id, company_domains.domain") {
        let detail = "One of these domains is another company’s. Take it from that one first.";
        return Refusal::new(Code::DomainTaken, detail).at("domains").into();
    }
    match name {
        Some(name) if error.is_constraint("companies.organization_id, companies.name_key") => {
            let detail = format!("There is a company {name} already. Choose another name.");
            Refusal::new(Code::NameTaken, detail).at("name").into()
        }
        _ => error.into(),
    }
}
