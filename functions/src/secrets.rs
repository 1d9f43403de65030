//! Secrets: how they look, and what is kept of them.
//!
//! Sessions and API tokens are random; the database keeps their SHA-256. Invitation links and typed codes are
//! derived from an id by HMAC-SHA256 with the instance's key, so nothing of them is kept and a resent mail carries
//! the same link. Passwords are `password.rs`.

use core::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::{Digest as _, Sha256};
use shared::id::{
    AddressChangeId, DomainId, InvitationId, LicenseKeyId, OrganizationId, ResetId, UserEmailId,
};
use shared::join_code::JoinCode;
use shared::license_key::KeyText;
use subtle::ConstantTimeEq as _;

/// The prefix of an API token, so that scanners of leaked secrets can find it.
const TOKEN_PREFIX: &str = "ush_";

/// The instance's key.
#[derive(Clone)]
pub struct Key([u8; 32]);

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(..)")
    }
}

impl Key {
    /// Takes 32 bytes.
    pub const fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Reads 32 bytes in URL-safe base 64.
    pub fn parse(text: &str) -> Option<Self> {
        BASE64.decode(text.trim_end_matches('=')).ok()?.try_into().ok().map(Self)
    }

    /// Derives 32 bytes for one use from some data.
    fn derive(&self, usage: &str, data: &[u8]) -> [u8; 32] {
        // HMAC takes keys of any length, so this cannot fail.
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&self.0) else { return [0; 32] };
        mac.update(usage.as_bytes());
        mac.update(&[0]);
        mac.update(data);
        mac.finalize().into_bytes().into()
    }

    /// The secret part of an invitation's link: 43 characters.
    pub fn link(&self, invitation: InvitationId) -> String {
        let id = invitation.bits().to_be_bytes();
        let mac = self.derive("invitation-link", &id);
        BASE64.encode([&id[..], &mac[..16]].concat())
    }

    /// The invitation of a link, if the link is one of ours.
    pub fn invitation_of_link(&self, link: &str) -> Option<InvitationId> {
        let bytes: [u8; 32] = BASE64.decode(link).ok()?.try_into().ok()?;
        let (id, mac) = bytes.split_at(16);
        let expected = self.derive("invitation-link", id);
        let id: [u8; 16] = id.try_into().ok()?;
        bool::from(expected[..16].ct_eq(mac)).then(|| InvitationId::from_bits(u128::from_be_bytes(id)))
    }

    /// The code that can be typed instead of the link.
    pub fn join_code(&self, invitation: InvitationId) -> JoinCode {
        code(self.derive("join-code", &invitation.bits().to_be_bytes()))
    }

    /// What is kept of a typed code, to find its invitation.
    pub fn join_code_hash(&self, code: JoinCode) -> String {
        BASE64.encode(self.derive("join-code-hash", code.letters()))
    }

    /// What people type to come onto a license.
    pub fn license_key(&self, key: LicenseKeyId, rotation: u32) -> KeyText {
        let derived = self.derive("license-key", &rotated(key, rotation));
        let mut bytes = [0; 7];
        bytes.copy_from_slice(&derived[..7]);
        KeyText::from_bytes(bytes)
    }

    /// The secret part of a license link: 32 characters.
    pub fn license_link(&self, key: LicenseKeyId, rotation: u32) -> String {
        BASE64.encode(&self.derive("license-link", &rotated(key, rotation))[..24])
    }

    /// What is kept of a typed license key, to find it.
    pub fn license_key_hash(&self, key: KeyText) -> String {
        BASE64.encode(self.derive("license-key-hash", key.letters()))
    }

    /// What is kept of a license link, to find it.
    pub fn license_link_hash(&self, link: &str) -> String {
        BASE64.encode(self.derive("license-link-hash", link.as_bytes()))
    }

    /// The code that lets a person set a new password.
    pub fn reset_code(&self, reset: ResetId) -> JoinCode {
        code(self.derive("password-reset", &reset.bits().to_be_bytes()))
    }

    /// The code that proves an address.
    pub fn address_code(&self, address: UserEmailId) -> JoinCode {
        code(self.derive("address", &address.bits().to_be_bytes()))
    }

    /// The code that lets another address become the primary one.
    pub fn change_code(&self, change: AddressChangeId) -> JoinCode {
        code(self.derive("address-change", &change.bits().to_be_bytes()))
    }

    /// What the TXT record of a domain has to say.
    pub fn domain_token(&self, domain: DomainId) -> String {
        BASE64.encode(&self.derive("domain", &domain.bits().to_be_bytes())[..18])
    }

    /// What attempts are counted by: never the address or code itself.
    pub fn attempts_subject(&self, usage: &str, subject: &str) -> String {
        format!("{usage}:{}", BASE64.encode(&self.derive(usage, subject.as_bytes())[..16]))
    }
}

/// What a license key is derived from: a rotation makes another one of the same row.
fn rotated(key: LicenseKeyId, rotation: u32) -> Vec<u8> {
    [&key.bits().to_be_bytes()[..], &rotation.to_be_bytes()].concat()
}

fn code(derived: [u8; 32]) -> JoinCode {
    let mut bytes = [0; 5];
    bytes.copy_from_slice(&derived[..5]);
    JoinCode::from_bytes(bytes)
}

/// What a caller shows to be let in: a session cookie or an API token, with the organization it names.
///
/// The organization stands in the credential so that checking it and reading for it go in one round trip; the check
/// compares it with the row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credential {
    /// How the caller came.
    pub kind: CredentialKind,
    /// The organization that the credential names.
    pub organization: OrganizationId,
    /// The hash of its secret.
    pub hash: String,
}

/// How the caller came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CredentialKind {
    /// By a session cookie.
    Session,
    /// By an API token.
    Token,
}

/// A new secret: what the caller gets, and what is kept of it.
pub struct Issued {
    /// The text that the caller keeps.
    pub text: String,
    /// What the database keeps.
    pub hash: String,
}

/// Issues a session's secret.
pub fn issue_session(organization: OrganizationId, random: [u8; 32]) -> Issued {
    let secret = BASE64.encode(random);
    Issued { text: format!("{}.{secret}", organization.suffix()), hash: hash(&secret) }
}

/// Issues an API token's secret.
pub fn issue_token(organization: OrganizationId, random: [u8; 32]) -> Issued {
    let secret = BASE64.encode(random);
    Issued { text: format!("{TOKEN_PREFIX}{}.{secret}", organization.suffix()), hash: hash(&secret) }
}

impl Credential {
    /// Reads a session cookie.
    pub fn from_cookie(text: &str) -> Option<Self> {
        Self::read(text, CredentialKind::Session)
    }

    /// Reads what follows `Authorization: Bearer`.
    pub fn from_bearer(text: &str) -> Option<Self> {
        Self::read(text.strip_prefix(TOKEN_PREFIX)?, CredentialKind::Token)
    }

    fn read(text: &str, kind: CredentialKind) -> Option<Self> {
        let (organization, secret) = text.split_once('.')?;
        let organization = OrganizationId::from_suffix(organization).ok()?;
        (secret.len() == 43).then(|| Self { kind, organization, hash: hash(secret) })
    }
}

/// A short name for some texts that tells nothing of them.
pub fn fingerprint(texts: &[&str]) -> String {
    let mut digest = Sha256::new();
    for text in texts {
        digest.update(text.len().to_be_bytes());
        digest.update(text.as_bytes());
    }
    BASE64.encode(digest.finalize())
}

/// SHA-256 of a random secret: it has 256 bits, so nothing slower is needed.
fn hash(secret: &str) -> String {
    BASE64.encode(Sha256::digest(secret.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::time::Timestamp;

    fn key() -> Key {
        Key::new([7; 32])
    }

    #[test]
    fn a_link_leads_back_to_its_invitation_and_nothing_else_does() {
        let invitation = InvitationId::new(Timestamp::from_millis(5), [1; 10]);
        let link = key().link(invitation);
        assert_eq!(link.len(), 43);
        assert_eq!(key().invitation_of_link(&link), Some(invitation));
        assert_eq!(Key::new([8; 32]).invitation_of_link(&link), None);
        for wrong in ["", &link[..42], &format!("{link}A"), &link.replace(&link[40..41], "_"), "../../etc"] {
            assert_eq!(key().invitation_of_link(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn credentials_name_their_organization_and_hide_their_secret() {
        let organization = OrganizationId::new(Timestamp::from_millis(5), [1; 10]);
        let issued = issue_session(organization, [3; 32]);
        let credential = Credential::from_cookie(&issued.text).unwrap();
        assert_eq!((credential.organization, &credential.hash), (organization, &issued.hash));
        let token = issue_token(organization, [3; 32]);
        assert!(token.text.starts_with("ush_"));
        assert_eq!(Credential::from_bearer(&token.text).unwrap().kind, CredentialKind::Token);
        assert_eq!(Credential::from_cookie(&token.text), None);
        assert_eq!(Credential::from_bearer("ush_short.x"), None);
    }
}
