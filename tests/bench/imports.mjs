// A file of 100,000 people for the bench, three of ten rows bad: judged in a browser, and carried out in the background
// to its end. Not here: the verdict (run.mjs).
import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { launch, newStage } from "../e2e/support/browser.mjs";
import { license, setUp, until } from "../worker/support/client.mjs";
import { startInstance } from "../worker/support/instance.mjs";

const ROWS = 100_000;
const ROWS_A_PART = 500;
const email = (n) => (n % 10 < 3 ? `no address ${n}` : `person${n}@file${n % 50}.example`);

// Rows a second from the press to the last answer, and the longest that a page had to wait meanwhile.
export async function importRows() {
  const usher = await startInstance({ keepLogs: false });
  try {
    const owner = await setUp(usher);
    const studio = await license(owner, ROWS, "Studio");
    const { id } = await owner.post("/api/v1/imports", { name: "people.csv", rows: ROWS, license: studio.id });
    for (let from = 0; from < ROWS; from += ROWS_A_PART) {
      const rows = Array.from({ length: ROWS_A_PART }, (_, n) => ({ row: from + n + 2, email: email(from + n), name: `Person ${from + n}` }));
      await owner.call("PUT", `/api/v1/imports/${id}/parts/${from / ROWS_A_PART}`, { rows });
    }
    const began = performance.now();
    await owner.post(`/api/v1/imports/${id}/commit`);
    let longest = 0;
    const { counts } = await until(async () => {
      const asked = performance.now();
      await owner.get("/api/v1/members?limit=50");
      longest = Math.max(longest, performance.now() - asked);
      const found = await owner.get(`/api/v1/imports/${id}`);
      return found.status === "done" && found;
    }, "the import's end", 300_000, 250);
    assert.deepEqual([counts.invited, counts.refused], [ROWS * 0.7, ROWS * 0.3]);
    return { perSecond: ROWS / ((performance.now() - began) / 1000), longest };
  } finally {
    await usher.stop();
  }
}

// Milliseconds from the choice of the file to the verdict on every row, and the longest task in between, for each round.
export async function judgedInBrowser(rounds) {
  const folder = await mkdtemp(join(tmpdir(), "usher-bench-"));
  const path = join(folder, "people.csv");
  await writeFile(path, `email,name\r\n${Array.from({ length: ROWS }, (_, n) => `${email(n)},Person ${n}`).join("\r\n")}`);
  const usher = await startInstance({ keepLogs: false });
  const browser = await launch();
  try {
    const stage = await newStage(browser, usher, { as: await setUp(usher) });
    const all = [];
    for (let round = 0; round < rounds; round++) {
      await stage.open("/imports");
      await stage.page.locator("#import-file").waitFor();
      await stage.page.evaluate(watch);
      await stage.page.locator("#import-file").setInputFiles(path);
      await stage.page.waitForFunction(() => globalThis.judged);
      all.push(await stage.page.evaluate(() => ({ took: globalThis.judged - globalThis.chosen, longest: Math.max(0, ...globalThis.tasks) })));
    }
    return all;
  } finally {
    await browser.close();
    await usher.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

// Runs in the page: notes when a file is chosen, when the counters are painted, and every task over 50 ms.
function watch() {
  globalThis.tasks = [];
  new PerformanceObserver((list) => globalThis.tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({ entryTypes: ["longtask"] });
  document.addEventListener("change", () => (globalThis.chosen ??= performance.now()), true);
  new MutationObserver((_, observer) => {
    if (!document.querySelector(".counters")) return;
    observer.disconnect();
    requestAnimationFrame(() => setTimeout(() => (globalThis.judged = performance.now())));
  }).observe(document.body, { childList: true, subtree: true });
}
