// Imports on the real Worker: killed in the middle, carried by two consumers at once, racing for the last seats. Every
// row is answered, nobody is invited twice, no license is overbooked. Not here: what each row means (tests/api).
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { inFlight, license, setUp, until } from "./support/client.mjs";
import { startInstance } from "./support/instance.mjs";

const ROWS_A_PART = 500;
const OUTCOMES = ["invited", "extended", "added", "unchanged", "refused"];
const MINUTES = 60_000;

let usher, owner;
before(async () => {
  usher = await startInstance({ keepLogs: false });
  owner = await setUp(usher);
});
after(() => usher?.stop());

// covers: B4
describe("an import", () => {
  it("that is killed again and again goes on where it was: each row answered, each person invited once", { timeout: 2 * MINUTES }, async (test) => {
    const studio = await license(owner, 5000, "Killed while importing");
    const file = people("killed", 4000);
    const id = await sent(file, studio.id);
    await owner.post(`/api/v1/imports/${id}/commit`);
    const killedAt = [];
    for (const share of [0.1, 0.35, 0.6, 0.85]) {
      await until(async () => answered(await found(id)) >= file.length * share, `${share} of the rows`, MINUTES, 5);
      await new Promise((resolve) => setTimeout(resolve, 150 * share));
      await usher.kill();
      await usher.restart();
      killedAt.push(answered(await found(id)));
      await leaseOver(id);
      await usher.triggerScheduled();
    }
    assert.ok(killedAt.some((rows) => rows > 0 && rows < file.length), `killed in the middle: ${killedAt}`);
    const { counts } = await done(id);
    // What a worker did right before it died it may find done when it is asked again.
    assert.equal(counts.invited + counts.unchanged, file.length);
    await eachOnce(file, studio);
    assert.equal((await rows(id)).length, file.length);
    test.diagnostic(`killed after ${killedAt} rows; ${JSON.stringify(counts)}`);
  });

  it("whose message comes several times is carried out once", { timeout: MINUTES }, async () => {
    const studio = await license(owner, 3000, "Delivered twice");
    const file = people("twice", 2500);
    const id = await sent(file, studio.id);
    await owner.post(`/api/v1/imports/${id}/commit`);
    // Takes the lease away from whoever is at work, so that the sweep's message finds the import free.
    for (let round = 0; (await found(id)).status === "running"; round++) {
      await leaseOver(id);
      await Promise.all([usher.triggerScheduled(), usher.triggerScheduled(), owner.post(`/api/v1/imports/${id}/commit`)]);
      assert.ok(round < 200, "it ends");
    }
    const { counts } = await done(id);
    assert.equal(counts.invited, file.length, JSON.stringify(counts));
    await eachOnce(file, studio);
  });

  it("and another, and admins by hand, for the last seats of a license: never one too many, every row answered", { timeout: MINUTES }, async (test) => {
    const studio = await license(owner, 700, "Too few for both");
    const [first, second, typed] = [people("first", 600), people("second", 600), people("typed", 60)];
    const ids = [await sent(first, studio.id), await sent(second, studio.id)];
    const byHand = async (email) => (await owner.post("/api/v1/invitations", { invitations: [{ email, licenses: [studio.id] }] })).results[0].outcome;
    const [outcomes] = await Promise.all([
      inFlight(4, typed.map(({ email }) => () => byHand(email))),
      ...ids.map((id) => owner.post(`/api/v1/imports/${id}/commit`)),
    ]);
    const ended = [];
    for (const id of ids) ended.push((await done(id)).counts);
    for (const counts of ended) {
      assert.equal(counts.invited + counts.refused, 600, JSON.stringify(counts));
    }
    const invited = ended[0].invited + ended[1].invited + outcomes.filter((outcome) => outcome === "invited").length;
    assert.equal(invited, 700);
    const { seats } = await owner.get(`/api/v1/licenses/${studio.id}`);
    assert.deepEqual([seats.reserved, seats.free], [700, 0]);
    for (const id of ids) {
      for (const row of await rows(id, "outcome=refused")) assert.equal(row.code, "seat_limit_reached");
    }
    await wellCounted();
    test.diagnostic(JSON.stringify({ ended, outcomes: Object.fromEntries(Object.entries(Object.groupBy(outcomes, (it) => it)).map(([k, v]) => [k, v.length])) }));
  });

  it("of the same file again changes nothing", { timeout: MINUTES }, async () => {
    const studio = await license(owner, 1500, "The same again");
    const file = people("same", 1200);
    const first = await sent(file, studio.id);
    await owner.post(`/api/v1/imports/${first}/commit`);
    assert.equal((await done(first)).counts.invited, 1200);
    const state = () => usher.sql("SELECT (SELECT count(*) FROM seat_ledger) AS ledger, (SELECT count(*) FROM members) AS members, (SELECT count(*) FROM outbox) AS mails, (SELECT count(*) FROM invitations) AS invitations");
    const before = await state();
    const again = await sent(file, studio.id);
    await owner.post(`/api/v1/imports/${again}/commit`);
    assert.equal((await done(again)).counts.unchanged, 1200);
    assert.deepEqual(await state(), before);
  });

  it("with bad rows in between invites the good ones and gives the bad ones back with reasons", { timeout: MINUTES }, async () => {
    const studio = await license(owner, 5000, "Bad rows");
    const bad = [(n) => `no address ${n}`, (n) => `=cmd|'/c calc'!A${n}`, () => "bad0@bad.example"];
    const file = people("bad", 4000).map((row, n) => (n % 10 < 3 && n > 0 ? { ...row, email: bad[n % 3](n) } : row));
    const good = new Set(file.map(({ email }) => email).filter((email) => /^bad\d+@/.test(email))).size;
    const id = await sent(file, studio.id);
    await owner.post(`/api/v1/imports/${id}/commit`);
    const { counts } = await done(id);
    assert.deepEqual([counts.invited, counts.refused], [good, file.length - good]);
    const answer = await owner.send("GET", `/api/v1/imports/${id}/refused.csv`);
    assert.match(answer.headers.get("content-type"), /^text\/csv/);
    const lines = answer.text.trimEnd().split("\r\n");
    assert.equal(lines.length - 1, counts.refused);
    assert.ok(lines.every((line) => !/^"?[=+@-]/.test(line)), "no line begins a formula");
    assert.ok(lines.some((line) => line.includes("has this address already")), "a reason that names the row");
  });

  it("keeps nobody waiting: while rows and mails are carried out, a page answers", { timeout: MINUTES }, async (test) => {
    const studio = await license(owner, 6000, "Others work");
    const id = await sent(people("busy", 5000), studio.id);
    await owner.post(`/api/v1/imports/${id}/commit`);
    const times = [];
    let during = 0;
    for (let ended = false; !ended || times.length < 40; ) {
      const began = performance.now();
      await owner.get("/api/v1/members?limit=50");
      times.push(performance.now() - began);
      if (!ended) {
        ended = (await found(id)).status === "done";
        during++;
      }
    }
    // Before, one request waited as long as the whole import took; more than one in its time tells that none does.
    assert.ok(during >= 3, `${during} answers while the import ran`);
    test.diagnostic(`${during} answers during the import; the longest of ${times.length} took ${Math.max(...times).toFixed(0)} ms`);
  });
});

const people = (name, count) => Array.from({ length: count }, (_, n) => ({ row: n + 2, email: `${name}${n}@${name}.example`, name: `${name} ${n}` }));

async function sent(file, license) {
  const { id } = await owner.post("/api/v1/imports", { name: "people.csv", rows: file.length, license });
  for (let n = 0; n * ROWS_A_PART < file.length; n++) {
    const part = { rows: file.slice(n * ROWS_A_PART, (n + 1) * ROWS_A_PART) };
    const { status, text } = await owner.call("PUT", `/api/v1/imports/${id}/parts/${n}`, part);
    assert.equal(status, 200, text);
  }
  return id;
}

const found = (id) => owner.get(`/api/v1/imports/${id}`);
const answered = ({ counts }) => OUTCOMES.reduce((sum, outcome) => sum + counts[outcome], 0);
const rows = (id, query = "") => owner.all(`/api/v1/imports/${id}/rows?${query}`);

async function done(id) {
  const ended = await until(async () => {
    const it = await found(id);
    return it.status === "done" && it;
  }, "the import's end", MINUTES);
  assert.equal(answered(ended), ended.rows);
  return ended;
}

// A worker that died had the import for half a minute: as if that were over.
const leaseOver = (id) => usher.sql("UPDATE imports SET leased_until = NULL WHERE id = ? AND status = 'running'", id);

// That each person of the file is one member with one open invitation, one mail and one seat.
async function eachOnce(file, { id }) {
  const emails = JSON.stringify(file.map(({ email }) => email));
  const [counts] = await usher.sql(
    `SELECT (SELECT count(*) FROM json_each(?1) e CROSS JOIN members m ON m.email = e.value) AS members,
       (SELECT count(*) FROM json_each(?1) e CROSS JOIN members m ON m.email = e.value CROSS JOIN invitations i ON i.member_id = m.id) AS invitations,
       (SELECT count(*) FROM outbox o CROSS JOIN invitations i ON i.id = o.subject_id CROSS JOIN assignments a ON a.invitation_id = i.id AND a.license_id = ?2) AS mails,
       (SELECT count(*) FROM events e CROSS JOIN invitations i ON i.id = e.target CROSS JOIN assignments a ON a.invitation_id = i.id AND a.license_id = ?2) AS events`,
    emails, id);
  const all = file.length;
  assert.deepEqual(counts, { members: all, invitations: all, mails: all, events: all });
  assert.equal((await owner.get(`/api/v1/licenses/${id}`)).seats.reserved, all);
  await wellCounted();
}

async function wellCounted() {
  assert.deepEqual((await owner.get("/api/v1/doctor")).differences, []);
}
