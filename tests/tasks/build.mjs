// `npm run build`: the Worker into dist/worker/, the console into dist/console/, then what they weigh.
// --dev leaves out wasm-opt. Not here: how each is built (build-worker.mjs, build-console.mjs).
import { buildConsole } from "./build-console.mjs";
import { buildWorker } from "./build-worker.mjs";
import { printSizes, sizes } from "./sizes.mjs";
import { main, step } from "./steps.mjs";

export async function build({ dev = false, weigh = true } = {}) {
  await step("Worker", () => buildWorker({ dev }));
  await step("console", () => buildConsole({ dev }));
  if (weigh) printSizes(sizes());
}

await main(import.meta, (args) => build({ dev: args.includes("--dev"), weigh: !args.includes("--dev") }));
