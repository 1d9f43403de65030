// Licenses: created, shown with their seats in bar and words, given out by the combobox, taken back, changed, and the
// ledger that says why. Not here: inviting by list (main-job.test.mjs), races for seats (tests/worker).
import assert from "node:assert/strict";
import { choose, row, told } from "../support/acts.mjs";
import { en, focused, gone, holds, house, license, member, says, sees } from "../support/browser.mjs";

const { owner, scene } = await house();

const wordsOf = ({ held, reserved, free, total }) => `${held} held, ${reserved} reserved, ${free} free of ${total}`;

scene("a license is created; what is wrong is told at its field", async ({ page, open }) => {
  await open("/licenses");
  await page.getByRole("link", { name: en.licenses.new }).click();
  const dialog = page.getByRole("dialog", { name: en.licenses.new });
  const [name, seats] = [dialog.getByLabel(en.basics.name), dialog.getByLabel(en.basics.seats)];
  await seats.fill("");
  await dialog.getByRole("button", { name: en.licenses.create }).click();
  await holds(async () => {
    for (const field of [name, seats]) {
      assert.equal(await field.getAttribute("aria-invalid"), "true");
      const described = (await field.getAttribute("aria-describedby")).split(" ")[0];
      assert.ok((await dialog.locator(`#${described}`).innerText()).length > 0);
    }
  });
  await name.fill("Harbor Science");
  await seats.fill("12");
  await dialog.getByLabel(en.licenses.kind).selectOption({ label: en.types.teacher });
  // A press that shakes creates one license.
  await dialog.getByRole("button", { name: en.licenses.create }).evaluate((button) => (button.click(), button.click()));
  await told(page, "Harbor Science was created. Its seats are free.");
  await says(page.getByRole("heading", { level: 1 }), "Harbor Science");
  await sees(page.getByRole("heading", { name: "All 12 seats are free" }));
  await page.goBack();
  await sees(row(page, "Harbor Science"));
  assert.equal((await owner.all("/api/v1/licenses")).filter((it) => it.name === "Harbor Science").length, 1);
});

scene("a new license of which anything is typed or chosen is not thrown away by Escape alone", async ({ page, open }) => {
  await open("/licenses/new");
  const dialog = page.getByRole("dialog", { name: en.licenses.new });
  await dialog.getByLabel(en.licenses.kind).selectOption({ label: en.types.teacher });
  await page.keyboard.press("Escape");
  await sees(dialog.getByText(en.basics.leave_question));
  await dialog.getByRole("button", { name: en.basics.discard }).click();
  await gone(dialog);
});

// covers: A3
scene("the seat bars say in words what the API answers", async ({ page, open }) => {
  const licenses = await owner.all("/api/v1/licenses");
  await open("/licenses");
  for (const { name, seats } of licenses) {
    const over = seats.held + seats.reserved - seats.total;
    const words = over > 0 ? `${seats.held} held, ${seats.reserved} reserved, ${over} over the limit of ${seats.total}` : wordsOf(seats);
    const bar = page.getByRole("meter", { name, exact: true });
    await sees(bar);
    assert.equal(await bar.getAttribute("aria-valuetext"), words);
    assert.equal(await bar.getAttribute("aria-valuemax"), String(seats.total));
    await sees(row(page, name).getByText(words, { exact: true }));
  }
});

// covers: A4 A5
scene("people are assigned by the combobox, by the keys of the APG", async ({ page, open }) => {
  const made = await license(owner, 3, "Assigned");
  await member(owner, "wanda@northwind.example", { name: "Wanda Wanted" });
  await open(`/licenses/${made.id}`);
  const everybody = page.waitForResponse(/\/members\?limit=8$/);
  await page.getByRole("link", { name: en.license.assign }).first().click();
  const dialog = page.getByRole("dialog", { name: "Assign people to Assigned" });
  const input = dialog.getByRole("combobox", { name: en.assign.people });
  await focused(input);
  await (await everybody).finished();
  // Enter before the answer never takes somebody whom an older search found.
  await input.fill("early@northwind.example");
  await input.press("Enter");
  await sees(dialog.getByRole("button", { name: "Take out early@northwind.example" }));
  await input.press("Backspace");
  await gone(dialog.getByRole("button", { name: /^Take out/ }));
  await input.pressSequentially("wanda");
  const option = dialog.getByRole("option");
  await sees(option.filter({ hasText: "Wanda Wanted" }));
  assert.equal(await input.getAttribute("aria-expanded"), "true");
  assert.equal(await input.getAttribute("aria-controls"), await dialog.getByRole("listbox").getAttribute("id"));
  await focused(input);
  await input.press("Escape");
  await gone(option);
  await sees(dialog);
  assert.equal(await input.inputValue(), "wanda", "Escape closes the list alone");
  await input.press("ArrowDown");
  await sees(option);
  await input.press("Enter");
  await sees(dialog.getByRole("button", { name: "Take out Wanda Wanted" }));
  await input.pressSequentially("stranger@northwind.example");
  await sees(option.filter({ hasText: en.assign.stranger }));
  await input.press("Enter");
  await sees(dialog.getByText("2 of 3 free seats used"));
  await input.press("Backspace");
  await sees(dialog.getByText("1 of 3 free seats used"));
  await input.pressSequentially("stranger@northwind.example");
  await sees(option.filter({ hasText: en.assign.stranger }));
  await input.press("Enter");
  await dialog.getByRole("button", { name: "Assign 2 people" }).click();
  await told(page, "2 people were put on the license.");
  await sees(row(page, "Wanda Wanted"));
  await sees(row(page, "stranger@northwind.example").getByText(en.status.invited));
  await sees(page.getByText("1 held", { exact: true }));

  await page.getByRole("link", { name: en.license.assign }).first().click();
  await input.fill("wanda");
  const seated = option.filter({ hasText: en.assign.has_seat });
  await sees(seated);
  assert.equal(await seated.getAttribute("aria-disabled"), "true");
});

// covers: A5 C15
scene("more people than seats: who got none waits, the others have theirs", async ({ page, open }) => {
  const made = await license(owner, 1, "Narrow");
  await open(`/licenses/${made.id}/assign`);
  const dialog = page.getByRole("dialog");
  const input = dialog.getByRole("combobox");
  for (const name of ["one", "two"]) {
    await input.fill(`${name}@narrow.example`);
    await sees(dialog.getByRole("option").filter({ hasText: `${name}@narrow.example` }));
    await input.press("Enter");
    await sees(dialog.getByRole("button", { name: `Take out ${name}@narrow.example` }));
  }
  await dialog.getByRole("button", { name: "Assign 1, queue 1" }).click();
  await says(page.getByRole("main").locator("tbody tr").first(), /one@narrow\.example/);
  const { seats } = await owner.get(`/api/v1/licenses/${made.id}`);
  assert.deepEqual([seats.reserved, seats.waiting], [1, 1]);
});

// covers: B11
scene("who may invite nobody chooses among members, and is told why", async ({ page, open }) => {
  const made = await license(owner, 3, "Members only");
  await open(`/licenses/${made.id}/assign`);
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("combobox").fill("stranger@only.example");
  const option = dialog.getByRole("option").filter({ hasText: en.assign.members_only });
  await sees(option);
  assert.equal(await option.getAttribute("aria-disabled"), "true");
}, {
  as: async () => {
    const permissions = ["members:read", "licenses:read", "assignments:manage"];
    const role = await owner.post("/api/v1/roles", { name: "Seat giver", based_on: "standard", permissions });
    return member(owner, "giver@northwind.example", { role: role.id });
  },
});

// covers: A6
scene("a license is removed from a person after asking, and the seat is free", async ({ page, open }) => {
  const made = await license(owner, 5, "Removed from");
  await member(owner, "rita@northwind.example", { name: "Rita Removed", licenses: [made.id] });
  await open(`/licenses/${made.id}`);
  await choose(page, "Rita Removed", en.acts.unassign_act);
  const dialog = page.getByRole("dialog", { name: "Take Rita Removed off Removed from" });
  await sees(dialog.getByText("Access to Removed from ends with the next request. 1 seat is freed."));
  await dialog.getByRole("button", { name: en.acts.unassign_act }).click();
  await told(page, "Rita Removed is off Removed from. 1 seat is free again.");
  await sees(page.getByText("0 held", { exact: true }));
});

scene("the ledger keeps every change, and a seat answers why it is taken", async ({ page, open }) => {
  const made = await license(owner, 5, "Kept");
  await member(owner, "lena@northwind.example", { name: "Lena Ledger", licenses: [made.id] });
  await open(`/licenses/${made.id}`);
  await choose(page, "Lena Ledger", en.license.why_taken);
  const why = page.getByRole("dialog", { name: "Why Lena Ledger has a seat on Kept" });
  await says(why.getByRole("listitem").nth(0), /Invited, a seat was reserved.*Dana Whitfield/);
  await says(why.getByRole("listitem").nth(1), /Accepted, the seat is held.*Lena Ledger/);
  await why.getByRole("button", { name: en.basics.close }).last().click();
  await page.getByRole("link", { name: en.license.tab_ledger, exact: true }).click();
  await says(page.locator(".data tbody tr").nth(0), /Lena Ledger.*reserved −1, held \+1.*Accepted/);
  await says(page.locator(".data tbody tr").nth(1), /reserved \+1.*Invited/);
  await says(page.locator(".data tbody tr").nth(2), /The license.*seats \+5.*License created/);
  await page.reload();
  await says(page.locator(".data tbody tr").nth(2), /License created/);
});

scene("seats can't go under what is taken; the refusal names the number at its field", async ({ page, open }) => {
  const [full] = await owner.all("/api/v1/licenses?q=studio");
  await open(`/licenses/${full.id}/settings`);
  const seats = page.getByRole("spinbutton", { name: en.basics.seats });
  await seats.fill("10");
  await page.getByRole("button", { name: en.license.save }).click();
  const wrong = page.locator("#license-seats-error");
  await says(wrong, /\b24\b/);
  assert.ok((await seats.getAttribute("aria-describedby")).includes("license-seats-error"));
  await seats.fill("26");
  await page.getByRole("button", { name: en.license.save }).click();
  await told(page, "Studio Classroom was saved.");
  await says(page.getByText(/\d+ held, \d+ reserved, 2 free of 26/).first(), /of 26/);
});

scene("the people of a license are searched and filtered in the address", async ({ page, open }) => {
  const [lumen] = await owner.all("/api/v1/licenses?q=lumen");
  await open(`/licenses/${lumen.id}`);
  await page.getByRole("main").getByRole("link", { name: /reserved/ }).click();
  await page.waitForURL("**?status=invited");
  await holds(async () => {
    const shown = await page.locator("tbody tr td.standing").allInnerTexts();
    assert.ok(shown.length > 0 && shown.every((it) => it.trim() === en.status.invited), shown.join());
  });
  await page.reload();
  await holds(async () => assert.ok((await page.locator("tbody tr td.standing").count()) > 0));
  await page.getByRole("button", { name: en.basics.clear, exact: true }).click();
  await page.getByRole("searchbox").fill("nobodyhasthisname");
  await sees(page.getByRole("heading", { name: en.license.no_match }));
});

scene("a full license: two wait, one is taken off, and whoever is first has the seat by itself", async ({ page, open }) => {
  const made = await license(owner, 1, "Crowded");
  await member(owner, "holder@northwind.example", { name: "Hana Holder", licenses: [made.id] });
  await member(owner, "first@northwind.example", { name: "Fay First" });
  await open(`/licenses/${made.id}/assign`);
  const dialog = page.getByRole("dialog", { name: "Assign people to Crowded" });
  const input = dialog.getByRole("combobox", { name: en.assign.people });
  for (const text of ["Fay First", "second@northwind.example"]) {
    await input.fill(text);
    await sees(dialog.getByRole("option").filter({ hasText: text }));
    await input.press("Enter");
    await sees(dialog.getByRole("button", { name: `Take out ${text}` }));
  }
  await dialog.getByRole("button", { name: "Add 2 to the queue" }).click();
  await told(page, "2 people wait in the queue.");
  await page.getByRole("link", { name: "2 waiting" }).click();
  await sees(row(page, "Fay First").getByText("Waiting #1"));
  await sees(row(page, "second@northwind.example").getByText("Waiting #2"));
  await page.getByRole("button", { name: en.queue.state, exact: true }).click();
  await sees(page.getByRole("menuitemcheckbox", { name: en.queue.state_waiting, exact: true }));
  await page.keyboard.press("Escape");
  await choose(page, "second@northwind.example", en.queue.up);
  await sees(row(page, "second@northwind.example").getByText("Waiting #1"));
  await choose(page, "second@northwind.example", en.queue.down);
  await sees(row(page, "Fay First").getByText("Waiting #1"));

  await open(`/licenses/${made.id}`);
  await choose(page, "Hana Holder", en.acts.unassign_act);
  await page.getByRole("dialog").getByRole("button", { name: en.acts.unassign_act }).click();
  await sees(row(page, "Fay First").getByText(en.doors.queue));
  await sees(page.getByRole("link", { name: "1 waiting" }));
  await open("/people?q=second");
  await sees(row(page, "second@northwind.example").getByText("Waiting #1"));
});
