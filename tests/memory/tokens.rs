//! The token of every request: while a console works there is exactly one copy of it, the header that is sent. And of what a
//! self-admin types, and of the `X-Token` that comes back for it.

use credesk::sandbox::Operator;

use crate::needles::{self, Needle};
use crate::place::{self, ENTER, From, PROMISED, Place};
use crate::pty::Pty;
use crate::scan::{self, Hit, Which};
use crate::tap::Exchange;

/// What a self-admin types. The sandbox knows another one, which is too short to be looked for.
const PASSWORD: &str = "Zq7rXw2Lk9Vb4TnH";
const EXCHANGE: Exchange = Exchange { typed: PASSWORD, known: "demo" };

/// Copies of a token, by how often this part of it is there as text.
fn copies(hits: &[Hit], part: &str) -> usize {
    hits.iter().filter(|hit| hit.form == format!("{part}, as text") && hit.stride == 1).count()
}

/// Asserts that there is one copy, as text, on the heap, and nothing else.
fn is_there_once(hits: &[Hit], what: &str) {
    for part in ["beginning", "middle", "end"] {
        assert_eq!(copies(hits, part), 1, "{what}, {part}: {hits:?}");
    }
    let odd: Vec<_> = hits.iter().filter(|hit| hit.stride != 1 || !hit.form.ends_with("as text")).collect();
    assert!(odd.is_empty(), "{what}: {odd:?}");
    assert!(hits.iter().all(|hit| hit.mapping == "[heap]" || hit.mapping.is_empty()), "{what}: {hits:?}");
}

fn of_token(operator: Operator, place: &Place) -> Vec<Needle> {
    needles::forms(&place.sandbox.token(operator))
}

fn at_rest(pty: &Pty, needles: &[Needle]) -> Vec<Hit> {
    place::listens(pty);
    std::thread::sleep(PROMISED);
    scan::find(pty.pid(), needles, Which::All)
}

#[test]
fn a_console_holds_its_token_once() {
    if !crate::may_look() {
        return;
    }
    for from in [From::Command, From::File] {
        let place = Place::of(Operator::Helpdesk, 1, from, "", None);
        let needles = of_token(Operator::Helpdesk, &place);
        let mut pty = place.start();
        pty.wait_for("m.huber");
        is_there_once(&at_rest(&pty, &needles), &format!("{from:?}, after the first answer"));
        place::open(&mut pty, "demo.all");
        place::carry_out(&place, &place::TEMPORARY, &mut pty);
        place::uncover(&mut pty);
        place::close(&mut pty);
        is_there_once(&at_rest(&pty, &needles), &format!("{from:?}, after a change"));
    }
}

#[test]
fn nothing_is_left_of_a_password_and_one_copy_of_what_it_is_exchanged_for() {
    if !crate::may_look() {
        return;
    }
    let lines = "client = \"100\"\nself_admin = true";
    let place = Place::of(Operator::SelfAdmin, 1, From::File, lines, Some(EXCHANGE));
    let mut pty = place.start();
    pty.wait_for("> Password");
    pty.wait_for("user active");
    pty.wait_without("eading");
    pty.send("jj");
    pty.wait_for("> Temporary strong password");
    pty.send("r");
    pty.wait_for("type demo.self and press Enter");
    pty.wait_without("eading the newest state");
    place::listens(&pty);
    pty.send("demo.self");
    pty.wait_for("> demo.self");
    pty.send(ENTER);
    pty.wait_for("Sign in with your own");
    let password = needles::forms(PASSWORD);
    // A wrong one first, another way round, then the right one: of neither is anything left.
    let wrong: String = PASSWORD.chars().rev().collect();
    pty.send(&wrong);
    pty.wait_for("••••••••••••••••");
    let typed = scan::find(pty.pid(), &needles::forms(&wrong), Which::Written);
    assert!(copies(&typed, "middle") > 0, "not found where it is typed: {typed:?}");
    pty.send(ENTER);
    pty.wait_for("The password was not accepted.");
    assert_eq!(place::left(&pty, &needles::forms(&wrong), Which::All), []);
    pty.send(PASSWORD);
    pty.wait_for("••••••••••••••••");
    pty.send(ENTER);
    pty.wait_for("Signed in. Nothing else was sent");
    assert_eq!(place::left(&pty, &password, Which::All), []);
    let x_token = place.tap.values_of("access_token").pop().unwrap();
    let x_token = needles::forms(x_token.rsplit('.').next().unwrap());
    is_there_once(&at_rest(&pty, &x_token), "X-Token, after signing in");
    is_there_once(&at_rest(&pty, &of_token(Operator::SelfAdmin, &place)), "token");
    pty.send(ENTER);
    pty.wait_for("Ready to read out");
    is_there_once(&at_rest(&pty, &x_token), "X-Token, after it was sent");
    assert_eq!(scan::find(pty.pid(), &password, Which::All), []);
}
