//! Sends through the platform's `send_email` binding, in its object form.
//!
//! The platform writes Date and Message-ID itself; ours goes along as `X-Entity-Ref-ID`, so that a receiver can still
//! tell a repeated mail from a new one.

use futures_util::future::LocalBoxFuture;
use js_sys::Reflect;
use serde::Serialize;
use wasm_bindgen::prelude::*;
use worker::Env;

use crate::mail::said::said;
use crate::mail::{MailError, Mailbox, Mailer, OutgoingMail};

/// The name of the binding.
pub const BINDING: &str = "SEND_EMAIL";

/// Errors that say something of the recipient and stay so; everything else may pass.
const FOR_GOOD: [&str; 2] = ["E_RECIPIENT_SUPPRESSED", "E_RECIPIENT_NOT_ALLOWED"];

#[wasm_bindgen]
extern "C" {
    /// The binding as the platform hands it out.
    type SendEmail;

    #[wasm_bindgen(method, catch)]
    async fn send(this: &SendEmail, message: &JsValue) -> Result<JsValue, JsValue>;
}

/// Sends through the binding.
pub struct BindingMailer(SendEmail);

impl BindingMailer {
    /// The mailer, if the Worker has the binding.
    pub fn from_env(env: &Env) -> Option<Self> {
        let binding = Reflect::get(env, &JsValue::from_str(BINDING)).ok()?;
        binding.is_object().then(|| Self(binding.unchecked_into()))
    }
}

impl Mailer for BindingMailer {
    fn send<'a>(&'a self, mail: &'a OutgoingMail) -> LocalBoxFuture<'a, Result<(), MailError>> {
        Box::pin(async move {
            let message = Message::new(mail)
                .serialize(&serde_wasm_bindgen::Serializer::json_compatible())
                .map_err(|error| MailError::Transient(error.to_string()))?;
            self.0.send(&message).await.map(|_| ()).map_err(|error| judge(&error))
        })
    }
}

/// A mail as the binding takes it.
#[derive(Serialize)]
struct Message<'a> {
    from: Sender,
    to: String,
    subject: &'a str,
    text: &'a str,
    html: &'a str,
    headers: Headers<'a>,
}

#[derive(Serialize)]
struct Sender {
    email: String,
    name: String,
}

#[derive(Serialize)]
struct Headers<'a> {
    #[serde(rename = "X-Entity-Ref-ID")]
    reference: &'a str,
}

impl<'a> Message<'a> {
    fn new(mail: &'a OutgoingMail) -> Self {
        let Mailbox { name, address } = Mailbox::parse(&mail.from);
        Self {
            from: Sender { email: address, name },
            to: Mailbox::parse(&mail.to).address,
            subject: &mail.subject,
            text: &mail.text,
            html: &mail.html,
            headers: Headers { reference: &mail.message_id },
        }
    }
}

/// Tells a refusal of the recipient from everything that another try may mend.
fn judge(error: &JsValue) -> MailError {
    let field =
        |name: &str| Reflect::get(error, &JsValue::from_str(name)).ok().and_then(|value| value.as_string());
    let code = field("code").unwrap_or_default();
    let text = said(&format!("{code} {}", field("message").unwrap_or_default()));
    if FOR_GOOD.contains(&code.as_str()) { MailError::Permanent(text) } else { MailError::Transient(text) }
}
