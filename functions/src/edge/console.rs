//! The console's files. People without a session are led to sign in; the theme is written into the page before it
//! leaves, so that a dark console never flashes white.

use wasm_bindgen::JsCast as _;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Headers, Request as WebRequest, Response as WebResponse, ResponseInit};
use worker::Env;

use crate::views::Theme;
use crate::views::html::query;

/// Scripts and styles from here alone; WebAssembly may be compiled, nothing inline runs.
const CSP: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; \
    connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// Who asks for what.
pub struct Visit<'a> {
    /// Path and query.
    pub path: &'a str,
    /// Whether a session cookie came along.
    pub session: bool,
    /// The theme that the person chose.
    pub theme: Option<Theme>,
}

/// Answers with a file, or with the console's page for every path that is none.
pub async fn serve(env: &Env, request: &WebRequest, visit: &Visit<'_>) -> worker::Result<WebResponse> {
    let asset = js_sys::Reflect::get(env, &"ASSETS".into())?;
    let fetch: js_sys::Function = js_sys::Reflect::get(&asset, &"fetch".into())?.unchecked_into();
    let promise: js_sys::Promise = fetch.call1(&asset, request)?.unchecked_into();
    let response: WebResponse = JsFuture::from(promise).await?.unchecked_into();
    let kind = response.headers().get("content-type")?.unwrap_or_default();
    if !kind.starts_with("text/html") {
        return Ok(response);
    }
    if !visit.session {
        return redirect(&sign_in_path(visit.path));
    }
    page(&response, visit.theme).await
}

fn sign_in_path(path: &str) -> String {
    if path == "/" { "/sign-in".to_owned() } else { format!("/sign-in?next={}", query(path)) }
}

fn redirect(path: &str) -> worker::Result<WebResponse> {
    let headers = Headers::new()?;
    headers.set("location", path)?;
    headers.set("cache-control", "no-store")?;
    let init = ResponseInit::new();
    init.set_status(303);
    init.set_headers(&headers);
    Ok(WebResponse::new_with_opt_str_and_init(None, &init)?)
}

async fn page(response: &WebResponse, theme: Option<Theme>) -> worker::Result<WebResponse> {
    let html = JsFuture::from(response.text()?).await?.as_string().unwrap_or_default();
    let html = match theme {
        Some(theme) => html.replacen("<html ", &format!("<html data-theme=\"{}\" ", theme.as_str()), 1),
        None => html,
    };
    let headers = Headers::new()?;
    for (name, value) in [
        ("content-type", "text/html; charset=utf-8"),
        ("content-security-policy", CSP),
        ("cache-control", "no-store"),
        ("referrer-policy", "no-referrer"),
        ("x-content-type-options", "nosniff"),
        ("cross-origin-opener-policy", "same-origin"),
    ] {
        headers.set(name, value)?;
    }
    let init = ResponseInit::new();
    init.set_status(response.status());
    init.set_headers(&headers);
    Ok(WebResponse::new_with_opt_str_and_init(Some(&html), &init)?)
}
