//! One labeled field of a form, with its hint and with what is wrong with it.

use askama::Template;

use super::html::Html;

/// A field; drawn by [`Field::html`].
#[derive(Template)]
#[template(path = "field.html")]
pub struct Field<'a> {
    /// Its name in the form, and its id.
    pub name: &'static str,
    /// Its label.
    pub label: &'static str,
    /// What kind of value it takes.
    pub kind: Kind,
    /// What was typed; never a password.
    pub value: &'a str,
    /// What is to be known before typing.
    pub hint: Option<&'static str>,
    /// What is wrong.
    pub wrong: Option<String>,
    /// Whether it takes the focus.
    pub focus: bool,
}

/// What kind of value a field takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A person's name.
    PersonName,
    /// An organization's name.
    OrganizationName,
    /// An address.
    Email,
    /// A password to sign in with.
    Password,
    /// A password to choose.
    NewPassword,
    /// A code from a mail.
    Code,
    /// A secret of the operator.
    Token,
}

impl Kind {
    const fn attributes(self) -> &'static str {
        match self {
            Self::PersonName => r#"autocomplete="name" maxlength="120""#,
            Self::OrganizationName => r#"autocomplete="organization" maxlength="120""#,
            Self::Email => r#"type="email" autocomplete="username" autocapitalize="none" spellcheck="false""#,
            Self::Password => r#"type="password" autocomplete="current-password""#,
            Self::NewPassword => r#"type="password" autocomplete="new-password" minlength="12""#,
            Self::Code => {
                r#"autocomplete="one-time-code" autocapitalize="characters" spellcheck="false" maxlength="24""#
            }
            Self::Token => r#"autocomplete="off" autocapitalize="none" spellcheck="false""#,
        }
    }
}

impl<'a> Field<'a> {
    /// A field without a hint and with nothing wrong.
    pub const fn new(name: &'static str, label: &'static str, kind: Kind, value: &'a str) -> Self {
        Self { name, label, kind, value, hint: None, wrong: None, focus: false }
    }

    /// With what is to be known before typing.
    #[must_use]
    pub const fn hint(mut self, hint: &'static str) -> Self {
        self.hint = Some(hint);
        self
    }

    /// With what is wrong, if anything is.
    #[must_use]
    pub fn wrong(mut self, wrong: Option<String>) -> Self {
        self.wrong = wrong;
        self
    }

    /// The field as HTML.
    pub fn html(&self) -> Html {
        Html::drawn(self)
    }

    fn attributes(&self) -> Html {
        Html::text(self.kind.attributes())
    }

    /// The hint, but not beside what is wrong with a password, which says the same.
    fn shown_hint(&self) -> Option<&'static str> {
        self.hint.filter(|_| self.kind != Kind::NewPassword || self.wrong.is_none())
    }

    /// What describes the field to a screen reader: what is wrong, then the hint.
    fn described_by(&self) -> Option<String> {
        let ids = [("wrong", self.wrong.is_some()), ("hint", self.shown_hint().is_some())];
        let ids: Vec<_> =
            ids.iter().filter(|(_, there)| *there).map(|(part, _)| format!("{}-{part}", self.name)).collect();
        if ids.is_empty() { None } else { Some(ids.join(" ")) }
    }
}

/// Gives the focus to the one field that is wrong, or, where nothing is wrong and the page is for typing, to the first.
///
/// Where several are wrong, the list above the form has it.
pub fn focus(fields: &mut [Field<'_>], for_typing: bool) {
    let wrong: Vec<_> = (0..fields.len()).filter(|index| fields[*index].wrong.is_some()).collect();
    let index = match wrong[..] {
        [] if for_typing => 0,
        [one] => one,
        _ => return,
    };
    if let Some(field) = fields.get_mut(index) {
        field.focus = true;
    }
}
