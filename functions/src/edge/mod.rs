//! The platform: the only modules that touch Workers. Bindings are read once and checked, the ports implemented.

mod config;
mod console;
mod d1;
mod doh;
mod fetch;
mod jobs;
mod kv;
mod log;
mod mail;
mod platform;
mod queue;
mod scheduled;
