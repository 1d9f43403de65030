//! What a member may do, and what is granted to or denied them beside their role (D5).

use serde_json::json;
use shared::Refusal;
use shared::api::roles::{MemberPermissions, SetPermissions};
use shared::event::EventKind;
use shared::id::MemberId;
use shared::member::MemberStatus;
use shared::role::Beside;
use shared::role_change::{self, RightsVersion, Subject, effect};

use crate::authority::{self, ManageRoles, Proof, ReadMembers};
use crate::context::Context;
use crate::failure::Failure;
use crate::ports::Rows;
use crate::secrets::Credential;
use crate::store::events::{self, By, NewEvent};
use crate::store::members::{self, MemberRow};
use crate::store::roles::{self, BesideChange, Rights};

/// What they may do, and where it comes from.
pub async fn get(
    ctx: &Context,
    credential: &Credential,
    member: MemberId,
) -> Result<MemberPermissions, Failure> {
    let statement = members::find(credential.organization, member);
    let (_, rows) = authority::read::<ReadMembers>(ctx, Some(credential), vec![statement]).await?;
    Ok(shown(&there(&rows[0])?.rights))
}

/// Sets all grants and denials; they count from the member's next request on.
pub async fn set(
    ctx: &Context,
    proof: &Proof<ManageRoles>,
    member: MemberId,
    seen: Option<RightsVersion>,
    request: &SetPermissions,
) -> Result<MemberPermissions, Failure> {
    let (actor, organization) = (proof.actor(), proof.organization());
    let before = there(&ctx.query(members::find(organization, member)).await?)?;
    let now = before.rights.beside();
    let current = version(&before.rights);
    if let Some(seen) = seen.filter(|seen| *seen != current) {
        return Err(told(seen, &before));
    }
    let subject = Subject {
        oneself: actor.member() == member,
        status: before.status,
        role: before.rights.role,
        of_role: before.rights.of_role(),
        beside: now,
    };
    let to = Beside { grants: request.grants, denials: request.denials };
    role_change::check_beside(actor.permissions, &subject, to)?;
    let (by, operation) = (By::from(actor), ctx.id());
    let (grants, denials) = (effect(now.grants, to.grants), effect(now.denials, to.denials));
    let event = NewEvent {
        organization,
        kind: EventKind::MemberPermissions,
        by: &by,
        target: member.to_string(),
        target_name: before.label(),
        details: json!({
            "granted": grants.gained, "no_longer_granted": grants.lost,
            "denied": denials.gained, "no_longer_denied": denials.lost,
        }),
        operation,
    };
    let change = BesideChange { organization, member, from: &before.rights, to, by: &by.name, operation };
    let changed = "EXISTS (SELECT 1 FROM members WHERE id = ?8 AND operation_id = ?11)";
    let batch = vec![
        roles::set_beside(ctx, &change),
        events::insert_if(ctx, &event, changed),
        members::find(organization, member),
    ];
    let after = there(&ctx.batch(batch).await?[2])?;
    if after.operation_id != operation {
        return Err(told(current, &after));
    }
    Ok(shown(&after.rights))
}

fn there(rows: &Rows) -> Result<MemberRow, Failure> {
    let row = rows.first::<MemberRow>()?.filter(|row| row.status != MemberStatus::Removed);
    Ok(row.ok_or_else(Refusal::not_found)?)
}

fn version(rights: &Rights) -> RightsVersion {
    RightsVersion { role: rights.role, beside: rights.beside() }
}

fn told(seen: RightsVersion, now: &MemberRow) -> Failure {
    role_change::rights_changed(seen, version(&now.rights), &now.changed_by, now.changed_at).into()
}

fn shown(rights: &Rights) -> MemberPermissions {
    let Beside { grants, denials } = rights.beside();
    MemberPermissions {
        role: rights.role,
        of_role: rights.of_role(),
        grants,
        denials,
        effective: rights.effective(),
        version: version(rights).to_string(),
    }
}
