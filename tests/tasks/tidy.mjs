// Tests the repository itself: who may import whom, module docs, file sizes and names, migration numbers.
// Each rule answers a list of complaints. Not here: what rustfmt and clippy see.
import { readFileSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { ROOT, main } from "./steps.mjs";

const FOLDERS = ["app", "docs", "functions", "shared", "tests"];
const MAX_LINES = 400;
const PLATFORM = ["worker", "wasm_bindgen", "wasm_bindgen_futures", "js_sys", "web_sys", "serde_wasm_bindgen"];

const SQL = /"\s*(SELECT\s|INSERT\s+INTO|UPDATE\s+\w+\s+SET|DELETE\s+FROM)/;

// In files under a path, these crates and modules must not be named; the first path that fits decides.
// Inside functions: http -> use_cases -> store -> ports, and edge plugs in from outside.
const LAW = [
  { under: "shared/src/", not: [...PLATFORM, "leptos", "http", "std::fs", "std::net", "std::env", "SystemTime", "Instant"] },
  { under: "functions/src/edge/", not: [] },
  { under: "functions/src/lib.rs", not: [] },
  { under: "functions/src/http/", not: [...PLATFORM, "crate::store", "crate::edge"] },
  { under: "functions/src/use_cases/", not: [...PLATFORM, "crate::http", "crate::edge"] },
  { under: "functions/src/store/", not: [...PLATFORM, "crate::http", "crate::use_cases", "crate::edge"] },
  { under: "functions/src/ports", not: [...PLATFORM, "crate::http", "crate::use_cases", "crate::store", "crate::edge"] },
  { under: "functions/src/", not: [...PLATFORM, "crate::edge"] },
  { under: "app/src/api", not: ["functions", "worker"] },
  { under: "app/src/", not: ["functions", "worker", "gloo_net"] },
];

// What German says to a friend: the words for one, and the verbs with which texts ask for something.
const INFORMAL = /(?<!\p{L})(du|dich|dir|dein(e[mnrs]?)?|(wähle|speichere|lege|schreib|gib|nenne|prüfe|versuche|öffne|ändere|lade|warte|entferne|füge|nimm|melde|klicke|gehe?|benenne|trenne|ersetze)(?= [^,.:]))(?!\p{L})/giu;

const rules = {
  "imports follow the law of docs/architecture.md": ({ rust }) => rust.flatMap(({ path, code }) => {
    const law = LAW.find(({ under }) => path.startsWith(under));
    return (law?.not ?? []).filter((name) => names(code, name)).map((name) => `${path} must not know ${name}`);
  }),

  "SQL is in stores only": ({ rust }) =>
    rust.filter(({ path, text }) => /^functions\/src\/(?!store\/|edge\/)/.test(path) && SQL.test(withoutTests(text)))
      .map(({ path }) => `${path} holds SQL`),

  "each Rust file says what is in it, and what is not (//!)": ({ rust }) =>
    rust.filter(({ text }) => !/^\s*\/\/!/.test(text)).map(({ path }) => `${path} starts without //!`),

  "each script says what is in it": ({ files }) =>
    files.filter(({ path }) => path.endsWith(".mjs")).filter(({ text }) => !text.startsWith("//"))
      .map(({ path }) => `${path} starts without a comment`),

  [`no Rust file has more than ${MAX_LINES} lines without its tests`]: ({ rust }) =>
    rust.map(({ path, text }) => ({ path, lines: withoutTests(text).split("\n").length }))
      .filter(({ lines }) => lines > MAX_LINES).map(({ path, lines }) => `${path} has ${lines} lines`),

  "no file is named for nothing in particular": ({ files }) =>
    files.filter(({ path }) => /(^|\/)(utils?|helpers?|common|misc|manager|[a-z_]+_(manager|impl|utils?|helpers?))(\.\w+)?(\/|$)/.test(path))
      .map(({ path }) => `${path} needs a name that says what it is`),

  "nothing is left for later": ({ files }) =>
    files.filter(({ path }) => path !== "tests/tasks/tidy.mjs").flatMap(({ path, text }) =>
      text.split("\n").flatMap((line, n) => (/\b(TODO|FIXME|XXX)\b/.test(line) ? [`${path}:${n + 1} ${line.trim()}`] : []))),

  "migrations are numbered": ({ files }) => {
    const found = files.map(({ path }) => /^functions\/migrations\/(.*)$/.exec(path)?.[1]).filter(Boolean).sort();
    return found.filter((name, n) => !/^\d{4}_[a-z0-9_]+\.sql$/.test(name) || name.slice(0, 4) === found[n - 1]?.slice(0, 4))
      .map((name) => `functions/migrations/${name}: expected a number of its own, four digits, and a name`);
  },

  "tests of the Worker and of the browser are named *.test.mjs": ({ files }) =>
    files.map(({ path }) => path).filter((path) => /^tests\/(worker|e2e)\/(?!.*\bsupport\/).*\.m?js$/.test(path))
      .filter((path) => !path.endsWith(".test.mjs")).map((path) => `${path} would not run: name it so, or move it to support/`),

  "every row of docs/checklist.md that works is named by a test": ({ files }) => {
    const works = read("docs/checklist.md").split("## Not yet")[0];
    const rows = [...works.matchAll(/^\| ([A-E]\d+b?) \|/gm)].map(([, row]) => row);
    const covered = new Set(files.flatMap(({ text }) => [...text.matchAll(/covers: ([A-E0-9b, ]+)/g)].flatMap(([, list]) => list.match(/[A-E]\d+b?/g) ?? [])));
    return rows.filter((row) => !covered.has(row)).map((row) => `docs/checklist.md: no test covers ${row}`);
  },

  "German says Sie": ({ files }) =>
    files.filter(({ path }) => /^(app\/i18n\/de\/|functions\/src\/texts\/)/.test(path)).flatMap(({ path, text }) =>
      [...text.matchAll(INFORMAL)].map(([said]) => `${path} says ${JSON.stringify(said)}: ask formally or say it without a person`)),

  "pinned versions agree": () => {
    const [setup, cargo, lock] = ["tests/tasks/setup.sh", "Cargo.toml", "package-lock.json"].map(read);
    const wanted = /wasm-bindgen = "=([\d.]+)"/.exec(cargo)?.[1];
    return [
      ...(setup.includes(`WASM_BINDGEN=${wanted} `) ? [] : [`setup.sh must install wasm-bindgen ${wanted}, as Cargo.toml says`]),
      ...(lock.includes('"resolved"') ? ["package-lock.json names a registry (see .npmrc)"] : []),
      ...Object.entries(JSON.parse(read("package.json")).devDependencies).filter(([, version]) => !/^\d/.test(version))
        .map(([name, version]) => `package.json: ${name} ${version} is not an exact version`),
    ];
  },
};

export function tidy() {
  const files = FOLDERS.flatMap(list).map((path) => ({ path, text: read(path) }));
  const rust = files.filter(({ path }) => path.endsWith(".rs"))
    .map((file) => ({ ...file, code: file.text.replace(/\/\/.*$/gm, "").replace(/"(\\.|[^"\\])*"/g, '""') }));
  return Object.entries(rules).map(([rule, check]) => ({ rule, complaints: check({ files, rust }) }));
}

// `crate::store::x`, or `store` inside `use crate::{..}`; otherwise a crate or type at the start of a path.
function names(code, name) {
  if (!name.startsWith("crate::")) return new RegExp(`(?<![\\w:])${name}(::|\\s*;)`).test(code);
  const part = name.slice("crate::".length);
  return new RegExp(`\\bcrate::${part}\\b|\\bcrate::\\{[^;]*[{,]\\s*${part}\\b`).test(code.replace(/crate::\{/g, "crate::{,"));
}
const withoutTests = (text) => text.split(/^#\[cfg\(test\)\]$/m)[0];
const read = (path) => readFileSync(join(ROOT, path), "utf8");
const TEXT = /\.(rs|mjs|js|sql|css|html|md|toml|sh|json)$/;
function list(folder) {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return ["target", "out", "node_modules", "build"].includes(basename(path)) ? [] : list(path);
    return TEXT.test(entry.name) ? [path] : [];
  }).sort();
}

await main(import.meta, () => {
  const broken = tidy().filter(({ complaints }) => complaints.length > 0);
  for (const { rule, complaints } of broken) console.log(`${rule}:\n${complaints.map((line) => `  ${line}`).join("\n")}`);
  if (broken.length > 0) throw new Error(`tidy: ${broken.length} rules are broken`);
  console.log("tidy: all rules hold");
});
