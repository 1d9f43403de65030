//! What a seat keeps when two records become one: the question that it is, the license key by which it came, its own id.

use serde_json::{Value, json};
use shared::access::Role;
use shared::merge::{MergePart, MergeWhy};
use usher_tests::{Actor, Instance};

use super::seats::{counts, license, seat};
use super::{GAINS, HOME, Twice, WORK, drops, healthy, id, merged, outcome};

/// Somebody who was asked and deactivated since is not seated by a merge: nobody asked them again.
#[test]
fn a_question_is_not_answered_by_being_deactivated() {
    let it = Twice::new();
    let (instance, owner) = (&it.instance, &it.owner);
    let (kaia, ended) = (license(instance, owner, "Kaia", 1), license(instance, owner, "Ended", 1));
    let soon = json!({ "expires_at": instance.now().plus_days(1) });
    owner.patch(instance, &format!("/api/v1/licenses/{ended}"), &soon).expect(200);
    let rows = json!({ "invitations": [{ "email": HOME, "licenses": [kaia, ended] }] });
    owner.post(instance, "/api/v1/invitations", &rows).expect(200);
    let disable = |email: &str| {
        let path = format!("/api/v1/members/{}/disable", id(instance, email));
        owner.post(instance, &path, &json!({})).expect(200);
    };
    disable(HOME);
    assert_eq!(counts(instance, owner, &kaia), (1, 0, 0), "the question is kept");
    instance.pass_days(1);
    // Into whoever is deactivated, too, it does not go: enabling would answer it.
    disable(WORK);
    let preview = it.look();
    assert_eq!(outcome(&preview, MergePart::Seat, "Kaia"), drops(MergeWhy::Deactivated));
    let path = format!("/api/v1/members/{}/enable", id(instance, WORK));
    owner.post(instance, &path, &json!({})).expect(200);
    let (preview, _) = it.merged();
    assert_eq!(outcome(&preview, MergePart::Seat, "Kaia"), GAINS);
    assert_eq!(
        outcome(&preview, MergePart::Seat, "Ended"),
        drops(MergeWhy::Ended),
        "a renewal would answer it"
    );
    assert_eq!(counts(instance, owner, &kaia), (1, 0, 0), "asked still");
}

/// Whoever came by a license key before accepting, and is found to be here already, has used it.
#[test]
fn the_use_of_a_key_goes_along_with_the_seat() {
    let (instance, owner) = Instance::set_up();
    Actor::joined(&instance, &owner, WORK, Role::Agent);
    let license = license(&instance, &owner, "Kaia", 3);
    let links = format!("/api/v1/licenses/{license}/links");
    let link: Value = owner.post(&instance, &links, &json!({ "max_uses": 2 })).json();
    let way = link["secret"].as_str().unwrap();
    let way = &way[way.find("/l/").unwrap()..];
    let comes = |email: &str| {
        let by = json!({ "name": "Ann", "email": email });
        Actor::anonymous().post(&instance, way, &by).expect(200);
    };
    let uses = || owner.get(&instance, &links).json::<Value>()["items"][0]["uses"].clone();
    comes(HOME);
    merged(&instance, &owner, WORK, HOME);
    assert_eq!((counts(&instance, &owner, &license), uses()), ((0, 1, 0), json!(1)));
    // Whoever is still asked, and does not accept, gives it back as anybody.
    comes("bo@home.example");
    let rows = json!({ "invitations": [{ "email": "bo@work.example" }] });
    owner.post(&instance, "/api/v1/invitations", &rows).expect(200);
    merged(&instance, &owner, "bo@work.example", "bo@home.example");
    assert_eq!((counts(&instance, &owner, &license), uses()), ((1, 1, 0), json!(2)));
    owner.delete(&instance, &format!("/api/v1/members/{}", id(&instance, "bo@work.example"))).expect(200);
    assert_eq!((counts(&instance, &owner, &license), uses()), ((0, 1, 0), json!(1)));
    healthy(&instance, &owner);
}

/// Seats that a role took in one write have ids that are alike but for their licenses.
#[test]
fn many_seats_go_along_whatever_their_ids() {
    let it = Twice::new();
    let (instance, owner) = (&it.instance, &it.owner);
    let seated = |names: &[&str], email: &str| -> Vec<String> {
        let licenses: Vec<_> = names.iter().map(|name| license(instance, owner, name, 1)).collect();
        for license in &licenses {
            seat(instance, owner, license, email);
        }
        instance.arrange(&format!(
            "UPDATE assignments SET id = 'asg_01h455vb4pex5v' || substr(license_id, -6) || substr(member_id, -6) WHERE member_id = '{}'",
            id(instance, email)
        ));
        licenses
    };
    let licenses = seated(&["One", "Two", "Three"], HOME);
    it.merged();
    for license in &licenses {
        assert_eq!(counts(instance, owner, license), (0, 1, 0));
    }
    // Of the deactivated they rest, and come back by their own ids.
    for email in ["cy@work.example", "cy@home.example"] {
        Actor::joined(instance, owner, email, Role::Standard);
    }
    let rests = seated(&["Five", "Six"], "cy@home.example");
    for email in ["cy@work.example", "cy@home.example"] {
        let path = format!("/api/v1/members/{}/disable", id(instance, email));
        owner.post(instance, &path, &json!({})).expect(200);
    }
    merged(instance, owner, "cy@work.example", "cy@home.example");
    let path = format!("/api/v1/members/{}/enable", id(instance, "cy@work.example"));
    owner.post(instance, &path, &json!({})).expect(200);
    for license in &rests {
        assert_eq!(counts(instance, owner, license), (0, 1, 0));
    }
}
