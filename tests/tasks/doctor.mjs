// `npm run doctor`: has a running Usher recompute its counters from the ledger and prints every difference.
// Signs in with USHER_TOKEN, or with USHER_EMAIL and USHER_PASSWORD. Exit 1 when something differs.
// Not here: the check itself, which the Worker does.
import { ask, signIn } from "./ask.mjs";
import { main } from "./steps.mjs";

await main(import.meta, async () => {
  const { url, body } = await ask("GET", "/api/v1/doctor", { headers: await signIn() });
  const { differences } = body;
  for (const difference of differences) console.log(`  ${JSON.stringify(difference)}`);
  if (differences.length > 0) throw new Error(`${url}: ${differences.length} differences between counters and ledger`);
  console.log(`${url}: counters and ledger agree`);
});
