//! One request on its way to a handler: what it says, taken apart on demand.

use core::str::FromStr;

use http::Request;
use http::header::{
    ACCEPT, ACCEPT_LANGUAGE, AUTHORIZATION, CONTENT_TYPE, COOKIE, HeaderName, IF_MATCH, USER_AGENT,
};
use serde::de::DeserializeOwned;
use shared::api::session::Language;
use shared::day::Day;
use shared::id::{Id, Kind};
use shared::{Code, Refusal, role_change, visitor};

use crate::authority;
use crate::context::{Context, Settings};
use crate::json;
use crate::paging::Window;
use crate::secrets::Credential;
use crate::views::{Shell, Theme};

/// One request with its context.
pub struct Call {
    /// Time, ports, settings.
    pub ctx: Context,
    /// The request, its body read.
    pub request: Request<Vec<u8>>,
    /// What the path's `{names}` stand for.
    pub params: Vec<(String, String)>,
    /// What the caller showed.
    pub credential: Option<Credential>,
}

#[cold]
fn no_such_value(name: &str) -> Refusal {
    Refusal::new(Code::InvalidParameter, format!("{name} has no such value.")).at(name)
}

impl Call {
    /// A header as text.
    pub fn header(&self, name: impl Into<HeaderName>) -> Option<&str> {
        header(&self.request, name)
    }

    /// The caller's credential, or the refusal of a caller without one.
    pub fn credential(&self) -> Result<&Credential, Refusal> {
        self.credential.as_ref().ok_or_else(authority::unauthenticated)
    }

    /// A part of the path.
    pub fn param(&self, name: &str) -> &str {
        self.params.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }

    /// The id in the path; what is no id leads nowhere.
    pub fn id<K: Kind>(&self, name: &str) -> Result<Id<K>, Refusal> {
        self.param(name).parse().map_err(|_| Refusal::not_found())
    }

    /// The version that the caller saw before they decided on this change (RFC 9110, 13.1.1). What compresses an answer on its
    /// way calls the version weak (`W/"..."`); it is the same one.
    pub fn seen<T: FromStr>(&self) -> Result<Option<T>, Refusal> {
        let seen = self.header(IF_MATCH).map(|text| text.trim().trim_start_matches("W/").trim_matches('"'));
        let parse = |text: &str| text.parse().map_err(|_| role_change::not_a_version());
        seen.filter(|text| *text != "*").map(parse).transpose()
    }

    /// A query parameter; an empty one counts as absent.
    pub fn query(&self, name: &str) -> Option<String> {
        let query = self.request.uri().query()?;
        let pairs: Vec<(String, String)> = serde_urlencoded::from_str(query).ok()?;
        pairs.into_iter().find(|(key, value)| key == name && !value.is_empty()).map(|(_, value)| value)
    }

    /// A query parameter that is one of a few words, or an id.
    pub fn choice<T: DeserializeOwned>(&self, name: &str) -> Result<Option<T>, Refusal> {
        let word = self.query(name);
        word.map(|word| json::read_word(&word)).transpose().map_err(|_| no_such_value(name))
    }

    /// A query parameter that is several such words with commas between.
    pub fn choices<T: DeserializeOwned>(&self, name: &str) -> Result<Vec<T>, Refusal> {
        let words = self.query(name).unwrap_or_default();
        let words = words.split(',').filter(|word| !word.is_empty());
        words.map(|word| json::read_word(word).map_err(|_| no_such_value(name))).collect()
    }

    /// A query parameter that is a day.
    pub fn day(&self, name: &str) -> Result<Option<Day>, Refusal> {
        let wrong = |_| {
            let detail = format!("{name} is no day like 2026-11-24.");
            Refusal::new(Code::InvalidParameter, detail).at(name)
        };
        self.query(name).map(|text| text.parse().map_err(wrong)).transpose()
    }

    /// Which part of a list is asked for.
    pub fn window(&self) -> Result<Window, Refusal> {
        Window::parse(self.query("limit").as_deref(), self.query("cursor").as_deref())
    }

    /// The body as JSON. An empty body is an empty object.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, Refusal> {
        let body = self.request.body().as_slice();
        let wrong = |error: &dyn core::fmt::Display| {
            Refusal::new(Code::InvalidBody, format!("The body is not as expected: {error}."))
        };
        let text = if body.is_empty() { Ok("{}") } else { core::str::from_utf8(body) };
        json::read_strictly(text.map_err(|error| wrong(&error))?).map_err(|error| wrong(&error))
    }

    /// A field of a submitted form, without white space around it unless it is a password.
    pub fn form(&self, name: &str) -> String {
        let pairs: Vec<(String, String)> =
            serde_urlencoded::from_bytes(self.request.body()).unwrap_or_default();
        let value =
            pairs.into_iter().find(|(key, _)| key == name).map(|(_, value)| value).unwrap_or_default();
        if name == "password" { value } else { value.trim().to_owned() }
    }

    /// Whether the form was submitted with a field.
    pub fn has_field(&self, name: &str) -> bool {
        let pairs: Vec<(String, String)> =
            serde_urlencoded::from_bytes(self.request.body()).unwrap_or_default();
        pairs.iter().any(|(key, _)| key == name)
    }

    /// Whether the caller is a program that wants JSON where people get a page.
    pub fn wants_json(&self) -> bool {
        wants_json(&self.request)
    }

    /// The browser's name of itself.
    pub fn user_agent(&self) -> &str {
        self.header(USER_AGENT).unwrap_or_default()
    }

    /// The language that the browser prefers.
    pub fn language(&self) -> Language {
        language(&self.request)
    }

    /// What pages are drawn in.
    pub fn shell(&self) -> Shell {
        shell(&self.request)
    }

    /// Where the request came from, for counting attempts; the platform names it.
    pub fn from(&self) -> &str {
        self.header(HeaderName::from_static("cf-connecting-ip")).unwrap_or("local")
    }

    /// Whether a person or a robot is looking.
    pub fn visitor(&self) -> visitor::Visitor {
        visitor::judge(visitor::Signs {
            user_agent: self.header(USER_AGENT),
            fetch_mode: self.header(HeaderName::from_static("sec-fetch-mode")),
            accept_language: self.header(ACCEPT_LANGUAGE),
        })
    }
}

/// A header as text.
pub fn header<B>(request: &Request<B>, name: impl Into<HeaderName>) -> Option<&str> {
    request.headers().get(name.into()).and_then(|value| value.to_str().ok())
}

/// Whether JSON is asked for by name, or sent.
pub fn wants_json<B>(request: &Request<B>) -> bool {
    let names_json = |value: Option<&str>| value.is_some_and(|value| value.contains("application/json"));
    names_json(header(request, ACCEPT)) || names_json(header(request, CONTENT_TYPE))
}

/// The language that the browser prefers.
pub fn language<B>(request: &Request<B>) -> Language {
    header(request, ACCEPT_LANGUAGE).map(Language::negotiate).unwrap_or_default()
}

/// Language and theme of a page.
pub fn shell<B>(request: &Request<B>) -> Shell {
    Shell { language: language(request), theme: cookie(request, "theme").and_then(Theme::parse) }
}

/// A cookie's value.
pub fn cookie<'a, B>(request: &'a Request<B>, name: &str) -> Option<&'a str> {
    let cookies = header(request, COOKIE)?.split(';');
    cookies
        .filter_map(|cookie| cookie.trim().split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value)
}

/// What the caller shows: an API token before a session.
pub fn credential<B>(request: &Request<B>, settings: &Settings) -> Option<Credential> {
    if let Some(bearer) = header(request, AUTHORIZATION).and_then(|value| value.strip_prefix("Bearer ")) {
        return Credential::from_bearer(bearer.trim());
    }
    Credential::from_cookie(cookie(request, super::reply::session_cookie_name(settings))?)
}
