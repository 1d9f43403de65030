//! The texts in German, with the formal "Sie". Types and what each text is for: `pages.rs` and `mails.rs`.

use shared::access::Role;
use shared::error::Code;

use super::mails::{
    AdditionMail, InvitationMail, LicenseInviteMail, MailTexts, NoticeMail, RequestMail, ResetMail,
};
use super::pages::{
    Common, DevMail, Invitation, Join, Offer, Past, ProblemText, Reset, SetUp, SignIn, WrongAccount,
};
use super::{Texts, date};

/// German.
pub static DE: Texts = Texts {
    long_date: date::german_long,
    date: date::german,
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
    joining: super::joining::DE,
    license_entry: super::license_entry::DE,
    dev_mail: DEV_MAIL,
    mail: MAIL,
};

fn list(things: &[String]) -> String {
    match things {
        [] => String::new(),
        [one] => one.clone(),
        [rest @ .., last] => format!("{} und {last}", rest.join(", ")),
    }
}

fn role(role: Role) -> &'static str {
    match role {
        Role::Owner => "Inhaber",
        Role::Admin => "Admin",
        Role::LicenseAdmin => "Lizenz-Admin",
        Role::TeamLeader => "Teamleitung",
        Role::Agent => "Agent",
        Role::Standard => "Standard",
        Role::Collaborator => "Mitwirkend",
        Role::Customer => "Kunde",
        Role::Custom(_) => "Mitglied",
    }
}

fn refusal(code: Code) -> Option<&'static str> {
    Some(match code {
        Code::AlreadySetUp => "Usher ist schon eingerichtet.",
        Code::CodeInvalid => "Dieser Code ist falsch, verbraucht oder zu alt.",
        Code::EmailTooLong => "Eine E-Mail-Adresse hat höchstens 254 Zeichen.",
        Code::InvalidEmail => "Das ist keine vollständige E-Mail-Adresse.",
        Code::InvalidName => "Geben Sie einen Namen ein: höchstens 120 Zeichen, ohne Zeilenumbruch.",
        Code::InvitationAccepted => "Diese Einladung ist schon angenommen.",
        Code::InvitationCanceled => "Diese Einladung ist nicht mehr offen.",
        Code::InvitationDeclined => "Diese Einladung wurde abgelehnt.",
        Code::InvitationExpired => "Diese Einladung ist abgelaufen.",
        Code::KeyInvalid => {
            "Dieser Lizenzschlüssel stimmt nicht: vertippt, oder er wurde ersetzt. Vergleichen Sie ihn oder fragen Sie, wer ihn Ihnen gab."
        }
        Code::KeyEnded => "Dieser Weg ist zu Ende: Die Zeit ist um, oder genug Leute sind gekommen.",
        Code::KeyNotForYou => "Dieser Weg ist nicht für Ihre Adresse.",
        Code::LicenseNotInTerm => "Die Lizenz ist abgelaufen.",
        Code::PasswordTooLong => "Ein Passwort hat höchstens 256 Byte.",
        Code::PasswordTooShort => "Nehmen Sie 12 Zeichen oder mehr. Ein Satz ist gut.",
        Code::SeatLimitReached => "Es ist kein Platz frei.",
        Code::SetupTokenWrong => "Das ist nicht das Token. Kopieren Sie die ganze Zeile.",
        Code::TooManyAttempts => {
            "Zu viele Versuche. Warten Sie eine Viertelstunde, dann versuchen Sie es noch einmal."
        }
        Code::Unauthenticated => {
            "Zu dieser Adresse gibt es ein Konto. Melden Sie sich damit an, dann nehmen Sie an."
        }
        Code::WrongAccount => "Sie sind mit einer anderen Adresse angemeldet.",
        Code::WrongCredentials => {
            "Adresse und Passwort passen nicht zusammen, oder das Konto ist nicht aktiv."
        }
        _ => return None,
    })
}

fn problem(code: Code) -> ProblemText {
    let say = |title, text, href, action| ProblemText { title, text, href, action };
    match code {
        Code::NotFound => say(
            "Hier ist nichts",
            "Vielleicht ist die Adresse vertippt, oder was hier war, gibt es nicht mehr.",
            "/",
            "Zur Startseite",
        ),
        Code::Forbidden | Code::WrongAccount => say(
            "Das ist nicht für Ihr Konto",
            "Fragen Sie einen Inhaber oder Admin Ihrer Organisation.",
            "/",
            "Zur Startseite",
        ),
        Code::CrossSiteRequest => say(
            "Das kam von einer anderen Website",
            "Usher nimmt nur an, was auf seinen eigenen Seiten gedrückt wird. Öffnen Sie die Seite neu und drücken Sie dort.",
            "/",
            "Zur Startseite",
        ),
        Code::TooManyAttempts => say(
            "Zu viele Versuche",
            "Es hat sich nichts geändert. Warten Sie eine Viertelstunde, dann versuchen Sie es noch einmal.",
            "/sign-in",
            "Anmelden",
        ),
        Code::Unauthenticated => {
            say("Bitte erst anmelden", "Ihre Sitzung ist zu Ende, oder es gab keine.", "/sign-in", "Anmelden")
        }
        Code::Internal => say(
            "Bei uns ist etwas kaputtgegangen",
            "Es ging nichts verloren. Gehen Sie zurück und versuchen Sie es in einer Minute noch einmal.",
            "/",
            "Zur Startseite",
        ),
        _ => say(
            "Das hat nicht geklappt",
            "Gehen Sie zurück, prüfen Sie Ihre Angaben und versuchen Sie es noch einmal.",
            "/",
            "Zur Startseite",
        ),
    }
}

const COMMON: Common = Common {
    error_title: |title| format!("Fehler: {title}"),
    look_again: |fields| format!("Bitte sehen Sie {fields} Felder noch einmal an"),
    email: "E-Mail",
    password: "Passwort",
    new_password: "Neues Passwort",
    password_hint: "12 Zeichen oder mehr. Ein Satz ist gut.",
    your_name: "Ihr Name",
    code: "Code",
    sign_in: "Anmelden",
    go_on: "Weiter",
    or: "oder",
    type_code: "Stattdessen einen Code eingeben",
    type_code_inline: "geben Sie den Code daraus ein",
    row_kept: "Eine Reihe Plätze, einer ist Ihrer",
    row_held: "Eine Reihe Plätze, auf einem sitzen Sie",
    row_free: "Eine Reihe Plätze, einige sind frei",
};

const SETUP: SetUp = SetUp {
    title: "Usher einrichten",
    lead: "Sie sind als Erste oder Erster hier. Sie werden Inhaber der Organisation und Betreiber dieses Servers.",
    token: "Einrichtungs-Token",
    token_hint: "Der Betreiber dieses Servers hat es als SETUP_TOKEN gesetzt.",
    organization: "Organisation",
    create: "Organisation anlegen",
    demo: "Mit Demodaten ausprobieren",
    demo_hint: "300 Personen, 8 Teams und 5 Lizenzen. Es geht keine Mail hinaus.",
    done_already: "Schon eingerichtet?",
    done_title: "Usher ist eingerichtet",
    done_lead: "Dieser Server hat eine Organisation und einen Inhaber. Melden Sie sich an, oder lassen Sie sich einladen.",
    demo_title: "Die Demo steht bereit",
    demo_lead: "Bewahren Sie diese Anmeldung auf: Sie wird nur einmal gezeigt.",
    demo_sign_in: "In der Demo anmelden",
    demo_note: "Personen und Adressen sind erfunden. Stellen Sie keine echten daneben.",
};

const SIGN_IN: SignIn = SignIn {
    title: "Anmelden",
    forgot: "Passwort vergessen?",
    invited: "Eingeladen? Öffnen Sie den Link in Ihrer Mail, oder",
    password_changed: "Ihr Passwort ist geändert. Melden Sie sich mit dem neuen an.",
    signed_out: "Sie sind abgemeldet.",
    session_ended: "Ihre Sitzung ist zu Ende. Melden Sie sich an, dann geht es weiter.",
    for_invitation: "Melden Sie sich an, dann beantworten Sie die Einladung.",
};

const RESET: Reset = Reset {
    title: "Neues Passwort wählen",
    lead: "Wir schicken Ihnen einen Code. Er gilt eine halbe Stunde.",
    send: "Code schicken",
    code_title: "Code aus der Mail eingeben",
    code_lead: |email| format!("Wenn {email} hier ein Konto hat, ist ein Code unterwegs."),
    code_hint: "Er steht auch im Betreff der Mail.",
    change: "Passwort ändern",
    nothing_came: "Nichts gekommen? Sehen Sie im Spam-Ordner nach, oder",
    again: "lassen Sie sich einen neuen Code schicken",
};

const JOIN: Join = Join {
    title: "Code eingeben",
    lead: "Ein Code steht in der Einladungsmail unter dem Link. Einen Lizenzschlüssel bekommen Sie von Ihrem Admin oder Ihrer Lehrkraft.",
    hint: "Ein Code wie 7KQ4-M2XD oder ein Lizenzschlüssel wie 7KQ4-M2XD-9FTB.",
    tries_left: |tries| match tries {
        0 => "Kein Versuch übrig. Warten Sie eine Viertelstunde.".to_owned(),
        1 => "Noch ein Versuch.".to_owned(),
        _ => format!("Noch {tries} Versuche."),
    },
    no_code: "Kein Code? Bitten Sie die Person, die Sie eingeladen hat, die Mail noch einmal zu schicken.",
};

const INVITATION: Invitation = Invitation {
    offer: Offer {
        seat: |inviter, organization| format!("{inviter} hält Ihnen bei {organization} einen Platz frei"),
        membership: |inviter, organization| format!("{inviter} lädt Sie zu {organization} ein"),
        to: "Für",
        role: "Rolle",
        seats: "Plätze",
        until: "Bis",
        they_see: |organization| {
            format!(
                "{organization} sieht Ihren Namen, diese Adresse und wann Sie zuletzt da waren. Ihr Passwort sieht niemand."
            )
        },
        signed_in_as: |email| format!("Sie sind als {email} angemeldet."),
        join: |organization| format!("{organization} beitreten"),
        decline: "Ablehnen",
        sign_in_first: "Anmelden und Platz nehmen",
        sign_in_to_join: |organization| format!("Anmelden und {organization} beitreten"),
        come_back: |email| format!("Die Einladung gilt für {email}. Danach sind Sie wieder hier."),
    },
    wrong_account: WrongAccount {
        title: "Diese Einladung gilt für eine andere Adresse",
        lead: |invited, signed_in| format!("Sie gilt für {invited}. Angemeldet sind Sie als {signed_in}."),
        switch: "Konto wechseln",
        both: |inviter| format!("Beide gehören Ihnen? Bitten Sie {inviter}, die andere Adresse einzuladen."),
    },
    past: Past {
        expired: |day| format!("Diese Einladung endete am {day}"),
        expired_lead: |inviter| {
            format!("Was Ihnen freigehalten war, wurde zurückgegeben. {inviter} kann Sie neu einladen.")
        },
        ask: |inviter| format!("{inviter} um eine neue bitten"),
        asked: |inviter, day| format!("Sie haben {inviter} am {day} gefragt."),
        asked_next: |inviter| format!("Sie bekommen eine Mail, sobald {inviter} eine neue schickt."),
        canceled: "Diese Einladung ist nicht mehr offen",
        canceled_lead: |inviter, organization| format!("{inviter} bei {organization} kann Ihnen mehr sagen."),
        write: |inviter| format!("{inviter} schreiben"),
        accepted: |day| format!("Sie sind am {day} beigetreten"),
        accepted_lead: |organization| {
            format!("Der Link hat seinen Dienst getan. Sie können {organization} jederzeit öffnen.")
        },
        open: |organization| format!("{organization} öffnen"),
        declined: |day| format!("Sie haben am {day} abgelehnt"),
        declined_lead: |inviter| format!("Anders überlegt? {inviter} kann Sie neu einladen."),
        joined: |organization| format!("Sie sind bei {organization} dabei"),
        joined_seats: |licenses| format!("Ihr Platz auf {licenses} ist besetzt: von Ihnen."),
        joined_plain: "Ihr Konto ist bereit.",
        seat_taken: |licenses, inviter, organization| {
            format!(
                "Sie sind {organization} beigetreten, aber der Platz auf {licenses} ist vergeben: Er wurde frei, als die Mail zurückkam. Bitten Sie {inviter} um einen anderen."
            )
        },
    },
    unknown_title: "Diesen Link kennen wir nicht",
    unknown_lead: "Mailprogramme zerbrechen Links manchmal. Der Code in der Mail geht auch.",
    why: |inviter| {
        format!(
            "Sie sehen diese Seite, weil {inviter} Ihre Adresse angegeben hat. Wenn Ihnen der Name nichts sagt, lehnen Sie ab oder schließen Sie die Seite: Es geschieht nichts."
        )
    },
};

const DEV_MAIL: DevMail = DevMail {
    title: "Entwicklungs-Postfach",
    lead: "Jede Mail, die hinausgegangen wäre, die neueste zuerst. Von dieser Maschine geht nichts hinaus.",
    empty: "Noch keine Mail. Laden Sie jemanden ein, dann sehen Sie hier nach.",
    only_to: |email| format!("Nur Mails an {email}."),
    all: "Alle zeigen",
    to: "an",
    from: "von",
    text_part: "Text",
    html_part: "HTML",
};

const MAIL: MailTexts = MailTexts {
    invitation: InvitationMail {
        subject: |inviter, organization| format!("{inviter} lädt Sie zu {organization} ein"),
        subject_again: |inviter, organization| {
            format!("{inviter} hält Ihre Einladung zu {organization} weiter offen")
        },
        preview_seats: |role, licenses| format!("{role}, mit einem Platz auf {licenses}."),
        preview: |role| format!("{role}."),
        open_until: |day| format!("Offen bis {day}."),
        heading_seats: INVITATION.offer.seat,
        heading: INVITATION.offer.membership,
        offer_seats: |role, licenses| {
            format!("Sie sind eingeladen, in der Rolle {role} und mit einem Platz auf {licenses}.")
        },
        offer: |role| format!("Sie sind eingeladen, in der Rolle {role}."),
        kept_until: |day| format!("Der Platz ist bis {day} freigehalten."),
        again: "Diese Mail kommt noch einmal, und Sie haben länger Zeit. Auch der Link der ersten gilt weiter.",
        open: "Einladung öffnen",
        harmless: "Sie nehmen auf der Seite an oder lehnen ab; das Öffnen ändert nichts.",
        code: |address| format!("Oder geben Sie diesen Code ein, unter {address}:"),
        why: |inviter, email| {
            format!(
                "Sie bekommen diese Mail, weil {inviter} ({email}) Ihre Adresse angegeben hat. Wenn Ihnen der Name nichts sagt, lassen Sie sie liegen: Ohne Ihre Antwort geschieht nichts."
            )
        },
        why_nameless: |inviter| {
            format!(
                "Sie bekommen diese Mail, weil {inviter} Ihre Adresse angegeben hat. Wenn Ihnen der Name nichts sagt, lassen Sie sie liegen: Ohne Ihre Antwort geschieht nichts."
            )
        },
    },
    reset: ResetMail {
        subject: |code| format!("{code} ist Ihr Code für ein neues Passwort"),
        preview: |minutes| format!("Er gilt {minutes} Minuten."),
        heading: "Neues Passwort wählen",
        code: |minutes| {
            format!(
                "Geben Sie diesen Code auf der Seite ein, die nach Ihrer Adresse gefragt hat. Er gilt einmal, {minutes} Minuten lang:"
            )
        },
        why: |email| {
            format!(
                "Sie bekommen diese Mail, weil jemand für {email} ein neues Passwort wollte. Waren Sie es nicht, lassen Sie sie liegen: Ihr Passwort bleibt."
            )
        },
    },
    address: super::addresses::DE_ADDRESS,
    primary: super::addresses::DE_PRIMARY,
    addition: AdditionMail {
        subject: |organization| format!("Sie sind Mitglied von {organization}"),
        heading: |adder, organization| format!("{adder} hat Sie bei {organization} aufgenommen"),
        seats: |licenses| format!("Sie haben einen Platz auf {licenses}."),
        sign_in: |email| {
            format!("Melden Sie sich mit {email} und Ihrem bisherigen Passwort an. Anzunehmen ist nichts.")
        },
        choose: |email| {
            format!(
                "Anzunehmen ist nichts. Wählen Sie ein Passwort: Geben Sie {email} ein, dann kommt ein Code per Mail."
            )
        },
        open: "Anmelden",
        set_password: "Passwort wählen",
        why: |organization| {
            format!("Sie bekommen diese Mail, weil {organization} die Domain Ihrer Adresse verwaltet.")
        },
    },
    notice: NoticeMail {
        expiring: |license| format!("{license} endet bald"),
        expiring_tells: |day, held| format!("Die Laufzeit endet am {day}. Belegte Plätze: {held}."),
        expiring_next: "Verlängern Sie rechtzeitig, oder sagen Sie den Betroffenen Bescheid.",
        grace: |license| format!("{license} ist abgelaufen und läuft nur noch in der Nachfrist"),
        grace_tells: |day, held| {
            format!("Nutzbar ist die Lizenz noch bis {day}, dann nicht mehr. Belegte Plätze: {held}.")
        },
        grace_next: "Verlängern Sie bis dahin, dann merkt niemand etwas, oder sagen Sie den Betroffenen Bescheid.",
        nearly_full: |license| format!("{license} ist fast voll"),
        nearly_full_tells: |taken, total| format!("{taken} von {total} Plätzen sind vergeben."),
        nearly_full_next: "Fügen Sie Plätze hinzu, oder geben Sie ungenutzte frei. Ist die Lizenz voll, kann man auf einen Platz warten.",
        queue: |license| format!("Für {license} stehen Personen an"),
        queue_tells: |waiting, total| format!("Alle Plätze ({total}) sind vergeben. Wartend: {waiting}."),
        queue_next: "Fügen Sie Plätze hinzu, oder geben Sie welche frei: Wer vorn steht, bekommt den nächsten von selbst.",
        open: "Lizenz öffnen",
        why: |organization| {
            format!(
                "Sie bekommen diese Mail, weil Sie sich bei {organization} um Lizenzen kümmern. Abschalten lässt sie sich in Usher unter Mein Konto."
            )
        },
    },
    license_invite: LicenseInviteMail {
        subject: |inviter, licenses| format!("{inviter} bietet Ihnen einen Platz auf {licenses} an"),
        heading: |inviter, licenses| format!("{inviter} bietet Ihnen einen Platz auf {licenses} an"),
        kept: "Der Platz ist für Sie freigehalten. Bis Sie beitreten, können Sie nicht alles nutzen.",
        answer: |email| format!("Melden Sie sich mit {email} an und wählen Sie Beitreten oder Ablehnen."),
        open: "Lizenzeinladungen ansehen",
        why: |organization| format!("Sie bekommen diese Mail, weil Sie Mitglied von {organization} sind."),
    },
    request: RequestMail {
        subject: |person, organization| format!("{person} bittet um eine neue Einladung zu {organization}"),
        heading: |person| format!("{person} bittet um eine neue Einladung"),
        expired: |email, organization| {
            format!("Ihre Einladung von {email} zu {organization} lief ab, ehe sie beantwortet war.")
        },
        declined: |email, organization| {
            format!(
                "Ihre Einladung von {email} zu {organization} wurde abgelehnt; nun ist eine neue erwünscht."
            )
        },
        next: "Schicken Sie sie noch einmal, dann kommt eine Mail mit neuer Frist. Tun Sie nichts, geschieht nichts.",
        open: "Einladung ansehen",
        why: |organization| {
            format!("Sie bekommen diese Mail, weil die Einladung bei {organization} von Ihnen ist.")
        },
    },
    link: "Wenn die Schaltfläche nicht geht, nehmen Sie diesen Link:",
    from_name: |inviter| format!("{inviter} (Usher)"),
};
