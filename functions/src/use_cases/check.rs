//! May this person use this now? One round trip: the caller's right and the answer together, or, for half a minute
//! after a yes, no round trip to the database at all.

use shared::api::check::{Check, Checked};
use shared::email::Email;
use shared::{Code, Refusal};

use crate::authority::{self, CheckSeats};
use crate::context::Context;
use crate::failure::Failure;
use crate::ports::Snapshot;
use crate::secrets::{self, Credential};
use crate::store::check;

/// Seconds for which a yes may be given again without asking the database: whoever loses their seat is refused after
/// this time at the latest (DESIGN rule 9). A no is never kept, so a new seat counts at once.
pub const BOUND: i64 = 30;

/// Answers for one person and one product. What was wrong with the request is told only to who may ask.
pub async fn check(
    ctx: &Context,
    credential: &Credential,
    request: Result<Check, Refusal>,
) -> Result<Checked, Failure> {
    let request = match request.and_then(valid) {
        Ok(request) => request,
        Err(refusal) => {
            authority::prove::<CheckSeats>(ctx, Some(credential)).await?;
            return Err(refusal.into());
        }
    };
    let key = key(credential, &request);
    if let Some(kept) =
        ctx.snapshots.get(&key).await.filter(|kept| ctx.now < kept.taken_at.plus_seconds(BOUND))
    {
        return Ok(kept.checked);
    }
    let seats =
        check::seats(credential.organization, request.member, request.email.as_ref(), &request.product);
    let (_, rows) = authority::read::<CheckSeats>(ctx, Some(credential), vec![seats]).await?;
    let checked = shared::check::decide(&rows[0].all()?, ctx.now);
    let lasts = checked.expires_at.is_none_or(|expires| ctx.now.plus_seconds(BOUND) < expires);
    // What is limited is asked anew each time, so that a new connection counts at once.
    if checked.allowed && checked.limited.is_none() && lasts {
        ctx.snapshots.put(key, Snapshot { checked: checked.clone(), taken_at: ctx.now });
    }
    Ok(checked)
}

fn valid(request: Check) -> Result<Check, Refusal> {
    if request.member.is_some() == request.email.is_some() {
        return Err(Refusal::new(Code::InvalidBody, "Name the person by member or by email.").at("member"));
    }
    Ok(request)
}

/// Names question and asker; holds no address.
fn key(credential: &Credential, request: &Check) -> String {
    let member = request.member.map(|member| member.to_string());
    let email = request.email.as_ref().map(Email::as_str);
    let whom = member.as_deref().or(email).unwrap_or_default();
    secrets::fingerprint(&[&credential.hash, whom, &request.product])
}
