//! Which account belongs to whom by its e-mail address: the rule behind "Connect matching", its preview, and the
//! connecting that happens by itself (A13, A14).

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::email::Email;
use crate::id::{ExternalAccountId, MemberId};

/// Somebody with a seat and without a connection.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Person {
    /// The member.
    pub member: MemberId,
    /// Their name; may be empty.
    pub name: String,
    /// Their address.
    pub email: Email,
    /// Whether they asked not to be connected by their address.
    #[serde(deserialize_with = "flag")]
    pub opted_out: bool,
}

/// An account that bears the address of one of them.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Account {
    /// The account.
    pub account: ExternalAccountId,
    /// Its address.
    pub email: Email,
    /// Who is connected to it.
    pub holder: Option<String>,
}

/// What becomes of one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// They are connected to this account.
    Connect(ExternalAccountId),
    /// No account bears their address.
    NoAccount,
    /// Somebody else is connected to the account that does.
    Taken(String),
    /// They asked not to be connected by their address.
    OptedOut,
}

/// Judges each person by themselves. Of several accounts with one address the free one is taken, and none twice.
pub fn judge(people: &[Person], accounts: &[Account]) -> Vec<Verdict> {
    let mut by_email: HashMap<&Email, Vec<&Account>> = HashMap::new();
    for account in accounts {
        by_email.entry(&account.email).or_default().push(account);
    }
    people
        .iter()
        .map(|person| {
            if person.opted_out {
                return Verdict::OptedOut;
            }
            let Some(found) = by_email.get_mut(&person.email).filter(|found| !found.is_empty()) else {
                return Verdict::NoAccount;
            };
            match found.iter().position(|account| account.holder.is_none()) {
                Some(at) => Verdict::Connect(found.remove(at).account),
                None => Verdict::Taken(
                    found.iter().find_map(|account| account.holder.clone()).unwrap_or_default(),
                ),
            }
        })
        .collect()
}

/// What came of one person of a match.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum MatchOutcome {
    /// Connected; in a preview: will be.
    Connected,
    /// No account bears their address.
    NoAccount,
    /// Somebody else is connected to that account.
    AccountTaken,
    /// They asked not to be connected by their address.
    OptedOut,
}

/// SQLite has no truth values: 0 and 1.
fn flag<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    Ok(u8::deserialize(deserializer)? != 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(n: u128, email: &str, opted_out: bool) -> Person {
        Person {
            member: MemberId::from_bits(n),
            name: String::new(),
            email: email.parse().unwrap(),
            opted_out,
        }
    }

    fn account(n: u128, email: &str, holder: Option<&str>) -> Account {
        let holder = holder.map(str::to_owned);
        Account { account: ExternalAccountId::from_bits(n), email: email.parse().unwrap(), holder }
    }

    /// covers: A13, A14
    #[test]
    fn each_person_gets_the_account_with_their_address() {
        let people = [
            person(1, "ann@x.example", false),
            person(2, "ben@x.example", false),
            person(3, "cleo@x.example", false),
            person(4, "dan@x.example", true),
        ];
        let accounts = [
            account(11, "Ann@X.example", None),
            account(12, "cleo@x.example", Some("Olaf")),
            account(13, "dan@x.example", None),
            account(14, "eve@x.example", None),
        ];
        assert_eq!(
            judge(&people, &accounts),
            [
                Verdict::Connect(ExternalAccountId::from_bits(11)),
                Verdict::NoAccount,
                Verdict::Taken("Olaf".to_owned()),
                Verdict::OptedOut,
            ]
        );
    }

    #[test]
    fn no_account_is_given_out_twice() {
        let people = [person(1, "ann@x.example", false), person(2, "ann@x.example", false)];
        let accounts = [account(11, "ann@x.example", None)];
        assert_eq!(
            judge(&people, &accounts),
            [Verdict::Connect(ExternalAccountId::from_bits(11)), Verdict::NoAccount]
        );
        assert!(judge(&[], &accounts).is_empty());
    }
}
