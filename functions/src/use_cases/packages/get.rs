//! One product or package.

use crate::authority::{self, ReadLicenses};
use crate::context::Context;
use crate::failure::Failure;
use crate::secrets::Credential;
use crate::store::packages::Thing;
use crate::use_cases::{RawJson, only_item};

/// One by its id.
pub async fn get(ctx: &Context, credential: &Credential, thing: Thing, id: &str) -> Result<RawJson, Failure> {
    let statement = thing.one(credential.organization, id);
    let (_, rows) = authority::read::<ReadLicenses>(ctx, Some(credential), vec![statement]).await?;
    only_item(&rows[0])
}
