//! License keys and links: making, limiting, rotating and revoking them, and coming onto a license by one (B8, B9, B15).

pub mod confirm;
pub mod list;
pub mod manage;
pub mod redeem;

use shared::Refusal;
use shared::access::Permission;
use shared::api::license_keys::LicenseKey;
use shared::id::LicenseKeyId;
use shared::license_key::{KeyForm, KeyLimits, KeyText};

use crate::authority::Actor;
use crate::context::Context;
use crate::failure::Failure;
use crate::store::license_keys::KeyItem;
pub use crate::store::license_keys::KeyRow;

/// What somebody shows to come onto a license.
#[derive(Clone, Debug)]
pub struct Shown {
    /// Typed or followed.
    pub form: KeyForm,
    hash: String,
}

impl Shown {
    /// A key, as typed.
    pub fn typed(ctx: &Context, text: &str) -> Result<Self, Refusal> {
        let hash = ctx.settings.key.license_key_hash(KeyText::parse(text)?);
        Ok(Self { form: KeyForm::Key, hash })
    }

    /// The secret part of a link.
    pub fn followed(ctx: &Context, token: &str) -> Self {
        Self { form: KeyForm::Link, hash: ctx.settings.key.license_link_hash(token) }
    }
}

/// What is kept of a key's secret.
fn hash_of(ctx: &Context, form: KeyForm, id: LicenseKeyId, rotation: u32) -> String {
    let key = &ctx.settings.key;
    match form {
        KeyForm::Key => key.license_key_hash(key.license_key(id, rotation)),
        KeyForm::Link => key.license_link_hash(&key.license_link(id, rotation)),
    }
}

/// The key as the API shows it to those who may manage seats. Its secret is derived each time and can be seen again, by those who
/// may bring people in: whoever has it comes in.
fn shown(ctx: &Context, to: &Actor, item: KeyItem) -> LicenseKey {
    let key = &ctx.settings.key;
    let secret = match item.form {
        KeyForm::Key => key.license_key(item.id, item.rotation).to_string(),
        KeyForm::Link => {
            format!("{}/l/{}", ctx.settings.public_url, key.license_link(item.id, item.rotation))
        }
    };
    LicenseKey {
        id: item.id,
        form: item.form,
        secret: (item.revoked_at.is_none() && to.permissions.has(Permission::ManageInvitations))
            .then_some(secret),
        limits: KeyLimits { max_uses: item.max_uses, domains: item.domains, expires_at: item.expires_at },
        uses: item.uses,
        created_by: item.created_by,
        created_at: item.created_at,
        changed_at: item.changed_at,
        revoked_at: item.revoked_at,
        recommended: item.form.method().is_recommended(),
        caution: item.form.caution().to_owned(),
    }
}

fn read_item(text: &str) -> Result<KeyItem, Failure> {
    crate::json::read(text).map_err(|error| Failure::broken("license key", error))
}
