//! An invitation link to be copied by hand, where the browser keeps its clipboard closed.

use leptos::prelude::*;

use crate::acts;
use crate::components::{Dialog, icon};
use crate::i18n::text::{acts as t, basics};

/// The dialog, while there is such a link.
pub fn link() -> AnyView {
    let shown = acts::link_shown();
    view! { {move || shown.get().map(|(name, url)| dialog(&name, url))} }.into_any()
}

fn dialog(name: &str, url: String) -> AnyView {
    let close = Callback::new(|()| acts::link_shown().set(None));
    let (title, copied) = (t::link_title(name), RwSignal::new(false));
    let text = url.clone();
    let copy = move |_| acts::copy(text.clone(), move || copied.set(true));
    let body = view! {
        <p class="words">{t::link_text()}</p>
        <div class="joined">
            <input
                class="control id"
                readonly=true
                autofocus=true
                aria-label=title.clone()
                value=url
                on:focus:target=|event| event.target().select()
            />
            <button type="button" class="button" on:click=copy>
                {icon("copy")}
                {move || if copied.get() { basics::copied() } else { basics::copy() }}
            </button>
        </div>
    };
    let footer = view! {
        <span></span>
        <div class="actions">
            <button type="button" class="button primary" on:click=move |_| close.run(())>
                {basics::done()}
            </button>
        </div>
    };
    view! { <Dialog title=title on_close=close body=body.into_any() footer=footer.into_any() /> }.into_any()
}
