// Who gets in on the real Worker, until when, and what shows: rights that end at once, tokens, sessions, attempts,
// new passwords, headers, and a log that holds no secret. Not here: every route for every role (tests/api/access.rs).
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { Actor, PASSWORD, anonymous, codeIn, inFlight, invite, license, linkIn, linkOf, mails, member, setUp, signIn, token, until } from "./support/client.mjs";
import { startInstance } from "./support/instance.mjs";

const BROWSER = { "user-agent": "Mozilla/5.0 Firefox/130", "sec-fetch-mode": "navigate", "accept-language": "en" };

const BOUND = 60_000; // what DESIGN allows an answer kept at the edge to be old

let usher, owner, kept;
before(async () => {
  usher = await startInstance();
  owner = await setUp(usher);
  kept = await keptYes();
});
after(() => usher?.stop());

// covers: C13, E13, E14, E16
describe("a right that ends", () => {
  const HOME = "/api/v1/home";

  it("ends on the very next request: disabled, removed, of another role", async () => {
    const verbs = {
      disabled: (path) => owner.post(`${path}/disable`),
      removed: (path) => owner.delete(path),
    };
    for (const [name, act] of Object.entries(verbs)) {
      const admin = await member(owner, `${name}@ends.example`, { role: "admin" });
      await admin.get(HOME);
      await act(`/api/v1/members/${admin.member}`);
      await admin.refused("unauthenticated", "GET", HOME);
      await admin.refused("unauthenticated", "GET", "/api/v1/session");
      await anonymous(usher).refused("wrong_credentials", "POST", "/api/v1/session", { email: admin.email, password: PASSWORD });
    }
    const admin = await member(owner, "standard@ends.example", { role: "admin" });
    await owner.patch(`/api/v1/members/${admin.member}`, { role: "standard" });
    await admin.refused("forbidden", "GET", HOME);
    assert.equal((await admin.get("/api/v1/session")).role, "standard");
    await owner.patch(`/api/v1/members/${admin.member}`, { role: "license_admin" });
    await admin.get(HOME);
    await admin.refused("forbidden", "POST", "/api/v1/licenses", { name: "No", type: "school", seats: 1 });
  });

  it("ends for a program's token with its revocation, and with its maker's rights", async () => {
    const studio = await license(owner, 5, "Tokens");
    const admin = await member(owner, "maker@ends.example", { role: "admin" });
    const program = await token(admin, "licenses:manage", "licenses:read");
    const read = `/api/v1/licenses/${studio.id}`;
    await program.patch(read, { seats: 6 });
    await owner.patch(`/api/v1/members/${admin.member}`, { role: "license_admin" });
    await program.refused("forbidden", "PATCH", read, { seats: 7 });
    await program.get(read);
    await owner.post(`/api/v1/members/${admin.member}/disable`);
    await program.refused("unauthenticated", "GET", read);
    await owner.post(`/api/v1/members/${admin.member}/enable`);
    await program.get(read);
    await owner.delete(`/api/v1/tokens/${program.id}`);
    await program.refused("unauthenticated", "GET", read);
  });

  it("never went beyond the token's scopes", async () => {
    const checker = await token(owner, "check");
    const ask = { email: owner.email, product: "Tokens" };
    assert.equal((await checker.post("/api/v1/check", ask)).reason, "no_seat");
    for (const path of ["members", "invitations", "licenses", "events", "tokens", "home", "doctor"]) {
      await checker.refused("forbidden", "GET", `/api/v1/${path}`);
    }
    await checker.refused("forbidden", "POST", "/api/v1/invitations", { invitations: [{ email: "x@ends.example" }] });
    const admin = await member(owner, "scopes@ends.example", { role: "admin" });
    await admin.refused("role_not_grantable", "POST", "/api/v1/tokens", { name: "More", scopes: ["organization:manage"] });
    await (await token(owner, "licenses:read")).refused("forbidden", "POST", "/api/v1/check", ask);
    await (await token(owner, "tokens:manage")).refused("role_not_grantable", "POST", "/api/v1/tokens", { name: "More", scopes: ["check"] });
  });

  it("is gone with an invitation whose pending member is removed: the link is dead", async () => {
    const studio = await license(owner, 1, "Removed while pending");
    const { id } = await invite(owner, "pending@ends.example", { licenses: [studio.id] });
    const link = await linkOf(owner, id);
    const { member: person } = (await owner.get(`/api/v1/invitations/${id}`)).invitation;
    const { detail } = await owner.refused("not_in_this_state", "POST", `/api/v1/members/${person}/disable`);
    assert.match(detail, /Cancel the invitation/);
    await owner.delete(`/api/v1/members/${person}`);
    assert.equal((await owner.get(`/api/v1/licenses/${studio.id}`)).seats.free, 1);
    await anonymous(usher).refused("invitation_canceled", "POST", `${link}/accept`, { name: "P", password: PASSWORD });
    assert.equal((await owner.get(`/api/v1/invitations/${id}`)).invitation.status, "canceled");
    assert.equal((await invite(owner, "pending@ends.example", { licenses: [studio.id] })).outcome, "invited");
  });
});

describe("an invitation page", () => {
  it("that is opened, by people and by robots, changes nothing but the trail", async () => {
    const studio = await license(owner, 2, "Opened");
    const { id } = await invite(owner, "opened@get.example", { licenses: [studio.id] });
    const link = linkIn((await mails(usher, "opened@get.example"))[0]);
    const dump = async () => {
      const tables = ["invitations", "assignments", "licenses", "members", "users", "sessions", "seat_ledger", "events", "outbox"];
      return Promise.all(tables.map((table) => usher.sql(`SELECT * FROM ${table} ORDER BY 1`)));
    };
    const before = await dump();
    const visitors = [BROWSER, { "user-agent": "SafeLinks scanner bot" }, {}, { "user-agent": "curl/8" }];
    const gets = visitors.flatMap((headers) => ["", "/accept", "/decline", "/request"].map((verb) => ({ headers, path: link + verb })));
    await inFlight(8, gets.flatMap(({ headers, path }) => [
      () => anonymous(usher).page(path, headers),
      () => anonymous(usher).send("HEAD", path, { headers }),
      () => owner.call("GET", path),
    ]));
    assert.deepEqual(await dump(), before);
    const { trail } = await owner.get(`/api/v1/invitations/${id}`);
    const steps = new Set(trail.map(({ step }) => step));
    assert.deepEqual(steps, new Set(["queued", "sent", "opened_by_person", "opened_by_robot"]));
  });
});

describe("signing in", () => {
  it("is the same for a wrong password and an unknown address", async () => {
    const body = (email) => ({ email, password: "wrong wrong wrong" });
    const answers = [];
    for (const email of [owner.email, "unknown@nowhere.example", "no address"]) {
      const problem = await anonymous(usher).refused("wrong_credentials", "POST", "/api/v1/session", body(email));
      delete problem.request_id;
      answers.push(problem);
    }
    assert.deepEqual(answers[1], answers[0]);
    assert.deepEqual(answers[2], answers[0]);
  });

  it("is stopped after ten wrong tries, for a known and an unknown address alike, and lets others in", async () => {
    const { email } = await member(owner, "tried@attempts.example");
    for (const address of [email, "unknown@attempts.example"]) {
      for (let n = 1; n <= 10; n++) {
        await anonymous(usher).refused("wrong_credentials", "POST", "/api/v1/session", { email: n % 2 ? address : address.toUpperCase(), password: `wrong password ${n}` });
      }
      await anonymous(usher).refused("too_many_attempts", "POST", "/api/v1/session", { email: address, password: PASSWORD });
      assert.equal((await anonymous(usher).form("/sign-in", { email: address, password: PASSWORD })).status, 429);
    }
    await signIn(usher, owner.email);
    await usher.sql("UPDATE attempts SET since = ?", new Date(Date.now() - 16 * 60_000).toISOString());
    await signIn(usher, email);
  });

  it("sets a cookie that scripts can't read and other sites don't get; over HTTPS bound to the host", async () => {
    const answer = await anonymous(usher).call("POST", "/api/v1/session", { email: owner.email, password: PASSWORD });
    assert.match(answer.headers.get("set-cookie"), /^usher=[^;]+; Path=\/; HttpOnly; SameSite=Lax; Max-Age=\d+$/);
    const secure = await startInstance({ keepLogs: false, vars: { PUBLIC_URL: "https://usher.example", SETUP_TOKEN: "let me set it up", MAILER: "binding" } });
    try {
      const person = { organization: "Public", name: "Olga", email: "olga@public.example", password: PASSWORD };
      await anonymous(secure).refused("setup_token_wrong", "POST", "/api/v1/setup", person);
      await anonymous(secure).refused("setup_token_wrong", "POST", "/api/v1/setup", { ...person, token: "let me set it up!" });
      const made = await anonymous(secure).call("POST", "/api/v1/setup", { ...person, token: "let me set it up" });
      assert.match(made.headers.get("set-cookie"), /^__Host-usher=[^;]+; Path=\/; HttpOnly; SameSite=Lax; Max-Age=\d+; Secure$/);
      assert.equal(made.headers.get("strict-transport-security"), "max-age=31536000");
      assert.equal((await anonymous(secure).page("/dev/mail")).status, 404);
      assert.equal((await anonymous(secure).call("GET", "/dev/mail.json")).status, 404);
    } finally {
      await secure.stop();
    }
  });

  it("ends with signing out, here alone; one session can be ended from another", async () => {
    const [here, there] = [await signIn(usher, owner.email), await signIn(usher, owner.email)];
    const cookie = here.cookie;
    const answer = await here.call("DELETE", "/api/v1/session");
    assert.match(answer.headers.get("set-cookie"), /^usher=; .*Max-Age=0/);
    await new Actor(usher, { cookie }).refused("unauthenticated", "GET", "/api/v1/session");
    await there.get("/api/v1/session");
    const third = await signIn(usher, owner.email);
    const current = (await third.all("/api/v1/account/sessions")).find((session) => session.current);
    await there.delete(`/api/v1/account/sessions/${current.id}`);
    await third.refused("unauthenticated", "GET", "/api/v1/session");
    const stranger = await member(owner, "stranger@sessions.example");
    const mine = (await there.all("/api/v1/account/sessions")).find((session) => session.current);
    await stranger.call("DELETE", `/api/v1/account/sessions/${mine.id}`);
    await there.get("/api/v1/session");
  });

  it("with a new password, set by a mailed code, ends every session; the code works once", async () => {
    const person = await member(owner, "forgot@reset.example");
    const stranger = anonymous(usher);
    const asked = await stranger.form("/reset", { email: "Forgot@Reset.example" });
    const unknown = await stranger.form("/reset", { email: "unknown@reset.example" });
    const form = (page) => page.text.replace(/[\w.]+@reset\.example/gi, "");
    assert.deepEqual([asked.status, form(asked)], [unknown.status, form(unknown)]);
    const [mail] = await mails(usher, person.email, 2);
    const code = codeIn(mail);
    const change = (changes) => stranger.form("/reset/code", { email: person.email, code, password: "another long password", ...changes });
    const other = code.replace(/.$/, (last) => (last === "A" ? "B" : "A"));
    assert.equal((await change({ code: other })).status, 422);
    assert.equal((await change({ email: owner.email })).status, 422);
    assert.equal((await change({ password: "short" })).status, 422);
    await person.get("/api/v1/session");
    assert.equal((await change({})).location, "/sign-in?notice=password-changed");
    await person.refused("unauthenticated", "GET", "/api/v1/session");
    assert.equal((await change({ password: "a third long password" })).status, 422);
    await stranger.refused("wrong_credentials", "POST", "/api/v1/session", { email: person.email, password: PASSWORD });
    await signIn(usher, person.email, "another long password");
    assert.deepEqual((await stranger.call("GET", "/dev/mail.json?to=unknown@reset.example")).body, []);
    for (let n = 2; n <= 11; n++) assert.equal((await change({ code: other })).status, n <= 10 ? 422 : 429, `try ${n}`);
  });

  it("with a password that I changed myself ends my other sessions and asks for the old one", async () => {
    const here = await member(owner, "change@password.example");
    const other = await signIn(usher, here.email);
    await here.refused("wrong_credentials", "POST", "/api/v1/account/password", { current: "not my password", password: "a brand new password" });
    await here.refused("password_too_short", "POST", "/api/v1/account/password", { current: PASSWORD, password: "short" });
    await here.post("/api/v1/account/password", { current: PASSWORD, password: "a brand new password" });
    await here.get("/api/v1/session");
    await other.refused("unauthenticated", "GET", "/api/v1/session");
    await signIn(usher, here.email, "a brand new password");
  });
});

describe("what shows", () => {
  it("every answer is not stored, not sniffed and sends no referrer; pages run nothing that is not theirs", async () => {
    const { id } = await invite(owner, "headers@shows.example");
    const link = await linkOf(owner, id);
    const pages = ["/setup", "/sign-in", "/reset", "/join", link, "/i/unknown", "/dev/mail"];
    for (const path of ["/healthz", "/api/v1/session", "/api/v1/nothing", ...pages]) {
      const { headers } = await (path.startsWith("/api/v1") ? owner : anonymous(usher)).page(path);
      assert.equal(headers.get("cache-control"), "no-store", path);
      assert.equal(headers.get("x-content-type-options"), "nosniff", path);
      assert.equal(headers.get("referrer-policy"), "no-referrer", path);
      assert.match(headers.get("x-request-id"), /^[0-9a-z]{26}$/);
      if (!pages.includes(path)) continue;
      const csp = headers.get("content-security-policy");
      assert.match(csp, /default-src 'none'/, path);
      assert.match(csp, /frame-ancestors 'none'/, path);
      if (path !== "/dev/mail") assert.doesNotMatch(csp, /unsafe|\*|script-src/, path);
    }
    if (!existsSync(join(import.meta.dirname, "../../dist/console/index.html"))) return;
    const { headers } = await owner.page("/people");
    assert.deepEqual([headers.get("cache-control"), headers.get("referrer-policy")], ["no-store", "no-referrer"]);
    assert.match(headers.get("content-security-policy"), /script-src 'self' 'wasm-unsafe-eval';.*frame-ancestors 'none'/);
  });

  it("the log has a line for each request and neither secrets nor people in it", async () => {
    const studio = await license(owner, 5, "Logged");
    await invite(owner, "logged@shows.example", { name: "Lovisa Logged", licenses: [studio.id] });
    const [mail] = await mails(usher, "logged@shows.example");
    const [link, code] = [linkIn(mail), codeIn(mail)];
    const person = anonymous(usher);
    await person.page(link);
    await person.form("/join", { code });
    await person.form(`${link}/accept`, { name: "Lovisa Logged", password: "short" });
    await person.post(`${link}/accept`, { name: "Lovisa Logged", password: "lovisa's own secret words" });
    await person.get("/api/v1/account/sessions");
    await anonymous(usher).refused("wrong_credentials", "POST", "/api/v1/session", { email: "logged@shows.example", password: "lovisa guesses wrong" });
    await owner.get("/api/v1/members?q=lovisa");
    await owner.get("/dev/mail.json?to=logged@shows.example");
    const program = await token(owner, "check");
    await program.post("/api/v1/check", { email: "logged@shows.example", product: "Logged" });
    await person.form("/reset", { email: "logged@shows.example" });
    const reset = codeIn((await mails(usher, "logged@shows.example", 2))[0]);
    await person.form("/reset/code", { email: "logged@shows.example", code: reset, password: "lovisa's other secret words" });
    await usher.log(/\/reset\/code/);

    const lines = usher.logs.filter(({ level }) => level !== "platform").map(({ message }) => message);
    const requests = lines.filter((line) => line.startsWith("{") && JSON.parse(line).route !== undefined).map((line) => JSON.parse(line));
    const accepted = requests.find(({ route, status }) => route === "/i/{token}/accept" && status === 200);
    for (const field of ["method", "request_id", "duration_ms"]) assert.ok(accepted[field] !== undefined, field);
    const asked = requests.findLast(({ route }) => route === "/api/v1/check");
    assert.deepEqual([asked.status, asked.organization], [200, (await owner.get("/api/v1/session")).organization.id]);
    const secrets = {
      link: link.slice(3), code, "code without dash": code.replace("-", ""), reset, token: program.token.slice(-20), session: owner.cookie.slice(-20),
      address: /@(shows|ends|attempts|reset|nw)\.example/i, name: /lovisa|dana owner/i, password: /secret words|correct horse|guesses wrong|wrong password/,
    };
    const all = usher.logs.map(({ message }) => message).join("\n");
    for (const [name, secret] of Object.entries(secrets)) {
      const found = typeof secret === "string" ? all.indexOf(secret) : all.search(secret);
      assert.equal(found, -1, `${name} in the log: ${all.slice(Math.max(0, found - 200), found + 100)}`);
    }
    assert.deepEqual(requests.filter(({ status }) => status >= 500), []);
    assert.deepEqual(requests.filter(({ error }) => error), []);
  });
});

describe("a yes that the edge keeps", () => {
  it("becomes a no within the bound after the seat is taken back; a no becomes a yes at once", async (test) => {
    const seconds = await kept.age;
    assert.ok(seconds * 1000 <= BOUND, `${seconds} s`);
    test.diagnostic(`the last yes was ${seconds.toFixed(1)} s old`);
  });
});

// Begins with the file, so that the time passes while the other tests run. Answers for how long the yes was kept.
async function keptYes() {
  const studio = await license(owner, 1, "Kept");
  const person = await member(owner, "kept@edge.example");
  const program = await token(owner, "check");
  const check = async () => (await program.post("/api/v1/check", { email: person.email, product: "Kept" })).allowed;
  assert.equal(await check(), false);
  const { results } = await owner.post(`/api/v1/licenses/${studio.id}/assignments`, { assignments: [{ member: person.member }] });
  assert.equal(await check(), true, "a no is never kept");
  await owner.delete(`/api/v1/licenses/${studio.id}/assignments/${results[0].id}`);
  const began = performance.now();
  const age = until(async () => !(await check()), "no more yes", BOUND + 5000, 500).then(() => (performance.now() - began) / 1000);
  age.catch(() => {}); // told by the test that waits for it
  return { age };
}
