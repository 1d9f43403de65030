// Lighthouse on the sign-in page: accessibility 100; the performance figure is printed and never decides.
// Not here: accessibility of every other screen (screens.test.mjs).
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { CHROMIUM, ARGUMENTS, house, holds } from "../support/browser.mjs";

const { usher } = await house();

test("the sign-in page has 100 points for accessibility", async (t) => {
  const port = await freePort();
  const profile = await mkdtemp(join(tmpdir(), "usher-lighthouse-"));
  const report = join(profile, "report.json");
  const chromium = spawn(CHROMIUM, [...ARGUMENTS, `--remote-debugging-port=${port}`, `--user-data-dir=${profile}`], { stdio: "ignore" });
  t.after(async () => {
    const ended = once(chromium, "exit");
    chromium.kill();
    await ended;
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  });
  await holds(async () => assert.ok((await fetch(`http://127.0.0.1:${port}/json/version`)).ok));
  const cli = join(import.meta.dirname, "../../../node_modules/lighthouse/cli/index.js");
  const options = [`--port=${port}`, "--output=json", `--output-path=${report}`, "--only-categories=accessibility,performance", "--quiet"];
  const [code] = await once(spawn(process.execPath, [cli, `${usher.url}/sign-in`, ...options], { stdio: "inherit" }), "exit");
  assert.equal(code, 0, "Lighthouse ended badly");
  const { categories, audits } = JSON.parse(await readFile(report, "utf8"));
  const points = (category) => Math.round(categories[category].score * 100);
  const shown = ["first-contentful-paint", "largest-contentful-paint", "total-blocking-time", "cumulative-layout-shift"];
  t.diagnostic(`performance ${points("performance")}; ${shown.map((id) => `${audits[id].title} ${audits[id].displayValue}`).join(", ")}`);
  const failed = categories.accessibility.auditRefs.map(({ id }) => audits[id]).filter(({ score }) => score !== null && score < 1);
  assert.deepEqual(failed.map(({ id, title }) => `${id}: ${title}`), []);
  assert.equal(points("accessibility"), 100);
});

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}
