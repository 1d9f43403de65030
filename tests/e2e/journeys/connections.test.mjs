// Meeting connections, as the vendor's article walks them: license first, then the provider; each state in words and
// shape; one by one, all that match, and by the person themselves.
// Not here: races for an account (tests/worker/connections.test.mjs), the rules (tests/api/connections).
import assert from "node:assert/strict";
import { choose, row, told } from "../support/acts.mjs";
import { en, focused, gone, holds, house, license, member, says, sees, setUp } from "../support/browser.mjs";

const { usher, scene } = await house({ demo: false });
const owner = await setUp(usher);

const address = (name) => `${name}@northwind.example`;
const state = (page, name, provider) => row(page, name).locator("td", { hasText: provider });
const step = (page, text) => page.getByRole("complementary").locator(".trail > li").filter({ hasText: text });

// covers: A6 A8 A9 A10 A11 A12 A13 A15 A16: from assigning a person to the green tick, step by step
scene("a person is licensed, then connected, and every step says what comes next", async ({ page, open }) => {
  const kaia = await license(owner, 5, "Orchestrate");
  await member(owner, address("wanda"), { name: "Wanda Wanted" });
  await member(owner, address("otto"), { name: "Otto Other" });

  // The license uses Zoom.
  await open(`/licenses/${kaia.id}/settings`);
  await page.getByRole("checkbox", { name: "Zoom" }).check();
  await told(page, "Orchestrate now connects to: Zoom.");

  // Assign: the second step is named, since nobody is connected.
  await open(`/licenses/${kaia.id}/assign`);
  const assign = page.getByRole("dialog");
  const people = assign.getByRole("combobox");
  for (const name of ["wanda", "otto"]) {
    await people.pressSequentially(name);
    await sees(assign.getByRole("option").filter({ hasText: new RegExp(name, "i") }));
    await people.press("Enter");
    await sees(assign.getByRole("button", { name: new RegExp(`^Take out ${name}`, "i") }));
  }
  await assign.getByRole("button", { name: "Assign 2 people" }).click();
  await told(page, "2 people were put on the license.");
  await sees(page.getByText("Second step: connect Zoom."));
  await sees(page.getByText("2 of 2 people are not connected."));
  await sees(row(page, "Wanda Wanted").getByText(en.status.not_connected));

  // The guide leads to the checklist; licenses before the app are warned about.
  await page.getByRole("link", { name: "Set up Zoom" }).click();
  await says(page.getByRole("heading", { level: 1 }), en.connections.title);
  await sees(page.getByText(/the Zoom app is not installed\. Install it first/));
  await sees(page.getByText("0 of 4 done"));

  // Nobody can be connected before there is an admin account.
  const edit = page.getByRole("dialog", { name: "Connect Wanda Wanted" });
  await page.getByRole("button", { name: "Zoom: Not connected. Edit Wanda Wanted" }).click();
  await sees(edit.getByText(en.connections.not_yet));
  await edit.getByRole("button", { name: en.basics.cancel }).click();
  await step(page, "Have an admin account").getByRole("button", { name: en.providers.done }).click();
  await told(page, "The set-up of Zoom was saved.");
  await step(page, "Install the Usher app").getByRole("button", { name: en.providers.is_installed }).click();
  await sees(page.getByText(/installed after licenses were given out/));
  await sees(page.getByText("2 of 4 done"));

  // Accounts, pasted as the provider's console lists them; a bad line spoils none.
  await step(page, "Add the accounts").getByRole("link", { name: en.providers.add }).click();
  const paste = page.getByRole("dialog", { name: en.accounts.paste });
  await paste.getByLabel(en.accounts.list).fill(
    `User id\tE-mail\tName\nz-1\t${address("wanda")}\tWanda W.\nz-2\t${address("someone")}\tSpare\n${"x".repeat(130)}\n`);
  await paste.getByRole("button", { name: "Add 3 accounts" }).click();
  await told(page, "2 done, 1 refused.");
  await sees(paste.getByText("An account’s id has at most 120 characters and no line breaks."));
  await paste.getByRole("button", { name: en.basics.close, exact: true }).last().click();
  await sees(row(page, "z-1").getByText("Zoom"));

  // Edit user: the account with the same address is chosen already; Connect.
  await open("/connections?state=not_connected");
  await page.getByRole("button", { name: "Zoom: Not connected. Edit Wanda Wanted" }).click();
  await sees(edit.getByRole("button", { name: "Take out z-1" }));
  await edit.getByRole("button", { name: en.connections.connect_act, exact: true }).click();
  await told(page, "Wanda Wanted is connected to z-1.");
  await gone(row(page, "Wanda Wanted"));
  assert.ok(page.url().includes("state=not_connected"), "the filter is in the address");

  // The other one, by searching in the drop-down.
  await page.getByRole("button", { name: "Zoom: Not connected. Edit Otto Other" }).click();
  const other = page.getByRole("dialog", { name: "Connect Otto Other" });
  const account = other.getByRole("combobox", { name: en.connections.account });
  await focused(account);
  await account.pressSequentially("spare");
  await sees(other.getByRole("option").filter({ hasText: "z-2" }));
  await account.press("Enter");
  await other.getByRole("button", { name: en.connections.connect_act, exact: true }).click();
  await told(page, "Otto Other is connected to z-2.");
  await page.getByRole("navigation", { name: en.connections.tabs }).getByRole("link", { name: /^Connected/ }).click();
  await sees(state(page, "Wanda Wanted", "Zoom").getByText(en.status.connected));
  await sees(page.getByText("4 of 4 done"));

  // A program reports it broken; it is loud here and on the license, and reconnected from the row's menu.
  const [{ providers }] = (await owner.get("/api/v1/connections?q=wanda")).items;
  await owner.post(`/api/v1/connections/${providers[0].connection.id}/broken`, { reason: "Zoom answered 401." });
  await open(`/licenses/${kaia.id}`);
  await sees(row(page, "Wanda Wanted").getByText(en.status.broken, { exact: true }));
  await choose(page, "Wanda Wanted", "Reconnect Zoom");
  await told(page, "Zoom works again for Wanda Wanted.");
  await sees(row(page, "Wanda Wanted").getByText(en.status.connected));
  await gone(page.getByText("Second step: connect Zoom."));

  // Removing the license names what it does, and leaves the connection.
  await choose(page, "Wanda Wanted", en.acts.unassign_act);
  const sure = page.getByRole("dialog");
  await sees(sure.getByText(/Wanda Wanted/).first());
  await sure.getByRole("button", { name: en.acts.unassign_act }).click();
  await gone(row(page, "Wanda Wanted"));
  await open("/connections?q=wanda");
  await sees(state(page, "Wanda Wanted", "Zoom").getByText(en.status.no_license));

  // Disconnect, and undo it.
  await choose(page, "Otto Other", "Disconnect Zoom").catch(async () => {
    await open("/connections?q=otto");
    await choose(page, "Otto Other", "Disconnect Zoom");
  });
  await told(page, "Otto Other is disconnected from Zoom. The seat stays.");
  await page.getByRole("button", { name: en.basics.undo }).click();
  await told(page, "Otto Other is connected to z-2.");

  // Whoever is deactivated keeps their account from others, until it is freed on the list of accounts.
  const [{ member: otto }] = (await owner.get("/api/v1/connections?q=otto")).items;
  await owner.post(`/api/v1/members/${otto}/disable`, {});
  await open("/connections/accounts?q=z-2");
  await sees(row(page, "z-2").getByText(en.status.disabled));
  await choose(page, "z-2", "Disconnect Zoom");
  await told(page, "Otto Other is disconnected from Zoom. The account is free.");
  await sees(row(page, "z-2").getByText(en.accounts.nobody));
}, { as: owner });

scene("of two providers that are ticked in one breath neither is lost, and a box whose answer is lost goes back", async ({ page, open }) => {
  const duo = await license(owner, 5, "Duo");
  await open(`/licenses/${duo.id}/settings`);
  const group = page.getByRole("group", { name: en.providers.of_license });
  const first = group.getByRole("checkbox").first();
  await sees(first);
  await group.evaluate((all) => [...all.querySelectorAll("input")].slice(0, 2).forEach((box) => box.click()));
  const used = async () => (await owner.get(`/api/v1/licenses/${duo.id}/providers`)).providers.length;
  await holds(async () => assert.equal(await used(), 2));
  assert.equal(await group.getByRole("checkbox", { checked: true }).count(), 2);
  await page.route("**/providers", (route) => (route.request().method() === "PUT" ? route.abort() : route.continue()));
  await first.click();
  await told(page, en.errors.unreachable_server);
  await holds(async () => assert.ok(await first.isChecked()));
}, { as: owner, refusals: ["ERR_FAILED"] });

// covers: A13: connecting all that match, with a preview that changes nothing
scene("everybody who matches is connected at once, after a preview", async ({ page, open }) => {
  const crowd = await license(owner, 9, "Crowd");
  await owner.put(`/api/v1/licenses/${crowd.id}/providers`, { providers: ["teams"] });
  const names = ["mia", "max", "mona"];
  for (const name of names) await member(owner, address(name), { name: `${name} match`, licenses: [crowd.id] });
  await owner.patch("/api/v1/providers/teams", { step: { step: "admin_account", done: true } });
  const accounts = ["mia", "max"].map((name) => ({ provider: "teams", account_id: `t-${name}`, email: address(name) }));
  await owner.post("/api/v1/external-accounts", { accounts });

  // Teams asks for the website first.
  await open("/connections/match?provider=teams");
  const dialog = page.getByRole("dialog", { name: en.connections.match_title });
  await sees(dialog.getByText(/enter your website’s address first/));
  await dialog.getByRole("button", { name: en.basics.cancel }).click();
  await open("/connections?setup=teams");
  const url = page.getByRole("textbox", { name: en.providers.url });
  await url.fill("not a site");
  await page.getByRole("button", { name: en.providers.save_url }).click();
  await holds(async () => assert.equal(await url.getAttribute("aria-invalid"), "true"));
  await url.fill("www.northwind.example");
  await page.getByRole("button", { name: en.providers.save_url }).click();
  await told(page, "The set-up of Microsoft Teams was saved.");
  await sees(step(page, en.providers.site_url).getByText("https://www.northwind.example"));

  await page.getByRole("complementary").getByRole("link", { name: "Connect 2 that match" }).click();
  await sees(dialog.getByText(en.connections.will_connect).nth(1));
  await sees(dialog.getByText(en.connections.no_account));
  assert.equal((await owner.get("/api/v1/connections?q=match&state=connected")).items.length, 0);
  await dialog.getByRole("button", { name: "Connect 2 people" }).click();
  await told(page, "2 people were connected.");
  await dialog.getByRole("button", { name: en.basics.done }).click();
  await sees(state(page, "mia match", "Microsoft Teams").getByText(en.status.connected));
  await sees(state(page, "mona match", "Microsoft Teams").getByText(en.status.not_connected));
}, { as: owner, refusals: [409] });

// covers: A14 A15: Webex is connected by the person; by address is a setting of theirs
scene("a person connects their own Webex account", async ({ page, open, meet }) => {
  const calls = await license(owner, 4, "Calls");
  await owner.put(`/api/v1/licenses/${calls.id}/providers`, { providers: ["webex"] });
  const will = await member(owner, address("will"), { name: "Will Webex", licenses: [calls.id] });
  await open(`/licenses/${calls.id}`);
  await sees(page.getByText("Each person connects themselves: ask them to open My account, Connections."));

  const his = await meet({ as: will });
  await his.open("/account");
  await his.page.getByRole("link", { name: en.my_connections.open }).click();
  await says(his.page.getByRole("heading", { level: 1 }), en.my_connections.title);
  await sees(his.page.getByText(en.status.not_connected));
  const account = his.page.getByRole("textbox", { name: "My Webex account" });
  await his.page.getByRole("button", { name: "Connect Webex" }).click();
  await holds(async () => assert.equal(await account.getAttribute("aria-invalid"), "true"));
  await account.fill("will@home.example");
  await his.page.getByRole("button", { name: "Connect Webex" }).click();
  await told(his.page, "You are connected to will@home.example.");
  await sees(his.page.getByText(en.status.connected, { exact: true }));
  await his.page.getByRole("checkbox", { name: en.my_connections.auto }).uncheck();
  await told(his.page, en.my_connections.auto_saved);

  await page.reload();
  await sees(row(page, "Will Webex").getByText(en.status.connected));
  await gone(page.getByText("Second step: connect Webex."));
  await his.page.getByRole("button", { name: "Disconnect Webex" }).click();
  await told(his.page, "You are disconnected from Webex. Your seat stays.");
  await sees(account);
  assert.equal((await usher.sql("SELECT count(*) AS n FROM external_accounts WHERE account_id = 'will@home.example'"))[0].n, 0);
}, { as: owner });
