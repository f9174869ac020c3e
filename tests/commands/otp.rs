//! `credesk otp replace` and `credesk otp show`: the cells go out where that was asked for, and the journal knows of it.

use serde_json::json;

use crate::desk::Desk;

const REPLACE: [&str; 6] = ["otp", "replace", "--user", "demo.all", "--confirm", "demo.all"];
const SHOW: [&str; 4] = ["otp", "show", "--user", "demo.all"];

/// The cells that stand in the lines of a framed card of coordinates.
fn framed(text: &str) -> Vec<String> {
    let rows = text.lines().filter(|line| line.starts_with('|'));
    let rows = rows.filter(|line| line.trim_matches(['|', ' ']).starts_with(|first: char| first.is_ascii_digit()));
    rows.flat_map(|line| {
        let words: Vec<_> = line.trim_matches('|').split_whitespace().map(str::to_owned).collect();
        words[1..words.len() - 1].to_vec()
    })
    .collect()
}

#[track_caller]
fn none_of(cells: &[String], text: &str) {
    let telling = |cell: &&String| {
        cell.contains(|letter: char| letter > 'f') && cell.contains(|digit: char| digit.is_ascii_digit())
    };
    for cell in cells.iter().filter(telling) {
        assert!(!text.contains(cell.as_str()), "{cell} stands in {text}");
    }
}

#[test]
fn a_card_is_replaced_and_put_out_only_when_asked_for() {
    let desk = Desk::new();
    let before = desk.cells("1001", "otp-1001");
    let said = desk.run(&REPLACE);
    said.is_only(
        0,
        &["It is not lost: credesk otp show --reveal puts it out, credesk otp print prints it.\n", "Verified:"],
    );
    let now = desk.cells("1001", "otp-1001");
    assert_ne!(before, now);
    none_of(&now, &said.err);
    assert_eq!(
        (desk.writes(), desk.events()),
        (1, ["confirmed", "held", "shown", "closed"].map(String::from).to_vec())
    );
    let said = desk.run(&[&REPLACE[..], &["--reveal", "--comment", "lost"]].concat());
    said.is(0, &["The new card is put out here.\n", "No cell of the old card works any more.\n"]);
    assert_eq!(framed(&said.out), desk.cells("1001", "otp-1001"), "{}", said.out);
    none_of(&desk.cells("1001", "otp-1001"), &(said.err + &desk.journal_text()));
    assert!(desk.credential("1001", "OTP Card")["modificationComment"].as_str().unwrap().ends_with("] lost"));
    assert_eq!(desk.events()[4..], ["confirmed", "held", "shown", "handed-over"]);
    let object = desk.run(&[&REPLACE[..], &["--reveal", "--json"]].concat()).is(0, &[]).json();
    let cells: Vec<_> =
        object["cells"].as_array().unwrap().iter().flat_map(|row| row.as_array().unwrap().clone()).collect();
    assert_eq!(json!(cells), json!(desk.cells("1001", "otp-1001")));
    assert_eq!(object["card"], json!({ "rows": 10, "columns": 10, "labels": "coordinates", "unused": 100 }));
}

#[test]
fn of_two_cards_the_operator_says_which() {
    let desk = Desk::new();
    let cards = ["otp", "replace", "--user", "demo.cards", "--confirm", "demo.cards"];
    desk.run(&cards).is_only(2, &["The user has 2 OTP cards (otp-1007-1, otp-1007-2). Say which: --card EXTID.\n"]);
    let other = desk.cells("1007", "otp-1007-1");
    desk.run(&[&cards[..], &["--card", "otp-1007-2"]].concat()).is_only(0, &[]);
    assert_eq!((desk.cells("1007", "otp-1007-1"), desk.writes()), (other, 1));
}

#[test]
fn a_card_is_told_of_and_put_out_only_when_asked_for() {
    let desk = Desk::new();
    let cells = desk.cells("1001", "otp-1001");
    let said = desk.run(&SHOW);
    said.is_only(0, &["OTP card otp-1001 of Milena Petrović (demo.all), client 100.\n", "10 rows, 10 columns, "]);
    none_of(&cells, &said.err);
    assert!(!desk.journal().exists());
    let object = desk.run(&[&SHOW[..], &["--json"]].concat()).is(0, &[]).json();
    assert_eq!((&object["kind"], &object["card"]["labels"]), (&json!("card"), &json!("coordinates")));
    assert!(object.get("cells").is_none());
    let said = desk.run(&[&SHOW[..], &["--reveal"]].concat());
    assert_eq!(framed(&said.is(0, &[]).out), cells);
    none_of(&cells, &(said.err + &desk.journal_text()));
    assert!(
        desk.journal_text().contains("\"event\":\"print-asked\"")
            && desk.journal_text().contains("\"event\":\"print-accepted\"")
    );
    let object = desk.run(&[&SHOW[..], &["--reveal", "--json"]].concat()).json();
    assert_eq!(object["cells"][0][0], cells[0].as_str());
    // A card of running numbers.
    let numbers = ["otp", "show", "--user", "demo.cards", "--card", "otp-1007-2", "--reveal"];
    let said = desk.run(&numbers);
    assert!(
        said.out.contains("| 001 ")
            && desk.cells("1007", "otp-1007-2").iter().all(|cell| said.out.contains(cell.as_str()))
    );
    assert_eq!(desk.writes(), 0);
}

#[test]
fn a_print_tells_a_program_what_became_of_it() {
    let desk = Desk::new();
    let print = ["otp", "print", "--user", "demo.all", "--to", "file", "--file", "card.pdf", "--json"];
    let object = desk.run(&print).is(0, &[]).json();
    assert_eq!(
        (&object["kind"], &object["cardExtId"], &object["job"]),
        (&json!("print"), &json!("otp-1001"), &json!(null))
    );
    assert!(object["file"].as_str().unwrap().ends_with("/card.pdf") && desk.path("card.pdf").exists());
    let object = desk.run(&print).is(4, &["is there already"]).json();
    assert_eq!(object["error"]["exit"], 4);
    desk.run(&["otp", "print", "--user", "demo.all", "--to", "text", "--json"])
        .is(2, &["--to text puts the sheet on standard output: there is no room for --json."]);
}
