//! The dialog over a person that chooses the teams they are in.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::Code;
use shared::access::Permission;
use shared::api::Page;
use shared::api::members::{ChangeMember, Member};
use shared::api::teams::Team;
use shared::id::{MemberId, TeamId};

use crate::acts::{self, called};
use crate::api;
use crate::components::{Dialog, Empty, Outcome, say};
use crate::i18n::text::{basics, teams as t};
use crate::router::{self, Step};
use crate::session::may;

/// The dialog, while its address is open.
pub fn over_person(id: MemberId, member: RwSignal<Option<Member>>) -> AnyView {
    let place = router::place();
    let path = format!("/people/{id}/teams");
    let open = Memo::new(move |_| place.with(|place| place.path == path) && member.with(Option::is_some));
    view! {
        {move || {
            let shown = open.get() && may(Permission::EditMembers) && may(Permission::ManageTeams);
            shown.then(|| member.get_untracked().map(|now| dialog(&now, member)))
        }}
    }
    .into_any()
}

fn dialog(member: &Member, now: RwSignal<Option<Member>>) -> AnyView {
    let (id, name, version) = (member.id, called(member), member.version);
    let before: Vec<TeamId> = member.teams.iter().map(|team| team.id).collect();
    let chosen = RwSignal::new(before.clone());
    let shown = StoredValue::new(before.clone());
    let teams = api::query::<Page<Team>>(|| Some(api::list("teams", &[("limit", "200")])));
    let close = Callback::new(move |()| router::go(&format!("/people/{id}"), Step::Push));
    let title = t::change_title(&name);
    let save = move |_| {
        let change = ChangeMember { teams: Some(chosen.get_untracked()), ..ChangeMember::default() };
        let name = name.clone();
        // What else changed meanwhile, such as the role that led here, is no reason to refuse: the teams are as shown.
        let same = |now: &&Member| now.teams.iter().map(|team| team.id).eq(shown.with_value(Clone::clone));
        let version = now.with_untracked(|now| now.as_ref().filter(same).map_or(version, |now| now.version));
        spawn_local(async move {
            let answer = api::change_member(id, &change, version).await;
            // Who comes second looks again: the page behind shows what the first one changed.
            let second = matches!(&answer, Err(failure) if failure.code() == Some(Code::ChangedMeanwhile));
            if answer.is_ok() || second {
                close.try_run(());
            }
            match answer {
                Ok(_) => {
                    say(Outcome::done(t::changed(&name)));
                    api::written();
                }
                Err(failure) => acts::tell_refused(&failure),
            }
        });
    };
    let body = move || match teams.data.get().map(|page| page.items) {
        None => view! { <p class="muted">{basics::loading()}</p> }.into_any(),
        Some(teams) if teams.is_empty() => {
            let make = may(Permission::ManageTeams).then(|| {
                view! {
                    <a class="button" href="/teams/new">
                        {t::new()}
                    </a>
                }
            });
            view! { <Empty title=t::none() text=t::none_text() actions=make.into_any() /> }.into_any()
        }
        Some(teams) => {
            let boxes = teams.iter().map(|team| team_box(team, chosen)).collect_view();
            view! {
                <fieldset>
                    <legend class="sr">{t::title()}</legend>
                    <div class="boxes">{boxes}</div>
                </fieldset>
            }
            .into_any()
        }
    };
    let footer = view! {
        <span></span>
        <div class="actions">
            <button type="button" class="button" on:click=move |_| close.run(())>
                {basics::cancel()}
            </button>
            <button type="button" class="button primary" on:click=save>
                {t::save_teams()}
            </button>
        </div>
    };
    let typed = Signal::derive(move || chosen.with(|chosen| *chosen != before));
    view! {
        <Dialog
            title=title
            on_close=close
            typed=typed
            body=view! { {body} }.into_any()
            footer=footer.into_any()
        />
    }
    .into_any()
}

/// A team to tick.
pub fn team_box(team: &Team, chosen: RwSignal<Vec<TeamId>>) -> AnyView {
    let id = team.id;
    let toggle = move |event| {
        let on = event_target_checked(&event);
        chosen.update(|chosen| {
            chosen.retain(|it| *it != id);
            if on {
                chosen.push(id);
            }
        });
    };
    view! {
        <label class="choice">
            <input
                class="check"
                type="checkbox"
                prop:checked=move || chosen.with(|chosen| chosen.contains(&id))
                on:change=toggle
            />
            <bdi>{team.name.clone()}</bdi>
        </label>
    }
    .into_any()
}
