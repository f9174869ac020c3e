//! Changes that the server refuses.

use serde_json::Value;

use crate::sandbox_client::{Client, read, user};
use crate::seat::sandbox;
use crate::told::{at_the_console, reads, standing, writes};

#[test]
fn bad_12_conflict() {
    let sandbox = sandbox();
    let card =
        || read(&Client::helpdesk(&sandbox), &format!("{}/otp-credentials/otp-1006", user("1006")))["otp"].clone();
    let before: Value = card();
    let told = at_the_console(&sandbox, "", async |seat| {
        seat.open("demo.conflict").await.keys("G").confirm("r", "demo.conflict").await;
        reads(
            seat,
            &[
                "Someone else changed this credential in the meantime. Nothing was changed: no reset took place. Review what \
                 changed, then confirm again.",
                "nevisIDM said: errors.optimisticLockingFailure: The credential was changed in between: its version is 2, the \
                 request has 1",
            ],
        )
        .await;
        seat.until("version 1 -> 2 comment none -> changed by h.keller").await.until("> ").await;
        // The word must be typed anew, on what is there now.
        seat.keys("<Enter>");
        reads(seat, &["Nothing was sent. Type the word above, or press Esc to cancel."]).await;
    });
    assert_eq!((card(), writes(&sandbox)), (before, 1), "asked for once, and refused");
    assert_eq!(told, ["session-started", "confirmed", "refused conflict"]);
}

#[test]
fn bad_20_reset_limit_reached() {
    let sandbox = sandbox();
    let before = standing(&sandbox, "1005");
    let told = at_the_console(&sandbox, "", async |seat| {
        seat.open("demo.limit").await.keys("r");
        reads(seat, &["It was reset 5 of 5 times: the server will most likely refuse."]).await;
        seat.confirm("", "demo.limit").await;
        reads(
            seat,
            &[
                "Refused: this credential was reset as often as its policy allows. Nothing was changed: no reset took place. An \
                 administrator must raise the limit or make a new credential.",
                "nevisIDM said: errors.maxResetCountExceeded: Maximum reset count exceeded: the policy allows 5 resets",
            ],
        )
        .await;
    });
    assert_eq!((standing(&sandbox, "1005"), writes(&sandbox)), (before, 1), "asked for once, and refused");
    assert_eq!(told, ["session-started", "confirmed", "refused reset-limit"]);
}
