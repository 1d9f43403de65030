//! The organization itself: its name, and whom to ask about licenses and prices (A17).

use serde::{Deserialize, Serialize};

use crate::error::{Code, Refusal};
use crate::id::OrganizationId;
use crate::text::Name;

/// The organization.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", serde(deny_unknown_fields))]
pub struct Organization {
    /// The organization.
    pub id: OrganizationId,
    /// Its name.
    pub name: String,
    /// Whom to ask about licenses and prices.
    pub contact: Contact,
}

/// Whom to ask about licenses and prices; what is unknown is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Contact {
    /// Their name.
    pub name: String,
    /// Their address.
    pub email: String,
    /// Their telephone number.
    pub phone: String,
    /// A page of theirs, `https://...`.
    pub url: String,
}

/// Changes the organization; what is absent stays.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ChangeOrganization {
    /// Its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Name>,
    /// Whom to ask, as a whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<Contact>,
}

impl Contact {
    /// Whether nobody is named.
    pub const fn is_empty(&self) -> bool {
        self.name.is_empty() && self.email.is_empty() && self.phone.is_empty() && self.url.is_empty()
    }

    /// What is known: name, address, number and page, in this order.
    pub fn parts(&self) -> Vec<&str> {
        let all = [&self.name, &self.email, &self.phone, &self.url];
        all.into_iter().filter(|part| !part.is_empty()).map(String::as_str).collect()
    }

    /// Whom to ask for more seats, as a sentence; `None` when nobody is named.
    pub fn ask_for_seats(&self) -> Option<String> {
        let parts = self.parts();
        (!parts.is_empty()).then(|| format!("For more seats ask {}.", parts.join(", ")))
    }

    /// The contact without white space around its parts, or why it is none.
    pub fn check(self) -> Result<Self, Refusal> {
        let trim = |text: String| text.trim().to_owned();
        let contact = Self {
            name: trim(self.name),
            email: trim(self.email),
            phone: trim(self.phone),
            url: trim(self.url),
        };
        if !contact.name.is_empty() {
            Name::parse(&contact.name, "contact.name")?;
        }
        if !contact.email.is_empty() {
            crate::email::Email::parse(&contact.email).map_err(|refusal| refusal.at("contact.email"))?;
        }
        let odd = |text: &str, extra: &str| {
            text.chars().count() > 40
                || text.chars().any(|letter| !letter.is_ascii_digit() && !extra.contains(letter))
        };
        if odd(&contact.phone, "+-()/. ") {
            let detail = "A telephone number has digits, spaces and + - ( ) / only.";
            return Err(Refusal::new(Code::InvalidParameter, detail).at("contact.phone"));
        }
        let host = contact.url.strip_prefix("https://").unwrap_or_default();
        let broken = host.is_empty() || contact.url.len() > 300 || host.contains(char::is_whitespace);
        if !contact.url.is_empty() && (broken || host.contains(char::is_control)) {
            let detail = "A link begins with https:// and has at most 300 characters.";
            return Err(Refusal::new(Code::InvalidParameter, detail).at("contact.url"));
        }
        Ok(contact)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_contact_is_reachable_or_refused_at_its_field() {
        let good = Contact {
            name: " Ines Vogel ".to_owned(),
            email: "ines@vendor.example".to_owned(),
            phone: "+49 (30) 123-45".to_owned(),
            url: "https://vendor.example/ines".to_owned(),
        };
        assert_eq!(good.clone().check().unwrap().name, "Ines Vogel");
        for (contact, field) in [
            (Contact { email: "ines".to_owned(), ..good.clone() }, "contact.email"),
            (Contact { phone: "call me".to_owned(), ..good.clone() }, "contact.phone"),
            (Contact { url: "javascript:alert(1)".to_owned(), ..good.clone() }, "contact.url"),
            (Contact { url: "http://vendor.example".to_owned(), ..good.clone() }, "contact.url"),
            (Contact { name: "a\nb".to_owned(), ..good }, "contact.name"),
        ] {
            assert_eq!(contact.check().unwrap_err().field.as_deref(), Some(field));
        }
        assert!(Contact::default().check().unwrap().is_empty());
        assert_eq!(Contact::default().ask_for_seats(), None);
        let asked = Contact { name: "Ines".to_owned(), phone: "+49 30".to_owned(), ..Contact::default() };
        assert_eq!(asked.ask_for_seats().unwrap(), "For more seats ask Ines, +49 30.");
    }
}
