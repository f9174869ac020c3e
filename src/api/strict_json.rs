//! JSON that can be trusted to say one thing: complete, no key twice at any depth, not deeper than 64.
//!
//! `serde_json` takes the last of two equal keys in a map, and other readers the first. An answer with `userExtId` or
//! `puk` twice is about two users or two values, and nothing of it may be shown.

use std::collections::HashSet;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

/// The deepest nesting. nevisIDM's answers have five.
const DEEPEST: u8 = 64;

/// Why a text is not such JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotStrict {
    /// It ends before it is whole.
    Cut,
    /// Anything else.
    Broken,
}

/// Reads the whole text and keeps nothing of it.
pub fn check(text: &[u8]) -> Result<(), NotStrict> {
    let mut json = serde_json::Deserializer::from_slice(text);
    let read = Depth(DEEPEST).deserialize(&mut json).and_then(|()| json.end());
    read.map_err(|error| if error.is_eof() && !text.is_empty() { NotStrict::Cut } else { NotStrict::Broken })
}

/// How deep it may still go.
#[derive(Clone, Copy)]
struct Depth(u8);

impl Depth {
    fn below<E: Error>(self) -> Result<Self, E> {
        self.0.checked_sub(1).map(Self).ok_or_else(|| E::custom("nested too deeply"))
    }
}

impl<'de> DeserializeSeed<'de> for Depth {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Depth {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E: Error>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut rows: A) -> Result<(), A::Error> {
        let below = self.below()?;
        while rows.next_element_seed(below)?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut rows: A) -> Result<(), A::Error> {
        let below = self.below()?;
        let mut seen = HashSet::new();
        while let Some(key) = rows.next_key::<String>()? {
            if !seen.insert(key) {
                return Err(A::Error::custom("a key stands there twice"));
            }
            rows.next_value_seed(below)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_key_twice_is_refused_at_any_depth_and_however_it_is_written() {
        for text in [r#"{"a":1,"a":1}"#, r#"{"a":{"b":[{"c":1,"c":2}]}}"#, r#"{"puk":"x","\u0070uk":"y"}"#] {
            assert_eq!(check(text.as_bytes()), Err(NotStrict::Broken), "{text}");
        }
        assert_eq!(check(br#"[{"a":1},{"a":1,"b":{"a":1}}]"#), Ok(()));
    }

    #[test]
    fn too_deep_is_refused() {
        let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        assert_eq!(check(nested(64).as_bytes()), Ok(()));
        assert_eq!(check(nested(65).as_bytes()), Err(NotStrict::Broken));
        assert_eq!(check(nested(100_000).as_bytes()), Err(NotStrict::Broken));
    }

    #[test]
    fn every_cut_of_an_object_is_seen() {
        let whole = r#"{"a":"é","b":[1.5,true,null],"c":{}}"#;
        for end in 1..whole.len() {
            assert_ne!(check(&whole.as_bytes()[..end]), Ok(()), "{end}");
        }
        assert_eq!(check(br#"{"a":"x"#), Err(NotStrict::Cut));
        assert_eq!(check(b"{} {}"), Err(NotStrict::Broken));
        assert_eq!(check(b""), Err(NotStrict::Broken));
    }

    proptest! {
        /// What it takes, `serde_json` takes; what only `serde_json` takes has a key twice or is too deep.
        #[test]
        fn agrees_with_serde_json(text in r#"[\[\]{}",:ab01\\. -]{0,24}"#) {
            let lenient = serde_json::from_str::<serde_json::Value>(&text);
            let strict = check(text.as_bytes());
            prop_assert!(strict.is_err() || lenient.is_ok());
            if let (Ok(value), Err(_)) = (&lenient, strict) {
                prop_assert!(value.to_string().matches(':').count() < text.matches(':').count());
            }
        }
    }
}
