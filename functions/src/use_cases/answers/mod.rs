//! How an invited person answers: the page, accepting, declining, asking for a new invitation, typing the code.
//!
//! The secret link is the right here; nobody needs a session but to accept for an address that has an account.

pub mod accept;
pub mod decline;
pub mod find_by_code;
pub mod open;
pub mod request;

use shared::Refusal;
use shared::api::Named;
use shared::api::invitations::{Answered, Offer, Offers};
use shared::id::InvitationId;

use crate::context::Context;
use crate::failure::Failure;
use crate::ports::Rows;
pub use crate::store::answers::OfferRow;

/// The invitation of a link; a mistyped one is "not found" without asking the database.
pub fn invitation_of(ctx: &Context, link: &str) -> Result<InvitationId, Refusal> {
    ctx.settings.key.invitation_of_link(link).ok_or_else(Refusal::not_found)
}

fn only_offer(rows: &Rows) -> Result<OfferRow, Failure> {
    Ok(rows.first::<OfferRow>()?.ok_or_else(Refusal::not_found)?)
}

/// What an answer came to.
fn answered(row: &OfferRow) -> Answered {
    let organization = Named { id: row.organization_id, name: row.organization.clone() };
    Answered { organization, status: row.status, member: row.member }
}

/// The invitation as JSON shows it to the invited person.
pub fn offer_of(row: &OfferRow) -> Offer {
    Offer {
        organization: Named { id: row.organization_id, name: row.organization.clone() },
        email: row.email.clone(),
        status: row.status,
        expires_at: row.expires_at,
        invited_by: row.inviter.clone(),
        offers: Offers {
            role: row.role,
            role_name: row.role_name.clone(),
            licenses: row.licenses(),
            waiting: row.waiting(),
        },
        known: row.known == 1,
    }
}
