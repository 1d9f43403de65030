//! Imports: the file, its parts, and what became of each row. Carrying rows out is `use_cases::imports`.

use serde::{Deserialize, Serialize};
use shared::email::Email;
use shared::id::{ImportId, LicenseId, MemberId, OperationId, OrganizationId, TokenId};
use shared::import::{ImportStatus, ROWS_A_PART};
use shared::time::Timestamp;
use shared::{Code, Refusal};

use crate::authority::Actor;
use crate::context::Context;
use crate::paging::Window;
use crate::ports::{Param, Statement};
use crate::store::page::Listing;

/// Seconds for which a worker has an import to itself; taken anew for each part.
const LEASE: i64 = 30;

/// What the database says to a worker that is late with a part.
pub const TURN_TAKEN: &str = "import_turn_taken";

/// An import as the API shows it (`shared::api::imports::Import`).
const ITEM: &str = "json_object('id', i.id, 'name', i.name, 'status', i.status, 'rows', i.rows, \
    'license', json((SELECT json_object('id', l.id, 'name', l.name) FROM licenses l WHERE l.id = i.license_id)), \
    'counts', json((SELECT json_object('invited', coalesce(sum(invited), 0), 'extended', coalesce(sum(extended), 0), 'added', coalesce(sum(added), 0), \
    'unchanged', coalesce(sum(unchanged), 0), 'refused', coalesce(sum(refused), 0)) FROM import_parts p WHERE p.import_id = i.id)), \
    'created_by', i.created_by_name, 'created_at', i.created_at, 'finished_at', i.finished_at)";

/// An import to begin.
pub struct NewImport<'a> {
    /// Its id.
    pub id: ImportId,
    /// Where.
    pub organization: OrganizationId,
    /// The file's name.
    pub name: &'a str,
    /// How many rows.
    pub rows: u32,
    /// The license of rows that name none.
    pub license: Option<LicenseId>,
    /// Days that invitations are open.
    pub days: u8,
    /// Who answers for it.
    pub member: MemberId,
    /// By which token.
    pub token: Option<TokenId>,
    /// Their name.
    pub by: &'a str,
    /// The write it belongs to.
    pub operation: OperationId,
}

/// Begins an import, if the license is there.
pub fn insert(ctx: &Context, import: &NewImport<'_>) -> Statement {
    Statement::new(
        "INSERT INTO imports (id, organization_id, name, status, rows, license_id, days, member_id, token_id, created_by_name, created_at, part_at, operation_id) \
         SELECT ?1, ?2, ?3, 'draft', ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?10, ?11 \
         WHERE ?5 IS NULL OR EXISTS (SELECT 1 FROM licenses WHERE organization_id = ?2 AND id = ?5)",
    )
    .bind(import.id)
    .bind(import.organization)
    .bind(import.name)
    .bind(import.rows)
    .bind(import.license)
    .bind(i64::from(import.days))
    .bind(import.member)
    .bind(import.token)
    .bind(import.by)
    .bind(ctx.now)
    .bind(import.operation)
}

/// One import as JSON text, in a row with `item`.
pub fn item(organization: OrganizationId, import: ImportId) -> Statement {
    Statement::new(format!("SELECT {ITEM} AS item FROM imports i WHERE i.organization_id = ?1 AND i.id = ?2"))
        .bind(organization)
        .bind(import)
}

/// A page of imports, the newest first.
pub fn list(organization: OrganizationId, window: &Window) -> Statement {
    Listing {
        item: ITEM,
        key: "json_array(i.id)",
        from: "FROM imports i WHERE i.organization_id = ?1 AND (?2 IS NULL OR i.id < ?2)",
        order: "i.id DESC",
    }
    .statement(window)
    .bind(organization)
    .bind(window.after(0))
}

/// Whoever fills a draft and sets it going. It is carried out with the rights of who began it, so nobody else may.
#[derive(Clone, Copy, Debug)]
pub struct Keeper {
    /// Where.
    pub organization: OrganizationId,
    /// Who.
    pub member: MemberId,
    /// By which token; none: signed in.
    pub token: Option<TokenId>,
}

impl From<&Actor> for Keeper {
    fn from(actor: &Actor) -> Self {
        Self { organization: actor.organization, member: actor.member(), token: actor.token() }
    }
}

/// An address of a part, with its row.
#[derive(Debug, Serialize)]
pub struct Address {
    /// The address.
    pub email: Email,
    /// Its row.
    pub row: u32,
}

/// Puts a part of the keeper's draft in place of what was there.
pub fn put_part(
    ctx: &Context,
    keeper: Keeper,
    import: ImportId,
    n: u32,
    rows: &str,
    results: &str,
    addresses: &[Address],
) -> [Statement; 4] {
    let draft = "EXISTS (SELECT 1 FROM imports WHERE organization_id = ?1 AND id = ?2 AND status = 'draft' AND member_id = ?4 AND token_id IS ?5)";
    let about = |sql: String| {
        let statement = Statement::new(sql).bind(keeper.organization).bind(import).bind(n);
        statement.bind(keeper.member).bind(keeper.token)
    };
    [
        about(format!(
            "DELETE FROM import_addresses WHERE import_id = ?2 AND part = ?3 AND {draft} \
             AND EXISTS (SELECT 1 FROM import_parts WHERE import_id = ?2 AND n = ?3)"
        )),
        about(format!(
            "INSERT INTO import_parts (import_id, n, organization_id, rows, results) SELECT ?2, ?3, ?1, ?6, ?7 WHERE {draft} \
             ON CONFLICT (import_id, n) DO UPDATE SET rows = excluded.rows, results = excluded.results, turn = turn + 1"
        ))
        .bind(rows)
        .bind(results),
        about(format!(
            "INSERT INTO import_addresses (import_id, email, row, part) SELECT ?2, value ->> 'email', value ->> 'row', ?3 FROM json_each(?6) \
             WHERE {draft} ON CONFLICT DO NOTHING"
        ))
        .bind(serde_json::json!(addresses).to_string()),
        about(format!("UPDATE imports SET part_at = ?6 WHERE id = ?2 AND {draft}"))
            .bind(ctx.now),
    ]
}

/// Days after its last part for which a draft is kept.
const DRAFT_DAYS: i64 = 2;

/// Forgets drafts that nobody goes on with; two at a time, for each may have a hundred thousand rows.
pub fn sweep(ctx: &Context) -> [Statement; 3] {
    let forgotten =
        "(SELECT id FROM imports WHERE status = 'draft' AND part_at <= ?1 ORDER BY part_at, id LIMIT 2)";
    let forget = |what: &str| {
        Statement::new(format!("DELETE FROM {what} IN {forgotten}")).bind(ctx.now.plus_days(-DRAFT_DAYS))
    };
    [
        forget("import_addresses WHERE import_id"),
        forget("import_parts WHERE import_id"),
        forget("imports WHERE id"),
    ]
}

/// An import as rules need it and whether it is the keeper's, in a row of [`ImportState`].
pub fn find(keeper: Keeper, import: ImportId) -> Statement {
    Statement::new(format!(
        "SELECT i.status, i.rows, i.name, (SELECT coalesce(sum(min({ROWS_A_PART}, i.rows - p.n * {ROWS_A_PART})), 0) FROM import_parts p WHERE p.import_id = i.id) AS sent, \
         i.member_id = ?3 AND i.token_id IS ?4 AS mine FROM imports i WHERE i.organization_id = ?1 AND i.id = ?2",
    ))
    .bind(keeper.organization)
    .bind(import)
    .bind(keeper.member)
    .bind(keeper.token)
}

/// A row of [`find`].
#[derive(Debug, Deserialize)]
pub struct ImportState {
    /// Where it stands.
    pub status: ImportStatus,
    /// How many rows it is to have.
    pub rows: u32,
    /// How many have come.
    pub sent: u32,
    /// The file's name.
    pub name: String,
    mine: u8,
}

impl ImportState {
    /// Says no to whoever did not begin it.
    pub fn require_mine(&self) -> Result<(), Refusal> {
        if self.mine == 1 {
            return Ok(());
        }
        Err(Refusal::new(Code::Forbidden, "Somebody else began this import. Begin one of your own."))
    }
}

/// Sets the keeper's draft going.
pub fn start(keeper: Keeper, import: ImportId, operation: OperationId) -> Statement {
    Statement::new(
        "UPDATE imports SET status = 'running', finished_at = NULL, leased_until = NULL, operation_id = ?5 \
         WHERE organization_id = ?1 AND id = ?2 AND status = 'draft' AND member_id = ?3 AND token_id IS ?4",
    )
    .bind(keeper.organization)
    .bind(import)
    .bind(keeper.member)
    .bind(keeper.token)
    .bind(operation)
}

/// Ends an import, if it stands where it should.
pub fn end(
    ctx: &Context,
    organization: OrganizationId,
    import: ImportId,
    from: &str,
    to: ImportStatus,
    operation: OperationId,
) -> [Statement; 2] {
    [
        Statement::new(
            "UPDATE imports SET status = ?4, finished_at = ?5, leased_until = NULL, operation_id = ?6 \
             WHERE organization_id = ?1 AND id = ?2 AND status IN (SELECT value FROM json_each(?3))",
        )
        .bind(organization)
        .bind(import)
        .bind(from)
        .bind(to.as_str())
        .bind(ctx.now)
        .bind(operation),
        Statement::new(
            "DELETE FROM import_addresses WHERE import_id = ?1 AND EXISTS (SELECT 1 FROM imports WHERE id = ?1 AND status IN ('done', 'canceled'))",
        )
        .bind(import),
    ]
}

/// The condition on `?11` (the operation) that it moved the import `?8`.
pub const MOVED: &str = "EXISTS (SELECT 1 FROM imports WHERE id = ?8 AND operation_id = ?11)";

/// Takes an import that runs and that no worker is at, in a row of [`Leased`]; `mine` is the lease held so far.
pub fn lease(ctx: &Context, import: ImportId, mine: Option<Timestamp>) -> Statement {
    Statement::new(
        "UPDATE imports SET leased_until = ?3 WHERE id = ?1 AND status = 'running' AND (leased_until IS NULL OR leased_until <= ?2 OR leased_until = ?4) \
         RETURNING organization_id AS organization, license_id AS license, days, member_id AS member, token_id AS token, leased_until",
    )
    .bind(import)
    .bind(ctx.now)
    .bind(ctx.now.plus_seconds(LEASE))
    .bind(mine)
}

/// Gives an import back, for the next worker to take.
pub fn release(import: ImportId, mine: Timestamp) -> Statement {
    Statement::new("UPDATE imports SET leased_until = NULL WHERE id = ?1 AND leased_until = ?2")
        .bind(import)
        .bind(mine)
}

/// A row of [`lease`].
#[derive(Debug, Deserialize)]
pub struct Leased {
    /// Where.
    pub organization: OrganizationId,
    /// The license of rows that name none.
    pub license: Option<LicenseId>,
    /// Days that invitations are open.
    pub days: u8,
    /// Who answers for it.
    pub member: MemberId,
    /// By which token.
    pub token: Option<TokenId>,
    /// Until when this worker has it.
    pub leased_until: Timestamp,
}

/// The first part that is not done, in a row of [`Part`], with those of its addresses that an earlier row has: one search
/// for each row, however often the file repeats an address.
pub fn next_part(import: ImportId) -> Statement {
    Statement::new(
        "SELECT p.n, p.rows, p.results, p.turn, (SELECT json_group_object(f.email, f.row) FROM (SELECT DISTINCT r.value ->> 'email_key' AS email, \
         (SELECT min(a.row) FROM import_addresses a WHERE a.import_id = p.import_id AND a.email = r.value ->> 'email_key') AS row \
         FROM json_each(p.rows) r WHERE row < r.value ->> 'row') f) AS firsts \
         FROM import_parts p WHERE p.import_id = ?1 AND p.done = 0 ORDER BY p.n LIMIT 1",
    )
    .bind(import)
}

/// A row of [`next_part`].
#[derive(Debug, Deserialize)]
pub struct Part {
    /// Its number.
    pub n: u32,
    /// Its rows, a JSON array.
    pub rows: String,
    /// What became of them, a JSON array with nulls.
    pub results: String,
    /// How often results were written.
    pub turn: u32,
    /// Addresses that several rows have, and the first of these rows: a JSON object.
    pub firsts: String,
}

/// Writes what became of the rows of a part; each as [`Kept`](crate::use_cases::imports::receipt::Kept) says. The batch
/// fails as a whole when somebody else wrote before.
pub fn keep(import: ImportId, n: u32, turn: u32, kept: &str, operation: OperationId) -> Statement {
    Statement::new(
        "UPDATE import_parts SET turn = ?3 + 1, results = (SELECT json_group_array(json(CASE \
         WHEN k.type = 'null' THEN 'null' \
         WHEN k.value ->> 'invitation' IS NOT NULL AND NOT EXISTS (SELECT 1 FROM invitations i WHERE i.id = k.value ->> 'invitation') THEN 'null' \
         WHEN k.value ->> 'addition' IS NOT NULL AND NOT EXISTS (SELECT 1 FROM additions d WHERE d.id = k.value ->> 'addition') THEN 'null' \
         WHEN EXISTS (SELECT 1 FROM json_each(k.value, '$.seats') s WHERE NOT EXISTS (SELECT 1 FROM assignments a \
         WHERE a.license_id = s.value ->> 'license' AND a.member_id = s.value ->> 'member' AND a.operation_id = ?5)) THEN 'null' \
         ELSE k.value -> 'result' END)) FROM json_each(?4) k) WHERE import_id = ?1 AND n = ?2",
    )
    .bind(import)
    .bind(n)
    .bind(turn)
    .bind(kept)
    .bind(operation)
}

/// A page of rows with what became of them, in the file's order.
pub fn rows(
    organization: OrganizationId,
    import: ImportId,
    outcome: Option<&str>,
    window: &Window,
) -> Statement {
    Listing {
        item: "json_patch(json_remove(r.value, '$.email_key'), coalesce(json_extract(p.results, '$[' || r.key || ']'), '{}'))",
        key: "json_array(cast(p.n AS TEXT), cast(r.key AS TEXT))",
        from: "FROM import_parts p JOIN json_each(p.rows) r \
            WHERE p.organization_id = ?1 AND p.import_id = ?2 AND (?3 IS NULL OR json_extract(p.results, '$[' || r.key || '].outcome') = ?3) \
            AND (?3 IS NULL OR CASE ?3 WHEN 'invited' THEN p.invited WHEN 'extended' THEN p.extended WHEN 'added' THEN p.added \
                WHEN 'unchanged' THEN p.unchanged WHEN 'refused' THEN p.refused END > 0) \
            AND (?4 IS NULL OR (p.n, r.key) > (cast(?4 AS INTEGER), cast(?5 AS INTEGER)))",
        order: "p.n, r.key",
    }
    .statement(window)
    .bind(organization)
    .bind(import)
    .bind(outcome)
    .bind(window.after(0))
    .bind(window.after(1))
}

/// Refused rows of one part and those that were never reached, as one JSON array in a row with `items`; of the first
/// part after `after` that has some.
pub fn left_out(organization: OrganizationId, import: ImportId, after: i64) -> Statement {
    Statement::new(
        "SELECT p.n, p.rows, p.results FROM import_parts p WHERE p.organization_id = ?1 AND p.import_id = ?2 AND p.n > ?3 \
         AND (p.refused > 0 OR p.done = 0) ORDER BY p.n LIMIT 20",
    )
    .bind(organization)
    .bind(import)
    .bind(Param::Integer(after))
}

/// A row of [`left_out`].
#[derive(Debug, Deserialize)]
pub struct LeftOut {
    /// The part.
    pub n: u32,
    /// Its rows.
    pub rows: String,
    /// What became of them.
    pub results: String,
}

/// Names of all licenses: rows of `id` and `name`.
pub fn license_names(organization: OrganizationId) -> Statement {
    Statement::new("SELECT id, name FROM licenses WHERE organization_id = ?1").bind(organization)
}

/// Names of all teams: rows of `id` and `name`.
pub fn team_names(organization: OrganizationId) -> Statement {
    Statement::new("SELECT id, name FROM teams WHERE organization_id = ?1").bind(organization)
}

/// Imports that run and that no worker is at: rows of `id`.
pub fn stalled(ctx: &Context) -> Statement {
    Statement::new(
        "SELECT id FROM imports WHERE status = 'running' AND (leased_until IS NULL OR leased_until <= ?1) LIMIT 50",
    )
    .bind(ctx.now)
}
