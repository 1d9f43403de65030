// How a task speaks to a running Usher over its API. Not here: what is asked.
const url = (process.env.USHER_URL ?? `http://localhost:${process.env.PORT ?? 8787}`).replace(/\/$/, "");

// Answers { url, body, headers }; any refusal is thrown with its sentence.
export async function ask(method, path, { body, headers = {} } = {}) {
  const answer = await fetch(url + path, {
    method,
    headers: { accept: "application/json", ...(body && { "content-type": "application/json" }), ...headers },
    body: body && JSON.stringify(body),
  }).catch(() => {
    throw new Error(`No Usher answers at ${url}. Start it with npm start, or name another with USHER_URL.`);
  });
  const text = await answer.text();
  const isJson = /json/.test(answer.headers.get("content-type") ?? "");
  const parsed = isJson && text ? JSON.parse(text) : {};
  if (!answer.ok) {
    throw new Error(`${method} ${path}: ${answer.status} ${parsed.code ?? ""} ${parsed.detail ?? parsed.title ?? ""}`.trim());
  }
  return { url, body: parsed, headers: answer.headers };
}

// Headers that carry the authority that the environment names.
export async function signIn() {
  const { USHER_TOKEN: token, USHER_EMAIL: email, USHER_PASSWORD: password } = process.env;
  if (token) return { authorization: `Bearer ${token}` };
  if (!email || !password) throw new Error("Set USHER_TOKEN, or USHER_EMAIL and USHER_PASSWORD.");
  const { headers } = await ask("POST", "/api/v1/session", { body: { email, password } });
  return { cookie: headers.getSetCookie().map((cookie) => cookie.split(";")[0]).join("; ") };
}
