//! What stands around every page: rail, top bar on phones, palette, shortcuts, and the question before an act.

mod account_menu;
mod link;
mod palette;
mod rail;
mod shortcuts;
pub mod theme;

use leptos::prelude::*;

use crate::acts;
use crate::components::Confirm;
use crate::i18n::text::shell as t;
use crate::pages::own_licenses::{self, Invites};
use crate::routes::Pages;

pub use shortcuts::{enabled as shortcuts_enabled, set_enabled as enable_shortcuts};

/// Which of the shell's own dialogs is open.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Over {
    /// None.
    Nothing,
    /// Go to or do.
    Palette,
    /// The list of shortcuts.
    Shortcuts,
}

/// The shell with the page of the address.
pub fn shell() -> AnyView {
    let over = RwSignal::new(Over::Nothing);
    shortcuts::listen(over);
    Invites::provide();
    let question = acts::question();
    let ask = move || {
        question.get().map(|asked| {
            let confirmed = asked.confirmed;
            view! {
                <Confirm
                    title=asked.title
                    text=asked.text
                    act=asked.act
                    undoable=asked.undoable
                    on_close=Callback::new(move |()| question.set(None))
                    on_confirm=Callback::new(move |()| confirmed())
                />
            }
        })
    };
    view! {
        <a class="skip button" href="#main">
            {t::skip()}
        </a>
        <div class="app">
            {rail::topbar(over)} {rail::rail(over)}
            <main class="page" id="main" tabindex="-1">
                <Pages />
            </main>
        </div>
        {move || match over.get() {
            Over::Nothing => ().into_any(),
            Over::Palette => palette::palette(over),
            Over::Shortcuts => shortcuts::list(over),
        }}
        {own_licenses::dialog()}
        {ask} {link::link()}
    }
    .into_any()
}
