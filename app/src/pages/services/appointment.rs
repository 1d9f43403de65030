//! The dialog that makes an appointment. Who can't be used is shown with the reason and can't be chosen; the Worker
//! judges each once more.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::api::appointments::{CollaborationReason as Why, MadeAppointment, MakeAppointment};
use shared::api::members::Member;
use shared::api::services::Service;
use shared::collaboration::{self, Standing};

use crate::acts::{called, tell_at, told_apart};
use crate::api::{self, sentence_of};
use crate::components::{Choice, Combobox, Dialog, Outcome, SelectField, TextField, Wrong, say};
use crate::format;
use crate::i18n::text::{basics, services as t, status};
use crate::pages::find_people;

/// Lengths on offer, in minutes.
const LENGTHS: [u16; 6] = [15, 30, 45, 60, 90, 120];

/// The dialog.
pub fn dialog(service: &Service, close: Callback<()>) -> AnyView {
    let (id, title) = (service.id, t::appointment_title(&service.name));
    let (chosen, options) = (RwSignal::new(Vec::<Choice>::new()), RwSignal::new(Vec::<Choice>::new()));
    let tomorrow = format::date_field(format::now().plus_days(1));
    let (day, time) = (RwSignal::new(tomorrow), RwSignal::new("09:00".to_owned()));
    let minutes = RwSignal::new("45".to_owned());
    let (busy, error) = (RwSignal::new(false), RwSignal::new(String::new()));
    let send = move |_| {
        if chosen.with_untracked(Vec::is_empty) || busy.get_untracked() {
            return;
        }
        let Some(starts_at) = format::moment(&day.get_untracked(), &time.get_untracked()) else {
            error.set(sentence_of(shared::Code::InvalidTime, ""));
            return;
        };
        busy.set(true);
        error.set(String::new());
        let members =
            chosen.with_untracked(|chosen| chosen.iter().filter_map(|it| it.id.parse().ok()).collect());
        let minutes = minutes.get_untracked().parse().unwrap_or(45);
        let appointment = MakeAppointment { service: Some(id), starts_at, minutes, members };
        spawn_local(async move {
            let answer = api::make_appointment(&appointment).await;
            let _ = busy.try_set(false);
            match answer {
                Ok(made) => {
                    close.try_run(());
                    say(outcome(&made));
                    api::written();
                }
                Err(failure) => tell_at(error, &failure),
            }
        });
    };
    let service = service.clone();
    let service = StoredValue::new(service);
    let find = find_people::search(options, move |members, _| {
        let mut choices: Vec<_> =
            service.with_value(|service| members.iter().map(|member| choice(service, member)).collect());
        // Who can be chosen stands first.
        choices.sort_by_key(|choice| choice.refused);
        choices
    });
    let lengths =
        LENGTHS.map(|length| (length.to_string(), t::minutes_of(u64::from(length)))).into_iter().collect();
    let body = view! {
        <Combobox label=t::who() id="appointment-people" chosen=chosen options=options on_search=find focus=true
            placeholder=basics::name_or_email() />
        <div class="forms">
            <TextField label=t::date() id="appointment-day" kind="date" value=day />
            <TextField label=t::time() id="appointment-time" kind="time" value=time />
            <SelectField label=t::minutes() id="appointment-minutes" value=minutes options=lengths />
        </div>
        <Wrong id="appointment-error".to_owned() words=error />
    };
    let off = move || (chosen.with(Vec::is_empty) || busy.get()).then_some("true");
    let footer = view! {
        <span></span>
        <div class="actions">
            <button type="button" class="button" on:click=move |_| close.run(())>
                {basics::cancel()}
            </button>
            <button type="button" class="button primary" aria-disabled=off on:click=send>
                {t::make()}
            </button>
        </div>
    };
    let typed = Signal::derive(move || chosen.with(|chosen| !chosen.is_empty()));
    view! { <Dialog title=title on_close=close typed=typed body=body.into_any() footer=footer.into_any() /> }
        .into_any()
}

fn outcome(made: &MadeAppointment) -> Outcome {
    let stayed_out: Vec<_> = made.results.iter().filter(|result| !result.joined).collect();
    let why = stayed_out.first().and_then(|result| {
        result.code.map(|code| sentence_of(code, result.message.as_deref().unwrap_or_default()))
    });
    let (out, why) = (stayed_out.len() as u64, why.unwrap_or_default());
    match &made.appointment {
        None => Outcome::refused(t::not_made(&why)),
        Some(_) if out > 0 => Outcome::partly(t::made_partly(out, &why)),
        Some(_) => Outcome::done(t::made(made.results.len() as u64)),
    }
}

/// A member as a choice, by the rule that the Worker follows.
fn choice(service: &Service, member: &Member) -> Choice {
    let linked = service.everybody
        || member.teams.iter().any(|team| service.teams.iter().any(|offers| offers.id == team.id));
    let standing = Standing {
        status: member.status,
        active: Some(u8::from(service.active)),
        linked: Some(u8::from(linked)),
    };
    let hint = match collaboration::decide(Some(&standing), true) {
        Why::Ready => None,
        Why::MemberPending => Some(t::pending()),
        Why::ServiceInactive => Some(t::not_active()),
        Why::NotInService => Some(t::not_linked()),
        Why::MemberDisabled | Why::UnknownPerson | Why::UnknownService => Some(status::disabled()),
    };
    Choice {
        id: member.id.to_string(),
        label: called(member),
        refused: hint.is_some(),
        hint: hint.map_or_else(|| told_apart(member), str::to_owned),
    }
}
