//! Tabs are links, so that each has an address.

use leptos::prelude::*;

use crate::format::number;

/// One tab.
pub struct Tab {
    /// Where it leads.
    pub href: String,
    /// Its word.
    pub word: &'static str,
    /// How many are there.
    pub count: Option<u32>,
    /// Whether it is the one that is open.
    pub current: bool,
}

/// A row of tabs.
#[component]
pub fn Tabs(
    /// What they part.
    label: &'static str,
    /// The tabs.
    tabs: Callback<(), Vec<Tab>>,
) -> AnyView {
    let links = move || {
        tabs.run(())
            .into_iter()
            .map(|tab| {
                view! {
                    <a href=tab.href aria-current=tab.current.then_some("page")>
                        {tab.word} {tab.count.map(|count| view! { " " <span>{number(count)}</span> })}
                    </a>
                }
                .into_any()
            })
            .collect_view()
    };
    view! {
        <nav class="tabrow" aria-label=label>
            {links}
        </nav>
    }
    .into_any()
}
