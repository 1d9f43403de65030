// Fields that an admin adds to people: made, filled on a person's page, filled by the person, changed and deleted.
// Not here: what the API refuses (tests/api/custom_fields.rs).
import assert from "node:assert/strict";
import { choose, row, told } from "../support/acts.mjs";
import { en, holds, house, member, sees } from "../support/browser.mjs";

const { scene, owner } = await house();
const t = en.fields;

// covers: C6
scene("a field is made, filled with its proper input, judged before it is sent, and deleted with its values", async ({ page, open }) => {
  await open("/settings/fields");
  await sees(page.getByRole("heading", { name: t.none }));
  await page.getByRole("link", { name: t.new }).first().click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: en.basics.name }).fill("Site");
  await dialog.getByRole("combobox", { name: t.kind }).selectOption("choice");
  await dialog.getByRole("button", { name: t.create }).click();
  await sees(dialog.getByRole("alert").filter({ hasText: "Name at least one choice." }));
  await dialog.getByRole("textbox", { name: t.choices }).fill("Oslo\nWien\n");
  await dialog.getByRole("checkbox", { name: t.filled }).check();
  assert.ok(await dialog.getByRole("checkbox", { name: t.visible, exact: false }).first().isChecked(), "whoever fills a field sees it");
  await dialog.getByRole("checkbox", { name: t.required }).check();
  await dialog.getByRole("button", { name: t.create }).click();
  await told(page, "The field Site is there.");
  await owner.post("/api/v1/custom-fields", { name: "Staff number", kind: "number" });
  await owner.post("/api/v1/custom-fields", { name: "Records", kind: "link" });

  const person = (await owner.get("/api/v1/members?status=active&role=standard")).items[0];
  await open(`/people/${person.id}`);
  await page.getByRole("link", { name: t.change, exact: true }).click();
  await dialog.getByRole("spinbutton", { name: "Staff number" }).fill("4711");
  await dialog.getByRole("textbox", { name: "Records" }).fill("javascript:alert(1)");
  await dialog.getByRole("button", { name: t.save }).click();
  await sees(dialog.getByRole("alert").filter({ hasText: "A link begins with https://" }));
  await sees(dialog.getByRole("alert").filter({ hasText: "Site can’t be left out." }));
  await dialog.getByRole("textbox", { name: "Records" }).fill("https://records.example/4711");
  await dialog.getByRole("combobox", { name: "Site" }).selectOption("Wien");
  await dialog.getByRole("button", { name: t.save }).click();
  await told(page, "are saved.");
  const main = page.getByRole("main");
  await sees(main.getByRole("definition").filter({ hasText: "4,711" }));
  assert.equal(await main.getByRole("link", { name: "https://records.example/4711" }).getAttribute("rel"), "noopener noreferrer nofollow");

  await open("/settings/fields");
  await sees(row(page, "Site").getByText("1 person"));
  await page.getByRole("link", { name: "Site" }).click();
  await dialog.getByRole("textbox", { name: en.basics.name }).fill("Place of work");
  await dialog.getByRole("textbox", { name: t.choices }).fill("Oslo\nBerlin");
  await dialog.getByRole("button", { name: t.save }).click();
  await told(page, "The field Place of work is saved.");
  await open(`/people/${person.id}`);
  await sees(main.getByRole("definition").filter({ hasText: "Wien" }));
  await page.getByRole("link", { name: t.change, exact: true }).click();
  await dialog.getByRole("spinbutton", { name: "Staff number" }).fill("12");
  await dialog.getByRole("button", { name: t.save }).click();
  await told(page, "are saved.");

  await open("/settings/fields");
  await choose(page, "Place of work", t.delete);
  await sees(dialog.getByText("The value of 1 person is deleted with it."));
  await dialog.getByRole("button", { name: t.delete }).click();
  await told(page, "The field Place of work was deleted.");
  await holds(async () => assert.equal(await page.locator("tbody tr").count(), 2));
});

let pat;

// covers: C6
scene("a person fills what is theirs to fill and sees no more than is meant for them", async ({ page, open }) => {
  await open("/account/profile");
  await sees(page.getByText("12.014"));
  assert.equal(await page.getByText("Salary band").count(), 0);
  const desk = page.getByRole("textbox", { name: "Desk" });
  await desk.fill("By the window");
  await page.locator("main form").filter({ has: desk }).getByRole("button").click();
  await told(page, t.own_changed);
  const mine = await pat.get("/api/v1/me/fields");
  assert.ok(mine.fields.some(({ name, value }) => name === "Desk" && value === "By the window"));
}, {
  async as() {
    const fields = [];
    for (const field of [{ name: "Desk", kind: "text", visible_to_person: true, edited_by_person: true }, { name: "Room", kind: "text", visible_to_person: true }, { name: "Salary band", kind: "text" }]) {
      fields.push(await owner.post("/api/v1/custom-fields", field));
    }
    pat = await member(owner, "pat@northwind.example", { name: "Pat Filler", role: "standard" });
    await owner.patch(`/api/v1/members/${pat.member}/fields`, { values: { [fields[1].id]: "12.014", [fields[2].id]: "B" } });
    return pat;
  },
});

// covers: C6, E15
scene("people are found by what a field holds, the list says by what, and an admin can turn that off", async ({ page, open }) => {
  const license = await owner.post("/api/v1/licenses", { name: "Lockers", type: "school", seats: 3 });
  await open("/settings/fields/new");
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: en.basics.name }).fill("Locker");
  const finds = dialog.getByRole("checkbox", { name: t.searchable });
  assert.ok(await finds.isChecked());
  await dialog.getByRole("combobox", { name: t.kind }).selectOption("yes_no");
  await holds(async () => assert.equal(await finds.count(), 0, "nobody is found by yes or no"));
  await dialog.getByRole("combobox", { name: t.kind }).selectOption("text");
  await dialog.getByRole("button", { name: t.create }).click();
  await told(page, "The field Locker is there.");
  const field = (await owner.get("/api/v1/custom-fields")).items.find(({ name }) => name === "Locker");
  const lee = await member(owner, "lee@northwind.example", { name: "Lee Locked", role: "standard" });
  await owner.patch(`/api/v1/members/${lee.member}/fields`, { values: { [field.id]: "Wing 12B" } });

  await open("/people");
  await page.getByRole("searchbox", { name: en.people.search }).fill("12b");
  await sees(row(page, "Lee Locked").getByText("Found by Locker: Wing 12B"));
  await page.getByRole("searchbox", { name: en.people.search }).fill("lee@");
  await sees(row(page, "Lee Locked").getByText("lee@northwind.example"));
  await holds(async () => assert.equal(await page.getByText("Found by").count(), 0));
  await open(`/licenses/${license.id}/assign`);
  await dialog.getByRole("combobox", { name: en.assign.people }).fill("wing 12");
  await sees(page.getByRole("option", { name: "Lee Locked" }).filter({ hasText: "Locker: Wing 12B · lee@northwind.example" }));

  await open(`/settings/fields/${field.id}`);
  await finds.uncheck();
  await dialog.getByRole("button", { name: t.save }).click();
  await told(page, "The field Locker is saved.");
  await sees(row(page, "Locker").getByText(t.not_searchable));
  await open("/people?q=12b");
  await sees(page.getByRole("heading", { name: "Nobody matches “12b”" }));
});
