// The queue of a full license on the real Worker and D1: seats are freed and claimed by many at once, and the Worker is
// killed in the middle. The order is kept exactly, nobody is lost or doubled, no seat goes past those who wait.
// Not here: each way to free a seat by itself (tests/api/queue), races without a queue (seats.test.mjs).
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { inFlight, invite, license, mails, member, seeded, setUp, shuffled, until, wellKept } from "./support/client.mjs";
import { startInstance } from "./support/instance.mjs";

const IN_FLIGHT = 20;

let usher, owner;
before(async () => {
  usher = await startInstance({ keepLogs: false });
  owner = await setUp(usher);
});
after(() => usher?.stop());

describe("a full license with people waiting", () => {
  it("gives each seat that comes free to whoever is first, whatever frees it and whoever else wants it", async (test) => {
    const studio = await license(owner, 24, "Raced for");
    const line = await filled(studio, 24, 60, "race");
    const seated = await people(studio);
    const invited = seated.filter(({ status }) => status === "invited");
    const held = seated.filter(({ status }) => status === "accepted");
    assert.deepEqual([invited.length, held.length], [12, 12]);
    const invitations = new Map((await owner.all("/api/v1/invitations?status=pending")).map(({ id, email }) => [email, id]));
    const frees = [
      ...held.slice(0, 4).map(({ id }) => () => owner.delete(`${at(studio)}/assignments/${id}`)),
      ...held.slice(4, 8).map(({ member }) => () => owner.post(`/api/v1/members/${member}/disable`)),
      ...held.slice(8).map(({ member }) => () => owner.delete(`/api/v1/members/${member}`)),
      ...invited.map(({ email }) => () => owner.post(`/api/v1/invitations/${invitations.get(email)}/cancel`)),
    ];
    // Others try to get a seat in between, or come to wait themselves.
    const outcomes = [];
    const others = Array.from({ length: 40 }, (_, n) => async () => {
      const when_full = n % 2 ? "queue" : "refuse";
      const body = { assignments: [{ email: `other${n}@race.example` }], when_full };
      const { results } = await owner.post(`${at(studio)}/assignments`, body);
      outcomes.push(results[0].outcome === "refused" ? results[0].code : results[0].outcome);
    });
    await inFlight(IN_FLIGHT, shuffled([...frees, ...others], seeded(11)));

    assert.deepEqual([...new Set(outcomes)].sort(), ["queued", "seat_limit_reached"], "nobody overtakes");
    assert.deepEqual(await turns(studio), line.slice(0, 24), "by turns, exactly");
    const waiting = (await queue(studio)).map(({ email }) => email);
    assert.deepEqual(waiting.slice(0, 36), line.slice(24));
    assert.equal(waiting.length, 36 + 20);
    assert.equal(new Set(waiting).size, waiting.length);
    assert.deepEqual((await people(studio)).filter(taking).map(({ email }) => email).sort(), line.slice(0, 24).sort());
    await wellKept(owner);
    test.diagnostic(`24 seats came free, 24 given in order, ${outcomes.length} others got none`);
  });

  it("fills new seats in order while others leave and move", async () => {
    const studio = await license(owner, 2, "Growing");
    const line = await filled(studio, 2, 20, "grow");
    const entries = await queue(studio);
    const jobs = [
      ...[3, 4, 5, 6].map((seats) => () => owner.call("PATCH", at(studio), { seats })),
      ...entries.slice(14).map(({ id }) => () => owner.post(`${at(studio)}/queue/${id}/leave`)),
      ...entries.slice(12, 14).map(({ id }) => () => owner.call("POST", `${at(studio)}/queue/${id}/move`, { to: "down" })),
    ];
    await inFlight(IN_FLIGHT, shuffled(jobs, seeded(5)));
    await owner.patch(at(studio), { seats: 6 });
    // Who is seated by one and the same change stands in the ledger in no order.
    assert.deepEqual((await turns(studio)).sort(), line.slice(0, 4).sort());
    assert.deepEqual((await queue(studio)).map(({ email }) => email).sort(), line.slice(4, 14).sort());
    await wellKept(owner);
  });
});

it("killed while seats come free, the Worker has given each to whoever was first or to nobody", async (test) => {
  const studio = await license(owner, 40, "Killed while seating");
  const line = await filled(studio, 40, 60, "kill");
  const holders = (await people(studio)).filter(taking);
  const remove = ({ id }) => owner.call("DELETE", `${at(studio)}/assignments/${id}`);
  const began = performance.now();
  await Promise.all(holders.splice(0, 8).map(remove));
  const whole = performance.now() - began;
  for (const part of [0.3, 0.6, 0.9]) {
    const answers = holders.splice(0, 8).map((row) => remove(row).catch(() => undefined));
    await new Promise((resolve) => setTimeout(resolve, whole * part));
    await usher.kill();
    await usher.restart();
    await Promise.all(answers);
    const given = await turns(studio);
    assert.deepEqual(given, line.slice(0, given.length));
    const { seats } = await owner.get(at(studio));
    assert.deepEqual([seats.reserved + seats.held, seats.waiting], [40, 60 - given.length], "no seat is lost");
    assert.equal((await queue(studio))[0].email, line[given.length]);
    await wellKept(owner);
  }
  await usher.sql("UPDATE outbox SET leased_until = NULL WHERE state = 'queued'");
  await usher.triggerScheduled();
  const undelivered = () => usher.sql("SELECT count(*) AS n FROM outbox WHERE state = 'queued'");
  await until(async () => (await undelivered())[0].n === 0, "all mails sent");
  const given = await turns(studio);
  for (const email of given.filter((email) => email.startsWith("guest"))) {
    assert.equal((await mails(usher, email)).length, 1, email);
  }
  test.diagnostic(`${given.length} of 32 seats came free before the kills`);
});

const at = ({ id }) => `/api/v1/licenses/${id}`;
const people = (studio) => owner.all(`${at(studio)}/assignments`);
const queue = (studio) => owner.all(`${at(studio)}/queue`);
const taking = ({ status }) => status === "invited" || status === "accepted";

// Fills a license, half by members and half by invitations, and lets so many people wait; answers their order.
async function filled(studio, seats, waiting, name) {
  await inFlight(8, Array.from({ length: seats / 2 }, (_, n) => () => member(owner, `held${n}@${name}.example`, { licenses: [studio.id] })));
  await inFlight(8, Array.from({ length: seats / 2 }, (_, n) => () => invite(owner, `kept${n}@${name}.example`, { licenses: [studio.id] })));
  const staff = await inFlight(8, Array.from({ length: Math.min(4, waiting) }, (_, n) => () => member(owner, `staff${n}@${name}.example`)));
  const line = shuffled([
    ...staff.map(({ email }) => email),
    ...Array.from({ length: waiting - staff.length }, (_, n) => `guest${n}@${name}.example`),
  ], seeded(9));
  const assignments = line.map((email) => ({ email }));
  const { results } = await owner.post(`${at(studio)}/assignments`, { assignments, when_full: "queue" });
  assert.deepEqual(results.map(({ waiting }) => waiting[0].place), line.map((_, n) => n + 1));
  return line;
}

// Who got a seat from the queue, in the order of the ledger.
async function turns(studio) {
  const ledger = await owner.all(`${at(studio)}/ledger`);
  const addresses = new Map((await people(studio)).map(({ id, email }) => [id, email]));
  return ledger.reverse().filter(({ door, reserved, held }) => door === "queue" && reserved + held > 0).map(({ assignment }) => addresses.get(assignment));
}
