// Usher's side of the bench: starts the built Worker, fills it through its API, and says what to ask.
// Known people and their sessions go straight into the database, because making each by the API means hashing a
// password. Not here: the load and the verdict (run.mjs).
import { createHash, randomBytes } from "node:crypto";
import { startInstance } from "../worker/support/instance.mjs";

const JSON_BOTH = { "content-type": "application/json", accept: "application/json" };
const BATCH = 500;
const OWNER = { email: "owner@example.com", password: "a password that is long enough" };

export async function startUsher({ members, accepts }) {
  const usher = await startInstance({ keepLogs: false });
  let headers = JSON_BOTH;
  async function api(method, path, body) {
    const answer = await fetch(usher.url + path, { method, headers, body: body && JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    headers = { ...headers, ...session(answer) };
    return answer.status === 204 ? {} : answer.json();
  }

  await api("POST", "/api/v1/setup", { organization: "Bench", name: "Owner", ...OWNER });
  if (!headers.cookie) await api("POST", "/api/v1/session", OWNER);
  const admin = { cookie: headers.cookie };
  const license = await api("POST", "/api/v1/licenses", { name: "Meet", product: "meet", type: "staff", seats: 100_000 });
  const { secret } = await api("POST", "/api/v1/tokens", { name: "Bench", scopes: ["check"] });

  const invited = [];
  const emails = Array.from({ length: accepts + members + 1 }, (_, n) => `person${n}@example.com`);
  for (let start = 0; start < emails.length; start += BATCH) {
    const rows = emails.slice(start, start + BATCH).map((email) => ({ email, licenses: [license.id] }));
    const { results } = await api("POST", "/api/v1/invitations", { invitations: rows });
    for (const { email, id } of results) invited.push({ email, path: new URL((await api("GET", `/api/v1/invitations/${id}/link`)).url).pathname });
  }
  const [landing, ...known] = invited;
  const cookies = await signInAll(usher, known.map(({ email }) => email), admin.cookie);
  await quiet(usher);

  const accept = ({ path }, n) => ({ method: "POST", path: `${path}/accept`, body: "{}", headers: { ...JSON_BOTH, cookie: cookies[n] } });
  // The first accept, unmeasured, and are the members of the list and of the check.
  for (let n = 0; n < members; n++) {
    const { path, ...rest } = accept(known[n], n);
    const answer = await fetch(usher.url + path, rest);
    if (!answer.ok) throw new Error(`accept: ${answer.status} ${await answer.text()}`);
  }
  let used = members;
  return {
    url: usher.url,
    stop: usher.stop,
    landing: () => ({ method: "GET", path: landing.path, headers: { accept: "text/html" } }),
    accept: () => accept(known[used], used++),
    list: () => ({ method: "GET", path: "/api/v1/members?limit=100", headers: admin }),
    check: (n) => ({
      method: "POST", path: "/api/v1/check", body: JSON.stringify({ email: known[n % members].email, product: "meet" }),
      headers: { authorization: `Bearer ${secret}`, "content-type": "application/json" },
    }),
  };
}

const session = (answer) => {
  const cookies = answer.headers.getSetCookie().map((cookie) => cookie.split(";")[0]);
  return cookies.length > 0 ? { cookie: cookies.join("; ") } : {};
};

// An account and a session for each address, made like the owner's but for the name, address and secret.
async function signInAll(usher, emails, ownerCookie) {
  const [name, value] = ownerCookie.split("=");
  const [organization] = value.split(".");
  const [own] = await usher.sql("SELECT u.id AS user, s.id AS session FROM users u JOIN sessions s ON s.user_id = u.id LIMIT 1");
  const people = emails.map((email, n) => {
    const secret = randomBytes(32).toString("base64url");
    const id = (kind) => own[kind].slice(0, -8) + String(n).padStart(8, "0");
    const hash = createHash("sha256").update(secret).digest("base64url");
    return { email, user: id("user"), session: id("session"), hash, cookie: `${name}=${organization}.${secret}` };
  });
  for (let start = 0; start < people.length; start += BATCH) {
    const rows = JSON.stringify(people.slice(start, start + BATCH));
    await usher.batch([
      { sql: "INSERT INTO users (id, email, name, password_hash, language, created_at, proved_at) SELECT p.value ->> 'user', p.value ->> 'email', 'Known Person', u.password_hash, u.language, u.created_at, u.created_at FROM json_each(?) p, users u WHERE u.email = ?", values: [rows, OWNER.email] },
      { sql: "INSERT INTO sessions SELECT p.value ->> 'session', p.value ->> 'hash', p.value ->> 'user', s.organization_id, s.user_agent, s.created_at, s.expires_at FROM json_each(?) p, (SELECT * FROM sessions LIMIT 1) s", values: [rows] },
    ]);
  }
  return people.map(({ cookie }) => cookie);
}

// Waits until the mails of the invitations have left, so that they don't run beside the measured work.
async function quiet(usher) {
  for (const deadline = Date.now() + 60_000; Date.now() < deadline; ) {
    const [{ waiting }] = await usher.sql("SELECT count(*) AS waiting FROM outbox WHERE state = 'queued'");
    if (waiting === 0) return;
    await usher.triggerScheduled();
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}
