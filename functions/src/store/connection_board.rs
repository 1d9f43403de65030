//! The board of connections: who stands where with each provider. Facts only; the state is `shared::provider::state`.

use std::collections::HashMap;

use serde::Deserialize;
use shared::api::Named;
use shared::api::connections::{BoardCell, BoardFilter, BoardRow, Connection};
use shared::email::Email;
use shared::id::{LicenseId, MemberId, OrganizationId};
use shared::provider::{ConnectionState, PROVIDERS, ProviderId, state};

use crate::failure::Failure;
use crate::paging::Window;
use crate::ports::{Param, Statement};
use crate::store::conditions::Conditions;
use crate::store::connections::ITEM;

/// A seat of the member `m` on a license that uses a provider, with the connection there.
const SEAT: &str = "SELECT 1 FROM assignments a JOIN license_providers u ON u.license_id = a.license_id \
    LEFT JOIN connections c ON c.member_id = a.member_id AND c.provider = u.provider WHERE a.member_id = m.id AND a.status = 'accepted'";

/// Who is on the board, and who beside them when one person is asked for.
const ALL: &str = "m.organization_id = ? AND m.status = 'active'";
const ONE: &str = "m.organization_id = ? AND m.status IN ('active', 'disabled')";

/// A page of people by name, one more than asked for when there are more: rows of [`PersonRow`]. Those who are deactivated
/// use nothing; whoever asks for one of them by id sees the accounts that they still keep from others.
pub fn list(organization: OrganizationId, filter: &BoardFilter, window: &Window) -> Statement {
    let mut conditions = Conditions::default()
        .and(if filter.member.is_some() { ONE } else { ALL }, [organization.into()])
        .and_contains("m.name || ' ' || m.email", filter.search.as_deref())
        .and_some("m.id = ?", filter.member);
    let provider = filter.provider.map(ProviderId::as_str);
    let at = if provider.is_some() { " AND c.provider = ?" } else { "" };
    let of = if provider.is_some() { " AND u.provider = ?" } else { "" };
    let bound = || provider.map(Param::from);
    conditions = match filter.state {
        None => conditions.and(
            &format!("(EXISTS ({SEAT}{of}) OR EXISTS (SELECT 1 FROM connections c WHERE c.member_id = m.id{at}))"),
            bound().into_iter().chain(bound()),
        ),
        // Few of many may be so: they are looked for among those who hold a seat, not one person after the other.
        Some(ConnectionState::NotConnected) => conditions.and(
            &format!(
                "m.id IN (SELECT a.member_id FROM license_providers u JOIN assignments a ON a.license_id = u.license_id AND a.status = 'accepted' \
                 LEFT JOIN connections c ON c.member_id = a.member_id AND c.provider = u.provider \
                 WHERE u.organization_id = ? AND c.id IS NULL{of})"
            ),
            [Param::from(organization)].into_iter().chain(bound()),
        ),
        Some(ConnectionState::Unlicensed) => conditions.and(
            &format!(
                "EXISTS (SELECT 1 FROM connections c WHERE c.member_id = m.id{at} AND NOT EXISTS (SELECT 1 FROM assignments a \
                 JOIN license_providers u ON u.license_id = a.license_id WHERE a.member_id = m.id AND a.status = 'accepted' AND u.provider = c.provider))"
            ),
            bound(),
        ),
        Some(linked) => {
            let within = [organization.into(), linked.as_str().into(), linked.as_str().into()];
            conditions.and(
                &format!("m.id IN (SELECT member_id FROM connections WHERE organization_id = ? AND state = ?) AND EXISTS ({SEAT} AND c.state = ?{of})"),
                within.into_iter().chain(bound()),
            )
        }
    };
    conditions = conditions.and_some(&format!("EXISTS ({SEAT} AND a.license_id = ?)"), filter.license);
    if window.after(0) != Param::Null {
        conditions = conditions.and("(m.sort_key, m.id) > (?, ?)", [window.after(0), window.after(1)]);
    }
    let sql =
        format!("{}{} ORDER BY m.sort_key, m.id LIMIT {}", person(), conditions.sql(), window.limit() + 1);
    conditions.bind_to(Statement::new(sql))
}

/// One person, whatever they have.
pub fn one(organization: OrganizationId, member: MemberId) -> Statement {
    Statement::new(format!("{} WHERE m.organization_id = ?1 AND m.id = ?2", person()))
        .bind(organization)
        .bind(member)
}

fn person() -> String {
    format!(
        "SELECT m.id, m.name, m.email, m.sort_key, \
         (SELECT json_group_array(json_object('provider', u.provider, 'id', l.id, 'name', l.name)) FROM assignments a \
         JOIN license_providers u ON u.license_id = a.license_id JOIN licenses l ON l.id = a.license_id \
         WHERE a.member_id = m.id AND a.status = 'accepted') AS seats, \
         (SELECT json_group_array({ITEM}) FROM connections c JOIN external_accounts x ON x.id = c.account_id WHERE c.member_id = m.id) AS links \
         FROM members m"
    )
}

/// A row of [`list`].
#[derive(Debug, Deserialize)]
pub struct PersonRow {
    /// The member.
    pub id: MemberId,
    name: String,
    email: Email,
    /// What the list is sorted by.
    pub sort_key: String,
    seats: String,
    links: String,
}

#[derive(Deserialize)]
struct Seat {
    provider: ProviderId,
    id: LicenseId,
    name: String,
}

impl PersonRow {
    /// The person on the board.
    pub fn into_row(self) -> Result<BoardRow, Failure> {
        let broken = |error: crate::json::Error| Failure::broken("connection board", error);
        let seats: Vec<Seat> = crate::json::read(&self.seats).map_err(broken)?;
        let links: Vec<Connection> = crate::json::read(&self.links).map_err(broken)?;
        let mut licenses: HashMap<_, Vec<_>> = HashMap::new();
        for seat in seats {
            licenses.entry(seat.provider).or_default().push(Named { id: seat.id, name: seat.name });
        }
        let mut links: HashMap<_, _> = links.into_iter().map(|link| (link.provider, link)).collect();
        let cell = |provider: ProviderId| {
            let (licenses, connection) =
                (licenses.remove(&provider).unwrap_or_default(), links.remove(&provider));
            let state = state(!licenses.is_empty(), connection.as_ref().map(|link| link.state));
            BoardCell { provider, state, licenses, connection }
        };
        let providers = PROVIDERS.iter().map(|provider| provider.id).map(cell).collect();
        Ok(BoardRow { member: self.id, name: self.name, email: self.email, providers })
    }
}

/// How many people stand where (`shared::api::connections::BoardCounts`), in one row.
pub fn counts(organization: OrganizationId) -> Statement {
    Statement::new(
        "SELECT count(DISTINCT member_id) AS people, count(DISTINCT member_id) FILTER (WHERE state = 'connected') AS connected, \
         count(DISTINCT member_id) FILTER (WHERE state = 'none') AS not_connected, \
         count(DISTINCT member_id) FILTER (WHERE state = 'broken') AS broken FROM \
         (SELECT a.member_id, coalesce(c.state, 'none') AS state FROM license_providers u \
         JOIN assignments a ON a.license_id = u.license_id AND a.status = 'accepted' \
         LEFT JOIN connections c ON c.member_id = a.member_id AND c.provider = u.provider WHERE u.organization_id = ?1 \
         UNION ALL SELECT c.member_id, 'unlicensed' FROM connections c JOIN members m ON m.id = c.member_id AND m.status = 'active' \
         WHERE c.organization_id = ?1)",
    )
    .bind(organization)
}

/// How many people hold a seat whose connection does not work, in a row with `broken`.
pub fn broken(organization: OrganizationId) -> Statement {
    Statement::new(
        "SELECT count(DISTINCT m.id) AS broken FROM connections c JOIN members m ON m.id = c.member_id AND m.status = 'active' \
         WHERE c.organization_id = ?1 AND c.state = 'broken' AND EXISTS (SELECT 1 FROM assignments a \
         JOIN license_providers u ON u.license_id = a.license_id AND u.provider = c.provider WHERE a.member_id = m.id AND a.status = 'accepted')",
    )
    .bind(organization)
}
