//! The dialog that makes a service or edits one: name, description, the teams that offer it.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::api::Page;
use shared::api::services::{ChangeService, CreateService, Service};
use shared::api::teams::Team;
use shared::id::TeamId;
use shared::text::{Name, Note};

use crate::api;
use crate::components::{Dialog, Outcome, TextField, Wrong, say};
use crate::i18n::text::{basics, services as t};
use crate::pages::license_create::{Errors, error_at, is_open, put_failure, put_refusal};
use crate::router::{self, Step};

const FIELDS: [&str; 3] = ["name", "description", "teams"];

/// The dialog; `before` is the service to edit.
pub fn dialog(before: Option<Service>, close: Callback<()>) -> AnyView {
    let (id, title, act) = match &before {
        Some(service) => (Some(service.id), t::edit_title(&service.name), t::save()),
        None => (None, t::new().to_owned(), t::create()),
    };
    let (was_name, was_text, was_teams): (String, String, Vec<TeamId>) = before
        .map(|it| (it.name, it.description, it.teams.iter().map(|team| team.id).collect()))
        .unwrap_or_default();
    let (name, text) = (RwSignal::new(was_name.clone()), RwSignal::new(was_text.clone()));
    let chosen = RwSignal::new(was_teams.clone());
    let errors: Errors = RwSignal::new(Vec::new());
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        errors.set(Vec::new());
        let keep = |refusal| put_refusal(errors, &refusal);
        let name = Name::parse(&name.get_untracked(), "name").map_err(keep);
        let description = Note::parse(&text.get_untracked(), "description").map_err(keep);
        let (Ok(name), Ok(description)) = (name, description) else { return };
        let teams = chosen.get_untracked();
        spawn_local(async move {
            let answer = match id {
                Some(id) => {
                    let change = ChangeService {
                        name: Some(name),
                        description: Some(description),
                        active: None,
                        teams: Some(teams),
                    };
                    api::change_service(id, &change).await
                }
                None => api::create_service(&CreateService { name, description, active: true, teams }).await,
            };
            match answer {
                Ok(service) => {
                    if is_open(errors) {
                        router::go(&format!("/services/{}", service.id), Step::Push);
                    }
                    let words =
                        if id.is_some() { t::saved(&service.name) } else { t::created(&service.name) };
                    say(Outcome::done(words));
                    api::written();
                }
                Err(failure) => put_failure(errors, &failure, &FIELDS),
            }
        });
    };
    let body = view! {
        <form id="service-form" class="pile" on:submit=submit novalidate=true>
            <Wrong id="service-error".to_owned() words=error_at(errors, "") />
            <TextField
                label=basics::name()
                id="service-name"
                value=name
                error=error_at(errors, "name")
                hint=t::name_hint()
                focus=true
            />
            <div class="field">
                <label for="service-text">{t::description()}</label>
                <textarea
                    class="control"
                    id="service-text"
                    rows="3"
                    aria-describedby="service-text-error service-text-hint"
                    prop:value=text
                    on:input=move |event| text.set(event_target_value(&event))
                ></textarea>
                <Wrong id="service-text-error".to_owned() words=error_at(errors, "description") />
                <p class="hint" id="service-text-hint">
                    {t::description_hint()}
                </p>
            </div>
            {teams(chosen)}
            <Wrong id="service-teams-error".to_owned() words=error_at(errors, "teams") />
        </form>
    };
    let footer = view! {
        <span></span>
        <div class="actions">
            <button type="button" class="button" on:click=move |_| close.run(())>
                {basics::cancel()}
            </button>
            <button class="button primary" form="service-form">
                {act}
            </button>
        </div>
    };
    let typed = Signal::derive(move || {
        name.with(|name| *name != was_name)
            || text.with(|text| *text != was_text)
            || chosen.with(|chosen| *chosen != was_teams)
    });
    view! { <Dialog title=title on_close=close typed=typed body=body.into_any() footer=footer.into_any() /> }
        .into_any()
}

/// The choice of teams; nothing where the organization has none.
fn teams(chosen: RwSignal<Vec<TeamId>>) -> AnyView {
    let teams = api::query::<Page<Team>>(|| Some(api::list("teams", &[("limit", "200")])));
    let boxes = move || {
        let teams = teams.data.get().map(|page| page.items).filter(|teams| !teams.is_empty())?;
        let boxes =
            teams.iter().map(|team| super::super::person_teams::team_box(team, chosen)).collect_view();
        Some(view! {
            <fieldset class="field">
                <legend>{t::teams()}</legend>
                <div class="boxes">{boxes}</div>
                <p class="hint">{t::teams_hint()}</p>
            </fieldset>
        })
    };
    view! { {boxes} }.into_any()
}
