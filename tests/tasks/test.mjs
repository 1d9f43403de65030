// `npm test`: everything that proves Usher, one step after another, going on after a failure so that one run shows all.
// --quick (`npm run test:quick`) runs the rules and the API natively only. Not here: the tests.
import { spawn } from "node:child_process";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { buildConsole } from "./build-console.mjs";
import { buildWorker } from "./build-worker.mjs";
import { isOver, printSizes, sizes } from "./sizes.mjs";
import { ROOT, main } from "./steps.mjs";
import { tidy } from "./tidy.mjs";

const WASM = ["--target", "wasm32-unknown-unknown", "-p", "usher-functions", "-p", "usher-app"];
const STRICT = ["--", "-D", "warnings"];
const TEST_MINUTES = 10;

const quick = [
  ["rules, natively", () => cargoTest("-p", "usher-shared")],
  ["API, natively", () => cargoTest("-p", "usher-functions", "-p", "usher-tests")],
];
const all = [
  ["tidy", checkTidy],
  ["format", () => command("cargo", ["fmt", "--all", "--check"])],
  ["lints, native", () => command("cargo", ["clippy", "--workspace", "--all-targets", ...STRICT])],
  ["lints, wasm32", () => command("cargo", ["clippy", ...WASM, ...STRICT])],
  ...quick,
  ["console's own tests, natively", consoleTests],
  ["build", async () => (await buildWorker(), await buildConsole(), ONE)],
  ["sizes", checkSizes],
  ["built Worker on workerd", () => nodeTest("worker")],
  ["journeys in Chromium", () => nodeTest("e2e")],
];

const ONE = { passed: 1, failed: 0 };
const NONE = { passed: 0, failed: 1 };

async function checkTidy() {
  const rules = tidy();
  const broken = rules.filter(({ complaints }) => complaints.length > 0);
  for (const { rule, complaints } of broken) console.log(`${rule}:\n  ${complaints.join("\n  ")}`);
  return { passed: rules.length - broken.length, failed: broken.length };
}

async function checkSizes() {
  const rows = sizes();
  printSizes(rows);
  const over = rows.filter(isOver).length;
  return { passed: rows.length - over, failed: over };
}

async function command(name, args) {
  const { code } = await show(name, args);
  return code === 0 ? ONE : NONE;
}

async function cargoTest(...packages) {
  const { code, output } = await show("cargo", ["test", "--no-fail-fast", ...packages]);
  return counted(code, output, /^test result: .*? (\d+) passed; (\d+) failed/gm);
}

// Leptos takes a minute to build natively: only when there is something to run.
async function consoleTests() {
  const sources = globSync("app/src/**/*.rs", { cwd: ROOT });
  if (!sources.some((path) => readFileSync(join(ROOT, path), "utf8").includes("#[test]"))) return { passed: 0, failed: 0 };
  return cargoTest("-p", "usher-app");
}

async function nodeTest(suite) {
  const files = globSync(`tests/${suite}/**/*.test.mjs`, { cwd: ROOT }).sort();
  if (files.length === 0) throw new Error(`There are no tests in tests/${suite} yet.`);
  const options = ["--test", "--test-reporter=spec", `--test-timeout=${TEST_MINUTES * 60_000}`];
  const { code, output } = await show("node", [...options, ...files]);
  const plain = output.replace(/\u001b\[\d+m/g, "");
  const count = (kind) => Number(new RegExp(`^ℹ ${kind} (\\d+)$`, "m").exec(plain)?.[1] ?? 0);
  return atLeast(code, { passed: count("pass"), failed: count("fail") + count("cancelled") });
}

function counted(code, output, pattern) {
  const counts = { passed: 0, failed: 0 };
  for (const [, passed, failed] of output.matchAll(pattern)) {
    counts.passed += Number(passed);
    counts.failed += Number(failed);
  }
  return atLeast(code, counts);
}

// A step that ended badly without naming a test, or without any test, is a failure too.
const atLeast = (code, { passed, failed }) => ({ passed, failed: code !== 0 || passed + failed === 0 ? Math.max(failed, 1) : failed });

// Runs a command, showing its output as it comes and keeping it.
function show(name, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(name, args, { cwd: ROOT, stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, CARGO_TERM_PROGRESS_WHEN: "never" } });
    let output = "";
    for (const [stream, out] of [[child.stdout, process.stdout], [child.stderr, process.stderr]]) {
      stream.setEncoding("utf8").on("data", (text) => {
        output += text;
        out.write(text);
      });
    }
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, output }));
  });
}

await main(import.meta, async (args) => {
  const steps = args.includes("--quick") ? quick : all;
  const done = [];
  for (const [n, [name, work]] of steps.entries()) {
    console.log(`\n== ${n + 1}/${steps.length} ${name} ==`);
    const began = performance.now();
    const counts = await work().catch((error) => (console.error(error.message), NONE));
    done.push({ name, ...counts, seconds: (performance.now() - began) / 1000 });
  }
  console.log("");
  for (const { name, passed, failed, seconds } of done) {
    console.log(`${failed ? "FAILED" : "ok    "} ${name.padEnd(30)} ${String(passed).padStart(5)} passed ${String(failed).padStart(4)} failed ${seconds.toFixed(1).padStart(7)} s`);
  }
  const sum = (kind) => done.reduce((total, step) => total + step[kind], 0);
  console.log(`\n${sum("passed")} passed, ${sum("failed")} failed`);
  if (sum("failed") > 0) process.exitCode = 1;
});
