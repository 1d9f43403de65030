//! The addresses of people: the primary one of an account, the further ones that they proved, and the change of the former.
//!
//! Addresses are an account's, so these statements name the user; what an organization sees of them names it.

use serde::Deserialize;
use serde_json::Value;
use shared::email::Email;
use shared::event::EventKind;
use shared::id::{AddressChangeId, MemberId, OperationId, OrganizationId, OutboxId, UserEmailId, UserId};
use shared::time::Timestamp;

use crate::context::Context;
use crate::ports::Statement;
use crate::store::events::By;
use crate::store::outbox::MailKind;

/// The account of an address, as SQL: whose primary or proved further one it is.
pub fn account_of(address: &str) -> String {
    format!(
        "coalesce((SELECT z.id FROM users z WHERE z.email = {address}), \
         (SELECT z.user_id FROM user_emails z WHERE z.email = {address} AND z.verified_at IS NOT NULL))"
    )
}

/// That the account `u` has a password of somebody who never showed that its mailbox is theirs. A further address is
/// an account's only once a code went there.
pub const UNPROVED: &str = "u.password_hash <> '' AND u.proved_at IS NULL";

/// The member whom an organization knows by an address, as SQL of both: whoever is in first, by that address or by another of
/// the same account; then whoever is asked, and somebody removed only where nobody else has it.
pub fn member_of(organization: &str, address: &str) -> String {
    format!(
        "(SELECT id FROM (SELECT z.id, z.status, 0 AS other FROM members z WHERE z.organization_id = {organization} AND z.email = {address} \
         UNION ALL SELECT y.id, y.status, 1 FROM members y WHERE y.organization_id = {organization} AND y.user_id = {}) \
         ORDER BY status IN ('active', 'disabled') DESC, status = 'pending' DESC, other LIMIT 1)",
        account_of(address)
    )
}

/// The change of a user that is open at `:now`, as SQL of an object.
fn change_of(user: &str) -> String {
    format!(
        "(SELECT json_object('email', e.email, 'expires_at', c.expires_at) FROM address_changes c JOIN user_emails e ON e.id = c.email_id \
         WHERE c.user_id = {user} AND c.expires_at > :now)"
    )
}

/// My addresses as JSON text, in a row with `item`.
pub fn mine(ctx: &Context, user: UserId) -> Statement {
    Statement::new(format!(
        "SELECT json_object('primary', u.email, 'emails', json((SELECT json_group_array(json_object('id', e.id, 'email', e.email, \
         'verified_at', e.verified_at, 'expires_at', e.expires_at)) \
         FROM (SELECT * FROM user_emails WHERE user_id = u.id ORDER BY created_at, id) e)), 'change', json({})) AS item FROM users u WHERE u.id = ?1",
        change_of("u.id")
    ))
    .bind(user)
    .at(ctx.now)
}

/// That another organization knows the account of the member `m` too.
const ELSEWHERE: &str = "EXISTS (SELECT 1 FROM members o WHERE o.user_id = m.user_id AND o.organization_id <> m.organization_id \
    AND o.status IN ('active', 'disabled'))";

/// The addresses of a member as JSON text, in a row with `item`; of somebody asked or removed the one in the list alone.
pub fn of_member(ctx: &Context, organization: OrganizationId, member: MemberId) -> Statement {
    Statement::new(format!(
        "SELECT json_object('primary', m.email, 'further', json((SELECT json_group_array(e.email) FROM (\
         SELECT email, '' AS at FROM users WHERE id = m.user_id UNION SELECT email, created_at FROM user_emails \
         WHERE user_id = m.user_id AND verified_at IS NOT NULL ORDER BY at) e WHERE e.email <> m.email AND m.status IN ('active', 'disabled'))), \
         'change', json(iif(m.status IN ('active', 'disabled'), {}, NULL)), \
         'confirmable', json(iif(m.status = 'active' AND NOT {ELSEWHERE}, 'true', 'false'))) AS item \
         FROM members m WHERE m.organization_id = ?1 AND m.id = ?2",
        change_of("m.user_id")
    ))
    .bind(organization)
    .bind(member)
    .at(ctx.now)
}

/// Names an address as the user's, or makes its code good anew.
pub fn add(ctx: &Context, id: UserEmailId, user: UserId, email: &Email, expires_at: Timestamp) -> Statement {
    Statement::new(
        "INSERT INTO user_emails (id, user_id, email, created_at, expires_at) VALUES (?1, ?2, ?3, ?4, ?5) \
         ON CONFLICT (user_id, email) DO UPDATE SET expires_at = excluded.expires_at WHERE verified_at IS NULL",
    )
    .bind(id)
    .bind(user)
    .bind(email)
    .bind(ctx.now)
    .bind(expires_at)
}

/// Mails the code of an address that waits for it.
pub fn mail_code(ctx: &Context, mail: OutboxId, user: UserId, email: &Email) -> Statement {
    Statement::new(
        "INSERT INTO outbox (id, organization_id, kind, subject_id, due_at, created_at) \
         SELECT ?1, '', ?5, id, ?4, ?4 FROM user_emails WHERE user_id = ?2 AND email = ?3 AND verified_at IS NULL",
    )
    .bind(mail)
    .bind(user)
    .bind(email)
    .bind(ctx.now)
    .bind(MailKind::AddressCode.as_str())
}

/// One address of a user.
pub fn find(user: UserId, id: UserEmailId) -> Statement {
    Statement::new("SELECT email, verified_at, expires_at FROM user_emails WHERE id = ?2 AND user_id = ?1")
        .bind(user)
        .bind(id)
}

/// A row of [`find`].
#[derive(Debug, Deserialize)]
pub struct EmailRow {
    /// The address.
    pub email: Email,
    /// Since when it is proved.
    pub verified_at: Option<Timestamp>,
    /// Until when its code is good.
    pub expires_at: Timestamp,
}

/// Takes an address as proved; refused with `address_taken` where it is somebody else's.
pub fn verify(ctx: &Context, user: UserId, id: UserEmailId) -> Statement {
    Statement::new(
        "UPDATE user_emails SET verified_at = ?3 WHERE id = ?2 AND user_id = ?1 AND verified_at IS NULL AND expires_at > ?3",
    )
    .bind(user)
    .bind(id)
    .bind(ctx.now)
}

/// That the address `?8` is the user's and proved.
pub const PROVED: &str =
    "EXISTS (SELECT 1 FROM user_emails WHERE id = ?8 AND user_id = ?1 AND verified_at IS NOT NULL)";

/// That the change `?8` is open, and the account has its new address by now.
pub const CHANGED: &str = "EXISTS (SELECT 1 FROM address_changes c JOIN users u ON u.id = c.user_id \
    WHERE c.id = ?8 AND c.user_id = ?1 AND u.email = ?7 ->> 'to')";

/// What happened to an account's addresses.
pub struct Told<'a> {
    /// Whose.
    pub user: UserId,
    /// What.
    pub kind: EventKind,
    /// Who did it; nobody named: the person.
    pub by: Option<&'a By>,
    /// What changed.
    pub details: Value,
    /// The address or change that the condition is about.
    pub about: String,
    /// The write it belongs to.
    pub operation: OperationId,
}

/// Tells the log of each organization in which the person is, if a condition holds.
pub fn tell(ctx: &Context, told: &Told<'_>, condition: &str) -> Statement {
    Statement::new(format!(
        "INSERT INTO events (id, organization_id, at, kind, actor_kind, actor, actor_name, target, target_name, details, operation_id) \
         SELECT 'evt_' || substr(?6, 4, 10) || substr(?6, 20) || substr(m.id, 25), m.organization_id, ?2, ?3, iif(?4 = '', 'member', ?9), \
         iif(?4 = '', m.id, ?4), iif(?4 = '', iif(m.name <> '', m.name, m.email), ?5), m.id, iif(m.name <> '', m.name, m.email), ?7, ?6 \
         FROM members m WHERE m.user_id = ?1 AND m.status IN ('active', 'disabled') AND {condition}"
    ))
    .bind(told.user)
    .bind(ctx.now)
    .bind(told.kind.as_str())
    .bind(told.by.map_or("", |by| by.id.as_str()))
    .bind(told.by.map_or("", |by| by.name.as_str()))
    .bind(told.operation)
    .bind(told.details.to_string())
    .bind(&told.about)
    .bind(told.by.map_or("", |by| by.kind.as_str()))
}

/// Takes an address out, and a change that would have made it the primary one.
pub fn remove(user: UserId, id: UserEmailId) -> [Statement; 2] {
    [
        "DELETE FROM address_changes WHERE user_id = ?1 AND email_id = ?2",
        "DELETE FROM user_emails WHERE user_id = ?1 AND id = ?2",
    ]
    .map(|sql| Statement::new(sql).bind(user).bind(id))
}

/// Begins to make a proved address the primary one; a change begun before makes way.
pub fn begin(
    ctx: &Context,
    id: AddressChangeId,
    user: UserId,
    email: UserEmailId,
    expires_at: Timestamp,
) -> Statement {
    Statement::new(
        "INSERT INTO address_changes (id, user_id, email_id, created_at, expires_at) SELECT ?1, ?2, id, ?4, ?5 FROM user_emails \
         WHERE id = ?3 AND user_id = ?2 AND verified_at IS NOT NULL ON CONFLICT (user_id) DO UPDATE SET id = excluded.id, \
         email_id = excluded.email_id, created_at = excluded.created_at, expires_at = excluded.expires_at",
    )
    .bind(id)
    .bind(user)
    .bind(email)
    .bind(ctx.now)
    .bind(expires_at)
}

/// That a change (`?5` of a mail) was begun.
pub const BEGUN: &str = "EXISTS (SELECT 1 FROM address_changes WHERE id = ?5)";

/// Gives a change up.
pub fn cancel(user: UserId) -> Statement {
    Statement::new("DELETE FROM address_changes WHERE user_id = ?1").bind(user)
}

/// The open change of a user.
pub fn change(ctx: &Context, user: UserId) -> Statement {
    Statement::new(
        "SELECT c.id, c.user_id AS user, u.email AS old, e.email AS new FROM address_changes c JOIN users u ON u.id = c.user_id \
         JOIN user_emails e ON e.id = c.email_id AND e.verified_at IS NOT NULL WHERE c.user_id = ?1 AND c.expires_at > ?2",
    )
    .bind(user)
    .bind(ctx.now)
}

/// The open change of a member, and whether another organization knows the account too.
pub fn change_of_member(ctx: &Context, organization: OrganizationId, member: MemberId) -> Statement {
    Statement::new(format!(
        "SELECT c.id, c.user_id AS user, u.email AS old, e.email AS new, {ELSEWHERE} AS elsewhere FROM members m JOIN address_changes c ON c.user_id = m.user_id \
         JOIN users u ON u.id = c.user_id JOIN user_emails e ON e.id = c.email_id AND e.verified_at IS NOT NULL \
         WHERE m.organization_id = ?1 AND m.id = ?2 AND m.status IN ('active', 'disabled') AND c.expires_at > ?3"
    ))
    .bind(organization)
    .bind(member)
    .bind(ctx.now)
}

/// A row of [`change`].
#[derive(Debug, Deserialize)]
pub struct ChangeRow {
    /// The change.
    pub id: AddressChangeId,
    /// Whose.
    pub user: UserId,
    /// The primary address of today.
    pub old: Email,
    /// The one that takes its place.
    pub new: Email,
    /// 1 if another organization knows the account too; asked for a member alone.
    #[serde(default)]
    pub elsewhere: u8,
}

/// Makes the new address the primary one and the old one a further one, proved if it was or if a code that went there was typed (`agreed`), in every organization that knows the person by
/// the old one; where another record has the new one, the old one stays. Codes for a new password that went to the old one
/// are worth nothing any more. To be told after these, and ended by [`cancel`] after that.
pub fn carry_out(
    ctx: &Context,
    change: &ChangeRow,
    (by, agreed): (&str, bool),
    operation: OperationId,
) -> [Statement; 5] {
    let new = "EXISTS (SELECT 1 FROM users WHERE id = ?1 AND email = ?3)";
    [
        Statement::new(
            "UPDATE users SET email = ?3 WHERE id = ?1 AND email = ?2 AND EXISTS (SELECT 1 FROM address_changes c \
             JOIN user_emails e ON e.id = c.email_id WHERE c.id = ?4 AND c.user_id = ?1 AND c.expires_at > ?5 AND e.email = ?3 \
             AND e.verified_at IS NOT NULL)",
        )
        .bind(change.user)
        .bind(&change.old)
        .bind(&change.new)
        .bind(change.id)
        .bind(ctx.now),
        Statement::new(format!(
            "UPDATE user_emails SET email = ?2, verified_at = coalesce((SELECT proved_at FROM users WHERE id = ?1), ?4) \
             WHERE user_id = ?1 AND email = ?3 AND {new}"
        ))
        .bind(change.user)
        .bind(&change.old)
        .bind(&change.new)
        .bind(agreed.then_some(ctx.now)),
        Statement::new("UPDATE users SET proved_at = ?3 WHERE id = ?1 AND email = ?2")
            .bind(change.user)
            .bind(&change.new)
            .bind(ctx.now),
        Statement::new(format!(
            "UPDATE members SET email = ?3, changed_by = ?4, changed_at = ?5, operation_id = ?6 WHERE user_id = ?1 AND email = ?2 AND {new} \
             AND status IN ('active', 'disabled') AND NOT EXISTS (SELECT 1 FROM members o WHERE o.organization_id = members.organization_id AND o.email = ?3)"
        ))
        .bind(change.user)
        .bind(&change.old)
        .bind(&change.new)
        .bind(by)
        .bind(ctx.now)
        .bind(operation),
        Statement::new(
            "UPDATE password_resets SET used_at = ?2 WHERE user_id = ?1 AND used_at IS NULL AND EXISTS (SELECT 1 FROM users WHERE id = ?1 AND email = ?3)",
        )
        .bind(change.user)
        .bind(ctx.now)
        .bind(&change.new),
    ]
}

/// What the mail with a code needs, in a row like that of a new password's: to the address that waits for it, or to the
/// primary address that is to be another.
pub fn code_mail(kind: MailKind, subject: &str) -> Statement {
    Statement::new(match kind {
        MailKind::AddressCode => {
            "SELECT e.email, u.name, u.language, e.expires_at FROM user_emails e JOIN users u ON u.id = e.user_id \
             WHERE e.id = ?1 AND e.verified_at IS NULL"
        }
        _ => {
            "SELECT u.email, u.name, u.language, c.expires_at FROM address_changes c JOIN users u ON u.id = c.user_id WHERE c.id = ?1"
        }
    })
    .bind(subject)
}
