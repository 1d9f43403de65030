//! Ids of people in other systems: what both sides have when some change hands, and how a file of them is read.
//! Which texts are ids is [`crate::measure::check_id`]; that one id is one person's holds the database.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::access::{Permission, Permissions};
use crate::api::Named;
use crate::api::external_ids::{HeldId, IdMove, Side};
use crate::api::invitations::OfferedId;
use crate::csv::table::Row;
use crate::email::Email;
use crate::error::{Code, Refusal};
use crate::id::MemberId;
use crate::measure;

/// Ids that change hands in one act.
pub const MAX_MOVES: usize = 50;

/// Somebody concerned by moves, with what they have.
#[derive(Clone, Debug)]
pub struct Holder {
    /// Who.
    pub member: Named<MemberId>,
    /// Whether they can be given an id: whoever was removed can only lose some.
    pub takes: bool,
    /// What they have.
    pub ids: Vec<HeldId>,
}

/// What everybody concerned has before and after; refuses moves of an id twice, to its holder, to or of nobody.
pub fn sides(holders: Vec<Holder>, moves: &[IdMove]) -> Result<Vec<Side>, Refusal> {
    if !(1..=MAX_MOVES).contains(&moves.len()) {
        return Err(Refusal::new(Code::TooManyRows, "Move 1 to 50 ids at once.").at("moves"));
    }
    let takers: Vec<_> =
        holders.iter().filter(|holder| holder.takes).map(|holder| holder.member.id).collect();
    let mut sides: Vec<_> = holders
        .into_iter()
        .map(|holder| Side { member: holder.member, after: holder.ids.clone(), before: holder.ids })
        .collect();
    for (at, step) in moves.iter().enumerate() {
        if moves[..at].iter().any(|earlier| earlier.id == step.id) {
            let detail = "This id is moved once already in the same act.";
            return Err(Refusal::new(Code::DuplicateRow, detail).at(format!("moves.{at}.id")));
        }
        let nobody = |what| Refusal::not_found().at(format!("moves.{at}.{what}"));
        let from = sides.iter_mut().find(|side| side.before.iter().any(|held| held.id == step.id));
        let from = from.ok_or_else(|| nobody("id"))?;
        if from.member.id == step.to {
            let detail = format!("This id is {}’s already.", from.member.name);
            return Err(Refusal::new(Code::NotInThisState, detail).at(format!("moves.{at}.to")));
        }
        let (gone, kept): (Vec<_>, Vec<_>) =
            core::mem::take(&mut from.after).into_iter().partition(|held| held.id == step.id);
        from.after = kept;
        let to = sides.iter_mut().find(|side| side.member.id == step.to && takers.contains(&step.to));
        to.ok_or_else(|| nobody("to"))?.after.extend(gone);
    }
    for side in &mut sides {
        side.after
            .sort_by(|one, other| (&one.source, &one.external_id).cmp(&(&other.source, &other.external_id)));
    }
    Ok(sides)
}

/// The most ids that an invited row offers.
pub const MAX_OFFERED: usize = 20;

/// The ids of an invited row that the person has not yet; one that is somebody else's refuses the row and names them.
pub fn offered(
    ids: &[OfferedId],
    holders: &BTreeMap<OfferedId, Named<MemberId>>,
    own: Option<MemberId>,
    held: Permissions,
) -> Result<BTreeSet<OfferedId>, Refusal> {
    let refuse = |code, detail: &str| Err(Refusal::new(code, detail).at("external_ids"));
    if !ids.is_empty() && !held.has(Permission::EditMembers) {
        return refuse(Code::Forbidden, "You may not give people external ids.");
    }
    if ids.len() > MAX_OFFERED {
        return refuse(Code::TooManyRows, "A row takes 20 external ids.");
    }
    let mut fresh = BTreeSet::new();
    for id in ids {
        measure::check_id(&id.source, &id.external_id)?;
        match holders.get(id) {
            Some(holder) if own != Some(holder.id) => {
                let detail = format!("The id {}: {} is {}’s.", id.source, id.external_id, holder.name);
                return refuse(Code::IdTaken, &detail);
            }
            Some(_) => {}
            None => {
                fresh.insert(id.clone());
            }
        }
    }
    Ok(fresh)
}

/// Refuses ids that an earlier row gives, told by its place.
pub fn check_once(ids: &[OfferedId], given: &BTreeMap<OfferedId, usize>) -> Result<(), Refusal> {
    match ids.iter().find_map(|id| given.get(id)) {
        Some(first) => {
            let detail = format!("Row {} gives one of these ids already.", first + 1);
            Err(Refusal::new(Code::DuplicateRow, detail).at("external_ids"))
        }
        None => Ok(()),
    }
}

/// A row of a file of ids.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileRow {
    /// Its number, as a spreadsheet shows it.
    pub number: u32,
    /// The other system.
    pub source: String,
    /// The identifier there.
    pub external_id: String,
    /// The address of the person.
    pub email: String,
}

/// Reads a file with a source, an id and an address in each row. Heads say which column is which; without them the
/// address is the column with an @ sign, and of the others the first is the source.
pub fn read_file(rows: &[Row]) -> Result<Vec<FileRow>, Refusal> {
    let first = rows.first().map(|row| row.cells.as_slice()).unwrap_or_default();
    let named = |words: &[&str]| {
        first.iter().position(|cell| {
            let word: String =
                cell.chars().filter(|it| it.is_alphanumeric()).flat_map(char::to_lowercase).collect();
            words.contains(&word.as_str())
        })
    };
    let heads = (
        named(&["source", "system", "quelle"]),
        named(&["id", "externalid", "agentid", "agent", "kennung", "externekennung"]),
        named(&[
            "email",
            "mail",
            "emailaddress",
            "address",
            "person",
            "emailadresse",
            "adresse",
            "mailadresse",
        ]),
    );
    let (columns, skip) = match heads {
        (Some(source), Some(id), Some(email)) => (Some((source, id, email)), 1),
        _ => (by_content(rows), 0),
    };
    let Some((source, id, email)) = columns else {
        let detail = "The file needs three columns: source, id, email. Name them in its first row.";
        return Err(Refusal::new(Code::FileNotReadable, detail));
    };
    let cell = |row: &Row, at: usize| row.cells.get(at).cloned().unwrap_or_default();
    let read = |row: &Row| FileRow {
        number: row.number,
        source: cell(row, source),
        external_id: cell(row, id),
        email: cell(row, email),
    };
    Ok(rows.iter().skip(skip).map(read).collect())
}

fn by_content(rows: &[Row]) -> Option<(usize, usize, usize)> {
    let email = |row: &Row| row.cells.iter().position(|cell| cell.contains('@'));
    let email = rows.iter().find_map(email)?;
    let mut others = (0..3).filter(|at| *at != email);
    Some((others.next()?, others.next()?, email))
}

/// The verdict on each row before anything is sent: what is no id or address is refused, and so is an id that an
/// earlier row gives to somebody else. A row that repeats an earlier one is left out, and says which.
pub fn judge_file(rows: &[FileRow]) -> Vec<Result<(), Refusal>> {
    let mut seen: HashMap<(&str, &str), (String, u32)> = HashMap::new();
    rows.iter()
        .map(|row| {
            measure::check_id(&row.source, &row.external_id)?;
            let email = Email::parse(&row.email)?.as_str().to_owned();
            let key = (row.source.as_str(), row.external_id.as_str());
            match seen.get(&key) {
                None => {
                    seen.insert(key, (email, row.number));
                    Ok(())
                }
                Some((other, number)) => {
                    let what =
                        if *other == email { "says the same" } else { "gives this id to somebody else" };
                    let detail = format!("Row {number} {what}.");
                    Err(Refusal::new(Code::DuplicateRow, detail).at("external_id"))
                }
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::csv::table::read;
    use crate::id::ExternalIdId;
    use crate::time::Timestamp;

    fn id(seed: u8) -> ExternalIdId {
        ExternalIdId::new(Timestamp::from_millis(1), [seed; 10])
    }

    fn person(seed: u8) -> MemberId {
        MemberId::new(Timestamp::from_millis(1), [seed; 10])
    }

    fn holder(seed: u8, ids: &[u8]) -> Holder {
        let held = |seed: &u8| HeldId {
            id: id(*seed),
            source: "voice".to_owned(),
            external_id: seed.to_string(),
            figures: 0,
        };
        Holder {
            member: Named { id: person(seed), name: format!("P{seed}") },
            takes: true,
            ids: ids.iter().map(held).collect(),
        }
    }

    fn after(sides: &[Side]) -> Vec<Vec<&str>> {
        sides.iter().map(|side| side.after.iter().map(|held| held.external_id.as_str()).collect()).collect()
    }

    /// covers: E12
    #[test]
    fn ids_move_and_change_places_and_both_sides_are_told() {
        let holders = || vec![holder(1, &[7, 8]), holder(2, &[9])];
        let go = |moves: &[(u8, u8)]| {
            let moves: Vec<_> =
                moves.iter().map(|(of, to)| IdMove { id: id(*of), to: person(*to) }).collect();
            sides(holders(), &moves)
        };
        assert_eq!(after(&go(&[(7, 2)]).unwrap()), [vec!["8"], vec!["7", "9"]]);
        let swapped = go(&[(8, 2), (9, 1)]).unwrap();
        assert_eq!(after(&swapped), [vec!["7", "9"], vec!["8"]]);
        assert_eq!(swapped[0].before.len(), 2, "and what was before");
        let code = |moves: &[(u8, u8)]| go(moves).unwrap_err().code;
        assert_eq!(code(&[]), Code::TooManyRows);
        assert_eq!(code(&[(7, 2), (7, 2)]), Code::DuplicateRow);
        assert_eq!(code(&[(7, 1)]), Code::NotInThisState);
        assert_eq!(code(&[(77, 1)]), Code::NotFound);
        assert_eq!(code(&[(7, 3)]), Code::NotFound);
        let gone = vec![holder(1, &[7]), Holder { takes: false, ..holder(2, &[]) }];
        assert_eq!(sides(gone, &[IdMove { id: id(7), to: person(2) }]).unwrap_err().code, Code::NotFound);
    }

    #[test]
    fn a_file_is_read_by_its_heads_or_by_its_at_signs() {
        let read_in = |text: &str| read_file(&read(text.to_owned()).unwrap());
        let rows = read_in("E-Mail;Quelle;ID\na@x.example;voice;17\n").unwrap();
        assert_eq!(
            (rows[0].source.as_str(), rows[0].external_id.as_str(), rows[0].number),
            ("voice", "17", 2)
        );
        assert_eq!(rows[0].email, "a@x.example");
        assert_eq!(read_in("voice,17,a@x.example").unwrap()[0].external_id, "17");
        assert_eq!(read_in("voice,17,ann").unwrap_err().code, Code::FileNotReadable);
    }

    #[test]
    fn rows_of_a_file_are_judged_before_they_are_sent() {
        let row = |number, source: &str, id: &str, email: &str| FileRow {
            number,
            source: source.to_owned(),
            external_id: id.to_owned(),
            email: email.to_owned(),
        };
        let verdicts = judge_file(&[
            row(2, "voice", "17", "a@x.example"),
            row(3, "voice", "17", "A@x.example"),
            row(4, "voice", "17", "b@x.example"),
            row(5, "", "17", "b@x.example"),
            row(6, "chat", "17", "b.example"),
            row(7, "chat", "17", "b@x.example"),
        ]);
        let codes: Vec<_> = verdicts.iter().map(|it| it.as_ref().err().map(|it| it.code)).collect();
        let duplicate = Some(Code::DuplicateRow);
        assert_eq!(
            codes,
            [None, duplicate, duplicate, Some(Code::InvalidText), Some(Code::InvalidEmail), None]
        );
        assert!(verdicts[2].as_ref().unwrap_err().detail.contains("somebody else"));
    }
}
