// Subscriptions: the article about licensing walked step by step, from Administration to the seat and on to the
// connection; the groups of the rail; the account contact. Not here: the dialogs that assign and connect in every state
// (licenses.test.mjs, connections.test.mjs).
import assert from "node:assert/strict";
import { choose, row, told } from "../support/acts.mjs";
import { en, focused, gone, holds, house, license, member, says, sees } from "../support/browser.mjs";

const { usher, owner, scene } = await house();
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
  await page.getByRole("link", { name: en.subscriptions.view_of.replace("{license}", "Kaia Seats") }).click();
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

// covers: A7
scene("a package is made, told what it changes before it is saved, renamed, put on a license, and kept while it is used", async ({ page, open }) => {
  await license(owner, 3, "Talk Seats", { product: "Talk" });
  await license(owner, 3, "Notes Seats", { product: "Notes" });
  await open("/");
  await group(page, en.nav.organization).click();
  await railOf(page).getByRole("link", { name: en.nav.packages }).click();
  await says(page.getByRole("heading", { level: 1 }), en.packages.title);
  await page.getByRole("link", { name: en.packages.new }).first().click();
  const made = page.getByRole("dialog", { name: en.packages.new });
  await made.getByLabel(en.basics.name).fill("Orchestrate");
  // What is typed and not chosen does not send the form.
  await made.locator("#package-products").fill("No such product");
  await gone(made.getByRole("option"));
  await made.locator("#package-products").press("Enter");
  await made.locator("#package-products").fill("Talk");
  await made.getByRole("option", { name: "Talk" }).click();
  await made.getByRole("button", { name: en.packages.create }).click();
  await told(page, "Orchestrate was created.");
  const settings = (await owner.all("/api/v1/licenses?q=Talk"))[0];
  await member(owner, "tal@northwind.example", { name: "Tal Talker", licenses: [settings.id] });
  await open(`/licenses/${settings.id}/settings`);
  await page.getByLabel(en.packages.of).selectOption({ label: "Orchestrate" });
  await sees(page.getByText("It bundles Talk."));
  await page.getByRole("button", { name: en.license.save }).click();
  await told(page, "Talk Seats was saved.");
  await gone(page.locator(".savebar"));
  await open("/packages");
  await page.getByRole("link", { name: "Orchestrate", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Change Orchestrate" });
  await sees(dialog.getByText(en.packages.name_hint));
  await dialog.locator("#package-products").fill("Notes");
  await dialog.getByRole("option", { name: "Notes" }).click();
  await sees(dialog.getByText("Notes comes: 1 person may use it then."));
  await dialog.getByLabel(en.basics.name).fill("Amplify");
  await dialog.getByRole("button", { name: en.packages.save }).click();
  await told(page, "Amplify was saved.");
  await row(page, "Amplify").getByRole("button").last().click();
  const refused = page.getByRole("menuitem", { name: /Delete/ });
  assert.equal(await refused.getAttribute("aria-disabled"), "true");
  assert.match(await refused.innerText(), /1 license is of it/);
  await open(`/licenses/${settings.id}`);
  await sees(page.getByRole("main").getByText("Amplify"));
  await sees(row(page, "Tal Talker").getByText(en.status.accepted));
});

// covers: A3 B18
scene("a license that has ended is renewed; who comes back is told before, and the admin who is named", async ({ page, open }) => {
  const made = await license(owner, 2, "Ending Soon", { expires_at: new Date(Date.now() + 1500).toISOString() });
  await member(owner, "rena@northwind.example", { name: "Rena Returning", licenses: [made.id] });
  await new Promise((resolve) => setTimeout(resolve, 1500));
  await usher.triggerScheduled();
  await holds(async () => {
    const [{ status }] = await owner.all(`/api/v1/licenses/${made.id}/assignments`);
    assert.equal(status, "suspended");
  });
  await open(`/licenses/${made.id}`);
  await sees(page.getByText(/^Expired on /));
  await page.getByRole("link", { name: en.renewal.act }).click();
  const dialog = page.getByRole("dialog", { name: "Renew Ending Soon" });
  await sees(dialog.getByText("1 person has their seat again."));
  await dialog.getByLabel(en.renewal.admins).fill("boss@northwind.example");
  await sees(dialog.getByText("boss@northwind.example is invited as a license admin"));
  await dialog.getByLabel(en.basics.seats).fill("");
  await dialog.getByRole("button", { name: en.renewal.act }).click();
  await sees(dialog.locator("#renew-seats-error"));
  await dialog.getByLabel(en.basics.seats).fill("3");
  await dialog.getByRole("button", { name: en.renewal.act }).click();
  await told(page, "Ending Soon was renewed. 1 person has their seat again.");
  await sees(page.getByText(/^Active until /));
  await sees(row(page, "Rena Returning").getByText(en.status.accepted));
});

scene("changed settings of a license wait in a bar, are put back, and leaving asks", async ({ page, open }) => {
  const made = await license(owner, 5, "Held Back");
  const tab = (name) => page.getByRole("main").getByRole("link", { name, exact: true });
  await open(`/licenses/${made.id}`);
  await tab(en.license.tab_settings).click();
  const name = page.getByLabel(en.basics.name, { exact: true });
  await sees(name);
  await gone(page.locator(".savebar"));
  await name.fill("Another name");
  await sees(page.getByText(en.license.unsaved));
  await page.getByRole("link", { name: en.license.tab_ledger }).click();
  const question = page.getByRole("dialog", { name: en.license.leave_title });
  await question.getByRole("button", { name: en.basics.keep }).click();
  assert.equal(await name.inputValue(), "Another name");
  // Back and the palette ask too, and what is unsaved stays under its address.
  const settings = page.url();
  await page.evaluate(() => history.back());
  await sees(question);
  await holds(async () => assert.equal(page.url(), settings));
  await question.getByRole("button", { name: en.basics.keep }).click();
  await gone(question);
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox", { name: en.shell.go_or_do }).fill(en.nav.people);
  await page.keyboard.press("Enter");
  await question.getByRole("button", { name: en.basics.keep }).click();
  await gone(question);
  assert.equal(await name.inputValue(), "Another name");
  await page.getByRole("button", { name: en.license.discard }).click();
  assert.equal(await name.inputValue(), "Held Back");
  await gone(page.locator(".savebar"));
  await name.fill("Gone");
  await page.getByRole("link", { name: en.license.tab_ledger }).click();
  await question.getByRole("button", { name: en.license.leave }).click();
  await sees(page.getByRole("cell", { name: /\+?5/ }).first());
  await tab(en.license.tab_settings).click();
  await name.fill("Gone as well");
  await page.evaluate(() => history.back());
  await question.getByRole("button", { name: en.license.leave }).click();
  await page.waitForURL(`**/licenses/${made.id}/ledger`);
  await sees(page.getByRole("cell", { name: /\+?5/ }).first());
  assert.equal((await owner.get(`/api/v1/licenses/${made.id}`)).name, "Held Back");
});
