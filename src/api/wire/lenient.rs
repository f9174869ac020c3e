//! Reading values that are not quite of the declared type, and giving up where a guess could be wrong.
//!
//! nevisIDM's own documents disagree on types (the page get-clients shows `extId` as a number where it declares a
//! text). Not for secrets: those are texts or nothing, see `secret`.

use std::fmt;
use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// A value that is no list and no object, or the note that it is one.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Scalar {
    /// Absent or null.
    #[default]
    Nothing,
    /// A text.
    Text(String),
    /// A whole number; `7.0` is one too, for JSON knows no other sort of number.
    Whole(i64),
    /// Any other number.
    Fraction(f64),
    /// True or false.
    Flag(bool),
    /// A list or an object: what is in it is not kept.
    Compound,
}

impl Scalar {
    /// As a text. Nothing for what is none.
    pub fn into_text(self) -> Option<String> {
        match self {
            Self::Text(text) => Some(text),
            Self::Whole(number) => Some(number.to_string()),
            Self::Fraction(number) => Some(number.to_string()),
            Self::Flag(flag) => Some(flag.to_string()),
            Self::Nothing | Self::Compound => None,
        }
    }

    /// As a whole number, and only where it cannot be mistaken: `"07"`, `7.5` and `"7 "` are none.
    pub fn whole(&self) -> Option<i64> {
        match self {
            Self::Whole(number) => Some(*number),
            Self::Text(text) => text.parse().ok().filter(|number: &i64| number.to_string() == *text),
            Self::Nothing | Self::Fraction(_) | Self::Flag(_) | Self::Compound => None,
        }
    }
}

impl<'de> Deserialize<'de> for Scalar {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ScalarVisitor)
    }
}

struct ScalarVisitor;

impl<'de> Visitor<'de> for ScalarVisitor {
    type Value = Scalar;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E: Error>(self) -> Result<Scalar, E> {
        Ok(Scalar::Nothing)
    }

    fn visit_bool<E: Error>(self, flag: bool) -> Result<Scalar, E> {
        Ok(Scalar::Flag(flag))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Scalar, E> {
        Ok(Scalar::Whole(number))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Scalar, E> {
        Ok(i64::try_from(number).map_or_else(|_| Scalar::Text(number.to_string()), Scalar::Whole))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Scalar, E> {
        let exact = number.fract() == 0.0 && number.abs() <= f64::from(u32::MAX);
        let whole = exact.then(|| format!("{number:.0}").parse().ok()).flatten();
        Ok(whole.map_or(Scalar::Fraction(number), Scalar::Whole))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Scalar, E> {
        Ok(Scalar::Text(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut rows: A) -> Result<Scalar, A::Error> {
        while rows.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Scalar::Compound)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut rows: A) -> Result<Scalar, A::Error> {
        while rows.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Scalar::Compound)
    }
}

/// A text, also where a number was sent. A list or an object is an error: nobody knows what it would mean.
pub fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    match Scalar::deserialize(deserializer)? {
        Scalar::Compound => Err(D::Error::custom("a text was expected")),
        scalar => Ok(scalar.into_text()),
    }
}

/// A count. What is no whole number in 32 bits is not known.
pub fn count<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<i32>, D::Error> {
    Ok(Scalar::deserialize(deserializer)?.whole().and_then(|number| i32::try_from(number).ok()))
}

/// A number of rows. A negative one is not known.
pub fn rows<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<usize>, D::Error> {
    Ok(Scalar::deserialize(deserializer)?.whole().and_then(|number| usize::try_from(number).ok()))
}

/// True or false, also as a text. Anything else is not known.
pub fn flag<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<bool>, D::Error> {
    Ok(match Scalar::deserialize(deserializer)? {
        Scalar::Flag(flag) => Some(flag),
        Scalar::Text(text) => text.to_ascii_lowercase().parse().ok(),
        Scalar::Nothing | Scalar::Whole(_) | Scalar::Fraction(_) | Scalar::Compound => None,
    })
}

/// An object, and nothing but an object: a derived `Deserialize` would take a list too, and its first row for the first
/// field.
pub struct Object<T>(pub T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(ObjectVisitor(PhantomData))
    }
}

struct ObjectVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for ObjectVisitor<T> {
    type Value = Object<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, rows: A) -> Result<Object<T>, A::Error> {
        T::deserialize(MapAccessDeserializer::new(rows)).map(Object)
    }
}

/// An object, or its empty form where null was sent.
pub fn object<'de, D: Deserializer<'de>, T: Deserialize<'de> + Default>(deserializer: D) -> Result<T, D::Error> {
    Ok(Option::<Object<T>>::deserialize(deserializer)?.map(|object| object.0).unwrap_or_default())
}

/// A list, or an empty one where null was sent.
pub fn list<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Vec<T>, D::Error> {
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}

/// A version for optimistic locking. Sent back, so a guess is worse than none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Version {
    /// The server sent none.
    #[default]
    Absent,
    /// A number in 32 bits, as declared.
    Number(i32),
    /// Something is there, and it is no such number.
    Unreadable,
}

impl<'de> Deserialize<'de> for Version {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let scalar = Scalar::deserialize(deserializer)?;
        let number = scalar.whole().and_then(|number| i32::try_from(number).ok());
        Ok(match (number, scalar) {
            (Some(number), _) => Self::Number(number),
            (None, Scalar::Nothing) => Self::Absent,
            (None, _) => Self::Unreadable,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_never_guessed() {
        for (sent, read) in [
            ("7", Version::Number(7)),
            ("\"7\"", Version::Number(7)),
            ("7.0", Version::Number(7)),
            ("-1", Version::Number(-1)),
            ("null", Version::Absent),
            ("\"07\"", Version::Unreadable),
            ("\" 7\"", Version::Unreadable),
            ("\"+7\"", Version::Unreadable),
            ("7.5", Version::Unreadable),
            ("2147483648", Version::Unreadable),
            ("18446744073709551615", Version::Unreadable),
            ("1e300", Version::Unreadable),
            ("true", Version::Unreadable),
            ("[7]", Version::Unreadable),
            ("{\"a\":7}", Version::Unreadable),
        ] {
            assert_eq!(serde_json::from_str::<Version>(sent).unwrap(), read, "{sent}");
        }
    }

    #[test]
    fn numbers_and_flags_are_texts_where_texts_were_declared() {
        for (sent, read) in
            [("1000", "1000"), ("\"a\"", "a"), ("true", "true"), ("18446744073709551615", "18446744073709551615")]
        {
            assert_eq!(text(&mut serde_json::Deserializer::from_str(sent)).unwrap().as_deref(), Some(read));
        }
        assert_eq!(text(&mut serde_json::Deserializer::from_str("null")).unwrap(), None);
        assert!(text(&mut serde_json::Deserializer::from_str("[]")).is_err());
    }
}
