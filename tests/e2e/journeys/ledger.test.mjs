// The ledger of a license on its screen: past days, filters in the address, why a seat is taken, the file; and the days
// of the activity. Not here: what the API finds (tests/api/ledger.rs).
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { choose, row } from "../support/acts.mjs";
import { en, gone, holds, house, license, member, says, sees } from "../support/browser.mjs";

const { owner, usher, scene } = await house();
const t = en.ledger;

const dayOf = (days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

// covers: A4
scene("any past day tells its seats, as chart and as table", async ({ page, open }) => {
  const { items } = await owner.get("/api/v1/licenses?q=lumen");
  const { days } = await owner.get(`/api/v1/licenses/${items[0].id}/ledger/days?from=${dayOf(-40)}&to=${dayOf(-40)}`);
  await open(`/licenses/${items[0].id}/ledger?day=${dayOf(-40)}`);
  const past = page.getByRole("region", { name: t.past });
  const { held, reserved, free, total } = days[0];
  const words = `${held} held, ${reserved} reserved, ${free} free of ${total}`;
  await sees(past.getByText(words));
  assert.equal(await past.getByRole("meter").getAttribute("aria-valuetext"), words);
  await past.getByText("30 days as a table").click();
  const rows = past.getByRole("table", { name: t.over_time }).getByRole("row");
  await holds(async () => assert.equal(await rows.count(), 31));
  // The newest row is what the license says now.
  const { seats } = await owner.get(`/api/v1/licenses/${items[0].id}`);
  await says(rows.nth(1), new RegExp(`${seats.held} ${seats.reserved} ${seats.free} ${seats.total}$`));
  await past.getByLabel(t.seats_on).fill(dayOf(-3));
  await holds(() => assert.match(page.url(), new RegExp(`day=${dayOf(-3)}`)));
});

scene("entries are narrowed by days, door and person in the address; a seat answers why it is taken", async ({ page, open }) => {
  const made = await license(owner, 5, "Told by days");
  await member(owner, "lou@northwind.example", { name: "Lou Listed", licenses: [made.id] });
  await owner.patch(`/api/v1/licenses/${made.id}`, { seats: 6 });
  await open(`/licenses/${made.id}/ledger`);
  await sees(row(page, en.license.the_license));
  await page.getByRole("button", { name: en.license.came_by }).click();
  await page.getByRole("menuitemcheckbox", { name: en.doors.email }).click();
  await gone(row(page, en.license.the_license));
  await sees(row(page, "Lou Listed"));
  await page.getByLabel(en.basics.to_day, { exact: true }).fill(dayOf(-1));
  await sees(page.getByText(t.no_match));
  assert.match(page.url(), /door=email/);
  await page.goBack();
  await sees(row(page, "Lou Listed"));
  await page.reload();
  await sees(row(page, "Lou Listed"));
  await choose(page, "Lou Listed", en.license.why_taken);
  await sees(page.getByRole("dialog").getByText(en.doors.accepted));
  await page.getByRole("dialog").getByRole("button", { name: en.basics.close }).first().click();
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: en.basics.export_csv }).click()]);
  assert.equal(download.suggestedFilename(), "seat-ledger.csv");
  const lines = readFileSync(await download.path(), "utf8").trim().split("\r\n");
  assert.ok(lines.length === 3 && lines.slice(1).every((line) => line.includes("lou@northwind.example")), lines.join("\n"));
});

scene("activity is narrowed to days, and exported", async ({ page, open }) => {
  await open(`/activity?from=${dayOf(-30)}&to=${dayOf(-20)}`);
  const { items } = await owner.get(`/api/v1/events?from=${dayOf(-30)}&to=${dayOf(-20)}`);
  await holds(async () => assert.equal(await page.locator(".trail li").count(), items.length));
  assert.ok(items.length > 0);
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: en.basics.export_csv }).click()]);
  assert.equal(download.suggestedFilename(), "activity.csv");
  await page.getByRole("button", { name: en.basics.clear }).click();
  await holds(() => assert.doesNotMatch(page.url(), /from=/));
});
