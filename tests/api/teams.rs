//! Teams: making them, who is in them, invitations that offer them; and that all of it is optional.

use serde_json::{Value, json};
use shared::Code;
use shared::access::Role;
use shared::api::Page;
use shared::api::events::Event;
use shared::api::invitations::{Outcome, RowResults};
use shared::api::members::Member;
use shared::api::teams::{JoinResults, Team, TeamMember};
use usher_tests::{Actor, Instance};

fn team(instance: &Instance, owner: &Actor, name: &str) -> Team {
    owner.post(instance, "/api/v1/teams", &json!({ "name": name })).json()
}

fn member(instance: &Instance, owner: &Actor, email: &str) -> Member {
    let page: Page<Member> = owner.get(instance, &format!("/api/v1/members?q={email}")).json();
    page.items.into_iter().find(|member| member.email.as_str() == email).unwrap()
}

/// covers: D6, D7, D9, C4
#[test]
fn teams_are_made_filled_led_renamed_and_deleted() {
    let (instance, owner) = Instance::set_up();
    Actor::joined(&instance, &owner, "ann@x.example", Role::Standard);
    let none: Page<Team> = owner.get(&instance, "/api/v1/teams").json();
    assert!(none.items.is_empty());
    let ann = member(&instance, &owner, "ann@x.example");
    let (north, south) = (team(&instance, &owner, "North"), team(&instance, &owner, "South"));
    let people = format!("/api/v1/teams/{}/members", north.id);
    let stranger = "mem_01h455vb4pex5vsknk084sn02q";
    let joined: JoinResults =
        owner.post(&instance, &people, &json!({ "members": [ann.id, stranger], "leader": true })).json();
    assert_eq!(joined.results.iter().map(|it| it.joined).collect::<Vec<_>>(), [true, false]);
    let path = format!("/api/v1/members/{}", ann.id);
    let changed: Member = owner.patch(&instance, &path, &json!({ "teams": [north.id, south.id] })).json();
    let teams: Vec<_> = changed.teams.iter().map(|team| (team.name.as_str(), team.leader)).collect();
    assert_eq!(teams, [("North", true), ("South", false)]);
    let found: Page<TeamMember> = owner.get(&instance, &format!("{people}?q=ANN")).json();
    assert!(found.items.len() == 1 && found.items[0].leader);
    let of_south: Page<Member> = owner.get(&instance, &format!("/api/v1/members?team={}", south.id)).json();
    assert_eq!(of_south.items.len(), 1);
    let renamed: Team =
        owner.patch(&instance, &format!("/api/v1/teams/{}", north.id), &json!({ "name": "Northern" })).json();
    assert_eq!((renamed.name.as_str(), renamed.members, renamed.leaders.len()), ("Northern", 1, 1));
    owner.delete(&instance, &format!("{people}/{}", ann.id)).expect(200);
    owner.delete(&instance, &format!("/api/v1/teams/{}", south.id)).expect(200);
    assert!(member(&instance, &owner, "ann@x.example").teams.is_empty());
    let events: Page<Event> =
        owner.get(&instance, &format!("/api/v1/events?target={}&kind=team.", ann.id)).json();
    let kinds: Vec<_> = events.items.iter().map(|event| event.kind.as_str()).collect();
    assert_eq!(kinds, ["team.left", "team.joined", "team.joined"]);
}

#[test]
fn joining_twice_is_joining_once_and_only_a_change_is_told() {
    let (instance, owner) = Instance::set_up();
    let (dana, north) =
        (member(&instance, &owner, "dana@northwind.example"), team(&instance, &owner, "North"));
    let people = format!("/api/v1/teams/{}/members", north.id);
    for leader in [Some(true), None, Some(true), Some(false)] {
        let body = json!({ "members": [dana.id, dana.id], "leader": leader });
        owner.post(&instance, &people, &body).expect(200);
    }
    let events: Page<Event> = owner.get(&instance, "/api/v1/events?kind=team.joined").json();
    assert_eq!(events.items.len(), 2, "joined as leader, led no more");
}

#[test]
fn a_name_is_taken_once_whatever_its_case() {
    let (instance, owner) = Instance::set_up();
    let north = team(&instance, &owner, "North");
    owner.post(&instance, "/api/v1/teams", &json!({ "name": " north " })).refused(Code::NameTaken);
    let south = team(&instance, &owner, "South");
    let path = format!("/api/v1/teams/{}", south.id);
    owner.patch(&instance, &path, &json!({ "name": "NORTH" })).refused(Code::NameTaken);
    owner.post(&instance, "/api/v1/teams", &json!({ "name": "" })).refused(Code::InvalidBody);
    let path = format!("/api/v1/teams/{}", north.id);
    owner.patch(&instance, &path, &json!({ "name": "NORTH" })).expect(200);
}

/// covers: C9, D1
#[test]
fn an_invitation_offers_teams_and_an_unknown_team_is_refused_in_its_row() {
    let (instance, owner) = Instance::set_up();
    let north = team(&instance, &owner, "North");
    let rows = json!({ "invitations": [
        { "email": "ann@x.example", "teams": [north.id] },
        { "email": "bo@x.example", "teams": ["team_01h455vb4pex5vsknk084sn02q"] },
        { "email": "dana@northwind.example", "teams": [north.id] },
    ] });
    let answer: RowResults = owner.post(&instance, "/api/v1/invitations", &rows).json();
    let outcomes: Vec<_> = answer.results.iter().map(|row| row.outcome).collect();
    assert_eq!(outcomes, [Outcome::Invited, Outcome::Refused, Outcome::Added]);
    assert_eq!(answer.results[1].code, Some(Code::NotFound));
    assert_eq!(member(&instance, &owner, "ann@x.example").teams[0].name, "North");
    Actor::joined_by_link(&instance, &instance.link("ann@x.example"));
    assert_eq!(member(&instance, &owner, "ann@x.example").teams[0].name, "North");
    let again: RowResults = owner.post(&instance, "/api/v1/invitations", &rows).json();
    assert_eq!(again.results[0].code, Some(Code::AlreadyMember));
}

#[test]
fn a_row_that_gets_no_seat_gets_no_team() {
    let (instance, owner) = Instance::set_up();
    Actor::joined(&instance, &owner, "ann@x.example", Role::Standard);
    let north = team(&instance, &owner, "North");
    let license: Value = owner
        .post(&instance, "/api/v1/licenses", &json!({ "name": "Kaia", "type": "school", "seats": 1 }))
        .json();
    let rows = json!({ "invitations": [
        { "email": "dana@northwind.example", "licenses": [license["id"]] },
        { "email": "ann@x.example", "licenses": [license["id"]], "teams": [north.id] },
    ] });
    let answer: RowResults = owner.post(&instance, "/api/v1/invitations", &rows).json();
    assert_eq!(answer.results[1].code, Some(Code::SeatLimitReached));
    assert!(member(&instance, &owner, "ann@x.example").teams.is_empty());
}

#[test]
fn a_row_puts_members_into_teams_only_for_whoever_manages_teams_and_tells_of_it() {
    let (instance, owner) = Instance::set_up();
    let lee = Actor::joined(&instance, &owner, "lee@x.example", Role::LicenseAdmin);
    Actor::joined(&instance, &owner, "ann@x.example", Role::Standard);
    let north = team(&instance, &owner, "North");
    let license: Value = owner
        .post(&instance, "/api/v1/licenses", &json!({ "name": "Kaia", "type": "school", "seats": 1 }))
        .json();
    let row = |email: &str| json!({ "email": email, "teams": [north.id] });
    let rows = json!({ "when_full": "queue", "invitations": [
        row("ann@x.example"),
        { "email": "dana@northwind.example", "licenses": [license["id"]], "teams": [north.id] },
        row("new@x.example"),
    ] });
    let answer: RowResults = lee.post(&instance, "/api/v1/invitations", &rows).json();
    for row in &answer.results[..2] {
        assert_eq!(row.code, Some(Code::Forbidden), "{row:?}");
        let sentence = "You may not put members into teams. Leave the teams out, or ask an owner or admin.";
        assert_eq!(row.message.as_deref(), Some(sentence));
    }
    assert_eq!(answer.results[2].outcome, Outcome::Invited, "whom they invite they offer teams");
    assert!(member(&instance, &owner, "ann@x.example").teams.is_empty());
    let told = || -> Vec<Value> {
        instance.rows(
            "SELECT actor_name, target_name, details FROM events WHERE kind = 'team.joined' ORDER BY id",
        )
    };
    assert!(told().is_empty());
    // Ann comes in and is told of; so does Dana, who finds no seat and waits for one.
    let taken = json!({ "invitations": [{ "email": "full@x.example", "licenses": [license["id"]] }] });
    owner.post(&instance, "/api/v1/invitations", &taken).expect(200);
    let answer: RowResults = owner.post(&instance, "/api/v1/invitations", &rows).json();
    let outcomes: Vec<_> = answer.results.iter().map(|row| row.outcome).collect();
    assert_eq!(outcomes, [Outcome::Added, Outcome::Queued, Outcome::Unchanged]);
    for email in ["ann@x.example", "dana@northwind.example"] {
        assert_eq!(member(&instance, &owner, email).teams[0].name, "North", "{email}");
    }
    let told = told();
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(told[0]["details"].as_str().unwrap().contains("\"team_name\":\"North\""), "{told:?}");
}

#[test]
fn somebody_removed_is_in_no_list_and_comes_back_as_they_went() {
    let (instance, owner) = Instance::set_up();
    Actor::joined(&instance, &owner, "ann@x.example", Role::Standard);
    let (ann, north) = (member(&instance, &owner, "ann@x.example"), team(&instance, &owner, "North"));
    let path = format!("/api/v1/teams/{}", north.id);
    owner.post(&instance, &format!("{path}/members"), &json!({ "members": [ann.id] })).expect(200);
    owner.delete(&instance, &format!("/api/v1/members/{}", ann.id)).expect(200);
    let now: Team = owner.get(&instance, &path).json();
    let people: Page<TeamMember> = owner.get(&instance, &format!("{path}/members")).json();
    assert_eq!((now.members, people.items.len()), (0, 0));
    owner
        .post(&instance, "/api/v1/invitations", &json!({ "invitations": [{ "email": "ann@x.example" }] }))
        .expect(200);
    let now: Team = owner.get(&instance, &path).json();
    assert_eq!(now.members, 1);
}

#[test]
fn somebody_who_waits_comes_into_the_teams_with_the_seat() {
    let (instance, owner) = Instance::set_up();
    let north = team(&instance, &owner, "North");
    let license: Value = owner
        .post(&instance, "/api/v1/licenses", &json!({ "name": "Kaia", "type": "school", "seats": 1 }))
        .json();
    let rows = json!({ "when_full": "queue", "invitations": [
        { "email": "dana@northwind.example", "licenses": [license["id"]] },
        { "email": "bo@x.example", "licenses": [license["id"]], "teams": [north.id] },
    ] });
    let answer: RowResults = owner.post(&instance, "/api/v1/invitations", &rows).json();
    assert_eq!(answer.results[1].outcome, Outcome::Queued);
    let path = format!("/api/v1/licenses/{}", license["id"].as_str().unwrap());
    owner.patch(&instance, &path, &json!({ "seats": 2 })).expect(200);
    assert_eq!(member(&instance, &owner, "bo@x.example").teams[0].name, "North");
}
