//! Any bytes as a journal, and any lines as lines of one.
//!
//! A fuzzer finds no hashes, so the second half takes each line for what stands before `,"prev":`, numbers it, and seals it
//! by a sealer of its own (SHA-256 over the tag, the hash before, and the line).
//!
//! * A line is read to its last byte or not at all: what is read and written again is the same.
//! * What the chain has taken verifies, and any byte of it changed, and any cut within a line, is found; a cut between
//!   lines gives another head.
//! * Of every intent that is taken one operation is told, and what is open is one of them.

use credesk::domain::record::{Event, What};
use credesk::journal::{Chain, Contents, Line, Said, Written, history, prints, verify};
use ring::digest::{Context, SHA256};

use super::tape::Tape;
use super::terminal::assert_drawable;

const TAG: &[u8] = b"credesk journal 1";

fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .filter_map(|digit| char::from_digit(digit.into(), 16))
        .collect()
}

fn hash(body: &[u8], before: &[u8]) -> Vec<u8> {
    let mut context = Context::new(&SHA256);
    for part in [TAG, before, body] {
        context.update(part);
    }
    context.finish().as_ref().to_vec()
}

/// The line with this number in place of its own; as it is where it names none.
fn numbered(line: &[u8], n: u64) -> Vec<u8> {
    const START: &[u8] = br#"{"v":1,"n":"#;
    let Some(rest) = line.strip_prefix(START) else { return line.to_vec() };
    let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
    [START, n.to_string().as_bytes(), &rest[digits..]].concat()
}

fn sealed(body: &[u8], before: &[u8]) -> Vec<u8> {
    let (before_in_words, own) = (hex(before), hex(&hash(body, before)));
    [body, format!(r#","prev":"{before_in_words}","hash":"{own}"}}"#).as_bytes()].concat()
}

fn line(body: &[u8]) {
    let Some(line) = Line::read(body) else { return };
    let written = line.write(&[7; 32]).unwrap();
    let ends = written.windows(8).rposition(|some| some == br#","prev":"#.as_slice()).unwrap();
    let now = &written[..ends];
    assert_eq!(written, [sealed(now, &[7; 32]), b"\n".to_vec()].concat());
    // One that was written before some characters became escapes says the same today.
    assert!(now == body || (!body.is_ascii() && Line::read(now).as_ref() == Some(&line)));
}

/// A journal of those lines that the chain takes.
fn chained(lines: &[u8]) -> (Chain, Vec<Written>, Vec<u8>) {
    let (mut chain, mut taken, mut file) = (Chain::default(), Vec::new(), Vec::new());
    for body in lines.split(|byte| *byte == b'\n').take(64) {
        line(body);
        let head = chain.head();
        let bytes = sealed(&numbered(body, head.lines + 1), &head.hash);
        let before = chain.clone();
        match chain.take(&bytes) {
            Ok(line) => {
                taken.push(Written { line, text: String::from_utf8(bytes.clone()).unwrap() });
                file.extend_from_slice(&bytes);
                file.push(b'\n');
            }
            Err(tamper) => {
                assert_drawable(&tamper.to_string(), "a sentence");
                assert_eq!(chain.head(), before.head(), "a line that was refused has left something");
                chain = before;
            }
        }
    }
    (chain, taken, file)
}

/// How far it gets: the lines that are taken.
pub fn check(data: &[u8]) -> usize {
    let mut tape = Tape::new(data);
    let (place, change) = (usize::from(tape.byte()) * 256 + usize::from(tape.byte()), tape.byte().max(1));
    let _end_of_line = tape.line();
    let bytes = tape.rest();
    if let Err(tamper) = verify(bytes) {
        assert_drawable(&tamper.to_string(), "a sentence");
    }

    let (chain, lines, mut file) = chained(bytes);
    let report = verify(&file).unwrap();
    assert_eq!((report.head, report.head.lines), (chain.head(), lines.len() as u64));
    let open: Vec<_> = chain.cases().open().cloned().collect();
    let intents = lines.iter().filter(|written| {
        let Said::Entry(entry) = &written.line.said else { return false };
        matches!(entry.what, What::Operation(_, Event::Confirmed(_)))
    });
    let intents = intents.count();
    let contents = Contents { lines, open, report: Ok(report), open_to_others: None };
    let told = history(&contents);
    assert_eq!(told.len(), intents);
    assert!(contents.open.iter().all(|case| told.iter().any(|operation| operation.id == case.id)));
    for operation in &told {
        assert!(serde_json::from_str::<serde_json::Value>(&operation.json()).is_ok());
    }
    for print in prints(&contents) {
        assert!(serde_json::from_str::<serde_json::Value>(&print.json()).is_ok());
    }
    if file.is_empty() {
        return 0;
    }
    let place = place % file.len();
    let cut = &file[..place];
    match verify(cut) {
        Ok(report) => assert!((place == 0 || cut.ends_with(b"\n")) && report.head != chain.head()),
        Err(_) => assert!(place > 0 && !cut.ends_with(b"\n")),
    }
    file[place] ^= change;
    assert!(verify(&file).is_err(), "byte {place} was changed, and nobody sees it");
    contents.lines.len()
}
