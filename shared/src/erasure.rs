//! Erasure: who may be erased, and what stands in place of a person of whom nothing is held any more. What is erased is
//! in the schema (migration `erasure`).

use crate::email::Email;
use crate::error::{Code, Refusal};
use crate::id::MemberId;
use crate::member::MemberStatus;

/// The domain of addresses that stand for erased people; none is ever delivered to (RFC 2606).
pub const DOMAIN: &str = "erased.invalid";

const NAME: &str = "Erased person ";

/// What an erased person is called: the same whenever it is asked, and nothing but their id leads to it.
pub fn pseudonym(member: MemberId) -> String {
    let suffix = member.suffix();
    format!("{NAME}{}", suffix[suffix.len() - 4..].to_uppercase())
}

/// What stands in place of their address, unlike every other.
pub fn address(member: MemberId) -> String {
    format!("{}@{DOMAIN}", member.suffix())
}

/// Whether an address stands for an erased person.
pub fn is_erased(email: &Email) -> bool {
    email.domain() == DOMAIN
}

/// The letters that tell one erased person from another, if a name is a [`pseudonym`].
pub fn mark(name: &str) -> Option<&str> {
    name.strip_prefix(NAME).filter(|mark| mark.len() == 4)
}

/// Refuses to erase whoever was not removed before, and a confirmation that is not their address.
pub fn check(status: MemberStatus, listed: &Email, typed: &Email) -> Result<(), Refusal> {
    if status != MemberStatus::Removed {
        let detail =
            "Remove them first: that ends their access and sets their seats free. Then they can be erased.";
        return Err(Refusal::new(Code::NotInThisState, detail));
    }
    if listed != typed {
        let detail = "This isn’t the address of the person who would be erased.";
        return Err(Refusal::new(Code::InvalidEmail, detail).at("email"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pseudonym_is_made_of_the_id_alone() {
        let member: MemberId = "mem_01h455vb4pex5vsknk084sn02q".parse().unwrap();
        assert_eq!(pseudonym(member), "Erased person N02Q");
        assert_eq!(
            (mark("Erased person N02Q"), mark("Erased person"), mark("Ann")),
            (Some("N02Q"), None, None)
        );
        let address: Email = serde_json::from_value(address(member).into()).unwrap();
        assert!(is_erased(&address) && address.as_str() == "01h455vb4pex5vsknk084sn02q@erased.invalid");
        assert_eq!(Email::parse(address.as_str()).unwrap_err().code, Code::InvalidEmail);
    }

    #[test]
    fn only_who_was_removed_is_erased_and_only_by_their_address() {
        let email = |text| Email::parse(text).unwrap();
        let (ann, bob) = (email("ann@x.example"), email("bob@x.example"));
        for status in [MemberStatus::Pending, MemberStatus::Active, MemberStatus::Disabled] {
            let refusal = check(status, &ann, &ann).unwrap_err();
            assert!(refusal.code == Code::NotInThisState && refusal.detail.starts_with("Remove them first"));
        }
        assert_eq!(check(MemberStatus::Removed, &ann, &bob).unwrap_err().code, Code::InvalidEmail);
        assert_eq!(check(MemberStatus::Removed, &ann, &ann), Ok(()));
    }
}
