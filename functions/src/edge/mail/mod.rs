//! The two ways on which mails leave: a mail server over SMTP, and the platform's own `send_email` binding.
//!
//! Both implement [`Mailer`]; the setting `MAILER` chooses. Not here: what mails say, their retries, the development
//! mailbox.

use worker::Env;

use self::binding::BindingMailer;
use self::smtp::SmtpMailer;
use super::config;
use crate::context::Context;
use crate::mail::{Mailer, SmtpSettings};
use crate::use_cases::mails::dev_mailbox::DevMailbox;

pub mod binding;
pub mod smtp;

/// The mailer that `MAILER` names (`dev`, `smtp` or `binding`), or what is missing for it.
pub fn mailer(env: &Env, ctx: &Context) -> Result<Box<dyn Mailer>, String> {
    match config::var(env, "MAILER").as_deref() {
        None | Some("dev") => Ok(Box::new(DevMailbox { ctx: ctx.clone() })),
        Some("smtp") => {
            let url = config::var(env, "SMTP_URL").ok_or(
                "SMTP_URL is not set: MAILER = smtp needs smtps://user:password@host:port as a secret",
            )?;
            let settings = SmtpSettings::parse(&url).map_err(|error| error.to_string())?;
            Ok(Box::new(SmtpMailer::new(settings, &ctx.settings.public_url)))
        }
        Some("binding") => {
            let mailer = BindingMailer::from_env(env).ok_or_else(|| {
                format!(
                    "{} is not bound: MAILER = binding needs a send_email binding of that name",
                    binding::BINDING
                )
            })?;
            Ok(Box::new(mailer))
        }
        Some(other) => Err(format!("MAILER is {other:?}: it can be dev, smtp or binding")),
    }
}
