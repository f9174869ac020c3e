//! One whole reset, word for word, as it stands on a terminal. To be read aloud: would somebody who hears it know where she is?

use crate::place::{Place, is_plain};
use crate::talk::Talk;

#[test]
fn one_whole_reset() {
    let place = Place::new();
    let mut talk = Talk::at(&place);
    talk.answers(&[
        ("Number", "1"),
        ("Search for", "demo.all"),
        ("Number", "1"),
        ("Number", "2"),
        ("Number", "1"),
        ("Confirm", "demo.al"),
        ("Confirm", "demo.all"),
        ("Number", "?"),
        ("Number", "1"),
        ("Next", ""),
        ("Next", "e"),
        ("Number", "4"),
        ("Number", "1"),
        ("Number", "b"),
        ("Number", "b"),
        ("Search for", "b"),
        ("Number", "3"),
    ]);
    assert_eq!(talk.pty.exit_code(), 0);
    let all = talk.all();
    is_plain(&all);
    let port = place.sandbox.address().port().to_string();
    // What is another one in each run.
    let lines = all.replace(&port, "PORT");
    let lines: Vec<_> = lines.lines().map(str::trim_end).filter(|line| !line.starts_with("Changed: ")).collect();
    let all = lines.join("\n");
    insta::assert_snapshot!(all);
    assert_eq!((place.writes(), place.journal()), (1, vec!["confirmed", "held", "shown", "handed over"]));
}
