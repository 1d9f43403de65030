//! What people tell an organization about themselves, and their photo there.

use serde::Deserialize;
use shared::id::{MemberId, OperationId, OrganizationId};

use crate::context::Context;
use crate::ports::Statement;

/// A profile as JSON text, in a row with `item`; of whoever is removed the name alone is left.
pub fn item(organization: OrganizationId, member: MemberId) -> Statement {
    Statement::new(
        "SELECT json_object('name', m.name, 'language', u.language, 'job_title', coalesce(p.job_title, ''), \
         'phone', coalesce(p.phone, ''), 'links', json(coalesce(p.links, '[]')), 'time_zone', p.time_zone, 'photo', f.version) AS item \
         FROM members m LEFT JOIN users u ON u.id = m.user_id LEFT JOIN profiles p ON p.member_id = m.id \
         LEFT JOIN photos f ON f.member_id = m.id WHERE m.organization_id = ?1 AND m.id = ?2",
    )
    .bind(organization)
    .bind(member)
}

/// The version of the photo of the member `m`, by the index alone: the picture is long, and lists don't need it.
pub const PHOTO_OF: &str =
    "(SELECT f.version FROM photos f INDEXED BY photos_versions WHERE f.member_id = m.id)";

/// What changes; what is absent stays.
#[derive(Debug, Default)]
pub struct Told {
    /// The job title.
    pub job_title: Option<String>,
    /// The phone number.
    pub phone: Option<String>,
    /// The links, as a JSON array.
    pub links: Option<String>,
    /// The time zone; empty for none.
    pub time_zone: Option<String>,
}

/// Writes what changes.
pub fn change(
    ctx: &Context,
    organization: OrganizationId,
    member: MemberId,
    told: &Told,
    operation: OperationId,
) -> Statement {
    Statement::new(
        "INSERT INTO profiles (member_id, organization_id, job_title, phone, links, time_zone, changed_at, operation_id) \
         SELECT m.id, ?1, coalesce(?3, ''), coalesce(?4, ''), coalesce(?5, '[]'), nullif(?6, ''), ?7, ?8 FROM members m \
         WHERE m.organization_id = ?1 AND m.id = ?2 AND m.status <> 'removed' \
         ON CONFLICT (member_id) DO UPDATE SET job_title = coalesce(?3, job_title), phone = coalesce(?4, phone), \
         links = coalesce(?5, links), time_zone = iif(?6 IS NULL, time_zone, nullif(?6, '')), \
         changed_at = excluded.changed_at, operation_id = excluded.operation_id",
    )
    .bind(organization)
    .bind(member)
    .bind(told.job_title.as_deref())
    .bind(told.phone.as_deref())
    .bind(told.links.as_deref())
    .bind(told.time_zone.as_deref())
    .bind(ctx.now)
    .bind(operation)
}

/// Puts a photo in place of the one that is there.
pub fn put_photo(
    ctx: &Context,
    organization: OrganizationId,
    member: MemberId,
    kind: &str,
    image: &str,
    operation: OperationId,
) -> Statement {
    Statement::new(
        "INSERT INTO photos (member_id, organization_id, kind, image, version, changed_at) \
         SELECT m.id, ?1, ?3, ?4, ?5, ?6 FROM members m WHERE m.organization_id = ?1 AND m.id = ?2 AND m.status <> 'removed' \
         ON CONFLICT (member_id) DO UPDATE SET kind = excluded.kind, image = excluded.image, version = excluded.version, \
         changed_at = excluded.changed_at",
    )
    .bind(organization)
    .bind(member)
    .bind(kind)
    .bind(image)
    .bind(operation)
    .bind(ctx.now)
}

/// For `events::insert_if`: the photo of the event's target is of its operation.
pub const PHOTO_OF_OPERATION: &str =
    "EXISTS (SELECT 1 FROM photos WHERE organization_id = ?2 AND member_id = ?8 AND version = ?11)";

/// For `events::insert_if`: the event's target has a photo.
pub const PHOTO_THERE: &str = "EXISTS (SELECT 1 FROM photos WHERE organization_id = ?2 AND member_id = ?8)";

/// Takes a photo away.
pub fn delete_photo(organization: OrganizationId, member: MemberId) -> Statement {
    Statement::new("DELETE FROM photos WHERE organization_id = ?1 AND member_id = ?2")
        .bind(organization)
        .bind(member)
}

/// A photo: rows of [`PhotoRow`].
pub fn photo(organization: OrganizationId, member: MemberId) -> Statement {
    Statement::new("SELECT kind, image, version FROM photos WHERE organization_id = ?1 AND member_id = ?2")
        .bind(organization)
        .bind(member)
}

/// The version of the photo of whoever has a session: rows of [`VersionRow`].
pub fn photo_of_session(token_hash: &str) -> Statement {
    Statement::new(
        "SELECT f.version FROM sessions s JOIN members m ON m.user_id = s.user_id AND m.organization_id = s.organization_id \
         JOIN photos f ON f.member_id = m.id WHERE s.token_hash = ?1",
    )
    .bind(token_hash)
}

/// A row of [`photo_of_session`].
#[derive(Debug, Deserialize)]
pub struct VersionRow {
    /// The version.
    pub version: String,
}

/// A row of [`photo`].
#[derive(Debug, Deserialize)]
pub struct PhotoRow {
    /// Its media type.
    pub kind: String,
    /// The file in base64.
    pub image: String,
    /// Its version.
    pub version: String,
}
