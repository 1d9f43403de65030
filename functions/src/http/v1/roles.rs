//! Roles, and what members hold beside theirs.

use http::Method;
use shared::Refusal;
use shared::access::{Permission, Role};
use shared::api::roles::{
    ChangeRole, CreateRole, MemberPermissions, PreviewRole, RoleInfo, RolePreview, SetPermissions,
};
use shared::api::{Done, Page};

use crate::authority::{self, ManageRoles, Proof};
use crate::failure::Failure;
use crate::http::call::Call;
use crate::http::reply::{self, Reply};
use crate::http::route::{Access, Route};
use crate::use_cases::{members, roles};

const READ: Access = Access::Needs(Permission::ReadMembers);
const MANAGE: Access = Access::Needs(Permission::ManageRoles);
const ALL: &str = "/api/v1/roles";
const ONE: &str = "/api/v1/roles/{role}";
const BESIDE: &str = "/api/v1/members/{member}/permissions";

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::api(Method::GET, ALL, READ, "Lists the roles, the built-in ones first.", list)
            .answers::<Page<RoleInfo>>(),
        Route::api(Method::POST, ALL, MANAGE, "Makes a role.", create)
            .takes::<CreateRole>()
            .answers::<RoleInfo>(),
        Route::api(Method::GET, ONE, READ, "Shows one role.", get).answers::<RoleInfo>(),
        Route::api(
            Method::PATCH,
            ONE,
            MANAGE,
            "Changes a role; takes If-Match. It counts from its holders' next request on.",
            change,
        )
        .takes::<ChangeRole>()
        .answers::<RoleInfo>(),
        Route::api(
            Method::DELETE,
            ONE,
            MANAGE,
            "Deletes a role that nobody has, or whose holders get the replacement.",
            delete,
        )
        .query(&["replacement"])
        .answers::<Done>(),
        Route::api(
            Method::POST,
            "/api/v1/roles/{role}/preview",
            MANAGE,
            "Says what would change for whom, and changes nothing.",
            preview,
        )
        .takes::<PreviewRole>()
        .answers::<RolePreview>(),
        Route::api(
            Method::GET,
            BESIDE,
            READ,
            "Shows what a person may do, and where it comes from.",
            permissions,
        )
        .answers::<MemberPermissions>(),
        Route::api(
            Method::PUT,
            BESIDE,
            MANAGE,
            "Sets what is granted to and denied a person beside their role; takes If-Match.",
            set_permissions,
        )
        .takes::<SetPermissions>()
        .answers::<MemberPermissions>(),
    ]
}

fn role(call: &Call) -> Result<Role, Refusal> {
    call.param("role").parse().map_err(|_| Refusal::not_found())
}

async fn manage(call: &Call) -> Result<Proof<ManageRoles>, Failure> {
    authority::prove(&call.ctx, call.credential.as_ref()).await
}

fn role_reply(role: &RoleInfo) -> Result<Reply, Failure> {
    Ok(reply::with_version(reply::json(role)?, role.version.as_deref()))
}

async fn list(call: Call) -> Result<Reply, Failure> {
    reply::json(&roles::list::list(&call.ctx, call.credential()?).await?)
}

async fn create(call: Call) -> Result<Reply, Failure> {
    let proof = manage(&call).await?;
    role_reply(&roles::create::create(&call.ctx, &proof, &call.json()?).await?)
}

async fn get(call: Call) -> Result<Reply, Failure> {
    role_reply(&roles::get::get(&call.ctx, call.credential()?, role(&call)?).await?)
}

async fn change(call: Call) -> Result<Reply, Failure> {
    let proof = manage(&call).await?;
    let seen = call.seen()?;
    role_reply(&roles::change::change(&call.ctx, &proof, role(&call)?, seen, &call.json()?).await?)
}

async fn delete(call: Call) -> Result<Reply, Failure> {
    let proof = manage(&call).await?;
    roles::delete::delete(&call.ctx, &proof, role(&call)?, call.choice("replacement")?).await?;
    reply::done()
}

async fn preview(call: Call) -> Result<Reply, Failure> {
    let proof = manage(&call).await?;
    reply::json(&roles::preview::preview(&call.ctx, &proof, role(&call)?, &call.json()?).await?)
}

fn permissions_reply(permissions: &MemberPermissions) -> Result<Reply, Failure> {
    Ok(reply::with_version(reply::json(permissions)?, Some(&permissions.version)))
}

async fn permissions(call: Call) -> Result<Reply, Failure> {
    permissions_reply(&members::permissions::get(&call.ctx, call.credential()?, call.id("member")?).await?)
}

async fn set_permissions(call: Call) -> Result<Reply, Failure> {
    let proof = manage(&call).await?;
    let (member, seen) = (call.id("member")?, call.seen()?);
    permissions_reply(&members::permissions::set(&call.ctx, &proof, member, seen, &call.json()?).await?)
}
