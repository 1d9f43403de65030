// Invitations after they left: resent, canceled, changed, handed over, expired and asked for again, declined, opened with
// the wrong account, bounced. The admin's console and the invitee's pages without script, side by side.
// Not here: the first invitation (main-job.test.mjs), how the API judges each (tests/api).
import assert from "node:assert/strict";
import { choose, row, title, told } from "../support/acts.mjs";
import { elsewhere, expire } from "../support/cast.mjs";
import { PASSWORD, codeIn, en, focused, gone, holds, house, invite, license, linkIn, linkOf, mails, member, says, sees } from "../support/browser.mjs";

const { usher, owner, scene } = await house();

const accepted = (id) => holds(async () => assert.equal((await owner.get(`/api/v1/invitations/${id}`)).invitation.status, "accepted"));
const stranger = { script: false, as: undefined };

scene("resending prolongs the same invitation, and the old link still works", async ({ page, open, meet }) => {
  await invite(owner, "again@northwind.example", { name: "Ada Again", days: 1 });
  const [first] = await mails(usher, "again@northwind.example");
  await open("/invitations?q=again");
  await choose(page, "Ada Again", en.acts.resend);
  await told(page, /The invitation of Ada Again is on its way again, open until/);
  const [second] = await mails(usher, "again@northwind.example", 2);
  assert.equal(linkIn(second), linkIn(first));
  assert.match(second.subject, /still keeps your invitation/);
  const ada = await meet(stranger);
  await ada.open(linkIn(first));
  await sees(ada.page.getByRole("button", { name: "Join Northwind Unified" }));
});

scene("what a list of people made is said apart", async ({ page, open }) => {
  await invite(owner, "open@apart.example");
  await license(owner, 3, "Apart");
  await open("/people/invite");
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("combobox", { name: en.basics.licenses }).fill("Apart");
  await dialog.getByRole("option", { name: /Apart/ }).click();
  await dialog.getByLabel(en.invite.add).fill("open@apart.example, new@apart.example,");
  await dialog.getByRole("button", { name: "Invite 2" }).click();
  await told(page, "1 invitation is on its way. 1 open invitation was extended.");
});

// covers: E13
scene("canceling asks, frees the seat, and the link says whom to ask", async ({ page, open, meet }) => {
  const made = await license(owner, 1, "Cancel me");
  const { id } = await invite(owner, "cancel@northwind.example", { name: "Cal Cancel", licenses: [made.id] });
  const link = await linkOf(owner, id);
  await open("/invitations?q=cancel");
  await choose(page, "Cal Cancel", en.acts.cancel);
  const dialog = page.getByRole("dialog");
  await sees(dialog.getByText("The link that Cal Cancel has stops working. 1 seat is freed."));
  await dialog.getByRole("button", { name: en.acts.cancel_act }).click();
  await told(page, /Cal Cancel/);
  await gone(row(page, "Cal Cancel"));
  await page.getByRole("link", { name: en.invitations.tab_canceled }).click();
  await sees(row(page, "Cal Cancel").getByText(en.status.canceled));
  const cal = await meet(stranger);
  await cal.open(link);
  await says(title(cal.page), "This invitation is no longer open");
  await sees(cal.page.getByRole("link", { name: "Write to Dana Whitfield" }));
  assert.equal((await owner.get(`/api/v1/licenses/${made.id}`)).seats.free, 1);
});

// covers: D2
scene("the role can be changed while the invitation is open", async ({ page, open, meet }) => {
  const { id } = await invite(owner, "role@northwind.example", { name: "Rob Role" });
  await open("/invitations?q=role");
  await choose(page, "Rob Role", "Offer role License admin");
  await told(page, "Rob Role is offered the role License admin now.");
  await sees(row(page, "Rob Role").getByText(en.roles.license_admin));
  const rob = await meet(stranger);
  await rob.open(await linkOf(owner, id));
  await sees(rob.page.getByText("License admin", { exact: true }));
});

scene("the link can be copied and handed over", async ({ page, open, meet }) => {
  const { id } = await invite(owner, "copy@northwind.example", { name: "Cora Copy" });
  await open("/invitations?q=copy");
  await choose(page, "Cora Copy", en.acts.copy_link);
  await told(page, "The invitation link of Cora Copy is on the clipboard. Whoever has it can accept.");
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  assert.equal(new URL(copied).pathname, await linkOf(owner, id));
  const cora = await meet(stranger);
  await cora.open(copied);
  await says(title(cora.page), "Dana Whitfield invites you to Northwind Unified");
});

scene("the link is shown to be copied by hand where the clipboard is closed", async ({ page, open }) => {
  const { id } = await invite(owner, "closed@northwind.example", { name: "Clo Closed" });
  await page.addInitScript(() => Object.defineProperty(navigator, "clipboard", { value: undefined }));
  await open("/invitations?q=closed");
  await choose(page, "Clo Closed", en.acts.copy_link);
  const dialog = page.getByRole("dialog", { name: "Invitation link of Clo Closed" });
  const field = dialog.getByRole("textbox");
  await focused(field);
  assert.equal(new URL(await field.inputValue()).pathname, await linkOf(owner, id));
  await dialog.getByRole("button", { name: en.basics.copy }).click();
  await sees(dialog.getByRole("button", { name: en.basics.copy, exact: true }));
  await dialog.getByRole("button", { name: en.basics.done }).click();
  await gone(dialog);
  assert.equal(await page.getByText(/on the clipboard/).count(), 0);
});

scene("an expired invitation is asked for again, and resent", async ({ page, open, meet }) => {
  const made = await license(owner, 1, "Late");
  const { id } = await invite(owner, "late@northwind.example", { name: "Lee Late", licenses: [made.id] });
  const link = await linkOf(owner, id);
  await expire(usher, id);
  const lee = await meet(stranger);
  await lee.open(link);
  await says(title(lee.page), /^This invitation ended on/);
  await lee.page.getByRole("button", { name: "Ask Dana Whitfield for a new one" }).click();
  await sees(lee.page.getByText(/You asked Dana Whitfield on/));
  assert.equal(await lee.page.getByRole("button").count(), 0, "one can ask once");
  await mails(usher, "dana.whitfield@northwind.example");

  await open("/");
  await page.getByRole("link", { name: /ask for a new invitation/ }).first().click();
  await sees(row(page, "Lee Late").getByText(en.invitations.asked_again));
  await choose(page, "Lee Late", en.acts.resend);
  await told(page, /The invitation of Lee Late is on its way again/);
  await lee.page.reload();
  await says(title(lee.page), "Dana Whitfield keeps a seat for you at Northwind Unified");
});

// covers: B14
scene("declining frees the seat; the admin sees it, the page offers a way back", async ({ page, open, meet }) => {
  const made = await license(owner, 2, "Declined");
  const { id } = await invite(owner, "no@northwind.example", { name: "Nell No", licenses: [made.id] });
  const nell = await meet(stranger);
  await nell.open(await linkOf(owner, id));
  await nell.page.getByRole("button", { name: "Decline" }).click();
  await says(title(nell.page), /^You declined on/);
  await sees(nell.page.getByRole("button", { name: "Ask Dana Whitfield for a new one" }));
  await open("/invitations?status=declined&q=nell");
  await sees(row(page, "Nell No").getByText(en.status.declined));
  await open(`/licenses/${made.id}`);
  await sees(row(page, "Nell No").getByText(en.status.rejected));
  await sees(page.getByText("2 free", { exact: true }));
});

scene("who is signed in as somebody else sees both addresses, and can switch", async ({ meet }) => {
  const bea = await elsewhere(usher, owner, "both@northwind.example", "Bea Both");
  const { id } = await invite(owner, "both@northwind.example");
  const link = await linkOf(owner, id);
  const admin = await meet({ script: false });
  await admin.open(link);
  await says(title(admin.page), "This invitation is for another address");
  await sees(admin.page.getByText("It is for both@northwind.example. You are signed in as dana.whitfield@northwind.example."));
  const here = await meet({ script: false, as: bea });
  await here.open(link);
  await here.page.getByRole("button", { name: "Join Northwind Unified" }).click();
  await accepted(id);
});

scene("switching the account leads back to the invitation", async ({ page, open }) => {
  await elsewhere(usher, owner, "known@northwind.example", "Kim Known");
  const { id } = await invite(owner, "known@northwind.example");
  const link = await linkOf(owner, id);
  await open(link);
  await page.getByRole("button", { name: "Switch account" }).click();
  await says(title(page), "Sign in to join Northwind Unified");
  await page.getByRole("link", { name: "Sign in" }).click();
  await page.getByLabel("E-mail").fill("known@northwind.example");
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("button", { name: "Join Northwind Unified" }).click();
  await accepted(id);
}, { script: false, as: () => member(owner, "other@northwind.example") });

scene("a removed member who is invited again can come back", async ({ page, open }) => {
  const back = await member(owner, "back@northwind.example", { name: "Ben Back" });
  await owner.delete(`/api/v1/members/${back.member}`);
  const { id } = await invite(owner, "back@northwind.example");
  await open(await linkOf(owner, id));
  await page.getByRole("link", { name: "Sign in" }).click();
  await page.getByLabel("E-mail").fill("back@northwind.example");
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("button", { name: "Join Northwind Unified" }).click();
  await holds(async () => assert.equal((await owner.get("/api/v1/members?q=back")).items[0].status, "active"));
}, stranger);

scene("the code of the mail does what the link does", async ({ page, open }) => {
  await invite(owner, "code@northwind.example", { name: "Cody Code" });
  const [mail] = await mails(usher, "code@northwind.example");
  await open("/sign-in");
  await page.getByRole("link", { name: "type its code" }).click();
  await page.getByLabel("Code").fill(codeIn(mail).toLowerCase().replace("-", " "));
  await page.getByRole("button", { name: "Continue" }).click();
  await says(title(page), "Dana Whitfield invites you to Northwind Unified");
  await sees(page.getByText("code@northwind.example").first());
}, stranger);

scene("a bounce shows in Home, in the list and in the trail, with what the server said", async ({ page, open }) => {
  await open("/");
  await page.getByRole("link", { name: /invitations? bounced/ }).first().click();
  await page.waitForURL("**/invitations?status=pending&delivery=bounced");
  await sees(page.locator("tbody tr").first().getByText(en.status.bounced).first());
  await page.locator("tbody th a").first().click();
  await sees(page.getByText(en.trail.bounced));
  await sees(page.getByText("550 5.1.1 No such mailbox"));
});

scene("a list keeps its tab and search over reload and Back", async ({ page, open }) => {
  await open("/invitations");
  await page.getByRole("link", { name: en.invitations.tab_accepted }).click();
  await page.getByRole("searchbox").fill("ingrid");
  await page.waitForURL((url) => url.searchParams.get("q") === "ingrid" && url.searchParams.get("status") === "accepted");
  await page.reload();
  await holds(async () => assert.ok((await page.locator("tbody th a:not(.open)").allInnerTexts()).every((name) => name.includes("Ingrid"))));
  await page.locator("tbody th a").first().click();
  await says(title(page), /^Invitation of Ingrid/);
  await page.goBack();
  assert.equal(await page.getByRole("searchbox").inputValue(), "ingrid");
});
