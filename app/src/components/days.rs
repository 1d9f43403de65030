//! Days as filters, whose state is the address: the first and the last, each a date field.

use leptos::prelude::*;

use crate::i18n::text::basics as t;
use crate::router::{self, Step};

/// One day of the address.
#[component]
pub fn DayField(
    /// Its label.
    label: &'static str,
    /// Its name in the address.
    name: &'static str,
    /// What it shows while the address has none.
    #[prop(into, optional)]
    usual: Signal<String>,
) -> AnyView {
    let value = router::query(name);
    let shown = move || {
        let value = value.get();
        if value.is_empty() { usual.get() } else { value }
    };
    let on_change = move |event| {
        router::set_query(&[(name, &event_target_value(&event))], Step::Push);
    };
    view! {
        <label class="day">
            <span>{label}</span>
            <input class="control" type="date" prop:value=shown on:change=on_change />
        </label>
    }
    .into_any()
}

/// From a day to a day.
#[component]
pub fn DayRange() -> AnyView {
    view! {
        <DayField label=t::from_day() name="from" />
        <DayField label=t::to_day() name="to" />
    }
    .into_any()
}
