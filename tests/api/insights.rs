//! Measures by external id, and who sees how much of them: everybody allowed the sums, leaders their teams, agents
//! themselves; coaching plans; adoption and its file.

use serde_json::{Value, json};
use shared::Code;
use shared::access::Role;
use shared::api::Page;
use shared::api::insights::{CoachingPlan, Insights, MyTeam, Performance};
use shared::api::measures::{ExternalId, ExternalIdResults, MeasureResults, RowOutcome};
use shared::api::members::Member;
use shared::api::teams::Team;
use usher_tests::{Actor, Instance};

fn member(instance: &Instance, owner: &Actor, email: &str) -> Member {
    let page: Page<Member> = owner.get(instance, &format!("/api/v1/members?q={email}")).json();
    page.items.into_iter().find(|member| member.email.as_str() == email).unwrap()
}

fn measure(key: &str, external_id: &str, value: f64) -> Value {
    json!({ "key": key, "source": "voice", "external_id": external_id, "metric": "calls_handled", "at": "2026-11-23T08:00:00Z", "value": value })
}

fn send(instance: &Instance, by: &Actor, rows: &[Value]) -> Vec<RowOutcome> {
    let answer: MeasureResults = by.post(instance, "/api/v1/measures", &json!({ "measures": rows })).json();
    answer.results.into_iter().map(|result| result.outcome).collect()
}

fn give(instance: &Instance, owner: &Actor, rows: &[(&str, &str, &Member)]) -> ExternalIdResults {
    let rows: Vec<_> = rows
        .iter()
        .map(|(source, id, member)| json!({ "source": source, "external_id": id, "member": member.id }))
        .collect();
    owner.post(instance, "/api/v1/external-ids", &json!({ "ids": rows })).json()
}

fn sum(performance: &Performance) -> f64 {
    performance.days.iter().map(|day| day.total).sum()
}

fn near(one: f64, other: f64) {
    assert!((one - other).abs() < 1e-9, "{one} is not {other}");
}

/// covers: E8, E11
#[test]
fn several_ids_of_one_person_add_up_and_a_key_is_counted_once() {
    let (instance, owner) = Instance::set_up();
    let agent = Actor::joined(&instance, &owner, "ann@x.example", Role::Agent);
    let ann = member(&instance, &owner, "ann@x.example");
    let made: Value = owner
        .post(&instance, "/api/v1/tokens", &json!({ "name": "dialer", "scopes": ["measures:send"] }))
        .json();
    let program = Actor::program(made["secret"].as_str().unwrap());
    let given = give(&instance, &owner, &[("voice", "17", &ann), ("voice", "18", &ann)]);
    assert!(given.results.iter().all(|result| result.outcome == RowOutcome::Added));
    let rows = [measure("a", "17", 4.0), measure("b", "18", 2.5), measure("c", "99", 7.0)];
    assert_eq!(send(&instance, &program, &rows), [RowOutcome::Added; 3]);
    assert_eq!(send(&instance, &program, &rows), [RowOutcome::Unchanged; 3]);
    assert_eq!(send(&instance, &program, &[measure("a", "17", 5.0)]), [RowOutcome::Changed]);
    let mine: Performance = agent.get(&instance, "/api/v1/me/performance").json();
    near(sum(&mine), 7.5);
    assert_eq!((mine.member.id, mine.ids.len()), (ann.id, 2));
    agent.get(&instance, "/api/v1/insights").refused(Code::Forbidden);
    agent.get(&instance, "/api/v1/my-team").refused(Code::Forbidden);
    program.get(&instance, "/api/v1/insights").refused(Code::Forbidden);
}

/// covers: E11
#[test]
fn one_id_is_one_persons_and_a_figure_finds_whoever_has_its_id_now() {
    let (instance, owner) = Instance::set_up();
    let ann = Actor::joined(&instance, &owner, "ann@x.example", Role::Agent);
    let bo = Actor::joined(&instance, &owner, "bo@x.example", Role::Agent);
    let [a, b] = ["ann", "bo"].map(|name| member(&instance, &owner, &format!("{name}@x.example")));
    give(&instance, &owner, &[("voice", "17", &a)]);
    send(&instance, &owner, &[measure("a", "17", 4.0)]);
    let refused = give(&instance, &owner, &[("voice", "17", &b), ("chat", "17", &b), ("voice", " 1", &b)]);
    let outcomes: Vec<_> = refused.results.iter().map(|it| (it.outcome, it.code)).collect();
    assert_eq!(outcomes[0], (RowOutcome::Refused, Some(Code::IdTaken)));
    assert_eq!(refused.results[0].holder.as_ref().unwrap().id, a.id, "it names the holder");
    assert_eq!(outcomes[1], (RowOutcome::Added, None), "another system, another id");
    assert_eq!(outcomes[2], (RowOutcome::Refused, Some(Code::InvalidText)));
    let held: Page<ExternalId> =
        owner.get(&instance, &format!("/api/v1/external-ids?member={}", a.id)).json();
    owner.delete(&instance, &format!("/api/v1/external-ids/{}", held.items[0].id)).expect(200);
    give(&instance, &owner, &[("voice", "17", &b)]);
    near(sum(&ann.get(&instance, "/api/v1/me/performance").json()), 0.0);
    near(sum(&bo.get(&instance, "/api/v1/me/performance").json()), 4.0);
    let told: Value = owner.get(&instance, "/api/v1/events?kind=external_id.").json();
    assert_eq!(told["items"].as_array().unwrap().len(), 4);
}

#[test]
fn figures_are_judged_row_by_row() {
    let (instance, owner) = Instance::set_up();
    let mut odd = measure("odd", "17", 1.0);
    odd["metric"] = json!("Calls handled");
    let rows = [measure("a", "17", 1.0), odd, measure("a", "17", 2.0), measure("b", "17", 1e13)];
    let outcomes = send(&instance, &owner, &rows);
    assert_eq!(outcomes[0], RowOutcome::Added);
    assert_eq!(outcomes[1..], [RowOutcome::Refused; 3]);
    let none = json!({ "measures": [] });
    owner.post(&instance, "/api/v1/measures", &none).refused(Code::TooManyRows);
    let many: Vec<_> = (0..1001).map(|at| measure(&at.to_string(), "17", 1.0)).collect();
    owner.post(&instance, "/api/v1/measures", &json!({ "measures": many })).refused(Code::TooManyRows);
    for days in ["0", "367", "x"] {
        owner.get(&instance, &format!("/api/v1/insights?days={days}")).refused(Code::InvalidParameter);
    }
}

/// covers: E6, E7
#[test]
fn a_team_leader_sees_the_people_of_their_teams_and_nobody_else() {
    let (instance, owner) = Instance::set_up();
    let leader = Actor::joined(&instance, &owner, "lea@x.example", Role::TeamLeader);
    for name in ["ann", "bo"] {
        Actor::joined(&instance, &owner, &format!("{name}@x.example"), Role::Agent);
    }
    let [lea, ann, bo] =
        ["lea", "ann", "bo"].map(|name| member(&instance, &owner, &format!("{name}@x.example")));
    let none: MyTeam = leader.get(&instance, "/api/v1/my-team").json();
    assert!(none.teams.is_empty() && none.people.is_empty(), "a leader of no team");
    let north: Team = owner.post(&instance, "/api/v1/teams", &json!({ "name": "North" })).json();
    let path = format!("/api/v1/teams/{}/members", north.id);
    owner.post(&instance, &path, &json!({ "members": [ann.id] })).expect(200);
    owner.post(&instance, &path, &json!({ "members": [lea.id], "leader": true })).expect(200);
    give(&instance, &owner, &[("voice", "17", &ann), ("voice", "18", &bo)]);
    send(&instance, &owner, &[measure("a", "17", 4.0), measure("b", "18", 2.0)]);
    let mine: MyTeam = leader.get(&instance, "/api/v1/my-team").json();
    assert_eq!(mine.teams[0].name, "North");
    let of_ann = mine.people.iter().find(|it| it.id == ann.id).unwrap();
    near(of_ann.metrics[0].total, 4.0);
    assert!(mine.people.iter().all(|it| it.id != bo.id));
    near(sum(&leader.get(&instance, &format!("/api/v1/my-team/{}", ann.id)).json()), 4.0);
    leader.get(&instance, &format!("/api/v1/my-team/{}", bo.id)).refused(Code::NotFound);
    let all: Insights = leader.get(&instance, "/api/v1/insights").json();
    near(all.days[0].total, 6.0);
    assert_eq!((all.teams.len(), all.teams[0].count), (1, 1));
    let standard = Actor::joined(&instance, &owner, "sam@x.example", Role::Standard);
    standard.get(&instance, "/api/v1/insights").expect(200);
    standard.get(&instance, "/api/v1/my-team").refused(Code::Forbidden);
    standard.get(&instance, "/api/v1/insights/export?chart=measures").refused(Code::Forbidden);
}

/// covers: E8
#[test]
fn agents_make_and_track_their_own_coaching_plans_and_their_leaders_read_them() {
    let (instance, owner) = Instance::set_up();
    let leader = Actor::joined(&instance, &owner, "lea@x.example", Role::TeamLeader);
    let ann = Actor::joined(&instance, &owner, "ann@x.example", Role::Agent);
    let bo = Actor::joined(&instance, &owner, "bo@x.example", Role::Agent);
    let [lea, a] = ["lea", "ann"].map(|name| member(&instance, &owner, &format!("{name}@x.example")));
    let north: Team = owner.post(&instance, "/api/v1/teams", &json!({ "name": "North" })).json();
    let path = format!("/api/v1/teams/{}/members", north.id);
    owner.post(&instance, &path, &json!({ "members": [a.id] })).expect(200);
    owner.post(&instance, &path, &json!({ "members": [lea.id], "leader": true })).expect(200);
    let plan = json!({ "goal": "Listen first", "steps": [{ "text": "Hear three calls" }], "due": "2026-12-24T22:59:59Z", "notes": "With Lea" });
    let made: CoachingPlan = ann.post(&instance, "/api/v1/me/coaching-plans", &plan).json();
    assert!(!made.done && !made.steps[0].done && made.due.is_some());
    let path = format!("/api/v1/me/coaching-plans/{}", made.id);
    let kept = json!({ "goal": "Listen first", "steps": [{ "text": "Hear three calls", "done": true }], "done": true });
    let now: CoachingPlan = ann.put(&instance, &path, &kept).json();
    assert!(now.done && now.steps[0].done && now.due.is_none());
    bo.put(&instance, &path, &kept).refused(Code::NotFound);
    bo.delete(&instance, &path).refused(Code::NotFound);
    let seen: Performance = leader.get(&instance, &format!("/api/v1/my-team/{}", a.id)).json();
    assert_eq!(seen.plans, [now]);
    let team: MyTeam = leader.get(&instance, "/api/v1/my-team").json();
    assert_eq!(team.people.iter().find(|it| it.id == a.id).unwrap().done_plans, 1);
    leader.put(&instance, &path, &kept).refused(Code::Forbidden);
    let many: Vec<_> = (0..21).map(|_| json!({ "text": "Step" })).collect();
    let long = json!({ "goal": "Too much", "steps": many });
    ann.post(&instance, "/api/v1/me/coaching-plans", &long).refused(Code::TooManyRows);
    ann.delete(&instance, &path).expect(200);
    let mine: Performance = ann.get(&instance, "/api/v1/me/performance").json();
    assert!(mine.plans.is_empty());
}

/// covers: E5
#[test]
fn adoption_is_told_by_day_and_saved_as_a_file_by_those_allowed() {
    let (instance, owner) = Instance::set_up();
    let license = json!({ "name": "Kaia", "type": "school", "seats": 5 });
    let license: Value = owner.post(&instance, "/api/v1/licenses", &license).json();
    let rows = json!({ "invitations": [{ "email": "ann@x.example", "licenses": [license["id"]] }, { "email": "bo@x.example" }] });
    owner.post(&instance, "/api/v1/invitations", &rows).expect(200);
    instance.pass_days(1);
    Actor::joined_by_link(&instance, &instance.link("ann@x.example"));
    let found: Insights = owner.get(&instance, "/api/v1/insights?days=7").json();
    assert_eq!((found.seats.len(), found.to.as_str(), found.from.as_str()), (7, "2026-11-25", "2026-11-19"));
    let seats: Vec<_> = found.seats[4..].iter().map(|it| (it.total, it.reserved, it.held)).collect();
    assert_eq!(seats, [(0, 0, 0), (5, 1, 0), (5, 0, 1)]);
    let outcomes: u32 = found.invitations.iter().map(|it| it.invitations).sum();
    assert_eq!(outcomes, 2);
    let people: u32 = found.sign_ins.iter().map(|it| it.people).sum();
    assert!(people >= 1);
    let file = owner.get(&instance, "/api/v1/insights/export?chart=seats&days=2").expect(200);
    assert_eq!(file.text(), "day,seats,reserved,held\r\n2026-11-24,5,1,0\r\n2026-11-25,5,0,1\r\n");
    let kind = file.reply.headers().get("content-type").unwrap().to_str().unwrap();
    assert!(kind.starts_with("text/csv"));
    for chart in ["invitations", "sign_ins", "measures"] {
        owner.get(&instance, &format!("/api/v1/insights/export?chart={chart}")).expect(200);
    }
    owner.get(&instance, "/api/v1/insights/export?chart=pie").refused(Code::InvalidParameter);
    let licenses = Actor::joined(&instance, &owner, "lia@x.example", Role::LicenseAdmin);
    licenses.get(&instance, "/api/v1/insights").expect(200);
    licenses.get(&instance, "/api/v1/insights/export").refused(Code::Forbidden);
    // Who may save files of some things saves none of what they may not see.
    let scopes = json!({ "name": "Saver", "scopes": ["export", "members:read"] });
    let saver: Value = owner.post(&instance, "/api/v1/tokens", &scopes).json();
    let saver = Actor::program(saver["secret"].as_str().unwrap());
    saver.get(&instance, "/api/v1/insights/export").refused(Code::Forbidden);
}
