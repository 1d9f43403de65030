//! `/i/{token}`: an invitation, in each of its states, and a link that leads to none.
//!
//! One heading, a sentence or two, one main press, no dead end. Drawing it changes nothing.

use askama::Template;
use shared::access::Role;
use shared::error::Refusal;
use shared::time::Timestamp;

use super::field::{Field, Kind, focus};
use super::html::{Bdi, Day, Html};
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

    fn title(&self) -> String {
        let texts = &self.texts().invitation.offer;
        let sentence = if self.licenses.is_empty() { texts.membership } else { texts.seat };
        self.shell.title(sentence(&self.inviter, &self.organization), self.refusals())
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
        Html::one(self.texts().invitation.why, &Bdi(self.inviter))
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
