//! A person's photo: put, taken away, shown. What it holds is judged anew, whatever the browser made of it.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde_json::json;
use shared::access;
use shared::api::profile::PutPhoto;
use shared::event::EventKind;
use shared::id::{MemberId, OperationId, OrganizationId};
use shared::member::MemberStatus;
use shared::photo::{self, MAX_BYTES};
use shared::{Code, Refusal};

use crate::authority::Actor;
use crate::context::Context;
use crate::failure::Failure;
use crate::ports::Statement;
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
    let (kind, bare) = photo::check(&bytes)?;
    let operation = ctx.id();
    let image = BASE64.encode(bare);
    let write = profiles::put_photo(ctx, actor.organization, member, kind.media_type(), &image, operation);
    let event = event(ctx, actor, member, EventKind::PhotoSet, operation).await?;
    let batch = vec![write, event, profiles::item(actor.organization, member)];
    only_item(&ctx.batch(batch).await?[2])
}

/// Takes the photo away, and answers with the profile.
pub async fn remove(ctx: &Context, actor: &Actor, member: MemberId) -> Result<RawJson, Failure> {
    let event = event(ctx, actor, member, EventKind::PhotoRemoved, ctx.id()).await?;
    let write = profiles::delete_photo(actor.organization, member);
    // The event first, while there is a photo to tell of.
    let batch = vec![event, write, profiles::item(actor.organization, member)];
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

/// Tells of it if it took place. The face of whoever may do more than the actor is not the actor's to change.
async fn event(
    ctx: &Context,
    actor: &Actor,
    member: MemberId,
    kind: EventKind,
    operation: OperationId,
) -> Result<Statement, Failure> {
    let found = ctx.query(members::find(actor.organization, member)).await?.first::<MemberRow>()?;
    let person = found.filter(|row| row.status != MemberStatus::Removed).ok_or_else(Refusal::not_found)?;
    access::may_grant(actor.permissions, person.rights.effective())?;
    let by = By::from(actor);
    let event = NewEvent {
        organization: actor.organization,
        kind,
        by: &by,
        target: member.to_string(),
        target_name: person.label(),
        details: json!({}),
        operation,
    };
    let condition =
        if kind == EventKind::PhotoSet { profiles::PHOTO_OF_OPERATION } else { profiles::PHOTO_THERE };
    Ok(events::insert_if(ctx, &event, condition))
}
