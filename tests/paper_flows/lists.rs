//! The list of printers: it is never waited for, and whatever it brings puts no other printer under the mark.

use std::fs::{self, File, Permissions};
use std::io::Read as _;
use std::os::unix::fs::PermissionsExt;
use std::time::Duration;

use credesk::app::effect::Read;
use credesk::app::msg::{Msg, Reply};
use credesk::domain::printing::{Destination, Queues};
use credesk::print::queue;
use credesk::sandbox::Operator;
use rustix::fs::{CWD, Mode, mkfifoat};
use tempfile::TempDir;
use tokio::sync::oneshot;

use crate::seat::{profile, sandbox, sit_by};
use crate::story::{Story, World};

/// A folder with these programs in it.
pub fn programs(scripts: &[(&str, &str)]) -> TempDir {
    let folder = TempDir::new().unwrap();
    for (name, script) in scripts {
        let path = folder.path().join(name);
        fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
        fs::set_permissions(path, Permissions::from_mode(0o755)).unwrap();
    }
    folder
}

/// A named pipe in this folder.
pub fn pipe(folder: &TempDir, name: &str) -> String {
    let path = folder.path().join(name);
    mkfifoat(CWD, &path, Mode::RUSR | Mode::WUSR).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn a_list_that_hangs_holds_up_no_key_and_ends_with_the_screen() {
    let sandbox = sandbox();
    let place = TempDir::new().unwrap();
    let alive = pipe(&place, "alive");
    // Whoever reads the pipe sees its end when the program has ended.
    let folder = programs(&[("lpstat", &format!("exec 3> '{alive}'; exec sleep 100000"))]);
    let (ended, end) = oneshot::channel();
    std::thread::spawn(move || {
        let read = File::open(alive).and_then(|mut pipe| pipe.read_to_end(&mut Vec::new()));
        let _ = ended.send(read.is_ok());
    });
    let hour = Duration::from_hours(1);
    let cups = queue::Cups { programs: Some(folder.path().to_owned()), list_within: hour, ..queue::Cups::default() };
    let (saved, journal) = (place.path().join("card.txt"), place.path().join("journal.jsonl"));
    sit_by(&profile(&sandbox, Operator::Helpdesk, ""), &journal, cups, async |seat| {
        seat.open("demo.cards").await.keys("v").until("12 rows, 14 columns").await.keys("p");
        seat.until("Looking for printers").await.keys("f").until("as text").await;
        seat.keys("<Enter>").until("Still looking for printers").await;
        seat.keys("<Down>").until("> save to a file").await.keys("<Enter>").until("Save to:").await;
        seat.keys(&format!("<Ctrl-u>{}<Enter>", saved.display())).until("readable by you alone").await;
        assert!(fs::read(&saved).unwrap().ends_with(b"\x0c"));
        seat.keys("<Esc>").until("12 rows, 14 columns").await;
        let ended = tokio::time::timeout(Duration::from_secs(20), end).await;
        assert!(ended.unwrap().unwrap(), "lpstat still runs");
    });
}

/// Anna's card, viewed, and `p` pressed.
fn printing() -> Story {
    let (mut story, world) = (Story::new(), World::new());
    story.open("must", &world).keys("Gv").answer(&world).keys("p");
    story
}

fn list(story: &mut Story, names: &[&str]) {
    let at = story.reads.iter().position(|(_, read)| matches!(read, Read::Printers(_))).unwrap();
    let (id, _) = story.reads.remove(at);
    let queues = Queues { names: names.iter().map(|name| (*name).into()).collect(), default: None };
    story.tell(Msg::Reply(id, Box::new(Reply::Printers(Ok(queues), vec![])))).draw();
}

#[test]
fn an_enter_before_the_list_prints_nowhere() {
    let mut story = printing();
    story.keys("<Enter>");
    assert!(story.prints.is_empty() && story.says("Still looking for printers"));
    list(&mut story, &["Schalter", "Back-office"]);
    assert!(story.prints.is_empty() && story.says("> queue Schalter"));
}

#[test]
fn a_list_that_comes_late_leaves_the_mark_on_what_was_marked() {
    let mut story = printing();
    story.keys("<Down>");
    assert!(story.says("> save to a file"));
    list(&mut story, &["Schalter", "Back-office"]);
    assert!(story.says("> save to a file"));
    story.keys("<Up>");
    assert!(story.says("> queue Back-office"));
    story.keys("r");
    list(&mut story, &["Another", "Schalter", "Back-office"]);
    assert!(story.says("> queue Back-office"), "wherever it stands now");
    story.keys("r");
    list(&mut story, &["Another", "Schalter"]);
    assert!(story.says("> save to a file"), "no other queue takes its place");
    story.keys("<Up><Enter>");
    assert_eq!(story.prints[0].1.print.to, Destination::Queue("Schalter".into()));
}
