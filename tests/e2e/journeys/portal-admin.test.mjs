// The article about administering a portal's users, step by step: the numbers, an invitation with ids of an agent, the
// role of a team leader with teams, deactivating the active and canceling the invited, and who is no admin.
// Not here: insights and coaching (insights.test.mjs), ids that change hands (external-ids.test.mjs).
import assert from "node:assert/strict";
import { choose, row, told } from "../support/acts.mjs";
import { PASSWORD, anonymous, en, holds, house, linkOf, member, says, sees, signIn } from "../support/browser.mjs";

const { usher, scene, owner } = await house();
const standard = await member(owner, "sol@portal.example", { name: "Sol Standard" });
const team = await owner.post("/api/v1/teams", { name: "Evening shift" });

// covers: E1 E2 E2b E3 E4 E10 E11 E13 E14 E15 E16 E17
scene("users are invited with their ids, found, made leaders, and shut out", async ({ page, open, meet }) => {
  await open("/");
  const numbers = page.getByRole("region", { name: en.home.numbers });
  const count = async (word) => Number((await numbers.locator("dl").filter({ hasText: word }).getByRole("link").innerText()).replace(/\D/g, ""));
  const before = { invited: await count(en.home.invited), active: await count(en.home.active) };

  // Choosing agent asks for the agent's ids; several of one person are fine.
  await open("/people/invite");
  const dialog = page.getByRole("dialog");
  await dialog.locator("#invite-role").selectOption("agent");
  await dialog.locator("#invite-text").fill("Ada Dial <ada@portal.example>");
  await page.keyboard.press("Enter");
  const named = (text) => text.replace("{name}", "Ada Dial");
  for (const [at, [source, id]] of [["voice", "v-1"], ["chat", "c-1"]].entries()) {
    await dialog.getByRole("button", { name: named(en.invite.add_id_of) }).click();
    await dialog.getByRole("textbox", { name: named(en.invite.id_source_of) }).nth(at).fill(source);
    await dialog.getByRole("textbox", { name: named(en.invite.id_of), exact: true }).nth(at).fill(id);
  }
  await dialog.getByRole("button", { name: "Invite 1" }).click();
  await told(page, "1 invitation is on its way.");
  await open("/");
  await holds(async () => assert.deepEqual({ invited: await count(en.home.invited), active: await count(en.home.active) }, { ...before, invited: before.invited + 1 }));

  // Accepted: the ids are theirs.
  const { items: [invitation] } = await owner.get("/api/v1/invitations?q=ada@portal.example");
  await anonymous(usher).post(`${await linkOf(owner, invitation.id)}/accept`, { name: "Ada Dial", password: PASSWORD });
  await open("/people?q=v-1");
  await row(page, "Ada Dial").getByRole("link", { name: "Ada Dial" }).click();
  const ids = page.getByRole("region", { name: en.external_ids.title });
  for (const id of ["v-1", "c-1"]) await sees(ids.getByRole("listitem").filter({ hasText: id }));

  // Team leader, with the teams they lead.
  await page.getByRole("button", { name: en.person.change_role }).click();
  await page.getByRole("menuitemcheckbox", { name: en.roles.team_leader }).click();
  await dialog.getByRole("button", { name: en.rights.role_confirm }).click();
  await dialog.getByRole("checkbox", { name: "Evening shift" }).check();
  await dialog.getByRole("button", { name: en.teams.save_teams }).click();
  await told(page, "Ada Dial");
  const { items: [ada] } = await owner.get("/api/v1/members?q=ada@portal.example");
  await holds(async () => assert.equal((await owner.get(`/api/v1/members/${ada.id}`)).role, "team_leader"));
  const { leaders } = await owner.get(`/api/v1/teams/${team.id}`);
  assert.deepEqual(leaders.map(({ name }) => name), ["Ada Dial"]);

  // Two verbs: who is active is deactivated, who is invited has their invitation canceled; the list says what became of them.
  await open("/people?q=ada@portal.example");
  await choose(page, "Ada Dial", en.acts.deactivate);
  await told(page, "Ada Dial");
  await open("/people?status=disabled&q=portal.example");
  await sees(row(page, "Ada Dial").getByText(en.status.disabled));
  const back = await signIn(usher, "ada@portal.example").then(() => "in", () => "out");
  assert.equal(back, "out", "whoever is deactivated can't sign in");

  // Whoever is no admin is told whom to ask.
  const other = await meet({ as: standard });
  await other.open("/people/invite");
  await says(other.page.getByRole("heading", { level: 1 }), en.gone.refused_title);
});
