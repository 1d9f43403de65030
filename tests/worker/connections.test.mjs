// Races for an account at a meeting provider, on the real Worker and D1: an account never gets two holders, and whoever
// comes second is told who holds it. Not here: the rules one by one (tests/api/connections).
import assert from "node:assert/strict";
import { after, before, it } from "node:test";
import { license, member, problemOf, setUp, signIn } from "./support/client.mjs";
import { startInstance } from "./support/instance.mjs";

let usher, owner, admin, studio;
before(async () => {
  usher = await startInstance({ keepLogs: false });
  owner = await setUp(usher);
  await member(owner, "adam@race.example", { role: "admin", name: "Adam Admin" });
  admin = await signIn(usher, "adam@race.example");
  studio = await license(owner, 50);
  await owner.put(`/api/v1/licenses/${studio.id}/providers`, { providers: ["zoom"] });
  await owner.patch("/api/v1/providers/zoom", { step: { step: "admin_account", done: true } });
});
after(() => usher?.stop());

const add = async (names) => {
  const accounts = names.map((name) => ({ provider: "zoom", account_id: `z-${name}`, email: `${name}@race.example` }));
  return (await owner.post("/api/v1/external-accounts", { accounts })).results;
};
const connect = (who, person, account) => who.call("POST", "/api/v1/connections", { member: person.member, provider: "zoom", account });

// covers: A11
it("two admins who connect one account to two people: one wins, the other is told who holds it", async () => {
  for (let round = 0; round < 10; round += 1) {
    const names = [`ann${round}`, `ben${round}`];
    const [ann, ben] = await Promise.all(names.map((name) => member(owner, `${name}@race.example`, { name, licenses: [studio.id] })));
    const [account] = await add([`shared${round}`]);
    const answers = await Promise.all([connect(owner, ann, account.id), connect(admin, ben, account.id)]);
    const [won, lost] = answers[0].status === 200 ? [0, 1] : [1, 0];
    assert.equal(answers[won].status, 200, answers[won].text);
    const problem = problemOf(answers[lost], "account_taken");
    assert.ok(problem.detail.includes(names[won]), problem.detail);
    const held = await usher.sql("SELECT member_id FROM connections WHERE account_id = ?", account.id);
    assert.deepEqual(held, [{ member_id: [ann, ben][won].member }]);
    const told = await usher.sql("SELECT count(*) AS n FROM events WHERE kind = 'connection.made' AND details LIKE ?", `%"z-shared${round}"%`);
    assert.equal(told[0].n, 1);
  }
});

// covers: A13
it("two admins who connect everybody that matches at once connect each person once", async () => {
  const names = Array.from({ length: 20 }, (_, n) => `match${n}`);
  const people = await Promise.all(names.map((name) => member(owner, `${name}@race.example`, { name, licenses: [studio.id] })));
  await add(names);
  const answers = await Promise.all([owner, admin].map((who) => who.call("POST", "/api/v1/connections/match", { provider: "zoom" })));
  for (const { status, text } of answers) assert.equal(status, 200, text);
  const ours = "SELECT count(*) AS n, count(DISTINCT c.account_id) AS accounts FROM connections c JOIN members m ON m.id = c.member_id WHERE m.email LIKE 'match%'";
  assert.deepEqual(await usher.sql(ours), [{ n: people.length, accounts: people.length }]);
  const told = await usher.sql("SELECT count(*) AS n FROM events WHERE kind = 'connection.made' AND details LIKE '%\"z-match%'");
  assert.equal(told[0].n, people.length);
});
