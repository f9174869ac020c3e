//! What it takes to say a value on the telephone: characters, words, time, what is easily mistaken; and how many bits it has.
//!
//! Knows how a value is drawn, never a value.

use crate::domain::look_alike;
use crate::domain::spelling::Kind;

/// Small letters and digits, of which the hand-off screen marks none, alone or beside another: nothing in it is easily
/// mistaken, and no capitals have to be told from small letters.
pub const KIND: &str = "abcdefghijkpqrstux3479";
/// Words a minute at most, and fewer where somebody writes along (ICAO Doc 9432, transmitting technique).
pub const WORDS_A_MINUTE: f64 = 100.0;
/// No value that anybody says is longer.
const LONGEST: u32 = 500;

/// A value that will be drawn: so many characters out of each of these sets, evenly.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spoken {
    parts: Vec<(u32, Vec<char>)>,
}

impl Spoken {
    /// So many characters of one set. None where that is no value that could be said: empty, too long, or with characters
    /// that have no word.
    pub fn new(length: u32, characters: &str) -> Option<Self> {
        Self::of_parts([(length, characters)])
    }

    /// The same out of several sets.
    pub fn of_parts<'a>(parts: impl IntoIterator<Item = (u32, &'a str)>) -> Option<Self> {
        let set = |characters: &str| {
            let mut set: Vec<char> = characters.chars().collect();
            set.sort_unstable();
            set.dedup();
            set
        };
        let parts: Vec<_> = parts.into_iter().filter(|(count, _)| *count > 0).collect();
        let parts: Vec<_> = parts.into_iter().map(|(count, characters)| (count, set(characters))).collect();
        let has_words = |character: &char| *character != ' ' && Kind::of(*character).is_some();
        let can_be_said =
            parts.iter().all(|(count, set)| *count <= LONGEST && !set.is_empty() && set.iter().all(has_words));
        let made = Self { parts };
        (can_be_said && (1..=LONGEST).contains(&made.length())).then_some(made)
    }

    /// Characters.
    pub fn length(&self) -> u32 {
        self.parts.iter().fold(0, |sum, (count, _)| sum.saturating_add(*count))
    }

    /// Different characters that may stand in it.
    pub fn choice(&self) -> usize {
        self.parts.iter().map(|(_, set)| set.len()).sum()
    }

    /// Bits of entropy: the logarithm of how many values there are. Where several sets are mixed, which place has which is
    /// left out: a little more, in truth.
    pub fn bits(&self) -> f64 {
        self.parts.iter().map(|(count, set)| f64::from(*count) * bits_of(set.len())).sum()
    }

    /// How many characters of the usual one are marked on the hand-off screen as easily mistaken. None among digits alone,
    /// which nobody takes for letters.
    pub fn marked(&self) -> f64 {
        if self.is_digits() { 0.0 } else { self.usual(|character| look_alike::remark(None, character, None).is_some()) }
    }

    /// How many characters of the usual one are of this kind.
    pub fn of_kind(&self, kind: Kind) -> f64 {
        self.usual(|character| Kind::of(character) == Some(kind))
    }

    /// Whether capitals have to be told from small letters.
    pub fn mixes_case(&self) -> bool {
        self.has(Kind::Capital) && self.has(Kind::Small)
    }

    /// Whether there is nothing but digits in it.
    pub fn is_digits(&self) -> bool {
        !(self.has(Kind::Capital) || self.has(Kind::Small) || self.has(Kind::Sign))
    }

    /// Words to say: one for each character, and a second one for each letter where capitals and small letters are mixed.
    pub fn words(&self) -> f64 {
        let second = if self.mixes_case() { self.of_kind(Kind::Capital) + self.of_kind(Kind::Small) } else { 0.0 };
        f64::from(self.length()) + second
    }

    /// Seconds that the words take at least.
    pub fn seconds(&self) -> f64 {
        self.words() * 60.0 / WORDS_A_MINUTE
    }

    /// A value of at least the same strength that is easier to say: fewer words and remarks. None where there is none, and
    /// for digits alone: they are as kind as it gets.
    pub fn kinder(&self) -> Option<Self> {
        let kinder = Self::new(length_for(self.bits()), KIND)?;
        let effort = |value: &Self| value.words() + value.marked();
        (!self.is_digits() && effort(&kinder) < effort(self)).then_some(kinder)
    }

    fn has(&self, kind: Kind) -> bool {
        self.parts.iter().flat_map(|(_, set)| set).any(|character| Kind::of(*character) == Some(kind))
    }

    /// How many characters of the usual value are like this.
    fn usual(&self, like_this: impl Fn(char) -> bool) -> f64 {
        let of_part = |(count, set): &(u32, Vec<char>)| {
            let found = set.iter().filter(|character| like_this(**character)).count();
            f64::from(*count) * number(found) / number(set.len())
        };
        self.parts.iter().map(of_part).sum()
    }
}

/// How many characters of [`KIND`] have at least so many bits.
pub fn length_for(bits: f64) -> u32 {
    let each = bits_of(KIND.len());
    (1..=LONGEST).find(|length| f64::from(*length) * each >= bits).unwrap_or(u32::MAX)
}

fn bits_of(choice: usize) -> f64 {
    number(choice).log2()
}

/// A set has at most the 94 characters of ASCII.
fn number(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: &str = "0123456789abcdefghijklmnopqrstuvwxzyABCDEFGHIJKLMNOPQRSTUVWXYZ";

    fn near(found: f64, expected: f64) {
        assert!((found - expected).abs() < 0.01, "{found}, not {expected}");
    }

    #[test]
    fn the_published_default_by_hand() {
        let value = Spoken::new(30, ALL).unwrap();
        // log2(62) = 5.954196
        near(value.bits(), 178.626);
        // 0 1 2 5 6 8, B G I O S W Y Z, l m o w y z: 20 of 62
        near(value.marked(), 30.0 * 20.0 / 62.0);
        near(value.of_kind(Kind::Capital), 30.0 * 26.0 / 62.0);
        // 30 words, and a second one for 52 of 62
        near(value.words(), 30.0 + 30.0 * 52.0 / 62.0);
        near(value.seconds(), 55.16 * 0.6);
    }

    #[test]
    fn strength_is_counted_by_hand() {
        for (length, characters, bits) in [
            (12, "0123456789", 39.863), // 12 x 3.321928
            (4, "01", 4.0),
            (16, "23456789ABCDEFGHJKLMNPQRSTUVWXYZ", 80.0), // 32 = 2^5
            (8, "aabbccdd", 16.0),                          // twice the same is once
            (22, KIND, 98.107),                             // 22 x 4.459432
        ] {
            near(Spoken::new(length, characters).unwrap().bits(), bits);
        }
        near(Spoken::of_parts([(1, "+-*/"), (2, "23456789"), (3, "ab")]).unwrap().bits(), 2.0 + 6.0 + 3.0);
    }

    #[test]
    fn what_is_kinder_is_never_weaker_and_never_more_to_say() {
        for (length, characters, kinder) in [
            (30, ALL, Some(41)),                                // 178.626 / 4.459432 = 40.06
            (16, ALL, Some(22)),                                // 95.267 / 4.459432 = 21.36
            (16, "23456789ABCDEFGHJKLMNPQRSTUVWXYZ", Some(18)), // 80 / 4.459432 = 17.94
            (12, "0123456789", None),
            (41, KIND, None),
            (20, "abcdefghijklmnopqrstuvwxyz", Some(22)), // 94.009 bits; 20 words and 4.62 remarks are more than 22 words
            (20, "abcdefghijk", Some(16)),                // 69.189 bits are 15.52 characters
        ] {
            let now = Spoken::new(length, characters).unwrap();
            let found = now.kinder();
            assert_eq!(found.as_ref().map(Spoken::length), kinder, "{length} of {characters}");
            if let Some(found) = found {
                assert!(found.bits() >= now.bits() && found.words() < now.words() + now.marked());
                assert!(found.marked() == 0.0 && !found.mixes_case());
            }
        }
    }

    #[test]
    fn nothing_in_the_kind_set_is_ever_marked() {
        for (character, next) in KIND.chars().flat_map(|one| KIND.chars().map(move |other| (one, other))) {
            assert_eq!(look_alike::remark(None, character, Some(next)), None, "{character}{next}");
            assert_eq!(look_alike::remark(Some(character), next, None), None, "{character}{next}");
        }
    }

    #[test]
    fn what_nobody_could_say_is_no_value() {
        for (length, characters) in [(0, "ab"), (12, ""), (12, "aé"), (12, "a b"), (501, "ab"), (u32::MAX, "ab")] {
            assert_eq!(Spoken::new(length, characters), None, "{length} of {characters}");
        }
        assert_eq!(Spoken::of_parts([(u32::MAX, "ab"), (u32::MAX, "01")]), None);
    }
}
