//! My account: the way to my profile, theme, shortcuts, password, and the browsers in which I am signed in.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::access::Permission;
use shared::api::Page;
use shared::api::account::{ChangePassword, SessionEntry};
use shared::password;

use super::license_create::{Errors, error_at, put_failure, put_refusal};
use crate::acts;
use crate::api;
use crate::components::{Failed, Head, Outcome, SelectField, Summary, TextField, Wrong, icon, say, time};
use crate::i18n::text::{account as t, basics, shell};
use crate::session::me;
use crate::shell::{enable_shortcuts, shortcuts_enabled, theme};

/// The page.
pub fn account() -> AnyView {
    let email = me().now().user.map(|user| user.email.to_string());
    let lede = view! { <p class="lede">{email}</p> };
    view! {
        <Head title=t::title().to_owned() lede=lede.into_any() />
        <div class="narrow pile">{profile()} {this_browser()} {emails()} {connections()} {notices()} {change_password()} {sessions()} {data()}</div>
    }
    .into_any()
}

fn section(title: &'static str, content: AnyView) -> AnyView {
    view! {
        <section class="part">
            <div class="titlebar">
                <h2>{title}</h2>
            </div>
            {content}
        </section>
    }
    .into_any()
}

fn emails() -> AnyView {
    use crate::i18n::text::emails as e;
    let content = view! {
        <p class="words">{e::section_text()}</p>
        <p class="foot">
            <a class="button" href="/account/emails">
                {e::open()}
            </a>
        </p>
    };
    section(e::section(), content.into_any())
}

fn data() -> AnyView {
    let content = view! {
        <p class="words">{t::data_text()}</p>
        <p class="foot">
            <a class="button" href="/api/v1/account/export" download="my-data.json" data-leave="">
                {t::data_save()}
            </a>
        </p>
    };
    section(t::data(), content.into_any())
}

fn connections() -> AnyView {
    use crate::i18n::text::my_connections as m;
    let content = view! {
        <p class="words">{m::section_text()}</p>
        <p class="foot">
            <a class="button" href="/account/connections">
                {m::open()}
            </a>
        </p>
    };
    section(m::section(), content.into_any())
}

fn notices() -> AnyView {
    use crate::i18n::text::notices as n;
    if !me().may(Permission::ReadLicenses) {
        return ().into_any();
    }
    let content = view! {
        <p class="words">{n::section_text()}</p>
        <p class="foot">
            <a class="button" href="/settings/notices">
                {n::open()}
            </a>
        </p>
    };
    section(n::title(), content.into_any())
}

fn profile() -> AnyView {
    use crate::i18n::text::profile as p;
    let content = view! {
        <p class="words">{p::section_text()}</p>
        <p class="foot">
            <a class="button" href="/account/profile">
                {p::open()}
            </a>
        </p>
    };
    section(t::profile(), content.into_any())
}

/// What this browser alone remembers.
fn this_browser() -> AnyView {
    let chosen = RwSignal::new(theme::chosen());
    Effect::new(move |before: Option<()>| {
        let chosen = chosen.get();
        if before.is_some() {
            theme::choose(&chosen);
        }
    });
    let themes =
        [("", shell::theme_system()), ("light", shell::theme_light()), ("dark", shell::theme_dark())];
    let themes = themes.into_iter().map(|(value, word)| (value.to_owned(), word.to_owned())).collect();
    let toggle = move |event| enable_shortcuts(event_target_checked(&event));
    let content = view! {
        <div class="pile">
            <SelectField label=t::theme() id="account-theme" value=chosen options=themes />
            <label class="choice">
                <input
                    class="check"
                    type="checkbox"
                    prop:checked=shortcuts_enabled()
                    on:change=toggle
                />
                <span>{t::single_keys()}</span>
            </label>
        </div>
    };
    section(t::this_browser(), content.into_any())
}

fn change_password() -> AnyView {
    let (current, new) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let errors: Errors = RwSignal::new(Vec::new());
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        errors.set(Vec::new());
        let change = ChangePassword { current: current.get_untracked(), password: new.get_untracked() };
        if let Err(refusal) = password::check(&change.password) {
            return put_refusal(errors, &refusal);
        }
        spawn_local(async move {
            match api::change_password(&change).await {
                Ok(_) => {
                    current.set(String::new());
                    new.set(String::new());
                    say(Outcome::done(t::password_changed()));
                    api::written();
                }
                Err(failure) if failure.code() == Some(shared::Code::WrongCredentials) => {
                    errors.set(vec![("current".to_owned(), t::current_wrong().to_owned())]);
                }
                Err(failure) => put_failure(errors, &failure, &["current", "password"]),
            }
        });
    };
    let user = me().now().user.map(|user| user.email.to_string());
    let form = view! {
        <form class="pile" on:submit=save novalidate=true>
            <input type="text" autocomplete="username" value=user hidden=true />
            <Summary errors=errors fields=&[("current", "password-current"), ("password", "password-new")] />
            <Wrong id="password-error".to_owned() words=error_at(errors, "") />
            <TextField
                label=t::current()
                id="password-current"
                kind="password"
                autocomplete="current-password"
                value=current
                error=error_at(errors, "current")
            />
            <TextField
                label=t::new_password()
                id="password-new"
                kind="password"
                autocomplete="new-password"
                value=new
                error=error_at(errors, "password")
                hint=t::password_hint()
            />
            <div class="actions">
                <button class="button">{t::change_password()}</button>
            </div>
        </form>
    };
    section(t::password(), form.into_any())
}

fn sessions() -> AnyView {
    let list = api::query::<Page<SessionEntry>>(|| Some("/api/v1/account/sessions".to_owned()));
    let retry = Callback::new(move |()| list.retry());
    let rows = move || match (list.data.get(), list.failure.get()) {
        (Some(page), _) => {
            let rows = page.items.iter().map(session_row).collect_view();
            view! { <ul class="rows">{rows}</ul> }.into_any()
        }
        (None, Some(failure)) => view! { <Failed failure=failure retry=retry /> }.into_any(),
        (None, None) => view! { <p class="muted">{basics::loading()}</p> }.into_any(),
    };
    section(t::sessions(), view! { {rows} }.into_any())
}

fn session_row(entry: &SessionEntry) -> AnyView {
    let id = entry.id;
    let browser = browser(&entry.user_agent);
    let end = if entry.current {
        view! { <span class="faint">{t::this_one()}</span> }.into_any()
    } else {
        let ended = browser.clone();
        let press = move |_| {
            let ended = ended.clone();
            acts::perform(api::end_session(id), move |_| say(Outcome::done(t::session_ended(&ended))));
        };
        view! {
            <button class="button small" aria-label=t::end_label(&browser) on:click=press>
                {t::end()}
            </button>
        }
        .into_any()
    };
    view! {
        <li class="act">
            <span class="tone">{icon("person")}</span>
            <div>
                <p>
                    <b>{browser}</b>
                </p>
                <p class="faint">{t::since()} " " {time(entry.created_at)} ", " {t::until()} " " {time(entry.expires_at)}</p>
            </div>
            {end}
        </li>
    }
    .into_any()
}

/// `Firefox, Linux`, as far as the browser's name of itself tells.
fn browser(agent: &str) -> String {
    let first = |names: &[(&str, &'static str)]| {
        names.iter().find(|(mark, _)| agent.contains(mark)).map(|(_, name)| *name)
    };
    let browser = first(&[
        ("Edg/", "Edge"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
        ("curl/", "curl"),
    ]);
    let system = first(&[
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS", "macOS"),
        ("Linux", "Linux"),
    ]);
    let known: Vec<_> = [browser, system].into_iter().flatten().collect();
    if known.is_empty() { t::unknown_browser().to_owned() } else { known.join(", ") }
}
