//! Search and paging of the People list.

use functions::paging::Window;
use functions::store::members;
use serde_json::{Value, json};
use shared::api::Page;
use shared::api::members::{Member, MemberFilter};
use shared::id::OrganizationId;
use shared::search::SPELLINGS;
use usher_tests::{Actor, Instance};

fn names(instance: &Instance, owner: &Actor, query: &str) -> Vec<String> {
    let page: Page<Member> = owner.get(instance, &format!("/api/v1/members?{query}")).json();
    page.items.into_iter().map(|member| member.name).collect()
}

fn percent(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect::<Vec<_>>().concat()
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

/// Any part of a name, an address or an external id finds whom it belongs to, in any script and whatever is spelled without
/// its marks. covers: E15
#[test]
fn what_is_inside_name_address_or_id_finds_people_too() {
    let (instance, owner) = Instance::set_up();
    let people = [
        ("Günther Weißenböck-Straßmayr", "g.w@alps.example"),
        ("Søren Łukasz Æbelø", "sl@north.example"),
        ("Александра Кузнецова", "ak@x.example"),
        ("陳美玲", "ml@y.example"),
        ("김민수", "ms@y.example"),
        ("مريم الفارسي", "mf@x.example"),
        ("शिवानी वर्मा", "sv@x.example"),
        ("Đặng Thị Hồng", "dth@x.example"),
    ];
    let rows = json!({ "invitations": people.map(|(name, email)| json!({ "name": name, "email": email })) });
    owner.post(&instance, "/api/v1/invitations", &rows).expect(200);
    let found = |typed: &str| names(&instance, &owner, &format!("q={}", percent(typed)));
    let expected = [
        ("weissen", 0),
        ("Weißen", 0),
        ("böck", 0),
        ("bock", 0),
        ("STRASS may", 0),
        ("@alps", 0),
        ("alps.ex", 0),
        ("soren lukasz aebelo", 1),
        ("Æbelø", 1),
        ("нецов", 2),
        ("КУЗ", 2),
        ("美玲", 3),
        ("玲", 3),
        ("민수", 4),
        ("فارس", 5),
        ("वर्मा", 6),
        ("dang hong", 7),
        ("Đặng", 7),
    ];
    for (typed, at) in expected {
        assert_eq!(found(typed), [people[at].0], "{typed}");
    }
    assert_eq!(found("@x.example").len(), 4);
    assert_eq!(found("w st"), [people[0].0]);
    assert_eq!(found("st weissen"), [people[0].0]);
    assert!(found("ss").is_empty() && found("weissen kuz").is_empty());

    let page: Page<Member> = owner.get(&instance, "/api/v1/members?q=weissen").json();
    let id = json!({ "ids": [{ "source": "crm", "external_id": "AG-0815/x", "member": page.items[0].id }] });
    owner.post(&instance, "/api/v1/external-ids", &id).expect(200);
    assert_eq!(found("0815"), [people[0].0]);
    assert_eq!(found("ag-08 weiss"), [people[0].0]);
    let count = |typed| {
        let count: Value = owner.get(&instance, &format!("/api/v1/members/count?q={typed}")).json();
        count["people"].as_u64().unwrap()
    };
    assert_eq!((count("0815"), count("x.example"), count("st+weissen"), count("%25")), (1, 4, 1, 0));
    let ids: Value = owner.get(&instance, "/api/v1/external-ids").json();
    owner
        .delete(&instance, &format!("/api/v1/external-ids/{}", ids["items"][0]["id"].as_str().unwrap()))
        .expect(200);
    assert!(found("0815").is_empty());
    let rename = json!({ "name": "Gundula Fall" });
    owner.patch(&instance, &format!("/api/v1/members/{}", page.items[0].id), &rename).expect(200);
    assert!(found("weissen").is_empty());
    // A syllable counts beside an address too.
    assert_eq!(found("陳 @y.example"), ["陳美玲"]);
    assert_eq!(found("dula"), ["Gundula Fall"]);
}

#[test]
fn what_is_typed_is_spelled_as_what_is_looked_through() {
    let (instance, _) = Instance::set_up();
    for (letter, spelled) in SPELLINGS {
        instance.arrange(&format!("UPDATE members SET name = 'x{letter}y'"));
        let rows: Vec<Value> = instance.rows("SELECT search_text FROM members");
        assert!(rows[0]["search_text"].as_str().unwrap().starts_with(&format!("x{spelled}y ")), "{letter}");
    }
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
    instance.crowd(20_000, "'pupil' || i", "iif(i = 17777, 'Zoltán Únique', 'Pupil ' || i)");
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
    for typed in ["per", "pupil 19", "pupil pu", "@x.example"] {
        let filter = MemberFilter { search: Some(typed.to_owned()), ..MemberFilter::default() };
        let plan = instance.plan(&members::list(&instance.ctx(), organization, &filter, &window));
        assert!(!plan.iter().any(|step| step.contains("TEMP B-TREE")), "{typed}: {plan:#?}");
    }
    assert_eq!(found("q=%40x.example").len(), 8);
    let looks_at_all = |step: &String| step.starts_with("SCAN m") && !step.contains("VIRTUAL TABLE INDEX");
    assert!(!plan.iter().any(looks_at_all), "{plan:#?}");
    assert!(plan.iter().any(|step| step.contains("SEARCH m USING INTEGER PRIMARY KEY")), "{plan:#?}");
    assert!(!plan.iter().any(|step| step.contains("TEMP B-TREE")), "{plan:#?}");
}
