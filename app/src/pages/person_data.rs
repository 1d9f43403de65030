//! All that is held on a person, to save, for whoever may change people and save files.

use leptos::prelude::*;
use shared::access::Permission;
use shared::api::members::Member;

use crate::i18n::text::person as t;
use crate::session::may;

/// The part of the page.
pub fn part(member: &Member) -> AnyView {
    if !may(Permission::EditMembers) || !may(Permission::Export) {
        return ().into_any();
    }
    let file = format!("/api/v1/members/{}/export", member.id);
    view! {
        <section class="part">
            <div class="titlebar">
                <h2>{t::data()}</h2>
            </div>
            <p class="words">{t::data_text()}</p>
            <p class="foot">
                <a class="button" href=file download="person.json" data-leave="">
                    {t::data_save()}
                </a>
            </p>
        </section>
    }
    .into_any()
}
