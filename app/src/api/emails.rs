//! The calls on addresses of people.

use serde_json::json;
use shared::api::emails::{AddEmail, MemberEmails, MyEmails};
use shared::id::{MemberId, UserEmailId};

use super::{Answer, act, send};

/// Names an address as mine, or has its code mailed again.
pub async fn add_email(email: &AddEmail) -> Answer<MyEmails> {
    send("POST", "/api/v1/account/emails", email).await
}

/// Types a code: of an address, or for the change of the primary one where none is named.
pub async fn type_code(id: Option<UserEmailId>, code: &str) -> Answer<MyEmails> {
    let path = id.map_or_else(
        || "/api/v1/account/primary-email".to_owned(),
        |id| format!("/api/v1/account/emails/{id}/verify"),
    );
    send("POST", &path, &json!({ "code": code })).await
}

/// Takes an address of mine out.
pub async fn remove_email(id: UserEmailId) -> Answer<MyEmails> {
    act("DELETE", &format!("/api/v1/account/emails/{id}")).await
}

/// Begins to make an address the primary one.
pub async fn make_primary(id: UserEmailId) -> Answer<MyEmails> {
    act("POST", &format!("/api/v1/account/emails/{id}/primary")).await
}

/// Gives that up.
pub async fn keep_primary() -> Answer<MyEmails> {
    act("DELETE", "/api/v1/account/primary-email").await
}

/// Confirms somebody's other primary address in their place.
pub async fn confirm_primary(id: MemberId) -> Answer<MemberEmails> {
    act("POST", &format!("/api/v1/members/{id}/primary-email")).await
}
