//! A person's profile: shown to staff and to themselves, changed by themselves.

use serde_json::json;
use shared::api::profile::ChangeProfile;
use shared::event::EventKind;
use shared::id::{MemberId, OrganizationId};
use shared::profile;

use crate::authority::{Proof, SignedIn};
use crate::context::Context;
use crate::failure::Failure;
use crate::store::events::{self, By, NewEvent};
use crate::store::profiles::{self, Told};
use crate::store::users;
use crate::use_cases::{RawJson, only_item};

/// The profile of a member.
pub async fn get(ctx: &Context, organization: OrganizationId, member: MemberId) -> Result<RawJson, Failure> {
    only_item(&ctx.query(profiles::item(organization, member)).await?)
}

/// Changes what is given, and answers with all of it.
pub async fn change(
    ctx: &Context,
    proof: &Proof<SignedIn>,
    request: ChangeProfile,
) -> Result<RawJson, Failure> {
    let (actor, person) = (proof.actor(), proof.actor().person()?);
    let links = request.links.as_deref().map(profile::links).transpose()?;
    let zone = request.time_zone.as_deref().map(profile::time_zone).transpose()?;
    let told = Told {
        job_title: request.job_title.as_deref().map(profile::job_title).transpose()?,
        phone: request.phone.as_deref().map(profile::phone).transpose()?,
        links: links.map(|links| json!(links).to_string()),
        time_zone: zone.map(Option::unwrap_or_default),
    };
    let (by, operation) = (By::from(actor), ctx.id());
    let event = NewEvent {
        organization: actor.organization,
        kind: EventKind::MemberProfile,
        by: &by,
        target: person.member.to_string(),
        target_name: request.name.as_ref().map_or(person.name.as_str(), |name| name.as_str()),
        details: json!({}),
        operation,
    };
    let mut batch = users::change(person.user, request.name.as_ref(), request.language).to_vec();
    batch.extend([
        profiles::change(ctx, actor.organization, person.member, &told, operation),
        events::insert(ctx, &event),
        profiles::item(actor.organization, person.member),
    ]);
    only_item(&ctx.batch(batch).await?[4])
}
