// Organizations of different sizes for the bench: what must not get slower with a hundred times more people, and 500 put
// on a license at once. People go straight into the database, because making each by the API means an invitation.
// Not here: the load and the verdict (run.mjs).
import assert from "node:assert/strict";
import { launch, newStage } from "../e2e/support/browser.mjs";
import { PASSWORD, license, setUp } from "../worker/support/client.mjs";
import { startInstance } from "../worker/support/instance.mjs";

const BATCH = 5000;
const FIRST = ["Ada", "Bo", "Cleo", "Dana", "Emil", "Fatma", "Günther", "Hiếu", "Ines", "Jun"];

export async function startMany(people) {
  const usher = await startInstance({ keepLogs: false });
  const owner = await setUp(usher, { password: PASSWORD });
  const studio = await license(owner, 100_000, "Studio");
  const [own] = await usher.sql("SELECT id, user_id AS user, organization_id AS organization FROM members");
  const id = (kind, n) => own[kind].slice(0, -6) + String(n).padStart(6, "0");
  for (let from = 0; from < people; from += BATCH) {
    const rows = JSON.stringify(Array.from({ length: Math.min(BATCH, people - from) }, (_, at) => {
      const n = from + at;
      return { member: id("id", n), user: id("user", n), name: `${FIRST[n % 10]} Person ${n}`, email: `person${n}@many${n % 40}.example` };
    }));
    await usher.batch([
      { sql: "INSERT INTO users (id, email, name, password_hash, created_at) SELECT value ->> 'user', value ->> 'email', value ->> 'name', '', '2026-01-01T00:00:00.000Z' FROM json_each(?)", values: [rows] },
      {
        sql: `INSERT INTO members (id, organization_id, user_id, email, name, role, status, created_at, changed_by, changed_at, operation_id)
              SELECT p.value ->> 'member', m.organization_id, p.value ->> 'user', p.value ->> 'email', p.value ->> 'name', 'standard', 'active',
                m.created_at, m.changed_by, m.changed_at, m.operation_id FROM json_each(?1) p, members m WHERE m.id = ?2`,
        values: [rows, own.id],
      },
    ]);
  }
  const headers = { cookie: owner.cookie, accept: "application/json" };
  const get = (path) => ({ method: "GET", path, headers });
  return {
    url: usher.url,
    stop: usher.stop,
    people: () => get("/api/v1/members?limit=50"),
    // What is typed into the assign dialog: a beginning that hundreds share, and one that nobody has but one.
    search: (n) => get(`/api/v1/members?limit=20&q=${encodeURIComponent(n % 2 ? "person77" : FIRST[n % 10].slice(0, 2).toLowerCase())}`),
    // A piece from the middle of a name, and of an address.
    inside: (n) => get(`/api/v1/members?limit=20&q=${encodeURIComponent(n % 2 ? "son77" : "@many3")}`),
    // People in a browser: the most nodes that are alive while page after page is looked at, milliseconds until the first
    // rows stand there, and from the last key of a search to its one result.
    async looked(rounds) {
      const browser = await launch();
      try {
        const { page, open, close } = await newStage(browser, usher, { as: owner });
        const rows = page.locator("tbody th a:not(.open)");
        const nodes = () => page.evaluate(() => document.querySelectorAll("*").length);
        const seen = { nodes: 0, opened: [], searched: [] };
        for (let round = 0; round < rounds; round++) {
          const began = performance.now();
          await open("/people");
          await rows.nth(24).waitFor();
          seen.opened.push(performance.now() - began);
          for (let at = 0; at < 20; at++) {
            const first = await rows.first().innerText();
            await page.getByRole("link", { name: "Next" }).click();
            await page.waitForFunction((before) => document.querySelector("tbody th a")?.innerText !== before, first);
            seen.nodes = Math.max(seen.nodes, await nodes());
          }
          const n = String(people - 7 - round);
          await page.getByRole("searchbox").first().fill("");
          const typed = performance.now();
          await page.getByRole("searchbox").first().fill(`son${n}@`);
          await page.waitForFunction((n) => document.querySelectorAll("tbody th a:not(.open)").length === 1 && document.querySelector("tbody th a").innerText.endsWith(n), n);
          seen.searched.push(performance.now() - typed);
        }
        await close();
        return seen;
      } finally {
        await browser.close();
      }
    },
    // Milliseconds until these 500 people have a seat.
    async assign(round) {
      const assignments = Array.from({ length: 500 }, (_, n) => ({ member: id("id", round * 500 + n) }));
      const began = performance.now();
      const { results } = await owner.post(`/api/v1/licenses/${studio.id}/assignments`, { assignments });
      const took = performance.now() - began;
      assert.equal(results.filter(({ outcome }) => outcome === "added").length, 500, JSON.stringify(results[0]));
      return took;
    },
  };
}
