//! The texts in English. Types and what each text is for: `pages.rs` and `mails.rs`.

use shared::access::Role;
use shared::error::Code;

use super::mails::{
    AdditionMail, InvitationMail, LicenseInviteMail, MailTexts, NoticeMail, RequestMail, ResetMail,
};
use super::pages::{
    Common, DevMail, Invitation, Join, Offer, Past, ProblemText, Reset, SetUp, SignIn, WrongAccount,
};
use super::{Texts, date};

/// English.
pub static EN: Texts = Texts {
    long_date: date::english_long,
    date: date::english,
    list,
    role,
    refusal,
    problem,
    common: COMMON,
    setup: SETUP,
    sign_in: SIGN_IN,
    reset: RESET,
    join: JOIN,
    invitation: INVITATION,
    joining: super::joining::EN,
    license_entry: super::license_entry::EN,
    dev_mail: DEV_MAIL,
    mail: MAIL,
};

fn list(things: &[String]) -> String {
    match things {
        [] => String::new(),
        [one] => one.clone(),
        [one, two] => format!("{one} and {two}"),
        [rest @ .., last] => format!("{}, and {last}", rest.join(", ")),
    }
}

fn role(role: Role) -> &'static str {
    if role.custom().is_some() { "Member" } else { role.title() }
}

/// Refusals speak English themselves.
fn refusal(_: Code) -> Option<&'static str> {
    None
}

fn problem(code: Code) -> ProblemText {
    let say = |title, text, href, action| ProblemText { title, text, href, action };
    match code {
        Code::NotFound => say(
            "There is nothing here",
            "The address may be mistyped, or what was here is gone.",
            "/",
            "Go to the start",
        ),
        Code::Forbidden | Code::WrongAccount => say(
            "This isn’t for your account",
            "Ask an owner or admin of your organization.",
            "/",
            "Go to the start",
        ),
        Code::CrossSiteRequest => say(
            "This press came from another site",
            "Usher answers only presses on its own pages. Open the page again and press there.",
            "/",
            "Go to the start",
        ),
        Code::TooManyAttempts => say(
            "Too many tries",
            "Nothing was changed. Wait a quarter of an hour, then try again.",
            "/sign-in",
            "Sign in",
        ),
        Code::Unauthenticated => {
            say("Sign in first", "Your session has ended, or there was none.", "/sign-in", "Sign in")
        }
        Code::Internal => say(
            "Something broke on our side",
            "Nothing was lost. Go back and try again in a minute.",
            "/",
            "Go to the start",
        ),
        _ => {
            say("This didn’t work", "Go back, look at what you sent, and try again.", "/", "Go to the start")
        }
    }
}

const COMMON: Common = Common {
    error_title: |title| format!("Error: {title}"),
    look_again: |fields| format!("{fields} fields need another look"),
    email: "E-mail",
    password: "Password",
    new_password: "New password",
    password_hint: "12 characters or more. A sentence is fine.",
    your_name: "Your name",
    code: "Code",
    sign_in: "Sign in",
    go_on: "Continue",
    or: "or",
    type_code: "Type a code instead",
    type_code_inline: "type its code",
    row_kept: "A row of seats, one is yours",
    row_held: "A row of seats, you sit in one",
    row_free: "A row of seats, some of them free",
};

const SETUP: SetUp = SetUp {
    title: "Set up Usher",
    lead: "You are the first one here. You become the owner of the organization and the operator of this server.",
    token: "Set-up token",
    token_hint: "The operator of this server set it as SETUP_TOKEN.",
    organization: "Organization",
    create: "Create organization",
    demo: "Try it with demo data",
    demo_hint: "300 people, 8 teams and 5 licenses. No mail leaves.",
    done_already: "Set up already?",
    done_title: "Usher is set up",
    done_lead: "This server has an organization and an owner. Sign in, or ask the owner to invite you.",
    demo_title: "The demo is ready",
    demo_lead: "Keep this sign-in: it is shown once.",
    demo_sign_in: "Sign in to the demo",
    demo_note: "People and addresses are invented. Don’t put real ones beside them.",
};

const SIGN_IN: SignIn = SignIn {
    title: "Sign in",
    forgot: "Forgot your password?",
    invited: "Invited? Open the link in your mail, or",
    password_changed: "Your password is changed. Sign in with the new one.",
    signed_out: "You are signed out.",
    session_ended: "Your session has ended. Sign in to go on.",
    for_invitation: "Sign in, then answer the invitation.",
};

const RESET: Reset = Reset {
    title: "Choose a new password",
    lead: "We mail you a code. It works for half an hour.",
    send: "Mail me a code",
    code_title: "Type the code from the mail",
    code_lead: |email| format!("If {email} has an account here, a code is on its way."),
    code_hint: "It stands in the subject of the mail, too.",
    change: "Change password",
    nothing_came: "Nothing came? Look in the spam folder, or",
    again: "ask for another code",
};

const JOIN: Join = Join {
    title: "Type your code",
    lead: "A code stands in the invitation mail, below the link. A license key comes from your admin or teacher.",
    hint: "A code like 7KQ4-M2XD, or a license key like 7KQ4-M2XD-9FTB.",
    tries_left: |tries| match tries {
        0 => "No tries left. Wait a quarter of an hour.".to_owned(),
        1 => "One try left.".to_owned(),
        _ => format!("{tries} tries left."),
    },
    no_code: "No code? Ask the person who invited you to send it again.",
};

const INVITATION: Invitation = Invitation {
    offer: Offer {
        seat: |inviter, organization| format!("{inviter} keeps a seat for you at {organization}"),
        membership: |inviter, organization| format!("{inviter} invites you to {organization}"),
        to: "For",
        role: "Role",
        seats: "Seats",
        until: "Until",
        they_see: |organization| {
            format!(
                "{organization} sees your name, this address and when you were last active. It never sees your password."
            )
        },
        signed_in_as: |email| format!("You are signed in as {email}."),
        join: |organization| format!("Join {organization}"),
        decline: "Decline",
        sign_in_first: "Sign in to take your seat",
        sign_in_to_join: |organization| format!("Sign in to join {organization}"),
        come_back: |email| format!("The invitation is for {email}. You come back here."),
    },
    wrong_account: WrongAccount {
        title: "This invitation is for another address",
        lead: |invited, signed_in| format!("It is for {invited}. You are signed in as {signed_in}."),
        switch: "Switch account",
        both: |inviter| format!("Both are yours? Ask {inviter} to invite the other address."),
    },
    past: Past {
        expired: |day| format!("This invitation ended on {day}"),
        expired_lead: |inviter| {
            format!("What was kept for you was given back. {inviter} can invite you again.")
        },
        ask: |inviter| format!("Ask {inviter} for a new one"),
        asked: |inviter, day| format!("You asked {inviter} on {day}."),
        asked_next: |inviter| format!("A mail comes to you once {inviter} sends a new one."),
        canceled: "This invitation is no longer open",
        canceled_lead: |inviter, organization| format!("{inviter} at {organization} can tell you more."),
        write: |inviter| format!("Write to {inviter}"),
        accepted: |day| format!("You joined on {day}"),
        accepted_lead: |organization| {
            format!("The link has done its work. You can open {organization} any time.")
        },
        open: |organization| format!("Open {organization}"),
        declined: |day| format!("You declined on {day}"),
        declined_lead: |inviter| format!("Changed your mind? {inviter} can invite you again."),
        joined: |organization| format!("You are in at {organization}"),
        joined_seats: |licenses| format!("Your seat is held on {licenses}."),
        joined_plain: "Your account is ready.",
        seat_taken: |licenses, inviter, organization| {
            format!(
                "You have joined {organization}, but the seat on {licenses} is taken: it was given back when the mail bounced. Ask {inviter} for another."
            )
        },
    },
    unknown_title: "We don’t know this link",
    unknown_lead: "Mail programs sometimes break links. The code in the mail works as well.",
    why: |inviter| {
        format!(
            "You see this page because {inviter} wrote your address. If you don’t know them, decline or close it: nothing happens."
        )
    },
};

const DEV_MAIL: DevMail = DevMail {
    title: "Development mailbox",
    lead: "Every mail that would have left, newest first. Nothing leaves this machine.",
    empty: "No mail yet. Invite somebody, then look here.",
    only_to: |email| format!("Only mails to {email}."),
    all: "Show all",
    to: "to",
    from: "from",
    text_part: "Text",
    html_part: "HTML",
};

const MAIL: MailTexts = MailTexts {
    invitation: InvitationMail {
        subject: |inviter, organization| format!("{inviter} invites you to {organization}"),
        subject_again: |inviter, organization| {
            format!("{inviter} still keeps your invitation to {organization}")
        },
        preview_seats: |role, licenses| format!("{role}, with a seat on {licenses}."),
        preview: |role| format!("{role}."),
        open_until: |day| format!("Open until {day}."),
        heading_seats: INVITATION.offer.seat,
        heading: INVITATION.offer.membership,
        offer_seats: |role, licenses| format!("You are invited as {role}, with a seat on {licenses}."),
        offer: |role| format!("You are invited as {role}."),
        kept_until: |day| format!("The seat is kept until {day}."),
        again: "This comes once more, with more time to answer. The link of the first mail works too.",
        open: "Open the invitation",
        harmless: "You accept or decline on the page; opening it changes nothing.",
        code: |address| format!("Or type this code at {address}:"),
        why: |inviter, email| {
            format!(
                "You get this mail because {inviter} ({email}) wrote your address. If you don’t know them, ignore it: without your answer nothing happens."
            )
        },
        why_nameless: |inviter| {
            format!(
                "You get this mail because {inviter} wrote your address. If you don’t know them, ignore it: without your answer nothing happens."
            )
        },
    },
    reset: ResetMail {
        subject: |code| format!("{code} is your code for a new password"),
        preview: |minutes| format!("It works for {minutes} minutes."),
        heading: "Choose a new password",
        code: |minutes| {
            format!(
                "Type this code on the page that asked for your address. It works once, for {minutes} minutes:"
            )
        },
        why: |email| {
            format!(
                "You get this mail because somebody asked for a new password for {email}. If it wasn’t you, ignore it: your password stays."
            )
        },
    },
    address: super::addresses::EN_ADDRESS,
    primary: super::addresses::EN_PRIMARY,
    addition: AdditionMail {
        subject: |organization| format!("You are a member of {organization}"),
        heading: |adder, organization| format!("{adder} added you to {organization}"),
        seats: |licenses| format!("You have a seat on {licenses}."),
        sign_in: |email| {
            format!("Sign in with {email} and your password of before. There is nothing to accept.")
        },
        choose: |email| {
            format!("There is nothing to accept. Choose a password: enter {email}, and a code comes by mail.")
        },
        open: "Sign in",
        set_password: "Choose a password",
        why: |organization| {
            format!("You get this mail because {organization} looks after the domain of your address.")
        },
    },
    notice: NoticeMail {
        expiring: |license| format!("{license} ends soon"),
        expiring_tells: |day, held| format!("Its term ends on {day}. People who hold a seat: {held}."),
        expiring_next: "Renew it in time, or tell them.",
        grace: |license| format!("{license} has ended and is in its grace"),
        grace_tells: |day, held| {
            format!("People keep it until {day}, then they lose it. People who hold a seat: {held}.")
        },
        grace_next: "Renew it until then and nobody notices, or tell them.",
        nearly_full: |license| format!("{license} is nearly full"),
        nearly_full_tells: |taken, total| format!("{taken} of {total} seats are taken."),
        nearly_full_next: "Add seats, or free some that nobody needs. When it is full, people can wait in its queue.",
        queue: |license| format!("People wait for a seat of {license}"),
        queue_tells: |waiting, total| format!("All {total} seats are taken, {waiting} waiting."),
        queue_next: "Add seats, or free some: whoever is first gets the next one by itself.",
        open: "Open the license",
        why: |organization| {
            format!(
                "You get this mail because you look after licenses at {organization}. Turn it off in Usher, under My account."
            )
        },
    },
    license_invite: LicenseInviteMail {
        subject: |inviter, licenses| format!("{inviter} offers you a seat on {licenses}"),
        heading: |inviter, licenses| format!("{inviter} offers you a seat on {licenses}"),
        kept: "The seat is kept for you. Until you join you cannot use all of it.",
        answer: |email| format!("Sign in with {email} and choose Join or Decline."),
        open: "See your license invites",
        why: |organization| format!("You get this mail because you are a member of {organization}."),
    },
    request: RequestMail {
        subject: |person, organization| format!("{person} asks for a new invitation to {organization}"),
        heading: |person| format!("{person} asks for a new invitation"),
        expired: |email, organization| {
            format!("Your invitation of {email} to {organization} ran out before it was answered.")
        },
        declined: |email, organization| {
            format!("Your invitation of {email} to {organization} was declined; now a new one is wanted.")
        },
        next: "Resend it, and the person gets a mail with a fresh date. Do nothing, and nothing happens.",
        open: "Look at the invitation",
        why: |organization| format!("You get this mail because you sent the invitation at {organization}."),
    },
    link: "If the button doesn’t work, use this link:",
    from_name: |inviter| format!("{inviter} (Usher)"),
};
