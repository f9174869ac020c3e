//! The keys of a profile about handing a value over: onto the screen, onto paper, to a clipboard.

use std::time::Duration;

use super::error::ConfigError;
use super::section::{Given, Section};
use crate::domain::hand_over::{HandOver, Reveal};
use crate::domain::printing::{self, Format};

/// Takes the keys; what is not given has its default.
pub fn read(section: &mut Section<'_>) -> Result<HandOver, ConfigError> {
    let usual = HandOver::default();
    Ok(HandOver {
        reveal: {
            let given = section.word("reveal", &["screen", "print", "never"], usual.reveal.word())?;
            meant(section, "reveal", given, usual.reveal, Reveal::parse, "\"screen\", \"print\" or \"never\"")?
        },
        hide_after: Duration::from_secs(section.number("hide_after_s", &(5..=60), usual.hide_after.as_secs())?),
        slip: section.flag("slip", usual.slip)?,
        clipboard: section.flag("clipboard", usual.clipboard)?,
        printer: queue(section)?,
        format: {
            let given = section.word("print_format", &["pdf", "text"], usual.format.word())?;
            meant(section, "print_format", given, usual.format, Format::parse, "\"pdf\" or \"text\"")?
        },
        terminal_printer: section.flag("terminal_printer", usual.terminal_printer)?,
    })
}

fn meant<T>(
    section: &Section<'_>,
    key: &str,
    given: Option<Given<String>>,
    usual: T,
    parse: impl Fn(&str) -> Option<T>,
    words: &str,
) -> Result<T, ConfigError> {
    let Some(Given { value, line }) = given else { return Ok(usual) };
    parse(&value).ok_or_else(|| section.bad(line, format!("\"{key}\" must be {words}.")))
}

fn queue(section: &mut Section<'_>) -> Result<Option<String>, ConfigError> {
    let Some(Given { value, line }) = section.text("printer")? else { return Ok(None) };
    if printing::is_queue_name(&value) {
        Ok(Some(value))
    } else {
        Err(section.bad(line, "\"printer\" must be the name of a queue of CUPS, without spaces, / or #."))
    }
}
