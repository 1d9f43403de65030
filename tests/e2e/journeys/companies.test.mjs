// Customers who come by themselves through a program, the companies that group them, and a company set by hand.
// Not here: what the API refuses (tests/api/companies.rs).
import assert from "node:assert/strict";
import { choose, row, told } from "../support/acts.mjs";
import { Actor } from "../../worker/support/client.mjs";
import { en, holds, house, says, sees } from "../support/browser.mjs";

const { scene, owner, usher } = await house();
const t = en.companies;

// covers: C17 C1 C4
scene("a customer comes by a program, is found under their company, and is moved to another one", async ({ page, open }) => {
  const { secret } = await owner.post("/api/v1/tokens", { name: "Help desk", scopes: ["customers:add"] });
  const program = new Actor(usher, { token: secret });
  const zoe = await program.post("/api/v1/contacts", { email: "zoe@night-library.example", name: "Zoe Zimmer" });
  assert.equal(zoe.created, true);
  assert.equal((await program.post("/api/v1/contacts", { email: "zoe@night-library.example" })).created, false);
  await open("/companies?q=night");
  await page.getByRole("link", { name: "night-library.example" }).first().click();
  await sees(row(page, "Zoe Zimmer"));
  await page.getByRole("main").getByRole("link", { name: en.services.edit }).click();
  await page.getByRole("textbox", { name: en.basics.name }).fill("harbor books");
  await page.getByRole("button", { name: t.save }).click();
  await sees(page.getByRole("alert").filter({ hasText: "There is a company harbor books already." }));
  await page.getByRole("textbox", { name: en.basics.name }).fill("Night Library");
  await page.getByRole("button", { name: t.save }).click();
  await told(page, "The company Night Library is saved.");
  await page.getByRole("link", { name: "Zoe Zimmer" }).click();
  await page.getByRole("link", { name: t.change }).click();
  await page.getByRole("dialog").getByRole("combobox", { name: t.one }).selectOption({ label: "Harbor Books" });
  await page.getByRole("dialog").getByRole("button", { name: t.save }).click();
  await told(page, "Zoe Zimmer: Harbor Books.");
  await sees(page.getByRole("complementary").getByRole("link", { name: "Harbor Books" }));
  await open("/people");
  assert.equal(await page.getByText("Zoe Zimmer").count(), 0, "customers are not among the staff");
  await page.getByRole("link", { name: en.people.tab_customers }).click();
  await sees(row(page, "Zoe Zimmer"));
  await page.getByRole("button", { name: t.one, exact: true }).click();
  await page.getByRole("menuitemcheckbox", { name: "Harbor Books" }).click();
  await holds(async () => assert.equal(await page.locator("tbody tr").count(), 3));
}, { refusals: [409] });

scene("a company is made and deleted, on a phone too", async ({ page, open }) => {
  await open("/companies/new");
  await page.getByRole("textbox", { name: en.basics.name }).fill("Short-lived");
  await page.getByRole("textbox", { name: t.domains }).fill("gmail.com");
  await page.getByRole("button", { name: t.create }).click();
  await sees(page.getByRole("alert").filter({ hasText: "Everybody can have an address there" }));
  await page.getByRole("textbox", { name: t.domains }).fill("short.example, lived.example");
  await page.getByRole("button", { name: t.create }).click();
  await says(page.getByRole("heading", { level: 1 }), "Short-lived");
  await choose(page, "Short-lived", t.delete);
  await page.getByRole("dialog").getByRole("button", { name: t.delete }).click();
  await told(page, "The company Short-lived was deleted.");
}, { width: 360, touch: true });
