//! The console: asks who is signed in, takes their language, and shows the shell with the page of the address.
//!
//! Here: the start. Not here: any rule (those are `shared`'s, decided anew by the Worker) and any page before sign-in
//! (the Worker renders those). Without a session the API's answer leads to the sign-in page.

mod acts;
mod api;
mod components;
mod format;
mod i18n;
mod pages;
mod router;
mod routes;
mod session;
mod shell;
mod words;

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::error::Code;

use crate::api::Failure;
use crate::components::{Failed, say};

fn main() {
    mount_to_body(start);
}

/// What is known of the session.
#[derive(Clone)]
enum Boot {
    Asking,
    Ready(Box<shared::api::session::Session>),
    Failed(Failure),
}

fn start() -> AnyView {
    router::start();
    api::start();
    acts::question();
    pages::start();
    say(None);
    let boot = RwSignal::new(Boot::Asking);
    let ask = move || {
        boot.set(Boot::Asking);
        spawn_local(async move {
            match api::session().await {
                Ok(session) => {
                    if let Some(user) = &session.user {
                        i18n::speak(user.language);
                    }
                    boot.set(Boot::Ready(Box::new(session)));
                }
                // The client is on its way to the sign-in page.
                Err(failure) if failure.code() == Some(Code::Unauthenticated) => {}
                Err(failure) => boot.set(Boot::Failed(failure)),
            }
        });
    };
    ask();
    view! {
        {move || match boot.get() {
            Boot::Asking => ().into_any(),
            Boot::Failed(failure) => {
                view! { <Failed failure=failure retry=Callback::new(move |()| ask()) /> }.into_any()
            }
            Boot::Ready(session) => {
                session::start(*session);
                shell::shell()
            }
        }}
    }
    .into_any()
}
