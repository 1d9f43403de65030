//! Erasing a person: nothing of them is left in any table, and all that is not theirs stays as it was.

mod everything;
mod guards;
mod others;

use serde_json::{Value, json};
use shared::Code;
use shared::access::Role;
use shared::api::members::Member;
use shared::event::EventKind;
use usher_tests::{Actor, Answer, Instance};

use self::everything::{EMAIL, columns, id, marked, one, removed};

/// Tables in which nothing of a person is, or nothing but ids.
const OF_NOBODY: &[&str] = &[
    "address_changes",
    "appointment_members",
    "attempts",
    "auto_connect_refused",
    "companies",
    "company_choices",
    "company_domains",
    "custom_fields",
    "domain_joins",
    "erasure_words",
    "erasures",
    "instance",
    "license_domains",
    "license_providers",
    "member_counts",
    "notices",
    "package_products",
    "packages",
    "password_resets",
    "products",
    "search_due",
    "service_teams",
    "services",
    "sign_in_days",
    "sqlite_sequence",
    "team_members",
    "teams",
    "members_inside_config",
    "members_inside_idx",
    "members_words_config",
    "members_words_idx",
];

/// Columns called as if a name were in them, in which ids are.
const IDS: &[&str] = &[
    "api_tokens.created_by",
    "events.actor",
    "external_accounts.stated_by",
    "invitations.invited_by",
    "license_keys.created_by",
    "members.came_by",
    "seat_queue.queued_by",
];

/// Kinds of events whose details tell something of a person, each of them in the migration.
const TELLING: &[EventKind] = &[
    EventKind::MemberChanged,
    EventKind::AddressAdded,
    EventKind::AddressRemoved,
    EventKind::AddressChanged,
    EventKind::ExternalIdGiven,
    EventKind::ExternalIdTaken,
    EventKind::AccountAdded,
    EventKind::AccountChanged,
    EventKind::AccountRemoved,
    EventKind::ConnectionMade,
    EventKind::ConnectionEnded,
    EventKind::ConnectionBroken,
    EventKind::InvitationBounced,
    EventKind::MemberMerged,
    EventKind::OrganizationChanged,
];

fn erase(instance: &Instance, by: &Actor, member: &str) -> Answer {
    by.post(instance, &format!("/api/v1/members/{member}/erase"), &json!({ "email": EMAIL }))
}
/// Covers the right to be forgotten.
#[test]
fn nothing_of_an_erased_person_is_left_in_any_column_of_any_table() {
    let (instance, owner) = Instance::set_up();
    let me = removed(&instance, &owner);
    let before = marked(&instance);
    let tables: std::collections::BTreeSet<_> =
        columns(&instance).into_iter().map(|(table, _)| table).collect();
    for table in &tables {
        assert!(
            OF_NOBODY.contains(&table.as_str()) || before.iter().any(|(it, _)| it == table),
            "{table}: fill it with something of the person, erase that in the schema (0029), or list it as OF_NOBODY"
        );
    }
    for (table, column) in columns(&instance) {
        let named = ["by", "by_name", "actor", "actor_name", "target_name", "email", "recipient"]
            .contains(&column.as_str())
            || column.ends_with("_by")
            || column.ends_with("_by_name");
        let (at, of) = (format!("{table}.{column}"), (table.clone(), column.clone()));
        let ids = IDS.contains(&at.as_str()) || OF_NOBODY.contains(&table.as_str());
        assert!(!named || ids || before.contains(&of), "{at} may name somebody: fill it, and erase it");
    }
    let answer = erase(&instance, &owner, &me);
    let left: Member = answer.json();
    assert_eq!(marked(&instance), Vec::new());
    assert!(left.name.starts_with("Erased person ") && shared::erasure::is_erased(&left.email));
    assert_eq!(left.last_sign_in_at, None);
}

/// What the log, the ledger and others' rows tell goes on to tell it, of the pseudonym.
#[test]
fn seats_counters_and_the_log_stay_as_they_were_and_name_a_pseudonym() {
    let (instance, owner) = Instance::set_up();
    let me = removed(&instance, &owner);
    let counted = || -> Vec<Value> {
        instance.rows(
            "SELECT (SELECT count(*) FROM events) AS events, (SELECT count(*) FROM seat_ledger) AS entries, (SELECT sum(held) FROM licenses) AS held, \
             (SELECT sum(held) FROM seat_ledger) AS booked, (SELECT count(*) FROM assignments) AS seats, (SELECT json_group_array(people) FROM member_counts) AS people, \
             (SELECT count(*) FROM measures) AS figures",
        )
    };
    let bob = id(&instance, "bob@x.example");
    let of_bob = || -> Vec<Value> {
        instance.rows(&format!(
            "SELECT email, name, role, status, user_id, known_as FROM members WHERE id = '{bob}'"
        ))
    };
    let (mut before, bob_before) = (counted(), of_bob());
    let left: Member = erase(&instance, &owner, &me).json();
    let mut after = counted();
    // The event that tells it; the figures of two ids that were theirs.
    assert_eq!(after[0]["events"].as_u64().unwrap(), before[0]["events"].as_u64().unwrap() + 1);
    assert_eq!(after[0]["figures"], 1, "that of the id which is bob’s by now");
    for rows in [&mut before, &mut after] {
        let row = rows[0].as_object_mut().unwrap();
        row.remove("events");
        row.remove("figures");
    }
    assert_eq!((before, bob_before), (after, of_bob()));
    let told: Value = owner.get(&instance, &format!("/api/v1/events?target={me}&limit=200")).json();
    let told = told["items"].as_array().unwrap();
    assert!(told.len() > 5 && told.iter().all(|event| event["target_name"] == left.name), "{told:?}");
    let last = told.iter().find(|event| event["kind"] == "member.erased").unwrap();
    assert_eq!((&last["actor_name"], &last["details"]), (&json!("Dana Whitfield"), &json!({})));
    let seat = one(&instance, &format!("SELECT actor AS it FROM seat_ledger WHERE member_id = '{bob}'"));
    assert_eq!(seat, left.name);
    let doctor: Value = owner.get(&instance, "/api/v1/doctor").json();
    assert_eq!(doctor["differences"], json!([]), "{doctor}");
    // Whoever is called so finds them, and they stay in the list of who was removed.
    let found: Value = owner.get(&instance, "/api/v1/members?status=removed").json();
    assert_eq!(found["items"][0]["name"], left.name);
    let held: Value = owner.get(&instance, &format!("/api/v1/members/{me}/export")).json();
    assert_eq!(held["parts"]["account"], json!([]));
}

#[test]
fn only_who_was_removed_is_erased_by_who_may_and_twice_is_once() {
    let (instance, owner) = Instance::set_up();
    let admin = Actor::joined(&instance, &owner, "ada@x.example", Role::Admin);
    let boss = Actor::joined(&instance, &owner, "boss@x.example", Role::Owner);
    Actor::joined(&instance, &owner, EMAIL, Role::Standard);
    let me = id(&instance, EMAIL);
    let refusal = erase(&instance, &owner, &me).refused(Code::NotInThisState);
    assert!(refusal.detail.starts_with("Remove them first"), "{}", refusal.detail);
    let desk = Actor::joined(&instance, &owner, "desk@x.example", Role::LicenseAdmin);
    owner.delete(&instance, &format!("/api/v1/members/{me}")).expect(200);
    erase(&instance, &desk, &me).refused(Code::Forbidden);
    erase(&instance, &Actor::of_another_organization(&instance), &me).refused(Code::NotFound);
    let path = format!("/api/v1/members/{me}/erase");
    admin.post(&instance, &path, &json!({ "email": "ada@x.example" })).refused(Code::InvalidEmail);
    let once: Member = erase(&instance, &admin, &me).json();
    instance.pass_days(1);
    let twice: Member = admin.post(&instance, &path, &json!({ "email": "ada@x.example" })).json();
    assert_eq!(once, twice);
    let told: Value = owner.get(&instance, "/api/v1/events?kind=member.erased").json();
    assert_eq!(told["items"].as_array().unwrap().len(), 1);
    // Nobody erases somebody who held more than they.
    let chief = id(&instance, "boss@x.example");
    drop(boss);
    owner.delete(&instance, &format!("/api/v1/members/{chief}")).expect(200);
    let path = format!("/api/v1/members/{chief}/erase");
    let body = json!({ "email": "boss@x.example" });
    admin.post(&instance, &path, &body).refused(Code::RoleNotGrantable);
    owner.post(&instance, &path, &body).expect(200);
}

/// The address is free, the record is not: whoever has it comes as somebody new.
#[test]
fn whoever_was_erased_is_invited_anew_as_somebody_else_and_the_pseudonym_is_not() {
    let (instance, owner) = Instance::set_up();
    Actor::joined(&instance, &owner, EMAIL, Role::Standard);
    let me = id(&instance, EMAIL);
    owner.delete(&instance, &format!("/api/v1/members/{me}")).expect(200);
    let left: Member = erase(&instance, &owner, &me).json();
    assert_eq!(instance.rows::<Value>(&format!("SELECT 1 FROM users WHERE email = '{EMAIL}'")).len(), 0);
    let invite = |email: &str| -> Value {
        owner.post(&instance, "/api/v1/invitations", &json!({ "invitations": [{ "email": email }] })).json()
    };
    let refused = invite(left.email.as_str());
    assert_eq!(refused["results"][0]["code"], "invalid_email", "{refused}");
    drop(owner.post(&instance, "/api/v1/contacts", &json!({ "email": left.email })));
    assert_eq!(one(&instance, &format!("SELECT status AS it FROM members WHERE id = '{me}'")), "removed");
    Actor::joined(&instance, &owner, EMAIL, Role::Standard);
    let new = id(&instance, EMAIL);
    assert_ne!(new, me);
    let seen: Member = owner.get(&instance, &format!("/api/v1/members/{me}")).json();
    assert_eq!((&seen.name, &seen.email), (&left.name, &left.email));
}
/// The log and the ledger are opened for nothing else, by nobody.
#[test]
fn the_log_and_the_ledger_are_not_edited_by_any_other_way() {
    let (instance, owner) = Instance::set_up();
    Actor::joined(&instance, &owner, EMAIL, Role::Standard);
    let me = id(&instance, EMAIL);
    owner.delete(&instance, &format!("/api/v1/members/{me}")).expect(200);
    let attempt = |sql: &str| instance.attempt(sql).unwrap_err();
    assert!(attempt("UPDATE events SET actor_name = 'Nobody'").contains("events_are_append_only"));
    erase(&instance, &owner, &me).expect(200);
    assert!(
        attempt("UPDATE events SET actor_name = (SELECT pseudonym FROM erasures)")
            .contains("events_are_append_only")
    );
    assert!(attempt("UPDATE erasures SET under_way = 1").contains("erasures_are_kept"));
    assert!(attempt("DELETE FROM erasures").contains("erasures_are_kept"));
    let dana = one(&instance, "SELECT id AS it FROM members WHERE role = 'owner'");
    let forged = format!(
        "INSERT INTO erasures SELECT '{dana}', organization_id, 'X', 'x@erased.invalid', '', '', 1, '' FROM members WHERE id = '{dana}'"
    );
    instance.arrange(&forged);
    assert_eq!(one(&instance, &format!("SELECT status AS it FROM members WHERE id = '{dana}'")), "active");
    assert_eq!(one(&instance, "SELECT count(*) || '' AS it FROM erasures"), "1");
}

/// Kinds of events whose details tell of a person stand in the migration, each.
#[test]
fn details_that_tell_of_a_person_are_known() {
    let (_, sql) = usher_tests::migrations().into_iter().find(|(name, _)| name.contains("erasure")).unwrap();
    for kind in TELLING {
        assert!(sql.contains(&format!("'{}'", kind.as_str())), "{}", kind.as_str());
    }
}

/// However long somebody was there: one statement, whatever they did.
#[test]
fn fifty_thousand_acts_are_erased_at_once() {
    let (instance, owner) = Instance::set_up();
    Actor::joined(&instance, &owner, EMAIL, Role::Admin);
    let (me, acts) = (id(&instance, EMAIL), 50_000);
    instance.arrange(&format!(
        "INSERT INTO events WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {acts}) SELECT 'evt_' || i, m.organization_id, m.created_at, \
         'seat.assigned', 'member', m.id, m.name, 'mem_' || i, 'Person ' || i, '{{\"license_name\":\"Kaia\"}}', 'op_' || i FROM n, members m WHERE m.id = '{me}'"
    ));
    owner.delete(&instance, &format!("/api/v1/members/{me}")).expect(200);
    let left: Member = erase(&instance, &owner, &me).json();
    let told = format!(
        "SELECT count(*) || '' AS it FROM events WHERE actor = '{me}' AND actor_name = '{}' AND kind = 'seat.assigned'",
        left.name
    );
    assert_eq!(one(&instance, &told), acts.to_string());
}
