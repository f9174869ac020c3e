//! A slip's value cut into groups, and spelt out. Looks into the value; everything made of it is wiped.

use zeroize::Zeroizing;

use crate::domain::sheet::SlipSheet;
use crate::domain::spelling::Kind;
use crate::text::SafeText;

/// Characters of a group.
pub const GROUP: usize = 4;

/// One character spelt out.
pub struct Spelt<'a> {
    /// It, or its code point where nobody would see it.
    pub shown: Zeroizing<String>,
    /// Its word; its code point where the alphabet has none.
    pub word: Zeroizing<String>,
    /// What kind it is; nothing where it is not printable ASCII.
    pub kind: &'a str,
}

/// The value in groups of four characters, in order.
pub fn groups(slip: &SlipSheet) -> Vec<Zeroizing<String>> {
    let mut groups: Vec<Zeroizing<String>> = Vec::with_capacity(slip.value.count().div_ceil(GROUP));
    for (at, character) in slip.value.expose().chars().enumerate() {
        if at.is_multiple_of(GROUP) {
            // Never grows, so that no copy stays behind: a shown character has at most 10 bytes.
            groups.push(Zeroizing::new(String::with_capacity(GROUP * 10)));
        }
        if let Some(group) = groups.last_mut() {
            group.push_str(&shown(character));
        }
    }
    groups
}

/// Every character with its word and kind, in order.
pub fn spelling(slip: &SlipSheet) -> impl Iterator<Item = Spelt<'_>> {
    slip.value.expose().chars().map(|character| Spelt {
        shown: shown(character),
        word: Zeroizing::new(
            slip.alphabet.word(character).unwrap_or_else(|| format!("U+{:04X}", u32::from(character))),
        ),
        kind: Kind::of(character).map_or("", |kind| slip.alphabet.kind_name(kind)),
    })
}

/// A character as it is drawn: a space is made visible, and so is what a printer would obey or nobody would see.
fn shown(character: char) -> Zeroizing<String> {
    Zeroizing::new(match character {
        ' ' => '·'.into(),
        '!'..='~' => character.into(),
        _ => SafeText::new(character.encode_utf8(&mut [0; 4])).to_string(),
    })
}
