//! Who is signed in and what they may do: read once when the console starts, then known to all of it, also to what runs
//! after an answer came.
//! The Worker decides each act anew; this only says what to show.

use core::cell::Cell;

use leptos::prelude::*;
use shared::access::{Permission, Permissions, Role, Roles};
use shared::api::session::Session;

/// The session of this page.
#[derive(Clone, Copy)]
pub struct Me {
    session: RwSignal<Session>,
}

thread_local! {
    static ME: Cell<Option<Me>> = const { Cell::new(None) };
}

/// Takes the session that the Worker answered with.
pub fn start(session: Session) {
    ME.set(Some(Me { session: RwSignal::new(session) }));
}

impl Me {
    /// The session, followed.
    pub fn session(self) -> Session {
        self.session.get()
    }

    /// The session as it is now.
    pub fn now(self) -> Session {
        self.session.get_untracked()
    }

    /// Whether the signed-in person may do it.
    pub fn may(self, permission: Permission) -> bool {
        self.session.with_untracked(|session| session.permissions.contains(&permission))
    }

    /// All that the person may do.
    pub fn permissions(self) -> Permissions {
        self.session.with_untracked(|session| Permissions::of(&session.permissions))
    }

    /// The roles that the person may give.
    pub fn roles(self) -> Vec<Role> {
        let (held, roles) = (self.permissions(), self.all_roles());
        roles.all().filter(|role| roles.may_grant(held, *role).is_ok()).collect()
    }

    /// Whether the person may give a role; the link of an invitation is shown only then.
    pub fn may_give(self, role: Role) -> bool {
        self.all_roles().may_grant(self.permissions(), role).is_ok()
    }

    /// Every role of the organization, the built-in ones first.
    pub fn all_roles(self) -> Roles {
        self.session.with_untracked(|session| Roles::new(session.roles.clone()))
    }

    /// The name of a role that the organization made.
    pub fn role_name(self, role: Role) -> Option<String> {
        let id = role.custom()?;
        self.session.with_untracked(|session| {
            let found = session.roles.iter().find(|custom| custom.id == id);
            found.map(|custom| custom.name.clone())
        })
    }

    /// Reads the session anew, and then the screen: roles changed, or what oneself may do.
    pub fn read_again(self) {
        leptos::task::spawn_local(async move {
            if let Ok(session) = crate::api::session().await {
                self.session.set(session);
                crate::api::written();
            }
        });
    }

    /// My photo changed.
    pub fn show_photo(self, photo: Option<String>) {
        self.session.update(|session| session.photo = photo);
    }

    /// My name changed.
    pub fn rename(self, name: String) {
        self.session.update(|session| {
            if let Some(user) = &mut session.user {
                user.name = name;
            }
        });
    }
}

/// The session of this page. Nothing that asks is shown before there is one.
#[expect(clippy::expect_used, reason = "the page shows nothing before it knows the session")]
pub fn me() -> Me {
    ME.get().expect("the session is known")
}

/// Whether the signed-in person may do it.
pub fn may(permission: Permission) -> bool {
    me().may(permission)
}
