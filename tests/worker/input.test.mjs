// Bad and odd input to the real Worker: bodies, addresses, secrets of a wrong form, foreign pages, two admins at once,
// the last owner. Every refusal comes as a full problem document (problemOf in support/client.mjs).
// Not here: who may call what (tests/api/access.rs, access.test.mjs), each rule's own edge cases (shared).
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { Actor, PASSWORD, anonymous, codeIn, inFlight, invite, license, linkIn, linkOf, mails, member, problemOf, setUp } from "./support/client.mjs";
import { startInstance } from "./support/instance.mjs";

const INVITATIONS = "/api/v1/invitations";
const JSON_TYPE = { "content-type": "application/json" };

let usher, owner, studio;
before(async () => {
  usher = await startInstance({ keepLogs: false });
  owner = await setUp(usher);
  studio = await license(owner, 5);
});
after(() => usher?.stop());

describe("a search", () => {
  // The platform's own database knows trigrams and drops marks as SQLite does in the native tests. covers: E15
  it("finds what is inside a name or address, in any script", async () => {
    const people = [["Günther Weißenböck-Straßmayr", "g.w@alps.example"], ["Александра Кузнецова", "ak@alps.example"], ["陳美玲", "ml@alps.example"]];
    await owner.post(INVITATIONS, { invitations: people.map(([name, email]) => ({ name, email })) });
    const found = async (typed) => (await owner.get(`/api/v1/members?q=${encodeURIComponent(typed)}`)).items.map(({ name }) => name);
    for (const [typed, at] of [["weissen", 0], ["böck", 0], ["bock strass", 0], ["нецов", 1], ["КУЗ", 1], ["美玲", 2], ["w st", 0]]) {
      assert.deepEqual(await found(typed), [people[at][0]], typed);
    }
    assert.equal((await found("@alps")).length, 3);
    for (const typed of ['"', "%", "*", "NEAR(", "weissen OR ak", "\u0000"]) assert.deepEqual(await found(typed), [], typed);
    for (const { id } of await owner.all(INVITATIONS)) await owner.post(`${INVITATIONS}/${id}/cancel`);
  });
});

describe("a body", () => {
  it("that is not what is expected is refused, and nothing happens", async () => {
    const row = { email: "a@x.example" };
    const bodies = [
      "", "{", "[]", "null", '"text"', "{} {}", "\u0000", '{"invitations":"a@x.example"}', '{"invitations":{}}',
      '{"invitations":[{"email":5}]}', '{"invitations":[{"email":null}]}', '{"invitations":["a@x.example"]}', '{"invitations":[{}]}',
      JSON.stringify({ invitations: [row], expires: 3 }), JSON.stringify({ invitations: [{ ...row, emial: "b" }] }),
      JSON.stringify({ invitations: [{ ...row, role: "king" }] }), JSON.stringify({ invitations: [{ ...row, licenses: ["lic_1"] }] }),
      JSON.stringify({ invitations: [row], expires_in_days: "3" }), JSON.stringify({ invitations: [row], expires_in_days: 300 }),
      '{"invitations":[{"email":"\\ud800@x.example"}]}', "[".repeat(5000), JSON.stringify({ invitations: [] }),
    ];
    for (const body of bodies) {
      problemOf(await owner.send("POST", INVITATIONS, { body, headers: JSON_TYPE }), "invalid_body");
    }
    const bytes = Buffer.from('{"invitations":[{"email":"\xff@x.example"}]}', "latin1");
    problemOf(await owner.send("POST", INVITATIONS, { body: bytes, headers: JSON_TYPE }), "invalid_body");
    assert.deepEqual(await owner.all(`${INVITATIONS}?status=pending`), []);
  });

  it("with a field that is unknown is refused on every route that takes one", async () => {
    const { paths } = await owner.get("/api/openapi.json");
    const id = "01h455vb4pex5vsknk084sn02q";
    const ids = {
      account: "acc", appointment: "apt", assignment: "asg", company: "cmp", connection: "con", domain: "dom", email: "eml", external_id: "xid", plan: "cpl", entry: "que", import: "imp", invitation: "inv", key: "key",
      field: "fld", license: "lic", member: "mem", package: "pkg", product: "prd", role: "role", service: "srv", session: "ses", team: "team", token: "tok",
    };
    const words = { part: "0", provider: "zoom" };
    let asked = 0;
    for (const [path, methods] of Object.entries(paths)) {
      for (const [method, { requestBody }] of Object.entries(methods)) {
        if (!requestBody || !path.startsWith("/api/")) continue;
        const at = path.replace(/\{(\w+)\}/g, (_, name) => words[name] ?? `${ids[name]}_${id}`);
        problemOf(await owner.call(method.toUpperCase(), at, { surprise: 1 }), "invalid_body");
        asked++;
      }
    }
    assert.ok(asked >= 15, `${asked} routes`);
    const assignments = [{ email: "a@x.example", surprise: 1 }];
    await owner.refused("invalid_body", "POST", `/api/v1/licenses/${studio.id}/assignments`, { assignments });
  });

  it("over 1 MiB is refused, whether it says its length or not", async () => {
    const big = JSON.stringify({ invitations: [{ email: "a".repeat(1_100_000) }] });
    problemOf(await owner.send("POST", INVITATIONS, { body: big, headers: JSON_TYPE }), "body_too_large");
    const chunks = new ReadableStream({
      start(controller) {
        for (let at = 0; at < big.length; at += 65_536) controller.enqueue(Buffer.from(big.slice(at, at + 65_536)));
        controller.close();
      },
    });
    const answer = await fetch(usher.url + INVITATIONS, { method: "POST", body: chunks, duplex: "half", headers: { ...JSON_TYPE, cookie: owner.cookie } });
    assert.deepEqual([answer.status, (await answer.json()).code], [413, "body_too_large"]);
    const small = new Blob([JSON.stringify({ invitations: [{ email: "piece@x.example" }] })]).stream();
    const judged = await fetch(`${usher.url}${INVITATIONS}/preview`, { method: "POST", body: small, duplex: "half", headers: { ...JSON_TYPE, cookie: owner.cookie } });
    assert.deepEqual([judged.status, (await judged.json()).results.length], [200, 1], "what comes in pieces is read whole");
    const link = await anonymous(usher).form("/join", { code: "a".repeat(1_100_000) });
    assert.equal(link.status, 413);
  });

  it("of another type is refused where JSON is due", async () => {
    const body = JSON.stringify({ invitations: [{ email: "a@x.example" }] });
    for (const type of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/jsonp"]) {
      problemOf(await owner.send("POST", INVITATIONS, { body, headers: { "content-type": type } }), "unsupported_media_type");
    }
    problemOf(await owner.send("POST", INVITATIONS, {}), "unsupported_media_type");
    const charset = { "content-type": "Application/JSON; charset=utf-8" };
    assert.equal((await owner.send("POST", `${INVITATIONS}/preview`, { body, headers: charset })).status, 200);
  });

  it("is refused by a path that takes other methods, which are named, and by one that is none", async () => {
    const answer = await owner.call("PUT", INVITATIONS, {});
    problemOf(answer, "method_not_allowed");
    assert.deepEqual(answer.headers.get("allow").split(", ").sort(), ["GET", "HEAD", "POST"]);
    problemOf(await owner.call("DELETE", "/healthz"), "method_not_allowed");
    await owner.refused("not_found", "POST", "/api/v1/nothing", {});
    await owner.refused("not_found", "GET", "/api/v1/members/mem_x");
  });
});

describe("a list of people", () => {
  it("takes 500 rows and no more", async () => {
    const rows = (count) => Array.from({ length: count }, (_, n) => ({ email: `row${n}@many.example` }));
    const { detail } = await owner.refused("too_many_rows", "POST", INVITATIONS, { invitations: rows(501) });
    assert.match(detail, /500 .* 501/);
    const { results } = await owner.post(`${INVITATIONS}/preview`, { invitations: rows(500) });
    assert.deepEqual(new Set(results.map(({ outcome }) => outcome)), new Set(["invited"]));
    assert.deepEqual(await owner.all(`${INVITATIONS}?q=many.example`), []);
  });

  // covers: C9, C10
  it("is judged row by row: doubles, odd and bad addresses; the good ones are invited", async () => {
    const rows = {
      "ann@odd.example": "invited",
      "  ANN@Odd.Example ": "duplicate_row",
      "ann+1@odd.example": "invited",
      "ann+2@odd.example": "invited",
      "Bob.Über@odd.example": "invited",
      "carl@bücher.example": "invited",
      "carl@xn--bcher-kva.example": "duplicate_row",
      "dora@例え.example": "invited",
      "o'neil@odd.example": "invited",
      "": "invalid_email",
      "nobody": "invalid_email",
      "a@b@odd.example": "invalid_email",
      "a@odd": "invalid_email",
      "a@odd.example\u0000": "invalid_email",
      "a@odd.example\r\nBcc: all@odd.example": "invalid_email",
      [`${"x".repeat(288)}@odd.example`]: "email_too_long",
    };
    const list = { invitations: Object.keys(rows).map((email) => ({ email })) };
    const preview = await owner.post(`${INVITATIONS}/preview`, list);
    const { results } = await owner.post(INVITATIONS, list);
    for (const { results: judged } of [preview, { results }]) {
      assert.deepEqual(Object.fromEntries(judged.map(({ email, outcome, code }) => [email, code ?? outcome])), rows);
    }
    for (const { code, message } of results) assert.ok(!code || message.length > 10, `${code} says ${message}`);
    assert.match(results[1].message, /Row 1/);
    const found = (await owner.all(`${INVITATIONS}?q=odd.example`)).map(({ email }) => email);
    assert.deepEqual(found.sort(), ["ann+1@odd.example", "ann+2@odd.example", "ann@odd.example", "bob.über@odd.example", "o'neil@odd.example"]);
    const [plus] = await mails(usher, "ann+1@odd.example");
    assert.equal((await anonymous(usher).get(linkIn(plus))).email, "ann+1@odd.example");
    const [unicode] = await mails(usher, "carl@xn--bcher-kva.example");
    const carl = anonymous(usher);
    await carl.post(`${linkIn(unicode)}/accept`, { name: "Carl", password: PASSWORD });
    assert.equal((await anonymous(usher).post("/api/v1/session", { email: "Carl@BÜCHER.example", password: PASSWORD })).user.name, "Carl");
  });

  it("says in its row what else is wrong", async () => {
    const gone = "lic_01h455vb4pex5vsknk084sn02q";
    const { results } = await owner.post(INVITATIONS, { invitations: [
      { email: "long@row.example", name: "x".repeat(300) },
      { email: "control@row.example", name: "a\u0007b" },
      { email: "gone@row.example", licenses: [gone] },
      { email: "good@row.example", name: "  ", licenses: [studio.id, studio.id] },
    ] });
    assert.deepEqual(results.map(({ outcome, code }) => code ?? outcome), ["invalid_name", "invalid_name", "not_found", "invited"]);
    assert.equal((await owner.get(`/api/v1/licenses/${studio.id}`)).seats.reserved, 1);
    for (const days of [0, 61]) await owner.refused("invalid_expiry", "POST", INVITATIONS, { invitations: [{ email: "a@row.example" }], expires_in_days: days });
  });

  it("sent by two admins at once makes one invitation, and both are told", async () => {
    const second = await member(owner, "second@admins.example", { role: "admin" });
    for (let round = 0; round < 5; round++) {
      const email = `both${round}@admins.example`;
      const [one, other] = await inFlight(2, [owner, second].map((admin) => () => invite(admin, email)));
      assert.deepEqual([one.outcome, other.outcome].sort(), ["invited", "unchanged"]);
      assert.equal(one.id, other.id);
      assert.equal((await owner.all(`${INVITATIONS}?q=${email}`)).length, 1);
    }
    const seat = await Promise.all([owner, second].map((admin) => invite(admin, "seat@admins.example", { licenses: [studio.id] })));
    assert.deepEqual(seat.map(({ outcome }) => outcome).sort(), ["invited", "unchanged"]);
  });
});

describe("a secret", () => {
  it("of a wrong length or with one letter changed opens nothing", async () => {
    const { id } = await invite(owner, "secret@token.example");
    const link = await linkOf(owner, id);
    const stranger = anonymous(usher);
    const other = link.at(-1) === "A" ? "E" : "A";
    for (const wrong of [link.slice(0, -1), `${link}A`, link.slice(0, -1) + other, link.slice(0, 20), "/i/x", "/i/%00", `/i/${"A".repeat(43)}`, `/i/${"A".repeat(5000)}`]) {
      await stranger.refused("not_found", "GET", wrong);
      await stranger.refused("not_found", "POST", `${wrong}/accept`, { name: "X", password: PASSWORD });
      assert.equal((await stranger.page(wrong)).status, 404);
    }
    assert.equal((await stranger.get(link)).status, "pending");
  });

  it("of a program or a session that is not whole is nobody's", async () => {
    const made = await owner.post("/api/v1/tokens", { name: "whole", scopes: ["licenses:read"] });
    for (const token of [made.secret.slice(0, -1), `${made.secret}A`, made.secret.slice(4), "ush_", "ush_x.y", "x".repeat(5000)]) {
      await new Actor(usher, { token }).refused("unauthenticated", "GET", "/api/v1/licenses");
    }
    const [name, value] = owner.cookie.split("=");
    for (const cookie of [`${name}=`, `${name}=${value.slice(0, -1)}`, `${name}=${value}A`, `${name}=${value.split(".")[1]}`]) {
      await new Actor(usher, { cookie }).refused("unauthenticated", "GET", "/api/v1/licenses");
    }
  });

  it("that is typed may have small letters, spaces or no dash, and nothing else", async () => {
    await invite(owner, "typed@token.example");
    const [mail] = await mails(usher, "typed@token.example");
    const code = codeIn(mail);
    const stranger = anonymous(usher);
    for (const typed of [code, code.toLowerCase(), code.replace("-", ""), ` ${code.replace("-", " ")} `]) {
      assert.equal((await stranger.form("/join", { code: typed })).location, linkIn(mail), typed);
    }
    for (const typed of ["", "AAAA", `${code}A`, "🙂".repeat(8)]) assert.equal((await stranger.form("/join", { code: typed })).status, 422, typed);
  });
});

describe("a request from another site", () => {
  it("is refused, whatever says so, unless a program sends it", async () => {
    const body = JSON.stringify({ name: "Foreign", type: "school", seats: 1 });
    const post = (headers, actor = owner) => actor.send("POST", "/api/v1/licenses", { body, headers: { ...JSON_TYPE, ...headers } });
    for (const headers of [
      { "sec-fetch-site": "cross-site" }, { "sec-fetch-site": "same-site" }, { origin: "https://evil.example" }, { origin: "null" },
      { origin: usher.url, "sec-fetch-site": "cross-site" }, { origin: `${usher.url}.evil.example` },
    ]) problemOf(await post(headers), "cross_site_request");
    const form = await anonymous(usher).form("/sign-in", { email: owner.email, password: PASSWORD }, { "sec-fetch-site": "cross-site" });
    assert.deepEqual([form.status, form.headers.get("set-cookie")], [403, null]);
    assert.deepEqual((await owner.all("/api/v1/licenses?q=Foreign")), []);
    const made = await owner.post("/api/v1/tokens", { name: "foreign", scopes: ["licenses:manage"] });
    assert.equal((await post({ origin: "https://partner.example" }, new Actor(usher, { token: made.secret }))).status, 200);
    assert.equal((await post({ origin: usher.url, "sec-fetch-site": "same-origin" })).status, 200);
    assert.equal((await owner.send("GET", "/api/v1/licenses", { headers: { "sec-fetch-site": "cross-site" } })).status, 200);
  });
});

describe("what can't be", () => {
  it("the last owner can't go, by any verb, nor can two owners both go at once", async () => {
    const me = `/api/v1/members/${owner.member}`;
    const verbs = (path) => [["DELETE", path], ["POST", `${path}/disable`], ["PATCH", path, { role: "admin" }]];
    for (const [method, path, body] of verbs(me)) {
      const { detail } = await owner.refused("last_owner", method, path, body);
      assert.match(detail, /owner first/);
    }
    const second = await member(owner, "second@owners.example", { role: "owner" });
    const leave = await inFlight(2, [() => owner.call("PATCH", me, { role: "admin" }), () => second.call("PATCH", `/api/v1/members/${second.member}`, { role: "admin" })]);
    assert.deepEqual(leave.map(({ status }) => status).sort(), [200, 409]);
    const left = leave[0].status === 200 ? second : owner;
    await left.patch(me, { role: "owner" });
    await owner.patch(`/api/v1/members/${second.member}`, { role: "standard" });
    await owner.refused("last_owner", "DELETE", me);
  });

  it("seats under what is taken, none, or too many; the refusal names the number", async () => {
    const small = await license(owner, 5, "Small");
    const path = `/api/v1/licenses/${small.id}`;
    await inFlight(3, [1, 2, 3].map((n) => () => invite(owner, `taken${n}@seats.example`, { licenses: [small.id] })));
    const { detail, field } = await owner.refused("seats_below_taken", "PATCH", path, { seats: 2 });
    assert.deepEqual([/\b3\b/.test(detail), field], [true, "seats"]);
    assert.equal((await owner.patch(path, { seats: 3 })).seats.free, 0);
    for (const seats of [0, 10_000_001]) await owner.refused("invalid_license", "PATCH", path, { seats });
    for (const seats of [-1, 1.5, "3", 1e20]) await owner.refused("invalid_body", "PATCH", path, { seats });
    await owner.refused("invalid_license", "PATCH", path, { overage: { rule: "percent", percent: 0 } });
    await owner.refused("invalid_license", "POST", "/api/v1/licenses", {
      name: "Ends first", type: "school", seats: 1, starts_at: "2027-01-02T00:00:00Z", expires_at: "2027-01-01T00:00:00Z",
    });
    await owner.refused("invalid_body", "POST", "/api/v1/licenses", { name: "\u0001", type: "school", seats: 1 });
  });

  it("lists that are asked for oddly", async () => {
    const lists = ["/api/v1/members", INVITATIONS, "/api/v1/licenses", "/api/v1/events", "/api/v1/tokens", `/api/v1/licenses/${studio.id}/assignments`, `/api/v1/licenses/${studio.id}/ledger`, "/api/v1/account/sessions"];
    const cursor = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
    for (const list of lists) {
      for (const limit of ["0", "201", "-1", "x", "1.5"]) await owner.refused("invalid_parameter", "GET", `${list}?limit=${limit}`);
      for (const odd of ["x", "%00", cursor("text"), cursor([1, 2]), cursor({}), "a".repeat(3000)]) {
        await owner.refused("invalid_parameter", "GET", `${list}?cursor=${odd}`);
      }
      for (const odd of [[], ["a"], ["", ""], ["'; DROP TABLE members; --", "x", "y", "z"]]) {
        const answer = await owner.call("GET", `${list}?cursor=${cursor(odd)}`);
        if (answer.status !== 200) problemOf(answer, "invalid_parameter");
      }
      for (const q of ["\"", "*", "a AND", "NEAR(", "%", "_", "'", "😀", "-", "\\", "a".repeat(3000)]) {
        assert.equal((await owner.call("GET", `${list}?q=${encodeURIComponent(q)}`)).status, 200, `${list} q=${q}`);
      }
    }
    for (const path of [`${INVITATIONS}?status=odd`, "/api/v1/members?role=king", "/api/v1/members?license=x", `${INVITATIONS}?delivery=pigeon`]) {
      await owner.refused("invalid_parameter", "GET", path);
    }
  });
});
