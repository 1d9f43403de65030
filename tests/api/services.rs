//! Services and collaboration: who is linked by which team, whom a program is told it may use, and who comes into an
//! appointment. That all of it is optional, too.

use serde_json::{Value, json};
use shared::Code;
use shared::access::Role;
use shared::api::Page;
use shared::api::appointments::{
    Appointment, AppointmentStatus, CollaborationChecked, CollaborationReason as Why, MadeAppointment,
};
use shared::api::events::Event;
use shared::api::members::Member;
use shared::api::services::{Service, ServiceMember};
use shared::api::teams::Team;
use usher_tests::{Actor, Instance};

const SOON: &str = "2026-11-25T09:00:00Z";

fn team(instance: &Instance, owner: &Actor, name: &str) -> Team {
    owner.post(instance, "/api/v1/teams", &json!({ "name": name })).json()
}

fn service(instance: &Instance, owner: &Actor, name: &str, teams: &[&Team]) -> Service {
    let teams: Vec<_> = teams.iter().map(|team| team.id).collect();
    owner.post(instance, "/api/v1/services", &json!({ "name": name, "teams": teams })).json()
}

fn member(instance: &Instance, owner: &Actor, email: &str) -> Member {
    let page: Page<Member> = owner.get(instance, &format!("/api/v1/members?q={email}")).json();
    page.items.into_iter().find(|member| member.email.as_str() == email).unwrap()
}

fn into_team(instance: &Instance, owner: &Actor, team: &Team, member: &Member) {
    let path = format!("/api/v1/teams/{}/members", team.id);
    owner.post(instance, &path, &json!({ "members": [member.id] })).expect(200);
}

fn why(instance: &Instance, owner: &Actor, body: &Value) -> Why {
    let checked: CollaborationChecked = owner.post(instance, "/api/v1/check/collaboration", body).json();
    assert_eq!(checked.allowed, checked.reason == Why::Ready);
    assert_eq!(checked.allowed, checked.message.is_none(), "a no says what to do");
    checked.reason
}

fn services_of(instance: &Instance, owner: &Actor, filter: &str) -> Vec<String> {
    let page: Page<Service> = owner.get(instance, &format!("/api/v1/services?{filter}")).json();
    page.items.into_iter().map(|service| service.name).collect()
}

/// covers: D8
#[test]
fn members_of_the_teams_that_offer_a_service_are_linked_to_it() {
    let (instance, owner) = Instance::set_up();
    Actor::joined(&instance, &owner, "ann@x.example", Role::Standard);
    let ann = member(&instance, &owner, "ann@x.example");
    let (north, south) = (team(&instance, &owner, "North"), team(&instance, &owner, "South"));
    into_team(&instance, &owner, &north, &ann);
    into_team(&instance, &owner, &south, &ann);
    let made = service(&instance, &owner, "Advice hour", &[&north, &south]);
    assert_eq!((made.members, made.everybody, made.active), (1, false, true));
    assert_eq!(made.teams.iter().map(|team| team.name.as_str()).collect::<Vec<_>>(), ["North", "South"]);
    let path = format!("/api/v1/services/{}", made.id);
    let linked: Page<ServiceMember> = owner.get(&instance, &format!("{path}/members")).json();
    assert_eq!(linked.items.len(), 1);
    assert_eq!(linked.items[0].teams.len(), 2);
    assert_eq!(services_of(&instance, &owner, &format!("member={}", ann.id)), ["Advice hour"]);
    assert_eq!(services_of(&instance, &owner, &format!("team={}", south.id)), ["Advice hour"]);
    let fewer: Service = owner.patch(&instance, &path, &json!({ "teams": [south.id] })).json();
    assert_eq!(fewer.teams.len(), 1);
    assert!(services_of(&instance, &owner, &format!("team={}", north.id)).is_empty());
    owner.delete(&instance, &format!("/api/v1/teams/{}", south.id)).expect(200);
    let left: Service = owner.get(&instance, &path).json();
    assert_eq!(
        (left.members, left.everybody),
        (0, false),
        "its last team is gone, and it is not everybody's"
    );
    let ask = json!({ "member": ann.id, "service": made.id });
    assert_eq!(why(&instance, &owner, &ask), Why::NotInService);
}

/// covers: D9
#[test]
fn without_any_team_a_service_is_everybodys_and_without_a_service_collaboration_is_free() {
    let (instance, owner) = Instance::set_up();
    assert!(services_of(&instance, &owner, "").is_empty());
    let dana = member(&instance, &owner, "dana@northwind.example");
    assert_eq!(why(&instance, &owner, &json!({ "member": dana.id })), Why::Ready);
    let made = service(&instance, &owner, "Advice hour", &[]);
    assert_eq!((made.members, made.everybody), (1, true));
    assert_eq!(why(&instance, &owner, &json!({ "email": dana.email, "service": "ADVICE hour" })), Why::Ready);
    let body = json!({ "starts_at": SOON, "minutes": 30, "members": [dana.id] });
    let made: MadeAppointment = owner.post(&instance, "/api/v1/appointments", &body).json();
    assert_eq!(made.appointment.unwrap().service, None);
}

/// covers: D2, D3
#[test]
fn a_pending_person_cannot_be_used_in_collaboration_until_they_accept() {
    let (instance, owner) = Instance::set_up();
    let north = team(&instance, &owner, "North");
    let made = service(&instance, &owner, "Advice hour", &[&north]);
    let rows = json!({ "invitations": [{ "email": "ann@x.example", "teams": [north.id] }] });
    owner.post(&instance, "/api/v1/invitations", &rows).expect(200);
    let ann = member(&instance, &owner, "ann@x.example");
    let ask = json!({ "member": ann.id, "service": made.id });
    assert_eq!(why(&instance, &owner, &ask), Why::MemberPending);
    let body = json!({ "service": made.id, "starts_at": SOON, "minutes": 45, "members": [ann.id] });
    let refused: MadeAppointment = owner.post(&instance, "/api/v1/appointments", &body).json();
    assert!(refused.appointment.is_none() && !refused.results[0].joined);
    assert_eq!(refused.results[0].code, Some(Code::MemberPending));
    assert!(refused.results[0].message.as_deref().unwrap().contains("accepted"));
    let none: Page<Appointment> = owner.get(&instance, "/api/v1/appointments").json();
    assert!(none.items.is_empty());
    Actor::joined_by_link(&instance, &instance.link("ann@x.example"));
    assert_eq!(why(&instance, &owner, &ask), Why::Ready);
    let made: MadeAppointment = owner.post(&instance, "/api/v1/appointments", &body).json();
    assert!(made.results[0].joined);
    assert_eq!(made.appointment.unwrap().members[0].id, ann.id);
}

/// covers: D3, D8
#[test]
fn an_appointment_is_judged_row_by_row_with_the_reason_for_each() {
    let (instance, owner) = Instance::set_up();
    let north = team(&instance, &owner, "North");
    let made = service(&instance, &owner, "Advice hour", &[&north]);
    for email in ["ann@x.example", "bo@x.example", "cy@x.example"] {
        Actor::joined(&instance, &owner, email, Role::Standard);
    }
    let [ann, bo, cy] = ["ann", "bo", "cy"].map(|it| member(&instance, &owner, &format!("{it}@x.example")));
    into_team(&instance, &owner, &north, &ann);
    into_team(&instance, &owner, &north, &cy);
    owner.post(&instance, &format!("/api/v1/members/{}/disable", cy.id), &json!({})).expect(200);
    let stranger = "mem_01h455vb4pex5vsknk084sn02q";
    let body = json!({ "service": made.id, "starts_at": SOON, "minutes": 45, "members": [bo.id, ann.id, cy.id, stranger] });
    let answer: MadeAppointment = owner.post(&instance, "/api/v1/appointments", &body).json();
    let codes: Vec<_> = answer.results.iter().map(|it| it.code).collect();
    assert_eq!(codes, [Some(Code::NotInService), None, Some(Code::MemberDisabled), Some(Code::NotFound)]);
    let appointment = answer.appointment.unwrap();
    assert_eq!(appointment.members.iter().map(|it| it.id).collect::<Vec<_>>(), [ann.id]);
    into_team(&instance, &owner, &north, &bo);
    let path = format!("/api/v1/appointments/{}", appointment.id);
    let joined: MadeAppointment =
        owner.post(&instance, &format!("{path}/members"), &json!({ "members": [bo.id, ann.id] })).json();
    assert!(joined.results.iter().all(|it| it.joined));
    let resting = json!({ "active": false });
    owner.patch(&instance, &format!("/api/v1/services/{}", made.id), &resting).expect(200);
    let ask = json!({ "member": ann.id, "service": made.id });
    assert_eq!(why(&instance, &owner, &ask), Why::ServiceInactive);
    let refused: MadeAppointment = owner.post(&instance, "/api/v1/appointments", &body).json();
    assert_eq!(refused.results[1].code, Some(Code::ServiceInactive));
    let of_ann: Page<Appointment> =
        owner.get(&instance, &format!("/api/v1/appointments?member={}&status=planned", ann.id)).json();
    assert_eq!(of_ann.items.len(), 1);
    let canceled: Appointment = owner.post(&instance, &format!("{path}/cancel"), &json!({})).json();
    assert_eq!(canceled.status, AppointmentStatus::Canceled);
    owner.post(&instance, &format!("{path}/cancel"), &json!({})).refused(Code::NotInThisState);
    let more = json!({ "members": [bo.id] });
    owner.post(&instance, &format!("{path}/members"), &more).refused(Code::NotInThisState);
    let events: Page<Event> = owner.get(&instance, "/api/v1/events?kind=appointment.").json();
    assert_eq!(events.items.len(), 2, "made once, canceled once; a refusal tells of nothing");
}

/// covers: D3
#[test]
fn the_database_itself_keeps_them_out() {
    let (instance, owner) = Instance::set_up();
    let north = team(&instance, &owner, "North");
    let made = service(&instance, &owner, "Advice hour", &[&north]);
    Actor::joined(&instance, &owner, "ann@x.example", Role::Standard);
    owner
        .post(
            &instance,
            "/api/v1/invitations",
            &json!({ "invitations": [{ "email": "bo@x.example", "teams": [north.id] }] }),
        )
        .expect(200);
    let ann = member(&instance, &owner, "ann@x.example");
    into_team(&instance, &owner, &north, &ann);
    let body = json!({ "service": made.id, "starts_at": SOON, "minutes": 45, "members": [ann.id] });
    let answer: MadeAppointment = owner.post(&instance, "/api/v1/appointments", &body).json();
    let appointment = answer.appointment.unwrap().id;
    instance.arrange(&format!(
        "INSERT INTO appointment_members SELECT '{appointment}', id, organization_id FROM members WHERE email IN ('bo@x.example', 'dana@northwind.example')"
    ));
    let now: Appointment = owner.get(&instance, &format!("/api/v1/appointments/{appointment}")).json();
    assert_eq!(now.members.len(), 1, "one is pending, one in no team of the service");
}

#[test]
fn what_cannot_be_is_refused_at_its_field() {
    let (instance, owner) = Instance::set_up();
    let north = team(&instance, &owner, "North");
    let made = service(&instance, &owner, "Advice hour", &[&north]);
    let dana = member(&instance, &owner, "dana@northwind.example");
    owner.post(&instance, "/api/v1/services", &json!({ "name": "advice HOUR" })).refused(Code::NameTaken);
    let unknown = json!({ "name": "Other", "teams": ["team_01h455vb4pex5vsknk084sn02q"] });
    let problem = owner.post(&instance, "/api/v1/services", &unknown).refused(Code::NotFound);
    assert!(problem.field.is_some());
    let long = json!({ "name": "Other", "description": "x".repeat(2001) });
    owner.post(&instance, "/api/v1/services", &long).refused(Code::InvalidBody);
    let other = service(&instance, &owner, "Other", &[]);
    let path = format!("/api/v1/services/{}", other.id);
    owner.patch(&instance, &path, &json!({ "name": "Advice Hour" })).refused(Code::NameTaken);
    let appointment = |body: Value| owner.post(&instance, "/api/v1/appointments", &body);
    appointment(json!({ "starts_at": SOON, "minutes": 4, "members": [dana.id] })).refused(Code::InvalidTime);
    appointment(json!({ "starts_at": SOON, "minutes": 30, "members": [] })).refused(Code::TooManyRows);
    appointment(json!({ "starts_at": "tomorrow", "minutes": 30, "members": [dana.id] }))
        .refused(Code::InvalidBody);
    let nowhere = json!({ "service": "srv_01h455vb4pex5vsknk084sn02q", "starts_at": SOON, "minutes": 30, "members": [dana.id] });
    assert_eq!(appointment(nowhere).refused(Code::NotFound).field.as_deref(), Some("service"));
    let both = json!({ "member": dana.id, "email": dana.email });
    owner.post(&instance, "/api/v1/check/collaboration", &both).refused(Code::InvalidBody);
    let nobody = json!({ "email": "nobody@x.example" });
    assert_eq!(why(&instance, &owner, &nobody), Why::UnknownPerson);
    assert_eq!(why(&instance, &owner, &json!({ "member": dana.id, "service": "None" })), Why::UnknownService);
    let stranger = Actor::of_another_organization(&instance);
    stranger.get(&instance, &format!("/api/v1/services/{}", made.id)).refused(Code::NotFound);
    assert_eq!(why(&instance, &stranger, &json!({ "member": dana.id })), Why::UnknownPerson);
}

#[test]
fn a_deleted_service_leaves_its_name_with_its_appointments() {
    let (instance, owner) = Instance::set_up();
    let made = service(&instance, &owner, "Advice hour", &[]);
    let dana = member(&instance, &owner, "dana@northwind.example");
    let body = json!({ "service": made.id, "starts_at": SOON, "minutes": 45, "members": [dana.id] });
    owner.post(&instance, "/api/v1/appointments", &body).expect(200);
    owner.delete(&instance, &format!("/api/v1/services/{}", made.id)).expect(200);
    let left: Page<Appointment> = owner.get(&instance, "/api/v1/appointments").json();
    assert_eq!((left.items[0].service, left.items[0].service_name.as_str()), (None, "Advice hour"));
    let kinds: Page<Event> = owner.get(&instance, "/api/v1/events?kind=service.").json();
    assert_eq!(kinds.items.len(), 2);
}
