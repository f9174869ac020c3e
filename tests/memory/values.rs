//! The five operations, over and over in one console: while a value is shown it is found, and when its screen is closed it
//! is nowhere.

use std::path::Path;
use std::thread;

use crate::needles::{self, Needle};
use crate::place::{self, CARD, DEVICE, ENTER, ESC, Operation, PUK, Place, TEMPORARY, TICKET};
use crate::pty::Pty;
use crate::scan::{self, Hit, Which};

/// Consoles. The server lets a credential be reset five times, hence more than one.
const CONSOLES: u64 = 4;
/// What is done with the values before their screens are closed, one round of all operations each. The temporary strong
/// password can be reset three times more.
const ROUNDS: [Round; 3] = [only_read_out, used_in_every_way, printed];

/// Uses an uncovered value, and says what else to look for.
type Round = fn(&Place, &Operation, &mut Pty) -> Vec<Needle>;

/// What to look for of the value of an operation that was just carried out.
fn wanted(place: &Place, operation: &Operation) -> Vec<Needle> {
    let value = place.value(operation);
    if operation.member != "otp" {
        let mut needles = needles::forms(&value);
        needles.extend(needles::drawn(&value));
        return needles;
    }
    let parts: Vec<&str> = value.split('|').collect();
    let cells: Vec<&str> = parts[3].split(',').collect();
    needles::card(&cells, parts[1].parse().unwrap())
}

fn only_read_out(_: &Place, _: &Operation, _: &mut Pty) -> Vec<Needle> {
    Vec::new()
}

/// Groups and alphabets, the read-back check, the clipboard; a card is looked up in and read again. At last the window
/// becomes so small that there is no room for where the value stood.
fn used_in_every_way(place: &Place, operation: &Operation, pty: &mut Pty) -> Vec<Needle> {
    if operation.member == "otp" {
        pty.send("l");
        pty.wait_for("012");
        pty.send("/D7\r");
        pty.wait_for("Cell D7");
        pty.send("r");
        pty.wait_for("Cell D7 (064): covered");
        place::listens(pty);
        place::uncover(pty);
        resize(pty, place::SMALL);
        return Vec::new();
    }
    pty.send(" w");
    pty.wait_for("group 2 of");
    pty.send("b");
    pty.wait_for("Read-back: type");
    pty.send(&place.value(operation));
    pty.wait_for("are right.");
    pty.send(ESC);
    pty.wait_without("Read-back: type");
    place::listens(pty);
    place::uncover(pty);
    pty.send("c");
    pty.wait_for("Sent to your terminal's clipboard");
    resize(pty, place::SMALL);
    Vec::new()
}

fn resize(pty: &mut Pty, size: (u16, u16)) {
    if pty.screen(|screen| screen.size().1.get()) == size.0 {
        return;
    }
    let before = pty.raw().len();
    pty.resize(size);
    pty.wait_for_bytes(before, "\u{1b}[2J");
}

/// To a file as a PDF, and to a file as text. Of both, parts of the very bytes are looked for too.
fn printed(place: &Place, operation: &Operation, pty: &mut Pty) -> Vec<Needle> {
    let mut needles = Vec::new();
    for (format, keys) in [("pdf", ""), ("text", "f")] {
        let path = place.file(&format!("{}.{format}", operation.member));
        pty.send("p");
        pty.wait_for("save to a file");
        pty.wait_without("Looking for printers");
        place::listens(pty);
        pty.send(&format!("\u{1b}[F{keys}"));
        pty.wait_for("> save to a file");
        pty.send(ENTER);
        pty.wait_for("Save to:");
        place::listens(pty);
        pty.send(&format!("\u{15}{}\r", path.display()));
        pty.wait_for("readable by you alone");
        pty.send(ESC);
        pty.wait_without("> Print");
        place::listens(pty);
        needles.extend(of_file(&path, &place.value(operation)));
    }
    place::uncover(pty);
    needles
}

fn of_file(path: &Path, value: &str) -> Vec<Needle> {
    const LENGTH: usize = 32;
    let bytes = std::fs::read(path).unwrap();
    let part = |at: usize| {
        let begins = (at..bytes.len()).find(|at| bytes[*at] != 0).unwrap();
        Needle::exact("in a printed file", &bytes[begins..begins + LENGTH])
    };
    if bytes.starts_with(b"%PDF") {
        return (1..8).map(|eighth| part(bytes.len() / 8 * eighth)).collect();
    }
    // A value begins with its first group; a card's rows, with their cells.
    let begins = &value.split('|').nth(3).unwrap_or(value).as_bytes()[..4];
    let at = bytes.windows(4).position(|some| some == begins).unwrap();
    vec![part(at)]
}

/// One operation; what was looked for, and is nowhere.
fn cycle(place: &Place, pty: &mut Pty, operation: &Operation, round: usize) -> Vec<Needle> {
    place::carry_out(place, operation, pty);
    let mut needles = wanted(place, operation);
    let frame = place::uncover(pty);
    if operation.member != "otp" {
        needles.push(needles::frame(&frame));
    }
    let shown = scan::find(pty.pid(), &needles, Which::Written);
    let name = operation.credential;
    assert!(shown.iter().any(|hit| hit.stride == 1), "{name}: not found where it is held: {shown:?}");
    let on_screen = |hit: &Hit| hit.form.contains("drawn") && hit.stride > 4;
    assert!(shown.iter().any(on_screen), "{name}: not found on the screen: {shown:?}");
    needles.extend(ROUNDS[round](place, operation, pty));
    place::close(pty);
    let left = place::left(pty, &needles, Which::Written);
    assert_eq!(left, [], "{name}, round {round}");
    resize(pty, place::LARGE);
    needles
}

fn console(number: u64) {
    let place = Place::new(number, "slip = true\nclipboard = true");
    let mut pty = place.start();
    pty.wait_for("m.huber");
    let mut all = Vec::new();
    for round in 0..ROUNDS.len() {
        for (login_id, operations) in [("demo.all", &[TEMPORARY, DEVICE, CARD][..]), ("demo.plainpuk", &[PUK, TICKET])]
        {
            place::open(&mut pty, login_id);
            for operation in operations {
                all.extend(cycle(&place, &mut pty, operation, round));
            }
            place::leave(&mut pty);
        }
    }
    // Once more all of them, in every mapping there is.
    assert_eq!(scan::find(pty.pid(), &all, Which::All), []);
}

#[test]
fn nothing_is_left_of_a_value_when_its_screen_is_closed() {
    if !crate::may_look() {
        return;
    }
    let consoles: Vec<_> = (1..=CONSOLES).map(|number| thread::spawn(move || console(number))).collect();
    for console in consoles {
        console.join().unwrap();
    }
}
