//! Somebody new comes by a license key or link: they name their address, and an invitation is mailed to it. Whoever
//! accepts it has confirmed the address and has the seat, which was kept meanwhile; whoever doesn't in two days gives
//! the use back.
//!
//! The answer is the same whether the address is known or not. An address of somebody who is a member already gets no
//! mail: they sign in and come in at once. Nor does one whom an admin removed, unless the secret is a newer one.

use shared::Refusal;
use shared::access::Role;
use shared::email::Email;
use shared::event::ActorKind;
use shared::id::InvitationId;
use shared::member::Source;

use super::{Shown, redeem};
use crate::context::Context;
use crate::failure::Failure;
use crate::ports::DbError;
use crate::store::attempts::{self, Tries};
use crate::store::events::By;
use crate::store::invitation_changes;
use crate::store::invitations::{self, NewClaim, NewInvitation, Sending};
use crate::store::license_keys::{self, KeyRow, KeyUse};
use crate::store::outbox;
use crate::use_cases::mails;

/// Days in which the address is to be confirmed.
const DAYS: i64 = 2;

/// Mails that one place may have sent within a quarter of an hour: a few classes behind one address, and no flood.
const MOST_MAILS: u32 = 100;

/// Mails an invitation to the address, if the key lets it in.
pub async fn confirm(
    ctx: &Context,
    shown: &Shown,
    key: &KeyRow,
    name: &str,
    email: &str,
    from: &str,
) -> Result<(), Failure> {
    let email = Email::parse(email)?;
    let name = match name.trim() {
        "" => String::new(),
        name => shared::text::Name::parse(name, "name")?.to_string(),
    };
    key.facts().judge(Some(&email), ctx.now)?;
    let (id, operation): (InvitationId, _) = (ctx.id(), ctx.id());
    let assignment = ctx.id();
    let standing = invitations::standings(ctx, key.organization_id, &serde_json::json!([email]).to_string());
    let subject = ctx.settings.key.attempts_subject("license-confirm", from);
    let rows = ctx.batch(vec![attempts::count(ctx, &subject), standing]).await?;
    if rows[0].first::<Tries>()?.is_some_and(|tries| tries.tries > MOST_MAILS) {
        return Err(redeem::too_many().into());
    }
    let standing = rows[1].first::<invitations::StandingRow>()?;
    let open = standing.as_ref().and_then(|standing| standing.invitation);
    // Whoever has it as a further address is known by another.
    let (member, email) =
        standing.map_or_else(|| (ctx.id(), email), |standing| (standing.member, standing.own));
    let by = By { kind: ActorKind::Member, id: key.created_by.to_string(), name: key.by_name.clone() };
    let invitation = open.unwrap_or(id);
    let used = KeyUse {
        assignment,
        key,
        form: shown.form,
        member,
        invitation: Some(invitation),
        by: &by.name,
        operation,
    };
    let counted = license_keys::use_key(ctx, &used);
    let mut batch = if let Some(open) = open {
        // They were invited before: the seat comes with that invitation, which is mailed again.
        let mut batch = vec![license_keys::keep_seat(ctx, &used), counted];
        let used = license_keys::used_by(operation);
        batch.extend(invitation_changes::mail_again(ctx, key.organization_id, open, &used));
        batch
    } else {
        let secrets = &ctx.settings.key;
        let new = NewInvitation {
            id,
            member,
            email,
            name,
            role: Role::Standard,
            claims: vec![NewClaim { license: key.license, assignment, door: shown.form.door() }],
            code_hash: secrets.join_code_hash(secrets.join_code(id)),
            mail: ctx.id(),
            event: ctx.id(),
        };
        let sending = Sending {
            organization: key.organization_id,
            inviter: key.created_by,
            by: &by,
            expires_at: ctx.now.plus_days(DAYS),
            came_by: Source::of(shown.form.door()),
            key: Some(key),
            operation,
        };
        let mut batch = invitations::insert(ctx, &[&new], &sending).to_vec();
        batch.push(counted);
        batch
    };
    let mails = batch.len();
    batch.push(outbox::of_now(ctx));
    match ctx.batch(batch).await {
        // The last use went to somebody else in the meantime; nothing of this was kept.
        Err(DbError::Constraint(_)) => {
            let refusal = Refusal::new(shared::Code::KeyEnded, "This has let in as many people as it may.");
            Err(refusal.at("code").into())
        }
        rows => {
            mails::carry(ctx, &rows?[mails])?;
            Ok(())
        }
    }
}
