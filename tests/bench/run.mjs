// `npm run bench`: Usher beside the floor (floor/floor.mjs: the least Worker in plain JavaScript that can do the same)
// on the same platform, in turn, with the same load. Prints the ratios that docs/architecture.md sets targets for.
// Then what must not get slower with a hundred times more people, beside the same with 1,000; and figures that have a target
// and no floor. ROUNDS and REQUESTS (a round and case) change the length; ONLY=floor, many or figures runs one of the three.
// Not here: how any of them is filled.
import { build } from "../tasks/build.mjs";
import { printSizes, sizes } from "../tasks/sizes.mjs";
import { main, step } from "../tasks/steps.mjs";
import { startFloor } from "./floor/side.mjs";
import { importRows, judgedInBrowser } from "./imports.mjs";
import { drive, percentile } from "./load.mjs";
import { startMany } from "./many.mjs";
import { startUsher } from "./usher.mjs";

const IN_FLIGHT = 8;
const MEMBERS = 200;
const ROUNDS = Number(process.env.ROUNDS ?? 5);
const REQUESTS = Number(process.env.REQUESTS ?? 400);
const ok = (status) => status === 200;
const cases = [
  { name: "accept", target: 0.8, expect: (status, text) => ok(status) && text.includes("accepted") },
  { name: "landing", target: 0.8, expect: (status, text) => ok(status) && text.includes("<form") },
  { name: "list", target: 0.8, expect: (status, text) => ok(status) && text.length > 5000 },
  { name: "check", target: 0.9, expect: (status, text) => ok(status) && text.includes('"allowed":true') },
];

// Every case on both sides, the one that goes first changing from round to round.
async function round(sides, number) {
  const order = Object.entries(sides);
  if (number % 2 === 1) order.reverse();
  const answer = {};
  for (const { name, expect } of cases) {
    answer[name] = {};
    for (const [who, side] of order) {
      const requests = Array.from({ length: REQUESTS }, (_, n) => side[name](n));
      answer[name][who] = await drive(side.url, requests, { inFlight: IN_FLIGHT, expect });
    }
  }
  return answer;
}

function report(rounds) {
  const number = (value, digits = 0) => value.toFixed(digits).padStart(9);
  console.log(`\n${IN_FLIGHT} in flight, ${ROUNDS} rounds of ${REQUESTS} requests a side; requests a second, times in ms`);
  console.log(`${"".padEnd(9)}    floor    usher   target    ratio  (lowest to highest)   floor p50/p99     usher p50/p99`);
  for (const { name, target } of cases) {
    const speed = (who) => median(rounds.map((round) => round[name][who].perSecond));
    const ratios = rounds.map((round) => round[name].usher.perSecond / round[name].floor.perSecond);
    const ratio = median(ratios);
    const times = (who) => {
      const all = rounds.flatMap((round) => round[name][who].times);
      return `${percentile(all, 0.5).toFixed(1)} / ${percentile(all, 0.99).toFixed(1)}`.padStart(17);
    };
    console.log(
      `${name.padEnd(9)}${number(speed("floor"))}${number(speed("usher"))}${number(target, 2)}${number(ratio, 2)}` +
        `  (${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)}) ${ratio < target ? "MISSED" : "met   "}` +
        ` ${times("floor")} ${times("usher")}`,
    );
  }
  console.log("");
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

// Beside itself with 1,000 people: a page and a search are to take at most twice as long with 100,000.
async function many() {
  const [few, full] = [await step("1,000 people", () => startMany(1000)), await step("100,000 people", () => startMany(100_000))];
  const rounds = [];
  let looked;
  try {
    for (let n = 0; n <= ROUNDS; n++) {
      const answer = {};
      for (const name of ["people", "search", "inside"]) {
        answer[name] = {};
        for (const [who, side] of n % 2 ? [["full", full], ["few", few]] : [["few", few], ["full", full]]) {
          const requests = Array.from({ length: REQUESTS }, (_, at) => side[name](at));
          answer[name][who] = await drive(side.url, requests, { inFlight: 1, expect: (status, text) => ok(status) && text.includes("person") });
        }
      }
      answer.assign = await full.assign(n);
      if (n > 0) rounds.push(answer);
    }
    looked = await full.looked(ROUNDS);
  } finally {
    await Promise.all([few.stop(), full.stop()]);
  }
  console.log(`\none at a time, ${ROUNDS} rounds of ${REQUESTS} requests; p50 in ms`);
  console.log(`${"".padEnd(28)}    1,000  100,000   target    ratio  (lowest to highest)`);
  for (const [name, words] of [["people", "People, first page"], ["search", "search while assigning"], ["inside", "search inside names"]]) {
    const time = (round, who) => percentile(round[name][who].times, 0.5);
    const ratios = rounds.map((round) => time(round, "full") / time(round, "few"));
    const figures = [median(rounds.map((round) => time(round, "few"))), median(rounds.map((round) => time(round, "full"))), 2, median(ratios)];
    console.log(
      `${words.padEnd(28)}${figures.map((value) => value.toFixed(2).padStart(9)).join("")}` +
        `  (${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)}) ${figures[3] > 2 ? "MISSED" : "met"}`,
    );
  }
  figure("live nodes, page by page", looked.nodes, "nodes", 1000);
  figure("People opened, 100,000", median(looked.opened), "ms", 1500);
  figure("key to result, 100,000", median(looked.searched), "ms", 250);
  figure("assigning 500 at once", median(rounds.map(({ assign }) => assign)), "ms", 1000);
}

async function figures() {
  console.log("");
  const judged = await judgedInBrowser(ROUNDS);
  figure("100,000 rows judged", median(judged.map(({ took }) => took)), "ms", 1000);
  figure("longest task meanwhile", median(judged.map(({ longest }) => longest)), "ms", 50);
  const { perSecond, longest } = await importRows();
  figure("100,000 rows imported", perSecond, "rows/s", 2000, true);
  figure("longest wait of a page", longest, "ms", 1000);
}

// One figure with its target: at most that much, or at least.
function figure(words, value, unit, target, least = false) {
  const met = least ? value >= target : value <= target;
  console.log(`${words.padEnd(28)}${value.toFixed(0).padStart(9)} ${unit}, target ${target} ${met ? "met" : "MISSED"}`);
}

await main(import.meta, async () => {
  await build({ weigh: false });
  const only = (name) => !process.env.ONLY || process.env.ONLY === name;
  if (only("floor")) await besideTheFloor();
  if (only("many")) await many();
  if (only("figures")) await figures();
  printSizes(sizes());
});

async function besideTheFloor() {
  const size = { members: MEMBERS, accepts: (ROUNDS + 1) * REQUESTS };
  const sides = { floor: await step("floor", () => startFloor(size)), usher: await step("Usher", () => startUsher(size)) };
  try {
    const rounds = [];
    await round(sides, 0); // warms both up
    for (let n = 1; n <= ROUNDS; n++) rounds.push(await round(sides, n));
    report(rounds);
  } finally {
    await Promise.all(Object.values(sides).map((side) => side.stop()));
  }
}
