// License keys and links on the real Worker and D1: however many use one at once, its limit and the license's hold; the
// page of a link is small and runs nothing. Not here: the rules one by one (tests/api/license_keys.rs).
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { anonymous, inFlight, license, mails, member, setUp, wellKept } from "./support/client.mjs";
import { startInstance } from "./support/instance.mjs";

const MOST_BYTES = 15 * 1024;
const CROWD = 20;

let usher, owner, people;
before(async () => {
  usher = await startInstance({ keepLogs: false });
  owner = await setUp(usher);
  people = await inFlight(8, Array.from({ length: CROWD }, (_, n) => () => member(owner, `pupil${n}@race.example`)));
});
after(() => usher?.stop());

const codes = (answers) => answers.filter(({ status }) => status !== 200).map(({ body }) => body.code);
const wayOf = ({ secret }) => new URL(secret).pathname;

// covers: B9
describe("a license key", () => {
  it("with 5 uses lets in exactly 5 of 20 who type it at once, and each of them once", async () => {
    const kami = await license(owner, 50, "Kami");
    const key = await owner.post(`/api/v1/licenses/${kami.id}/keys`, { max_uses: 5 });
    const type = (who) => () => who.call("POST", "/api/v1/me/keys", { key: key.secret });
    const answers = await inFlight(CROWD, people.map(type));
    assert.equal(answers.filter(({ status }) => status === 200).length, 5);
    assert.deepEqual(new Set(codes(answers)), new Set(["key_ended"]));
    assert.equal((await owner.get(`/api/v1/licenses/${kami.id}`)).seats.held, 5);
    const winners = people.filter((_, n) => answers[n].status === 200);
    const again = await inFlight(CROWD, winners.flatMap((who) => [type(who), type(who)]));
    assert.deepEqual(codes(again), []);
    assert.equal((await owner.get(`/api/v1/licenses/${kami.id}/keys`)).items[0].uses, 5);
    await wellKept(owner);
  });

  it("and a link lead together to no more seats than there are", async () => {
    const lumen = await license(owner, 3, "Lumen");
    const key = await owner.post(`/api/v1/licenses/${lumen.id}/keys`, {});
    const link = await owner.post(`/api/v1/licenses/${lumen.id}/links`, {});
    const answers = await inFlight(CROWD, people.map((who, n) => () =>
      n % 2 ? who.call("POST", "/api/v1/me/keys", { key: key.secret }) : who.call("POST", wayOf(link), {})));
    assert.equal(answers.filter(({ status }) => status === 200).length, 3);
    assert.deepEqual(new Set(codes(answers)), new Set(["seat_limit_reached"]));
    await wellKept(owner);
  });

  it("is dead the moment it is revoked, also for those who are typing it", async () => {
    const atlas = await license(owner, 50, "Atlas");
    const key = await owner.post(`/api/v1/licenses/${atlas.id}/keys`, {});
    const type = (who) => () => who.call("POST", "/api/v1/me/keys", { key: key.secret });
    const revoke = () => owner.call("POST", `/api/v1/licenses/${atlas.id}/keys/${key.id}/revoke`);
    await inFlight(CROWD, [...people.slice(0, 9).map(type), revoke, ...people.slice(9).map(type)]);
    const { held } = (await owner.get(`/api/v1/licenses/${atlas.id}`)).seats;
    const { uses } = (await owner.get(`/api/v1/licenses/${atlas.id}/keys`)).items[0];
    assert.equal(uses, held);
    await people[0].refused("key_invalid", "POST", "/api/v1/me/keys", { key: key.secret });
    await wellKept(owner);
  });
});

// covers: B8
describe("a license link", () => {
  it("with 5 uses mails exactly 5 of 20 new people who ask at once, and gives back what nobody confirms", async () => {
    const studio = await license(owner, 50, "Studio");
    const link = await owner.post(`/api/v1/licenses/${studio.id}/links`, { max_uses: 5 });
    const answers = await inFlight(CROWD, people.map((_, n) => () =>
      anonymous(usher).call("POST", wayOf(link), { email: `new${n}@race.example` })));
    assert.equal(answers.filter(({ status }) => status === 200).length, 5);
    assert.deepEqual(new Set(codes(answers)), new Set(["key_ended"]));
    assert.equal((await owner.get(`/api/v1/licenses/${studio.id}`)).seats.reserved, 5);
    const asked = answers.findIndex(({ status }) => status === 200);
    await mails(usher, `new${asked}@race.example`);
    const [{ pending }] = await usher.sql("SELECT count(*) AS pending FROM members WHERE status = 'pending'");
    assert.equal(pending, 5, "who was refused left nothing behind");
    await usher.sql("UPDATE invitations SET expires_at = '2020-01-01T00:00:00.000Z' WHERE status = 'pending'");
    await usher.triggerScheduled();
    assert.equal((await owner.get(`/api/v1/licenses/${studio.id}/links`)).items[0].uses, 0);
    await wellKept(owner);
  });

  it(`has a page of at most ${MOST_BYTES} bytes with all that it loads, which runs nothing and changes nothing`, async () => {
    const long = await license(owner, 50, "L".repeat(100));
    const link = await owner.post(`/api/v1/licenses/${long.id}/links`, {});
    const { text, status } = await anonymous(usher).page(wayOf(link));
    assert.equal(status, 200);
    assert.doesNotMatch(text, /<script|style=|onclick/);
    const loads = [...text.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)].map(([, path]) => path);
    const sizes = await Promise.all([...new Set(loads)].map(async (path) => (await anonymous(usher).page(path)).text.length));
    const bytes = Buffer.byteLength(text) + sizes.reduce((sum, size) => sum + size, 0);
    assert.ok(bytes <= MOST_BYTES, `${bytes} bytes`);
    assert.equal((await owner.get(`/api/v1/licenses/${long.id}/links`)).items[0].uses, 0);
    const gone = await anonymous(usher).page("/l/nonsense");
    assert.equal(gone.status, 404);
  });
});
