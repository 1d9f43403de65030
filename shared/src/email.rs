//! E-mail addresses: parsed once, kept in the form that decides who is who.
//!
//! The canonical form is lower case with an ASCII domain (a domain in other letters becomes its `xn--` form,
//! RFC 5891), so that two spellings of one mailbox are one person. Plus signs are kept: they are separate mailboxes.

use core::fmt;
use core::str::FromStr;

use email_address::{EmailAddress, Options};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::erasure;
use crate::error::{Code, Refusal};

/// The longest address that a mail server takes (RFC 5321, 4.5.3.1.3 less the angle brackets), in bytes.
pub const MAX_LENGTH: usize = 254;

/// A canonical e-mail address.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Email(String);

impl Email {
    /// Reads an address as a person types it.
    ///
    /// Refuses with `invalid_email`, or `email_too_long` beyond [`MAX_LENGTH`].
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let email = Self::read(text)?;
        if erasure::is_erased(&email) {
            let detail = "This address stands for somebody who was erased; nobody is reached by it.";
            return Err(Refusal::new(Code::InvalidEmail, detail).at("email"));
        }
        Ok(email)
    }

    /// The same for what is kept: also an address that stands for somebody who was erased.
    fn read(text: &str) -> Result<Self, Refusal> {
        let text = text.trim();
        let refuse = |code, detail: &str| Refusal::new(code, detail).at("email");
        if text.is_empty() {
            return Err(refuse(Code::InvalidEmail, "Enter an e-mail address."));
        }
        let (local, domain) = text
            .rsplit_once('@')
            .ok_or_else(|| refuse(Code::InvalidEmail, "An e-mail address needs an @ sign."))?;
        // Files bring addresses by the hundred thousand, nearly all of them ASCII.
        let canonical = if text.is_ascii() {
            text.trim_end_matches('.').to_ascii_lowercase()
        } else {
            format!("{}@{}", local.to_lowercase(), ascii_domain(domain))
        };
        if canonical.len() > MAX_LENGTH {
            return Err(refuse(Code::EmailTooLong, "An e-mail address has at most 254 characters."));
        }
        let options = Options::default().with_required_tld().without_domain_literal().without_display_text();
        EmailAddress::parse_with_options(&canonical, options)
            .map_err(|_| refuse(Code::InvalidEmail, "This isn’t a complete e-mail address."))?;
        Ok(Self(canonical))
    }

    /// The canonical text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What stands after the @ sign.
    pub fn domain(&self) -> &str {
        self.0.rsplit_once('@').map_or("", |(_, domain)| domain)
    }
}

/// Lower case, and the `xn--` form for labels that are not ASCII (RFC 3492 on each label).
fn ascii_domain(domain: &str) -> String {
    let labels = domain.trim_end_matches('.').split('.').map(|label| {
        let lower = label.to_lowercase();
        if lower.is_ascii() {
            return lower;
        }
        idna::punycode::encode_str(&lower).map_or(lower, |encoded| format!("xn--{encoded}"))
    });
    labels.collect::<Vec<_>>().join(".")
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Email {
    type Err = Refusal;

    fn from_str(text: &str) -> Result<Self, Refusal> {
        Self::parse(text)
    }
}

impl Serialize for Email {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Email {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        Self::read(&text).map_err(|refusal| de::Error::custom(refusal.detail))
    }
}

/// Reads an address of a request: none that stands for somebody who was erased, which rows and answers may hold.
pub fn typed<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Email, D::Error> {
    let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
    Email::parse(&text).map_err(|refusal| de::Error::custom(refusal.detail))
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Email {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Email".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "format": "email", "maxLength": MAX_LENGTH })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_mailbox_are_one_address() {
        let address = Email::parse("  Ann.Lee+Usher@Example.COM ").unwrap();
        assert_eq!(address.as_str(), "ann.lee+usher@example.com");
        assert_eq!(
            Email::parse("a@bücher.example").unwrap(),
            Email::parse("a@xn--bcher-kva.example").unwrap()
        );
        assert_ne!(Email::parse("ann+a@example.com").unwrap(), Email::parse("ann+b@example.com").unwrap());
    }

    #[test]
    fn what_is_no_address_is_refused_with_its_code() {
        for text in [
            "",
            "ann",
            "ann@",
            "@example.com",
            "ann@localhost",
            "ann@[127.0.0.1]",
            "a b@example.com",
            "Ann <ann@example.com>",
            "ann@exa mple.com",
            "ann@example..com",
        ] {
            assert_eq!(Email::parse(text).unwrap_err().code, Code::InvalidEmail, "{text}");
        }
        let long = format!("ann@{}.com", "a".repeat(300));
        assert_eq!(Email::parse(&long).unwrap_err().code, Code::EmailTooLong);
    }
}
