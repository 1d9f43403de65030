//! Mail domains: naming one, proving it by DNS, giving members authority over it.

pub mod add;
pub mod admins;
pub mod list;
pub mod remove;
pub mod verify;

use shared::api::domains::{Domain, DomainAdmin, ProofRecord};
use shared::domain;
use shared::id::{DomainId, OrganizationId};
use shared::{Code, Refusal};

use crate::context::Context;
use crate::failure::Failure;
use crate::ports::{DbError, Rows};
use crate::store::domains::{self, DomainRow};

/// The domain as the API shows it.
fn shown(ctx: &Context, row: DomainRow) -> Result<Domain, Failure> {
    let admins: Vec<DomainAdmin> =
        crate::json::read(&row.admins).map_err(|error| Failure::broken("domain_admins", error))?;
    let names = domain::Domain::parse(&row.name)?.record_names().to_vec();
    let record = ProofRecord { names, value: domain::record(&ctx.settings.key.domain_token(row.id)) };
    Ok(Domain {
        id: row.id,
        name: row.name,
        how: row.how,
        verified_at: row.verified_at,
        record,
        by_word: ctx.settings.is_local(),
        admins,
        created_by: row.created_by,
        created_at: row.created_at,
    })
}

fn only(rows: &Rows) -> Result<DomainRow, Failure> {
    Ok(rows.first::<DomainRow>()?.ok_or_else(Refusal::not_found)?)
}

async fn find(ctx: &Context, organization: OrganizationId, id: DomainId) -> Result<DomainRow, Failure> {
    only(&ctx.query(domains::find(organization, id)).await?)
}

fn taken(error: DbError, detail: &str) -> Failure {
    match error {
        DbError::Constraint(_) => Refusal::new(Code::DomainTaken, detail).at("name").into(),
        other @ DbError::Other(_) => other.into(),
    }
}
