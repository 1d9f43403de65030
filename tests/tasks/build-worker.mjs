// Builds the `functions` crate into dist/worker/ with worker-build. Not here: the console, and what wrangler does with it.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT, run } from "./steps.mjs";

const OUT = join(ROOT, "dist/worker");
const STAMP = join(ROOT, "dist/worker.stamp");
const CARGO = ["build", "--lib", "--release", "--target", "wasm32-unknown-unknown"];

export async function buildWorker({ dev = false } = {}) {
  // worker-build binds and optimizes each time; cargo alone knows whether anything changed. The variable is
  // worker-build's own, so that its cargo finds everything fresh.
  const crate = join(ROOT, "functions");
  await run("cargo", CARGO, { cwd: crate, env: { WASM_BINDGEN_USE_JS_SYS: "1" } });
  const wasm = readFileSync(join(ROOT, "target/wasm32-unknown-unknown/release/functions.wasm"));
  const stamp = `${createHash("sha256").update(wasm).digest("hex")} ${dev ? "dev" : "release"}`;
  if (existsSync(join(OUT, "index.js")) && existsSync(STAMP) && readFileSync(STAMP, "utf8") === stamp) return "unchanged";
  mkdirSync(OUT, { recursive: true });
  const options = ["--release", "--out-dir", "../dist/worker", ...(dev ? ["--no-opt"] : [])];
  await run(process.env.WORKER_BUILD_BIN ?? "worker-build", options, { cwd: crate, quiet: true });
  writeFileSync(STAMP, stamp);
  return dev ? "not optimized" : "optimized";
}
