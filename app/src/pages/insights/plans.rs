//! Coaching plans as a list: their steps are ticked by their maker; leaders read them.

use leptos::prelude::*;
use shared::api::insights::{CoachingPlan, Step, WriteCoachingPlan};
use shared::text::{Name, Note};

use crate::acts;
use crate::api;
use crate::components::{Item, Outcome, dots_menu, icon, say};
use crate::format;
use crate::i18n::text::{basics, insights as t};

/// The part of the page.
pub fn list(plans: &[CoachingPlan], mine: bool) -> AnyView {
    let rows = if plans.is_empty() {
        view! {
            <li>
                <span class="muted">{if mine { t::no_plans_mine() } else { t::no_plans() }}</span>
            </li>
        }
        .into_any()
    } else {
        plans.iter().map(|plan| row(plan, mine)).collect_view().into_any()
    };
    view! {
        <section class="part">
            <div class="titlebar">
                <h2>{t::plans()}</h2>
            </div>
            <ul class="rows">{rows}</ul>
        </section>
    }
    .into_any()
}

fn row(plan: &CoachingPlan, mine: bool) -> AnyView {
    let due = plan.due.map(|due| view! { <span class="faint">{t::until(&format::date(due))}</span> });
    let notes = (!plan.notes.is_empty()).then(|| view! { <p class="muted">{plan.notes.clone()}</p> });
    let step = |(at, step): (usize, &Step)| {
        let of = plan.clone();
        let tick = move |_| {
            save(&of, |plan| {
                if let Some(step) = plan.steps.get_mut(at) {
                    step.done = !step.done;
                }
            });
        };
        view! {
            <li>
                <label class="choice">
                    <input class="check" type="checkbox" prop:checked=step.done disabled=!mine on:change=tick />
                    <bdi>{step.text.to_string()}</bdi>
                </label>
            </li>
        }
    };
    let of = plan.clone();
    let menu = mine.then(|| dots_menu(basics::actions_for(&plan.goal), move || menu(&of)));
    view! {
        <li class="act">
            <span></span>
            <div>
                <p>
                    <b>
                        <bdi>{plan.goal.clone()}</bdi>
                    </b>
                    " "
                    {due}
                </p>
                {notes}
                <ul class="pointers">{plan.steps.iter().enumerate().map(step).collect_view()}</ul>
            </div>
            <div class="actions">
                {plan.done.then(|| view! { <span class="state success">{icon("check")} {t::reached()}</span> })}
                {menu}
            </div>
        </li>
    }
    .into_any()
}

/// Writes the plan anew, as `change` makes it.
fn save(plan: &CoachingPlan, change: impl FnOnce(&mut WriteCoachingPlan)) {
    let goal = Name::parse(&plan.goal, "goal");
    let (Ok(goal), Ok(notes)) = (goal, Note::parse(&plan.notes, "notes")) else { return };
    let steps = plan.steps.clone();
    let (id, mut written) =
        (plan.id, WriteCoachingPlan { goal, steps, due: plan.due, notes, done: plan.done });
    change(&mut written);
    acts::perform(async move { api::change_plan(id, &written).await }, |_| {});
}

fn menu(plan: &CoachingPlan) -> Vec<Item> {
    let (id, done) = (plan.id, plan.done);
    let of = plan.clone();
    let turn = move || save(&of, |plan| plan.done = !done);
    let goal = plan.goal.clone();
    let delete = move || {
        acts::ask(t::delete_title(&goal), basics::cannot_undo(), t::delete(), move || {
            acts::perform(api::delete_plan(id), |_| say(Outcome::done(t::deleted())));
        });
    };
    vec![
        Item::run("check", if done { t::not_reached() } else { t::is_reached() }, turn),
        Item::go("edit", t::edit(), format!("/me/performance/{id}")),
        Item::run("trash", t::delete(), delete).danger(),
    ]
}
