//! Answers that cannot be trusted, to a reading and to a change. A reading changes nothing; of a change nobody knows, and
//! it is not called failed.

use credesk::sandbox::{Answer, Fault, Harm};
use serde_json::{Value, json};

use crate::desk::Desk;
use crate::seat::sandbox;
use crate::told::{at_the_console, reads, says, standing, writes};

const TELL: &str = "Tell the server's owner: nevisIDM does not answer like this.";

/// Spoils the reading of a card, for `otp print` and for the console.
fn spoils_a_reading(harm: &Harm, what: &str, next: &str) {
    let desk = Desk::new();
    let inject = || desk.sandbox.inject(Fault::new("GET", "/100/users/1001", harm.clone()));
    let before = standing(&desk.sandbox, "1001");
    inject();
    let said = desk.print(&["--user", "demo.all", "--to", "file", "--file", "card.pdf"]);
    says(&said, 4, &format!("{what}\n{next}\n"));
    assert!(!desk.path("card.pdf").exists());
    assert_eq!(desk.lines().len(), 0);
    let told = at_the_console(&desk.sandbox, "", async |seat| {
        seat.keys("demo.all").until("  demo.all ").await.until_gone("Searching").await;
        inject();
        seat.keys("<Enter><Enter>");
        reads(seat, &[what, next]).await;
        // Nothing can be done with somebody of whom nothing is known; what was typed is still there.
        seat.keys("r<Enter>e").until(what).await;
        seat.keys("<Esc><Esc>").until("Search  demo.all").await;
    });
    assert_eq!((standing(&desk.sandbox, "1001"), writes(&desk.sandbox)), (before, 0));
    assert_eq!(told, ["session-started"]);
}

/// Spoils the answer to a reset that was not carried out: "unknown" at first, and then readings tell.
fn spoils_a_change(harm: Answer, what: &str, fault: &str) {
    let sandbox = sandbox();
    let before = standing(&sandbox, "1001");
    sandbox.inject(Fault::new("POST", "/puk/reset", Harm::Instead(harm)));
    let told = at_the_console(&sandbox, "write_timeout_s = 2\nsettle_s = 5", async |seat| {
        seat.open("demo.all").await.confirm("r", "demo.all").await;
        reads(seat, &[what]).await;
        seat.until("Regenerate the PUK: outcome unknown").await.until("Still checking: do not reset again").await;
        let unchanged = "Not carried out: no reset took place, and it will not arrive any more.";
        reads(seat, &[what, unchanged, "The old value is as good as before. It may be done again."]).await;
    });
    assert_eq!((standing(&sandbox, "1001"), writes(&sandbox)), (before, 1), "sent once, and never again");
    assert_eq!(told, ["session-started", "confirmed", &format!("unknown {fault}"), "did-not-happen"]);
}

/// An answer in place of the true one.
fn instead(body: &str) -> Harm {
    Harm::Instead(Answer::Status(200, body.to_owned()))
}

#[test]
fn bad_16_html_instead_of_json() {
    let what = "This is a web page, not nevisIDM (\"Sign in - Proxy\").";
    let next = "Check the url of the profile and whether a proxy wants you to sign in.";
    spoils_a_reading(&Harm::Instead(Answer::HtmlPage), what, next);
    spoils_a_change(Answer::HtmlPage, what, "web-page");
}

#[test]
fn bad_17_answer_cut() {
    let again = "Try again; if it stays, tell the server's owner.";
    for harm in [Harm::CutBody(0), Harm::CutBody(40), instead("{\"extId\":\"1001\",\"loginId\":\"demo.a")] {
        spoils_a_reading(&harm, "The answer was cut off.", again);
    }
    spoils_a_change(Answer::Status(200, "{\"userExtId\":\"10".into()), "The answer was cut off.", "cut-off");
    spoils_a_change(Answer::Close, "The connection broke before the answer came.", "connection-lost");
}

#[test]
fn bad_18_deep_answer() {
    let deep = format!("{{\"extId\":\"1001\",\"a\":{}1{}}}", "[".repeat(60_000), "]".repeat(60_000));
    spoils_a_reading(&instead(&deep), "The answer is not valid JSON.", TELL);
    spoils_a_change(Answer::Status(200, deep), "The answer is not valid JSON.", "not-json");
}

#[test]
fn bad_18_answer_that_is_too_large() {
    let what = "The answer is larger than 256 kB and was not read.";
    let large = format!("{{\"extId\":\"1001\",\"a\":\"{}\"}}", "x".repeat(600_000));
    spoils_a_reading(&instead(&large), what, TELL);
    spoils_a_change(Answer::Status(200, large), what, "too-large");
}

#[test]
fn bad_19_answer_for_another_user() {
    let [mut other, _] = standing(&sandbox(), "1002");
    other["loginId"] = json!("demo.all");
    let what = "The answer belongs to 1002, you asked for 1001. Nothing of it is shown.";
    spoils_a_reading(&instead(&other.to_string()), what, TELL);
    spoils_a_change(Answer::Status(200, r#"{"userExtId":"1002","extId":"puk-1001"}"#.into()), what, "foreign");
}

#[test]
fn bad_19_duplicate_key() {
    let [user, _] = standing(&sandbox(), "1001");
    let twice = user.to_string().replacen('{', "{\"extId\":\"1001\",", 1);
    spoils_a_reading(&instead(&twice), "The answer is not valid JSON.", TELL);
    let twice = r#"{"userExtId":"1001","userExtId":"1001","extId":"puk-1001"}"#;
    spoils_a_change(Answer::Status(200, twice.into()), "The answer is not valid JSON.", "not-json");
}

#[test]
fn bad_19_wrong_type() {
    let [mut user, _] = standing(&sandbox(), "1001");
    user["loginId"] = Value::Array(vec![json!("demo.all")]);
    spoils_a_reading(&instead(&user.to_string()), "The answer could not be read at \"loginId\".", TELL);
    spoils_a_change(
        Answer::Status(200, r#"{"userExtId":["1001"],"extId":"puk-1001"}"#.into()),
        "The answer could not be read at \"userExtId\".",
        "wrong-shape",
    );
}
