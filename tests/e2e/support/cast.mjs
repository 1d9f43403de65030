// Who and what the screens show, on top of the demo data: an invitation in each of its states with a link that works,
// a token, a request. Made through the API; only time is moved past it.
// Not here: the screens (screens.mjs).
import { anonymous, invite, linkIn, linkOf, mails, member, PASSWORD, signIn, until } from "../../worker/support/client.mjs";

export async function makeCast(usher, owner) {
  const licenses = await owner.all("/api/v1/licenses");
  const roomy = licenses.find(({ name }) => name.startsWith("Lumen"));
  const teams = await owner.all("/api/v1/teams");
  const services = (await owner.all("/api/v1/services")).filter(({ active }) => active);
  const companies = await owner.all("/api/v1/companies");
  const [customer] = (await owner.get("/api/v1/members?role=customer")).items;
  // The owner leads a team and works on a plan.
  await owner.post(`/api/v1/teams/${teams.find(({ name }) => name === "IT").id}/members`, { members: [owner.member], leader: true });
  await owner.post("/api/v1/me/coaching-plans", { goal: "Fewer open tickets", steps: [{ text: "Sort them on Mondays", done: true }, { text: "Ask for help after an hour" }], notes: "With the whole desk." });
  // Fields of people: one of each kind, among them a long name, and values of a person.
  const made = [];
  for (const field of [
    { name: "Staff number", kind: "number", required: true }, { name: "Room", kind: "text", visible_to_person: true, edited_by_person: true },
    { name: "First day", kind: "date", visible_to_person: true }, { name: "Site", kind: "choice", choices: ["Lincoln", "Riverside"], visible_to_person: true },
    { name: "Bewerbungsunterlagenverwaltungsprogrammkennung beim Träger", kind: "link" }, { name: "May sign for the school", kind: "yes_no" },
  ]) made.push(await owner.post("/api/v1/custom-fields", field));
  const offer = { licenses: [roomy.id] };
  const link = async (email, changes) => {
    const { id } = await invite(owner, email, { ...offer, ...changes });
    return { id, path: await linkOf(owner, id) };
  };
  const known = await elsewhere(usher, owner, "known@northwind.example", "Kim Known");

  const fresh = await link("new@northwind.example", { name: "Nora New" });
  const signedOut = await link("known@northwind.example");
  const [accepted, declined, canceled, expired, asked] = await Promise.all(
    ["accepted", "declined", "canceled", "expired", "asked"].map((word) => link(`${word}@northwind.example`)));
  const person = anonymous(usher);
  await person.post(`${accepted.path}/accept`, { name: "Ada Accepted", password: PASSWORD });
  await person.post(`${declined.path}/decline`);
  await owner.post(`/api/v1/invitations/${canceled.id}/cancel`);
  for (const { id } of [expired, asked]) await expire(usher, id);
  await person.post(`${asked.path}/request`);
  await owner.post("/api/v1/tokens", { name: "Course platform", scopes: ["check", "members:read", "licenses:read", "events:read"] });
  const letters = (await person.call("GET", "/dev/mail.json?to=new%40northwind.example")).body;

  // Somebody who was removed, and somebody who was erased besides.
  const gone = [];
  for (const [email, name] of [["roland@northwind.example", "Roland Removed"], ["edda@northwind.example", "Edda Erased"]]) {
    const { member: id } = await member(owner, email, { name, ...offer });
    await owner.call("DELETE", `/api/v1/members/${id}`);
    gone.push(id);
  }
  await owner.post(`/api/v1/members/${gone[1]}/erase`, { email: "edda@northwind.example" });

  const full = licenses.find(({ name }) => name.startsWith("Studio"));
  const assignments = Array.from({ length: 3 }, (_, n) => ({ email: `waits${n || ""}@northwind.example` }));
  const queued = await owner.post(`/api/v1/licenses/${full.id}/assignments`, { assignments, when_full: "queue" });
  // A district license that is open to a whole domain, and somebody who asked to join by it.
  const district = licenses.find(({ type }) => type === "district");
  const domain = await owner.post("/api/v1/domains", { name: "open.example" });
  await owner.post(`/api/v1/domains/${domain.id}/verify`, { how: "word" });
  await owner.call("PUT", `/api/v1/licenses/${district.id}/domains`, { domains: ["open.example"] });
  await person.form("/join", { email: "olive@open.example" });
  const [own] = await mails(usher, "olive@open.example");
  // A staff license whose seats go with a role, with room for everybody who has one.
  const desk = await owner.post("/api/v1/licenses", { name: "Service desk", type: "staff", seats: 400 });
  await owner.call("PUT", "/api/v1/staff-seats", { license: desk.id });
  const key = await owner.post(`/api/v1/licenses/${roomy.id}/keys`, { max_uses: 30, domains: ["northwind.example"] });
  const entry = new URL((await owner.post(`/api/v1/licenses/${roomy.id}/links`, {})).secret).pathname;
  const ended = await owner.post(`/api/v1/licenses/${roomy.id}/links`, { expires_at: new Date(Date.now() + 3_600_000).toISOString() });
  await usher.sql("UPDATE license_keys SET expires_at = '2026-01-01T00:00:00.000Z' WHERE id = ?", ended.id);
  const imports = { done: await imported(owner, roomy.id), draft: (await owner.post("/api/v1/imports", { name: "half-sent.csv", rows: 900 })).id };
  const people = await owner.all("/api/v1/members?status=active");
  const filled = [4711, "2.014", "2024-09-01", "Lincoln", "https://records.northwind.example/a-very-long-path/that-has-no-place-to-break/0123456789", true];
  await owner.patch(`/api/v1/members/${people.find(({ licenses }) => licenses.length > 0).id}/fields`, { values: Object.fromEntries(made.map(({ id }, n) => [id, filled[n]])) });
  const one = async (path) => (await owner.get(path)).items[0];
  return {
    teams,
    fields: made,
    services,
    companies,
    customer,
    imports,
    licenses: { roomy, full, desk, over: licenses.find(({ name }) => name.startsWith("Atlas")) },
    links: { fresh, signedOut, accepted, declined, canceled, expired, asked, own: { path: linkIn(own) } },
    known,
    keys: { key: key.secret, entry, ended: new URL(ended.secret).pathname },
    people: {
      waiting: queued.results[0].member,
      removed: gone[0],
      erased: gone[1],
      seated: people.find(({ licenses, role }) => licenses.length > 1 && role === "standard"),
      pending: await one("/api/v1/members?status=pending"),
      disabled: await one("/api/v1/members?status=disabled"),
    },
    bounced: await one("/api/v1/invitations?status=pending&delivery=bounced"),
    letter: letters[0],
  };
}

// An import that is done, with rows of each outcome.
async function imported(owner, license) {
  const rows = [
    { row: 2, email: "ines@northwind.example", name: "Ines Imported", role: "Admin" },
    { row: 3, email: "kwame.asante(at)northwind.example", name: "Kwame Asante" },
    { row: 4, email: "new@northwind.example", name: "Nora New" },
    { row: 5, email: "hieu@northwind.example", name: "Phạm Quang Hiếu", role: "Techer" },
    { row: 6, email: "g.weissenboeck@northwind.example", name: "Günther Weißenböck-Straßmayr", licenses: "Lab Notebok" },
  ];
  const { id } = await owner.post("/api/v1/imports", { name: "lincoln-and-riverside.csv", rows: rows.length, license });
  await owner.call("PUT", `/api/v1/imports/${id}/parts/0`, { rows });
  await owner.post(`/api/v1/imports/${id}/commit`);
  await until(async () => (await owner.get(`/api/v1/imports/${id}`)).status === "done", "the import is done");
  // The file offers the owner a seat; the dialog that asks would stand over every screen.
  for (const offer of await owner.all("/api/v1/me/license-invites")) await owner.post(`/api/v1/me/license-invites/${offer.id}/accept`, {});
  return id;
}

// The time of an invitation runs out: its end is moved to yesterday, then the Worker's own sweep does the rest.
export async function expire(usher, invitation) {
  const yesterday = new Date(Date.now() - 86_400_000).toISOString();
  await usher.sql("UPDATE invitations SET expires_at = ? WHERE id = ?", yesterday, invitation);
  await usher.triggerScheduled();
}

// Somebody with an account who is a member of another organization alone. No door makes a second organization yet, so
// it is written past the Worker.
export async function elsewhere(usher, owner, email, name) {
  const person = await member(owner, email, { name });
  await owner.delete(`/api/v1/members/${person.member}`);
  const [organization, self] = ["org_01jv0000000000000000000001", person.member.replace(/.{4}$/, "0000")];
  await usher.batch([
    { sql: "INSERT OR IGNORE INTO organizations (id, name, created_at) VALUES (?, 'Southwind', '2026-01-01T00:00:00Z')", values: [organization] },
    {
      sql: `INSERT INTO members (id, organization_id, user_id, email, name, role, status, created_at, changed_by, changed_at, operation_id)
            SELECT ?, ?, user_id, email, name, 'standard', 'active', created_at, changed_by, changed_at, operation_id FROM members WHERE id = ?`,
      values: [self, organization, person.member],
    },
  ]);
  return signIn(usher, email);
}
