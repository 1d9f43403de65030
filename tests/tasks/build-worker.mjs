// Builds the `functions` crate into dist/worker/ with worker-build, and puts the description of its API where the platform
// serves it as a file. Not here: the console, and what wrangler does with it.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT, run } from "./steps.mjs";

const OUT = join(ROOT, "dist/worker");
const STAMP = join(ROOT, "dist/worker.stamp");
const CARGO = ["build", "--lib", "--release", "--target", "wasm32-unknown-unknown"];

// Beyond -O1 wasm-opt takes four times as long and the compressed Worker grows; functions that differ in constants alone,
// of which generic code has many, are made one. In the order of their names like stands beside like, and gzip looks back 32 kB
// only. Without names it is a quarter smaller. How a load is aligned is a hint that engines pass over; one hint for all
// compresses better than the true ones.
const MERGE = ["--dae-optimizing", "--code-folding", "--merge-similar-functions", "--reorder-functions-by-name"];
const TRIM = ["--dealign", "--rse", "--merge-blocks", "--remove-unused-brs", "--simplify-locals", "--coalesce-locals", "--reorder-locals", "--vacuum"];
const OPTIMIZE = ["-O1", ...MERGE, ...TRIM, ...[
  "mutable-globals", "sign-ext", "nontrapping-float-to-int", "bulk-memory", "multivalue", "reference-types", "exception-handling",
].map((name) => `--enable-${name}`)];

export async function buildWorker({ dev = false } = {}) {
  describe();
  // worker-build binds each time; cargo alone knows whether anything changed. The variable is worker-build's own, so
  // that its cargo finds everything fresh.
  const crate = join(ROOT, "functions");
  await run("cargo", CARGO, { cwd: crate, env: { WASM_BINDGEN_USE_JS_SYS: "1" } });
  const inputs = ["target/wasm32-unknown-unknown/release/functions.wasm", "tests/tasks/build-worker.mjs"];
  const stamp = [...inputs.map((path) => hash(readFileSync(join(ROOT, path)))), dev ? "dev" : "release"].join(" ");
  if (existsSync(join(OUT, "index.js")) && existsSync(STAMP) && readFileSync(STAMP, "utf8") === stamp) return "unchanged";
  mkdirSync(OUT, { recursive: true });
  await run(process.env.WORKER_BUILD_BIN ?? "worker-build", ["--release", "--no-opt", "--out-dir", "../dist/worker"], { cwd: crate, quiet: true });
  const wasm = join(OUT, "index_bg.wasm");
  if (!dev) await run(process.env.WASM_OPT_BIN ?? "wasm-opt", [...OPTIMIZE, wasm, "-o", wasm]);
  writeFileSync(STAMP, stamp);
  return dev ? "not optimized" : "optimized";
}

function describe() {
  const folder = join(ROOT, "dist/console/api");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "openapi.json"), JSON.stringify(JSON.parse(readFileSync(join(ROOT, "functions/openapi.json"), "utf8"))));
}

const hash = (content) => createHash("sha256").update(content).digest("hex");
