//! Answers: JSON, problems, pages, redirects, and the session cookie.

use http::header::{
    ALLOW, CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, HeaderName,
    HeaderValue, LOCATION, SET_COOKIE, VARY,
};
use http::{Method, Response, StatusCode};
use serde::Serialize;
use shared::Refusal;
use shared::error::Problem;

use crate::context::Settings;
use crate::failure::Failure;
use crate::paging::RawPage;
use crate::use_cases::RawJson;
use crate::views;

/// An answer.
pub type Reply = Response<Vec<u8>>;

/// Seconds that a browser keeps the session cookie; the session itself ends on the server.
const COOKIE_AGE: u32 = 30 * 24 * 3600;

fn reply(status: StatusCode, kind: &'static str, body: Vec<u8>) -> Reply {
    let mut reply = Response::new(body);
    *reply.status_mut() = status;
    reply.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    reply
}

/// 200 with a JSON document.
pub fn json<T: Serialize>(value: &T) -> Result<Reply, Failure> {
    let body = serde_json::to_vec(value).map_err(|error| Failure::broken("answer", error))?;
    Ok(reply(StatusCode::OK, "application/json", body))
}

/// 200 with a JSON document that the database built.
pub fn raw_json(json: RawJson) -> Reply {
    reply(StatusCode::OK, "application/json", json.0.into_bytes())
}

/// 200 with a CSV file to save.
pub fn file(name: &str, csv: String) -> Reply {
    saved_as(reply(StatusCode::OK, "text/csv; charset=utf-8", csv.into_bytes()), name)
}

/// The same answer as a file to save.
pub fn saved_as(mut reply: Reply, name: &str) -> Reply {
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        reply.headers_mut().insert(CONTENT_DISPOSITION, value);
    }
    reply
}

/// A photo with its version; without bytes: the one that is kept is the one. Asked for as the version that it is (`named`) it
/// may be kept by whoever has this session, for a week; else by nobody without asking again.
pub fn photo(kind: &'static str, etag: &str, named: bool, bytes: Option<Vec<u8>>) -> Reply {
    let status = if bytes.is_some() { StatusCode::OK } else { StatusCode::NOT_MODIFIED };
    let mut reply = reply(status, kind, bytes.unwrap_or_default());
    let headers = reply.headers_mut();
    let kept = if named { "private, max-age=604800, immutable" } else { "private, no-cache" };
    headers.insert(CACHE_CONTROL, HeaderValue::from_static(kept));
    headers.insert(VARY, HeaderValue::from_static("cookie"));
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; sandbox"));
    headers.insert(CONTENT_DISPOSITION, HeaderValue::from_static("inline; filename=\"photo\""));
    if let Ok(etag) = HeaderValue::from_str(etag) {
        headers.insert(ETAG, etag);
    }
    reply
}

/// 200 with a page of a list.
pub fn page_of(page: RawPage) -> Reply {
    reply(StatusCode::OK, "application/json", page.into_json().into_bytes())
}

/// 200 and nothing more to say.
pub fn done() -> Result<Reply, Failure> {
    json(&shared::api::Done { done: true })
}

/// A refusal as a problem document.
pub fn problem(refusal: Refusal, request_id: &str) -> Reply {
    let status = StatusCode::from_u16(refusal.code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let problem = Problem { request_id: Some(request_id.to_owned()), ..Problem::from(refusal) };
    reply(status, "application/problem+json", serde_json::to_vec(&problem).unwrap_or_default())
}

/// A page.
pub fn page(html: String) -> Reply {
    page_with(StatusCode::OK, html, views::CSP)
}

/// A page with a status and its own content security policy.
pub fn page_with(status: StatusCode, html: String, csp: &'static str) -> Reply {
    let mut reply = reply(status, "text/html; charset=utf-8", html.into_bytes());
    reply.headers_mut().insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(csp));
    reply
}

/// 303 to a path of ours.
pub fn redirect(path: &str) -> Reply {
    let mut reply = reply(StatusCode::SEE_OTHER, "text/plain; charset=utf-8", Vec::new());
    if let Ok(path) = HeaderValue::from_str(path) {
        reply.headers_mut().insert(LOCATION, path);
    }
    reply
}

/// A path to go on to after signing in: only one of ours, else the console's first page. Browsers take a backslash for
/// a slash and leave control characters out.
pub fn local_path(next: &str) -> &str {
    let local = next.starts_with('/')
        && !next.starts_with("//")
        && !next.contains(|letter: char| letter == '\\' || letter.is_control());
    if local { next } else { "/" }
}

/// The session cookie's name: bound to the host over HTTPS.
pub fn session_cookie_name(settings: &Settings) -> &'static str {
    if settings.https() { "__Host-usher" } else { "usher" }
}

/// The same answer with the session cookie set, or taken away when the value is empty.
pub fn with_session(mut reply: Reply, settings: &Settings, value: &str) -> Reply {
    let name = session_cookie_name(settings);
    let secure = if settings.https() { "; Secure" } else { "" };
    let age = if value.is_empty() { 0 } else { COOKIE_AGE };
    let cookie = format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={age}{secure}");
    if let Ok(cookie) = HeaderValue::from_str(&cookie) {
        reply.headers_mut().append(SET_COOKIE, cookie);
    }
    reply
}

/// The same answer with the version of what it shows (RFC 9110, 8.8.3), for those who change it.
pub fn with_version(mut reply: Reply, version: Option<&str>) -> Reply {
    if let Some(value) = version.and_then(|version| HeaderValue::from_str(&format!("\"{version}\"")).ok()) {
        reply.headers_mut().insert(ETAG, value);
    }
    reply
}

/// Names the methods that the path takes (RFC 9110, 15.5.6).
pub fn allow(reply: &mut Reply, methods: &[&Method]) {
    let mut names: Vec<_> = methods.iter().map(|method| method.as_str()).collect();
    if names.contains(&"GET") {
        names.push("HEAD");
    }
    if let Ok(names) = HeaderValue::from_str(&names.join(", ")) {
        reply.headers_mut().insert(ALLOW, names);
    }
}

/// Headers that every answer carries.
pub fn harden(reply: &mut Reply, settings: &Settings, request_id: &str) {
    let headers = reply.headers_mut();
    let mut set = |name: &'static str, value: &'static str| {
        headers.entry(HeaderName::from_static(name)).or_insert(HeaderValue::from_static(value));
    };
    set("cache-control", "no-store");
    set("x-content-type-options", "nosniff");
    set("referrer-policy", "no-referrer");
    set("cross-origin-opener-policy", "same-origin");
    if settings.https() {
        set("strict-transport-security", "max-age=31536000");
    }
    if let Ok(id) = HeaderValue::from_str(request_id) {
        headers.insert(HeaderName::from_static("x-request-id"), id);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_of_ours_are_gone_on_to() {
        assert_eq!(local_path("/people?status=active"), "/people?status=active");
        for elsewhere in
            ["//evil.example", "https://evil.example", "/\\evil.example", "/\t/evil.example", "", "people"]
        {
            assert_eq!(local_path(elsewhere), "/");
        }
    }
}
