//! May this person be used in collaboration now? One round trip: the caller's right and the answer together.

use shared::api::appointments::{CheckCollaboration, CollaborationChecked};
use shared::collaboration::{self, Standing};
use shared::{Code, Refusal};

use crate::authority::{self, CheckSeats};
use crate::context::Context;
use crate::failure::Failure;
use crate::secrets::Credential;
use crate::store::appointments;

/// Answers for one person, and one service if it is named. What was wrong with the request is told only to who may ask.
pub async fn check(
    ctx: &Context,
    credential: &Credential,
    request: Result<CheckCollaboration, Refusal>,
) -> Result<CollaborationChecked, Failure> {
    let request = match request.and_then(valid) {
        Ok(request) => request,
        Err(refusal) => {
            authority::prove::<CheckSeats>(ctx, Some(credential)).await?;
            return Err(refusal.into());
        }
    };
    let service = request.service.as_deref();
    let standing =
        appointments::standing(credential.organization, request.member, request.email.as_ref(), service);
    let (_, rows) = authority::read::<CheckSeats>(ctx, Some(credential), vec![standing]).await?;
    let standing = rows[0].first::<Standing>()?;
    Ok(collaboration::answer(collaboration::decide(standing.as_ref(), service.is_some())))
}

fn valid(request: CheckCollaboration) -> Result<CheckCollaboration, Refusal> {
    if request.member.is_some() == request.email.is_some() {
        return Err(Refusal::new(Code::InvalidBody, "Name the person by member or by email.").at("member"));
    }
    Ok(request)
}
