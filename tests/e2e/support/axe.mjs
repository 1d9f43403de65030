// Whether a screen keeps WCAG 2.2 AA as far as axe can tell, and whether it fits its width.
// Not here: which screens there are (screens.mjs).
import axe from "axe-core";

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"];
const COLORS = ["color-contrast", "link-in-text-block"];

// One line a finding: rule, element, what is wrong. `colorsOnly` after the theme alone has changed.
export async function findings(page, { colorsOnly = false } = {}) {
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(axe.source);
  const violations = await page.evaluate(async (runOnly) => {
    const { violations } = await globalThis.axe.run(document, { runOnly, resultTypes: ["violations"] });
    return violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ target, failureSummary, html }) => [target.join(" "), html, failureSummary]) }));
  }, colorsOnly ? COLORS : TAGS);
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(([target, html, summary]) => `${id}: ${target} ${html.slice(0, 160)} ${summary.split("\n").slice(1).join(" ").trim().slice(0, 260)}`));
}

// What sticks out at the right, or nothing.
export function overflow(page) {
  return page.evaluate(() => {
    const root = document.documentElement;
    const width = root.clientWidth;
    if (root.scrollWidth <= width) return [];
    const scrolls = (element) => element && (/auto|scroll|hidden|clip/.test(getComputedStyle(element).overflowX) || scrolls(element.parentElement));
    const culprits = [...document.querySelectorAll("body *")].filter((element) => {
      const box = element.getBoundingClientRect();
      return box.width > 0 && box.right > width + 1 && !scrolls(element.parentElement);
    });
    return [`${root.scrollWidth} px wide in ${width} px: ${culprits.slice(0, 4).map((it) => it.outerHTML.slice(0, 80)).join(" | ")}`];
  });
}
