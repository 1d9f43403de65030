//! The dialog over a person in which another record of theirs is merged into this one: the other is chosen, both are shown with
//! what stays, what comes along and what ends, and which one stays can be switched. Which is which stands in the address.
//! Not here: the rule (`shared::merge`).

use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::Code;
use shared::access::Permission;
use shared::api::members::Member;
use shared::api::merge::{MergeItem, MergePreview, MergeSide};
use shared::id::MemberId;
use shared::member::MemberStatus;
use shared::merge::{MergeOutcome, MergePart, MergeWhy};

use crate::acts::{called, tell_at};
use crate::api::{self, Query, sentence};
use crate::components::{Badge, Choice, Combobox, Dialog, Outcome, Wrong, badge, icon, say};
use crate::i18n::text::{basics, merge as t};
use crate::pages::find_people;
use crate::router::{self, Step};
use crate::session::may;
use crate::words;

/// Whether the one who looks may merge at all.
pub fn allowed() -> bool {
    may(Permission::EditMembers) && may(Permission::RemoveMembers)
}

/// The address of the dialog.
pub fn address(stays: MemberId, ends: Option<MemberId>) -> String {
    let with = ends.map(|ends| format!("?with={ends}")).unwrap_or_default();
    format!("/people/{stays}/merge{with}")
}

/// The dialog, while its address is open.
pub fn over_person(id: MemberId, member: RwSignal<Option<Member>>) -> AnyView {
    let place = router::place();
    let path = address(id, None);
    let open = Memo::new(move |_| {
        let there = member.with(|member| {
            member.as_ref().is_some_and(|member| member.id == id && member.status != MemberStatus::Removed)
        });
        there && place.with(|place| place.path == path)
    });
    view! {
        {move || {
            let name = member.get_untracked().as_ref().map(called).unwrap_or_default();
            (open.get() && allowed()).then(|| dialog(id, name))
        }}
    }
    .into_any()
}

fn dialog(id: MemberId, name: String) -> AnyView {
    let with = router::query("with");
    let other = Memo::new(move |_| with.with(|with| with.parse::<MemberId>().ok()));
    let preview = api::query::<MergePreview>(move || {
        other.get().map(|other| format!("{}?with={other}", api::merge_path(id)))
    });
    // What is shown is of these two, not of those looked at before.
    let seen = Memo::new(move |_| {
        let other = other.get();
        preview.data.get().filter(|seen| seen.stays.id == id && Some(seen.ends.id) == other)
    });
    let error = RwSignal::new(String::new());
    let close = Callback::new(move |()| router::go(&format!("/people/{id}"), Step::Push));
    let go = Callback::new(move |()| {
        let Some(now) = seen.get_untracked() else { return };
        error.set(String::new());
        spawn_local(async move {
            match api::merge(now.stays.id, now.ends.id, &now.version).await {
                Ok(member) => {
                    close.try_run(());
                    say(Outcome::done(t::done(&called(&member), &now.ends.email)));
                    api::written();
                }
                Err(failure) => {
                    tell_at(error, &failure);
                    preview.retry();
                }
            }
        });
    });
    let title = t::title(&name);
    let part = move || match other.get() {
        None => choose(id, name.clone()),
        Some(other) => both(id, other, seen, preview),
    };
    let body = view! { {part} <Wrong id="merge-wrong".to_owned() words=error /> };
    let footer = footer(seen, close, go);
    view! { <Dialog title=title on_close=close wide=true body=body.into_any() footer=footer /> }.into_any()
}

/// The choice of the other record; those that are called alike come first.
fn choose(id: MemberId, name: String) -> AnyView {
    let (chosen, options) = (RwSignal::new(Vec::<Choice>::new()), RwSignal::new(Vec::<Choice>::new()));
    Effect::new(move |_| {
        if let Some(choice) = chosen.with(|chosen| chosen.last().cloned()) {
            router::set_query(&[("with", &choice.id)], Step::Replace);
        }
    });
    let search = find_people::search(options, move |found, _| choices(found, id));
    let search = Callback::new(move |text: String| {
        search.run(if text.trim().is_empty() { name.clone() } else { text });
    });
    view! {
        <Combobox
            label=t::other()
            id="merge-with"
            chosen=chosen
            options=options
            on_search=search
            placeholder=basics::name_or_email()
            focus=true
            hint=t::other_hint()
        />
    }
    .into_any()
}

fn choices(found: &[Member], own: MemberId) -> Vec<Choice> {
    let others = found.iter().filter(|member| member.id != own);
    let choice = |member: &Member| Choice {
        id: member.id.to_string(),
        label: called(member),
        hint: member.email.to_string(),
        refused: member.status == MemberStatus::Removed,
    };
    others.map(choice).collect()
}

/// Both records, or why they are not merged this way.
fn both(
    stays: MemberId,
    ends: MemberId,
    seen: Memo<Option<MergePreview>>,
    preview: Query<MergePreview>,
) -> AnyView {
    let turn = move |_| router::go(&address(ends, Some(stays)), Step::Replace);
    let again = move |_| router::set_query(&[("with", "")], Step::Replace);
    // The field in which the other was chosen is gone, and the focus with it.
    let here = NodeRef::<html::Button>::new();
    Effect::new(move |_| {
        if let Some(button) = here.get() {
            let _ = button.focus();
        }
    });
    let refused = move || {
        let failure = preview.failure.get()?;
        let other_way = failure.code() == Some(Code::MergeOtherWay);
        Some((sentence(&failure), other_way))
    };
    let sides = move || match (refused(), seen.get()) {
        (Some((words, _)), _) => {
            view! { <div class="note warning" role="alert">{icon("no")} <p>{words}</p></div> }.into_any()
        }
        (None, None) => view! { <p class="muted">{basics::loading()}</p> }.into_any(),
        (None, Some(seen)) => view! {
            <div class="forms apart both">
                {side(&seen.stays, t::stays(), stays_list(&seen.items))}
                {side(&seen.ends, t::ends(), ends_list(&seen.items))}
            </div>
        }
        .into_any(),
    };
    let switchable = move || refused().is_none_or(|(_, other_way)| other_way);
    view! {
        <div class="actions">
            {move || {
                switchable()
                    .then(|| {
                        view! {
                            <button type="button" class="button small" on:click=turn>
                                {t::switch()}
                            </button>
                        }
                    })
            }}
            <button type="button" class="button small quiet" node_ref=here on:click=again>
                {t::another()}
            </button>
        </div>
        <div role="status">{sides}</div>
    }
    .into_any()
}

fn side(side: &MergeSide, what: &'static str, list: Vec<AnyView>) -> AnyView {
    let nothing = list.is_empty().then(|| view! { <p class="faint">{t::nothing()}</p> });
    view! {
        <section>
            <h3>
                {what} ": " <bdi>{side.name.clone()}</bdi>
            </h3>
            <p class="muted">
                {side.email.clone()} " " {badge(Badge::of_status(side.status))}
            </p>
            <ul class="pointers">{list}</ul>
            {nothing}
        </section>
    }
    .into_any()
}

/// What the record that stays has, and what comes to it.
fn stays_list(items: &[MergeItem]) -> Vec<AnyView> {
    // The address stands above the list.
    let own = items.iter().filter(|item| item.part != MergePart::Address);
    let own = own.filter_map(|item| Some(line("", words_of(item, item.mine.as_deref()?), None)));
    let comes = items.iter().filter(|item| item.outcome == MergeOutcome::Gains).filter_map(|item| {
        let words = words_of(item, item.theirs.as_deref()?);
        Some(line(t::comes(), words, item.why.map(|why| why_words(item, why))))
    });
    own.chain(comes).collect()
}

/// What the record that ends has, and what becomes of it.
fn ends_list(items: &[MergeItem]) -> Vec<AnyView> {
    let one = |item: &MergeItem| {
        let words = words_of(item, item.theirs.as_deref()?);
        Some(match item.outcome {
            MergeOutcome::Gains => line(t::goes(), words, None),
            MergeOutcome::Keeps => line(t::same(), words, None),
            MergeOutcome::Drops => line(t::lost(), words, item.why.map(|why| why_words(item, why))),
        })
    };
    let mut ordered: Vec<_> = items.iter().collect();
    // What is lost stands first: it is what has to be seen.
    ordered.sort_by_key(|item| item.outcome != MergeOutcome::Drops);
    ordered.into_iter().filter_map(one).collect()
}

/// A thing, what becomes of it, and why.
fn line(becomes: &'static str, words: String, why: Option<&'static str>) -> AnyView {
    let tone = match becomes {
        word if word == t::comes() || word == t::goes() => "tone success",
        word if word == t::lost() => "tone warning",
        _ => "faint",
    };
    let becomes = (!becomes.is_empty()).then(|| view! { " " <small class=tone>{becomes}</small> });
    view! {
        <li>
            <bdi>{words}</bdi>
            {becomes}
            {why.map(|why| view! { " " <small class="muted">{why}</small> })}
        </li>
    }
    .into_any()
}

fn words_of(item: &MergeItem, value: &str) -> String {
    let name = item.name.as_str();
    let number = || value.parse::<u64>().unwrap_or_default();
    match item.part {
        MergePart::Address => t::address(value),
        MergePart::Role => t::role(&words::role_of(value).map(words::role).unwrap_or_default()),
        MergePart::Rights => t::rights().to_owned(),
        MergePart::Seat => t::seat(
            name,
            match value {
                "accepted" => t::held(),
                "invited" => t::reserved(),
                "ended" | "lapsed" => t::ended(),
                "by_role" => t::by_role(),
                _ => t::suspended(),
            },
        ),
        MergePart::Queue => t::queue(name),
        MergePart::Team if value == "leader" => t::leader(name),
        MergePart::Team => t::team(name),
        MergePart::ExternalId => t::id(name),
        MergePart::Field => format!(
            "{name}: {}",
            match value {
                "yes" => t::yes(),
                "no" => t::no(),
                value => value,
            }
        ),
        MergePart::Profile => match item.id.as_str() {
            "job_title" => t::job_title(value),
            "phone" => t::phone(value),
            "links" => t::links(value),
            _ => t::time_zone(value),
        },
        MergePart::Photo => t::photo().to_owned(),
        MergePart::Company if value.is_empty() => t::no_company().to_owned(),
        MergePart::Company => t::company(value),
        MergePart::Connection => t::connection(words::provider(name), value),
        MergePart::Domain => t::domain(name),
        MergePart::Appointments => t::appointments(number()),
        MergePart::CoachingPlans => t::plans(number()),
        MergePart::Notice => t::notice().to_owned(),
        MergePart::SignIns => t::sign_ins().to_owned(),
        MergePart::Invitation => t::invitation().to_owned(),
        MergePart::Sessions => t::sessions().to_owned(),
        MergePart::Token => t::token(name),
        MergePart::Import => t::import(name),
    }
}

fn why_words(item: &MergeItem, why: MergeWhy) -> &'static str {
    let gains = item.outcome == MergeOutcome::Gains;
    let takes = matches!(item.theirs.as_deref(), Some("accepted" | "invited"));
    match why {
        MergeWhy::HasOne if item.part == MergePart::Seat && takes => t::seat_freed(),
        MergeWhy::HasOne => t::has_one(),
        MergeWhy::OwnAccount => t::own_account(),
        MergeWhy::OwnRole => t::own_role(),
        MergeWhy::NeverGranted => t::never_granted(),
        MergeWhy::RoleSeat => t::role_seat(),
        MergeWhy::NotInvited => t::not_invited(),
        MergeWhy::Deactivated if gains => t::deactivated_later(),
        MergeWhy::Deactivated => t::deactivated(),
        MergeWhy::Ended if gains => t::ended_later(),
        MergeWhy::Ended => t::ended_lost(),
        MergeWhy::NoCustomer => t::no_customer(),
        MergeWhy::NoAuthority if item.part == MergePart::Domain => t::no_authority(),
        MergeWhy::NoAuthority if item.part == MergePart::Seat && takes => t::no_right_to_seat(),
        MergeWhy::NoAuthority => t::no_right(),
        MergeWhy::NotAccepted => t::not_accepted(),
        MergeWhy::EndsAlong => t::ends_along(),
    }
}

/// The consequence in words, and the press.
fn footer(seen: Memo<Option<MergePreview>>, close: Callback<()>, go: Callback<()>) -> AnyView {
    let consequence = move || {
        seen.get().map(|seen| format!("{} {}", t::consequence(&seen.ends.email), basics::cannot_undo()))
    };
    let press = move || {
        seen.get().map(|seen| {
            view! {
                <button type="button" class="button danger" on:click=move |_| go.run(())>
                    {t::confirm(&seen.ends.email)}
                </button>
            }
        })
    };
    view! {
        <span class="muted">{consequence}</span>
        <div class="actions">
            <button type="button" class="button" on:click=move |_| close.run(())>
                {basics::cancel()}
            </button>
            {press}
        </div>
    }
    .into_any()
}

/// What is said on the page of a record that was merged into another.
pub fn went_up(member: &Member) -> Option<AnyView> {
    member.merged_into.as_ref().map(|one| t::into(link(one.id, &one.name)))
}

/// The records that were merged into this one.
pub fn fact(member: &Member) -> Option<AnyView> {
    let one = |(at, one): (usize, &shared::api::Named<MemberId>)| {
        view! {
            {(at > 0).then_some(", ")}
            {link(one.id, &one.name)}
        }
    };
    (!member.merged.is_empty()).then(|| {
        view! {
            <dt>{t::merged()}</dt>
            <dd>{member.merged.iter().enumerate().map(one).collect_view()}</dd>
        }
        .into_any()
    })
}

fn link(id: MemberId, name: &str) -> AnyView {
    view! {
        <a href=format!("/people/{id}")>
            <bdi>{name.to_owned()}</bdi>
        </a>
    }
    .into_any()
}
