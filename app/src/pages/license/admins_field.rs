//! Buying and renewing name the people who look after licenses (B18): the field, and what became of each address.

use leptos::prelude::*;
use shared::api::invitations::{Outcome as RowOutcome, RowResult};

use crate::api::sentence_of;
use crate::components::{Outcome, TextField};
use crate::i18n::text::renewal as t;

/// The field.
pub fn field(value: RwSignal<String>, error: Signal<String>) -> AnyView {
    view! {
        <TextField label=t::admins() id="license-admins" value=value error=error hint=t::admins_hint() />
    }
    .into_any()
}

/// The addresses as typed.
pub fn read(value: RwSignal<String>) -> Vec<String> {
    of(&value.get_untracked())
}

/// The addresses of a text.
pub fn of(text: &str) -> Vec<String> {
    let parts = text.split([',', ';', ' ', '\n']).map(str::trim);
    parts.filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

/// What would become of an address, in words.
pub fn verdict(row: &RowResult) -> String {
    match row.outcome {
        RowOutcome::Added => t::admin_added(&row.email),
        RowOutcome::Invited | RowOutcome::Queued => t::admin_invited(&row.email),
        RowOutcome::Extended => t::admin_extended(&row.email),
        RowOutcome::Unchanged => t::admin_unchanged(&row.email),
        RowOutcome::Refused => t::admin_refused(&row.email, &why(row)),
    }
}

fn why(row: &RowResult) -> String {
    let detail = row.message.as_deref().unwrap_or_default();
    row.code.map_or_else(|| detail.to_owned(), |code| sentence_of(code, detail))
}

/// What was done, and which addresses were refused.
pub fn outcome(done: String, rows: &[RowResult]) -> Outcome {
    let refused: Vec<_> = rows
        .iter()
        .filter(|row| row.outcome == RowOutcome::Refused)
        .map(|row| format!("{} ({})", row.email, why(row)))
        .collect();
    if refused.is_empty() {
        return Outcome::done(done);
    }
    Outcome::partly(format!("{done} {}", t::not_named(&refused.join(", "))))
}
