// A started Worker with a real browser before it, for one test file: one instance, one browser, a fresh context a test.
//
//   const { usher, owner, scene } = await house();              // demo data; the demo's owner is signed in
//   const { usher, scene } = await house({ demo: false });      // nothing set up yet
//   scene("people are found", async ({ page, open }) => {       // a test
//     await open("/people");
//   }, { width: 360, touch: true, theme: "dark", language: "de", as: actor, script: false, refusals: [422] });
//
// A test fails on any error in the browser's console, on a broken script and on a breach of the Content-Security-Policy.
// `as` is an actor or what makes one; `meet()` opens another person's browser. `refusals` names the statuses that the
// test provokes on purpose. What failed leaves a picture in tests/out/e2e.
// Not here: what any screen should say; starting the Worker (worker/support/instance.mjs); axe (axe.mjs).
import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { after, test } from "node:test";
import { chromium } from "playwright-core";
import { Actor, anonymous, setUp, signIn } from "../../worker/support/client.mjs";
import { startInstance } from "../../worker/support/instance.mjs";

const OUT = join(import.meta.dirname, "../../out/e2e");
const PATIENCE = 10_000;
export const CHROMIUM = [process.env.CHROMIUM_BIN, "/usr/bin/chromium", "/usr/bin/chromium-browser"].find((path) => path && existsSync(path));
export const ARGUMENTS = [
  "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync",
];

// The texts of the console, by language: words("en").people.title.
export function words(language) {
  const folder = join(import.meta.dirname, "../../../app/i18n", language);
  const section = (file) => [basename(file, ".json"), JSON.parse(readFileSync(join(folder, file), "utf8"))];
  return Object.fromEntries(readdirSync(folder).map(section));
}
export const en = words("en");

export async function house({ demo = true, vars } = {}) {
  const usher = await startInstance({ vars });
  const browser = await launch().catch(async (error) => {
    await usher.stop();
    throw error;
  });
  after(async () => {
    await browser.close();
    await usher.stop();
  });
  const owner = demo ? await demoOwner(usher) : undefined;
  const file = basename(process.argv[1], ".test.mjs");

  function scene(name, play, options = {}) {
    test(name, async (t) => {
      const stage = await newStage(browser, usher, { as: owner, ...options });
      try {
        await play({ ...stage, usher, owner, t });
        assert.deepEqual(stage.faults, []);
      } catch (error) {
        for (const [n, page] of stage.pages().entries()) await picture(page, `${file} ${name} ${n}`);
        throw stage.faults.length > 0 ? new Error(`in the browser: ${stage.faults.join("\n")}`, { cause: error }) : error;
      } finally {
        await stage.close();
      }
    });
  }
  return { usher, browser, owner, scene };
}

export const launch = () => chromium.launch({ executablePath: CHROMIUM, args: ARGUMENTS });

// The owner of a fresh demo organization, signed in.
export async function demoOwner(usher) {
  const { email, password } = await anonymous(usher).post("/api/v1/setup/demo");
  return Object.assign(await signIn(usher, email, password), { password });
}

export async function newStage(browser, usher, options = {}) {
  const faults = [];
  const contexts = [];
  async function meet(changes = {}) {
    const { as, width = 1280, height = width < 600 ? 780 : 800, theme, language = "en", touch = false, script = true, refusals = [] } = { ...options, ...changes };
    const context = await browser.newContext({
      baseURL: usher.url,
      viewport: { width, height },
      hasTouch: touch,
      isMobile: touch,
      javaScriptEnabled: script,
      colorScheme: theme ?? "light",
      locale: language === "de" ? "de-DE" : "en-US",
      timezoneId: "Europe/Berlin",
      reducedMotion: "reduce",
      permissions: ["clipboard-read", "clipboard-write"],
    });
    contexts.push(context);
    context.setDefaultTimeout(PATIENCE);
    const actor = typeof as === "function" ? await as() : as;
    if (actor instanceof Actor) await context.addCookies([cookieOf(actor)]);
    const cut = refusals.includes("ERR_FAILED") ? "|^TypeError: Failed to fetch" : "";
    const expected = new RegExp(`Failed to load resource: .*(${refusals.join("|") || "never"})${cut}`);
    context.on("console", (message) => {
      if (message.type() === "error" && !expected.test(message.text())) faults.push(message.text());
    });
    context.on("weberror", (error) => faults.push(String(error.error())));
    const page = await context.newPage();
    const open = async (path) => {
      await page.goto(path);
      return page;
    };
    return { page, open, context };
  }
  const main = await meet();
  return {
    ...main,
    meet,
    faults,
    pages: () => contexts.flatMap((context) => context.pages()),
    close: () => Promise.all(contexts.map((context) => context.close())),
  };
}

function cookieOf(actor) {
  const [name, ...value] = actor.cookie.split("=");
  return { name, value: value.join("="), url: actor.usher.url, httpOnly: true, sameSite: "Lax" };
}

async function picture(page, name) {
  mkdirSync(OUT, { recursive: true });
  const path = join(OUT, `${name.replace(/[^\w]+/g, "-").slice(0, 100)}.png`);
  await page.screenshot({ path, fullPage: true }).catch(() => {});
}

// Waits until something is there, and answers it.
export async function sees(locator) {
  await locator.first().waitFor({ state: "visible" });
  return locator;
}

export const gone = (locator) => locator.first().waitFor({ state: "hidden" });

// Tries an assertion again until it holds; its own words are those of the failure.
export async function holds(check, within = PATIENCE) {
  for (const deadline = Date.now() + within; ; await new Promise((resolve) => setTimeout(resolve, 20))) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > deadline) throw error;
    }
  }
}

// That the focus comes to an element.
export async function focused(locator) {
  await holds(async () => assert.ok(await locator.evaluate((element) => element === document.activeElement), `the focus is not on ${locator}`));
}

// That an element says so, whatever its spaces.
export async function says(locator, expected) {
  await holds(async () => {
    const text = (await locator.first().innerText({ timeout: PATIENCE })).replace(/\s+/g, " ").trim();
    if (expected instanceof RegExp) assert.match(text, expected);
    else assert.equal(text, expected);
  });
}

export { PASSWORD, anonymous, codeIn, invite, license, linkIn, linkOf, mails, member, setUp, signIn } from "../../worker/support/client.mjs";
