//! Finds members while somebody types, for comboboxes. Not here: what can be chosen, which each dialog says.

use core::time::Duration;

use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::api::members::Member;

use crate::api;
use crate::components::Choice;

/// Asks after 120 ms of quiet and puts what `choices` makes of the answer and the text into `options`; an older answer
/// never overwrites a newer one.
pub fn search(
    options: RwSignal<Vec<Choice>>,
    choices: impl Fn(&[Member], &str) -> Vec<Choice> + Copy + Send + Sync + 'static,
) -> Callback<String> {
    let timer = StoredValue::new(None::<TimeoutHandle>);
    let asked = StoredValue::new(0_u32);
    Callback::new(move |text: String| {
        if let Some(timer) = timer.try_update_value(Option::take).flatten() {
            timer.clear();
        }
        asked.update_value(|asked| *asked += 1);
        let mine = asked.get_value();
        let ask = move || {
            spawn_local(async move {
                let Ok(page) = api::find_members(text.trim()).await else { return };
                if asked.try_get_value() == Some(mine) {
                    let _ = options.try_set(choices(&page.items, &text));
                }
            });
        };
        timer.set_value(set_timeout_with_handle(ask, Duration::from_millis(120)).ok());
    })
}
