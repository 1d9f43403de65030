//! Dialogs on `<dialog>`: focus goes in and comes back, Escape closes, a click outside closes only what holds no typed
//! data; with typed data Escape asks once.

use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::icon;
use crate::i18n::text::basics as t;

/// A modal dialog.
#[component]
pub fn Dialog(
    /// Its title.
    #[prop(into)]
    title: Signal<String>,
    /// It is to be closed.
    on_close: Callback<()>,
    /// Whether it holds typed data.
    #[prop(into, optional)]
    typed: Signal<bool>,
    /// What is asked before typed data is left.
    #[prop(optional)]
    question: Option<&'static str>,
    /// Throws the typed data away.
    #[prop(optional)]
    on_discard: Option<Callback<()>>,
    /// Closes only from inside, by its own button.
    #[prop(optional)]
    firm: bool,
    /// Wider.
    #[prop(optional)]
    wide: bool,
    /// What stands in it.
    body: AnyView,
    /// The foot: words and buttons.
    footer: AnyView,
) -> AnyView {
    let node = NodeRef::<html::Dialog>::new();
    let asking = RwSignal::new(false);
    let opener = StoredValue::new_local(document().active_element());
    Effect::new(move |_| {
        let Some(dialog) = node.get() else { return };
        request_animation_frame(move || {
            if dialog.is_connected() && !dialog.open() {
                let _ = dialog.show_modal();
            }
        });
    });
    on_cleanup(move || {
        let opener = opener.try_get_value().flatten();
        request_animation_frame(move || give_back(opener));
    });
    let leave = move || {
        if firm {
        } else if typed.get_untracked() && !asking.get_untracked() {
            asking.set(true);
        } else {
            on_close.run(());
        }
    };
    let on_cancel = move |event: ev::Event| {
        event.prevent_default();
        leave();
    };
    // A browser lets `cancel` be prevented only once in a row, so Escape is taken before it becomes one.
    let on_key = move |event: ev::KeyboardEvent| {
        if event.key() == "Escape" && !event.default_prevented() {
            event.prevent_default();
            leave();
        }
    };
    let on_press = move |event: ev::MouseEvent| {
        let outside = event.target() == node.get_untracked().map(JsCast::unchecked_into);
        if outside && !firm && !typed.get_untracked() {
            on_close.run(());
        }
    };
    let close = (!firm).then(|| {
        view! {
            <button type="button" class="icon" aria-label=t::close() on:click=move |_| leave()>
                {icon("x")}
            </button>
        }
    });
    view! {
        <dialog
            class=if wide { "dialog wide" } else { "dialog" }
            node_ref=node
            aria-labelledby="dialog-title"
            closedby=firm.then_some("none")
            on:cancel=on_cancel
            on:keydown=on_key
            on:mousedown=on_press
        >
            <header>
                <h2 id="dialog-title">{title}</h2>
                {close}
            </header>
            <div class="body pile">
                {move || asking.get().then(|| ask(asking, question, on_discard, on_close))} {body}
            </div>
            <footer>{footer}</footer>
        </dialog>
    }
    .into_any()
}

fn ask(
    asking: RwSignal<bool>,
    question: Option<&'static str>,
    on_discard: Option<Callback<()>>,
    on_close: Callback<()>,
) -> AnyView {
    let discard = move |_| {
        if let Some(discard) = on_discard {
            discard.run(());
        }
        on_close.run(());
    };
    let keep = on_discard.map(|_| {
        view! {
            <button type="button" class="button small" on:click=move |_| on_close.run(())>
                {t::close_keep()}
            </button>
        }
    });
    view! {
        <div class="note warning" role="alert">
            {icon("warn")} <p>{question.unwrap_or_else(t::leave_question)}</p>
            <div class="actions">
                {keep}
                <button type="button" class="button small danger" on:click=discard>
                    {t::discard()}
                </button>
                <button type="button" class="button small" on:click=move |_| asking.set(false)>
                    {t::go_on()}
                </button>
            </div>
        </div>
    }
    .into_any()
}

/// The foot of a dialog with a form: leave it, or send it. While it is on its way another press is not offered.
pub fn form_foot(
    form: &'static str,
    act: &'static str,
    on_close: Callback<()>,
    saving: RwSignal<bool>,
) -> AnyView {
    view! {
        <span></span>
        <div class="actions">
            <button type="button" class="button" on:click=move |_| on_close.run(())>
                {t::cancel()}
            </button>
            <button
                class="button primary"
                form=form
                aria-disabled=move || saving.get().then_some("true")
            >
                {act}
            </button>
        </div>
    }
    .into_any()
}

/// Gives the focus back to who opened, or to the page's title where that is gone.
fn give_back(opener: Option<web_sys::Element>) {
    let opener = opener.filter(|opener| opener.is_connected() && opener.tag_name() != "BODY");
    let target = opener.or_else(|| document().query_selector("h1").ok().flatten());
    if let Some(target) = target.and_then(|target| target.dyn_into::<HtmlElement>().ok()) {
        let _ = target.focus();
    }
}

/// Asks before something happens; the focus is on keeping.
#[component]
pub fn Confirm(
    /// Verb and object.
    title: String,
    /// The consequence.
    text: String,
    /// Verb, object and count on the button.
    act: String,
    /// Whether it can be undone.
    undoable: bool,
    /// Leave it.
    on_close: Callback<()>,
    /// Do it.
    on_confirm: Callback<()>,
) -> AnyView {
    let confirm = move |_| {
        on_close.run(());
        on_confirm.run(());
    };
    let body = view! { <p>{text}</p> }.into_any();
    let footer = view! {
        <span class="muted">{if undoable { t::can_undo() } else { t::cannot_undo() }}</span>
        <div class="actions">
            <button type="button" class="button" autofocus=true on:click=move |_| on_close.run(())>
                {t::keep()}
            </button>
            <button type="button" class="button danger" on:click=confirm>
                {act}
            </button>
        </div>
    }
    .into_any();
    view! { <Dialog title=title on_close=on_close body=body footer=footer /> }.into_any()
}
