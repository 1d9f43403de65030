// Domains are proved by a real name server, asked by the built Worker over DNS over HTTPS; an answer that lies proves nothing.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { setUp } from "./support/client.mjs";
import { startInstance } from "./support/instance.mjs";
import { startNameServer } from "./support/name-server.mjs";

describe("a domain", () => {
  let dns, usher, owner;
  before(async () => {
    dns = await startNameServer();
    usher = await startInstance({ vars: { DOH_URL: dns.url } });
    owner = await setUp(usher);
  });
  after(async () => {
    await usher?.stop();
    await dns?.stop();
  });

  it("is proved by its record among others, in several strings, and its admin adds at once (covers: B11, B12)", async () => {
    const domain = await made("northwind.example");
    dns.say("northwind.example", "v=spf1 -all");
    assert.equal((await verify(domain)).body.code, "domain_not_proved");
    const { value } = domain.record;
    dns.say("northwind.example", value.slice(0, 9), value.slice(9));
    const proved = await verify(domain);
    assert.equal(proved.body.how, "dns", JSON.stringify(proved.body));
    assert.ok(dns.asked.every(({ type }) => type === 16));
    const me = await owner.get("/api/v1/session");
    await owner.post(`/api/v1/domains/${domain.id}/admins`, { member: me.member });
    const { results } = await owner.post("/api/v1/invitations", { invitations: [{ email: "ann@northwind.example" }, { email: "ann@other.example" }] });
    assert.deepEqual(results.map(({ outcome }) => outcome), ["added", "invited"]);
  });

  it("is proved at _usher below it too", async () => {
    const domain = await made("below.example");
    dns.say("_usher.below.example", domain.record.value);
    assert.equal((await verify(domain)).body.how, "dns");
  });

  for (const lie of ["id", "question", "name", "truncated", "alias", "garbled", "servfail", "silence"]) {
    it(`is not proved by a lying answer: ${lie}`, async () => {
      const domain = await made(`${lie}.example`);
      dns.say(`${lie}.example`, domain.record.value);
      dns.lie = lie;
      const answer = await verify(domain);
      dns.lie = undefined;
      assert.deepEqual([answer.status, answer.body.code], [409, "domain_not_proved"], JSON.stringify(answer.body));
      assert.equal((await verify(domain)).body.how, "dns");
    });
  }

  async function made(name) {
    return owner.post("/api/v1/domains", { name });
  }

  async function verify(domain) {
    return owner.call("POST", `/api/v1/domains/${domain.id}/verify`);
  }
});
