// Staff seats in the console: roles take seats of a license, the count stands where roles are given, and too few seats
// are told with what to do. Not here: every way to a role (tests/api/staff_seats.rs).
import assert from "node:assert/strict";
import { told } from "../support/acts.mjs";
import { en, house, member, sees } from "../support/browser.mjs";

const { scene, owner } = await house();
const t = en.staff;

// covers: C14 C15 C19
scene("roles take seats of a staff license; without a seat nobody gets such a role", async ({ page, open }) => {
  for (const name of ["una", "duo", "tri"]) await member(owner, `${name}@desk.example`, { name: `Agent ${name}`, role: "agent" });
  const { items } = await owner.get("/api/v1/members?role=agent&status=active&limit=200");
  const desk = await owner.post("/api/v1/licenses", { name: "Service desk", type: "staff", seats: 1 });
  await open(`/licenses/${desk.id}/settings`);
  const part = page.getByRole("region", { name: t.title });
  await part.getByRole("checkbox", { name: en.roles.owner }).uncheck();
  await part.getByRole("checkbox", { name: en.roles.admin }).uncheck();
  await part.getByRole("button", { name: t.begin }).click();
  await sees(part.getByRole("alert").filter({ hasText: "Add" }));
  const missing = Number(/Add (\d+) to the license/.exec(await part.getByRole("alert").innerText())[1]);
  assert.ok(missing >= items.length - 1, "everybody who has the role needs a seat");
  await page.locator("#license-seats").fill(String(missing + 2));
  await page.getByRole("button", { name: en.license.save, exact: true }).click();
  await told(page, "Service desk");
  await part.getByRole("button", { name: t.begin }).click();
  await told(page, "Roles take seats of Service desk.");
  await open("/roles");
  await sees(page.getByText("1 of").filter({ hasText: "staff seats left" }));
  await sees(page.getByRole("row").filter({ hasText: t.takes }).first());
  const sam = await member(owner, "sam@desk.example", { name: "Sam Standard", role: "standard" });
  await open("/people/invite");
  const dialog = page.getByRole("dialog");
  await dialog.locator("#invite-role").selectOption("agent");
  await dialog.locator("#invite-text").fill("one@desk.example\ntwo@desk.example\n");
  await sees(dialog.getByText("staff seats are taken"));
  await sees(dialog.getByRole("meter", { name: "Service desk" }));
  await dialog.getByRole("button", { name: "Invite 1", exact: true }).click();
  await sees(dialog.getByText("staff seats are taken"));
  await dialog.getByRole("button", { name: en.basics.done }).click();
  assert.equal((await owner.call("PATCH", `/api/v1/members/${sam.member}`, { role: "agent" })).status, 409);
  await open(`/licenses/${desk.id}/settings`);
  await part.getByRole("button", { name: t.stop }).click();
  await told(page, t.stopped);
}, { refusals: [409, 422] });
