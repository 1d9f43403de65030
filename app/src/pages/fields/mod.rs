//! Fields that an organization adds to its people: which there are, what they hold, who sees and fills them; over it the
//! dialogs that make a field and edit one. Their values stand on the person page (`of`).

mod form;
mod input;
pub mod of;

use leptos::prelude::*;
use shared::api::Page;
use shared::api::custom_fields::CustomField;
use shared::custom_field::FieldKind;

use crate::acts;
use crate::api;
use crate::components::{Column, Empty, Head, Item, List, Outcome, dots_menu, say};
use crate::i18n::text::{basics, fields as t};
use crate::router::{self, Step};

const HERE: &str = "/settings/fields";

/// The page, and over it its dialogs.
pub fn fields() -> AnyView {
    let list = api::query::<Page<CustomField>>(|| Some("/api/v1/custom-fields".to_owned()));
    let found = move || list.data.get().map(|page| page.items).unwrap_or_default();
    let rows = Callback::new(move |()| found().into_iter().map(row).collect());
    let place = router::place();
    let over = Memo::new(move |_| {
        place.with(|place| place.path.strip_prefix(HERE).map(|rest| rest.trim_matches('/').to_owned()))
    });
    let there = Memo::new(move |_| list.data.with(Option::is_some));
    let dialog = move || match over.get().as_deref() {
        Some("new") => Some(form::dialog(None)),
        Some(id) if there.get() => {
            let page = list.data.get_untracked()?;
            page.items.into_iter().find(|field| field.id.to_string() == id).map(|it| form::dialog(Some(it)))
        }
        _ => None,
    };
    let button = |class: &'static str| {
        view! {
            <a class=class href="/settings/fields/new">
                {t::new()}
            </a>
        }
        .into_any()
    };
    let empty = Callback::new(move |()| {
        view! { <Empty title=t::none() text=t::none_text() actions=button("button") /> }.into_any()
    });
    view! {
        <Head title=t::title().to_owned() actions=button("button primary") />
        <p class="words muted">{t::lead()}</p>
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
        {dialog}
    }
    .into_any()
}

fn columns() -> Vec<Column> {
    vec![("", basics::name()), ("w14 p2", t::kind()), ("w18", t::who()), ("w9 p2", t::values()), ("dots", "")]
}

/// What a field holds, in words.
fn kind_word(kind: FieldKind) -> &'static str {
    match kind {
        FieldKind::Text => t::text(),
        FieldKind::Number => t::number(),
        FieldKind::Date => t::date(),
        FieldKind::Choice => t::choice(),
        FieldKind::Link => t::link(),
        FieldKind::YesNo => t::yes_no(),
    }
}

fn row(field: CustomField) -> AnyView {
    let who = match (field.visible_to_person, field.edited_by_person) {
        (_, true) => t::person_fills(),
        (true, false) => t::person_sees(),
        (false, false) => t::staff_only(),
    };
    let name = field.name.clone();
    let choices =
        (!field.choices.is_empty()).then(|| view! { <small class="clip">{field.choices.join(", ")}</small> });
    let required = field.required.then(|| view! { <small>{t::required()}</small> });
    let unsearched =
        (field.kind.can_find() && !field.searchable).then(|| view! { <small>{t::not_searchable()}</small> });
    let actions = basics::actions_for(&name);
    view! {
        <tr>
            <th scope="row" class="name">
                <a class="clip" href=format!("{HERE}/{}", field.id)>
                    <bdi>{name}</bdi>
                </a>
                {choices}
            </th>
            <td class="m p2">{kind_word(field.kind)}</td>
            <td class="m all">{who} " " {required} " " {unsearched}</td>
            <td class="m p2">{t::values_of(field.values.into())}</td>
            <td class="dots">{dots_menu(actions, move || menu(&field))}</td>
        </tr>
    }
    .into_any()
}

fn menu(field: &CustomField) -> Vec<Item> {
    let (id, name, values) = (field.id, field.name.clone(), field.values);
    let delete = move || {
        let gone = name.clone();
        acts::ask(t::delete_title(&name), t::delete_text(values.into()), t::delete(), move || {
            let words = t::deleted(&gone);
            acts::perform(api::delete_field(id), move |_| say(Outcome::done(words)));
        });
    };
    vec![
        Item::run("edit", t::edit(), move || router::go(&format!("{HERE}/{id}"), Step::Push)),
        Item::run("trash", t::delete(), delete).danger(),
    ]
}
