// Starts the built Worker on workerd for a test: own port, own empty state, all migrations applied.
//
//   const usher = await startInstance({ vars: { MAILER: "smtp" } });
//   await fetch(`${usher.url}/healthz`);
//   await usher.triggerScheduled();          // the cron, now
//   await usher.restart({ kill: true });     // kill -9, then start again on the same state and port
//   await usher.kill();                      // kill -9 only; restart() brings it back
//   await usher.sql("SELECT id FROM users WHERE email = ?", "a@example.com");   // rows; past the Worker, same D1
//   await usher.batch([{ sql, values }]);    // one transaction; rows of each
//   usher.logs                               // [{ level, message }] of the Worker so far
//   await usher.log(/outbox swept/);         // waits for such a message, also an earlier one
//   await usher.stop();
//
// `keepState: path` uses that folder and leaves it there. `keepLogs: false` spares the time of logs.
// `script` and `migrations` run another Worker instead (bench).
// Not here: building (npm run build), sign-ins, or anything of one suite.
import { fork } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

const running = new Set();
process.once("exit", () => running.forEach(killGroup));

export async function startInstance({ vars = {}, port, keepState, script, migrations, keepLogs = true, env = {} } = {}) {
  port ??= await freePort();
  const state = keepState ?? (await mkdtemp(join(tmpdir(), "usher-test-")));
  const url = `http://127.0.0.1:${port}`;
  const defaults = { PUBLIC_URL: url, MAILER: "dev", SECRET: randomBytes(32).toString("base64url") };
  const settings = { port, state, script, migrations, keepLogs, vars: { ...defaults, ...vars } };
  const logs = [];
  let child;

  async function start(changes = {}) {
    Object.assign(settings.vars, changes);
    child = await launch(settings, env, logs);
    await healthy(url, logs);
  }
  async function end(kill) {
    if (!child) return;
    const gone = once(child, "exit");
    if (kill) killGroup(child);
    else child.disconnect();
    const late = setTimeout(() => killGroup(child), 5000);
    await gone;
    clearTimeout(late);
    killGroup(child);
    running.delete(child);
    child = undefined;
  }

  let calls = 0;
  function batch(statements) {
    const call = ++calls;
    return new Promise((resolve, reject) => {
      const gone = () => reject(new Error("the Worker's process ended"));
      child.once("exit", gone);
      child.on("message", function answer(message) {
        if (message.call !== call) return;
        child.off("message", answer).off("exit", gone);
        if (message.error) reject(new Error(message.error));
        else resolve(message.results);
      });
      child.send({ call, statements });
    });
  }

  await start();
  return {
    url,
    logs,
    batch,
    sql: async (sql, ...values) => (await batch([{ sql, values }]))[0],
    async log(pattern, within = 5000) {
      for (const deadline = Date.now() + within; Date.now() < deadline; await pause(20)) {
        const found = logs.find(({ message }) => pattern.test(message));
        if (found) return found;
      }
      throw new Error(`no log message like ${pattern} within ${within} ms:\n${tail(logs)}`);
    },
    state,
    vars: settings.vars,
    kill: () => end(true),
    async restart({ kill = false, vars: changes } = {}) {
      await end(kill);
      await start(changes);
    },
    async triggerScheduled(cron = "* * * * *") {
      const answer = await fetch(`${url}/cdn-cgi/local/scheduled?cron=${encodeURIComponent(cron)}`);
      if (!answer.ok) throw new Error(`scheduled: ${answer.status} ${await answer.text()}`);
    },
    async stop() {
      await end(false);
      if (!keepState) await rm(state, { recursive: true, force: true });
    },
  };
}

// The child leads a process group of its own, so that one signal reaches it and its workerd.
async function launch(settings, env, logs) {
  const child = fork(join(import.meta.dirname, "serve.mjs"), {
    detached: true,
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    env: { ...process.env, WRANGLER_SEND_METRICS: "false", ...env },
  });
  running.add(child);
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text) => logs.push({ level: "platform", message: text.trimEnd() }));
  }
  const outcome = new Promise((resolve, reject) => {
    child.on("message", ({ ready, failed, log }) => {
      if (log) logs.push(log);
      if (failed) reject(new Error(failed));
      if (ready) resolve();
    });
    child.once("exit", (code) => reject(new Error(`the Worker's process ended with ${code}\n${tail(logs)}`)));
  });
  child.send(settings);
  try {
    await outcome;
  } catch (error) {
    killGroup(child);
    throw error;
  }
  return child;
}

async function healthy(url, logs) {
  let last;
  for (const deadline = Date.now() + 10_000; Date.now() < deadline; ) {
    last = await fetch(`${url}/healthz`).then(async (answer) => (answer.ok ? undefined : `${answer.status} ${await answer.text()}`), String);
    if (last === undefined) return;
    await pause(50);
  }
  throw new Error(`/healthz did not answer 200 within 10 s: ${last}\n${tail(logs)}`);
}

function killGroup(child) {
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch (error) {
    if (error.code !== "ESRCH") throw error;
  }
}

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const tail = (logs) => logs.slice(-20).map(({ level, message }) => `${level}: ${message}`).join("\n");
