// What people do on many screens of the console, by roles and names. Not here: what becomes of it.
import { en, sees } from "./browser.mjs";

// The outcome strip, or whatever else announces itself, says so.
export const told = (page, text) => sees(page.getByRole("status").filter({ hasText: text }));

export const row = (page, name) => page.locator("tbody tr").filter({ hasText: name });

export const title = (page) => page.getByRole("heading", { level: 1 });

// Chooses from the menu at the end of somebody's row, the first of theirs.
export async function choose(page, name, item) {
  await page.getByRole("button", { name: en.basics.actions_for.replace("{name}", name), exact: true }).first().click();
  await page.getByRole("menuitem", { name: item }).click();
}
