//! Acts on several people at once: what each act hits is counted on its button, and every person gets a result.

use core::future::Future;
use core::pin::Pin;

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::access::Permission;
use shared::api::members::Member;
use shared::api::teams::Team;
use shared::invitation::InvitationStatus;
use shared::member::MemberStatus;

use crate::acts::{self, called};
use crate::api::{self, Answer, sentence};
use crate::components::{Dialog, icon, picked_bar};
use crate::format::number;
use crate::i18n::text::{acts as a, basics, bulk as t};
use crate::pages::people::many;
use crate::pages::people::selection::Selection;
use crate::pages::refusals::{Refused, refusals};
use crate::session::may;

/// An act on each of several people.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Act {
    Resend,
    Cancel,
    Deactivate,
}

/// How it went for each.
#[derive(Clone)]
struct Run {
    act: Act,
    rows: Vec<(Member, Option<Result<(), String>>)>,
}

impl Act {
    /// Whether the act applies to this person.
    fn applies(self, member: &Member) -> bool {
        match self {
            Self::Resend => member.status == MemberStatus::Pending && member.invitation.is_some(),
            // What has run out has nothing to take back.
            Self::Cancel => {
                Self::Resend.applies(member) && member.invitation_status != Some(InvitationStatus::Expired)
            }
            Self::Deactivate => member.status == MemberStatus::Active,
        }
    }

    fn needs(self) -> Permission {
        match self {
            Self::Resend | Self::Cancel => Permission::ManageInvitations,
            Self::Deactivate => Permission::DeactivateMembers,
        }
    }

    fn button(self, count: u64) -> String {
        match self {
            Self::Resend => t::resend(count),
            Self::Cancel => t::cancel(count),
            Self::Deactivate => t::deactivate(count),
        }
    }

    fn call(self, member: &Member) -> Pin<Box<dyn Future<Output = Answer<()>>>> {
        let id = member.id;
        match (self, member.invitation) {
            (Self::Resend, Some(invitation)) => {
                Box::pin(async move { api::resend_invitation(invitation).await.map(drop) })
            }
            (Self::Cancel, Some(invitation)) => {
                Box::pin(async move { api::cancel_invitation(invitation).await.map(drop) })
            }
            _ => Box::pin(async move { api::disable_member(id).await.map(drop) }),
        }
    }
}

/// The bar that stands in the filters' place while somebody is selected.
pub fn bar(selection: Selection, matching: Signal<Option<u32>>, teams: Signal<Vec<Team>>) -> AnyView {
    let chosen = selection.chosen;
    let refused: Refused = RwSignal::new(None);
    let run = RwSignal::new(None::<Run>);
    let open = Memo::new(move |_| run.with(Option::is_some));
    let button = move |act: Act| {
        view! {
            {move || {
                let count = chosen.with(|chosen| chosen.iter().filter(|it| act.applies(it)).count());
                (count > 0 && selection.all.get().is_none() && may(act.needs()))
                    .then(|| {
                        view! {
                            <button class="button small" on:click=move |_| press(act, chosen, run)>
                                {act.button(count as u64)}
                            </button>
                        }
                    })
            }}
        }
    };
    let acts = view! {
        {button(Act::Resend)}
        {button(Act::Cancel)}
        {button(Act::Deactivate)}
        {many::buttons(selection, teams, refused)}
    };
    view! {
        {picked_bar(selection, matching, acts.into_any())}
        {move || open.get().then(|| dialog(run))}
        {refusals(refused)}
    }
    .into_any()
}

/// Canceling asks first, the rest starts at once.
fn press(act: Act, chosen: RwSignal<Vec<Member>>, run: RwSignal<Option<Run>>) {
    let people: Vec<_> =
        chosen.with_untracked(|chosen| chosen.iter().filter(|it| act.applies(it)).cloned().collect());
    let start = move || {
        start(act, people.clone(), run);
        chosen.set(Vec::new());
    };
    if act == Act::Cancel {
        let hit = chosen.with_untracked(|chosen| {
            chosen.iter().filter(|it| act.applies(it)).map(acts::seats_taken).collect::<Vec<_>>()
        });
        let (count, freed) = (hit.len() as u64, hit.iter().sum::<u64>());
        acts::ask(t::cancel(count), t::cancel_text(freed), act.button(count), start);
    } else {
        start();
    }
}

/// One after the other, so that the Worker's answer to each is shown as it comes.
fn start(act: Act, people: Vec<Member>, run: RwSignal<Option<Run>>) {
    run.set(Some(Run { act, rows: people.iter().map(|member| (member.clone(), None)).collect() }));
    spawn_local(async move {
        for (at, member) in people.iter().enumerate() {
            let result = act.call(member).await.map_err(|failure| sentence(&failure));
            let _ = run.try_update(|run| {
                if let Some(run) = run {
                    run.rows[at].1 = Some(result);
                }
            });
        }
        api::written();
    });
}

fn dialog(run: RwSignal<Option<Run>>) -> AnyView {
    let close = Callback::new(move |()| run.set(None));
    let title = Signal::derive(move || {
        run.with(|run| run.as_ref().map(|run| run.act.button(run.rows.len() as u64)).unwrap_or_default())
    });
    let rows = move || run.with(|run| run.iter().flat_map(|run| &run.rows).map(line).collect_view());
    let counts = Memo::new(move |_| {
        run.with(|run| {
            let rows = || run.iter().flat_map(|run| &run.rows);
            let done = rows().filter(|(_, result)| matches!(result, Some(Ok(())))).count() as u64;
            let waiting = rows().filter(|(_, result)| result.is_none()).count() as u64;
            (done, rows().count() as u64 - done - waiting, waiting)
        })
    });
    let tally = move || {
        let (done, refused, waiting) = counts.get();
        t::tally(&number(done), &number(refused), &number(waiting))
    };
    let body = view! {
        <p class="words" role="status">
            {tally}
        </p>
        <div class="listing">
            <table class="data">
                <caption class="sr">{title}</caption>
                <thead>
                    <tr>
                        <th scope="col">{basics::name()}</th>
                        <th scope="col">{t::result()}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    };
    let again = move || {
        let (_, refused, waiting) = counts.get();
        (waiting == 0 && refused > 0).then(|| {
            view! {
                <button class="button" on:click=move |_| retry(run)>
                    {t::retry(refused)}
                </button>
            }
        })
    };
    let footer = view! {
        <span class="muted">{move || (counts.get().2 > 0).then(a::under_way)}</span>
        <div class="actions">
            {again}
            <button class="button" autofocus=true on:click=move |_| close.run(())>
                {basics::close()}
            </button>
        </div>
    };
    view! { <Dialog title=title on_close=close wide=true body=body.into_any() footer=footer.into_any() /> }
        .into_any()
}

/// Those that were refused, once more.
fn retry(run: RwSignal<Option<Run>>) {
    let Some(now) = run.get_untracked() else { return };
    let refused = now.rows.into_iter().filter(|(_, result)| matches!(result, Some(Err(_))));
    start(now.act, refused.map(|(member, _)| member).collect(), run);
}

fn line((member, result): &(Member, Option<Result<(), String>>)) -> AnyView {
    let verdict = match result {
        None => view! { <span class="faint">{t::waiting()}</span> }.into_any(),
        Some(Ok(())) => view! {
            <span class="tone success">{icon("check")}</span>
            <span class="muted">{t::done()}</span>
        }
        .into_any(),
        Some(Err(why)) => view! {
            <span class="wrong">
                {icon("no")} <span>{why.clone()}</span>
            </span>
        }
        .into_any(),
    };
    view! {
        <tr>
            <th scope="row" class="name">
                <bdi class="clip">{called(member)}</bdi>
            </th>
            <td class="m all">
                <span class="verdict">{verdict}</span>
            </td>
        </tr>
    }
    .into_any()
}
