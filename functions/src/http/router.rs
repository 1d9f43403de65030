//! The one list of routes, and the way of a request through it: match, guard, handle, answer, log.

use http::{Method, Request};
use matchit::Router as PathRouter;
use serde::Serialize;
use shared::{Code, Refusal};

use super::call::{self, Call};
use super::reply::{self, Reply};
use super::route::{Route, Surface};
use super::{guard, pages, v1};
use crate::context::Context;
use crate::failure::Failure;
use crate::views::ProblemPage;

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
        let path = request.uri().path().to_owned();
        let matched = self.paths.at(&path).ok();
        if matched.is_none() && !is_ours(&path) {
            return None;
        }
        let request_id = ctx.id::<shared::id::Operation>().suffix();
        let credential = call::credential(&request, &ctx.settings);
        let organization = credential.as_ref().map(|credential| credential.organization.to_string());
        let method = request.method().clone();
        let settings = ctx.settings.clone();
        let indexes = matched.as_ref().map(|matched| matched.value.as_slice()).unwrap_or_default();
        let route =
            indexes.iter().map(|index| &self.routes[*index]).find(|route| answers(&route.method, &method));
        let surface = route.map_or(Surface::Api, |route| route.surface);
        let asks_json = call::wants_json(&request) || surface == Surface::Api;
        let shell = call::shell(&request);
        let result = match route {
            None if indexes.is_empty() => Err(Refusal::not_found().into()),
            None => Err(Refusal::new(Code::MethodNotAllowed, "This path takes another method.").into()),
            Some(route) => match guard::check(&request, surface, credential.as_ref(), &settings) {
                Err(refusal) => Err(refusal.into()),
                Ok(()) => {
                    let params = matched.iter().flat_map(|matched| matched.params.iter());
                    let params = params.map(|(key, value)| (key.to_owned(), value.to_owned())).collect();
                    route.call(Call { ctx, request, params, credential }).await
                }
            },
        };
        let mut line = LogLine {
            route: route.map_or("", |route| route.path),
            method: method.to_string(),
            status: 0,
            request_id: request_id.clone(),
            organization,
            code: None,
            error: None,
        };
        let mut answer = result.unwrap_or_else(|failure| {
            if let Failure::Broken(cause) = &failure {
                line.error = Some(cause.clone());
            }
            let refusal = failure.into_refusal();
            line.code = Some(refusal.code);
            if asks_json {
                return reply::problem(refusal, &request_id);
            }
            let status = http::StatusCode::from_u16(refusal.code.status())
                .unwrap_or(http::StatusCode::INTERNAL_SERVER_ERROR);
            let html = ProblemPage { shell, code: refusal.code, request_id: Some(&request_id) }.render();
            reply::page_with(status, html, crate::views::CSP)
        });
        reply::harden(&mut answer, &settings, &request_id);
        line.status = answer.status().as_u16();
        Some((answer, line))
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

/// Paths under which nothing is ever the console's.
fn is_ours(path: &str) -> bool {
    ["/api/", "/i/", "/dev/", "/.well-known/"].iter().any(|prefix| path.starts_with(prefix))
}
