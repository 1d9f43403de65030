//! Pages that are not to be seen: no such page, or not for me, and whom to ask.

use leptos::prelude::*;

use crate::components::{Empty, Head};
use crate::i18n::text::gone as t;
use crate::session::me;
use crate::words;

/// No such page.
pub fn missing() -> AnyView {
    let actions = view! {
        <a class="button" href="/">
            {t::home()}
        </a>
    };
    view! {
        <Head title=t::missing_title().to_owned() />
        <Empty title=t::missing() text=t::missing_text() actions=actions.into_any() />
    }
    .into_any()
}

/// Not for me: who I am here, and who can.
pub fn refused() -> AnyView {
    let session = me().now();
    let role = session.role.map(words::role).unwrap_or_default();
    let text = t::refused_text(&role, &session.organization.name);
    let actions = view! {
        <a class="button" href="/">
            {t::home()}
        </a>
        <a class="button quiet" href="/account">
            {t::account()}
        </a>
    };
    view! {
        <Head title=t::refused_title().to_owned() />
        <Empty title=t::refused() text=text actions=actions.into_any() />
    }
    .into_any()
}
