//! The board: who stands where with each provider.

use shared::Refusal;
use shared::api::Page;
use shared::api::connections::{BoardCounts, BoardFilter, BoardRow};

use crate::authority::{self, ReadLicenses};
use crate::context::Context;
use crate::failure::Failure;
use crate::paging::{self, Window};
use crate::secrets::Credential;
use crate::store::connection_board::{self, PersonRow};

/// A page of people by name.
pub async fn list(
    ctx: &Context,
    credential: &Credential,
    filter: &BoardFilter,
    window: &Window,
) -> Result<Page<BoardRow>, Failure> {
    let statement = connection_board::list(credential.organization, filter, window);
    let (_, rows) = authority::read::<ReadLicenses>(ctx, Some(credential), vec![statement]).await?;
    let mut found: Vec<PersonRow> = rows[0].all()?;
    let limit = usize::from(window.limit());
    let more = found.len() > limit;
    found.truncate(limit);
    let next_cursor =
        found.last().filter(|_| more).map(|last| paging::cursor(&[&last.sort_key, &last.id.to_string()]));
    let items = found.into_iter().map(PersonRow::into_row).collect::<Result<_, _>>()?;
    Ok(Page { items, next_cursor })
}

/// How many people stand where.
pub async fn counts(ctx: &Context, credential: &Credential) -> Result<BoardCounts, Failure> {
    let statement = connection_board::counts(credential.organization);
    let (_, rows) = authority::read::<ReadLicenses>(ctx, Some(credential), vec![statement]).await?;
    Ok(rows[0].first()?.ok_or_else(Refusal::not_found)?)
}
