// The pages before a session, as a browser without script uses them: the invitation in each of its states, the typed
// code, set-up, signing in. Read over HTTP from the real Worker. Not here: what they look like (tests/e2e), their texts
// and escaping (functions/src/views), crashes and expiry (faults.test.mjs).
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { buildConsole } from "../tasks/build-console.mjs";
import { PASSWORD, anonymous, codeIn, invite, license, linkIn, linkOf, mails, member, signIn, until, wellKept } from "./support/client.mjs";
import { startInstance } from "./support/instance.mjs";

const MOST_BYTES = 15 * 1024;
const BROWSER = { "user-agent": "Mozilla/5.0 Firefox/130", "accept-language": "en-US", "sec-fetch-mode": "navigate" };

let usher, owner, studio;
before(async () => {
  if (!existsSync(join(import.meta.dirname, "../../dist/console/assets/page.css"))) await buildConsole({ dev: true });
  usher = await startInstance({ keepLogs: false });
});
after(() => usher?.stop());

const visitor = () => anonymous(usher, BROWSER);
const heading = ({ text }) => /<h1>(.*?)<\/h1>/s.exec(text)?.[1].replace(/<[^>]*>/g, "");
const actions = ({ text }) => [...text.matchAll(/<form [^>]*action="([^"]*)"/g)].map(([, action]) => action);

describe("set-up", () => {
  it("by form makes the owner, who is signed in; a second visit shows that it is done", async () => {
    const first = visitor();
    const page = await first.page("/setup");
    assert.deepEqual([page.status, actions(page).includes("/setup")], [200, true]);
    const bad = await first.form("/setup", { organization: "", name: "Dana", email: "dana", password: "short" });
    assert.equal(bad.status, 422);
    for (const value of ["Dana", "dana"]) assert.ok(bad.text.includes(`value="${value}"`), "what was typed stays");
    assert.ok(!bad.text.includes("short"));
    const person = { organization: "Northwind", name: "Dana Owner", email: "dana@nw.example", password: PASSWORD };
    const done = await first.form("/setup", person);
    assert.deepEqual([done.status, done.location], [303, "/"]);
    assert.equal((await first.get("/api/v1/session")).role, "owner");
    owner = Object.assign(first, { email: person.email });

    const again = await visitor().page("/setup");
    assert.deepEqual([again.status, heading(again), actions(again)], [200, "Usher is set up", []]);
    const second = await visitor().form("/setup", { ...person, email: "other@nw.example" });
    assert.deepEqual([second.status, heading(second), second.headers.get("set-cookie")], [409, "Usher is set up", null]);
    assert.equal((await visitor().form("/setup/demo")).status, 409);
    await visitor().refused("already_set_up", "POST", "/api/v1/setup", person);
    await visitor().refused("already_set_up", "POST", "/api/v1/setup/demo", {});
    studio = await license(owner, 50);
  });
});

// covers: C11, C12, D2, E4
describe("an invitation's page", () => {
  const fields = { name: "Ann New", password: PASSWORD };
  async function invited(email, offer = { licenses: [studio.id] }) {
    const { id } = await invite(owner, email, offer);
    const link = await linkOf(owner, id);
    const mail = await until(async () => (await mails(usher, email)).find((mail) => linkIn(mail) === link), `the mail to ${email}`);
    return { id, mail, link };
  }

  it("of a new person asks for name and password, says what is wrong, and lets them in", async () => {
    const { link } = await invited("new@page.example");
    const ann = visitor();
    const page = await ann.page(link);
    assert.equal(heading(page), "Dana Owner keeps a seat for you at Northwind");
    assert.deepEqual(actions(page), [`${link}/accept`, `${link}/decline`]);
    for (const part of ["new@page.example", "Studio", "Standard", 'name="password"', 'name="name"', "sees your name"]) assert.ok(page.text.includes(part), part);
    const bad = await ann.form(`${link}/accept`, { name: "Ann New", password: "short" });
    assert.equal(bad.status, 422);
    assert.ok(bad.text.includes('value="Ann New"') && bad.text.includes("aria-invalid") && !bad.text.includes('value="short"'), bad.text);
    const done = await ann.form(`${link}/accept`, fields);
    assert.deepEqual([done.status, done.location], [303, "/"]);
    const session = await ann.get("/api/v1/session");
    assert.deepEqual([session.user.name, session.user.language, session.role], ["Ann New", "en", "standard"]);
    const [seat] = await owner.all(`/api/v1/licenses/${studio.id}/assignments?q=new@page`);
    assert.equal(seat.status, "accepted");

    const later = await visitor().page(link);
    assert.match(heading(later), /^You joined on /);
    assert.deepEqual(actions(later), []);
    const twice = await visitor().form(`${link}/accept`, fields);
    assert.deepEqual([twice.status, twice.location, twice.headers.get("set-cookie")], [303, link, null]);
    await signIn(usher, "new@page.example");
  });

  it("speaks German to who prefers it, and makes the account so", async () => {
    const { link } = await invited("german@page.example");
    const anna = anonymous(usher, { ...BROWSER, "accept-language": "de-CH,de;q=0.9" });
    const page = await anna.page(link);
    assert.match(page.text, /<html lang="de"/);
    await anna.form(`${link}/accept`, fields);
    assert.equal((await anna.get("/api/v1/session")).user.language, "de");
  });

  it("of a known person: signed out leads to sign in and back; signed in it is one press", async () => {
    const known = await member(owner, "known@page.example");
    await owner.delete(`/api/v1/members/${known.member}`);
    const { id, link } = await invited(known.email);
    const person = visitor();
    const page = await person.page(link);
    assert.equal(heading(page), "Sign in to take your seat");
    assert.ok(page.text.includes(`href="/sign-in?next=${link}"`));
    assert.deepEqual(actions(page), [`${link}/decline`]);
    await person.refused("unauthenticated", "POST", `${link}/accept`, fields);
    const signIn = await person.page(`/sign-in?next=${link}`);
    assert.ok(signIn.text.includes(`name="next" value="${link}"`), signIn.text);
    const back = await person.form("/sign-in", { email: known.email, password: PASSWORD, next: link });
    assert.deepEqual([back.status, back.location], [303, link]);
    await person.refused("unauthenticated", "GET", "/api/v1/account/sessions");
    const pressed = await person.page(link);
    assert.ok(pressed.text.includes("You are signed in as"));
    assert.ok(!pressed.text.includes('name="password"'));
    const done = await person.form(`${link}/accept`);
    assert.deepEqual([done.status, done.location], [303, "/"]);
    assert.equal((await person.get("/api/v1/session")).member, known.member, "the same member comes back");
    assert.equal((await owner.get(`/api/v1/invitations/${id}`)).invitation.status, "accepted");
    assert.equal((await person.post(`${link}/accept`, fields)).status, "accepted", "again gives the same answer");
    await wellKept(owner);
  });

  it("of a known person takes a press with a password as well", async () => {
    const known = await member(owner, "both@page.example");
    await owner.delete(`/api/v1/members/${known.member}`);
    const { link } = await invited(known.email);
    const person = visitor();
    await person.form("/sign-in", { email: known.email, password: PASSWORD, next: link });
    assert.equal((await person.post(`${link}/accept`, fields)).status, "accepted");
    assert.equal((await person.get("/api/v1/session")).user.name, "both", "who keeps the name of the account");
  });

  it("of a known person who forgot the password lets them set a new one first", async () => {
    const known = await member(owner, "forgot@page.example");
    await owner.delete(`/api/v1/members/${known.member}`);
    const { link } = await invited(known.email);
    const person = visitor();
    await person.form("/reset", { email: known.email });
    const [mail] = await mails(usher, known.email, 3);
    assert.equal((await person.form("/reset/code", { email: known.email, code: codeIn(mail), password: "another long password" })).status, 303);
    assert.equal((await person.form("/sign-in", { email: known.email, password: "another long password", next: link })).location, link);
    assert.equal((await person.form(`${link}/accept`)).location, "/");
  });

  it("for another account shows both addresses and how to switch", async () => {
    const { link } = await invited("mine@page.example");
    const other = await member(owner, "other@page.example");
    Object.assign(other.headers, BROWSER);
    const page = await other.page(link);
    assert.equal(heading(page), "This invitation is for another address");
    for (const email of ["mine@page.example", "other@page.example"]) assert.ok(page.text.includes(email), email);
    const [action] = actions(page);
    await other.refused("wrong_account", "POST", `${link}/accept`, {});
    const switched = await other.form(action);
    assert.deepEqual([switched.status, switched.location, other.cookie], [303, link, undefined]);
    assert.ok(actions(await other.page(link)).includes(`${link}/accept`));
    await other.form(`${link}/accept`, fields);
    assert.equal((await other.get("/api/v1/session")).user.email, "mine@page.example");
  });

  it("that was declined, canceled or ran out has no way to accept, and says what is next", async () => {
    const declined = await invited("declined@page.example");
    assert.equal((await visitor().form(`${declined.link}/decline`)).location, declined.link);
    const canceled = await invited("canceled@page.example");
    await owner.post(`/api/v1/invitations/${canceled.id}/cancel`);
    const expired = await invited("expired@page.example");
    await usher.sql("UPDATE invitations SET expires_at = ? WHERE id = ?", new Date(Date.now() - 1000).toISOString(), expired.id);
    const expected = [
      [declined, /^You declined on /, true, "invitation_declined"],
      [canceled, /^This invitation is no longer open/, false, "invitation_canceled"],
      [expired, /^This invitation ended on /, true, "invitation_expired"],
    ];
    for (const [{ link }, title, asks, code] of expected) {
      const page = await visitor().page(link);
      assert.match(heading(page), title);
      assert.deepEqual(actions(page), asks ? [`${link}/request`] : []);
      await visitor().refused(code, "POST", `${link}/accept`, fields);
      const pressed = await visitor().form(`${link}/accept`, fields);
      assert.equal(pressed.status, code === "invitation_accepted" ? 409 : 410);
      assert.match(heading(pressed), title);
      if (!asks) continue;
      assert.equal((await visitor().form(`${link}/request`)).location, link);
      assert.deepEqual(actions(await visitor().page(link)), []);
    }
    assert.equal((await visitor().form(`${declined.link}/decline`)).location, declined.link, "declining twice is no mistake");
    await visitor().refused("invitation_canceled", "POST", `${canceled.link}/decline`, {});
    assert.equal((await invite(owner, "declined@page.example")).outcome, "invited", "and can be invited again");
    assert.match(heading(await visitor().page(declined.link)), /^You declined on /);
    await wellKept(owner);
  });

  it("that is mistyped says so and leads to the code, which opens it", async () => {
    const { link, mail } = await invited("code@page.example");
    const unknown = await visitor().page(`${link.slice(0, -2)}xx`);
    assert.equal(unknown.status, 404);
    assert.deepEqual(actions(unknown), ["/join"]);
    const person = visitor();
    assert.ok(actions(await person.page("/join")).includes("/join"));
    const wrong = await person.form("/join", { code: "AAAA-AAAA" });
    assert.deepEqual([wrong.status, wrong.text.includes('value="AAAA-AAAA"')], [422, true]);
    assert.equal((await person.form("/join", { code: codeIn(mail).toLowerCase() })).location, link);
    for (let n = 0; n < 25; n++) assert.equal((await person.form("/join", { code: codeIn(mail) })).location, link, "a class may type its codes");
    const guesses = [];
    for (let n = 0; n < 21; n++) guesses.push((await person.form("/join", { code: `AAAA-AA${String(n).padStart(2, "2")}` })).status);
    assert.equal(guesses.at(-1), 429);
    assert.ok(guesses.slice(0, 15).every((status) => status === 422), guesses.join());
    assert.equal((await person.form("/join", { code: codeIn(mail) })).status, 429);
  });

  it(`weighs at most ${MOST_BYTES} bytes with all that it loads, and runs nothing`, async () => {
    const longest = { name: "x".repeat(100), licenses: [studio.id] };
    const { link } = await invited(`${"long".repeat(15)}@page.example`, longest);
    const page = await visitor().page(link);
    const linked = [...page.text.matchAll(/<(?:link|script|img)[^>]*(?:href|src)="([^"]+)"/g)].map(([, path]) => path);
    const sizes = { html: Buffer.byteLength(page.text) };
    for (const path of new Set(linked)) {
      const { status, text, headers } = await visitor().page(path);
      assert.equal(status, 200, path);
      assert.doesNotMatch(headers.get("content-type"), /html/, path);
      sizes[path] = Buffer.byteLength(text);
    }
    assert.ok(linked.includes("/assets/page.css"), linked.join());
    const sum = Object.values(sizes).reduce((total, bytes) => total + bytes);
    assert.ok(sum <= MOST_BYTES, JSON.stringify(sizes));
    assert.doesNotMatch(page.text, /<script|<style| style=| on\w+=|javascript:/);
  });
});

describe("signing in by form", () => {
  it("goes on only to paths of ours", async () => {
    const nexts = {
      "/people?status=active": "/people?status=active",
      "//evil.example": "/",
      "https://evil.example/": "/",
      "/\\evil.example": "/",
      "/\t/evil.example": "/",
      "javascript:alert(1)": "/",
      "people": "/",
      "": "/",
    };
    for (const [next, expected] of Object.entries(nexts)) {
      const person = visitor();
      const shown = await person.page(`/sign-in?next=${encodeURIComponent(next)}`);
      assert.ok(expected !== "/" || !shown.text.includes("evil"), next);
      const { status, location } = await person.form("/sign-in", { email: owner.email, password: PASSWORD, next });
      assert.equal(status, 303, next);
      const target = new URL(location, usher.url);
      assert.deepEqual([target.origin, location], [usher.url, expected], next);
    }
    const wrong = await visitor().form("/sign-in", { email: owner.email, password: "wrong wrong wrong", next: "/people" });
    assert.deepEqual([wrong.status, wrong.text.includes('name="next" value="/people"'), wrong.text.includes("wrong wrong")], [401, true, false]);
  });

  it("is asked for by the console's paths, which then come back", async () => {
    if (!existsSync(join(import.meta.dirname, "../../dist/console/index.html"))) return;
    const { status, location } = await visitor().page("/people?status=active");
    const { pathname, searchParams } = new URL(location, usher.url);
    assert.deepEqual([status, pathname, searchParams.get("next")], [303, "/sign-in", "/people?status=active"]);
    assert.equal((await owner.page("/people")).status, 200);
  });

  it("ends by form, and goes on to sign in", async () => {
    const person = await signIn(usher, owner.email);
    const { status, location } = await person.form("/sign-out");
    assert.deepEqual([status, location, person.cookie], [303, "/sign-in?notice=signed-out", undefined]);
    assert.equal((await visitor().form("/sign-out?next=//evil.example")).location, "/sign-in?notice=signed-out");
    assert.equal((await visitor().page("/sign-out")).status, 405);
  });
});
