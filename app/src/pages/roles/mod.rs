//! Roles: which there are, who has them, and all of them side by side. Over it the dialog that makes one.

mod conflict;
mod delete;
pub mod matrix;
pub mod one;

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::access::{Area, Permission, Permissions, Role};
use shared::api::Page;
use shared::api::roles::{CreateRole, RoleInfo};
use shared::api::staff_seats::StaffSeats;
use shared::text::Name;

use super::license_create::{Errors, error_at, is_open, put_failure, put_refusal};
use crate::api;
use crate::components::{
    Column, Dialog, Empty, Head, List, Outcome, SelectField, Summary, TextField, Wrong, icon, say,
};
use crate::format::number;
use crate::i18n::text::{basics, rights as t, staff as s};
use crate::router::{self, Step};
use crate::session::{may, me};
use crate::words;

/// The page.
pub fn roles() -> AnyView {
    let list = api::query::<Page<RoleInfo>>(|| Some("/api/v1/roles".to_owned()));
    let items = move || list.data.get().map(|page| page.items).unwrap_or_default();
    let staff = api::staff_seats();
    let takes = Signal::derive(move || staff.data.get().map(|staff| staff.takes).unwrap_or_default());
    let rows = Callback::new(move |()| items().iter().map(|role| row(role, takes)).collect());
    let note = move || staff.data.get().and_then(|staff| staff_note(&staff));
    let place = router::place();
    let open = Memo::new(move |_| place.with(|place| place.path == "/roles/new"));
    let new = may(Permission::ManageRoles).then(|| {
        view! {
            <a class="button primary" href="/roles/new">
                {t::new()}
            </a>
        }
    });
    view! {
        <Head title=t::title().to_owned() actions=new.into_any() />
        {note}
        <div class="listing">
            <List
                caption=t::title()
                columns=columns()
                state=list.into()
                rows=rows
                empty=Callback::new(|()| view! { <Empty title=t::title() text=t::overview_text() /> }.into_any())
                foot=Callback::new(|_| String::new())
            />
        </div>
        {move || list.data.with(Option::is_some).then(|| side_by_side(&items()))}
        {move || (open.get() && may(Permission::ManageRoles)).then(dialog)}
    }
    .into_any()
}

fn columns() -> Vec<Column> {
    vec![("", basics::name()), ("w12", t::based_on()), ("w7 n", t::may()), ("w7 n", t::people())]
}

/// Where a role's people are listed.
fn people_of(role: Role) -> String {
    format!("/people?role={role}")
}

/// How many staff seats are left, where roles take some.
fn staff_note(staff: &StaffSeats) -> Option<AnyView> {
    let (license, seats) = (staff.license.as_ref()?, staff.seats?);
    let left = number(seats.claimable().unwrap_or(seats.free));
    Some(
        view! {
            <p class="words">
                {s::left(&left, &number(seats.total))} " "
                <a href=format!("/licenses/{}/settings", license.id)>
                    <bdi>{license.name.clone()}</bdi>
                </a>
            </p>
        }
        .into_any(),
    )
}

fn row(role: &RoleInfo, takes: Signal<Vec<Role>>) -> AnyView {
    let id = role.id;
    let seat = move || takes.with(|takes| takes.contains(&id)).then(s::takes);
    let from = role.based_on.map_or_else(|| t::built_in().to_owned(), words::role);
    let count =
        t::count(&number(role.permissions.iter().count() as u64), &number(Permission::ALL.len() as u64));
    view! {
        <tr>
            <th scope="row" class="name">
                <a class="clip" href=format!("/roles/{}", role.id)>
                    <bdi>{words::role(role.id)}</bdi>
                </a>
                <small class="clip muted">{role.description.clone()} " " {seat}</small>
            </th>
            <td class="m muted">{from}</td>
            <td class="n">{count}</td>
            <td class="n">
                <a href=people_of(role.id)>{number(role.members)}</a>
            </td>
        </tr>
    }
    .into_any()
}

/// What each role may do, as one table.
fn side_by_side(roles: &[RoleInfo]) -> AnyView {
    let heads = roles.iter().map(|role| view! { <th scope="col">{words::role(role.id)}</th> }).collect_view();
    let line = |permission: &Permission| {
        let cells = roles.iter().map(|role| yes_or_no(role.permissions.has(*permission))).collect_view();
        view! {
            <tr>
                <th scope="row">{words::permission(*permission)}</th>
                {cells}
            </tr>
        }
        .into_any()
    };
    let areas = Area::ALL.iter().map(|(area, permissions)| {
        view! {
            <tbody>
                <tr>
                    <th scope="rowgroup" colspan=roles.len() + 1>
                        <b>{words::area(*area)}</b>
                    </th>
                </tr>
                {permissions.iter().map(line).collect_view()}
            </tbody>
        }
        .into_any()
    });
    view! {
        <section class="part">
            <div class="titlebar">
                <h2>{t::overview()}</h2>
            </div>
            <p class="words">{t::overview_text()}</p>
            <div class="scroll" tabindex="0" role="region" aria-label=t::overview()>
                <table class="matrix data">
                    <thead>
                        <tr>
                            <th scope="col" class="w18">
                                {t::right()}
                            </th>
                            {heads}
                        </tr>
                    </thead>
                    {areas.collect_view()}
                </table>
            </div>
        </section>
    }
    .into_any()
}

/// A cell that says yes or no, in words for those who don't see it.
pub fn yes_or_no(yes: bool) -> AnyView {
    let (class, symbol, word) =
        if yes { ("state bare success", "check", t::yes()) } else { ("state bare", "minus", t::no()) };
    view! {
        <td>
            <span class=class>{icon(symbol)} <span class="sr">{word}</span></span>
        </td>
    }
    .into_any()
}

/// Permissions as a sentence takes them.
pub fn list_of(set: Permissions) -> String {
    set.iter().map(words::permission).collect::<Vec<_>>().join(", ")
}

const FIELDS: &[(&str, &str)] = &[("name", "role-name"), ("based_on", "role-base")];

fn dialog() -> AnyView {
    let close = Callback::new(|()| router::go("/roles", Step::Push));
    let from = router::query_now("based_on");
    let from = if from.is_empty() { Role::Standard.word().to_owned() } else { from };
    let (name, base) = (RwSignal::new(String::new()), RwSignal::new(from));
    let errors: Errors = RwSignal::new(Vec::new());
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        errors.set(Vec::new());
        let parsed = match Name::parse(&name.get_untracked(), "name") {
            Ok(parsed) => parsed,
            Err(refusal) => return put_refusal(errors, &refusal),
        };
        let Some(based_on) = words::role_of(&base.get_untracked()) else { return };
        let new = CreateRole { name: parsed, description: String::new(), based_on, permissions: None };
        spawn_local(async move {
            match api::create_role(&new).await {
                Ok(role) => {
                    me().read_again();
                    if is_open(errors) {
                        router::go(&format!("/roles/{}", role.id), Step::Push);
                    }
                    say(Outcome::done(t::created(&role.name)));
                    api::written();
                }
                Err(failure) => put_failure(errors, &failure, &["name", "based_on"]),
            }
        });
    };
    let at = move |field| error_at(errors, field);
    let body = view! {
        <form id="role-form" class="pile" on:submit=submit novalidate=true>
            <Summary errors=errors fields=FIELDS />
            <Wrong id="role-error".to_owned() words=at("") />
            <TextField label=basics::name() id="role-name" value=name error=at("name") hint=t::name_hint() focus=true />
            <SelectField
                label=t::based_on()
                id="role-base"
                value=base
                options=words::role_options(&me().roles())
                error=at("based_on")
                hint=t::based_on_hint()
            />
        </form>
    };
    let footer = view! {
        <span></span>
        <div class="actions">
            <button type="button" class="button" on:click=move |_| close.run(())>
                {basics::cancel()}
            </button>
            <button class="button primary" form="role-form">
                {t::create()}
            </button>
        </div>
    };
    let typed = Signal::derive(move || name.with(|name| !name.is_empty()));
    let title = t::new().to_owned();
    view! { <Dialog title=title on_close=close typed=typed body=body.into_any() footer=footer.into_any() /> }
        .into_any()
}
