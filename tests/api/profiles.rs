//! What people tell about themselves and their photos: who sees and changes them, and which files are photos.

use functions::paging::Window;
use functions::store::members;
use http::Method;
use serde_json::{Value, json};
use shared::Code;
use shared::access::Role;
use shared::api::members::MemberFilter;
use shared::api::profile::Profile;
use shared::api::session::Session;
use usher_tests::{Actor, Instance};

const MINE: &str = "/api/v1/me/profile";
const MY_PHOTO: &str = "/api/v1/me/photo";

/// A whole JPEG of two by one pixels, as its header says.
const JPEG: &str = "/9j/wAALCAABAAIBAREA/9oAAv/Z";

fn member(instance: &Instance, email: &str) -> String {
    let found: Vec<Value> = instance.rows(&format!("SELECT id FROM members WHERE email = '{email}'"));
    format!("/api/v1/members/{}", found[0]["id"].as_str().unwrap())
}

/// covers: C5
#[test]
fn people_tell_about_themselves_and_staff_read_it() {
    let (instance, owner) = Instance::set_up();
    let stan = Actor::joined(&instance, &owner, "stan@x.example", Role::Standard);
    let before: Profile = stan.get(&instance, MINE).json();
    assert_eq!((before.job_title.as_str(), before.links.len(), &before.time_zone), ("", 0, &None));
    let told: Profile = stan
        .patch(
            &instance,
            MINE,
            &json!({ "name": "Stan Told", "job_title": " Teacher ", "phone": "+43 1 234", "links": ["https://stan.example", ""], "time_zone": "Europe/Vienna" }),
        )
        .json();
    assert_eq!((told.name.as_str(), told.job_title.as_str()), ("Stan Told", "Teacher"));
    assert_eq!(told.links, ["https://stan.example"]);
    let told: Profile = stan.patch(&instance, MINE, &json!({ "phone": "", "language": "de" })).json();
    assert_eq!((told.phone.as_str(), told.time_zone.as_deref()), ("", Some("Europe/Vienna")));
    let told: Profile = stan.patch(&instance, MINE, &json!({ "time_zone": "" })).json();
    assert_eq!((told.time_zone, told.job_title.as_str()), (None, "Teacher"));
    for (body, field) in [
        (json!({ "phone": "call me" }), "phone"),
        (json!({ "links": ["https://a.example", "http://a.example"] }), "links.1"),
        (json!({ "time_zone": "Vienna" }), "time_zone"),
        (json!({ "job_title": "a\nb" }), "job_title"),
    ] {
        let problem = stan.patch(&instance, MINE, &body).refused(Code::InvalidProfile);
        assert_eq!(problem.field.as_deref(), Some(field));
    }
    stan.patch(&instance, MINE, &json!({ "email": "other@x.example" })).refused(Code::InvalidBody);
    let path = format!("{}/profile", member(&instance, "stan@x.example"));
    let seen: Profile = owner.get(&instance, &path).json();
    assert_eq!(seen.job_title, "Teacher");
    stan.get(&instance, &path).refused(Code::Forbidden);
    Actor::of_another_organization(&instance).get(&instance, &path).refused(Code::NotFound);
    let events: Value = owner.get(&instance, "/api/v1/events?kind=member.profile").json();
    assert_eq!(events["items"].as_array().unwrap().len(), 3);
}

/// covers: C5
#[test]
fn a_photo_is_kept_with_its_version_and_ends_with_its_member() {
    let (instance, owner) = Instance::set_up();
    let stan = Actor::joined(&instance, &owner, "stan@x.example", Role::Standard);
    let path = member(&instance, "stan@x.example");
    let photo = format!("{path}/photo");
    stan.get(&instance, MY_PHOTO).refused(Code::NotFound);
    let put: Profile = stan.put(&instance, MY_PHOTO, &json!({ "image": JPEG })).json();
    let session: Session = stan.get(&instance, "/api/v1/session").json();
    assert!(put.photo.is_some() && session.photo == put.photo);
    let shown = owner.get(&instance, &photo).expect(200);
    let header = |name: &str| shown.reply.headers()[name].to_str().unwrap().to_owned();
    assert_eq!((header("content-type").as_str(), shown.reply.body().len()), ("image/jpeg", 21));
    assert_eq!(header("cache-control"), "private, no-cache");
    assert_eq!(header("content-security-policy"), "default-src 'none'; sandbox");
    assert_eq!(header("x-content-type-options"), "nosniff");
    let etag = header("etag");
    let again = owner.get_kept(&instance, &photo, &etag).expect(304);
    assert!(again.reply.body().is_empty());
    owner.put(&instance, &photo, &json!({ "image": JPEG })).expect(200);
    owner.get_kept(&instance, &photo, &etag).expect(200);
    stan.get(&instance, &photo).refused(Code::Forbidden);
    stan.put(&instance, &photo, &json!({ "image": JPEG })).refused(Code::Forbidden);
    let stranger = Actor::of_another_organization(&instance);
    stranger.get(&instance, &photo).refused(Code::NotFound);
    stranger.put(&instance, &photo, &json!({ "image": JPEG })).refused(Code::NotFound);
    stranger.delete(&instance, &photo).refused(Code::NotFound);
    let gone: Profile = owner.delete(&instance, &photo).json();
    assert_eq!(gone.photo, None);
    stan.put(&instance, MY_PHOTO, &json!({ "image": JPEG })).expect(200);
    owner.send(&instance, Method::DELETE, &path, None).expect(200);
    let left: Vec<Value> =
        instance.rows("SELECT member_id FROM photos UNION ALL SELECT member_id FROM profiles");
    assert_eq!(left, Vec::<Value>::new());
}

/// Lists name the version of each photo; asked for by it a photo is kept, so that the next page asks for none of them again. covers: C5
#[test]
fn lists_tell_who_has_a_photo_and_the_picture_is_asked_for_once() {
    let (instance, owner) = Instance::set_up();
    let stan = Actor::joined(&instance, &owner, "stan@x.example", Role::Standard);
    let (path, license, team): (_, Value, Value) = (
        member(&instance, "stan@x.example"),
        owner
            .post(&instance, "/api/v1/licenses", &json!({ "name": "Kaia", "type": "school", "seats": 3 }))
            .json(),
        owner.post(&instance, "/api/v1/teams", &json!({ "name": "Faces" })).json(),
    );
    let id = path.rsplit('/').next().unwrap();
    let seats = format!("/api/v1/licenses/{}/assignments", license["id"].as_str().unwrap());
    owner.post(&instance, &seats, &json!({ "assignments": [{ "member": id }] })).expect(200);
    let people = format!("/api/v1/teams/{}/members", team["id"].as_str().unwrap());
    owner.post(&instance, &people, &json!({ "members": [id] })).expect(200);
    let lists = ["/api/v1/members?q=stan", "/api/v1/members", &seats, &people, "/api/v1/invitations"];
    let photos = || {
        lists.map(|list| {
            let page: Value = owner.get(&instance, list).json();
            let row = page["items"]
                .as_array()
                .unwrap()
                .iter()
                .find(|row| row["email"] == "stan@x.example")
                .unwrap();
            row["photo"].as_str().map(str::to_owned)
        })
    };
    assert_eq!(photos(), [const { None }; 5]);
    let put: Profile = stan.put(&instance, MY_PHOTO, &json!({ "image": JPEG })).json();
    assert_eq!(photos(), [(); 5].map(|()| put.photo.clone()));
    let one: Value = owner.get(&instance, &path).json();
    assert_eq!(one["photo"].as_str(), put.photo.as_deref());
    let kept = |query: &str| {
        let shown = owner.get(&instance, &format!("{path}/photo{query}")).expect(200);
        let header = |name: &str| shown.reply.headers()[name].to_str().unwrap().to_owned();
        (header("cache-control"), header("vary"))
    };
    let of_session = |kept: &str| (kept.to_owned(), "cookie".to_owned());
    let named = format!("?v={}", put.photo.unwrap());
    assert_eq!(kept(&named), of_session("private, max-age=604800, immutable"));
    // One that is no more is answered with the one that is, and not kept as what it is not.
    owner.put(&instance, &format!("{path}/photo"), &json!({ "image": JPEG })).expect(200);
    assert_eq!(kept(&named), of_session("private, no-cache"));
    stan.get(&instance, &format!("{path}/photo{named}")).refused(Code::Forbidden);
    // The list looks into the index of versions, not into the pictures.
    let window = Window::parse(None, None).unwrap();
    let organization: Vec<Value> = instance.rows("SELECT id FROM organizations");
    let organization = organization[0]["id"].as_str().unwrap().parse().unwrap();
    let filter = MemberFilter::default();
    let plan = instance.plan(&members::list(&instance.ctx(), organization, &filter, &window));
    assert!(
        plan.iter().any(|step| step.contains("USING COVERING INDEX photos_versions (member_id=?)")),
        "{plan:#?}"
    );
}

/// covers: C5
#[test]
fn what_is_no_photo_is_refused_at_its_field() {
    let (instance, owner) = Instance::set_up();
    for image in [
        "",
        "not base64!",
        "R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7",
        "PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciLz4=",
        "/9j/wAALCAEAAQEBAREA/9oAAv/Z",
        &"A".repeat(90_000),
        &"A".repeat(400_000),
    ] {
        let problem = owner.put(&instance, MY_PHOTO, &json!({ "image": image })).refused(Code::NotAnImage);
        assert_eq!(problem.field.as_deref(), Some("image"));
    }
    owner.put(&instance, MY_PHOTO, &json!({ "image": "A".repeat(2_000_000) })).refused(Code::BodyTooLarge);
    owner.get(&instance, MY_PHOTO).refused(Code::NotFound);
}

/// covers: C5
#[test]
fn nobody_changes_the_face_of_whoever_may_do_more_and_what_did_not_happen_is_not_told() {
    let (instance, owner) = Instance::set_up();
    let admin = Actor::joined(&instance, &owner, "ada@x.example", Role::Admin);
    let owners: Vec<Value> = instance.rows("SELECT id FROM members WHERE role = 'owner'");
    let photo = format!("/api/v1/members/{}/photo", owners[0]["id"].as_str().unwrap());
    owner.put(&instance, MY_PHOTO, &json!({ "image": JPEG })).expect(200);
    admin.put(&instance, &photo, &json!({ "image": JPEG })).refused(Code::RoleNotGrantable);
    admin.delete(&instance, &photo).refused(Code::RoleNotGrantable);
    let own = format!("{}/photo", member(&instance, "ada@x.example"));
    for at in [MY_PHOTO, &own] {
        admin.put(&instance, at, &json!({ "image": JPEG })).expect(200);
        admin.delete(&instance, at).expect(200);
        admin.delete(&instance, at).expect(200);
    }
    for (kind, times) in [("photo.set", 3), ("photo.removed", 2)] {
        let events: Value = owner.get(&instance, &format!("/api/v1/events?kind={kind}")).json();
        assert_eq!(events["items"].as_array().unwrap().len(), times, "{kind}");
    }
}

/// covers: C5
#[test]
fn where_and_by_what_a_photo_was_taken_is_not_kept() {
    let (instance, owner) = Instance::set_up();
    // The same picture, with a segment of a camera before it.
    let told = "/9j/4QAMRXhpZgAAaGVyZf/AAAsIAAEAAgEBEQD/2gAC/9k=";
    owner.put(&instance, MY_PHOTO, &json!({ "image": told })).expect(200);
    let kept: Vec<Value> = instance.rows("SELECT image FROM photos");
    assert_eq!(kept[0]["image"], JPEG);
}
