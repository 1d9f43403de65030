//! May this person use this now? One round trip: the caller's right and the answer together.

use shared::api::check::{Check, Checked};
use shared::{Code, Refusal};

use crate::authority::{self, CheckSeats};
use crate::context::Context;
use crate::failure::Failure;
use crate::ports::Statement;
use crate::secrets::Credential;
use crate::store::check;

/// Answers for one person and one product. What was wrong with the request is told only to who may ask.
pub async fn check(
    ctx: &Context,
    credential: &Credential,
    request: Result<Check, Refusal>,
) -> Result<Checked, Failure> {
    let seats = match request.and_then(|request| seats(credential, &request)) {
        Ok(statement) => statement,
        Err(refusal) => {
            authority::prove::<CheckSeats>(ctx, Some(credential)).await?;
            return Err(refusal.into());
        }
    };
    let (_, rows) = authority::read::<CheckSeats>(ctx, Some(credential), vec![seats]).await?;
    Ok(shared::check::decide(&rows[0].all()?, ctx.now))
}

fn seats(credential: &Credential, request: &Check) -> Result<Statement, Refusal> {
    if request.member.is_some() == request.email.is_some() {
        return Err(Refusal::new(Code::InvalidBody, "Name the person by member or by email.").at("member"));
    }
    Ok(check::seats(credential.organization, request.member, request.email.as_ref(), &request.product))
}
