//! A request from the platform: its headers and body taken over, the router asked, the answer handed back.

use std::rc::Rc;
use std::string::FromUtf8Error;

use http::Request;
use http::header::{HeaderName, HeaderValue};
use js_sys::{Reflect, Uint8Array};
use shared::api::MAX_BODY;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Headers, ReadableStreamDefaultReader, Request as WebRequest, Response as WebResponse, ResponseInit,
};
use worker::{Env, event};

use super::jobs::Lifetime;
use super::{console, log, platform};
use crate::context::is_local_host;
use crate::http::call;
use crate::http::reply::{self, Reply};
use crate::http::router::Router;

/// The headers that anything here reads; each crossing costs, so no other is taken over.
const HEADERS: [&str; 11] = [
    "accept",
    "accept-language",
    "authorization",
    "cf-connecting-ip",
    "content-type",
    "cookie",
    "host",
    "origin",
    "sec-fetch-mode",
    "sec-fetch-site",
    "user-agent",
];

/// Bytes from which a text is handed back as it is: as text of the platform's it would take twice as much, of 128 MB in all.
const LARGE: usize = 1 << 20;

thread_local! {
    /// Built at the first request of an isolate and kept as long as it lives.
    static ROUTER: &'static Router = Box::leak(Box::new(Router::new()));
}

#[event(fetch)]
async fn fetch(request: WebRequest, env: Env, context: worker::Context) -> worker::Result<WebResponse> {
    let began = platform::now();
    let context = match platform::context(&env, Lifetime::Event(Rc::new(context))) {
        Ok(context) => context,
        Err(cause) => {
            log::failure("configuration", &cause);
            return misconfigured();
        }
    };
    let asked = take(&request).await?;
    let host = call::header(&asked, http::header::HOST).unwrap_or_default();
    if context.settings.is_local() && !is_local_host(host) {
        // Without a public address it is open to anybody who is on this machine, so to nobody else.
        log::failure(
            "configuration",
            "reached from elsewhere while PUBLIC_URL names this machine: set PUBLIC_URL",
        );
        return misconfigured();
    }
    let session = call::cookie(&asked, reply::session_cookie_name(&context.settings)).is_some();
    let theme = call::shell(&asked).theme;
    let path = asked.uri().path_and_query().map_or("/", |path| path.as_str()).to_owned();
    let router = ROUTER.with(|router| *router);
    let Some((answer, line)) = router.answer(context, asked).await else {
        return console::serve(&env, &request, &console::Visit { path: &path, session, theme }).await;
    };
    log::request(&line, platform::now().millis() - began.millis());
    hand_back(answer)
}

async fn take(request: &WebRequest) -> worker::Result<Request<Vec<u8>>> {
    let url = request.url();
    let path = url.splitn(4, '/').nth(3).unwrap_or_default();
    let mut builder = Request::builder()
        .method(request.method().as_str())
        .uri(format!("/{}", path.split('#').next().unwrap_or_default()));
    let headers = request.headers();
    for name in HEADERS {
        if let Ok(Some(value)) = headers.get(name)
            && let Ok(value) = HeaderValue::from_str(&value)
        {
            builder = builder.header(HeaderName::from_static(name), value);
        }
    }
    // Only a change says which version it is of, and a merge.
    if (matches!(request.method().as_str(), "PATCH" | "PUT") || path.ends_with("/merge"))
        && let Ok(Some(version)) = headers.get("if-match")
        && let Ok(version) = HeaderValue::from_str(&version)
    {
        builder = builder.header(http::header::IF_MATCH, version);
    }
    // Only a photo is kept by browsers and asked for by its version.
    let kept = path.split('?').next().is_some_and(|path| path.ends_with("/photo"));
    if kept
        && let Ok(Some(version)) = headers.get("if-none-match")
        && let Ok(version) = HeaderValue::from_str(&version)
    {
        builder = builder.header(http::header::IF_NONE_MATCH, version);
    }
    // Asking a request without a body for it costs a stream.
    let bodiless = matches!(request.method().as_str(), "GET" | "HEAD");
    let body = if bodiless { Vec::new() } else { body(request, &headers).await? };
    builder.body(body).map_err(|error| worker::Error::RustError(error.to_string()))
}

/// The body; of one that says that it is too large, only as much as shows it.
async fn body(request: &WebRequest, headers: &Headers) -> worker::Result<Vec<u8>> {
    let length = headers.get("content-length").ok().flatten().and_then(|text| text.parse::<usize>().ok());
    if length.is_some_and(|length| length > MAX_BODY) {
        return Ok(vec![0; MAX_BODY + 1]);
    }
    if length.is_none() {
        return streamed(request).await;
    }
    let buffer = JsFuture::from(request.array_buffer()?).await?;
    Ok(Uint8Array::new(&buffer).to_vec())
}

/// A body that does not say how large it is, up to as much as shows that it is too large: an isolate has 128 MB.
async fn streamed(request: &WebRequest) -> worker::Result<Vec<u8>> {
    let Some(stream) = request.body() else { return Ok(Vec::new()) };
    let reader: ReadableStreamDefaultReader = stream.get_reader().unchecked_into();
    let mut body = Vec::new();
    while body.len() <= MAX_BODY {
        let chunk = JsFuture::from(reader.read()).await?;
        let value = Reflect::get(&chunk, &JsValue::from_str("value"))?;
        if value.is_undefined() {
            return Ok(body);
        }
        body.extend(Uint8Array::new(&value).to_vec());
    }
    JsFuture::from(reader.cancel()).await?;
    body.truncate(MAX_BODY + 1);
    Ok(body)
}

fn hand_back(answer: Reply) -> worker::Result<WebResponse> {
    let (parts, body) = answer.into_parts();
    let headers = Headers::new()?;
    for (name, value) in &parts.headers {
        headers.append(name.as_str(), value.to_str().unwrap_or_default())?;
    }
    let init = ResponseInit::new();
    init.set_status(parts.status.as_u16());
    init.set_headers(&headers);
    let text = if body.len() > LARGE {
        Err(body)
    } else {
        String::from_utf8(body).map_err(FromUtf8Error::into_bytes)
    };
    let response = match text {
        Ok(text) => WebResponse::new_with_opt_str_and_init(Some(&text), &init),
        Err(mut bytes) => WebResponse::new_with_opt_u8_array_and_init(Some(&mut bytes), &init),
    };
    Ok(response?)
}

fn misconfigured() -> worker::Result<WebResponse> {
    let init = ResponseInit::new();
    init.set_status(503);
    let text = "Usher is not configured. The operator finds the reason in the log.";
    Ok(WebResponse::new_with_opt_str_and_init(Some(text), &init)?)
}
