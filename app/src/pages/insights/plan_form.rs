//! The dialog that makes a coaching plan or edits one: goal, steps, due, notes.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::api::insights::{CoachingPlan, Performance, Step, WriteCoachingPlan};
use shared::text::{Name, Note};

use crate::api;
use crate::components::{Dialog, Outcome, TextField, Wrong, say};
use crate::format;
use crate::i18n::text::{basics, insights as t};
use crate::pages::license_create::{Errors, error_at, put_failure, put_refusal};
use crate::router::{self, Step as Walk};

/// The dialog, while its address is open: `new`, or the id of a plan.
pub fn over_own(own: RwSignal<Option<Performance>>) -> AnyView {
    let place = router::place();
    let last = Memo::new(move |_| {
        place.with(|place| place.path.strip_prefix("/me/performance/").unwrap_or_default().to_owned())
    });
    let there = Memo::new(move |_| own.with(Option::is_some));
    let shown = move || {
        let last = last.get();
        if last == "new" {
            return dialog(None);
        }
        let plans = own.get_untracked().filter(|_| there.get()).map(|own| own.plans).unwrap_or_default();
        let plan = plans.into_iter().find(|plan| plan.id.to_string() == last);
        plan.map_or_else(|| ().into_any(), |plan| dialog(Some(plan)))
    };
    view! { {shown} }.into_any()
}

fn dialog(before: Option<CoachingPlan>) -> AnyView {
    let close = Callback::new(|()| router::go(&router::with("/me/performance", &[]), Walk::Push));
    let text = |text: String| RwSignal::new(text);
    let of = |read: fn(&CoachingPlan) -> String| before.as_ref().map(read).unwrap_or_default();
    let lines =
        |plan: &CoachingPlan| plan.steps.iter().map(|it| it.text.to_string()).collect::<Vec<_>>().join("\n");
    let goal = text(of(|plan| plan.goal.clone()));
    let steps = text(of(lines));
    let due = text(of(|plan| plan.due.map(format::date_field).unwrap_or_default()));
    let notes = text(of(|plan| plan.notes.clone()));
    let was = (goal.get_untracked(), steps.get_untracked(), notes.get_untracked());
    let errors: Errors = RwSignal::new(Vec::new());
    let (id, title) =
        (before.as_ref().map(|plan| plan.id), if before.is_some() { t::edit() } else { t::new_plan() });
    let done_before = StoredValue::new(before);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        errors.set(Vec::new());
        let keep = |refusal| put_refusal(errors, &refusal);
        let goal = Name::parse(&goal.get_untracked(), "goal").map_err(keep);
        let notes = Note::parse(&notes.get_untracked(), "notes").map_err(keep);
        let steps = steps.with_untracked(|text| read(text, done_before.get_value().as_ref())).map_err(keep);
        let (Ok(goal), Ok(notes), Ok(steps)) = (goal, notes, steps) else { return };
        let done = done_before.with_value(|before| before.as_ref().is_some_and(|plan| plan.done));
        let plan =
            WriteCoachingPlan { goal, steps, due: format::end_of_day(&due.get_untracked()), notes, done };
        spawn_local(async move {
            let answer = match id {
                Some(id) => api::change_plan(id, &plan).await,
                None => api::create_plan(&plan).await,
            };
            match answer {
                Ok(plan) => {
                    close.try_run(());
                    say(Outcome::done(t::saved(&plan.goal)));
                    api::written();
                }
                Err(failure) => put_failure(errors, &failure, &["goal", "steps", "notes"]),
            }
        });
    };
    let area = |label: &'static str,
                id: &'static str,
                value: RwSignal<String>,
                field: &'static str,
                hint: &'static str| {
        view! {
            <div class="field">
                <label for=id>{label}</label>
                <textarea
                    class="control"
                    id=id
                    rows="4"
                    aria-describedby=format!("{id}-error {id}-hint")
                    prop:value=value
                    on:input=move |event| value.set(event_target_value(&event))
                ></textarea>
                <Wrong id=format!("{id}-error") words=error_at(errors, field) />
                <p class="hint" id=format!("{id}-hint")>
                    {hint}
                </p>
            </div>
        }
    };
    let body = view! {
        <form id="plan-form" class="pile" on:submit=submit novalidate=true>
            <Wrong id="plan-error".to_owned() words=error_at(errors, "") />
            <TextField
                label=t::goal()
                id="plan-goal"
                value=goal
                error=error_at(errors, "goal")
                hint=t::goal_hint()
                focus=true
            />
            {area(t::steps(), "plan-steps", steps, "steps", t::steps_hint())}
            <TextField label=t::due() id="plan-due" kind="date" value=due />
            {area(t::notes(), "plan-notes", notes, "notes", t::notes_hint())}
        </form>
    };
    let footer = view! {
        <span></span>
        <div class="actions">
            <button type="button" class="button" on:click=move |_| close.run(())>
                {basics::cancel()}
            </button>
            <button class="button primary" form="plan-form">
                {t::save_plan()}
            </button>
        </div>
    };
    let typed = Signal::derive(move || {
        goal.with(|goal| *goal != was.0)
            || steps.with(|steps| *steps != was.1)
            || notes.with(|notes| *notes != was.2)
    });
    view! { <Dialog title=title.to_owned() on_close=close typed=typed body=body.into_any() footer=footer.into_any() /> }
        .into_any()
}

/// One step a line; those that were done before still are.
fn read(text: &str, before: Option<&CoachingPlan>) -> Result<Vec<Step>, shared::Refusal> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let was_done = |text: &Name| {
        before.is_some_and(|plan| plan.steps.iter().any(|step| step.done && step.text == *text))
    };
    lines.map(|line| Name::parse(line, "steps").map(|text| Step { done: was_done(&text), text })).collect()
}
