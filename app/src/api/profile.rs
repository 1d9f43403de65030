//! Calls on profiles and photos.

use shared::api::profile::{ChangeProfile, Profile, PutPhoto};

use super::{Answer, act, send};

/// Changes my profile.
pub async fn change_profile(change: &ChangeProfile) -> Answer<Profile> {
    send("PATCH", "/api/v1/me/profile", change).await
}

/// Puts a photo at a path: mine, or a member's.
pub async fn put_photo(path: &str, image: String) -> Answer<Profile> {
    send("PUT", path, &PutPhoto { image }).await
}

/// Takes the photo at a path away.
pub async fn remove_photo(path: &str) -> Answer<Profile> {
    act("DELETE", path).await
}
