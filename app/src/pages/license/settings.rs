//! Settings of a license: name, package, seats, overage, term. A bar to save appears when something differs; leaving
//! with it asks first. A refusal of the Worker lands at its field.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::api::licenses::{ChangeLicense, License};
use shared::license::Term;
use shared::seat;
use shared::text::Name;
use shared::time::Timestamp;
use shared::{Code, Refusal};

use super::{overage_field, package_field};
use crate::api;
use crate::components::{Outcome, Summary, TextField, Wrong, say, seat_words};
use crate::format;
use crate::i18n::text::{basics, license as t, licenses};
use crate::pages::license_create::{Errors, error_at, put_failure, put_refusal, seats_of};
use crate::router;

/// The fields by name and id.
const FIELDS: &[(&str, &str)] = &[
    ("name", "license-name"),
    ("package", "license-package"),
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

/// What is typed, in the order of the form: name, package, seats, rule, percent, start, end, grace.
#[derive(Clone, Copy)]
struct Fields([RwSignal<String>; 8]);

/// What the fields are for a license.
fn fields_of(license: &License) -> [String; 8] {
    let day = |at: Option<Timestamp>| at.map(format::date_field).unwrap_or_default();
    let (rule, percent) = overage_field::of(license.overage);
    [
        license.name.clone(),
        license.package.as_ref().map(|package| package.id.to_string()).unwrap_or_default(),
        license.seats.total.to_string(),
        rule,
        percent,
        day(license.starts_at),
        day(license.expires_at),
        license.grace_days.to_string(),
    ]
}

impl Fields {
    fn of(license: &License) -> Self {
        Self(fields_of(license).map(RwSignal::new))
    }

    fn differs(self, from: &License) -> bool {
        self.0.map(|field| field.get()) != fields_of(from)
    }

    fn put_back(self, license: &License) {
        for (field, text) in self.0.into_iter().zip(fields_of(license)) {
            field.set(text);
        }
    }

    /// What was typed since the form opened on a license, to be judged by how it is now; what is wrong stands at its field.
    fn read(self, opened: &License, now: &License, errors: Errors) -> Option<ChangeLicense> {
        let [name, package, seats, rule, percent, starts, ends, grace] = self.0;
        errors.set(Vec::new());
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
        let package = package.get_untracked().parse().ok();
        // Only what was touched: the rest may have been changed elsewhere meanwhile.
        Some(ChangeLicense {
            name: Some(parsed.ok()?).filter(|name| name.as_str() != opened.name),
            seats: Some(total.ok()?).filter(|total| *total != opened.seats.total),
            overage: Some(overage).filter(|overage| *overage != opened.overage),
            starts_at: moved(opened.starts_at, &starts.get_untracked(), format::start_of_day),
            expires_at: moved(opened.expires_at, &ends.get_untracked(), format::end_of_day),
            grace_days: Some(grace_days.ok()?).filter(|days| *days != opened.grace_days),
            package: (package != opened.package.as_ref().map(|package| package.id)).then_some(package),
        })
    }
}

/// The tab. It takes what is so when it opens; a change made elsewhere meanwhile does not disturb the typing.
pub fn settings(license: RwSignal<Option<License>>) -> AnyView {
    let Some(before) = license.get_untracked() else { return ().into_any() };
    let id = before.id;
    let fields = Fields::of(&before);
    let errors: Errors = RwSignal::new(Vec::new());
    let saving = RwSignal::new(false);
    let opened = RwSignal::new(before.clone());
    let unsaved = Memo::new(move |_| opened.with(|opened| fields.differs(opened)));
    let show = move |license: &License| {
        opened.set(license.clone());
        fields.put_back(license);
    };
    router::hold(unsaved.into());
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(now) = license.get_untracked().filter(|_| !saving.get_untracked()) else { return };
        let Some(change) = opened.with_untracked(|opened| fields.read(opened, &now, errors)) else { return };
        saving.set(true);
        spawn_local(async move {
            let answer = api::change_license(id, &change).await;
            let _ = saving.try_set(false);
            match answer {
                Ok(changed) => {
                    say(Outcome::done(t::saved(&changed.name)));
                    if license.try_set(Some(changed.clone())).is_none() {
                        show(&changed);
                    }
                    api::written();
                }
                Err(failure) => {
                    let names: Vec<_> = FIELDS.iter().map(|(name, _)| *name).collect();
                    put_failure(errors, &failure, &names);
                }
            }
        });
    };
    let discard = move |_| {
        errors.set(Vec::new());
        license.with_untracked(|license| license.iter().for_each(show));
    };
    let bar = move || {
        unsaved.get().then(|| {
            view! {
                <div class="savebar">
                    <span role="status">{t::unsaved()}</span>
                    <div class="actions">
                        <button type="button" class="button" on:click=discard>
                            {t::discard()}
                        </button>
                        <button class="button primary" aria-disabled=move || saving.get().then_some("true")>
                            {t::save()}
                        </button>
                    </div>
                </div>
            }
        })
    };
    view! {
        <form class="narrow pile" on:submit=save novalidate=true>
            <Summary errors=errors fields=FIELDS />
            <Wrong id="license-error".to_owned() words=error_at(errors, "") />
            {form(&before, license, fields, errors)}
            {bar}
        </form>
    }
    .into_any()
}

fn form(before: &License, license: RwSignal<Option<License>>, fields: Fields, errors: Errors) -> AnyView {
    let [name, package, seats, rule, percent, starts, ends, grace] = fields.0;
    let at = move |field| error_at(errors, field);
    let taken = move || license.get().map(|license| seat_words(license.seats));
    let product = before.package.is_none().then(|| before.subscribed.clone());
    view! {
        <TextField label=basics::name() id="license-name" value=name error=at("name") />
        {package_field::change(package, at("package"), product)}
        <div>
            <TextField label=basics::seats() id="license-seats" kind="number" value=seats error=at("seats") />
            <p class="words">{taken}</p>
        </div>
        {overage_field::field(rule, percent, at("overage"))}
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
        <p class="words">
            <a href="/people?role=license_admin">{t::admins_see()}</a>
        </p>
    }
    .into_any()
}
