//! The menu behind my own face: my account, theme, other organizations, shortcuts, sign out.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{Over, theme};
use crate::acts::perform;
use crate::api;
use crate::components::{Item, Menu, face};
use crate::i18n::text::{nav, own, shell as t};
use crate::pages::own_licenses::{self, Invites};
use crate::router;
use crate::session::me;

/// The menu.
pub fn account_menu(over: RwSignal<Over>) -> AnyView {
    let (me, invites) = (me(), expect_context::<Invites>());
    let name = move || me.session().user.map(|user| user.name).unwrap_or_default();
    let photo = move || me.session().photo.map(|version| format!("/api/v1/me/photo?v={version}"));
    let head = view! {
        {move || face(&name(), photo(), "face")}
        <span class="t">
            <bdi class="clip">{name}</bdi>
            <span class="faint clip">{move || me.session().organization.name}</span>
        </span>
        <span class="sr">{nav::account()}</span>
    };
    let items = Callback::new(move |()| {
        let mut items = vec![Item::go("person", nav::account(), "/account")];
        let count = invites.count();
        let hint = if count == 0 { String::new() } else { count.to_string() };
        items.push(Item::go("mail", own::menu(), own_licenses::PATH).hint(hint));
        items.extend(themes());
        if me.now().operator {
            items.push(Item::go("org", nav::organizations(), "/organizations"));
        }
        for organization in me.now().organizations {
            let label = t::switch_to(&organization.name);
            let id = organization.id;
            items.push(Item::run("org", label, move || {
                perform(api::switch_organization(id), |_| router::leave("/"));
            }));
        }
        items.push(Item::run("code", t::shortcuts(), move || over.set(Over::Shortcuts)));
        items.push(Item::run("out", t::sign_out(), sign_out));
        items
    });
    view! { <Menu label=nav::account().to_owned() class="me" worded=true at="up" face=head.into_any() items=items /> }
        .into_any()
}

/// The choices of theme.
fn themes() -> Vec<Item> {
    let now = theme::chosen();
    [("", t::theme_system()), ("light", t::theme_light()), ("dark", t::theme_dark())]
        .into_iter()
        .map(|(value, word)| Item::choice(word, now == value, move || theme::choose(value)))
        .collect()
}

/// Ends the session and leaves for the sign-in page, whatever the answer was.
pub fn sign_out() {
    own_licenses::forget_put_off();
    spawn_local(async {
        let _ = api::sign_out().await;
        router::leave("/sign-in");
    });
}
