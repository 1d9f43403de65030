//! What one person did and their coaching plans: My performance, and the same of somebody in a team that one leads.

use leptos::prelude::*;
use shared::api::insights::Performance;
use shared::id::MemberId;

use super::{metrics, period, plan_form, plans};
use crate::api;
use crate::components::{Empty, Failed, Head, Patient};
use crate::i18n::text::insights as t;
use crate::router;

/// One's own, and over it the dialog that writes a coaching plan.
pub fn own() -> AnyView {
    let found = read("/api/v1/me/performance".to_owned());
    let actions = view! {
        <a class="button primary" href="/me/performance/new">
            {t::new_plan()}
        </a>
    };
    view! {
        <Head title=t::my_performance().to_owned() actions=actions.into_any() />
        {period()}
        {content(found, true)}
        {plan_form::over_own(found.data)}
    }
    .into_any()
}

/// That of somebody in a team that one leads.
pub fn of_mate(id: MemberId) -> AnyView {
    let found = read(format!("/api/v1/my-team/{id}"));
    let name = Signal::derive(move || {
        found.data.with(|it| it.as_ref().map_or_else(|| t::my_team().to_owned(), |it| it.member.name.clone()))
    });
    view! {
        <Head title=name crumb=("/my-team", t::my_team()) />
        {period()}
        {content(found, false)}
    }
    .into_any()
}

fn read(path: String) -> api::Query<Performance> {
    let days = router::query("days");
    api::query::<Performance>(move || Some(format!("{path}?{}", router::encode(&[("days", &days.get())]))))
}

fn content(found: api::Query<Performance>, mine: bool) -> AnyView {
    let retry = Callback::new(move |()| found.retry());
    let ticks = plans::Ticks::default();
    let shown = move || match (found.data.get(), found.failure.get()) {
        (Some(performance), _) => {
            let measured = if performance.days.is_empty() {
                view! { <Empty title=t::no_figures() text=t::no_figures_text() seats=12 /> }.into_any()
            } else {
                metrics::charts(&performance.days)
            };
            let ids = (!performance.ids.is_empty())
                .then(|| view! { <p class="words">{t::known_as(&performance.ids.join(", "))}</p> });
            view! {
                <section class="part">
                    <div class="titlebar">
                        <h2>{t::measured()}</h2>
                    </div>
                    {ids} {measured}
                </section>
                {plans::list(&performance.plans, mine, ticks)}
            }
            .into_any()
        }
        (None, Some(failure)) => view! { <Failed failure=failure retry=retry /> }.into_any(),
        (None, None) => {
            let bones = Callback::new(|()| view! { <span class="bone w"></span> }.into_any());
            view! { <Patient bones=bones retry=retry /> }.into_any()
        }
    };
    view! { {shown} }.into_any()
}
