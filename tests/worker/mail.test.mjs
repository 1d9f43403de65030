// Mails over SMTP, from the built Worker to a real mail server: what arrives, what is put off, what bounces.
// Not here: what the mails say in each language (functions/src/mail), the development mailbox.
import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, beforeEach, describe, it } from "node:test";
import { simpleParser } from "mailparser";
import { makeCertificate } from "./support/certificate.mjs";
import { startInstance } from "./support/instance.mjs";
import { startMailServer } from "./support/mail-server.mjs";

const SIGN_IN = { user: "usher@mail.example", password: "s3cret/pass:word" };
const USER_INFO = `${encodeURIComponent(SIGN_IN.user)}:${encodeURIComponent(SIGN_IN.password)}`;
const OWNER = { organization: "Schule Nord & Süd", name: "Dana Weiß", email: "dana@nord.example", password: "correct horse battery" };

describe("a mail server that asks for a sign-in", () => {
  let post, usher, api;
  before(async () => {
    post = await startMailServer(SIGN_IN);
    usher = await startInstance({ vars: mailing(`smtp://${USER_INFO}@127.0.0.1:${post.port}`) });
    api = await setUp(usher);
  });
  after(async () => {
    await usher?.stop();
    await post?.stop();
  });
  beforeEach(() => {
    post.mails.length = 0;
    post.tries = 0;
    post.refuse = undefined;
  });

  it("gets an invitation that is well formed, and its link opens", async () => {
    const license = await api.license("Studio", 5);
    await api.invite("theo@nord.example", { name: "Theo Płatek", licenses: [license.id] });
    const sent = await arrival(post);
    assert.deepEqual(sent.to, ["theo@nord.example"]);
    assert.deepEqual([sent.from, sent.user], ["usher@usher.example", SIGN_IN.user]);
    const raw = sent.raw.toString("latin1");
    assert.ok(raw.split("\r\n").every((line) => line.length <= 78 && /^[\t\x20-\x7e]*$/.test(line)), raw);

    const mail = await simpleParser(sent.raw);
    assert.deepEqual(mail.from.value, [{ name: "Dana Weiß (Usher)", address: "usher@usher.example" }]);
    assert.deepEqual(mail.to.value, [{ name: "Theo Płatek", address: "theo@nord.example" }]);
    assert.equal(mail.subject, "Dana Weiß invites you to Schule Nord & Süd");
    assert.match(mail.messageId, /^<out_[0-9a-z]+@127\.0\.0\.1>$/);
    assert.ok(Math.abs(Date.now() - mail.date.getTime()) < 60_000, String(mail.date));
    assert.equal(mail.headers.get("content-type").value, "multipart/alternative");
    assert.equal(mail.attachments.length, 0);
    assert.ok(sent.raw.length < 20_000);

    const link = new RegExp(`${usher.url}/i/[\\w-]+`).exec(mail.text)[0];
    const code = /\b[0-9A-Z]{4}-[0-9A-Z]{4}\b/.exec(mail.text)[0];
    for (const part of [link, code, "Studio", "Dana Weiß", OWNER.email]) {
      assert.ok(mail.text.includes(part) && mail.html.includes(part.replace("&", "&amp;")), part);
    }
    const page = await fetch(link);
    assert.equal(page.status, 200);
    assert.match(await page.text(), /Schule Nord &(amp|#38); Süd/);
    const typed = await fetch(`${usher.url}/join`, form({ code: code.toLowerCase().replace("-", " ") }));
    assert.equal(new URL(typed.headers.get("location"), usher.url).href, link);
    const { invitation, trail } = await api.invitation("theo@nord.example", ({ delivery }) => delivery === "sent");
    assert.equal(invitation.status, "pending");
    assert.deepEqual(trail.map(({ step }) => step).filter((step) => !step.startsWith("opened")), ["queued", "sent"]);
  });

  it("puts off a mail, which comes again after growing pauses and arrives once", async () => {
    post.refuse = { at: "rcpt", code: 451, text: "4.3.2 <%s> greylisted, try later", times: 2 };
    await api.invite("later@nord.example");
    const sent = await ticking(usher, () => arrival(post));
    await quiet();
    assert.deepEqual([post.tries, post.mails.length], [3, 1]);
    const { trail } = await api.invitation("later@nord.example", ({ delivery }) => delivery === "sent");
    assert.deepEqual(trail.map(({ step }) => step), ["queued", "deferred", "deferred", "sent"]);
    assert.match(trail[1].detail, /451 4\.3\.2 \(address\) greylisted/);
    const pauses = [gap(trail, 0, 1), gap(trail, 1, 2), gap(trail, 2, 3)];
    assert.ok(pauses[1] >= 1000 && pauses[2] >= 2000, `pauses of ${pauses} ms`);
    assert.match((await simpleParser(sent.raw)).messageId, /^<out_/);
  });

  it("refuses a mail for good, which shows as bounced and frees the seat", async () => {
    const license = await api.license("Lumen", 1);
    post.refuse = { at: "rcpt", code: 550, text: "5.1.1 <%s>: no such user here", times: 1 };
    await api.invite("nobody@nord.example", { licenses: [license.id] });
    const { invitation, trail } = await api.invitation("nobody@nord.example", ({ delivery }) => delivery === "bounced");
    assert.equal(invitation.delivery_detail, "550 5.1.1 (address) no such user here");
    assert.deepEqual(trail.map(({ step }) => step), ["queued", "bounced"]);
    const { seats } = await api.get(`/api/v1/licenses/${license.id}`);
    assert.deepEqual([seats.reserved, seats.held, seats.free], [0, 0, 1]);
    await usher.triggerScheduled();
    await quiet();
    assert.deepEqual([post.tries, post.mails.length], [1, 0]);
  });

  it("refuses what a mail says, which bounces too", async () => {
    post.refuse = { at: "data", code: 554, text: "5.7.1 looks like spam", times: 1 };
    await api.invite("spam@nord.example");
    const { invitation } = await api.invitation("spam@nord.example", ({ delivery }) => delivery === "bounced");
    assert.equal(invitation.delivery_detail, "554 5.7.1 looks like spam");
  });

  it("refuses our own sender, which bounces nobody", async () => {
    post.refuse = { at: "mail", code: 550, text: "5.7.1 sender not yours", times: 1 };
    await api.invite("patient@nord.example");
    const sent = await ticking(usher, () => arrival(post));
    assert.deepEqual(sent.to, ["patient@nord.example"]);
  });

  it("carries the code for a new password", async () => {
    assert.equal((await fetch(`${usher.url}/reset`, form({ email: OWNER.email }))).status, 200);
    const mail = await simpleParser((await arrival(post)).raw);
    const code = /\b[0-9A-Z]{4}-[0-9A-Z]{4}\b/.exec(mail.subject)[0];
    assert.ok(mail.text.includes(code) && !mail.html.includes("href"));
    const password = "another horse battery";
    const changed = await fetch(`${usher.url}/reset/code`, form({ email: OWNER.email, code, password }));
    assert.equal(changed.headers.get("location"), "/sign-in?notice=password-changed");
    assert.equal((await json(usher, "POST", "/api/v1/session", { email: OWNER.email, password })).status, 200);
    await api.signIn({ ...OWNER, password });
  });

  it("is never spoken of with addresses, links or passwords in the log", () => {
    const log = usher.logs.map(({ message }) => message).join("\n");
    for (const secret of [/nord\.example/, /\/i\/[\w-]+/, /\b[0-9A-Z]{4}-[0-9A-Z]{4}\b/, /s3cret/, /usher@/, /horse/]) {
      assert.doesNotMatch(log, secret);
    }
  });
});

describe("a mail server that is set up wrongly", () => {
  let post, usher, api;
  before(async () => {
    post = await startMailServer(SIGN_IN);
    usher = await startInstance({ vars: mailing(`smtp://${SIGN_IN.user.replace("@", "%40")}:wrong@127.0.0.1:${post.port}`) });
    api = await setUp(usher);
  });
  after(async () => {
    await usher?.stop();
    await post?.stop();
  });

  it("says why in the log, loses nothing, and sends once the password is right", async () => {
    await api.invite("kept@nord.example");
    const line = await usher.log(/refused our sign-in/);
    assert.match(line.message, /535 5\.7\.8 Authentication credentials invalid/);
    assert.ok(!line.message.includes("wrong@") && !line.message.includes("kept@"), line.message);
    const { invitation } = await api.invitation("kept@nord.example", () => true);
    assert.deepEqual([invitation.status, invitation.delivery], ["pending", "queued"]);
    await usher.restart({ vars: { SMTP_URL: `smtp://${USER_INFO}@127.0.0.1:${post.port}` } });
    const sent = await ticking(usher, () => arrival(post));
    assert.deepEqual(sent.to, ["kept@nord.example"]);
  });

  it("is away, and gets the mail when it is back", async () => {
    const { port } = post;
    post.mails.length = 0;
    await post.stop();
    await api.invite("away@nord.example");
    await usher.log(/can’t be reached/);
    post = await startMailServer({ ...SIGN_IN, port });
    const sent = await ticking(usher, () => arrival(post));
    assert.deepEqual(sent.to, ["away@nord.example"]);
  });

  it("has no usable address in SMTP_URL, which the log says without its password", async () => {
    await usher.restart({ vars: { SMTP_URL: "smtps://usher:hunter2@" } });
    await api.invite("nowhere@nord.example");
    const line = await usher.log(/SMTP_URL names no host/);
    assert.ok(!line.message.includes("hunter2"));
  });
});

describe("a mail server behind TLS", () => {
  let folder, certificate, env;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "usher-mail-"));
    certificate = makeCertificate();
    env = { NODE_EXTRA_CA_CERTS: join(folder, "authority.pem") };
    await writeFile(env.NODE_EXTRA_CA_CERTS, certificate.cert);
  });
  after(() => rm(folder, { recursive: true, force: true }));

  for (const [scheme, implicit] of [["smtp+starttls", false], ["smtps", true]]) {
    it(`is reached by ${scheme}, signed in to only inside TLS`, async () => {
      const post = await startMailServer({ ...SIGN_IN, certificate, implicit });
      const usher = await startInstance({ env, vars: mailing(`${scheme}://${USER_INFO}@localhost:${post.port}`) });
      try {
        const api = await setUp(usher);
        await api.invite("private@nord.example");
        const sent = await arrival(post);
        assert.deepEqual([sent.to, sent.secure, sent.user], [["private@nord.example"], true, SIGN_IN.user]);
      } finally {
        await usher.stop();
        await post.stop();
      }
    });
  }

  it("is not trusted with a certificate of its own making, and nothing goes out in the clear", async () => {
    const post = await startMailServer({ ...SIGN_IN, certificate });
    const usher = await startInstance({ vars: mailing(`smtp+starttls://${USER_INFO}@localhost:${post.port}`) });
    try {
      const api = await setUp(usher);
      await api.invite("private@nord.example");
      const { trail } = await api.invitation("private@nord.example", (_, steps) => steps.includes("deferred"));
      assert.ok(trail.at(-1).detail.length > 0);
      assert.deepEqual([post.mails.length, post.signIns, post.tries], [0, 0, 0]);
    } finally {
      await usher.stop();
      await post.stop();
    }
  });
});

function mailing(url) {
  return { MAILER: "smtp", SMTP_URL: url, MAIL_FROM: "Usher <usher@usher.example>", MAIL_BACKOFF_SECONDS: "1" };
}

/** The owner's view of a fresh instance. */
async function setUp(usher) {
  let cookie;
  const call = async (method, path, body) => {
    const answer = await json(usher, method, path, body, cookie);
    const text = await answer.text();
    assert.ok(answer.ok, `${method} ${path}: ${answer.status} ${text}`);
    cookie = answer.headers.getSetCookie().map((set) => set.split(";")[0])[0] ?? cookie;
    return text ? JSON.parse(text) : undefined;
  };
  await call("POST", "/api/v1/setup", OWNER);
  const get = (path) => call("GET", path);
  return {
    get,
    signIn: ({ email, password }) => call("POST", "/api/v1/session", { email, password }),
    license: (name, seats) => call("POST", "/api/v1/licenses", { name, type: "staff", seats }),
    async invite(email, more = {}) {
      const { results } = await call("POST", "/api/v1/invitations", { invitations: [{ email, ...more }] });
      assert.equal(results[0].outcome, "invited", JSON.stringify(results));
    },
    /** The invitation of an address with its trail, once it is as `wanted(invitation, steps)` says. */
    invitation: (email, wanted) => until(async () => {
      const { items } = await get(`/api/v1/invitations?q=${encodeURIComponent(email)}`);
      const one = await get(`/api/v1/invitations/${items.find((item) => item.email === email).id}`);
      return wanted(one.invitation, one.trail.map(({ step }) => step)) ? one : undefined;
    }),
  };
}

function json(usher, method, path, body, cookie) {
  const headers = { accept: "application/json", ...(cookie && { cookie }), ...(body && { "content-type": "application/json" }) };
  return fetch(usher.url + path, { method, headers, body: body && JSON.stringify(body) });
}

function form(fields) {
  return { method: "POST", body: new URLSearchParams(fields), redirect: "manual" };
}

function arrival(post) {
  return until(() => post.mails[0]);
}

/** Lets the schedule tick, as it does every minute, until something came of it. */
async function ticking(usher, wait) {
  const ticks = setInterval(() => usher.triggerScheduled().catch(() => {}), 300);
  try {
    return await wait();
  } finally {
    clearInterval(ticks);
  }
}

async function until(look, within = 20_000) {
  for (const deadline = Date.now() + within; Date.now() < deadline; ) {
    const found = await look();
    if (found) return found;
    await pause(50);
  }
  throw new Error(`nothing of the kind within ${within} ms`);
}

function gap(trail, from, to) {
  return Date.parse(trail[to].at) - Date.parse(trail[from].at);
}

/** Long enough for a second mail to show itself. */
function quiet() {
  return pause(1500);
}

function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
