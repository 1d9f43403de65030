//! Search and paging of the People list.

use functions::paging::Window;
use functions::store::members;
use serde_json::{Value, json};
use shared::api::Page;
use shared::api::members::{Member, MemberFilter};
use shared::id::OrganizationId;
use usher_tests::{Actor, Instance};

fn names(instance: &Instance, owner: &Actor, query: &str) -> Vec<String> {
    let page: Page<Member> = owner.get(instance, &format!("/api/v1/members?{query}")).json();
    page.items.into_iter().map(|member| member.name).collect()
}

/// covers: E15
#[test]
fn the_beginning_of_any_word_of_name_or_address_finds_people() {
    let (instance, owner) = Instance::set_up();
    let people = [
        ("Siobhán Ní Dhomhnaill", "s.nd@x.example"),
        ("陳美玲", "meiling@y.example"),
        ("Ann Lee", "lee+work@x.example"),
    ];
    let rows = json!({ "invitations": people.map(|(name, email)| json!({ "name": name, "email": email })) });
    owner.post(&instance, "/api/v1/invitations", &rows).expect(200);
    assert_eq!(names(&instance, &owner, "q=siobhan"), ["Siobhán Ní Dhomhnaill"]);
    assert_eq!(names(&instance, &owner, "q=dhom+sio"), ["Siobhán Ní Dhomhnaill"]);
    assert_eq!(names(&instance, &owner, "q=%E9%99%B3"), ["陳美玲"]);
    assert_eq!(names(&instance, &owner, "q=lee%2Bwork%40x"), ["Ann Lee"]);
    assert_eq!(names(&instance, &owner, "q=l"), ["Ann Lee"]);
    assert!(names(&instance, &owner, "q=nobody").is_empty());
    assert!(names(&instance, &owner, "q=%22%29+OR+%28").is_empty());
    assert!(names(&instance, &owner, "q=%25").is_empty());
}

#[test]
fn pages_give_everybody_once_in_the_order_of_names() {
    let (instance, owner) = Instance::set_up();
    let rows: Vec<_> = (0..40)
        .map(|i| json!({ "email": format!("p{i}@x.example"), "name": format!("Person {:02}", (i * 7) % 40) }))
        .collect();
    owner.post(&instance, "/api/v1/invitations", &json!({ "invitations": rows })).expect(200);
    for query in ["", "&q=person"] {
        let mut found = Vec::new();
        let mut path = format!("/api/v1/members?limit=7&status=pending{query}");
        loop {
            let page: Page<Member> = owner.get(&instance, &path).json();
            found.extend(page.items.into_iter().map(|member| member.name));
            let Some(cursor) = page.next_cursor else { break };
            path = format!("/api/v1/members?limit=7&status=pending{query}&cursor={cursor}");
        }
        let mut sorted = found.clone();
        sorted.sort();
        assert_eq!(found.len(), 40, "{query}");
        if query.is_empty() {
            assert_eq!(found, sorted);
        }
        sorted.dedup();
        assert_eq!(sorted.len(), 40);
    }
}

/// The dialog that assigns finds the right one of many thousands (`npm run bench` has 100,000) by what tells them apart, and a single letter that all of them
/// have costs no look at all of them: the index answers in its own order, and the page ends the search. covers: A5
#[test]
fn the_assign_dialog_finds_one_of_many_thousands() {
    let (instance, owner) = Instance::set_up();
    instance.arrange(
        "INSERT INTO members (id, organization_id, user_id, email, name, role, status, created_at, changed_by, changed_at, operation_id) \
         WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) \
         SELECT 'mem_01h455vb4pex5vsknk08' || printf('%06d', i), o.organization_id, o.user_id, 'pupil' || i || '@x.example', \
         iif(i = 17777, 'Zoltán Únique', 'Pupil ' || i), 'standard', 'active', o.created_at, '', o.created_at, '' FROM n, members o WHERE o.email = 'dana@northwind.example'",
    );
    let found = |query: &str| names(&instance, &owner, &format!("{query}&limit=8"));
    assert_eq!(found("q=unique"), ["Zoltán Únique"]);
    assert_eq!(found("q=pupil17777%40x.example"), ["Zoltán Únique"]);
    assert_eq!(found("q=z+u"), ["Zoltán Únique"]);
    assert_eq!(found("q=p").len(), 8);
    assert!(found("q=19999+pupil")[0].contains("19999") && found("q=nobody").is_empty());
    let organization: Vec<Value> = instance.rows("SELECT id FROM organizations");
    let organization: OrganizationId = organization[0]["id"].as_str().unwrap().parse().unwrap();
    let filter = MemberFilter { search: Some("p".to_owned()), ..MemberFilter::default() };
    let window = Window::parse(Some("8"), None).unwrap();
    let plan = instance.plan(&members::list(&instance.ctx(), organization, &filter, &window));
    let looks_at_all = |step: &String| step.starts_with("SCAN m") && !step.contains("VIRTUAL TABLE INDEX");
    assert!(!plan.iter().any(looks_at_all), "{plan:#?}");
    assert!(plan.iter().any(|step| step.contains("SEARCH m USING INTEGER PRIMARY KEY")), "{plan:#?}");
    assert!(!plan.iter().any(|step| step.contains("TEMP B-TREE")), "{plan:#?}");
}
