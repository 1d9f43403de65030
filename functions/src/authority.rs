//! Who is calling, and the proof that they may do what they ask.
//!
//! Only this module makes a [`Proof`]; use cases take one, so that code which forgot to ask does not compile. The
//! check and the reads it guards go in one batch: if the check fails, what was read is dropped.

use core::marker::PhantomData;

use serde::Deserialize;
use shared::access::{self, Permission, Permissions, Role};
use shared::api::session::Language;
use shared::email::Email;
use shared::event::ActorKind;
use shared::id::{MemberId, OrganizationId, SessionId, TokenId, UserId};
use shared::{Code, Refusal};

use crate::context::Context;
use crate::failure::Failure;
use crate::ports::{Rows, Statement};
use crate::secrets::Credential;
use crate::store::actors;
use crate::store::roles::Rights;

/// A right that a use case asks for.
pub trait Right {
    /// The permission that gives it; none: being signed in is enough.
    const PERMISSION: Option<Permission>;
}

macro_rules! rights {
    ($($name:ident = $permission:expr;)*) => {$(
        #[doc = concat!("The right to `", stringify!($name), "`.")]
        #[derive(Debug)]
        pub enum $name {}
        impl Right for $name {
            const PERMISSION: Option<Permission> = $permission;
        }
    )*};
}

rights! {
    SignedIn = None;
    ReadMembers = Some(Permission::ReadMembers);
    EditMembers = Some(Permission::EditMembers);
    DeactivateMembers = Some(Permission::DeactivateMembers);
    RemoveMembers = Some(Permission::RemoveMembers);
    ManageRoles = Some(Permission::ManageRoles);
    ReadInvitations = Some(Permission::ReadInvitations);
    ManageInvitations = Some(Permission::ManageInvitations);
    ReadLicenses = Some(Permission::ReadLicenses);
    ManageLicenses = Some(Permission::ManageLicenses);
    ManageAssignments = Some(Permission::ManageAssignments);
    ManageConnections = Some(Permission::ManageConnections);
    ManageTeams = Some(Permission::ManageTeams);
    ManageServices = Some(Permission::ManageServices);
    ManageCompanies = Some(Permission::ManageCompanies);
    AddCustomers = Some(Permission::AddCustomers);
    SendMeasures = Some(Permission::SendMeasures);
    Export = Some(Permission::Export);
    ReadInsights = Some(Permission::ReadInsights);
    ReadTeamInsights = Some(Permission::ReadTeamInsights);
    ReadOwnInsights = Some(Permission::ReadOwnInsights);
    ManageDomains = Some(Permission::ManageDomains);
    ReadEvents = Some(Permission::ReadEvents);
    ManageTokens = Some(Permission::ManageTokens);
    CheckSeats = Some(Permission::Check);
    ManageOrganization = Some(Permission::ManageOrganization);
}

/// A caller who was recognized.
#[derive(Clone, Debug)]
pub struct Actor {
    /// Where they act.
    pub organization: OrganizationId,
    /// Its name.
    pub organization_name: String,
    /// Who they are.
    pub identity: Identity,
    /// What they may do.
    pub permissions: Permissions,
}

/// Who the caller is.
#[derive(Clone, Debug)]
pub enum Identity {
    /// A signed-in member.
    Member(Person),
    /// A program.
    Token {
        /// The token.
        id: TokenId,
        /// Its name.
        name: String,
        /// The member who made it.
        made_by: MemberId,
    },
}

/// A signed-in member.
#[derive(Clone, Debug)]
pub struct Person {
    /// The session.
    pub session: SessionId,
    /// The user.
    pub user: UserId,
    /// The member.
    pub member: MemberId,
    /// Their role.
    pub role: Role,
    /// Their name.
    pub name: String,
    /// Their address.
    pub email: Email,
    /// Their language.
    pub language: Language,
}

impl Actor {
    /// What sort of actor, for the log.
    pub const fn kind(&self) -> ActorKind {
        match self.identity {
            Identity::Member(_) => ActorKind::Member,
            Identity::Token { .. } => ActorKind::Token,
        }
    }

    /// The actor's id, for the log.
    pub fn id(&self) -> String {
        match &self.identity {
            Identity::Member(person) => person.member.to_string(),
            Identity::Token { id, .. } => id.to_string(),
        }
    }

    /// The actor's name, for the log and the ledger.
    pub fn name(&self) -> &str {
        match &self.identity {
            Identity::Member(person) => &person.name,
            Identity::Token { name, .. } => name,
        }
    }

    /// The member behind the caller: themselves, or who made the token.
    pub const fn member(&self) -> MemberId {
        match &self.identity {
            Identity::Member(person) => person.member,
            Identity::Token { made_by, .. } => *made_by,
        }
    }

    /// The token by which a program calls.
    pub const fn token(&self) -> Option<TokenId> {
        match &self.identity {
            Identity::Member(_) => None,
            Identity::Token { id, .. } => Some(*id),
        }
    }

    /// The signed-in person; a program is refused.
    pub fn person(&self) -> Result<&Person, Refusal> {
        match &self.identity {
            Identity::Member(person) => Ok(person),
            Identity::Token { .. } => {
                Err(Refusal::new(Code::Forbidden, "Only a signed-in person can do this."))
            }
        }
    }
}

/// The proof that the actor has the right `R`.
#[derive(Debug)]
pub struct Proof<R> {
    actor: Actor,
    right: PhantomData<R>,
}

impl<R> Proof<R> {
    /// Who has the right.
    pub const fn actor(&self) -> &Actor {
        &self.actor
    }

    /// The proof of another right of the same actor.
    pub fn with<Other: Right>(&self) -> Result<Proof<Other>, Refusal> {
        if let Some(permission) = Other::PERMISSION {
            access::require(self.actor.permissions, permission)?;
        }
        Ok(Proof { actor: self.actor.clone(), right: PhantomData })
    }

    /// Where.
    pub const fn organization(&self) -> OrganizationId {
        self.actor.organization
    }
}

/// Checks the right.
pub async fn prove<R: Right>(ctx: &Context, credential: Option<&Credential>) -> Result<Proof<R>, Failure> {
    Ok(read(ctx, credential, Vec::new()).await?.0)
}

/// Checks the right and reads in the same round trip. The statements must name the credential's organization.
pub async fn read<R: Right>(
    ctx: &Context,
    credential: Option<&Credential>,
    statements: Vec<Statement>,
) -> Result<(Proof<R>, Vec<Rows>), Failure> {
    let credential = credential.ok_or_else(unauthenticated)?;
    let mut batch = vec![actors::identify(ctx, credential)];
    batch.extend(statements);
    let mut rows = ctx.batch(batch).await?.into_iter();
    let row = rows.next().map(|rows| rows.first::<ActorRow>()).transpose()?.flatten();
    let actor = row.ok_or_else(unauthenticated)?.actor(credential.organization)?;
    if let Some(permission) = R::PERMISSION {
        access::require(actor.permissions, permission)?;
    }
    Ok((Proof { actor, right: PhantomData }, rows.collect()))
}

/// Checks the right of somebody whose act goes on after their request, as it is now, and reads in the same round trip.
pub async fn read_again<R: Right>(
    ctx: &Context,
    (organization, member, token): (OrganizationId, MemberId, Option<TokenId>),
    statements: Vec<Statement>,
) -> Result<(Result<Proof<R>, Refusal>, Vec<Rows>), Failure> {
    let mut batch = vec![actors::identify_again(ctx, organization, member, token)];
    batch.extend(statements);
    let mut rows = ctx.batch(batch).await?.into_iter();
    let row = rows.next().map(|rows| rows.first::<ActorRow>()).transpose()?.flatten();
    let Some(row) = row else {
        let gone = "Whoever began this is no longer active, or their token has ended.";
        return Ok((Err(Refusal::new(Code::Forbidden, gone)), rows.collect()));
    };
    let actor = row.actor(organization)?;
    let allowed = R::PERMISSION.map_or(Ok(()), |permission| access::require(actor.permissions, permission));
    Ok((allowed.map(|()| Proof { actor, right: PhantomData }), rows.collect()))
}

/// The refusal of a caller who was not recognized.
pub fn unauthenticated() -> Refusal {
    Refusal::new(Code::Unauthenticated, "Sign in, or send a valid API token.")
}

#[derive(Deserialize)]
struct ActorRow {
    credential: String,
    user: Option<UserId>,
    name: String,
    email: Option<Email>,
    language: Option<Language>,
    member: MemberId,
    role: Role,
    of_role: Option<String>,
    grants: String,
    denials: String,
    organization: String,
    scopes: Option<String>,
}

impl ActorRow {
    fn actor(self, organization: OrganizationId) -> Result<Actor, Failure> {
        let inconsistent = |what: &str| Failure::broken("actor", format_args!("{}: {what}", self.credential));
        let rights =
            Rights { role: self.role, of_role: self.of_role, grants: self.grants, denials: self.denials };
        let held = rights.effective();
        let (identity, permissions) = match (self.user, self.email, self.scopes) {
            (Some(user), Some(email), _) => {
                // An act that goes on after its request has no session any more.
                let session = self.credential.parse().unwrap_or(SessionId::NIL);
                let language = self.language.unwrap_or_default();
                let name = self.name;
                let person =
                    Person { session, user, member: self.member, role: rights.role, name, email, language };
                (Identity::Member(person), held)
            }
            (_, _, Some(scopes)) => {
                let id = self.credential.parse().map_err(|_| inconsistent("token id"))?;
                let scopes = Permissions::stored(&scopes);
                let permissions = scopes.and(held);
                (Identity::Token { id, name: self.name, made_by: self.member }, permissions)
            }
            _ => return Err(inconsistent("neither person nor program")),
        };
        Ok(Actor { organization, organization_name: self.organization, identity, permissions })
    }
}
