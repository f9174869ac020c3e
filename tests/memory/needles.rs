//! The forms in which a secret may lie about: as it is, encoded, spread out over a screen, in part.
//!
//! A form is chosen so that it cannot be found by chance: at least eight characters of a random value, or two whole groups
//! with the gap that the screen sets between them.

use std::fmt::Write as _;

use base64::Engine;
use base64::alphabet::{Alphabet, STANDARD, URL_SAFE};
use base64::engine::GeneralPurpose;
use base64::engine::general_purpose::NO_PAD;

/// Distances between two characters that are looked for: 1 is UTF-8, 2 is UTF-16 of either order, 4 is UTF-32 (of either
/// order too, its zeros are not compared). The screen's buffer keeps a cell for each character: 72 is more than two of those.
pub const STRIDES: usize = 72;

/// Stands for any byte in what is looked for at every distance: a cell of the screen that nobody has drawn holds no blank.
pub const ANY: u8 = b' ';

/// Characters of a part: enough that nothing else can be equal by chance.
const PART: usize = 8;
/// A value of more characters is also looked for in parts.
const SHORT: usize = 12;

/// Something to look for.
pub struct Needle {
    /// What is found where this is.
    pub form: String,
    pub bytes: Vec<u8>,
    /// The largest distance between two bytes of it.
    pub strides: usize,
}

impl Needle {
    /// These bytes, one behind the other.
    pub fn exact(form: &str, bytes: &[u8]) -> Self {
        Self { form: form.to_owned(), bytes: bytes.to_vec(), strides: 1 }
    }

    /// These characters, at every distance.
    pub fn spread(form: &str, text: &str) -> Self {
        Self { form: form.to_owned(), bytes: text.as_bytes().to_vec(), strides: STRIDES }
    }
}

/// A value of ASCII characters in every form but a drawn one. Of a long one the beginning, the middle and the end, so that a
/// copy of a part of it is found too.
pub fn forms(value: &str) -> Vec<Needle> {
    assert!(value.is_ascii() && value.len() >= PART, "such a value could be found by chance");
    parts(value).into_iter().flat_map(|(which, part)| forms_of(which, part)).collect()
}

/// The value as the screen draws it, in groups with a gap: every two groups that stand side by side.
pub fn drawn(value: &str) -> Vec<Needle> {
    let groups: Vec<&str> = value.as_bytes().chunks(4).map(|group| str::from_utf8(group).unwrap()).collect();
    let together = if value.len() <= SHORT { 3 } else { 2 };
    let whole = groups.windows(together).filter(|some| some.iter().all(|group| group.len() == 4));
    whole.map(|some| Needle::spread("drawn", &some.join("  "))).collect()
}

/// The last groups of a value as they were sent to the terminal, with what sets the capitals apart. `out`: all that came out
/// when the value was uncovered.
pub fn frame(out: &str) -> Needle {
    let end = out.find(" characters, group").unwrap();
    Needle::exact("sent to the terminal", &out.as_bytes()[end - 24..end])
}

/// A card of cells, row by row: three cells as they are sent, as they are drawn and as they are written on paper. From the
/// first row, the middle, and the last. Two drawn cells of two digits would be no needle: `21 23` also stands in the date of
/// a change on the 21st, at 23 hours.
pub fn card(cells: &[&str], columns: usize) -> Vec<Needle> {
    let rows: Vec<&[&str]> = cells.chunks(columns).collect();
    let mut needles = Vec::new();
    for row in [rows[0], rows[rows.len() / 2], rows[rows.len() - 1]] {
        needles.push(Needle::spread("cells as sent", &row[..3].join(",")));
        needles.extend(encoded("cells as sent", &row[..3].join(",")));
        // No gap of the grid stands between these: it comes after every fifth column.
        needles.push(Needle::spread("cells as drawn", &row[..3].join(" ")));
        needles.push(Needle::spread("cells as drawn", &row[6..9].join(" ")));
        needles.push(Needle::exact("cells without a gap", row[..2].concat().as_bytes()));
    }
    needles
}

fn parts(value: &str) -> Vec<(&'static str, &str)> {
    let end = value.len() - PART;
    if value.len() <= SHORT {
        return vec![("whole", value)];
    }
    vec![
        ("beginning", &value[..PART]),
        ("middle", &value[end / 2..end / 2 + PART]),
        ("end", &value[end..]),
        // A few bytes at the edges are written over where a block is freed: then only this is left.
        ("second part", &value[4..4 + PART]),
    ]
}

fn forms_of(which: &str, part: &str) -> Vec<Needle> {
    let mut needles = vec![Needle::spread(&format!("{which}, as text"), part)];
    needles.extend(encoded(which, part));
    needles
}

fn encoded(which: &str, part: &str) -> Vec<Needle> {
    let reversed: String = part.chars().rev().collect();
    let hex = hex(part);
    let named = |form: &str| format!("{which}, {form}");
    let mut needles = vec![
        Needle { form: named("reversed"), bytes: reversed.into_bytes(), strides: 4 },
        Needle::exact(&named("hex"), hex.as_bytes()),
        Needle::exact(&named("HEX"), hex.to_uppercase().as_bytes()),
    ];
    for (name, alphabet) in [("base64", STANDARD), ("base64url", URL_SAFE)] {
        for before in 0..3 {
            let needle = base64(part, before, &alphabet);
            needles.push(Needle::exact(&named(&format!("{name} after {before}")), needle.as_bytes()));
        }
    }
    needles
}

/// Two digits for each byte.
pub fn hex(text: &str) -> String {
    text.bytes().fold(String::new(), |mut hex, byte| {
        write!(hex, "{byte:02x}").unwrap();
        hex
    })
}

/// What stands in a longer base64 text for this part of it, whatever is around it, where so many bytes of a group come before
/// it (RFC 4648, section 4): the characters that hold nothing but bits of the part.
fn base64(part: &str, before: usize, alphabet: &Alphabet) -> String {
    let bytes = [&b"..."[..before], part.as_bytes()].concat();
    let text = GeneralPurpose::new(alphabet, NO_PAD).encode(&bytes);
    let first = (before * 8).div_ceil(6);
    let end = bytes.len() * 8 / 6;
    text[first..end].to_owned()
}
