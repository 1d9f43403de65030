// The six steps of the README, by hand: set up, create a license with seats, invite a pasted list, read the mail,
// accept without script, see the seat held. Once on a desktop, once by touch at 360 px; and what a full license says.
// Not here: every state of an invitation's page (invitations.test.mjs), what the API answers (tests/api).
import assert from "node:assert/strict";
import { PASSWORD, anonymous, en, holds, house, mails, says, sees, signIn } from "../support/browser.mjs";

const { usher, scene } = await house({ demo: false });

// Eight ways to write an address; two rows are wrong on purpose.
const PASTED = `Ann Ames <ann@nw.example>; bo@nw.example, "Cruz, Carla" <carla@nw.example>
Dan O'Neill <dan+studio@nw.example>\tERIN@NW.EXAMPLE;
ann@nw.example
not an address@
dana@nw.example`;

const dana = () => signIn(usher, "dana@nw.example");
const seats = (page, words) => says(page.getByText(/\d+ held, \d+ reserved/).first(), words);

scene("an organization is set up without script", async ({ page, open, meet }) => {
  await open("/");
  await says(page.getByRole("heading", { level: 1 }), "Set up Usher");
  await page.getByLabel("Organization").fill("Northwind");
  await page.getByLabel("Your name").fill("Dana Owner");
  const email = page.getByLabel("E-mail");
  await email.fill("dana@nw");
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Create organization" }).click();
  assert.equal(await email.getAttribute("aria-invalid"), "true");
  assert.match(await page.title(), /^Error: /);
  assert.equal(await page.getByLabel("Organization").inputValue(), "Northwind", "what was typed stays");
  await email.fill("dana@nw.example");
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Create organization" }).click();
  await page.waitForURL("**/");

  const second = await meet();
  await second.open("/setup");
  await says(second.page.getByRole("heading", { level: 1 }), "Usher is set up");
}, { script: false, refusals: [422] });

// covers: A3 A4 B5 C9 C12 D2 E3 E4
scene("the main job, from a license to a seat that is held", async ({ page, open, meet }) => {
  await open("/sign-in");
  await page.getByLabel("E-mail").fill("dana@nw.example");
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click();
  await says(page.getByRole("heading", { level: 1 }), "Northwind");

  // Home tells a newcomer the way; the first step is a license.
  await page.getByRole("main").getByRole("link", { name: en.home.start_license_act }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel(en.basics.name).fill("Studio Classroom");
  await dialog.getByLabel(en.basics.seats).fill("4");
  await dialog.getByRole("button", { name: en.licenses.create }).click();
  await says(page.getByRole("heading", { level: 1 }), "Studio Classroom");
  await seats(page, "0 held, 0 reserved, 4 free of 4");

  // A pasted list is judged row by row before anything is sent.
  await page.getByRole("navigation", { name: en.shell.main_navigation }).getByRole("link", { name: en.nav.people, exact: true }).click();
  await page.getByRole("link", { name: en.people.invite }).click();
  const licenses = dialog.getByRole("combobox", { name: en.basics.licenses });
  await licenses.fill("Studio");
  await sees(dialog.getByRole("option", { name: /Studio Classroom/ }));
  await licenses.press("Enter");
  await dialog.getByLabel(en.invite.add).fill(PASTED);
  await dialog.getByLabel(en.invite.add).press("Enter");
  const row = (name) => dialog.getByRole("row").filter({ has: page.getByText(name, { exact: true }) });
  for (const name of ["Ann Ames", "bo@nw.example", "Cruz, Carla", "Dan O'Neill"]) await says(row(name).first(), new RegExp(en.rows.will_invite));
  await says(row("ERIN@NW.EXAMPLE"), /All 4 seats are taken/);
  await sees(dialog.getByText("Row 1 has this address already."));
  await sees(dialog.getByText("This isn’t a complete e-mail address."));
  await sees(dialog.getByText(/^8 read\. 4 new\. 4 to correct\.$/));
  assert.equal(await dialog.locator("tbody").getByRole("row").count(), 8, "nothing is dropped");
  await says(dialog.getByText(/free seats used/), /of 4 free seats used/);
  assert.equal((await anonymous(usher).call("GET", "/dev/mail.json")).body.length, 0, "nothing was sent yet");

  // Who found no seat and what is no address is taken out; the rest goes.
  for (const name of ["ERIN@NW.EXAMPLE", "ann@nw.example", "not an", "dana@nw.example"]) {
    await dialog.getByRole("button", { name: `Take out ${name}`, exact: true }).click();
  }
  await sees(dialog.getByText(/^4 read\. 4 new\.$/));
  await dialog.getByRole("button", { name: "Invite 4" }).click();
  await sees(page.getByRole("status").filter({ hasText: "4 invitations are on their way." }));

  // The mail, and its link in another browser without script.
  await open("/dev/mail?to=ann%40nw.example");
  await page.getByRole("link", { name: "Dana Owner invites you to Northwind" }).click();
  await sees(page.locator("pre.letter"));
  const link = /\/i\/[\w-]+/.exec(await page.locator("pre.letter").innerText())[0];
  const ann = await meet({ script: false, width: 360 });
  await ann.open(link);
  await says(ann.page.getByRole("heading", { level: 1 }), "Dana Owner keeps a seat for you at Northwind");
  await sees(ann.page.getByText("ann@nw.example"));
  assert.equal(await ann.page.getByLabel("Your name").inputValue(), "Ann Ames");
  await ann.page.getByLabel("New password").fill(PASSWORD);
  await ann.page.getByRole("button", { name: "Join Northwind" }).click();
  await ann.page.waitForURL("**/");
  await ann.page.goBack();
  await says(ann.page.getByRole("heading", { level: 1 }), /^(You joined on|Dana Owner keeps)/);

  // The admin sees the seat held, and what happened on Home.
  await open("/licenses");
  await page.getByRole("link", { name: "Studio Classroom" }).first().click();
  await seats(page, "1 held, 3 reserved, 0 free of 4");
  await sees(page.getByRole("row").filter({ hasText: "Ann Ames" }));
  await open("/");
  await sees(page.getByRole("main").getByText("accepted the invitation").first());
  await sees(page.getByRole("main").getByText(en.seats.full, { exact: true }));
});

// covers: C15
scene("a full license refuses in words, and the invitation stays possible without a seat", async ({ page, open }) => {
  await open("/people/invite");
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel(en.invite.add).fill("late@nw.example,");
  const licenses = dialog.getByRole("combobox", { name: en.basics.licenses });
  await licenses.fill("Studio");
  await sees(dialog.getByRole("option", { name: /Studio Classroom/ }));
  await licenses.press("Enter");
  await sees(dialog.getByText("All 4 seats are taken. Free one or add seats to the license."));
  await sees(dialog.getByRole("button", { name: "Add 1 to the queue" }));
  await licenses.press("Backspace");
  await dialog.getByRole("button", { name: "Invite 1" }).click();
  await sees(page.getByRole("status").filter({ hasText: "1 invitation is on its way." }));
}, { as: dana });

// INTERFACE 3.12
scene("the main job by touch alone at 360 px", async ({ page, open, meet }) => {
  const dialog = page.getByRole("dialog");
  await open("/licenses");
  await page.getByRole("link", { name: en.licenses.new }).first().tap();
  await dialog.getByLabel(en.basics.name).fill("Lab Notebook");
  await dialog.getByLabel(en.basics.seats).fill("1");
  await dialog.getByRole("button", { name: en.licenses.create }).tap();
  await says(page.getByRole("heading", { level: 1 }), "Lab Notebook");

  await page.getByRole("button", { name: en.shell.menu }).tap();
  await page.getByRole("link", { name: en.nav.people, exact: true }).tap();
  await page.getByRole("link", { name: en.people.invite }).tap();
  await dialog.getByLabel(en.invite.add).fill("Fay <fay@nw.example>\n");
  await dialog.getByRole("combobox", { name: en.basics.licenses }).tap();
  await dialog.getByRole("option", { name: /Lab Notebook/ }).tap();
  await dialog.getByRole("button", { name: "Invite 1" }).tap();
  await sees(page.getByRole("status").filter({ hasText: "1 invitation is on its way." }));

  const [mail] = await mails(usher, "fay@nw.example");
  const fay = await meet({ as: undefined });
  await fay.open(/\/i\/[\w-]+/.exec(mail.text)[0]);
  await fay.page.getByLabel("New password").fill(PASSWORD);
  await fay.page.getByRole("button", { name: "Join Northwind" }).tap();
  await fay.page.waitForURL("**/");
  await open("/licenses");
  await holds(() => seats(page, /held/));
  await page.getByRole("link", { name: "Lab Notebook" }).first().tap();
  await seats(page, "1 held, 0 reserved, 0 free of 1");
}, { width: 360, touch: true, as: dana });
