//! Two records of one person become one: what is looked at before, who may, and what happens when two act at once.

mod kept;
mod parts;
mod seats;

use http::Method;
use serde_json::{Value, json};
use shared::Code;
use shared::access::Role;
use shared::api::members::Member;
use shared::api::merge::{MergeItem, MergePreview};
use shared::merge::{MergeOutcome, MergePart, MergeWhy};
use usher_tests::{Actor, Answer, Instance, PASSWORD};

use self::seats::{license, seat};

const WORK: &str = "ann@work.example";
const HOME: &str = "ann@home.example";

/// An organization with two records of Ann, both active.
struct Twice {
    instance: Instance,
    owner: Actor,
    home: Actor,
}

fn id(instance: &Instance, email: &str) -> String {
    let rows: Vec<Value> = instance.rows(&format!("SELECT id FROM members WHERE email = '{email}'"));
    rows[0]["id"].as_str().unwrap().to_owned()
}

fn path(instance: &Instance, stays: &str) -> String {
    format!("/api/v1/members/{}/merge", id(instance, stays))
}

fn look(instance: &Instance, by: &Actor, stays: &str, ends: &str) -> Answer {
    by.get(instance, &format!("{}?with={}", path(instance, stays), id(instance, ends)))
}

fn merge(instance: &Instance, by: &Actor, stays: &str, ends: &str, version: &str) -> Answer {
    let with = json!({ "with": id(instance, ends) });
    by.change_seen(instance, Method::POST, &path(instance, stays), &with, version)
}

fn merged(instance: &Instance, by: &Actor, stays: &str, ends: &str) -> (MergePreview, Member) {
    let preview: MergePreview = look(instance, by, stays, ends).json();
    let member = merge(instance, by, stays, ends, &preview.version).json();
    healthy(instance, by);
    (preview, member)
}

fn healthy(instance: &Instance, owner: &Actor) {
    let report: Value = owner.get(instance, "/api/v1/doctor").json();
    assert_eq!(report["differences"], json!([]));
}

fn item<'a>(preview: &'a MergePreview, part: MergePart, name: &str) -> &'a MergeItem {
    let found = preview.items.iter().find(|item| item.part == part && item.name == name);
    assert!(found.is_some(), "{part:?} {name}: {:#?}", preview.items);
    found.unwrap()
}

fn outcome(preview: &MergePreview, part: MergePart, name: &str) -> (MergeOutcome, Option<MergeWhy>) {
    let item = item(preview, part, name);
    (item.outcome, item.why)
}

const GAINS: (MergeOutcome, Option<MergeWhy>) = (MergeOutcome::Gains, None);

const fn drops(why: MergeWhy) -> (MergeOutcome, Option<MergeWhy>) {
    (MergeOutcome::Drops, Some(why))
}

impl Twice {
    fn new() -> Self {
        let (instance, owner) = Instance::set_up();
        Actor::joined(&instance, &owner, WORK, Role::Agent);
        let home = Actor::joined(&instance, &owner, HOME, Role::Standard);
        Self { instance, owner, home }
    }

    fn look(&self) -> MergePreview {
        look(&self.instance, &self.owner, WORK, HOME).json()
    }

    fn merged(&self) -> (MergePreview, Member) {
        merged(&self.instance, &self.owner, WORK, HOME)
    }

    fn post(&self, path: &str, body: &Value) -> Value {
        self.owner.post(&self.instance, path, body).json()
    }
}

#[test]
fn what_changed_since_the_preview_is_refused() {
    let it = Twice::new();
    let (instance, owner) = (&it.instance, &it.owner);
    let stale = |preview: &MergePreview| {
        merge(instance, owner, WORK, HOME, &preview.version).refused(Code::ChangedMeanwhile);
    };
    let license = license(instance, owner, "Kaia", 1);
    let (work, home) = (id(instance, WORK), id(instance, HOME));
    let given = json!({ "ids": [{ "source": "voice", "external_id": "1", "member": home }] });
    let path_of = |member: &str| format!("/api/v1/members/{member}");
    let changes: [&dyn Fn() -> Value; 4] = [
        &|| seat(instance, owner, &license, HOME).into(),
        &|| it.post("/api/v1/external-ids", &given),
        &|| owner.patch(instance, &path_of(&work), &json!({ "name": "Anna" })).json(),
        &|| owner.patch(instance, &path_of(&home), &json!({ "role": "agent" })).json(),
    ];
    for change in changes {
        let preview = it.look();
        change();
        stale(&preview);
    }
    let preview = it.look();
    let answer = look(instance, owner, WORK, HOME);
    assert_eq!(answer.reply.headers()["etag"], format!("\"{}\"", preview.version));
    // Nobody merges unseen.
    owner
        .post(instance, &path(instance, WORK), &json!({ "with": id(instance, HOME) }))
        .refused(Code::ChangedMeanwhile);
    // A second admin finds it done.
    let admin = Actor::joined(instance, owner, "ada@x.example", Role::Admin);
    merge(instance, owner, WORK, HOME, &preview.version).expect(200);
    merge(instance, &admin, WORK, HOME, &preview.version).refused(Code::ChangedMeanwhile);
    look(instance, &admin, WORK, HOME).refused(Code::NotInThisState);
    let told: Value = owner.get(instance, "/api/v1/events?kind=member.merged").json();
    assert_eq!(told["items"].as_array().unwrap().len(), 2, "once of either");
    // Whoever comes back under the old address is a person of their own.
    let rows = json!({ "invitations": [{ "email": HOME }] });
    owner.post(instance, "/api/v1/invitations", &rows).expect(200);
    let back: Member = owner.get(instance, &format!("/api/v1/members/{}", id(instance, HOME))).json();
    assert!(back.merged_into.is_none() && back.teams.is_empty());
}

#[test]
fn nobody_merges_who_may_not_remove_and_change_both() {
    let it = Twice::new();
    let (instance, owner) = (&it.instance, &it.owner);
    for role in Role::BUILT_IN {
        let person = Actor::joined(instance, owner, &format!("{role}@x.example"), *role);
        let may = matches!(role, Role::Owner | Role::Admin);
        let answer = look(instance, &person, WORK, HOME);
        if may { drop(answer.expect(200)) } else { drop(answer.refused(Code::Forbidden)) }
    }
    let admin = Actor::anonymous();
    admin
        .post(instance, "/api/v1/session", &json!({ "email": "admin@x.example", "password": PASSWORD }))
        .expect(200);
    for (stays, ends) in [(WORK, "owner@x.example"), ("owner@x.example", WORK)] {
        look(instance, &admin, stays, ends).refused(Code::RoleNotGrantable);
        merge(instance, &admin, stays, ends, "x").refused(Code::ChangedMeanwhile);
    }
    // Not oneself, not by a program of one's own either; into oneself is fine.
    look(instance, &admin, WORK, "admin@x.example").refused(Code::MergeOtherWay);
    look(instance, &admin, "admin@x.example", WORK).expect(200);
    let token = json!({ "name": "sync", "scopes": ["members:remove", "members:edit"] });
    let made: Value = admin.post(instance, "/api/v1/tokens", &token).json();
    let program = Actor::program(made["secret"].as_str().unwrap());
    look(instance, &program, WORK, "admin@x.example").refused(Code::RoleNotGrantable);
    look(instance, &program, WORK, HOME).expect(200);
    let half = json!({ "name": "half", "scopes": ["members:remove"] });
    let half: Value = admin.post(instance, "/api/v1/tokens", &half).json();
    look(instance, &Actor::program(half["secret"].as_str().unwrap()), WORK, HOME).refused(Code::Forbidden);
    let all = json!({ "name": "all", "scopes": Role::Admin.permissions() });
    let all: Value = admin.post(instance, "/api/v1/tokens", &all).json();
    let all = Actor::program(all["secret"].as_str().unwrap());
    look(instance, &all, WORK, "admin@x.example").refused(Code::MergeOtherWay);
    // A token ends with its maker, and the preview says so.
    let preview: MergePreview = look(instance, owner, WORK, "admin@x.example").json();
    assert_eq!(outcome(&preview, MergePart::Token, "sync"), drops(MergeWhy::EndsAlong));
}

/// Somebody who may bring people together, and give out nothing that hangs on them.
#[test]
fn nothing_goes_along_that_whoever_merges_could_not_give() {
    let it = Twice::new();
    let (instance, owner) = (&it.instance, &it.owner);
    let (kaia, full) = (license(instance, owner, "Kaia", 1), license(instance, owner, "Full", 1));
    Actor::joined(instance, owner, "zoe@x.example", Role::Standard);
    assert_eq!(seat(instance, owner, &kaia, HOME), "added");
    assert_eq!(seat(instance, owner, &kaia, "zoe@x.example"), "queued");
    assert_eq!(seat(instance, owner, &full, "zoe@x.example"), "added");
    assert_eq!(seat(instance, owner, &full, HOME), "queued");
    let desk = it.post("/api/v1/teams", &json!({ "name": "Desk" }));
    let members = json!({ "members": [id(instance, HOME)], "leader": true });
    it.post(&format!("/api/v1/teams/{}/members", desk["id"].as_str().unwrap()), &members);
    parts::tie(instance, 10, "zoom", HOME);
    let stated = format!("UPDATE external_accounts SET stated_by = '{}'", id(instance, HOME));
    instance.arrange(&stated);
    let desk = json!({ "name": "HR", "based_on": "standard", "permissions": ["members:read", "members:edit", "members:remove"] });
    let desk = it.post("/api/v1/roles", &desk);
    let role: Role = desk["id"].as_str().unwrap().parse().unwrap();
    let hr = Actor::joined(instance, owner, "hr@x.example", role);

    let things = [
        (MergePart::Seat, "Kaia"),
        (MergePart::Queue, "Full"),
        (MergePart::Team, "Desk"),
        (MergePart::Connection, "zoom"),
    ];
    let of_owner: MergePreview = look(instance, owner, "hr@x.example", HOME).json();
    let of_hr: MergePreview = look(instance, &hr, "hr@x.example", HOME).json();
    for (part, name) in things {
        assert_eq!(outcome(&of_owner, part, name), GAINS, "{part:?}");
        assert_eq!(outcome(&of_hr, part, name), drops(MergeWhy::NoAuthority), "{part:?}");
    }
    let own: Member = merge(instance, &hr, "hr@x.example", HOME, &of_hr.version).json();
    assert!(own.licenses.is_empty() && own.waiting.is_empty() && own.teams.is_empty());
    let held: Vec<Value> = instance.rows("SELECT 1 AS one FROM connections UNION ALL SELECT 1 FROM external_accounts x JOIN members m ON m.id = x.stated_by AND m.email = 'hr@x.example'");
    assert_eq!(held.len(), 0, "nor is the account theirs to connect");
    assert_eq!(seats::counts(instance, owner, &kaia), (0, 1, 0), "Zoe's turn");
    healthy(instance, owner);
}

#[test]
fn the_last_owner_stays_and_the_active_record_is_kept() {
    let (instance, owner) = Instance::set_up();
    let found: Vec<Value> = instance.rows("SELECT email FROM members");
    let own = found[0]["email"].as_str().unwrap().to_owned();
    let second = Actor::joined(&instance, &owner, "two@x.example", Role::Owner);
    Actor::joined(&instance, &owner, WORK, Role::Standard);
    let preview: MergePreview = look(&instance, &second, WORK, &own).json();
    // Between the look and the press the other owner goes: the schema keeps the last.
    owner
        .patch(
            &instance,
            &format!("/api/v1/members/{}", id(&instance, "two@x.example")),
            &json!({ "role": "admin" }),
        )
        .expect(200);
    merge(&instance, &second, WORK, &own, &preview.version).refused(Code::RoleNotGrantable);
    look(&instance, &owner, WORK, &own).refused(Code::MergeOtherWay);
    let rows = json!({ "invitations": [{ "email": HOME }] });
    owner.post(&instance, "/api/v1/invitations", &rows).expect(200);
    let problem = look(&instance, &owner, HOME, WORK).refused(Code::MergeOtherWay);
    assert!(problem.detail.contains("active"), "{}", problem.detail);
    look(&instance, &owner, WORK, HOME).expect(200);
    look(&instance, &owner, WORK, WORK).refused(Code::InvalidParameter);
    owner.delete(&instance, &format!("/api/v1/members/{}", id(&instance, HOME))).expect(200);
    look(&instance, &owner, WORK, HOME).refused(Code::NotInThisState);
}

#[test]
fn another_organization_is_not_there() {
    let it = Twice::new();
    let eve = Actor::of_another_organization(&it.instance);
    let written = "op_01h455vb4pex5vsknk084sn02q";
    it.instance.arrange(&format!("UPDATE members SET operation_id = '{written}' WHERE email LIKE 'eve@%'"));
    look(&it.instance, &eve, WORK, HOME).refused(Code::NotFound);
    look(&it.instance, &eve, "eve@elsewhere.example", HOME).refused(Code::NotFound);
    look(&it.instance, &it.owner, WORK, "eve@elsewhere.example").refused(Code::NotFound);
    merge(&it.instance, &eve, "eve@elsewhere.example", HOME, "x").refused(Code::NotFound);
    merge(&it.instance, &it.owner, WORK, "eve@elsewhere.example", "x").refused(Code::NotFound);
    it.owner.get(&it.instance, &path(&it.instance, WORK)).refused(Code::NotFound);
}
