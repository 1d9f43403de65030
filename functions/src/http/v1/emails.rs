//! The addresses of people: one's own, and those of others as far as one sees people.

use http::Method;
use shared::access::Permission;
use shared::api::emails::{AddEmail, MailedCode, MemberEmails, MyEmails};

use crate::authority::{self, EditMembers, Proof, SignedIn};
use crate::failure::Failure;
use crate::http::call::Call;
use crate::http::reply::{self, Reply};
use crate::http::route::{Access, Route};
use crate::use_cases::accounts::emails;
use crate::use_cases::members;

const MINE: &str = "/api/v1/account/emails";
const ONE: &str = "/api/v1/account/emails/{email}";
const PRIMARY: &str = "/api/v1/account/primary-email";

pub(super) fn routes() -> Vec<Route> {
    let mine = Access::SignedIn;
    let (read, edit) = (Access::Needs(Permission::ReadMembers), Access::Needs(Permission::EditMembers));
    vec![
        Route::api(Method::GET, MINE, mine, "Shows my addresses.", list).answers::<MyEmails>(),
        Route::api(Method::POST, MINE, mine, "Names an address as mine: a code is mailed to it.", add)
            .takes::<AddEmail>()
            .answers::<MyEmails>(),
        Route::api(
            Method::POST,
            "/api/v1/account/emails/{email}/verify",
            mine,
            "Proves an address with its mailed code.",
            verify,
        )
        .takes::<MailedCode>()
        .answers::<MyEmails>(),
        Route::api(Method::DELETE, ONE, mine, "Takes one of my further addresses out.", remove)
            .answers::<MyEmails>(),
        Route::api(
            Method::POST,
            "/api/v1/account/emails/{email}/primary",
            mine,
            "Begins to make an address the primary one: a code is mailed to the one of today.",
            begin,
        )
        .answers::<MyEmails>(),
        Route::api(
            Method::POST,
            PRIMARY,
            mine,
            "Makes it the primary one with the mailed code; my other sessions end.",
            confirm,
        )
        .takes::<MailedCode>()
        .answers::<MyEmails>(),
        Route::api(Method::DELETE, PRIMARY, mine, "Gives the change up.", cancel).answers::<MyEmails>(),
        Route::api(
            Method::GET,
            "/api/v1/members/{member}/emails",
            read,
            "Shows the addresses of one person.",
            of_member,
        )
        .answers::<MemberEmails>(),
        Route::api(
            Method::POST,
            "/api/v1/members/{member}/primary-email",
            edit,
            "Confirms another primary address where the old mailbox is lost; the person's sessions end.",
            confirm_member,
        )
        .answers::<MemberEmails>(),
    ]
}

async fn own(call: &Call) -> Result<Proof<SignedIn>, Failure> {
    authority::prove(&call.ctx, call.credential.as_ref()).await
}

async fn list(call: Call) -> Result<Reply, Failure> {
    let proof = own(&call).await?;
    Ok(reply::raw_json(emails::list(&call.ctx, &proof).await?))
}

async fn add(call: Call) -> Result<Reply, Failure> {
    let proof = own(&call).await?;
    Ok(reply::raw_json(emails::add(&call.ctx, &proof, &call.json()?).await?))
}

async fn verify(call: Call) -> Result<Reply, Failure> {
    let proof = own(&call).await?;
    Ok(reply::raw_json(emails::verify(&call.ctx, &proof, call.id("email")?, &call.json()?).await?))
}

async fn remove(call: Call) -> Result<Reply, Failure> {
    let proof = own(&call).await?;
    Ok(reply::raw_json(emails::remove(&call.ctx, &proof, call.id("email")?).await?))
}

async fn begin(call: Call) -> Result<Reply, Failure> {
    let proof = own(&call).await?;
    Ok(reply::raw_json(emails::begin(&call.ctx, &proof, call.id("email")?).await?))
}

async fn confirm(call: Call) -> Result<Reply, Failure> {
    let proof = own(&call).await?;
    Ok(reply::raw_json(emails::confirm(&call.ctx, &proof, call.credential()?, &call.json()?).await?))
}

async fn cancel(call: Call) -> Result<Reply, Failure> {
    let proof = own(&call).await?;
    Ok(reply::raw_json(emails::cancel(&call.ctx, &proof).await?))
}

async fn of_member(call: Call) -> Result<Reply, Failure> {
    Ok(reply::raw_json(members::emails::get(&call.ctx, call.credential()?, call.id("member")?).await?))
}

async fn confirm_member(call: Call) -> Result<Reply, Failure> {
    let proof = authority::prove::<EditMembers>(&call.ctx, call.credential.as_ref()).await?;
    Ok(reply::raw_json(members::emails::confirm(&call.ctx, &proof, call.id("member")?).await?))
}
