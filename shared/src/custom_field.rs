//! Fields that an organization adds to its people (C6): of which kind, who sees and edits them, and which values fit.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::error::{Code, Refusal};
use crate::text::Name;
use crate::time::Timestamp;

/// The most choices of a field.
pub const MAX_CHOICES: usize = 100;

/// The longest text, in characters.
const MAX_TEXT: usize = 500;

/// The longest link, in characters.
const MAX_LINK: usize = 300;

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum FieldKind {
    /// A line of text.
    Text,
    /// A number.
    Number,
    /// A day, `2026-11-24`.
    Date,
    /// One of the field's choices.
    Choice,
    /// A web address.
    Link,
    /// Yes or no.
    YesNo,
}

impl FieldKind {
    /// Every kind.
    pub const ALL: &'static [Self] =
        &[Self::Text, Self::Number, Self::Date, Self::Choice, Self::Link, Self::YesNo];

    /// The kind as programs see it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Number => "number",
            Self::Date => "date",
            Self::Choice => "choice",
            Self::Link => "link",
            Self::YesNo => "yes_no",
        }
    }

    /// Whether people can be found by what it holds: a yes is nobody's mark.
    pub const fn can_find(self) -> bool {
        !matches!(self, Self::YesNo)
    }

    /// Whether people are found by it unless somebody says otherwise: parts of days are in what many type.
    pub const fn finds(self) -> bool {
        self.can_find() && !matches!(self, Self::Date)
    }

    /// What was typed or chosen, as a value; what is no value of this kind stays a text, which [`Self::check`] refuses.
    pub fn typed(self, text: &str) -> Value {
        let text = text.trim();
        match (self, text) {
            (Self::YesNo, "true") => Value::Bool(true),
            (Self::YesNo, "false") => Value::Bool(false),
            (Self::Number, _) => serde_json::from_str(text)
                .ok()
                .filter(Value::is_number)
                .unwrap_or_else(|| Value::String(text.to_owned())),
            _ => Value::String(text.to_owned()),
        }
    }

    /// The value as it is kept, or why it does not fit; nothing (`null`, an empty text) takes it out.
    pub fn check(self, choices: &[String], value: &Value) -> Result<Value, Refusal> {
        let text = value.as_str().map(str::trim);
        if value.is_null() || text == Some("") {
            return Ok(Value::Null);
        }
        let wrong = |detail: &str| Err(Refusal::new(Code::InvalidFieldValue, detail));
        match self {
            Self::Number if value.is_number() => Ok(value.clone()),
            Self::Number => wrong("Enter a number."),
            Self::YesNo if value.is_boolean() => Ok(value.clone()),
            Self::YesNo => wrong("Say yes or no: true or false."),
            Self::Text => match text {
                Some(text) if text.chars().count() > MAX_TEXT => wrong("A text has at most 500 characters."),
                Some(text) if text.chars().any(char::is_control) => wrong("A text is one line."),
                Some(text) => Ok(text.into()),
                None => wrong("Enter a text."),
            },
            Self::Date => match text {
                Some(day) if is_day(day) => Ok(day.into()),
                _ => wrong("Enter a day as year, month and day: 2026-11-24."),
            },
            Self::Choice => match text {
                Some(text) if choices.iter().any(|choice| choice == text) => Ok(text.into()),
                _ => wrong("Choose one of the choices of this field."),
            },
            Self::Link => match text {
                Some(link) if is_link(link) => Ok(link.into()),
                _ => wrong("A link begins with https:// or http:// and has at most 300 characters."),
            },
        }
    }
}

/// Refuses nothing where a field can't be left out.
pub fn needed(name: &str, required: bool, value: &Value) -> Result<(), Refusal> {
    if required && value.is_null() {
        return Err(Refusal::new(Code::FieldRequired, format!("{name} can't be left out.")));
    }
    Ok(())
}

/// A value as it stands in a field that is typed into.
pub fn as_typed(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
    }
}

fn is_day(text: &str) -> bool {
    text.len() == 10 && format!("{text}T00:00:00Z").parse::<Timestamp>().is_ok()
}

fn is_link(text: &str) -> bool {
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")).unwrap_or_default();
    let odd = |letter: char| letter.is_whitespace() || letter.is_control();
    !host.is_empty() && text.chars().count() <= MAX_LINK && !host.contains(odd)
}

/// What a field is like but for its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Definition {
    /// What it holds.
    pub kind: FieldKind,
    /// What can be chosen, for a choice.
    pub choices: Vec<String>,
    /// Whether the person sees it; else staff alone do.
    pub visible_to_person: bool,
    /// Whether the person fills it; else admins do.
    pub edited_by_person: bool,
    /// Whether people are found by it.
    pub searchable: bool,
}

impl Definition {
    /// The definition with its choices trimmed, or why it makes no sense.
    pub fn check(mut self) -> Result<Self, Refusal> {
        let wrong = |detail: &str, field: &str| Err(Refusal::new(Code::InvalidBody, detail).at(field));
        for choice in &mut self.choices {
            *choice = Name::parse(choice, "choices")?.to_string();
        }
        let mut once = self.choices.clone();
        once.sort_unstable();
        once.dedup();
        match (self.kind, self.choices.len()) {
            (FieldKind::Choice, 0) => return wrong("Name at least one choice.", "choices"),
            (FieldKind::Choice, count) if count > MAX_CHOICES => {
                return wrong("A field has at most 100 choices.", "choices");
            }
            (FieldKind::Choice, count) if count > once.len() => {
                return wrong("Name each choice once.", "choices");
            }
            (FieldKind::Choice, _) | (_, 0) => {}
            _ => return wrong("Only a choice has choices.", "choices"),
        }
        if self.edited_by_person && !self.visible_to_person {
            return wrong("Whoever fills a field sees it.", "visible_to_person");
        }
        if self.searchable && !self.kind.can_find() {
            return wrong("Nobody is found by yes or no.", "searchable");
        }
        Ok(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn each_kind_takes_what_fits_and_says_what_does_not() {
        let choices = ["Oslo".to_owned(), "Wien".to_owned()];
        let kept = |kind: FieldKind, value: Value| kind.check(&choices, &value).ok();
        for (kind, good, bad) in [
            (FieldKind::Text, json!(" Room 4 "), json!(4)),
            (FieldKind::Number, json!(3.5), json!("3.5")),
            (FieldKind::Date, json!("2028-02-29"), json!("2027-02-29")),
            (FieldKind::Choice, json!("Wien"), json!("wien")),
            (FieldKind::Link, json!("https://x.example/a?b"), json!("javascript:alert(1)")),
            (FieldKind::YesNo, json!(false), json!("no")),
        ] {
            assert!(kept(kind, good).is_some_and(|value| !value.is_null()), "{kind:?}");
            assert_eq!(kind.check(&choices, &bad).unwrap_err().code, Code::InvalidFieldValue, "{kind:?}");
            assert_eq!(kept(kind, Value::Null), Some(Value::Null));
            assert_eq!(kept(kind, json!("  ")), Some(Value::Null));
        }
        assert_eq!(kept(FieldKind::Text, json!(" Room 4 ")), Some(json!("Room 4")));
        for bad in [json!("x".repeat(501)), json!("a\nb"), json!({ "a": 1 })] {
            assert_eq!(kept(FieldKind::Text, bad), None);
        }
        for bad in ["24.11.2026", "2026-11-24T00:00:00Z", "2026-13-01", "0"] {
            assert_eq!(kept(FieldKind::Date, json!(bad)), None);
        }
        for bad in ["https://", "ftp://x", "https://x y", "x.example"] {
            assert_eq!(kept(FieldKind::Link, json!(bad)), None);
        }
    }

    #[test]
    fn what_is_typed_becomes_a_value_and_comes_back_as_it_was() {
        for (kind, text, value) in [
            (FieldKind::Number, " 42 ", json!(42)),
            (FieldKind::Number, "-1.5", json!(-1.5)),
            (FieldKind::YesNo, "true", json!(true)),
            (FieldKind::YesNo, "false", json!(false)),
            (FieldKind::Text, "42", json!("42")),
            (FieldKind::Date, "2026-11-24", json!("2026-11-24")),
        ] {
            assert_eq!(kind.typed(text), value);
            assert_eq!(as_typed(Some(&value)), text.trim());
            assert_eq!(kind.check(&[], &kind.typed(text)).ok(), Some(value));
        }
        assert_eq!(as_typed(None), "");
        for (kind, wrong) in
            [(FieldKind::Number, "1,5"), (FieldKind::Number, "[1]"), (FieldKind::YesNo, "maybe")]
        {
            assert_eq!(
                kind.check(&[], &kind.typed(wrong)).unwrap_err().code,
                Code::InvalidFieldValue,
                "{wrong}"
            );
        }
        assert_eq!(FieldKind::Number.check(&[], &FieldKind::Number.typed(" ")).ok(), Some(Value::Null));
        assert_eq!(needed("Room", true, &Value::Null).unwrap_err().code, Code::FieldRequired);
        assert!(needed("Room", false, &Value::Null).is_ok() && needed("Room", true, &json!(false)).is_ok());
    }

    #[test]
    fn a_definition_makes_sense_or_is_refused_at_its_field() {
        let plain = Definition {
            kind: FieldKind::Text,
            choices: Vec::new(),
            visible_to_person: false,
            edited_by_person: false,
            searchable: true,
        };
        assert!(plain.clone().check().is_ok());
        let choices = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        let of =
            |names: &[&str]| Definition { kind: FieldKind::Choice, choices: choices(names), ..plain.clone() };
        assert_eq!(of(&[" A ", "B"]).check().unwrap().choices, ["A", "B"]);
        for (wrong, field) in [
            (of(&[]), "choices"),
            (of(&["A", "A "]), "choices"),
            (of(&[""]), "choices"),
            (Definition { choices: choices(&["A"]), ..plain.clone() }, "choices"),
            (Definition { edited_by_person: true, ..plain.clone() }, "visible_to_person"),
            (Definition { kind: FieldKind::YesNo, ..plain.clone() }, "searchable"),
        ] {
            assert_eq!(wrong.check().unwrap_err().field.as_deref(), Some(field));
        }
    }
}
