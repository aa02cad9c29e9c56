//! JSON text as a value that says each thing once.
//!
//! serde keeps the last of two members with one name and says nothing: what one reader checks is then not what another
//! takes (RFC 8259, section 4).

use std::cell::RefCell;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use crate::FieldError;

/// How many faults are named at once: a hostile body has room for a hundred thousand.
pub(crate) const MOST_FAULTS: usize = 100;

/// Reads `text`; beside the value comes a fault for every name that an object repeats.
pub(crate) fn read(text: &[u8]) -> serde_json::Result<(Value, Vec<FieldError>)> {
    let repeated = RefCell::default();
    let mut reader = serde_json::Deserializer::from_slice(text);
    let value = Reader { at: &Place::Root, repeated: &repeated }.deserialize(&mut reader)?;
    reader.end()?;
    Ok((value, repeated.into_inner()))
}

/// `name` as one part of a JSON pointer (RFC 6901).
pub(crate) fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

/// Where the reader is.
enum Place<'a> {
    Root,
    Member(&'a Place<'a>, &'a str),
    Item(&'a Place<'a>, usize),
}

impl fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Root => Ok(()),
            Self::Member(outer, name) => write!(f, "{outer}/{}", escaped(name)),
            Self::Item(outer, index) => write!(f, "{outer}/{index}"),
        }
    }
}

struct Reader<'a> {
    at: &'a Place<'a>,
    repeated: &'a RefCell<Vec<FieldError>>,
}

impl<'de> DeserializeSeed<'de> for Reader<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Reader<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Number::from_f64(value).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut values = Vec::new();
        loop {
            let at = Place::Item(self.at, values.len());
            match items.next_element_seed(Reader { at: &at, repeated: self.repeated })? {
                Some(value) => values.push(value),
                None => return Ok(Value::Array(values)),
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let mut values = Map::new();
        while let Some(name) = members.next_key::<String>()? {
            let at = Place::Member(self.at, &name);
            let value = members.next_value_seed(Reader { at: &at, repeated: self.repeated })?;
            let mut repeated = self.repeated.borrow_mut();
            if values.contains_key(&name) && repeated.len() < MOST_FAULTS {
                repeated.push(FieldError::new(at.to_string(), "must be given once"));
            }
            drop(repeated);
            values.insert(name, value);
        }
        Ok(Value::Object(values))
    }
}
