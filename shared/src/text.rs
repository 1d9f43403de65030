//! Short texts that people write: names of people, organizations and licenses.
//!
//! Each is trimmed, has a length, and holds no control characters; beyond that any script is welcome.

use core::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::error::{Code, Refusal};

/// The longest name, in characters.
pub const MAX_NAME: usize = 120;

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
}
