//! Which notices about licenses are wanted: by the organization, and by oneself by mail. Each box is saved when it is
//! pressed.

use leptos::prelude::*;
use shared::access::Permission;
use shared::api::notices::{ChangeChoice, ChangeNotices, NoticeChoice, Notices};
use shared::notice::NoticeKind;

use crate::api;
use crate::at_once;
use crate::components::{Failed, Head, Patient};
use crate::i18n::text::{nav, notices as t};
use crate::session::may;

/// Whose choice it is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Whose {
    Organization,
    Mine,
}

/// The page.
pub fn notices() -> AnyView {
    let query = api::query::<Notices>(|| Some("/api/v1/notices".to_owned()));
    let retry = Callback::new(move |()| query.retry());
    let there = Memo::new(move |_| query.data.with(Option::is_some));
    let of = move |whose| {
        Signal::derive(move || {
            query.data.with(|found| {
                found.as_ref().map(|found| match whose {
                    Whose::Organization => found.organization,
                    Whose::Mine => found.mine,
                })
            })
        })
    };
    // Drawn once, so that a box that was pressed keeps the focus.
    let content = move || {
        match (there.get(), if there.get() { None } else { query.failure.get() }) {
        (true, _) => view! {
            <div class="narrow pile">
                {may(Permission::ManageLicenses)
                    .then(|| group(Whose::Organization, t::for_all(), t::for_all_hint(), of(Whose::Organization)))}
                {group(Whose::Mine, t::for_me(), t::for_me_hint(), of(Whose::Mine))}
            </div>
        }
        .into_any(),
        (false, Some(failure)) => view! { <Failed failure=failure retry=retry /> }.into_any(),
        (false, None) => {
            let bones = Callback::new(|()| view! { <span class="bone w"></span> }.into_any());
            view! { <Patient bones=bones retry=retry /> }.into_any()
        }
    }
    };
    let lede = view! { <p class="lede">{t::lede()}</p> };
    view! {
        <Head title=t::title().to_owned() crumb=("/account", nav::account()) lede=lede.into_any() />
        {content}
    }
    .into_any()
}

fn group(
    whose: Whose,
    title: &'static str,
    hint: &'static str,
    choice: Signal<Option<NoticeChoice>>,
) -> AnyView {
    let boxes = NoticeKind::ALL.iter().map(|kind| one(whose, *kind, choice)).collect_view();
    view! {
        <section class="part">
            <fieldset>
                <legend>{title}</legend>
                <p class="words">{hint}</p>
                <div class="boxes">{boxes}</div>
            </fieldset>
        </section>
    }
    .into_any()
}

fn one(whose: Whose, kind: NoticeKind, choice: Signal<Option<NoticeChoice>>) -> AnyView {
    let words = match kind {
        NoticeKind::Expiring => t::expiring(),
        NoticeKind::NearlyFull => t::nearly_full(),
        NoticeKind::Queue => t::queue(),
    };
    let save = move |on| {
        let on = Some(on);
        let choice = match kind {
            NoticeKind::Expiring => ChangeChoice { expiring: on, ..ChangeChoice::default() },
            NoticeKind::NearlyFull => ChangeChoice { nearly_full: on, ..ChangeChoice::default() },
            NoticeKind::Queue => ChangeChoice { queue: on, ..ChangeChoice::default() },
        };
        let change = match whose {
            Whose::Organization => ChangeNotices { organization: Some(choice), mine: None },
            Whose::Mine => ChangeNotices { organization: None, mine: Some(choice) },
        };
        async move { api::change_notices(&change).await }
    };
    let wanted = at_once::following(move || choice.get().map(|choice| choice.wants(kind)));
    at_once::switch(wanted, false, save, |_| t::saved().to_owned(), view! { <span>{words}</span> }.into_any())
}
