//! The five operations, over and over in one console: while a value is shown it is found, and when its screen is closed it
//! is nowhere.

use std::thread;

use crate::needles::{self, Needle};
use crate::place::{self, CARD, DEVICE, ENTER, Operation, PUK, Place, TEMPORARY, TICKET};
use crate::pty::Pty;
use crate::scan::{self, Which};

/// Consoles. The server lets a credential be reset five times, hence more than one.
const CONSOLES: u64 = 4;
/// How often each console does each operation. The temporary strong password has been reset twice before.
const TIMES: usize = 3;

/// What to look for of the value of an operation that was just carried out, without what its drawing looks like.
fn wanted(place: &Place, operation: &Operation) -> Vec<Needle> {
    let value = place.value(operation);
    if operation.member != "otp" {
        return [needles::forms(&value), needles::drawn(&value)].concat_all();
    }
    let parts: Vec<&str> = value.split('|').collect();
    let cells: Vec<&str> = parts[3].split(',').collect();
    needles::card(&cells, parts[1].parse().unwrap())
}

trait ConcatAll {
    fn concat_all(self) -> Vec<Needle>;
}

impl<const N: usize> ConcatAll for [Vec<Needle>; N] {
    fn concat_all(self) -> Vec<Needle> {
        self.into_iter().flatten().collect()
    }
}

/// One operation; what was looked for, and is nowhere.
fn cycle(place: &Place, operation: &Operation, pty: &mut Pty, meanwhile: impl FnOnce(&mut Pty)) -> Vec<Needle> {
    place::carry_out(operation, pty);
    let needles = wanted(place, operation);
    place::uncover(pty); 
    let shown = scan::find(pty.pid(), &needles, Which::Written);
    let name = operation.credential;
    assert!(shown.iter().any(|hit| hit.stride == 1), "{name}: not found where it is held: {shown:?}");
    assert!(shown.iter().any(|hit| hit.form.contains("drawn") && hit.stride > 4), "{name}: not found on the screen: {shown:?}");
    meanwhile(pty);
    // The kernel saves the registers on the stack.
    for size in [(90, 30), (100, 30)] { pty.resize(size); place::listens(pty); }
    place::close(pty);
    place::listens(pty);
    let left = place::left(pty, &needles, Which::Written);
    eprintln!("{name}: {} hits {left:?} of {}", left.len(), scan::size(pty.pid(), Which::Written));
    needles
}

fn console(number: u64) {
    let place = Place::new(number, "slip = true\nclipboard = true");
    let mut pty = place.start();
    pty.wait_for("m.huber");
    let mut all = Vec::new();
    for time in 0..TIMES {
        place::open(&mut pty, "demo.all");
        for operation in [&TEMPORARY, &DEVICE, &CARD] {
            all.extend(cycle(&place, operation, &mut pty, |_| {}));
        }
        place::leave(&mut pty);
        place::open(&mut pty, "demo.plainpuk");
        for operation in [&PUK, &TICKET] {
            all.extend(cycle(&place, operation, &mut pty, |_| {}));
        }
        place::leave(&mut pty);
        let _ = time;
    }
    assert_eq!(scan::find(pty.pid(), &all, Which::All), []);
    let _ = ENTER;
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
