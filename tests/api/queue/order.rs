//! The order of the queue: the database and the rule of `shared::queue` agree, whatever happens in whichever order.

use proptest::prelude::*;
use serde_json::json;
use shared::api::Page;
use shared::api::assignments::Assignment;
use shared::api::invitations::Outcome;
use shared::queue::{Line, QueueMove};

use super::Full;

#[derive(Clone, Debug)]
enum Act {
    Join(u8),
    Leave(u8),
    Move(u8, QueueMove),
    Free,
    Grow,
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let to = prop_oneof![Just(QueueMove::Front), Just(QueueMove::Up), Just(QueueMove::Down)];
    let act = prop_oneof![
        4 => (0_u8..8).prop_map(Act::Join),
        1 => (0_u8..8).prop_map(Act::Leave),
        2 => (0_u8..8, to).prop_map(|(person, to)| Act::Move(person, to)),
        2 => Just(Act::Free),
        1 => Just(Act::Grow),
    ];
    proptest::collection::vec(act, 1..30)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(12) })]
    /// The database keeps the order of the rule in `shared::queue`, whatever happens.
    #[test]
    fn the_queue_is_the_line_of_the_rule(acts in acts()) {
        let full = Full::new();
        let mut line: Line<String> = Line::default();
        let mut seats = vec!["ann@x.example".to_owned()];
        let mut total = 1;
        for act in acts {
            full.instance.pass_seconds(1);
            match act {
                Act::Join(person) => {
                    let email = format!("p{person}@x.example");
                    let result = full.add(&email);
                    if seats.contains(&email) {
                        prop_assert_eq!(result.outcome, Outcome::Unchanged);
                    } else if seats.len() < total {
                        seats.push(email);
                    } else {
                        let place = line.join(email);
                        prop_assert_eq!(result.waiting[0].place as usize, place);
                    }
                }
                Act::Leave(person) => {
                    let email = format!("p{person}@x.example");
                    if let Some(entry) = full.queue("").into_iter().find(|entry| entry.email.as_str() == email) {
                        full.owner.post(&full.instance, &full.path(&format!("/queue/{}/leave", entry.id)), &json!({})).expect(200);
                    }
                    line.leave(&email);
                }
                Act::Move(person, to) => {
                    let email = format!("p{person}@x.example");
                    if let Some(entry) = full.queue("").into_iter().find(|entry| entry.email.as_str() == email) {
                        full.owner.post(&full.instance, &full.path(&format!("/queue/{}/move", entry.id)), &json!({ "to": to })).expect(200);
                    }
                    line.move_to(&email, to);
                }
                Act::Free => {
                    let taken = full.seated();
                    if let Some((email, ..)) = taken.first() {
                        let page: Page<Assignment> = full.owner.get(&full.instance, &full.path("/assignments?limit=200")).json();
                        let row = page.items.iter().find(|row| row.email.as_str() == email).unwrap();
                        full.owner.delete(&full.instance, &full.path(&format!("/assignments/{}", row.id))).expect(200);
                        seats.retain(|other| other != email);
                        seats.extend(line.seat(1));
                    }
                }
                Act::Grow => {
                    total += 1;
                    full.owner.patch(&full.instance, &full.path(""), &json!({ "seats": total })).expect(200);
                    seats.extend(line.seat(total - seats.len()));
                }
            }
            prop_assert_eq!(full.line(), line.waiting());
            let mut expected = seats.clone();
            expected.sort();
            let mut found: Vec<_> = full.seated().into_iter().map(|(email, ..)| email).collect();
            found.sort();
            prop_assert_eq!(found, expected);
        }
        full.healthy();
    }
}
