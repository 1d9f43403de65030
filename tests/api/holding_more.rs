//! Whoever holds more than oneself: nobody changes, renames, deactivates or removes them, however fast they came to it.

use serde_json::{Value, json};
use shared::Code;
use shared::access::Role;
use usher_tests::{Actor, Instance};

const ANN: &str = "ann@x.example";

/// Somebody else makes Ann an owner.
const RAISED: &str = "UPDATE members SET role = 'owner', role_changes = role_changes + 1, operation_id = 'op_01h455vb4pex5vsknk084sn02q' \
    WHERE email = 'ann@x.example'";

/// Adam, an admin, and the path of Ann, a standard member.
fn set_up() -> (Instance, Actor, Actor, String) {
    let (instance, owner) = Instance::set_up();
    let adam = Actor::joined(&instance, &owner, "adam@x.example", Role::Admin);
    Actor::joined(&instance, &owner, ANN, Role::Standard);
    let path = path(&instance, ANN);
    (instance, owner, adam, path)
}

fn path(instance: &Instance, email: &str) -> String {
    let rows: Vec<Value> = instance.rows(&format!("SELECT id FROM members WHERE email = '{email}'"));
    format!("/api/v1/members/{}", rows[0]["id"].as_str().unwrap())
}

/// Name, role and status of Ann.
fn ann(instance: &Instance) -> Value {
    let sql = format!("SELECT name, role, status FROM members WHERE email = '{ANN}'");
    instance.rows::<Value>(&sql).remove(0)
}

#[test]
fn who_became_an_owner_meanwhile_is_not_deactivated_by_an_admin() {
    for act in ["disable", "remove"] {
        let (instance, _, adam, path) = set_up();
        instance.meanwhile("UPDATE members SET status", RAISED);
        let answer = match act {
            "disable" => adam.post(&instance, &format!("{path}/disable"), &json!({})),
            _ => adam.delete(&instance, &path),
        };
        answer.refused(Code::NotInThisState);
        assert_eq!(
            ann(&instance),
            json!({ "name": "New Person", "role": "owner", "status": "active" }),
            "{act}"
        );
        adam.delete(&instance, &path).refused(Code::RoleNotGrantable);
    }
}

#[test]
fn who_became_an_owner_meanwhile_is_not_changed_by_an_admin() {
    for change in [json!({ "role": "agent" }), json!({ "name": "Mud" })] {
        let (instance, _, adam, path) = set_up();
        instance.meanwhile("UPDATE members SET name", RAISED);
        adam.patch(&instance, &path, &change).refused(Code::ChangedMeanwhile);
        assert_eq!(
            ann(&instance),
            json!({ "name": "New Person", "role": "owner", "status": "active" }),
            "{change}"
        );
    }
}

#[test]
fn an_offer_that_became_an_owners_meanwhile_is_not_taken_back_by_an_admin() {
    let (instance, owner, adam, _) = set_up();
    let row = json!({ "invitations": [{ "email": "eve@x.example", "role": "standard" }] });
    let sent: Value = owner.post(&instance, "/api/v1/invitations", &row).json();
    let invitation = format!("/api/v1/invitations/{}", sent["results"][0]["id"].as_str().unwrap());
    let raised = "UPDATE invitations SET role = 'owner' WHERE email = 'eve@x.example'";
    instance.meanwhile("UPDATE invitations SET role", raised);
    adam.patch(&instance, &invitation, &json!({ "role": "agent" })).refused(Code::NotInThisState);
    let now: Value = owner.get(&instance, &invitation).json();
    assert_eq!(now["invitation"]["role"], "owner");
    owner.patch(&instance, &invitation, &json!({ "role": "agent", "name": "Eve" })).expect(200);
    let now: Value = owner.get(&instance, &invitation).json();
    assert_eq!((&now["invitation"]["role"], &now["invitation"]["name"]), (&json!("agent"), &json!("Eve")));
}

#[test]
fn nobody_renames_whoever_holds_more() {
    let (instance, owner, adam, ann) = set_up();
    let dana = path(&instance, "dana@northwind.example");
    let mud = json!({ "name": "Mud" });
    adam.patch(&instance, &dana, &mud).refused(Code::RoleNotGrantable);
    // The name that they have is no change; one's own is one's own.
    adam.patch(&instance, &dana, &json!({ "name": "Dana Whitfield" })).expect(200);
    owner.patch(&instance, &dana, &json!({ "name": "Dana" })).expect(200);
    adam.patch(&instance, &path(&instance, "adam@x.example"), &mud).expect(200);
    adam.patch(&instance, &ann, &mud).expect(200);
    let sees = json!({ "name": "sync", "scopes": ["members:read", "members:edit"] });
    let made: Value = owner.post(&instance, "/api/v1/tokens", &sees).json();
    let program = Actor::program(made["secret"].as_str().unwrap());
    program.patch(&instance, &dana, &mud).refused(Code::RoleNotGrantable);
    program.patch(&instance, &ann, &json!({ "name": "Ann" })).expect(200);
}

#[test]
fn nobody_renames_whoever_is_to_hold_more() {
    let (instance, owner, adam, _) = set_up();
    let row = json!({ "invitations": [{ "email": "eve@x.example", "role": "standard" }] });
    let sent: Value = owner.post(&instance, "/api/v1/invitations", &row).json();
    let invitation = format!("/api/v1/invitations/{}", sent["results"][0]["id"].as_str().unwrap());
    adam.patch(&instance, &invitation, &json!({ "name": "Eve" })).expect(200);
    let raised = "UPDATE invitations SET role = 'owner' WHERE email = 'eve@x.example'";
    instance.meanwhile("UPDATE invitations SET role", raised);
    adam.patch(&instance, &invitation, &json!({ "name": "Mud" })).refused(Code::NotInThisState);
    adam.patch(&instance, &invitation, &json!({ "name": "Mud" })).refused(Code::RoleNotGrantable);
    let now: Value = owner.get(&instance, &invitation).json();
    assert_eq!(now["invitation"]["name"], "Eve");
}
