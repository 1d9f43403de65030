// Drives one Worker with a bounded load: so many requests, so many in flight, over kept-alive connections.
// Not here: what is asked, and what the numbers mean (run.mjs).
import { Agent, request } from "node:http";

// `requests` is a list of { method, path, headers, body }; `expect(status, text)` must hold for each answer.
export async function drive(url, requests, { inFlight, expect }) {
  const { hostname, port } = new URL(url);
  if (hostname !== "127.0.0.1") throw new Error("the bench drives this machine only");
  const agent = new Agent({ keepAlive: true, maxSockets: inFlight });
  const times = [];
  let next = 0;
  const began = performance.now();
  await Promise.all(Array.from({ length: inFlight }, async () => {
    while (next < requests.length) {
      const { path, body, ...rest } = requests[next++];
      const start = performance.now();
      const { status, text } = await exchange({ hostname, port, path, agent, ...rest }, body);
      times.push(performance.now() - start);
      if (!expect(status, text)) throw new Error(`${rest.method} ${path}: unexpected answer ${status}: ${text.slice(0, 300)}`);
    }
  }));
  const perSecond = requests.length / ((performance.now() - began) / 1000);
  agent.destroy();
  return { perSecond, times };
}

function exchange(options, body) {
  return new Promise((resolve, reject) => {
    const sent = request(options, (answer) => {
      let text = "";
      answer.setEncoding("utf8").on("data", (part) => (text += part));
      answer.once("end", () => resolve({ status: answer.statusCode, text }));
    });
    sent.once("error", reject);
    sent.end(body);
  });
}

export function percentile(times, share) {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}
