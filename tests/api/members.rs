//! People: statuses, roles, counters, the last owner.

use serde_json::{Value, json};
use shared::Code;
use shared::access::Role;
use shared::api::Page;
use shared::api::home::Home;
use shared::api::licenses::License;
use shared::api::members::{Member, MemberCounts};
use shared::invitation::{Delivery, InvitationStatus};
use usher_tests::{Actor, Instance, PASSWORD};

fn id(instance: &Instance, email: &str) -> String {
    let rows: Vec<Value> = instance.rows(&format!("SELECT id FROM members WHERE email = '{email}'"));
    rows[0]["id"].as_str().unwrap().to_owned()
}

/// covers: C13, E14
#[test]
fn a_deactivated_member_is_out_on_the_next_request_and_comes_back() {
    let (instance, owner) = Instance::set_up();
    let ann = Actor::joined(&instance, &owner, "ann@x.example", Role::Admin);
    let path = format!("/api/v1/members/{}", id(&instance, "ann@x.example"));
    ann.get(&instance, "/api/v1/members").expect(200);
    owner.post(&instance, &format!("{path}/disable"), &json!({})).expect(200);
    ann.get(&instance, "/api/v1/members").refused(Code::Unauthenticated);
    let sign_in = json!({ "email": "ann@x.example", "password": PASSWORD });
    ann.post(&instance, "/api/v1/session", &sign_in).refused(Code::WrongCredentials);
    owner.post(&instance, &format!("{path}/disable"), &json!({})).refused(Code::NotInThisState);
    owner.post(&instance, &format!("{path}/enable"), &json!({})).expect(200);
    ann.post(&instance, "/api/v1/session", &sign_in).expect(200);
    let session: Value = ann.get(&instance, "/api/v1/session").json();
    assert_eq!(session["role"], "admin");
}

#[test]
fn a_changed_role_counts_on_the_next_request() {
    let (instance, owner) = Instance::set_up();
    let ann = Actor::joined(&instance, &owner, "ann@x.example", Role::Standard);
    ann.get(&instance, "/api/v1/members").refused(Code::Forbidden);
    let path = format!("/api/v1/members/{}", id(&instance, "ann@x.example"));
    owner.patch(&instance, &path, &json!({ "role": "admin" })).expect(200);
    ann.get(&instance, "/api/v1/members").expect(200);
    ann.patch(&instance, &path, &json!({ "role": "owner" })).refused(Code::RoleNotGrantable);
    let dana = format!("/api/v1/members/{}", id(&instance, "dana@northwind.example"));
    ann.patch(&instance, &dana, &json!({ "role": "standard" })).refused(Code::RoleNotGrantable);
    ann.post(&instance, &format!("{dana}/disable"), &json!({})).refused(Code::RoleNotGrantable);
}

#[test]
fn the_last_active_owner_stays_by_every_door() {
    let (instance, owner) = Instance::set_up();
    let dana = id(&instance, "dana@northwind.example");
    let path = format!("/api/v1/members/{dana}");
    owner.delete(&instance, &path).refused(Code::LastOwner);
    owner.post(&instance, &format!("{path}/disable"), &json!({})).refused(Code::LastOwner);
    owner.patch(&instance, &path, &json!({ "role": "admin" })).refused(Code::LastOwner);
    assert!(
        instance
            .attempt(&format!("UPDATE members SET status = 'removed', departures = 1 WHERE id = '{dana}'"))
            .unwrap_err()
            .contains("last_owner")
    );
    Actor::joined(&instance, &owner, "ann@x.example", Role::Owner);
    owner.delete(&instance, &path).expect(200);
}

/// Whatever door there is to a member's role or status: after each of them the only owner is an owner and active.
#[test]
fn no_door_takes_the_only_owner() {
    let (instance, owner) = Instance::set_up();
    let (dana, email) = (id(&instance, "dana@northwind.example"), "dana@northwind.example");
    let path = format!("/api/v1/members/{dana}");
    let license = json!({ "name": "Kaia", "type": "staff", "seats": 5 });
    let license: Value = owner.post(&instance, "/api/v1/licenses", &license).json();
    let admin = Actor::joined(&instance, &owner, "ann@x.example", Role::Admin);
    let everything = Role::Owner.permissions();
    let bulk = |act: Value, to: Value| json!({ "act": act, "to": to });
    let (one, all) =
        (json!({ "members": [dana] }), json!({ "matching": { "filter": { "role": ["owner"] } } }));
    let offered = |role: &str| json!({ "invitations": [{ "email": email, "role": role }] });
    let assigned = json!({ "assignments": [{ "email": email }] });
    let doors: Vec<(&str, http::Method, String, Value)> = vec![
        ("remove", http::Method::DELETE, path.clone(), json!({})),
        ("deactivate", http::Method::POST, format!("{path}/disable"), json!({})),
        ("another role", http::Method::PATCH, path.clone(), json!({ "role": "standard" })),
        (
            "deactivate many, named",
            http::Method::POST,
            "/api/v1/members/bulk".into(),
            bulk(json!({ "verb": "disable" }), one.clone()),
        ),
        (
            "remove many, named",
            http::Method::POST,
            "/api/v1/members/bulk".into(),
            bulk(json!({ "verb": "remove" }), one.clone()),
        ),
        (
            "role of many, named",
            http::Method::POST,
            "/api/v1/members/bulk".into(),
            bulk(json!({ "verb": "set_role", "role": "admin" }), one),
        ),
        (
            "deactivate all that match",
            http::Method::POST,
            "/api/v1/members/bulk".into(),
            bulk(json!({ "verb": "disable" }), all.clone()),
        ),
        (
            "remove all that match",
            http::Method::POST,
            "/api/v1/members/bulk".into(),
            bulk(json!({ "verb": "remove" }), all.clone()),
        ),
        (
            "role of all that match",
            http::Method::POST,
            "/api/v1/members/bulk".into(),
            bulk(json!({ "verb": "set_role", "role": "customer" }), all),
        ),
        (
            "denials",
            http::Method::PUT,
            format!("{path}/permissions"),
            json!({ "grants": [], "denials": everything }),
        ),
        ("invited again with less", http::Method::POST, "/api/v1/invitations".into(), offered("standard")),
        ("a contact", http::Method::POST, "/api/v1/contacts".into(), json!({ "email": email })),
        (
            "assigned as a stranger",
            http::Method::POST,
            format!("/api/v1/licenses/{}/assignments", license["id"].as_str().unwrap()),
            assigned,
        ),
        (
            "named license admin at a renewal",
            http::Method::POST,
            format!("/api/v1/licenses/{}/renew", license["id"].as_str().unwrap()),
            json!({ "expires_at": "2030-01-01T00:00:00.000Z", "admins": [email] }),
        ),
    ];
    for (door, method, path, body) in doors {
        for by in [&owner, &admin] {
            by.send(&instance, method.clone(), &path, Some(&body));
            let rows: Vec<Value> =
                instance.rows(&format!("SELECT role, status FROM members WHERE id = '{dana}'"));
            assert_eq!((&rows[0]["role"], &rows[0]["status"]), (&json!("owner"), &json!("active")), "{door}");
            owner.get(&instance, "/api/v1/members").expect(200);
        }
    }
    let import: Value =
        owner.post(&instance, "/api/v1/imports", &json!({ "name": "people.csv", "rows": 1 })).json();
    let import = import["id"].as_str().unwrap();
    let rows = json!({ "rows": [{ "row": 1, "email": email, "role": "standard" }] });
    owner.put(&instance, &format!("/api/v1/imports/{import}/parts/0"), &rows).expect(200);
    owner.post(&instance, &format!("/api/v1/imports/{import}/commit"), &json!({})).expect(200);
    instance.carry_import(import.parse().unwrap());
    let member: Member = owner.get(&instance, &path).json();
    assert_eq!((member.role, member.status), (Role::Owner, shared::member::MemberStatus::Active), "a file");
}

/// Names of any script are kept as they are written, found, and never longer than a screen can bear.
#[test]
fn names_of_any_script_are_kept_and_too_long_ones_are_refused_in_words() {
    let (instance, owner) = Instance::set_up();
    let long = "Wolfeschlegelsteinhausenbergerdorff ".repeat(4);
    let names = [
        "مريم بنت عبد العزيز الفارسي",
        "שרה לוי־כהן",
        "นภัสวรรณ ศรีสุวรรณ",
        "👩🏽‍🚀 Zoë 🌻",
        "Nguyễn Thị Minh Khai",
        "<b>Bold</b> & \"quoted\"",
        &long.trim()[..120],
    ];
    for (n, name) in names.iter().enumerate() {
        let rows = json!({ "invitations": [{ "email": format!("n{n}@x.example"), "name": name }] });
        let answer: Value = owner.post(&instance, "/api/v1/invitations", &rows).json();
        assert_eq!(answer["results"][0]["outcome"], "invited", "{name}: {answer}");
        let page: Page<Member> = owner.get(&instance, &format!("/api/v1/members?q=n{n}@x.example")).json();
        assert_eq!(page.items[0].name, name.trim());
    }
    let path = format!("/api/v1/members/{}", id(&instance, "n0@x.example"));
    for name in ["x".repeat(200), "two\nlines".to_owned(), " ".to_owned()] {
        let problem = owner.patch(&instance, &path, &json!({ "name": name }));
        assert_eq!(problem.status(), 400, "{name}");
    }
}

/// covers: E2
#[test]
fn counters_equal_their_lists() {
    let (instance, owner) = Instance::set_up();
    Actor::joined(&instance, &owner, "ann@x.example", Role::Admin);
    Actor::joined(&instance, &owner, "bo@x.example", Role::Standard);
    owner
        .post(
            &instance,
            "/api/v1/invitations",
            &json!({ "invitations": [{ "email": "cy@x.example", "role": "admin" }] }),
        )
        .expect(200);
    owner
        .post(&instance, &format!("/api/v1/members/{}/disable", id(&instance, "bo@x.example")), &json!({}))
        .expect(200);
    let counts: MemberCounts = owner.get(&instance, "/api/v1/members/counts").json();
    assert_eq!(
        counts,
        MemberCounts { active: 2, pending: 1, disabled: 1, admins: 2, standard: 0, customers: 0, removed: 0 }
    );
    let admins: Page<Member> = owner.get(&instance, "/api/v1/members?status=active&role=owner,admin").json();
    assert_eq!(admins.items.len(), 2);
    for (status, count) in
        [("active", counts.active), ("pending", counts.pending), ("disabled", counts.disabled)]
    {
        let list: Page<Member> = owner.get(&instance, &format!("/api/v1/members?status={status}")).json();
        assert_eq!(list.items.len(), usize::try_from(count).unwrap(), "{status}");
    }
}

/// Every number of Home is the link to a list: each is what its list has, one by one, whoever is in which state. covers: E2, E2b
#[test]
fn every_number_of_home_is_what_its_list_has() {
    let (instance, owner) = Instance::set_up();
    let license = |name: &str, seats: u32| -> Value {
        let license = json!({ "name": name, "type": "school", "seats": seats });
        owner.post(&instance, "/api/v1/licenses", &license).json()
    };
    let (kaia, studio) = (license("Kaia", 7), license("Studio", 4));
    let role = json!({ "name": "Front desk", "based_on": "standard", "permissions": ["members:read"] });
    let role: Value = owner.post(&instance, "/api/v1/roles", &role).json();
    let front: Role = role["id"].as_str().unwrap().parse().unwrap();
    for (name, role) in [
        ("ann", Role::Admin),
        ("bo", Role::Standard),
        ("cy", Role::LicenseAdmin),
        ("di", front),
        ("ed", Role::Agent),
        ("flo", Role::Owner),
    ] {
        Actor::joined(&instance, &owner, &format!("{name}@x.example"), role);
    }
    let path = |name: &str, verb: &str| {
        format!("/api/v1/members/{}{verb}", id(&instance, &format!("{name}@x.example")))
    };
    owner.post(&instance, &path("bo", "/disable"), &json!({})).expect(200);
    owner.post(&instance, &path("flo", "/disable"), &json!({})).expect(200);
    owner.delete(&instance, &path("ed", "")).expect(200);
    owner.post(&instance, "/api/v1/contacts", &json!({ "email": "kim@acme.example" })).expect(200);
    let invite = |rows: Value, days: u32| {
        let body = json!({ "invitations": rows, "expires_in_days": days });
        owner.post(&instance, "/api/v1/invitations", &body).expect(200);
    };
    invite(json!([{ "email": "asks@x.example" }, { "email": "silent@x.example" }]), 1);
    invite(json!([{ "email": "declines@x.example" }]), 20);
    let link = instance.link("asks@x.example");
    let declined = instance.link("declines@x.example");
    Actor::anonymous().post(&instance, &format!("{declined}/decline"), &json!({})).expect(200);
    instance.pass_days(2);
    Actor::anonymous().form(&instance, &format!("{link}/request"), &[]);
    let rows = json!([{ "email": "soon@x.example", "role": "admin", "licenses": [kaia["id"]] }]);
    invite(rows, 2);
    invite(
        json!([{ "email": "later@x.example", "licenses": [studio["id"]] }, { "email": "bounces@x.example" }]),
        20,
    );
    instance.arrange("UPDATE invitations SET delivery = 'bounced' WHERE email = 'bounces@x.example'");

    let home: Home = owner.get(&instance, "/api/v1/home").json();
    let listed = |path: &str| {
        let page: Page<Value> = owner.get(&instance, &format!("/api/v1/{path}")).json();
        u64::try_from(page.items.len()).unwrap()
    };
    // All that Home's links ask for but customers.
    let others = format!("standard,license_admin,team_leader,agent,collaborator,{front}");
    let numbers: [(u64, String); 10] = [
        (home.members.active.into(), "members?status=active".to_owned()),
        (home.members.pending.into(), "members?status=pending".to_owned()),
        (home.members.disabled.into(), "members?status=disabled".to_owned()),
        (home.members.admins.into(), "members?status=active&role=owner,admin".to_owned()),
        (home.members.standard.into(), format!("members?status=active&role={others}")),
        (home.members.customers.into(), "members?role=customer".to_owned()),
        (home.invitations.bounced.into(), "invitations?status=pending&delivery=bounced".to_owned()),
        (home.requests.into(), "invitations?attention=requested".to_owned()),
        (home.expiring_soon.into(), "invitations?status=pending&attention=ends_soon".to_owned()),
        (home.licenses_total.into(), "licenses".to_owned()),
    ];
    for (number, list) in &numbers {
        assert_eq!(*number, listed(list), "{list}");
        assert!(*number > 0, "{list} proves nothing");
    }
    let licenses: Page<License> = owner.get(&instance, "/api/v1/licenses").json();
    let free: u64 = licenses.items.iter().map(|license| u64::from(license.seats.free)).sum();
    assert_eq!(home.seats_free, free);
}

/// covers: C10
#[test]
fn a_person_shows_with_licenses_and_invitation() {
    let (instance, owner) = Instance::set_up();
    let license: Value = owner
        .post(&instance, "/api/v1/licenses", &json!({ "name": "Kaia", "type": "school", "seats": 2 }))
        .json();
    let rows =
        json!({ "invitations": [{ "email": "ann@x.example", "name": "Ann", "licenses": [license["id"]] }] });
    owner.post(&instance, "/api/v1/invitations", &rows).expect(200);
    let ann: Member =
        owner.get(&instance, &format!("/api/v1/members/{}", id(&instance, "ann@x.example"))).json();
    assert_eq!(
        (ann.name.as_str(), ann.licenses[0].name.as_str(), ann.invitation.is_some()),
        ("Ann", "Kaia", true)
    );
    assert_eq!(
        (ann.invitation_status, ann.delivery),
        (Some(InvitationStatus::Pending), Some(Delivery::Sent))
    );
    let on: Page<Member> =
        owner.get(&instance, &format!("/api/v1/members?license={}", license["id"].as_str().unwrap())).json();
    assert_eq!(on.items.len(), 1);
    owner.get(&instance, "/api/v1/members/mem_01h455vb4pex5vsknk084sn02q").refused(Code::NotFound);
    owner.get(&instance, "/api/v1/members/nonsense").refused(Code::NotFound);
}

#[test]
fn what_happened_to_a_person_includes_their_invitation() {
    let (instance, owner) = Instance::set_up();
    Actor::joined(&instance, &owner, "ann@x.example", Role::Standard);
    let ann = id(&instance, "ann@x.example");
    owner.post(&instance, &format!("/api/v1/members/{ann}/disable"), &json!({})).expect(200);
    let events: Value = owner.get(&instance, &format!("/api/v1/events?target={ann}")).json();
    let kinds: Vec<_> =
        events["items"].as_array().unwrap().iter().map(|event| event["kind"].clone()).collect();
    assert_eq!(kinds, [json!("member.disabled"), json!("invitation.accepted"), json!("invitation.created")]);
}
