// Subscriptions: the article about licensing walked step by step, from Administration to the seat and on to the
// connection; the groups of the rail; the account contact. Not here: the dialogs that assign and connect in every state
// (licenses.test.mjs, connections.test.mjs).
import assert from "node:assert/strict";
import { choose, row, told } from "../support/acts.mjs";
import { en, focused, gone, holds, house, license, member, says, sees } from "../support/browser.mjs";

const { owner, scene } = await house();
const railOf = (page) => page.getByRole("navigation", { name: en.shell.main_navigation });
const group = (page, name) => railOf(page).locator("summary").filter({ hasText: name });

// covers: A1 A2 A3 A4 A5 A6 A9 A16 B16
scene("the licensing article: Administration, Organization, Subscriptions, View licenses, Assign, then connect", async ({ page, open }) => {
  await member(owner, "kai.outreach@northwind.example", { name: "Kai Outreach" });
  const made = await license(owner, 4, "Kaia Seats", { product: "Kaia" });
  await open("/");
  await sees(railOf(page).getByText(en.nav.administration));
  await group(page, en.nav.organization).click();
  await railOf(page).getByRole("link", { name: en.nav.subscriptions }).click();
  await says(page.getByRole("heading", { level: 1 }), en.subscriptions.title);
  await sees(page.getByRole("columnheader", { name: /^Kaia/ }));
  await page.getByRole("link", { name: "View licenses of Kaia Seats" }).click();
  await says(page.getByRole("heading", { level: 1 }), "Kaia Seats");
  await page.getByRole("link", { name: en.license.assign }).first().click();
  const dialog = page.getByRole("dialog", { name: "Assign people to Kaia Seats" });
  const input = dialog.getByRole("combobox", { name: en.assign.people });
  await input.pressSequentially("kai out");
  await dialog.getByRole("option", { name: /Kai Outreach/ }).click();
  await dialog.getByRole("button", { name: "Assign 1 person" }).click();
  await gone(dialog);
  await sees(row(page, "Kai Outreach").getByText(en.status.accepted));
  // The vertical dots: reconnect where the license uses a provider, and remove.
  await row(page, "Kai Outreach").getByRole("button").last().click();
  await sees(page.getByRole("menuitem", { name: en.acts.unassign_act }));
  await page.keyboard.press("Escape");
  await railOf(page).getByRole("link", { name: en.nav.connections }).click();
  await says(page.getByRole("heading", { level: 1 }), en.connections.title);
});

// covers: A2
scene("the groups of the rail open by keyboard and stay as they were left", async ({ page, open }) => {
  await open("/");
  const [organization, settings] = [group(page, en.nav.organization), group(page, en.nav.settings)];
  const domains = railOf(page).getByRole("link", { name: en.nav.domains });
  await gone(domains);
  await settings.focus();
  await page.keyboard.press("Enter");
  await sees(domains);
  await page.keyboard.press("Tab");
  await focused(domains);
  await open("/people");
  await sees(domains);
  await gone(railOf(page).getByRole("link", { name: en.nav.subscriptions }));
  await settings.press("Space");
  await gone(domains);
  await open("/subscriptions");
  await sees(railOf(page).getByRole("link", { name: en.nav.subscriptions }));
  assert.equal(await railOf(page).locator("[aria-current=page]").innerText(), en.nav.subscriptions);
  await organization.click();
  await gone(railOf(page).getByRole("link", { name: en.nav.subscriptions }));
});

// covers: A17 C18
scene("the account contact is named, changed, and told to whoever finds a license full", async ({ page, open }) => {
  const full = await license(owner, 1, "Full House");
  await owner.post(`/api/v1/licenses/${full.id}/assignments`, { assignments: [{ email: "first@northwind.example" }] });
  await open("/subscriptions");
  await page.getByRole("link", { name: en.contact.edit }).click();
  const dialog = page.getByRole("dialog", { name: en.contact.title });
  await dialog.getByLabel(en.basics.email).fill("not an address");
  await dialog.getByRole("button", { name: en.contact.save }).click();
  await sees(dialog.locator("#contact-email-error"));
  await dialog.getByLabel(en.basics.name, { exact: true }).fill("Noor Haddad");
  await dialog.getByLabel(en.basics.email).fill("noor@vendor.example");
  await dialog.getByRole("button", { name: en.contact.save }).click();
  await told(page, "Noor Haddad is the account contact.");
  await sees(page.getByRole("main").getByRole("link", { name: "noor@vendor.example" }));
  await open(`/licenses/${full.id}/assign`);
  await sees(page.getByRole("dialog").getByRole("link", { name: "noor@vendor.example" }));
  await open("/people/invite");
  const invite = page.getByRole("dialog");
  await invite.locator("textarea").fill("second@northwind.example\n");
  await invite.locator("#invite-licenses").fill("Full House");
  await sees(invite.getByRole("option", { name: /Full House/ }));
  await invite.locator("#invite-licenses").press("Enter");
  await holds(async () => assert.match(await invite.innerText(), /seat is taken/));
});
