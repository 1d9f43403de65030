// Ids of people in other systems: given on a person's page, moved and swapped with both sides shown before and after,
// brought as a file. Not here: what the API refuses (tests/api/external_ids.rs).
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { choose, row, told } from "../support/acts.mjs";
import { en, holds, house, member, says, sees } from "../support/browser.mjs";

const { scene, owner } = await house();
const t = en.external_ids;

const ada = await member(owner, "ada@ids.example", { name: "Ada Idler", role: "agent" });
const ben = await member(owner, "ben@ids.example", { name: "Ben Idler", role: "agent" });
await owner.post("/api/v1/external-ids", { ids: [{ source: "chat", external_id: "ben.i", member: ben.member }] });

// covers: E11 E12
scene("an id is given, moved from whoever had it by mistake, swapped, and taken back", async ({ page, open }) => {
  await open(`/people/${ada.member}`);
  const part = page.getByRole("region", { name: t.title });
  await part.getByRole("textbox", { name: t.source }).fill("voice");
  await part.getByRole("textbox", { name: t.id, exact: true }).fill("a-17");
  await part.getByRole("button", { name: t.give }).click();
  await told(page, "Ada Idler has the id voice: a-17 now.");
  await sees(part.getByRole("listitem").filter({ hasText: "a-17" }));

  await open(`/people/${ben.member}`);
  await part.getByRole("textbox", { name: t.source }).fill("voice");
  await part.getByRole("textbox", { name: t.id, exact: true }).fill("a-17");
  await part.getByRole("button", { name: t.give }).click();
  const clash = page.getByRole("alert").filter({ hasText: "This id is Ada Idler’s." });
  await sees(clash.getByRole("link", { name: "Ada Idler" }));
  await clash.getByRole("button", { name: t.move_here }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("combobox", { name: t.exchange }).selectOption({ label: "chat: ben.i" });
  await sees(dialog.locator("section").filter({ hasText: "Ben Idler" }).getByText("voice: a-17"));
  await sees(dialog.locator("section").filter({ hasText: "Ada Idler" }).getByText("chat: ben.i"));
  await dialog.getByRole("button", { name: t.swap }).click();
  await told(page, "The id voice: a-17 has moved.");
  await sees(part.getByRole("listitem").filter({ hasText: "a-17" }));
  await page.getByRole("status").getByRole("button", { name: en.basics.undo }).click();
  await told(page, t.moved_back);
  await sees(part.getByRole("listitem").filter({ hasText: "ben.i" }));
  await part.getByRole("link", { name: t.history }).click();
  await sees(page.getByText("to Ada Idler").first());
});

// covers: E12
scene("ids are found by source, id and person; one moves with a preview that has to hold", async ({ page, open }) => {
  await open("/external-ids?q=ben.i");
  await choose(page, "chat: ben.i", t.move_or_swap);
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("combobox", { name: t.to_whom }).fill("Ada Idler");
  await dialog.getByRole("option", { name: "Ada Idler" }).click();
  await sees(dialog.getByText("+ chat: ben.i"));
  await owner.post("/api/v1/external-ids", { ids: [{ source: "payroll", external_id: "4711", member: ada.member }] });
  await dialog.getByRole("button", { name: t.move_it, exact: true }).click();
  await sees(dialog.getByRole("alert").filter({ hasText: "changed since you looked" }));
  await sees(dialog.getByText("payroll: 4711").first());
  await dialog.getByRole("button", { name: t.move_it, exact: true }).click();
  await told(page, "The id chat: ben.i has moved.");
  await sees(row(page, "ben.i").getByRole("link", { name: "Ada Idler" }));
  await choose(page, "chat: ben.i", t.take);
  await told(page, "Ada Idler no longer has the id chat: ben.i.");
  await page.getByRole("status").getByRole("button", { name: en.basics.undo }).click();
  await sees(row(page, "ben.i"));
}, { refusals: [412] });

scene("a file of ids is judged, given, and the same again changes nothing; on a phone too", async ({ page, open }) => {
  await open("/external-ids");
  await page.getByRole("link", { name: t.bring }).click();
  const dialog = page.getByRole("dialog");
  const file = ["Source;ID;E-Mail", "dialer;1;ada@ids.example", "dialer;2;ben@ids.example", "dialer;1;ben@ids.example", "dialer;3;nobody@ids.example", ";4;x"].join("\r\n");
  const choice = { name: "ids.csv", mimeType: "text/csv", buffer: Buffer.from(file) };
  await dialog.locator("input[type=file]").setInputFiles(choice);
  await sees(dialog.getByText("2 ids will be given."));
  await sees(dialog.getByText("3 rows are refused."));
  const [saved] = await Promise.all([page.waitForEvent("download"), dialog.getByRole("button", { name: t.download }).click()]);
  const text = readFileSync(await saved.path(), "utf8");
  assert.match(text, /dialer,3,nobody@ids\.example,5,There is no such member\./);
  await dialog.getByRole("button", { name: "Give 2 ids" }).click();
  await sees(dialog.getByText("2 ids were given."));
  await dialog.locator("input[type=file]").setInputFiles(choice);
  await sees(dialog.getByText("2 are there already."));
  await says(dialog.getByRole("button", { name: t.give_none }), t.give_none);
  await dialog.locator("footer").getByRole("button", { name: en.basics.close }).click();
  await holds(async () => assert.ok((await owner.get("/api/v1/external-ids?q=dialer")).items.length === 2));
}, { width: 360, touch: true });

// covers: E10
scene("whoever is invited as an agent gets their ids with the invitation; one that is taken is told in its row", async ({ page, open }) => {
  await open("/people/invite");
  const dialog = page.getByRole("dialog");
  await dialog.locator("#invite-text").fill("agent@ids.example\n");
  await sees(dialog.getByRole("row").nth(1));
  assert.equal(await dialog.getByRole("button", { name: "Add agent id of agent@ids.example" }).count(), 0, "other roles have none");
  await dialog.locator("#invite-role").selectOption("agent");
  await dialog.getByRole("button", { name: "Add agent id of agent@ids.example" }).click();
  await dialog.getByRole("textbox", { name: "Source of an id of agent@ids.example" }).fill("dialer");
  await dialog.getByRole("textbox", { name: "Id of agent@ids.example", exact: true }).fill("1");
  await sees(dialog.getByText("The id dialer: 1 is Ada Idler’s."));
  await dialog.getByRole("textbox", { name: "Id of agent@ids.example", exact: true }).fill("99");
  await sees(dialog.locator(".verdict").filter({ hasText: en.rows.will_invite }));
  await dialog.getByRole("button", { name: "Invite 1", exact: true }).click();
  await told(page, "1 invitation is on its way.");
  const { items } = await owner.get("/api/v1/external-ids?q=dialer%2099");
  assert.equal(items.length, 1);
  await open(`/people/${items[0].member.id}`);
  await sees(page.getByRole("region", { name: t.title }).getByText("99"));
});
