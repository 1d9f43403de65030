// The floor of the bench: the least Worker in plain JavaScript that can do the same on workerd with D1.
// Landing page, accept as one batch of three statements, a list of 100, check; each in one round trip to D1.
// Not here: any framework, rule, log line or safety beyond what the measured work itself needs.
const hash = async (secret) => {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(secret));
  return btoa(String.fromCharCode(...new Uint8Array(digest)));
};
const cookie = (request) => /(?:^|; )session=([^;]+)/.exec(request.headers.get("cookie") ?? "")?.[1] ?? "";
const bearer = (request) => (request.headers.get("authorization") ?? "").replace("Bearer ", "");
const escape = (text) => text.replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`);

const routes = {
  async landing(request, db, token) {
    const row = await db.prepare(
      "SELECT i.email, i.status, i.expires_at, l.product FROM invitations i JOIN licenses l ON l.id = i.license WHERE token_hash = ?",
    ).bind(await hash(token)).first();
    if (!row) return new Response("Not found", { status: 404 });
    return new Response(
      `<!doctype html><title>Invitation</title><h1>${escape(row.product)}</h1><p>${escape(row.email)}, until ${row.expires_at}` +
        `<form method=post action="/i/${token}/accept"><button>Accept</button></form>`,
      { headers: { "content-type": "text/html; charset=utf-8", "cache-control": "no-store" } },
    );
  },

  async accept(request, db, token) {
    const [link, session] = await Promise.all([hash(token), hash(cookie(request))]);
    const [, , accepted] = await db.batch([
      db.prepare(
        "INSERT OR IGNORE INTO members (email, name, role, status, license, created_at) SELECT s.email, s.email, 'standard', 'active', i.license, ?3 " +
          "FROM invitations i, sessions s WHERE i.token_hash = ?1 AND i.status = 'pending' AND s.hash = ?2",
      ).bind(link, session, new Date().toISOString()),
      db.prepare(
        "UPDATE licenses SET held = held + 1, reserved = reserved - 1 WHERE id = (SELECT license FROM invitations WHERE token_hash = ? AND status = 'pending')",
      ).bind(link),
      db.prepare("UPDATE invitations SET status = 'accepted' WHERE token_hash = ? AND status = 'pending'").bind(link),
    ]);
    return Response.json({ accepted: accepted.meta.changes === 1 });
  },

  async list(request, db) {
    const { results } = await db.prepare(
      "SELECT id, email, name, role, status, created_at FROM members WHERE EXISTS (SELECT 1 FROM sessions WHERE hash = ?) ORDER BY id LIMIT 100",
    ).bind(await hash(cookie(request))).all();
    return Response.json({ members: results });
  },

  async check(request, db) {
    const { email, product } = await request.json();
    const row = await db.prepare(
      "SELECT l.id FROM members m JOIN licenses l ON l.id = m.license JOIN tokens t ON t.hash = ?3 " +
        "WHERE m.email = ?1 AND m.status = 'active' AND l.product = ?2",
    ).bind(email, product, await hash(bearer(request))).first();
    return Response.json({ allowed: row !== null, license: row?.id });
  },

  // Only for the bench: fills the database.
  async seed(request, db) {
    const { members, invitations, session, token } = await request.json();
    const now = new Date().toISOString();
    const fill = (table, columns, rows) =>
      db.prepare(`INSERT INTO ${table} (${columns}) SELECT ${columns.split(", ").map((c) => `value ->> '${c}'`)} FROM json_each(?)`)
        .bind(JSON.stringify(rows));
    await db.batch([
      db.prepare("INSERT INTO licenses (id, product, total, held, reserved) VALUES (1, 'meet', 1000000, ?, ?)").bind(members, invitations.length),
      db.prepare("INSERT INTO sessions VALUES (?, 'known@example.com')").bind(await hash(session)),
      db.prepare("INSERT INTO tokens VALUES (?, 'check')").bind(await hash(token)),
      fill("members", "email, name, role, status, license, created_at", Array.from({ length: members }, (_, n) => ({
        email: `member${n}@example.com`, name: `Member ${n}`, role: "standard", status: "active", license: 1, created_at: now,
      }))),
    ]);
    for (let start = 0; start < invitations.length; start += 500) {
      const rows = await Promise.all(invitations.slice(start, start + 500).map(async ({ email, token }) => ({
        token_hash: await hash(token), email, license: 1, status: "pending", expires_at: now,
      })));
      await fill("invitations", "token_hash, email, license, status, expires_at", rows).run();
    }
    return Response.json({});
  },

  healthz: async (_, db) => Response.json(await db.prepare("SELECT 1 AS ok").first()),
};

export default {
  async fetch(request, env) {
    const [, first, second, third] = new URL(request.url).pathname.split("/");
    const route = first === "i" ? (third ?? "landing") : first === "members" ? "list" : first;
    return routes[route]?.(request, env.DB, second) ?? new Response("Not found", { status: 404 });
  },
  async queue() {},
  async scheduled() {},
};
