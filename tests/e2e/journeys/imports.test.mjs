// A file of people: chosen on a license's page, its columns understood, every row judged before anything is sent, the bad
// ones taken away as a file, the rest imported; and what is no file, what is long, what breaks off on its way.
// Not here: what each row means and workers that die (tests/api, tests/worker/imports.test.mjs).
import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { told } from "../support/acts.mjs";
import { en, holds, house, license, says, sees } from "../support/browser.mjs";

const { scene, owner } = await house();
const folder = await mkdtemp(join(tmpdir(), "usher-import-"));
after(() => rm(folder, { recursive: true, force: true }));
const t = en.imports;
const csv = (text, name = "people.csv") => ({ name, mimeType: "text/csv", buffer: Buffer.isBuffer(text) ? text : Buffer.from(text) });
const choose = (page, file) => page.getByLabel(t.choose).setInputFiles(file);
const counter = (page, word) => page.locator(".counters dl").filter({ hasText: word }).getByRole("link");
const bodyRows = (page) => page.locator("tbody tr[aria-rowindex]");

// covers: B4
scene("from a license's page a file is judged, its bad rows taken away, the others imported", async ({ page, open }) => {
  const studio = await license(owner, 2, "Imported studio");
  await owner.post("/api/v1/teams", { name: "Lincoln" });
  await open(`/licenses/${studio.id}`);
  await page.getByRole("link", { name: t.upload }).click();
  await sees(page.getByText("Rows that name no license take a seat of Imported studio: 2 are free."));
  const file = [
    "Vorname;Nachname;E-Mail-Adresse;Rolle;Gruppe;Schuhe",
    "Ann;Lee;ann@imported.example;;Lincoln;38",
    "Bo;=1+1;bo(at)imported.example;;;40",
    "Cy;Diaz;cy@imported.example;Techer;;41",
    "Di;Ewe;di@imported.example;;Nowhere;42",
    "Ed;Fox;ANN@imported.example;;;43",
    "Flo;Gray;flo@imported.example;;;44",
    "Gil;Hart;gil@imported.example;;;45",
  ];
  await choose(page, csv(Buffer.from(`\ufeff${file.join("\r\n")}`, "utf16le")));
  await says(counter(page, t.invited), "2");
  await says(counter(page, t.refused), "5");
  await says(page.getByText(/of 2 free seats/), "2 of 2 free seats");
  assert.deepEqual(await page.locator(".forms select").evaluateAll((all) => all.map((it) => it.value)), ["first_name", "last_name", "email", "role", "teams", "nothing", studio.id]);
  for (const [number, reason] of [
    ["3", "bo(at)"], ["4", "There is no role “Techer”"], ["5", "There is no team “Nowhere”"],
    ["6", "Row 2 has this address already."], ["8", "seat"],
  ]) {
    await sees(bodyRows(page).filter({ has: page.getByRole("cell", { name: number, exact: true }) }).filter({ hasText: reason }));
  }
  await counter(page, t.invited).click();
  await says(page.locator(".listing .foot"), "2 rows");
  assert.match(page.url(), /show=invited/);
  await page.getByRole("navigation", { name: t.rows }).getByRole("link", { name: /^All/ }).click();
  await page.getByRole("searchbox").fill("gil");
  await says(page.locator(".listing .foot"), "1 row");
  await page.getByRole("button", { name: en.basics.clear }).click();
  await says(page.locator(".listing .foot"), "7 rows");

  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: /Download the 5 refused rows/ }).click()]);
  const lines = (await readFile(await download.path(), "utf8")).trimEnd().split("\r\n");
  assert.equal(lines.length, 6);
  assert.match(lines[1], /^bo\(at\)imported\.example,Bo =1\+1,,Imported studio,,3,/);
  assert.match(lines[3], /Nowhere,5,"?There is no team/);

  await page.getByRole("button", { name: "Import 2 people" }).click();
  await told(page, "Done. 7 of 7 rows answered.");
  await says(counter(page, t.refused), "5");
  const { seats } = await owner.get(`/api/v1/licenses/${studio.id}`);
  assert.deepEqual([seats.reserved, seats.free], [2, 0]);
  const { items: [ann] } = await owner.get("/api/v1/members?q=ann%40imported");
  assert.deepEqual(ann.teams.map(({ name }) => name), ["Lincoln"]);
});

scene("what the columns mean can be changed by keyboard, and is remembered after a reload", async ({ page, open }) => {
  const file = csv("who,E-Mail,office\nAnn Lee,ann@kept.example,North\nBo Day,bo@kept.example,South\n", "kept.csv");
  await open("/imports");
  await choose(page, file);
  const who = page.getByLabel("who");
  await sees(page.getByText("For example Ann Lee"));
  await who.selectOption("name");
  await sees(bodyRows(page).filter({ hasText: "Ann Lee" }));
  assert.ok(await who.evaluate((field) => document.contains(field)), "the field stays while its value changes");
  await page.reload();
  await sees(page.getByText("You were at the plan of kept.csv."));
  await choose(page, file);
  await holds(async () => assert.equal(await page.getByLabel("who").inputValue(), "name"));
  await sees(bodyRows(page).filter({ hasText: "Bo Day" }));
  await page.getByRole("button", { name: en.basics.discard }).click();
  await sees(page.getByLabel(t.choose));
  assert.equal(await page.getByText("You were at the plan").count(), 0);
});

scene("what is no file of people is told, with what to do", async ({ page, open }) => {
  await open("/imports");
  const picture = Buffer.from("89504e470d0a1a0a0000000d4948445200000001000000010806000000", "hex");
  for (const [file, words] of [
    [csv(picture, "photo.csv"), "This is no text file. Save the sheet as CSV and choose that file."],
    [csv("E-Mail;Name\r\n", "heads.csv"), "The file has heads and no rows. Choose one with a row for each person."],
    [csv("", "empty.csv"), "The file is empty. Choose one with a row for each person."],
    [csv(",,\r\n\r\n", "commas.csv"), "The file has no rows. Choose one with a row for each person."],
    [csv("a@x.example\n".repeat(100_002), "many.csv"), "A file has at most 100,000 rows. Split it in parts."],
  ]) {
    await choose(page, file);
    await says(page.locator("#import-error"), words);
  }
});

scene("100,000 rows, 30,000 of them bad: judged, scrolled to the last, few of them in the page", async ({ page, open, t: test }) => {
  const lines = Array.from({ length: 100_000 }, (_, n) => (n % 10 < 3 ? `bad ${n},Person ${n}` : `person${n}@long.example,Person ${n}`));
  // From the disk, as people choose it: what the test's own tools hand over would hold the page up.
  const path = join(folder, "long.csv");
  await writeFile(path, `email,name\n${lines.join("\n")}`);
  await open("/imports");
  await sees(page.getByLabel(t.choose));
  await page.evaluate(() => {
    globalThis.long = [];
    new PerformanceObserver((list) => globalThis.long.push(...list.getEntries().map(({ duration }) => duration))).observe({ entryTypes: ["longtask"] });
  });
  const began = performance.now();
  await choose(page, path);
  await says(counter(page, t.refused), "30,000");
  const took = performance.now() - began;
  const long = await page.evaluate(() => globalThis.long);
  await says(counter(page, t.invited), "70,000");
  const table = page.locator(".window table");
  assert.equal(await table.getAttribute("aria-rowcount"), "30001");
  const frame = page.locator(".window");
  await frame.focus();
  await page.keyboard.press("End");
  await sees(table.locator("tr[aria-rowindex='30001']"));
  await sees(table.getByText("bad 99992"));
  assert.ok((await page.locator("*").count()) < 1000, "fewer than 1,000 live nodes");
  await page.keyboard.press("Home");
  await sees(table.getByText("bad 0", { exact: true }));
  test.diagnostic(`judged and shown after ${took.toFixed(0)} ms; tasks over 50 ms: ${long.map((it) => it.toFixed(0)).join(", ") || "none"}`);
});

scene("a connection that breaks while rows are sent: each further press goes on with what is missing", async ({ page, open }) => {
  const file = Array.from({ length: 1200 }, (_, n) => `part${n}@broken.example`).join("\n");
  const sent = [];
  let broken = true;
  await page.route("**/parts/*", (route) => {
    const part = route.request().url().split("/").pop();
    sent.push(part);
    return part === "1" && broken ? route.abort() : route.continue();
  });
  await open("/imports");
  await choose(page, csv(file, "broken.csv"));
  const press = page.getByRole("button", { name: "Import 1,200 people" });
  await press.click();
  await sees(page.getByRole("alert").filter({ hasText: /./ }));
  broken = false;
  // All parts have come and the import is set going, but the answer to that is lost.
  let lost = false;
  await page.route("**/commit", async (route) => {
    if (lost) return route.continue();
    await route.fetch();
    lost = true;
    await route.abort();
  });
  await press.click();
  await holds(() => assert.ok(lost));
  await sees(page.getByRole("alert").filter({ hasText: /./ }));
  // Each look at it takes longer than the time until the next one.
  await page.route(/imports\/imp_\w+$/, async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 1500));
    await route.continue().catch(() => {});
  });
  await press.click();
  await told(page, "1,200 of 1,200 rows answered.");
  assert.deepEqual(sent, ["0", "1", "1", "2"]);
}, { refusals: ["ERR_FAILED"] });

scene("a plan that is discarded or left while its rows are sent is taken back: nobody is invited", async ({ page, open }) => {
  for (const [name, leave, then] of [
    ["discarded.csv", () => page.getByRole("button", { name: en.basics.discard }).click(), () => sees(page.getByLabel(t.choose))],
    ["left.csv", () => page.getByRole("link", { name: en.nav.people, exact: true }).first().click(), () => told(page, t.left)],
  ]) {
    let release;
    const held = new Promise((resolve) => (release = resolve));
    await page.route("**/parts/1", async (route) => {
      await held;
      await route.continue();
    });
    const committed = [];
    page.on("request", (request) => request.url().endsWith("/commit") && committed.push(name));
    await open("/imports");
    await choose(page, csv(Array.from({ length: 1200 }, (_, n) => `way${n}@${name}.example`).join("\n"), name));
    const begun = page.waitForRequest("**/parts/1");
    await page.getByRole("button", { name: "Import 1,200 people" }).click();
    await begun;
    assert.ok(await page.getByLabel(t.license, { exact: true }).isDisabled(), "what is being sent stands still");
    await leave();
    const { pathname } = new URL(page.url());
    const answered = page.waitForResponse("**/parts/1");
    release();
    await answered;
    await then();
    await holds(async () => assert.equal((await owner.get("/api/v1/imports")).items.find((it) => it.name === name).status, "canceled"));
    assert.deepEqual(committed, []);
    assert.equal(new URL(page.url()).pathname, pathname);
    await page.unrouteAll();
  }
}, { refusals: [409] });

scene("one that is not begun says so and can be stopped", async ({ page, open }) => {
  const { id } = await owner.post("/api/v1/imports", { name: "left.csv", rows: 600 });
  await open(`/imports/${id}`);
  await sees(page.getByText(t.draft_note));
  await page.getByRole("button", { name: t.stop }).click();
  await page.getByRole("dialog").getByRole("button", { name: t.stop }).click();
  await told(page, t.stopped);
});
