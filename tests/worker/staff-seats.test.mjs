// The last staff seats raced for by admins who give roles, on the real Worker and D1: nobody gets a role without its seat.
// Not here: each way to such a role (tests/api/staff_seats.rs), other doors (seats.test.mjs).
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

// covers: C14, C15
describe("two staff seats", () => {
  it("go to two of six whose role is changed at once, and the others stay as they were", async () => {
    const desk = await license(owner, 2, "Desk", { type: "staff" });
    await owner.call("PUT", "/api/v1/staff-seats", { license: desk.id, roles: ["agent"] });
    const people = [];
    for (const n of [1, 2, 3, 4, 5, 6]) people.push(await member(owner, `racer${n}@desk.example`));
    const answers = await inFlight(6, people.map(({ member }) => () => owner.call("PATCH", `/api/v1/members/${member}`, { role: "agent" })));
    const roles = [];
    for (const { member } of people) roles.push((await owner.get(`/api/v1/members/${member}`)).role);
    assert.deepEqual(tally(roles), { agent: 2, standard: 4 });
    const statuses = answers.map(({ status }) => status);
    assert.deepEqual(tally(statuses), { 200: 2, 409: 4 });
    assert.equal((await owner.get(`/api/v1/licenses/${desk.id}`)).seats.held, 2);
    await wellKept(owner);
  });
});

const tally = (words) => words.reduce((sums, word) => ({ ...sums, [word]: (sums[word] ?? 0) + 1 }), {});
