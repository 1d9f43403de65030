// Two records of one person become one: the other is chosen, both are looked at, which one stays is switched, and the page says
// what became of it. Not here: what the API moves and refuses (tests/api/merging.rs).
import assert from "node:assert/strict";
import { told } from "../support/acts.mjs";
import { en, focused, house, member, sees } from "../support/browser.mjs";

const { scene, owner } = await house();
const t = en.merge;

const side = (dialog, what) => dialog.locator("section").filter({ has: dialog.page().getByRole("heading", { name: new RegExp(`^${what}:`) }) });
const confirm = (dialog, email) => dialog.getByRole("button", { name: t.confirm.replace("{email}", email) });

// covers: E12
scene("a second record is merged into the first, with its seat, its team and its id", async ({ page, open }) => {
  const license = await owner.post("/api/v1/licenses", { name: "Atelier", type: "school", seats: 1 });
  const team = await owner.post("/api/v1/teams", { name: "Harbor" });
  const work = await member(owner, "mia@work.example", { name: "Mia Harbor", role: "agent" });
  const home = await member(owner, "mia@home.example", { name: "Mia Harbor", licenses: [license.id] });
  const zoe = await member(owner, "zoe@work.example", { name: "Zoe Waits" });
  await owner.post(`/api/v1/licenses/${license.id}/assignments`, { assignments: [{ member: zoe.member }], when_full: "queue" });
  await owner.post(`/api/v1/teams/${team.id}/members`, { members: [home.member], leader: true });
  await owner.post("/api/v1/external-ids", { ids: [{ source: "voice", external_id: "m-1", member: home.member }] });

  await open(`/people/${work.member}`);
  await page.getByRole("button", { name: en.basics.actions_for.replace("{name}", "Mia Harbor") }).click();
  await page.getByRole("menuitem", { name: t.act }).click();
  const dialog = page.getByRole("dialog");
  // Who is called alike is proposed without a letter typed.
  await dialog.getByRole("combobox", { name: t.other }).click();
  await dialog.getByRole("option").filter({ hasText: "mia@home.example" }).click();
  await focused(dialog.getByRole("button", { name: t.another }));
  await sees(side(dialog, t.ends).getByText("mia@home.example").first());
  await sees(side(dialog, t.stays).getByRole("listitem").filter({ hasText: "Seat on Atelier, held" }).getByText(t.comes));
  await sees(side(dialog, t.stays).getByRole("listitem").filter({ hasText: "Team Harbor, as leader" }));
  await sees(side(dialog, t.ends).getByRole("listitem").filter({ hasText: "Id voice: m-1" }).getByText(t.goes));
  await sees(side(dialog, t.ends).getByText(t.own_account));
  await dialog.getByRole("button", { name: t.switch }).click();
  await sees(side(dialog, t.ends).getByText("mia@work.example").first());
  await dialog.getByRole("button", { name: t.switch }).click();
  await sees(side(dialog, t.ends).getByText("mia@home.example").first());

  // What changed since is looked at again.
  await owner.post("/api/v1/external-ids", { ids: [{ source: "chat", external_id: "mia", member: home.member }] });
  await confirm(dialog, "mia@home.example").click();
  await sees(dialog.getByRole("alert").filter({ hasText: "changed since you looked" }));
  await sees(side(dialog, t.stays).getByRole("listitem").filter({ hasText: "Id chat: mia" }));
  await confirm(dialog, "mia@home.example").click();
  await told(page, "Mia Harbor is one record now. mia@home.example has ended");
  await sees(page.getByText("merged the record").first());
  await sees(page.locator("dl.facts").getByRole("link", { name: "Harbor" }));
  const { seats } = await owner.get(`/api/v1/licenses/${license.id}`);
  assert.deepEqual([seats.held, seats.waiting], [1, 1], "Zoe waits as before");
  await page.locator("dl.facts dd").last().getByRole("link", { name: "Mia Harbor" }).click();
  await sees(page.getByText("This record was merged into"));
  await page.locator(".note").getByRole("link", { name: "Mia Harbor" }).click();
  await sees(page.getByRole("region", { name: en.external_ids.title }).getByText("m-1"));
}, { refusals: [412] });

scene("the active record is the one to keep, which is a press away; on a phone too", async ({ page, open }) => {
  const active = await member(owner, "bo@work.example", { name: "Bo Twice" });
  await owner.post("/api/v1/invitations", { invitations: [{ email: "bo@home.example", name: "Bo Twice" }] });
  const { items } = await owner.get("/api/v1/members?q=bo%40home.example");
  await open(`/people/${items[0].id}/merge?with=${active.member}`);
  const dialog = page.getByRole("dialog");
  await sees(dialog.getByRole("alert").filter({ hasText: "is the one that is active" }));
  await dialog.getByRole("button", { name: t.switch }).click();
  await sees(side(dialog, t.ends).getByText("bo@home.example").first());
  await sees(side(dialog, t.ends).getByRole("listitem").filter({ hasText: t.invitation }).getByText(t.lost));
  await confirm(dialog, "bo@home.example").click();
  await told(page, "bo@home.example has ended");
}, { width: 360, touch: true, refusals: [409] });
