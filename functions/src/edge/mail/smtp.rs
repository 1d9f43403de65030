//! Hands mails to a mail server over the platform's TCP socket (RFC 6409), one connection a mail.
//!
//! What the server says of the recipient or the mail decides: 5xx there is for good. All else (no connection, no
//! answer in time, sign-in or sender refused, 4xx) is put off: a wrong setting must not bounce anybody.

use core::error::Error;
use core::pin::pin;
use core::time::Duration;

use futures_util::future::{Either, LocalBoxFuture, select};
use shared::time::Timestamp;
use wasm_smtp::{AuthError, ProtocolError, SmtpClient, SmtpError, SmtpOp, protocol};
use wasm_smtp_cloudflare::{CloudflareTransport, connect_implicit_tls, connect_starttls};
use worker::{Delay, SecureTransport, Socket};

use crate::mail::said::said;
use crate::mail::{MailError, Mailbox, Mailer, OutgoingMail, Security, SmtpSettings, mime};

/// How long the whole conversation may take.
const PATIENCE: Duration = Duration::from_secs(30);

type Client = SmtpClient<CloudflareTransport>;

/// Sends through one mail server.
pub struct SmtpMailer {
    settings: SmtpSettings,
    own_name: String,
}

impl SmtpMailer {
    /// A mailer for this server; `public_url` gives the name by which we greet it.
    pub fn new(settings: SmtpSettings, public_url: &str) -> Self {
        let host = public_url.split("://").last().unwrap_or_default();
        let name = host.split(['/', ':']).next().unwrap_or_default();
        let usable = protocol::validate_ehlo_domain(name).is_ok();
        Self { settings, own_name: if usable { name } else { "localhost" }.to_owned() }
    }

    async fn deliver(&self, mail: &OutgoingMail) -> Result<(), MailError> {
        let (from, to) = (Mailbox::parse(&mail.from).address, Mailbox::parse(&mail.to).address);
        if protocol::validate_address(&to).is_err() {
            return Err(MailError::Permanent(
                "The address has letters that this mail server can’t take.".to_owned(),
            ));
        }
        let message = mime::message(mail, now());
        let mut client = self.connect().await?;
        if let (Some(user), Some(password)) = (&self.settings.user, &self.settings.password) {
            client.login(user, password).await.map_err(judge)?;
        }
        client.send_mail_bytes(&from, &[&to], &message).await.map_err(judge)?;
        // The server has the mail; how the good-bye goes changes nothing.
        client.quit().await.unwrap_or_default();
        Ok(())
    }

    async fn connect(&self) -> Result<Client, MailError> {
        let SmtpSettings { host, port, security, .. } = &self.settings;
        let connected = match security {
            Security::Tls => {
                let transport =
                    connect_implicit_tls(host, *port).await.map_err(SmtpError::from).map_err(judge)?;
                SmtpClient::connect(transport, &self.own_name).await
            }
            Security::StartTls => {
                let transport =
                    connect_starttls(host, *port).await.map_err(SmtpError::from).map_err(judge)?;
                SmtpClient::connect_starttls(transport, &self.own_name).await
            }
            Security::None => SmtpClient::connect(in_the_clear(host, *port).await?, &self.own_name).await,
        };
        connected.map_err(judge)
    }
}

impl Mailer for SmtpMailer {
    fn send<'a>(&'a self, mail: &'a OutgoingMail) -> LocalBoxFuture<'a, Result<(), MailError>> {
        Box::pin(async move {
            match select(pin!(self.deliver(mail)), pin!(Delay::from(PATIENCE))).await {
                Either::Left((result, _)) => result,
                Either::Right(_) => {
                    let seconds = PATIENCE.as_secs();
                    Err(MailError::Transient(format!(
                        "The mail server gave no answer within {seconds} seconds."
                    )))
                }
            }
        })
    }
}

async fn in_the_clear(host: &str, port: u16) -> Result<CloudflareTransport, MailError> {
    let fail = |error: worker::Error| unreachable_server(&error.to_string());
    let socket =
        Socket::builder().secure_transport(SecureTransport::Off).connect(host, port).map_err(fail)?;
    socket.opened().await.map_err(fail)?;
    Ok(CloudflareTransport::from_socket(socket))
}

fn unreachable_server(why: &str) -> MailError {
    MailError::Transient(said(&format!("The mail server can’t be reached: {why}")))
}

/// Tells a refusal of this mail from everything that another try may mend.
fn judge(error: SmtpError) -> MailError {
    match error {
        SmtpError::Protocol(ProtocolError::UnexpectedCode { during, actual, message, .. }) => {
            let text = said(&format!("{actual} {message}"));
            let about_the_mail = matches!(during, SmtpOp::RcptTo | SmtpOp::Data);
            // 530, 534, 535 and 538 ask for another sign-in (RFC 4954, 6), wherever they come.
            let about_us = matches!(actual, 530 | 534 | 535 | 538);
            if about_the_mail && !about_us && (500..600).contains(&actual) {
                MailError::Permanent(text)
            } else {
                MailError::Transient(format!("{during}: {text}"))
            }
        }
        SmtpError::Auth(AuthError::Rejected { code, message, .. }) => {
            MailError::Transient(said(&format!("The mail server refused our sign-in: {code} {message}")))
        }
        SmtpError::Auth(error) => {
            MailError::Transient(said(&format!("The mail server refused our sign-in: {error}")))
        }
        SmtpError::Io(error) => {
            let cause = error.source().map(|cause| format!(": {cause}")).unwrap_or_default();
            unreachable_server(&format!("{error}{cause}"))
        }
        other => MailError::Transient(said(&other.to_string())),
    }
}

fn now() -> Timestamp {
    Timestamp::from_millis(i64::try_from(worker::Date::now().as_millis()).unwrap_or_default())
}
