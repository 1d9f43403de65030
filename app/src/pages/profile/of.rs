//! What a person tells about themselves, on their page: face, contact data, links, local time; and the photo's dialog for
//! who may change it.

use leptos::prelude::*;
use shared::access::Permission;
use shared::api::profile::Profile;
use shared::id::MemberId;
use shared::profile::is_link;

use super::photo;
use crate::acts;
use crate::api::{self, Query};
use crate::components::{Item, Outcome, face, say};
use crate::format;
use crate::i18n::text::profile as t;
use crate::router::{self, Step};
use crate::session::{may, me};

fn address(id: MemberId) -> String {
    format!("/api/v1/members/{id}/photo")
}

/// The profile of a member, read anew when something is written.
pub fn query(id: MemberId) -> Query<Profile> {
    api::query::<Profile>(move || Some(format!("/api/v1/members/{id}/profile")))
}

/// Their photo, or their initials.
pub fn portrait(id: MemberId, name: Signal<String>, found: Query<Profile>) -> AnyView {
    let photo = Memo::new(move |_| found.data.with(|it| it.as_ref().and_then(|it| it.photo.clone())));
    let address = move || photo.get().map(|version| format!("{}?v={version}", address(id)));
    view! { {move || face(&name.get(), address(), "face large")} }.into_any()
}

/// Contact data as terms and descriptions; nothing that is not told.
pub fn facts(found: Query<Profile>) -> AnyView {
    let facts = move || {
        let told = found.data.get()?;
        let fact = |term: &'static str, text: String| {
            (!text.is_empty()).then(|| {
                view! {
                    <dt>{term}</dt>
                    <dd>
                        <bdi>{text}</bdi>
                    </dd>
                }
            })
        };
        let number: String =
            told.phone.chars().filter(|letter| letter.is_ascii_digit() || *letter == '+').collect();
        let phone = (!told.phone.is_empty()).then(|| {
            view! {
                <dt>{t::phone()}</dt>
                <dd>
                    <a href=format!("tel:{number}")>{told.phone.clone()}</a>
                </dd>
            }
        });
        let link = |link: &String| {
            // What leads elsewhere says its site; the rest is in its address.
            let words = link.trim_start_matches("https://").trim_end_matches('/').to_owned();
            view! {
                <li>
                    <a href=link.clone() target="_blank" rel="noopener noreferrer nofollow me">
                        <bdi>{words}</bdi>
                    </a>
                </li>
            }
        };
        let links: Vec<_> = told.links.iter().filter(|link| is_link(link)).map(link).collect();
        let links = (!links.is_empty()).then(|| {
            view! {
                <dt>{t::links()}</dt>
                <dd>
                    <ul class="pointers">{links}</ul>
                </dd>
            }
        });
        let zone = told.time_zone.as_ref().map(|zone| {
            let there = format::time_in(zone).map(|time| t::local_time(&time));
            view! {
                <dt>{t::time_zone()}</dt>
                <dd>{zone.clone()} " " <span class="faint">{there}</span></dd>
            }
        });
        Some(view! { {fact(t::job_title(), told.job_title.clone())} {phone} {links} {zone} })
    };
    view! { {facts} }.into_any()
}

/// What can be done to the photo, for the page's menu.
pub fn items(id: MemberId, found: Query<Profile>) -> Vec<Item> {
    if !may(Permission::EditMembers) {
        return Vec::new();
    }
    let go = move || router::go(&format!("/people/{id}/photo"), Step::Push);
    let mut items = vec![Item::run("person", t::photo_change(), go)];
    if found.data.with_untracked(|it| it.as_ref().is_some_and(|it| it.photo.is_some())) {
        items.push(Item::run("minus", t::photo_remove(), move || {
            acts::perform(async move { api::remove_photo(&address(id)).await }, move |profile| {
                told(id, profile);
                say(Outcome::done(t::photo_removed()));
            });
        }));
    }
    items
}

/// One's own photo stands in the rail as well.
fn told(id: MemberId, profile: Profile) {
    if me().now().member == Some(id) {
        me().show_photo(profile.photo);
    }
}

/// The dialog, while its address is open.
pub fn over_person(id: MemberId) -> AnyView {
    let place = router::place();
    let path = format!("/people/{id}/photo");
    let open = Memo::new(move |_| place.with(|place| place.path == path));
    let close = Callback::new(move |()| router::go(&format!("/people/{id}"), Step::Push));
    let done = Callback::new(move |profile| told(id, profile));
    view! {
        {move || (open.get() && may(Permission::EditMembers)).then(|| photo::dialog(address(id), close, done))}
    }
    .into_any()
}
