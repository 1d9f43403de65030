//! Sends one mail of the outbox.
//!
//! The mail is leased first, so that two consumers never send it at once; a consumer that dies leaves the lease to
//! run out, and the sweep sends it again with the same message id. What the mail says is read when it leaves: a
//! canceled invitation is not mailed any more.

use shared::api::invitations::TrailStep;
use shared::email::Email;
use shared::id::{InvitationId, OutboxId, ResetId};
use shared::invitation::InvitationStatus;
use shared::join_code::JoinCode;
use shared::notice::{self, NoticeKind};

use crate::context::Context;
use crate::failure::Failure;
use crate::mail::{
    AdditionMail, CodeFor, Envelope, InvitationMail, LicenseInviteMail, MailError, Mailer, NoticeMail,
    OutgoingMail, RequestMail, ResetMail, Round, WhyAsked,
};
use crate::ports::Statement;
use crate::store::additions::{self, AdditionMailRow};
use crate::store::emails;
use crate::store::license_invites::{self, LicenseInviteMailRow};
use crate::store::notices::{self, NoticeMailRow};
use crate::store::outbox::{self, LeasedMail, MailKind};
use crate::store::trail::{self, InvitationMailRow};
use crate::store::users::{self, ResetMailRow};

/// Tries after which a mail that is only ever put off counts as refused: about a day.
const MOST_TRIES: u32 = 12;

/// Sends the mail if it is due and nobody else has it. Answers with what the mail server said if it did not take it.
pub async fn deliver(ctx: &Context, mailer: &dyn Mailer, id: OutboxId) -> Result<Option<MailError>, Failure> {
    let Some(leased) = ctx.query(outbox::lease(ctx, id)).await?.first::<LeasedMail>()? else {
        return Ok(None);
    };
    let Some(mail) = compose(ctx, &leased).await? else {
        ctx.query(outbox::sent(id)).await?;
        return Ok(None);
    };
    let said = mailer.send(&mail).await.err();
    let batch = match &said {
        None => sent(ctx, &leased),
        Some(MailError::Transient(text)) if leased.attempts < MOST_TRIES => deferred(ctx, &leased, text),
        Some(MailError::Transient(text) | MailError::Permanent(text)) => refused(ctx, &leased, text),
    };
    ctx.batch(batch).await?;
    Ok(said)
}

fn sent(ctx: &Context, leased: &LeasedMail) -> Vec<Statement> {
    let mut batch = vec![outbox::sent(leased.id)];
    if leased.kind == MailKind::Invitation {
        batch.push(trail::delivered(&leased.subject_id));
        batch.push(trail::add(ctx, &leased.subject_id, TrailStep::Sent, None));
    }
    batch
}

fn deferred(ctx: &Context, leased: &LeasedMail, said: &str) -> Vec<Statement> {
    let pause = ctx.settings.mail_backoff << (leased.attempts - 1).min(9);
    let mut batch = vec![outbox::defer(leased.id, ctx.now.plus_seconds(pause), said)];
    if leased.kind == MailKind::Invitation {
        batch.push(trail::add(ctx, &leased.subject_id, TrailStep::Deferred, Some(said)));
    }
    batch
}

fn refused(ctx: &Context, leased: &LeasedMail, said: &str) -> Vec<Statement> {
    let mut batch = vec![outbox::failed(leased.id, said)];
    if leased.kind == MailKind::Invitation {
        batch.extend(trail::bounced(ctx, &leased.subject_id, said, ctx.id()));
        batch.push(trail::add(ctx, &leased.subject_id, TrailStep::Bounced, Some(said)));
    }
    batch
}

/// The mail as it is to be said now; `None` when there is nothing to say any more.
async fn compose(ctx: &Context, leased: &LeasedMail) -> Result<Option<OutgoingMail>, Failure> {
    let outbox_id = leased.id.to_string();
    match leased.kind {
        MailKind::PasswordReset => {
            let rows = ctx.query(users::reset_mail(&leased.subject_id)).await?;
            Ok(rows.first::<ResetMailRow>()?.and_then(|row| reset(ctx, &outbox_id, &leased.subject_id, &row)))
        }
        kind @ (MailKind::AddressCode | MailKind::AddressChange) => {
            let rows = ctx.query(emails::code_mail(kind, &leased.subject_id)).await?;
            let row = rows.first::<ResetMailRow>()?;
            Ok(row.and_then(|row| address(ctx, &outbox_id, kind, &leased.subject_id, &row)))
        }
        MailKind::Addition => {
            let rows = ctx.query(additions::mail(&leased.subject_id)).await?;
            let row = rows.first::<AdditionMailRow>()?.filter(|row| row.active == 1);
            Ok(row.map(|row| addition(ctx, &outbox_id, &row)))
        }
        MailKind::LicenseInvite => {
            let rows = ctx.query(license_invites::mail(&leased.subject_id)).await?;
            let row = rows.first::<LicenseInviteMailRow>()?.filter(|row| row.open == 1);
            Ok(row.map(|row| license_invite(ctx, &outbox_id, &row)))
        }
        MailKind::Notice => {
            let rows = ctx.query(notices::mail(&leased.subject_id)).await?;
            Ok(rows.first::<NoticeMailRow>()?.and_then(|row| notice(ctx, &outbox_id, &row)))
        }
        kind => {
            let rows = ctx.query(trail::mail(&leased.subject_id)).await?;
            let (Some(row), Ok(id)) = (rows.first::<InvitationMailRow>()?, leased.subject_id.parse()) else {
                return Ok(None);
            };
            if kind == MailKind::InvitationRequest {
                return Ok(request(ctx, &outbox_id, id, &row));
            }
            let open = row.status == InvitationStatus::Pending && ctx.now < row.expires_at;
            Ok(open.then(|| invitation(ctx, leased, id, &row)))
        }
    }
}

fn reset(ctx: &Context, outbox_id: &str, id: &str, row: &ResetMailRow) -> Option<OutgoingMail> {
    let id: ResetId = id.parse().ok()?;
    code(ctx, outbox_id, row, CodeFor::Password, ctx.settings.key.reset_code(id))
}

fn address(
    ctx: &Context,
    outbox_id: &str,
    kind: MailKind,
    id: &str,
    row: &ResetMailRow,
) -> Option<OutgoingMail> {
    let key = &ctx.settings.key;
    if kind == MailKind::AddressCode {
        return code(ctx, outbox_id, row, CodeFor::Address, key.address_code(id.parse().ok()?));
    }
    code(ctx, outbox_id, row, CodeFor::Primary, key.change_code(id.parse().ok()?))
}

/// A mail with a code, while the code is good.
fn code(
    ctx: &Context,
    outbox_id: &str,
    row: &ResetMailRow,
    about: CodeFor,
    code: JoinCode,
) -> Option<OutgoingMail> {
    let unit = if about == CodeFor::Primary { 3_600_000 } else { 60_000 };
    let left = (row.expires_at.millis() - ctx.now.millis() + unit - 1) / unit;
    let time = u32::try_from(left).ok().filter(|time| *time > 0)?;
    let envelope = Envelope {
        language: row.language,
        outbox_id,
        public_url: &ctx.settings.public_url,
        sender: &ctx.settings.mail_from,
        to: row.email.as_str(),
        to_name: &row.name,
    };
    Some(ResetMail { envelope, code: &code.to_string(), about, time }.compose())
}

fn addition(ctx: &Context, outbox_id: &str, row: &AdditionMailRow) -> OutgoingMail {
    let licenses: Vec<String> = crate::json::read(&row.licenses).unwrap_or_default();
    AdditionMail {
        envelope: Envelope {
            language: row.language,
            outbox_id,
            public_url: &ctx.settings.public_url,
            sender: &ctx.settings.mail_from,
            to: row.email.as_str(),
            to_name: &row.name,
        },
        organization: &row.organization,
        adder: &row.adder,
        licenses: &licenses,
        has_password: row.has_password == 1,
    }
    .compose()
}

fn license_invite(ctx: &Context, outbox_id: &str, row: &LicenseInviteMailRow) -> OutgoingMail {
    let licenses: Vec<String> = crate::json::read(&row.licenses).unwrap_or_default();
    LicenseInviteMail {
        envelope: Envelope {
            language: row.language,
            outbox_id,
            public_url: &ctx.settings.public_url,
            sender: &ctx.settings.mail_from,
            to: row.email.as_str(),
            to_name: &row.name,
        },
        organization: &row.organization,
        inviter: &row.inviter,
        licenses: &licenses,
    }
    .compose()
}

fn invitation(ctx: &Context, leased: &LeasedMail, id: InvitationId, row: &InvitationMailRow) -> OutgoingMail {
    let key = &ctx.settings.key;
    let (token, code) = (key.link(id), key.join_code(id).to_string());
    let licenses: Vec<String> = crate::json::read(&row.licenses).unwrap_or_default();
    let again = leased.created_at > row.created_at;
    InvitationMail {
        envelope: Envelope {
            language: row.language,
            outbox_id: &leased.id.to_string(),
            public_url: &ctx.settings.public_url,
            sender: &ctx.settings.mail_from,
            to: row.email.as_str(),
            to_name: &row.name,
        },
        round: if again { Round::Again } else { Round::First },
        organization: &row.organization,
        inviter: &row.inviter,
        inviter_email: row.inviter_email.as_ref().map(Email::as_str).unwrap_or_default(),
        own: row.own == 1,
        role: row.role,
        role_name: row.role_name.as_deref(),
        licenses: &licenses,
        expires_at: row.expires_at,
        token: &token,
        code: &code,
    }
    .compose()
}

fn request(
    ctx: &Context,
    outbox_id: &str,
    id: InvitationId,
    row: &InvitationMailRow,
) -> Option<OutgoingMail> {
    let to = row.inviter_email.as_ref()?;
    let envelope = Envelope {
        language: row.inviter_language,
        outbox_id,
        public_url: &ctx.settings.public_url,
        sender: &ctx.settings.mail_from,
        to: to.as_str(),
        to_name: &row.inviter,
    };
    let reason =
        if row.status == InvitationStatus::Declined { WhyAsked::Declined } else { WhyAsked::Expired };
    let mail = RequestMail {
        envelope,
        reason,
        organization: &row.organization,
        person: &row.name,
        person_email: row.email.as_str(),
        path: &format!("/invitations/{id}"),
    };
    Some(mail.compose())
}

/// A notice that is not due any more, or that is of another term, is not mailed.
fn notice(ctx: &Context, outbox_id: &str, row: &NoticeMailRow) -> Option<OutgoingMail> {
    let facts = row.license.notice_facts();
    let told = |due: &notice::Due| due.kind == row.notice_kind && due.term == row.term;
    notice::due(&facts, ctx.now).iter().find(|due| told(due))?;
    let envelope = Envelope {
        language: row.language,
        outbox_id,
        public_url: &ctx.settings.public_url,
        sender: &ctx.settings.mail_from,
        to: row.email.as_str(),
        to_name: &row.person,
    };
    let end = if row.notice_kind == NoticeKind::Queue { "/queue" } else { "" };
    let mail = NoticeMail {
        envelope,
        kind: row.notice_kind,
        organization: &row.organization,
        license: &row.license.name,
        seats: facts.seats,
        term: facts.term,
        now: ctx.now,
        path: &format!("/licenses/{}{end}", row.license.id),
    };
    Some(mail.compose())
}
