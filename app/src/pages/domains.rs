//! Mail domains: which are the organization's own, the record that proves one, and who has authority over them. Over it
//! the dialogs that name a domain and that make a domain admin.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::access::Permission;
use shared::api::Page;
use shared::api::domains::{AddDomain, AddDomainAdmin, Domain};
use shared::api::members::Member;
use shared::domain::Proved;
use shared::id::{DomainId, MemberId};

use super::license_create::{Errors, error_at, is_open, put_failure, put_refusal};
use crate::acts::{self, called};
use crate::api;
use crate::components::{
    Column, Dialog, Empty, Head, Item, List, Outcome, SelectField, TextField, Wrong, dots_menu, icon, say,
    time,
};
use crate::i18n::text::{basics, domains as t, methods};
use crate::router::{self, Step};
use crate::session::may;
use crate::words;

const HERE: &str = "/settings/domains";

/// The page, and over it its dialogs.
pub fn domains() -> AnyView {
    let list = api::query::<Page<Domain>>(|| Some(api::list("domains", &[])));
    let found = move || list.data.get().map(|page| page.items).unwrap_or_default();
    let rows = Callback::new(move |()| found().into_iter().map(row).collect());
    let place = router::place();
    let over = Memo::new(move |_| {
        place.with(|place| place.path.strip_prefix(HERE).map(|rest| rest.trim_matches('/').to_owned()))
    });
    let button = |class: &'static str| {
        view! {
            <a class=class href="/settings/domains/new">
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
        {move || match over.get().as_deref() {
            Some("new") => Some(name_dialog()),
            Some(id) => id.parse().ok().map(|id| admin_dialog(id, list.data)),
            None => None,
        }}
    }
    .into_any()
}

fn columns() -> Vec<Column> {
    vec![("", t::domain()), ("w14", basics::status()), ("w18", t::admins()), ("dots", "")]
}

fn row(domain: Domain) -> AnyView {
    let proof = if domain.verified_at.is_some() {
        view! { <span class="state success">{icon("check")} {t::proved()}</span> }.into_any()
    } else {
        view! { <span class="state warning">{icon("warn")} {t::not_proved()}</span> }.into_any()
    };
    let how = domain.how.zip(domain.verified_at).map(|(how, at)| {
        let words = if how == Proved::Dns { t::by_dns() } else { t::by_word() };
        view! {
            <p class="faint">
                {words} " " {time(at)}
            </p>
        }
    });
    let record = domain.verified_at.is_none().then(|| {
        let value = domain.record.value.clone();
        let copied = RwSignal::new(false);
        let copy = move |_| acts::copy(value.clone(), move || copied.set(true));
        view! {
            <div class="record">
                <p class="hint">{t::set_record(&domain.record.names.join(t::or()))}</p>
                <p>
                    <code class="id">{domain.record.value.clone()}</code> " "
                    <button type="button" class="button quiet small" on:click=copy>
                        {icon("copy")}
                        {move || if copied.get() { basics::copied() } else { basics::copy() }}
                    </button>
                </p>
            </div>
        }
    });
    let admins = if domain.admins.is_empty() {
        view! { <span class="faint">{t::no_admin()}</span> }.into_any()
    } else {
        let link = |admin: &shared::api::domains::DomainAdmin| {
            let name = if admin.name.is_empty() { admin.email.clone() } else { admin.name.clone() };
            view! {
                <li>
                    <a href=format!("/people/{}", admin.id)>
                        <bdi>{name}</bdi>
                    </a>
                </li>
            }
        };
        view! { <ul class="pointers">{domain.admins.iter().map(link).collect_view()}</ul> }.into_any()
    };
    let name = domain.name.clone();
    let actions = basics::actions_for(&name);
    view! {
        <tr>
            <th scope="row" class="name">
                <bdi class="clip">{name}</bdi>
                {how}
                {record}
            </th>
            <td class="standing">{proof}</td>
            <td>{admins}</td>
            <td class="dots">{dots_menu(actions, move || menu(&domain))}</td>
        </tr>
    }
    .into_any()
}

fn menu(domain: &Domain) -> Vec<Item> {
    let (id, mut items) = (domain.id, Vec::new());
    if domain.verified_at.is_none() {
        let name = domain.name.clone();
        items.push(Item::run("refresh", t::look(), move || verify(id, name.clone(), Proved::Dns)));
        if domain.by_word && may(Permission::ManageOrganization) {
            let name = domain.name.clone();
            items.push(Item::run("check", t::take_word(), move || verify(id, name.clone(), Proved::Word)));
        }
    }
    items.push(Item::run("plus", t::add_admin(), move || router::go(&format!("{HERE}/{id}"), Step::Push)));
    for admin in &domain.admins {
        let who = if admin.name.is_empty() { admin.email.clone() } else { admin.name.clone() };
        let (member, name) = (admin.id, domain.name.clone());
        items.push(Item::run("minus", t::remove_admin(&who), move || {
            let words = t::removed_admin(&who, &name);
            acts::perform(api::remove_domain_admin(id, member), move |_| say(Outcome::done(words)));
        }));
    }
    let name = domain.name.clone();
    items.push(
        Item::run("trash", t::give_up(), move || {
            let gone = name.clone();
            acts::ask(t::give_up_title(&name), t::give_up_text(), t::give_up(), move || {
                let words = t::given_up(&gone);
                acts::perform(api::remove_domain(id), move |_| say(Outcome::done(words)));
            });
        })
        .danger(),
    );
    items
}

fn verify(id: DomainId, name: String, how: Proved) {
    acts::perform(api::verify_domain(id, how), move |_| {
        say(Outcome::done(t::now_proved(&name)));
    });
}

fn close() -> Callback<()> {
    Callback::new(|()| router::go(HERE, Step::Push))
}

fn footer(form: &'static str, act: &'static str) -> AnyView {
    let close = close();
    view! {
        <span></span>
        <div class="actions">
            <button type="button" class="button" on:click=move |_| close.run(())>
                {basics::cancel()}
            </button>
            <button class="button primary" form=form>
                {act}
            </button>
        </div>
    }
    .into_any()
}

fn name_dialog() -> AnyView {
    let name = RwSignal::new(String::new());
    let errors: Errors = RwSignal::new(Vec::new());
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        errors.set(Vec::new());
        let parsed = match shared::domain::Domain::parse(&name.get_untracked()) {
            Ok(parsed) => parsed,
            Err(refusal) => return put_refusal(errors, &refusal),
        };
        spawn_local(async move {
            match api::add_domain(&AddDomain { name: parsed.to_string() }).await {
                Ok(domain) => {
                    if is_open(errors) {
                        close().run(());
                    }
                    say(Outcome::done(t::added(&domain.name)));
                    api::written();
                }
                Err(failure) => put_failure(errors, &failure, &["name"]),
            }
        });
    };
    let body = view! {
        <form id="domain-form" class="pile" on:submit=save novalidate=true>
            <Wrong id="domain-error".to_owned() words=error_at(errors, "") />
            <TextField
                label=t::domain()
                id="domain-name"
                value=name
                error=error_at(errors, "name")
                hint=t::name_hint()
                focus=true
            />
        </form>
    };
    let typed = Signal::derive(move || name.with(|name| !name.is_empty()));
    view! {
        <Dialog
            title=t::new().to_owned()
            on_close=close()
            typed=typed
            body=body.into_any()
            footer=footer("domain-form", t::create())
        />
    }
    .into_any()
}

fn admin_dialog(id: DomainId, domains: RwSignal<Option<Page<Domain>>>) -> AnyView {
    let member = RwSignal::new(String::new());
    let errors: Errors = RwSignal::new(Vec::new());
    let domain = domains.get_untracked().and_then(|page| page.items.into_iter().find(|it| it.id == id));
    let name = domain.as_ref().map(|it| it.name.clone()).unwrap_or_default();
    let has: Vec<MemberId> =
        domain.map(|it| it.admins.iter().map(|admin| admin.id).collect()).unwrap_or_default();
    let people = api::query::<Page<Member>>(|| {
        Some(api::list(
            "members",
            &[("role", "owner,admin,license_admin"), ("status", "active"), ("limit", "200")],
        ))
    });
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        errors.set(Vec::new());
        let Ok(member) = member.get_untracked().parse() else {
            return errors.set(vec![("member".to_owned(), t::choose_one().to_owned())]);
        };
        spawn_local(async move {
            match api::add_domain_admin(id, &AddDomainAdmin { member }).await {
                Ok(domain) => {
                    if is_open(errors) {
                        close().run(());
                    }
                    say(Outcome::done(t::admin_added(&domain.name)));
                    api::written();
                }
                Err(failure) => put_failure(errors, &failure, &["member"]),
            }
        });
    };
    let choice = move || {
        let members = people.data.get().map(|page| page.items).unwrap_or_default();
        let free = members.iter().filter(|member| !has.contains(&member.id));
        let options = core::iter::once((String::new(), t::choose().to_owned()))
            .chain(
                free.map(|it| (it.id.to_string(), methods::person_role(&called(it), &words::role(it.role)))),
            )
            .collect::<Vec<_>>();
        view! {
            <SelectField
                label=t::member()
                id="domain-admin"
                value=member
                options=options
                error=error_at(errors, "member")
                hint=t::member_hint()
            />
        }
    };
    let body = view! {
        <form id="admin-form" class="pile" on:submit=save novalidate=true>
            <Wrong id="admin-error".to_owned() words=error_at(errors, "") />
            {choice}
        </form>
    };
    view! {
        <Dialog
            title=t::admin_title(&name)
            on_close=close()
            body=body.into_any()
            footer=footer("admin-form", t::add_admin())
        />
    }
    .into_any()
}
