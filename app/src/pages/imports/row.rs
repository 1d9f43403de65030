//! One row of a file in a table: before it is sent and after it was answered.

use leptos::prelude::*;
use shared::Code;
use shared::api::invitations::Outcome;

use crate::api::sentence_of;
use crate::format::number;
use crate::i18n::text::imports as t;

/// One row of a table of rows; `place`: where it stands in a table that holds only some of its rows.
pub fn table_row(
    place: Option<usize>,
    at: u32,
    name: &str,
    email: &str,
    role: &str,
    licenses: &str,
    verdict: AnyView,
) -> AnyView {
    let (head, under) = if name.is_empty() { (email, "") } else { (name, email) };
    let under =
        (!under.is_empty()).then(|| view! { <small class="clip"><bdi>{under.to_owned()}</bdi></small> });
    view! {
        <tr aria-rowindex=place.map(|place| place.to_string())>
            <td class="n faint p2">{number(at)}</td>
            <th scope="row" class="name">
                <span class="clip">
                    <bdi>{head.to_owned()}</bdi>
                </span>
                {under}
            </th>
            <td class="p2">
                <span class="clip">{role.to_owned()}</span>
            </td>
            <td class="p3">
                <span class="clip">{licenses.to_owned()}</span>
            </td>
            <td class="m all">{verdict}</td>
        </tr>
    }
    .into_any()
}

/// Why a row is refused; where a language has but a sentence for the code, with the names that the row gives.
pub fn reason(code: Code, detail: &str, licenses: &str, teams: &str) -> String {
    let said = sentence_of(code, detail);
    if code != Code::NotFound || said == detail {
        return said;
    }
    let names: Vec<_> = [licenses, teams].into_iter().filter(|names| !names.is_empty()).collect();
    t::unknown_names(&names.join("; "))
}

/// What becomes of a row, in a word.
pub fn outcome_word(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Invited => t::invited(),
        Outcome::Extended => t::extended(),
        Outcome::Added => t::added(),
        Outcome::Queued => crate::i18n::text::rows::queued(),
        Outcome::Unchanged => t::unchanged(),
        Outcome::Refused => t::refused(),
    }
}
