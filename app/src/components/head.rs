//! The head of a page: its title in the window and as `h1`, its main act, and the outcome of the last act.
//! After a change of page the `h1` takes the focus, so that it is announced.

use core::cell::Cell;

use leptos::html::H1;
use leptos::prelude::*;

use super::OutcomeStrip;

thread_local! {
    static MOVED: Cell<bool> = const { Cell::new(false) };
}

/// The page changed: the next head takes the focus.
pub fn moved() {
    MOVED.set(true);
}

/// The head of a page.
#[component]
pub fn Head(
    /// The title.
    #[prop(into)]
    title: Signal<String>,
    /// Where the page belongs: address and word.
    #[prop(optional)]
    crumb: Option<(&'static str, &'static str)>,
    /// Stands before the title.
    #[prop(optional)]
    face: Option<AnyView>,
    /// Stands under the title.
    #[prop(optional)]
    lede: Option<AnyView>,
    /// The page's acts, the main one last.
    #[prop(optional)]
    actions: Option<AnyView>,
) -> AnyView {
    let h1 = NodeRef::<H1>::new();
    Effect::new(move |_| document().set_title(&format!("{} – Usher", title.get())));
    Effect::new(move |_| {
        let Some(h1) = h1.get() else { return };
        if MOVED.take() {
            request_animation_frame(move || {
                let modal = document().query_selector("dialog[open]").ok().flatten();
                if modal.is_none() {
                    let _ = h1.focus();
                }
            });
        }
    });
    let crumbs = crumb.map(|(href, word)| {
        view! {
            <nav class="crumbs" aria-label=crate::i18n::text::basics::breadcrumb()>
                <a href=href>{word}</a>
            </nav>
        }
    });
    view! {
        <header class="head">
            <div>
                {crumbs}
                <div class="titled">
                    {face}
                    <div>
                        <h1 tabindex="-1" node_ref=h1>
                            <bdi>{title}</bdi>
                        </h1>
                        {lede}
                    </div>
                </div>
            </div>
            <div class="actions">{actions}</div>
        </header>
        <OutcomeStrip />
    }
    .into_any()
}
