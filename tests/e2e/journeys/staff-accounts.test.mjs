// The article about accounts of staff, step by step: teams, several new members at once with their roles and teams, an
// address that somebody has, acceptance by mail, the directory, disabling and enabling; and a customer's first contact.
// Not here: the photo and the fields of a profile (profile.test.mjs, fields.test.mjs), staff seats (staff-seats.test.mjs).
import assert from "node:assert/strict";
import { choose, row, told } from "../support/acts.mjs";
import { PASSWORD, anonymous, en, gone, holds, house, linkOf, member, says, sees } from "../support/browser.mjs";

const { usher, scene, owner } = await house();
const desk = await owner.post("/api/v1/teams", { name: "First line" });
await member(owner, "tess@desk.example", { name: "Tess Taken" });

// covers: C1 C2 C4 C8 C8b C9 C10 C11 C12 C13 C17
scene("staff are added several at once, accept, are found in the directory, disabled and enabled", async ({ page, open }) => {
  // Invite team members: name, address, role, teams; another row; one save.
  await open("/people");
  await page.getByRole("main").getByRole("link", { name: en.invite.title }).first().click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("combobox", { name: en.basics.teams }).fill("first");
  await page.getByRole("option", { name: "First line" }).click();
  await dialog.locator("#invite-text").fill("Abe Agent <abe@desk.example>, Cora Collab <cora@desk.example>, Tess Twice <tess@desk.example>");
  await page.keyboard.press("Enter");
  const roleOf = (name) => dialog.getByRole("combobox", { name: en.invite.role_of.replace("{name}", name) });
  await roleOf("Abe Agent").selectOption("agent");
  await roleOf("Cora Collab").selectOption("collaborator");
  // The address of the third is somebody's, who is named and linked.
  await sees(dialog.getByRole("link", { name: "Tess Taken" }));
  await dialog.getByRole("button", { name: "Take out Tess Twice", exact: true }).click();
  await dialog.getByRole("button", { name: "Invite 2" }).click();
  await told(page, "2 invitations are on their way.");

  // Not usable until they accept; the mail leads to a password of their own.
  await open("/people?status=pending&q=desk.example");
  await sees(row(page, "Abe Agent").getByText(en.status.invited));
  const { items } = await owner.get("/api/v1/invitations?q=abe@desk.example");
  await anonymous(usher).post(`${await linkOf(owner, items[0].id)}/accept`, { name: "Abe Agent", password: PASSWORD });
  await open("/people?status=active&q=desk.example");
  await sees(row(page, "Abe Agent").getByText("First line"));

  // Open, by the row; then disable and enable from the page's toolbar.
  await row(page, "Abe Agent").hover();
  await row(page, "Abe Agent").getByText(en.people.open, { exact: true }).click();
  await says(page.getByRole("heading", { level: 1 }), "Abe Agent");
  await choose(page, "Abe Agent", en.acts.deactivate);
  await sees(page.getByRole("button", { name: en.acts.enable }));
  await open("/people?status=disabled&q=desk.example");
  await row(page, "Abe Agent").getByRole("link", { name: "Abe Agent" }).click();
  await page.getByRole("button", { name: en.acts.enable }).click();
  await gone(page.getByRole("button", { name: en.acts.enable }));
  const { items: [abe] } = await owner.get("/api/v1/members?q=abe@desk.example");
  assert.deepEqual([abe.status, abe.role, abe.teams.map(({ name }) => name)], ["active", "agent", [desk.name]]);

  // A customer comes by themselves on first contact, and is found by their role.
  await owner.post("/api/v1/contacts", { email: "kim@customer.example", name: "Kim Customer" });
  await open("/people?role=customer");
  await sees(row(page, "Kim Customer"));
  await holds(async () => assert.equal(await row(page, "Abe Agent").count(), 0));
});

// Whoever sees people and nothing else has a Home without gaps: the numbers, and their own licenses.
scene("the Home of a collaborator shows people in numbers and their own licenses", async ({ meet }) => {
  const cleo = await member(owner, "cleo@desk.example", { name: "Cleo Collab" });
  await owner.call("PATCH", `/api/v1/members/${cleo.member}`, { role: "collaborator" });
  const hers = await meet({ as: cleo });
  await hers.open("/");
  await sees(hers.page.getByRole("link", { name: /^\d+$/ }).first());
  await sees(hers.page.getByText(en.own.no_license));
  await gone(hers.page.getByRole("heading", { name: en.home.to_do, exact: true }));
});
