//! The resolver by DNS over HTTPS (RFC 8484), with the platform's fetch.

use core::time::Duration;

use futures_util::future::{Either, LocalBoxFuture, select};
use futures_util::{FutureExt as _, pin_mut};
use wasm_bindgen::JsValue;
use worker::{Delay, Fetch, Headers, Method, Request, RequestInit};

use crate::dns::{MAX_ANSWER, MEDIA_TYPE};
use crate::ports::Resolver;

/// Who is asked unless `DOH_URL` says otherwise.
pub const DEFAULT_URL: &str = "https://cloudflare-dns.com/dns-query";

/// For how long an answer is waited for.
const PATIENCE: Duration = Duration::from_secs(5);

/// Asks the server at an address.
pub struct Doh {
    pub url: String,
}

impl Doh {
    async fn fetch(&self, question: Vec<u8>) -> worker::Result<Vec<u8>> {
        let headers = Headers::new();
        headers.set("accept", MEDIA_TYPE)?;
        headers.set("content-type", MEDIA_TYPE)?;
        let mut init = RequestInit::new();
        let body: JsValue = js_sys::Uint8Array::from(question.as_slice()).into();
        init.with_method(Method::Post).with_headers(headers).with_body(Some(body));
        let mut answer = Fetch::Request(Request::new_with_init(&self.url, &init)?).send().await?;
        let kind = answer.headers().get("content-type")?.unwrap_or_default();
        if answer.status_code() != 200 || !kind.starts_with(MEDIA_TYPE) {
            return Err(worker::Error::RustError(format!("the resolver said {}", answer.status_code())));
        }
        let bytes = answer.bytes().await?;
        if bytes.len() > MAX_ANSWER {
            return Err(worker::Error::RustError("the answer is too long".to_owned()));
        }
        Ok(bytes)
    }
}

impl Resolver for Doh {
    fn ask(&self, question: Vec<u8>) -> LocalBoxFuture<'_, Result<Vec<u8>, String>> {
        async move {
            let (answer, patience) = (self.fetch(question), Delay::from(PATIENCE));
            pin_mut!(answer, patience);
            match select(answer, patience).await {
                Either::Left((answer, _)) => answer.map_err(|error| error.to_string()),
                Either::Right(_) => Err("the resolver did not answer".to_owned()),
            }
        }
        .boxed_local()
    }
}
