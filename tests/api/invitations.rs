//! Invitations as admins handle them.

use functions::mail::{MailError, Mailer, OutgoingMail};
use functions::use_cases::mails::deliver;
use futures_util::FutureExt as _;
use futures_util::future::LocalBoxFuture;
use serde_json::{Value, json};
use shared::Code;
use shared::access::Role;
use shared::api::Page;
use shared::api::invitations::{Invitation, InvitationCounts, RowResults};
use usher_tests::{Actor, Instance};

fn outcomes(results: &RowResults) -> Vec<(Value, Option<Code>)> {
    results.results.iter().map(|result| (json!(result.outcome), result.code)).collect()
}

/// covers: C9, E3
#[test]
fn rows_are_judged_one_by_one_and_the_preview_says_the_same() {
    let (instance, owner) = Instance::set_up();
    let license: Value = owner
        .post(&instance, "/api/v1/licenses", &json!({ "name": "Kaia", "type": "school", "seats": 2 }))
        .json();
    let wanted = json!([license["id"]]);
    let rows = json!({ "invitations": [
        { "email": "Ann@X.example", "role": "admin", "licenses": wanted },
        { "email": "not an address" },
        { "email": "ann@x.example" },
        { "email": "bo+work@bücher.example", "name": "Bo", "licenses": wanted },
        { "email": "cy@x.example", "licenses": wanted },
        { "email": "dana@northwind.example" },
        { "email": format!("{}@x.example", "a".repeat(300)) },
        { "email": "dee@x.example", "licenses": ["lic_01h455vb4pex5vsknk084sn02q"] },
    ] });
    let preview: RowResults = owner.post(&instance, "/api/v1/invitations/preview", &rows).json();
    assert!(instance.mails("ann@x.example").is_empty());
    let sent: RowResults = owner.post(&instance, "/api/v1/invitations", &rows).json();
    let expected = [
        (json!("invited"), None),
        (json!("refused"), Some(Code::InvalidEmail)),
        (json!("refused"), Some(Code::DuplicateRow)),
        (json!("invited"), None),
        (json!("refused"), Some(Code::SeatLimitReached)),
        (json!("refused"), Some(Code::AlreadyMember)),
        (json!("refused"), Some(Code::EmailTooLong)),
        (json!("refused"), Some(Code::NotFound)),
    ];
    assert_eq!(outcomes(&preview), expected);
    assert_eq!(outcomes(&sent), expected);
    assert!(sent.results[5].member.is_some(), "a clash names who has the address");
    assert_eq!(instance.mails("bo+work@xn--bcher-kva.example").len(), 1);
}

#[test]
fn one_open_invitation_per_address_and_a_further_offer_joins_it() {
    let (instance, owner) = Instance::set_up();
    let license: Value = owner
        .post(&instance, "/api/v1/licenses", &json!({ "name": "Kaia", "type": "school", "seats": 2 }))
        .json();
    let plain = json!({ "invitations": [{ "email": "ann@x.example" }] });
    let with_seat = json!({ "invitations": [{ "email": "ann@x.example", "licenses": [license["id"]] }] });
    let first: RowResults = owner.post(&instance, "/api/v1/invitations", &plain).json();
    let same: RowResults = owner.post(&instance, "/api/v1/invitations", &plain).json();
    let more: RowResults = owner.post(&instance, "/api/v1/invitations", &with_seat).json();
    assert_eq!(
        (json!(same.results[0].outcome), json!(more.results[0].outcome)),
        (json!("unchanged"), json!("extended"))
    );
    assert_eq!((&same.results[0].id, &more.results[0].id), (&first.results[0].id, &first.results[0].id));
    let all: Page<Invitation> = owner.get(&instance, "/api/v1/invitations").json();
    assert_eq!(all.items.len(), 1);
    assert_eq!(all.items[0].licenses[0].name, "Kaia");
}

#[test]
fn an_invitation_lives_1_to_60_days_and_14_unless_told() {
    let (instance, owner) = Instance::set_up();
    for days in [0, 61] {
        let rows = json!({ "invitations": [{ "email": "ann@x.example" }], "expires_in_days": days });
        owner.post(&instance, "/api/v1/invitations", &rows).refused(Code::InvalidExpiry);
    }
    owner
        .post(&instance, "/api/v1/invitations", &json!({ "invitations": [{ "email": "ann@x.example" }] }))
        .expect(200);
    let all: Page<Invitation> = owner.get(&instance, "/api/v1/invitations").json();
    assert_eq!(all.items[0].expires_at, instance.now().plus_days(14));
}

#[test]
fn a_request_takes_1_to_500_rows() {
    let (instance, owner) = Instance::set_up();
    let rows = |n: usize| json!({ "invitations": (0..n).map(|i| json!({ "email": format!("p{i}@x.example") })).collect::<Vec<_>>() });
    owner.post(&instance, "/api/v1/invitations", &rows(0)).refused(Code::InvalidBody);
    owner.post(&instance, "/api/v1/invitations", &rows(501)).refused(Code::TooManyRows);
    let sent: RowResults = owner.post(&instance, "/api/v1/invitations", &rows(500)).json();
    assert!(sent.results.iter().all(|result| result.code.is_none()));
    assert_eq!(instance.mails("p499@x.example").len(), 1);
    let counts: InvitationCounts = owner.get(&instance, "/api/v1/invitations/counts").json();
    assert_eq!(counts.pending, 500);
}

/// covers: D4
#[test]
fn the_role_of_an_open_invitation_can_be_changed_and_counts_at_acceptance() {
    let (instance, owner) = Instance::set_up();
    let sent: RowResults = owner
        .post(&instance, "/api/v1/invitations", &json!({ "invitations": [{ "email": "ann@x.example" }] }))
        .json();
    let id = sent.results[0].id.clone().unwrap();
    owner
        .patch(&instance, &format!("/api/v1/invitations/{id}"), &json!({ "role": "license_admin" }))
        .expect(200);
    let ann = Actor::joined_by_link(&instance, &instance.link("ann@x.example"));
    let session: Value = ann.get(&instance, "/api/v1/session").json();
    assert_eq!(session["role"], "license_admin");
    owner
        .patch(&instance, &format!("/api/v1/invitations/{id}"), &json!({ "role": "admin" }))
        .refused(Code::InvitationAccepted);
}

#[test]
fn nobody_invites_to_more_than_they_hold() {
    let (instance, owner) = Instance::set_up();
    let lee = Actor::joined(&instance, &owner, "lee@x.example", Role::LicenseAdmin);
    let rows = json!({ "invitations": [{ "email": "ann@x.example", "role": "admin" }, { "email": "bo@x.example" }] });
    let sent: RowResults = lee.post(&instance, "/api/v1/invitations", &rows).json();
    assert_eq!(outcomes(&sent)[0].1, Some(Code::RoleNotGrantable));
    assert_eq!(outcomes(&sent)[1].1, None);
}

#[test]
fn lists_filter_search_and_page() {
    let (instance, owner) = Instance::set_up();
    let rows = json!({ "invitations": (0..7).map(|i| json!({ "email": format!("p{i}@x.example"), "name": format!("Person {i}") })).collect::<Vec<_>>() });
    owner.post(&instance, "/api/v1/invitations", &rows).expect(200);
    let mut found = Vec::new();
    let mut path = "/api/v1/invitations?limit=3".to_owned();
    loop {
        let page: Page<Invitation> = owner.get(&instance, &path).json();
        found.extend(page.items.into_iter().map(|invitation| invitation.email.to_string()));
        let Some(cursor) = page.next_cursor else { break };
        path = format!("/api/v1/invitations?limit=3&cursor={cursor}");
    }
    assert_eq!(found.len(), 7);
    found.dedup();
    assert_eq!(found.len(), 7);
    let one: Page<Invitation> =
        owner.get(&instance, "/api/v1/invitations?q=person+4&status=pending&delivery=sent").json();
    assert_eq!(one.items.len(), 1);
    owner.get(&instance, "/api/v1/invitations?cursor=nonsense").refused(Code::InvalidParameter);
    owner.get(&instance, "/api/v1/invitations?limit=201").refused(Code::InvalidParameter);
    owner.get(&instance, "/api/v1/invitations?status=lost").refused(Code::InvalidParameter);
}

/// A mail server that knows nobody any more.
struct Refusing;

impl Mailer for Refusing {
    fn send<'a>(&'a self, _: &'a OutgoingMail) -> LocalBoxFuture<'a, Result<(), MailError>> {
        async { Err(MailError::Permanent("550 no such mailbox".to_owned())) }.boxed_local()
    }
}

/// The first mail left. A later one, as the queue sends with a seat that came free, is refused: the seats are free again.
#[test]
fn a_later_mail_that_is_refused_bounces_an_open_invitation_too() {
    let (instance, owner) = Instance::set_up();
    let license = json!({ "name": "Kaia", "type": "school", "seats": 2 });
    let license: Value = owner.post(&instance, "/api/v1/licenses", &license).json();
    let invite = |email: &str| {
        let row = json!({ "invitations": [{ "email": email, "licenses": [license["id"]] }] });
        let sent: RowResults = owner.post(&instance, "/api/v1/invitations", &row).json();
        format!("/api/v1/invitations/{}", sent.results[0].id.clone().unwrap())
    };
    let (open, accepted) = (invite("ann@x.example"), invite("bo@x.example"));
    Actor::joined_by_link(&instance, &instance.link("bo@x.example"));
    let look = |path: &str| -> Value { owner.get(&instance, path).json::<Value>()["invitation"].clone() };
    assert_eq!(look(&open)["delivery"], "sent");
    for (path, id) in
        [(&open, "out_01h455vb4pex5vsknk084sn02q"), (&accepted, "out_01h455vb4pex5vsknk084sn02r")]
    {
        let invitation = path.rsplit('/').next().unwrap();
        instance.arrange(&format!(
            "INSERT INTO outbox (id, organization_id, kind, subject_id, due_at, created_at) \
             SELECT '{id}', organization_id, 'invitation', id, created_at, created_at FROM invitations WHERE id = '{invitation}'"
        ));
        let ctx = instance.ctx();
        deliver::deliver(&ctx, &Refusing, id.parse().unwrap()).now_or_never().unwrap().unwrap();
    }
    assert_eq!((&look(&open)["delivery"], &look(&open)["seats"]), (&json!("bounced"), &json!(0)));
    assert_eq!((&look(&accepted)["delivery"], &look(&accepted)["seats"]), (&json!("sent"), &json!(1)));
    let told: Value = owner.get(&instance, "/api/v1/events?kind=invitation.bounced").json();
    assert_eq!(told["items"][0]["details"]["said"], "550 no such mailbox");
    assert_eq!(told["items"].as_array().unwrap().len(), 1);
}

/// What cannot be sent again says why: a newer one is open, the staff license has ended, no seat is left, they were removed.
#[test]
fn a_resend_that_is_refused_says_the_reason_that_holds() {
    let (instance, owner) = Instance::set_up();
    let end = instance.now().plus_days(10);
    let make = |kind: &str, more: Value| -> Value {
        let mut license = json!({ "name": kind, "type": kind, "seats": 2 });
        license.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        owner.post(&instance, "/api/v1/licenses", &license).json()
    };
    let (desk, school) = (make("staff", json!({ "expires_at": end })), make("school", json!({})));
    owner.put(&instance, "/api/v1/staff-seats", &json!({ "license": desk["id"] })).expect(200);
    let invite = |row: Value| {
        let sent: RowResults =
            owner.post(&instance, "/api/v1/invitations", &json!({ "invitations": [row] })).json();
        format!("/api/v1/invitations/{}", sent.results[0].id.clone().unwrap())
    };
    let old = invite(json!({ "email": "ann@x.example" }));
    let agent = invite(json!({ "email": "bo@x.example", "role": "agent" }));
    let seated =
        [1, 2].map(|n| invite(json!({ "email": format!("cy{n}@x.example"), "licenses": [school["id"]] })));
    let gone = invite(json!({ "email": "di@x.example" }));
    instance.pass_days(15);
    instance.tick();
    let resend = |path: &str| owner.post(&instance, &format!("{path}/resend"), &json!({}));
    let newer = invite(json!({ "email": "ann@x.example" }));
    let problem = resend(&old).refused(Code::NotInThisState);
    assert!(problem.detail.contains("newer invitation"), "{}", problem.detail);
    resend(&newer).expect(200);
    let problem = resend(&agent).refused(Code::LicenseNotInTerm);
    assert!(problem.detail.contains("has ended"), "{}", problem.detail);
    for n in [3, 4] {
        invite(json!({ "email": format!("cy{n}@x.example"), "licenses": [school["id"]] }));
    }
    resend(&seated[0]).refused(Code::SeatLimitReached);
    let member: Vec<Value> = instance.rows("SELECT id FROM members WHERE email = 'di@x.example'");
    owner.delete(&instance, &format!("/api/v1/members/{}", member[0]["id"].as_str().unwrap())).expect(200);
    let problem = resend(&gone).refused(Code::NotInThisState);
    assert!(problem.detail.contains("Invite them anew"), "{}", problem.detail);
}
