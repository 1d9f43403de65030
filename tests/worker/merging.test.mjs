// Two records of one person that become one, raced for on the real Worker and D1: one merge takes place, whichever way round, and a
// seat on its way is never somebody else's. Not here: what goes along (tests/api/merging.rs).
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { inFlight, license, member, setUp, wellKept } from "./support/client.mjs";
import { startInstance } from "./support/instance.mjs";

let usher, owner;
before(async () => {
  usher = await startInstance({ keepLogs: false });
  owner = await setUp(usher);
});
after(() => usher?.stop());

const path = (stays) => `/api/v1/members/${stays.member}/merge`;
const look = async (stays, ends) => (await owner.get(`${path(stays)}?with=${ends.member}`)).version;
const merge = (stays, ends, version) => owner.send("POST", path(stays), {
  body: JSON.stringify({ with: ends.member }),
  headers: { accept: "application/json", "content-type": "application/json", "if-match": `"${version}"` },
});

// covers: E12
describe("two records of one person", () => {
  it("become one once, however many press and whichever way round, past people who want the seat", async () => {
    const studio = await license(owner, 1, "Studio");
    const [work, home, zoe] = [
      await member(owner, "ann@work.example"),
      await member(owner, "ann@home.example", { licenses: [studio.id] }),
      await member(owner, "zoe@work.example"),
    ];
    const assignments = `/api/v1/licenses/${studio.id}/assignments`;
    await owner.post(assignments, { assignments: [{ member: zoe.member }], when_full: "queue" });
    const [there, back] = [await look(work, home), await look(home, work)];
    const others = await Promise.all([1, 2, 3, 4].map((n) => member(owner, `other${n}@work.example`)));
    const claim = ({ member }) => () => owner.post(assignments, { assignments: [{ member }] });
    const presses = [0, 1, 2, 3].flatMap((n) => [() => merge(work, home, there), claim(others[n]), () => merge(home, work, back)]);
    const answers = await inFlight(6, presses);
    const merged = answers.filter(({ results }) => !results);
    assert.equal(merged.filter(({ status }) => status === 200).length, 1, JSON.stringify(merged.map(({ status }) => status)));
    for (const { status, body } of merged.filter(({ status }) => status !== 200)) assert.deepEqual([status, body.code], [412, "changed_meanwhile"]);
    const seated = answers.filter(({ results }) => results?.[0].outcome === "added");
    assert.equal(seated.length, 0, "nobody finds the seat free");
    const { seats } = await owner.get(`/api/v1/licenses/${studio.id}`);
    assert.deepEqual([seats.held, seats.waiting], [1, 1]);
    const people = await owner.all("/api/v1/members?q=ann%40");
    assert.equal(people.length, 1);
    assert.equal(people[0].licenses.length, 1);
    await wellKept(owner);
  });

  it("are two or one, and nothing between, when the Worker is killed while they are merged", async (test) => {
    const pair = async (n) => {
      const studio = await license(owner, 1, `Killed ${n}`);
      return { studio, stays: await member(owner, `bo${n}@work.example`), ends: await member(owner, `bo${n}@home.example`, { licenses: [studio.id] }) };
    };
    const began = performance.now();
    const calm = await pair("calm");
    const ready = performance.now();
    assert.equal((await merge(calm.stays, calm.ends, await look(calm.stays, calm.ends))).status, 200);
    const whole = performance.now() - ready;
    const outcomes = { one: 0, two: 0 };
    for (const part of [0.3, 0.5, 0.7, 0.9]) {
      const { studio, stays, ends } = await pair(part);
      const version = await look(stays, ends);
      const press = merge(stays, ends, version).catch(() => undefined);
      await new Promise((resolve) => setTimeout(resolve, whole * part));
      await usher.kill();
      await usher.restart();
      const answer = await press;
      const [gone, seated] = await Promise.all([ends, stays].map(({ member }) => owner.get(`/api/v1/members/${member}`)));
      const state = [gone.status, gone.merged_into?.id, seated.licenses.length];
      const { seats } = await owner.get(`/api/v1/licenses/${studio.id}`);
      assert.equal(seats.held, 1);
      if (gone.status === "active") {
        assert.deepEqual(state, ["active", undefined, 0]);
        assert.equal((await merge(stays, ends, version)).status, 200, "a second press does it");
        outcomes.two++;
      } else {
        assert.deepEqual(state, ["removed", stays.member, 1]);
        outcomes.one++;
      }
      assert.ok(!answer || gone.status === "removed", "who was told so finds it so");
      const { items } = await owner.get(`/api/v1/events?target=${stays.member}&kind=member.merged`);
      assert.equal(items.length, 1);
    }
    await wellKept(owner);
    test.diagnostic(`${JSON.stringify(outcomes)}, ${Math.round(whole)} ms, ${Math.round(ready - began)} ms before`);
  });
});
