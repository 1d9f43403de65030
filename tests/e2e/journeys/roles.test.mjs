// Roles of one's own, and permissions beside a role: made, previewed, given, taken, and what the person sees then.
// Not here: what the API refuses (tests/api/roles.rs).
import assert from "node:assert/strict";
import { told } from "../support/acts.mjs";
import { en, gone, holds, house, member, says, sees } from "../support/browser.mjs";

const { scene, owner } = await house();
const t = en.rights;
const box = (page, permission) => page.getByRole("checkbox", { name: en.permissions[permission], exact: true });

// covers: C2 C16 E9
scene("a role is made, previewed, saved, and given to somebody", async ({ page, open }) => {
  await open("/roles");
  await sees(page.getByRole("link", { name: "Auditor" }));
  await page.getByRole("link", { name: t.new }).click();
  await page.getByRole("textbox", { name: en.basics.name }).fill("Admin");
  await page.getByRole("button", { name: t.create }).click();
  await sees(page.getByRole("alert").filter({ hasText: "built-in role" }));
  await page.getByRole("textbox", { name: en.basics.name }).fill("Host");
  await page.getByRole("button", { name: t.create }).click();
  await told(page, "The role Host is made.");
  await says(page.getByRole("heading", { level: 1 }), "Host");
  // By keys alone: down from the first box, tick with Space.
  await box(page, "read_members").focus();
  await page.keyboard.press("Space");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Space");
  assert.ok(await box(page, "read_sign_ins").isChecked());
  const bar = page.getByRole("region", { name: t.unsaved });
  await box(page, "read_insights").uncheck();
  const { read_members, read_sign_ins, read_insights } = en.permissions;
  await sees(bar.getByText(`gains: ${read_members}, ${read_sign_ins}; loses: ${read_insights}`));
  await sees(bar.getByText(t.nobody));
  await page.getByRole("button", { name: t.save }).click();
  await told(page, "The role Host is saved.");
  await gone(bar);
  const somebody = await member(owner, "host@x.example", { name: "Hilde Host" });
  await open(`/people/${somebody.member}`);
  await page.getByRole("button", { name: en.person.change_role }).click();
  await page.getByRole("menuitemcheckbox", { name: "Host" }).click();
  const ask = page.getByRole("dialog", { name: "Make Hilde Host Host?" });
  await sees(ask.getByText(new RegExp(`gains: .*${read_members}`)));
  await sees(ask.getByText(new RegExp(`loses: .*${read_insights}`)));
  await ask.getByRole("button", { name: t.role_confirm }).click();
  await told(page, "Hilde Host is Host now.");
}, { refusals: [409] });

// covers: D5 E16
scene("one permission is denied and one granted to a person beside their role", async ({ page, open }) => {
  const somebody = await member(owner, "bess@x.example", { name: "Bess Beside" });
  await owner.call("PATCH", `/api/v1/members/${somebody.member}`, { role: "collaborator" });
  await open(`/people/${somebody.member}`);
  await page.getByRole("link", { name: t.change }).click();
  const dialog = page.getByRole("dialog", { name: "Permissions of Bess Beside" });
  await dialog.getByRole("combobox", { name: en.permissions.read_events }).selectOption("grant");
  await dialog.getByRole("combobox", { name: en.permissions.read_members }).selectOption("deny");
  await dialog.getByRole("button", { name: t.save_rights }).click();
  await told(page, "What Bess Beside may do is changed.");
  const main = page.getByRole("main");
  await sees(main.getByRole("listitem").filter({ hasText: en.permissions.read_events }).getByText(t.granted));
  await sees(main.getByRole("listitem").filter({ hasText: en.permissions.read_members }).getByText(t.denied));
  const { effective } = await owner.get(`/api/v1/members/${somebody.member}/permissions`);
  assert.deepEqual(effective, ["events:read"]);
});

scene("who edits a role while somebody else does is told what they changed, and keeps their own choices", async ({ page, open }) => {
  const role = await owner.post("/api/v1/roles", { name: "Contested", based_on: "standard", permissions: ["members:read"] });
  await open(`/roles/${role.id}`);
  await box(page, "export").check();
  await owner.call("PATCH", `/api/v1/roles/${role.id}`, { permissions: ["members:read", "events:read"] });
  await page.getByRole("button", { name: t.save }).click();
  await sees(page.getByRole("alert").filter({ hasText: /gains: Read the audit log/ }));
  assert.ok(await box(page, "export").isChecked());
  await page.getByRole("button", { name: t.save }).click();
  await told(page, "The role Contested is saved.");
  const { permissions } = await owner.get(`/api/v1/roles/${role.id}`);
  assert.deepEqual(permissions, ["members:read", "export"]);
}, { refusals: [412] });

scene("a role that somebody has is deleted by naming another", async ({ page, open }) => {
  const role = await owner.post("/api/v1/roles", { name: "Passing", based_on: "standard" });
  const somebody = await member(owner, "pat@x.example", { name: "Pat Passing" });
  await owner.call("PATCH", `/api/v1/members/${somebody.member}`, { role: role.id });
  await open(`/roles/${role.id}`);
  await page.getByRole("button", { name: en.basics.actions_for.replace("{name}", "Passing") }).click();
  await page.getByRole("menuitem", { name: t.delete }).click();
  await page.getByRole("combobox", { name: t.replacement }).selectOption("agent");
  await page.getByRole("button", { name: t.delete }).click();
  await told(page, "The role Passing is deleted.");
  await holds(async () => assert.equal((await owner.get(`/api/v1/members/${somebody.member}`)).role, "agent"));
}, { width: 360, touch: true });
