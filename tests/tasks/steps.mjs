// What every task needs: run a command, time a step. Not here: what the steps are.
import { spawn } from "node:child_process";
import { realpathSync } from "node:fs";
import { join } from "node:path";

export const ROOT = join(import.meta.dirname, "../..");

// Runs a command to its end. Quiet: answers what it printed, and shows nothing unless it fails. Asks: it may ask back.
export function run(command, args, { cwd = ROOT, env = {}, quiet = false, asks = false } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: [asks ? "inherit" : "ignore", quiet ? "pipe" : "inherit", quiet ? "pipe" : "inherit"],
    });
    let output = "";
    let errors = "";
    child.stdout?.on("data", (chunk) => (output += chunk));
    child.stderr?.on("data", (chunk) => (errors += chunk));
    child.once("error", (error) => reject(new Error(`${command}: ${error.message}. Run: npm run setup`)));
    child.once("close", (code) => {
      if (code === 0) resolve(output);
      else reject(new Error(`${command} ${args.join(" ")}: exit ${code}\n${output}${errors}`));
    });
  });
}

export const wrangler = (...args) => run("wrangler", args, { quiet: true, env: { CI: "1" } });

// Runs a named step and says how long it took. The step's answer, if a string, follows in brackets.
export async function step(name, work) {
  const began = performance.now();
  const answer = await work();
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  console.log(`${name}: ${seconds} s${typeof answer === "string" ? ` (${answer})` : ""}`);
  return answer;
}

// Runs a task's main function when the file was called by name, not imported.
export async function main(meta, work) {
  if (!process.argv[1] || realpathSync(process.argv[1]) !== meta.filename) return;
  try {
    await work(process.argv.slice(2));
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
