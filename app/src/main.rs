//! The console: asks who is signed in, takes their language, and shows the shell with the page of the address.
//!
//! Here: the start. Not here: any rule (those are `shared`'s, decided anew by the Worker) and any page before sign-in
//! (the Worker renders those). Without a session the API's answer leads to the sign-in page.

mod acts;
mod api;
mod at_once;
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
    /// The texts did not load.
    Speechless,
}

fn start() -> AnyView {
    router::start();
    api::start();
    acts::question();
    acts::link_shown();
    pages::start();
    say(None);
    let boot = RwSignal::new(Boot::Asking);
    let ask = move || {
        boot.set(Boot::Asking);
        i18n::load_ahead(i18n::preferred());
        spawn_local(async move {
            let (language, answer) = match api::session().await {
                Ok(session) => {
                    let user = session.user.as_ref();
                    (user.map(|user| user.language), Boot::Ready(Box::new(session)))
                }
                // The client is on its way to the sign-in page.
                Err(failure) if failure.code() == Some(Code::Unauthenticated) => return,
                Err(failure) => (None, Boot::Failed(failure)),
            };
            let spoken = i18n::speak(language.unwrap_or_else(i18n::preferred)).await;
            boot.set(if spoken.is_ok() { answer } else { Boot::Speechless });
        });
    };
    ask();
    view! {
        {move || match boot.get() {
            Boot::Asking => ().into_any(),
            Boot::Speechless => speechless(ask),
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

/// The one page without the catalog, which is what is missing.
fn speechless(retry: impl Fn() + 'static) -> AnyView {
    view! {
        <main class="empty" role="alert">
            <p>"Usher did not load. · "<span lang="de">"Usher wurde nicht geladen."</span></p>
            <button class="btn" on:click=move |_| retry()>"Try again · "<span lang="de">"Erneut versuchen"</span></button>
        </main>
    }
    .into_any()
}
