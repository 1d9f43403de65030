//! A member's own places on licenses, and their answer to a seat that is offered to them.

use shared::id::{AssignmentId, MemberId, OperationId, OrganizationId};
use shared::license::AssignmentStatus;

use crate::context::Context;
use crate::paging::Window;
use crate::ports::Statement;
use crate::secrets::Credential;
use crate::store::page::Listing;
use crate::store::queue::OFFERED_BY;

/// A place as the API shows it to its person (`shared::api::me::MyLicense`).
fn item() -> String {
    format!(
        "json_object('id', a.id, 'license', json_object('id', l.id, 'name', l.name), 'product', \
         (SELECT s.name FROM subscribed s WHERE s.license_id = l.id), 'status', a.status, 'changed_by', {OFFERED_BY}, \
         'changed_at', a.changed_at, 'starts_at', l.starts_at, 'expires_at', l.ends_at)"
    )
}

/// The member whose session it is; a program has none.
const ME: &str = "(SELECT m.id FROM sessions s JOIN members m ON m.user_id = s.user_id AND m.organization_id = s.organization_id \
    WHERE s.token_hash = ?2 AND s.organization_id = ?1)";

/// A page of my places, the newest first; with a status those alone.
pub fn list(credential: &Credential, status: Option<AssignmentStatus>, window: &Window) -> Statement {
    let from = format!(
        "FROM assignments a JOIN licenses l ON l.id = a.license_id WHERE a.organization_id = ?1 AND a.member_id = {ME} \
         AND iif(?3 IS NULL, a.status <> 'removed', a.status = ?3) AND (?4 IS NULL OR (a.changed_at, a.id) < (?4, ?5))"
    );
    Listing {
        item: &item(),
        key: "json_array(a.changed_at, a.id)",
        from: &from,
        order: "a.changed_at DESC, a.id DESC",
    }
    .statement(window)
    .bind(credential.organization)
    .bind(&credential.hash)
    .bind(status.map(AssignmentStatus::as_str))
    .bind(window.after(0))
    .bind(window.after(1))
}

/// One of my places, in a row with `item`.
pub fn find(credential: &Credential, assignment: AssignmentId) -> Statement {
    Statement::new(format!(
        "SELECT {} AS item FROM assignments a JOIN licenses l ON l.id = a.license_id \
         WHERE a.organization_id = ?1 AND a.member_id = {ME} AND a.id = ?3",
        item()
    ))
    .bind(credential.organization)
    .bind(&credential.hash)
    .bind(assignment)
}

/// Answers an offer: the seat kept for the member becomes held, or is free again.
pub fn answer(
    ctx: &Context,
    organization: OrganizationId,
    (assignment, member): (AssignmentId, MemberId),
    to: AssignmentStatus,
    by: &str,
    operation: OperationId,
) -> Statement {
    let set = if to == AssignmentStatus::Accepted {
        "reason = 'accepted'"
    } else {
        "reason = 'declined', releases = releases + 1"
    };
    Statement::new(format!(
        "UPDATE assignments SET status = ?4, {set}, changed_by = ?5, changed_at = ?6, operation_id = ?7 \
         WHERE organization_id = ?1 AND id = ?2 AND member_id = ?3 AND status = 'invited'"
    ))
    .bind(organization)
    .bind(assignment)
    .bind(member)
    .bind(to.as_str())
    .bind(by)
    .bind(ctx.now)
    .bind(operation)
}
