//! The lines of a journal: read back to the last byte, and no byte of them can change without a trace.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed unwrap is a failed test")]

#[path = "support/journal.rs"]
#[allow(dead_code, reason = "shared between tests")]
mod support;

use credesk::domain::case::Misplaced;
use credesk::domain::credential::CredentialKind;
use credesk::domain::printing::Destination;
use credesk::domain::prints::PrintMisplaced;
use credesk::domain::record::{Act, Entry, Event, Intent, Paper, Print, PrintEvent, What};
use credesk::journal::{Chain, Head, Line, Note, Said, Tamper, Wrong, verify};
use proptest::prelude::*;
use support::{
    asked, at, confirmed, entry, event, every_event, every_print, id, intent, print, print_event, print_id, who,
    working_day,
};

/// A journal's bytes, made as `Journal::append` makes them.
fn journal(entries: impl IntoIterator<Item = Entry>) -> Vec<u8> {
    let (mut chain, mut bytes) = (Chain::default(), Vec::new());
    for said in entries {
        let Head { lines, hash } = chain.head();
        let line = Line { n: lines + 1, said: Said::Entry(said) }.write(&hash).unwrap();
        chain.take(line.trim_ascii_end()).unwrap();
        bytes.extend(line);
    }
    bytes
}

fn lines(bytes: &[u8]) -> Vec<Vec<u8>> {
    bytes.split_inclusive(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect()
}

fn wrong(bytes: &[u8]) -> (u64, Wrong) {
    let Tamper { line, wrong } = verify(bytes).unwrap_err();
    (line, wrong)
}

/// A number from 0 to 255 that is another one every time, and the same in every run.
fn chance(state: &mut u64) -> u64 {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    *state >> 33
}

#[test]
fn every_event_is_read_as_it_was_written() {
    let entries = every_event();
    let bytes = journal(entries.clone());
    let mut chain = Chain::default();
    for (line, entry) in lines(&bytes).iter().zip(entries) {
        assert_eq!(chain.take(line.trim_ascii_end()).unwrap().said, Said::Entry(entry));
    }
    let report = verify(&bytes).unwrap();
    assert_eq!((report.head, report.dates, report.notes), (chain.head(), Some((at(0), at(60))), vec![]));
}

#[test]
fn every_print_is_read_as_it_was_written() {
    let entries = every_print();
    let bytes = journal(entries.clone());
    let mut chain = Chain::default();
    assert_eq!(lines(&bytes).len(), entries.len(), "one line break each");
    for (line, entry) in lines(&bytes).iter().zip(entries) {
        assert_eq!(chain.take(line.trim_ascii_end()).unwrap().said, Said::Entry(entry));
    }
    assert_eq!(verify(&bytes).unwrap().head, chain.head());
}

#[test]
fn the_lines_of_a_print_look_as_they_are_described() {
    let slip =
        Print { paper: Paper::Slip, operation: Some(id(3)), to: Destination::File("/a/b.pdf".into()), ..print() };
    let bytes = journal([
        asked(0, 1, print()),
        print_event(1, 1, PrintEvent::Accepted(Some("Card-12".into()))),
        asked(2, 2, slip),
        print_event(3, 2, PrintEvent::Accepted(None)),
        asked(4, 3, Print { to: Destination::Terminal, caller: None, credential: None, ..print() }),
        print_event(5, 3, PrintEvent::Failed("no-terminal".into())),
    ]);
    let text = String::from_utf8(bytes).unwrap();
    let said = |line: &str| {
        line.split_once(r#""session":"4f9a2c31","#).unwrap().1.split_once(r#","prev""#).unwrap().0.to_owned()
    };
    let user = r#""client":"100","user":"1","login_id":"a.muster","kind":"otp-card""#;
    let by = format!(r#""server":"https://idm.example.ch","caller":"m.huber",{user},"credential":"otp-1""#);
    assert_eq!(
        text.lines().map(said).collect::<Vec<_>>(),
        [
            format!(
                r#""print":"4f9a2c31-p1","event":"print-asked","sheet":{{{by},"paper":"card","to":"queue","name":"Card"}}"#
            ),
            r#""print":"4f9a2c31-p1","event":"print-accepted","job":"Card-12""#.into(),
            format!(
                r#""print":"4f9a2c31-p2","event":"print-asked","sheet":{{{by},"paper":"slip","to":"file","name":"/a/b.pdf","operation":"4f9a2c31-3"}}"#
            ),
            r#""print":"4f9a2c31-p2","event":"print-accepted""#.into(),
            format!(
                r#""print":"4f9a2c31-p3","event":"print-asked","sheet":{{"server":"https://idm.example.ch",{user},"paper":"card","to":"terminal"}}"#
            ),
            r#""print":"4f9a2c31-p3","event":"print-failed","fault":"no-terminal""#.into(),
        ]
    );
}

#[test]
fn a_line_looks_as_it_is_described() {
    let bytes = journal([entry(0, What::SessionStarted(who())), confirmed(1, 1)]);
    let text = String::from_utf8(bytes).unwrap();
    let second = text.lines().nth(1).unwrap();
    let begin = r#"{"v":1,"n":2,"at":"2026-11-21T12:00:01Z","session":"4f9a2c31","op":"4f9a2c31-1","event":"confirmed","intent":{"server":"#;
    assert!(second.starts_with(begin), "{second}");
    let json: serde_json::Value = serde_json::from_str(second).unwrap();
    let first: serde_json::Value = serde_json::from_str(text.lines().next().unwrap()).unwrap();
    assert_eq!(json["prev"], first["hash"]);
    assert_eq!(first["prev"], "0".repeat(64));
    assert_eq!(json["intent"]["baseline"]["ahead_ms"], -1500);
}

proptest! {
    #[test]
    fn whatever_is_in_a_text_comes_back(
        texts in prop::collection::vec(any::<String>(), 4), fields in prop::collection::vec(".*", 0..3)
    ) {
        let [server, login, caller, comment] = texts.try_into().unwrap();
        let intent = Intent {
            server,
            login_id: credesk::domain::id::LoginId::new(&login),
            caller: Some(credesk::domain::id::LoginId::new(&caller)),
            comment: Some(comment),
            act: Act::Update(fields),
            ..intent(1)
        };
        let entry = event(0, 1, Event::Confirmed(Box::new(intent)));
        let bytes = journal([entry.clone()]);
        prop_assert_eq!(bytes.split(|byte| *byte == b'\n').count(), 2, "one line break, at the end");
        prop_assert_eq!(Chain::default().take(bytes.trim_ascii_end()).unwrap().said, Said::Entry(entry));
    }
}

#[test]
fn a_terminal_obeys_nothing_in_a_line_and_a_reader_sees_all_of_it() {
    let comment = "Zoë\u{9b}2J\u{202e}a\u{200b}\u{7f}\u{ad}\u{e0041}М";
    let intent = Intent { comment: Some(comment.to_owned()), ..intent(1) };
    let bytes = journal([event(0, 1, Event::Confirmed(Box::new(intent)))]);
    let text = String::from_utf8(bytes).unwrap();
    let shown = r#""comment":"Zoë\u009b2J\u202ea\u200b\u007f\u00ad\udb40\udc41\u041c""#;
    assert!(text.contains(shown), "{text}");
    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(json["intent"]["comment"], comment);
}

#[test]
fn what_could_not_be_read_back_is_not_written() {
    let mut other = intent(1);
    other.kind = CredentialKind::parse("SAML Federation");
    let mut hidden = intent(1);
    hidden.baseline.last_modified = Some(credesk::domain::when::When::parse("yester\u{202e}day"));
    let mut long = intent(1);
    long.comment = Some("x".repeat(2 << 20));
    for intent in [other, hidden, long] {
        let line = Line { n: 1, said: Said::Entry(event(0, 1, Event::Confirmed(Box::new(intent)))) };
        assert!(line.write(&[0; 32]).is_err());
    }
}

#[test]
fn a_print_that_could_not_be_read_back_is_not_written() {
    use std::os::unix::ffi::OsStrExt;
    let name = std::ffi::OsStr::from_bytes(b"/home/m/gr\xfcn.pdf");
    let foreign = Print { to: Destination::File(name.into()), ..print() };
    let other = Print { kind: CredentialKind::parse("SAML Federation"), ..print() };
    let why = |print| Line { n: 1, said: Said::Entry(asked(0, 1, print)) }.write(&[0; 32]).unwrap_err();
    assert_eq!(why(foreign), "the name of a file that is not UTF-8; choose another name");
    assert_eq!(why(other), "a kind of credential that credesk does not print");
    assert_eq!(why(Print { to: Destination::Queue("x".repeat(2 << 20)), ..print() }), "more text than a line takes");
}

#[test]
fn every_flipped_bit_of_every_byte_is_found() {
    find_every_flipped_bit(&journal(every_event().into_iter().take(3)));
}

#[test]
fn every_flipped_bit_of_every_byte_of_a_print_is_found() {
    let [accepted, failed] = [PrintEvent::Accepted(Some("Card-12".into())), PrintEvent::Failed("no-lp".into())];
    let print = Print { operation: Some(id(3)), ..print() };
    find_every_flipped_bit(&journal([asked(0, 1, print), print_event(1, 1, accepted)]));
    find_every_flipped_bit(&journal([asked(0, 1, support::print()), print_event(1, 1, failed)]));
}

fn find_every_flipped_bit(bytes: &[u8]) {
    verify(bytes).unwrap();
    for place in 0..bytes.len() {
        for bit in 0..8 {
            let mut flipped = bytes.to_vec();
            flipped[place] ^= 1 << bit;
            let found = verify(&flipped);
            assert!(found.is_err(), "byte {place}, bit {bit}");
            // The line's own number, or the one that a line break vanished from.
            let line = bytes[..place].split(|byte| *byte == b'\n').count() as u64;
            assert_eq!(found.unwrap_err().line, line, "byte {place}, bit {bit}");
        }
    }
}

#[test]
fn in_ten_thousand_lines_every_changed_dropped_swapped_doubled_or_added_line_is_found_where_it_is() {
    let bytes = journal(working_day().take(10_000));
    let all: Vec<&[u8]> = bytes.split_inclusive(|byte| *byte == b'\n').map(<[u8]>::trim_ascii_end).collect();
    let added = journal([confirmed(0, 1)]);
    let (mut chain, mut state) = (Chain::default(), 1);
    for (place, line) in all.iter().enumerate() {
        let n = place as u64 + 1;
        // A chain takes nothing of a wrong line, so the next try begins where this one did.
        let mut found = |next: &[u8], what: &str| {
            let tamper = chain.take(next).expect_err(&format!("line {n} {what}"));
            assert_eq!(tamper.line, n, "line {n} {what}: {tamper}");
        };
        let mut flipped = line.to_vec();
        let byte = usize::try_from(chance(&mut state)).unwrap() % line.len();
        flipped[byte] ^= u8::try_from(1 + chance(&mut state) % 255).unwrap();
        found(&flipped, "flipped");
        if let Some(before) = place.checked_sub(1) {
            found(all[before], "doubled");
            found(added.trim_ascii_end(), "added");
        }
        if let Some(following) = all.get(place + 1) {
            found(following, "dropped, or swapped with the next");
            found(&[line, *following].concat(), "joined with the next");
        }
        chain.take(line).unwrap();
    }
    assert_eq!(chain.head(), verify(&bytes).unwrap().head);
}

#[test]
fn the_same_is_found_in_the_whole_file() {
    let all = lines(&journal(working_day().take(300)));
    let file = |change: &dyn Fn(&mut Vec<Vec<u8>>)| {
        let mut changed = all.clone();
        change(&mut changed);
        wrong(&changed.concat())
    };
    let middle = 150;
    assert_eq!(file(&|all| drop(all.remove(middle))), (151, Wrong::Prev));
    assert_eq!(file(&|all| all.swap(middle, middle + 1)), (151, Wrong::Prev));
    assert_eq!(file(&|all| all.insert(middle, all[10].clone())), (151, Wrong::Prev));
    assert_eq!(file(&|all| all.insert(middle, all[middle].clone())), (152, Wrong::Prev));
    assert_eq!(file(&|all| all[middle][20] ^= 1), (151, Wrong::Hash));
    assert_eq!(file(&|all| all.insert(middle, b"\n".to_vec())), (151, Wrong::Shape));
    assert_eq!(file(&|all| drop(all.drain(..middle))), (1, Wrong::Prev));
    let sentence = verify(&all[1..].concat()).unwrap_err().to_string();
    assert_eq!(
        sentence,
        "Line 1 does not follow the line before: lines were taken out, put in, doubled or moved here, or the hash of the line before was changed."
    );
}

#[test]
fn a_cut_between_two_lines_is_what_a_chain_cannot_see_so_the_head_has_to_tell() {
    let all = lines(&journal(working_day().take(20)));
    let (whole, cut) = (verify(&all.concat()).unwrap(), verify(&all[..19].concat()).unwrap());
    assert_ne!(whole.head, cut.head);
    assert_ne!(whole.head.to_string(), cut.head.to_string());
    assert_eq!(verify(&[]).unwrap().head, Head::default());
}

#[test]
fn a_cut_within_a_line_is_a_fragment() {
    let bytes = journal(working_day().take(3));
    let last = lines(&bytes)[2].len();
    for cut in 1..last {
        let rest = &bytes[..bytes.len() - cut];
        assert_eq!(wrong(rest), (3, Wrong::Unfinished((last - cut) as u64)), "{cut} bytes cut off");
    }
}

/// A chain that is whole, made without asking what is open.
fn forged(entries: &[Entry]) -> Vec<u8> {
    let (mut prev, mut bytes) = ([0; 32], Vec::new());
    for (n, said) in (1..).zip(entries) {
        let line = Line { n, said: Said::Entry(said.clone()) }.write(&prev).unwrap();
        let json: serde_json::Value = serde_json::from_slice(&line).unwrap();
        let digits = json["hash"].as_str().unwrap();
        prev = std::array::from_fn(|byte| u8::from_str_radix(&digits[2 * byte..2 * byte + 2], 16).unwrap());
        bytes.extend(line);
    }
    bytes
}

#[test]
fn a_print_that_cannot_have_happened_is_named() {
    let impossible = |misplaced| Wrong::Impossible(Misplaced::Print(misplaced));
    let ends = [PrintEvent::Accepted(None), PrintEvent::Accepted(Some("j".into())), PrintEvent::Failed("no-lp".into())];
    for end in ends.clone() {
        let unasked = forged(&[asked(0, 1, print()), print_event(1, 2, end.clone())]);
        assert_eq!(wrong(&unasked), (2, impossible(PrintMisplaced::Unasked(print_id(2)))));
        for second in ends.clone() {
            let over = forged(&[asked(0, 1, print()), print_event(1, 1, end.clone()), print_event(2, 1, second)]);
            assert_eq!(wrong(&over), (3, impossible(PrintMisplaced::Over(print_id(1)))));
        }
        // However long ago that was.
        let mut entries: Vec<_> =
            (1..500).flat_map(|n| [asked(0, n, print()), print_event(1, n, end.clone())]).collect();
        entries.push(asked(2, 1, print()));
        assert_eq!(wrong(&forged(&entries)), (999, impossible(PrintMisplaced::Twice(print_id(1)))));
    }
    let sentence = verify(&forged(&[asked(0, 1, print()), asked(1, 1, print())])).unwrap_err().to_string();
    assert!(sentence.ends_with("after the lines before: there is a print 4f9a2c31-p1 already."), "{sentence}");
    // One after the other or at the same time, and an operation of the same number: all of it may be.
    let many = [
        confirmed(0, 1),
        asked(0, 1, print()),
        asked(0, 2, print()),
        print_event(1, 2, PrintEvent::Failed("no-lp".into())),
        print_event(1, 1, PrintEvent::Accepted(None)),
        asked(2, 3, print()),
    ];
    verify(&forged(&many)).unwrap();
}

#[test]
fn a_line_that_cannot_have_happened_is_named() {
    let impossible = |misplaced| Wrong::Impossible(misplaced);
    assert_eq!(wrong(&forged(&[event(0, 9, Event::Shown)])), (1, impossible(Misplaced::Unheard(id(9)))));
    let twice = [confirmed(0, 1), event(1, 1, Event::Refused("limit".into())), confirmed(2, 1)];
    assert_eq!(wrong(&forged(&twice)), (3, impossible(Misplaced::Twice(id(1)))));
    let sentence = verify(&forged(&[confirmed(0, 1), event(0, 1, Event::HandedOver)])).unwrap_err().to_string();
    assert!(sentence.starts_with("Line 2 fits into the chain, but") && sentence.contains("\"sending\""), "{sentence}");
    let mut second = confirmed(1, 2);
    second.what = What::Operation(id(2), Event::Confirmed(Box::new(intent(1))));
    assert!(matches!(wrong(&forged(&[confirmed(0, 1), second])), (2, Wrong::Impossible(Misplaced::Locked(_)))));
}

#[test]
fn a_clock_that_was_set_back_is_no_error_and_is_told() {
    let mut entries: Vec<_> = working_day().take(9).collect();
    entries[6].at = at(-3600);
    let report = verify(&journal(entries)).unwrap();
    assert_eq!(report.notes, [Note::ClockSetBack { line: 7, before: 6 }]);
    assert_eq!(report.notes[0].to_string(), "Line 7 is dated before line 6: the clock of the host was set back.");
}

#[test]
fn what_a_newer_credesk_wrote_is_told_from_what_was_changed() {
    let seal = |body: &str| {
        let tag = b"credesk journal 1";
        let hash = ring::digest::digest(&ring::digest::SHA256, &[&tag[..], &[0; 32], body.as_bytes()].concat());
        let digits = Head { lines: 1, hash: hash.as_ref().try_into().unwrap() };
        format!("{body},\"prev\":\"{}\",\"hash\":\"{digits}\"}}\n", "0".repeat(64)).into_bytes()
    };
    let start = r#""n":1,"at":"2026-11-21T12:00:00Z","session":"4f9a2c31""#;
    let known = format!(r#"{{"v":1,{start},"event":"session-ended","reason":"quit""#);
    assert!(verify(&seal(&known)).is_ok());
    for unknown in [
        format!(r#"{{"v":1,{start},"event":"session-moved","reason":"quit""#),
        format!(r#"{{"v":1,{start},"event":"session-ended","reason":"quit","where":"x""#),
        format!(r#"{{"v":1,{start},"event":"session-ended","reason":"quit","fault":"dns""#),
        format!(r#"{{"v":1,{start},"event":"session-ended","reason":"quit","reason":"quit""#),
        format!(r#"{{"v":1,{start},"event":"session-ended", "reason":"quit""#),
        format!(r#"{{"v":1,{start},"print":"4f9a2c31-p1","event":"session-ended","reason":"quit""#),
        format!(r#"{{"v":1,{start},"print":"4f9a2c31-p1","event":"print-moved""#),
        format!(r#"{{"v":1,{start},"op":"4f9a2c31-1","print":"4f9a2c31-p1","event":"print-accepted""#),
        format!(r#"{{"v":1,{start},"print":"4f9a2c31-1","event":"print-accepted""#),
        format!(r#"{{"v":1,{start},"print":"4f9a2c31-p1","event":"print-accepted","fault":"no-lp""#),
        format!(r#"{{"v":1,{start},"print":"4f9a2c31-p1","event":"print-failed","fault":"no-lp","job":"j""#),
        format!(r#"{{"v":1,{start},"print":"4f9a2c31-p1","event":"print-failed""#),
        format!(r#"{{"v":1,{start},"print":"4f9a2c31-p1","event":"print-accepted","title":"x""#),
        known.replace("12:00:00Z", "13:00:00+01:00"),
        known.replace("quit", "qu\\u0069t"),
    ] {
        assert_eq!(wrong(&seal(&unknown)), (1, Wrong::Unknown), "{unknown}");
    }
    let sheet = r#""server":"s","client":"1","user":"2","login_id":"l","kind":"otp-card","paper":"card","to":"queue","name":"q""#;
    let asked = format!(r#"{{"v":1,{start},"print":"4f9a2c31-p1","event":"print-asked","sheet":{{{sheet}}}"#);
    verify(&seal(&asked)).unwrap();
    for (now, then) in [
        (r#""card""#, r#""poster""#),
        (r#""queue""#, r#""fax""#),
        (r#""queue""#, r#""terminal""#),
        (r#","name":"q""#, ""),
        (r#""name":"q""#, r#""name":"q","title":"a.muster""#),
        (r#""name":"q""#, r#""name":"q","operation":"4f9a2c31-p3""#),
        (r#""client":"1","user":"2""#, r#""user":"2","client":"1""#),
        ("otp-card", "passport"),
    ] {
        let unknown = asked.replace(now, then);
        assert_ne!(unknown, asked, "{now}");
        assert_eq!(wrong(&seal(&unknown)), (1, Wrong::Unknown), "{unknown}");
    }
    let newer = verify(&seal(&known.replace("\"v\":1", "\"v\":2"))).unwrap_err();
    assert_eq!(newer.wrong, Wrong::Version(2));
    assert!(newer.to_string().contains("newer credesk"), "{newer}");
    assert_eq!(wrong(&seal(&known.replace("\"n\":1", "\"n\":2"))), (1, Wrong::Number(2)));
}

#[test]
fn lines_without_prints_are_to_the_byte_what_they_were_before_there_were_prints() {
    let before = "d9a9fd32934ee8fd7bf3101621046631a5668d9b32716344ced2cf4a16e5b990";
    assert_eq!(verify(&journal(every_event())).unwrap().head.to_string(), before);
}
