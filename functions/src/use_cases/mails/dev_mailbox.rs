//! The development mailbox: a mailer that keeps mails instead of sending them.

use futures_util::FutureExt as _;
use futures_util::future::LocalBoxFuture;

use shared::Refusal;

use crate::context::Context;
use crate::failure::Failure;
use crate::mail::{MailError, Mailbox, Mailer, OutgoingMail};
use crate::store::outbox;
pub use crate::store::outbox::DevMail;

/// Keeps mails in the database.
pub struct DevMailbox {
    /// Where it keeps them.
    pub ctx: Context,
}

impl Mailer for DevMailbox {
    fn send<'a>(&'a self, mail: &'a OutgoingMail) -> LocalBoxFuture<'a, Result<(), MailError>> {
        let kept = DevMail {
            id: mail.message_id.split('@').next().unwrap_or_default().to_owned(),
            to: Mailbox::parse(&mail.to).address,
            subject: mail.subject.clone(),
            text: mail.text.clone(),
            html: mail.html.clone(),
            sent_at: None,
        };
        async move {
            let put = self.ctx.query(outbox::put_in_dev_mailbox(&self.ctx, &kept)).await;
            put.map(|_| ()).map_err(|error| MailError::Transient(error.to_string()))
        }
        .boxed_local()
    }
}

/// The mails, the newest first; to one address where one is named.
pub async fn mails(ctx: &Context, to: Option<&str>) -> Result<Vec<DevMail>, Failure> {
    Ok(ctx.query(outbox::dev_mailbox(to)).await?.all()?)
}

/// One mail.
pub async fn find(ctx: &Context, id: &str) -> Result<DevMail, Failure> {
    Ok(ctx.query(outbox::dev_mail(id)).await?.first()?.ok_or_else(Refusal::not_found)?)
}
