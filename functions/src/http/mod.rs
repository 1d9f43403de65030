//! HTTP: one list of routes, requests parsed, answers made. Speaks the `http` crate's types, never the platform's.
//!
//! `v1` is the API for the console and programs, `pages` the HTML for people without a session. Bodies here are
//! thin: parse, call the use case, answer.

pub mod call;
pub mod guard;
pub mod pages;
pub mod reply;
pub mod route;
pub mod router;
pub mod v1;

#[cfg(feature = "openapi")]
pub mod openapi;
