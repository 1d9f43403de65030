//! What each page says, as types; the texts themselves are in `en.rs` and `de.rs`.

use super::{One, Three, Two};

/// What several pages say.
pub struct Common {
    /// A title while a field is wrong.
    pub error_title: One,
    /// Above the list of two or more wrong fields.
    pub look_again: fn(usize) -> String,
    /// Label of an address.
    pub email: &'static str,
    /// Label of a password.
    pub password: &'static str,
    /// Label of a password that is being chosen.
    pub new_password: &'static str,
    /// What a password must be.
    pub password_hint: &'static str,
    /// Label of one's own name.
    pub your_name: &'static str,
    /// Label of a code that is typed.
    pub code: &'static str,
    /// The press that signs in.
    pub sign_in: &'static str,
    /// A press that leads on.
    pub go_on: &'static str,
    /// Between two ways.
    pub or: &'static str,
    /// Leads to the page for typed codes.
    pub type_code: &'static str,
    /// The same, inside a sentence.
    pub type_code_inline: &'static str,
    /// Names the row of seats with one ringed.
    pub row_kept: &'static str,
    /// Names the row of seats with the person's own held.
    pub row_held: &'static str,
    /// Names the row of seats with none for this person.
    pub row_free: &'static str,
}

/// The set-up pages.
pub struct SetUp {
    /// Title.
    pub title: &'static str,
    /// What the first visitor becomes.
    pub lead: &'static str,
    /// Label of the operator's token.
    pub token: &'static str,
    /// Where the token is.
    pub token_hint: &'static str,
    /// Label of the organization's name.
    pub organization: &'static str,
    /// The press that makes the organization.
    pub create: &'static str,
    /// The press that fills in demo data instead.
    pub demo: &'static str,
    /// What demo data is.
    pub demo_hint: &'static str,
    /// Before the link to sign in.
    pub done_already: &'static str,
    /// Title once an organization exists.
    pub done_title: &'static str,
    /// What to do then.
    pub done_lead: &'static str,
    /// Title after the demo data went in.
    pub demo_title: &'static str,
    /// That this sign-in is shown once.
    pub demo_lead: &'static str,
    /// The press that signs the demo owner in.
    pub demo_sign_in: &'static str,
    /// What the demo is not for.
    pub demo_note: &'static str,
}

/// The sign-in page.
pub struct SignIn {
    /// Title.
    pub title: &'static str,
    /// Leads to a new password.
    pub forgot: &'static str,
    /// For people who look for their invitation; then the link to type a code.
    pub invited: &'static str,
    /// The password was changed.
    pub password_changed: &'static str,
    /// The person signed out.
    pub signed_out: &'static str,
    /// The session has ended.
    pub session_ended: &'static str,
    /// Sign in, then answer the invitation.
    pub for_invitation: &'static str,
}

/// The pages for a new password.
pub struct Reset {
    /// Title.
    pub title: &'static str,
    /// What will happen.
    pub lead: &'static str,
    /// The press that sends a code.
    pub send: &'static str,
    /// Title of the second step.
    pub code_title: &'static str,
    /// Where the code went; the same for every address.
    pub code_lead: One,
    /// Where in the mail the code stands.
    pub code_hint: &'static str,
    /// The press that changes the password.
    pub change: &'static str,
    /// Before the link to begin again.
    pub nothing_came: &'static str,
    /// The link that begins again.
    pub again: &'static str,
}

/// The page for a typed code.
pub struct Join {
    /// Title.
    pub title: &'static str,
    /// Where the code is.
    pub lead: &'static str,
    /// What a code looks like.
    pub hint: &'static str,
    /// How many tries are left.
    pub tries_left: fn(u32) -> String,
    /// Whom to ask without a code.
    pub no_code: &'static str,
}

/// The invitation page.
pub struct Invitation {
    /// An open invitation.
    pub offer: Offer,
    /// Somebody else is signed in.
    pub wrong_account: WrongAccount,
    /// An invitation that can't be answered any more.
    pub past: Past,
    /// Title of a link that leads nowhere.
    pub unknown_title: &'static str,
    /// What else works.
    pub unknown_lead: &'static str,
    /// Why one sees the page: inviter.
    pub why: One,
}

/// An open invitation.
pub struct Offer {
    /// Heading with a seat: inviter, organization.
    pub seat: Two,
    /// Heading without a license: inviter, organization.
    pub membership: Two,
    /// Label: to which address.
    pub to: &'static str,
    /// Label: in which role.
    pub role: &'static str,
    /// Label: on which licenses.
    pub seats: &'static str,
    /// Label: until when.
    pub until: &'static str,
    /// What the organization will see: organization.
    pub they_see: One,
    /// Who is signed in: address.
    pub signed_in_as: One,
    /// The press that accepts: organization.
    pub join: One,
    /// The press that declines.
    pub decline: &'static str,
    /// Heading when an account exists and nobody is signed in.
    pub sign_in_first: &'static str,
    /// The same without a license: organization.
    pub sign_in_to_join: One,
    /// For which address, and that one comes back: address.
    pub come_back: One,
}

/// Somebody else is signed in.
pub struct WrongAccount {
    /// Heading.
    pub title: &'static str,
    /// Both addresses: invited, signed in.
    pub lead: Two,
    /// The press that signs out and comes back.
    pub switch: &'static str,
    /// For a person with both addresses: inviter.
    pub both: One,
}

/// An invitation that can't be answered any more, or was just answered.
pub struct Past {
    /// Heading: expired on a day.
    pub expired: One,
    /// What became of the seat: inviter.
    pub expired_lead: One,
    /// The press that asks: inviter.
    pub ask: One,
    /// Asked already: inviter, day.
    pub asked: Two,
    /// What follows after asking: inviter.
    pub asked_next: One,
    /// Heading: canceled.
    pub canceled: &'static str,
    /// Whom to ask: inviter, organization.
    pub canceled_lead: Two,
    /// The press that opens the mail program: inviter.
    pub write: One,
    /// Heading: accepted on a day.
    pub accepted: One,
    /// What the link is still good for: organization.
    pub accepted_lead: One,
    /// The press that leads into the console: organization.
    pub open: One,
    /// Heading: declined on a day.
    pub declined: One,
    /// How to come back from it: inviter.
    pub declined_lead: One,
    /// Heading right after accepting: organization.
    pub joined: One,
    /// The seats that are held now: list.
    pub joined_seats: One,
    /// Joined without a license.
    pub joined_plain: &'static str,
    /// Seats that were gone: list, inviter, organization.
    pub seat_taken: Three,
}

/// What a problem page says.
pub struct ProblemText {
    /// Title.
    pub title: &'static str,
    /// What happened and what to do.
    pub text: &'static str,
    /// Where the press leads.
    pub href: &'static str,
    /// The press.
    pub action: &'static str,
}

/// The development mailbox.
pub struct DevMail {
    /// Title.
    pub title: &'static str,
    /// What it is.
    pub lead: &'static str,
    /// Nothing there.
    pub empty: &'static str,
    /// Only mails to one address: address.
    pub only_to: One,
    /// Leads to all mails.
    pub all: &'static str,
    /// Before the recipient.
    pub to: &'static str,
    /// Before the sender.
    pub from: &'static str,
    /// Names the text part.
    pub text_part: &'static str,
    /// Names the HTML part.
    pub html_part: &'static str,
}
