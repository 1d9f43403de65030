// `npm run demo`: fills a running, fresh Usher with the demo organization and prints how to sign in.
// USHER_URL names another instance than http://localhost:8787. Not here: the demo data, which the Worker makes.
import { ask } from "./ask.mjs";
import { main } from "./steps.mjs";

await main(import.meta, async () => {
  const { url, body } = await ask("POST", "/api/v1/setup/demo", { body: {} });
  console.log(`The demo organization is ready. Sign in at ${url} with:`);
  for (const [name, value] of Object.entries(body)) {
    if (typeof value === "string" || typeof value === "number") console.log(`  ${name}: ${value}`);
  }
});
