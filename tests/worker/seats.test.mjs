// Races for seats, by every door, on the real Worker and D1: however requests interleave, no seat is given out twice.
// Not here: the gate's rules one by one (tests/api/gate.rs), crashes (faults.test.mjs).
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { Actor, anonymous, inFlight, invite, license, linkOf, member, seeded, setUp, shuffled, wellKept } from "./support/client.mjs";
import { startInstance } from "./support/instance.mjs";

const IN_FLIGHT = 20;
const PASSWORD = "correct horse battery";

let usher, owner;
before(async () => {
  usher = await startInstance({ keepLogs: false });
  owner = await setUp(usher);
});
after(() => usher?.stop());

// covers: A5, B14, C14, C15
describe("a license of 100 seats", () => {
  const SEATS = 100;
  let studio, invited;
  before(async () => {
    studio = await license(owner, SEATS, "Studio");
  });

  it("lets in exactly 100 of 200 invitations that race for it", async () => {
    const people = Array.from({ length: 2 * SEATS }, (_, n) => `guest${n}@race.example`);
    const stop = sample(studio, SEATS);
    const results = await inFlight(IN_FLIGHT, people.map((email) => () => invite(owner, email, { licenses: [studio.id] })));
    await stop();
    invited = results.filter(({ outcome }) => outcome === "invited");
    const refused = results.filter(({ outcome, code }) => outcome === "refused" && code === "seat_limit_reached");
    assert.deepEqual([invited.length, refused.length], [SEATS, SEATS], JSON.stringify(tally(results)));
    assert.deepEqual(await seats(studio), { reserved: SEATS, held: 0 });
    assert.equal((await owner.get("/api/v1/invitations/counts")).pending, SEATS);
    await wellKept(owner);
  });

  it("stays within them while all accept twice, 30 are canceled and 60 members are assigned", async (test) => {
    const members = await inFlight(8, Array.from({ length: 60 }, (_, n) => () => member(owner, `staff${n}@race.example`)));
    const links = await inFlight(IN_FLIGHT, invited.map(({ id }) => () => linkOf(owner, id)));
    const answers = invited.map(() => []);
    const accept = (n) => async () => {
      const body = { name: `Guest ${n}`, password: PASSWORD };
      answers[n].push(await anonymous(usher).call("POST", `${links[n]}/accept`, body));
    };
    const canceled = new Map();
    const cancel = (n) => async () => {
      canceled.set(n, await owner.call("POST", `/api/v1/invitations/${invited[n].id}/cancel`));
    };
    const assigned = [];
    const assign = ({ member }) => async () => {
      const answer = await owner.post(`/api/v1/licenses/${studio.id}/assignments`, { assignments: [{ member }] });
      assigned.push(answer.results[0]);
    };
    const random = seeded(7);
    const victims = shuffled(invited.keys(), random).slice(0, 30);
    const jobs = shuffled([
      ...invited.keys().map((n) => [accept(n), accept(n)]),
      ...victims.map((n) => [cancel(n)]),
      ...members.map((person) => [assign(person)]),
    ], random).flat();
    const stop = sample(studio, SEATS);
    await inFlight(IN_FLIGHT, jobs);
    const samples = await stop();

    // Whoever accepted got one membership, told twice; whoever was canceled first got none.
    const accepted = answers.filter(([first]) => first.status === 200);
    for (const [first, second] of accepted) assert.deepEqual(second.body, first.body);
    const late = answers.filter(([first]) => first.status !== 200);
    for (const { body } of late.flat()) assert.equal(body.code, "invitation_canceled");
    const took = [...canceled.values()].filter(({ status }) => status === 200);
    for (const { status, body } of canceled.values()) assert.ok(status === 200 || body.code === "invitation_accepted", JSON.stringify(body));
    assert.equal(late.length, took.length);
    const added = assigned.filter(({ outcome }) => outcome === "added");
    for (const { outcome, code } of assigned) assert.ok(outcome === "added" || code === "seat_limit_reached", `${outcome} ${code}`);
    assert.ok(took.length > 0 && added.length > 0 && added.length <= took.length, `${took.length} canceled, ${added.length} added`);

    assert.deepEqual(await seats(studio), { reserved: 0, held: accepted.length + added.length });
    const people = await owner.all("/api/v1/members?status=active");
    assert.equal(people.length, 1 + members.length + accepted.length);
    assert.equal(new Set(people.map(({ email }) => email)).size, people.length);
    assert.equal(new Set(accepted.map(([{ body }]) => body.member)).size, accepted.length);
    const [{ users }] = await usher.sql("SELECT count(*) AS users FROM users");
    assert.equal(users, people.length);
    await wellKept(owner);
    test.diagnostic(`${accepted.length} accepted, ${took.length} canceled, ${added.length} assigned, ${samples} samples`);
  });
});

// Each way to a seat: prepares one contender and answers the request that claims. It returns whether the seat was got.
const DOORS = {
  email: async (studio, email) => async () => {
    const { outcome, code } = await invite(owner, email, { licenses: [studio.id] });
    return verdict(outcome === "invited", code);
  },
  api: async (studio, email) => {
    const [{ member: id }, program] = await Promise.all([member(owner, email), token()]);
    return async () => {
      const { results } = await program.post(`/api/v1/licenses/${studio.id}/assignments`, { assignments: [{ member: id }] });
      return verdict(results[0].outcome === "added", results[0].code);
    };
  },
  key: async (studio, email) => {
    const who = await member(owner, email);
    const { secret: key } = await owner.post(`/api/v1/licenses/${studio.id}/keys`, {});
    return async () => {
      const { status, body } = await who.call("POST", "/api/v1/me/keys", { key });
      return verdict(status === 200, body.code);
    };
  },
  link: async (studio, email) => {
    const who = await member(owner, email);
    const { secret } = await owner.post(`/api/v1/licenses/${studio.id}/links`, {});
    return async () => {
      const { status, body } = await who.call("POST", new URL(secret).pathname, {});
      return verdict(status === 200, body.code);
    };
  },
  assign: async (studio, email) => {
    const { member: id } = await member(owner, email);
    return async () => {
      const { results } = await owner.post(`/api/v1/licenses/${studio.id}/assignments`, { assignments: [{ member: id }] });
      return verdict(results[0].outcome === "added", results[0].code);
    };
  },
  // Whoever finds no seat keeps the one they have.
  move: async (studio, email) => {
    const other = await license(owner, 1, `Left by ${email}`);
    await member(owner, email, { licenses: [other.id] });
    return async () => {
      const body = { act: { verb: "move", to: studio.id }, to: { matching: { filter: {} } } };
      const { results } = await owner.post(`/api/v1/licenses/${other.id}/assignments/bulk`, body);
      const won = results[0].outcome === "done";
      assert.deepEqual(await seats(other), { reserved: 0, held: won ? 0 : 1 });
      return verdict(won, results[0].code);
    };
  },
  enable: async (studio, email) => {
    const { member: id } = await member(owner, email, { licenses: [studio.id] });
    await owner.post(`/api/v1/members/${id}/disable`);
    return async () => {
      const answer = await owner.call("POST", `/api/v1/members/${id}/enable`);
      return verdict(answer.status === 200, answer.body.code);
    };
  },
  // Whoever comes too late waits: that is no seat, and no refusal.
  queue: async (studio, email) => {
    const { member: id } = await member(owner, email);
    return async () => {
      const body = { assignments: [{ member: id }], when_full: "queue" };
      const { results } = await owner.post(`/api/v1/licenses/${studio.id}/assignments`, body);
      return verdict(results[0].outcome === "added", results[0].outcome === "queued" ? "seat_limit_reached" : results[0].code);
    };
  },
};

// Doors that no single person's request opens: a file is read in the background, a domain at sign-in, a renewal seats
// everybody at once. What they may take is tested elsewhere.
const ELSEWHERE = { csv: "../api/imports.rs", domain: "../api/methods.rs", renewal: "../api/terms.rs", role: "staff-seats.test.mjs", merge: "../api/merging.rs" };

let program;
async function token() {
  program ??= owner.post("/api/v1/tokens", { name: "Racer", scopes: ["assignments:manage"] });
  return new Actor(usher, { token: (await program).secret });
}

// covers: C11, C13, C15
describe("the two last seats", () => {
  it("are raced for by every door that one request opens", () => {
    const source = readFileSync(join(import.meta.dirname, "../../shared/src/license.rs"), "utf8");
    const list = /pub enum Door \{(.*?)\n\}/s.exec(source)[1].match(/^ {4}\w+/gm).map((name) => name.trim().toLowerCase());
    assert.deepEqual([...Object.keys(DOORS), ...Object.keys(ELSEWHERE)].sort(), list.sort());
  });

  it("go to two of sixteen, whichever doors race and whichever comes first", async (test) => {
    const doors = Object.keys(DOORS);
    const wins = Object.fromEntries(doors.map((door) => [door, 0]));
    const rounds = doors.flatMap((first) => [1, 3, 6].map((wide) => ({ first, wide })));
    for (const [round, { first, wide }] of rounds.entries()) {
      const studio = await license(owner, 2, `Round ${round}`);
      const contenders = [];
      for (const door of [first, ...doors.filter((door) => door !== first)]) {
        for (const n of [1, 2]) contenders.push({ door, claim: await DOORS[door](studio, `${door}${n}.${round}@last.example`) });
      }
      const stop = sample(studio, 2);
      const got = await inFlight(wide, contenders.map(({ door, claim }) => async () => (await claim()) && door));
      await stop();
      const winners = got.filter(Boolean);
      assert.equal(winners.length, 2, `round ${round}: ${winners}`);
      winners.forEach((door) => wins[door]++);
      const reserved = winners.filter((door) => door === "email").length;
      assert.deepEqual(await seats(studio), { reserved, held: 2 - reserved });
    }
    await wellKept(owner);
    assert.ok(Object.values(wins).every((won) => won > 0), JSON.stringify(wins));
    test.diagnostic(`wins by door: ${JSON.stringify(wins)}`);
  });

  it("leave whoever could not be enabled disabled", async () => {
    const studio = await license(owner, 2, "Enabled or not");
    const people = [];
    for (const n of [1, 2, 3, 4]) {
      people.push(await member(owner, `sleeper${n}@last.example`, { licenses: [studio.id] }));
      await owner.post(`/api/v1/members/${people.at(-1).member}/disable`);
    }
    await inFlight(4, people.map(({ member }) => () => owner.call("POST", `/api/v1/members/${member}/enable`)));
    const statuses = [];
    for (const { member } of people) {
      const { status, licenses } = await owner.get(`/api/v1/members/${member}`);
      statuses.push(`${status} ${licenses.map(({ status }) => status)}`);
    }
    assert.deepEqual(statuses.sort(), ["active accepted", "active accepted", "disabled suspended", "disabled suspended"]);
  });

  it("never leave a row with one of its two licenses", async () => {
    const narrow = await license(owner, 2, "Narrow");
    const wide = await license(owner, 50, "Wide");
    const people = await inFlight(8, Array.from({ length: 10 }, (_, n) => () => member(owner, `both${n}@last.example`)));
    const licenses = [wide.id, narrow.id];
    const results = await inFlight(10, people.map(({ email }) => () => invite(owner, email, { licenses })));
    assert.deepEqual(tally(results), { "invited ": 2, "refused seat_limit_reached": 8 });
    assert.deepEqual([await seats(narrow), await seats(wide)], [{ reserved: 2, held: 0 }, { reserved: 2, held: 0 }]);
  });
});

// covers: C15
it("fewer seats than are taken are refused, whoever races; the sum is never over the limit", async () => {
  const studio = await license(owner, 20, "Shrinking");
  const jobs = Array.from({ length: 20 }, (_, n) => () => invite(owner, `shrink${n}@race.example`, { licenses: [studio.id] }));
  const shrink = Array.from({ length: 10 }, (_, n) => () => owner.call("PATCH", `/api/v1/licenses/${studio.id}`, { seats: 20 - n }));
  const stop = sample(studio);
  const answers = await inFlight(IN_FLIGHT, shuffled([...jobs, ...shrink], seeded(3)));
  await stop();
  for (const { status, body } of answers.filter(({ status }) => status >= 300)) {
    assert.deepEqual([status, body.code], [409, "seats_below_taken"]);
    assert.match(body.detail, /\d+ seats are taken/);
  }
  await wellKept(owner);
});

function verdict(won, code) {
  assert.ok(won || code === "seat_limit_reached", code);
  return won;
}

async function seats({ id }) {
  const { reserved, held } = (await owner.get(`/api/v1/licenses/${id}`)).seats;
  return { reserved, held };
}

// Looks at a license again and again until stopped; then checks each look against the limit of that moment, and says
// how many there were. What lay between two looks is in the ledger, which wellKept() replays.
function sample({ id }, limit = Infinity) {
  const looks = [];
  let on = true;
  const keepLooking = async () => {
    while (on) looks.push((await owner.get(`/api/v1/licenses/${id}`)).seats);
  };
  const running = Promise.all([keepLooking(), keepLooking(), keepLooking()]);
  return async () => {
    on = false;
    await running;
    const over = looks.filter(({ total, reserved, held }) => reserved + held > Math.min(limit, total));
    assert.deepEqual(over, []);
    return looks.length;
  };
}

function tally(results) {
  return results.reduce((sums, { outcome, code = "" }) => ({ ...sums, [`${outcome} ${code}`]: (sums[`${outcome} ${code}`] ?? 0) + 1 }), {});
}

describe("changes of one license at once", () => {
  it("write what each of them was given, and nothing else", async () => {
    const kept = await license(owner, 10, "Kept");
    const path = `/api/v1/licenses/${kept.id}`;
    const random = seeded(7);
    for (let n = 1; n <= 20; n++) {
      const changes = [{ name: `Kept ${n}` }, { seats: 10 + n }, { grace_days: n }];
      await Promise.all(shuffled(changes, random).map((change) => owner.call("PATCH", path, change)));
      const { name, seats, grace_days } = await owner.get(path);
      assert.deepEqual({ name, total: seats.total, grace_days }, { name: `Kept ${n}`, total: 10 + n, grace_days: n });
    }
  });
});
