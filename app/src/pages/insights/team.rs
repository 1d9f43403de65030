//! My team: the people of the teams that one leads, what was measured of them, and their coaching plans in numbers.

use leptos::prelude::*;
use shared::api::insights::{MyTeam, Teammate};

use super::metrics::{decimal, metric_word};
use super::period;
use crate::api;
use crate::components::{Empty, Failed, Head, Patient};
use crate::i18n::text::{basics, insights as t, teams};
use crate::router;

/// The page.
pub fn my_team() -> AnyView {
    let days = router::query("days");
    let found = api::query::<MyTeam>(move || {
        let days = days.get();
        Some(format!("/api/v1/my-team?{}", router::encode(&[("days", &days)])))
    });
    let retry = Callback::new(move |()| found.retry());
    let content = move || match (found.data.get(), found.failure.get()) {
        (Some(team), _) if team.teams.is_empty() => {
            view! { <Empty title=t::lead_no_team() text=t::lead_no_team_text() seats=8 /> }.into_any()
        }
        (Some(team), _) => people(&team),
        (None, Some(failure)) => view! { <Failed failure=failure retry=retry /> }.into_any(),
        (None, None) => {
            let bones = Callback::new(|()| view! { <span class="bone w"></span> }.into_any());
            view! { <Patient bones=bones retry=retry /> }.into_any()
        }
    };
    let lede = move || {
        let names =
            found.data.get()?.teams.iter().map(|team| team.name.clone()).collect::<Vec<_>>().join(", ");
        (!names.is_empty()).then(|| view! { <p class="lede">{names}</p> })
    };
    view! {
        <Head title=t::my_team().to_owned() lede=view! { {lede} }.into_any() />
        {period()}
        {content}
    }
    .into_any()
}

fn people(team: &MyTeam) -> AnyView {
    let row = |mate: &Teammate| {
        let metric = |it: &shared::api::insights::MetricTotal| {
            view! { <li>{metric_word(&it.metric)} " " <b>{decimal(it.total)}</b></li> }
        };
        let metrics = if mate.metrics.is_empty() {
            view! { <span class="faint">{t::no_figures()}</span> }.into_any()
        } else {
            view! { <ul class="pointers">{mate.metrics.iter().map(metric).collect_view()}</ul> }.into_any()
        };
        view! {
            <tr>
                <th scope="row" class="name">
                    <a class="clip" href=format!("/my-team/{}", mate.id)>
                        <bdi>{mate.name.clone()}</bdi>
                    </a>
                </th>
                <td class="m all">{metrics}</td>
                <td class="m">{(mate.open_plans > 0).then(|| t::plans_open(mate.open_plans.into()))}</td>
                <td class="m">{(mate.done_plans > 0).then(|| t::plans_done(mate.done_plans.into()))}</td>
            </tr>
        }
    };
    view! {
        <div class="scroll" tabindex="0" role="region" aria-label=teams::people()>
            <table class="data">
                <caption class="sr">{teams::people()}</caption>
                <thead>
                    <tr>
                        <th scope="col">{basics::name()}</th>
                        <th scope="col" class="w18">{t::measured()}</th>
                        <th scope="col" class="w9">{t::plans()}</th>
                        <th scope="col" class="w9">{t::reached()}</th>
                    </tr>
                </thead>
                <tbody>{team.people.iter().map(row).collect_view()}</tbody>
            </table>
        </div>
        <div class="foot">
            <span role="status">{teams::foot_people(team.people.len() as u64)}</span>
        </div>
    }
    .into_any()
}
