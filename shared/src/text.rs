//! Short texts that people write: names of people, organizations and licenses; notes.
//!
//! Each is trimmed, has a length, and holds no control characters; beyond that any script is welcome.

use core::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::error::{Code, Refusal};

/// The longest name, in characters.
pub const MAX_NAME: usize = 120;

/// The longest note, in characters.
pub const MAX_NOTE: usize = 2000;

/// A name of a person or thing: 1 to [`MAX_NAME`] characters without control characters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name(String);

impl Name {
    /// Reads a name as typed; `field` is where a refusal (`invalid_name`) points.
    pub fn parse(text: &str, field: &str) -> Result<Self, Refusal> {
        let text = text.trim();
        let refuse = |detail: &str| Err(Refusal::new(Code::InvalidName, detail).at(field));
        if text.is_empty() {
            return refuse("Enter a name.");
        }
        if text.chars().count() > MAX_NAME {
            return refuse("A name has at most 120 characters.");
        }
        if text.chars().any(char::is_control) {
            return refuse("A name holds no line breaks or control characters.");
        }
        Ok(Self(text.to_owned()))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Serialize for Name {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Name {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        Self::parse(&text, "name").map_err(|refusal| de::Error::custom(refusal.detail))
    }
}

/// A longer text of several lines, or none: at most [`MAX_NOTE`] characters, no control characters but line breaks.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Note(String);

impl Note {
    /// Reads a note as typed; `field` is where a refusal (`invalid_text`) points.
    pub fn parse(text: &str, field: &str) -> Result<Self, Refusal> {
        let text = text.trim().replace("\r\n", "\n");
        if text.chars().count() > MAX_NOTE {
            return Err(Refusal::new(Code::InvalidText, "A text has at most 2,000 characters.").at(field));
        }
        if text.chars().any(|letter| letter.is_control() && letter != '\n') {
            return Err(Refusal::new(Code::InvalidText, "A text holds no control characters.").at(field));
        }
        Ok(Self(text))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Serialize for Note {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Note {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        Self::parse(&text, "note").map_err(|refusal| de::Error::custom(refusal.detail))
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Note {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Note".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "maxLength": MAX_NOTE })
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Name {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Name".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "minLength": 1, "maxLength": MAX_NAME })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_script_is_a_name_but_nothing_and_control_characters_are_not() {
        assert_eq!(Name::parse("  Nguyễn Thị Minh Khai ", "name").unwrap().as_str(), "Nguyễn Thị Minh Khai");
        for text in ["", "  ", "a\nb", "a\u{0}b", &"x".repeat(121)] {
            assert_eq!(Name::parse(text, "name").unwrap_err().code, Code::InvalidName);
        }
    }

    #[test]
    fn a_note_may_be_empty_and_have_lines() {
        assert_eq!(Note::parse(" a\r\nb ", "note").unwrap().as_str(), "a\nb");
        assert_eq!(Note::parse("", "note").unwrap(), Note::default());
        for text in ["a\u{0}b", &"x".repeat(2001)] {
            assert_eq!(Note::parse(text, "note").unwrap_err().code, Code::InvalidText);
        }
    }
}
