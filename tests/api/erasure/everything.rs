//! Somebody of whom there is something in every table, and where in the database something of them is.

use serde_json::{Value, json};
use shared::access::Role;
use usher_tests::{Actor, Instance, PASSWORD, START};

/// What everything of the person to be erased has in it, so that it is found wherever it is.
pub const MARK: &str = "xqz";
pub const NAME: &str = "Xqzebedia ðþŋxqz";

/// The text indexes keep of a word what differs from the one before, so this begins as no other does.
const RARE: &str = "ðþŋ";

pub const EMAIL: &str = "xqzeb@xqz.example";

pub fn id(instance: &Instance, email: &str) -> String {
    one(instance, &format!("SELECT id AS it FROM members WHERE email = '{email}'"))
}

pub fn one(instance: &Instance, sql: &str) -> String {
    let found: Vec<Value> = instance.rows(sql);
    assert!(!found.is_empty(), "nothing: {sql}");
    found[0]["it"].as_str().unwrap_or_default().to_owned()
}

/// Every column of every table that holds text or bytes, those behind the text indexes too.
pub fn columns(instance: &Instance) -> Vec<(String, String)> {
    let rows: Vec<Value> = instance.rows(
        "SELECT t.name AS 'table', c.name AS 'column' FROM sqlite_schema t JOIN pragma_table_xinfo(t.name) c \
         WHERE t.type = 'table' AND t.sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY 1, 2",
    );
    let text = |row: &Value, of: &str| row[of].as_str().unwrap().to_owned();
    rows.iter().map(|row| (text(row, "table"), text(row, "column"))).collect()
}

/// Where the mark is: rows of table and column.
pub fn marked(instance: &Instance) -> Vec<(String, String)> {
    let bytes = one(instance, &format!("SELECT hex('{RARE}') AS it"));
    let holds = |(table, column): &(String, String)| {
        let sql = format!(
            "SELECT 1 FROM \"{table}\" WHERE instr(lower(CAST(\"{column}\" AS TEXT)), '{MARK}') OR instr(hex(\"{column}\"), '{bytes}') LIMIT 1"
        );
        !instance.rows::<Value>(&sql).is_empty()
    };
    columns(instance).into_iter().filter(holds).collect()
}

/// A person who did, and of whom is held, something in every table; removed.
pub fn removed(instance: &Instance, owner: &Actor) -> String {
    let post = |by: &Actor, path: &str, body: Value| -> Value { by.post(instance, path, &body).json() };
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let begin = json!({ "name": format!("{NAME}.csv"), "rows": 2 });
    let license = json!({ "name": "Kaia", "type": "school", "seats": 9 });
    let license = text(&post(owner, "/api/v1/licenses", license)["id"]);
    let row = json!({ "email": EMAIL, "name": "Xqz Earlier", "role": "admin", "licenses": [license] });
    post(owner, "/api/v1/invitations", json!({ "invitations": [row] }));
    let person = Actor::anonymous();
    let accept = format!("{}/accept", instance.link(EMAIL));
    person.post(instance, &accept, &json!({ "name": NAME, "password": PASSWORD })).expect(200);
    let me = id(instance, EMAIL);
    // What they do as an admin.
    let bob = Actor::joined(instance, &person, "bob@x.example", Role::Standard);
    let bob_id = id(instance, "bob@x.example");
    post(
        &person,
        &format!("/api/v1/licenses/{license}/assignments"),
        json!({ "assignments": [{ "member": bob_id }] }),
    );
    post(&person, "/api/v1/tokens", json!({ "name": "Xqzebedia ðþŋxqz’s script", "scopes": ["check"] }));
    post(&person, "/api/v1/domains", json!({ "name": "school.example" }));
    post(&person, "/api/v1/services", json!({ "name": "Advice", "teams": [] }));
    post(&person, &format!("/api/v1/licenses/{license}/keys"), json!({}));
    let import: Value = post(&person, "/api/v1/imports", begin);
    let part = json!({ "rows": [
        { "row": 2, "email": "XQZeb@xqz.example", "name": "Somebody" }, { "row": 3, "email": "cy@x.example", "name": "Cy" } ] });
    let import = format!("/api/v1/imports/{}", text(&import["id"]));
    person.put(instance, &format!("{import}/parts/0"), &part).expect(200);
    post(&person, &format!("{import}/commit"), json!({}));
    let draft: Value = post(owner, "/api/v1/imports", json!({ "name": "next.csv", "rows": 2 }));
    owner.put(instance, &format!("/api/v1/imports/{}/parts/0", text(&draft["id"])), &part).expect(200);
    owner.patch(instance, &format!("/api/v1/members/{me}"), &json!({ "name": "Xqz Between" })).expect(200);
    owner.patch(instance, &format!("/api/v1/members/{me}"), &json!({ "name": NAME })).expect(200);
    // Ids that they have, had and gave away.
    let give =
        |id: &str, email: &str| json!({ "ids": [{ "source": "voice", "external_id": id, "email": email }] });
    for (id, email) in [("xqz-1", EMAIL), ("xqz-2", EMAIL), ("bobs", "bob@x.example"), ("away", EMAIL)] {
        post(owner, "/api/v1/external-ids", give(id, email));
    }
    let xid =
        |id: &str| one(instance, &format!("SELECT id AS it FROM external_ids WHERE external_id = '{id}'"));
    owner.delete(instance, &format!("/api/v1/external-ids/{}", xid("xqz-2"))).expect(200);
    let moves = json!({ "moves": [{ "id": xid("away"), "to": bob_id }, { "id": xid("bobs"), "to": me }] });
    owner.put(instance, "/api/v1/external-ids/moves", &moves).expect(200);
    for (key, id) in [("a", "xqz-1"), ("xqz-b", "xqz-2"), ("c", "away")] {
        let figure = json!({ "key": key, "source": "voice", "external_id": id, "metric": "calls", "at": instance.now(), "value": 3 });
        post(owner, "/api/v1/measures", json!({ "measures": [figure] }));
    }
    let account = json!({ "accounts": [{ "provider": "zoom", "account_id": "xqz.zoom", "email": EMAIL, "name": NAME }] });
    post(owner, "/api/v1/external-accounts", account);
    bob.get(instance, "/api/v1/me/licenses").expect(200);
    owner.delete(instance, &format!("/api/v1/members/{me}")).expect(200);
    fill(instance, &me, &bob_id);
    me
}
/// What the API alone does not leave: everything.sql, with who and when put in.
fn fill(instance: &Instance, me: &str, other: &str) {
    let of = |sql: String| one(instance, &sql);
    let words = [
        ("{me}", me.to_owned()),
        ("{other}", other.to_owned()),
        ("{org}", of("SELECT id AS it FROM organizations".to_owned())),
        ("{user}", of(format!("SELECT user_id AS it FROM members WHERE id = '{me}'"))),
        ("{license}", of("SELECT id AS it FROM licenses".to_owned())),
        ("{invitation}", of(format!("SELECT id AS it FROM invitations WHERE member_id = '{me}'"))),
        ("{name}", NAME.to_owned()),
        ("{email}", EMAIL.to_owned()),
        ("{at}", START.to_owned()),
        ("{op}", "op_01h455vb4pex5vsknk084sn02q".to_owned()),
    ];
    let text = words
        .iter()
        .fold(include_str!("everything.sql").to_owned(), |text, (word, of)| text.replace(word, of));
    for statement in text.split(";\n").filter(|statement| !statement.trim().is_empty()) {
        assert_eq!(instance.attempt(statement), Ok(()), "{statement}");
    }
}
