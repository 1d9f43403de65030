//! The enrollment methods of a license by its type, and which it does not offer and why.

use shared::Refusal;
use shared::api::Page;
use shared::api::methods::EnrollmentMethod;
use shared::id::LicenseId;
use shared::methods::{Method, offered};

use crate::authority::{self, ReadLicenses};
use crate::context::Context;
use crate::failure::Failure;
use crate::secrets::Credential;
use crate::store::licenses::{self, LicenseRow};

/// Every method in the order of the table.
pub async fn methods(
    ctx: &Context,
    credential: &Credential,
    license: LicenseId,
) -> Result<Page<EnrollmentMethod>, Failure> {
    let statement = licenses::find(credential.organization, license);
    let (_, rows) = authority::read::<ReadLicenses>(ctx, Some(credential), vec![statement]).await?;
    let kind = rows[0].first::<LicenseRow>()?.ok_or_else(Refusal::not_found)?.kind();
    let shown = |method: &Method| EnrollmentMethod {
        method: *method,
        offered: offered(kind, *method).is_ok(),
        reason: offered(kind, *method).err(),
        entry: method.entry(),
        needs: method.set_up(),
        recommended: method.is_recommended(),
    };
    Ok(Page { items: Method::ALL.iter().map(shown).collect(), next_cursor: None })
}
