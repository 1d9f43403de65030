// Every screen, in English and German, light and dark, 1280 px wide with a mouse and 360 px wide under a thumb:
// axe finds nothing (WCAG 2.2 AA and its best practices), and nothing sticks out of the screen.
// SHOTS=1 leaves a picture of each in tests/out/shots. Not here: whether the screens do what they should (journeys/).
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { before, test } from "node:test";
import { findings, overflow } from "../support/axe.mjs";
import { house, member, newStage, sees, words } from "../support/browser.mjs";
import { makeCast } from "../support/cast.mjs";
import { consoleScreens, workerScreens } from "../support/screens.mjs";

const SHOTS = process.env.SHOTS && join(import.meta.dirname, "../../out/shots");
const LANES = 2;
const { usher, browser, owner } = await house();
const fresh = await house({ demo: false });
let cast;
const actors = { nobody: undefined, owner };

before(async () => {
  cast = await makeCast(usher, owner);
  actors.known = cast.known;
  actors.standard = await member(owner, "sam@northwind.example", { name: "Sam Standard" });
});

for (const language of ["en", "de"]) {
  test(`every screen in ${language === "en" ? "English" : "German"}`, { concurrency: LANES }, async (t) => {
    for (const actor of [owner, actors.standard]) await actor.patch("/api/v1/account", { language });
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
  const stage = await newStage(browser, on, { as: actors[as], language, refusals: [400, 401, 404, 409, 422, 429] });
  const { page } = stage;
  try {
    await reach({ ...stage, cast, text: words(language) });
    const devices = await page.context().newCDPSession(page);
    const wrong = [];
    for (const width of only) {
      await devices.send("Emulation.setTouchEmulationEnabled", { enabled: width < 600 });
      await page.setViewportSize({ width, height: width < 600 ? 780 : 800 });
      for (const theme of ["light", "dark"]) {
        await page.emulateMedia({ colorScheme: theme });
        const here = `${width} px, ${theme}`;
        if (theme === "light") wrong.push(...(await overflow(page)).map((it) => `${here}: ${it}`));
        wrong.push(...(await findings(page)).map((it) => `${here}: ${it}`));
        if (SHOTS) await shoot(page, `${name}-${width}-${theme}-${language}`);
      }
    }
    assert.deepEqual(wrong, []);
    assert.deepEqual(stage.faults, []);
  } finally {
    await stage.close();
  }
}

async function shoot(page, name) {
  mkdirSync(SHOTS, { recursive: true });
  await page.screenshot({ path: join(SHOTS, `${name.replace(/[^\w]+/g, "-")}.png`) });
}
