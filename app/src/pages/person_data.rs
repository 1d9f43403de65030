//! All that is held on a person: to save, for whoever may change people and save files; to erase, once the person was removed.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::access::Permission;
use shared::api::members::{EraseMember, Member};
use shared::email::Email;
use shared::erasure;
use shared::id::MemberId;
use shared::member::MemberStatus;

use crate::acts::{called, tell_at};
use crate::api;
use crate::components::{Dialog, Outcome, TextField, say};
use crate::i18n::text::{basics, person as t};
use crate::router::{self, Step};
use crate::session::may;
use crate::words;

fn may_erase() -> bool {
    may(Permission::RemoveMembers) && may(Permission::EditMembers)
}

/// The part of the page.
pub fn part(member: &Member) -> AnyView {
    let (saves, erases) = (may(Permission::EditMembers) && may(Permission::Export), may_erase());
    if !saves && !erases {
        return ().into_any();
    }
    if erasure::is_erased(&member.email) {
        return section(view! { <p class="words">{t::nothing_held()}</p> }.into_any());
    }
    let save = saves.then(|| {
        let file = format!("/api/v1/members/{}/export", member.id);
        view! {
            <a class="button" href=file download="person.json" data-leave="">
                {t::data_save()}
            </a>
        }
    });
    let removed = member.status == MemberStatus::Removed;
    let erase = (erases && removed).then(|| {
        view! {
            <a class="button danger" href=format!("/people/{}/erase", member.id)>
                {t::erase()}
            </a>
        }
    });
    let first = (erases && !removed).then(|| view! { <p class="words">{t::erase_first()}</p> });
    let content = view! {
        <p class="words">{t::data_text()}</p>
        {first}
        <p class="foot">{save} " " {erase}</p>
    };
    section(content.into_any())
}

fn section(content: AnyView) -> AnyView {
    view! {
        <section class="part">
            <div class="titlebar">
                <h2>{t::data()}</h2>
            </div>
            {content}
        </section>
    }
    .into_any()
}

/// The dialog that erases, while its address is open.
pub fn over_person(id: MemberId, member: RwSignal<Option<Member>>) -> AnyView {
    let place = router::place();
    let path = format!("/people/{id}/erase");
    let shown = move || {
        let erasable = |member: &Member| {
            member.status == MemberStatus::Removed && !erasure::is_erased(&member.email) && may_erase()
        };
        place.with(|place| place.path == path) && member.with(|it| it.as_ref().is_some_and(erasable))
    };
    let shown = Memo::new(move |_| shown());
    view! { {move || shown.get().then(|| member.get_untracked().map(|member| dialog(&member)))} }.into_any()
}

fn dialog(member: &Member) -> AnyView {
    let (id, email) = (member.id, member.email.clone());
    let (typed, wrong, busy) =
        (RwSignal::new(String::new()), RwSignal::new(String::new()), RwSignal::new(false));
    let close = Callback::new(move |()| router::go(&format!("/people/{id}"), Step::Replace));
    let after = words::person(&erasure::pseudonym(id));
    let (title, stays, confirm) =
        (t::erase_title(&called(member)), t::erase_stays_log(&after), t::erase_type(email.as_str()));
    let run = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(email) = Email::parse(&typed.get_untracked()).ok().filter(|typed| *typed == email) else {
            return wrong.set(t::erase_wrong().to_owned());
        };
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let after = after.clone();
        spawn_local(async move {
            match api::erase_member(id, &EraseMember { email }).await {
                Ok(_) => {
                    close.try_run(());
                    say(Outcome::done(t::erased(&after)));
                    api::written();
                }
                Err(failure) => {
                    let _ = busy.try_set(false);
                    tell_at(wrong, &failure);
                }
            }
        });
    };
    let goes = [t::erase_gone_self(), t::erase_gone_ids(), t::erase_gone_files(), t::erase_gone_account()];
    let body = view! {
        <form id="erase" class="pile" novalidate=true on:submit=run>
            <div>
                <b>{t::erase_gone()}</b>
                <ul>{goes.map(|words| view! { <li>{words}</li> }).collect_view()}</ul>
            </div>
            <div>
                <b>{t::erase_stays()}</b>
                <ul>
                    <li>{stays}</li>
                    <li>{t::erase_stays_text()}</li>
                </ul>
            </div>
            <p>{t::erase_again()} " " {confirm}</p>
            <TextField label=t::erase_email() id="erase-email" value=typed error=wrong kind="email" focus=true />
        </form>
    };
    let footer = view! {
        <span class="muted">{basics::cannot_undo()}</span>
        <div class="actions">
            <button type="button" class="button" on:click=move |_| close.run(())>
                {basics::cancel()}
            </button>
            <button type="submit" form="erase" class="button danger" prop:disabled=busy>
                {t::erase_act()}
            </button>
        </div>
    };
    view! { <Dialog title=title on_close=close body=body.into_any() footer=footer.into_any() /> }.into_any()
}
