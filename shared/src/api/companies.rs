//! Customers and the companies that group them.

use serde::{Deserialize, Serialize};

use crate::domain::Domain;
use crate::email::Email;
use crate::id::{CompanyId, MemberId};
use crate::text::Name;
use crate::time::Timestamp;

/// The most mail domains of one company.
pub const MAX_DOMAINS: usize = 50;

/// New customers that programs may bring within a quarter of an hour.
pub const MOST_CONTACTS: u32 = 1000;

/// A company: a customer's employer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", serde(deny_unknown_fields))]
pub struct Company {
    /// The company.
    pub id: CompanyId,
    /// Its name, unique in the organization whatever the case of its letters.
    pub name: String,
    /// Its mail domains: customers with an address there are in it unless set otherwise by hand.
    pub domains: Vec<String>,
    /// How many customers are in it.
    pub customers: u32,
    /// When it was made.
    pub created_at: Timestamp,
}

/// Makes a company.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CreateCompany {
    /// The name.
    pub name: Name,
    /// Its mail domains, at most 50.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(with = "Vec<String>"))]
    pub domains: Vec<Domain>,
}

/// Changes what is given.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ChangeCompany {
    /// Another name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Name>,
    /// All its mail domains from now on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<Vec<String>>"))]
    pub domains: Option<Vec<Domain>>,
}

/// Puts a customer into a company by hand, or lets their company follow their mail domain again.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PlaceCustomer {
    /// The company; none: no company.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub company: Option<CompanyId>,
    /// Whether the company is to follow the mail domain.
    #[serde(default)]
    pub by_domain: bool,
}

/// Somebody got in touch.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Contact {
    /// Their address.
    #[serde(deserialize_with = "crate::email::typed")]
    pub email: Email,
    /// Their name, if it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Name>,
}

/// Who got in touch.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Contacted {
    /// The member.
    pub member: MemberId,
    /// Whether they came with this call, as a customer.
    pub created: bool,
    /// Their company, if they are a customer and in one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub company: Option<CompanyId>,
}
