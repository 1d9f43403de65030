//! License keys and links: rows, and what is known of one when somebody uses it. Seats are claimed by the trigger on
//! their uses, through the gate.

use serde::Deserialize;
use shared::email::Email;
use shared::event::EventKind;
use shared::id::{
    AssignmentId, InvitationId, LicenseId, LicenseKeyId, MemberId, OperationId, OrganizationId,
};
use shared::license::AssignmentStatus;
use shared::license_key::{Comer, KeyFacts, KeyForm, KeyLimits};
use shared::time::Timestamp;

use crate::context::Context;
use crate::paging::Window;
use crate::ports::Statement;
use crate::secrets::Credential;
use crate::store::assignments::{self, Claim};
use crate::store::events::By;
use crate::store::invitations;
use crate::store::page::Listing;

/// A key as the API shows it, without its secret, which is derived; read as [`KeyItem`].
const ITEM: &str = "json_object('id', k.id, 'form', k.form, 'rotation', k.rotation, 'max_uses', k.max_uses, 'uses', k.uses, \
    'domains', json(k.domains), 'expires_at', k.expires_at, 'created_by', k.created_by_name, 'created_at', k.created_at, \
    'changed_at', k.changed_at, 'revoked_at', k.revoked_at)";

/// A key of the list.
#[derive(Debug, Deserialize)]
pub struct KeyItem {
    /// Its id.
    pub id: LicenseKeyId,
    /// Typed or followed.
    pub form: KeyForm,
    /// Which secret it has by now.
    pub rotation: u32,
    /// A limit of uses.
    pub max_uses: Option<u32>,
    /// How many people it has let in.
    pub uses: u32,
    /// The domains it is for.
    pub domains: Vec<String>,
    /// Its end.
    pub expires_at: Option<Timestamp>,
    /// Who made it.
    pub created_by: String,
    /// When.
    pub created_at: Timestamp,
    /// When it changed last.
    pub changed_at: Timestamp,
    /// Since when it lets nobody in.
    pub revoked_at: Option<Timestamp>,
}

/// A page of a license's keys or links, those that work first, the newest first.
pub fn list(organization: OrganizationId, license: LicenseId, form: KeyForm, window: &Window) -> Statement {
    Listing {
        item: ITEM,
        key: "json_array(k.id)",
        from: "FROM license_keys k WHERE k.organization_id = ?1 AND k.license_id = ?2 AND k.form = ?3 AND (?4 IS NULL OR k.id < ?4)",
        order: "k.id DESC",
    }
    .statement(window)
    .bind(organization)
    .bind(license)
    .bind(form.as_str())
    .bind(window.after(0))
}

/// One key of a license as JSON text, in a row with `item`.
pub fn item(organization: OrganizationId, license: LicenseId, form: KeyForm, key: LicenseKeyId) -> Statement {
    Statement::new(format!(
        "SELECT {ITEM} AS item FROM license_keys k \
         WHERE k.organization_id = ?1 AND k.license_id = ?2 AND k.form = ?3 AND k.id = ?4"
    ))
    .bind(organization)
    .bind(license)
    .bind(form.as_str())
    .bind(key)
}

/// A key to make.
pub struct NewKey<'a> {
    /// Its id.
    pub id: LicenseKeyId,
    /// Where.
    pub organization: OrganizationId,
    /// On which license.
    pub license: LicenseId,
    /// Typed or followed.
    pub form: KeyForm,
    /// The hash of its secret.
    pub hash: &'a str,
    /// Its limits.
    pub limits: &'a KeyLimits,
    /// Who answers for it.
    pub by: MemberId,
    /// Their name.
    pub by_name: &'a str,
    /// The write it belongs to.
    pub operation: OperationId,
}

/// Makes a key.
pub fn insert(ctx: &Context, key: &NewKey<'_>) -> Statement {
    Statement::new(
        "INSERT INTO license_keys (id, organization_id, license_id, form, secret_hash, max_uses, domains, expires_at, created_by, \
         created_by_name, created_at, changed_by, changed_at, operation_id) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?10, ?11, ?12)",
    )
    .bind(key.id)
    .bind(key.organization)
    .bind(key.license)
    .bind(key.form.as_str())
    .bind(key.hash)
    .bind(key.limits.max_uses.map(i64::from))
    .bind(serde_json::json!(key.limits.domains).to_string())
    .bind(key.limits.expires_at)
    .bind(key.by)
    .bind(key.by_name)
    .bind(ctx.now)
    .bind(key.operation)
}

/// What becomes of a key.
pub enum KeyChange<'a> {
    /// It gets other limits.
    Limits(&'a KeyLimits),
    /// It gets this rotation and the hash of its new secret.
    Rotation(u32, &'a str),
    /// It lets nobody in any more.
    Revoked,
}

/// Changes a key that works.
pub fn change(
    ctx: &Context,
    organization: OrganizationId,
    key: LicenseKeyId,
    change: &KeyChange<'_>,
    by: &By,
    operation: OperationId,
) -> Statement {
    let set = match change {
        KeyChange::Limits(_) => "max_uses = ?6, domains = ?7, expires_at = ?8",
        KeyChange::Rotation(..) => "rotation = ?6, secret_hash = ?7, rotated_at = ?4",
        KeyChange::Revoked => "revoked_at = ?4",
    };
    let statement = Statement::new(format!(
        "UPDATE license_keys SET {set}, changed_by = ?3, changed_at = ?4, operation_id = ?5 \
         WHERE organization_id = ?1 AND id = ?2 AND revoked_at IS NULL"
    ))
    .bind(organization)
    .bind(key)
    .bind(&by.name)
    .bind(ctx.now)
    .bind(operation);
    match change {
        KeyChange::Limits(limits) => statement
            .bind(limits.max_uses.map(i64::from))
            .bind(serde_json::json!(limits.domains).to_string())
            .bind(limits.expires_at),
        KeyChange::Rotation(rotation, hash) => statement.bind(i64::from(*rotation)).bind(*hash),
        KeyChange::Revoked => statement,
    }
}

/// The working key of a secret, with all that decides on its use and who is looking, in a row of [`KeyRow`].
pub fn find(ctx: &Context, form: KeyForm, hash: &str, credential: Option<&Credential>) -> Statement {
    Statement::new(
        "SELECT k.id, k.rotation, k.organization_id, o.name AS organization, l.id AS license, l.name AS license_name, k.max_uses, k.uses, k.domains, k.expires_at, \
         l.expires_at <= ?3 AS ended, l.reserved + l.held >= l.seat_limit AS full, k.created_by, k.created_by_name AS by_name, \
         (SELECT c.email FROM members c WHERE c.id = k.created_by AND c.status = 'active') AS by_email, \
         u.email AS signed_in, coalesce(m.email, u.email) AS known_by, u.name AS user_name, m.id AS member, a.id AS assignment, a.status, \
         EXISTS (SELECT 1 FROM license_key_uses x WHERE x.member_id = m.id AND x.key_id = k.id AND x.rotation = k.rotation) AS used \
         FROM license_keys k JOIN licenses l ON l.id = k.license_id JOIN organizations o ON o.id = k.organization_id \
         LEFT JOIN sessions s ON s.token_hash = ?4 AND s.expires_at > ?3 LEFT JOIN users u ON u.id = s.user_id \
         LEFT JOIN members m ON m.organization_id = k.organization_id AND m.user_id = u.id AND m.status = 'active' \
         LEFT JOIN assignments a ON a.license_id = k.license_id AND a.member_id = m.id \
         WHERE k.secret_hash = ?1 AND k.form = ?2 AND k.revoked_at IS NULL",
    )
    .bind(hash)
    .bind(form.as_str())
    .bind(ctx.now)
    .bind(credential.map(|credential| &credential.hash))
}

/// A row of [`find`].
#[derive(Debug, Deserialize)]
pub struct KeyRow {
    /// The key.
    pub id: LicenseKeyId,
    /// Which secret it has by now.
    pub rotation: u32,
    /// Where.
    pub organization_id: OrganizationId,
    /// Its name.
    pub organization: String,
    /// On which license.
    pub license: LicenseId,
    /// Its name.
    pub license_name: String,
    max_uses: Option<u32>,
    uses: u32,
    domains: String,
    expires_at: Option<Timestamp>,
    ended: Option<u8>,
    full: u8,
    /// Who answers for it.
    pub created_by: MemberId,
    /// Their name.
    pub by_name: String,
    /// Their address, while they are active.
    pub by_email: Option<Email>,
    /// The address of who is signed in, as pages show it.
    pub signed_in: Option<Email>,
    /// The address by which the organization knows them, which domains are asked of; their own where it does not.
    pub known_by: Option<Email>,
    /// Their name.
    pub user_name: Option<String>,
    /// Their place in the key's organization.
    pub member: Option<MemberId>,
    /// Their place on the license.
    pub assignment: Option<AssignmentId>,
    /// Where they stand on it.
    pub status: Option<AssignmentStatus>,
    used: u8,
}

impl KeyRow {
    /// What decides on its use.
    pub fn facts(&self) -> KeyFacts {
        let status = self.status;
        KeyFacts {
            limits: KeyLimits {
                max_uses: self.max_uses,
                domains: crate::json::read(&self.domains).unwrap_or_default(),
                expires_at: self.expires_at,
            },
            uses: self.uses,
            license_ended: self.ended == Some(1),
            full: self.full == 1 && status != Some(AssignmentStatus::Invited),
            person: match status {
                Some(AssignmentStatus::Accepted) => Comer::Seated,
                Some(AssignmentStatus::Removed) if self.used == 1 => Comer::TakenOff,
                _ => Comer::Outside,
            },
        }
    }
}

/// The condition that the secret by which this key was found still lets in.
fn works(key: &KeyRow) -> String {
    format!(
        "EXISTS (SELECT 1 FROM license_keys k WHERE k.id = '{}' AND k.revoked_at IS NULL AND k.rotation = {})",
        key.id, key.rotation
    )
}

/// The condition on a row `r` with an `email` that the secret of this key may bring it in. Whom an admin removed does not come
/// back by a secret that they used, or that was there before they were removed.
pub fn may_bring(key: &KeyRow) -> String {
    let (works, key) = (works(key), key.id);
    format!(
        "{works} AND NOT EXISTS (SELECT 1 FROM license_keys k JOIN members m ON m.organization_id = k.organization_id AND m.email = r.value ->> 'email' \
         WHERE k.id = '{key}' AND m.status = 'removed' \
         AND (EXISTS (SELECT 1 FROM license_key_uses x WHERE x.member_id = m.id AND x.key_id = k.id AND x.rotation = k.rotation) \
         OR EXISTS (SELECT 1 FROM events e WHERE e.organization_id = m.organization_id AND e.target = m.id AND e.kind = 'member.removed' \
         AND e.at >= coalesce(k.rotated_at, k.created_at))))"
    )
}

/// One use of a key.
pub struct KeyUse<'a> {
    /// The use; a new place on the license gets the same id.
    pub assignment: AssignmentId,
    /// The key as it was found.
    pub key: &'a KeyRow,
    /// Typed or followed.
    pub form: KeyForm,
    /// By whom.
    pub member: MemberId,
    /// The invitation that a new person is to accept; it has the seat.
    pub invitation: Option<InvitationId>,
    /// Who uses it, by name.
    pub by: &'a str,
    /// The write it belongs to.
    pub operation: OperationId,
}

/// Keeps a seat for somebody new whose invitation is open already: it comes with it. Not again for whom an admin took off the
/// seat that this secret gave them.
pub fn keep_seat(ctx: &Context, used: &KeyUse<'_>) -> Statement {
    let claim = Claim {
        assignment: used.assignment,
        license: used.key.license,
        member: used.member,
        invitation: used.invitation,
        asked: false,
        door: used.form.door(),
        event: ctx.id(),
        mail: None,
    };
    let condition = format!(
        "{} AND NOT EXISTS (SELECT 1 FROM license_key_uses x WHERE x.member_id = m.id AND x.key_id = '{}' AND x.rotation = {})",
        works(used.key),
        used.key.id,
        used.key.rotation
    );
    assignments::claim_while(ctx, used.key.organization_id, &claim, &condition, used.by, used.operation)
}

/// The condition that this operation used a key.
pub fn used_by(operation: OperationId) -> String {
    format!("EXISTS (SELECT 1 FROM license_key_uses WHERE operation_id = '{operation}')")
}

/// Takes back the invitations that this key made, nobody has answered and no admin has added to, if this operation gave it another secret or revoked
/// it, and tells the log.
pub fn cancel_open(ctx: &Context, key: LicenseKeyId, by: &By, operation: OperationId) -> [Statement; 2] {
    [
        Statement::new(
            "UPDATE invitations SET status = 'canceled', endings = endings + 1, answered_at = ?3, changed_by = ?2, changed_at = ?3, operation_id = ?4 \
             WHERE status = 'pending' AND EXISTS (SELECT 1 FROM license_keys WHERE id = ?1 AND operation_id = ?4) \
             AND id IN (SELECT u.invitation_id FROM license_key_uses u JOIN invitations i ON i.id = u.invitation_id \
             WHERE u.key_id = ?1 AND u.id IN (SELECT value ->> 'assignment' FROM json_each(i.claims)) AND i.role = 'standard' \
             AND NOT EXISTS (SELECT 1 FROM assignments a WHERE a.invitation_id = i.id AND a.license_id <> u.license_id))",
        )
        .bind(key)
        .bind(&by.name)
        .bind(ctx.now)
        .bind(operation),
        invitations::tell(ctx, EventKind::InvitationCanceled, by, operation),
    ]
}

/// Uses a key: the member is on the license if nothing speaks against it. A new person's counts only if the same operation
/// kept a seat with their invitation.
pub fn use_key(ctx: &Context, used: &KeyUse<'_>) -> Statement {
    Statement::new(
        "INSERT INTO license_key_uses (id, organization_id, key_id, rotation, license_id, member_id, invitation_id, door, by_name, at, operation_id) \
         SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11 \
         WHERE ?7 IS NULL OR EXISTS (SELECT 1 FROM assignments WHERE license_id = ?5 AND member_id = ?6 AND invitation_id = ?7 AND operation_id = ?11)",
    )
    .bind(used.assignment)
    .bind(used.key.organization_id)
    .bind(used.key.id)
    .bind(i64::from(used.key.rotation))
    .bind(used.key.license)
    .bind(used.member)
    .bind(used.invitation)
    .bind(used.form.door().as_str())
    .bind(used.by)
    .bind(ctx.now)
    .bind(used.operation)
}
