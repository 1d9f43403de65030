// The console by keyboard alone: the main job in twelve presses, menus and dialogs as the APG says, the palette, the
// search, the skip link (INTERFACE 3.9 to 3.12, 3.24, 3.25). Each test uses keys only.
// Not here: what a screen reader would say, as far as axe can tell (a11y/), the combobox (licenses.test.mjs).
import assert from "node:assert/strict";
import { title } from "../support/acts.mjs";
import { en, focused, gone, house, says, sees } from "../support/browser.mjs";

const { owner, scene } = await house();
const MOST_PRESSES = 12;

// Presses keys one after the other, and counts them.
function keys(page) {
  const counted = { presses: 0 };
  counted.press = async (...names) => {
    for (const name of names) {
      counted.presses += 1;
      await page.keyboard.press(name);
    }
  };
  counted.type = (text) => page.keyboard.type(text);
  return counted;
}

const active = (page) => page.evaluate(() => document.activeElement.textContent.trim());

scene("one person is invited from Home, with a seat, within twelve presses", async ({ page, open }) => {
  const hands = keys(page);
  await open("/");
  await sees(page.getByText(en.home.by_need));
  await hands.press("Control+k");
  await sees(page.getByRole("combobox", { name: en.shell.go_or_do }));
  await hands.type("invite p");
  await hands.press("Enter");
  const dialog = page.getByRole("dialog", { name: en.invite.title });
  await focused(dialog.getByLabel(en.invite.add));
  await hands.type("Kay Board <kay@northwind.example>");
  await hands.press("Enter", "Tab", "Tab");
  await focused(dialog.getByRole("combobox", { name: en.basics.licenses }));
  await hands.type("lumen");
  await sees(dialog.getByRole("listbox").getByRole("option"));
  await hands.press("Enter");
  await sees(dialog.getByRole("button", { name: "Invite 1" }));
  await hands.press("Shift+Tab", "Shift+Tab");
  for (let n = 0; n < 2 && !(await dialog.getByLabel(en.invite.add).evaluate((it) => it === document.activeElement)); n++) await hands.press("Shift+Tab");
  await hands.press("Enter");
  await says(page.getByRole("status").filter({ hasText: "on its way" }), /1 invitation is on its way\./);
  await gone(dialog);
  assert.ok(hands.presses <= MOST_PRESSES, `${hands.presses} presses`);
  const [invited] = (await owner.get("/api/v1/invitations?q=kay")).items;
  assert.equal(invited.name, "Kay Board");
  assert.match(invited.licenses[0].name, /^Lumen/);
});

scene("a row's menu opens, moves and closes by the keys of the APG", async ({ page, open }) => {
  const { press } = keys(page);
  await open("/people?status=active");
  const button = page.locator("tbody td.dots button").first();
  const menu = page.getByRole("menu");
  for (const opener of ["Enter", "Space", "ArrowDown"]) {
    await button.focus();
    await press(opener);
    await focused(menu.getByRole("menuitem").first());
    await press("Escape");
    await gone(menu);
    await focused(button);
  }
  await press("ArrowUp");
  await focused(menu.getByRole("menuitem").last());
  await press("ArrowDown");
  await focused(menu.getByRole("menuitem").first());
  await press("End");
  await focused(menu.getByRole("menuitem").last());
  await press("Home");
  await focused(menu.getByRole("menuitem").first());
  await press("r");
  await focused(menu.getByRole("menuitem", { name: en.acts.remove }));
  assert.equal(await button.getAttribute("aria-expanded"), "true");
  await press("Tab");
  await gone(menu);
});

scene("a person is deactivated and comes back, by keys", async ({ page, open }) => {
  const { press } = keys(page);
  await open("/people?status=active&q=ingrid");
  const row = page.locator("tbody tr").first();
  const name = await row.getByRole("link").first().innerText();
  await row.getByRole("button", { name: en.basics.actions_for.replace("{name}", name) }).focus();
  await press("Enter");
  await focused(page.getByRole("menuitem").first());
  await press("d", "Enter");
  const strip = page.getByRole("status").filter({ hasText: "was deactivated" });
  await says(strip, new RegExp(`${name} was deactivated`));
  await strip.getByRole("button", { name: en.basics.undo }).focus();
  await press("Enter");
  await sees(page.getByRole("status").filter({ hasText: `${name} was enabled` }));
});

scene("a dialog takes the focus, keeps Tab inside and gives the focus back", async ({ page, open }) => {
  const { press } = keys(page);
  await open("/licenses");
  const opener = page.getByRole("link", { name: en.licenses.new });
  await opener.focus();
  await press("Enter");
  const dialog = page.getByRole("dialog", { name: en.licenses.new });
  await focused(dialog.getByLabel(en.basics.name));
  for (let n = 0; n < 14; n++) {
    await press("Tab");
    const inside = await page.evaluate(() => document.activeElement === document.body || document.querySelector("dialog[open]").contains(document.activeElement));
    assert.ok(inside, `after ${n + 1} times Tab the focus is on the page: ${await active(page)}`);
  }
  await press("Escape");
  await gone(dialog);
  await focused(opener);
  assert.equal(new URL(page.url()).pathname, "/licenses");
});

scene("Escape asks once before typed data goes, and a draft survives", async ({ page, open }) => {
  const { press, type } = keys(page);
  await open("/people/invite");
  const dialog = page.getByRole("dialog", { name: en.invite.title });
  await focused(dialog.getByLabel(en.invite.add));
  await type("kept@northwind.example");
  await press("Enter", "Escape");
  await sees(dialog.getByRole("alert").filter({ hasText: en.invite.leave }));
  await page.mouse.click(5, 5);
  await sees(dialog);
  await press("Escape");
  await gone(dialog);
  await page.getByRole("link", { name: en.people.invite }).focus();
  await press("Enter");
  await sees(dialog.getByText("kept@northwind.example"));
  await press("Escape");
  await dialog.getByRole("button", { name: en.basics.discard }).focus();
  await press("Enter");
  await gone(dialog);
  await page.getByRole("link", { name: en.people.invite }).focus();
  await press("Enter");
  await focused(dialog.getByLabel(en.invite.add));
  assert.equal(await dialog.locator("tbody tr").count(), 0);
});

scene("the palette goes to pages and people", async ({ page, open }) => {
  const { press, type } = keys(page);
  await open("/");
  await sees(title(page));
  await press("Control+k");
  const input = page.getByRole("combobox", { name: en.shell.go_or_do });
  await focused(input);
  await type("priya nov");
  const option = page.getByRole("option", { name: /Priya Nov/ });
  await sees(option);
  assert.equal(await input.getAttribute("aria-activedescendant"), await option.first().getAttribute("id"));
  await press("Enter");
  await says(title(page), /^Priya Nov/);
  await focused(title(page));
  assert.match(await page.title(), /^Priya Nov.* – Usher$/);
  await press("Control+k");
  await focused(input);
  await press("Escape");
  await gone(input);
  await press("Control+k");
  await focused(input);
  await press("ArrowDown", "ArrowDown", "ArrowUp", "Enter");
  await says(title(page), en.people.title);
});

scene("/ focuses the search, ? lists the keys, and both can be switched off", async ({ page, open }) => {
  const { press, type } = keys(page);
  await open("/people");
  await sees(page.locator("tbody tr").first());
  await press("/");
  const search = page.getByRole("searchbox", { name: en.people.search });
  await focused(search);
  await type("a/b?");
  assert.equal(await search.inputValue(), "a/b?", "inside a field they are letters");
  await open("/people");
  await sees(title(page));
  await press("?");
  await sees(page.getByRole("dialog", { name: en.shell.shortcuts }));
  await press("Escape");
  await open("/account");
  await page.getByRole("checkbox", { name: en.account.single_keys }).focus();
  await press("Space");
  await open("/people");
  await sees(page.locator("tbody tr").first());
  await press("/");
  assert.ok(await search.evaluate((it) => it !== document.activeElement));
});

scene("the skip link comes first and leads to the content", async ({ page, open }) => {
  const { press } = keys(page);
  await open("/people");
  await sees(title(page));
  await press("Tab");
  const skip = page.getByRole("link", { name: en.shell.skip });
  await focused(skip);
  await sees(skip);
  await press("Enter");
  await focused(page.getByRole("main"));
  await press("Tab");
  await focused(page.getByRole("main").getByRole("link").first());
});

