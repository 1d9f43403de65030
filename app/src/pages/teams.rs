//! Teams: which there are, how many are in them, who leads them; over it the dialog that makes one.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::access::Permission;
use shared::api::Page;
use shared::api::teams::{NameTeam, Team};
use shared::text::Name;

use super::license_create::{Errors, error_at, is_open, put_failure, put_refusal};
use crate::api;
use crate::components::{Clear, Column, Dialog, Empty, Head, List, Outcome, Search, TextField, say, time};
use crate::format::number;
use crate::i18n::text::{basics, teams as t};
use crate::router::{self, Step};
use crate::session::may;

/// The page, and over it the dialog that makes a team.
pub fn teams() -> AnyView {
    let (q, cursor) = (router::query("q"), router::query("cursor"));
    let list = api::query::<Page<Team>>(move || {
        Some(api::page("teams", &[("q", &q.get()), ("cursor", &cursor.get())]))
    });
    let rows = Callback::new(move |()| {
        list.data.get().map(|page| page.items).unwrap_or_default().iter().map(row).collect()
    });
    let place = router::place();
    let open = Memo::new(move |_| place.with(|place| place.path == "/teams/new"));
    let actions = may(Permission::ManageTeams).then(|| new_button("button primary"));
    view! {
        <Head title=t::title().to_owned() actions=actions.into_any() />
        <div class="listing">
            <div class="strip">
                <div class="filters" role="search">
                    <Search label=t::search() placeholder=basics::name() />
                    <Clear names=&["q"] />
                </div>
            </div>
            <List
                caption=t::title()
                columns=columns()
                state=list.into()
                rows=rows
                empty=Callback::new(|()| empty())
                foot=Callback::new(move |rows: usize| t::foot(rows as u64))
            />
        </div>
        {move || (open.get() && may(Permission::ManageTeams)).then(dialog)}
    }
    .into_any()
}

fn new_button(class: &'static str) -> AnyView {
    view! {
        <a class=class href="/teams/new">
            {t::new()}
        </a>
    }
    .into_any()
}

fn columns() -> Vec<Column> {
    vec![("", basics::name()), ("w7 n", t::people()), ("w18", t::leaders()), ("w7 p2", t::made())]
}

fn row(team: &Team) -> AnyView {
    let leaders = if team.leaders.is_empty() {
        view! { <span class="faint">{t::no_leader()}</span> }.into_any()
    } else {
        let link = |leader: &shared::api::Named<shared::id::MemberId>| {
            view! {
                <li>
                    <a href=format!("/people/{}", leader.id)>
                        <bdi>{leader.name.clone()}</bdi>
                    </a>
                </li>
            }
        };
        view! { <ul class="pointers">{team.leaders.iter().map(link).collect_view()}</ul> }.into_any()
    };
    view! {
        <tr>
            <th scope="row" class="name">
                <a class="clip" href=format!("/teams/{}", team.id)>
                    <bdi>{team.name.clone()}</bdi>
                </a>
            </th>
            <td class="n">
                <a href=format!("/people?team={}", team.id)>{number(team.members)}</a>
            </td>
            <td class="m all">{leaders}</td>
            <td class="p2">{time(team.created_at)}</td>
        </tr>
    }
    .into_any()
}

fn empty() -> AnyView {
    if !router::query_now("q").is_empty() {
        let actions = view! { <a class="button" href="/teams">{basics::clear_all()}</a> };
        return view! { <Empty title=t::no_match() actions=actions.into_any() /> }.into_any();
    }
    let actions = may(Permission::ManageTeams).then(|| new_button("button"));
    view! { <Empty title=t::none() text=t::none_text() seats=8 actions=actions.into_any() /> }.into_any()
}

fn dialog() -> AnyView {
    let close = Callback::new(|()| router::go(&router::with("/teams", &[]), Step::Push));
    let save = Callback::new(move |(name, errors): (Name, Errors)| {
        spawn_local(async move {
            match api::create_team(&NameTeam { name }).await {
                Ok(team) => {
                    if is_open(errors) {
                        router::go(&format!("/teams/{}", team.id), Step::Push);
                    }
                    say(Outcome::done(t::created(&team.name)));
                    api::written();
                }
                Err(failure) => put_failure(errors, &failure, &["name"]),
            }
        });
    });
    name_dialog(t::new().to_owned(), "", t::name_hint(), t::create(), close, save)
}

/// The dialog that asks for the name of a team or another thing that needs no more.
pub fn name_dialog(
    title: String,
    before: &str,
    hint: &'static str,
    act: &'static str,
    close: Callback<()>,
    save: Callback<(Name, Errors)>,
) -> AnyView {
    let name = RwSignal::new(before.to_owned());
    let before = before.to_owned();
    let errors: Errors = RwSignal::new(Vec::new());
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        errors.set(Vec::new());
        match Name::parse(&name.get_untracked(), "name") {
            Ok(name) => save.run((name, errors)),
            Err(refusal) => put_refusal(errors, &refusal),
        }
    };
    let error = Signal::derive(move || {
        let other = error_at(errors, "").get();
        if other.is_empty() { error_at(errors, "name").get() } else { other }
    });
    let body = view! {
        <form id="name-form" on:submit=submit novalidate=true>
            <TextField
                label=basics::name()
                id="the-name"
                value=name
                error=error
                hint=hint
                focus=true
            />
        </form>
    };
    let footer = view! {
        <span></span>
        <div class="actions">
            <button type="button" class="button" on:click=move |_| close.run(())>
                {basics::cancel()}
            </button>
            <button class="button primary" form="name-form">
                {act}
            </button>
        </div>
    };
    let typed = Signal::derive(move || name.with(|name| *name != before));
    view! { <Dialog title=title on_close=close typed=typed body=body.into_any() footer=footer.into_any() /> }
        .into_any()
}
