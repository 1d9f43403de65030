//! Answers kept in KV, near those who ask.

use futures_util::FutureExt as _;
use futures_util::future::LocalBoxFuture;
use worker::Env;

use super::jobs::Lifetime;
use super::log;
use crate::ports::{Snapshot, Snapshots};

/// Seconds after which KV forgets by itself: the least that it takes. Readers go by the time in the answer.
const FORGOTTEN_AFTER: u64 = 60;

/// The `CACHE` binding, looked up when it is asked; where there is none, nothing is kept.
pub struct Kv {
    pub env: Env,
    pub lifetime: Lifetime,
}

impl Snapshots for Kv {
    fn get<'a>(&'a self, key: &'a str) -> LocalBoxFuture<'a, Option<Snapshot>> {
        async move {
            let text = self.env.kv("CACHE").ok()?.get(key).text().await.ok()??;
            serde_json::from_str(&text).ok()
        }
        .boxed_local()
    }

    fn put(&self, key: String, snapshot: Snapshot) {
        let Ok(store) = self.env.kv("CACHE") else { return };
        self.lifetime.wait_until(async move {
            let text = serde_json::to_string(&snapshot).unwrap_or_default();
            let put = store.put(&key, text).map(|put| put.expiration_ttl(FORGOTTEN_AFTER));
            let done = match put {
                Ok(put) => put.execute().await,
                Err(error) => Err(error),
            };
            if let Err(error) = done {
                log::failure("kv", &error.to_string());
            }
        });
    }
}
