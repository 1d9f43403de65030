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

/// Whether the form of these errors is still there: whoever closed it meanwhile is elsewhere, and stays.
pub fn is_open(errors: Errors) -> bool {
    errors.try_with_untracked(|_| ()).is_some()
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

/// What is typed.
#[derive(Clone, Copy)]
struct Fields {
    name: RwSignal<String>,
    product: RwSignal<String>,
    seats: RwSignal<String>,
    ends: RwSignal<String>,
    package: RwSignal<String>,
    admins: RwSignal<String>,
    kind: RwSignal<String>,
    rule: RwSignal<String>,
    percent: RwSignal<String>,
}

impl Fields {
    fn new() -> Self {
        let text = |text: &str| RwSignal::new(text.to_owned());
        Self {
            name: text(""),
            product: text(""),
            seats: text("20"),
            ends: text(""),
            package: text(""),
            admins: text(""),
            kind: text(LicenseType::School.as_str()),
            rule: text("none"),
            percent: text("10"),
        }
    }

    fn touched(self) -> Signal<bool> {
        let Self { name, product, seats, ends, package, admins, kind, rule, percent } = self;
        touched(&[name, product, seats, ends, package, admins, kind, rule, percent])
    }

    /// The request; what is wrong is put at its field.
    fn read(self, errors: Errors) -> Option<CreateLicense> {
        errors.set(Vec::new());
        let keep = |refusal: Refusal| put_refusal(errors, &refusal);
        let parsed = Name::parse(&self.name.get_untracked(), "name").map_err(keep);
        let alone = self.package.with_untracked(String::is_empty);
        let product = if alone { self.product.get_untracked() } else { String::new() };
        let product = (!product.trim().is_empty()).then(|| Name::parse(&product, "product").map_err(keep));
        let overage = overage_field::read(self.rule, self.percent);
        let seats = seats_of(&self.seats.get_untracked())
            .and_then(|total| seat::check_total(total, overage, 0).map(|()| total))
            .map_err(keep);
        let kind = self.kind.get_untracked();
        let kind = LicenseType::ALL.iter().copied().find(|it| it.as_str() == kind);
        Some(CreateLicense {
            name: parsed.ok()?,
            product: product.transpose().ok()?,
            kind: kind.unwrap_or(LicenseType::School),
            seats: seats.ok()?,
            overage,
            package: self.package.get_untracked().parse().ok(),
            starts_at: None,
            expires_at: format::end_of_day(&self.ends.get_untracked()),
            grace_days: 0,
            admins: admins_field::read(self.admins),
        })
    }
}

fn dialog() -> AnyView {
    let fields = Fields::new();
    let Fields { name, product, seats, ends, package, admins, kind, rule, percent } = fields;
    let errors: Errors = RwSignal::new(Vec::new());
    let saving = RwSignal::new(false);
    let close = Callback::new(move |()| router::go(&router::with("/licenses", &[]), Step::Push));
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if saving.get_untracked() {
            return;
        }
        let Some(license) = fields.read(errors) else { return };
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
    view! {
        <Dialog
            title=t::new().to_owned()
            on_close=close
            typed=fields.touched()
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
