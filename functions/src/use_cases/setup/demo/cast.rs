//! Who is in the demo organization: names from many places, and where each person stands.

use serde::Serialize;
use serde_json::Value;
use shared::id::{AssignmentId, EventId, Id, InvitationId, Kind, LicenseId, MemberId, TeamId, UserId};
use shared::time::Timestamp;

use super::role_of;
use crate::context::Context;

/// People besides the owner.
const PEOPLE: usize = 299;

const GIVEN: [&str; 30] = [
    "Oluwaseun",
    "Siobhán",
    "Theodora",
    "María José",
    "Rasmus",
    "Priya",
    "Minh Khai",
    "Anastasia",
    "Jürgen",
    "Aaliyah",
    "Tomás",
    "Ingrid",
    "Kwame",
    "Yuki",
    "Fatima",
    "Leif",
    "Chiara",
    "Dmitri",
    "Noor",
    "Étienne",
    "Amara",
    "Mateo",
    "Zofia",
    "Hana",
    "Ruth",
    "Elif",
    "Samuel",
    "Beatriz",
    "Owen",
    "Grace",
];
const FAMILY: [&str; 26] = [
    "Adébáyọ̀-Thompson",
    "Ní Dhomhnaill",
    "Papadopoulou",
    "Fernández de la Vega",
    "Østergaard-Lindqvist",
    "Subramanyam",
    "Nguyễn",
    "Vereshchagina",
    "Müller",
    "Johnson",
    "Novák",
    "Haugen",
    "Mensah",
    "Tanaka",
    "Al-Farsi",
    "Eriksson",
    "Rossi",
    "Volkov",
    "Haddad",
    "Dubois",
    "Okonkwo",
    "García",
    "Kowalska",
    "Sato",
    "Achterberg",
    "Yılmaz",
];
const TEAMS: [&str; 8] = [
    "Lincoln High",
    "Riverside Elementary",
    "Arts",
    "Science",
    "Languages",
    "Library",
    "District office",
    "IT",
];
const SCHOOLS: [&str; 4] = ["lincoln", "riverside", "district", "arts"];

/// A license of the demo: name, product, type, seats, overage in percent, days from now to its end, people on it.
const LICENSES: [(&str, &str, &str, u32, u8, i64, usize); 5] = [
    ("Lumen Reading, grades K–5", "Lumen Reading", "district", 220, 0, 9, 190),
    ("Atlas Math 6–8", "Atlas Math", "school", 50, 10, 218, 52),
    ("Studio Classroom", "Studio Classroom", "building", 24, 0, 300, 24),
    ("Lab Notebook", "Lab Notebook", "teacher", 16, 0, 280, 12),
    ("Console staff seats", "Usher Console", "staff", 40, 0, 365, 38),
];

#[derive(Serialize)]
struct Person {
    user: UserId,
    member: MemberId,
    invitation: InvitationId,
    event: EventId,
    answer_event: EventId,
    name: String,
    email: String,
    role: &'static str,
    /// The member's status: pending, active, disabled or removed.
    status: &'static str,
    /// The invitation by which they came, or are to come.
    answer: &'static str,
    delivery: &'static str,
    code_hash: String,
    days_ago: usize,
    team: TeamId,
    second_team: Option<TeamId>,
    seats: Vec<Seat>,
    invited_at: Timestamp,
    answered_at: Timestamp,
    expires_at: Timestamp,
    signed_in_at: Timestamp,
}

#[derive(Serialize)]
struct Seat {
    license: LicenseId,
    assignment: AssignmentId,
}

#[derive(Serialize)]
struct License {
    id: LicenseId,
    name: &'static str,
    product: &'static str,
    kind: &'static str,
    seats: u32,
    rule: &'static str,
    percent: u8,
    expires_at: Timestamp,
}

#[derive(Serialize)]
struct Team {
    id: TeamId,
    name: &'static str,
}

/// Everything that the demo is filled with.
#[derive(Serialize)]
pub struct Cast {
    people: Vec<Person>,
    licenses: Vec<License>,
    teams: Vec<Team>,
}

impl Cast {
    /// The whole cast, with times before now.
    pub fn new(ctx: &Context) -> Self {
        let teams: Vec<_> = TEAMS.iter().map(|name| Team { id: ctx.id(), name }).collect();
        let licenses: Vec<_> = LICENSES.iter().map(|row| license(ctx, *row)).collect();
        let people = (0..PEOPLE).map(|place| person(ctx, place, &teams, &licenses)).collect();
        Self { people, licenses, teams }
    }

    /// As the statements read it.
    pub fn to_json(&self) -> Value {
        serde_json::json!(self)
    }
}

fn license(ctx: &Context, row: (&'static str, &'static str, &'static str, u32, u8, i64, usize)) -> License {
    let (name, product, kind, seats, percent, days, _) = row;
    let rule = if percent > 0 { "percent" } else { "none" };
    License { id: ctx.id(), name, product, kind, seats, rule, percent, expires_at: ctx.now.plus_days(days) }
}

/// An id of an earlier time, so that lists in order of ids are in order of time.
fn id_of<K: Kind>(ctx: &Context, at: Timestamp) -> Id<K> {
    Id::new(at, ctx.bytes())
}

fn person(ctx: &Context, place: usize, teams: &[Team], licenses: &[License]) -> Person {
    let name = format!(
        "{} {}",
        GIVEN[place % GIVEN.len()],
        FAMILY[(place * 7 + place / GIVEN.len()) % FAMILY.len()]
    );
    let (status, answer, delivery) = standing(place);
    let days_ago = if status == "pending" && answer == "pending" { place % 10 } else { 16 + place % 90 };
    let invited_at = ctx
        .now
        .plus_days(-i64::try_from(days_ago).unwrap_or(0))
        .plus_seconds(-(i64::try_from(place).unwrap_or(0) * 97 % 40_000) - 60);
    let team = &teams[place % teams.len()];
    let second = place.is_multiple_of(9).then(|| teams[(place + 3) % teams.len()].id);
    let answered_at = invited_at.plus_seconds(7200 + i64::try_from(place).unwrap_or(0) * 60);
    let invitation: InvitationId = id_of(ctx, invited_at);
    Person {
        user: id_of(ctx, invited_at),
        member: id_of(ctx, invited_at),
        event: id_of(ctx, invited_at),
        answer_event: id_of(ctx, answered_at),
        code_hash: ctx.settings.key.join_code_hash(ctx.settings.key.join_code(invitation)),
        invitation,
        email: address(&name, place),
        name,
        role: role_of(place).word(),
        status,
        answer,
        delivery,
        days_ago,
        team: team.id,
        second_team: second,
        seats: seats(ctx, place, licenses),
        invited_at,
        answered_at,
        expires_at: invited_at.plus_days(14),
        signed_in_at: ctx.now.plus_seconds(-(i64::try_from(place * place % 900_000).unwrap_or(0)) - 60),
    }
}

/// Where somebody stands: status, the answer to their invitation, its delivery.
const fn standing(place: usize) -> (&'static str, &'static str, &'static str) {
    match place {
        240..=271 => ("pending", "pending", if place % 10 == 3 { "bounced" } else { "sent" }),
        272..=276 => ("pending", "expired", "sent"),
        277..=280 => ("removed", "declined", "sent"),
        281..=284 => ("removed", "canceled", "sent"),
        285..=298 => ("disabled", "accepted", "sent"),
        _ => ("active", "accepted", "sent"),
    }
}

/// Whether the person at this place is on each license, before its number of people is full.
const fn wanted(place: usize) -> [bool; 5] {
    [place % 3 != 2, place.is_multiple_of(5), place % 11 == 4, place % 23 == 7, place < 40]
}

fn seats(ctx: &Context, place: usize, licenses: &[License]) -> Vec<Seat> {
    let on = |index: usize| {
        wanted(place)[index] && (0..place).filter(|before| wanted(*before)[index]).count() < LICENSES[index].6
    };
    let seat = |license: &License| Seat { license: license.id, assignment: ctx.id() };
    licenses.iter().enumerate().filter(|(index, _)| on(*index)).map(|(_, license)| seat(license)).collect()
}

fn address(name: &str, place: usize) -> String {
    let plain: String = name.chars().filter_map(plain).collect();
    let plain = plain.split('.').filter(|part| !part.is_empty()).collect::<Vec<_>>().join(".");
    format!("{plain}.{place}@{}.northwind.example", SCHOOLS[place % SCHOOLS.len()])
}

/// The letter as an address has it; marks that stand alone are dropped.
fn plain(letter: char) -> Option<char> {
    Some(match letter.to_lowercase().next()? {
        letter @ ('a'..='z') => letter,
        ' ' | '-' => '.',
        'á' | 'à' | 'ä' => 'a',
        'é' | 'ễ' => 'e',
        'í' | 'ı' => 'i',
        'ọ' | 'ø' => 'o',
        'ü' => 'u',
        _ => return None,
    })
}
