//! The addresses of a person, and the confirmation of another primary one where their old mailbox is lost.

use shared::id::MemberId;
use shared::member::MemberStatus;
use shared::{Code, Refusal, access};

use crate::authority::{self, EditMembers, Proof, ReadMembers};
use crate::context::Context;
use crate::failure::Failure;
use crate::secrets::Credential;
use crate::store::emails::{self, ChangeRow};
use crate::store::events::By;
use crate::store::members::{self, MemberRow};
use crate::store::sessions;
use crate::use_cases::accounts::emails as own;
use crate::use_cases::{RawJson, only_item};

/// The addresses of a member.
pub async fn get(ctx: &Context, credential: &Credential, member: MemberId) -> Result<RawJson, Failure> {
    let statement = emails::of_member(ctx, credential.organization, member);
    let (_, rows) = authority::read::<ReadMembers>(ctx, Some(credential), vec![statement]).await?;
    only_item(&rows[0])
}

/// Confirms in place of the old mailbox. Not one's own, not of somebody who holds more, and not of an account that other
/// organizations know too: it signs in there as well. Every session of the person ends.
pub async fn confirm(ctx: &Context, proof: &Proof<EditMembers>, id: MemberId) -> Result<RawJson, Failure> {
    let (actor, organization) = (proof.actor(), proof.organization());
    let facts = vec![members::find(organization, id), emails::change_of_member(ctx, organization, id)];
    let rows = ctx.batch(facts).await?;
    let member = rows[0].first::<MemberRow>()?.ok_or_else(Refusal::not_found)?;
    if actor.member() == id {
        let detail = "Type the code that was mailed to your primary address, or ask another admin.";
        return Err(Refusal::new(Code::OwnRights, detail).into());
    }
    access::may_grant(actor.permissions, member.rights.effective())?;
    let change = rows[1].first::<ChangeRow>()?.ok_or_else(own::none_open)?;
    if change.elsewhere == 1 {
        let detail = "The account is in other organizations too, so nobody confirms in its owner’s place. They type the code \
             mailed to their primary address.";
        return Err(Refusal::new(Code::AccountElsewhere, detail).into());
    }
    if member.status == MemberStatus::Disabled {
        return Err(
            Refusal::new(Code::MemberDisabled, "This person is deactivated. Enable them first.").into()
        );
    }
    let (by, operation) = (By::from(actor), ctx.id());
    let mut batch = own::carry_out(ctx, &change, Some(&by), &by.name, operation);
    batch.extend([sessions::end_all(change.user), emails::of_member(ctx, organization, id)]);
    let rows = ctx.batch(batch).await.map_err(own::refusal_of)?;
    rows.last().map_or_else(|| Err(Failure::broken("emails", "no answer")), only_item)
}
