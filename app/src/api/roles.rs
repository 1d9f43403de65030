//! The calls on roles and rights.

use shared::access::{Permissions, Role};
use shared::api::Done;
use shared::api::roles::{
    ChangeRole, CreateRole, MemberPermissions, PreviewRole, RoleInfo, RolePreview, SetPermissions,
};
use shared::id::MemberId;

use super::{Answer, act, get, send, send_seen};
use crate::router::encode;

/// Makes a role.
pub async fn create_role(role: &CreateRole) -> Answer<RoleInfo> {
    send("POST", "/api/v1/roles", role).await
}

/// Changes a role that was seen in a version.
pub async fn change_role(role: Role, change: &ChangeRole, version: &str) -> Answer<RoleInfo> {
    send_seen("PATCH", &format!("/api/v1/roles/{role}"), change, version).await
}

/// What would change for whom.
pub async fn preview_role(role: Role, permissions: Permissions) -> Answer<RolePreview> {
    send("POST", &format!("/api/v1/roles/{role}/preview"), &PreviewRole { permissions }).await
}

/// Deletes a role; its holders get the replacement.
pub async fn delete_role(role: Role, replacement: &str) -> Answer<Done> {
    act("DELETE", &format!("/api/v1/roles/{role}?{}", encode(&[("replacement", replacement)]))).await
}

/// What a member may do.
pub async fn permissions_of(member: MemberId) -> Answer<MemberPermissions> {
    get(&format!("/api/v1/members/{member}/permissions")).await
}

/// Sets what stands beside a member's role, which was seen in a version.
pub async fn set_permissions(
    member: MemberId,
    set: &SetPermissions,
    version: &str,
) -> Answer<MemberPermissions> {
    send_seen("PUT", &format!("/api/v1/members/{member}/permissions"), set, version).await
}
