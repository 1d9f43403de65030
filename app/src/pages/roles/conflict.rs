//! What somebody else changed in a role while it is edited here.

use shared::api::roles::RoleInfo;
use shared::role_change::effect;

use super::list_of;
use crate::i18n::text::rights as t;

/// The sentence: who, and what.
pub fn sentence(before: &RoleInfo, now: &RoleInfo) -> String {
    let difference = effect(before.permissions, now.permissions);
    let mut parts = Vec::new();
    if !difference.gained.is_empty() {
        parts.push(t::role_gain(&list_of(difference.gained)));
    }
    if !difference.lost.is_empty() {
        parts.push(t::role_lose(&list_of(difference.lost)));
    }
    if parts.is_empty() {
        parts.push(t::changed_words().to_owned());
    }
    t::changed_by(now.changed_by.as_deref().unwrap_or_default(), &parts.join(" "))
}
