//! What becomes of the rows of one part, kept in the batch that brings it about: a worker that dies right after leaves
//! nothing to guess, and one that comes late fails as a whole.

use std::cell::{Cell, RefCell};

use serde_json::{Value, json};
use shared::api::invitations::{Outcome, RowResult};
use shared::id::{AdditionId, ImportId, InvitationId, LicenseId, MemberId, OperationId};
use shared::{Code, Refusal};

use crate::ports::Statement;
use crate::store::imports::{self, Part};

/// What is kept of a row, if what it depends on takes place.
#[derive(Debug, Default)]
pub struct Kept {
    /// What became of it.
    pub result: Option<RowResult>,
    /// The invitation that has to be made.
    pub invitation: Option<InvitationId>,
    /// The addition that has to be made.
    pub addition: Option<AdditionId>,
    /// The seats that have to be given.
    pub seats: Vec<(LicenseId, MemberId)>,
}

/// The results of one part.
pub struct Receipt {
    import: ImportId,
    n: u32,
    turn: Cell<u32>,
    results: RefCell<Vec<Value>>,
    /// Where in the part the rows of the request are.
    places: RefCell<Vec<usize>>,
}

impl Receipt {
    /// The receipt of a part, with what is known of it.
    pub fn of(import: ImportId, part: &Part) -> serde_json::Result<Self> {
        let results = RefCell::new(serde_json::from_str(&part.results)?);
        Ok(Self { import, n: part.n, turn: Cell::new(part.turn), results, places: RefCell::default() })
    }

    /// Rows of the part that are not answered yet.
    pub fn open(&self) -> Vec<usize> {
        let results = self.results.borrow();
        (0..results.len()).filter(|index| results[*index].is_null()).collect()
    }

    /// Says where in the part the rows of the request are.
    pub fn places(&self, places: Vec<usize>) {
        *self.places.borrow_mut() = places;
    }

    /// Answers a row of the part with a refusal.
    pub fn refuse(&self, index: usize, refusal: &Refusal) {
        self.results.borrow_mut()[index] =
            json!({ "outcome": Outcome::Refused, "code": refusal.code, "message": refusal.detail });
    }

    /// Takes over the answers to rows of the request.
    pub fn settle(&self, rows: &[usize], answers: &[Option<RowResult>]) {
        for (row, answer) in rows.iter().zip(answers) {
            if let Some(answer) = answer {
                self.answer(*row, answer);
            }
        }
    }

    /// Takes over the answer to one row of the request.
    pub fn answer(&self, row: usize, answer: &RowResult) {
        let place = self.places.borrow()[row];
        self.results.borrow_mut()[place] = result(answer);
    }

    /// Writes what is known, and these rows of the request if what they depend on took place in this batch.
    pub fn statement(&self, kept: &[(usize, Kept)], operation: OperationId) -> Statement {
        let known = |result: &Value| if result.is_null() { Value::Null } else { json!({ "result": result }) };
        let mut entries: Vec<Value> = self.results.borrow().iter().map(known).collect();
        let places = self.places.borrow();
        for (row, kept) in kept {
            let seats: Vec<_> = kept
                .seats
                .iter()
                .map(|(license, member)| json!({ "license": license, "member": member }))
                .collect();
            entries[places[*row]] = json!({
                "result": kept.result.as_ref().map(result),
                "invitation": kept.invitation,
                "addition": kept.addition,
                "seats": seats,
            });
        }
        imports::keep(self.import, self.n, self.turn.get(), &json!(entries).to_string(), operation)
    }

    /// A batch with the statement went through.
    pub fn turned(&self) {
        self.turn.set(self.turn.get() + 1);
    }
}

/// A result without what the row itself says. In a file, somebody who has it all already is no mistake.
fn result(answer: &RowResult) -> Value {
    if answer.code == Some(Code::AlreadyMember) {
        return json!({ "outcome": Outcome::Unchanged });
    }
    let mut result = json!({ "outcome": answer.outcome });
    for (name, value) in
        [("id", json!(answer.id)), ("code", json!(answer.code)), ("message", json!(answer.message))]
    {
        if !value.is_null() {
            result[name] = value;
        }
    }
    result
}
