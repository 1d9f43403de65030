//! The dialog that creates a license.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::access::Permission;
use shared::api::licenses::CreateLicense;
use shared::license::LicenseType;
use shared::text::Name;
use shared::{Code, Refusal, seat};

use super::license::{admins_field, overage_field, package_field};
use crate::acts;
use crate::api::{self, Failure, sentence, sentence_of};
use crate::components::{Dialog, Outcome, SelectField, Summary, TextField, Wrong, form_foot, say};
use crate::format;
use crate::i18n::text::{basics, licenses as t};
use crate::router::{self, Step};
use crate::session::may;
use crate::words;

/// The fields by name and id.
const FIELDS: &[(&str, &str)] = &[
    ("name", "license-name"),
    ("seats", "license-seats"),
    ("product", "license-product"),
    ("overage", "license-overage"),
    ("expires_at", "license-ends"),
    ("package", "license-package"),
    ("admins", "license-admins"),
];

/// What is wrong with a form: the field, and what to say.
pub type Errors = RwSignal<Vec<(String, String)>>;

/// What is wrong with one field, followed.
pub fn error_at(errors: Errors, field: &'static str) -> Signal<String> {
    Signal::derive(move || {
        errors.with(|errors| {
            errors.iter().find(|(at, _)| at == field).map(|(_, words)| words.clone()).unwrap_or_default()
        })
    })
}

/// Puts a refusal at its field; what belongs to none of them stands under the empty name.
pub fn put_failure(errors: Errors, failure: &Failure, fields: &[&str]) {
    let at = if fields.contains(&failure.field()) { failure.field() } else { "" };
    // The form can be closed by then.
    if errors.try_set(vec![(at.to_owned(), sentence(failure))]).is_some() {
        acts::tell_refused(failure);
    }
}

/// Puts a refusal of our own at its field.
pub fn put_refusal(errors: Errors, refusal: &Refusal) {
    let at = refusal.field.clone().unwrap_or_default();
    errors.update(|errors| errors.push((at, sentence_of(refusal.code, &refusal.detail))));
}

/// Whether any of the fields holds something else than now, which is when their dialog opens.
pub fn touched(fields: &[RwSignal<String>]) -> Signal<bool> {
    let fields: Vec<_> = fields.iter().map(|field| (*field, field.get_untracked())).collect();
    Signal::derive(move || fields.iter().any(|(field, first)| field.with(|now| now != first)))
}

/// A whole number as typed, or the refusal at its field.
pub fn seats_of(text: &str) -> Result<u32, Refusal> {
    let digits: String = text.chars().filter(|letter| !matches!(letter, ' ' | '.' | ',' | '\'')).collect();
    digits
        .parse()
        .map_err(|_| Refusal::new(Code::InvalidLicense, "A license has 1 to 10,000,000 seats.").at("seats"))
}

/// The dialog, while its address is open.
pub fn over_licenses() -> AnyView {
    let place = router::place();
    let open = Memo::new(move |_| place.with(|place| place.path == "/licenses/new"));
    view! { {move || (open.get() && may(Permission::ManageLicenses)).then(dialog)} }.into_any()
}

fn dialog() -> AnyView {
    let text = || RwSignal::new(String::new());
    let (name, product, seats, ends) = (text(), text(), RwSignal::new("20".to_owned()), text());
    let (package, admins) = (text(), text());
    let kind = RwSignal::new(LicenseType::School.as_str().to_owned());
    let (rule, percent) = (RwSignal::new("none".to_owned()), RwSignal::new("10".to_owned()));
    let errors: Errors = RwSignal::new(Vec::new());
    let saving = RwSignal::new(false);
    let close = Callback::new(move |()| router::go(&router::with("/licenses", &[]), Step::Push));
    let read = move || -> Option<CreateLicense> {
        errors.set(Vec::new());
        let keep = |refusal: Refusal| put_refusal(errors, &refusal);
        let parsed = Name::parse(&name.get_untracked(), "name").map_err(keep);
        let product =
            if package.with_untracked(String::is_empty) { product.get_untracked() } else { String::new() };
        let product = (!product.trim().is_empty()).then(|| Name::parse(&product, "product").map_err(keep));
        let overage = overage_field::read(rule, percent);
        let seats = seats_of(&seats.get_untracked())
            .and_then(|total| seat::check_total(total, overage, 0).map(|()| total))
            .map_err(keep);
        let kind = kind.get_untracked();
        let kind = LicenseType::ALL.iter().copied().find(|it| it.as_str() == kind);
        Some(CreateLicense {
            name: parsed.ok()?,
            product: product.transpose().ok()?,
            kind: kind.unwrap_or(LicenseType::School),
            seats: seats.ok()?,
            overage,
            package: package.get_untracked().parse().ok(),
            starts_at: None,
            expires_at: format::end_of_day(&ends.get_untracked()),
            grace_days: 0,
            admins: admins_field::read(admins),
        })
    };
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if saving.get_untracked() {
            return;
        }
        let Some(license) = read() else { return };
        saving.set(true);
        spawn_local(async move {
            let answer = api::create_license(&license).await;
            let open = saving.try_set(false).is_none();
            match answer {
                Ok(made) => {
                    if open {
                        router::go(&format!("/licenses/{}", made.id), Step::Push);
                    }
                    say(admins_field::outcome(t::created(&made.name), &made.admins));
                    api::written();
                }
                Err(failure) if !open => say(Outcome::refused(sentence(&failure))),
                Err(failure) => {
                    put_failure(
                        errors,
                        &failure,
                        &["name", "package", "product", "seats", "overage", "expires_at", "admins"],
                    );
                }
            }
        });
    };
    let types = words::license_type_options();
    let at = move |field| error_at(errors, field);
    let body = view! {
        <form id="license-form" class="pile" on:submit=save novalidate=true>
            <Summary errors=errors fields=FIELDS />
            <Wrong id="license-error".to_owned() words=at("") />
            <TextField
                label=basics::name()
                id="license-name"
                value=name
                error=at("name")
                hint=t::name_hint()
                focus=true
            />
            <div class="forms">
                <SelectField label=t::kind() id="license-type" value=kind options=types />
                <TextField label=basics::seats() id="license-seats" kind="number" value=seats error=at("seats") />
            </div>
            {package_field::create(package, at("package"), product_field(product, at("product")))}
            <div class="forms">
                {overage_field::field(rule, percent, at("overage"))}
                <TextField
                    label=t::ends()
                    id="license-ends"
                    kind="date"
                    value=ends
                    error=at("expires_at")
                    hint=t::ends_hint()
                />
            </div>
            {admins_field::field(admins, at("admins"))}
        </form>
    };
    let dirty = touched(&[name, product, seats, ends, package, admins, kind, rule, percent]);
    view! {
        <Dialog
            title=t::new().to_owned()
            on_close=close
            typed=dirty
            body=body.into_any()
            footer=form_foot("license-form", t::create(), close, saving)
        />
    }
    .into_any()
}

fn product_field(product: RwSignal<String>, error: Signal<String>) -> AnyView {
    view! {
        <TextField
            label=t::product()
            id="license-product"
            value=product
            error=error
            hint=t::product_hint()
        />
    }
    .into_any()
}
