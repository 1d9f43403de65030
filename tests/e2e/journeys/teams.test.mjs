// Teams: made, filled, led, offered with an invitation, chosen for a person; and an organization that has none.
// Not here: what the API refuses (tests/api/teams.rs).
import assert from "node:assert/strict";
import { choose, row, told } from "../support/acts.mjs";
import { en, gone, holds, house, says, sees } from "../support/browser.mjs";

const { scene, owner } = await house();
const t = en.teams;

// covers: D6 D7 C4
scene("a team is made, gets people and a leader, and is a filter of People", async ({ page, open }) => {
  await open("/teams");
  await page.getByRole("link", { name: t.new }).click();
  await page.getByRole("textbox", { name: en.basics.name }).fill("arts");
  await page.getByRole("button", { name: t.create }).click();
  await sees(page.getByRole("alert").filter({ hasText: "There is a team arts already." }));
  await page.getByRole("textbox", { name: en.basics.name }).fill("Night shift");
  await page.getByRole("button", { name: t.create }).click();
  await told(page, "Night shift");
  await page.getByRole("main").getByRole("link", { name: t.add }).first().click();
  const who = page.getByRole("combobox", { name: t.find });
  for (const name of ["ingrid", "tomás"]) {
    await who.fill(name);
    await sees(page.getByRole("option").filter({ hasText: new RegExp(name, "i") }));
    await page.keyboard.press("Enter");
    await sees(page.getByRole("button", { name: new RegExp(`^Take out ${name}`, "i") }));
  }
  await page.getByRole("button", { name: "Add 2 people" }).click();
  await told(page, "2 people are in the team now.");
  const first = (await page.locator("tbody th a").first().innerText()).trim();
  await choose(page, first, t.make_leader);
  await told(page, `${first} leads the team now.`);
  await sees(row(page, first).getByText(t.leads, { exact: true }));
  await choose(page, first, t.take_out);
  await told(page, "is out of the team");
  await page.getByRole("button", { name: en.basics.undo }).click();
  await holds(async () => assert.equal(await page.locator("tbody tr").count(), 2));
  await open("/people");
  await page.getByRole("button", { name: en.basics.team, exact: true }).click();
  await page.getByRole("menuitemcheckbox", { name: "Night shift" }).click();
  await holds(async () => assert.equal(await page.locator("tbody tr").count(), 2));
}, { refusals: [409] });

// covers: C9
scene("an invitation offers teams to all, and to one row others", async ({ page, open }) => {
  await open("/people/invite");
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("combobox", { name: en.basics.teams }).fill("lib");
  await page.getByRole("option", { name: "Library" }).click();
  await dialog.locator("#invite-text").fill("Uma One <uma@x.example>, Udo Two <udo@x.example>");
  await page.keyboard.press("Enter");
  await sees(dialog.getByRole("button", { name: "Invite 2" }));
  await row(dialog, "Udo Two").getByRole("button", { name: "1 team" }).click();
  await page.getByRole("menuitemcheckbox", { name: "Science" }).click();
  await page.keyboard.press("Escape");
  await dialog.getByRole("button", { name: "Invite 2" }).click();
  await told(page, "2 invitations are on their way.");
  const { items } = await owner.get("/api/v1/members?q=x.example");
  const teams = Object.fromEntries(items.map(({ name, teams }) => [name, teams.map(({ name }) => name).sort()]));
  assert.deepEqual(teams, { "Uma One": ["Library"], "Udo Two": ["Library", "Science"] });
});

// covers: D7 D10
scene("a person's teams are chosen on their page, on a phone too", async ({ page, open }) => {
  await open("/people?q=ingrid&status=active");
  await page.locator("tbody th a").first().click();
  await page.getByRole("link", { name: t.change }).click();
  await page.getByRole("dialog").getByRole("checkbox", { name: "Library" }).check();
  await page.getByRole("button", { name: t.save_teams }).click();
  await told(page, "were changed");
  await sees(page.getByRole("complementary").getByRole("link", { name: "Library" }));
}, { width: 360, touch: true });

scene("a team is renamed and deleted, and its people stay", async ({ page, open }) => {
  const team = await owner.post("/api/v1/teams", { name: "Short-lived" });
  await open(`/teams/${team.id}`);
  await choose(page, "Short-lived", t.rename);
  await page.getByRole("textbox", { name: en.basics.name }).fill("Shorter-lived");
  await page.getByRole("button", { name: t.save }).click();
  await says(page.getByRole("heading", { level: 1 }), "Shorter-lived");
  await choose(page, "Shorter-lived", t.delete);
  await page.getByRole("dialog").getByRole("button", { name: t.delete }).click();
  await told(page, "The team Shorter-lived was deleted.");
  await gone(page.locator("tbody").getByText("Shorter-lived"));
});
