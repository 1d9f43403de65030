//! A read that follows its address: asked anew when the path changes or something was written.
//!
//! The old answer stays until the new one is there; an older answer never overwrites a newer one; what nobody waits for
//! is aborted, on navigation too. Not here: how loading and failure look (`components::states`).

use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::de::DeserializeOwned;
use web_sys::AbortController;

use super::{Answer, Extra, Failure, decode, exchange};

thread_local! {
    static WRITES: RwSignal<u32> = RwSignal::new(0);
}

/// A read and where it stands.
pub struct Query<T: Send + Sync + 'static> {
    /// The last good answer.
    pub data: RwSignal<Option<T>>,
    /// Why the last request brought none.
    pub failure: RwSignal<Option<Failure>>,
    /// Whether a request is under way.
    pub busy: RwSignal<bool>,
    retries: RwSignal<u32>,
}

impl<T: Send + Sync + 'static> Clone for Query<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Query<T> {}

impl<T: Send + Sync + 'static> Query<T> {
    /// Asks again.
    pub fn retry(self) {
        self.retries.update(|count| *count += 1);
    }
}

/// Something was written: whatever is on screen is read anew.
pub fn written() {
    WRITES.with(|writes| *writes).update(|count| *count += 1);
}

/// Makes the signal of writes on the root, so that it outlives every page. Called once.
pub fn start() {
    let _ = WRITES.with(|writes| *writes);
}

/// Reads what `path` names, and follows it; `None` reads nothing.
pub fn query<T: DeserializeOwned + Send + Sync + 'static>(
    path: impl Fn() -> Option<String> + Send + Sync + 'static,
) -> Query<T> {
    let query = Query {
        data: RwSignal::new(None),
        failure: RwSignal::new(None),
        busy: RwSignal::new(true),
        retries: RwSignal::new(0),
    };
    let writes = WRITES.with(|writes| *writes);
    follow(
        Memo::new(move |_| path()),
        Signal::derive(move || writes.get() + query.retries.get()),
        query.busy,
        Callback::new(move |answer: Answer<String>| match answer.and_then(|text| decode::<T>(&text)) {
            Ok(data) => {
                let _ = query.data.try_set(Some(data));
                // Told only when it changes: who follows it would build everything anew.
                if query.failure.try_with_untracked(Option::is_some) == Some(true) {
                    let _ = query.failure.try_set(None);
                }
            }
            Err(Failure::Aborted) => {}
            Err(failure) => {
                let _ = query.failure.try_set(Some(failure));
            }
        }),
    );
    query
}

/// The part that is the same for every type.
fn follow(
    path: Memo<Option<String>>,
    again: Signal<u32>,
    busy: RwSignal<bool>,
    arrived: Callback<Answer<String>>,
) {
    let running = StoredValue::new_local(None::<AbortController>);
    let abort = move || {
        if let Some(controller) = running.try_update_value(Option::take).flatten() {
            controller.abort();
        }
    };
    Effect::new(move |_| {
        again.track();
        let path = path.get();
        abort();
        let Some(path) = path else {
            busy.set(false);
            return;
        };
        busy.set(true);
        let Ok(controller) = AbortController::new() else { return };
        let signal = controller.signal();
        running.set_value(Some(controller));
        spawn_local(async move {
            let answer =
                exchange("GET", &path, None, Extra { signal: Some(signal.clone()), version: None }).await;
            if signal.aborted() {
                return;
            }
            let _ = busy.try_set(false);
            let _ = arrived.try_run(answer);
        });
    });
    on_cleanup(abort);
}
