//! Which page an address shows, and what one must be allowed to do to see it.
//! Dialogs with addresses of their own stand over their page, so the page stays as it is beneath them.

use leptos::prelude::*;
use shared::access::Permission;
use shared::id::{InvitationId, LicenseId, MemberId};

use crate::pages;
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
            Self::People => pages::people(),
            Self::Person(id) => pages::person(id),
            Self::Invitations => pages::invitations(),
            Self::Invitation(id) => pages::invitation(id),
            Self::Licenses => pages::licenses(),
            Self::License(id) => pages::license(id),
            Self::Activity => pages::activity(),
            Self::Tokens => pages::tokens(),
            Self::Account => pages::account(),
            Self::Missing => pages::missing(),
        }
    }
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
