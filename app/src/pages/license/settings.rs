//! Settings of a license: name, seats, overage, end. A refusal of the Worker lands at its field.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::api::licenses::{ChangeLicense, License};
use shared::license::Term;
use shared::seat;
use shared::text::Name;
use shared::time::Timestamp;
use shared::{Code, Refusal};

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
    ("starts_at", "license-starts"),
    ("expires_at", "license-ends"),
    ("grace_days", "license-grace"),
];

/// Days of grace as typed, or the refusal at its field.
fn days_of(text: &str) -> Result<u16, Refusal> {
    let wrong =
        || Refusal::new(Code::InvalidLicense, "A license has 0 to 365 days of grace.").at("grace_days");
    let grace_days = text.trim().parse().map_err(|_| wrong())?;
    Term { grace_days, ..Term::default() }.check().map_err(|_| wrong())?;
    Ok(grace_days)
}

/// The tab. It takes what is so when it opens; a change made elsewhere meanwhile does not disturb the typing.
pub fn settings(license: RwSignal<Option<License>>) -> AnyView {
    let Some(before) = license.get_untracked() else { return ().into_any() };
    let id = before.id;
    let name = RwSignal::new(before.name.clone());
    let seats = RwSignal::new(before.seats.total.to_string());
    let (rule, percent) = overage_field::of(before.overage);
    let (rule, percent) = (RwSignal::new(rule), RwSignal::new(percent));
    let starts = RwSignal::new(before.starts_at.map(format::date_field).unwrap_or_default());
    let grace = RwSignal::new(before.grace_days.to_string());
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
        let grace_days = days_of(&grace.get_untracked());
        for refusal in
            [parsed.as_ref().err(), total.as_ref().err(), grace_days.as_ref().err()].into_iter().flatten()
        {
            put_refusal(errors, refusal);
        }
        // A day that nobody touched keeps its hour; an empty field clears it.
        let moved = |at: Option<Timestamp>, field: &str, read: fn(&str) -> Option<Timestamp>| {
            (at.map(format::date_field).unwrap_or_default() != field).then(|| read(field))
        };
        Some(ChangeLicense {
            name: Some(parsed.ok()?),
            seats: Some(total.ok()?),
            overage: Some(overage),
            starts_at: moved(now.starts_at, &starts.get_untracked(), format::start_of_day),
            expires_at: moved(now.expires_at, &ends.get_untracked(), format::end_of_day),
            grace_days: Some(grace_days.ok()?),
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
                Err(failure) => put_failure(
                    errors,
                    &failure,
                    &["name", "seats", "overage", "starts_at", "expires_at", "grace_days"],
                ),
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
            {term_fields(starts, ends, grace, errors)}
            <div class="actions">
                <button class="button primary" aria-disabled=move || saving.get().then_some("true")>
                    {t::save()}
                </button>
            </div>
        </form>
    }
    .into_any()
}

fn term_fields(
    starts: RwSignal<String>,
    ends: RwSignal<String>,
    grace: RwSignal<String>,
    errors: Errors,
) -> AnyView {
    let at = move |field| error_at(errors, field);
    view! {
            <div class="forms">
                <TextField
                    label=licenses::starts()
                    id="license-starts"
                    kind="date"
                    value=starts
                    error=at("starts_at")
                    hint=licenses::starts_hint()
                />
                <TextField
                    label=licenses::ends()
                    id="license-ends"
                    kind="date"
                    value=ends
                    error=at("expires_at")
                    hint=licenses::ends_hint()
                />
            </div>
            <TextField
                label=licenses::grace()
                id="license-grace"
                kind="number"
                value=grace
                error=at("grace_days")
                hint=licenses::grace_hint()
            />
    }
    .into_any()
}
