//! One line of the journal: made of an entry, and read back to the last byte or not at all.

use jiff::Timestamp;

use crate::domain::record::{Entry, SessionId};
use crate::journal::hex::{self, Sum};
use crate::journal::seal::seal;
use crate::journal::wire::{VERSION, WireLine};
use crate::journal::words;

/// The most bytes of a line. Far more than any entry needs: nothing in it is longer than what an operator types or a
/// server's ID.
pub const LONGEST: usize = 1 << 20;

/// What a line says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    /// An entry.
    Entry(Entry),
    /// The line before is a fragment: credesk was cut off while it wrote it.
    Torn(Torn),
}

/// A fragment, as the line behind it describes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Torn {
    /// When it was found.
    pub at: Timestamp,
    /// Which session found it.
    pub session: SessionId,
    /// How many bytes it has.
    pub length: u64,
    /// Their SHA-256.
    pub sha256: Sum,
}

/// A line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its number in the file, counted from one.
    pub n: u64,
    /// What it says.
    pub said: Said,
}

impl Line {
    /// When it was written, by the clock of the host at that time.
    pub fn at(&self) -> Timestamp {
        match &self.said {
            Said::Entry(entry) => entry.at,
            Said::Torn(torn) => torn.at,
        }
    }

    /// In which session.
    pub fn session(&self) -> SessionId {
        match &self.said {
            Said::Entry(entry) => entry.session,
            Said::Torn(torn) => torn.session,
        }
    }

    /// The line's bytes with its line break; an error names what cannot be written down.
    pub fn write(&self, prev: &Sum) -> Result<Vec<u8>, &'static str> {
        let (mut line, _) = seal(&self.body()?, prev);
        line.push('\n');
        if line.len() > LONGEST { Err("more text than a line takes") } else { Ok(line.into_bytes()) }
    }

    /// Reads a line up to `,"prev":`; none where these are not the very bytes that this credesk would have written.
    pub fn read(body: &[u8]) -> Option<Self> {
        let whole = [body, b"}"].concat();
        let wire: WireLine = serde_json::from_slice(&whole).ok()?;
        let (at, session) = (wire.at.parse().ok()?, SessionId::parse(&wire.session)?);
        let said = if wire.event == "torn" && wire.op.is_none() {
            let sha256 = hex::read(wire.sha256.as_ref()?.as_bytes())?;
            Said::Torn(Torn { at, session, length: wire.length?, sha256 })
        } else {
            Said::Entry(Entry { at, session, what: words::read(&wire)? })
        };
        let line = Self { n: wire.n, said };
        let bare = line.bare_body().ok()?;
        // Until version 0.1 was finished, only what JSON wants to be escaped was.
        (visible(&bare).as_bytes() == body || bare.as_bytes() == body).then_some(line)
    }

    fn body(&self) -> Result<String, &'static str> {
        self.bare_body().map(|bare| visible(&bare))
    }

    fn bare_body(&self) -> Result<String, &'static str> {
        let mut wire = WireLine {
            v: VERSION,
            n: self.n,
            at: self.at().to_string(),
            session: self.session().to_string(),
            ..WireLine::default()
        };
        match &self.said {
            Said::Entry(entry) => words::write(&entry.what, &mut wire)?,
            Said::Torn(torn) => {
                "torn".clone_into(&mut wire.event);
                wire.length = Some(torn.length);
                wire.sha256 = Some(hex::digits(&torn.sha256));
            }
        }
        let mut body = serde_json::to_string(&wire).map_err(|_| "something that JSON cannot hold")?;
        body.pop(); // the brace: the seal closes the line
        Ok(body)
    }
}

/// The same JSON without a character that a terminal obeys or a reader does not see: what is neither ASCII nor a Latin letter
/// is an escape (RFC 8259, section 7), so that `less` and `cat` show what the line says. Outside of strings JSON has only
/// ASCII.
fn visible(json: &str) -> String {
    let mut visible = String::with_capacity(json.len());
    let mut units = [0; 2];
    for character in json.chars() {
        if is_plain(character) {
            visible.push(character);
        } else {
            visible.extend(character.encode_utf16(&mut units).iter().map(|unit| format!("\\u{unit:04x}")));
        }
    }
    visible
}

/// Fixed for ever: with a table of Unicode that grows, a later credesk would not write the same bytes again.
fn is_plain(character: char) -> bool {
    matches!(character, ' '..='~' | '\u{A1}'..='\u{AC}' | '\u{AE}'..='\u{24F}')
}

/// The version that a line names at its beginning: `{"v":1,`.
pub fn version(line: &[u8]) -> Option<u32> {
    let digits = line.strip_prefix(br#"{"v":"#)?;
    let end = digits.iter().position(|byte| *byte == b',')?;
    let number = str::from_utf8(digits.get(..end)?).ok()?;
    number.parse().ok().filter(|read: &u32| read.to_string() == number)
}

/// Whether a line could be one that describes a fragment; most are not.
pub fn may_be_torn(line: &[u8]) -> bool {
    line.len() < 512 && str::from_utf8(line).is_ok_and(|text| text.contains(r#""event":"torn""#))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::record::What;

    #[test]
    fn a_line_is_read_as_it_is_written_now_and_as_it_was_written_first_and_in_no_third_way() {
        let what = What::SessionEnded("cut \u{202e}off \u{9b}2J".to_owned());
        let entry = Entry { at: Timestamp::UNIX_EPOCH, session: SessionId(1), what };
        let line = Line { n: 1, said: Said::Entry(entry) };
        let (now, first) = (line.body().unwrap(), line.bare_body().unwrap());
        assert!(now.is_ascii() && !first.is_ascii());
        assert_eq!(Line::read(now.as_bytes()), Some(line.clone()));
        assert_eq!(Line::read(first.as_bytes()), Some(line));
        assert_eq!(Line::read(now.replacen("\\u202e", "\u{202e}", 1).as_bytes()), None);
        assert_eq!(Line::read(now.replacen("\\u202e", "\\u202E", 1).as_bytes()), None);
    }
}
