// The article "Your team management" of Kara Connect, step by step: add a member, who is pending; accept; edit what they
// may do; groups; services; and that a pending person can't be used. Then pausing and deleting a service.
// Not here: what the API refuses (tests/api/services.rs).
import assert from "node:assert/strict";
import { choose, row, told } from "../support/acts.mjs";
import { anonymous, en, gone, holds, house, linkOf, PASSWORD, says, sees } from "../support/browser.mjs";

const { scene, owner } = await house();
const t = en.services;

// covers: D1 D2 D3 D4 D6 D7 D8
scene("the Kara article, from the first member to a service", async ({ page, open }) => {
  // 1. Adding a team member: pending until they accept.
  await open("/people/invite");
  const dialog = page.getByRole("dialog");
  await dialog.locator("#invite-text").fill("Ylva Yard <ylva@x.example>");
  await page.keyboard.press("Enter");
  await dialog.getByRole("button", { name: "Invite 1" }).click();
  await told(page, "1 invitation is on its way.");
  await open("/people?q=ylva");
  await sees(row(page, "Ylva Yard").getByText(en.status.invited));

  // 3. and 4. Groups, and a service connected to one.
  await open("/teams/new");
  await page.getByRole("textbox", { name: en.basics.name }).fill("Counselors");
  await page.getByRole("button", { name: en.teams.create }).click();
  await told(page, "The team Counselors is there.");
  await open("/services/new");
  await page.getByRole("textbox", { name: en.basics.name }).fill("Advice hour");
  await page.getByRole("checkbox", { name: "Counselors" }).check();
  await page.getByRole("button", { name: t.create }).click();
  await told(page, "The service Advice hour is there.");
  await sees(page.getByRole("heading", { name: t.nobody }));

  // A group for the person, from their page, by the pencil.
  await open("/people?q=ylva");
  await page.locator("tbody th a").first().click();
  await sees(page.getByRole("link", { name: en.teams.change }));
  assert.equal(await page.getByRole("button", { name: en.person.change_role }).count(), 0, "no permissions to edit before acceptance");
  await page.getByRole("link", { name: en.teams.change }).click();
  await dialog.getByRole("checkbox", { name: "Counselors" }).check();
  await page.getByRole("button", { name: en.teams.save_teams }).click();
  await told(page, "were changed");
  await sees(page.getByRole("complementary").getByRole("link", { name: "Advice hour" }));

  // No session with somebody who is pending.
  await open("/services?q=advice hour");
  await page.locator("tbody th a").first().click();
  await sees(row(page, "Ylva Yard").getByText(en.status.invited));
  await page.getByRole("link", { name: t.appointment }).click();
  await dialog.getByRole("combobox", { name: t.who }).fill("ylva");
  await says(dialog.getByRole("option").first(), /not available before they accept/);
  await page.keyboard.press("Enter");
  assert.equal(await dialog.getByRole("button", { name: t.make }).getAttribute("aria-disabled"), "true");
  const [invitation] = (await owner.get("/api/v1/invitations?q=ylva")).items;
  const { items: [ylva] } = await owner.get("/api/v1/members?q=ylva");
  const { items: [service] } = await owner.get("/api/v1/services?q=advice%20hour");
  const body = { service: service.id, starts_at: "2030-01-02T09:00:00Z", minutes: 45, members: [ylva.id] };
  const refused = await owner.post("/api/v1/appointments", body);
  assert.deepEqual([refused.appointment, refused.results[0].code], [undefined, "member_pending"]);

  // Accepted: permissions can be edited, and a session be made.
  await anonymous(owner.usher).post(`${await linkOf(owner, invitation.id)}/accept`, { name: "Ylva Yard", password: PASSWORD });
  await open(`/people/${ylva.id}`);
  await page.getByRole("button", { name: en.person.change_role }).click();
  await page.getByRole("menuitemcheckbox", { name: en.roles.license_admin }).click();
  await page.getByRole("button", { name: en.rights.role_confirm }).click();
  await told(page, "Ylva Yard");
  await open(`/services/${service.id}/appointment`);
  await dialog.getByRole("combobox", { name: t.who }).fill("ylva");
  await sees(dialog.getByRole("option").first());
  await page.keyboard.press("Enter");
  await sees(dialog.getByRole("button", { name: /^Take out Ylva/ }));
  await dialog.getByRole("button", { name: t.make }).click();
  await told(page, "An appointment with 1 person is made.");
  await sees(page.getByRole("listitem").filter({ hasText: "45 minutes" }).getByRole("link", { name: "Ylva Yard" }));
});

// covers: D3 D8
scene("who was deactivated meanwhile stays out, and the others come", async ({ page, open }) => {
  const people = (await owner.get("/api/v1/members?status=active&role=standard&limit=3")).items;
  const { id } = await owner.post("/api/v1/services", { name: "Open evening" });
  await open(`/services/${id}/appointment`);
  const dialog = page.getByRole("dialog");
  for (const [n, person] of people.slice(0, 2).entries()) {
    await dialog.getByRole("combobox", { name: t.who }).fill(person.email);
    await says(dialog.getByRole("option").first(), new RegExp(person.email));
    await page.keyboard.press("Enter");
    await sees(dialog.getByRole("button", { name: /^Take out/ }).nth(n));
  }
  await owner.post(`/api/v1/members/${people[0].id}/disable`);
  await dialog.getByRole("button", { name: t.make }).click();
  await told(page, "1 person stays out: They are deactivated.");
  await page.locator("main .part li .dots, main .part li button").first().click();
  await page.getByRole("menuitem", { name: t.cancel_appointment }).click();
  await page.getByRole("dialog").getByRole("button", { name: t.cancel_appointment }).click();
  await told(page, "is canceled");
  await sees(page.locator("main .part li").getByText(en.status.canceled));
});

scene("a service is paused, offered again, renamed and deleted, on a phone too", async ({ page, open }) => {
  await owner.post("/api/v1/services", { name: "Short-lived" });
  await open("/services?q=short");
  await page.locator("tbody th a").first().click();
  await choose(page, "Short-lived", t.pause);
  await told(page, "is paused");
  await sees(page.locator("h1 ~ *, .lede").getByText(t.not_active));
  await page.getByRole("button", { name: en.basics.undo }).click();
  await gone(page.locator(".lede").getByText(t.not_active));
  await choose(page, "Short-lived", t.edit);
  await page.getByRole("textbox", { name: en.basics.name }).fill("device DESK");
  await page.getByRole("button", { name: t.save }).click();
  await sees(page.getByRole("alert").filter({ hasText: "There is a service device DESK already." }));
  await page.getByRole("textbox", { name: en.basics.name }).fill("Shorter-lived");
  await page.getByRole("button", { name: t.save }).click();
  await told(page, "The service Shorter-lived is saved.");
  await choose(page, "Shorter-lived", t.delete);
  await page.getByRole("dialog").getByRole("button", { name: t.delete }).click();
  await told(page, "The service Shorter-lived was deleted.");
  await holds(async () => assert.equal(await page.locator("tbody").getByText("Shorter-lived").count(), 0));
}, { width: 360, touch: true, refusals: [409] });
