//! Who is selected among the people, as the API takes it.

use shared::api::bulk::BulkTarget;
use shared::api::members::{LastSignIn, Member, MemberFilter};
use shared::id::MemberId;
use shared::member::{MemberStatus, Source};

use crate::components::{Picked, Selectable};
use crate::router;
use crate::words;

/// Selected people.
pub type Selection = crate::components::Selection<Member>;

impl Selectable for Member {
    type Id = MemberId;

    fn id(&self) -> MemberId {
        self.id
    }
}

/// The selection as the API takes it.
pub fn target(selection: Selection) -> BulkTarget {
    match selection.picked() {
        Picked::These(ids) => BulkTarget::Members(ids),
        Picked::AllBut(except, count) => {
            BulkTarget::Matching { filter: filter(), except, expected: Some(count) }
        }
    }
}

/// The filters of the address.
fn filter() -> MemberFilter {
    let value = |name| Some(router::query_now(name)).filter(|value: &String| !value.is_empty());
    let names = |name, word: &str| router::query_now(name).split(',').any(|part| part == word);
    MemberFilter {
        search: value("q"),
        status: value("status").and_then(|status| status_of(&status)),
        roles: value("role").iter().flat_map(|roles| roles.split(',')).filter_map(words::role_of).collect(),
        license: value("license").and_then(|id| id.parse().ok()),
        team: value("team").and_then(|id| id.parse().ok()),
        company: value("company").and_then(|id| id.parse().ok()),
        sources: Source::ALL.into_iter().filter(|it| names("source", it.as_str())).collect(),
        last_sign_in: LastSignIn::ALL.into_iter().find(|it| names("last_sign_in", it.as_str())),
    }
}

fn status_of(text: &str) -> Option<MemberStatus> {
    use MemberStatus::{Active, Disabled, Pending, Removed};
    [Pending, Active, Disabled, Removed].into_iter().find(|status| status.as_str() == text)
}
