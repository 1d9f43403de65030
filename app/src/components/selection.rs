//! What is selected in a list: rows one by one, or all that the filters find but some; the boxes that select, and the
//! bar that stands in the filters' place meanwhile. Not here: what can be done with it.

use leptos::prelude::*;

use super::{Outcome, icon, say};
use crate::format::number;
use crate::i18n::text::{basics, bulk as t, many as m, people};
use crate::router;

/// A row that can be selected.
pub trait Selectable: Clone + Send + Sync + 'static {
    /// What names it.
    type Id: Copy + PartialEq + Send + Sync + 'static;

    /// Its name among the rows.
    fn id(&self) -> Self::Id;
}

/// The selection.
pub struct Selection<T: Selectable> {
    /// Those that were chosen one by one; nobody while all are selected.
    pub chosen: RwSignal<Vec<T>>,
    /// How many the filters find, once all of them are selected.
    pub all: RwSignal<Option<u32>>,
    /// Of all, those that are not.
    pub except: RwSignal<Vec<T>>,
}

#[expect(clippy::expl_impl_clone_on_copy, reason = "derived it would ask the rows to be Copy")]
impl<T: Selectable> Clone for Selection<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Selectable> Copy for Selection<T> {}

/// A selection as the API takes it.
pub enum Picked<I> {
    /// These.
    These(Vec<I>),
    /// All that the filters find but some: so many.
    AllBut(Vec<I>, u32),
}

impl<T: Selectable> Selection<T> {
    /// Nothing.
    pub fn new() -> Self {
        Self {
            chosen: RwSignal::new(Vec::new()),
            all: RwSignal::new(None),
            except: RwSignal::new(Vec::new()),
        }
    }

    /// How many are selected; followed.
    pub fn count(self) -> u64 {
        match self.all.get() {
            Some(all) => u64::from(all) - self.except.with(Vec::len) as u64,
            None => self.chosen.with(Vec::len) as u64,
        }
    }

    /// Whether one is; followed.
    pub fn has(self, id: T::Id) -> bool {
        if self.all.get().is_some() {
            return self.except.with(|except| except.iter().all(|it| it.id() != id));
        }
        self.chosen.with(|chosen| chosen.iter().any(|it| it.id() == id))
    }

    /// Selects one or no longer.
    pub fn set(self, row: &T, on: bool) {
        let all = self.all.get_untracked().is_some();
        let list = if all { self.except } else { self.chosen };
        list.update(|list| {
            list.retain(|it| it.id() != row.id());
            if on != all {
                list.push(row.clone());
            }
        });
    }

    /// Selects all that the filters find: so many.
    pub fn take_all(self, count: u32) {
        self.except.set(Vec::new());
        self.all.set(Some(count));
        self.chosen.set(Vec::new());
    }

    /// Selects nothing.
    pub fn clear(self) {
        self.all.set(None);
        self.except.set(Vec::new());
        self.chosen.set(Vec::new());
    }

    /// The selection as the API takes it.
    pub fn picked(self) -> Picked<T::Id> {
        let ids =
            |list: RwSignal<Vec<T>>| list.with_untracked(|list| list.iter().map(T::id).collect::<Vec<_>>());
        match self.all.get_untracked() {
            Some(all) => {
                let except = ids(self.except);
                let count = all.saturating_sub(u32::try_from(except.len()).unwrap_or(u32::MAX));
                Picked::AllBut(except, count)
            }
            None => Picked::These(ids(self.chosen)),
        }
    }

    /// A changed filter takes the selection with it, and says so.
    pub fn clear_on(self, filters: &[&'static str]) {
        let values: Vec<_> = filters.iter().map(|name| router::query(name)).collect();
        Effect::new(move |before: Option<Vec<String>>| {
            let now: Vec<_> = values.iter().map(|value| value.get()).collect();
            let changed = before.is_some_and(|before| before != now);
            let count = untrack(|| self.count());
            if changed && count > 0 {
                self.clear();
                say(Outcome::done(people::selection_cleared(count)));
            }
            now
        });
    }
}

/// The box that selects a row.
pub fn select_box<T: Selectable>(row: &T, name: &str, selection: Selection<T>) -> AnyView {
    let (id, row) = (row.id(), row.clone());
    let toggle = move |event| selection.set(&row, event_target_checked(&event));
    view! {
        <input
            class="check"
            type="checkbox"
            aria-label=basics::select(name)
            prop:checked=move || selection.has(id)
            on:change=toggle
        />
    }
    .into_any()
}

/// The box that selects all rows on the page.
pub fn select_all<T: Selectable>(shown: Signal<Vec<T>>, selection: Selection<T>) -> AnyView {
    let all = move || {
        let shown = shown.get();
        !shown.is_empty() && shown.iter().all(|row| selection.has(row.id()))
    };
    let toggle = move |event| {
        let on = event_target_checked(&event);
        for row in shown.get_untracked() {
            selection.set(&row, on);
        }
    };
    view! {
        <input
            class="check"
            type="checkbox"
            aria-label=basics::select_page()
            prop:checked=all
            on:change=toggle
        />
    }
    .into_any()
}

/// The bar while something is selected; `matching` is how many the filters find.
pub fn picked_bar<T: Selectable>(
    selection: Selection<T>,
    matching: Signal<Option<u32>>,
    acts: AnyView,
) -> AnyView {
    let words = move || match selection.all.get() {
        Some(all) if selection.except.with(|except| !except.is_empty()) => {
            m::most_selected(u64::from(all), &number(selection.count()))
        }
        Some(all) => m::all_selected(u64::from(all)),
        None => t::selected(selection.count()),
    };
    // Offered once there are more than are chosen, whatever the page shows.
    let more = move || {
        let people = matching.get().filter(|people| u64::from(*people) > selection.count());
        people.filter(|_| selection.all.get().is_none()).map(|people| {
            view! {
                <button class="button small quiet" on:click=move |_| selection.take_all(people)>
                    {m::select_all(&number(people))}
                </button>
            }
        })
    };
    view! {
        <div class="picked" role="group" aria-label=t::selection()>
            <b role="status">{words}</b>
            {more}
            <span class="actions">
                {acts}
                <button class="icon" aria-label=t::clear() on:click=move |_| selection.clear()>
                    {icon("x")}
                </button>
            </span>
        </div>
    }
    .into_any()
}
