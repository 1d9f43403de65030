//! My profile: photo, name, contact data, links, time zone, language, and the fields that my organization adds. Over it
//! the dialog that crops a photo.

mod form;
pub mod of;
pub mod photo;

use leptos::prelude::*;
use shared::api::profile::Profile;

use super::fields;
use crate::acts;
use crate::api;
use crate::components::{Failed, Head, Outcome, Patient, face, say};
use crate::i18n::text::{nav, profile as t};
use crate::router::{self, Step};
use crate::session::me;

const HERE: &str = "/account/profile";
const MY_PHOTO: &str = "/api/v1/me/photo";

/// The page.
pub fn profile() -> AnyView {
    let found = api::query::<Profile>(|| Some("/api/v1/me/profile".to_owned()));
    let retry = Callback::new(move |()| found.retry());
    let there = Memo::new(move |_| found.data.with(Option::is_some));
    let failure = move || if there.get() { None } else { found.failure.get() };
    let place = router::place();
    let cropping = Memo::new(move |_| place.with(|place| place.path == "/account/profile/photo"));
    let close = Callback::new(|()| router::go(HERE, Step::Push));
    let done = Callback::new(move |profile: Profile| me().show_photo(profile.photo));
    let dialog =
        move || (cropping.get() && there.get()).then(|| photo::dialog(MY_PHOTO.to_owned(), close, done));
    let content = move || match (there.get(), failure()) {
        (false, Some(failure)) => view! { <Failed failure=failure retry=retry /> }.into_any(),
        (false, None) => {
            let bones = Callback::new(|()| view! { <span class="bone w"></span> }.into_any());
            view! { <Patient bones=bones retry=retry /> }.into_any()
        }
        // The form keeps what is typed while the rest of the page is read anew.
        (true, _) => view! {
            <div class="narrow pile">
                {move || found.data.get().map(|profile| portrait(&profile))}
                {found.data.get_untracked().map(form::form)} {fields::of::own()}
            </div>
            {dialog}
        }
        .into_any(),
    };
    let lede = view! { <p class="lede">{me().now().user.map(|user| user.email.to_string())}</p> };
    view! {
        <Head title=t::title().to_owned() crumb=("/account", nav::account()) lede=lede.into_any() />
        {content}
    }
    .into_any()
}

fn portrait(profile: &Profile) -> AnyView {
    let photo = profile.photo.as_ref().map(|version| format!("{MY_PHOTO}?v={version}"));
    let remove = photo.is_some().then(|| {
        let press = move |_| {
            acts::perform(api::remove_photo(MY_PHOTO), |profile| {
                me().show_photo(profile.photo);
                say(Outcome::done(t::photo_removed()));
            });
        };
        view! {
            <button class="button quiet" on:click=press>
                {t::photo_remove()}
            </button>
        }
    });
    view! {
        <section class="part portrait" aria-label=t::photo()>
            {face(&profile.name, photo, "face large")}
            <div class="actions">
                <a class="button" href="/account/profile/photo">
                    {t::photo_change()}
                </a>
                {remove}
            </div>
        </section>
    }
    .into_any()
}
