//! People: listing, changing, disabling, enabling, removing, one by one or many at once.

pub mod bulk;
pub mod change;
pub mod count;
pub mod counts;
pub mod emails;
pub mod erase;
pub mod export;
pub mod file;
pub mod get;
pub mod list;
pub mod merge;
pub mod permissions;
pub mod set_status;

use shared::Refusal;
use shared::access::{self, Permission};
use shared::api::members::MemberFilter;

use crate::authority::Proof;

/// The field of a member that not everybody sees who sees the member (E17).
const SIGN_IN: &str = "last_sign_in_at";

/// Who may not see when people last signed in does not find it out by a filter either.
fn check_filter<R>(proof: &Proof<R>, filter: &MemberFilter) -> Result<(), Refusal> {
    match filter.last_sign_in {
        Some(_) => access::require(proof.actor().permissions, Permission::ReadSignIns),
        None => Ok(()),
    }
}
