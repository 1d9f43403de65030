// Every screen, in English and German, light and dark, 1280 px wide with a mouse and 360 px wide under a thumb:
// axe finds nothing (WCAG 2.2 AA and its best practices; in dark, where only colors differ, the rules about color), and
// nothing sticks out of the screen. SCREEN=people runs those alone. SHOTS=1 leaves a picture of each in tests/out/shots.
// Not here: whether the screens do what they should (journeys/).
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { before, test } from "node:test";
import { findings, overflow } from "../support/axe.mjs";
import { house, invite, member, newStage, sees, words } from "../support/browser.mjs";
import { makeCast } from "../support/cast.mjs";
import { consoleScreens, workerScreens } from "../support/screens.mjs";

const SHOTS = process.env.SHOTS && join(import.meta.dirname, "../../out/shots");
const LANES = 2;
const { usher, browser, owner } = await house();
const fresh = await house({ demo: false });
const stages = new Map();
let cast;
const actors = { nobody: undefined, owner };

before(async () => {
  cast = await makeCast(usher, owner);
  actors.known = cast.known;
  actors.standard = await member(owner, "sam@northwind.example", { name: "Sam Standard", licenses: [cast.licenses.roomy.id] });
  actors.ivy = await member(owner, "ivy@northwind.example", { name: "Ivy Invited" });
  await invite(owner, actors.ivy.email, { licenses: [cast.licenses.roomy.id] });
});

test("axe sees what is wrong when something is", async () => {
  const stage = await newStage(browser, usher);
  await stage.open("/sign-in");
  await stage.page.evaluate(() => {
    document.querySelector("label").remove();
    document.querySelector("h1").style.color = "#aaa";
    document.querySelector("main").style.width = "2000px";
  });
  const found = (await findings(stage.page)).map((it) => it.split(":")[0]);
  assert.deepEqual([...new Set(found)].sort(), ["color-contrast", "label"]);
  assert.equal((await overflow(stage.page)).length, 1);
  await stage.close();
});

for (const language of ["en", "de"]) {
  test(`every screen in ${language === "en" ? "English" : "German"}`, { concurrency: LANES }, async (t) => {
    for (const actor of [owner, actors.standard, actors.ivy]) await actor.patch("/api/v1/account", { language });
    const screens = [...workerScreens, ...consoleScreens].filter(({ name }) => !process.env.SCREEN || name.includes(process.env.SCREEN));
    await Promise.all(screens.map((screen) => t.test(screen.name, () => check(usher, screen, language))));
    await t.test("set-up, with an error", () => check(fresh.usher, setUpPage, language));
  });
}

const setUpPage = {
  name: "set-up, with an error",
  async reach({ page, open }) {
    await open("/setup");
    await page.locator("#organization").fill("Northwind");
    await page.locator("#name").fill("Dana");
    await page.locator("#email").fill("dana@nw");
    await page.locator("#password").fill("twelve characters");
    await page.locator("main form button.primary").click();
    await sees(page.locator("[aria-invalid]"));
  },
};

async function check(on, { name, as, reach, only = [1280, 360] }, language) {
  const stage = await borrow(on, as, language);
  const { page } = stage;
  try {
    await stage.size(1280);
    await reach({ ...stage, cast, text: words(language) });
    const wrong = [];
    for (const width of only) {
      await stage.size(width);
      for (const theme of ["light", "dark"]) {
        await page.emulateMedia({ colorScheme: theme });
        const here = `${width} px, ${theme}`;
        if (theme === "light") wrong.push(...(await overflow(page)).map((it) => `${here}: ${it}`));
        wrong.push(...(await findings(page, { colorsOnly: theme === "dark" })).map((it) => `${here}: ${it}`));
        if (SHOTS) await shoot(page, `${name}-${width}-${theme}-${language}`);
      }
    }
    assert.deepEqual(wrong, []);
    assert.deepEqual(stage.faults.splice(0), []);
  } finally {
    await page.emulateMedia({ colorScheme: "light" });
    stage.giveBack();
  }
}

// One page serves many screens, one after the other: each screen loads it anew, but the browser need not start over.
async function borrow(on, as, language) {
  const key = `${on.url} ${as} ${language}`;
  const idle = stages.get(key) ?? stages.set(key, []).get(key);
  const stage = idle.pop() ?? (await newStage(browser, on, { as: actors[as], language, refusals: [400, 401, 404, 409, 422, 429] }));
  const devices = (stage.devices ??= await stage.page.context().newCDPSession(stage.page));
  const size = async (width) => {
    const phone = width < 600;
    await devices.send("Emulation.setTouchEmulationEnabled", { enabled: phone });
    await stage.page.setViewportSize({ width, height: phone ? 780 : 800 });
  };
  return Object.assign(stage, { size, giveBack: () => idle.push(stage) });
}

async function shoot(page, name) {
  mkdirSync(SHOTS, { recursive: true });
  await page.screenshot({ path: join(SHOTS, `${name.replace(/[^\w]+/g, "-")}.png`) });
}
