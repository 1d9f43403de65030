//! Reads JSON into types with as little code for each type as can be.
//!
//! Of what `serde_json` makes for a type, most is the parsing, told anew for each, and the search for the field that a
//! name means. Here the text is parsed once for all types, into a [`Value`], and a struct is filled as if it were written
//! as an array: what serde makes for that is the least, and finding the fields is done here, once for all types.
//! Where something does not fit, the error says where it stands.
//! A field called `*` is filled from the object that it stands in: what `flatten` does by keeping all fields aside first.
//! Not here: writing JSON, and reading what is big and of one type (parts of imports), which `serde_json` does faster.

mod parts;

use core::fmt;

use serde::Deserializer;
use serde::de::{self, DeserializeOwned, Expected, Visitor};
use serde_json::{Map, Number, Value};

use parts::{Fields, Items, Members, Variant};

/// Why a text did not become what was asked for, and where. One word, since every value on its way carries the place for it.
#[derive(Debug)]
pub struct Error(Box<Cause>);

#[derive(Debug, Default)]
struct Cause {
    /// The fields and places that lead there, the innermost first.
    path: Vec<String>,
    message: String,
    /// Nothing was there to be read.
    absent: bool,
}

/// Reads what we wrote: fields that the type does not know are passed over.
pub fn read<T: DeserializeOwned>(text: &str) -> Result<T, Error> {
    T::deserialize(Json(&parsed(text)?, Unknown::Ignored))
}

/// Reads what somebody else wrote: fields that the type does not know are refused.
pub fn read_strictly<T: DeserializeOwned>(text: &str) -> Result<T, Error> {
    T::deserialize(Json(&parsed(text)?, Unknown::Refused))
}

/// Reads the first item of a list that we wrote, without knowing how to read lists of it.
pub fn read_first<T: DeserializeOwned>(text: &str) -> Result<Option<T>, Error> {
    let list = parsed(text)?;
    let first = Json(&list, Unknown::Ignored).as_list()?.first();
    first.map(|value| T::deserialize(Json(value, Unknown::Ignored)).map_err(|error| error.at(0))).transpose()
}

/// Reads one word, which somebody else wrote.
pub fn read_word<T: DeserializeOwned>(word: &str) -> Result<T, Error> {
    T::deserialize(Json(&Value::String(word.to_owned()), Unknown::Refused))
}

fn parsed(text: &str) -> Result<Value, Error> {
    serde_json::from_str(text).map_err(de::Error::custom)
}

impl Error {
    #[cold]
    #[inline(never)]
    fn within(mut self, place: &str) -> Self {
        self.0.path.push(place.to_owned());
        self.0.absent = false;
        self
    }

    #[cold]
    #[inline(never)]
    fn at(self, place: usize) -> Self {
        self.within(&place.to_string())
    }

    #[cold]
    #[inline(never)]
    fn expected(what: &str, value: &Value) -> Self {
        if is_absent(value) {
            let message = format!("expected {what}, found nothing");
            return Self(Box::new(Cause { message, absent: true, ..Cause::default() }));
        }
        let found = match value {
            Value::Null => "null",
            Value::Bool(_) => "a boolean",
            Value::Number(_) => "a number",
            Value::String(_) => "a string",
            Value::Array(_) => "an array",
            Value::Object(_) => "an object",
        };
        de::Error::custom(format_args!("expected {what}, found {found}"))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.message)?;
        if !self.0.path.is_empty() {
            let path: Vec<_> = self.0.path.iter().rev().map(String::as_str).collect();
            write!(f, " at {}", path.join("."))?;
        }
        Ok(())
    }
}

impl core::error::Error for Error {}

impl de::Error for Error {
    #[cold]
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self(Box::new(Cause { message: message.to_string(), ..Cause::default() }))
    }

    #[cold]
    fn invalid_length(length: usize, expected: &dyn Expected) -> Self {
        Self::custom(format_args!("{length} is a wrong length, expected {expected}"))
    }
}

/// What becomes of fields that a type does not know.
#[derive(Clone, Copy, PartialEq)]
enum Unknown {
    Ignored,
    Refused,
}

/// Stands, by its place in memory, for the value of a field that is not there: nothing for an option, else an error.
static ABSENT: Value = Value::Null;

fn is_absent(value: &Value) -> bool {
    core::ptr::eq(value, &raw const ABSENT)
}

/// One value, to fill a type from.
#[derive(Clone, Copy)]
struct Json<'de>(&'de Value, Unknown);

/// What takes one kind of value and hands it to one method of the visitor.
macro_rules! takes {
    ($($method:ident)* => $read:ident) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> { self.$read(visitor) })*
    };
}

impl<'de> Json<'de> {
    fn text<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_str(self.as_text()?)
    }

    fn number<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visited(self.as_number()?, visitor)
    }

    fn float<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_f64(self.as_number()?.as_f64().unwrap_or_default())
    }

    fn list<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_seq(Items { left: self.as_list()?.iter(), at: 0, unknown: self.1 })
    }

    fn object<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_map(Fields { left: self.as_object()?.iter(), value: None, unknown: self.1 })
    }

    fn members<V: Visitor<'de>>(self, names: &'static [&'static str], visitor: V) -> Result<V::Value, Error> {
        let mut members = self.as_members(names)?;
        visitor.visit_seq(&mut members).map_err(|error| members.blamed(error))
    }

    #[inline(never)]
    fn as_members(self, names: &'static [&'static str]) -> Result<Members<'de>, Error> {
        let object = self.as_object()?;
        if self.1 == Unknown::Refused
            && let Some(name) = object.keys().find(|name| !names.contains(&name.as_str()))
        {
            return Err(de::Error::unknown_field(name, names));
        }
        Ok(Members { whole: self.0, object, names: names.iter(), missing: None, unknown: self.1 })
    }

    #[inline(never)]
    fn as_text(self) -> Result<&'de str, Error> {
        self.0.as_str().ok_or_else(|| Error::expected("a string", self.0))
    }

    #[inline(never)]
    fn as_number(self) -> Result<&'de Number, Error> {
        self.0.as_number().ok_or_else(|| Error::expected("a number", self.0))
    }

    #[inline(never)]
    fn as_list(self) -> Result<&'de [Value], Error> {
        self.0.as_array().map(Vec::as_slice).ok_or_else(|| Error::expected("an array", self.0))
    }

    #[inline(never)]
    fn as_object(self) -> Result<&'de Map<String, Value>, Error> {
        self.0.as_object().ok_or_else(|| Error::expected("an object", self.0))
    }
}

fn visited<'de, V: Visitor<'de>>(number: &Number, visitor: V) -> Result<V::Value, Error> {
    match (number.as_u64(), number.as_i64()) {
        (Some(number), _) => visitor.visit_u64(number),
        (None, Some(number)) => visitor.visit_i64(number),
        (None, None) => visitor.visit_f64(number.as_f64().unwrap_or_default()),
    }
}

impl<'de> Deserializer<'de> for Json<'de> {
    type Error = Error;

    takes! { deserialize_str deserialize_string deserialize_char deserialize_identifier => text }
    takes! { deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 => number }
    takes! { deserialize_f32 deserialize_f64 => float }
    takes! { deserialize_seq deserialize_bytes deserialize_byte_buf => list }
    takes! { deserialize_map => object }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0 {
            Value::Null if is_absent(self.0) => Err(Error::expected("a value", self.0)),
            Value::Null => visitor.visit_unit(),
            Value::Bool(value) => visitor.visit_bool(*value),
            Value::Number(number) => visited(number, visitor),
            Value::String(text) => visitor.visit_str(text),
            Value::Array(_) => self.list(visitor),
            Value::Object(_) => self.object(visitor),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_bool(self.0.as_bool().ok_or_else(|| Error::expected("a boolean", self.0))?)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.0.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_unit()
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_unit()
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_unit()
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        // Unlike an option, a type around one must be there.
        if is_absent(self.0) {
            return Err(Error::expected("a value", self.0));
        }
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Error> {
        self.list(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.list(visitor)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.members(names, visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        let variant = if let Value::String(word) = self.0 {
            Variant { name: word, value: None, unknown: self.1 }
        } else {
            let mut fields = self.as_object()?.iter();
            let (Some((name, value)), None) = (fields.next(), fields.next()) else {
                return Err(Error::expected("one variant", self.0));
            };
            Variant { name, value: Some(value), unknown: self.1 }
        };
        visitor.visit_enum(variant)
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;
    use serde_json::json;

    use super::*;

    #[derive(Debug, Deserialize, PartialEq)]
    #[serde(rename_all = "snake_case")]
    enum Shape {
        Dot,
        Line(u8),
        Box { width: i64 },
    }

    #[derive(Debug, Deserialize, PartialEq)]
    struct Drawing {
        name: String,
        note: Option<String>,
        #[serde(default)]
        shapes: Vec<Shape>,
        scale: f64,
    }

    #[test]
    fn reads_what_the_types_say() {
        let text =
            json!({ "name": "a", "shapes": ["dot", { "line": 3 }, { "box": { "width": -7 } }], "scale": 2 });
        let drawing: Drawing = read(&text.to_string()).unwrap();
        let shapes = vec![Shape::Dot, Shape::Line(3), Shape::Box { width: -7 }];
        assert_eq!(drawing, Drawing { name: "a".to_owned(), note: None, shapes, scale: 2.0 });
        assert_eq!(read::<Value>(&text.to_string()).unwrap(), text);
    }

    #[test]
    fn says_what_does_not_fit_and_where() {
        let wrong = |text: &str| read_strictly::<Vec<Drawing>>(text).unwrap_err().to_string();
        assert_eq!(wrong("{}"), "expected an array, found an object");
        assert_eq!(
            wrong(r#"[{"name":"a","scale":1},{"name":7,"scale":1}]"#),
            "expected a string, found a number at 1.name"
        );
        assert_eq!(wrong(r#"[{"scale":1}]"#), "missing field `name` at 0");
        assert!(wrong(r#"[{"name":"a","scale":1,"x":0}]"#).starts_with("unknown field `x`"));
        assert!(wrong(r#"[{"name":"a","scale":1,"shapes":[{"line":300}]}]"#).ends_with("at 0.shapes.0"));
        assert!(wrong("[").contains("line 1 column 1"));
        assert_eq!(
            wrong(r#"[{"name":"a","scale":1,"shapes":["line"]}]"#),
            "`line` needs a value at 0.shapes.0"
        );
        assert_eq!(
            wrong(r#"[{"name":"a","scale":1,"shapes":[{"box":{}}]}]"#),
            "missing field `width` at 0.shapes.0"
        );
    }

    #[test]
    fn passes_over_what_it_does_not_know_in_rows_alone() {
        let text = r#"{"name":"a","scale":1,"more":true}"#;
        assert_eq!(read::<Drawing>(text).unwrap().name, "a");
        assert!(read_strictly::<Drawing>(text).is_err());
    }

    #[test]
    fn fills_a_part_from_the_same_object() {
        #[derive(Debug, Deserialize, PartialEq)]
        struct Framed {
            frame: u8,
            #[serde(rename = "*")]
            drawing: Drawing,
        }
        let text = r#"{"frame":2,"name":"a","scale":1}"#;
        let drawing = Drawing { name: "a".to_owned(), note: None, shapes: Vec::new(), scale: 1.0 };
        assert_eq!(read::<Framed>(text).unwrap(), Framed { frame: 2, drawing });
        let wrong = read::<Framed>(r#"{"frame":2,"name":"a"}"#).unwrap_err();
        assert_eq!(wrong.to_string(), "missing field `scale` at *");
    }

    #[test]
    fn tells_what_is_cleared_from_what_is_absent() {
        use shared::api::licenses::ChangeLicense;
        let change = |text: &str| read_strictly::<ChangeLicense>(text).unwrap();
        assert_eq!(change("{}").expires_at, None);
        assert_eq!(change(r#"{"expires_at":null}"#).expires_at, Some(None));
    }
}
