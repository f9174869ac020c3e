//! Cards that are none: read for printing, read for looking, and new.

use credesk::sandbox::{Answer, Fault, Harm};
use serde_json::{Value, json};

use crate::desk::Desk;
use crate::told::{at_the_console, reads, says, writes};

/// Has the next answer of this kind hold this card in place of the true one.
fn answers(desk: &Desk, method: &str, path: &str, otp: &str) {
    let mut card: Value = desk.card("1001", "otp-1001");
    card["otp"] = json!(otp);
    let harm = if method == "GET" { Harm::Instead } else { Harm::AfterCarryingOut };
    desk.sandbox.inject(Fault::new(method, path, harm(Answer::Status(200, card.to_string()))));
}

/// Tries such a card in all three places.
fn is_never_shown(spoil: impl Fn(&str) -> String, why: &str) {
    let desk = Desk::new();
    let whole = desk.card("1001", "otp-1001")["otp"].as_str().unwrap().to_owned();
    let bad = spoil(&whole);

    answers(&desk, "GET", "/otp-credentials/otp-1001", &bad);
    let said = desk.print(&["--user", "demo.all", "--to", "file", "--file", "card.pdf"]);
    says(
        &said,
        4,
        &format!(
            "Not printed: {why}. A shifted card would lock the user out.\nPrint it again; if it stays so, replace the card in the console.\n"
        ),
    );
    assert!(!desk.path("card.pdf").exists());
    assert_eq!(desk.lines().len(), 0);

    let cells: Vec<&str> = whole.split('|').nth(3).unwrap().split(',').collect();
    let told = at_the_console(&desk.sandbox, "", async |seat| {
        seat.open("demo.all").await;
        answers(&desk, "GET", "/otp-credentials/otp-1001", &bad);
        seat.keys("Gv");
        reads(
            seat,
            &[
                &format!("Not shown: {why}. A shifted card would lock the user out."),
                "Press r to read the card again; if it stays so, replace the card.",
            ],
        )
        .await;
        seat.keys("v").until("There is no card to show.").await;
        assert!(cells.iter().all(|cell| !seat.screen().contains(cell)), "{}", seat.screen());
    });
    assert_eq!((writes(&desk.sandbox), told), (0, vec!["session-started".to_owned()]));

    // Of a new card it is said that it is the valid one, all the same.
    let told = at_the_console(&desk.sandbox, "", async |seat| {
        seat.open("demo.all").await;
        answers(&desk, "POST", "/otp-credentials/otp-1001/replace", &bad);
        seat.keys("G").confirm("r", "demo.all").await;
        reads(
            seat,
            &[
                &format!("Carried out, but the new card is not shown: {why}. A shifted card would lock the user out."),
                "Go back and press v to read it again; another replacement is not needed.",
            ],
        )
        .await;
    });
    assert_eq!((writes(&desk.sandbox), &told[..2]), (1, &["session-started".to_owned(), "confirmed".to_owned()][..]));
}

#[test]
fn bad_14_card_with_99_of_100_cells() {
    is_never_shown(|whole| whole.rsplit_once(',').unwrap().0.to_owned(), "the card has 99 of 100 cells");
}

#[test]
fn bad_15_card_with_an_impossible_size() {
    for size in ["0|10|", "10|101|"] {
        let spoil = |whole: &str| whole.replacen("10|10|", size, 1);
        is_never_shown(spoil, "the card has an impossible size");
    }
}
