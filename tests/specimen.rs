//! What is printed in the demo says so, whatever it is printed on: nobody is to take it for a card that works.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a failed unwrap is a failed test")]

#[path = "support/pdf.rs"]
mod pdf;
#[path = "paper/sheets.rs"]
#[allow(dead_code, reason = "these tests need one of them")]
mod sheets;

use credesk::domain::credential::CredentialKind;
use credesk::domain::id::{ClientId, LoginId, UserId, UserRef};
use credesk::domain::otp_card::Labels::Coordinates;
use credesk::domain::printing::{Destination, Format, Printed};
use credesk::domain::record::{Paper, Print, PrintId, SessionId};
use credesk::domain::sheet::PrintOrder;
use credesk::print::queue::Cups;
use credesk::runtime::ledger::Ledger;
use credesk::runtime::paper;
use credesk::runtime::who::who;

/// The bytes of a card that was printed to a file.
fn saved(format: Format, specimen: bool) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let (place, session) = (folder.path().join("card"), SessionId(7));
    let print = Print {
        server: "s".into(),
        caller: None,
        at: UserRef { client: ClientId::parse("1").unwrap(), user: UserId::parse("2").unwrap() },
        login_id: LoginId::new("m.petrovic"),
        kind: CredentialKind::OtpCard,
        credential: None,
        paper: Paper::Card,
        to: Destination::File(place.clone()),
        operation: None,
    };
    let sheet = sheets::card("en", Coordinates, (14, 12, 4));
    let order = PrintOrder { id: PrintId { session, number: 1 }, print, sheet, format, specimen };
    let ledger = Ledger::start(folder.path().join("journal.jsonl").into(), session, who()).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let (printed, untold) = runtime.block_on(paper::print(&ledger, &Cups::default(), order));
    assert_eq!((printed, untold.is_none()), (Ok(Printed::Saved(place.clone())), true));
    std::fs::read(place).unwrap()
}

#[test]
fn a_specimen_says_so_in_either_format_and_a_real_card_does_not() {
    for specimen in [true, false] {
        let text = String::from_utf8(saved(Format::Text, specimen)).unwrap();
        assert_eq!(text.contains("SPECIMEN"), specimen);
        let pdf = pdf::read(&saved(Format::Pdf, specimen));
        assert_eq!(pdf.words().contains("SPECIMEN"), specimen);
    }
}
