//! Who is selected: people one by one, or all that the filters find but some.

use leptos::prelude::*;
use shared::api::bulk::BulkTarget;
use shared::api::members::{Member, MemberFilter};
use shared::id::MemberId;
use shared::member::MemberStatus;

use crate::router;
use crate::words;

/// The selection.
#[derive(Clone, Copy)]
pub struct Selection {
    /// Those who were chosen one by one.
    pub chosen: RwSignal<Vec<Member>>,
    /// How many the filters find, once all of them are selected.
    pub all: RwSignal<Option<u32>>,
    /// Of all, those who are not.
    except: RwSignal<Vec<MemberId>>,
}

impl Selection {
    /// Nobody.
    pub fn new() -> Self {
        Self {
            chosen: RwSignal::new(Vec::new()),
            all: RwSignal::new(None),
            except: RwSignal::new(Vec::new()),
        }
    }

    /// How many are selected; followed.
    pub fn count(self) -> u64 {
        match self.all.get() {
            Some(all) => u64::from(all) - self.except.with(Vec::len) as u64,
            None => self.chosen.with(Vec::len) as u64,
        }
    }

    /// Whether somebody is; followed.
    pub fn has(self, id: MemberId) -> bool {
        if self.all.get().is_some() {
            return self.except.with(|except| !except.contains(&id));
        }
        self.chosen.with(|chosen| chosen.iter().any(|it| it.id == id))
    }

    /// Selects somebody or no longer.
    pub fn set(self, member: &Member, on: bool) {
        if self.all.get_untracked().is_some() {
            self.except.update(|except| {
                except.retain(|id| *id != member.id);
                if !on {
                    except.push(member.id);
                }
            });
            return;
        }
        self.chosen.update(|chosen| {
            chosen.retain(|it| it.id != member.id);
            if on {
                chosen.push(member.clone());
            }
        });
    }

    /// Selects all that the filters find: so many.
    pub fn take_all(self, people: u32) {
        self.except.set(Vec::new());
        self.all.set(Some(people));
    }

    /// Selects nobody.
    pub fn clear(self) {
        self.all.set(None);
        self.except.set(Vec::new());
        self.chosen.set(Vec::new());
    }

    /// The selection as the API takes it.
    pub fn target(self) -> BulkTarget {
        let Some(all) = self.all.get_untracked() else {
            return BulkTarget::Members(
                self.chosen.with_untracked(|all| all.iter().map(|it| it.id).collect()),
            );
        };
        let except = self.except.get_untracked();
        let expected = Some(all.saturating_sub(u32::try_from(except.len()).unwrap_or(u32::MAX)));
        BulkTarget::Matching { filter: filter(), except, expected }
    }
}

/// The filters of the address.
fn filter() -> MemberFilter {
    let value = |name| Some(router::query_now(name)).filter(|value: &String| !value.is_empty());
    MemberFilter {
        search: value("q"),
        status: value("status").and_then(|status| status_of(&status)),
        roles: value("role").iter().flat_map(|roles| roles.split(',')).filter_map(words::role_of).collect(),
        license: value("license").and_then(|id| id.parse().ok()),
        team: value("team").and_then(|id| id.parse().ok()),
    }
}

fn status_of(text: &str) -> Option<MemberStatus> {
    use MemberStatus::{Active, Disabled, Pending, Removed};
    [Pending, Active, Disabled, Removed].into_iter().find(|status| status.as_str() == text)
}
