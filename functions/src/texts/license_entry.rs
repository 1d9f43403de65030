//! What the pages of license keys and links say, in both languages. Types first.

use super::{One, Two};

/// Coming onto a license by its key or link.
pub struct LicenseEntry {
    /// Heading while it can be done: license.
    pub heading: One,
    /// What it gives: who gives it, organization.
    pub lead: Two,
    /// As whom: address.
    pub signed_in_as: One,
    /// The press of who is signed in: license.
    pub join: One,
    /// What becomes of the address.
    pub confirm: &'static str,
    /// The press of who is new.
    pub send: &'static str,
    /// The way of who has an account.
    pub have_account: &'static str,
    /// Heading after the mail.
    pub mailed: &'static str,
    /// What to do then: address.
    pub mailed_lead: One,
    /// Heading once it is done: license.
    pub joined: One,
    /// What it means: organization.
    pub joined_lead: One,
    /// The way on: organization.
    pub open: One,
    /// Heading when it lets nobody in: license.
    pub closed: One,
    /// Whom to ask: name.
    pub ask: One,
}

/// English.
pub const EN: LicenseEntry = LicenseEntry {
    heading: |license| format!("Take a seat on {license}"),
    lead: |by, organization| format!("{by} gives it to whoever comes this way at {organization}."),
    signed_in_as: |email| format!("You are signed in as {email}."),
    join: |license| format!("Join {license}"),
    confirm: "A mail with a link confirms your address. Until you open it, a seat is kept for you.",
    send: "Mail me the link",
    have_account: "I have an account: sign in first",
    mailed: "Look at your mail",
    mailed_lead: |email| {
        format!(
            "If {email} is new here, an invitation is on its way. Accept it within two days and the seat is yours. Who has an account here signs in instead."
        )
    },
    joined: |license| format!("You are on {license}"),
    joined_lead: |organization| format!("Your seat at {organization} is held. There is nothing more to do."),
    open: |organization| format!("Open {organization}"),
    closed: |license| format!("This does not lead onto {license} any more"),
    ask: |name| format!("Ask {name}."),
};

/// German.
pub const DE: LicenseEntry = LicenseEntry {
    heading: |license| format!("Ein Platz auf {license}"),
    lead: |by, organization| format!("{by} gibt ihn bei {organization} allen, die auf diesem Weg kommen."),
    signed_in_as: |email| format!("Sie sind als {email} angemeldet."),
    join: |license| format!("{license} beitreten"),
    confirm: "Eine Mail mit einem Link bestätigt Ihre Adresse. Bis Sie ihn öffnen, bleibt ein Platz für Sie frei.",
    send: "Link per Mail schicken",
    have_account: "Ich habe ein Konto: erst anmelden",
    mailed: "Sehen Sie in Ihre Mails",
    mailed_lead: |email| {
        format!(
            "Falls {email} hier neu ist, ist eine Einladung unterwegs. Nehmen Sie sie in zwei Tagen an, dann gehört der Platz Ihnen. Wer hier ein Konto hat, meldet sich stattdessen an."
        )
    },
    joined: |license| format!("Sie sind auf {license}"),
    joined_lead: |organization| format!("Ihr Platz bei {organization} ist belegt. Mehr ist nicht zu tun."),
    open: |organization| format!("{organization} öffnen"),
    closed: |license| format!("Hier geht es nicht mehr auf {license}"),
    ask: |name| format!("Fragen Sie {name}."),
};
