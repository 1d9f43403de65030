//! The ids of one person in other systems, on their page: given, taken, moved. Whoever has an id already is named and
//! linked, and the id can be moved from them after a look at both sides.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::access::Permission;
use shared::api::Page;
use shared::api::measures::{ExternalId, ExternalIdResult, NewExternalId, RowOutcome};
use shared::api::members::Member;
use shared::measure;
use shared::member::MemberStatus;

use super::moving::{self, Moving};
use super::{items, words};
use crate::acts::called;
use crate::api::{self, sentence, sentence_of};
use crate::components::{Failed, Outcome, TextField, Wrong, dots_menu, icon, say};
use crate::i18n::text::{basics, external_ids as t};
use crate::session::may;

/// The section.
pub fn part(member: &Member) -> AnyView {
    let (id, name) = (member.id, called(member));
    let list = api::query::<Page<ExternalId>>(move || {
        Some(api::list("external-ids", &[("member", &id.to_string()), ("limit", "200")]))
    });
    let moving = RwSignal::new(None::<Moving>);
    let edit = may(Permission::EditMembers) && member.status != MemberStatus::Removed;
    let row = move |held: ExternalId| {
        let words = words(&held.source, &held.external_id);
        let menu = edit.then(|| dots_menu(basics::actions_for(&words), items(&held, moving)));
        view! {
            <li class="act">
                <span></span>
                <p>
                    <b>
                        <bdi>{held.external_id}</bdi>
                    </b>
                    " "
                    <span class="faint">
                        <bdi>{held.source}</bdi>
                    </span>
                </p>
                <div class="actions">{menu}</div>
            </li>
        }
        .into_any()
    };
    let retry = Callback::new(move |()| list.retry());
    let rows = move || match (list.data.get(), list.failure.get()) {
        (None, Some(failure)) => view! { <Failed failure=failure retry=retry /> }.into_any(),
        (None, None) => view! { <p class="muted">{basics::loading()}</p> }.into_any(),
        (Some(page), _) if page.items.is_empty() => view! { <p class="muted">{t::none_of()}</p> }.into_any(),
        (Some(page), _) => {
            view! { <ul class="rows">{page.items.into_iter().map(row).collect_view()}</ul> }.into_any()
        }
    };
    let history = may(Permission::ReadEvents).then(|| {
        view! { <a href=format!("/activity?target={id}&kind=external_id.")>{t::history()}</a> }
    });
    view! {
        <section class="part" aria-labelledby="external-ids">
            <div class="titlebar">
                <h2 id="external-ids">{t::title()}</h2>
                {history}
            </div>
            {rows} {edit.then(|| form(id, name, moving))}
        </section>
        {moving::over(moving)}
    }
    .into_any()
}

/// Gives an id.
fn form(id: shared::id::MemberId, name: String, moving: RwSignal<Option<Moving>>) -> AnyView {
    let (source, external) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let (error, clash) = (RwSignal::new(String::new()), RwSignal::new(None::<ExternalIdResult>));
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let text = |field: RwSignal<String>| field.with_untracked(|text| text.trim().to_owned());
        let row = NewExternalId {
            source: text(source),
            external_id: text(external),
            member: Some(id),
            email: None,
        };
        error.set(String::new());
        clash.set(None);
        if let Err(refusal) = measure::check_id(&row.source, &row.external_id) {
            return error.set(sentence_of(refusal.code, &refusal.detail));
        }
        let name = name.clone();
        spawn_local(async move {
            let told = words(&row.source, &row.external_id);
            match api::give_ids(vec![row]).await.map(|answer| answer.results.into_iter().next()) {
                Ok(Some(result)) if result.outcome == RowOutcome::Refused => {
                    let _ = clash.try_set(Some(result));
                }
                Ok(_) => {
                    external.set(String::new());
                    say(Outcome::done(t::given(&name, &told)));
                    api::written();
                }
                Err(failure) => {
                    let _ = error.try_set(sentence(&failure));
                }
            }
        });
    };
    let open = move |_| {
        let (source, external) = (source.get_untracked(), external.get_untracked());
        spawn_local(async move {
            let Ok(page) = api::find_ids(external.trim()).await else { return };
            let is = |held: &ExternalId| held.source == source.trim() && held.external_id == external.trim();
            if let Some(held) = page.items.into_iter().find(is) {
                let _ = moving.try_set(Some(Moving { held, to: Some(id) }));
            }
        });
    };
    let taken = move || {
        clash.get().map(|result| {
            let detail = result.message.unwrap_or_default();
            let words = result.code.map_or_else(|| detail.clone(), |code| sentence_of(code, &detail));
            let holder = result.holder.map(|holder| {
                view! {
                    " "
                    <a href=format!("/people/{}", holder.id)>
                        <bdi>{holder.name}</bdi>
                    </a>
                    " "
                    <button type="button" class="button small" on:click=open>
                        {t::move_here()}
                    </button>
                }
            });
            view! { <p class="wrong" role="alert">{icon("no")} <span>{words} {holder}</span></p> }
        })
    };
    view! {
        <form class="forms apart" on:submit=save novalidate=true>
            <TextField label=t::source() id="id-source" value=source hint=t::source_hint() />
            <TextField label=t::id() id="id-id" value=external />
            <div class="actions">
                <button class="button">{t::give()}</button>
            </div>
        </form>
        <Wrong id="id-error".to_owned() words=error />
        {taken}
    }
    .into_any()
}
