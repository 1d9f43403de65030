// The floor's side of the bench: starts it, fills it, and says what to ask. Not here: the Worker itself (floor.mjs).
import { join } from "node:path";
import { startInstance } from "../../worker/support/instance.mjs";

const SESSION = "session-of-a-known-person";
const TOKEN = "token-of-a-program";

export async function startFloor({ members, accepts }) {
  const folder = import.meta.dirname;
  const floor = await startInstance({ script: join(folder, "floor.mjs"), migrations: folder, keepLogs: false });
  const invitations = Array.from({ length: accepts + 1 }, (_, n) => ({ email: `invited${n}@example.com`, token: `secret-of-${n}` }));
  await fetch(`${floor.url}/seed`, { method: "POST", body: JSON.stringify({ members, invitations, session: SESSION, token: TOKEN }) });
  const cookie = `session=${SESSION}`;
  let used = 1;
  return {
    url: floor.url,
    stop: floor.stop,
    landing: () => ({ method: "GET", path: `/i/${invitations[0].token}` }),
    accept: () => ({
      method: "POST", path: `/i/${invitations[used++].token}/accept`, body: "{}",
      headers: { cookie, "content-type": "application/json", accept: "application/json" },
    }),
    list: () => ({ method: "GET", path: "/members?limit=100", headers: { cookie } }),
    check: (n) => ({
      method: "POST", path: "/check", body: JSON.stringify({ email: `member${n % members}@example.com`, product: "meet" }),
      headers: { authorization: `Bearer ${TOKEN}`, "content-type": "application/json" },
    }),
  };
}
