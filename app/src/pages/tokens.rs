//! API tokens: a program's keys. The dialog that makes one shows its secret once.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::access::{Area, Permission};
use shared::api::Page;
use shared::api::tokens::{CreateToken, CreatedToken, Token};
use shared::text::Name;

use super::license_create::{Errors, error_at, put_failure, put_refusal};
use crate::acts;
use crate::api;
use crate::components::{
    Badge, Column, Dialog, Empty, Head, Item, List, Outcome, Summary, TextField, Wrong, badge, dots_menu,
    icon, say, time,
};
use crate::format;
use crate::i18n::text::{basics, tokens as t};
use crate::pages::people_chips;
use crate::router::{self, Step};
use crate::session::me;
use crate::words;

/// The page, and over it the dialog that makes a token.
pub fn tokens() -> AnyView {
    let cursor = router::query("cursor");
    let list = api::query::<Page<Token>>(move || Some(api::page("tokens", &[("cursor", &cursor.get())])));
    let rows = Callback::new(move |()| {
        list.data.get().map(|page| page.items).unwrap_or_default().into_iter().map(row).collect()
    });
    let place = router::place();
    let open = Memo::new(move |_| place.with(|place| place.path == "/developers/tokens/new"));
    let button = |class: &'static str| {
        view! {
            <a class=class href="/developers/tokens/new">
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
        <p class="words part">
            {t::try_it()} " " <code class="id">{curl()}</code>
        </p>
        {move || open.get().then(dialog)}
    }
    .into_any()
}

/// A first call to try.
fn curl() -> String {
    let origin = window().location().origin().unwrap_or_default();
    format!("curl -H \"Authorization: Bearer …\" {origin}/api/v1/session")
}

fn columns() -> Vec<Column> {
    vec![
        ("", basics::name()),
        ("w18 p2", t::scopes()),
        ("w7", basics::status()),
        ("w9 p4", t::made_by()),
        ("w7 p3", t::made()),
        ("w7", t::expires()),
        ("dots", ""),
    ]
}

fn row(token: Token) -> AnyView {
    let ended = token.expires_at <= format::now();
    let standing = match (token.revoked_at, ended) {
        (Some(_), _) => Some(Badge::Revoked),
        (None, true) => Some(Badge::Expired),
        (None, false) => None,
    };
    let scopes: Vec<_> = token.scopes.iter().map(|scope| scope.as_str().to_owned()).collect();
    let (id, name) = (token.id, token.name.clone());
    let revoke = move || {
        let done = name.clone();
        acts::ask(t::revoke_title(&name), t::revoke_text(), t::revoke(), move || {
            let done = done.clone();
            acts::perform(api::revoke_token(id), move |_| say(Outcome::done(t::revoked(&done))));
        });
    };
    let menu = standing.is_none().then(|| {
        dots_menu(basics::actions_for(&token.name), move || {
            vec![Item::run("trash", t::revoke(), revoke.clone()).danger()]
        })
    });
    view! {
        <tr>
            <th scope="row" class="name">
                <bdi class="clip">{token.name}</bdi>
            </th>
            <td class="p2">{people_chips(&scopes)}</td>
            <td class="standing">{badge(standing)}</td>
            <td class="p4">
                <bdi class="clip">{token.created_by}</bdi>
            </td>
            <td class="p3">{time(token.created_at)}</td>
            <td class="m">{time(token.expires_at)}</td>
            <td class="dots">{menu}</td>
        </tr>
    }
    .into_any()
}

fn dialog() -> AnyView {
    let made = RwSignal::new(None::<CreatedToken>);
    let open = Memo::new(move |_| made.with(Option::is_some));
    view! { {move || if open.get() { secret(made) } else { form(made) }} }.into_any()
}

fn close() -> Callback<()> {
    Callback::new(|()| router::go("/developers/tokens", Step::Push))
}

/// The fields by name and id.
const FIELDS: &[(&str, &str)] =
    &[("name", "token-name"), ("scopes", "token-scopes"), ("expires_in_days", "token-days")];

fn form(made: RwSignal<Option<CreatedToken>>) -> AnyView {
    let close = close();
    let (name, days) = (RwSignal::new(String::new()), RwSignal::new("90".to_owned()));
    let scopes = RwSignal::new(Vec::<Permission>::new());
    let errors: Errors = RwSignal::new(Vec::new());
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        errors.set(Vec::new());
        let parsed = Name::parse(&name.get_untracked(), "name");
        if scopes.with_untracked(Vec::is_empty) {
            errors.update(|errors| errors.push(("scopes".to_owned(), t::no_scope().to_owned())));
        }
        let parsed = match parsed {
            Ok(parsed) if errors.with_untracked(Vec::is_empty) => parsed,
            Ok(_) => return,
            Err(refusal) => return put_refusal(errors, &refusal),
        };
        let request = CreateToken {
            name: parsed,
            scopes: scopes.get_untracked(),
            expires_in_days: days.get_untracked().trim().parse().ok(),
        };
        spawn_local(async move {
            match api::create_token(&request).await {
                Ok(token) => {
                    made.set(Some(token));
                    api::written();
                }
                Err(failure) => put_failure(errors, &failure, &["name", "scopes", "expires_in_days"]),
            }
        });
    };
    let held = me().permissions();
    let group = |(area, permissions): &(Area, &[Permission])| {
        let mine = permissions.iter().copied().filter(|permission| held.has(*permission));
        let boxes: Vec<_> = mine.map(|permission| scope_box(permission, scopes)).collect();
        (!boxes.is_empty()).then(|| {
            view! {
                <div role="group" aria-label=words::area(*area)>
                    <p class="faint" aria-hidden="true">
                        {words::area(*area)}
                    </p>
                    <div class="boxes">{boxes}</div>
                </div>
            }
            .into_any()
        })
    };
    let groups = Area::ALL.iter().filter_map(group).collect_view();
    let at = move |field| error_at(errors, field);
    let body = view! {
        <form id="token-form" class="pile" on:submit=save novalidate=true>
            <Summary errors=errors fields=FIELDS />
            <Wrong id="token-error".to_owned() words=at("") />
            <TextField label=basics::name() id="token-name" value=name error=at("name") hint=t::name_hint() focus=true />
            <fieldset id="token-scopes" tabindex="-1" aria-describedby="token-scopes-error">
                <legend>{t::scopes()}</legend>
                <Wrong id="token-scopes-error".to_owned() words=at("scopes") />
                {groups}
            </fieldset>
            <TextField
                label=t::days()
                id="token-days"
                kind="number"
                value=days
                error=at("expires_in_days")
                hint=t::days_hint()
            />
        </form>
    };
    let footer = view! {
        <span></span>
        <div class="actions">
            <button type="button" class="button" on:click=move |_| close.run(())>
                {basics::cancel()}
            </button>
            <button class="button primary" form="token-form">
                {t::create()}
            </button>
        </div>
    };
    let typed = Signal::derive(move || name.with(|name| !name.is_empty()));
    view! {
        <Dialog
            title=t::new().to_owned()
            on_close=close
            typed=typed
            body=body.into_any()
            footer=footer.into_any()
        />
    }
    .into_any()
}

fn scope_box(permission: Permission, scopes: RwSignal<Vec<Permission>>) -> AnyView {
    let toggle = move |event| {
        let on = event_target_checked(&event);
        scopes.update(|scopes| {
            scopes.retain(|it| *it != permission);
            if on {
                scopes.push(permission);
            }
        });
    };
    view! {
        <label class="choice">
            <input class="check" type="checkbox" on:change=toggle />
            <span>
                {words::permission(permission)} " " <span class="id">{permission.as_str()}</span>
            </span>
        </label>
    }
    .into_any()
}

/// The secret, this once.
fn secret(made: RwSignal<Option<CreatedToken>>) -> AnyView {
    let Some(created) = made.get_untracked() else { return ().into_any() };
    let close = close();
    let (secret, copied) = (created.secret.clone(), RwSignal::new(false));
    let copy = move |_| acts::copy(secret.clone(), move || copied.set(true));
    let name = created.token.name.clone();
    let done = move |_| {
        close.run(());
        say(Outcome::done(t::created(&name)));
    };
    let body = view! {
        <div class="note warning">{icon("warn")} <p>{t::secret_once()}</p></div>
        <div class="field">
            <label for="token-secret">{t::secret()}</label>
            <div class="joined">
                <input class="control id" id="token-secret" readonly=true autofocus=true value=created.secret />
                <button type="button" class="button" on:click=copy>
                    {icon("copy")}
                    {basics::copy()}
                </button>
            </div>
            <p class="hint" role="status">
                {move || copied.get().then(basics::copied)}
            </p>
        </div>
    };
    let footer = view! {
        <span></span>
        <div class="actions">
            <button type="button" class="button primary" on:click=done>
                {t::saved_it()}
            </button>
        </div>
    };
    view! {
        <Dialog
            title=created.token.name
            on_close=close
            firm=true
            body=body.into_any()
            footer=footer.into_any()
        />
    }
    .into_any()
}
