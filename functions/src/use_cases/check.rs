//! May this person use this now? One round trip: the caller's right and the answer together.

use shared::api::check::{Check, Checked};
use shared::email::Email;
use shared::id::MemberId;
use shared::{Code, Refusal};

use crate::authority::{self, CheckSeats};
use crate::context::Context;
use crate::failure::Failure;
use crate::secrets::Credential;
use crate::store::check;

/// Answers for one person and one product.
pub async fn check(ctx: &Context, credential: &Credential, request: &Check) -> Result<Checked, Failure> {
    let whom = Whom::of(request)?;
    let statement = check::seats(credential.organization, whom.member, whom.email, &request.product);
    let (_, rows) = authority::read::<CheckSeats>(ctx, Some(credential), vec![statement]).await?;
    Ok(shared::check::decide(&rows[0].all()?, ctx.now))
}

struct Whom<'a> {
    member: Option<MemberId>,
    email: Option<&'a Email>,
}

impl<'a> Whom<'a> {
    fn of(request: &'a Check) -> Result<Self, Refusal> {
        match (request.member, &request.email) {
            (Some(member), None) => Ok(Self { member: Some(member), email: None }),
            (None, Some(email)) => Ok(Self { member: None, email: Some(email) }),
            _ => Err(Refusal::new(Code::InvalidBody, "Name the person by member or by email.").at("member")),
        }
    }
}
