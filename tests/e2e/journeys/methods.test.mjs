// Ways in: a domain is proved, an admin gets authority over it, the matrix of a license tells its ways in and why not the
// others, and the simulator says what the invite dialog then does. Not here: the DNS answer itself (tests/worker).
import assert from "node:assert/strict";
import { row, told } from "../support/acts.mjs";
import { en, holds, house, license, says, sees } from "../support/browser.mjs";

const { owner, scene } = await house();
const address = "greta@lakeside.example";

// covers: B17
scene("a domain is added, proved, and gets an admin", async ({ page, open }) => {
  await open("/settings/domains");
  await page.getByRole("link", { name: en.domains.new }).first().click();
  const dialog = page.getByRole("dialog", { name: en.domains.new });
  const field = dialog.getByLabel(en.domains.domain);
  await field.fill("gmail.com");
  await dialog.getByRole("button", { name: en.domains.create }).click();
  await sees(dialog.locator("[aria-invalid]"));
  await field.fill("Lakeside.example");
  await dialog.getByRole("button", { name: en.domains.create }).click();
  await told(page, "lakeside.example was added. Prove it next.");
  const line = row(page, "lakeside.example");
  await sees(line.getByText(en.domains.not_proved));
  await sees(line.getByText(/^usher-verify=/));
  await line.getByRole("button", { name: /lakeside/ }).click();
  await page.getByRole("menuitem", { name: en.domains.take_word }).click();
  await told(page, "lakeside.example is proved.");
  await line.getByRole("button", { name: /lakeside/ }).click();
  await page.getByRole("menuitem", { name: en.domains.add_admin }).click();
  const admin = page.getByRole("dialog", { name: "Domain admin of lakeside.example" });
  const me = await owner.get("/api/v1/session");
  await sees(admin.getByLabel(en.domains.member));
  await admin.locator(`option[value="${me.member}"]`).waitFor({ state: "attached" });
  await admin.getByLabel(en.domains.member).selectOption(me.member);
  await admin.getByRole("button", { name: en.domains.add_admin }).click();
  await told(page, "lakeside.example has a new domain admin.");
});

scene("two whole domains of a district license are ticked in one breath, and neither is lost", async ({ page, open }) => {
  for (const name of ["east.example", "west.example"]) {
    const { id } = await owner.post("/api/v1/domains", { name });
    await owner.post(`/api/v1/domains/${id}/verify`, { how: "word" });
  }
  const made = await owner.post("/api/v1/licenses", { name: "Two towns", type: "district", seats: 5 });
  await open(`/licenses/${made.id}/methods`);
  await sees(page.getByRole("checkbox", { name: "east.example" }));
  await page.locator(".boxes").evaluate((all) => {
    const labels = [...all.querySelectorAll("label")].filter((label) => /(east|west)\.example/.test(label.textContent));
    for (const label of labels) label.querySelector("input").click();
  });
  await holds(async () => assert.deepEqual((await owner.get(`/api/v1/licenses/${made.id}/domains`)).domains.toSorted(), ["east.example", "west.example"]));
});

// covers: B1, B2, B3, B6, B7, B8, B9, B10
scene("a license tells its ways in, and why not the others", async ({ page, open }) => {
  const made = await license(owner, 5, "Ways in");
  await open(`/licenses/${made.id}`);
  await page.getByRole("link", { name: en.license.tab_methods }).click();
  const table = page.getByRole("table");
  await sees(table.getByRole("columnheader", { name: /this license/ }));
  await says(table.locator("tbody tr", { hasText: en.methods.whole_domain }).locator("td.lit"), /No.*Only district licenses/);
  await says(table.locator("tbody tr", { hasText: en.methods.organizational_unit }).locator("th"), /Not set up\..*consent/);
  for (const unwise of [en.methods.link, en.methods.key]) {
    await sees(table.locator("tbody tr", { hasText: unwise }).getByText(en.methods.not_recommended).first());
  }
  await table.getByText(`Help: ${en.methods.email}`).click();
  await sees(table.getByText(en.methods.help_email));
});

// covers: B5, B10, B11, B12
scene("the simulator says what the invite dialog then does", async ({ page, open }) => {
  const made = await license(owner, 5, "Simulated");
  await open(`/licenses/${made.id}/methods`);
  const verdict = page.locator("#try [role=status]");
  await page.getByLabel(en.methods.address, { exact: true }).fill(address);
  await says(verdict, /Added at once.*is added at once and holds a seat.*administers lakeside\.example/);
  await page.getByLabel(en.methods.address, { exact: true }).fill("greta@elsewhere.example");
  await says(verdict, /Invited.*elsewhere\.example is not among the domains/);
  await page.getByLabel(en.methods.method, { exact: true }).selectOption("organizational_unit");
  await says(verdict, /Refused.*does not get in this way/);
  const { results } = await owner.post("/api/v1/invitations/preview", { invitations: [{ email: address }, { email: "greta@elsewhere.example" }] });
  assert.deepEqual(results.map(({ outcome }) => outcome), ["added", "invited"]);
  await open("/people/invite");
  const dialog = page.getByRole("dialog");
  await dialog.locator("textarea, input").first().fill(`${address}\n`);
  await sees(dialog.getByText(en.rows.will_add_new));
});
