// What goes wrong and what is large: slow and lost answers, a session that ends, five hundred addresses in one paste,
// names from everywhere and of any length. Answers are the Worker's own, held back or cut off on their way.
// Not here: refusals of the API at their fields (licenses.test.mjs, account.test.mjs).
import assert from "node:assert/strict";
import { row, told } from "../support/acts.mjs";
import { overflow } from "../support/axe.mjs";
import { en, gone, holds, house, invite, license, member, says, sees } from "../support/browser.mjs";

const { usher, owner, scene } = await house();
const names = (page) => page.locator("tbody th a:not(.open)").allInnerTexts();

// INTERFACE 3.3
scene("an older answer never overwrites a newer one", async ({ page, open }) => {
  await open("/people");
  await holds(async () => assert.equal((await names(page)).length, 25));
  let release;
  const held = new Promise((resolve) => (release = resolve));
  await page.route(/members\?.*q=ing(&|$)/, async (route) => {
    const response = await route.fetch();
    await held;
    await route.fulfill({ response }).catch(() => {});
  });
  const search = page.getByRole("searchbox", { name: en.people.search });
  await search.fill("ing");
  await page.waitForRequest(/q=ing(&|$)/);
  await sees(page.locator("[aria-busy=true] tbody tr").first());
  await search.fill("priya");
  await holds(async () => assert.ok((await names(page)).every((name) => name.startsWith("Priya"))));
  release();
  await page.unrouteAll({ behavior: "wait" });
  assert.ok((await names(page)).every((name) => name.startsWith("Priya")));
});

// INTERFACE 3.19, 3.20
scene("a list that failed says so, keeps its filters, and loads again on Retry", async ({ page, open }) => {
  await page.route(/members(\?|$)/, (route) => route.abort());
  await open("/people?role=admin");
  await sees(page.getByRole("alert").getByRole("heading", { name: en.states.failed }));
  await sees(page.getByText(en.errors.unreachable_server));
  await sees(page.getByRole("button", { name: /^Role Admin/ }));
  await page.unrouteAll();
  await page.getByRole("button", { name: en.states.retry }).click();
  await sees(page.locator("tbody th a"));
}, { refusals: ["ERR_FAILED"] });

// INTERFACE 3.20
scene("a page whose part of the console does not load says so, and loads on Retry", async ({ page, open }) => {
  await page.route(/assets\/pages-.*\.wasm$/, (route) => route.abort());
  await open("/people");
  await sees(page.getByRole("alert").getByRole("heading", { name: en.states.failed }));
  await page.unrouteAll();
  await page.getByRole("button", { name: en.states.retry }).click();
  await sees(page.locator("tbody th a"));
}, { refusals: ["ERR_FAILED"] });

scene("a console whose texts do not load says so in both languages, and loads on a second try", async ({ page, open }) => {
  await page.route(/assets\/texts-.*\.wasm$/, (route) => route.abort());
  await open("/people");
  await sees(page.getByRole("alert").getByText("Usher wurde nicht geladen."));
  await page.unrouteAll();
  await page.getByRole("button", { name: /^Try again/ }).click();
  await sees(page.locator("tbody th a"));
}, { refusals: ["ERR_FAILED"] });

scene("pages beyond the first are fetched while nobody waits", async ({ page, open }) => {
  const ahead = page.waitForResponse(/assets\/pages-.*\.wasm$/);
  await open("/");
  assert.equal((await ahead).status(), 200);
});

scene("a skeleton of the same height stands there while a list loads", async ({ page, open }) => {
  let release;
  const held = new Promise((resolve) => (release = resolve));
  await page.route(/members(\?|$)/, async (route) => {
    await held;
    await route.continue();
  });
  await open("/people");
  const bones = page.locator("tbody tr[aria-hidden=true]");
  await sees(bones);
  const height = async (rows) => Math.round((await rows.first().boundingBox()).height);
  const before = await height(bones);
  release();
  await sees(page.locator("tbody th a"));
  assert.equal(await height(page.locator("tbody tr")), before);
});

scene("an act that is lost on its way says so, and changes nothing", async ({ page, open }) => {
  await open("/people?status=active&q=ingrid");
  await sees(page.locator("tbody th a"));
  const [name] = await names(page);
  await page.route("**/disable", (route) => route.abort());
  await page.getByRole("button", { name: `Actions for ${name}` }).click();
  await page.getByRole("menuitem", { name: en.acts.deactivate }).click();
  await sees(page.getByRole("status").filter({ hasText: en.errors.unreachable_server }));
  assert.equal((await names(page))[0], name);
}, { refusals: ["ERR_FAILED"] });

scene("what is carried out after its dialog was closed is said, and the list shows it", async ({ page, open }) => {
  const made = await license(owner, 3, "Closed early");
  await open(`/licenses/${made.id}/assign`);
  const dialog = page.getByRole("dialog");
  const input = dialog.getByRole("combobox");
  await input.fill("closed@early.example");
  await input.press("Enter");
  let release;
  const held = new Promise((resolve) => (release = resolve));
  await page.route(/\/assignments$/, async (route) => {
    if (route.request().method() === "POST") await held;
    await route.continue();
  });
  await dialog.getByRole("button", { name: "Assign 1 person" }).click();
  await page.keyboard.press("Escape");
  await dialog.getByRole("button", { name: en.basics.discard }).click();
  await gone(dialog);
  release();
  await told(page, "1 person was put on the license.");
  await sees(row(page, "closed@early.example"));
  await page.unrouteAll({ behavior: "wait" });
});

scene("who is pasted while a list is sent stays to be sent", async ({ page, open }) => {
  await open("/people/invite");
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel(en.invite.add).fill("first@meanwhile.example,");
  await sees(dialog.getByRole("button", { name: "Invite 1" }));
  let release;
  const held = new Promise((resolve) => (release = resolve));
  await page.route(/\/api\/v1\/invitations$/, async (route) => {
    if (route.request().method() === "POST") await held;
    await route.continue();
  });
  await dialog.getByRole("button", { name: "Invite 1" }).click();
  await dialog.getByLabel(en.invite.add).fill("second@meanwhile.example,");
  await sees(row(dialog, "second@meanwhile.example"));
  release();
  await told(page, "1 invitation is on its way.");
  await gone(row(dialog, "first@meanwhile.example"));
  await dialog.getByRole("button", { name: "Invite 1" }).click();
  await gone(dialog);
  assert.equal((await owner.get("/api/v1/invitations?q=meanwhile.example")).items.length, 2);
  await page.unrouteAll({ behavior: "wait" });
});

// INTERFACE 3.8
scene("a box whose change is lost on its way goes back to what is saved", async ({ page, open }) => {
  await open("/settings/notices");
  const box = page.getByRole("group", { name: en.notices.for_me }).getByRole("checkbox").first();
  const before = await box.isChecked();
  await page.route("**/api/v1/notices", (route) => (route.request().method() === "PATCH" ? route.abort() : route.continue()));
  await box.click();
  await sees(page.getByRole("status").filter({ hasText: en.errors.unreachable_server }));
  await holds(async () => assert.equal(await box.isChecked(), before));
  await page.unrouteAll();
  await box.click();
  await sees(page.getByRole("status").filter({ hasText: en.notices.saved }));
  await holds(async () => assert.equal(await box.isChecked(), !before));
}, { refusals: ["ERR_FAILED"] });

scene("a session that has ended leads to sign-in, and back to the same place", async ({ page, open }) => {
  await open("/people");
  await sees(page.locator("tbody th a"));
  await usher.sql("DELETE FROM sessions WHERE user_id = (SELECT user_id FROM members WHERE email = 'ends@northwind.example')");
  await page.getByRole("searchbox").fill("ingrid");
  await page.waitForURL("**/sign-in?**");
  await sees(page.getByText("Your session has ended. Sign in to go on."));
  await page.getByLabel("E-mail").fill("ends@northwind.example");
  await page.getByLabel("Password").fill("correct horse battery staple");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL("**/people?q=ingrid");
}, { as: () => member(owner, "ends@northwind.example", { role: "admin" }), refusals: [401] });

// INTERFACE 3.16
scene("five hundred pasted addresses give five hundred verdicts by one request", async ({ page, open }) => {
  const licenses = page.waitForResponse(/\/api\/v1\/licenses/);
  await open("/people/invite");
  await (await licenses).finished();
  const dialog = page.getByRole("dialog");
  const asked = [];
  page.on("request", (request) => request.url().endsWith("/invitations/preview") && asked.push(request));
  const pasted = Array.from({ length: 500 }, (_, n) => `"Person, ${n}" <person.${n}@long.example>;`).join("\n");
  await dialog.getByLabel(en.invite.add).focus();
  await page.evaluate((text) => navigator.clipboard.writeText(text), pasted);
  await page.keyboard.press("Control+v");
  await sees(dialog.getByText(/^500 read\. 500 new\.$/));
  assert.equal(await dialog.locator("tbody tr").count(), 500);
  assert.equal(asked.length, 1);
  await dialog.getByLabel(en.invite.add).fill("one.more@long.example,");
  await sees(dialog.getByText(en.errors.too_many_rows).or(dialog.getByText(/takes 500 addresses/)));
  assert.equal(await dialog.locator("tbody tr").count(), 500, "nothing is dropped, nothing added");
  await dialog.getByLabel(en.invite.add).fill("");
  await dialog.getByRole("button", { name: "Invite 500" }).click();
  await sees(page.getByRole("status").filter({ hasText: "500 invitations are on their way." }));
});

scene("a text size of 200 percent fits 1280 px", async ({ page, open }) => {
  await page.addInitScript(() => document.addEventListener("DOMContentLoaded", () => (document.documentElement.style.fontSize = "200%")));
  for (const path of ["/", "/people", "/licenses", "/account"]) {
    await open(path);
    await sees(page.getByRole("main").locator("tbody th, .counters, form").first());
    assert.deepEqual(await overflow(page), [], path);
  }
  await open("/people/invite");
  await sees(page.getByRole("dialog").getByRole("button", { name: en.basics.cancel }));
  await page.keyboard.press("Escape");
  await gone(page.getByRole("dialog"));
});

// INTERFACE 3.27
scene("long, right-to-left and hostile names break nothing at 360 px", async ({ page, open }) => {
  const hostile = ["<img src=x onerror=alert(1)>", "محمد عبد الرحمن العبيدي", "W".repeat(120), "\u202Ereversed\u202C name", "👩‍👩‍👧‍👦 Family"];
  const invitations = hostile.map((name, n) => ({ name, email: `hostile.${n}.${"x".repeat(50)}@${"long-".repeat(10)}domain.example` }));
  const { results } = await owner.post("/api/v1/invitations", { invitations });
  assert.ok(results.every(({ outcome }) => outcome === "invited"), JSON.stringify(results));
  const { id } = await owner.post("/api/v1/licenses", { name: `<b>${"Lizenz".repeat(15)}</b>`, type: "school", seats: 7 });
  await invite(owner, "seat@hostile.example", { licenses: [id], name: hostile[0] });
  const { invitation: widest } = await owner.get(`/api/v1/invitations/${results[2].id}`);
  const ones = [`/people/${widest.member}`, `/invitations/${results[0].id}`, `/licenses/${id}`];
  for (const path of ["/people?q=hostile", "/invitations?q=hostile", ...ones, "/licenses", "/activity", "/"]) {
    await open(path);
    await sees(page.getByRole("heading", { level: 1 }));
    await sees(page.getByRole("main").locator("tbody th, .counters, .trail, dl.facts").first());
    assert.deepEqual(await overflow(page), [], path);
  }
  await open("/people?q=hostile");
  await says(page.locator("tbody th").filter({ hasText: "<img" }), /<img src=x onerror=alert\(1\)>/);
  assert.equal(await page.locator("main img").count(), 0);
}, { width: 360, touch: true });
