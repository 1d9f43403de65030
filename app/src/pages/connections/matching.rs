//! The dialog that connects everybody by their address: first who would be, then who is.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::access::Permission;
use shared::api::Page;
use shared::api::connections::{MatchResult, MatchResults};
use shared::api::providers::ProviderSetup;
use shared::provider::matching::MatchOutcome;
use shared::provider::{PROVIDERS, ProviderId};

use crate::acts::tell_refused;
use crate::api::{self, Answer, Query, sentence};
use crate::components::{Dialog, Outcome, SelectField, icon, say};
use crate::i18n::text::{basics, connections as t};
use crate::router::{self, Step};
use crate::session::may;

/// The dialog, while its address is open.
pub fn over_connections(setups: Query<Page<ProviderSetup>>) -> AnyView {
    let place = router::place();
    let open = Memo::new(move |_| place.with(|place| place.path == "/connections/match"));
    view! { {move || (open.get() && may(Permission::ManageConnections)).then(|| dialog(setups))} }.into_any()
}

fn dialog(setups: Query<Page<ProviderSetup>>) -> AnyView {
    let provider = RwSignal::new(first(setups));
    let (found, done) = (RwSignal::new(None::<Answer<MatchResults>>), RwSignal::new(false));
    let busy = RwSignal::new(false);
    let close = Callback::new(move |()| {
        router::go(&router::with("/connections", &[("provider", "")]), Step::Push);
    });
    Effect::new(move |_| {
        let Some(id) = ProviderId::find(&provider.get()) else { return };
        found.set(None);
        done.set(false);
        spawn_local(async move {
            let answer = api::preview_match(id).await;
            if provider.try_with_untracked(|now| now == id.as_str()) == Some(true) {
                let _ = found.try_set(Some(answer));
            }
        });
    });
    let go = move |_| {
        let Some(id) = ProviderId::find(&provider.get_untracked()) else { return };
        if busy.get_untracked() || count(found) == 0 {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            let answer = api::apply_match(id).await;
            let _ = busy.try_set(false);
            if let Ok(results) = &answer {
                let made = connected(&results.results);
                if made == results.results.len() && !results.more {
                    close.try_run(());
                }
                say(Outcome::done(t::matched(made as u64)));
                api::written();
            }
            let _ = done.try_set(true);
            if let Some(Some(Err(failure))) = found.try_set(Some(answer)) {
                tell_refused(&failure);
            }
        });
    };
    let admins = PROVIDERS.iter().filter(|provider| provider.admins_connect().is_ok());
    let options: Vec<_> = admins.map(|it| (it.id.to_string(), it.name.to_owned())).collect();
    let content = move || match found.get() {
        None => view! { <p class="muted">{basics::loading()}</p> }.into_any(),
        Some(Err(failure)) => {
            view! { <p class="wrong" role="alert">{icon("no")} <span>{sentence(&failure)}</span></p> }
                .into_any()
        }
        Some(Ok(found)) => results(&found, done.get_untracked()),
    };
    let body = view! {
        <p class="muted">{t::match_text()}</p>
        <SelectField label=t::provider() id="match-provider" value=provider options=options />
        {content}
    };
    let label = move || match count(found) {
        0 => t::match_none().to_owned(),
        n => t::match_go(n as u64),
    };
    let off = move || (count(found) == 0 || busy.get()).then_some("true");
    let footer = move || {
        if done.get() {
            return view! {
                <span></span>
                <div class="actions">
                    <button type="button" class="button primary" on:click=move |_| close.run(())>
                        {basics::done()}
                    </button>
                </div>
            }
            .into_any();
        }
        view! {
            <span></span>
            <div class="actions">
                <button type="button" class="button" on:click=move |_| close.run(())>
                    {basics::cancel()}
                </button>
                <button type="button" class="button primary" aria-disabled=off on:click=go>
                    {label}
                </button>
            </div>
        }
        .into_any()
    };
    view! {
        <Dialog
            title=t::match_title().to_owned()
            on_close=close
            body=body.into_any()
            footer=view! { {footer} }.into_any()
        />
    }
    .into_any()
}

/// The provider of the address, or the one with most people who match.
fn first(setups: Query<Page<ProviderSetup>>) -> String {
    let asked = router::query_now("provider");
    if ProviderId::find(&asked).is_some() {
        return asked;
    }
    let best = setups.data.with_untracked(|page| {
        let items = page.as_ref().map(|page| page.items.as_slice()).unwrap_or_default();
        let best = items.iter().rev().max_by_key(|setup| setup.matching).filter(|setup| setup.matching > 0);
        best.map(|setup| setup.id)
    });
    best.unwrap_or(PROVIDERS[0].id).to_string()
}

fn count(found: RwSignal<Option<Answer<MatchResults>>>) -> usize {
    found.with(|found| match found {
        Some(Ok(found)) => connected(&found.results),
        _ => 0,
    })
}

fn connected(results: &[MatchResult]) -> usize {
    results.iter().filter(|row| row.outcome == MatchOutcome::Connected).count()
}

fn results(found: &MatchResults, done: bool) -> AnyView {
    if found.results.is_empty() {
        return view! { <p>{t::match_nobody()}</p> }.into_any();
    }
    let rows = found.results.iter().map(|row| line(row, done)).collect_view();
    view! {
        <ul class="rows">{rows}</ul>
        {found.more.then(|| view! { <p class="muted">{t::more()}</p> })}
    }
    .into_any()
}

fn line(row: &MatchResult, done: bool) -> AnyView {
    let (symbol, tone, words) = match (row.outcome, done) {
        (MatchOutcome::Connected, false) => ("check", "tone success", t::will_connect()),
        (MatchOutcome::Connected, true) => ("check", "tone success", t::is_connected()),
        (MatchOutcome::NoAccount, _) => ("minus", "tone", t::no_account()),
        (MatchOutcome::AccountTaken, _) => ("no", "tone error", t::account_taken()),
        (MatchOutcome::OptedOut, _) => ("minus", "tone", t::opted_out()),
    };
    let name = if row.name.is_empty() { row.email.to_string() } else { row.name.clone() };
    let email = (!row.name.is_empty()).then(|| row.email.to_string());
    view! {
        <li class="act">
            <span class=tone>{icon(symbol)}</span>
            <p>
                <bdi>{name}</bdi>
                " "
                <span class="faint">{email}</span>
            </p>
            <span class="muted">{words}</span>
        </li>
    }
    .into_any()
}
