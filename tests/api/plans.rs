//! What is asked often costs no planning: its text is the same each time, and its plan stays when values change.

use serde_json::{Value, json};
use usher_tests::{Actor, Instance, PASSWORD};

#[test]
fn what_is_asked_often_is_planned_once() {
    let (instance, owner) = Instance::set_up();
    let eve = Actor::of_another_organization(&instance);
    let new = json!({ "name": "Kaia", "product": "kaia", "type": "staff", "seats": 9 });
    let license: Value = owner.post(&instance, "/api/v1/licenses", &new).json();
    let token: Value =
        owner.post(&instance, "/api/v1/tokens", &json!({ "name": "Kaia", "scopes": ["check"] })).json();
    let program = Actor::program(token["secret"].as_str().unwrap());
    let round = |n: usize| {
        let email = format!("person{n}@x.example");
        let row = |email: &str| json!({ "email": email, "licenses": [license["id"]] });
        let rows = json!({ "invitations": [row(&email), row("eve@elsewhere.example")] });
        owner.post(&instance, "/api/v1/invitations", &rows).expect(200);
        let link = instance.link("eve@elsewhere.example");
        eve.form(&instance, "/sign-in", &[("email", "eve@elsewhere.example"), ("password", PASSWORD)])
            .expect(303);
        eve.get(&instance, &link).expect(200);
        eve.post(&instance, &format!("{link}/accept"), &json!({})).expect(200);
        Actor::joined_by_link(&instance, &instance.link(&email));
        for path in ["session", "members?limit=100", "licenses", "invitations", "members?search=person"] {
            owner.get(&instance, &format!("/api/v1/{path}")).expect(200);
        }
        let asked = json!({ "email": email, "product": "kaia" });
        let answer: Value = program.post(&instance, "/api/v1/check", &asked).json();
        assert_eq!(answer["allowed"], true);
        let gone: Vec<Value> =
            instance.rows("SELECT member_id AS id FROM invitations WHERE email = 'eve@elsewhere.example'");
        owner.delete(&instance, &format!("/api/v1/members/{}", gone[0]["id"].as_str().unwrap())).expect(200);
        instance.pass_seconds(60);
    };
    round(1);
    instance.planned_anew();
    round(2);
    assert_eq!(instance.planned_anew(), Vec::<String>::new());
}
