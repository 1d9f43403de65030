//! Link and key of a license: what lets people in by themselves, with its limits, uses, rotation and end (B8, B9). Not
//! recommended, and it says so.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::access::Permission;
use shared::api::Page;
use shared::api::license_keys::LicenseKey;
use shared::api::licenses::License;
use shared::id::LicenseId;
use shared::license_key::{KeyForm, KeyLimits};
use shared::methods;

use crate::acts;
use crate::api;
use crate::components::{
    Badge, Dialog, Failed, Item, Outcome, Patient, Summary, TextField, Wrong, badge, dots_menu, form_foot,
    icon, say, time,
};
use crate::format;
use crate::i18n::text::{basics, keys as t};
use crate::pages::license_create::{Errors, error_at, put_failure, touched};
use crate::session::may;

/// The fields by name and id.
const FIELDS: &[(&str, &str)] =
    &[("max_uses", "key-uses"), ("domains", "key-domains"), ("expires_at", "key-ends")];

/// What the dialog makes or limits.
#[derive(Clone)]
enum Asked {
    New(KeyForm),
    Limits(Box<LicenseKey>),
}

/// The tab.
pub fn keys(id: LicenseId, license: RwSignal<Option<License>>) -> AnyView {
    let asked = RwSignal::new(None::<Asked>);
    let refused = Memo::new(move |_| {
        let kind = license.with(|license| license.as_ref().map(|license| license.kind));
        kind.is_some_and(|kind| methods::offered(kind, KeyForm::Key.method()).is_err())
    });
    view! {
        <div class="note warning">{icon("warn")} <p>{t::caution()}</p></div>
        {move || refused.get().then(|| view! { <p class="muted part">{t::not_for_staff()}</p> })}
        {section(id, KeyForm::Link, refused, asked)} {section(id, KeyForm::Key, refused, asked)}
        {move || asked.get().map(|of| dialog(id, of, asked))}
    }
    .into_any()
}

fn section(id: LicenseId, form: KeyForm, refused: Memo<bool>, asked: RwSignal<Option<Asked>>) -> AnyView {
    let list = api::query::<Page<LicenseKey>>(move || Some(api::list(&api::keys_path(id, form), &[])));
    let retry = Callback::new(move |()| list.retry());
    let (title, none, new) = match form {
        KeyForm::Link => (t::links(), t::no_link(), t::new_link()),
        KeyForm::Key => (t::keys(), t::no_key(), t::new_key()),
    };
    let rows = move || match (list.data.get(), list.failure.get()) {
        (Some(page), _) if page.items.is_empty() => view! { <p class="muted">{none}</p> }.into_any(),
        (Some(page), _) => {
            let rows = page.items.iter().map(|key| row(id, key, asked)).collect_view();
            view! { <ul class="rows">{rows}</ul> }.into_any()
        }
        (None, Some(failure)) => view! { <Failed failure=failure retry=retry /> }.into_any(),
        (None, None) => {
            let bones = Callback::new(|()| view! { <span class="bone w"></span> }.into_any());
            view! { <Patient bones=bones retry=retry /> }.into_any()
        }
    };
    let make = move || {
        (!refused.get() && may(Permission::ManageInvitations)).then(|| {
            view! {
                <button type="button" class="button small" on:click=move |_| asked.set(Some(Asked::New(form)))>
                    {new}
                </button>
            }
        })
    };
    view! {
        <section class="part">
            <div class="titlebar">
                <h2>{title}</h2>
                {make}
            </div>
            {rows}
        </section>
    }
    .into_any()
}

fn row(id: LicenseId, key: &LicenseKey, asked: RwSignal<Option<Asked>>) -> AnyView {
    let uses = match key.limits.max_uses {
        Some(most) => t::uses_of(u64::from(key.uses), &format::number(most)),
        None => t::uses(u64::from(key.uses)),
    };
    let domains =
        (!key.limits.domains.is_empty()).then(|| format!(", {}", t::only(&key.limits.domains.join(", "))));
    let ends = key.limits.expires_at.map(|at| view! { ", " {t::until()} " " {time(at)} });
    let ended = key.limits.expires_at.is_some_and(|at| at <= format::now());
    let standing = match key.revoked_at {
        Some(_) => Some(Badge::Revoked),
        None => ended.then_some(Badge::Expired),
    };
    let shown = match key.secret.clone() {
        Some(secret) => {
            let copied = RwSignal::new(false);
            let text = secret.clone();
            let copy = move |_| acts::copy(text.clone(), move || copied.set(true));
            view! {
                <div class="joined">
                    <input class="control id" readonly=true aria-label=word(key.form) value=secret />
                    <button type="button" class="button" on:click=copy>
                        {icon("copy")}
                        {move || if copied.get() { basics::copied() } else { basics::copy() }}
                    </button>
                </div>
            }
            .into_any()
        }
        None if key.revoked_at.is_none() => view! { <p class="muted">{t::secret_hidden()}</p> }.into_any(),
        None => view! { <p class="muted">{t::lets_nobody_in()}</p> }.into_any(),
    };
    let menu = key.revoked_at.is_none().then(|| menu(id, key, asked));
    view! {
        <li class="act">
            <span class="tone">{icon("key")}</span>
            <div>
                {shown}
                <p class="faint">{uses} {domains} {ends} ", " {t::made_by(&key.created_by)} " " {badge(standing)}</p>
            </div>
            {menu}
        </li>
    }
    .into_any()
}

fn word(form: KeyForm) -> &'static str {
    match form {
        KeyForm::Link => t::link(),
        KeyForm::Key => t::key(),
    }
}

fn menu(id: LicenseId, key: &LicenseKey, asked: RwSignal<Option<Asked>>) -> AnyView {
    let key = key.clone();
    let form = key.form;
    dots_menu(basics::actions_for(word(form)), move || {
        let (key, of) = (key.clone(), key.id);
        let rotate = move || {
            acts::ask(t::rotate_title(word(form)), t::rotate_text(), t::rotate(), move || {
                acts::perform(api::act_on_key(id, form, of, "rotate"), |_| say(Outcome::done(t::rotated())));
            });
        };
        let revoke = move || {
            acts::ask(t::revoke_title(word(form)), t::revoke_text(), t::revoke(), move || {
                acts::perform(api::act_on_key(id, form, of, "revoke"), |_| say(Outcome::done(t::revoked())));
            });
        };
        let revoke = Item::run("trash", t::revoke(), revoke).danger();
        if !may(Permission::ManageInvitations) {
            return vec![revoke];
        }
        vec![
            Item::run("edit", t::limit(), move || asked.set(Some(Asked::Limits(Box::new(key.clone()))))),
            Item::run("refresh", t::rotate(), rotate),
            revoke,
        ]
    })
}

fn dialog(id: LicenseId, of: Asked, asked: RwSignal<Option<Asked>>) -> AnyView {
    let before = match &of {
        Asked::New(_) => KeyLimits::default(),
        Asked::Limits(key) => key.limits.clone(),
    };
    let (title, act) = match &of {
        Asked::New(KeyForm::Link) => (t::new_link(), t::make()),
        Asked::New(KeyForm::Key) => (t::new_key(), t::make()),
        Asked::Limits(_) => (t::limit(), t::save()),
    };
    let most = RwSignal::new(before.max_uses.map(|most| most.to_string()).unwrap_or_default());
    let domains = RwSignal::new(before.domains.join(", "));
    let ends = RwSignal::new(before.expires_at.map(format::date_field).unwrap_or_default());
    let errors: Errors = RwSignal::new(Vec::new());
    let saving = RwSignal::new(false);
    let typed = touched(&[most, domains, ends]);
    let close = Callback::new(move |()| asked.set(None));
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if saving.get_untracked() {
            return;
        }
        errors.set(Vec::new());
        let uses = most.get_untracked();
        let max_uses = uses.trim().parse().ok();
        if max_uses.is_none() && !uses.trim().is_empty() {
            return errors.set(vec![("max_uses".to_owned(), t::uses_wrong().to_owned())]);
        }
        let domains = domains.get_untracked();
        let end = format::end_of_day(&ends.get_untracked());
        let same_day = before.expires_at.map(format::date_field) == end.map(format::date_field);
        let limits = KeyLimits {
            max_uses,
            domains: domains
                .split([',', ' ', ';'])
                .map(ToOwned::to_owned)
                .filter(|part| !part.is_empty())
                .collect(),
            expires_at: if same_day { before.expires_at } else { end },
        };
        let of = of.clone();
        saving.set(true);
        spawn_local(async move {
            let (answer, done) = match &of {
                Asked::New(form) => (api::make_key(id, *form, &limits).await, t::made()),
                Asked::Limits(key) => (api::limit_key(id, key.form, key.id, &limits).await, t::limited()),
            };
            let open = saving.try_set(false).is_none();
            match answer {
                Ok(_) => {
                    if open {
                        asked.set(None);
                    }
                    say(Outcome::done(done));
                    api::written();
                }
                Err(failure) if !open => say(Outcome::refused(api::sentence(&failure))),
                Err(failure) => put_failure(errors, &failure, &["max_uses", "domains", "expires_at"]),
            }
        });
    };
    let at = move |field| error_at(errors, field);
    let body = view! {
        <form id="key-form" class="pile" on:submit=save novalidate=true>
            <Summary errors=errors fields=FIELDS />
            <Wrong id="key-error".to_owned() words=at("") />
            <p class="muted">{t::limits_text()}</p>
            <TextField label=t::max_uses() id="key-uses" kind="number" value=most error=at("max_uses") hint=t::max_uses_hint() focus=true />
            <TextField label=t::domains() id="key-domains" value=domains error=at("domains") hint=t::domains_hint() />
            <TextField label=t::ends() id="key-ends" kind="date" value=ends error=at("expires_at") />
        </form>
    };
    let footer = form_foot("key-form", act, close, saving);
    view! { <Dialog title=title.to_owned() on_close=close typed=typed body=body.into_any() footer=footer /> }
        .into_any()
}
