//! Search and paging of the People list.

use serde_json::json;
use shared::api::Page;
use shared::api::members::Member;
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
