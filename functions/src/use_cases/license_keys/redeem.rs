//! A signed-in member comes onto a license by its key or link: at once, also after they declined it (B15).
//!
//! Attempts are counted by who tries, since the secret is what would be guessed; what leads somewhere is taken back.

use serde_json::json;
use shared::api::Named;
use shared::api::license_keys::JoinedLicense;
use shared::event::{ActorKind, EventKind};
use shared::license_key::KeyForm;
use shared::{Code, Refusal};

use super::Shown;
use crate::context::Context;
use crate::failure::Failure;
use crate::secrets::Credential;
use crate::store::attempts::{self, Tries};
use crate::store::events::{self, By, NewEvent};
use crate::store::license_keys::{self, KeyRow, KeyUse};

/// Wrong tries from one place within a quarter of an hour: with 55 bits a key, guessing one takes ages.
const MOST_TRIES: u32 = 20;

/// What was shown leads to.
pub enum Found {
    /// A key that works, and who shows it.
    Key(Box<KeyRow>),
    /// Nothing; so many tries are left.
    Nothing {
        /// Tries.
        left: u32,
    },
}

/// Finds what leads where. A wrong key counts; a link is too long to guess, and looking at one changes nothing.
pub async fn find(
    ctx: &Context,
    shown: &Shown,
    credential: Option<&Credential>,
    from: &str,
) -> Result<Found, Failure> {
    let found = license_keys::find(ctx, shown.form, &shown.hash, credential);
    if shown.form == KeyForm::Link {
        let row = ctx.query(found).await?.first::<KeyRow>()?;
        return Ok(row.map_or(Found::Nothing { left: 0 }, |row| Found::Key(Box::new(row))));
    }
    let subject = ctx.settings.key.attempts_subject("license-key", from);
    if !ctx.brake.allows(&subject).await {
        return Err(too_many().into());
    }
    let rows = ctx.batch(vec![attempts::count(ctx, &subject), found]).await?;
    let tries = rows[0].first::<Tries>()?.map_or(0, |tries| tries.tries);
    if tries > MOST_TRIES {
        return Err(too_many().into());
    }
    let Some(row) = rows[1].first::<KeyRow>()? else {
        return Ok(Found::Nothing { left: MOST_TRIES - tries });
    };
    // A class behind one address types many good keys; only guesses count.
    ctx.query(attempts::take_back(&subject)).await?;
    Ok(Found::Key(Box::new(row)))
}

/// That nothing answers to a key, and whom to ask.
pub fn unknown() -> Refusal {
    let detail = "No license answers to this key: it may have been replaced. Ask whoever gave it to you.";
    Refusal::new(Code::KeyInvalid, detail).at("code")
}

/// Comes onto the license, if the person is a member where it belongs; twice is the same as once. `None`: they are not
/// a member there, and have to confirm their address (`confirm`).
pub async fn redeem(
    ctx: &Context,
    shown: &Shown,
    key: &KeyRow,
    credential: Option<&Credential>,
) -> Result<Option<JoinedLicense>, Failure> {
    let (Some(member), Some(email)) = (key.member, &key.known_by) else { return Ok(None) };
    key.facts().judge(Some(email), ctx.now)?;
    if let Some(joined) = joined(key) {
        return Ok(Some(joined));
    }
    let name = key.user_name.clone().unwrap_or_else(|| email.to_string());
    let by = By { kind: ActorKind::Member, id: member.to_string(), name };
    let operation = ctx.id();
    let used = KeyUse {
        assignment: ctx.id(),
        key,
        form: shown.form,
        member,
        invitation: None,
        by: &by.name,
        operation,
    };
    let event = NewEvent {
        organization: key.organization_id,
        kind: EventKind::SeatJoined,
        by: &by,
        target: member.to_string(),
        target_name: &by.name,
        details: json!({ "license": key.license, "license_name": key.license_name, "form": shown.form }),
        operation,
    };
    let changed = "EXISTS (SELECT 1 FROM license_key_uses WHERE operation_id = ?11)";
    let batch = vec![
        license_keys::use_key(ctx, &used),
        events::insert_if(ctx, &event, changed),
        license_keys::find(ctx, shown.form, &shown.hash, credential),
    ];
    let rows = ctx.batch(batch).await?;
    let after = rows[2].first::<KeyRow>()?.ok_or_else(Refusal::not_found)?;
    if let Some(joined) = joined(&after) {
        return Ok(Some(joined));
    }
    // Somebody else was faster: what is true now says why.
    after.facts().judge(Some(email), ctx.now)?;
    Err(shared::seat::full(0).into())
}

/// The same refusal, with whom to ask.
pub fn ask(refusal: Refusal, key: &KeyRow) -> Refusal {
    let whom = match &key.by_email {
        Some(email) => format!("{} ({email})", key.by_name),
        None => format!("an admin of {}", key.organization),
    };
    Refusal { detail: format!("{} Ask {whom}.", refusal.detail), ..refusal }
}

/// The place of whoever is on the license already.
pub fn joined(key: &KeyRow) -> Option<JoinedLicense> {
    let seated = key.status == Some(shared::license::AssignmentStatus::Accepted);
    let assignment = key.assignment.filter(|_| seated)?;
    Some(JoinedLicense {
        assignment,
        license: Named { id: key.license, name: key.license_name.clone() },
        organization: Named { id: key.organization_id, name: key.organization.clone() },
    })
}

pub(super) fn too_many() -> Refusal {
    Refusal::new(Code::TooManyAttempts, "Too many attempts. Wait a quarter of an hour, then try again.")
        .at("code")
}
