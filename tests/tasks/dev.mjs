// `npm run dev`: `npm start` that rebuilds what changed. Not here: how anything is built or served.
import { watch } from "node:fs";
import { join } from "node:path";
import { buildConsole } from "./build-console.mjs";
import { buildWorker } from "./build-worker.mjs";
import { migrate, start } from "./start.mjs";
import { ROOT, main, step } from "./steps.mjs";

const QUIET_MS = 200; // an editor saves many files at once
const parts = {
  migrations: { touches: (path) => path.startsWith("functions/migrations/"), work: migrate },
  Worker: { touches: (path) => /^(functions|shared)\//.test(path), work: () => buildWorker({ dev: true }) },
  console: { touches: (path) => /^(app|shared)\//.test(path), work: () => buildConsole({ dev: true }) },
};
const due = new Set();
let timer;
let busy = false;

function changed(path) {
  for (const [name, { touches }] of Object.entries(parts)) if (touches(path)) due.add(name);
  clearTimeout(timer);
  timer = setTimeout(rebuild, QUIET_MS);
}

async function rebuild() {
  if (busy) return;
  busy = true;
  while (due.size > 0) {
    const names = Object.keys(parts).filter((name) => due.has(name));
    due.clear();
    for (const name of names) {
      // A failed build leaves the last good one running; cargo has said what is wrong.
      await step(name, parts[name].work).catch((error) => console.error(error.message));
    }
  }
  busy = false;
}

await main(import.meta, async () => {
  await start({ dev: true });
  for (const folder of ["app", "functions", "shared"]) {
    watch(join(ROOT, folder), { recursive: true }, (_, file) => changed(`${folder}/${file}`));
  }
  console.log("Watching app, functions and shared.");
});
