//! The dialog that renews a license: new end, seats, admins; what then becomes of its people is told before (B18).

use core::time::Duration;

use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::access::Permission;
use shared::api::licenses::{License, Renew, RenewalEffect};
use shared::id::LicenseId;

use super::admins_field;
use crate::api;
use crate::components::{Dialog, Summary, TextField, Wrong, say};
use crate::format;
use crate::i18n::text::{basics, renewal as t};
use crate::pages::license_create::{Errors, error_at, put_failure, put_refusal, seats_of};
use crate::router::{self, Step};
use crate::session::may;

/// The fields by name and id.
const FIELDS: &[(&str, &str)] =
    &[("expires_at", "renew-ends"), ("seats", "renew-seats"), ("admins", "license-admins")];

/// The dialog, while its address is open.
pub fn over_license(id: LicenseId, license: RwSignal<Option<License>>) -> AnyView {
    let place = router::place();
    let open = Memo::new(move |_| place.with(|place| place.path.ends_with("/renew")));
    view! {
        {move || {
            (open.get() && may(Permission::ManageLicenses))
                .then(|| license.get_untracked())
                .flatten()
                .map(|license| dialog(id, &license))
        }}
    }
    .into_any()
}

/// A year after its end, or after today where that is later.
fn proposed(license: &License) -> String {
    let from = license.expires_at.map_or_else(format::now, |end| end.max(format::now()));
    format::a_year_later(&format::date_field(from))
}

/// What is typed.
#[derive(Clone, Copy)]
struct Fields {
    ends: RwSignal<String>,
    seats: RwSignal<String>,
    /// How many seats there were when the dialog opened.
    bought: u32,
    admins: RwSignal<String>,
}

impl Fields {
    /// The request, followed; a number that is none is refused at its field.
    fn read(self) -> Result<Renew, shared::Refusal> {
        let seats = seats_of(&self.seats.get())?;
        Ok(Renew {
            expires_at: format::end_of_day(&self.ends.get()),
            seats: (seats != self.bought).then_some(seats),
            admins: admins_field::of(&self.admins.get()),
        })
    }
}

fn dialog(id: LicenseId, license: &License) -> AnyView {
    let ends = proposed(license);
    let before = (ends.clone(), license.seats.total.to_string());
    let fields = Fields {
        ends: RwSignal::new(ends),
        seats: RwSignal::new(before.1.clone()),
        bought: license.seats.total,
        admins: RwSignal::new(String::new()),
    };
    let errors: Errors = RwSignal::new(Vec::new());
    let (effect, saving) = (RwSignal::new(None::<RenewalEffect>), RwSignal::new(false));
    let close = Callback::new(move |()| router::go(&format!("/licenses/{id}"), Step::Push));
    follow(id, fields, effect, errors);
    let name = license.name.clone();
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        errors.set(Vec::new());
        let renew = match untrack(|| fields.read()) {
            Ok(renew) if !saving.get_untracked() => renew,
            Ok(_) => return,
            Err(refusal) => return put_refusal(errors, &refusal),
        };
        saving.set(true);
        let name = name.clone();
        spawn_local(async move {
            let answer = api::renew_license(id, &renew).await;
            let _ = saving.try_set(false);
            match answer {
                Ok(done) => {
                    close.try_run(());
                    let people = told(done.restored, done.suspended, 0);
                    let words = [vec![t::renewed(&name)], people].concat().join(" ");
                    say(admins_field::outcome(words, &done.admins));
                    api::written();
                }
                Err(failure) => put_failure(errors, &failure, &["expires_at", "seats", "admins"]),
            }
        });
    };
    let at = move |field| error_at(errors, field);
    let body = view! {
        <form id="renew-form" class="pile" on:submit=save novalidate=true>
            <Summary errors=errors fields=FIELDS />
            <Wrong id="renew-error".to_owned() words=at("") />
            <div class="forms">
                <TextField
                    label=t::until()
                    id="renew-ends"
                    kind="date"
                    value=fields.ends
                    error=at("expires_at")
                    hint=t::until_hint()
                    focus=true
                />
                <TextField
                    label=basics::seats()
                    id="renew-seats"
                    kind="number"
                    value=fields.seats
                    error=at("seats")
                />
            </div>
            {admins_field::field(fields.admins, at("admins"))}
            <section aria-labelledby="renew-then" role="status">
                <h3 id="renew-then">{t::consequence()}</h3>
                {move || effect.with(|effect| effect.as_ref().map(consequence))}
            </section>
        </form>
    };
    let footer = view! {
        <span></span>
        <div class="actions">
            <button type="button" class="button" on:click=move |_| close.run(())>
                {basics::cancel()}
            </button>
            <button
                class="button primary"
                form="renew-form"
                aria-disabled=move || saving.get().then_some("true")
            >
                {t::act()}
            </button>
        </div>
    };
    let typed = Signal::derive(move || {
        fields.ends.get() != before.0
            || fields.seats.get() != before.1
            || fields.admins.with(|text| !text.is_empty())
    });
    view! {
        <Dialog
            title=t::title(&license.name)
            on_close=close
            typed=typed
            body=body.into_any()
            footer=footer.into_any()
        />
    }
    .into_any()
}

/// Asks for the effect after 120 ms of quiet; an older answer never overwrites a newer one.
fn follow(id: LicenseId, fields: Fields, effect: RwSignal<Option<RenewalEffect>>, errors: Errors) {
    let timer = StoredValue::new(None::<TimeoutHandle>);
    let asked = StoredValue::new(0_u32);
    let stop = move || {
        if let Some(timer) = timer.try_update_value(Option::take).flatten() {
            timer.clear();
        }
    };
    Effect::new(move |_| {
        let renew = fields.read();
        stop();
        asked.update_value(|asked| *asked += 1);
        let mine = asked.get_value();
        let Ok(renew) = renew else { return effect.set(None) };
        let ask = move || {
            spawn_local(async move {
                let answer = api::preview_renewal(id, &renew).await;
                if asked.try_get_value() != Some(mine) {
                    return;
                }
                match answer {
                    Ok(answer) => {
                        errors.set(Vec::new());
                        effect.set(Some(answer));
                    }
                    Err(failure) => {
                        effect.set(None);
                        put_failure(errors, &failure, &["expires_at", "seats", "admins"]);
                    }
                }
            });
        };
        timer.set_value(set_timeout_with_handle(ask, Duration::from_millis(120)).ok());
    });
    on_cleanup(stop);
}

/// Who comes back, who does not, who comes from the queue.
fn told(restored: u32, suspended: u32, from_queue: u32) -> Vec<String> {
    let line = |count: u32, words: fn(u64) -> String| (count > 0).then(|| words(u64::from(count)));
    let all = [line(restored, t::restored), line(suspended, t::suspended), line(from_queue, t::from_queue)];
    all.into_iter().flatten().collect()
}

fn consequence(effect: &RenewalEffect) -> AnyView {
    let term = effect.ends_at.map_or_else(|| t::no_end().to_owned(), |end| t::in_term(&format::date(end)));
    let people = effect.people;
    let mut lines = told(people.restored, people.suspended, people.from_queue);
    if lines.is_empty() {
        lines.push(t::same().to_owned());
    }
    lines.insert(0, term);
    lines.extend(effect.admins.iter().map(admins_field::verdict));
    let lines = lines.into_iter().map(|line| view! { <li>{line}</li> }).collect_view();
    view! { <ul class="told">{lines}</ul> }.into_any()
}
