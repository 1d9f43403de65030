//! Clock, randomness, the first brake, and the context that use cases are given.

use std::rc::Rc;

use futures_util::FutureExt as _;
use futures_util::future::LocalBoxFuture;
use shared::time::Timestamp;
use worker::Env;

use super::d1::D1;
use super::doh::Doh;
use super::jobs::{Lifetime, PlatformJobs};
use super::kv::Kv;
use super::{config, log};
use crate::context::Context;
use crate::ports::{Brake, Random};

/// The context of one request, message or tick.
pub fn context(env: &Env, lifetime: Lifetime) -> Result<Context, String> {
    let db = Rc::new(D1::new(env)?);
    Ok(Context {
        now: now(),
        random: Rc::new(PlatformRandom),
        snapshots: Rc::new(Kv { env: env.clone(), lifetime: lifetime.clone() }),
        jobs: Rc::new(PlatformJobs { env: env.clone(), db: db.clone(), lifetime }),
        resolver: Rc::new(Doh { url: config::doh_url(env)? }),
        brake: Rc::new(PlatformBrake(env.clone())),
        settings: config::settings(env)?,
        db,
    })
}

/// The platform's clock.
#[expect(clippy::cast_possible_truncation, reason = "milliseconds since 1970 fit an i64")]
pub fn now() -> Timestamp {
    Timestamp::from_millis(js_sys::Date::now() as i64)
}

struct PlatformRandom;

impl Random for PlatformRandom {
    fn fill(&self, buffer: &mut [u8]) {
        // Zeros would be guessable secrets, so a platform without randomness stops the request.
        if let Err(error) = getrandom::fill(buffer) {
            wasm_bindgen::throw_str(&format!("no randomness: {error}"));
        }
    }
}

/// The rate limiter binding, looked up when it is asked; where there is none, attempts are counted in the database
/// alone.
struct PlatformBrake(Env);

impl Brake for PlatformBrake {
    fn allows<'a>(&'a self, key: &'a str) -> LocalBoxFuture<'a, bool> {
        async move {
            let Ok(limiter) = self.0.rate_limiter("ATTEMPTS") else { return true };
            match limiter.limit(key.to_owned()).await {
                Ok(outcome) => outcome.success,
                Err(error) => {
                    log::failure("rate limiter", &error.to_string());
                    true
                }
            }
        }
        .boxed_local()
    }
}
