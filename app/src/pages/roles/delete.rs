//! The dialog that deletes a role; whoever has it gets another.

use leptos::prelude::*;
use shared::access::{Permission, Role};
use shared::api::roles::RoleInfo;

use crate::acts;
use crate::api;
use crate::components::{Dialog, Outcome, SelectField, say};
use crate::i18n::text::{basics, rights as t};
use crate::router::{self, Step};
use crate::session::{may, me};
use crate::words;

/// The dialog, while its address is open.
pub fn over_role(role: Role, data: RwSignal<Option<RoleInfo>>) -> AnyView {
    let place = router::place();
    let path = format!("/roles/{role}/delete");
    let open = Memo::new(move |_| place.with(|place| place.path == path) && data.with(Option::is_some));
    view! {
        {move || {
            let shown = open.get() && may(Permission::ManageRoles) && role.custom().is_some();
            shown.then(|| data.get_untracked().map(|info| delete_dialog(&info)))
        }}
    }
    .into_any()
}

fn delete_dialog(info: &RoleInfo) -> AnyView {
    let (id, name, people) = (info.id, info.name.clone(), info.members + info.invited);
    let close = Callback::new(move |()| router::go(&format!("/roles/{id}"), Step::Push));
    let instead = RwSignal::new(info.based_on.unwrap_or(Role::Standard).to_string());
    let done = name.clone();
    let delete = move |_| {
        let name = done.clone();
        let replacement = if people == 0 { String::new() } else { instead.get_untracked() };
        acts::perform(async move { api::delete_role(id, &replacement).await }, move |_| {
            me().read_again();
            router::go("/roles", Step::Push);
            say(Outcome::done(t::deleted(&name)));
        });
    };
    let body = if people == 0 {
        view! { <p>{t::delete_free()}</p> }.into_any()
    } else {
        let others: Vec<_> = me().roles().into_iter().filter(|role| *role != id).collect();
        view! {
            <p>{t::delete_held(people.into())}</p>
            <SelectField
                label=t::replacement()
                id="role-replacement"
                value=instead
                options=words::role_options(&others)
            />
        }
        .into_any()
    };
    let footer = view! {
        <span></span>
        <div class="actions">
            <button type="button" class="button" on:click=move |_| close.run(())>
                {basics::cancel()}
            </button>
            <button type="button" class="button danger" on:click=delete>
                {t::delete()}
            </button>
        </div>
    };
    let title = t::delete_title(&name);
    view! { <Dialog title=title on_close=close body=body footer=footer.into_any() /> }.into_any()
}
