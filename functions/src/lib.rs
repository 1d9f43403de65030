//! Usher's Worker: the API, the pages for people without a session, the queue and the schedule.
//!
//! A request goes route -> actor -> use case -> store. `http` parses and answers, `use_cases` decide with the rules
//! of `shared`, `store` holds the SQL, `ports` name what comes from outside, and `edge` (wasm32 only) plugs the
//! platform in. All but `edge` builds and tests natively.

pub mod authority;
pub mod context;
pub mod dns;
#[cfg(target_arch = "wasm32")]
mod edge;
pub mod failure;
pub mod http;
pub mod json;
pub mod mail;
pub mod paging;
pub mod password;
pub mod ports;
pub mod secrets;
pub mod store;
pub mod texts;
pub mod use_cases;
pub mod views;
