//! Ids of people in other systems: all of them with search, and over the list the dialogs that bring a file and move one.
//! Those of one person are on their page, by [`of`].

mod bring;
mod moving;
pub mod of;

use leptos::prelude::*;
use shared::access::Permission;
use shared::api::Page;
use shared::api::events::Event;
use shared::api::measures::{ExternalId, RowOutcome};
use shared::event::EventKind;

use crate::acts;
use crate::api;
use crate::components::{Clear, Column, Empty, Head, Item, List, Outcome, Search, dots_menu, say};
use crate::i18n::text::{basics, events, external_ids as t};
use crate::router;
use crate::session::may;

/// The page.
pub fn external_ids() -> AnyView {
    let (q, cursor) = (router::query("q"), router::query("cursor"));
    let list = api::query::<Page<ExternalId>>(move || {
        Some(api::page("external-ids", &[("q", &q.get()), ("cursor", &cursor.get())]))
    });
    let moving = RwSignal::new(None::<moving::Moving>);
    let rows = Callback::new(move |()| {
        let items = list.data.get().map(|page| page.items).unwrap_or_default();
        items.into_iter().map(|held| row(held, moving)).collect()
    });
    let place = router::place();
    let open = Memo::new(move |_| place.with(|place| place.path == "/external-ids/import"));
    let edit = may(Permission::EditMembers);
    let actions = edit.then(|| {
        view! {
            <a class="button primary" href="/external-ids/import">
                {t::bring()}
            </a>
        }
    });
    view! {
        <Head title=t::title().to_owned() actions=actions.into_any() />
        <p class="words">{t::text()}</p>
        <div class="listing">
            <div class="strip">
                <div class="filters" role="search">
                    <Search label=t::search() placeholder=t::search_hint() />
                    <Clear names=&["q"] />
                </div>
            </div>
            <List
                caption=t::title()
                columns=columns()
                state=list.into()
                rows=rows
                empty=Callback::new(|()| empty())
                foot=Callback::new(|rows: usize| t::foot(rows as u64))
            />
        </div>
        {move || (open.get() && edit).then(bring::dialog)}
        {moving::over(moving)}
    }
    .into_any()
}

fn columns() -> Vec<Column> {
    vec![("", t::id()), ("w14", t::source()), ("w18", t::person()), ("dots", "")]
}

fn row(held: ExternalId, moving: RwSignal<Option<moving::Moving>>) -> AnyView {
    let words = words(&held.source, &held.external_id);
    let menu =
        may(Permission::EditMembers).then(|| dots_menu(basics::actions_for(&words), items(&held, moving)));
    view! {
        <tr>
            <th scope="row" class="name">
                <bdi class="clip">{held.external_id}</bdi>
            </th>
            <td class="m">
                <bdi class="clip">{held.source}</bdi>
            </td>
            <td class="m">
                <a class="plain" href=format!("/people/{}", held.member.id)>
                    <bdi>{held.member.name}</bdi>
                </a>
            </td>
            <td class="dots">{menu}</td>
        </tr>
    }
    .into_any()
}

/// What can be done with an id.
fn items(
    held: &ExternalId,
    moving: RwSignal<Option<moving::Moving>>,
) -> impl Fn() -> Vec<Item> + Send + Sync + 'static {
    let held = held.clone();
    move || {
        let (moved, taken) = (held.clone(), held.clone());
        let open = move || moving.set(Some(moving::Moving { held: moved.clone(), to: None }));
        vec![
            Item::run("right", t::move_or_swap(), open),
            Item::run("trash", t::take(), move || take(&taken)).danger(),
        ]
    }
}

/// Takes an id from whoever has it, with Undo.
fn take(held: &ExternalId) {
    let undone = shared::api::measures::NewExternalId {
        source: held.source.clone(),
        external_id: held.external_id.clone(),
        member: Some(held.member.id),
        email: None,
    };
    let words = t::taken(&held.member.name, &words(&held.source, &held.external_id));
    acts::perform(api::take_id(held.id), move |_| {
        let give = move || {
            acts::perform(api::give_ids(vec![undone.clone()]), |given| {
                // Somebody else may have it by now, or the person is gone.
                say(match given.results.first() {
                    Some(row) if row.outcome == RowOutcome::Refused => {
                        let detail = row.message.as_deref().unwrap_or_default();
                        let words = row.code.map(|code| api::sentence_of(code, detail));
                        Outcome::refused(words.unwrap_or_else(|| detail.to_owned()))
                    }
                    _ => Outcome::done(t::given_back()),
                });
            });
        };
        say(Outcome::done(words).undo(give));
    });
}

/// An id as it is called.
fn words(source: &str, id: &str) -> String {
    format!("{source}: {id}")
}

fn empty() -> AnyView {
    if !router::query_now("q").is_empty() {
        let actions = view! { <a class="button" href="/external-ids">{basics::clear_all()}</a> };
        return view! { <Empty title=t::no_match() actions=actions.into_any() /> }.into_any();
    }
    view! { <Empty title=t::none() text=t::none_text() /> }.into_any()
}

/// What the log says of an id that was given, taken or moved.
pub fn moved_id(event: &Event, who: AnyView, whom: AnyView, id: &str) -> AnyView {
    match (event.details["from"].as_str(), event.details["to"].as_str()) {
        (Some(from), _) => events::external_id_moved_here(who, id, whom, from),
        (_, Some(to)) => events::external_id_moved_away(who, id, whom, to),
        _ if event.kind == EventKind::ExternalIdGiven => events::external_id_given(who, whom, id),
        _ => events::external_id_taken(who, whom, id),
    }
}
