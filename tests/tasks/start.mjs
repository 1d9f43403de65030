// `npm start`: builds Usher and serves it on this machine, on http://localhost:8787 (PORT names another port).
// Also plays the clock that fires the cron trigger on the real platform. Not here: set-up (setup.sh), rebuilding (dev.mjs).
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { build } from "./build.mjs";
import { ROOT, main, step, wrangler } from "./steps.mjs";

const STATE = ".wrangler/state";
const MINUTE = 60_000;
// The Worker logs each request itself; and the location of requests is only known with internet access.
const NOISE = /^\[wrangler:info\] |Request\.cf|getaddrinfo|GetAddrInfoReqWrap|^$/;

export async function start({ dev = false } = {}) {
  const port = Number(process.env.PORT ?? 8787);
  const url = `http://localhost:${port}`;
  await refuseTakenPort(port);
  await build({ dev, weigh: !dev });
  secrets();
  await step("database", migrate);
  await step("start", () => serve(port, url));
  setInterval(() => fetch(`${url}/cdn-cgi/local/scheduled?cron=*+*+*+*+*`).catch(() => {}), MINUTE);
  console.log(`\nUsher is ready: ${url}`);
  console.log(`  The first visit sets up your organization. Every mail it would send: ${url}/dev/mail`);
  console.log("  Ctrl+C stops it; the data stays in .wrangler/state.\n");
}

export async function migrate() {
  await wrangler("d1", "migrations", "apply", "DB", "--local", "--persist-to", STATE);
}

// Secrets of this checkout's own instance; .dev.vars is never committed.
function secrets() {
  const path = join(ROOT, ".dev.vars");
  if (existsSync(path)) return;
  writeFileSync(path, `SECRET=${randomBytes(32).toString("base64url")}\n`, { mode: 0o600 });
  console.log("secrets: written to .dev.vars");
}

async function serve(port, url) {
  const args = ["dev", "--port", String(port), "--persist-to", STATE, "--var", `PUBLIC_URL:${url}`,
    "--show-interactive-dev-session=false"];
  const server = spawn("wrangler", args, { cwd: ROOT, stdio: ["ignore", "pipe", "pipe"] });
  let ready = false;
  let early = "";
  for (const stream of [server.stdout, server.stderr]) {
    createInterface({ input: stream }).on("line", (line) => {
      if (!ready) early += `${line}\n`;
      else if (!NOISE.test(line)) console.log(line);
    });
  }
  server.once("exit", (code) => {
    if (!ready) console.error(early);
    process.exit(code ?? 0);
  });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
    process.once(signal, () => {
      server.kill("SIGTERM");
      setTimeout(() => server.kill("SIGKILL"), 5000).unref();
    });
  }
  for (const deadline = Date.now() + 60_000; !ready; ) {
    ready = await fetch(`${url}/healthz`).then((answer) => answer.ok, () => false);
    if (!ready && Date.now() > deadline) {
      server.kill("SIGKILL");
      throw new Error(`Usher did not answer at ${url}/healthz within a minute:\n${early}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

function refuseTakenPort(port) {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", ({ code }) => reject(new Error(
      code === "EADDRINUSE"
        ? `Port ${port} is in use, maybe by another Usher. Stop that, or choose another: PORT=8788 npm start`
        : `Port ${port} cannot be used (${code}). Choose another: PORT=8788 npm start`,
    )));
    probe.listen(port, "127.0.0.1", () => probe.close(resolve));
  });
}

await main(import.meta, () => start());
