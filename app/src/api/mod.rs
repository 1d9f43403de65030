//! The only network code of the console: one function for each call, typed by `shared::api`.
//!
//! A refusal comes back as [`Failure`] with its code; nobody signed in means leaving for the sign-in page. Not here:
//! what a screen does with an answer.

use core::cell::Cell;

use serde::Serialize;
use serde::de::DeserializeOwned;
use shared::error::{Code, Problem};

mod calls;
mod companies;
mod connections;
mod emails;
mod external_ids;
mod fields;
mod insights;
mod licensing;
mod merge;
mod profile;
mod query;
mod roles;
mod services;
mod staff;
mod words;

pub use calls::*;
pub use companies::*;
pub use connections::*;
pub use emails::*;
pub use external_ids::*;
pub use fields::*;
pub use insights::*;
pub use licensing::*;
pub use merge::*;
pub use profile::*;
pub use query::{Query, query, start, written};
pub use roles::*;
pub use services::*;
pub use staff::*;
pub use words::{sentence, sentence_of};

use leptos::prelude::WithUntracked as _;

use crate::router;

thread_local! {
    /// Whether the API has answered: then a session that is no more has ended.
    static SIGNED_IN: Cell<bool> = const { Cell::new(false) };
}

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The Worker said no.
    Refused(Box<Problem>),
    /// The network is away, or the answer was none of ours.
    Unreachable,
    /// Nobody waits for the answer any more.
    Aborted,
}

impl Failure {
    /// The code, if the Worker said one.
    pub fn code(&self) -> Option<Code> {
        match self {
            Self::Refused(problem) => Some(problem.code),
            Self::Unreachable | Self::Aborted => None,
        }
    }

    /// The field that the refusal points at.
    pub fn field(&self) -> &str {
        match self {
            Self::Refused(problem) => problem.field.as_deref().unwrap_or_default(),
            Self::Unreachable | Self::Aborted => "",
        }
    }
}

/// An answer or why there is none.
pub type Answer<T> = Result<T, Failure>;

/// Reads.
pub async fn get<T: DeserializeOwned>(path: &str) -> Answer<T> {
    decode(&exchange("GET", path, None, Extra::default()).await?)
}

/// Writes.
pub async fn send<T: DeserializeOwned>(method: &str, path: &str, body: &impl Serialize) -> Answer<T> {
    let body = serde_json::to_string(body).map_err(|_| Failure::Unreachable)?;
    decode(&exchange(method, path, Some(body), Extra::default()).await?)
}

/// Changes what was seen in a version: refused if somebody else was faster.
pub async fn send_seen<T: DeserializeOwned>(
    method: &str,
    path: &str,
    body: &impl Serialize,
    version: &str,
) -> Answer<T> {
    let body = serde_json::to_string(body).map_err(|_| Failure::Unreachable)?;
    let seen = Extra { version: Some(version), ..Extra::default() };
    decode(&exchange(method, path, Some(body), seen).await?)
}

/// A verb that needs no body.
pub async fn act<T: DeserializeOwned>(method: &str, path: &str) -> Answer<T> {
    decode(&exchange(method, path, Some("{}".to_owned()), Extra::default()).await?)
}

/// The browser reads the JSON; the types take it from there, for less code than a reader of our own.
fn decode<T: DeserializeOwned>(text: &str) -> Answer<T> {
    let value = js_sys::JSON::parse(text).map_err(|_| Failure::Unreachable)?;
    serde_wasm_bindgen::from_value(value).map_err(|error| not_understood(&error))
}

fn not_understood(error: &serde_wasm_bindgen::Error) -> Failure {
    leptos::logging::error!("an answer of the API was not understood: {error}");
    Failure::Unreachable
}

/// What few requests need.
#[derive(Clone, Default)]
struct Extra<'a> {
    /// Stops it.
    signal: Option<web_sys::AbortSignal>,
    /// The version that a change is of.
    version: Option<&'a str>,
}

/// One request and its answer as text, for all types alike.
async fn exchange(method: &str, path: &str, body: Option<String>, extra: Extra<'_>) -> Answer<String> {
    match fetch(method, path, body, &extra).await {
        Ok((true, text)) => {
            SIGNED_IN.set(true);
            Ok(text)
        }
        Ok((false, text)) => Err(refusal(&text)),
        Err(_) if extra.signal.is_some_and(|signal| signal.aborted()) => Err(Failure::Aborted),
        Err(_) => Err(Failure::Unreachable),
    }
}

async fn fetch(
    method: &str,
    path: &str,
    body: Option<String>,
    extra: &Extra<'_>,
) -> Result<(bool, String), wasm_bindgen::JsValue> {
    use wasm_bindgen_futures::JsFuture;
    let options = web_sys::RequestInit::new();
    options.set_method(method);
    options.set_signal(extra.signal.as_ref());
    let headers = web_sys::Headers::new()?;
    headers.set("accept", "application/json")?;
    if let Some(version) = extra.version {
        headers.set("if-match", &format!("\"{version}\""))?;
    }
    if let Some(body) = body {
        headers.set("content-type", "application/json")?;
        options.set_body(&body.into());
    }
    options.set_headers(&headers);
    let answer = JsFuture::from(leptos::prelude::window().fetch_with_str_and_init(path, &options)).await?;
    let answer = web_sys::Response::from(answer);
    let text = JsFuture::from(answer.text()?).await?;
    Ok((answer.ok(), text.as_string().unwrap_or_default()))
}

fn refusal(text: &str) -> Failure {
    let Ok(problem) = decode::<Problem>(text) else { return Failure::Unreachable };
    if problem.code == Code::Unauthenticated {
        let place = router::place().with_untracked(router::Place::clone);
        let here =
            if place.query.is_empty() { place.path } else { format!("{}?{}", place.path, place.query) };
        let notice = if SIGNED_IN.get() { "session-ended" } else { "" };
        router::leave(&format!("/sign-in?{}", router::encode(&[("notice", notice), ("next", &here)])));
    }
    Failure::Refused(Box::new(problem))
}
