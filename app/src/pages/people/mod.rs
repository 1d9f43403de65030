//! People: everybody of the organization, by status, role, license and text.

mod bulk;
mod idle;
mod many;
mod row;
mod selection;

pub use row::{chips, chips_of, menu};

use leptos::prelude::*;
use shared::access::Permission;
use shared::api::Page;
use shared::api::companies::Company;
use shared::api::licenses::License;
use shared::api::members::{Matching, Member, MemberCounts};
use shared::api::teams::Team;
use shared::member::Source;

use self::selection::Selection;
use crate::api;
use crate::components::{Clear, Column, Empty, Head, List, Pick, Search, Tab, Tabs, select_all};
use crate::format::number;
use crate::i18n::text::{basics, companies as t_companies, people as t};
use crate::pages::invite;
use crate::router;
use crate::session::{may, me};
use crate::words;

/// The filters, by their names in the address.
const FILTERS: &[&str] = &["q", "role", "team", "license", "company", "source", "last_sign_in"];

/// The same and the tab.
const ALL: &[&str] = &["q", "status", "role", "team", "license", "company", "source", "last_sign_in"];

/// The page, and over it the dialog that invites.
pub fn people() -> AnyView {
    let names = ["q", "status", "role", "team", "license", "company", "source", "last_sign_in", "cursor"];
    let values = names.map(router::query);
    let members = api::query::<Page<Member>>(move || {
        let values = values.map(|value| value.get());
        let filters: Vec<_> = names.iter().copied().zip(values.iter().map(String::as_str)).collect();
        Some(api::page("members", &filters))
    });
    let status = router::query("status");
    let counts = api::query::<MemberCounts>(|| Some("/api/v1/members/counts".to_owned()));
    let licenses = api::query::<Page<License>>(|| {
        may(Permission::ReadLicenses).then(|| api::list("licenses", &[("limit", "200")]))
    });
    let teams = api::query::<Page<Team>>(|| Some(api::list("teams", &[("limit", "200")])));
    let all_teams = Signal::derive(move || teams.data.get().map(|page| page.items).unwrap_or_default());
    let team_options = Signal::derive(move || {
        all_teams
            .with(|all| all.iter().map(|team| (team.id.to_string(), team.name.clone())).collect::<Vec<_>>())
    });
    let companies = api::query::<Page<Company>>(|| Some(api::list("companies", &[("limit", "200")])));
    let company_options = Signal::derive(move || {
        let items = companies.data.get().into_iter().flat_map(|page| page.items);
        items.map(|company| (company.id.to_string(), company.name)).collect::<Vec<_>>()
    });
    let selection = Selection::new();
    selection.clear_on(ALL);
    let license_options = Signal::derive(move || {
        let page = licenses.data.get();
        let items = page.into_iter().flat_map(|page| page.items);
        items.map(|license| (license.id.to_string(), license.name)).collect::<Vec<_>>()
    });
    let rows = Callback::new(move |()| {
        let items = members.data.get().map(|page| page.items).unwrap_or_default();
        items.iter().map(|member| row::row(member, selection)).collect()
    });
    let shown = Signal::derive(move || members.data.get().map(|page| page.items).unwrap_or_default());
    let found = api::query::<Matching>(move || {
        let values = values.map(|value| value.get());
        let filters: Vec<_> = names.iter().copied().zip(values.iter().map(String::as_str)).collect();
        Some(api::list("members/count", &filters[..filters.len() - 1]))
    });
    let matching = Signal::derive(move || found.data.get().map(|found| found.people));
    let foot = Callback::new(move |rows: usize| match matching.get() {
        Some(total) => t::foot_of(u64::from(total), &number(rows as u64)),
        None => t::foot(rows as u64),
    });
    let file = Signal::derive(move || {
        let values = values.map(|value| value.get());
        let filters: Vec<_> = names.iter().copied().zip(values.iter().map(String::as_str)).collect();
        api::list("members.csv", &filters[..filters.len() - 1])
    });
    let actions = may(Permission::ManageInvitations).then(|| {
        let href = move || {
            router::place().track();
            router::with("/people/invite", &[])
        };
        view! {
            <a class="button primary" href=href>
                {t::invite()}
            </a>
        }
        .into_any()
    });
    let listing = move || if selection.count() == 0 { "listing" } else { "listing choosing" };
    view! {
        <Head title=t::title().to_owned() actions=actions.into_any() />
        <Tabs label=basics::status() tabs=Callback::new(move |()| {
            router::place().track();
            tabs(&status.get(), counts.data.get())
        }) />
        <div class=listing>
            <div class="strip">
                {filters(team_options, license_options, company_options, file)}
                {bulk::bar(selection, matching, all_teams)}
            </div>
            {idle::proposal(selection, matching)}
            <List
                caption=t::title()
                columns=columns()
                state=members.into()
                rows=rows
                empty=Callback::new(move |()| empty())
                foot=foot
                first=Callback::new(move |()| select_all(shown, selection))
            />
        </div>
        {invite::over_people()}
    }
    .into_any()
}

/// Options of a filter whose values come from the API.
type Options = Signal<Vec<(String, String)>>;

/// Search, the filters and the file of what they find.
fn filters(teams: Options, licenses: Options, companies: Options, file: Signal<String>) -> AnyView {
    let role_options = words::role_options(&me().all_roles().all().collect::<Vec<_>>());
    let sources = Source::ALL.map(|it| (it.as_str().to_owned(), words::source(it))).to_vec();
    view! {
        <div class="filters" role="search">
            <Search label=t::search() placeholder=t::search_for() />
            <Pick label=basics::role() name="role" options=Signal::stored(role_options) />
            {move || {
                let some = teams.with(|some| !some.is_empty());
                some.then(|| view! { <Pick label=basics::team() name="team" options=teams /> })
            }}
            <Pick label=basics::license() name="license" options=licenses />
            {move || {
                let some = companies.with(|some| !some.is_empty());
                some.then(|| view! { <Pick label=t_companies::one() name="company" options=companies /> })
            }}
            <Pick label=t::source() name="source" options=Signal::stored(sources) />
            {may(Permission::ReadSignIns)
                .then(|| {
                    let options = Signal::stored(words::last_sign_in_options());
                    view! { <Pick label=t::signed_in() name="last_sign_in" options=options /> }
                })}
            <Clear names=FILTERS />
            {may(Permission::Export)
                .then(|| {
                    view! {
                        <a class="button end" href=file download="" data-leave="">
                            {basics::export_csv()}
                        </a>
                    }
                })}
        </div>
    }
    .into_any()
}

fn columns() -> Vec<Column> {
    vec![
        ("sel", ""),
        ("", basics::name()),
        ("w7", basics::role()),
        ("w12 p3", basics::teams()),
        ("w4 p2", basics::seats()),
        ("w8", basics::status()),
        ("w9", t::last_active()),
        ("dots", ""),
    ]
}

/// The tabs with their numbers. Another tab keeps the other filters.
fn tabs(status: &str, counts: Option<MemberCounts>) -> Vec<Tab> {
    let customers = router::query_now("role") == "customer" || !router::query_now("company").is_empty();
    let all = |counts: MemberCounts| counts.active + counts.pending + counts.disabled;
    // Leaving the customers leaves what only they have.
    let role = if customers { String::new() } else { router::query_now("role") };
    let tab = |value: &str, word, count: fn(MemberCounts) -> u32| Tab {
        href: router::with("/people", &[("status", value), ("role", &role), ("company", ""), ("cursor", "")]),
        word,
        count: counts.map(count),
        current: status == value && !customers,
    };
    let mut tabs = vec![
        Tab { count: counts.map(all), ..tab("", t::tab_all(), |_| 0) },
        tab("active", t::tab_active(), |counts| counts.active),
        tab("pending", t::tab_invited(), |counts| counts.pending),
        tab("disabled", t::tab_disabled(), |counts| counts.disabled),
    ];
    if status == "removed" || counts.is_some_and(|counts| counts.removed > 0) {
        tabs.push(tab("removed", t::tab_removed(), |counts| counts.removed));
    }
    if customers || counts.is_some_and(|counts| counts.customers > 0) {
        tabs.push(Tab {
            href: router::with("/people", &[("status", ""), ("role", "customer"), ("cursor", "")]),
            word: t::tab_customers(),
            count: counts.map(|counts| counts.customers),
            current: customers,
        });
    }
    tabs
}

/// Nobody yet, or nobody who matches.
fn empty() -> AnyView {
    let set: Vec<_> =
        ALL.iter().map(|name| router::query_now(name)).filter(|value| !value.is_empty()).collect();
    if set.is_empty() {
        let actions = may(Permission::ManageInvitations).then(|| {
            view! {
                <a class="button" href="/people/invite">
                    {t::invite()}
                </a>
            }
        });
        return view! { <Empty title=t::nobody() text=t::nobody_text() seats=20 actions=actions.into_any() /> }
            .into_any();
    }
    let actions = view! { <a class="button" href="/people">{basics::clear_all()}</a> };
    let q = router::query_now("q");
    let title = if q.is_empty() { t::no_match().to_owned() } else { t::no_match_q(&q) };
    view! { <Empty title=title text=t::no_match_text() actions=actions.into_any() /> }.into_any()
}
