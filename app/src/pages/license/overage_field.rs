//! How far a license may go over its seats: a rule, and for one of them a number.

use leptos::prelude::*;
use shared::seat::Overage;

use crate::components::{SelectField, TextField};
use crate::i18n::text::types as t;

/// The two fields.
pub fn field(rule: RwSignal<String>, percent: RwSignal<String>, error: Signal<String>) -> AnyView {
    let options =
        [("none", t::overage_none()), ("percent", t::rule_percent()), ("unlimited", t::overage_unlimited())];
    let options = options.into_iter().map(|(value, word)| (value.to_owned(), word.to_owned())).collect();
    let is_percent = Memo::new(move |_| rule.with(|rule| rule == "percent"));
    view! {
        <SelectField label=t::overage() id="license-overage" value=rule options=options error=error />
        {move || {
            is_percent
                .get()
                .then(|| {
                    view! { <TextField label=t::percent() id="license-percent" kind="number" value=percent /> }
                })
        }}
    }
    .into_any()
}

/// What the fields say.
pub fn read(rule: RwSignal<String>, percent: RwSignal<String>) -> Overage {
    match rule.get_untracked().as_str() {
        "percent" => Overage::Percent { percent: percent.get_untracked().trim().parse().unwrap_or(0) },
        "unlimited" => Overage::Unlimited,
        _ => Overage::None,
    }
}

/// The fields for what is so.
pub fn of(overage: Overage) -> (String, String) {
    match overage {
        Overage::None => ("none".to_owned(), "10".to_owned()),
        Overage::Percent { percent } => ("percent".to_owned(), percent.to_string()),
        Overage::Unlimited => ("unlimited".to_owned(), "10".to_owned()),
    }
}
