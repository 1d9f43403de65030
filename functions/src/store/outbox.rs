//! The outbox: mails that wait to leave, leased one consumer at a time.

use serde::{Deserialize, Serialize};
use shared::id::{OrganizationId, OutboxId};
use shared::time::Timestamp;

use crate::context::Context;
use crate::ports::Statement;

/// Seconds for which a consumer has a mail to itself.
const LEASE: i64 = 60;

/// What a mail is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MailKind {
    /// An invitation, the first time or again; the subject is the invitation.
    Invitation,
    /// Somebody became a member at once; the subject is the addition.
    Addition,
    /// A member is offered seats; the subject is the first assignment.
    LicenseInvite,
    /// A notice about a license; the subject is notice and member, with a slash between.
    Notice,
    /// A code for a new password; the subject is the reset.
    PasswordReset,
    /// Somebody asks for a new invitation; the subject is the invitation.
    InvitationRequest,
    /// A code that proves an address; the subject is the address.
    AddressCode,
    /// A code that lets another address become the primary one; the subject is the change.
    AddressChange,
}

impl MailKind {
    /// The kind as the table has it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Invitation => "invitation",
            Self::Addition => "addition",
            Self::LicenseInvite => "license_invite",
            Self::Notice => "notice",
            Self::PasswordReset => "password_reset",
            Self::InvitationRequest => "invitation_request",
            Self::AddressCode => "address_code",
            Self::AddressChange => "address_change",
        }
    }
}

/// Puts a mail in the outbox if a condition holds: that the change it tells of took place. `?6` is the subject.
pub fn insert_if(
    ctx: &Context,
    id: OutboxId,
    organization: Option<OrganizationId>,
    kind: MailKind,
    subject: &str,
    condition: &str,
) -> Statement {
    Statement::new(format!(
        "INSERT INTO outbox (id, organization_id, kind, subject_id, due_at, created_at) SELECT ?1, ?2, ?3, ?5, ?4, ?4 WHERE {condition}"
    ))
    .bind(id)
    .bind(organization.map_or_else(String::new, |organization| organization.to_string()))
    .bind(kind.as_str())
    .bind(ctx.now)
    .bind(subject)
}

/// Takes a mail if it is due and nobody else has it, in a row of [`LeasedMail`].
pub fn lease(ctx: &Context, id: OutboxId) -> Statement {
    Statement::new(
        "UPDATE outbox SET leased_until = ?3, attempts = attempts + 1 \
         WHERE id = ?1 AND state = 'queued' AND due_at <= ?2 AND (leased_until IS NULL OR leased_until <= ?2) \
         RETURNING id, kind, subject_id, attempts, created_at",
    )
    .bind(id)
    .bind(ctx.now)
    .bind(ctx.now.plus_seconds(LEASE))
}

/// A mail that this consumer has to itself.
#[derive(Debug, Deserialize)]
pub struct LeasedMail {
    /// The mail.
    pub id: OutboxId,
    /// What it is about.
    pub kind: MailKind,
    /// The id of the invitation or reset.
    pub subject_id: String,
    /// Tries, this one included.
    pub attempts: u32,
    /// When it was written.
    pub created_at: Timestamp,
}

/// The mail has left, or need not leave any more.
pub fn sent(id: OutboxId) -> Statement {
    Statement::new("UPDATE outbox SET state = 'sent', leased_until = NULL, detail = NULL WHERE id = ?1")
        .bind(id)
}

/// The mail will never leave.
pub fn failed(id: OutboxId, detail: &str) -> Statement {
    Statement::new("UPDATE outbox SET state = 'failed', leased_until = NULL, detail = ?2 WHERE id = ?1")
        .bind(id)
        .bind(detail)
}

/// The mail is to be tried again later.
pub fn defer(id: OutboxId, due_at: Timestamp, detail: &str) -> Statement {
    Statement::new("UPDATE outbox SET due_at = ?2, leased_until = NULL, detail = ?3 WHERE id = ?1")
        .bind(id)
        .bind(due_at)
        .bind(detail)
}

/// Mails that are due and that nobody has: rows of `id`.
pub fn due(ctx: &Context) -> Statement {
    Statement::new(
        "SELECT id FROM outbox WHERE state = 'queued' AND due_at <= ?1 AND (leased_until IS NULL OR leased_until <= ?1) \
         ORDER BY due_at LIMIT 500",
    )
    .bind(ctx.now)
}

/// Mails written at this moment, those of triggers too: rows of `id`. To be asked for at the end of a batch.
pub fn of_now(ctx: &Context) -> Statement {
    Statement::new("SELECT id FROM outbox WHERE state = 'queued' AND due_at = ?1 AND created_at = ?1")
        .bind(ctx.now)
}

/// Puts a mail in the development mailbox, once.
pub fn put_in_dev_mailbox(ctx: &Context, mail: &DevMail) -> Statement {
    Statement::new(
        "INSERT INTO dev_mail (id, recipient, subject, text, html, sent_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (id) DO NOTHING",
    )
    .bind(&mail.id)
    .bind(&mail.to)
    .bind(&mail.subject)
    .bind(&mail.text)
    .bind(&mail.html)
    .bind(ctx.now)
}

/// A mail in the development mailbox.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct DevMail {
    /// The outbox's id.
    pub id: String,
    /// To whom.
    pub to: String,
    /// Its subject.
    pub subject: String,
    /// Its text part.
    pub text: String,
    /// Its HTML part.
    pub html: String,
    /// When it would have been sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sent_at: Option<Timestamp>,
}

/// The development mailbox, the newest first, at most 200; to one address where one is named.
pub fn dev_mailbox(to: Option<&str>) -> Statement {
    Statement::new(
        "SELECT id, recipient AS \"to\", subject, text, html, sent_at FROM dev_mail WHERE ?1 IS NULL OR recipient = ?1 \
         ORDER BY sent_at DESC, id DESC LIMIT 200",
    )
    .bind(to)
}

/// One mail of the development mailbox.
pub fn dev_mail(id: &str) -> Statement {
    Statement::new("SELECT id, recipient AS \"to\", subject, text, html, sent_at FROM dev_mail WHERE id = ?1")
        .bind(id)
}
