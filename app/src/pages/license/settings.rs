//! Settings of a license: name, seats, overage, end. A refusal of the Worker lands at its field.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::api::licenses::{ChangeLicense, License};
use shared::seat;
use shared::text::Name;

use super::overage_field;
use crate::api;
use crate::components::{Outcome, Summary, TextField, Wrong, say, seat_words};
use crate::format;
use crate::i18n::text::{basics, license as t, licenses};
use crate::pages::license_create::{Errors, error_at, put_failure, put_refusal, seats_of};

/// The fields by name and id.
const FIELDS: &[(&str, &str)] = &[
    ("name", "license-name"),
    ("seats", "license-seats"),
    ("overage", "license-overage"),
    ("expires_at", "license-ends"),
];

/// The tab. It takes what is so when it opens; a change made elsewhere meanwhile does not disturb the typing.
pub fn settings(license: RwSignal<Option<License>>) -> AnyView {
    let Some(before) = license.get_untracked() else { return ().into_any() };
    let id = before.id;
    let name = RwSignal::new(before.name.clone());
    let seats = RwSignal::new(before.seats.total.to_string());
    let (rule, percent) = overage_field::of(before.overage);
    let (rule, percent) = (RwSignal::new(rule), RwSignal::new(percent));
    let ends = RwSignal::new(before.expires_at.map(format::date_field).unwrap_or_default());
    let errors: Errors = RwSignal::new(Vec::new());
    let saving = RwSignal::new(false);
    let read = move || -> Option<ChangeLicense> {
        errors.set(Vec::new());
        let now = license.get_untracked()?;
        let overage = overage_field::read(rule, percent);
        let parsed = Name::parse(&name.get_untracked(), "name");
        let total = seats_of(&seats.get_untracked())
            .and_then(|total| seat::check_total(total, overage, now.seats.taken()).map(|()| total));
        for refusal in [parsed.as_ref().err(), total.as_ref().err()].into_iter().flatten() {
            put_refusal(errors, refusal);
        }
        let end = format::end_of_day(&ends.get_untracked());
        let same_day = now.expires_at.map(format::date_field) == end.map(format::date_field);
        Some(ChangeLicense {
            name: Some(parsed.ok()?),
            seats: Some(total.ok()?),
            overage: Some(overage),
            expires_at: end.filter(|_| !same_day),
        })
    };
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(change) = read().filter(|_| !saving.get_untracked()) else { return };
        saving.set(true);
        spawn_local(async move {
            let answer = api::change_license(id, &change).await;
            let _ = saving.try_set(false);
            match answer {
                Ok(changed) => {
                    say(Outcome::done(t::saved(&changed.name)));
                    api::written();
                }
                Err(failure) => put_failure(errors, &failure, &["name", "seats", "overage", "expires_at"]),
            }
        });
    };
    let at = move |field| error_at(errors, field);
    let taken = move || license.get().map(|license| seat_words(license.seats));
    view! {
        <form class="narrow pile" on:submit=save novalidate=true>
            <Summary errors=errors fields=FIELDS />
            <Wrong id="license-error".to_owned() words=at("") />
            <TextField label=basics::name() id="license-name" value=name error=at("name") />
            <div>
                <TextField label=basics::seats() id="license-seats" kind="number" value=seats error=at("seats") />
                <p class="words">{taken}</p>
            </div>
            {overage_field::field(rule, percent, at("overage"))}
            <TextField
                label=licenses::ends()
                id="license-ends"
                kind="date"
                value=ends
                error=at("expires_at")
            />
            <div class="actions">
                <button class="button primary" aria-disabled=move || saving.get().then_some("true")>
                    {t::save()}
                </button>
            </div>
        </form>
    }
    .into_any()
}
