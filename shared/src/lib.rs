//! Usher's domain in one crate: words, rules and wire types.
//!
//! Here: value types that cannot hold a wrong value ([`email`], [`text`], [`time`], [`id`]), the rules about seats,
//! licenses, members and invitations, the table of who may do what ([`access`]), every refusal with its stable code
//! ([`error`]), and the JSON that travels between the Worker, the console and programs ([`api`]).
//!
//! Not here: input or output, clocks, randomness, SQL, HTTP, HTML. Time, ids and secrets are arguments, so that a
//! test can fix them; the Worker and the console call the same functions and so agree.
#![cfg_attr(not(test), forbid(unsafe_code))]

pub mod access;
pub mod account_list;
pub mod api;
pub mod at_once;
pub mod bulk;
pub mod bulk_seats;
pub mod check;
pub mod collaboration;
pub mod csv;
pub mod custom_field;
pub mod day;
pub mod domain;
pub mod email;
pub mod erasure;
pub mod error;
pub mod event;
pub mod external_id;
pub mod gather;
pub mod id;
pub mod import;
pub mod import_plan;
pub mod invitation;
pub mod invite_list;
pub mod join_code;
pub mod joining;
pub mod ledger;
pub mod license;
pub mod license_key;
pub mod measure;
pub mod member;
pub mod merge;
pub mod methods;
pub mod notice;
pub mod password;
pub mod photo;
pub mod profile;
pub mod provider;
pub mod queue;
pub mod role;
pub mod role_change;
pub mod search;
pub mod seat;
pub mod simulation;
pub mod staff_seats;
mod standing;
pub mod team;
pub mod text;
pub mod time;
pub mod visitor;

pub use error::{Code, Refusal};
