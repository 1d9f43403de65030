//! `/i/{token}`: an invitation, in each of its states, and a link that leads to none.
//!
//! One heading, a sentence or two, one main press, no dead end. Drawing it changes nothing.

use askama::Template;
use shared::access::Role;
use shared::api::invitations::OfferedPlace;
use shared::error::Refusal;
use shared::time::Timestamp;

use super::field::{Field, Kind, focus};
use super::html::{Bdi, Day, Html, Plain};
use super::seats::{Row, row};
use super::{Shell, draw, faults};
use crate::texts::Texts;

/// The page of an invitation that exists.
#[derive(Template)]
#[template(path = "invitation.html")]
pub struct Invitation<'a> {
    /// Language and theme.
    pub shell: Shell,
    /// Who invites: the organization's name.
    pub organization: &'a str,
    /// Who invites: the person's name.
    pub inviter: &'a str,
    /// To which address.
    pub email: &'a str,
    /// The role offered.
    pub role: Role,
    /// Names of the licenses with a seat; of those held, once joined.
    pub licenses: &'a [String],
    /// The person asked for it by themselves, with an address in a whole domain that gives these licenses.
    pub own: Option<&'a [String]>,
    /// Full licenses for which the person waits.
    pub waiting: &'a [OfferedPlace],
    /// Until when it is, or was, open.
    pub expires_at: Timestamp,
    /// Where it stands, for this visitor.
    pub state: State<'a>,
}

/// Where an invitation stands, for this visitor.
#[derive(Clone, Copy, Debug)]
pub enum State<'a> {
    /// Open, and nobody has an account with the address: asks for name and password.
    NewPerson {
        /// The secret of the link.
        token: &'a str,
        /// The name as typed, or as the inviter wrote it, or empty.
        name: &'a str,
        /// What was wrong with the last try.
        refusals: &'a [Refusal],
    },
    /// Open, and the person is signed in: one press.
    SignedIn {
        /// The secret of the link.
        token: &'a str,
        /// Why the last press failed.
        refusals: &'a [Refusal],
    },
    /// Open, and the person has an account but isn't signed in.
    SignedOut {
        /// The secret of the link.
        token: &'a str,
    },
    /// Open, and somebody else is signed in.
    OtherAccount {
        /// The secret of the link.
        token: &'a str,
        /// The address of who is signed in.
        signed_in_as: &'a str,
    },
    /// Ran out; one press asks for a new one.
    Expired {
        /// The secret of the link.
        token: &'a str,
        /// When the person asked already.
        asked_at: Option<Timestamp>,
    },
    /// Taken back.
    Canceled {
        /// The inviter's address, where it may be shown.
        write_to: Option<&'a str>,
    },
    /// Accepted before.
    Accepted {
        /// When.
        at: Timestamp,
    },
    /// Declined before; one press asks for a new one.
    Declined {
        /// The secret of the link.
        token: &'a str,
        /// When.
        at: Timestamp,
        /// When the person asked already.
        asked_at: Option<Timestamp>,
    },
    /// Accepted just now.
    Joined {
        /// Licenses whose seat was given to others after the mail had bounced.
        taken: &'a [String],
    },
}

impl Invitation<'_> {
    /// The page as HTML.
    pub fn render(&self) -> String {
        draw(self)
    }

    fn texts(&self) -> &'static Texts {
        self.shell.texts()
    }

    fn refusals(&self) -> &[Refusal] {
        match self.state {
            State::NewPerson { refusals, .. } | State::SignedIn { refusals, .. } => refusals,
            _ => &[],
        }
    }

    fn title(&self) -> Html {
        let title = self.heading().without_tags();
        if self.refusals().is_empty() { title } else { Html::one(self.texts().common.error_title, &title) }
    }

    fn row(&self) -> Html {
        let which = match self.state {
            State::NewPerson { .. }
            | State::SignedIn { .. }
            | State::SignedOut { .. }
            | State::OtherAccount { .. } => Row::Kept,
            State::Expired { .. } | State::Canceled { .. } | State::Declined { .. } => Row::Free,
            State::Joined { taken } if !taken.is_empty() && self.licenses.is_empty() => Row::Free,
            State::Accepted { .. } | State::Joined { .. } => Row::Held,
        };
        row(self.shell, which)
    }

    fn heading(&self) -> Html {
        let texts = &self.texts().invitation;
        let (inviter, organization) = (Bdi(self.inviter), Bdi(self.organization));
        let day = |at| Day::short(self.texts(), at);
        match self.state {
            State::NewPerson { .. } | State::SignedIn { .. } if self.own.is_some() => {
                Html::one(self.texts().joining.heading, &organization)
            }
            State::NewPerson { .. } | State::SignedIn { .. } if self.licenses.is_empty() => {
                Html::two(texts.offer.membership, &inviter, &organization)
            }
            State::NewPerson { .. } | State::SignedIn { .. } => {
                Html::two(texts.offer.seat, &inviter, &organization)
            }
            State::SignedOut { .. } if self.licenses.is_empty() => {
                Html::one(texts.offer.sign_in_to_join, &organization)
            }
            State::SignedOut { .. } => Html::text(texts.offer.sign_in_first),
            State::OtherAccount { .. } => Html::text(texts.wrong_account.title),
            State::Expired { .. } => Html::one(texts.past.expired, &day(self.expires_at)),
            State::Canceled { .. } => Html::text(texts.past.canceled),
            State::Accepted { at } => Html::one(texts.past.accepted, &day(at)),
            State::Declined { at, .. } => Html::one(texts.past.declined, &day(at)),
            State::Joined { .. } => Html::one(texts.past.joined, &organization),
        }
    }

    fn lead(&self) -> Option<Html> {
        let texts = &self.texts().invitation;
        let (inviter, organization, email) = (Bdi(self.inviter), Bdi(self.organization), Bdi(self.email));
        let lead = match self.state {
            State::NewPerson { .. } => return None,
            State::SignedIn { .. } => Html::one(texts.offer.signed_in_as, &email),
            State::SignedOut { .. } => Html::one(texts.offer.come_back, &email),
            State::OtherAccount { signed_in_as, .. } => {
                let both = Html::one(texts.wrong_account.both, &inviter);
                Html::two(texts.wrong_account.lead, &email, &Bdi(signed_in_as)).then(&both)
            }
            State::Expired { asked_at, .. } => self.asked(asked_at, texts.past.expired_lead),
            State::Declined { asked_at, .. } => self.asked(asked_at, texts.past.declined_lead),
            State::Canceled { .. } => Html::two(texts.past.canceled_lead, &inviter, &organization),
            State::Accepted { .. } => Html::one(texts.past.accepted_lead, &organization),
            State::Joined { taken } if self.licenses.is_empty() && !taken.is_empty() => return None,
            State::Joined { .. } if self.licenses.is_empty() => Html::text(texts.past.joined_plain),
            State::Joined { .. } => Html::one(texts.past.joined_seats, &self.names(self.licenses)),
        };
        Some(lead)
    }

    /// That the person asked for a new one, or, before that, what there is to ask.
    fn asked(&self, asked_at: Option<Timestamp>, before: crate::texts::One) -> Html {
        let texts = &self.texts().invitation.past;
        let inviter = Bdi(self.inviter);
        match asked_at {
            Some(at) => Html::two(texts.asked, &inviter, &Day::short(self.texts(), at))
                .then(&Html::one(texts.asked_next, &inviter)),
            None => Html::one(before, &inviter),
        }
    }

    fn names(&self, names: &[String]) -> Html {
        Html::list(self.texts(), names.iter().map(|name| Bdi(name)))
    }

    fn is_open(&self) -> bool {
        matches!(
            self.state,
            State::NewPerson { .. }
                | State::SignedIn { .. }
                | State::SignedOut { .. }
                | State::OtherAccount { .. }
        )
    }

    /// The fields of a new person, and what was wrong with the last try.
    fn form(&self) -> Html {
        let State::NewPerson { name, .. } = self.state else {
            return faults::above(self.shell, self.refusals(), &[]);
        };
        let common = &self.texts().common;
        let mut fields = [
            Field::new("name", common.your_name, Kind::PersonName, name),
            Field::new("password", common.new_password, Kind::NewPassword, "").hint(common.password_hint),
        ];
        for field in &mut fields {
            field.wrong = self.shell.wrong(self.refusals(), field.name);
        }
        focus(&mut fields, false);
        let above = faults::above(self.shell, self.refusals(), &fields);
        fields.iter().fold(above, |html, field| html.and(&field.html()))
    }

    fn they_see(&self) -> Html {
        Html::one(self.texts().invitation.offer.they_see, &Bdi(self.organization))
    }

    fn join(&self) -> Html {
        Html::one(self.texts().invitation.offer.join, &Bdi(self.organization))
    }

    fn open(&self) -> Html {
        Html::one(self.texts().invitation.past.open, &Bdi(self.organization))
    }

    fn ask(&self) -> Html {
        Html::one(self.texts().invitation.past.ask, &Bdi(self.inviter))
    }

    fn write(&self) -> Html {
        Html::one(self.texts().invitation.past.write, &Bdi(self.inviter))
    }

    fn why(&self) -> Html {
        match self.own {
            Some(_) => Html::one(self.texts().joining.why, &Bdi(self.email)),
            None => Html::one(self.texts().invitation.why, &Bdi(self.inviter)),
        }
    }

    /// What the whole domain gives to whoever joins.
    fn domain_seats(&self) -> Option<Html> {
        let licenses = self.own.filter(|licenses| self.is_open() && !licenses.is_empty())?;
        Some(Html::one(self.texts().joining.seats, &self.names(licenses)))
    }

    /// Which licenses are full, and the place in each queue.
    fn waits(&self) -> Vec<Html> {
        let shows = self.is_open() || matches!(self.state, State::Joined { .. } | State::Accepted { .. });
        let line = |it: &OfferedPlace| {
            Html::two(self.texts().joining.waits, &Bdi(&it.license), &Plain(&it.place.to_string()))
        };
        self.waiting.iter().filter(|_| shows).map(line).collect()
    }

    fn seat_taken(&self, taken: &[String]) -> Html {
        let texts = &self.texts().invitation.past;
        Html::three(texts.seat_taken, &self.names(taken), &Bdi(self.inviter), &Bdi(self.organization))
    }

    fn until(&self) -> Html {
        Html::one(|day| day.to_string(), &Day::long(self.texts(), self.expires_at))
    }
}

/// The page of a link that leads nowhere, with the field for the code.
#[derive(Template)]
#[template(path = "unknown_link.html")]
pub struct UnknownLink {
    /// Language and theme.
    pub shell: Shell,
}

impl UnknownLink {
    /// The page as HTML.
    pub fn render(&self) -> String {
        draw(self)
    }

    fn row(&self) -> Html {
        row(self.shell, Row::Free)
    }

    fn field(&self) -> Html {
        let texts = self.shell.texts();
        Field::new("code", texts.common.code, Kind::Code, "").hint(texts.join.hint).html()
    }
}

#[cfg(test)]
mod tests {
    use shared::api::session::Language;
    use shared::error::Code;

    use super::*;
    use crate::views::Theme;

    const TOKEN: &str = "9tq0Zb3vXUqk5mJr2sLw8A";

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn draw_in(language: Language, licenses: &[String], state: State<'_>) -> String {
        Invitation {
            own: None,
            waiting: &[],
            shell: Shell { language, theme: None },
            organization: "R&D <Schule>",
            inviter: "<script>alert(1)</script>",
            email: "ann@x.example",
            role: Role::LicenseAdmin,
            licenses,
            expires_at: at("2026-12-08T10:42:00Z"),
            state,
        }
        .render()
    }

    fn draw(state: State<'_>) -> String {
        draw_in(Language::En, &["Studio".to_owned()], state)
    }

    /// Every state, in the order of the design.
    fn states<'a>(taken: &'a [String], refusals: &'a [Refusal]) -> Vec<State<'a>> {
        let asked = at("2026-12-10T00:00:00Z");
        vec![
            State::NewPerson { token: TOKEN, name: "Ann", refusals },
            State::SignedIn { token: TOKEN, refusals },
            State::SignedOut { token: TOKEN },
            State::OtherAccount { token: TOKEN, signed_in_as: "other@x.example" },
            State::Expired { token: TOKEN, asked_at: None },
            State::Expired { token: TOKEN, asked_at: Some(asked) },
            State::Canceled { write_to: Some("dana@x.example") },
            State::Canceled { write_to: None },
            State::Accepted { at: asked },
            State::Declined { token: TOKEN, at: asked, asked_at: None },
            State::Declined { token: TOKEN, at: asked, asked_at: Some(asked) },
            State::Joined { taken: &[] },
            State::Joined { taken },
        ]
    }

    #[test]
    fn every_state_is_small_has_one_heading_and_one_main_press_at_most_and_no_script() {
        let (taken, refusals) = (["Lumen".to_owned()], [Refusal::new(Code::Internal, "<b>")]);
        for language in [Language::En, Language::De] {
            for licenses in [vec![], vec!["Studio".to_owned()]] {
                for state in states(&taken, &refusals) {
                    let html = draw_in(language, &licenses, state);
                    assert!(html.len() < 7_000, "{} bytes: {state:?}", html.len());
                    assert_eq!(html.matches("<h1>").count(), 1, "{state:?}");
                    assert!(html.matches("button primary").count() <= 1, "{state:?}");
                    for never in ["<script", "<Schule>", "R&D", "<b>", "style=", "undefined"] {
                        assert!(!html.contains(never), "{never} in {state:?}: {html}");
                    }
                    assert!(html.starts_with("<!doctype html>\n<html lang=\""));
                }
            }
        }
    }

    #[test]
    fn each_state_leads_to_its_own_place() {
        for (state, places) in [
            (
                State::NewPerson { token: TOKEN, name: "", refusals: &[] },
                &["/accept\"", "/decline\"", "name=\"password\""][..],
            ),
            (State::SignedIn { token: TOKEN, refusals: &[] }, &["/accept\"", "/decline\""]),
            (State::SignedOut { token: TOKEN }, &["href=\"/sign-in?next=/i/9tq0", "/decline\""]),
            (
                State::OtherAccount { token: TOKEN, signed_in_as: "other@x.example" },
                &["action=\"/sign-out?next=/i/9tq0", "other@x.example", "ann@x.example"],
            ),
            (State::Expired { token: TOKEN, asked_at: None }, &["/request\"", "December 8, 2026"]),
            (State::Canceled { write_to: Some("dana@x.example") }, &["mailto:dana@x.example"]),
            (State::Joined { taken: &["Lumen".to_owned()] }, &["href=\"/\"", "note warning", "Lumen"]),
        ] {
            let html = draw(state);
            for place in places {
                assert!(html.contains(place), "{place} in {state:?}: {html}");
            }
        }
    }

    #[test]
    fn who_asked_already_is_told_so_and_cannot_ask_again() {
        let html = draw(State::Expired { token: TOKEN, asked_at: Some(at("2026-12-10T00:00:00Z")) });
        assert!(html.contains("December 10, 2026") && !html.contains("<form"), "{html}");
    }

    #[test]
    fn what_is_wrong_stands_at_its_field_and_the_name_is_kept() {
        let refusals = [Refusal::new(Code::PasswordTooShort, "Use 12 characters or more.").at("password")];
        let html = draw(State::NewPerson { token: TOKEN, name: "Ann \"A\"", refusals: &refusals });
        assert!(html.contains("<title>Error: "), "{html}");
        assert!(html.contains("aria-describedby=\"password-wrong\" autofocus required"), "{html}");
        assert!(html.contains("value=\"Ann &#34;A&#34;\""), "{html}");
    }

    #[test]
    fn the_chosen_theme_is_written_into_the_page() {
        let shell = Shell { language: Language::De, theme: Theme::parse("dark") };
        let html = UnknownLink { shell }.render();
        assert!(html.contains("<html lang=\"de\" data-theme=\"dark\">") && html.contains("action=\"/join\""));
        assert!(!UnknownLink { shell: Shell::default() }.render().contains("data-theme"));
    }
}
