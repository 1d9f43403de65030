//! What is said to people who join by themselves with an address in a whole domain, and to those who wait for a seat, in
//! both languages. Types first.

use super::{One, Two};

/// Joining by one's address, and waiting.
pub struct Joining {
    /// Between the code and the address.
    pub or: &'static str,
    /// Whose address works.
    pub hint: &'static str,
    /// The press.
    pub send: &'static str,
    /// Heading after it.
    pub mailed: &'static str,
    /// What to do then: address.
    pub mailed_lead: One,
    /// Heading of the invitation that one asked for: organization.
    pub heading: One,
    /// What it gives: licenses.
    pub seats: One,
    /// Why the page is there: address.
    pub why: One,
    /// Subject of the mail: organization.
    pub subject: One,
    /// What the mail is for: organization, until when.
    pub offer: Two,
    /// The button.
    pub open: &'static str,
    /// Why the mail came: address.
    pub mail_why: One,
    /// That a license is full, and the place in its queue: license, place.
    pub waits: Two,
}

/// English.
pub const EN: Joining = Joining {
    or: "Or join with your address",
    hint: "The address that your school or district gave you.",
    send: "Mail me the link",
    mailed: "Look at your mail",
    mailed_lead: |email| {
        format!(
            "If {email} can join by itself, a link is on its way and works for two days. Who has an account signs in instead. Nothing came? Ask an admin to invite you."
        )
    },
    heading: |organization| format!("Join {organization}"),
    seats: |licenses| {
        format!("Once you are in, you take a seat on {licenses}; where none is free you wait in the queue.")
    },
    why: |email| {
        format!("You are here because somebody typed {email} to join. Without your press nothing happens.")
    },
    subject: |organization| format!("Your link to join {organization}"),
    offer: |organization, day| {
        format!(
            "Open it to prove that this address is yours, and to join {organization}. It works until {day}."
        )
    },
    open: "Join",
    mail_why: |email| {
        format!(
            "You get this mail because somebody typed {email} to join. If it wasn’t you, ignore it: nothing happens."
        )
    },
    waits: |license, place| {
        format!(
            "{license} is full. You are number {place} in its queue and get the next seat that comes free for you, by itself."
        )
    },
};

/// German.
pub const DE: Joining = Joining {
    or: "Oder mit Ihrer Adresse beitreten",
    hint: "Die Adresse, die Sie von Ihrer Schule oder Ihrem Bezirk haben.",
    send: "Link per Mail schicken",
    mailed: "Sehen Sie in Ihre Mails",
    mailed_lead: |email| {
        format!(
            "Wenn {email} selbst beitreten kann, ist ein Link unterwegs, der zwei Tage gilt. Wer ein Konto hat, meldet sich stattdessen an. Nichts angekommen? Lassen Sie sich von einem Admin einladen."
        )
    },
    heading: |organization| format!("{organization} beitreten"),
    seats: |licenses| {
        format!(
            "Wenn Sie dabei sind, nehmen Sie einen Platz auf {licenses}; ist keiner frei, warten Sie in der Warteschlange."
        )
    },
    why: |email| {
        format!(
            "Sie sind hier, weil jemand {email} eingegeben hat, um beizutreten. Ohne Ihren Klick geschieht nichts."
        )
    },
    subject: |organization| format!("Ihr Link, um {organization} beizutreten"),
    offer: |organization, day| {
        format!(
            "Öffnen Sie ihn, um zu zeigen, dass diese Adresse Ihre ist, und {organization} beizutreten. Er gilt bis {day}."
        )
    },
    open: "Beitreten",
    mail_why: |email| {
        format!(
            "Diese Mail kommt, weil jemand {email} eingegeben hat, um beizutreten. Waren Sie es nicht, geschieht nichts."
        )
    },
    waits: |license, place| {
        format!(
            "{license} ist voll. Sie sind Nummer {place} in der Warteschlange und bekommen den nächsten freien Platz von selbst."
        )
    },
};
