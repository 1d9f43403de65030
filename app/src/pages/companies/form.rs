//! The dialog that makes a company or edits one: name and mail domains.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::api::companies::{ChangeCompany, Company, CreateCompany};
use shared::domain::Domain;
use shared::text::Name;

use crate::api;
use crate::components::{Dialog, Outcome, TextField, Wrong, say};
use crate::i18n::text::{basics, companies as t};
use crate::pages::license_create::{Errors, error_at, is_open, put_failure, put_refusal};
use crate::router::{self, Step};

/// The dialog; `before` is the company to edit.
pub fn dialog(before: Option<Company>, close: Callback<()>) -> AnyView {
    let (id, title, act) = match &before {
        Some(company) => (Some(company.id), t::edit_title(&company.name), t::save()),
        None => (None, t::new().to_owned(), t::create()),
    };
    let (was_name, was_domains) =
        before.map(|company| (company.name, company.domains.join(", "))).unwrap_or_default();
    let (name, domains) = (RwSignal::new(was_name.clone()), RwSignal::new(was_domains.clone()));
    let errors: Errors = RwSignal::new(Vec::new());
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        errors.set(Vec::new());
        let name =
            Name::parse(&name.get_untracked(), "name").map_err(|refusal| put_refusal(errors, &refusal));
        let domains =
            domains.with_untracked(|text| read(text)).map_err(|refusal| put_refusal(errors, &refusal));
        let (Ok(name), Ok(domains)) = (name, domains) else { return };
        spawn_local(async move {
            let answer = match id {
                Some(id) => {
                    let change = ChangeCompany { name: Some(name), domains: Some(domains) };
                    api::change_company(id, &change).await
                }
                None => api::create_company(&CreateCompany { name, domains }).await,
            };
            match answer {
                Ok(company) => {
                    if is_open(errors) {
                        router::go(&format!("/companies/{}", company.id), Step::Push);
                    }
                    say(Outcome::done(t::saved(&company.name)));
                    api::written();
                }
                Err(failure) => put_failure(errors, &failure, &["name", "domains"]),
            }
        });
    };
    let body = view! {
        <form id="company-form" class="pile" on:submit=submit novalidate=true>
            <Wrong id="company-error".to_owned() words=error_at(errors, "") />
            <TextField label=basics::name() id="company-name" value=name error=error_at(errors, "name") focus=true />
            <TextField
                label=t::domains()
                id="company-domains"
                value=domains
                error=error_at(errors, "domains")
                hint=t::domains_hint()
            />
        </form>
    };
    let footer = view! {
        <span></span>
        <div class="actions">
            <button type="button" class="button" on:click=move |_| close.run(())>
                {basics::cancel()}
            </button>
            <button class="button primary" form="company-form">
                {act}
            </button>
        </div>
    };
    let typed = Signal::derive(move || {
        name.with(|name| *name != was_name) || domains.with(|domains| *domains != was_domains)
    });
    view! { <Dialog title=title on_close=close typed=typed body=body.into_any() footer=footer.into_any() /> }
        .into_any()
}

/// Domains as typed, parted by spaces or commas; the first that is none is refused.
fn read(text: &str) -> Result<Vec<Domain>, shared::Refusal> {
    let words = text.split(|letter: char| letter.is_whitespace() || matches!(letter, ',' | ';'));
    let words = words.filter(|word| !word.is_empty());
    words.map(|word| Domain::parse(word).map_err(|refusal| refusal.at("domains"))).collect()
}
