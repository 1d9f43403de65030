// Many at once: all that the filters find, by one request, and what is refused is told (INTERFACE 3.4, 3.6, 3.7).
// Not here: the API's judgment of each (tests/api/bulk.rs).
import assert from "node:assert/strict";
import { told } from "../support/acts.mjs";
import { en, holds, house, sees } from "../support/browser.mjs";

const { scene, owner } = await house();
const t = en.many;

scene("all that match are selected, some are left out, and the rest gets a team", async ({ page, open }) => {
  const { people } = await owner.get("/api/v1/members/count?role=standard&status=active");
  const { items: [team] } = await owner.get("/api/v1/teams?q=library");
  await open("/people?role=standard&status=active");
  await page.getByRole("checkbox", { name: en.basics.select_page }).check();
  await page.getByRole("button", { name: t.select_all.replace("{n}", people) }).click();
  await sees(page.getByText(`All ${people} people that match are selected`));
  await page.locator("tbody input.check").first().uncheck();
  await sees(page.getByText(`${people - 1} of ${people} people that match are selected`));
  await page.getByRole("button", { name: t.team, exact: true }).click();
  await page.getByRole("menuitem", { name: team.name }).click();
  await page.getByRole("dialog").getByRole("button", { name: t.team_act }).click();
  await told(page, "Done for");
  await holds(async () => {
    const { people: inTeam } = await owner.get(`/api/v1/members/count?role=standard&status=active&team=${team.id}`);
    assert.ok(inTeam >= people - 1);
  });
});

scene("an act on all leaves out the last owner and says why", async ({ page, open }) => {
  await open("/people?status=active");
  await page.getByRole("checkbox", { name: en.basics.select_page }).check();
  const { people } = await owner.get("/api/v1/members/count?status=active");
  await page.getByRole("button", { name: t.select_all.replace("{n}", people) }).click();
  await page.getByRole("button", { name: `Deactivate ${people}` }).click();
  const dialog = page.getByRole("dialog");
  await sees(dialog.getByText("Their sessions end at once, and these seats come free: "));
  await dialog.getByRole("button", { name: `Deactivate ${people}` }).click();
  await sees(dialog.getByText(`Done for ${people - 1}, 1 refused.`));
  await sees(dialog.getByText("This is the last active owner."));
  await dialog.getByRole("button", { name: en.basics.close }).first().click();
  assert.equal((await owner.get("/api/v1/members/count?status=active")).people, 1);
});

scene("when others match by now, nothing happens; it is decided anew among those who match", async ({ page, open }) => {
  await open("/people?role=standard&status=disabled");
  await page.getByRole("checkbox", { name: en.basics.select_page }).check();
  const { people } = await owner.get("/api/v1/members/count?role=standard&status=disabled");
  await page.getByRole("button", { name: t.select_all.replace("{n}", people) }).click();
  const { items: [one] } = await owner.get("/api/v1/members?role=standard&status=disabled&limit=1");
  await owner.delete(`/api/v1/members/${one.id}`);
  await page.getByRole("button", { name: t.remove, exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name: `Remove ${people} people` }).click();
  await told(page, `The filter finds ${people - 1} people now, not ${people}.`);
  await page.locator("tbody input.check").first().check();
  await page.getByRole("button", { name: t.select_all.replace("{n}", people - 1) }).click();
  await page.getByRole("button", { name: t.remove, exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name: `Remove ${people - 1} people` }).click();
  // Their seats came free when they were deactivated.
  await told(page, `Done for ${people - 1} people.`);
}, { refusals: [409] });
