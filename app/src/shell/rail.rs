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

/// Entries that unfold under a word of their own.
struct Fold {
    /// Its name where the browser keeps whether it is open.
    name: &'static str,
    symbol: &'static str,
    word: &'static str,
    entries: Vec<Entry>,
}

fn entry(
    href: &'static str,
    symbol: &'static str,
    word: &'static str,
    sub: bool,
    open: fn(Page) -> bool,
) -> Entry {
    Entry { href, symbol, word, sub, page: Page::at(href), open }
}

/// What is always in sight.
fn groups() -> Vec<Vec<Entry>> {
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
            entry("/companies", "org", nav::companies(), true, |page| {
                matches!(page, Page::Companies | Page::Company(_))
            }),
            entry("/roles", "key", nav::roles(), true, |page| matches!(page, Page::Roles | Page::Role(_))),
            entry("/services", "clock", nav::services(), true, |page| {
                matches!(page, Page::Services | Page::Service(_))
            }),
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
            entry("/external-ids", "code", nav::external_ids(), true, |page| page == Page::ExternalIds),
        ],
        vec![
            entry("/insights", "up", nav::insights(), false, |page| page == Page::Insights),
            entry("/my-team", "people", nav::my_team(), true, |page| {
                matches!(page, Page::MyTeam | Page::Teammate(_))
            }),
            entry("/me/performance", "person", nav::my_performance(), true, |page| page == Page::Performance),
        ],
        vec![entry("/activity", "activity", nav::activity(), false, |page| page == Page::Activity)],
    ]
}

/// What is seldom needed, under *Administration*.
fn folds() -> Vec<Fold> {
    vec![
        Fold {
            name: "organization",
            symbol: "org",
            word: nav::organization(),
            entries: vec![
                entry("/subscriptions", "seat", nav::subscriptions(), true, |page| {
                    page == Page::Subscriptions
                }),
                entry("/packages", "package", nav::packages(), true, |page| page == Page::Packages),
            ],
        },
        Fold {
            name: "settings",
            symbol: "settings",
            word: nav::settings(),
            entries: vec![
                entry("/settings/domains", "at", nav::domains(), true, |page| page == Page::Domains),
                entry("/settings/fields", "edit", nav::fields(), true, |page| page == Page::Fields),
                entry("/settings/notices", "mail", nav::notices(), true, |page| page == Page::Notices),
                entry("/developers/tokens", "code", nav::developers(), true, |page| page == Page::Tokens),
            ],
        },
    ]
}

fn allowed(entry: &Entry) -> bool {
    entry.page.needs().is_none_or(may)
}

/// The pages that the signed-in person may see: address and word.
pub fn pages() -> Vec<(&'static str, &'static str, &'static str)> {
    let mut pages: Vec<_> = groups()
        .into_iter()
        .flatten()
        .chain(folds().into_iter().flat_map(|fold| fold.entries))
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
            let items: Vec<_> = group.into_iter().filter(allowed).map(item).collect();
            if items.is_empty() { ().into_any() } else { view! { <ul>{items}</ul> }.into_any() }
        })
        .collect_view();
    let folded: Vec<_> = folds()
        .into_iter()
        .filter_map(|fold| {
            let entries: Vec<_> = fold.entries.into_iter().filter(allowed).collect();
            (!entries.is_empty()).then(|| unfolding(Fold { entries, ..fold }, page, &item))
        })
        .collect();
    let administration = (!folded.is_empty()).then(|| {
        view! {
            <div role="group" aria-labelledby="administration">
                <p class="t faint" id="administration">
                    {nav::administration()}
                </p>
                {folded}
            </div>
        }
    });
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
            {lists} {administration}
            {account_menu::account_menu(over)}
        </nav>
    }
    .into_any()
}

/// A group that opens and closes. It is open while a page of it is, else as it was left.
fn unfolding(fold: Fold, page: Memo<Page>, item: &impl Fn(Entry) -> AnyView) -> AnyView {
    let Fold { name, symbol, word, entries } = fold;
    let key = format!("rail-{name}");
    let storage = || window().local_storage().ok().flatten();
    let kept = storage().and_then(|storage| storage.get_item(&key).ok().flatten());
    let open = RwSignal::new(kept.is_some());
    let inside: Vec<_> = entries.iter().map(|entry| entry.open).collect();
    Effect::new(move |_| {
        let page = page.get();
        if inside.iter().any(|inside| inside(page)) {
            open.set(true);
        }
    });
    let press = move |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        open.update(|open| *open = !*open);
        let Some(storage) = storage() else { return };
        // A browser that keeps nothing forgets the state with the page.
        let _ = if open.get_untracked() { storage.set_item(&key, "open") } else { storage.remove_item(&key) };
    };
    view! {
        <details open=move || open.get()>
            <summary on:click=press>
                {icon(symbol)} <span class="t">{word}</span> {icon("down")}
            </summary>
            <ul>{entries.into_iter().map(item).collect_view()}</ul>
        </details>
    }
    .into_any()
}
