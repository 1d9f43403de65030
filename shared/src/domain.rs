//! Mail domains: how they are written, which ones can belong to nobody, and the record that proves one.

use core::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::email::Email;
use crate::error::{Code, Refusal};

/// The longest domain: with `_usher.` before it, it is still a name that can be asked for (RFC 1035, 2.3.4).
pub const MAX_LENGTH: usize = 246;

/// Hosts of mail for everybody: nobody has authority over those who use them.
const FOR_EVERYBODY: &[&str] = &[
    "aol.com",
    "fastmail.com",
    "freenet.de",
    "gmail.com",
    "gmx.at",
    "gmx.ch",
    "gmx.de",
    "gmx.net",
    "googlemail.com",
    "hey.com",
    "hotmail.com",
    "icloud.com",
    "laposte.net",
    "libero.it",
    "live.com",
    "mac.com",
    "mail.com",
    "mail.ru",
    "mailbox.org",
    "me.com",
    "msn.com",
    "naver.com",
    "orange.fr",
    "outlook.com",
    "pm.me",
    "posteo.de",
    "proton.me",
    "protonmail.com",
    "qq.com",
    "t-online.de",
    "web.de",
    "yahoo.co.uk",
    "yahoo.com",
    "yahoo.de",
    "yandex.ru",
    "ymail.com",
    "zoho.com",
    "163.com",
    "126.com",
];

/// How a domain was proved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Proved {
    /// A TXT record was seen.
    Dns,
    /// An owner's word, on an instance for one machine.
    Word,
}

impl Proved {
    /// The way as programs see it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Dns => "dns",
            Self::Word => "word",
        }
    }
}

/// A mail domain in lower case, its labels in ASCII.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Domain(String);

impl Domain {
    /// Reads a domain as a person types it, with or without an @ sign before it.
    ///
    /// Refuses with `invalid_domain`, or `public_mail_domain` for hosts of mail for everybody.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let refuse = |code, detail: &str| Err(Refusal::new(code, detail).at("name"));
        let text = text.trim().trim_start_matches('@').trim_end_matches('.');
        // What can stand after the @ sign of an address is a mail domain.
        let Ok(address) = Email::parse(&format!("a@{text}")) else {
            return refuse(
                Code::InvalidDomain,
                "Enter a domain as it stands after the @ sign, like school.example.",
            );
        };
        let name = address.domain();
        let is_number =
            name.rsplit('.').next().is_some_and(|top| top.bytes().all(|byte| byte.is_ascii_digit()));
        if text.contains('@') || is_number || name.len() > MAX_LENGTH {
            return refuse(
                Code::InvalidDomain,
                "Enter a domain as it stands after the @ sign, like school.example.",
            );
        }
        if FOR_EVERYBODY.contains(&name) {
            return refuse(
                Code::PublicMailDomain,
                "Everybody can have an address there, so nobody can own it.",
            );
        }
        Ok(Self(name.to_owned()))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The names at which the record may stand, the more usual first.
    pub fn record_names(&self) -> [String; 2] {
        [self.0.clone(), format!("_usher.{}", self.0)]
    }
}

/// What the TXT record says.
pub fn record(token: &str) -> String {
    format!("usher-verify={token}")
}

impl fmt::Display for Domain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Serialize for Domain {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Domain {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).map_err(|refusal| de::Error::custom(refusal.detail))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_domain_is_what_stands_after_the_at_sign() {
        for (typed, expected) in [
            ("School.Example", "school.example"),
            ("@school.example", "school.example"),
            (" a.school.example. ", "a.school.example"),
            ("münchen.example", "xn--mnchen-3ya.example"),
        ] {
            assert_eq!(Domain::parse(typed).unwrap().as_str(), expected);
        }
        for wrong in [
            "",
            "school",
            "ann@school.example",
            "10.0.0.1",
            "school example",
            "https://school.example",
            "-.example",
        ] {
            assert_eq!(Domain::parse(wrong).unwrap_err().code, Code::InvalidDomain, "{wrong}");
        }
        let long = format!("{}.example", ["a"; 130].join("."));
        assert_eq!(Domain::parse(&long).unwrap_err().code, Code::InvalidDomain);
    }

    #[test]
    fn nobody_owns_a_domain_for_everybody() {
        assert_eq!(Domain::parse("GMail.com").unwrap_err().code, Code::PublicMailDomain);
        assert!(Domain::parse("mail.gmail.example").is_ok());
    }
}
