// One's own profile: contact data, links, time zone; a photo cropped in the browser by pointer and keyboard; what staff see
// of it on the person page, and what an admin does there. Not here: what the API refuses (tests/api/profiles.rs).
import assert from "node:assert/strict";
import { choose, told } from "../support/acts.mjs";
import { en, gone, holds, house, member, sees } from "../support/browser.mjs";

const { scene, owner } = await house();
const t = en.profile;
let pat;

// A picture twice as wide as high: red on the left, blue on the right.
const picture = async (page) => ({
  name: "holiday.png",
  mimeType: "image/png",
  buffer: Buffer.from(await page.evaluate(() => {
    const canvas = Object.assign(document.createElement("canvas"), { width: 1200, height: 600 });
    const pen = canvas.getContext("2d");
    for (const [color, x] of [["#f00", 0], ["#00f", 600]]) {
      pen.fillStyle = color;
      pen.fillRect(x, 0, 600, 600);
    }
    return canvas.toDataURL("image/png").split(",")[1];
  }), "base64"),
});

// The color in the middle of what is shown: "red" or "blue".
const middle = (page) => page.locator(".crop canvas").evaluate((canvas) => {
  const [red, , blue] = canvas.getContext("2d").getImageData(110, 128, 1, 1).data;
  return red > blue ? "red" : "blue";
});

// covers: C5 C7
scene("a person tells about themselves, with a photo that is cropped before it leaves the browser", async ({ page, open }) => {
  await open("/account/profile");
  await page.getByRole("textbox", { name: t.phone }).fill("call me");
  await page.getByRole("textbox", { name: t.links }).fill("http://pat.example");
  await page.getByRole("combobox", { name: t.time_zone }).fill("Vienna");
  await page.getByRole("button", { name: en.account.save }).click();
  for (const words of [t.wrong_phone, t.wrong_links, t.wrong_time_zone]) await sees(page.getByRole("alert").filter({ hasText: words }));
  await page.getByRole("textbox", { name: t.job_title }).fill("Teacher");
  await page.getByRole("textbox", { name: t.phone }).fill("+43 (1) 234-56");
  await page.getByRole("textbox", { name: t.links }).fill("https://pat.example/me");
  await page.getByRole("combobox", { name: t.time_zone }).fill("Asia/Tokyo");
  await page.getByRole("button", { name: en.account.save }).click();
  await told(page, en.account.saved);

  await page.getByRole("link", { name: t.photo_change }).click();
  const dialog = page.getByRole("dialog");
  const file = dialog.getByLabel(t.photo_file);
  await file.setInputFiles({ name: "photo.jpg", mimeType: "image/jpeg", buffer: Buffer.alloc(0) });
  await sees(dialog.getByRole("alert").filter({ hasText: t.photo_empty }));
  await file.setInputFiles({ name: "photo.jpg", mimeType: "image/jpeg", buffer: Buffer.from("no picture at all") });
  await sees(dialog.getByRole("alert").filter({ hasText: t.photo_none }));
  await file.setInputFiles(await picture(page));
  const canvas = dialog.locator(".crop canvas");
  await sees(canvas);
  await holds(async () => assert.equal(await middle(page), "red"));
  await dialog.getByLabel(t.across).focus();
  await page.keyboard.press("End");
  await holds(async () => assert.equal(await middle(page), "blue"));
  const box = await canvas.boundingBox();
  await page.mouse.move(box.x + 20, box.y + 20);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 3, box.y + 20, { steps: 4 });
  await page.mouse.up();
  await holds(async () => assert.equal(await middle(page), "red"));
  await dialog.getByRole("button", { name: t.photo_save }).click();
  await told(page, t.photo_saved);
  const { photo } = await pat.get("/api/v1/me/profile");
  await sees(page.getByRole("navigation").locator(`img.face[src*="${photo}"]`));
  await holds(async () => assert.equal(await page.locator("main img.face").evaluate((image) => image.naturalWidth), 256));
}, {
  async as() {
    pat = await member(owner, "pat.profile@northwind.example", { name: "Pat Profile", role: "standard" });
    return pat;
  },
});

// covers: C5 C7 C8b
scene("staff see it on the person page, open from the list, and an admin takes the photo away and disables", async ({ page, open }) => {
  await open("/people?q=pat.profile");
  const row = page.locator("tbody tr").filter({ hasText: "Pat Profile" });
  const face = row.locator("img.face");
  await holds(async () => assert.equal(await face.evaluate((image) => image.naturalWidth), 256));
  const { width, height } = await face.boundingBox();
  assert.deepEqual([width, height], [28, 28]);
  const there = row.getByText(en.people.open, { exact: true });
  await gone(there);
  await row.hover();
  await sees(there);
  await there.click();
  const facts = page.getByRole("complementary");
  await sees(facts.getByText("Teacher"));
  assert.equal(await facts.getByRole("link", { name: "+43 (1) 234-56" }).getAttribute("href"), "tel:+43123456");
  assert.equal(await facts.getByRole("link", { name: "pat.example/me" }).getAttribute("href"), "https://pat.example/me");
  await sees(facts.getByText("Asia/Tokyo"));
  await holds(async () => assert.equal(await page.locator("main img.face").evaluate((image) => image.naturalWidth), 256));
  await sees(page.locator("main .trail").getByText(/changed their profile/));
  const menu = page.getByRole("main").getByRole("button", { name: en.basics.actions_for.replace("{name}", "Pat Profile") });
  await menu.click();
  await page.getByRole("menuitem", { name: t.photo_remove }).click();
  await told(page, t.photo_removed);
  await gone(page.locator("main img.face"));
  await open("/people?q=pat.profile");
  await sees(row.locator("span.face").filter({ hasText: "PP" }));
  await row.getByRole("link", { name: "Pat Profile" }).click();
  await menu.click();
  await page.getByRole("menuitem", { name: en.acts.deactivate }).click();
  await sees(page.getByRole("button", { name: en.acts.enable }));
});

// covers: C7
scene("a person found by name opens in a tab of their own", async ({ page, open, context }) => {
  await open("/");
  await sees(page.locator("main .counters"));
  await page.keyboard.press("Control+k");
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("combobox").fill("pat.profile");
  await sees(dialog.getByRole("option", { name: "Pat Profile" }));
  const tab = context.waitForEvent("page");
  await page.keyboard.press("Control+Enter");
  await sees((await tab).getByRole("heading", { level: 1, name: "Pat Profile" }));
  assert.equal(new URL(page.url()).pathname, "/");
});

// covers: C7
scene("a person's whole past comes page by page", async ({ page, open }) => {
  const kim = await member(owner, "kim.past@northwind.example", { name: "Kim Past" });
  for (let n = 0; n < 12; n++) {
    await owner.post(`/api/v1/members/${kim.member}/disable`);
    await owner.post(`/api/v1/members/${kim.member}/enable`);
  }
  await open(`/people/${kim.member}`);
  const lines = page.locator("main .trail").last().locator("li");
  await holds(async () => assert.equal(await lines.count(), 20));
  await page.getByRole("button", { name: en.person.older }).click();
  await holds(async () => assert.ok((await lines.count()) > 24));
  assert.equal(await page.getByRole("button", { name: en.person.older }).count(), 0);
});
