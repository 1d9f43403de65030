// One Worker on workerd, in a process of its own, so that a test can kill it like a crash does.
// Started by instance.mjs, which sends the settings and gets `ready` and `log` messages back. Bindings (D1, KV, queue,
// assets, rate limit, cron) are those of wrangler.toml, read by wrangler itself. Not here: anything a test decides.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { Log, LogLevel, Miniflare, convertV4MiniflareOptions } from "miniflare";
import * as wrangler from "wrangler";

const ROOT = join(import.meta.dirname, "../../..");

process.once("message", async (settings) => {
  try {
    const { url, db } = await serve(settings);
    process.on("message", ({ statements, call }) => query(db, statements).then(
      (results) => process.send({ call, results }),
      (error) => process.send({ call, error: error.message }),
    ));
    process.send({ ready: url });
  } catch (error) {
    process.send({ failed: error.stack ?? String(error) });
  }
});

// One transaction, by the same D1 that the Worker uses.
async function query(db, statements) {
  const answers = await db.batch(statements.map(({ sql, values = [] }) => db.prepare(sql).bind(...values)));
  return answers.map(({ results }) => results);
}

async function serve({ port, state, vars, script, migrations, keepLogs }) {
  const { workerOptions, main } = wrangler.unstable_getMiniflareWorkerOptions(
    join(ROOT, "wrangler.toml"), undefined, { envFiles: [] },
  );
  const code = script ?? main;
  const platform = new Miniflare(convertV4MiniflareOptions({
    ...workerOptions,
    name: "usher",
    rootPath: ROOT,
    modules: script
      ? [{ type: "ESModule", path: code }]
      : [{ type: "ESModule", path: code }, { type: "CompiledWasm", path: join(code, "../index_bg.wasm") }],
    modulesRoot: join(code, ".."),
    bindings: { ...workerOptions.bindings, ...vars },
    host: "127.0.0.1",
    port,
    cf: false,
    resourcePersistencePath: state,
    unsafeTriggerHandlers: true,
    telemetry: { enabled: false },
    log: new Log(LogLevel.ERROR),
    handleStructuredLogs: ({ level, message }) => keepLogs && process.connected && process.send({ log: { level, message } }),
  }));
  process.once("disconnect", () => platform.dispose().finally(() => process.exit()));
  const url = (await platform.ready).origin;
  const db = await platform.getD1Database("DB");
  await migrate(db, migrations ?? join(ROOT, "functions/migrations"));
  return { url, db };
}

// What `wrangler d1 migrations apply --local` does, with the same table, in a tenth of its time.
async function migrate(db, folder) {
  await db.prepare(
    "CREATE TABLE IF NOT EXISTS d1_migrations (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT UNIQUE, " +
      "applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL)",
  ).run();
  const { results } = await db.prepare("SELECT name FROM d1_migrations").all();
  const applied = new Set(results.map(({ name }) => name));
  for (const name of readdirSync(folder).filter((file) => file.endsWith(".sql")).sort()) {
    if (applied.has(name)) continue;
    const statements = wrangler.unstable_splitSqlQuery(readFileSync(join(folder, name), "utf8"));
    await db.batch([
      ...statements.map((sql) => db.prepare(sql)),
      db.prepare("INSERT INTO d1_migrations (name) VALUES (?)").bind(name),
    ]);
  }
}
