// Every screen of Usher, and how to come to it: pages before sign-in, pages of the console, dialogs and menus open.
// A screen is opened in either language; `text` holds the console's words in it. `only` names the widths that have it.
// Not here: what is checked on them (a11y/), who and what they show (cast.mjs).
import { sees } from "./browser.mjs";

const FEW = "/people?status=active&q=ingrid"; // lists of 25 are looked at once; menus and dialogs stand over short ones

const title = (page) => sees(page.getByRole("heading", { level: 1 }));
const loaded = (page) => sees(page.getByRole("main").locator("tbody th, .empty, .counters, dl.facts, form, fieldset, .trail, .rows").filter({ visible: true }).first());

// A page that the Worker draws, for somebody without a session unless `as` says otherwise.
const worker = (name, path, more = {}) => ({
  name,
  as: "nobody",
  async reach({ page, open, cast }) {
    await open(typeof path === "function" ? path(cast) : path);
    await title(page);
    await more.act?.(page, cast);
  },
  ...more,
});

// A page of the console; `act` does something on it.
const shown = (name, path, act, more = {}) => ({
  name,
  as: "owner",
  async reach(at) {
    await at.open(typeof path === "function" ? path(at.cast) : path);
    await title(at.page);
    await loaded(at.page);
    await act?.({ ...at, main: at.page.getByRole("main"), dialog: at.page.getByRole("dialog") });
  },
  ...more,
});

// Chooses a file with rows of each kind, and waits for the verdicts.
async function planned({ main }) {
  const rows = Array.from({ length: 60 }, (_, n) => `Person Number ${n};person${n}@planned.example;;Lincoln;`);
  const file = [
    "Name;E-Mail-Adresse;Rolle;Schule;Bemerkung", "Kwame Asante;kwame.asante(at)northwind.example;;Lincoln;since 2019",
    "Günther Weißenböck-Straßmayr;g.weissenboeck@northwind.example;Techer;Riverside;", ...rows,
    "خديجة بنت سليمان;person0@planned.example;;Riverside;", "A name that is so long that it does not fit into its column at all;long@planned.example;admin;;",
  ].join("\r\n");
  await main.locator("#import-file").setInputFiles({ name: "lincoln-and-riverside-2026-11.csv", mimeType: "text/csv", buffer: Buffer.from(file) });
  await sees(main.locator(".counters"));
}

const submit = async (page) => page.locator("main form button.primary").click();

export const workerScreens = [
  worker("set-up done", "/setup"),
  worker("sign-in", "/sign-in"),
  worker("sign-in, refused", "/sign-in", {
    async act(page) {
      await page.locator("#email").fill("nobody@northwind.example");
      await page.locator("#password").fill("not the password");
      await submit(page);
      await sees(page.locator("[aria-invalid], [role=alert]"));
    },
  }),
  worker("sign-in, session ended", "/sign-in?notice=session-ended&next=/people"),
  worker("reset", "/reset"),
  worker("reset, code", "/reset", {
    async act(page) {
      await page.locator("#email").fill("nobody@northwind.example");
      await submit(page);
      await sees(page.locator("#code"));
    },
  }),
  worker("join", "/join"),
  worker("join, wrong code", "/join", {
    async act(page) {
      await page.locator("#code").fill("2222-2222");
      await submit(page);
      await sees(page.locator("[aria-invalid], [role=alert]"));
    },
  }),
  worker("join by address, mailed", "/join", {
    async act(page) {
      await page.locator("#email").fill("somebody@open.example");
      await page.locator("form:has(#email) button").click();
      await sees(page.locator("a.button"));
    },
  }),
  worker("join by address, refused", "/join", {
    async act(page) {
      await page.locator("#email").fill("no address@");
      await page.locator("form:has(#email)").evaluate((form) => { form.noValidate = true; });
      await page.locator("form:has(#email) button").click();
      await sees(page.locator("[aria-invalid]"));
    },
  }),
  worker("invitation, asked for by address", ({ links }) => links.own.path),
  worker("invitation, new person", ({ links }) => links.fresh.path),
  worker("invitation, known person", ({ links }) => links.signedOut.path),
  worker("invitation, known and signed in", ({ links }) => links.signedOut.path, { as: "known" }),
  worker("invitation, other account", ({ links }) => links.fresh.path, { as: "owner" }),
  worker("invitation, expired", ({ links }) => links.expired.path),
  worker("invitation, asked again", ({ links }) => links.asked.path),
  worker("invitation, canceled", ({ links }) => links.canceled.path),
  worker("invitation, accepted", ({ links }) => links.accepted.path),
  worker("invitation, declined", ({ links }) => links.declined.path),
  worker("invitation, unknown link", "/i/mistyped"),
  worker("license link", ({ keys }) => keys.entry),
  worker("license link, wrong address", ({ keys }) => keys.entry, {
    async act(page) {
      await page.locator("#email").fill("x");
      await page.locator("main form").first().evaluate((form) => (form.noValidate = true));
      await submit(page);
      await sees(page.locator("[aria-invalid]"));
    },
  }),
  worker("license link, signed in", ({ keys }) => keys.entry, { as: "ivy" }),
  worker("license link, ended", ({ keys }) => keys.ended),
  worker("license key, typed", "/join", {
    async act(page, { keys }) {
      await page.locator("#code").fill(keys.key);
      await submit(page);
      await sees(page.locator("#email"));
    },
  }),
  worker("mailbox", "/dev/mail"),
  worker("one mail", ({ letter }) => `/dev/mail/${letter.id}`),
  worker("problem", "/dev/mail/none"),
];

export const consoleScreens = [
  shown("home", "/"),
  shown("people", "/people"),
  shown("people, filtered", ({ licenses }) => `/people?status=active&role=admin&license=${licenses.roomy.id}`),
  shown("people, idle", "/people?status=active&last_sign_in=idle_30_days"),
  shown("people, nobody matches", "/people?q=nobodyhasthisname"),
  shown("people, selected", "/people?q=ingrid", async ({ main }) => {
    for (const n of [0, 1, 3]) await main.locator("tbody input.check").nth(n).check();
    await sees(main.locator(".picked b"));
  }),
  shown("people, all that match", "/people?role=standard&status=active", async ({ page, main }) => {
    await main.locator("thead input.check").check();
    await main.locator(".picked button.quiet").click();
    await sees(page.locator(".picked b"));
  }),
  shown("people, row menu", FEW, async ({ page, main }) => {
    await main.locator("tbody td.dots button").first().click();
    await sees(page.getByRole("menu"));
  }),
  shown("people, filter menu", FEW, async ({ page, main, text }) => {
    await main.getByRole("button", { name: text.basics.role }).click();
    await sees(page.getByRole("menu"));
  }),
  shown("remove a person", FEW, async ({ page, main, dialog, text }) => {
    await main.locator("tbody td.dots button").first().click();
    await page.getByRole("menuitem", { name: text.acts.remove }).click();
    await sees(dialog);
  }),
  shown("bulk, results", "/people?status=pending&q=a", async ({ main, dialog, text }) => {
    for (const n of [0, 1]) await main.locator("tbody input.check").nth(n).check();
    await main.getByRole("button", { name: text.bulk.resend.other.replace("{count}", "2") }).click();
    await sees(dialog.locator(".verdict .tone").nth(1));
  }),
  shown("invite", "/people/invite?q=ingrid", async ({ dialog }) => sees(dialog)),
  shown("invite, verdicts", "/people/invite?q=ingrid", async ({ page, dialog, cast }) => {
    const rows = ["Nell Newcomer <nell@northwind.example>", "nell@northwind.example", "wrong@", cast.people.seated.email, cast.people.pending.email];
    await dialog.locator("textarea").fill(`${rows.join("\n")}\n`);
    const licenses = dialog.locator("#invite-licenses");
    await licenses.fill("Lumen");
    await sees(dialog.getByRole("listbox").getByRole("option"));
    await licenses.press("Enter");
    await sees(dialog.locator(".wrong").nth(1));
    await sees(dialog.locator(".verdict").nth(1));
    await page.keyboard.press("Tab");
  }),
  shown("invite, asks before closing", "/people/invite?q=ingrid", async ({ page, dialog, text }) => {
    await dialog.locator("textarea").fill("kept@northwind.example\n");
    await page.keyboard.press("Escape");
    await sees(dialog.getByText(text.invite.leave));
    await dialog.getByRole("button", { name: text.basics.go_on }).focus();
  }),
  shown("person", ({ people }) => `/people/${people.seated.id}`),
  shown("person, invited", ({ people }) => `/people/${people.pending.id}`),
  shown("person, disabled", ({ people }) => `/people/${people.disabled.id}`),
  shown("person, teams", ({ people }) => `/people/${people.seated.id}/teams`, async ({ dialog }) => sees(dialog.getByRole("checkbox").first())),
  shown("person, fields", ({ people }) => `/people/${people.seated.id}/fields`, async ({ dialog }) => sees(dialog.getByRole("combobox").first())),
  shown("person, fields refused", ({ people }) => `/people/${people.disabled.id}/fields`, async ({ dialog }) => {
    await dialog.locator("button.primary").click();
    await sees(dialog.locator(".wrong"));
  }),
  shown("person, merging", ({ people }) => `/people/${people.seated.id}/merge?with=${people.disabled.id}`, async ({ dialog }) => sees(dialog.locator("section li").first())),
  shown("person, merging with whom", ({ people }) => `/people/${people.seated.id}/merge`, async ({ dialog }) => {
    await dialog.getByRole("combobox").fill("ingrid");
    await sees(dialog.getByRole("option").first());
  }),
  shown("person, merging refused", ({ people }) => `/people/${people.disabled.id}/merge?with=${people.seated.id}`, async ({ dialog }) => sees(dialog.getByRole("alert"))),
  shown("fields", "/settings/fields"),
  shown("new field, refused", "/settings/fields/new", async ({ dialog }) => {
    await dialog.locator("#field-kind").selectOption("choice");
    await dialog.locator("button.primary").click();
    await sees(dialog.locator(".wrong").nth(1));
  }),
  shown("edit a field", ({ fields }) => `/settings/fields/${fields[3].id}`, async ({ dialog }) => sees(dialog.locator("#field-choices"))),
  shown("delete a field", "/settings/fields", async ({ page, main, dialog, text }) => {
    await main.locator("tbody td.dots button").first().click();
    await page.getByRole("menuitem", { name: text.fields.delete }).click();
    await sees(dialog);
  }),
  shown("teams", "/teams"),
  shown("new team", "/teams/new", async ({ dialog }) => sees(dialog)),
  shown("team", ({ teams }) => `/teams/${teams[0].id}?q=a`),
  shown("team, add people", ({ teams }) => `/teams/${teams[0].id}/add`, async ({ dialog }) => {
    await dialog.getByRole("combobox").fill("ingrid");
    await sees(dialog.getByRole("option").first());
  }),
  shown("companies", "/companies"),
  shown("new company, refused", "/companies/new", async ({ dialog }) => {
    await dialog.locator("button.primary").click();
    await sees(dialog.locator(".wrong"));
  }),
  shown("company", ({ companies }) => `/companies/${companies[0].id}`),
  shown("customer", ({ customer }) => `/people/${customer.id}/company`, async ({ dialog }) => sees(dialog.getByRole("combobox"))),
  shown("customers", "/people?role=customer"),
  shown("insights", "/insights", async ({ main }) => main.locator("summary").first().click()),
  shown("my team", "/my-team"),
  shown("my performance", "/me/performance"),
  shown("new coaching plan, refused", "/me/performance/new", async ({ dialog }) => {
    await dialog.locator("button.primary").click();
    await sees(dialog.locator(".wrong"));
  }),
  shown("people, removed", "/people?status=removed&q=roland"),
  shown("person, removed", ({ people }) => `/people/${people.removed}`),
  shown("person, to be erased", ({ people }) => `/people/${people.removed}/erase`, async ({ dialog }) => sees(dialog.getByRole("textbox"))),
  shown("person, erasing refused", ({ people }) => `/people/${people.removed}/erase`, async ({ dialog, text }) => {
    await dialog.getByRole("textbox").fill("somebody@else.example");
    await dialog.getByRole("button", { name: text.person.erase_act }).click();
    await sees(dialog.getByRole("alert"));
  }),
  shown("person, erased", ({ people }) => `/people/${people.erased}`),
  shown("person, permissions", ({ people }) => `/people/${people.seated.id}/permissions`, async ({ dialog }) => sees(dialog.getByRole("combobox").first())),
  shown("roles", "/roles", async ({ main }) => sees(main.getByRole("region").last())),
  shown("new role", "/roles/new", async ({ dialog }) => sees(dialog)),
  shown("role, built in", "/roles/admin"),
  shown("role, changed", "/roles", async ({ page, main }) => {
    await main.getByRole("link", { name: "Auditor" }).click();
    await main.locator("input.check:not(:checked)").first().check();
    await sees(page.locator(".savebar"));
  }),
  shown("role, deleting", "/roles", async ({ page, main, dialog, text }) => {
    await main.getByRole("link", { name: "Front desk" }).click();
    await main.getByRole("button", { name: text.basics.actions_for.replace("{name}", "Front desk") }).click();
    await page.getByRole("menuitem", { name: text.rights.delete }).click();
    await sees(dialog.getByRole("combobox"));
  }),
  shown("services", "/services"),
  shown("new service", "/services/new", async ({ dialog }) => sees(dialog.getByRole("checkbox").first())),
  shown("service", ({ services }) => `/services/${services[0].id}?q=a`, async ({ main }) => sees(main.locator(".part li a").first())),
  shown("new appointment", ({ services }) => `/services/${services[0].id}/appointment`, async ({ dialog }) => {
    await dialog.getByRole("combobox").first().fill("ingrid");
    await sees(dialog.getByRole("option").first());
  }),
  shown("invitations", "/invitations"),
  shown("invitations, expired", "/invitations?status=expired"),
  shown("invitations, menu", "/invitations?delivery=bounced", async ({ page, main }) => {
    await main.locator("tbody td.dots button").first().click();
    await sees(page.getByRole("menu"));
  }),
  shown("invitation, bounced", ({ bounced }) => `/invitations/${bounced.id}`),
  shown("licenses", "/licenses"),
  shown("new license", "/licenses/new", async ({ dialog }) => sees(dialog)),
  shown("new license, refused", "/licenses/new", async ({ dialog }) => {
    await dialog.locator("#license-seats").fill("0");
    await dialog.locator("button.primary").click();
    await sees(dialog.locator(".wrong"));
  }),
  shown("license", ({ licenses }) => `/licenses/${licenses.roomy.id}`),
  shown("license, over its limit", ({ licenses }) => `/licenses/${licenses.over.id}?q=ingrid`),
  shown("license, why", ({ licenses }) => `/licenses/${licenses.roomy.id}?q=aaliyah`, async ({ page, main, dialog, text }) => {
    await main.locator("tbody td.dots button").first().click();
    await page.getByRole("menuitem", { name: text.license.why_taken }).click();
    await sees(dialog.locator("li, tr"));
  }),
  shown("license, people selected", ({ licenses }) => `/licenses/${licenses.roomy.id}`, async ({ page, main }) => {
    await main.locator("tbody .sel input").first().check();
    await sees(page.locator(".picked"));
  }),
  shown("license, moving", ({ licenses }) => `/licenses/${licenses.roomy.id}`, async ({ page, main, dialog, text }) => {
    await main.locator("tbody .sel input").first().check();
    await page.locator(".picked").getByRole("button", { name: text.seat_acts.transfer }).click();
    await sees(dialog.getByRole("meter"));
  }),
  shown("assign", ({ licenses }) => `/licenses/${licenses.roomy.id}/assign?q=ingrid`, async ({ dialog }) => {
    await dialog.getByRole("combobox").fill("ingrid");
    await sees(dialog.getByRole("option"));
  }),
  shown("assign, full", ({ licenses }) => `/licenses/${licenses.full.id}/assign`, async ({ page, dialog }) => {
    await dialog.getByRole("combobox").fill("waits@northwind.example");
    await sees(dialog.getByRole("option"));
    await page.keyboard.press("Enter");
    await sees(dialog.getByRole("meter"));
  }),
  shown("queue", ({ licenses }) => `/licenses/${licenses.full.id}/queue`, async ({ main }) => sees(main.locator("tbody .state.queue").first())),
  shown("queue, menu", ({ licenses }) => `/licenses/${licenses.full.id}/queue`, async ({ page, main }) => {
    await main.locator("tbody td.dots button").nth(1).click();
    await sees(page.getByRole("menu"));
  }),
  shown("queue, nobody", ({ licenses }) => `/licenses/${licenses.roomy.id}/queue`),
  shown("person, waiting", ({ people }) => `/people/${people.waiting}`),
  shown("people, waiting", "/people?status=pending&q=waits"),
  shown("methods", ({ licenses }) => `/licenses/${licenses.roomy.id}/methods`, async ({ page }) => {
    await page.locator("#what-if-email").fill("new@elsewhere.example");
    await sees(page.locator("#try .trail li").first());
  }),
  shown("link and key", ({ licenses }) => `/licenses/${licenses.roomy.id}/keys`, async ({ main }) => sees(main.locator("input.id").first())),
  shown("new key", ({ licenses }) => `/licenses/${licenses.roomy.id}/keys`, async ({ main, dialog, text }) => {
    await main.getByRole("button", { name: text.keys.new_key }).click();
    await sees(dialog.locator("#key-uses"));
  }),
  shown("license invites", "/account/license-invites", async ({ main }) => sees(main.locator("li.act").first()), { as: "ivy" }),
  { name: "license invite, after sign-in", as: "ivy", reach: async ({ page, open }) => { await open("/account"); await sees(page.getByRole("dialog").locator("li.act").first()); } },
  shown("subscriptions", "/subscriptions"),
  shown("subscriptions, nothing matches", "/subscriptions?q=nothinghasthisname"),
  shown("account contact", "/subscriptions/contact", async ({ dialog }) => {
    await dialog.locator("#contact-url").fill("vendor.example");
    await dialog.locator("button.primary").click();
    await sees(dialog.locator(".wrong"));
  }),
  shown("packages", "/packages"),
  shown("packages, row menu", "/packages", async ({ page, main }) => {
    await main.locator("tbody td.dots button").first().click();
    await sees(page.getByRole("menu"));
  }),
  shown("new package", "/packages/new", async ({ dialog }) => {
    await dialog.locator("button.primary").click();
    await sees(dialog.locator(".wrong"));
  }),
  shown("products", "/packages/products"),
  shown("renew a license", ({ licenses }) => `/licenses/${licenses.roomy.id}/renew`, async ({ dialog }) => {
    await dialog.locator("#license-admins").fill("new.admin@northwind.example");
    await sees(dialog.getByRole("status").getByRole("listitem").nth(2));
  }),
  shown("license settings, not saved", ({ licenses }) => `/licenses/${licenses.roomy.id}/settings`, async ({ main }) => {
    await main.locator("#license-name").fill("Another name");
    await sees(main.locator(".savebar"));
  }),
  shown("domains", "/settings/domains"),
  shown("new domain", "/settings/domains/new", async ({ dialog }) => sees(dialog)),
  shown("ledger", ({ licenses }) => `/licenses/${licenses.roomy.id}/ledger`, async ({ main }) => sees(main.locator(".plot svg"))),
  shown("ledger, as a table", ({ licenses }) => `/licenses/${licenses.roomy.id}/ledger?day=2026-11-01&from=2026-10-20&to=2026-11-10&door=email`, async ({ main }) => main.locator("summary").click()),
  shown("license settings", ({ licenses }) => `/licenses/${licenses.full.id}/settings`),
  shown("external ids", "/external-ids?q=voice"),
  shown("external ids, nothing matches", "/external-ids?q=nothinghasthisname"),
  shown("move an external id", "/external-ids?q=voice", async ({ page, main, dialog, text }) => {
    await main.locator("tbody td.dots button").first().click();
    await page.getByRole("menuitem", { name: text.external_ids.move_or_swap }).click();
    await dialog.getByRole("combobox").fill("ingrid");
    await dialog.getByRole("option").first().click();
    await sees(dialog.locator("section").nth(1));
  }),
  shown("import external ids", "/external-ids/import", async ({ dialog }) => {
    const file = "source,id,email\r\nvoice,x-1,nobody@northwind.example\r\nvoice,,a\r\n";
    await dialog.locator("#ids-file").setInputFiles({ name: "ids.csv", mimeType: "text/csv", buffer: Buffer.from(file) });
    await sees(dialog.locator(".wrong").nth(1));
  }),
  shown("license settings, staff seats", ({ licenses }) => `/licenses/${licenses.desk.id}/settings`, async ({ main }) => sees(main.locator("#staff-seats ~ fieldset"))),
  shown("invite, staff seats left", "/people/invite?q=ingrid", async ({ dialog }) => {
    await dialog.locator("#invite-role").selectOption("agent");
    await dialog.locator("textarea").fill("agent@northwind.example\n");
    await sees(dialog.getByRole("meter"));
  }),
  shown("connections", ({ licenses }) => `/connections?license=${licenses.roomy.id}`),
  shown("connections, not connected", "/connections?state=not_connected&q=ingrid&setup=teams"),
  shown("connections, nobody matches", "/connections?q=nobodyhasthisname&setup=webex"),
  shown("edit a connection", "/connections?state=broken", async ({ main, dialog }) => {
    await main.locator("button.cell").first().click();
    await sees(dialog.getByRole("combobox"));
  }),
  shown("connect matching", "/connections/match?provider=zoom", async ({ dialog }) => sees(dialog.locator("li"))),
  shown("accounts", "/connections/accounts"),
  shown("add an account, refused", "/connections/accounts/new", async ({ dialog }) => {
    await dialog.locator("button.primary").click();
    await sees(dialog.locator(".wrong"));
  }),
  shown("paste accounts", "/connections/accounts/paste", async ({ dialog }) => dialog.locator("textarea").fill("z-1\tann@northwind.example")),
  shown("my connections", "/account/connections", undefined, { as: "standard" }),
  shown("notices", "/settings/notices", async ({ main }) => sees(main.getByRole("checkbox").nth(5))),
  shown("activity", "/activity"),
  shown("tokens", "/developers/tokens"),
  shown("new token", "/developers/tokens/new", async ({ dialog }) => sees(dialog)),
  shown("token, its secret", "/developers/tokens/new", async ({ dialog }) => {
    await dialog.locator("#token-name").fill("Nightly report");
    await dialog.getByRole("checkbox").first().check();
    await dialog.locator("button.primary").click();
    await sees(dialog.locator("#token-secret"));
  }),
  shown("account", "/account"),
  shown("my addresses", "/account/emails", async ({ page, main }) => {
    await main.locator("#email-add").fill("a.private.address@a-long-name-of-a-domain.example");
    await main.locator("form button").last().click();
    await sees(main.locator("#email-code"));
    await page.keyboard.press("Tab");
  }, { as: "standard" }),
  shown("profile", "/account/profile"),
  shown("profile, refused", "/account/profile", async ({ main }) => {
    await main.locator("#profile-phone").fill("call me");
    await main.locator("#profile-links").fill("http://dana.example");
    await main.locator("form button.primary").first().click();
    await sees(main.locator(".wrong").nth(1));
  }),
  shown("photo", "/account/profile/photo", async ({ dialog }) => {
    const pixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
    await dialog.locator("#photo-file").setInputFiles({ name: "dot.png", mimeType: "image/png", buffer: Buffer.from(pixel, "base64") });
    await sees(dialog.locator("canvas"));
  }),
  shown("photo, refused", ({ people }) => `/people/${people.seated.id}/photo`, async ({ dialog }) => {
    await dialog.locator("#photo-file").setInputFiles({ name: "photo.jpg", mimeType: "image/jpeg", buffer: Buffer.from("<svg/>") });
    await sees(dialog.locator(".wrong"));
  }),
  shown("account menu", "/account", async ({ page, text }) => {
    await page.getByRole("navigation", { name: text.shell.main_navigation }).locator("button.me").click();
    await sees(page.getByRole("menu"));
  }, { only: [1280] }),
  shown("palette", "/", async ({ page, dialog }) => {
    await page.keyboard.press("Control+k");
    await sees(dialog.getByRole("option"));
  }),
  shown("shortcuts", "/", async ({ page, dialog }) => {
    await page.keyboard.press("?");
    await sees(dialog);
  }),
  shown("drawer", FEW, async ({ page, text }) => {
    await page.setViewportSize({ width: 360, height: 780 });
    await page.getByRole("button", { name: text.shell.menu }).click();
    await sees(page.getByRole("navigation", { name: text.shell.main_navigation }));
  }, { only: [360] }),
  shown("imports", "/imports"),
  shown("imports, no file of people", ({ licenses }) => `/imports?license=${licenses.roomy.id}`, async ({ main }) => {
    await main.locator("#import-file").setInputFiles({ name: "photo.csv", mimeType: "text/csv", buffer: Buffer.from("89504e470d0a1a0a0000", "hex") });
    await sees(main.locator("#import-error", { hasText: /./ }));
    await sees(main.locator("p.words", { hasText: /./ }));
  }),
  shown("imports, a plan", ({ licenses }) => `/imports?license=${licenses.roomy.id}`, planned),
  shown("imports, a plan where nothing is found", "/imports?q=nobodyhasthisname", planned),
  shown("import", ({ imports }) => `/imports/${imports.done}`),
  shown("import, refused rows", ({ imports }) => `/imports/${imports.done}?outcome=refused`),
  shown("import, not begun", ({ imports }) => `/imports/${imports.draft}`),
  shown("import, stop", ({ imports }) => `/imports/${imports.draft}`, async ({ main, dialog, text }) => {
    await main.getByRole("button", { name: text.imports.stop }).click();
    await sees(dialog);
  }),
  { name: "no such page", as: "owner", reach: async ({ page, open }) => { await open("/nowhere"); await title(page); } },
  { name: "not for this role", as: "standard", reach: async ({ page, open }) => { await open("/people"); await title(page); } },
  { name: "home of a standard member", as: "standard", reach: async ({ page, open }) => { await open("/"); await title(page); } },
];
