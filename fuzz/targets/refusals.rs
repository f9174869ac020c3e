//! Any status with any body, where something was refused: both published shapes of errors, web pages, and whatever a
//! gateway sends. Two bytes of status, a line break, the body.
//!
//! * Whether a change took place is decided by the status alone: no body turns "nobody knows" into "not carried out".
//! * What is told can be drawn, and the server's words never push the rest of the sentences off the screen.
//! * Words of the server stand in the body that they are said to be from.

use credesk::api::bodies;
use credesk::domain::problem::Took;
use credesk::domain::write::WriteAnswer;
use credesk::text::width;
use serde_json::Value;

use super::bodies::changes;
use super::tape::Tape;
use super::terminal::assert_sentences;

/// The most columns that the server's words take, with the ellipsis, and with characters made visible counted as such.
const QUOTED: usize = 200;

/// Statuses after which it is certain that nothing was changed (pages of the five operations; RFC 9110, 15.4 and 15.5).
const DEFINITIVE: [u16; 7] = [401, 403, 404, 409, 412, 422, 429];

const STATUSES: [u16; 24] = [
    100, 300, 301, 302, 307, 400, 401, 403, 404, 405, 408, 409, 410, 412, 413, 422, 429, 451, 499, 500, 502, 503, 504,
    599,
];

/// How far it gets: the words of the server.
pub fn check(data: &[u8]) -> usize {
    let mut tape = Tape::new(data);
    let (first, which) = (tape.byte(), tape.below(6));
    let status = STATUSES[usize::from(first) % STATUSES.len()];
    let _end_of_line = tape.line();
    let body = tape.rest();
    let json: Option<Value> = serde_json::from_slice(body).ok();

    let read = bodies::refusal(status, body);
    assert_eq!(read.took, Took::NothingAsked);
    assert_sentences(&read);
    let words = read.server.as_ref().map_or("", |words| words.as_str());
    assert!(width(words) <= QUOTED + 1, "{words}");
    assert!(words.is_empty() || json.as_ref().is_some_and(Value::is_object), "words out of no object: {words}");
    if let Some([Value::String(only)]) =
        json.as_ref().and_then(|json| json["messages"]["errors"].as_array()).map(Vec::as_slice)
        && json.as_ref().is_some_and(|json| json.get("errors").is_none())
        && (1..QUOTED).contains(&only.len())
        && only.bytes().all(|byte| byte.is_ascii_graphic())
    {
        assert_eq!(words, only);
    }

    let (write, ..) = &changes()[which];
    let expected = (300..400).contains(&status) || DEFINITIVE.contains(&status);
    match bodies::written(status, body, write) {
        WriteAnswer::Refused(_, problem) => {
            assert!(expected && problem.took == Took::No, "{status}");
            assert_sentences(&problem);
        }
        WriteAnswer::Unknown(_, problem) => {
            assert!(!expected && problem.took == Took::Unknown, "{status}");
            assert_sentences(&problem);
        }
        answer @ (WriteAnswer::Done(_) | WriteAnswer::NotSent(..)) => panic!("{status}: {answer:?}"),
    }
    words.len()
}
