//! Settings from the environment, checked at start with an error that says what to do.

use std::cell::OnceCell;
use std::rc::Rc;

use worker::Env;

use super::doh::DEFAULT_URL;
use crate::context::{Settings, is_local_host};
use crate::secrets::Key;

thread_local! {
    static SETTINGS: OnceCell<Result<Rc<Settings>, String>> = const { OnceCell::new() };
}

/// The instance's settings, read at the first request of an isolate.
pub fn settings(env: &Env) -> Result<Rc<Settings>, String> {
    SETTINGS.with(|cell| cell.get_or_init(|| read(env).map(Rc::new)).clone())
}

/// A variable or secret, if it is set and not empty.
pub fn var(env: &Env, name: &str) -> Option<String> {
    env.var(name).ok().map(|value| value.to_string()).filter(|value| !value.is_empty())
}

/// Where DNS is asked: over HTTPS, or on this machine.
pub fn doh_url(env: &Env) -> Result<String, String> {
    let url = var(env, "DOH_URL").unwrap_or_else(|| DEFAULT_URL.to_owned());
    let local =
        url.strip_prefix("http://").and_then(|rest| rest.split('/').next()).is_some_and(is_local_host);
    if !url.starts_with("https://") && !local {
        return Err("DOH_URL must start with https://: whoever can change an answer could prove any domain"
            .to_owned());
    }
    Ok(url)
}

fn read(env: &Env) -> Result<Settings, String> {
    let secret =
        var(env, "SECRET").ok_or("SECRET is not set: set 32 random bytes in base64url as a secret")?;
    let key = Key::parse(&secret).ok_or("SECRET is not 32 bytes in base64url")?;
    let public_url =
        var(env, "PUBLIC_URL").ok_or("PUBLIC_URL is not set: the address under which people reach Usher")?;
    let public_url = public_url.trim_end_matches('/').to_owned();
    if !public_url.starts_with("https://") && !public_url.starts_with("http://") {
        return Err("PUBLIC_URL must start with https:// or, on one machine, http://".to_owned());
    }
    let mailer = var(env, "MAILER").unwrap_or_else(|| "dev".to_owned());
    let local = public_url.split_once("://").is_some_and(|(_, host)| is_local_host(host));
    let setup_token = var(env, "SETUP_TOKEN");
    if setup_token.is_none() && !local {
        return Err(
            "SETUP_TOKEN is not set: a public instance needs one, or whoever comes first owns it".to_owned()
        );
    }
    if mailer == "dev" && !local {
        return Err("MAILER is dev on a public instance: anybody could read the mails; set smtp or binding"
            .to_owned());
    }
    Ok(Settings {
        public_url,
        key,
        mail_from: var(env, "MAIL_FROM").unwrap_or_else(|| "Usher <usher@localhost>".to_owned()),
        mail_backoff: var(env, "MAIL_BACKOFF_SECONDS").and_then(|text| text.parse().ok()).unwrap_or(60),
        dev_mailbox: mailer == "dev",
        setup_token,
    })
}
