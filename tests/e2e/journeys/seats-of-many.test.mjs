// Many seats of a license: selected one by one or all that match, taken off, moved, and put back by Undo. Not here: the
// API's judgment of each (tests/api/bulk_seats.rs), races (tests/worker/seats.test.mjs).
import assert from "node:assert/strict";
import { choose, row, told } from "../support/acts.mjs";
import { en, gone, holds, house, license, member, sees } from "../support/browser.mjs";

const { owner, scene } = await house();
const t = en.seat_acts;

const held = async ({ id }) => (await owner.get(`/api/v1/licenses/${id}`)).seats.held;

async function crowd(name, seats, people) {
  const made = await license(owner, seats, name);
  for (const person of people) await member(owner, `${person.toLowerCase().replaceAll(" ", "")}.${made.id.slice(-6)}@northwind.example`, { name: person, licenses: [made.id] });
  return made;
}

// covers: A6 B16
scene("three are taken off with what it frees named before, and Undo brings them back", async ({ page, open }) => {
  const made = await crowd("Taken back", 5, ["Una", "Vic", "Wes", "Xia"]);
  await open(`/licenses/${made.id}`);
  for (const name of ["Una", "Vic", "Wes"]) await page.getByRole("checkbox", { name: `Select ${name}` }).check();
  await page.getByRole("button", { name: "Remove 3 people: frees 3", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Take 3 people off Taken back" });
  await sees(dialog.getByText("3 seats are freed."));
  await sees(dialog.getByText(en.basics.can_undo));
  await dialog.getByRole("button", { name: "Remove 3 people" }).click();
  await told(page, "3 people are off Taken back. 3 seats are free again.");
  await gone(row(page, "Una"));
  assert.equal(await held(made), 1);
  await page.getByRole("button", { name: en.basics.undo }).click();
  await told(page, "3 people are back as before.");
  await sees(row(page, "Una"));
  assert.equal(await held(made), 4);
});

scene("Undo says who found no seat any more", async ({ page, open }) => {
  const made = await crowd("Taken meanwhile", 2, ["Yan", "Zoe"]);
  const { member: other } = await member(owner, "quick@northwind.example", { name: "Quick" });
  await open(`/licenses/${made.id}`);
  await page.getByRole("checkbox", { name: en.basics.select_page }).check();
  await page.getByRole("button", { name: "Remove 2 people: frees 2", exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Remove 2 people" }).click();
  await told(page, "2 seats are free again.");
  await owner.post(`/api/v1/licenses/${made.id}/assignments`, { assignments: [{ member: other }] });
  await page.getByRole("button", { name: en.basics.undo }).click();
  const dialog = page.getByRole("dialog", { name: en.many.refused });
  await sees(dialog.getByText("Done for 1, 1 refused."));
  await sees(dialog.getByRole("row").filter({ hasText: /Yan|Zoe/ }));
  assert.equal(await held(made), 2);
});

scene("all that match move; who finds no seat there stays, and the move is undone", async ({ page, open }) => {
  const from = await crowd("Moved from", 60, Array.from({ length: 53 }, (_, n) => `Mover ${n}`));
  const to = await license(owner, 52, "Moved to");
  await open(`/licenses/${from.id}?q=mover`);
  await page.getByRole("checkbox", { name: en.basics.select_page }).check();
  await page.getByRole("button", { name: "Select all 53 that match" }).click();
  await page.getByRole("button", { name: t.transfer }).click();
  const dialog = page.getByRole("dialog", { name: "Move 53 people to another license" });
  await dialog.getByLabel(t.to).selectOption({ label: "Moved to (52 free)" });
  await sees(dialog.getByText("1 person finds no seat there and stays here"));
  await dialog.getByRole("button", { name: "Move 53 people" }).click();
  const refused = page.getByRole("dialog", { name: en.many.refused });
  await sees(refused.getByText("Done for 52, 1 refused."));
  await refused.getByRole("button", { name: en.basics.close }).first().click();
  assert.deepEqual([await held(from), await held(to)], [1, 52]);
  await page.getByRole("button", { name: en.basics.undo }).click();
  await told(page, "52 people are back as before.");
  assert.deepEqual([await held(from), await held(to)], [53, 0]);
});

scene("of all that match one is left out: the words name nobody who was ticked before", async ({ page, open }) => {
  const made = await crowd("Left out", 3, ["Ann", "Bob"]);
  await open(`/licenses/${made.id}`);
  const ann = page.getByRole("checkbox", { name: "Select Ann" });
  await ann.check();
  await page.getByRole("button", { name: "Select all 2 that match" }).click();
  await ann.uncheck();
  await sees(page.getByText("1 of 2 people that match are selected"));
  await page.getByRole("button", { name: "Remove 1 person: frees 1", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Take 1 person off Left out" });
  await sees(dialog);
  assert.equal(await dialog.getByText(/\bAnn\b/).count(), 0);
  await dialog.getByRole("button", { name: en.acts.unassign_act, exact: true }).click();
  await gone(row(page, "Bob"));
  await sees(row(page, "Ann"));
});

scene("when others match by now, nothing happens; it is decided anew among those who match", async ({ page, open }) => {
  const made = await crowd("Overtaken", 4, ["Ira", "Jan", "Kim"]);
  const all = (people) => page.getByRole("button", { name: `Select all ${people} that match` });
  await open(`/licenses/${made.id}`);
  await page.getByRole("checkbox", { name: "Select Ira" }).check();
  await all(3).click();
  const { items } = await owner.get(`/api/v1/licenses/${made.id}/assignments`);
  await owner.delete(`/api/v1/licenses/${made.id}/assignments/${items.find((it) => it.name === "Kim").id}`);
  await page.getByRole("button", { name: "Remove 3 people: frees 3", exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Remove 3 people" }).click();
  await told(page, "The filter finds 2 people now, not 3.");
  await gone(row(page, "Kim"));
  await page.getByRole("checkbox", { name: "Select Ira" }).check();
  await all(2).click();
  await page.getByRole("button", { name: "Remove 2 people: frees 2", exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Remove 2 people" }).click();
  await told(page, "2 people are off Overtaken.");
}, { refusals: [409] });

scene("a license that has not begun says so, and is not proposed", async ({ page, open }) => {
  const from = await crowd("Moves on", 3, ["Pia"]);
  const starts_at = new Date(Date.now() + 40 * 86_400_000).toISOString();
  const later = await owner.post("/api/v1/licenses", { name: "Next year", type: "school", seats: 900, starts_at });
  await open(`/licenses/${from.id}`);
  await choose(page, "Pia", t.transfer);
  const to = page.getByRole("dialog", { name: "Move Pia to another license" }).getByLabel(t.to);
  await holds(async () => assert.match(await to.inputValue(), /^lic_/));
  assert.notEqual(await to.inputValue(), later.id);
  await to.selectOption({ label: `Next year (900 free) · ${en.status.scheduled}` });
  assert.equal(await to.inputValue(), later.id);
});

scene("one person moves by the menu of their row, on a phone", async ({ page, open }) => {
  const from = await crowd("One of", 3, ["Olga"]);
  const to = await license(owner, 3, "Another one");
  await open(`/licenses/${from.id}`);
  await choose(page, "Olga", t.transfer);
  const dialog = page.getByRole("dialog", { name: "Move Olga to another license" });
  await dialog.getByLabel(t.to).selectOption(to.id);
  await dialog.getByRole("button", { name: "Move 1 person" }).click();
  await told(page, "1 person moved.");
  await holds(async () => assert.deepEqual([await held(from), await held(to)], [0, 1]));
}, { width: 360, touch: true });
