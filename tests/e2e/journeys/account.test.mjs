// What is one's own: API tokens and their secret, language, theme, password, sessions, signing out.
// Not here: what a token may do (tests/api), signing in by invitation (invitations.test.mjs).
import assert from "node:assert/strict";
import { title, told } from "../support/acts.mjs";
import { PASSWORD, anonymous, codeIn, en, gone, holds, house, mails, member, says, sees, signIn, words } from "../support/browser.mjs";

const { usher, owner, scene } = await house();

const somebody = (name) => () => member(owner, `${name}@northwind.example`, { name: `${name} Own`, role: "admin" });

async function signInAs(page, email, password) {
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

// INTERFACE 3.21
scene("a token's secret is shown once; the dialog closes only by saying that it is saved", async ({ page, open }) => {
  await open("/developers/tokens");
  await page.getByRole("link", { name: en.tokens.new }).first().click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: en.basics.name }).fill("Course platform");
  await dialog.getByRole("button", { name: en.tokens.create }).click();
  await sees(dialog.getByText(en.tokens.no_scope));
  await dialog.getByRole("checkbox", { name: /^See people/ }).check();
  await dialog.getByRole("button", { name: en.tokens.create }).click();
  const secret = dialog.getByLabel(en.tokens.secret);
  await sees(secret);
  await dialog.getByRole("button", { name: en.basics.copy, exact: true }).click();
  const value = await secret.inputValue();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), value);
  const call = () => fetch(`${usher.url}/api/v1/members?limit=1`, { headers: { authorization: `Bearer ${value}` } });
  assert.equal((await call()).status, 200);

  await page.keyboard.press("Escape");
  await page.mouse.click(5, 5);
  await sees(secret);
  assert.equal(await dialog.getByRole("button", { name: en.basics.close }).count(), 0);
  await dialog.getByRole("button", { name: en.tokens.saved_it }).click();
  await told(page, "The token Course platform works now.");
  assert.ok(!(await page.content()).includes(value));

  await page.getByRole("button", { name: en.basics.actions_for.replace("{name}", "Course platform") }).click();
  await page.getByRole("menuitem", { name: en.tokens.revoke }).click();
  await page.getByRole("dialog").getByRole("button", { name: en.tokens.revoke }).click();
  await told(page, "The token Course platform was revoked.");
  await sees(page.locator("tbody tr").getByText(en.status.revoked));
  assert.equal((await call()).status, 401);
});

scene("Escape twice does not lose a secret either", async ({ page, open }) => {
  await open("/developers/tokens/new");
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: en.basics.name }).fill("Twice");
  await dialog.getByRole("checkbox").first().check();
  await dialog.getByRole("button", { name: en.tokens.create }).click();
  await sees(dialog.getByLabel(en.tokens.secret));
  for (let n = 0; n < 3; n++) await page.keyboard.press("Escape");
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  await sees(dialog.getByLabel(en.tokens.secret));
});

scene("the whole console speaks German once that is chosen, and mails do", async ({ page, open, context }) => {
  await open("/account/profile");
  await page.getByLabel(en.account.language).selectOption("de");
  await page.getByRole("button", { name: en.account.save }).click();
  const de = words("de");
  await says(title(page), de.profile.title);
  assert.equal(await page.locator("html").getAttribute("lang"), "de");
  const english = onlyIn(en, de);
  for (const path of ["/", "/people", "/people/invite", "/invitations", "/licenses", "/licenses/new", "/activity", "/developers/tokens", "/account", "/nowhere"]) {
    await open(path);
    await sees(title(page));
    await sees(page.getByRole("main").locator("tbody th, .counters, .trail, form, .empty").first());
    const left = (await textsOf(page)).filter((text) => english.has(text));
    assert.deepEqual(left, [], `English on ${path}`);
  }
  await context.clearCookies();
  await open("/people");
  assert.equal(await page.locator("html").getAttribute("lang"), "en", "before sign-in the browser's language counts");
}, { as: somebody("lingua") });

scene("the chosen theme is in the first answer after a reload", async ({ page, open }) => {
  await open("/account");
  await page.getByLabel(en.account.theme).selectOption({ label: en.shell.theme_dark });
  await holds(async () => assert.equal(await page.locator("html").getAttribute("data-theme"), "dark"));
  for (const path of ["/account", "/people", "/join"]) {
    const response = await page.goto(path);
    assert.match(await response.text(), /<html[^>]* data-theme="dark"/, path);
  }
  const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const dark = await ground();
  await open("/account");
  assert.equal(await page.getByLabel(en.account.theme).inputValue(), "dark");
  await page.getByLabel(en.account.theme).selectOption({ label: en.shell.theme_light });
  await holds(async () => assert.notEqual(await ground(), dark));
  await page.getByLabel(en.account.theme).selectOption({ label: en.shell.theme_system });
  const system = await page.reload();
  assert.doesNotMatch(await system.text(), /<html[^>]* data-theme/);
});

scene("a changed password ends the other sessions, and the old one works no more", async ({ page, open, meet }) => {
  const email = "pass@northwind.example";
  const other = await meet({ as: () => signIn(usher, email) });
  await other.open("/account");
  await sees(title(other.page));
  await open("/account");
  const [current, fresh] = [page.getByLabel(en.account.current), page.getByLabel(en.account.new_password)];
  const press = () => page.getByRole("button", { name: en.account.change_password }).click();
  await current.fill("not my password at all");
  await fresh.fill("a fresh sentence");
  await press();
  await sees(page.getByText(en.account.current_wrong));
  await current.fill(PASSWORD);
  await fresh.fill("short");
  await press();
  await sees(page.locator("#password-new-error"));
  await fresh.fill("a fresh sentence");
  await press();
  await told(page, en.account.password_changed);
  await other.page.reload();
  await other.page.waitForURL("**/sign-in**");
  await signInAs(other.page, email, "a fresh sentence");
  await says(title(other.page), en.account.title);
}, { as: somebody("pass"), refusals: [401, 403, 422] });

scene("a forgotten password is replaced by a mailed code", async ({ page, open }) => {
  await member(owner, "forgot@northwind.example", { name: "Flo Forgot", role: "admin" });
  await open("/sign-in");
  await page.getByRole("link", { name: "Forgot your password?" }).click();
  await page.getByLabel("E-mail").fill("forgot@northwind.example");
  await page.getByRole("button", { name: "Mail me a code" }).click();
  const mail = await holds(async () => {
    const found = (await mails(usher, "forgot@northwind.example")).find(({ subject }) => subject.includes("is your code"));
    assert.ok(found);
    return found;
  });
  await page.getByLabel("Code").fill("0000-0000");
  await page.getByLabel("New password").fill("a remembered sentence");
  await page.getByRole("button", { name: "Change password" }).click();
  await sees(page.locator("[aria-invalid=true]"));
  await page.getByLabel("Code").fill(codeIn(mail));
  await page.getByLabel("New password").fill("a remembered sentence");
  await page.getByRole("button", { name: "Change password" }).click();
  await sees(page.getByText("Your password is changed. Sign in with the new one."));
  await signInAs(page, "forgot@northwind.example", "a remembered sentence");
  await says(title(page), "Northwind Unified");

  await open("/reset");
  await page.getByLabel("E-mail").fill("nobody.here@northwind.example");
  await page.getByRole("button", { name: "Mail me a code" }).click();
  await sees(page.getByText("If nobody.here@northwind.example has an account here, a code is on its way."));
  assert.deepEqual((await anonymous(usher).call("GET", "/dev/mail.json?to=nobody.here%40northwind.example")).body, []);
}, { script: true, as: undefined, refusals: [400, 401, 403, 404, 422] });

scene("sessions are listed and can be ended; signing out ends one's own", async ({ page, open, meet }) => {
  const other = await meet({ as: undefined });
  await other.open("/sign-in?next=/account");
  await signInAs(other.page, "out@northwind.example", PASSWORD);
  await says(title(other.page), en.account.title);
  await open("/account");
  await page.getByRole("button", { name: "End the session in Chrome, Linux" }).click();
  await told(page, "The session in Chrome, Linux has ended.");
  await gone(page.getByRole("button", { name: /^End the session/ }));
  await other.page.reload();
  await other.page.waitForURL("**/sign-in**");

  const rail = page.getByRole("navigation", { name: en.shell.main_navigation });
  await rail.getByRole("button", { name: /Own/ }).click();
  await page.getByRole("menuitem", { name: en.shell.sign_out }).click();
  await page.waitForURL("**/sign-in**");
  await page.goBack();
  await page.waitForURL("**/sign-in**");
}, { as: somebody("out"), refusals: [401] });

// covers: E1
scene("a standard member sees none of the admin's pages, and is told whom to ask", async ({ page, open }) => {
  await open("/licenses");
  await sees(page.getByRole("heading", { name: en.gone.refused }));
  await sees(page.getByText("Your role is Standard in Northwind Unified. An owner or admin can change this, or do it for you."));
  const rail = page.getByRole("navigation", { name: en.shell.main_navigation });
  assert.deepEqual((await rail.getByRole("listitem").allInnerTexts()).map((it) => it.trim()), [en.nav.home, en.nav.insights]);
}, { as: () => member(owner, "plain@northwind.example") });

scene("who is signed out comes back to where they were going", async ({ page, open }) => {
  await open("/people?status=active&q=ingrid");
  await signInAs(page, owner.email, owner.password);
  await page.waitForURL("**/people?status=active&q=ingrid");
  await sees(page.locator("tbody tr").filter({ hasText: "Ingrid" }));
}, { as: undefined });

// The texts that the catalogs have in English alone.
function onlyIn(english, german) {
  const flat = (tree) => Object.values(tree).flatMap((it) => (typeof it === "string" ? [it] : flat(it)));
  const other = new Set(flat(german));
  return new Set(flat(english).filter((text) => !other.has(text) && !/[{<]/.test(text)));
}

// Every visible text, and the names that only a screen reader hears.
function textsOf(page) {
  return page.evaluate(() => {
    const texts = [...document.querySelectorAll("body *:not(script, style, symbol)")].flatMap((element) => [
      ...[...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.data.trim()),
      element.getAttribute("aria-label"),
      element.getAttribute("placeholder"),
      element.getAttribute("title"),
    ]);
    return [...new Set(texts.filter(Boolean))];
  });
}
