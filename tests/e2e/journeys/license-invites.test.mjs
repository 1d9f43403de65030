// The invite part of the License Dashboard article, step by step: a member added by address by somebody who is no
// domain admin is asked in the app; Later, the menu's count, Join; rejected, then the key. And Link and key on a license.
// Not here: the rules (tests/api/own_licenses.rs, license_keys.rs), races (tests/worker/license-keys.test.mjs).
import assert from "node:assert/strict";
import { row, told } from "../support/acts.mjs";
import { en, gone, holds, house, invite, license, linkIn, mails, member, says, sees } from "../support/browser.mjs";

const { owner, scene } = await house();

const faces = (page) => page.getByRole("navigation", { name: en.shell.main_navigation }).locator("button.me");

// covers: B11 B13 B14 B16
scene("a member who is added by address is asked after sign-in, puts it off, finds it under their name, and joins", async ({ page, open, meet }) => {
  const kami = await license(owner, 5, "Kami");
  const pat = await member(owner, "pat@northwind.example", { name: "Pat Pupil" });
  assert.equal((await invite(owner, pat.email, { licenses: [kami.id] })).outcome, "invited");
  const home = await meet({ as: pat });
  await home.open("/");
  const dialog = home.page.getByRole("dialog", { name: en.own.offer_title });
  await sees(dialog.getByText("Kami"));
  await dialog.getByRole("button", { name: en.own.later, exact: true }).click();
  await gone(dialog);
  await sees(home.page.getByRole("heading", { name: en.own.title }));
  await home.page.reload();
  await sees(home.page.getByRole("heading", { name: en.own.title }));
  assert.equal(await dialog.count(), 0, "what was put off does not come back by itself");
  await faces(home.page).click();
  const item = home.page.getByRole("menuitem", { name: en.own.menu });
  await says(item, /1$/);
  await item.click();
  await says(home.page.getByRole("heading", { level: 1 }), en.own.title);

  await open(`/licenses/${kami.id}`);
  await sees(row(page, "Pat Pupil").getByText(en.status.invited));
  await sees(page.getByText(en.own.means_invited));
  await home.page.getByRole("button", { name: "Join Kami" }).click();
  await told(home.page, "You joined Kami. It is yours to use.");
  await sees(home.page.getByText(en.own.none));
  await page.reload();
  await sees(row(page, "Pat Pupil").getByText(en.status.accepted));
  await sees(page.getByText(en.own.means_accepted));
});

// covers: B9 B14 B15
scene("whoever declined types the key and is in; the key is replaced and revoked with the consequence named", async ({ page, open, meet }) => {
  const kami = await license(owner, 5, "Kami Plus");
  const ray = await member(owner, "ray@northwind.example", { name: "Ray Rejects" });
  await invite(owner, ray.email, { licenses: [kami.id] });
  const home = await meet({ as: ray });
  await home.open("/");
  await home.page.getByRole("dialog").getByRole("button", { name: "Decline Kami Plus" }).click();
  await sees(home.page.getByText(en.own.rejected));
  await open(`/licenses/${kami.id}`);
  await sees(row(page, "Ray Rejects").getByText(en.status.rejected));
  await sees(page.getByText(en.own.means_rejected));

  await page.getByRole("link", { name: en.keys.tab }).click();
  await sees(page.getByText(en.keys.caution));
  await page.getByRole("button", { name: en.keys.new_key }).click();
  const dialog = page.getByRole("dialog", { name: en.keys.new_key });
  await dialog.getByLabel(en.keys.max_uses).fill("2");
  // A press beside the dialog does not throw away what was typed, and one that shakes makes one key.
  await page.mouse.click(5, 5);
  await dialog.getByRole("button", { name: en.keys.make }).evaluate((button) => (button.click(), button.click()));
  await told(page, en.keys.made);
  const field = page.getByRole("textbox", { name: en.keys.key });
  const key = await field.inputValue();
  assert.match(key, /^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$/);
  await sees(page.getByText("0 of 2 came in"));

  await home.open("/join");
  await home.page.locator("#code").fill(key.toLowerCase().replaceAll("-", " "));
  await home.page.locator("main form button.primary").click();
  await says(home.page.getByRole("heading", { level: 1 }), "You are on Kami Plus");
  await page.reload();
  await sees(page.getByText("1 of 2 came in"));

  const actions = page.getByRole("button", { name: en.basics.actions_for.replace("{name}", en.keys.key), exact: true });
  await actions.click();
  await page.getByRole("menuitem", { name: en.keys.rotate }).click();
  await sees(page.getByText(en.keys.rotate_text));
  await page.getByRole("dialog").getByRole("button", { name: en.keys.rotate }).click();
  await told(page, en.keys.rotated);
  await holds(async () => assert.notEqual(await field.inputValue(), key));
  await actions.click();
  await page.getByRole("menuitem", { name: en.keys.revoke }).click();
  await page.getByRole("dialog").getByRole("button", { name: en.keys.revoke }).click();
  await told(page, en.keys.revoked);
  await sees(page.getByText(en.keys.lets_nobody_in));
  await open(`/licenses/${kami.id}`);
  await sees(row(page, "Ray Rejects").getByText(en.status.accepted));
});

// covers: B8
scene("a new person follows a license link, confirms their address and is in", async ({ page, open, meet, usher }) => {
  const kami = await license(owner, 5, "Kami Link");
  const { secret } = await owner.post(`/api/v1/licenses/${kami.id}/links`, {});
  const stranger = await meet({ as: undefined, script: false });
  await stranger.open(new URL(secret).pathname);
  await says(stranger.page.getByRole("heading", { level: 1 }), "Take a seat on Kami Link");
  await stranger.page.locator("#name").fill("Lin Link");
  await stranger.page.locator("#email").fill("lin@elsewhere.example");
  await stranger.page.locator("main form button.primary").click();
  await says(stranger.page.getByRole("heading", { level: 1 }), "Look at your mail");
  const [mail] = await mails(usher, "lin@elsewhere.example");
  await stranger.open(linkIn(mail));
  await stranger.page.locator("#password").fill("correct horse battery staple");
  await stranger.page.locator("main form button.primary").first().click();
  await open(`/licenses/${kami.id}`);
  await sees(row(page, "Lin Link").getByText(en.doors.link));
});
