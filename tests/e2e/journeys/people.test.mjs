// People: found, filtered, paged, deactivated, enabled, removed, handled by the dozen, looked at one by one.
// Every list state is in the address (INTERFACE 3.1, 3.2); reversible acts offer Undo, others ask (3.7, 3.8).
// Not here: inviting (main-job.test.mjs), the keyboard (keyboard.test.mjs).
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { choose, told } from "../support/acts.mjs";
import { en, focused, gone, holds, house, member, says, sees } from "../support/browser.mjs";

const { owner, scene } = await house();

const rows = (page) => page.locator("tbody tr");
const query = (page) => Object.fromEntries(new URL(page.url()).searchParams);
const names = (page) => page.locator("tbody th a:not(.open)").allInnerTexts();

// covers: C8 E15
scene("search and filters stand in the address; reload and Back restore them", async ({ page, open }) => {
  await open("/people");
  await holds(async () => assert.equal((await names(page)).length, 25));
  const before = await page.evaluate(() => history.length);
  await page.getByRole("searchbox", { name: en.people.search }).pressSequentially("ingrid");
  await page.waitForURL("**/people?q=ingrid");
  await holds(async () => assert.ok((await names(page)).every((name) => /Ingrid/.test(name))));
  assert.equal(await page.evaluate(() => history.length), before, "typing pushes nothing");

  await page.getByRole("button", { name: en.basics.role }).click();
  await page.getByRole("menuitemcheckbox", { name: en.roles.standard }).click();
  await page.getByRole("navigation", { name: en.basics.status }).getByRole("link", { name: en.people.tab_active }).click();
  await page.waitForURL((url) => url.searchParams.get("status") === "active");
  assert.deepEqual(query(page), { q: "ingrid", role: "standard", status: "active" });
  const { items } = await owner.get("/api/v1/members?q=ingrid&role=standard&status=active");
  const shown = items.map(({ name }) => name);
  await holds(async () => assert.deepEqual(await names(page), shown));

  await page.reload();
  await holds(async () => assert.deepEqual(await names(page), shown));
  assert.equal(await page.getByRole("searchbox").inputValue(), "ingrid");
  await page.locator("tbody th a").first().click();
  await says(page.getByRole("heading", { level: 1 }), shown[0]);
  await page.goBack();
  await holds(async () => assert.deepEqual(await names(page), shown));
  await page.goBack();
  assert.deepEqual(query(page), { q: "ingrid", role: "standard" });
  await page.getByRole("button", { name: en.basics.clear, exact: true }).click();
  await holds(() => assert.deepEqual(query(page), {}));
  assert.equal(await page.getByRole("searchbox").inputValue(), "");
});

scene("nobody matches: the filters are named and can be cleared", async ({ page, open }) => {
  await open("/people?q=nobodyhasthisname");
  await sees(page.getByRole("heading", { name: "Nobody matches “nobodyhasthisname”" }));
  await sees(page.getByRole("searchbox"));
  await page.getByRole("link", { name: en.basics.clear_all }).or(page.getByRole("button", { name: en.basics.clear_all })).click();
  await holds(async () => assert.equal(await rows(page).count(), 25));
});

// covers: E15
scene("a piece of a name or address finds people, and what is typed shows at once", async ({ page, open }) => {
  await open("/people");
  const search = page.getByRole("searchbox", { name: en.people.search });
  await search.fill("ngri");
  await holds(async () => assert.ok((await names(page)).length > 0 && (await names(page)).every((name) => /ingrid/i.test(name))));
  await search.fill("@harbor");
  await holds(async () => assert.deepEqual((await names(page)).sort(), ["Bola Akande", "Kim Castellanos"]));
  await search.fill("sorli");
  await holds(async () => assert.deepEqual(await names(page), ["Pia Sørli"]));
});

// covers: C8
scene("people are filtered by the door they came by, and leave as a file: all, or who is picked", async ({ page, open }) => {
  await open("/people");
  await page.getByRole("button", { name: en.people.source }).click();
  await page.getByRole("menuitemcheckbox", { name: en.doors.csv }).click();
  await page.waitForURL("**/people?source=csv");
  const { people } = await owner.get("/api/v1/members/count?source=csv");
  await sees(page.getByText(`25 of ${people} people`));
  const save = async () => {
    const link = page.getByRole("link", { name: en.basics.export_csv }).and(page.locator(":visible"));
    const [download] = await Promise.all([page.waitForEvent("download"), link.click()]);
    assert.equal(download.suggestedFilename(), "people.csv");
    return (await readFile(await download.path(), "utf8")).trimEnd().split("\r\n");
  };
  assert.equal((await save()).length, people + 1);
  for (const n of [0, 2]) await page.locator("tbody input.check").nth(n).check();
  const picked = [(await names(page))[0], (await names(page))[2]];
  const lines = await save();
  assert.deepEqual(lines.slice(1).map((line) => line.split(",")[1]), picked);
  await page.getByRole("checkbox", { name: en.basics.select_page }).check();
  await page.getByRole("button", { name: en.many.select_all.replace("{n}", people) }).click();
  await page.locator("tbody input.check").first().uncheck();
  assert.equal((await save()).length, people);
});

// covers: E13 E17
scene("who has not signed in for long is proposed for deactivation with the seats that come free, and Undo brings them back", async ({ page, open, usher }) => {
  const { items } = await owner.get("/api/v1/members?status=active&role=standard&limit=5");
  await usher.sql("UPDATE members SET last_sign_in_at = '2020-01-01T00:00:00.000Z' WHERE id IN (SELECT value FROM json_each(?))", JSON.stringify(items.map(({ id }) => id)));
  const path = "/people?status=active&last_sign_in=idle_180_days";
  const { people } = await owner.get(`/api/v1/members/count?${path.split("?")[1]}`);
  const { licenses } = await owner.get(`/api/v1/members/seats?${path.split("?")[1]}`);
  assert.ok(people >= 5);
  await open("/people?status=active");
  await page.getByRole("button", { name: en.people.signed_in }).click();
  await page.getByRole("menuitemcheckbox", { name: en.people.idle_180_days }).click();
  await sees(page.getByText(`${people} people have not signed in for 180 days.`));
  const frees = licenses.map(({ name, seats }) => `${name} (${seats})`).join(", ");
  if (licenses.length > 0) await sees(page.getByText(`Deactivating them frees: ${frees}.`));
  await page.getByRole("button", { name: `Deactivate ${people}` }).click();
  const dialog = page.getByRole("dialog");
  if (licenses.length > 0) await sees(dialog.getByText(frees));
  await dialog.getByRole("button", { name: `Deactivate ${people}` }).click();
  await told(page, `Done for ${people}`);
  await holds(async () => assert.equal((await owner.get("/api/v1/members/count?status=active&last_sign_in=idle_180_days")).people, 0));
  await page.getByRole("button", { name: en.basics.undo }).click();
  await told(page, "people are enabled again");
  await holds(async () => assert.equal((await owner.get("/api/v1/members/count?status=active&last_sign_in=idle_180_days")).people, people));
});

// covers: E16
scene("two admins change one person: whoever comes second is told what the first one changed, and sees it", async ({ page, open }) => {
  const one = await member(owner, "twila@northwind.example", { name: "Twila Twice" });
  const path = `/api/v1/members/${one.member}`;
  const give = async (role) => {
    await page.getByRole("button", { name: en.person.change_role }).click();
    await page.getByRole("menuitemcheckbox", { name: role, exact: true }).click();
    await page.getByRole("dialog").getByRole("button", { name: en.rights.role_confirm }).click();
  };
  await open(`/people/${one.member}`);
  await says(page.getByRole("heading", { level: 1 }), "Twila Twice");
  assert.equal((await owner.call("PATCH", path, { role: "agent" })).status, 200);
  await give(en.roles.admin);
  await told(page, "changed this person");
  await sees(page.locator(".lede").getByText(en.roles.agent));
  assert.equal((await owner.get(path)).role, "agent");
  await give(en.roles.admin);
  await told(page, `Twila Twice is ${en.roles.admin} now.`);
  await page.getByRole("button", { name: en.basics.undo }).click();
  await holds(async () => assert.equal((await owner.get(path)).role, "agent"));
}, { refusals: [412] });

// covers: D7
scene("two admins choose one person's teams: whoever comes second is told, and looks again before choosing", async ({ page, open }) => {
  const one = await member(owner, "tamar@northwind.example", { name: "Tamar Teams" });
  const path = `/api/v1/members/${one.member}`;
  const [day, night] = [await owner.post("/api/v1/teams", { name: "Day shift" }), await owner.post("/api/v1/teams", { name: "Night shift" })];
  const teams = async () => (await owner.get(path)).teams.map(({ name }) => name).sort();
  const dialog = page.getByRole("dialog");
  const box = (name) => dialog.getByRole("checkbox", { name });
  const save = dialog.getByRole("button", { name: en.teams.save_teams });
  await open(`/people/${one.member}/teams`);
  await box("Night shift").check();
  assert.equal((await owner.call("PATCH", path, { teams: [day.id] })).status, 200);
  await save.click();
  await told(page, "changed this person");
  await gone(dialog);
  assert.deepEqual(await teams(), ["Day shift"]);
  await sees(page.getByRole("main").getByText("Day shift").first());
  await open(`/people/${one.member}/teams`);
  assert.ok(await box("Day shift").isChecked() && !(await box("Night shift").isChecked()));
  await box("Night shift").check();
  await save.click();
  await told(page, en.teams.changed.replace("{name}", "Tamar Teams"));
  assert.deepEqual(await teams(), [day.name, night.name]);
}, { refusals: [412] });

// Names of any script and of any length stand as they were written, and make nothing wider than the screen.
for (const width of [1280, 360]) {
  scene(`names of any script fit the list and the person's page at ${width}`, async ({ page, open }) => {
    const people = [
      "مريم بنت عبد العزيز الفارسي", "שרה לוי־כהן", "👩🏽‍🚀 Zoë 🌻", "नभस्वती श्रीनिवासन", `${"Wolfeschlegelsteinhausenbergerdorff".repeat(4).slice(0, 120)}`, "<b>Bold</b> & “quoted”",
    ].map((name) => `${name.slice(0, 115)} ${width}`);
    const invitations = people.map((name, n) => ({ name, email: `script${n}@scripts${width}.example` }));
    await owner.post("/api/v1/invitations", { invitations });
    const fits = async () => assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width);
    await open(`/people?q=scripts${width}`);
    await holds(async () => assert.deepEqual((await names(page)).sort(), people.toSorted()));
    await fits();
    const { items } = await owner.get(`/api/v1/members?q=scripts${width}`);
    for (const { id, name } of items) {
      await open(`/people/${id}`);
      await says(page.getByRole("heading", { level: 1 }), name);
      await fits();
    }
  }, { width });
}

scene("pages follow one another, and all 250 and more are there once", async ({ page, open }) => {
  const { active, pending, disabled } = await owner.get("/api/v1/members/counts");
  await open("/people");
  const seen = new Set();
  for (let n = 0; ; n++) {
    await holds(async () => assert.ok((await names(page)).length > 0 && !(await names(page)).some((it) => seen.has(it))));
    const emails = await page.locator("tbody th").allInnerTexts();
    emails.forEach((it) => seen.add(it));
    (await names(page)).forEach((it) => seen.add(it));
    const next = page.getByRole("link", { name: en.basics.next_page });
    if ((await next.getAttribute("aria-disabled")) === "true") break;
    assert.ok(n < 20, "paging has no end");
    await next.click();
  }
  const people = [...seen].filter((it) => it.includes("\n") || it.includes("@"));
  assert.equal(people.length, active + pending + disabled);
  await page.getByRole("link", { name: en.basics.first_page }).click();
  await holds(() => assert.equal(query(page).cursor, undefined));
});

// covers: C13 E13 E14
scene("deactivating is done at once, says where the seats went, and can be undone", async ({ page, open }) => {
  const [license] = await owner.all("/api/v1/licenses?q=lumen");
  const person = await member(owner, "undo@northwind.example", { name: "Una Do", licenses: [license.id] });
  await open("/people?q=una");
  await choose(page, "Una Do", en.acts.deactivate);
  await told(page, `Una Do was deactivated. Free again: a seat on ${license.name}.`);
  await sees(rows(page).filter({ hasText: en.status.disabled }));
  assert.equal((await person.call("GET", "/api/v1/session")).status, 401, "no access on the very next request");
  await page.getByRole("button", { name: en.basics.undo }).click();
  await told(page, `Una Do was enabled and has a seat on ${license.name} again.`);
  await gone(rows(page).filter({ hasText: en.status.disabled }));
});

scene("enabling is refused in words when the seat has gone to somebody else", async ({ page, open }) => {
  const license = await owner.post("/api/v1/licenses", { name: "One seat only", type: "school", seats: 1 });
  const person = await member(owner, "first@northwind.example", { name: "Fia First", licenses: [license.id] });
  await owner.post(`/api/v1/members/${person.member}/disable`);
  await member(owner, "second@northwind.example", { licenses: [license.id] });
  await open(`/people/${person.member}`);
  await page.getByRole("button", { name: en.acts.enable, exact: true }).click();
  await told(page, /taken/);
  await sees(page.getByRole("main").getByText(en.status.disabled));
}, { refusals: [409] });

scene("removing asks first, names the consequence, and keeps by default", async ({ page, open }) => {
  const [license] = await owner.all("/api/v1/licenses?q=lumen");
  await member(owner, "gone@northwind.example", { name: "Gus Gone", licenses: [license.id] });
  await open("/people?q=gus");
  await choose(page, "Gus Gone", en.acts.remove);
  const dialog = page.getByRole("dialog", { name: "Remove Gus Gone for good" });
  await sees(dialog.getByText(/loses access on their next request\. 1 seat is freed\./));
  await focused(dialog.getByRole("button", { name: en.basics.keep }));
  await dialog.getByRole("button", { name: en.basics.keep }).click();
  await gone(dialog);
  await choose(page, "Gus Gone", en.acts.remove);
  await dialog.getByRole("button", { name: en.acts.remove_act }).click();
  await told(page, "Gus Gone was removed.");
  await sees(page.getByText("Nobody matches “gus”"));
  await sees(page.getByRole("status").filter({ hasText: "was removed" }));
});

// covers: A1
scene("the last owner can't go, and is told why", async ({ page, open }) => {
  await open("/people?role=owner");
  await choose(page, "Dana Whitfield", en.acts.deactivate);
  await told(page, /last active owner/);
}, { refusals: [409] });

scene("several at once: each act says whom it hits, and every person gets a result", async ({ page, open }) => {
  const license = await owner.post("/api/v1/licenses", { name: "Bulk", type: "school", seats: 2 });
  const invited = ["bulk1@northwind.example", "bulk2@northwind.example"].map((email) => ({ email, licenses: [license.id] }));
  await owner.post("/api/v1/invitations", { invitations: invited });
  await member(owner, "bulk3@northwind.example", { name: "Bulk Three" });
  await open("/people?q=bulk");
  await holds(async () => assert.equal(await rows(page).count(), 3));
  await page.getByRole("checkbox", { name: en.basics.select_page }).check();
  const bar = page.getByRole("group", { name: en.bulk.selection });
  await says(bar.getByRole("status"), "3 selected");
  await sees(bar.getByRole("button", { name: "Deactivate 1 person" }));
  await sees(bar.getByRole("button", { name: "Resend 2 invitations" }));
  await bar.getByRole("button", { name: "Cancel 2 invitations" }).click();
  const ask = page.getByRole("dialog", { name: "Cancel 2 invitations" });
  await sees(ask.getByText("Their links stop working. 2 seats are freed."));
  await ask.getByRole("button", { name: "Cancel 2 invitations" }).click();
  await sees(page.getByRole("dialog").getByText("2 done, 0 refused, 0 to go"));
  assert.equal(await page.getByRole("dialog").locator("tbody tr").filter({ hasText: en.bulk.done }).count(), 2);
  await page.getByRole("dialog").getByRole("button", { name: en.basics.close }).last().click();
  await holds(async () => assert.deepEqual(await names(page), ["Bulk Three"]));
});

scene("what is selected survives paging, and a changed filter says that it cleared it", async ({ page, open }) => {
  await open("/people");
  await page.locator("tbody input[type=checkbox]").nth(0).check();
  await page.locator("tbody input[type=checkbox]").nth(1).check();
  await page.getByRole("link", { name: en.basics.next_page }).click();
  await page.waitForURL("**cursor=**");
  await says(page.getByRole("group", { name: en.bulk.selection }).getByRole("status"), "2 selected");
  await page.getByRole("navigation", { name: en.basics.status }).getByRole("link", { name: en.people.tab_disabled }).click();
  await told(page, "The filter changed, so 2 people are no longer selected.");
});

// covers: C7
scene("a person's page shows seats with their why, the way of the invitation, and what happened", async ({ page, open }) => {
  const [license] = await owner.all("/api/v1/licenses?q=lumen");
  const person = await member(owner, "page@northwind.example", { name: "Paige Person", licenses: [license.id] });
  await open(`/people/${person.member}`);
  await says(page.getByRole("heading", { level: 1 }), "Paige Person");
  await page.getByRole("button", { name: `Why a seat on ${license.name}` }).click();
  const why = page.getByRole("dialog", { name: `Why Paige Person has a seat on ${license.name}` });
  await sees(why.getByText(en.doors.invited));
  await sees(why.getByText(en.doors.accepted));
  await why.getByRole("button", { name: en.basics.close }).last().click();
  await sees(page.getByRole("main").getByText("accepted the invitation"));
  await page.getByRole("button", { name: en.person.change_role }).click();
  await page.getByRole("menuitemcheckbox", { name: en.roles.license_admin }).click();
  await page.getByRole("button", { name: en.rights.role_confirm }).click();
  await told(page, "Paige Person is License admin now.");
  await sees(page.getByRole("main").getByText(/changed the role of/).first());
  await page.getByRole("button", { name: en.basics.undo }).click();
  await told(page, "Paige Person is Standard now.");
});

// covers: E2 E2b
scene("every number on Home is a link, and equals its list", async ({ page, open }) => {
  await open("/");
  const numbers = page.getByRole("region", { name: en.home.numbers }).getByRole("link");
  await sees(numbers);
  const links = await numbers.evaluateAll((all) => all.map((it) => [it.getAttribute("href"), Number(it.textContent.replace(/\D/g, ""))]));
  for (const [href, count] of links.filter(([href]) => href.startsWith("/people"))) {
    assert.equal((await owner.all(`/api/v1/members${href.replace("/people", "")}`)).length, count, href);
  }
});

