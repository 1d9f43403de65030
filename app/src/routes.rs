//! Which page an address shows, and what one must be allowed to do to see it.
//! Dialogs with addresses of their own stand over their page, so the page stays as it is beneath them.

use leptos::prelude::*;
use leptos::reactive::computed::ScopedFuture;
use leptos::task::spawn_local;
use shared::access::{Permission, Role};
use shared::id::{CompanyId, ImportId, InvitationId, LicenseId, MemberId, ServiceId, TeamId};

use crate::api::Failure;
use crate::components::{Failed, Patient};
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
    /// Teams, and the dialog that makes one.
    Teams,
    /// One team with its people.
    Team(TeamId),
    /// Companies, and the dialog that makes one.
    Companies,
    /// One company with its customers.
    Company(CompanyId),
    /// Adoption, and what programs measure.
    Insights,
    /// Charts of adoption, which stand on Home and have no address of their own.
    Adoption,
    /// The people of the teams that one leads.
    MyTeam,
    /// One of them.
    Teammate(MemberId),
    /// One's own performance and coaching plans.
    Performance,
    /// Roles side by side, and the dialog that makes one.
    Roles,
    /// One role with its rights.
    Role(Role),
    /// Services, and the dialog that makes one.
    Services,
    /// One service with its people and appointments.
    Service(ServiceId),
    /// Invitations and what became of them.
    Invitations,
    /// One invitation.
    Invitation(InvitationId),
    /// Imports, and the plan of a file.
    Imports,
    /// One import.
    Import(ImportId),
    /// Licenses, and the dialog that creates one.
    Licenses,
    /// One license with its tabs.
    License(LicenseId),
    /// Licenses by what they license, whom to ask about them, and the dialog that names that person.
    Subscriptions,
    /// Packages and products, and the dialogs that make and change them.
    Packages,
    /// Who is connected to which meeting provider, and the dialog that connects those who match.
    Connections,
    /// Accounts at meeting providers, and the dialogs that add them.
    Accounts,
    /// Ids of people in other systems, and the dialog that brings a file of them.
    ExternalIds,
    /// The audit log.
    Activity,
    /// API tokens, and the dialog that makes one.
    Tokens,
    /// Mail domains, and the dialogs that name one and make a domain admin.
    Domains,
    /// Fields that the organization adds to its people, and the dialogs that make and edit one.
    Fields,
    /// Which notices are wanted.
    Notices,
    /// The signed-in person's own.
    Account,
    /// The signed-in person's profile, and the dialog that crops their photo.
    Profile,
    /// The signed-in person's license invites, and their licenses.
    LicenseInvites,
    /// The signed-in person's own connections.
    MyConnections,
    /// The signed-in person's own addresses.
    MyEmails,
    /// The organizations they are in.
    Organizations,
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
            (
                "people",
                Some(id),
                None | Some("teams" | "company" | "permissions" | "fields" | "photo" | "merge" | "erase"),
            ) => id.parse().ok().map(Self::Person),
            ("teams", None | Some("new"), None) => Some(Self::Teams),
            ("teams", Some(id), None | Some("add" | "rename")) => id.parse().ok().map(Self::Team),
            ("companies", None | Some("new"), None) => Some(Self::Companies),
            ("companies", Some(id), None | Some("edit")) => id.parse().ok().map(Self::Company),
            ("insights", None, None) => Some(Self::Insights),
            ("my-team", None, None) => Some(Self::MyTeam),
            ("my-team", Some(id), None) => id.parse().ok().map(Self::Teammate),
            ("me", Some("performance"), _) => Some(Self::Performance),
            ("services", None | Some("new"), None) => Some(Self::Services),
            ("services", Some(id), None | Some("edit" | "appointment")) => id.parse().ok().map(Self::Service),
            ("roles", None | Some("new"), None) => Some(Self::Roles),
            ("roles", Some(role), None | Some("delete")) => role.parse().ok().map(Self::Role),
            ("invitations", None, None) => Some(Self::Invitations),
            ("invitations", Some(id), None) => id.parse().ok().map(Self::Invitation),
            ("imports", None, None) => Some(Self::Imports),
            ("imports", Some(id), None) => id.parse().ok().map(Self::Import),
            ("licenses", None | Some("new"), None) => Some(Self::Licenses),
            (
                "licenses",
                Some(id),
                None | Some("assign" | "keys" | "ledger" | "methods" | "queue" | "renew" | "settings"),
            ) => id.parse().ok().map(Self::License),
            ("subscriptions", None | Some("contact"), None) => Some(Self::Subscriptions),
            ("packages", None | Some(_), None) | ("packages", Some("products"), Some(_)) => {
                Some(Self::Packages)
            }
            ("connections", None | Some("match"), None) => Some(Self::Connections),
            ("connections", Some("accounts"), None | Some("new" | "paste")) => Some(Self::Accounts),
            ("external-ids", None | Some("import"), None) => Some(Self::ExternalIds),
            ("settings", Some("fields"), _) => Some(Self::Fields),
            ("settings", Some("domains"), _) => Some(Self::Domains),
            ("activity", None, None) => Some(Self::Activity),
            ("developers", None, None) | ("developers", Some("tokens"), None | Some("new")) => {
                Some(Self::Tokens)
            }
            ("settings", Some("notices"), None) => Some(Self::Notices),
            ("account", None, None) => Some(Self::Account),
            ("account", Some("profile"), None | Some("photo")) => Some(Self::Profile),
            ("account", Some("license-invites"), None) => Some(Self::LicenseInvites),
            ("account", Some("connections"), None) => Some(Self::MyConnections),
            ("account", Some("emails"), None) => Some(Self::MyEmails),
            ("organizations", None | Some("new"), None) => Some(Self::Organizations),
            _ => None,
        };
        page.unwrap_or(Self::Missing)
    }

    /// What one must be allowed to do to see it.
    pub const fn needs(self) -> Option<Permission> {
        match self {
            Self::People
            | Self::Person(_)
            | Self::Teams
            | Self::Team(_)
            | Self::Companies
            | Self::Company(_)
            | Self::Services
            | Self::Service(_)
            | Self::ExternalIds
            | Self::Roles
            | Self::Role(_) => Some(Permission::ReadMembers),
            Self::Invitations | Self::Invitation(_) | Self::Imports | Self::Import(_) => {
                Some(Permission::ReadInvitations)
            }
            Self::Licenses
            | Self::License(_)
            | Self::Subscriptions
            | Self::Packages
            | Self::Notices
            | Self::Connections
            | Self::Accounts => Some(Permission::ReadLicenses),
            Self::Insights | Self::Adoption => Some(Permission::ReadInsights),
            Self::MyTeam | Self::Teammate(_) => Some(Permission::ReadTeamInsights),
            Self::Performance => Some(Permission::ReadOwnInsights),
            Self::Fields => Some(Permission::EditMembers),
            Self::Domains => Some(Permission::ManageDomains),
            Self::Activity => Some(Permission::ReadEvents),
            Self::Tokens => Some(Permission::ManageTokens),
            Self::Home
            | Self::Account
            | Self::Profile
            | Self::LicenseInvites
            | Self::MyConnections
            | Self::MyEmails
            | Self::Organizations
            | Self::Missing => None,
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
            beyond => loaded(beyond),
        }
    }
}

/// Where the part of the wasm is that a page is in.
enum Part {
    Waiting,
    Here(AnyView),
    Missing,
}

/// Shows a page once its part of the wasm is there, or says that it isn't and tries again; the page belongs to the
/// place where it is shown.
pub fn loaded(page: Page) -> AnyView {
    let part = RwSignal::new_local(Part::Waiting);
    let place = Owner::current().unwrap_or_default();
    let load = Callback::new(move |()| {
        let view = place.with(|| ScopedFuture::new(parts::beyond_home(page)));
        part.set(Part::Waiting);
        spawn_local(async move {
            let _ = part.try_set(view.await.map_or(Part::Missing, Part::Here));
        });
    });
    load.run(());
    let bones =
        Callback::new(|()| view! { <span class="bone w"></span> <span class="bone n"></span> }.into_any());
    view! {
        {move || {
            part.track();
            match part.try_update_untracked(|part| core::mem::replace(part, Part::Waiting)) {
                Some(Part::Here(view)) => view,
                Some(Part::Missing) => view! { <Failed failure=Failure::Unreachable retry=load /> }.into_any(),
                Some(Part::Waiting) | None => view! { <Patient bones=bones retry=load /> }.into_any(),
            }
        }}
    }
    .into_any()
}

/// Fetches what the other pages need while nobody waits; whoever comes first gets it from here.
fn load_ahead() {
    let fetch = || {
        spawn_local(async {
            // Whoever needs it will try again, and tell.
            let _ = parts::load_ahead().await;
        });
    };
    set_timeout(fetch, core::time::Duration::from_secs(2));
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
    load_ahead();
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
