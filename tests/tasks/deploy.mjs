// `npm run deploy -- --url https://people.example.com`: Usher on your Cloudflare account.
// Creates what is missing (D1, KV, queue, secrets), applies migrations, deploys. Repeating it is safe, and updates.
//   --url         where it will be reached: a name in a zone of your account, or https://usher.<you>.workers.dev
//   --mail-from   the sender of its mail, such as 'Usher <usher@example.com>'
//   --mailer      how mail leaves: smtp or binding (docs/operations.md); its secrets come from --secrets
//   --secrets     a .env file with secrets to set, such as SMTP_URL
//   --dry-run     builds, checks and prints the commands, and asks nothing of the account
// The first three are remembered in .usher/deploy.json. Not here: the account (`npx wrangler login`) and DNS.
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs, parseEnv } from "node:util";
import { experimental_readRawConfig as readRawConfig } from "wrangler";
import { build } from "./build.mjs";
import { ROOT, main, run, step } from "./steps.mjs";

const CONFIG = join(ROOT, ".usher/wrangler.deploy.json");
const REMEMBERED = join(ROOT, ".usher/deploy.json");
const SECRETS = join(ROOT, ".usher/secrets.json");
const MIGRATIONS = "migrations"; // in .usher/, beside the configuration
const KV = "usher-cache";
const OPTIONS = {
  url: { type: "string" }, "mail-from": { type: "string" }, mailer: { type: "string" },
  secrets: { type: "string" }, "dry-run": { type: "boolean", default: false },
};

function remember(given, dry) {
  const before = existsSync(REMEMBERED) ? JSON.parse(readFileSync(REMEMBERED, "utf8")) : {};
  let settings = { ...before, ...given };
  if (dry) settings = { url: "https://usher.example.workers.dev", mailer: "smtp", "mail-from": "Usher <usher@example.com>", ...settings };
  if (!settings.url) throw new Error("Say where Usher will be reached: npm run deploy -- --url https://people.example.com");
  if (!["smtp", "binding"].includes(settings.mailer)) {
    throw new Error("Say how mail leaves, with --mailer smtp or --mailer binding (docs/operations.md). The development mailbox would show every link to everyone.");
  }
  if (!settings["mail-from"]) throw new Error("Say who its mails are from: --mail-from 'Usher <usher@example.com>'");
  settings.url = new URL(settings.url).origin;
  if (!dry) writeFileSync(REMEMBERED, JSON.stringify(settings, null, 2));
  return settings;
}

// wrangler.toml with what is this deployment's own: ids, address, mail. Paths start from .usher/.
function configFor({ url, "mail-from": mailFrom, mailer }, { databaseId, namespaceId }) {
  const { rawConfig: config } = readRawConfig({ config: join(ROOT, "wrangler.toml") });
  const { hostname } = new URL(url);
  const own = !hostname.endsWith(".workers.dev");
  const [database] = config.d1_databases;
  return {
    ...config,
    main: `../${config.main}`,
    assets: { ...config.assets, directory: `../${config.assets.directory}` },
    d1_databases: [{ ...database, database_id: databaseId, migrations_dir: MIGRATIONS }],
    kv_namespaces: [{ ...config.kv_namespaces[0], id: namespaceId }],
    vars: { ...config.vars, PUBLIC_URL: url, MAILER: mailer, MAIL_FROM: mailFrom },
    ...(mailer === "binding" && { send_email: [{ name: "SEND_EMAIL" }] }),
    workers_dev: !own,
    preview_urls: false,
    ...(own && { routes: [{ pattern: hostname, custom_domain: true }] }),
    observability: { enabled: true },
  };
}

// The migrations without their comments: the account's own reader of SQL stumbles over apostrophes and semicolons in them.
function plainMigrations(folder) {
  const out = join(ROOT, ".usher", MIGRATIONS);
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  for (const name of readdirSync(join(ROOT, folder)).filter((name) => name.endsWith(".sql"))) {
    const lines = readFileSync(join(ROOT, folder, name), "utf8").split("\n");
    writeFileSync(join(out, name), lines.filter((line) => !line.trimStart().startsWith("--")).join("\n"));
  }
}

// A Worker reaches no mail server at port 25, and with smtp it needs to know one.
function checkMail({ mailer }, secrets, known) {
  if (mailer !== "smtp") return;
  if (!secrets.SMTP_URL && !known.includes("SMTP_URL")) {
    throw new Error("Say where mail goes: SMTP_URL in the file of --secrets, such as smtps://user:password@mail.example.com:465");
  }
  const { protocol, port } = secrets.SMTP_URL ? new URL(secrets.SMTP_URL) : {};
  if (port === "25" || (protocol === "smtp:" && !port)) throw new Error("A Worker can't connect to port 25. Use smtps at 465, or smtp+starttls at 587.");
}

// Secrets that the deployment lacks. SECRET is never made anew: it would end every session and link.
function missingSecrets(known, file) {
  const secrets = file ? { ...parseEnv(readFileSync(file, "utf8")) } : {};
  for (const [secret, bytes] of [["SECRET", 32], ["SETUP_TOKEN", 18]]) {
    if (!known.includes(secret)) secrets[secret] ??= randomBytes(bytes).toString("base64url");
  }
  return secrets;
}

async function realAccount() {
  const ask = (...args) => run("wrangler", args, { quiet: true, env: { CI: "1" } });
  await ask("whoami", "--json").catch(() => {
    throw new Error("Not signed in to Cloudflare. Run 'npx wrangler login', or set CLOUDFLARE_API_TOKEN.");
  });
  const list = async (...args) => JSON.parse(await ask(...args));
  const { rawConfig } = readRawConfig({ config: join(ROOT, "wrangler.toml") });
  const databaseName = rawConfig.d1_databases[0].database_name;

  const database = async () => (await list("d1", "list", "--json")).find(({ name }) => name === databaseName);
  if (!(await database())) await step(`D1 database ${databaseName}`, () => ask("d1", "create", databaseName, "--update-config=false").then(() => {}));
  const namespace = async () => (await list("kv", "namespace", "list")).find(({ title }) => title === KV);
  if (!(await namespace())) await step(`KV namespace ${KV}`, () => ask("kv", "namespace", "create", KV, "--update-config=false").then(() => {}));
  for (const { queue } of rawConfig.queues.producers) {
    const exists = await ask("queues", "info", queue).then(() => true, () => false);
    if (!exists) await step(`queue ${queue}`, () => ask("queues", "create", queue).then(() => {}));
  }

  return {
    databaseId: (await database()).uuid,
    namespaceId: (await namespace()).id,
    run: (...args) => run("wrangler", args, { env: { CI: "1" } }),
    deploy: (...args) => run("wrangler", args, { asks: true }), // whether a name's DNS record may be replaced, say
    async secretNames(worker) {
      try {
        return (await list("secret", "list", "--name", worker, "--format", "json")).map(({ name }) => name);
      } catch (error) {
        if (/10007|does not exist|not found/i.test(error.message)) return []; // the first deployment
        throw error;
      }
    },
  };
}

// --dry-run: prints what would be asked of the account; only the deploy itself is tried, by wrangler's own dry run.
function rehearsal() {
  const print = (...args) => console.log(`would run: wrangler ${args.join(" ")}`);
  print("d1 create", "usher", "and kv namespace create", KV, "and queues create usher-jobs and usher-imports, each if missing");
  return {
    databaseId: "00000000-0000-0000-0000-000000000000",
    namespaceId: "00000000000000000000000000000000",
    run: async (...args) => print(...args),
    async deploy(...args) {
      print(...args);
      await run("wrangler", ["deploy", "--dry-run", "--outdir", join(ROOT, ".usher/dry-run"), "--config", CONFIG]);
    },
    secretNames: async () => [],
  };
}

await main(import.meta, async (args) => {
  const { "dry-run": dry, secrets: secretsFile, ...given } = parseArgs({ args, options: OPTIONS }).values;
  const settings = remember(given, dry);
  const account = dry ? rehearsal() : await realAccount();
  await build();
  const config = configFor(settings, account);
  writeFileSync(CONFIG, JSON.stringify(config, null, 2));
  const [database] = config.d1_databases;
  const known = await account.secretNames(config.name);
  const secrets = missingSecrets(known, secretsFile);
  if (!dry) checkMail(settings, secrets, known);
  plainMigrations(readRawConfig({ config: join(ROOT, "wrangler.toml") }).rawConfig.d1_databases[0].migrations_dir);
  // Told before it is set: should a later step fail, it is the token all the same.
  if (secrets.SETUP_TOKEN && !dry) console.log(`The first visit asks for this set-up token, shown only now: ${secrets.SETUP_TOKEN}`);
  await step("database", () => account.run("d1", "migrations", "apply", database.binding, "--remote", "--config", CONFIG));
  writeFileSync(SECRETS, JSON.stringify(secrets), { mode: 0o600 });
  try {
    await step("deploy", () => account.deploy("deploy", "--config", CONFIG, "--secrets-file", SECRETS));
  } finally {
    rmSync(SECRETS);
  }
  if (dry) return console.log("\nNothing was changed: this was a dry run.");
  console.log(`\nUsher is deployed: ${settings.url}`);
});
