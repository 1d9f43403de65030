//! The refusal test: every route, by every actor, against the table of routes. A new route is in it by itself.

use functions::http::route::{Access, Route, Surface};
use functions::http::router::routes;
use http::Method;
use serde_json::{Value, json};
use shared::Code;
use shared::access::{Permission, Permissions, Role};
use shared::api::roles::RoleInfo;
use shared::error::Problem;
use usher_tests::{Actor, Instance};

/// A path with ids that exist nowhere.
fn path(route: &Route) -> String {
    let id = "01h455vb4pex5vsknk084sn02q";
    route
        .path
        .replace("{member}", &format!("mem_{id}"))
        .replace("{invitation}", &format!("inv_{id}"))
        .replace("{license}", &format!("lic_{id}"))
        .replace("{assignment}", &format!("asg_{id}"))
        .replace("{key}", &format!("key_{id}"))
        .replace("{provider}", "zoom")
        .replace("{account}", &format!("acc_{id}"))
        .replace("{connection}", &format!("con_{id}"))
        .replace("{domain}", &format!("dom_{id}"))
        .replace("{external_id}", &format!("xid_{id}"))
        .replace("{email}", &format!("eml_{id}"))
        .replace("{plan}", &format!("cpl_{id}"))
        .replace("{company}", &format!("cmp_{id}"))
        .replace("{service}", &format!("srv_{id}"))
        .replace("{appointment}", &format!("apt_{id}"))
        .replace("{field}", &format!("fld_{id}"))
        .replace("{team}", &format!("team_{id}"))
        .replace("{product}", &format!("prd_{id}"))
        .replace("{package}", &format!("pkg_{id}"))
        .replace("{role}", &format!("role_{id}"))
        .replace("{session}", &format!("ses_{id}"))
        .replace(
            "{token}",
            if route.path.starts_with("/i/") || route.path.starts_with("/l/") {
                "nonsense"
            } else {
                "tok_01h455vb4pex5vsknk084sn02q"
            },
        )
        .replace("{import}", &format!("imp_{id}"))
        .replace("{part}", "0")
        .replace("{mail}", "out_nonsense")
}

fn code(instance: &Instance, actor: &Actor, route: &Route) -> Option<Code> {
    let body = (route.method != Method::GET).then(|| json!({}));
    let answer = actor.send(instance, route.method.clone(), &path(route), body.as_ref());
    serde_json::from_str::<Problem>(&answer.text()).ok().map(|problem| problem.code)
}

/// covers: C3, E1, E9
#[test]
fn nobody_gets_past_a_route_without_what_it_asks_for() {
    let (instance, owner) = Instance::set_up();
    let permissions =
        Permissions::of(&[Permission::ReadMembers, Permission::ManageTeams, Permission::Export]);
    let custom = json!({ "name": "Front desk", "based_on": "standard", "permissions": permissions });
    let custom: RoleInfo = owner.post(&instance, "/api/v1/roles", &custom).json();
    let built_in = Role::BUILT_IN.iter().map(|role| (*role, role.permissions()));
    let people: Vec<_> = built_in
        .chain([(custom.id, permissions)])
        .map(|(role, held)| {
            let email = format!("{role}@northwind.example");
            (role, held, Actor::joined(&instance, &owner, &email, role))
        })
        .collect();
    let scopeless: Value =
        owner.post(&instance, "/api/v1/tokens", &json!({ "name": "x", "scopes": ["check"] })).json();
    let scopeless = Actor::program(scopeless["secret"].as_str().unwrap());
    for route in routes() {
        let what = format!("{} {}", route.method, route.path);
        let anonymous = code(&instance, &Actor::anonymous(), &route);
        match route.access {
            Access::Public => assert_ne!(anonymous, Some(Code::Unauthenticated), "{what}"),
            Access::Link => {
                assert!(matches!(anonymous, Some(Code::NotFound) | None), "{what}: {anonymous:?}");
            }
            Access::SignedIn => assert_eq!(anonymous, Some(Code::Unauthenticated), "{what}"),
            Access::Needs(_) | Access::NeedsBoth(..) => {
                let needed = match route.access {
                    Access::NeedsBoth(one, other) => vec![one, other],
                    Access::Needs(one) => vec![one],
                    _ => Vec::new(),
                };
                assert_eq!(anonymous, Some(Code::Unauthenticated), "{what}");
                let forged = Actor::program(
                    "ush_01h455vb4pex5vsknk084sn02q.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
                );
                assert_eq!(code(&instance, &forged, &route), Some(Code::Unauthenticated), "{what}");
                for (role, held, actor) in &people {
                    let refused = code(&instance, actor, &route) == Some(Code::Forbidden);
                    let may = needed.iter().all(|permission| held.has(*permission));
                    assert_eq!(refused, !may, "{what} by {role}");
                }
                let refused = code(&instance, &scopeless, &route) == Some(Code::Forbidden);
                assert_eq!(refused, needed != [Permission::Check], "{what} by a token without the scope");
            }
        }
    }
}

#[test]
fn another_organization_is_not_there() {
    let (instance, owner) = Instance::set_up();
    let license: Value = owner
        .post(&instance, "/api/v1/licenses", &json!({ "name": "Kaia", "type": "school", "seats": 3 }))
        .json();
    let rows = json!({ "invitations": [{ "email": "ann@northwind.example", "licenses": [license["id"]] }] });
    let invited: Value = owner.post(&instance, "/api/v1/invitations", &rows).json();
    let stranger = Actor::of_another_organization(&instance);
    let license = license["id"].as_str().unwrap();
    let invitation = invited["results"][0]["id"].as_str().unwrap();
    for path in [
        format!("/api/v1/licenses/{license}"),
        format!("/api/v1/licenses/{license}/assignments"),
        format!("/api/v1/licenses/{license}/ledger"),
        format!("/api/v1/invitations/{invitation}"),
        format!("/api/v1/invitations/{invitation}/link"),
    ] {
        stranger.get(&instance, &path).refused(Code::NotFound);
    }
    stranger
        .post(&instance, &format!("/api/v1/invitations/{invitation}/cancel"), &json!({}))
        .refused(Code::NotFound);
    let rows = json!({ "assignments": [{ "email": "spy@elsewhere.example" }] });
    stranger
        .post(&instance, &format!("/api/v1/licenses/{license}/assignments"), &rows)
        .refused(Code::NotFound);
    for list in [
        "members",
        "invitations",
        "licenses",
        "teams",
        "services",
        "appointments",
        "companies",
        "events",
        "tokens",
    ] {
        let page: Value = stranger.get(&instance, &format!("/api/v1/{list}")).json();
        assert!(
            !page.to_string().contains("ann@northwind.example") && !page.to_string().contains("Kaia"),
            "{list}: {page}"
        );
    }
}

#[test]
fn a_token_never_does_more_than_its_maker() {
    let (instance, owner) = Instance::set_up();
    let admin = Actor::joined(&instance, &owner, "adam@northwind.example", Role::Admin);
    let made: Value = admin
        .post(
            &instance,
            "/api/v1/tokens",
            &json!({ "name": "sync", "scopes": ["members:read", "tokens:manage"] }),
        )
        .json();
    let program = Actor::program(made["secret"].as_str().unwrap());
    program.get(&instance, "/api/v1/members").expect(200);
    let too_much = json!({ "name": "more", "scopes": ["organization:manage"] });
    admin.post(&instance, "/api/v1/tokens", &too_much).refused(Code::RoleNotGrantable);
    let adam: Vec<Value> = instance.rows("SELECT id FROM members WHERE email = 'adam@northwind.example'");
    let adam = format!("/api/v1/members/{}", adam[0]["id"].as_str().unwrap());
    owner.patch(&instance, &adam, &json!({ "role": "standard" })).expect(200);
    program.get(&instance, "/api/v1/members").refused(Code::Forbidden);
    owner.post(&instance, &format!("{adam}/disable"), &json!({})).expect(200);
    program.get(&instance, "/api/v1/members").refused(Code::Unauthenticated);
}

#[test]
fn home_tells_nobody_what_its_lists_would_not() {
    let (instance, owner) = Instance::set_up();
    let made: Value = owner
        .post(&instance, "/api/v1/licenses", &json!({ "name": "Kaia", "type": "staff", "seats": 1 }))
        .json();
    let lines = json!({ "invitations": [{ "email": "ann@x.example", "licenses": [made["id"]] }] });
    owner.post(&instance, "/api/v1/invitations", &lines).expect(200);
    let cy = Actor::joined(&instance, &owner, "cy@x.example", Role::Collaborator);
    let seen = |by: &Actor| -> (usize, u64, u64, usize, u64) {
        let home: Value = by.get(&instance, "/api/v1/home").json();
        let of = |name: &str| home[name].as_array().unwrap().len();
        let pending = home["invitations"]["pending"].as_u64().unwrap();
        (
            of("licenses"),
            home["licenses_total"].as_u64().unwrap(),
            pending,
            of("notices"),
            home["members"]["active"].as_u64().unwrap(),
        )
    };
    cy.get(&instance, "/api/v1/licenses").refused(Code::Forbidden);
    assert_eq!(seen(&owner), (1, 1, 1, 1, 2));
    assert_eq!(seen(&cy), (0, 0, 0, 0, 2));
}

#[test]
fn paths_of_the_api_never_fall_through_to_the_console() {
    let (instance, owner) = Instance::set_up();
    owner.get(&instance, "/api/v1/nothing").refused(Code::NotFound);
    owner.delete(&instance, "/api/v1/home").refused(Code::MethodNotAllowed);
    assert!(routes().iter().all(|route| route.surface == Surface::Page
        || route.path.starts_with("/api/")
        || !route.path.contains('{')));
}
