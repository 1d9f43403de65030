// Five thousand people deactivated by one request on the real Worker: all or nobody, whenever it is killed; their seats are
// free, their sessions end, each is told in the log, and Undo brings them back. Not here: how each is judged (tests/api/bulk.rs).
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { license, member, problemOf, setUp } from "./support/client.mjs";
import { startInstance } from "./support/instance.mjs";

const PEOPLE = 5000;
const PART = 100;

let usher, owner, studio, one;
before(async () => {
  usher = await startInstance({ keepLogs: false });
  owner = await setUp(usher);
  studio = await license(owner, PEOPLE + 1, "Studio");
  const [own] = await usher.sql("SELECT id, user_id AS user FROM members");
  const id = (kind, n) => own[kind].slice(0, -6) + String(n).padStart(6, "0");
  const rows = JSON.stringify(Array.from({ length: PEOPLE - 1 }, (_, n) => ({ member: id("id", n), user: id("user", n), email: `p${n}@many.example` })));
  await usher.batch([
    { sql: "INSERT INTO users (id, email, name, password_hash, created_at) SELECT value ->> 'user', value ->> 'email', '', '', '2026-01-01T00:00:00.000Z' FROM json_each(?)", values: [rows] },
    {
      sql: `INSERT INTO members (id, organization_id, user_id, email, name, role, status, created_at, changed_by, changed_at, operation_id)
            SELECT p.value ->> 'member', m.organization_id, p.value ->> 'user', p.value ->> 'email', '', 'standard', 'active',
              m.created_at, m.changed_by, m.changed_at, m.operation_id FROM json_each(?1) p, members m WHERE m.id = ?2`,
      values: [rows, own.id],
    },
  ]);
  one = await member(owner, "one@many.example", { name: "One" });
  const { items } = await owner.get("/api/v1/members?q=one@many");
  const people = [...Array.from({ length: PEOPLE - 1 }, (_, n) => id("id", n)), items[0].id];
  for (let from = 0; from < PEOPLE; from += 500) {
    const assignments = people.slice(from, from + 500).map((person) => ({ member: person }));
    await owner.post(`/api/v1/licenses/${studio.id}/assignments`, { assignments });
  }
  assert.equal((await owner.get(`/api/v1/licenses/${studio.id}`)).seats.held, PEOPLE);
});
after(() => usher?.stop());

const everybody = { matching: { filter: { role: ["standard"], status: "active" }, expected: PEOPLE } };
const disable = () => owner.post("/api/v1/members/bulk", { act: { verb: "disable" }, to: everybody });

async function standing() {
  const [{ disabled, told }] = await usher.sql(
    "SELECT (SELECT count(*) FROM members WHERE status = 'disabled') AS disabled, (SELECT count(*) FROM events WHERE kind = 'member.disabled') AS told",
  );
  const { seats } = await owner.get(`/api/v1/licenses/${studio.id}`);
  return { disabled, told, held: seats.held };
}

describe("five thousand deactivated at once", () => {
  // Killed ever later; once it was faster than that it is done, and enabled again before the next.
  it("are all deactivated or none, wherever the Worker is killed", async (t) => {
    const seen = [];
    for (const ms of [60, 250, 600, 1200]) {
      const answer = disable().catch(() => undefined);
      await new Promise((resolve) => setTimeout(resolve, ms));
      await usher.kill();
      await usher.restart();
      const answered = await answer;
      const { disabled, told, held } = await standing();
      assert.ok([0, PEOPLE].includes(disabled), `${disabled} deactivated after ${ms} ms`);
      assert.equal(told, disabled);
      assert.equal(held, PEOPLE - disabled);
      assert.ok(!answered || disabled === PEOPLE, "who was told so finds it so");
      seen.push(`${ms} ms: ${disabled}`);
      if (disabled === PEOPLE) break;
    }
    t.diagnostic(seen.join(", "));
    assert.deepEqual((await owner.get("/api/v1/doctor")).differences, []);
  });

  it("lose their seats and sessions in one request, and Undo enables them part by part", async (t) => {
    if ((await standing()).disabled === 0) {
      await one.get("/api/v1/session");
      const began = performance.now();
      const answer = await disable();
      t.diagnostic(`deactivated in ${(performance.now() - began).toFixed(0)} ms`);
      assert.deepEqual([answer.done, answer.seats_freed, answer.results.length], [PEOPLE, PEOPLE, PEOPLE]);
    }
    problemOf(await one.send("GET", "/api/v1/session"), "unauthenticated");
    assert.deepEqual(await standing(), { disabled: PEOPLE, told: PEOPLE, held: 0 });
    const page = await owner.get("/api/v1/members?status=disabled&limit=200");
    const began = performance.now();
    for (const from of [0, PART]) {
      const members = page.items.slice(from, from + PART).map(({ id }) => id);
      const { done } = await owner.post("/api/v1/members/bulk", { act: { verb: "enable" }, to: { members } });
      assert.equal(done, PART);
    }
    t.diagnostic(`200 enabled again in ${(performance.now() - began).toFixed(0)} ms`);
    const { disabled, held } = await standing();
    assert.deepEqual({ disabled, held }, { disabled: PEOPLE - 2 * PART, held: 2 * PART });
    assert.deepEqual((await owner.get("/api/v1/doctor")).differences, []);
  });
});
