//! Fields that an organization adds to its people, and their values.

use http::Method;
use shared::access::Permission;
use shared::api::custom_fields::{ChangeField, ChangeValues, CreateField, CustomField, FieldValues};
use shared::api::{Done, Page};

use crate::authority::{self, EditMembers, Proof, ReadMembers, SignedIn};
use crate::failure::Failure;
use crate::http::call::Call;
use crate::http::reply::{self, Reply};
use crate::http::route::{Access, Route};
use crate::use_cases::custom_fields::{Eyes, define, values};

const READ: Access = Access::Needs(Permission::ReadMembers);
const EDIT: Access = Access::Needs(Permission::EditMembers);
const ALL: &str = "/api/v1/custom-fields";
const ONE: &str = "/api/v1/custom-fields/{field}";
const OF_MEMBER: &str = "/api/v1/members/{member}/fields";
const MINE: &str = "/api/v1/me/fields";

pub(super) fn routes() -> Vec<Route> {
    let mine = Access::SignedIn;
    vec![
        Route::api(Method::GET, ALL, READ, "Lists the fields of people by name.", list)
            .answers::<Page<CustomField>>(),
        Route::api(Method::POST, ALL, EDIT, "Makes a field of people.", create)
            .takes::<CreateField>()
            .answers::<CustomField>(),
        Route::api(Method::PATCH, ONE, EDIT, "Changes a field; values that are there stay.", change)
            .takes::<ChangeField>()
            .answers::<CustomField>(),
        Route::api(Method::DELETE, ONE, EDIT, "Deletes a field with all its values.", delete)
            .answers::<Done>(),
        Route::api(Method::GET, OF_MEMBER, READ, "Shows the fields of one person.", of_member)
            .answers::<FieldValues>(),
        Route::api(
            Method::PATCH,
            OF_MEMBER,
            EDIT,
            "Changes values of one person, all or none.",
            change_member,
        )
        .takes::<ChangeValues>()
        .answers::<FieldValues>(),
        Route::api(Method::GET, MINE, mine, "Shows my fields, as far as they are for me to see.", own)
            .answers::<FieldValues>(),
        Route::api(
            Method::PATCH,
            MINE,
            mine,
            "Changes those of my fields that I fill, all or none.",
            change_own,
        )
        .takes::<ChangeValues>()
        .answers::<FieldValues>(),
    ]
}

async fn edit(call: &Call) -> Result<Proof<EditMembers>, Failure> {
    authority::prove(&call.ctx, call.credential.as_ref()).await
}

async fn own_proof(call: &Call) -> Result<Proof<SignedIn>, Failure> {
    authority::prove(&call.ctx, call.credential.as_ref()).await
}

async fn list(call: Call) -> Result<Reply, Failure> {
    Ok(reply::raw_json(define::list(&call.ctx, call.credential()?).await?))
}

async fn create(call: Call) -> Result<Reply, Failure> {
    let proof = edit(&call).await?;
    Ok(reply::raw_json(define::create(&call.ctx, &proof, call.json()?).await?))
}

async fn change(call: Call) -> Result<Reply, Failure> {
    let proof = edit(&call).await?;
    let id = call.id("field")?;
    Ok(reply::raw_json(define::change(&call.ctx, &proof, id, &call.json()?).await?))
}

async fn delete(call: Call) -> Result<Reply, Failure> {
    let proof = edit(&call).await?;
    define::delete(&call.ctx, &proof, call.id("field")?).await?;
    reply::done()
}

async fn of_member(call: Call) -> Result<Reply, Failure> {
    let proof = authority::prove::<ReadMembers>(&call.ctx, call.credential.as_ref()).await?;
    let may = proof.actor().permissions.has(Permission::EditMembers);
    let eyes = if may { Eyes::Admin } else { Eyes::Staff };
    reply::json(&values::get(&call.ctx, proof.organization(), call.id("member")?, eyes).await?)
}

async fn change_member(call: Call) -> Result<Reply, Failure> {
    let proof = edit(&call).await?;
    let member = call.id("member")?;
    reply::json(&values::change(&call.ctx, proof.actor(), member, Eyes::Admin, &call.json()?).await?)
}

async fn own(call: Call) -> Result<Reply, Failure> {
    let proof = own_proof(&call).await?;
    let member = proof.actor().member();
    reply::json(&values::get(&call.ctx, proof.organization(), member, Eyes::Own).await?)
}

async fn change_own(call: Call) -> Result<Reply, Failure> {
    let proof = own_proof(&call).await?;
    let (actor, member) = (proof.actor(), proof.actor().member());
    reply::json(&values::change(&call.ctx, actor, member, Eyes::Own, &call.json()?).await?)
}
