//! The seat ledger of a license: what moved, why, by which door and by whom. Entries are never edited.

use leptos::prelude::*;
use shared::api::Page;
use shared::api::licenses::LedgerEntry;
use shared::id::LicenseId;

use crate::api;
use crate::components::{Column, Empty, List, seat_squares, time};
use crate::i18n::text::{license as t, seats};
use crate::router;
use crate::words;

/// The tab.
pub fn ledger(id: LicenseId) -> AnyView {
    let cursor = router::query("cursor");
    let list = api::query::<Page<LedgerEntry>>(move || {
        let cursor = cursor.get();
        Some(api::list(&format!("licenses/{id}/ledger"), &[("cursor", cursor.as_str())]))
    });
    let rows = Callback::new(move |()| {
        list.data.get().map(|page| page.items).unwrap_or_default().iter().map(row).collect()
    });
    view! {
        <div class="listing">
            <List
                caption=t::tab_ledger()
                columns=columns()
                state=list.into()
                rows=rows
                empty=Callback::new(|()| {
                    view! { <Empty title=t::no_entry() text=t::no_entry_text() seats=12 /> }.into_any()
                })
                foot=Callback::new(move |rows: usize| t::entries(rows as u64))
            />
        </div>
    }
    .into_any()
}

fn columns() -> Vec<Column> {
    vec![
        ("", t::whose()),
        ("w12", t::change()),
        ("w12", t::reason()),
        ("w9 p2", t::came_by()),
        ("w7 p3", t::by()),
        ("w7", t::when()),
    ]
}

fn row(entry: &LedgerEntry) -> AnyView {
    let marker = match (entry.held, entry.reserved, entry.total) {
        (1.., ..) => "held",
        (_, 1.., _) => "reserved",
        _ => "",
    };
    // What became of the seat stands beside it.
    let reason = words::reason(&entry.reason);
    let reason = reason.split(", ").next().unwrap_or_default().to_owned();
    let whose = entry.person.clone().unwrap_or_else(|| t::the_license().to_owned());
    view! {
        <tr>
            <th scope="row" class="name">
                <bdi class="clip">{whose}</bdi>
            </th>
            <td class="m">{seat_squares(&[marker])} " " {moved(entry)}</td>
            <td class="m">{reason}</td>
            <td class="p2">{words::door(&entry.door)}</td>
            <td class="p3">
                <bdi class="clip">{entry.actor.clone()}</bdi>
            </td>
            <td class="m">{time(entry.at)}</td>
        </tr>
    }
    .into_any()
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
