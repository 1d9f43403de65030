// Several addresses of one person: proved by a mailed code, made the primary one by another, confirmed by an admin. And
// what is held on somebody, saved.
// Not here: what the API refuses (tests/api/emails.rs).
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { told } from "../support/acts.mjs";
import { PASSWORD, codeIn, en, gone, house, mails, member, says, sees, signIn } from "../support/browser.mjs";

const { usher, owner, scene } = await house();
const t = en.emails;
const fill = (text, values) => Object.entries(values).reduce((text, [name, value]) => text.replace(`{${name}}`, value), text);

async function add(page, email) {
  await page.getByLabel(t.address).fill(email);
  await page.getByRole("button", { name: t.add_button }).click();
  await told(page, fill(t.added, { email }));
  const [mail] = await mails(usher, email);
  await page.getByRole("textbox", { name: fill(t.code_for, { email }) }).fill(codeIn(mail));
  await page.getByRole("button", { name: t.verify }).click();
  await told(page, fill(t.verified, { email }));
}

const ada = () => member(owner, "ada@northwind.example", { name: "Ada Both" });

// covers: C7
scene("an address is added by its code, becomes the primary one by another, and finds the person", async ({ page, open, meet }) => {
  await open("/account");
  await page.getByRole("link", { name: t.open }).click();
  await says(page.getByRole("heading", { level: 1 }), t.title);
  await page.getByRole("button", { name: t.add_button }).click();
  await sees(page.getByRole("alert").filter({ hasText: "Enter an e-mail address." }));
  await page.getByLabel(t.address).fill("ada@private.example");
  await page.getByRole("button", { name: t.add_button }).click();
  const code = page.getByRole("textbox", { name: fill(t.code_for, { email: "ada@private.example" }) });
  await code.fill("0000-0000");
  await page.getByRole("button", { name: t.verify }).click();
  await sees(page.getByRole("alert").filter({ hasText: "This code is wrong" }));
  const [mail] = await mails(usher, "ada@private.example");
  await code.fill(codeIn(mail).toLowerCase());
  await page.keyboard.press("Enter");
  await told(page, fill(t.verified, { email: "ada@private.example" }));
  await signIn(usher, "ada@private.example", PASSWORD);

  const admin = await meet({ as: owner });
  await admin.open("/people?q=ada@priv");
  await admin.page.getByRole("link", { name: "Ada Both" }).click();
  await sees(admin.page.getByRole("main").getByText("ada@private.example"));

  await page.getByRole("button", { name: fill(t.make_primary_of, { email: "ada@private.example" }) }).click();
  await told(page, fill(t.primary_mailed, { email: "ada@northwind.example" }));
  const [agreed] = (await mails(usher, "ada@northwind.example", 2)).filter((mail) => mail.subject.includes("primary"));
  await page.getByLabel(t.code, { exact: true }).fill(codeIn(agreed));
  await page.getByRole("button", { name: t.confirm }).click();
  await told(page, fill(t.primary_changed, { email: "ada@private.example" }));
  await sees(page.getByRole("button", { name: fill(t.make_primary_of, { email: "ada@northwind.example" }) }));
  await page.getByRole("button", { name: fill(t.remove_of, { email: "ada@northwind.example" }) }).click();
  await told(page, fill(t.removed, { email: "ada@northwind.example" }));
  await sees(page.getByText(t.none));
}, { as: ada, refusals: [422] });

const leo = () => member(owner, "leo@northwind.example", { name: "Leo Lost" });

// covers: C7
scene("an admin confirms another primary address where the old mailbox is lost", async ({ page, open, meet }) => {
  await open("/account/emails");
  await add(page, "leo@new.example");
  await page.getByRole("button", { name: fill(t.make_primary_of, { email: "leo@new.example" }) }).click();
  await sees(page.getByText(t.change_lost));

  const admin = await meet({ as: owner });
  await admin.open("/people?q=leo@northwind");
  await admin.page.getByRole("link", { name: "Leo Lost" }).click();
  await admin.page.getByRole("button", { name: t.confirm_for }).click();
  const dialog = admin.page.getByRole("dialog");
  await sees(dialog.getByText("has to sign in again everywhere"));
  await dialog.getByRole("button", { name: t.confirm_for }).click();
  await told(admin.page, fill(t.confirmed, { name: "Leo Lost", email: "leo@new.example" }));
  await gone(admin.page.getByRole("button", { name: t.confirm_for }));
  await sees(admin.page.getByText("made leo@new.example the primary address").first());
  await open("/account");
  await sees(page.getByRole("button", { name: "Sign in" }));
}, { as: leo, refusals: [401] });

const own = () => member(owner, "ove@northwind.example", { name: "Ove Own" });

scene("what is held on a person is saved by them, and from their page", async ({ page, open, meet }) => {
  const saved = async (of, name) => {
    const coming = of.waitForEvent("download");
    await of.getByRole("link", { name }).click();
    return JSON.parse(readFileSync(await (await coming).path(), "utf8"));
  };
  await open("/account");
  const mine = await saved(page, en.account.data_save);
  assert.equal(mine.parts.person[0].email, "ove@northwind.example");
  const admin = await meet({ as: owner });
  await admin.open("/people?q=ove@northwind");
  await admin.page.getByRole("link", { name: "Ove Own" }).click();
  const held = await saved(admin.page, en.person.data_save);
  assert.deepEqual(held.parts.person, mine.parts.person);
}, { as: own });
