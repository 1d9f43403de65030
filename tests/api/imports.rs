//! Imports of files: taken in by parts, carried out in the background, answered row by row.

use serde_json::{Value, json};
use shared::Code;
use shared::access::Role;
use shared::api::Page;
use shared::api::imports::{Import, ImportedRow, Standings};
use shared::import::ImportStatus;
use usher_tests::{Actor, Instance};

fn license(instance: &Instance, owner: &Actor, seats: u32) -> String {
    let made: Value = owner
        .post(instance, "/api/v1/licenses", &json!({ "name": "Kaia", "type": "school", "seats": seats }))
        .json();
    made["id"].as_str().unwrap().to_owned()
}

fn draft(instance: &Instance, by: &Actor, rows: &[Value], license: Option<&str>) -> String {
    let begin = json!({ "name": "people.csv", "rows": rows.len(), "license": license });
    let import: Import = by.post(instance, "/api/v1/imports", &begin).json();
    for (n, part) in rows.chunks(500).enumerate() {
        let path = format!("/api/v1/imports/{}/parts/{n}", import.id);
        by.send(instance, http::Method::PUT, &path, Some(&json!({ "rows": part }))).expect(200);
    }
    import.id.to_string()
}

fn commit(instance: &Instance, by: &Actor, import: &str) -> Import {
    by.post(instance, &format!("/api/v1/imports/{import}/commit"), &json!({})).expect(200);
    by.get(instance, &format!("/api/v1/imports/{import}")).json()
}

fn rows(instance: &Instance, by: &Actor, import: &str, query: &str) -> Vec<ImportedRow> {
    let page: Page<ImportedRow> =
        by.get(instance, &format!("/api/v1/imports/{import}/rows?limit=200&{query}")).json();
    page.items
}

fn people(count: usize) -> Vec<Value> {
    (0..count).map(|n| json!({ "row": n + 2, "email": format!("p{n}@x.example") })).collect()
}

/// covers: B4
#[test]
fn each_row_of_a_file_is_answered_and_a_bad_one_spoils_nothing() {
    let (instance, owner) = Instance::set_up();
    let kaia = license(&instance, &owner, 2);
    let file = [
        json!({ "row": 2, "email": "ann@x.example", "name": "Ann Lee", "role": "Admin", "licenses": "kaia" }),
        json!({ "row": 3, "email": "nonsense", "name": "=HYPERLINK(1)" }),
        json!({ "row": 4, "email": "ANN@x.example" }),
        json!({ "row": 6, "email": "bo@x.example", "role": "Techer" }),
        json!({ "row": 7, "email": "cy@x.example", "licenses": "Kamy" }),
        json!({ "row": 8, "email": "dana@northwind.example" }),
        json!({ "row": 9, "email": "ed@x.example", "licenses": kaia }),
        json!({ "row": 10, "email": "flo@x.example", "licenses": "Kaia" }),
    ];
    let import = draft(&instance, &owner, &file, None);
    assert!(instance.mails("ann@x.example").is_empty(), "nothing happens before the commit");
    let done = commit(&instance, &owner, &import);
    assert_eq!((done.status, done.counts.answered()), (ImportStatus::Done, 8));
    assert_eq!((done.counts.invited, done.counts.unchanged, done.counts.refused), (2, 1, 5));
    assert_eq!(instance.mails("ann@x.example").len(), 1);
    let refused: Vec<_> = rows(&instance, &owner, &import, "outcome=refused")
        .into_iter()
        .map(|row| (row.row, row.code.unwrap()))
        .collect();
    let expected = [
        (3, Code::InvalidEmail),
        (4, Code::DuplicateRow),
        (6, Code::UnknownRole),
        (7, Code::NotFound),
        (10, Code::SeatLimitReached),
    ];
    assert_eq!(refused, expected);
    let file = owner.get(&instance, &format!("/api/v1/imports/{import}/refused.csv")).expect(200);
    assert_eq!(file.reply.headers()["content-disposition"], "attachment; filename=\"refused.csv\"");
    let text = file.text();
    assert!(
        text.contains("\"'=HYPERLINK(1)\"") && text.contains("Row 2 has this address already."),
        "{text}"
    );
    assert_eq!(text.lines().count(), 6);
    let door: Vec<Value> = instance.rows("SELECT DISTINCT door FROM assignments");
    assert_eq!(door, [json!({ "door": "csv" })]);
}

#[test]
fn a_file_can_name_teams_and_one_that_is_unknown_refuses_its_row_alone() {
    let (instance, owner) = Instance::set_up();
    for name in ["North", "Reading, evenings"] {
        owner.post(&instance, "/api/v1/teams", &json!({ "name": name })).expect(200);
    }
    let file = [
        json!({ "row": 2, "email": "ann@x.example", "teams": "north" }),
        json!({ "row": 3, "email": "bo@x.example", "teams": "reading, evenings" }),
        json!({ "row": 4, "email": "cy@x.example", "teams": "North; South" }),
        json!({ "row": 5, "email": "dana@northwind.example", "teams": "North" }),
    ];
    let import = draft(&instance, &owner, &file, None);
    let done = commit(&instance, &owner, &import);
    assert_eq!((done.counts.invited, done.counts.added, done.counts.refused), (2, 1, 1));
    let refused = rows(&instance, &owner, &import, "outcome=refused");
    assert_eq!((refused[0].row, refused[0].teams.as_str()), (4, "North; South"));
    assert_eq!(
        refused[0].message.as_deref(),
        Some("There is no team “South”. Make it first, or leave the cell empty.")
    );
    let text = owner.get(&instance, &format!("/api/v1/imports/{import}/refused.csv")).text();
    assert!(text.contains("cy@x.example,,,,\"North; South\",4,"), "{text}");
    let inside = "SELECT t.name AS team, m.email FROM team_members x JOIN teams t ON t.id = x.team_id \
        JOIN members m ON m.id = x.member_id ORDER BY t.name, m.email";
    let inside: Vec<Value> = instance.rows(inside);
    let inside: Vec<_> = inside.iter().map(|row| (&row["team"], &row["email"])).collect();
    let expected = [
        (json!("North"), json!("ann@x.example")),
        (json!("North"), json!("dana@northwind.example")),
        (json!("Reading, evenings"), json!("bo@x.example")),
    ];
    assert_eq!(inside, expected.iter().map(|(team, email)| (team, email)).collect::<Vec<_>>());
    let again = draft(&instance, &owner, &file[..2], None);
    assert_eq!(commit(&instance, &owner, &again).counts.unchanged, 2);
}

#[test]
fn what_is_left_out_comes_again_with_the_license_of_its_import() {
    let (instance, owner) = Instance::set_up();
    let kaia = license(&instance, &owner, 9);
    let other = json!({ "name": "Kami", "type": "school", "seats": 9 });
    owner.post(&instance, "/api/v1/licenses", &other).expect(200);
    let file = [
        json!({ "row": 2, "email": "ann@x.example", "role": "Techer" }),
        json!({ "row": 3, "email": "bo@x.example", "role": "Techer", "licenses": "Kami" }),
        json!({ "row": 4, "email": "cy@x.example", "role": "Techer", "licenses": " ; " }),
    ];
    let import = draft(&instance, &owner, &file, Some(&kaia));
    commit(&instance, &owner, &import);
    let left = || owner.get(&instance, &format!("/api/v1/imports/{import}/refused.csv")).expect(200).text();
    let lines = left();
    assert!(lines.contains("ann@x.example,,Techer,Kaia,,2,"), "{lines}");
    assert!(lines.contains("bo@x.example,,Techer,Kami,,3,"), "{lines}");
    assert!(lines.contains("cy@x.example,,Techer,Kaia,,4,"), "{lines}");
    // The name tells no more which is meant: its id does.
    license(&instance, &owner, 2);
    let lines = left();
    assert!(lines.contains(&format!("ann@x.example,,Techer,{kaia},,2,")), "{lines}");
    let again = [json!({ "row": 2, "email": "ann@x.example", "licenses": kaia })];
    let again = draft(&instance, &owner, &again, None);
    assert_eq!(commit(&instance, &owner, &again).counts.invited, 1);
    let stopped = draft(&instance, &owner, &people(1), Some(&kaia));
    owner.post(&instance, &format!("/api/v1/imports/{stopped}/cancel"), &json!({})).expect(200);
    let lines = owner.get(&instance, &format!("/api/v1/imports/{stopped}/refused.csv")).expect(200).text();
    assert!(lines.contains(&format!("p0@x.example,,,{kaia},,2,")), "{lines}");
}

#[test]
fn a_license_whose_name_another_has_is_named_by_its_id() {
    let (instance, owner) = Instance::set_up();
    let [first, second] = [3, 4].map(|seats| license(&instance, &owner, seats));
    let file = [
        json!({ "row": 2, "email": "ann@x.example", "licenses": "kaia" }),
        json!({ "row": 3, "email": "bo@x.example", "licenses": first }),
        json!({ "row": 4, "email": "cy@x.example", "licenses": second }),
    ];
    let import = draft(&instance, &owner, &file, None);
    let done = commit(&instance, &owner, &import);
    assert_eq!((done.counts.invited, done.counts.refused), (2, 1));
    let refused = &rows(&instance, &owner, &import, "outcome=refused")[0];
    assert_eq!((refused.row, refused.code), (2, Some(Code::NameAmbiguous)));
    assert_eq!(
        refused.message.as_deref(),
        Some("Two licenses are called “kaia”. Write the id of the one that you mean.")
    );
    for id in [&first, &second] {
        let seats: Value = owner.get(&instance, &format!("/api/v1/licenses/{id}")).json();
        assert_eq!(seats["seats"]["reserved"], 1, "{seats}");
    }
}

#[test]
fn the_same_file_again_changes_nothing() {
    let (instance, owner) = Instance::set_up();
    let kaia = license(&instance, &owner, 10);
    let file = people(8);
    let import = draft(&instance, &owner, &file, Some(&kaia));
    assert_eq!(commit(&instance, &owner, &import).counts.invited, 8);
    drop(Actor::joined_by_link(&instance, &instance.link("p0@x.example")));
    let ledger = "SELECT count(*) AS n FROM seat_ledger";
    let before: Vec<Value> = instance.rows(ledger);
    let again = draft(&instance, &owner, &file, Some(&kaia));
    assert_eq!(commit(&instance, &owner, &again).counts.unchanged, 8);
    assert_eq!(instance.rows::<Value>(ledger), before);
    assert_eq!(instance.mails("p1@x.example").len(), 1);
}

#[test]
fn an_address_that_a_far_row_has_already_is_told_there() {
    let (instance, owner) = Instance::set_up();
    let mut file = people(1200);
    file[1100]["email"] = json!("P3@X.example");
    let import = draft(&instance, &owner, &file, None);
    let done = commit(&instance, &owner, &import);
    assert_eq!((done.counts.invited, done.counts.refused), (1199, 1));
    let refused = rows(&instance, &owner, &import, "outcome=refused");
    assert_eq!(
        (refused[0].row, refused[0].message.as_deref()),
        (1102, Some("Row 5 has this address already."))
    );
    let mut seen = Vec::new();
    let mut query = String::new();
    loop {
        let path = format!("/api/v1/imports/{import}/rows?limit=200{query}");
        let page: Page<ImportedRow> = owner.get(&instance, &path).json();
        seen.extend(page.items.iter().map(|row| row.row));
        let Some(next) = page.next_cursor else { break };
        query = format!("&cursor={next}");
    }
    assert_eq!(seen, (2..1202).collect::<Vec<u32>>());
}

#[test]
fn who_lost_the_right_meanwhile_imports_nobody() {
    let (instance, owner) = Instance::set_up();
    let admin = Actor::joined(&instance, &owner, "adam@northwind.example", Role::Admin);
    let import = draft(&instance, &admin, &people(3), None);
    let running = format!("UPDATE imports SET status = 'running' WHERE id = '{import}'");
    instance.arrange(&running);
    let adam: Vec<Value> = instance.rows("SELECT id FROM members WHERE email = 'adam@northwind.example'");
    let adam = format!("/api/v1/members/{}", adam[0]["id"].as_str().unwrap());
    owner.patch(&instance, &adam, &json!({ "role": "standard" })).expect(200);
    instance.tick();
    let done: Import = owner.get(&instance, &format!("/api/v1/imports/{import}")).json();
    assert_eq!((done.status, done.counts.refused), (ImportStatus::Done, 3), "the sweep found it");
    assert_eq!(rows(&instance, &owner, &import, "")[0].code, Some(Code::Forbidden));
    assert!(instance.mails("p0@x.example").is_empty());
}

/// A draft is carried out with the rights of whoever began it, so nobody else writes in it or sets it going.
#[test]
fn a_draft_is_filled_and_set_going_only_by_whoever_began_it() {
    let (instance, owner) = Instance::set_up();
    let lee = Actor::joined(&instance, &owner, "lee@x.example", Role::LicenseAdmin);
    let import = draft(&instance, &owner, &people(1), None);
    let path = format!("/api/v1/imports/{import}");
    let more = json!({ "rows": [{ "row": 2, "email": "eve@x.example", "role": "owner" }] });
    let made: Value = owner
        .post(
            &instance,
            "/api/v1/tokens",
            &json!({ "name": "sync", "scopes": ["invitations:read", "invitations:manage"] }),
        )
        .json();
    let program = Actor::program(made["secret"].as_str().unwrap());
    for other in [&lee, &program] {
        let refused = other.put(&instance, &format!("{path}/parts/0"), &more).refused(Code::Forbidden);
        assert_eq!(refused.detail, "Somebody else began this import. Begin one of your own.");
        other.post(&instance, &format!("{path}/commit"), &json!({})).refused(Code::Forbidden);
    }
    let kept: Import = owner.get(&instance, &path).json();
    assert_eq!(kept.status, ImportStatus::Draft);
    assert_eq!(rows(&instance, &owner, &import, "")[0].email, "p0@x.example");
    commit(&instance, &owner, &import);
    assert!(instance.mails("eve@x.example").is_empty());
    // A program's draft is the program's.
    let theirs = draft(&instance, &program, &people(2), None);
    let path = format!("/api/v1/imports/{theirs}");
    owner.post(&instance, &format!("{path}/commit"), &json!({})).refused(Code::Forbidden);
    lee.post(&instance, &format!("{path}/cancel"), &json!({})).expect(200);
    let theirs = draft(&instance, &program, &people(2), None);
    assert_eq!(commit(&instance, &program, &theirs).status, ImportStatus::Done);
}

/// A draft that nobody goes on with for two days goes with all that came of it; one that parts come for stays.
#[test]
fn a_draft_goes_two_days_after_its_last_part() {
    let (instance, owner) = Instance::set_up();
    let left = draft(&instance, &owner, &people(501), None);
    let empty: Import =
        owner.post(&instance, "/api/v1/imports", &json!({ "name": "empty.csv", "rows": 5 })).json();
    let empty = empty.id.to_string();
    let begun = draft(&instance, &owner, &people(2), None);
    commit(&instance, &owner, &begun);
    let kept = draft(&instance, &owner, &people(3), None);
    instance.pass_days(1);
    let again = json!({ "rows": people(3) });
    owner.put(&instance, &format!("/api/v1/imports/{kept}/parts/0"), &again).expect(200);
    instance.pass_days(1);
    instance.tick();
    let there: Vec<Value> = instance.rows(
        "SELECT i.id, (SELECT count(*) FROM import_parts p WHERE p.import_id = i.id) AS parts, \
         (SELECT count(*) FROM import_addresses a WHERE a.import_id = i.id) AS addresses FROM imports i ORDER BY i.id",
    );
    let expected = [
        json!({ "id": begun, "parts": 1, "addresses": 0 }),
        json!({ "id": kept, "parts": 1, "addresses": 3 }),
    ];
    assert_eq!(there, expected);
    let session = json!({ "email": "dana@northwind.example", "password": usher_tests::PASSWORD });
    owner.post(&instance, "/api/v1/session", &session).expect(200);
    for gone in [&left, &empty] {
        owner.get(&instance, &format!("/api/v1/imports/{gone}")).refused(Code::NotFound);
    }
    commit(&instance, &owner, &kept);
    instance.pass_days(9);
    instance.tick();
    assert_eq!(instance.rows::<Value>("SELECT id FROM imports").len(), 2, "what was carried out stays");
    let parts: Vec<Value> = instance.rows("SELECT count(*) AS parts FROM import_parts");
    assert_eq!(parts[0]["parts"], 2);
}

/// A worker that dies with a part half answered: rows in its receipt stay as they are, the others are carried out.
#[test]
fn a_part_goes_on_where_its_receipt_ends_and_a_late_worker_writes_nothing() {
    let (instance, owner) = Instance::set_up();
    let import = draft(&instance, &owner, &people(4), None);
    commit(&instance, &owner, &import);
    let half = "UPDATE import_parts SET turn = turn + 1, results = json_set(results, '$[1]', NULL)";
    instance.arrange(half);
    instance.arrange("UPDATE imports SET status = 'running', finished_at = NULL");
    instance.carry_import(import.parse().unwrap());
    let done: Import = owner.get(&instance, &format!("/api/v1/imports/{import}")).json();
    assert_eq!((done.counts.invited, done.counts.unchanged), (3, 1));
    let late = "UPDATE import_parts SET turn = turn, results = '[]'";
    assert!(instance.attempt(late).unwrap_err().contains("import_turn_taken"));
}

#[test]
fn what_is_missing_is_told_before_an_import_begins_and_what_is_left_when_it_is_stopped() {
    let (instance, owner) = Instance::set_up();
    for rows in [0, 100_001] {
        let begin = json!({ "name": "people.csv", "rows": rows });
        owner.post(&instance, "/api/v1/imports", &begin).refused(Code::TooManyRows);
    }
    let stranger = Actor::of_another_organization(&instance);
    let theirs = license(&instance, &stranger, 5);
    let begin = json!({ "name": "people.csv", "rows": 1, "license": theirs });
    owner.post(&instance, "/api/v1/imports", &begin).refused(Code::NotFound);

    let begin = json!({ "name": "people.csv", "rows": 600 });
    let import: Import = owner.post(&instance, "/api/v1/imports", &begin).json();
    let path = format!("/api/v1/imports/{}", import.id);
    let put = |n: &str, rows: &[Value]| {
        owner.send(&instance, http::Method::PUT, &format!("{path}/parts/{n}"), Some(&json!({ "rows": rows })))
    };
    put("0", &people(499)).refused(Code::InvalidBody);
    put("2", &people(100)).refused(Code::NotFound);
    put("0", &people(500)).expect(200);
    put("0", &people(500)).expect(200);
    let missing = owner.post(&instance, &format!("{path}/commit"), &json!({})).refused(Code::NotInThisState);
    assert!(missing.detail.contains("500 of 600"), "{}", missing.detail);
    stranger.get(&instance, &format!("{path}/rows")).refused(Code::NotFound);
    stranger.post(&instance, &format!("{path}/cancel"), &json!({})).refused(Code::NotFound);
    owner.post(&instance, &format!("{path}/cancel"), &json!({})).expect(200);
    put("1", &people(100)).refused(Code::NotInThisState);
    let left = owner.get(&instance, &format!("{path}/refused.csv")).expect(200).text();
    assert_eq!(left.matches("canceled before").count(), 500);
}

#[test]
fn the_console_learns_what_is_known_of_a_files_addresses() {
    let (instance, owner) = Instance::set_up();
    let ask = json!({ "emails": ["Dana@northwind.example", "nobody@x.example", "nonsense"] });
    let known: Standings = owner.post(&instance, "/api/v1/imports/standings", &ask).json();
    assert_eq!(known.standings.len(), 1);
    assert_eq!(known.standings[0].email.as_str(), "dana@northwind.example");
    let many = json!({ "emails": vec!["a@x.example"; 5001] });
    owner.post(&instance, "/api/v1/imports/standings", &many).refused(Code::TooManyRows);
}
