//! What a person may do and where it comes from, on their page; over it the dialog that grants and denies.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::access::{Area, EVERYBODYS, Permission, Permissions, Role, may_grant};
use shared::api::members::Member;
use shared::api::roles::{MemberPermissions, SetPermissions};
use shared::error::Code;
use shared::id::MemberId;
use shared::member::MemberStatus;
use shared::role::{Beside, Source, effective, source};

use super::license_create::{Errors, error_at, put_failure};
use crate::acts::called;
use crate::api;
use crate::components::{Dialog, Outcome, Wrong, icon, say};
use crate::i18n::text::{basics, rights as t};
use crate::router::{self, Step};
use crate::session::{may, me};
use crate::words;

/// The section of the person's page.
pub fn part(member: &Member) -> AnyView {
    if member.status == MemberStatus::Removed {
        return ().into_any();
    }
    let (id, role) = (member.id, member.role);
    let rights = api::query::<MemberPermissions>(move || Some(format!("/api/v1/members/{id}/permissions")));
    let change = if !may(Permission::ManageRoles) {
        ().into_any()
    } else if member.status == MemberStatus::Pending {
        view! { <span class="faint">{t::after_acceptance()}</span> }.into_any()
    } else if me().now().member == Some(id) {
        view! { <span class="faint">{t::own()}</span> }.into_any()
    } else {
        view! { <a href=format!("/people/{id}/permissions")>{t::change()}</a> }.into_any()
    };
    let lines = move || rights.data.get().map(|rights| lines(&rights));
    view! {
        <section class="part">
            <div class="titlebar">
                <h2>{t::panel()}</h2>
                {change}
            </div>
            <p class="pointers">
                <a href=format!("/roles/{role}")>{words::role(role)}</a>
            </p>
            {lines}
        </section>
    }
    .into_any()
}

/// Grants and denials in sight, what the role gives one click away.
fn lines(rights: &MemberPermissions) -> AnyView {
    let beside = Beside { grants: rights.grants, denials: rights.denials };
    let from = |permission| source(rights.role, rights.of_role, beside, permission);
    let of = |wanted: Source| -> Vec<Permission> {
        Permission::ALL.iter().copied().filter(|permission| from(*permission) == wanted).collect()
    };
    let line = |permission: Permission, class: &'static str, symbol, word: &'static str| {
        view! {
            <li>
                <span class=class>{icon(symbol)} {word}</span>
                " "
                {words::permission(permission)}
            </li>
        }
        .into_any()
    };
    let granted = of(Source::Grant).into_iter().map(|it| line(it, "state success", "plus", t::granted()));
    let denied = of(Source::Denied).into_iter().map(|it| line(it, "state error", "no", t::denied()));
    let beside: Vec<_> = granted.chain(denied).collect();
    let held = rights.effective.iter().count() as u64;
    let rest = of(Source::Role).into_iter().map(|it| line(it, "state bare success", "check", t::by_role()));
    let all = if held == 0 {
        view! { <p class="muted">{t::none()}</p> }.into_any()
    } else if rights.role == Role::Owner {
        view! { <p class="muted">{t::owner_all()}</p> }.into_any()
    } else {
        view! {
            <details>
                <summary>{t::panel_sum(held)}</summary>
                <ul class="pointers">{rest.collect_view()}</ul>
            </details>
        }
        .into_any()
    };
    view! {
        {(!beside.is_empty()).then(|| view! { <ul class="pointers">{beside}</ul> })}
        {all}
    }
    .into_any()
}

/// The dialog, while its address is open.
pub fn over_person(id: MemberId, member: RwSignal<Option<Member>>) -> AnyView {
    let place = router::place();
    let path = format!("/people/{id}/permissions");
    let open = Memo::new(move |_| place.with(|place| place.path == path) && member.with(Option::is_some));
    view! {
        {move || {
            let shown = open.get() && may(Permission::ManageRoles);
            shown.then(|| member.get_untracked().map(|member| dialog(&member)))
        }}
    }
    .into_any()
}

fn dialog(member: &Member) -> AnyView {
    let (id, name) = (member.id, called(member));
    let before = RwSignal::new(None::<MemberPermissions>);
    let beside = RwSignal::new(Beside::default());
    let (errors, told): (Errors, _) = (RwSignal::new(Vec::new()), RwSignal::new(false));
    let load = move |keep: bool| {
        spawn_local(async move {
            match api::permissions_of(id).await {
                Ok(rights) => {
                    if !keep {
                        beside.set(Beside { grants: rights.grants, denials: rights.denials });
                    }
                    let _ = before.try_set(Some(rights));
                }
                Err(failure) => put_failure(errors, &failure, &[]),
            }
        });
    };
    load(false);
    let close = Callback::new(move |()| router::go(&format!("/people/{id}"), Step::Push));
    let title = t::change_title(&name);
    let save = move |_| {
        let Some(seen) = before.get_untracked() else { return };
        let Beside { grants, denials } = beside.get_untracked();
        let name = name.clone();
        errors.set(Vec::new());
        spawn_local(async move {
            match api::set_permissions(id, &SetPermissions { grants, denials }, &seen.version).await {
                Ok(_) => {
                    close.try_run(());
                    say(Outcome::done(t::rights_saved(&name)));
                    api::written();
                }
                Err(failure)
                    if failure.code() == Some(Code::ChangedMeanwhile) && told.try_set(true).is_none() =>
                {
                    load(true);
                }
                Err(failure) => put_failure(errors, &failure, &[]),
            }
        });
    };
    let body = view! {
        <Wrong id="rights-error".to_owned() words=error_at(errors, "") />
        {move || told.get().then(|| view! { <div class="note warning" role="alert">{icon("warn")} <p>{t::rights_changed()}</p></div> })}
        {move || match before.get() {
            Some(rights) => table(&rights, beside),
            None => view! { <p class="muted">{basics::loading()}</p> }.into_any(),
        }}
    };
    let footer = view! {
        <span></span>
        <div class="actions">
            <button type="button" class="button" on:click=move |_| close.run(())>
                {basics::cancel()}
            </button>
            <button type="button" class="button primary" on:click=save>
                {t::save_rights()}
            </button>
        </div>
    };
    let typed = Signal::derive(move || {
        let chosen = beside.get();
        before.with(|before| {
            before.as_ref().is_some_and(|it| (it.grants, it.denials) != (chosen.grants, chosen.denials))
        })
    });
    view! {
        <Dialog title=title on_close=close typed=typed wide=true body=body.into_any() footer=footer.into_any() />
    }
    .into_any()
}

fn table(rights: &MemberPermissions, beside: RwSignal<Beside>) -> AnyView {
    if may_grant(me().permissions(), rights.effective).is_err() {
        return view! { <div class="note">{icon("no")} <p>{t::beyond_person()}</p></div> }.into_any();
    }
    let (role, of_role) = (rights.role, rights.of_role);
    let giver = me().permissions().or(EVERYBODYS);
    let line = move |permission: &Permission| line(*permission, role, of_role, beside, giver);
    let areas = Area::ALL.iter().map(|(area, permissions)| {
        view! {
            <tbody>
                <tr>
                    <th scope="rowgroup" colspan="3">
                        <b>{words::area(*area)}</b>
                    </th>
                </tr>
                {permissions.iter().map(line).collect_view()}
            </tbody>
        }
        .into_any()
    });
    view! {
        <table class="matrix data rights">
            <thead>
                <tr>
                    <th scope="col">{t::right()}</th>
                    <th scope="col" class="w12">
                        {basics::role()}
                    </th>
                    <th scope="col" class="w3">
                        {t::in_all()}
                    </th>
                </tr>
            </thead>
            {areas.collect_view()}
        </table>
    }
    .into_any()
}

fn line(
    permission: Permission,
    role: Role,
    of_role: Permissions,
    beside: RwSignal<Beside>,
    giver: Permissions,
) -> AnyView {
    let one = Permissions::of(&[permission]);
    let now = move || match beside.get() {
        beside if beside.denials.has(permission) => "deny",
        beside if beside.grants.has(permission) => "grant",
        _ => "role",
    };
    let choose = move |event| {
        let chosen = event_target_value(&event);
        beside.update(|beside| {
            beside.grants = beside.grants.without(one);
            beside.denials = beside.denials.without(one);
            match chosen.as_str() {
                "grant" => beside.grants = beside.grants.or(one),
                "deny" => beside.denials = beside.denials.or(one),
                _ => {}
            }
        });
    };
    let as_role = t::as_role(if of_role.has(permission) { t::yes() } else { t::no() });
    let option = move |value: &'static str, word: String| {
        view! {
            <option value=value prop:selected=move || now() == value>
                {word}
            </option>
        }
    };
    let (mine, owner) = (giver.has(permission), role == Role::Owner);
    let result = move || super::roles::yes_or_no(effective(role, of_role, beside.get()).has(permission));
    view! {
        <tr>
            <th scope="row">
                <span>{words::permission(permission)}</span>
                {(!mine).then(|| view! { <span class="why">{t::not_yours()}</span> })}
            </th>
            <td>
                <select
                    class="control small"
                    aria-label=words::permission(permission)
                    disabled=!mine || owner
                    on:change=choose
                >
                    {option("role", as_role)}
                    {option("grant", t::grant().to_owned())}
                    {option("deny", t::deny().to_owned())}
                </select>
            </td>
            {result}
        </tr>
    }
    .into_any()
}
