//! What hangs on two records that become one, part by part, and that no part is forgotten.

use functions::store::merging::{MOVES, STAYS, ids};
use serde_json::{Value, json};
use shared::Code;
use shared::access::Role;
use shared::api::members::Member;
use shared::merge::{MergeOutcome, MergePart, MergeWhy};
use usher_tests::{Actor, Instance, PASSWORD};

use super::{GAINS, HOME, Twice, WORK, drops, id, item, outcome};

/// covers: E12
#[test]
fn what_hangs_on_the_record_that_ends_goes_to_the_one_that_stays() {
    let it = Twice::new();
    let (instance, owner) = (&it.instance, &it.owner);
    let (work, home) = (id(instance, WORK), id(instance, HOME));
    let desk = it.post("/api/v1/teams", &json!({ "name": "Desk" }));
    let field = it.post("/api/v1/teams", &json!({ "name": "Field" }));
    for (team, member, leader) in [(&desk, &work, false), (&desk, &home, true), (&field, &home, false)] {
        let members = json!({ "members": [member], "leader": leader });
        it.post(&format!("/api/v1/teams/{}/members", team["id"].as_str().unwrap()), &members);
    }
    it.post(
        "/api/v1/external-ids",
        &json!({ "ids": [{ "source": "voice", "external_id": "17", "member": home }, { "source": "chat", "external_id": "a", "member": work }] }),
    );
    let measures = json!({ "measures": [{ "key": "k", "source": "voice", "external_id": "17", "metric": "calls", "at": "2026-11-24T10:00:00.000Z", "value": 3 }] });
    it.post("/api/v1/measures", &measures);
    let room = it.post("/api/v1/custom-fields", &json!({ "name": "Room", "kind": "text" }));
    let desk_no = it.post("/api/v1/custom-fields", &json!({ "name": "Payroll", "kind": "number" }));
    let (room, desk_no) = (room["id"].as_str().unwrap(), desk_no["id"].as_str().unwrap());
    let values = json!({ "values": { room: "4", desk_no: 4711 } });
    owner.patch(instance, &format!("/api/v1/members/{home}/fields"), &values).expect(200);
    let own = json!({ "values": { room: "7" } });
    owner.patch(instance, &format!("/api/v1/members/{work}/fields"), &own).expect(200);
    it.home
        .patch(instance, "/api/v1/me/profile", &json!({ "job_title": "Clerk", "phone": "+4930123456" }))
        .expect(200);
    let plan = json!({ "goal": "Listen", "steps": [], "notes": "" });
    owner.patch(instance, &format!("/api/v1/members/{home}"), &json!({ "role": "agent" })).expect(200);
    it.home.post(instance, "/api/v1/me/coaching-plans", &plan).expect(200);
    let meet = json!({ "members": [work, home], "starts_at": "2026-12-01T10:00:00.000Z", "minutes": 30 });
    it.post("/api/v1/appointments", &meet);
    let alone = json!({ "members": [home], "starts_at": "2026-12-02T10:00:00.000Z", "minutes": 30 });
    it.post("/api/v1/appointments", &alone);
    instance.arrange(&format!("UPDATE members SET grants = '[\"export\"]' WHERE id = '{home}'"));

    let (preview, member) = it.merged();
    assert_eq!((preview.stays.email.as_str(), preview.ends.email.as_str()), (WORK, HOME));
    assert_eq!(outcome(&preview, MergePart::Address, ""), drops(MergeWhy::OwnAccount));
    assert_eq!(outcome(&preview, MergePart::Rights, ""), drops(MergeWhy::NeverGranted));
    assert_eq!(outcome(&preview, MergePart::Team, "Desk"), GAINS);
    assert_eq!(outcome(&preview, MergePart::Team, "Field"), GAINS);
    assert_eq!(outcome(&preview, MergePart::ExternalId, "voice: 17"), GAINS);
    assert_eq!(outcome(&preview, MergePart::ExternalId, "chat: a").0, MergeOutcome::Keeps);
    assert_eq!(outcome(&preview, MergePart::Field, "Room"), drops(MergeWhy::HasOne));
    assert_eq!(outcome(&preview, MergePart::Field, "Payroll"), GAINS);
    assert_eq!(item(&preview, MergePart::Field, "Payroll").theirs.as_deref(), Some("4711"));
    assert_eq!(outcome(&preview, MergePart::Sessions, ""), drops(MergeWhy::EndsAlong));
    assert_eq!(item(&preview, MergePart::Appointments, "").theirs.as_deref(), Some("2"));

    let teams: Vec<_> = member.teams.iter().map(|team| (team.name.as_str(), team.leader)).collect();
    assert_eq!(teams, [("Desk", true), ("Field", false)]);
    assert_eq!((member.merged.len(), member.merged[0].id.to_string()), (1, home.clone()));
    assert_eq!((member.role, member.email.as_str()), (Role::Agent, WORK));
    let of = |sql: &str| -> Vec<Value> { instance.rows(sql) };
    let whose = |table: &str| {
        let rows = of(&format!("SELECT DISTINCT member_id FROM {table}"));
        rows.iter().map(|row| row["member_id"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    for table in ["team_members", "external_ids", "profiles", "coaching_plans", "appointment_members"] {
        assert_eq!(whose(table), [work.as_str()], "{table}");
    }
    assert_eq!(of("SELECT * FROM appointment_members").len(), 2, "both in one: once");
    let values: Value = owner.get(instance, &format!("/api/v1/members/{work}/fields")).json();
    assert!(values.to_string().contains("4711") && values.to_string().contains("\"7\""), "{values}");
    let found: Value = owner.get(instance, "/api/v1/members?q=voice17").json();
    assert_eq!(found["items"], json!([]));
    let found: Value = owner.get(instance, "/api/v1/members?q=17").json();
    assert_eq!(found["items"][0]["id"], work.as_str(), "the id finds its person");
    assert!(!of(&format!("SELECT 1 FROM sign_in_days WHERE member_id = '{work}'")).is_empty());
    assert!(!whose("sign_in_days").contains(&home));

    // The record that ended is out, and says where it went; its account is nobody's.
    it.home.get(instance, "/api/v1/session").refused(Code::Unauthenticated);
    let gone: Member = owner.get(instance, &format!("/api/v1/members/{home}")).json();
    assert_eq!(gone.merged_into.unwrap().id.to_string(), work);
    let rights =
        of(&format!("SELECT grants FROM members WHERE id IN ('{work}', '{home}') AND grants <> '[]'"));
    assert_eq!(rights.len(), 0, "no right is given");
    let account =
        of(&format!("SELECT u.email FROM members m JOIN users u ON u.id = m.user_id WHERE m.id = '{work}'"));
    assert_eq!(account[0]["email"], WORK);
    let sign_in = json!({ "email": HOME, "password": PASSWORD });
    assert_ne!(Actor::anonymous().post(instance, "/api/v1/session", &sign_in).status(), 200);
    // Told of both.
    for (who, word, other) in [(&work, "from", &home), (&home, "into", &work)] {
        let events: Value =
            owner.get(instance, &format!("/api/v1/events?target={who}&kind=member.merged")).json();
        assert_eq!(events["items"][0]["details"][word]["id"], other.as_str());
        assert!(!events.to_string().contains("4711"), "what fields hold is not for the log");
    }
}

/// Ties somebody to the account number `n` at a provider.
pub fn tie(instance: &Instance, n: u32, provider: &str, email: &str) {
    let organization: Vec<Value> = instance.rows("SELECT organization_id AS id FROM members LIMIT 1");
    let organization = organization[0]["id"].as_str().unwrap();
    let suffix = format!("01h455vb4pex5vsknk084sn0{n:02}");
    let member = id(instance, email);
    instance.arrange(&format!(
        "INSERT INTO external_accounts (id, organization_id, provider, account_id, name, created_by, created_at, changed_by, changed_at, operation_id) \
         VALUES ('acc_{suffix}', '{organization}', '{provider}', 'a-{n}', 'A', '', '', '', '', '')"
    ));
    instance.arrange(&format!(
        "INSERT INTO connections (id, organization_id, member_id, provider, account_id, state, way, changed_by, changed_at, operation_id) \
         VALUES ('con_{suffix}', '{organization}', '{member}', '{provider}', 'acc_{suffix}', 'connected', 'admin', '', '', '')"
    ));
}

/// covers: C13
#[test]
fn one_connection_a_provider_stays_and_the_others_go() {
    let it = Twice::new();
    let (instance, owner) = (&it.instance, &it.owner);
    for provider in ["zoom", "webex"] {
        let set = json!({ "installed": true, "site_url": "https://x.webex.com" });
        let _ = owner.patch(instance, &format!("/api/v1/providers/{provider}"), &set);
    }
    tie(instance, 10, "zoom", WORK);
    tie(instance, 11, "zoom", HOME);
    tie(instance, 12, "webex", HOME);
    let (preview, _) = it.merged();
    assert_eq!(outcome(&preview, MergePart::Connection, "zoom"), drops(MergeWhy::HasOne));
    assert_eq!(item(&preview, MergePart::Connection, "zoom").theirs.as_deref(), Some("a-11"));
    assert_eq!(outcome(&preview, MergePart::Connection, "webex"), GAINS);
    let left: Vec<Value> = instance.rows("SELECT m.email, c.provider, x.account_id FROM connections c JOIN members m ON m.id = c.member_id JOIN external_accounts x ON x.id = c.account_id ORDER BY 2");
    let left: Vec<_> = left
        .iter()
        .map(|row| (row["email"].as_str().unwrap(), row["account_id"].as_str().unwrap()))
        .collect();
    assert_eq!(left, [(WORK, "a-12"), (WORK, "a-10")]);
}

/// Whoever makes a table that names a person decides what a merge does with it.
#[test]
fn every_table_that_names_a_person_moves_or_stays_for_a_reason() {
    let instance = Instance::new();
    let columns = "'member_id', 'user_id', 'email', 'created_by', 'stated_by', 'actor', 'target', 'heir'";
    let tables: Vec<Value> = instance.rows(&format!(
        "SELECT DISTINCT t.name FROM sqlite_schema t JOIN pragma_table_info(t.name) c \
         WHERE t.type = 'table' AND t.sql NOT LIKE 'CREATE VIRTUAL%' AND t.name NOT LIKE 'members_%' AND c.name IN ({columns})"
    ));
    assert!(tables.len() > 25, "{tables:?}");
    let ids = ids();
    for table in &tables {
        let table = table["name"].as_str().unwrap();
        let touches = |sql: &str| {
            ["UPDATE ", "INTO ", "DELETE FROM ", "IGNORE "]
                .iter()
                .any(|verb| sql.contains(&format!("{verb}{table} ")))
        };
        let moved = touches(&ids) || MOVES.iter().any(|sql| touches(sql));
        let stays = STAYS.iter().any(|(name, _)| *name == table);
        assert!(moved != stays, "{table}: say in store/merging.rs what a merge does with it, once");
    }
}
