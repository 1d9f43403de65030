//! Who am I, where, and what may I do.

use shared::access::{Permission, Role};
use shared::api::Named;
use shared::api::session::{Session, SignedInUser};
use shared::id::OrganizationId;

use crate::authority::{self, Identity, SignedIn};
use crate::context::Context;
use crate::failure::Failure;
use crate::ports::Rows;
use crate::secrets::Credential;
use crate::store::{instance, profiles, roles, sessions};

/// Describes the caller.
pub async fn describe(ctx: &Context, credential: Option<&Credential>) -> Result<Session, Failure> {
    let hash = credential.map(|credential| credential.hash.as_str()).unwrap_or_default();
    let first =
        instance::is_first(credential.map_or(OrganizationId::NIL, |credential| credential.organization));
    let roles = roles::catalog(credential.map_or(OrganizationId::NIL, |credential| credential.organization));
    let facts = vec![sessions::organizations(hash), first, roles, profiles::photo_of_session(hash)];
    let (proof, rows) = authority::read::<SignedIn>(ctx, credential, facts).await?;
    let actor = proof.actor();
    let organization = Named { id: actor.organization, name: actor.organization_name.clone() };
    let mut organizations: Vec<Named<OrganizationId>> =
        rows.first().map(Rows::all).transpose()?.unwrap_or_default();
    organizations.retain(|other| other.id != actor.organization);
    let permissions = actor.permissions.iter().collect();
    let person = match &actor.identity {
        Identity::Member(person) => Some(person),
        Identity::Token { .. } => None,
    };
    let own = person.map(|person| person.role);
    let mut roles = rows.get(2).map(roles::catalog_of).transpose()?.unwrap_or_default().custom().to_vec();
    roles.retain(|role| actor.permissions.has(Permission::ReadMembers) || own == Some(Role::Custom(role.id)));
    let photo: Option<profiles::VersionRow> = rows.get(3).map(Rows::first).transpose()?.flatten();
    let is_owner = person.is_some_and(|person| person.role == Role::Owner);
    Ok(Session {
        user: person.map(|person| SignedInUser {
            id: person.user,
            name: person.name.clone(),
            email: person.email.clone(),
            language: person.language,
        }),
        organization,
        organizations,
        member: person.map(|person| person.member),
        role: own,
        photo: photo.map(|row| row.version),
        permissions,
        roles,
        operator: is_owner && rows.get(1).is_some_and(|rows| !rows.is_empty()),
    })
}
