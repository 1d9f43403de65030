//! Says what would change for whom if a role had other permissions, and changes nothing.

use serde::Deserialize;
use shared::access::Role;
use shared::api::Named;
use shared::api::roles::{OtherEffect, PreviewRole, RolePreview};
use shared::role::{Beside, effective};
use shared::role_change::{changeable, check_change, effect};

use super::{find, shown};
use crate::authority::{ManageRoles, Proof};
use crate::context::Context;
use crate::failure::Failure;
use crate::store::members::{self, CountRow};
use crate::store::roles::{self, HolderRow};

#[derive(Deserialize)]
struct Tokens {
    tokens: u32,
}

/// The difference for the role, and for each holder for whom it is another one. Refuses what the change would.
pub async fn preview(
    ctx: &Context,
    proof: &Proof<ManageRoles>,
    role: Role,
    request: &PreviewRole,
) -> Result<RolePreview, Failure> {
    let (organization, id) = (proof.organization(), changeable(role)?);
    let row = find(ctx, organization, id).await?;
    let (before, after) = (row.permissions(), request.permissions);
    check_change(proof.actor().permissions, before, after)?;
    let facts = vec![
        members::counts(organization),
        roles::holders(organization, role),
        roles::tokens_of(ctx, organization, role),
    ];
    let facts = ctx.batch(facts).await?;
    let all = effect(before, after);
    let other = |holder: HolderRow| {
        let beside = Beside::stored(&holder.grants, &holder.denials);
        let theirs = effect(effective(role, before, beside), effective(role, after, beside));
        let member = Named { id: holder.id, name: holder.name };
        (theirs != all).then_some(OtherEffect { member, gained: theirs.gained, lost: theirs.lost })
    };
    let otherwise = facts[1].all::<HolderRow>()?.into_iter().filter_map(other).collect();
    let info = shown(row, &facts[0].all::<CountRow>()?);
    Ok(RolePreview {
        gained: all.gained,
        lost: all.lost,
        members: info.members,
        invited: info.invited,
        tokens: facts[2].first::<Tokens>()?.map_or(0, |row| row.tokens),
        otherwise,
    })
}
