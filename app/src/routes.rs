//! Which page an address shows, and what one must be allowed to do to see it.
//! Dialogs with addresses of their own stand over their page, so the page stays as it is beneath them.

use core::future::Future;

use leptos::prelude::*;
use leptos::reactive::computed::ScopedFuture;
use leptos::task::spawn_local;
use shared::access::Permission;
use shared::id::{InvitationId, LicenseId, MemberId};

use crate::pages::{self, parts};
use crate::router;
use crate::session::me;

/// A page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Page {
    /// What is going on.
    Home,
    /// Everybody, and the dialog that invites.
    People,
    /// One member.
    Person(MemberId),
    /// Invitations and what became of them.
    Invitations,
    /// One invitation.
    Invitation(InvitationId),
    /// Licenses, and the dialog that creates one.
    Licenses,
    /// One license with its tabs.
    License(LicenseId),
    /// The audit log.
    Activity,
    /// API tokens, and the dialog that makes one.
    Tokens,
    /// The signed-in person's own.
    Account,
    /// No such page.
    Missing,
}

impl Page {
    /// The page at a path.
    pub fn at(path: &str) -> Self {
        let mut parts = path.trim_matches('/').split('/');
        let (first, second, third) = (parts.next().unwrap_or_default(), parts.next(), parts.next());
        let page = match (first, second, third) {
            ("", None, None) => Some(Self::Home),
            ("people", None | Some("invite"), None) => Some(Self::People),
            ("people", Some(id), None) => id.parse().ok().map(Self::Person),
            ("invitations", None, None) => Some(Self::Invitations),
            ("invitations", Some(id), None) => id.parse().ok().map(Self::Invitation),
            ("licenses", None | Some("new"), None) => Some(Self::Licenses),
            ("licenses", Some(id), None | Some("assign" | "ledger" | "settings")) => {
                id.parse().ok().map(Self::License)
            }
            ("activity", None, None) => Some(Self::Activity),
            ("developers", None, None) | ("developers", Some("tokens"), None | Some("new")) => {
                Some(Self::Tokens)
            }
            ("account", None, None) => Some(Self::Account),
            _ => None,
        };
        page.unwrap_or(Self::Missing)
    }

    /// What one must be allowed to do to see it.
    pub const fn needs(self) -> Option<Permission> {
        match self {
            Self::People | Self::Person(_) => Some(Permission::ReadMembers),
            Self::Invitations | Self::Invitation(_) => Some(Permission::ReadInvitations),
            Self::Licenses | Self::License(_) => Some(Permission::ReadLicenses),
            Self::Activity => Some(Permission::ReadEvents),
            Self::Tokens => Some(Permission::ManageTokens),
            Self::Home | Self::Account | Self::Missing => None,
        }
    }

    /// The page's view.
    fn view(self) -> AnyView {
        if let Some(needed) = self.needs()
            && !me().may(needed)
        {
            return pages::refused();
        }
        match self {
            Self::Home => pages::home(),
            Self::Missing => pages::missing(),
            beyond => loaded(parts::beyond_home(beyond)),
        }
    }
}

/// Shows a page once its part of the wasm is there; the page belongs to the place where it is shown.
fn loaded(page: impl Future<Output = AnyView> + 'static) -> AnyView {
    let ready = RwSignal::new_local(None::<AnyView>);
    let page = ScopedFuture::new(page);
    spawn_local(async move {
        let page = page.await;
        let _ = ready.try_set(Some(page));
    });
    view! {
        {move || {
            ready.track();
            ready.try_update_untracked(Option::take).flatten()
        }}
    }
    .into_any()
}

/// The page that is open, followed.
pub fn page() -> Memo<Page> {
    let place = router::place();
    Memo::new(move |_| place.with(|place| Page::at(&place.path)))
}

/// Shows the page that is open, and tells the next head that the page changed.
#[component]
pub fn Pages() -> AnyView {
    let page = page();
    let first = StoredValue::new(true);
    view! {
        {move || {
            let page = page.get();
            if !first.get_value() {
                crate::components::moved();
                crate::components::age();
            }
            first.set_value(false);
            page.view()
        }}
    }
    .into_any()
}
