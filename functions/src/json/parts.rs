//! What serde asks for the parts of a value: the items of a list, the fields of a struct or a map, what a variant carries.
//! Not here: the values themselves (`super`).

use serde::de::value::StrDeserializer;
use serde::de::{self, DeserializeSeed, Visitor};
use serde_json::{Map, Value};

use super::{ABSENT, Error, Json, Unknown};

/// A variant of an enumeration, by its name alone or with what it carries.
pub(super) struct Variant<'de> {
    pub name: &'de str,
    pub value: Option<&'de Value>,
    pub unknown: Unknown,
}

impl<'de> Variant<'de> {
    fn carried(self) -> Result<Json<'de>, Error> {
        match self.value {
            Some(value) => Ok(Json(value, self.unknown)),
            None => Err(de::Error::custom(format_args!("`{}` needs a value", self.name))),
        }
    }
}

impl<'de> de::EnumAccess<'de> for Variant<'de> {
    type Error = Error;
    type Variant = Self;

    fn variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<(T::Value, Self), Error> {
        Ok((seed.deserialize(StrDeserializer::new(self.name))?, self))
    }
}

impl<'de> de::VariantAccess<'de> for Variant<'de> {
    type Error = Error;

    fn unit_variant(self) -> Result<(), Error> {
        self.value.map_or(Ok(()), |value| Err(Error::expected("a word", value)))
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Error> {
        seed.deserialize(self.carried()?)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Error> {
        self.carried()?.list(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.carried()?.members(names, visitor)
    }
}

pub(super) struct Items<'de> {
    pub left: core::slice::Iter<'de, Value>,
    pub at: usize,
    pub unknown: Unknown,
}

impl<'de> de::SeqAccess<'de> for Items<'de> {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Error> {
        let Some(value) = self.left.next() else { return Ok(None) };
        let at = self.at;
        self.at += 1;
        seed.deserialize(Json(value, self.unknown)).map(Some).map_err(|error| error.at(at))
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.left.len())
    }
}

/// The values of a struct's fields in the order of their declaration.
pub(super) struct Members<'de> {
    /// The object itself, for a field called `*`.
    pub whole: &'de Value,
    pub object: &'de Map<String, Value>,
    pub names: core::slice::Iter<'static, &'static str>,
    /// The field that was not there and has no default, should the type be refused.
    pub missing: Option<&'static str>,
    pub unknown: Unknown,
}

impl<'de> Members<'de> {
    #[inline(never)]
    fn advance(&mut self) -> Option<(&'static str, Json<'de>)> {
        let name = *self.names.next()?;
        let value = if name == "*" { Some(self.whole) } else { self.object.get(name) };
        Some((name, Json(value.unwrap_or(&ABSENT), self.unknown)))
    }

    /// What went wrong with a field: nothing was there, which serde answers with the default if there is one, or
    /// something that does not fit.
    #[cold]
    #[inline(never)]
    fn wrong(&mut self, name: &'static str, error: Error) -> Option<Error> {
        if !error.0.absent {
            return Some(error.within(name));
        }
        self.missing = Some(name);
        None
    }

    /// Where serde says that the array was too short, a field is missing.
    #[cold]
    #[inline(never)]
    pub fn blamed(&self, error: Error) -> Error {
        match self.missing {
            Some(name) if error.0.path.is_empty() => de::Error::missing_field(name),
            _ => error,
        }
    }
}

impl<'de> de::SeqAccess<'de> for Members<'de> {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Error> {
        let Some((name, value)) = self.advance() else { return Ok(None) };
        match seed.deserialize(value) {
            Ok(value) => Ok(Some(value)),
            Err(error) => self.wrong(name, error).map_or(Ok(None), Err),
        }
    }
}

pub(super) struct Fields<'de> {
    pub left: serde_json::map::Iter<'de>,
    pub value: Option<(&'de str, &'de Value)>,
    pub unknown: Unknown,
}

impl<'de> Fields<'de> {
    #[inline(never)]
    fn advance(&mut self) -> Option<&'de str> {
        let (name, value) = self.left.next()?;
        self.value = Some((name, value));
        Some(name)
    }
}

impl<'de> de::MapAccess<'de> for Fields<'de> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Error> {
        let Some(name) = self.advance() else { return Ok(None) };
        seed.deserialize(StrDeserializer::new(name)).map(Some)
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, Error> {
        let (name, value) = self.value.take().unwrap_or(("", &Value::Null));
        seed.deserialize(Json(value, self.unknown)).map_err(|error| error.within(name))
    }
}
