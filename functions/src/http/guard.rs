//! What a state-changing request must be: from our own pages or from a program, and JSON where JSON is due.
//!
//! Browsers say where a request comes from (`Sec-Fetch-Site`, or at least `Origin`); a cookie alone is never enough.

use http::header::{CONTENT_TYPE, HOST, HeaderName, ORIGIN};
use http::{Method, Request};
use shared::api::MAX_BODY;
use shared::{Code, Refusal};

use super::call::header;
use super::route::Surface;
use crate::context::Settings;
use crate::secrets::{Credential, CredentialKind};

/// Checks a request before it reaches its handler.
pub fn check(
    request: &Request<Vec<u8>>,
    surface: Surface,
    credential: Option<&Credential>,
    settings: &Settings,
) -> Result<(), Refusal> {
    if request.body().len() > MAX_BODY {
        return Err(Refusal::new(Code::BodyTooLarge, "A request body has at most 1 MiB."));
    }
    if matches!(*request.method(), Method::GET | Method::HEAD) {
        return Ok(());
    }
    let program = credential.is_some_and(|credential| credential.kind == CredentialKind::Token);
    if !program && !same_origin(request, settings) {
        return Err(Refusal::new(
            Code::CrossSiteRequest,
            "This request came from another site. Open Usher itself and try again.",
        ));
    }
    check_content(request, surface)
}

fn same_origin(request: &Request<Vec<u8>>, settings: &Settings) -> bool {
    if let Some(site) = header(request, HeaderName::from_static("sec-fetch-site")) {
        return matches!(site, "same-origin" | "none");
    }
    // Neither header: not a browser, so no cookie was sent along by a page.
    let Some(origin) = header(request, ORIGIN) else { return true };
    let host = header(request, HOST).unwrap_or_default();
    origin == settings.public_url
        || origin.split_once("://").is_some_and(|(_, rest)| !host.is_empty() && rest == host)
}

fn check_content(request: &Request<Vec<u8>>, surface: Surface) -> Result<(), Refusal> {
    let kind = header(request, CONTENT_TYPE).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let is_json = kind == "application/json";
    let fits = match surface {
        Surface::Api => {
            is_json || (request.body().is_empty() && kind.is_empty() && *request.method() == Method::DELETE)
        }
        Surface::Page => is_json || request.body().is_empty() || kind == "application/x-www-form-urlencoded",
    };
    if fits {
        return Ok(());
    }
    Err(Refusal::new(Code::UnsupportedMediaType, "Send the body as application/json."))
}
