// Joining by oneself with an address in a whole domain, on the real Worker and D1: many prove their addresses at once and
// never get more seats than there are; whoever finds none waits, once. Not here: who is mailed (tests/api/joining.rs).
// covers: B3
import assert from "node:assert/strict";
import { after, before, it } from "node:test";
import { anonymous, inFlight, linkIn, mails, PASSWORD, setUp, wellKept } from "./support/client.mjs";
import { startInstance } from "./support/instance.mjs";

let usher, owner, studio;
before(async () => {
  usher = await startInstance({ keepLogs: false });
  owner = await setUp(usher);
  studio = await owner.post("/api/v1/licenses", { name: "Open", type: "district", seats: 10 });
  const domain = await owner.post("/api/v1/domains", { name: "open.example" });
  await owner.post(`/api/v1/domains/${domain.id}/verify`, { how: "word" });
  await owner.call("PUT", `/api/v1/licenses/${studio.id}/domains`, { domains: ["open.example"] });
});
after(() => usher?.stop());

const ask = (email) => anonymous(usher).form("/join", { email });
const linkTo = async (email) => linkIn((await mails(usher, email))[0]);

it("seats ten of forty who come at once, and puts the others in the queue, each once", async () => {
  const people = Array.from({ length: 40 }, (_, n) => `comer${n}@open.example`);
  // Two presses at once make one invitation.
  await inFlight(20, people.flatMap((email) => [() => ask(email), () => ask(email)]));
  const [{ invitations }] = await usher.sql("SELECT count(*) AS invitations FROM invitations");
  assert.equal(invitations, 40);
  assert.deepEqual(await seats(), [0, 0, 0], "nothing is kept before");
  const links = await inFlight(10, people.map((email) => () => linkTo(email)));
  const accept = (n) => () => anonymous(usher).call("POST", `${links[n]}/accept`, { name: `Comer ${n}`, password: PASSWORD });
  const answers = await inFlight(20, people.flatMap((_, n) => [accept(n), accept(n)]));
  assert.deepEqual([...new Set(answers.map(({ status }) => status))], [200]);
  assert.deepEqual(await seats(), [0, 10, 30]);
  const [{ people: members }] = await usher.sql("SELECT count(*) AS people FROM members WHERE status = 'active'");
  assert.equal(members, 41);
  const waiting = (await owner.all(`/api/v1/licenses/${studio.id}/queue`)).map(({ email }) => email);
  const seated = (await owner.all(`/api/v1/licenses/${studio.id}/assignments`)).map(({ email }) => email);
  assert.deepEqual([...waiting, ...seated].sort(), [...people].sort());
  // What comes free goes to them in their order.
  await owner.call("PATCH", `/api/v1/licenses/${studio.id}`, { seats: 15 });
  assert.deepEqual(await seats(), [0, 15, 25]);
  await wellKept(owner);
});

async function seats() {
  const { reserved, held, waiting } = (await owner.get(`/api/v1/licenses/${studio.id}`)).seats;
  return [reserved, held, waiting];
}
