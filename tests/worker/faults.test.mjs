// Crashes and losses on the real Worker: killed while it accepts and invites, queue messages that come twice or never,
// invitations that run out. Nothing is lost, nothing is doubled. Not here: mail servers that fail (mail.test.mjs).
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import {
  PASSWORD, anonymous, inFlight, invite, license, linkIn, linkOf, mails, member, setUp, signIn, until, wellKept,
} from "./support/client.mjs";
import { startInstance } from "./support/instance.mjs";

let usher, owner;
before(async () => {
  usher = await startInstance({ keepLogs: false });
  owner = await setUp(usher);
});
after(() => usher?.stop());

describe("the Worker killed", () => {
  // Sends all at once, kills when so much time is over, starts again on the same state. Answers come from those that
  // were done by then.
  async function killedAfter(ms, requests) {
    const answers = requests.map((request) => request().catch(() => undefined));
    await new Promise((resolve) => setTimeout(resolve, ms));
    await usher.kill();
    await usher.restart();
    return Promise.all(answers);
  }

  async function timed(work) {
    const began = performance.now();
    await work();
    return performance.now() - began;
  }

  it("while eight people accept leaves each wholly in or wholly out, and a second try gets them in", async (test) => {
    const studio = await license(owner, 100, "Killed while accepting");
    const accept = ({ email, link }) => anonymous(usher).post(`${link}/accept`, { name: email, password: PASSWORD });
    const invited = async (round) => {
      const people = Array.from({ length: 8 }, (_, n) => ({ email: `accept${n}.${round}@crash.example` }));
      for (const person of people) {
        person.id = (await invite(owner, person.email, { licenses: [studio.id] })).id;
        person.link = await linkOf(owner, person.id);
      }
      return people;
    };
    const calm = await invited("calm");
    const whole = await timed(() => Promise.all(calm.map(accept)));
    const outcomes = { answered: 0, in: 0, out: 0 };
    for (const part of [0.5, 0.8, 0.9, 1]) {
      const people = await invited(part);
      const answers = await killedAfter(whole * part, people.map((person) => () => accept(person)));
      for (const [n, person] of people.entries()) {
        const state = await stateOf(person.id);
        assert.ok(["in", "out"].includes(state), `${person.email}: ${state}`);
        if (answers[n]) assert.equal(state, "in", "who was told so is in");
        outcomes[answers[n] ? "answered" : state]++;
      }
      const members = await inFlight(4, people.map((person) => async () => (await accept(person)).member));
      assert.equal(new Set(members).size, people.length);
      for (const [n, person] of people.entries()) {
        assert.equal(await stateOf(person.id), "in");
        if (answers[n]) assert.equal(members[n], answers[n].member);
      }
      await wellKept(owner);
    }
    assert.equal((await owner.get(`/api/v1/licenses/${studio.id}`)).seats.held, 40);
    await signIn(usher, "accept0.0.5@crash.example");
    test.diagnostic(JSON.stringify(outcomes));
  });

  it("while lists are invited leaves each list whole or untouched, and every invitation gets one mail", async (test) => {
    const studio = await license(owner, 200, "Killed while inviting");
    const lists = Array.from({ length: 12 }, (_, list) => Array.from({ length: 5 }, (_, n) => `invite${list}.${n}@crash.example`));
    const send = (list) => owner.post("/api/v1/invitations", { invitations: list.map((email) => ({ email, licenses: [studio.id] })) });
    const calm = Array.from({ length: 5 }, (_, n) => `calm${n}@crash.example`);
    const whole = await timed(() => send(calm));
    for (const [round, part] of [0.5, 1, 2].entries()) {
      const mine = lists.slice(round * 4, round * 4 + 4);
      await killedAfter(whole * part, mine.map((list) => () => send(list)));
      for (const list of mine) {
        const found = await owner.all(`/api/v1/invitations?q=${list[0].split(".")[0]}.`);
        assert.ok(found.length === 0 || found.length === list.length, `${found.length} of ${list.length}`);
        const { results } = await send(list);
        const expected = found.length === 0 ? "invited" : "unchanged";
        assert.deepEqual(results.map(({ outcome }) => outcome), list.map(() => expected));
      }
    }
    assert.equal((await owner.get(`/api/v1/licenses/${studio.id}`)).seats.reserved, 65);
    await wellKept(owner);
    const lost = await undelivered();
    await sweepUntilDelivered();
    for (const email of [...calm, ...lists.flat()]) {
      const [mail, ...more] = await mails(usher, email);
      assert.equal(more.length, 0, email);
      assert.match(mail.id, /^out_/);
    }
    test.diagnostic(`${lost} of 65 mails were not out before the sweep`);
  });

  // Whether an invitation is wholly accepted ("in"), wholly open ("out"), or something between.
  async function stateOf(id) {
    const [row] = await usher.sql(
      `SELECT i.status AS invitation, m.status AS member, a.status AS seat, (SELECT count(*) FROM users WHERE email = i.email) AS users,
         (SELECT count(*) FROM sessions s JOIN users u ON u.id = s.user_id WHERE u.email = i.email) AS sessions,
         (SELECT count(*) FROM events WHERE target = i.id AND kind = 'invitation.accepted') AS events
       FROM invitations i JOIN members m ON m.id = i.member_id JOIN assignments a ON a.invitation_id = i.id WHERE i.id = ?`, id);
    const states = { in: ["accepted", "active", "accepted", 1, 1, 1], out: ["pending", "pending", "invited", 0, 0, 0] };
    const found = JSON.stringify(Object.values(row));
    return Object.keys(states).find((name) => JSON.stringify(states[name]) === found) ?? found;
  }
});

describe("the queue", () => {
  it("may lose a message: the sweep finds the mail and it leaves once", async () => {
    const { id } = await invite(owner, "lost@queue.example");
    const [first] = await mails(usher, "lost@queue.example");
    // A second mail of which no message was ever sent.
    const mail = first.id.slice(0, -4) + "0000";
    await usher.sql(
      "INSERT INTO outbox (id, organization_id, kind, subject_id, due_at, created_at) SELECT ?, organization_id, kind, subject_id, due_at, created_at FROM outbox WHERE id = ?",
      mail, first.id);
    await Promise.all([usher.triggerScheduled(), usher.triggerScheduled(), usher.triggerScheduled()]);
    await mails(usher, "lost@queue.example", 2);
    const [row] = await until(() => usher.sql("SELECT state, attempts FROM outbox WHERE id = ? AND state = 'sent'", mail).then((rows) => rows.length && rows), "sent");
    assert.deepEqual(row, { state: "sent", attempts: 1 });
    await anonymous(usher).get(await linkOf(owner, id));
  });

  it("may deliver twice, or the consumer may die after sending: the mail has the same id and is there once", async () => {
    await invite(owner, "twice@queue.example");
    const [mail] = await mails(usher, "twice@queue.example");
    await until(() => undelivered().then((count) => count === 0), "all sent");
    await usher.sql("UPDATE outbox SET state = 'queued', leased_until = NULL WHERE id = ?", mail.id);
    await usher.triggerScheduled();
    await until(() => undelivered().then((count) => count === 0), "sent again");
    const [{ attempts }] = await usher.sql("SELECT attempts FROM outbox WHERE id = ?", mail.id);
    assert.equal(attempts, 2);
    assert.deepEqual(await mails(usher, "twice@queue.example"), [mail]);
  });

  it("leaves a mail to whoever leased it, until the lease runs out", async () => {
    await invite(owner, "leased@queue.example");
    const [mail] = await mails(usher, "leased@queue.example");
    await until(() => undelivered().then((count) => count === 0), "all sent");
    const lease = (minutes) => usher.sql(
      "UPDATE outbox SET state = 'queued', leased_until = ? WHERE id = ?", new Date(Date.now() + minutes * 60_000).toISOString(), mail.id);
    await lease(1);
    await usher.triggerScheduled();
    await invite(owner, "after@queue.example");
    await mails(usher, "after@queue.example");
    assert.equal(await undelivered(), 1);
    await lease(-1);
    await sweepUntilDelivered();
  });

  it("doesn't mail an invitation that was canceled before its mail left", async () => {
    const { id } = await invite(owner, "canceled@queue.example");
    const [mail] = await mails(usher, "canceled@queue.example");
    await until(() => undelivered().then((count) => count === 0), "all sent");
    await owner.post(`/api/v1/invitations/${id}/cancel`);
    await usher.batch([
      { sql: "DELETE FROM dev_mail WHERE id = ?", values: [mail.id] },
      { sql: "UPDATE outbox SET state = 'queued' WHERE id = ?", values: [mail.id] },
    ]);
    await sweepUntilDelivered();
    assert.deepEqual((await anonymous(usher).call("GET", "/dev/mail.json?to=canceled@queue.example")).body, []);
  });
});

describe("an invitation that runs out", () => {
  it("frees its seat, says so, lets the person ask once, and comes back with the old link", async () => {
    const studio = await license(owner, 1, "Running out");
    const stranger = anonymous(usher, { "accept-language": "en", "user-agent": "Mozilla/5.0", "sec-fetch-mode": "navigate" });
    const { id } = await invite(owner, "late@expiry.example", { name: "Lee Late", licenses: [studio.id] });
    const link = linkIn((await mails(usher, "late@expiry.example"))[0]);
    await runOut(id);
    assert.equal((await stranger.get(link)).status, "expired", "before the sweep as well");
    await stranger.refused("invitation_expired", "POST", `${link}/accept`, { name: "Lee", password: PASSWORD });
    assert.equal((await owner.get(`/api/v1/invitations/${id}`)).invitation.status, "expired");
    await usher.triggerScheduled();
    await until(async () => (await owner.get(`/api/v1/licenses/${studio.id}`)).seats.free === 1, "the seat is free");
    await wellKept(owner);
    assert.equal((await owner.all(`/api/v1/events?kind=invitation.expired&target=${id}`)).length, 1);

    const before = (await mails(usher, owner.email, 0)).length;
    assert.match((await stranger.page(link)).text, /Ask .* for a new one/);
    for (const [press, { status, location }] of (await inFlight(3, [1, 2, 3].map(() => () => stranger.form(`${link}/request`)))).entries()) {
      assert.deepEqual([status, location], [303, link], `press ${press}`);
    }
    const asked = await mails(usher, owner.email, before + 1);
    await until(() => undelivered().then((count) => count === 0), "all sent");
    assert.equal((await mails(usher, owner.email)).length, before + 1);
    assert.match(asked[0].subject, /Lee Late/);
    assert.ok(asked[0].text.includes(`${usher.url}/invitations/${id}`), asked[0].text);
    assert.match((await stranger.page(link)).text, /You asked/);
    assert.equal((await owner.get("/api/v1/home")).requests, 1);

    await owner.post(`/api/v1/invitations/${id}/resend`, { expires_in_days: 3 });
    const again = await mails(usher, "late@expiry.example", 2);
    assert.equal(linkIn(again[0]), link);
    assert.equal((await owner.get(`/api/v1/licenses/${studio.id}`)).seats.reserved, 1);
    assert.equal((await stranger.get(link)).status, "pending");
    assert.equal((await stranger.post(`${link}/accept`, { name: "Lee Late", password: PASSWORD })).status, "accepted");
    assert.equal((await owner.get(`/api/v1/licenses/${studio.id}`)).seats.held, 1);
    await wellKept(owner);
  });

  it("can't come back while its seat is given to somebody else, and says why", async () => {
    const studio = await license(owner, 1, "Given away");
    const { id } = await invite(owner, "first@expiry.example", { licenses: [studio.id] });
    await runOut(id);
    await usher.triggerScheduled();
    await until(async () => (await owner.get(`/api/v1/licenses/${studio.id}`)).seats.free === 1, "the seat is free");
    const second = await member(owner, "second@expiry.example", { licenses: [studio.id] });
    const problem = await owner.refused("seat_limit_reached", "POST", `/api/v1/invitations/${id}/resend`);
    assert.match(problem.detail, /seat/);
    assert.equal((await owner.get(`/api/v1/invitations/${id}`)).invitation.status, "expired");
    await owner.delete(`/api/v1/members/${second.member}`);
    await owner.post(`/api/v1/invitations/${id}/resend`);
    await wellKept(owner);
  });

  it("can be made anew with one call; the old link then says that it ended", async () => {
    const { id } = await invite(owner, "anew@expiry.example");
    const old = await linkOf(owner, id);
    await runOut(id);
    const { outcome, id: fresh } = await invite(owner, "anew@expiry.example");
    assert.equal(outcome, "invited");
    assert.notEqual(fresh, id);
    assert.equal((await anonymous(usher).get(old)).status, "expired");
    assert.equal((await anonymous(usher).post(`${await linkOf(owner, fresh)}/accept`, { name: "A", password: PASSWORD })).status, "accepted");
  });

  const runOut = (id) => usher.sql("UPDATE invitations SET expires_at = ? WHERE id = ?", new Date(Date.now() - 1000).toISOString(), id);
});

const undelivered = async () => (await usher.sql("SELECT count(*) AS n FROM outbox WHERE state = 'queued'"))[0].n;

// The consumer that was killed had leased mails for a minute: as if that minute were over.
async function sweepUntilDelivered() {
  await usher.sql("UPDATE outbox SET leased_until = NULL WHERE state = 'queued'");
  await usher.triggerScheduled();
  await until(() => undelivered().then((count) => count === 0), "all mails sent");
}
