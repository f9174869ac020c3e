//! Cards and slips, to files and to queues: what arrives, how often, and what the journal knows of it.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use credesk::print::queue;
use credesk::sandbox::{Operator, Sandbox};

use crate::cups::Cups;
use crate::seat::{Seat, profile, sandbox, sit_by};
use crate::told::told;

/// A place of work: a server, a printer, a journal and a folder for files.
struct Place {
    sandbox: Sandbox,
    cups: Cups,
    folder: tempfile::TempDir,
}

impl Place {
    /// None where there is no CUPS.
    fn new(queues: &[&str]) -> Option<Self> {
        let cups = Cups::start()?;
        for queue in queues {
            cups.add(queue);
        }
        Some(Self { sandbox: sandbox(), cups, folder: tempfile::tempdir().unwrap() })
    }

    fn sit(&self, more: &str, story: impl AsyncFnOnce(&mut Seat)) {
        let cups = queue::Cups { server: Some(self.cups.server()), ..queue::Cups::default() };
        sit_by(&profile(&self.sandbox, Operator::Helpdesk, more), &self.journal(), cups, story);
    }

    fn journal(&self) -> std::path::PathBuf {
        self.folder.path().join("journal.jsonl")
    }

    fn file(&self, name: &str) -> String {
        self.folder.path().join(name).to_str().unwrap().to_owned()
    }

    fn count(&self, holds: impl Fn(&str, &str) -> bool) -> usize {
        self.sandbox.requests().iter().filter(|seen| holds(&seen.method, &seen.path)).count()
    }

    fn writes(&self) -> usize {
        self.count(|method, path| method != "GET" && !path.ends_with("/token"))
    }

    /// How often this card was read.
    fn readings_of(&self, card: &str) -> usize {
        self.count(|method, path| method == "GET" && path.ends_with(card))
    }
}

/// From the list of queues into a new file.
async fn save(seat: &mut Seat, to: &str) {
    seat.until("save to a file").await.until_gone("Looking for printers").await.keys("<End>");
    seat.until("> save to a file").await.keys("<Enter>").until("Save to:").await;
    seat.keys(&format!("<Ctrl-u>{to}<Enter>"));
}

/// A sheet that was written as text, without gaps and line ends.
fn squeezed(text: &[u8]) -> String {
    String::from_utf8_lossy(text).split_whitespace().collect()
}

fn assert_private_pdf(path: &str) {
    assert!(fs::read(path).unwrap().starts_with(b"%PDF-"));
    assert_eq!(fs::metadata(path).unwrap().permissions().mode() & 0o7777, 0o600);
}

#[test]
fn a_replaced_card_is_printed_twice_and_replaced_once() {
    let Some(place) = Place::new(&["Card"]) else { return };
    let (file, card) = (place.file("card.pdf"), "/otp-1007-1");
    place.sit("", async |seat| {
        seat.open("demo.cards").await.confirm("r", "demo.cards").await.until("The new card is shown").await;
        seat.keys("p").until("queue Card").await;
        save(seat, &file).await;
        seat.until("readable by you alone").await;
        assert_private_pdf(&file);
        let readings = place.readings_of(card);
        seat.keys("<Esc>").until("12 rows, 14 columns").await.keys("p").until("> queue Card").await;
        assert!(place.readings_of(card) > readings, "it is printed as it is now");
        // However often Enter comes.
        seat.keys("<Enter><Enter><Enter>").until("job Card-1").await.until("Accepted is not printed").await;
        seat.keys("<Enter>").until("not again from here").await.keys("<Esc>").until("12 rows, 14").await;
        seat.keys("d").until("user active").await.noted().await;
    });
    assert!(place.cups.next_of("Card").starts_with(b"%PDF-"));
    assert_eq!(place.cups.jobs_of("Card").lines().count(), 1, "{}", place.cups.jobs_of("Card"));
    assert_eq!(place.writes(), 1);
    assert_eq!(
        told(&place.journal()),
        [
            "confirmed",
            "held",
            &format!("p1 asked: result demo.cards Card to file {file}"),
            "p1 accepted",
            "shown",
            "p2 asked: result demo.cards Card to queue Card",
            "p2 accepted as Card-1",
            "handed over",
        ]
    );
}

#[test]
fn a_viewed_card_is_printed_as_it_is_read_and_read_again_for_each_print() {
    let Some(place) = Place::new(&["Card"]) else { return };
    place.sit("print_format = \"text\"", async |seat| {
        seat.open("demo.cards").await.keys("v").until("12 rows, 14 columns").await;
        for job in ["Card-1", "Card-2"] {
            seat.keys("p").until("> queue Card").await.keys("<Enter>").until(&format!("job {job}")).await;
            seat.keys("<Esc>").until("12 rows, 14 columns").await;
        }
        assert_eq!(place.readings_of("/otp-1007-1"), 2);
        seat.keys("v").until_gone("....").await;
        let row = seat.screen().lines().find(|line| line.trim_start().starts_with("7 ")).unwrap().to_owned();
        // A dot before a cell says that it was used.
        let cells: Vec<_> = row.split([' ', '·']).filter(|word| word.len() == 4).collect();
        assert_eq!(cells.len(), 14, "{row}");
        for _ in 0..2 {
            let sheet = String::from_utf8(place.cups.next_of("Card")).unwrap();
            assert!(cells.iter().all(|cell| sheet.contains(cell)) && sheet.ends_with('\u{c}'), "{sheet}");
            assert!(sheet.contains("Ursina Camenisch") && sheet.contains("demo.cards"), "{sheet}");
        }
        seat.keys("d").until("user active").await.noted().await;
    });
    assert_eq!(place.writes(), 0);
    assert_eq!(
        told(&place.journal()),
        [
            "p1 asked: viewed demo.cards Card to queue Card",
            "p1 accepted as Card-1",
            "p2 asked: viewed demo.cards Card to queue Card",
            "p2 accepted as Card-2",
        ]
    );
}

#[test]
fn a_slip_holds_the_value_that_was_shown() {
    for (login_id, keys, length) in [("demo.all", "jr", 30), ("demo.devices", "jr", 16), ("demo.plainpuk", "r", 12)] {
        let Some(place) = Place::new(&["Slips"]) else { return };
        let (pdf, mut value) = (place.file("slip.pdf"), String::new());
        place.sit("slip = true", async |seat| {
            seat.open(login_id).await;
            if login_id == "demo.devices" {
                seat.keys(keys).until("at least 12 characters").await.keys("<Enter>").until("a new one of 16").await;
                seat.confirm("", login_id).await;
            } else {
                seat.confirm(keys, login_id).await;
            }
            seat.until("Ready to read out").await.keys("v").until("====").await;
            value = seat.value();
            assert_eq!(value.len(), length);
            seat.keys("p").until("> queue Slips").await;
            assert!(!seat.screen().contains(&value[..4]));
            seat.keys("f").until("as text").await.keys("<Enter>").until("job Slips-1").await;
            seat.keys("<Esc>").until("Covered. Ready").await.keys("p").until("> queue Slips").await;
            save(seat, &pdf).await;
            seat.until("readable by you alone").await;
            seat.keys("<Esc>").until("Covered. Ready").await.keys("d").until("user active").await.noted().await;
        });
        let slip = squeezed(&place.cups.next_of("Slips"));
        assert!(slip.contains(&value), "{login_id}: {value}\n{slip}");
        assert!(!slip.contains(login_id), "login ID and value on one sheet");
        assert_private_pdf(&pdf);
        assert_eq!(place.writes(), 1);
        let told = told(&place.journal());
        let expected = [
            "confirmed",
            "held",
            "shown",
            &format!("p1 asked: result {login_id} Slip to queue Slips"),
            "p1 accepted as Slips-1",
            &format!("p2 asked: result {login_id} Slip to file {pdf}"),
            "p2 accepted",
            "handed over",
        ];
        assert_eq!(told, expected);
        let journal = fs::read_to_string(place.journal()).unwrap();
        assert!(!journal.contains(&value) && !journal.contains(&value[..8]));
    }
}

#[test]
fn after_a_failed_print_another_way_is_taken() {
    let Some(place) = Place::new(&["Gone", "Shut"]) else { return };
    place.cups.run("cupsreject", &["-r", "full of dust", "Shut"]);
    let (taken, free) = (place.file("taken.pdf"), place.file("taken.pdf2"));
    fs::write(&taken, "the operator's own").unwrap();
    place.sit("printer = \"Shut\"", async |seat| {
        seat.open("demo.cards").await.keys("v").until("12 rows, 14 columns").await.keys("p");
        seat.until("> queue Shut").await.keys("<Enter>").until("is not accepting jobs").await;
        place.cups.run("lpadmin", &["-x", "Gone"]);
        seat.keys("<Up>").until("> queue Gone").await.keys("<Enter>").until("there is no queue \"Gone\"").await;
        seat.keys("r").until_gone("queue Gone").await.until("> save to a file").await;
        save(seat, &taken).await;
        seat.until("is there already, and credesk overwrites nothing").await;
        seat.keys("2").until("taken.pdf2").await.keys("<Enter>").until("readable by you alone").await.noted().await;
    });
    assert_eq!(fs::read(&taken).unwrap(), b"the operator's own");
    assert_private_pdf(&free);
    assert!(!Path::new(&place.file("2")).exists());
    let lines = told(&place.journal());
    let to = |number: usize, place: &str| format!("p{number} asked: viewed demo.cards Card to {place}");
    assert_eq!(
        lines,
        [
            to(1, "queue Shut").as_str(),
            "p1 failed: refused",
            &to(2, "queue Gone"),
            "p2 failed: no-queue",
            &to(3, &format!("file {taken}")),
            "p3 failed: file-exists",
            &to(4, &format!("file {free}")),
            "p4 accepted",
        ]
    );
}
