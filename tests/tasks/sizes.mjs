// Prints what the built Worker and console weigh, raw and compressed, beside their budgets: the Worker's counts with gzip,
// as the platform's limit does, the console's with brotli, as the platform sends it to every browser that Usher runs in;
// with the texts of one language, the heavier, since nobody loads both.
// Not here: making them smaller.
import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { ROOT } from "./steps.mjs";

const KB = 1000;

export function sizes() {
  const assets = join(ROOT, "dist/console/assets");
  const files = existsSync(assets) ? readdirSync(assets) : [];
  const texts = files.filter((name) => name.startsWith("texts-")).sort((a, b) => statSync(join(assets, b)).size - statSync(join(assets, a)).size);
  const screen = [...files.filter((name) => name.startsWith("app-")), ...texts.slice(0, 1)];
  return [
    weigh("Worker", ["dist/worker/index.js", "dist/worker/index_bg.wasm"], 900 * KB, "gzip"),
    weigh("console's first screen", ["dist/console/index.html", ...screen.map((name) => `dist/console/assets/${name}`)], 250 * KB, "brotli"),
    weigh("style of the Worker's pages", ["dist/console/assets/page.css"], 15 * KB, "gzip"),
  ].filter((row) => row !== undefined);
}

function weigh(what, paths, budget, by) {
  const files = paths.map((path) => join(ROOT, path)).filter(existsSync).map((path) => readFileSync(path));
  if (files.length === 0) return undefined;
  const sum = (measure) => files.reduce((total, file) => total + measure(file), 0);
  return {
    what,
    raw: sum((file) => file.length),
    gzip: sum((file) => gzipSync(file, { level: 9 }).length),
    brotli: sum((file) => brotliCompressSync(file).length),
    budget,
    by,
  };
}

export const isOver = ({ budget, by, ...size }) => size[by] > budget;

export function printSizes(rows) {
  const kb = (bytes) => (bytes / KB).toFixed(1).padStart(9);
  console.log(`${"size in kB".padEnd(28)}${"raw".padStart(9)}${"gzip".padStart(9)}${"brotli".padStart(9)}   budget`);
  for (const row of rows) {
    const { what, raw, gzip, brotli, budget, by } = row;
    console.log(`${what.padEnd(28)}${kb(raw)}${kb(gzip)}${kb(brotli)}${kb(budget)} ${by}  ${isOver(row) ? "OVER" : "ok"}`);
  }
}
