//! The dialog that moves an id to somebody else, alone or in exchange for one of theirs: both sides are shown before and
//! after, and what changed since then is refused.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::Code;
use shared::api::external_ids::{HeldId, IdMove, MovesPreview, Side};
use shared::api::measures::ExternalId;
use shared::api::members::Member;
use shared::id::MemberId;
use shared::member::MemberStatus;

use super::words;
use crate::acts::{self, called, tell_at, told_apart};
use crate::api;
use crate::components::{Choice, Combobox, Dialog, Outcome, SelectField, Wrong, say};
use crate::i18n::text::{basics, external_ids as t};
use crate::pages::find_people;

/// An id that is to change hands.
#[derive(Clone)]
pub struct Moving {
    /// Which, and whose it is.
    pub held: ExternalId,
    /// Whose it is to be, where that is known already.
    pub to: Option<MemberId>,
}

/// The dialog, while there is one to move.
pub fn over(moving: RwSignal<Option<Moving>>) -> AnyView {
    view! { {move || moving.get().map(|it| dialog(it, moving))} }.into_any()
}

fn dialog(it: Moving, moving: RwSignal<Option<Moving>>) -> AnyView {
    let held = StoredValue::new(it.held);
    let (chosen, options) = (RwSignal::new(Vec::<Choice>::new()), RwSignal::new(Vec::<Choice>::new()));
    let fixed = it.to;
    let to = Memo::new(move |_| {
        fixed.or_else(|| chosen.with(|chosen| chosen.last().and_then(|choice| choice.id.parse().ok())))
    });
    let (exchange, theirs) = (RwSignal::new(String::new()), RwSignal::new(Vec::<ExternalId>::new()));
    let (seen, error) = (RwSignal::new(None::<MovesPreview>), RwSignal::new(String::new()));
    let (again, asked) = (RwSignal::new(0_u32), StoredValue::new(0_u32));
    let close = Callback::new(move |()| moving.set(None));
    Effect::new(move |_| {
        if chosen.with(|chosen| chosen.len() > 1) {
            chosen.update(|chosen| drop(chosen.drain(..chosen.len() - 1)));
        }
    });
    follow_theirs(to, exchange, theirs);
    let moves = move || {
        let (own, from) = held.with_value(|held| (held.id, held.member.id));
        let to = to.get()?;
        let back = exchange.get().parse().ok().map(|id| IdMove { id, to: from });
        Some([Some(IdMove { id: own, to }), back].into_iter().flatten().collect::<Vec<_>>())
    };
    Effect::new(move |_| {
        again.track();
        let moves = moves();
        seen.set(None);
        let Some(moves) = moves else { return };
        asked.update_value(|asked| *asked += 1);
        let mine = asked.get_value();
        spawn_local(async move {
            let answer = api::preview_moves(moves).await;
            if asked.try_get_value() != Some(mine) {
                return;
            }
            match answer {
                Ok(preview) => {
                    let _ = seen.try_set(Some(preview));
                }
                Err(failure) => {
                    tell_at(error, &failure);
                }
            }
        });
    });
    let go = move |()| {
        let (Some(preview), Some(moves)) = (seen.get_untracked(), untrack(moves)) else { return };
        error.set(String::new());
        let back = undoing(&preview, &moves);
        let told = held.with_value(|held| words(&held.source, &held.external_id));
        spawn_local(async move {
            match api::move_ids(moves, &preview.version).await {
                Ok(_) => {
                    close.try_run(());
                    let undo = move || {
                        acts::perform(api::move_ids_back(back.clone()), |_| {
                            say(Outcome::done(t::moved_back()));
                        });
                    };
                    say(Outcome::done(t::moved(&told)).undo(undo));
                    api::written();
                }
                Err(failure) => {
                    tell_at(error, &failure);
                    if failure.code() == Some(Code::ChangedMeanwhile) {
                        again.update(|again| *again += 1);
                    }
                }
            }
        });
    };
    let person = fixed.is_none().then(|| {
        view! {
            <Combobox
                label=t::to_whom()
                id="id-to"
                chosen=chosen
                options=options
                on_search=find_people::search(options, choices)
                placeholder=basics::name_or_email()
                focus=true
            />
        }
    });
    let swap = swap_field(exchange, theirs);
    let both = move || {
        seen.get().map(|preview| {
            view! { <div class="forms apart">{preview.sides.iter().map(side).collect_view()}</div> }
        })
    };
    let body = view! {
        {person} {swap} <div role="status">{both}</div> <Wrong id="id-moving".to_owned() words=error />
    };
    let off = Signal::derive(move || seen.with(Option::is_none).then_some("true"));
    let footer = footer(exchange, off, close, Callback::new(go));
    let title =
        held.with_value(|held| t::move_title(&words(&held.source, &held.external_id), &held.member.name));
    view! { <Dialog title=title on_close=close body=body.into_any() footer=footer /> }.into_any()
}

fn footer(
    exchange: RwSignal<String>,
    off: Signal<Option<&'static str>>,
    close: Callback<()>,
    go: Callback<()>,
) -> AnyView {
    let act = move || if exchange.with(String::is_empty) { t::move_it() } else { t::swap() };
    view! {
        <span></span>
        <div class="actions">
            <button type="button" class="button" on:click=move |_| close.run(())>
                {basics::cancel()}
            </button>
            <button type="button" class="button primary" aria-disabled=off on:click=move |_| go.run(())>
                {act}
            </button>
        </div>
    }
    .into_any()
}

/// The choice of an id that comes back in exchange; not there while the other side has none.
fn swap_field(exchange: RwSignal<String>, theirs: RwSignal<Vec<ExternalId>>) -> AnyView {
    let field = move || {
        let theirs = theirs.get();
        (!theirs.is_empty()).then(|| {
            let first = (String::new(), t::no_exchange().to_owned());
            let one = |it: &ExternalId| (it.id.to_string(), words(&it.source, &it.external_id));
            let options: Vec<_> = core::iter::once(first).chain(theirs.iter().map(one)).collect();
            view! { <SelectField label=t::exchange() id="id-exchange" value=exchange options=options hint=t::exchange_hint() /> }
        })
    };
    view! { {field} }.into_any()
}

/// The ids of whoever is to have it, for an exchange.
fn follow_theirs(to: Memo<Option<MemberId>>, exchange: RwSignal<String>, theirs: RwSignal<Vec<ExternalId>>) {
    Effect::new(move |_| {
        if !exchange.with_untracked(String::is_empty) {
            exchange.set(String::new());
        }
        theirs.set(Vec::new());
        let Some(person) = to.get() else { return };
        spawn_local(async move {
            if let Ok(page) = api::ids_of(person).await
                && to.try_get_untracked() == Some(Some(person))
            {
                let _ = theirs.try_set(page.items);
            }
        });
    });
}

/// Whom an id can be given to.
fn choices(found: &[Member], _: &str) -> Vec<Choice> {
    let choice = |member: &Member| Choice {
        id: member.id.to_string(),
        label: called(member),
        hint: told_apart(member),
        refused: member.status == MemberStatus::Removed,
    };
    found.iter().map(choice).collect()
}

/// The moves that bring everything back to whoever had it.
fn undoing(preview: &MovesPreview, moves: &[IdMove]) -> Vec<IdMove> {
    let before = |id| preview.sides.iter().find(|side| side.before.iter().any(|held| held.id == id));
    moves
        .iter()
        .filter_map(|step| before(step.id).map(|side| IdMove { id: step.id, to: side.member.id }))
        .collect()
}

/// One side, before and after; what comes or goes is marked.
fn side(side: &Side) -> AnyView {
    let list = |of: &[HeldId], other: &[HeldId], mark: &'static str| {
        if of.is_empty() {
            return view! { <p class="faint">{t::no_ids()}</p> }.into_any();
        }
        let one = |held: &HeldId| {
            let moves = other.iter().all(|kept| kept.id != held.id);
            let figures = (held.figures > 0).then(|| {
                view! { <small class="faint">" " {t::figures(u64::from(held.figures))}</small> }
            });
            view! {
                <li class=moves.then_some("tone warning")>
                    {moves.then_some(mark)} <bdi>{words(&held.source, &held.external_id)}</bdi> {figures}
                </li>
            }
        };
        view! { <ul class="pointers">{of.iter().map(one).collect_view()}</ul> }.into_any()
    };
    view! {
        <section>
            <h3>
                <bdi>{side.member.name.clone()}</bdi>
            </h3>
            <p class="muted">{t::now()}</p>
            {list(&side.before, &side.after, "− ")}
            <p class="muted">{t::then()}</p>
            {list(&side.after, &side.before, "+ ")}
        </section>
    }
    .into_any()
}
