//! A person's photo: put, taken away, shown. What it holds is judged anew, whatever the browser made of it.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde_json::json;
use shared::api::profile::PutPhoto;
use shared::event::EventKind;
use shared::id::{MemberId, OrganizationId};
use shared::member::MemberStatus;
use shared::photo::{self, MAX_BYTES};
use shared::{Code, Refusal};

use crate::authority::Actor;
use crate::context::Context;
use crate::failure::Failure;
use crate::store::events::{self, By, NewEvent};
use crate::store::members::{self, MemberRow};
use crate::store::profiles::{self, PhotoRow};
use crate::use_cases::{RawJson, only_item};

/// A photo as it is sent.
pub struct Photo {
    /// Its media type, one of ours.
    pub kind: &'static str,
    /// The file.
    pub bytes: Vec<u8>,
    /// Its version.
    pub version: String,
}

/// Puts a photo in place of the one that is there, and answers with the profile.
pub async fn put(
    ctx: &Context,
    actor: &Actor,
    member: MemberId,
    request: &PutPhoto,
) -> Result<RawJson, Failure> {
    let not_read = |_| Refusal::new(Code::NotAnImage, "Send the photo in base64.").at("image");
    // More than fits is not decoded first.
    let bytes = if request.image.len() > MAX_BYTES * 2 {
        vec![0; MAX_BYTES + 1]
    } else {
        BASE64.decode(&request.image).map_err(not_read)?
    };
    let kind = photo::check(&bytes)?;
    let operation = ctx.id();
    let write =
        profiles::put_photo(ctx, actor.organization, member, kind.media_type(), &request.image, operation);
    let event = event(ctx, actor, member, false).await?;
    let batch = vec![write, event, profiles::item(actor.organization, member)];
    only_item(&ctx.batch(batch).await?[2])
}

/// Takes the photo away, and answers with the profile.
pub async fn remove(ctx: &Context, actor: &Actor, member: MemberId) -> Result<RawJson, Failure> {
    let event = event(ctx, actor, member, true).await?;
    let write = profiles::delete_photo(actor.organization, member);
    let batch = vec![write, event, profiles::item(actor.organization, member)];
    only_item(&ctx.batch(batch).await?[2])
}

/// The photo of a member.
pub async fn get(ctx: &Context, organization: OrganizationId, member: MemberId) -> Result<Photo, Failure> {
    let row = ctx.query(profiles::photo(organization, member)).await?.first::<PhotoRow>()?;
    let row = row.ok_or_else(Refusal::not_found)?;
    let bytes = BASE64.decode(&row.image).map_err(|error| Failure::broken("photos", error))?;
    let kind = if row.kind == "image/webp" { "image/webp" } else { "image/jpeg" };
    Ok(Photo { kind, bytes, version: row.version })
}

async fn event(
    ctx: &Context,
    actor: &Actor,
    member: MemberId,
    removed: bool,
) -> Result<crate::ports::Statement, Failure> {
    let found = ctx.query(members::find(actor.organization, member)).await?.first::<MemberRow>()?;
    let person = found.filter(|row| row.status != MemberStatus::Removed).ok_or_else(Refusal::not_found)?;
    let by = By::from(actor);
    let event = NewEvent {
        organization: actor.organization,
        kind: if removed { EventKind::PhotoRemoved } else { EventKind::PhotoSet },
        by: &by,
        target: member.to_string(),
        target_name: person.label(),
        details: json!({}),
        operation: ctx.id(),
    };
    Ok(events::insert(ctx, &event))
}
