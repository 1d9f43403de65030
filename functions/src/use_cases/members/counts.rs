//! How many people stand where.

use shared::access::Role;
use shared::api::members::MemberCounts;
use shared::member::MemberStatus;

use crate::authority::{self, ReadMembers};
use crate::context::Context;
use crate::failure::Failure;
use crate::secrets::Credential;
use crate::store::members::{self, CountRow};

/// The numbers of the tabs.
pub async fn counts(ctx: &Context, credential: &Credential) -> Result<MemberCounts, Failure> {
    let statement = members::counts(credential.organization);
    let (_, rows) = authority::read::<ReadMembers>(ctx, Some(credential), vec![statement]).await?;
    Ok(sum(rows[0].all()?))
}

/// Sums rows by status and, for the active, by role. Status and role never mix (E2b).
pub fn sum(rows: Vec<CountRow>) -> MemberCounts {
    let mut counts = MemberCounts::default();
    for row in rows {
        if row.status != MemberStatus::Removed && row.role == Role::Customer {
            counts.customers += row.people;
            continue;
        }
        match row.status {
            MemberStatus::Active => {
                counts.active += row.people;
                if row.role.is_admin() { counts.admins += row.people } else { counts.standard += row.people }
            }
            MemberStatus::Pending => counts.pending += row.people,
            MemberStatus::Disabled => counts.disabled += row.people,
            MemberStatus::Removed => counts.removed += row.people,
        }
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    /// covers: E2, E2b
    #[test]
    fn an_invited_admin_is_counted_once() {
        let row = |role, status, people| CountRow { role, status, people };
        let counts = sum(vec![
            row(Role::Admin, MemberStatus::Pending, 1),
            row(Role::Owner, MemberStatus::Active, 1),
            row(Role::Admin, MemberStatus::Active, 2),
            row(Role::Standard, MemberStatus::Active, 5),
            row(Role::LicenseAdmin, MemberStatus::Disabled, 4),
            row(Role::Standard, MemberStatus::Removed, 9),
            row(Role::Customer, MemberStatus::Active, 7),
            row(Role::Customer, MemberStatus::Removed, 2),
        ]);
        assert_eq!(
            counts,
            MemberCounts {
                active: 8,
                pending: 1,
                disabled: 4,
                admins: 3,
                standard: 5,
                customers: 7,
                removed: 11
            }
        );
    }
}
