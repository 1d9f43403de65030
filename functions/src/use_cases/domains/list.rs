//! The organization's domains, with what proves them and who has authority.

use shared::api::Page;
use shared::api::domains::Domain;

use crate::authority::{self, ManageDomains};
use crate::context::Context;
use crate::failure::Failure;
use crate::secrets::Credential;
use crate::store::domains::{self, DomainRow};

/// All domains by name; an organization has few.
pub async fn list(ctx: &Context, credential: &Credential) -> Result<Page<Domain>, Failure> {
    let statement = domains::list(credential.organization);
    let (_, rows) = authority::read::<ManageDomains>(ctx, Some(credential), vec![statement]).await?;
    let rows = rows[0].all::<DomainRow>()?.into_iter();
    Ok(Page { items: rows.map(|row| super::shown(ctx, row)).collect::<Result<_, _>>()?, next_cursor: None })
}
