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
});
