//! Invitations: who was invited, how the mail fares, what became of it.

use leptos::prelude::*;
use shared::access::{Permission, Role};
use shared::api::Page;
use shared::api::invitations::{ChangeInvitation, Invitation, InvitationCounts};
use shared::invitation::InvitationStatus;

use super::people::chips_of;
use super::people_chips;
use crate::acts;
use crate::api;
use crate::components::{
    Badge, Clear, Column, Empty, Head, Item, List, Outcome, Pick, Search, Tab, Tabs, badge, dots_menu, say,
    small_face, time,
};
use crate::i18n::text::{acts as a, basics, invitations as t, seats, status};
use crate::router;
use crate::session::{may, me};
use crate::words;

/// The filters, by their names in the address.
const FILTERS: &[&str] = &["q", "delivery", "attention"];

/// The page.
pub fn invitations() -> AnyView {
    let (q, status_of, delivery, cursor) =
        (router::query("q"), router::query("status"), router::query("delivery"), router::query("cursor"));
    let attention = router::query("attention");
    // Who asks again, whatever became of their invitation, stands in no tab of its own.
    let status_now = Memo::new(move |_| match (status_of.get().as_str(), attention.get().as_str()) {
        ("", "requested") => String::new(),
        ("", _) => "pending".to_owned(),
        (other, _) => other.to_owned(),
    });
    let list = api::query::<Page<Invitation>>(move || {
        let (q, status, delivery, cursor) = (q.get(), status_now.get(), delivery.get(), cursor.get());
        let attention = attention.get();
        let filters = [
            ("q", q.as_str()),
            ("status", status.as_str()),
            ("delivery", delivery.as_str()),
            ("attention", attention.as_str()),
            ("cursor", cursor.as_str()),
        ];
        Some(api::page("invitations", &filters))
    });
    let counts = api::query::<InvitationCounts>(|| Some("/api/v1/invitations/counts".to_owned()));
    let rows = Callback::new(move |()| {
        list.data.get().map(|page| page.items).unwrap_or_default().into_iter().map(row).collect()
    });
    let deliveries = [("queued", status::queued()), ("sent", status::sent()), ("bounced", status::bounced())];
    let deliveries: Vec<_> =
        deliveries.into_iter().map(|(value, word)| (value.to_owned(), word.to_owned())).collect();
    let waits = [("requested", t::asked_again()), ("ends_soon", t::ends_soon())];
    let waits: Vec<_> = waits.into_iter().map(|(value, word)| (value.to_owned(), word.to_owned())).collect();
    let actions = may(Permission::ManageInvitations).then(|| invite_button("button primary"));
    view! {
        <Head title=t::title().to_owned() actions=actions.into_any() />
        <Tabs label=basics::status() tabs=Callback::new(move |()| {
            router::place().track();
            tabs(&status_now.get(), counts.data.get())
        }) />
        <div class="listing">
            <div class="strip">
                <div class="filters" role="search">
                    <Search label=t::search() placeholder=basics::name_or_email() />
                    <Pick label=t::mail() name="delivery" options=Signal::stored(deliveries) />
                    <Pick label=t::attention() name="attention" options=Signal::stored(waits) />
                    <Clear names=FILTERS />
                </div>
            </div>
            <List
                caption=t::title()
                columns=columns()
                state=list.into()
                rows=rows
                empty=Callback::new(move |()| empty(&status_now.get_untracked()))
                foot=Callback::new(move |rows: usize| t::foot(rows as u64))
            />
        </div>
    }
    .into_any()
}

fn invite_button(class: &'static str) -> AnyView {
    view! {
        <a class=class href="/people/invite">
            {crate::i18n::text::people::invite()}
        </a>
    }
    .into_any()
}

fn columns() -> Vec<Column> {
    vec![
        ("", basics::name()),
        ("w7", basics::role()),
        ("w12 p3", basics::licenses()),
        ("w8 p2", t::mail()),
        ("w9", basics::status()),
        ("w9 p4", t::invited_by()),
        ("w7", t::until()),
        ("dots", ""),
    ]
}

fn tabs(now: &str, counts: Option<InvitationCounts>) -> Vec<Tab> {
    let tab = |value: &'static str, word, count: fn(InvitationCounts) -> u32| Tab {
        href: router::with("/invitations", &[("status", value), ("attention", ""), ("cursor", "")]),
        word,
        count: counts.map(count),
        current: now == value,
    };
    vec![
        tab("pending", t::tab_pending(), |counts| counts.pending),
        tab("accepted", t::tab_accepted(), |counts| counts.accepted),
        tab("declined", t::tab_declined(), |counts| counts.declined),
        tab("expired", t::tab_expired(), |counts| counts.expired),
        tab("canceled", t::tab_canceled(), |counts| counts.canceled),
    ]
}

/// How the invited person is called.
pub fn called(invitation: &Invitation) -> String {
    if invitation.name.is_empty() { invitation.email.to_string() } else { invitation.name.clone() }
}

fn row(invitation: Invitation) -> AnyView {
    let (id, name) = (invitation.id, called(&invitation));
    let named = !invitation.name.is_empty();
    let licenses: Vec<_> = invitation.licenses.iter().map(|license| license.name.clone()).collect();
    // A license is named as kept only while a seat on it is.
    let lost = invitation.status == InvitationStatus::Pending && invitation.seats == 0;
    let offered = if lost && !licenses.is_empty() {
        view! { <span title=seats::none_kept()>{chips_of("chip free", &licenses)}</span> }.into_any()
    } else {
        people_chips(&licenses)
    };
    // Of an invitation that ran out it matters more who wants another than how its mail fared.
    let asks = invitation.requested_at.is_some();
    let mail = if asks {
        view! { <span class="state queue">{t::asked_again()}</span> }.into_any()
    } else {
        badge(Some(Badge::of_delivery(invitation.delivery)))
    };
    let when = match invitation.answered_at {
        Some(at) => time(at),
        None => time(invitation.expires_at),
    };
    let standing = Badge::of_invitation(invitation.status, invitation.delivery);
    let label = basics::actions_for(&name);
    view! {
        <tr>
            <th scope="row" class="name faced">
                <a class="clip" href=format!("/invitations/{id}")>
                    <bdi>{name.clone()}</bdi>
                </a>
                {named.then(|| view! { <small class="clip">{invitation.email.to_string()}</small> })}
                {small_face(invitation.member, &name, invitation.photo.as_ref())}
            </th>
            <td class="m">{words::role(invitation.role)}</td>
            <td class="m p3">{offered}</td>
            <td class=if asks { "m p2" } else { "p2" }>{mail}</td>
            <td class="standing">{badge(Some(standing))}</td>
            <td class="p4">
                <bdi class="clip">{invitation.invited_by.clone()}</bdi>
            </td>
            <td class="m">{when}</td>
            <td class="dots">{dots_menu(label, move || menu(&invitation))}</td>
        </tr>
    }
    .into_any()
}

/// What can be done to an invitation.
pub fn menu(invitation: &Invitation) -> Vec<Item> {
    let (id, name) = (invitation.id, called(invitation));
    let mut items = vec![
        Item::go("activity", a::see_trail(), format!("/invitations/{id}")),
        Item::go("person", a::see_person(), format!("/people/{}", invitation.member)),
    ];
    if !may(Permission::ManageInvitations) {
        return items;
    }
    let again = name.clone();
    let resend = Item::run("mail", a::resend(), move || acts::resend(id, again.clone()));
    match invitation.status {
        InvitationStatus::Pending => {
            items.push(resend);
            let copied = name.clone();
            if me().may_give(invitation.role) {
                items.push(Item::run("copy", a::copy_link(), move || acts::copy_link(id, copied.clone())));
            }
            items.extend(role_items(invitation));
            let taken = invitation.seats;
            let frees = if taken == 0 { String::new() } else { seats::frees(u64::from(taken)) };
            let cancel = move || acts::cancel(id, name.clone(), u64::from(taken));
            items.push(Item::run("minus", a::cancel(), cancel).hint(frees).danger());
        }
        InvitationStatus::Expired => items.push(resend),
        _ => {}
    }
    items
}

/// Other roles to offer, while it is open.
fn role_items(invitation: &Invitation) -> Vec<Item> {
    let (id, now, name) = (invitation.id, invitation.role, called(invitation));
    let item = |role: Role| {
        let name = name.clone();
        Item::run("edit", a::offer_role(&words::role(role)), move || change_role(id, role, name.clone()))
    };
    me().roles().into_iter().filter(|role| *role != now).map(item).collect()
}

fn change_role(id: shared::id::InvitationId, role: Role, name: String) {
    let change = ChangeInvitation { role: Some(role), name: None };
    acts::perform(async move { api::change_invitation(id, &change).await }, move |_| {
        say(Outcome::done(a::role_offered(&name, &words::role(role))));
    });
}

fn empty(status: &str) -> AnyView {
    let filtered = FILTERS.iter().any(|name| !router::query_now(name).is_empty());
    if filtered {
        let actions = view! { <a class="button" href="/invitations">{basics::clear_all()}</a> };
        return view! { <Empty title=t::no_match() actions=actions.into_any() /> }.into_any();
    }
    if status == "pending" {
        let actions = may(Permission::ManageInvitations).then(|| invite_button("button"));
        return view! { <Empty title=t::none_open() text=t::none_open_text() seats=12 actions=actions.into_any() /> }
            .into_any();
    }
    view! { <Empty title=t::none_here() text=t::none_here_text() /> }.into_any()
}
