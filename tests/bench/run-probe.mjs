// `npm run bench`: Usher beside the floor (floor/floor.mjs: the least Worker in plain JavaScript that can do the same)
// on the same platform, in turn, with the same load. Prints the ratios that docs/architecture.md sets targets for.
// ROUNDS and REQUESTS (a round and case) change the length. Not here: how either is filled.
import { build } from "../tasks/build.mjs";
import { printSizes, sizes } from "../tasks/sizes.mjs";
import { main, step } from "../tasks/steps.mjs";
import { startFloor } from "./floor/side.mjs";
import { drive, percentile } from "./load.mjs";
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

await main(import.meta, async () => {
  
  const size = { members: MEMBERS, accepts: (ROUNDS + 1) * REQUESTS };
  const sides = { floor: await step("floor", () => startFloor(size)), usher: await step("Usher", () => startUsher(size)) };
  try {
    const rounds = [];
    await round(sides, 0); // warms both up
    for (let n = 1; n <= ROUNDS; n++) rounds.push(await round(sides, n));
    report(rounds);
    printSizes(sizes());
  } finally {
    await Promise.all(Object.values(sides).map((side) => side.stop()));
  }
});
