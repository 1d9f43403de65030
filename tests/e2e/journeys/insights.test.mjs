// Insights, My team and My performance, each as the role that the article names; coaching plans made by an agent and
// read by their leader; a chart saved as a file.
// Not here: who is refused what (tests/api/insights.rs).
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { choose, row, told } from "../support/acts.mjs";
import { en, holds, house, member, says, sees } from "../support/browser.mjs";

const { scene, owner } = await house();
const t = en.insights;

const agent = await member(owner, "ada@insights.example", { name: "Ada Agent", role: "agent" });
const leader = await member(owner, "lea@insights.example", { name: "Lea Leader", role: "team_leader" });
const user = await member(owner, "uli@insights.example", { name: "Uli User", role: "standard" });
const team = await owner.post("/api/v1/teams", { name: "Night desk" });
await owner.post(`/api/v1/teams/${team.id}/members`, { members: [agent.member] });
await owner.post(`/api/v1/teams/${team.id}/members`, { members: [leader.member], leader: true });
const ids = ["n-1", "n-2"].map((external_id) => ({ source: "voice", external_id, member: agent.member }));
await owner.post("/api/v1/external-ids", { ids });
const at = new Date().toISOString();
const measures = ids.map(({ source, external_id }, n) => ({ key: `k${n}`, source, external_id, metric: "tickets_closed", at, value: 4 + n }));
await owner.post("/api/v1/measures", { measures });

// covers: E5 E6
scene("an admin sees adoption and figures, and saves a chart; a user sees them and saves none", async ({ page, open, meet }) => {
  await open("/insights");
  await sees(page.getByRole("heading", { name: t.seats }));
  await sees(page.locator("svg.chart rect").first());
  await sees(page.getByRole("heading", { name: "Tickets closed" }));
  await page.getByText(t.figures).first().click();
  assert.equal(await page.locator("details[open] tbody tr").count(), 30);
  const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: t.save }).first().click()]);
  assert.match(readFileSync(await file.path(), "utf8"), /^day,seats,reserved,held\r\n20/);
  await page.getByRole("button", { name: t.period, exact: true }).click();
  await page.getByRole("menuitemcheckbox", { name: "last 7 days" }).click();
  await sees(page.getByText("last 7 days"));
  const other = await meet({ as: user });
  await other.open("/insights");
  await sees(other.page.getByRole("heading", { name: "Tickets closed" }));
  assert.equal(await other.page.getByRole("link", { name: t.save }).count(), 0);
  await other.open("/my-team");
  await says(other.page.getByRole("heading", { level: 1 }), en.gone.refused_title);
});

// covers: E2 E5
scene("Home shows adoption with its figures and files to an admin, and none to who may not see it", async ({ page, open, meet }) => {
  await open("/");
  const part = page.getByRole("region", { name: t.adoption });
  await sees(part.locator("svg.chart rect").first());
  assert.equal(await part.getByRole("heading", { level: 3 }).count(), 3);
  const figures = part.getByText(t.figures).first();
  await figures.focus();
  await page.keyboard.press("Enter");
  assert.equal(await part.locator("details[open] tbody tr").count(), 30);
  const [file] = await Promise.all([page.waitForEvent("download"), part.getByRole("link", { name: t.save }).nth(1).click()]);
  assert.match(readFileSync(await file.path(), "utf8"), /^status,invitations\r\n/);
  await part.getByRole("link", { name: t.all_insights }).click();
  await says(page.getByRole("heading", { level: 1 }), t.title);
  const other = await meet({ as: agent });
  await other.open("/");
  await sees(other.page.getByRole("heading", { level: 1 }));
  assert.equal(await other.page.getByRole("region", { name: t.adoption }).count(), 0);
});

// covers: E7 E8 E11
scene("an agent makes a coaching plan, and the leader of their team reads it", async ({ page, open, meet }) => {
  await open("/me/performance");
  await sees(page.getByRole("heading", { name: "Tickets closed" }));
  await sees(page.getByText("9 in all"));
  await page.getByRole("link", { name: t.new_plan }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: t.save_plan }).click();
  await sees(dialog.getByRole("alert"));
  await dialog.getByRole("textbox", { name: t.goal }).fill("Answer the first question first");
  await dialog.getByRole("textbox", { name: t.steps }).fill("Hear three calls\nWrite down what was asked");
  await dialog.getByRole("button", { name: t.save_plan }).click();
  await told(page, "The plan Answer the first question first is saved.");
  // Both in one breath: neither is lost.
  await sees(page.getByRole("checkbox", { name: "Hear three calls" }));
  await page.locator("ul.pointers").evaluate((all) => all.querySelectorAll("input").forEach((box) => box.click()));
  await holds(async () => {
    const { plans: [plan] } = await agent.get("/api/v1/me/performance");
    assert.deepEqual(plan?.steps.map(({ done }) => done), [true, true]);
  });
  const lead = await meet({ as: leader });
  await lead.open("/my-team");
  await sees(row(lead.page, "Ada Agent").getByText("Tickets closed"));
  await sees(row(lead.page, "Ada Agent").getByText("1 open"));
  await lead.page.getByRole("link", { name: "Ada Agent" }).click();
  await sees(lead.page.getByText("Answer the first question first"));
  assert.equal(await lead.page.getByRole("checkbox", { name: "Hear three calls" }).isChecked(), true);
  assert.equal(await lead.page.getByRole("checkbox", { name: "Hear three calls" }).isDisabled(), true);
  await choose(page, "Answer the first question first", t.is_reached);
  await sees(page.getByText(t.reached, { exact: true }));
  await choose(page, "Answer the first question first", t.delete);
  await dialog.getByRole("button", { name: t.delete }).click();
  await told(page, t.deleted);
}, { as: () => agent });
