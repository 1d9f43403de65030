//! Makes the first organization, its owner, and signs the owner in.

use serde_json::json;
use shared::access::Role;
use shared::api::session::{Language, SetUp};
use shared::event::{ActorKind, EventKind};
use shared::id::{MemberId, OrganizationId, UserId};
use shared::password;

use crate::context::Context;
use crate::failure::Failure;
use crate::ports::Statement;
use crate::store::events::{self, By, NewEvent};
use crate::store::members::{self, NewMember};
use crate::store::{instance, users};
use crate::use_cases::sessions::{self, SignedIn};

/// Sets the instance up. Refuses a second time with `already_set_up`.
pub async fn create(
    ctx: &Context,
    request: SetUp,
    language: Language,
    user_agent: &str,
) -> Result<SignedIn, Failure> {
    super::check_token(ctx, request.token.as_deref())?;
    password::check(&request.password)?;
    if super::is_done(ctx).await? {
        return Err(super::already_set_up().into());
    }
    let hash = crate::password::hash(&request.password, ctx.bytes())?;
    let (organization, user) = (ctx.id(), ctx.id());
    let mut batch = found(ctx, &Founding { organization, user, request: &request, hash: &hash, language });
    let (signed_in, session) = sessions::start(ctx, user, organization, user_agent);
    batch.push(session);
    ctx.batch(batch).await.map_err(super::refuse_second)?;
    Ok(signed_in)
}

/// What the first rows are made from.
pub(super) struct Founding<'a> {
    /// The organization's id.
    pub organization: OrganizationId,
    /// The owner's user id.
    pub user: UserId,
    /// Names and address.
    pub request: &'a SetUp,
    /// The hash of the owner's password.
    pub hash: &'a str,
    /// The owner's language.
    pub language: Language,
}

/// The first rows: organization, instance, owner, event.
pub(super) fn found(ctx: &Context, founding: &Founding<'_>) -> Vec<Statement> {
    let Founding { organization, user, request, hash, language } = *founding;
    let (member, operation): (MemberId, _) = (ctx.id(), ctx.id());
    let by = By { kind: ActorKind::Member, id: member.to_string(), name: request.name.to_string() };
    vec![
        instance::insert_organization(ctx, organization, request.organization.as_str()),
        instance::mark_set_up(organization),
        users::insert(ctx, user, &request.email, &request.name, hash, language),
        members::insert_active(
            ctx,
            &NewMember {
                id: member,
                organization,
                user,
                email: &request.email,
                name: &request.name,
                role: Role::Owner,
                operation,
            },
        ),
        events::insert(
            ctx,
            &NewEvent {
                organization,
                kind: EventKind::OrganizationCreated,
                by: &by,
                target: organization.to_string(),
                target_name: request.organization.as_str(),
                details: json!({}),
                operation,
            },
        ),
    ]
}
