// Builds the `app` crate into dist/console/: wasm bound and optimized, one script, one stylesheet, names by content.
// app/index.html is used as it is; the links to script, style and wasm are put before its </head>, and none is inline, so
// a strict content security policy holds. What `#[lazy]` marks is cut out of the first wasm and loaded when needed.
// app/style/page.css becomes /assets/page.css, the one for the Worker's pages; the console's style is app/style/app.css,
// or else all others there, tokens.css first. app/public/ is copied.
// Not here: the Worker.
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import esbuild from "esbuild";
import { ROOT, run } from "./steps.mjs";

const APP = join(ROOT, "app");
const OUT = join(ROOT, "dist/console");
const BOUND = join(ROOT, "dist/bound"); // what wasm-bindgen and wasm-opt made of the last app.wasm
const STAMP = join(BOUND, "stamp");

// Components without their types in one another's types are a fifth smaller; relocations let lazy parts be cut out.
const RUSTFLAGS = "--cfg erase_components -Clink-args=--emit-relocs";

// What rustc emits and every browser of the last years runs; wasm-opt must not go beyond. Alignments, which engines pass over,
// are all written alike: it compresses better.
const FEATURES = [
  "mutable-globals", "sign-ext", "nontrapping-float-to-int", "bulk-memory", "multivalue", "reference-types",
].map((name) => `--enable-${name}`);

export async function buildConsole({ dev = false } = {}) {
  const env = { CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS: RUSTFLAGS };
  await run("cargo", ["build", "--profile", "console", "--target", "wasm32-unknown-unknown", "-p", "usher-app"], { env });
  const work = await bind(dev);
  const files = new Map([
    ...(await script()),
    ...(await styles()),
  ]);
  const keep = new Set([...files.keys()]);
  mkdirSync(join(OUT, "assets"), { recursive: true });
  for (const [name, content] of files) writeIfNew(join(OUT, "assets", name), content);
  if (existsSync(join(APP, "public"))) cpSync(join(APP, "public"), OUT, { recursive: true });
  writeIfNew(join(OUT, "_headers"), headers([...keep]));
  writeIfNew(join(OUT, "index.html"), page([...keep]));
  for (const name of readdirSync(join(OUT, "assets"))) {
    if (/^(app|texts|pages|part)-.*\.(js|wasm|css)$/.test(name) && !keep.has(name)) rmSync(join(OUT, "assets", name));
  }
  return work;
}

async function bind(dev) {
  const wasm = join(ROOT, "target/wasm32-unknown-unknown/console/app.wasm");
  const stamp = [hash(readFileSync(wasm)), hash(readFileSync(import.meta.filename)), dev ? "dev" : "release"].join(" ");
  if (existsSync(STAMP) && readFileSync(STAMP, "utf8") === stamp) return "unchanged";
  rmSync(BOUND, { recursive: true, force: true });
  mkdirSync(BOUND, { recursive: true });
  await run(process.env.WASM_SPLIT_BIN ?? "wasm-split-cli", [wasm, BOUND, "--target", "web", "--out-name", "app"]);
  const main = join(BOUND, "app.wasm");
  await run(process.env.WASM_BINDGEN_BIN ?? "wasm-bindgen", [
    main, "--target", "web", "--no-typescript", "--keep-lld-exports", "--out-dir", BOUND, "--out-name", "app",
  ]);
  rmSync(main);
  for (const name of dev ? [] : wasmFiles()) {
    const file = join(BOUND, name);
    await run(process.env.WASM_OPT_BIN ?? "wasm-opt", ["-Oz", "--dealign", ...FEATURES, file, "-o", file]);
  }
  writeFileSync(STAMP, stamp);
  return dev ? "not optimized" : "optimized";
}

// The script is a boot of three lines with wasm-bindgen's part bundled in; it finds the wasm files beside itself.
async function script() {
  const files = wasmFiles().map((name) => [name, readFileSync(join(BOUND, name))]);
  const names = new Map(files.map(([name, wasm]) => [name, named("wasm", wasm, stemOf(name))]));
  const boot = `import start from "./app.js"; start({ module_or_path: new URL("./app_bg.wasm", import.meta.url) });`;
  let js = String(await bundle({ contents: boot, resolveDir: BOUND, loader: "js" }, { format: "esm" }));
  for (const [name, byContent] of names) js = js.replaceAll(`./${name}`, `./${byContent}`);
  return [...files.map(([name, wasm]) => [names.get(name), wasm]), [named("js", js), Buffer.from(js)]];
}
const stemOf = (name) => ({ "app_bg.wasm": "app", "split_beyond_home.wasm": "pages", "split_english.wasm": "texts", "split_german.wasm": "texts" })[name] ?? "part";
const wasmFiles = () => readdirSync(BOUND).filter((name) => name.endsWith(".wasm"));

async function styles() {
  const folder = join(APP, "style");
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".css")).sort() : [];
  const all = names.filter((name) => name !== "page.css");
  const first = (name) => (name === "tokens.css" ? 0 : 1);
  const entry = all.includes("app.css") ? ["app.css"] : all.sort((a, b) => first(a) - first(b));
  const made = [];
  if (entry.length > 0) {
    const css = await bundle(imports(entry, folder));
    made.push([named("css", css), css]);
  }
  if (names.includes("page.css")) made.push(["page.css", await bundle(imports(["page.css"], folder))]);
  return made;
}
const imports = (names, resolveDir) =>
  ({ contents: names.map((name) => `@import "./${name}";`).join("\n"), resolveDir, loader: "css" });

async function bundle(stdin, options = {}) {
  const { outputFiles } = await esbuild.build({
    stdin, bundle: true, minify: true, write: false, target: ["es2022", "chrome120", "firefox121", "safari17.4"],
    logLevel: "error", plugins: [addressesStay], ...options,
  });
  return Buffer.from(outputFiles[0].contents);
}

// url(/fonts/x.woff2) names what app/public/ serves, not a file to bundle.
const addressesStay = {
  name: "addresses stay",
  setup: ({ onResolve }) => onResolve({ filter: /^\// }, ({ kind }) => (kind === "url-token" ? { external: true } : undefined)),
};

function page(names) {
  const html = readFileSync(join(APP, "index.html"), "utf8");
  const url = (kind) => `/assets/${names.find((name) => name.startsWith("app-") && name.endsWith(`.${kind}`))}`;
  const css = names.some((name) => /^app-.*\.css$/.test(name)) ? `<link rel="stylesheet" href="${url("css")}">` : "";
  const links =
    `<link rel="modulepreload" href="${url("js")}">` +
    `<link rel="preload" href="${url("wasm")}" as="fetch" type="application/wasm" crossorigin>` +
    `${css}<script type="module" src="${url("js")}"></script>`;
  if (!html.includes("</head>")) throw new Error("app/index.html needs a </head>, where the build puts its links");
  return Buffer.from(html.replace("</head>", `${links}\n</head>`));
}

const headers = (names) => Buffer.from(
  names.filter((name) => name !== "page.css")
    .map((name) => `/assets/${name}\n  Cache-Control: public, max-age=31536000, immutable\n`).join(""),
);
const hash = (content) => createHash("sha256").update(content).digest("hex");
const named = (kind, content, stem = "app") => `${stem}-${hash(content).slice(0, 10)}.${kind}`;
function writeIfNew(path, content) {
  if (!existsSync(path) || !readFileSync(path).equals(content)) writeFileSync(path, content);
}
