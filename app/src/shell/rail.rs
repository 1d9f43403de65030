//! The rail: where one can go, by what one may do. On phones a drawer, opened from the top bar.

use leptos::html::Nav;
use leptos::prelude::*;
use shared::access::Permission;
use shared::api::invitations::InvitationCounts;

use super::{Over, account_menu};
use crate::api;
use crate::components::icon;
use crate::format::number;
use crate::i18n::text::{nav, shell as t};
use crate::router;
use crate::routes::Page;
use crate::session::may;

const WORDMARK: &str = include_str!("wordmark.svg");
const MARK: &str = include_str!("mark.svg");

/// The top bar of narrow screens.
pub fn topbar(over: RwSignal<Over>) -> AnyView {
    view! {
        <header class="topbar">
            <button class="icon" popovertarget="rail" aria-label=t::menu()>
                {icon("menu")}
            </button>
            <svg class="logo" viewBox="0 0 61 16.5" role="img" aria-label="Usher" inner_html=WORDMARK></svg>
            <button class="icon" aria-label=t::go_or_do() on:click=move |_| over.set(Over::Palette)>
                {icon("search")}
            </button>
        </header>
    }
    .into_any()
}

/// One entry.
struct Entry {
    href: &'static str,
    symbol: &'static str,
    word: &'static str,
    sub: bool,
    page: Page,
    open: fn(Page) -> bool,
}

fn groups() -> Vec<Vec<Entry>> {
    let entry = |href, symbol, word, sub, open| Entry { href, symbol, word, sub, page: Page::at(href), open };
    vec![
        vec![entry("/", "home", nav::home(), false, |page| page == Page::Home)],
        vec![
            entry("/people", "people", nav::people(), false, |page| {
                matches!(page, Page::People | Page::Person(_))
            }),
            entry("/invitations", "mail", nav::invitations(), true, |page| {
                matches!(page, Page::Invitations | Page::Invitation(_))
            }),
            entry("/teams", "org", nav::teams(), true, |page| matches!(page, Page::Teams | Page::Team(_))),
        ],
        vec![
            entry("/licenses", "seat", nav::licenses(), false, |page| {
                matches!(page, Page::Licenses | Page::License(_))
            }),
            entry("/imports", "upload", nav::imports(), true, |page| {
                matches!(page, Page::Imports | Page::Import(_))
            }),
            entry("/connections", "plug", nav::connections(), true, |page| {
                matches!(page, Page::Connections | Page::Accounts)
            }),
        ],
        vec![entry("/activity", "activity", nav::activity(), false, |page| page == Page::Activity)],
        vec![entry("/settings/domains", "at", nav::domains(), false, |page| page == Page::Domains)],
        vec![entry("/developers/tokens", "code", nav::developers(), false, |page| page == Page::Tokens)],
    ]
}

/// The pages that the signed-in person may see: address and word.
pub fn pages() -> Vec<(&'static str, &'static str, &'static str)> {
    let allowed = |entry: &Entry| entry.page.needs().is_none_or(may);
    let mut pages: Vec<_> = groups()
        .into_iter()
        .flatten()
        .filter(allowed)
        .map(|entry| (entry.href, entry.symbol, entry.word))
        .collect();
    pages.push(("/account", "person", nav::account()));
    pages
}

/// The rail.
pub fn rail(over: RwSignal<Over>) -> AnyView {
    let node = NodeRef::<Nav>::new();
    let page = crate::routes::page();
    let place = router::place();
    Effect::new(move |_| {
        place.track();
        // A drawer that led somewhere closes; on wide screens there is no drawer and nothing happens.
        if let Some(rail) = node.get_untracked() {
            let _ = rail.hide_popover();
        }
    });
    let pending = may(Permission::ReadInvitations)
        .then(|| api::query::<InvitationCounts>(|| Some("/api/v1/invitations/counts".to_owned())));
    let count = move |href: &str| {
        let pending = pending.filter(|_| href == "/invitations");
        pending.map(|counts| {
            view! {
                {move || {
                    counts
                        .data
                        .get()
                        .filter(|counts| counts.pending > 0)
                        .map(|counts| {
                            let words = t::open_invitations(u64::from(counts.pending));
                            view! {
                                <span class="count" title=words>
                                    {number(counts.pending)}
                                </span>
                            }
                        })
                }}
            }
        })
    };
    let item = move |entry: Entry| {
        let current = move || (entry.open)(page.get()).then_some("page");
        view! {
            <li class=entry.sub.then_some("sub")>
                <a href=entry.href aria-current=current>
                    {icon(entry.symbol)} <span class="t">{entry.word}</span> {count(entry.href)}
                </a>
            </li>
        }
        .into_any()
    };
    let lists = groups()
        .into_iter()
        .map(|group| {
            let items: Vec<_> =
                group.into_iter().filter(|it| it.page.needs().is_none_or(may)).map(item).collect();
            if items.is_empty() { ().into_any() } else { view! { <ul>{items}</ul> }.into_any() }
        })
        .collect_view();
    view! {
        <nav class="rail" id="rail" popover="auto" aria-label=t::main_navigation() node_ref=node>
            <a href="/">
                <svg class="logo" viewBox="0 0 61 16.5" role="img" aria-label="Usher" inner_html=WORDMARK></svg>
                <svg class="logo short" viewBox="0 0 16 16" role="img" aria-label="Usher" inner_html=MARK></svg>
            </a>
            <button class="button jump" on:click=move |_| over.set(Over::Palette)>
                {icon("search")}
                <span class="t">{t::go_or_do()}</span>
                <kbd class="key" aria-hidden="true">
                    {super::shortcuts::palette_key()}
                </kbd>
            </button>
            {lists}
            {account_menu::account_menu(over)}
        </nav>
    }
    .into_any()
}
