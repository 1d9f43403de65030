// Erasing what is held on a person who was removed: found among the removed, confirmed by their address, a pseudonym
// everywhere afterwards. Not here: what is erased in which table (tests/api/erasure.rs).
import assert from "node:assert/strict";
import { choose, told } from "../support/acts.mjs";
import { en, gone, holds, house, member, sees, words } from "../support/browser.mjs";

const { scene, owner } = await house();
const t = en.person;
const EMAIL = "vera.vanish@northwind.example";
let vera;
let pseudonym;

// covers: C7
scene("who is still here is told to be removed first; who was removed is found among the removed and erased by their address", async ({ page, open }) => {
  vera = await member(owner, EMAIL, { name: "Vera Vanish", role: "admin" });
  await vera.post("/api/v1/teams", { name: "Made by Vera" });
  await open(`/people/${vera.member}`);
  const main = page.getByRole("main");
  await sees(main.getByText(t.erase_first));
  assert.equal(await main.getByRole("link", { name: t.erase }).count(), 0);
  await open(`/people/${vera.member}/erase`);
  await sees(main.getByText(t.erase_first));
  assert.equal(await page.getByRole("dialog").count(), 0);

  await open("/people?q=vera.vanish");
  await choose(page, "Vera Vanish", en.acts.remove);
  await page.getByRole("dialog").getByRole("button", { name: en.acts.remove_act }).click();
  await told(page, en.acts.removed.replace("{name}", "Vera Vanish"));
  await open("/people");
  await page.getByRole("link", { name: en.people.tab_removed }).click();
  await page.getByRole("link", { name: "Vera Vanish", exact: true }).click();
  await sees(main.getByText(t.is_removed));
  await sees(main.getByRole("link", { name: t.data_save }));
  await main.getByRole("link", { name: t.erase }).click();

  const dialog = page.getByRole("dialog", { name: t.erase_title.replace("{name}", "Vera Vanish") });
  const field = dialog.getByRole("textbox", { name: t.erase_email });
  await sees(dialog.getByText(en.basics.cannot_undo));
  await field.fill("somebody@northwind.example");
  await page.keyboard.press("Enter");
  await sees(dialog.getByRole("alert").filter({ hasText: t.erase_wrong }));
  await field.fill(" Vera.Vanish@Northwind.Example ");
  await page.keyboard.press("Enter");
  await gone(dialog);
  const title = page.getByRole("heading", { level: 1 });
  await holds(async () => assert.match(await title.textContent(), /^Erased person [0-9A-Z]{4}$/));
  pseudonym = await title.textContent();
  await told(page, t.erased.replace("{name}", pseudonym));
  await sees(main.getByText(t.is_erased));
  await sees(main.getByText(t.nothing_held));
  await sees(main.locator(".trail").getByText(`erased what was held on ${pseudonym}`));
  for (const link of [t.erase, t.data_save]) assert.equal(await main.getByRole("link", { name: link }).count(), 0);
  await holds(async () => assert.doesNotMatch(await page.locator("body").innerText(), /vanish/i));
});

// covers: C7
scene("the log tells what they did under the pseudonym, in the reader's language, and their address comes back as somebody new", async ({ page, open }) => {
  const de = words("de");
  await owner.patch("/api/v1/account", { language: "de" });
  await open("/activity");
  const main = page.getByRole("main");
  const german = de.acts.erased_person.replace("{mark}", pseudonym.slice(-4));
  await sees(main.locator(".trail").getByText(german).first());
  await sees(main.locator("li").filter({ hasText: "Made by Vera" }).filter({ hasText: german }));
  await holds(async () => assert.doesNotMatch(await main.innerText(), /vanish/i));
  await open("/people?status=removed");
  await sees(main.getByRole("link", { name: german, exact: true }));
  const again = await member(owner, EMAIL, { name: "Vera Vanish" });
  assert.notEqual(again.member, vera.member);
  await open(`/people/${vera.member}`);
  await sees(page.getByRole("heading", { level: 1, name: german }));
}, { language: "de", width: 360, touch: true });
