//! Where and how to hand mails to a mail server, read from one URL: the binding `SMTP_URL`.
//!
//! `smtps://user:password@mail.example` (port 465, TLS from the start), `smtp+starttls://...` (port 587),
//! `smtp://127.0.0.1:2525` (in the clear; a password only to this machine). Letters that mean something in a URL are
//! percent-encoded. Not here: the conversation with the server (`edge::mail::smtp`).

use core::fmt::{self, Debug, Display, Formatter};

/// How the connection is kept private.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Security {
    /// TLS from the first byte.
    Tls,
    /// TLS after `STARTTLS`; a server that lacks it is refused.
    StartTls,
    /// In the clear.
    None,
}

/// A mail server and how to sign in there.
#[derive(Clone, PartialEq, Eq)]
pub struct SmtpSettings {
    /// The server's name.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is kept private.
    pub security: Security,
    /// Who signs in; nobody when absent.
    pub user: Option<String>,
    /// With which password.
    pub password: Option<String>,
}

/// What is wrong with the URL. Says nothing of its content, which holds a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BadSmtpUrl(&'static str);

impl Display for BadSmtpUrl {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "SMTP_URL {}", self.0)
    }
}

impl core::error::Error for BadSmtpUrl {}

/// Without the password.
impl Debug for SmtpSettings {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.debug_struct("SmtpSettings")
            .field("host", &self.host)
            .field("port", &self.port)
            .field("security", &self.security)
            .finish_non_exhaustive()
    }
}

impl SmtpSettings {
    /// Reads the URL.
    pub fn parse(url: &str) -> Result<Self, BadSmtpUrl> {
        let (scheme, rest) = url
            .trim()
            .split_once("://")
            .ok_or(BadSmtpUrl("is no URL: write smtps://user:password@host:port"))?;
        let (security, default_port) = match scheme {
            "smtps" => (Security::Tls, 465),
            "smtp+starttls" => (Security::StartTls, 587),
            "smtp" => (Security::None, 25),
            _ => return Err(BadSmtpUrl("begins with something else than smtps, smtp+starttls or smtp")),
        };
        let rest = rest.trim_end_matches('/');
        let (user_info, place) =
            rest.rsplit_once('@').map_or((None, rest), |(user, place)| (Some(user), place));
        let (host, port) = host_and_port(place, default_port)?;
        let (user, password) = match user_info {
            Some(text) => credentials(text)?,
            None => (None, None),
        };
        if security == Security::None && password.is_some() && !is_this_machine(&host) {
            return Err(BadSmtpUrl(
                "would send a password in the clear: use smtps or smtp+starttls, or no password",
            ));
        }
        Ok(Self { host, port, security, user, password })
    }
}

fn host_and_port(place: &str, default_port: u16) -> Result<(String, u16), BadSmtpUrl> {
    let (host, port) = match place.strip_prefix('[') {
        Some(rest) => {
            let (host, port) = rest.split_once(']').ok_or(BadSmtpUrl("has a host that isn’t closed by ]"))?;
            (host, port.strip_prefix(':'))
        }
        None => place.rsplit_once(':').map_or((place, None), |(host, port)| (host, Some(port))),
    };
    let is_host = |letter: char| letter.is_ascii_alphanumeric() || ".-_:".contains(letter);
    if host.is_empty() || !host.chars().all(is_host) {
        return Err(BadSmtpUrl(
            "names no host; @, / and : inside user or password are written %40, %2F and %3A",
        ));
    }
    let port = match port {
        None => default_port,
        Some(port) => {
            port.parse().ok().filter(|port| *port != 0).ok_or(BadSmtpUrl("has no number as port"))?
        }
    };
    Ok((host.to_owned(), port))
}

fn credentials(text: &str) -> Result<(Option<String>, Option<String>), BadSmtpUrl> {
    let (user, password) = text.split_once(':').ok_or(BadSmtpUrl("has a user but no password"))?;
    let (user, password) = (decode(user)?, decode(password)?);
    if user.is_empty() || password.is_empty() {
        return Err(BadSmtpUrl("has an empty user or password"));
    }
    Ok((Some(user), Some(password)))
}

/// Undoes percent-encoding (RFC 3986, 2.1).
fn decode(text: &str) -> Result<String, BadSmtpUrl> {
    let wrong = BadSmtpUrl("has a % in user or password that is followed by no two hex digits");
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        if *first != b'%' {
            bytes.push(*first);
            continue;
        }
        let digits = rest.get(..2).and_then(|digits| core::str::from_utf8(digits).ok()).ok_or(wrong)?;
        bytes.push(u8::from_str_radix(digits, 16).map_err(|_| wrong)?);
        rest = rest.get(2..).unwrap_or_default();
    }
    String::from_utf8(bytes).map_err(|_| BadSmtpUrl("has a user or password that is no UTF-8"))
}

fn is_this_machine(host: &str) -> bool {
    host == "localhost" || host == "::1" || host.starts_with("127.")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(url: &str) -> SmtpSettings {
        SmtpSettings::parse(url).unwrap()
    }

    #[test]
    fn each_scheme_has_its_port_and_privacy() {
        for (url, host, port, security) in [
            ("smtps://mail.example", "mail.example", 465, Security::Tls),
            ("smtp+starttls://mail.example/", "mail.example", 587, Security::StartTls),
            ("smtp://127.0.0.1:2525", "127.0.0.1", 2525, Security::None),
            ("smtp://[::1]:2525", "::1", 2525, Security::None),
        ] {
            let settings = settings(url);
            assert_eq!((settings.host.as_str(), settings.port, settings.security), (host, port, security));
            assert_eq!((settings.user, settings.password), (None, None));
        }
    }

    #[test]
    fn user_and_password_are_decoded() {
        let settings = settings("smtps://usher%40x.example:p%3Aa%2Fss@mail.example:2465");
        assert_eq!(settings.user.as_deref(), Some("usher@x.example"));
        assert_eq!(settings.password.as_deref(), Some("p:a/ss"));
        assert_eq!(settings.port, 2465);
    }

    #[test]
    fn what_is_wrong_is_said_without_the_password() {
        for (url, part) in [
            ("mail.example", "is no URL"),
            ("https://mail.example", "begins with something else"),
            ("smtps://", "names no host"),
            ("smtps://u:hunter2@mail.example:no", "no number as port"),
            ("smtps://u:hun/ter2@", "names no host"),
            ("smtps://u@mail.example", "no password"),
            ("smtps://u:@mail.example", "empty"),
            ("smtps://u:hunter2%4@mail.example", "hex digits"),
            ("smtp://u:hunter2@mail.example", "in the clear"),
        ] {
            let said = SmtpSettings::parse(url).unwrap_err().to_string();
            assert!(said.contains(part) && !said.contains("hunter2"), "{url}: {said}");
        }
        assert!(!format!("{:?}", settings("smtps://u:hunter2@mail.example")).contains("hunter2"));
    }
}
