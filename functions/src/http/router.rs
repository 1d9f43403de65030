//! The one list of routes, and the way of a request through it: match, guard, handle, answer, log.

use http::{Method, Request, StatusCode};
use matchit::Router as PathRouter;
use serde::Serialize;
use shared::{Code, Refusal};

use super::call::{self, Call};
use super::reply::{self, Reply};
use super::route::{Route, Surface};
use super::{guard, pages, v1};
use crate::context::Context;
use crate::failure::Failure;
use crate::use_cases::organization;
use crate::views::{self, ProblemPage, Shell};

/// Every route that the Worker answers itself; what is left is the console's.
pub fn routes() -> Vec<Route> {
    let mut routes = v1::routes();
    routes.extend(pages::routes());
    routes
}

/// Finds the route of a request. Built once, used for every request.
pub struct Router {
    routes: Vec<Route>,
    paths: PathRouter<Vec<usize>>,
}

/// One line of the log: what an operator needs to find a request. No address, token or password.
#[derive(Debug, Serialize)]
pub struct LogLine {
    /// The route's path, with its `{names}`; what is not ours to answer has none.
    pub route: &'static str,
    /// The method.
    pub method: String,
    /// The answer's status.
    pub status: u16,
    /// The request's id, which the answer carries too.
    pub request_id: String,
    /// The organization that the credential names.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organization: Option<String>,
    /// The refusal's code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<Code>,
    /// Why something of ours broke.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}

impl Router {
    /// Builds the router.
    ///
    /// # Panics
    /// When two routes of the list clash, which the first test notices.
    #[expect(clippy::expect_used, reason = "the list is fixed text of ours")]
    pub fn new() -> Self {
        let routes = routes();
        let mut by_path: std::collections::BTreeMap<&'static str, Vec<usize>> =
            std::collections::BTreeMap::new();
        for (index, route) in routes.iter().enumerate() {
            by_path.entry(route.path).or_default().push(index);
        }
        let mut paths = PathRouter::new();
        for (path, indexes) in by_path {
            paths.insert(path, indexes).expect("routes don't clash");
        }
        Self { routes, paths }
    }

    /// Answers a request, or `None` where the path is the console's.
    pub async fn answer(&self, ctx: Context, request: Request<Vec<u8>>) -> Option<(Reply, LogLine)> {
        let found = self.find(&request)?;
        let settings = ctx.settings.clone();
        let credential = call::credential(&request, &settings);
        let mut line = LogLine {
            route: found.route.as_ref().map_or("", |route| route.path),
            method: request.method().to_string(),
            status: 0,
            request_id: ctx.id::<shared::id::Operation>().suffix(),
            organization: credential.as_ref().map(|credential| credential.organization.to_string()),
            code: None,
            error: None,
        };
        let speaks = Speaks::of(&request, found.route.as_ref().ok().copied());
        let result = match found.route {
            Err(refusal) => Err(refusal.into()),
            Ok(route) => {
                let (kept, caller) = (ctx.clone(), credential.as_ref().map(|it| it.organization));
                match (handle(route, Call { ctx, request, params: found.params, credential }).await, caller) {
                    (Err(failure), Some(organization)) => {
                        Err(organization::contact::with_failure(&kept, organization, failure).await)
                    }
                    (result, _) => result,
                }
            }
        };
        let mut answer = result.unwrap_or_else(|failure| refuse(failure, speaks, &mut line));
        if line.code == Some(Code::MethodNotAllowed) {
            reply::allow(&mut answer, &found.methods);
        }
        reply::harden(&mut answer, &settings, &line.request_id);
        line.status = answer.status().as_u16();
        Some((answer, line))
    }

    /// The route of a request, or why there is none; `None` where the path is the console's.
    fn find(&self, request: &Request<Vec<u8>>) -> Option<Found<'_>> {
        let path = request.uri().path();
        let Ok(matched) = self.paths.at(path) else {
            let nothing =
                || Found { route: Err(Refusal::not_found()), methods: Vec::new(), params: Vec::new() };
            return is_ours(path).then(nothing);
        };
        let routes = matched.value.iter().map(|index| &self.routes[*index]);
        let methods = routes.clone().map(|route| &route.method).collect();
        let route = routes.clone().find(|route| answers(&route.method, request.method()));
        let other = || Refusal::new(Code::MethodNotAllowed, "This path takes another method.");
        let params = matched.params.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        Some(Found { route: route.ok_or_else(other), methods, params })
    }
}

/// What a path led to.
struct Found<'a> {
    route: Result<&'a Route, Refusal>,
    methods: Vec<&'a Method>,
    params: Vec<(String, String)>,
}

/// In what a refusal is told.
#[derive(Clone, Copy)]
enum Speaks {
    Json,
    Html(Shell),
}

impl Speaks {
    fn of(request: &Request<Vec<u8>>, route: Option<&Route>) -> Self {
        match route.map(|route| route.surface) {
            Some(Surface::Page) if !call::wants_json(request) => Self::Html(call::shell(request)),
            _ => Self::Json,
        }
    }
}

async fn handle(route: &Route, call: Call) -> Result<Reply, Failure> {
    guard::check(&call.request, route.surface, call.credential.as_ref(), &call.ctx.settings)?;
    route.call(call).await
}

fn refuse(failure: Failure, speaks: Speaks, line: &mut LogLine) -> Reply {
    line.error = failure.broke().map(str::to_owned);
    let refusal = failure.into_refusal();
    line.code = Some(refusal.code);
    match speaks {
        Speaks::Json => reply::problem(refusal, &line.request_id),
        Speaks::Html(shell) => {
            let status =
                StatusCode::from_u16(refusal.code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            let page = ProblemPage { shell, code: refusal.code, request_id: Some(&line.request_id) };
            reply::page_with(status, page.render(), views::CSP)
        }
    }
}

impl Default for Router {
    fn default() -> Self {
        Self::new()
    }
}

/// HEAD is answered like GET; the platform drops the body.
fn answers(route: &Method, asked: &Method) -> bool {
    route == asked || (*route == Method::GET && *asked == Method::HEAD)
}

/// The description of the API is a file beside the console's: a thirtieth of the Worker's weight, and the same for everybody.
const DESCRIPTION: &str = "/api/openapi.json";

/// Paths under which nothing is ever the console's.
fn is_ours(path: &str) -> bool {
    path != DESCRIPTION
        && ["/api/", "/i/", "/l/", "/dev/", "/.well-known/"].iter().any(|prefix| path.starts_with(prefix))
}
