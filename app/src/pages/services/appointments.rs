//! The appointments of a service or a person as a part of their page.

use leptos::prelude::*;
use shared::access::Permission;
use shared::api::Page;
use shared::api::appointments::{Appointment, AppointmentMember, AppointmentStatus};
use shared::id::ServiceId;

use crate::acts;
use crate::api;
use crate::components::{Badge, Item, Outcome, badge, dots_menu, say};
use crate::format;
use crate::i18n::text::{basics, services as t};
use crate::session::may;

/// The latest appointments of a service.
pub fn of_service(id: ServiceId) -> AnyView {
    let found = api::query::<Page<Appointment>>(move || {
        Some(api::list("appointments", &[("service", &id.to_string()), ("limit", "6")]))
    });
    let rows = move || {
        let items = found.data.get()?.items;
        Some(if items.is_empty() {
            view! {
                <li>
                    <span class="muted">{t::no_appointments()}</span>
                </li>
            }
            .into_any()
        } else {
            items.iter().map(row).collect_view().into_any()
        })
    };
    view! {
        <section class="part">
            <div class="titlebar">
                <h2>{t::appointments()}</h2>
            </div>
            <ul class="rows">{rows}</ul>
        </section>
    }
    .into_any()
}

fn row(appointment: &Appointment) -> AnyView {
    let when = format::moment_words(appointment.starts_at);
    let canceled = appointment.status == AppointmentStatus::Canceled;
    let (id, called) = (appointment.id, when.clone());
    let menu = (!canceled && may(Permission::ManageServices)).then(|| {
        dots_menu(basics::actions_for(&when), move || {
            let called = called.clone();
            let cancel = move || {
                let done = called.clone();
                acts::ask(t::cancel_title(&called), t::cancel_text(), t::cancel_appointment(), move || {
                    let done = done.clone();
                    acts::perform(api::cancel_appointment(id), move |_| {
                        say(Outcome::done(t::canceled(&done)));
                    });
                });
            };
            vec![Item::run("x", t::cancel_appointment(), cancel).danger()]
        })
    });
    let person = |member: &AppointmentMember| {
        view! {
            <li>
                <a href=format!("/people/{}", member.id)>
                    <bdi>{member.name.clone()}</bdi>
                </a>
                " "
                {badge(Badge::of_status(member.status))}
            </li>
        }
    };
    view! {
        <li class="act">
            {crate::components::icon("clock")}
            <div>
                <p>
                    <time datetime=appointment.starts_at.to_string()>{when}</time>
                    " "
                    <span class="faint">{t::minutes_of(u64::from(appointment.minutes))}</span>
                </p>
                <ul class="pointers">{appointment.members.iter().map(person).collect_view()}</ul>
            </div>
            <div class="actions">{badge(canceled.then_some(Badge::Canceled))} {menu}</div>
        </li>
    }
    .into_any()
}
