//! Imports of files.

use http::Method;
use shared::access::Permission;
use shared::api::imports::{AskStandings, CreateImport, Import, ImportPart, ImportedRow, Standings};
use shared::api::{Done, Page};

use crate::authority::{self, ManageInvitations, Proof};
use crate::failure::Failure;
use crate::http::call::Call;
use crate::http::reply::{self, Reply};
use crate::http::route::{Access, Route};
use crate::use_cases::imports;

const READ: Access = Access::Needs(Permission::ReadInvitations);
const MANAGE: Access = Access::Needs(Permission::ManageInvitations);
const ALL: &str = "/api/v1/imports";
const ONE: &str = "/api/v1/imports/{import}";

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::api(Method::GET, ALL, READ, "Lists imports, the newest first.", list)
            .query(&["limit", "cursor"])
            .answers::<Page<Import>>(),
        Route::api(Method::POST, ALL, MANAGE, "Begins an import; nothing happens before its commit.", create)
            .takes::<CreateImport>()
            .answers::<Import>(),
        Route::api(
            Method::POST,
            "/api/v1/imports/standings",
            MANAGE,
            "Says what is known of up to 5,000 addresses.",
            standings,
        )
        .takes::<AskStandings>()
        .answers::<Standings>(),
        Route::api(Method::GET, ONE, READ, "Shows one import and how far it is.", get).answers::<Import>(),
        Route::api(
            Method::PUT,
            "/api/v1/imports/{import}/parts/{part}",
            MANAGE,
            "Takes in 500 rows; parts are numbered from 0.",
            put_part,
        )
        .takes::<ImportPart>()
        .answers::<Done>(),
        Route::api(
            Method::POST,
            "/api/v1/imports/{import}/commit",
            MANAGE,
            "Sets the import going, in the background.",
            commit,
        )
        .answers::<Import>(),
        Route::api(
            Method::POST,
            "/api/v1/imports/{import}/cancel",
            MANAGE,
            "Stops the import; rows that were carried out stay.",
            cancel,
        )
        .answers::<Import>(),
        Route::api(
            Method::GET,
            "/api/v1/imports/{import}/rows",
            READ,
            "Lists the rows and what became of each.",
            rows,
        )
        .query(&["outcome", "limit", "cursor"])
        .answers::<Page<ImportedRow>>(),
        Route::api(
            Method::GET,
            "/api/v1/imports/{import}/refused.csv",
            READ,
            "The refused rows with reasons, as a file.",
            refused,
        ),
    ]
}

async fn prove(call: &Call) -> Result<Proof<ManageInvitations>, Failure> {
    authority::prove(&call.ctx, call.credential.as_ref()).await
}

async fn list(call: Call) -> Result<Reply, Failure> {
    Ok(reply::page_of(imports::list::list(&call.ctx, call.credential()?, &call.window()?).await?))
}

async fn create(call: Call) -> Result<Reply, Failure> {
    let proof = prove(&call).await?;
    Ok(reply::raw_json(imports::create::create(&call.ctx, &proof, &call.json()?).await?))
}

async fn standings(call: Call) -> Result<Reply, Failure> {
    let proof = prove(&call).await?;
    reply::json(&imports::standings::standings(&call.ctx, &proof, &call.json()?).await?)
}

async fn get(call: Call) -> Result<Reply, Failure> {
    Ok(reply::raw_json(imports::get::get(&call.ctx, call.credential()?, call.id("import")?).await?))
}

async fn put_part(call: Call) -> Result<Reply, Failure> {
    let proof = prove(&call).await?;
    let (import, part) = (call.id("import")?, call.param("part"));
    imports::put_part::put_part(&call.ctx, &proof, import, part, &call.json()?).await?;
    reply::done()
}

async fn commit(call: Call) -> Result<Reply, Failure> {
    let proof = prove(&call).await?;
    Ok(reply::raw_json(imports::commit::commit(&call.ctx, &proof, call.id("import")?).await?))
}

async fn cancel(call: Call) -> Result<Reply, Failure> {
    let proof = prove(&call).await?;
    Ok(reply::raw_json(imports::cancel::cancel(&call.ctx, &proof, call.id("import")?).await?))
}

async fn rows(call: Call) -> Result<Reply, Failure> {
    let (import, outcome) = (call.id("import")?, call.choice("outcome")?);
    let page = imports::rows::rows(&call.ctx, call.credential()?, import, outcome, &call.window()?).await?;
    Ok(reply::page_of(page))
}

async fn refused(call: Call) -> Result<Reply, Failure> {
    let file = imports::left_out::file(&call.ctx, call.credential()?, call.id("import")?).await?;
    Ok(reply::file("refused.csv", file))
}
