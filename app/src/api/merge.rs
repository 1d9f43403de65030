//! Two records of one person that become one.

use shared::api::members::Member;
use shared::api::merge::MergeMembers;
use shared::id::MemberId;

use super::{Answer, send_seen};

/// The path of a merge.
pub fn merge_path(stays: MemberId) -> String {
    format!("/api/v1/members/{stays}/merge")
}

/// Merges what was seen in a version.
pub async fn merge(stays: MemberId, with: MemberId, version: &str) -> Answer<Member> {
    send_seen("POST", &merge_path(stays), &MergeMembers { with }, version).await
}
