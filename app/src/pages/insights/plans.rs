//! Coaching plans as a list: their steps are ticked by their maker; leaders read them.

use std::collections::BTreeMap;

use leptos::prelude::*;
use shared::api::insights::{CoachingPlan, Step, WriteCoachingPlan};
use shared::id::CoachingPlanId;
use shared::text::{Name, Note};

use crate::acts;
use crate::api;
use crate::at_once::{self, Choice};
use crate::components::{Item, Outcome, dots_menu, icon, say};
use crate::format;
use crate::i18n::text::{basics, insights as t};

/// What is ticked, by plan: it outlives the rows, which are drawn anew with each answer.
pub type Ticks = StoredValue<BTreeMap<CoachingPlanId, Choice<Vec<bool>>>>;

/// The part of the page.
pub fn list(plans: &[CoachingPlan], mine: bool, ticks: Ticks) -> AnyView {
    let rows = if plans.is_empty() {
        view! {
            <li>
                <span class="muted">{if mine { t::no_plans_mine() } else { t::no_plans() }}</span>
            </li>
        }
        .into_any()
    } else {
        plans.iter().map(|plan| row(plan, mine, ticks)).collect_view().into_any()
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

fn row(plan: &CoachingPlan, mine: bool, ticks: Ticks) -> AnyView {
    let due = plan.due.map(|due| view! { <span class="faint">{t::until(&format::date(due))}</span> });
    let notes = (!plan.notes.is_empty()).then(|| view! { <p class="muted">{plan.notes.clone()}</p> });
    let ticks = ticks_of(plan, ticks);
    let step = |(at, step): (usize, &Step)| {
        let words = view! { <bdi>{step.text.to_string()}</bdi> };
        view! { <li>{tick_box(plan, &ticks, at, mine, words.into_any())}</li> }
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

/// The ticks of a plan as they were read, but for those whose answer is awaited.
fn ticks_of(plan: &CoachingPlan, ticks: Ticks) -> Choice<Vec<bool>> {
    let saved: Vec<bool> = plan.steps.iter().map(|step| step.done).collect();
    let choice = ticks.try_update_value(|ticks| {
        ticks.entry(plan.id).or_insert_with(|| at_once::choice(saved.clone())).clone()
    });
    let choice = choice.unwrap_or_else(|| at_once::choice(saved.clone()));
    choice.update(|choice| choice.read(saved));
    choice
}

/// The box of a step; all steps are written together.
fn tick_box(
    plan: &CoachingPlan,
    ticks: &Choice<Vec<bool>>,
    at: usize,
    mine: bool,
    words: AnyView,
) -> AnyView {
    let (plan, ticks, shown) = (plan.clone(), ticks.clone(), ticks.clone());
    let press = move |on| {
        let Some((id, plan)) = written(&plan) else { return };
        let save = move |ticks: Vec<bool>| {
            let mut plan = plan.clone();
            plan.steps.iter_mut().zip(ticks).for_each(|(step, done)| step.done = done);
            async move { api::change_plan(id, &plan).await }
        };
        at_once::choose(&ticks, |ticks| ticks.wanted[at] = on, save, |plan| t::saved(&plan.goal));
    };
    let on = move || shown.with(|ticks| ticks.wanted.get(at) == Some(&true));
    at_once::check_box(!mine, on, press, words)
}

/// The plan as it is written.
fn written(plan: &CoachingPlan) -> Option<(CoachingPlanId, WriteCoachingPlan)> {
    let (goal, notes) = (Name::parse(&plan.goal, "goal").ok()?, Note::parse(&plan.notes, "notes").ok()?);
    let steps = plan.steps.clone();
    Some((plan.id, WriteCoachingPlan { goal, steps, due: plan.due, notes, done: plan.done }))
}

/// Says of a plan whether it is reached.
fn turn(plan: &CoachingPlan) {
    if let Some((id, mut plan)) = written(plan) {
        plan.done = !plan.done;
        acts::perform(async move { api::change_plan(id, &plan).await }, |_| {});
    }
}

fn menu(plan: &CoachingPlan) -> Vec<Item> {
    let (id, done) = (plan.id, plan.done);
    let of = plan.clone();
    let turn = move || turn(&of);
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
