// People and programs that talk to a started Worker over HTTP: an owner, members by role, tokens, strangers; their
// mails; and many requests in flight. Each keeps its cookie like a browser does.
//
//   const owner = await setUp(usher);                         // first organization, signed in
//   const { results } = await owner.post("/api/v1/invitations", { invitations: [{ email }] });   // a body, or throws
//   await owner.refused("seat_limit_reached", "POST", path, body);   // a problem document in full form
//   await anonymous(usher).form("/join", { code });           // a page's form: status, location, text
//
// Not here: starting the Worker (instance.mjs), what any answer should be.
import assert from "node:assert/strict";
import http from "node:http";

export const PASSWORD = "correct horse battery staple";

export class Actor {
  constructor(usher, { cookie, token, headers = {} } = {}) {
    Object.assign(this, { usher, cookie, token, headers });
  }

  // Any request; answers { status, headers, text, body (when JSON), location }.
  async send(method, path, { body, headers = {} } = {}) {
    const { status, headers: said, text } = await exchange(this.usher.url + path, method, body, {
      ...this.headers,
      ...(this.cookie && { cookie: this.cookie }),
      ...(this.token && { authorization: `Bearer ${this.token}` }),
      ...headers,
    });
    const cookie = said.get("set-cookie")?.split(";")[0];
    if (cookie) this.cookie = cookie.endsWith("=") ? undefined : cookie;
    const isJson = text !== "" && /json/.test(said.get("content-type"));
    return { status, headers: said, text, body: isJson ? JSON.parse(text) : undefined, location: said.get("location") };
  }

  // A call of the API, whatever comes of it.
  call(method, path, body) {
    const json = method === "GET" ? undefined : JSON.stringify(body ?? {});
    return this.send(method, path, { body: json, headers: { accept: "application/json", "content-type": "application/json" } });
  }

  // A page's form, sent as a browser without script does.
  form(path, fields = {}, headers = {}) {
    return this.send("POST", path, {
      body: new URLSearchParams(fields).toString(),
      headers: { accept: "text/html", "content-type": "application/x-www-form-urlencoded", "sec-fetch-site": "same-origin", ...headers },
    });
  }

  page(path, headers = {}) {
    return this.send("GET", path, { headers: { accept: "text/html", ...headers } });
  }

  // A call that is to be refused with this code; answers the problem document, whose form is checked.
  async refused(code, method, path, body) {
    return problemOf(await this.call(method, path, body), code);
  }

  // Every row of a list, page by page.
  async all(path) {
    const rows = [];
    let cursor = "";
    do {
      const page = await this.get(`${path}${path.includes("?") ? "&" : "?"}limit=200${cursor}`);
      rows.push(...page.items);
      cursor = page.next_cursor ? `&cursor=${page.next_cursor}` : "";
    } while (cursor);
    return rows;
  }

  get = (path) => this.#body("GET", path);
  post = (path, body) => this.#body("POST", path, body);
  patch = (path, body) => this.#body("PATCH", path, body);
  put = (path, body) => this.#body("PUT", path, body);
  delete = (path) => this.#body("DELETE", path);

  async #body(method, path, body) {
    const answer = await this.call(method, path, body);
    assert.equal(answer.status, 200, `${method} ${path}: ${answer.status} ${answer.text}`);
    return answer.body;
  }
}

// One exchange with exactly these headers; fetch() would write a Sec-Fetch-Mode of its own.
const agent = new http.Agent({ keepAlive: true });
function exchange(url, method, body, headers) {
  return new Promise((resolve, reject) => {
    const length = body === undefined ? {} : { "content-length": Buffer.byteLength(body) };
    const request = http.request(url, { method, headers: { ...headers, ...length }, agent }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (part) => (text += part)).once("error", reject);
      response.once("end", () => {
        const said = new Headers(Object.entries(response.headersDistinct).flatMap(([name, values]) => values.map((value) => [name, value])));
        resolve({ status: response.statusCode, headers: said, text });
      });
    });
    request.once("error", reject).end(body);
  });
}

// Checks that an answer is a refusal in its full form, with this code.
export function problemOf(answer, code) {
  const shown = `${answer.status} ${answer.text.slice(0, 500)}`;
  assert.equal(answer.headers.get("content-type"), "application/problem+json", shown);
  const problem = answer.body;
  assert.equal(problem.code, code, shown);
  assert.equal(problem.status, answer.status, shown);
  for (const field of ["type", "title", "detail", "request_id"]) {
    assert.ok(typeof problem[field] === "string" && problem[field].length > 0, `${field} is missing: ${shown}`);
  }
  assert.equal(problem.request_id, answer.headers.get("x-request-id"));
  return problem;
}

export const anonymous = (usher, headers) => new Actor(usher, { headers });

// The first organization and its owner, signed in.
export async function setUp(usher, changes = {}) {
  const owner = anonymous(usher);
  const person = { organization: "Northwind", name: "Dana Owner", email: "dana@nw.example", password: PASSWORD, ...changes };
  const session = await owner.post("/api/v1/setup", person);
  return Object.assign(owner, { email: person.email, member: session.member });
}

export async function signIn(usher, email, password = PASSWORD) {
  const actor = anonymous(usher);
  const session = await actor.post("/api/v1/session", { email, password });
  return Object.assign(actor, { email, member: session.member });
}

// A program with its own API token.
export async function token(owner, ...scopes) {
  const made = await owner.post("/api/v1/tokens", { name: scopes.join(" "), scopes });
  return Object.assign(new Actor(owner.usher, { token: made.secret }), { id: made.token.id });
}

// Invites one person; answers the row's result.
export async function invite(admin, email, { role, name, licenses, days } = {}) {
  const row = { email, ...(role && { role }), ...(name && { name }), ...(licenses && { licenses }) };
  const body = { invitations: [row], ...(days && { expires_in_days: days }) };
  return (await admin.post("/api/v1/invitations", body)).results[0];
}

// The path of an invitation's link, as an admin copies it.
export async function linkOf(admin, invitation) {
  const { url } = await admin.get(`/api/v1/invitations/${invitation}/link`);
  return new URL(url).pathname;
}

// Somebody who was invited and accepted, signed in.
export async function member(admin, email, offer = {}) {
  const invited = await invite(admin, email, offer);
  assert.equal(invited.outcome, "invited", JSON.stringify(invited));
  const actor = anonymous(admin.usher);
  const link = await linkOf(admin, invited.id);
  const answer = await actor.post(`${link}/accept`, { name: offer.name ?? email.split("@")[0], password: PASSWORD });
  return Object.assign(actor, { email, member: answer.member, invitation: invited.id, link });
}

export async function license(admin, seats, name = "Studio", more = {}) {
  return admin.post("/api/v1/licenses", { name, type: "school", seats, ...more });
}

// The mails to an address, newest first, once there are so many.
export async function mails(usher, to, count = 1) {
  const stranger = anonymous(usher);
  return until(async () => {
    const found = await stranger.call("GET", `/dev/mail.json?to=${encodeURIComponent(to)}`);
    return found.body.length >= count && found.body;
  }, `${count} mails to ${to}`);
}

export const linkIn = (mail) => /\/i\/[\w-]+/.exec(mail.text)[0];
export const codeIn = (mail) => /\b[0-9A-Z]{4}-[0-9A-Z]{4}\b/.exec(mail.text)[0];

// Runs jobs in their order, so many at once; answers their results in the same order.
export async function inFlight(n, jobs) {
  const results = new Array(jobs.length);
  let next = 0;
  const lane = async () => {
    while (next < jobs.length) {
      const mine = next++;
      results[mine] = await jobs[mine]();
    }
  };
  await Promise.all(Array.from({ length: n }, lane));
  return results;
}

// Polls until the check answers something true.
export async function until(check, what, within = 20_000, every = 25) {
  for (const deadline = Date.now() + within; Date.now() < deadline; await new Promise((resolve) => setTimeout(resolve, every))) {
    const found = await check();
    if (found) return found;
  }
  throw new Error(`not within ${within} ms: ${what}`);
}

// That counters, ledger and assignments agree everywhere, as the Worker's own doctor and as seen from outside, and
// that the ledger tells of no moment with more seats taken than there are.
export async function wellKept(admin) {
  const { differences } = await admin.get("/api/v1/doctor");
  assert.deepEqual(differences, []);
  for (const { id, name, seats, overage } of await admin.all("/api/v1/licenses")) {
    const people = await admin.all(`/api/v1/licenses/${id}/assignments`);
    const ledger = await admin.all(`/api/v1/licenses/${id}/ledger`);
    const sum = (field) => ledger.reduce((total, entry) => total + entry[field], 0);
    const count = (status) => people.filter((person) => person.status === status).length;
    const expected = [seats.total, seats.reserved, seats.held];
    assert.deepEqual([sum("total"), sum("reserved"), sum("held")], expected, `the ledger of ${name}`);
    assert.deepEqual([count("invited"), count("accepted")], expected.slice(1), `the people on ${name}`);
    let [total, taken] = [0, 0];
    for (const entry of ledger.reverse()) {
      [total, taken] = [total + entry.total, taken + entry.reserved + entry.held];
      assert.ok(taken <= total || overage.rule !== "none", `${name}: ${taken} of ${total} seats taken at ${JSON.stringify(entry)}`);
    }
    assert.equal(new Set(people.map((person) => person.member)).size, people.length, `people twice on ${name}`);
  }
}

// Numbers between 0 and 1 that look random and are the same for the same seed (mulberry32).
export function seeded(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export function shuffled(list, random) {
  const copy = [...list];
  for (let i = copy.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [copy[i], copy[j]] = [copy[j], copy[i]];
  }
  return copy;
}
