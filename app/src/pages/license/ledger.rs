//! The seat ledger of a license: what moved, why, by which door and by whom, narrowed by days, door and person, and as a
//! file. Entries are never edited. Not here: the seats of past days (`past_days`).

use leptos::prelude::*;
use shared::api::Page;
use shared::api::ledger::LedgerEntry;
use shared::api::licenses::License;
use shared::id::LicenseId;
use shared::license::Door;

use super::past_days;
use crate::api;
use crate::components::{
    Clear, Column, DayRange, Empty, Item, List, Pick, Search, dots_menu, seat_squares, time,
};
use crate::i18n::text::{basics, ledger as t, license as l, seats};
use crate::pages::why::{Why, why};
use crate::router;
use crate::words;

/// The filters, by their names in the address.
const FILTERS: &[&str] = &["q", "door", "from", "to"];

/// The tab.
pub fn ledger(id: LicenseId, license: RwSignal<Option<License>>) -> AnyView {
    let names = ["q", "door", "from", "to", "cursor"];
    let values = names.map(router::query);
    let filters = move |names: &[&'static str]| {
        let values: Vec<_> = values.iter().take(names.len()).map(|value| value.get()).collect();
        let filters: Vec<_> = names.iter().copied().zip(values.iter().map(String::as_str)).collect();
        router::encode(&filters)
    };
    let list = api::query::<Page<LedgerEntry>>(move || {
        Some(format!("/api/v1/licenses/{id}/ledger?{}", filters(&names)))
    });
    let asked = RwSignal::new(None::<Why>);
    let rows = Callback::new(move |()| {
        let items = list.data.get().map(|page| page.items).unwrap_or_default();
        items.iter().map(|entry| row(entry, id, license, asked)).collect()
    });
    let file = move || format!("/api/v1/licenses/{id}/ledger.csv?{}", filters(FILTERS));
    let doors: Vec<_> = Door::ALL
        .iter()
        .map(|door| door.as_str())
        .chain(["license"])
        .map(|door| (door.to_owned(), words::door(door)))
        .collect();
    view! {
        {past_days::past_days(id, license)}
        <div class="listing">
            <div class="strip">
                <div class="filters" role="search">
                    <Search label=t::search() placeholder=basics::name_or_email() />
                    <DayRange />
                    <Pick label=l::came_by() name="door" options=Signal::stored(doors) />
                    <Clear names=FILTERS />
                    <a class="button end" href=file download="" data-leave="">
                        {basics::export_csv()}
                    </a>
                </div>
            </div>
            <List
                caption=l::tab_ledger()
                columns=columns()
                state=list.into()
                rows=rows
                empty=Callback::new(move |()| empty(id))
                foot=Callback::new(move |rows: usize| l::entries(rows as u64))
            />
        </div>
        {why(asked)}
    }
    .into_any()
}

fn empty(id: LicenseId) -> AnyView {
    if FILTERS.iter().any(|name| !router::query_now(name).is_empty()) {
        let actions =
            view! { <a class="button" href=format!("/licenses/{id}/ledger")>{basics::clear_all()}</a> };
        return view! { <Empty title=t::no_match() actions=actions.into_any() /> }.into_any();
    }
    view! { <Empty title=l::no_entry() text=l::no_entry_text() seats=12 /> }.into_any()
}

fn columns() -> Vec<Column> {
    vec![
        ("", l::whose()),
        ("w12", l::change()),
        ("w12", l::reason()),
        ("w9 p2", l::came_by()),
        ("w7 p3", l::by()),
        ("w7", l::when()),
        ("dots", ""),
    ]
}

fn row(
    entry: &LedgerEntry,
    id: LicenseId,
    license: RwSignal<Option<License>>,
    asked: RwSignal<Option<Why>>,
) -> AnyView {
    let marker = match (entry.held, entry.reserved, entry.total) {
        (1.., ..) => "held",
        (_, 1.., _) => "reserved",
        _ => "",
    };
    // What became of the seat stands beside it.
    let reason = words::reason(&entry.reason);
    let reason = reason.split(", ").next().unwrap_or_default().to_owned();
    let whose = match (entry.member, &entry.person) {
        (Some(member), Some(person)) => view! {
            <a class="clip" href=format!("/people/{member}")>
                <bdi>{person.clone()}</bdi>
            </a>
        }
        .into_any(),
        _ => view! { <span class="clip">{l::the_license()}</span> }.into_any(),
    };
    view! {
        <tr>
            <th scope="row" class="name">
                {whose}
            </th>
            <td class="m">{seat_squares(&[marker])} " " {moved(entry)}</td>
            <td class="m">{reason}</td>
            <td class="p2">{words::door(&entry.door)}</td>
            <td class="p3">
                <bdi class="clip">{entry.actor.clone()}</bdi>
            </td>
            <td class="m">{time(entry.at)}</td>
            <td class="dots">{menu(entry, id, license, asked)}</td>
        </tr>
    }
    .into_any()
}

fn menu(
    entry: &LedgerEntry,
    id: LicenseId,
    license: RwSignal<Option<License>>,
    asked: RwSignal<Option<Why>>,
) -> AnyView {
    let (Some(member), Some(assignment)) = (entry.member, entry.assignment) else { return ().into_any() };
    let name = entry.person.clone().unwrap_or_default();
    let label = basics::actions_for(&name);
    let items = move || {
        let license_name = license.with_untracked(|it| it.as_ref().map(|it| it.name.clone()));
        let question = Why {
            license: id,
            license_name: license_name.unwrap_or_default(),
            name: name.clone(),
            assignment: Some(assignment),
            member,
            email: String::new(),
        };
        vec![
            Item::run("activity", l::why_taken(), move || asked.set(Some(question.clone()))),
            Item::go("person", t::open_person(), format!("/people/{member}")),
        ]
    };
    dots_menu(label, items)
}

/// A change and its words.
type Part = (i64, fn(&str) -> String);

/// What moved: `reserved −1, held +1`.
fn moved(entry: &LedgerEntry) -> String {
    let signed = |change: i64| if change < 0 { format!("−{}", -change) } else { format!("+{change}") };
    let parts: [Part; 3] = [
        (entry.total, seats::total_change),
        (entry.reserved, seats::reserved_change),
        (entry.held, seats::held_change),
    ];
    let parts = parts.into_iter().filter(|(change, _)| *change != 0);
    parts.map(|(change, say)| say(&signed(change))).collect::<Vec<_>>().join(", ")
}
