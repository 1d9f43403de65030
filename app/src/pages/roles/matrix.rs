//! The rights of one role by area: a box for each that the reader may give, by pointer or by keys. Not here: saving.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use shared::access::{Area, EVERYBODYS, Permission, Permissions, Role};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::yes_or_no;
use crate::i18n::text::rights as t;
use crate::session::me;
use crate::words;

/// The table. Where `chosen` is none it only tells.
pub fn matrix(
    held: Permissions,
    chosen: Option<RwSignal<Permissions>>,
    base: Option<(Role, Permissions)>,
) -> AnyView {
    let columns = 2 + u8::from(base.is_some());
    let giver = me().permissions().or(EVERYBODYS);
    let line = move |permission: &Permission| {
        let permission = *permission;
        let cell = match chosen {
            Some(chosen) => tick(permission, chosen, giver.has(permission)),
            None => yes_or_no(held.has(permission)),
        };
        view! {
            <tr>
                <th scope="row">
                    <label for=format!("right-{}", permission.as_str())>{words::permission(permission)}</label>
                    <span class="why id">{permission.as_str()}</span>
                </th>
                {cell}
                {base.map(|(_, of_base)| yes_or_no(of_base.has(permission)))}
            </tr>
        }
        .into_any()
    };
    let areas = Area::ALL.iter().map(|(area, permissions)| {
        view! {
            <tbody>
                <tr>
                    <th scope="rowgroup" colspan=columns.to_string()>
                        <b>{words::area(*area)}</b>
                    </th>
                </tr>
                {permissions.iter().map(line).collect_view()}
            </tbody>
        }
        .into_any()
    });
    view! {
        <table class="matrix data rights" on:keydown=|event| on_key(&event)>
            <thead>
                <tr>
                    <th scope="col">{t::right()}</th>
                    <th scope="col" class="w12">
                        {t::this_role()}
                    </th>
                    {base
                        .map(|(role, _)| {
                            view! {
                                <th scope="col" class="w12">
                                    {words::role(role)}
                                </th>
                            }
                        })}
                </tr>
            </thead>
            {areas.collect_view()}
        </table>
    }
    .into_any()
}

fn tick(permission: Permission, chosen: RwSignal<Permissions>, mine: bool) -> AnyView {
    let toggle = move |event| {
        let one = Permissions::of(&[permission]);
        let on = event_target_checked(&event);
        chosen.update(|set| *set = if on { set.or(one) } else { set.without(one) });
    };
    let id = format!("right-{}", permission.as_str());
    view! {
        <td>
            <input
                class="check"
                type="checkbox"
                id=id
                disabled=!mine
                prop:checked=move || chosen.with(|set| set.has(permission))
                on:change=toggle
            />
            {(!mine).then(|| view! { <span class="why">{t::not_yours()}</span> })}
        </td>
    }
    .into_any()
}

/// Up and down go from box to box, Home and End to the first and the last.
fn on_key(event: &KeyboardEvent) {
    let key = event.key();
    let Some(table) = event.current_target().and_then(|table| table.dyn_into::<Element>().ok()) else {
        return;
    };
    let Ok(found) = table.query_selector_all("input:enabled") else { return };
    let boxes: Vec<HtmlElement> =
        (0..found.length()).filter_map(|at| found.get(at)?.dyn_into::<HtmlElement>().ok()).collect();
    let focused = document().active_element();
    let here =
        boxes.iter().position(|it| focused.as_ref().is_some_and(|focused| it.is_same_node(Some(focused))));
    let (Some(here), last) = (here, boxes.len().saturating_sub(1)) else { return };
    let to = match key.as_str() {
        "ArrowDown" => (here + 1).min(last),
        "ArrowUp" => here.saturating_sub(1),
        "Home" => 0,
        "End" => last,
        _ => return,
    };
    event.prevent_default();
    let _ = boxes[to].focus();
}
