//! The mails with the codes for one's addresses, in both languages.

use super::ResetMail;

/// The code that proves an address, in English.
pub const EN_ADDRESS: ResetMail = ResetMail {
    subject: |code| format!("{code} is your code for this address"),
    preview: |minutes| format!("It works for {minutes} minutes."),
    heading: "Add this address to your account",
    code: |minutes| {
        format!("Type this code under My account, My addresses. It works once, for {minutes} minutes:")
    },
    why: |email| {
        format!(
            "You get this mail because somebody who is signed in wants to add {email} to their account. If it wasn’t you, ignore it: nothing happens."
        )
    },
};

/// The code that lets another address become the primary one, in English.
pub const EN_PRIMARY: ResetMail = ResetMail {
    subject: |code| format!("{code} is your code for another primary address"),
    preview: |hours| format!("It works for {hours} hours."),
    heading: "Change your primary address",
    code: |hours| {
        format!(
            "Your account is to be known by another of your addresses. If you want that, type this code under My account, My addresses. It works once, for {hours} hours:"
        )
    },
    why: |email| {
        format!(
            "You get this mail because somebody who is signed in as you wants another address in place of {email}. If it wasn’t you, give this code to nobody and change your password."
        )
    },
};

/// The code that proves an address, in German.
pub const DE_ADDRESS: ResetMail = ResetMail {
    subject: |code| format!("{code} ist Ihr Code für diese Adresse"),
    preview: |minutes| format!("Er gilt {minutes} Minuten."),
    heading: "Diese Adresse zu Ihrem Konto nehmen",
    code: |minutes| {
        format!(
            "Geben Sie diesen Code unter Mein Konto, Meine Adressen ein. Er gilt einmal, {minutes} Minuten lang:"
        )
    },
    why: |email| {
        format!(
            "Sie bekommen diese Mail, weil jemand, der angemeldet ist, {email} zum eigenen Konto nehmen will. Waren Sie es nicht, lassen Sie sie liegen: Es geschieht nichts."
        )
    },
};

/// The code that lets another address become the primary one, in German.
pub const DE_PRIMARY: ResetMail = ResetMail {
    subject: |code| format!("{code} ist Ihr Code für eine andere Hauptadresse"),
    preview: |hours| format!("Er gilt {hours} Stunden."),
    heading: "Hauptadresse ändern",
    code: |hours| {
        format!(
            "Ihr Konto soll unter einer anderen Ihrer Adressen geführt werden. Wenn Sie das wollen, geben Sie diesen Code unter Mein Konto, Meine Adressen ein. Er gilt einmal, {hours} Stunden lang:"
        )
    },
    why: |email| {
        format!(
            "Sie bekommen diese Mail, weil jemand, der als Sie angemeldet ist, statt {email} eine andere Adresse will. Waren Sie es nicht, geben Sie den Code niemandem und ändern Sie Ihr Passwort."
        )
    },
};
