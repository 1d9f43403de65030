//! Imports: what was imported, a file to bring, and its plan before anything is sent. What became of one is [`one`].

mod draft;
mod kept;
mod mapping;
pub mod one;
mod plan;
mod refused;
mod row;
mod send;
mod slices;
mod window;

pub use refused::hand_over;

use leptos::prelude::*;
use shared::access::Permission;
use shared::api::Page;
use shared::api::imports::Import;
use shared::api::licenses::License;

use self::draft::Draft;
use crate::api;
use crate::components::{Column, Empty, Head, List, time};
use crate::format::number;
use crate::i18n::text::imports as t;
use crate::router;
use crate::session::may;

/// The page: the list, or the plan of the file that was chosen.
pub fn imports() -> AnyView {
    let draft = Draft::new();
    let open = Memo::new(move |_| draft.file.with(Option::is_some));
    view! { {move || if open.get() { plan::plan(draft) } else { list(draft) }} }.into_any()
}

fn list(draft: Draft) -> AnyView {
    let cursor = router::query("cursor");
    let list = api::query::<Page<Import>>(move || Some(api::page("imports", &[("cursor", &cursor.get())])));
    let rows = Callback::new(move |()| {
        list.data.get().map(|page| page.items).unwrap_or_default().into_iter().map(row).collect()
    });
    let empty =
        Callback::new(|()| view! { <Empty title=t::none() text=t::none_text() seats=12 /> }.into_any());
    view! {
        <Head title=t::title().to_owned() />
        {may(Permission::ManageInvitations).then(|| choose(draft))}
        <section class="part">
            <div class="listing">
                <List
                    caption=t::title()
                    columns=columns()
                    state=list.into()
                    rows=rows
                    empty=empty
                    foot=Callback::new(move |rows: usize| t::foot(rows as u64))
                />
            </div>
        </section>
    }
    .into_any()
}

/// The field that takes a file, by choosing it or letting it fall there.
fn choose(draft: Draft) -> AnyView {
    let chosen = move |event: leptos::ev::Event| {
        let input = event_target::<web_sys::HtmlInputElement>(&event);
        if let Some(file) = input.files().and_then(|files| files.get(0)) {
            draft.read(file);
        }
        input.set_value("");
    };
    let sample = "data:text/csv;charset=utf-8,%EF%BB%BFemail%2Cname%2Crole%2Clicenses%2Cteams%0D%0Aann%40example.com%2CAnn%20Lee%2Cstandard%2C%2C%0D%0A";
    view! {
        <div class="pile">
            {license(draft)}
            <div class="field">
                <label for="import-file">{t::choose()}</label>
                <input
                    class="control drop"
                    id="import-file"
                    type="file"
                    accept=".csv,.tsv,.txt,text/csv"
                    aria-describedby="import-hint import-error"
                    on:change=chosen
                />
                <p class="hint" id="import-hint">
                    {t::choose_hint()} " "
                    <a href=sample download="sample.csv">
                        {t::sample()}
                    </a>
                </p>
                {move || draft.kept.get().map(|kept| view! { <p class="hint">{t::again(&kept.file)}</p> })}
                <p class="error" id="import-error" role="alert">
                    {move || draft.failure.get()}
                </p>
            </div>
            <p role="status" class="words">
                {move || draft.busy.get().map(|percent| t::reading(&percent.to_string()))}
            </p>
        </div>
    }
    .into_any()
}

/// The license whose page led here: it is that of rows that name none.
fn license(draft: Draft) -> AnyView {
    let id = draft.license.get_untracked();
    if id.is_empty() {
        return ().into_any();
    }
    let found = api::query::<License>(move || Some(format!("/api/v1/licenses/{id}")));
    view! {
        {move || {
            found
                .data
                .get()
                .map(|license| {
                    let words = t::for_license(&license.name, &number(license.seats.free));
                    view! { <p class="words">{words}</p> }
                })
        }}
    }
    .into_any()
}

fn columns() -> Vec<Column> {
    vec![
        ("", t::file()),
        ("w9", crate::i18n::text::basics::status()),
        ("w7 n", t::rows()),
        ("w7 n p3", t::refused()),
        ("w9 p4", t::by()),
        ("w7 p2", t::when()),
    ]
}

fn row(import: Import) -> AnyView {
    view! {
        <tr>
            <th scope="row" class="name">
                <a href=format!("/imports/{}", import.id)>
                    <bdi class="clip">{import.name}</bdi>
                </a>
            </th>
            <td class="standing">{one::status_word(import.status)}</td>
            <td class="n">{number(import.rows)}</td>
            <td class="n p3">{number(import.counts.refused)}</td>
            <td class="p4">
                <bdi class="clip">{import.created_by}</bdi>
            </td>
            <td class="p2">{time(import.created_at)}</td>
        </tr>
    }
    .into_any()
}

/// The word of the page that this one belongs to.
fn crumb() -> (&'static str, &'static str) {
    ("/imports", t::title())
}
