//! The whole console against a real server: the program's own loop, its HTTP client, and the sandbox on a socket.
//!
//! Each of the five operations with each of its outcomes, counted at the server.

#![cfg(feature = "sandbox")]
#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

#[path = "support/seat.rs"]
mod seat;
#[path = "support/story.rs"]
mod story;

use std::time::Duration;

use credesk::runtime::console::End;
use credesk::sandbox::{Answer, Fault, Harm, Operator, Sandbox};
use seat::{Seat, profile, profile_at, sandbox, sit};

/// How many changes the server has seen.
fn writes(sandbox: &Sandbox) -> usize {
    sandbox.requests().iter().filter(|seen| seen.method != "GET" && !seen.path.ends_with("/token")).count()
}

fn helpdesk<F: AsyncFnOnce(&mut Seat)>(sandbox: &Sandbox, story: F) {
    sit(&profile(sandbox, Operator::Helpdesk, ""), story);
}

/// The groups of a value that is shown.
fn shown_value(screen: &str) -> String {
    let marks = screen.lines().position(|line| line.trim_start().starts_with("====")).unwrap();
    let (value, _count) = screen.lines().nth(marks - 1).unwrap().trim_start().split_once("   ").unwrap();
    value.split_whitespace().collect()
}

#[test]
fn a_puk_comes_back_as_a_hash_and_the_receipt_says_who_delivers_it() {
    let sandbox = sandbox();
    helpdesk(&sandbox, async |seat| {
        seat.open("demo.all").await.until("1 of 5").await;
        seat.confirm("r", "demo.all").await.until("answered with a hash of the new PUK").await;
        seat.until("nevisIDM sends it as a letter").await;
        seat.keys("d").until("2 of 5").await;
    });
    assert_eq!(writes(&sandbox), 1);
}

#[test]
fn a_plain_puk_and_a_plain_ticket_are_shown() {
    let sandbox = sandbox();
    helpdesk(&sandbox, async |seat| {
        seat.open("demo.plainpuk").await.confirm("r", "demo.plainpuk").await.until("Ready to read out").await;
        seat.keys("v").until("====").await;
        assert_eq!(shown_value(&seat.screen()).len(), 12);
        seat.keys("d").until("user active").await.until_gone("Reading").await;
        seat.confirm("jr", "demo.plainpuk").await.until("Ready to read out").await;
    });
    assert_eq!(writes(&sandbox), 2);
}

#[test]
fn a_temporary_strong_password_is_shown_in_groups_and_gone_afterwards() {
    let sandbox = sandbox();
    helpdesk(&sandbox, async |seat| {
        seat.open("demo.all").await.confirm("jr", "demo.all").await.until("Covered. Ready").await;
        seat.keys("v").until("====").await;
        let value = shown_value(&seat.screen());
        assert_eq!(value.len(), 30);
        seat.keys("v").until("Covered. Ready").await;
        assert!(!seat.screen().contains(&value[..4]));
        seat.keys("d").until("3 of 5").await.until("initial").await;
        assert!(!seat.screen().contains(&value[..4]));
    });
    assert_eq!(writes(&sandbox), 1);
}

#[test]
fn a_policy_without_exposure_answers_204_and_says_who_delivers() {
    let sandbox = sandbox();
    helpdesk(&sandbox, async |seat| {
        seat.open("demo.nofragment").await.until("Temporary strong password").await;
        seat.confirm("r", "demo.nofragment").await.until("does not expose the new temporary strong").await;
        seat.until("nevisIDM sends it by e-mail").await;
    });
    assert_eq!(writes(&sandbox), 1);
}

#[test]
fn a_ticket_comes_back_as_a_hash() {
    let sandbox = sandbox();
    helpdesk(&sandbox, async |seat| {
        seat.open("demo.all").await.confirm("jjr", "demo.all").await.until("a hash of the new ticket").await;
        seat.keys("d").until("1 of 5").await;
    });
    assert_eq!(writes(&sandbox), 1);
}

#[test]
fn a_device_password_is_made_sent_and_shown() {
    let sandbox = sandbox();
    helpdesk(&sandbox, async |seat| {
        seat.open("demo.devices").await.keys("jr").until("at least 12 characters").await.keys("<Enter>");
        seat.until("a new one of 16 characters").await.confirm("", "demo.devices").await;
        seat.until("Ready to read out").await.keys("v").until("====").await;
        assert_eq!(shown_value(&seat.screen()).len(), 16);
    });
    let patches: Vec<_> = sandbox.requests().into_iter().filter(|seen| seen.method == "PATCH").collect();
    assert_eq!(patches.len(), 1);
    assert!(patches[0].path.ends_with("/device-password/dev-1009-strict"));
}

#[test]
fn a_device_password_that_breaks_the_policy_never_leaves() {
    let sandbox = sandbox();
    helpdesk(&sandbox, async |seat| {
        seat.open("demo.devices").await.keys("jr").until("at least 12 characters").await;
        seat.keys("<Right><Down>short <Enter>").until("holds a space").await.until("this has 6").await;
    });
    assert_eq!(writes(&sandbox), 0);
}

#[test]
fn a_card_is_replaced_shown_and_can_be_read_again() {
    let sandbox = sandbox();
    helpdesk(&sandbox, async |seat| {
        seat.open("demo.cards").await.keys("v").until("12 rows, 14 columns").await;
        seat.until("card 1 of 2").await.until(" A ").await.keys("v").until_gone("Covered").await;
        let old: String = seat.screen().lines().nth(5).unwrap().into();
        seat.keys("d").until("user active").await.confirm("r", "demo.cards").await.until("The new card is shown").await;
        seat.keys("v").until_gone("Covered").await;
        let new = seat.screen();
        assert!(!new.contains(&old));
        let row: String = new.lines().find(|line| line.trim_start().starts_with("12 ")).unwrap().into();
        seat.keys("d").until("user active").await.until_gone("Reading").await;
        seat.keys("v").until("12 rows, 14 columns").await.keys("v").until(&row).await;
        seat.keys("d").until("user active").await.keys("jv").until("card 2 of 2").await.until("001 ").await;
    });
    assert_eq!(writes(&sandbox), 1);
}

#[test]
fn a_reset_limit_is_a_refusal_and_nothing_was_done() {
    let sandbox = sandbox();
    helpdesk(&sandbox, async |seat| {
        seat.open("demo.limit").await.until("5 of 5").await.keys("r").until("will most likely refuse").await;
        seat.confirm("", "demo.limit").await.until("as often as its policy allows").await;
        seat.until("no reset took place").await.until("errors.maxResetCountExceeded").await;
        seat.keys("<Esc>").until("user active").await.until("5 of 5").await;
    });
}

#[test]
fn a_conflict_is_shown_as_a_difference_and_confirmed_anew() {
    let sandbox = sandbox();
    helpdesk(&sandbox, async |seat| {
        seat.open("demo.conflict").await.keys("G").confirm("r", "demo.conflict").await;
        seat.until("Someone else changed").await.until("changed by h.keller").await.until("no reset took place").await;
        seat.confirm("", "demo.conflict").await.until("The new card is shown").await;
    });
    assert_eq!(writes(&sandbox), 2);
}

#[test]
fn a_user_outside_the_data_room_is_found_and_not_opened() {
    let sandbox = sandbox();
    helpdesk(&sandbox, async |seat| {
        seat.keys("demo.room").until("  demo.room ").await.until_gone("Searching").await.keys("<Enter><Enter>");
        seat.until("outside your data room").await.keys("rrr<Enter>").until("outside your data room").await;
    });
    assert_eq!(writes(&sandbox), 0);
}

#[test]
fn an_operator_without_the_right_sees_why() {
    let sandbox = sandbox();
    sit(&profile(&sandbox, Operator::Viewer, ""), async |seat| {
        seat.open("demo.all").await.until("not possible: needs AccessControl.CredentialModify").await;
        seat.keys("r").until(" needs AccessControl.CredentialModify").await;
    });
    assert_eq!(writes(&sandbox), 0);
}

#[test]
fn without_the_query_service_a_login_id_is_still_found() {
    let sandbox = sandbox();
    sit(&profile(&sandbox, Operator::NoSearch, "client = \"100\""), async |seat| {
        seat.keys("demo.all").until("The search service is not exposed").await.until("  demo.all ").await;
    });
}

#[test]
fn a_self_admin_signs_in_and_resets_the_own_password() {
    let sandbox = sandbox();
    sit(&profile(&sandbox, Operator::SelfAdmin, "client = \"100\"\nself_admin = true"), async |seat| {
        seat.until("Temporary strong password").await.until("user active").await.until_gone("Reading").await;
        let rows: Vec<_> = seat.screen().lines().map(String::from).collect();
        let heading = rows.iter().position(|row| row.contains("Credential")).unwrap();
        let wanted = rows.iter().position(|row| row.contains("Temporary strong password")).unwrap();
        seat.keys(&"j".repeat(wanted - heading - 1))
            .confirm("r", "demo.self")
            .await
            .until("Sign in with your own")
            .await;
        seat.keys("wrong<Enter>").until("Signing in").await.until_gone("Signing in").await.until("sign").await;
        assert_eq!(writes(&sandbox), 0);
        seat.keys("demo<Enter>").until("Signed in. Nothing else was sent").await;
        assert_eq!(writes(&sandbox), 0);
        seat.keys("<Enter>").until("Ready to read out").await;
    });
    assert_eq!(writes(&sandbox), 1);
}

#[test]
fn a_slow_server_never_holds_up_the_keys() {
    let sandbox = sandbox();
    helpdesk(&sandbox, async |seat| {
        seat.until("m.huber").await;
        sandbox.set_delay(Duration::from_hours(1));
        seat.keys("demo").until("Search  demo").await.until("Searching").await;
        seat.keys(".a").until("Search  demo.a").await;
        seat.keys("<Esc>").until_gone("Search  demo").await;
        seat.keys("?").until("Help: Lookup").await.keys("<Esc>").until_gone("Help: Lookup").await;
        seat.keys("<Ctrl-c>");
        assert_eq!(seat.ended().await, End::Quit);
    });
}

#[test]
fn a_late_answer_lands_on_no_other_screen() {
    let sandbox = sandbox();
    helpdesk(&sandbox, async |seat| {
        seat.keys("demo").until("demo.locked").await.until_gone("Searching").await.keys("<Enter>");
        sandbox.set_delay(Duration::from_millis(300));
        seat.keys("<Enter>").until("Reading the user").await.keys("<Esc>j<Enter>").until("user active").await;
        seat.until_gone("Reading").await;
        assert!(seat.screen().contains("demo.locked") && !seat.screen().contains("demo.all"), "{}", seat.screen());
    });
}

#[test]
fn held_keys_during_a_slow_reset_are_one_request() {
    let sandbox = sandbox();
    helpdesk(&sandbox, async |seat| {
        seat.open("demo.all").await.keys("jr").until("or type demo.all").await.until_gone("Reading the newest").await;
        sandbox.set_delay(Duration::from_millis(400));
        seat.keys("demo.all").until("> demo.all").await.keys(&"<Enter>".repeat(200)).until("Sent once").await;
        seat.keys(&"<Enter>".repeat(50)).until("Covered. Ready").await;
    });
    assert_eq!(writes(&sandbox), 1);
}

#[test]
fn a_reset_on_its_way_is_not_left() {
    let sandbox = sandbox();
    sandbox.inject(Fault::new("POST", "/puk/reset", Harm::AfterCarryingOut(Answer::Silence)));
    sit(&profile(&sandbox, Operator::Helpdesk, "write_timeout_s = 2"), async |seat| {
        seat.open("demo.all").await.confirm("r", "demo.all").await.until("Sent once").await;
        seat.keys("q<Esc>").until("cannot be called back").await.keys("<Ctrl-c>").until("Ctrl-C once more").await;
        seat.until("No answer within 2 seconds").await.until("Regenerate the PUK: carried out").await;
        seat.until("the reset count went from 1 to 2").await;
    });
    assert_eq!(writes(&sandbox), 1);
}

/// Every way in which an answer can be lost: never "failed", never sent again, and one request at the server.
#[test]
fn a_lost_answer_is_an_unknown_outcome() {
    let lost = [
        Harm::AfterCarryingOut(Answer::Close),
        Harm::CutBody(0),
        Harm::CutBody(40),
        Harm::AfterCarryingOut(Answer::HtmlPage),
        Harm::AfterCarryingOut(Answer::Status(502, "{}".into())),
        Harm::AfterCarryingOut(Answer::Status(200, "{\"userExtId\": \"1043\"}".into())),
        Harm::AfterCarryingOut(Answer::Status(200, "{\"userExtId\": \"1001\", \"userExtId\": \"1001\"}".into())),
    ];
    for harm in lost {
        let sandbox = sandbox();
        sandbox.inject(Fault::new("POST", "/tempstrong-password/reset", harm.clone()));
        helpdesk(&sandbox, async |seat| {
            seat.open("demo.all").await.confirm("jr", "demo.all").await.until("Outcome").await;
            assert!(!seat.screen().contains("no reset took place"), "{harm:?}");
            seat.until("the reset count went from 2 to 3").await.until("The old password no longer").await;
            seat.keys("d").until("3 of 5").await;
        });
        assert_eq!(writes(&sandbox), 1, "{harm:?}");
    }
}

#[test]
fn a_redirect_is_not_followed() {
    let sandbox = sandbox();
    let there = Answer::Redirect(307, format!("{}/elsewhere", sandbox.url()));
    sandbox.inject(Fault::new("POST", "/puk/reset", Harm::Instead(there)));
    helpdesk(&sandbox, async |seat| {
        seat.open("demo.all").await.confirm("r", "demo.all").await.until("points to another address").await;
        seat.until("no reset took place").await;
    });
    assert_eq!(writes(&sandbox), 1);
}

#[test]
fn a_dead_server_is_a_sentence() {
    sit(&profile_at("http://127.0.0.1:9", "token", ""), async |seat| {
        seat.until("no connection could be made").await.keys("<Esc>demo").until("Search  demo").await;
        seat.until("no connection could be made").await.until("Check that the server runs").await;
    });
}

#[test]
fn a_wrong_token_is_a_sentence() {
    let sandbox = sandbox();
    sit(&profile_at(&sandbox.url(), "bm90aGluZw", ""), async |seat| {
        seat.until("does not accept your sign-in").await;
    });
}

#[test]
fn hidden_characters_are_shown_and_warned_of() {
    let sandbox = sandbox();
    helpdesk(&sandbox, async |seat| {
        seat.open("demo.hidden").await.until("<U+202E>").await.until("who is this?").await;
        assert!(!seat.screen().contains(['\u{202e}', '\u{1b}', '\u{200b}']));
    });
}

#[test]
fn near_identical_names_are_marked() {
    let sandbox = sandbox();
    helpdesk(&sandbox, async |seat| {
        seat.keys("muster").until("near-identical").await.until("= Anna Muster").await.until("= Ana Muster").await;
    });
}
