//! To a queue: of a real CUPS, or of programs that fail as `lp` can.

use std::fs;

use credesk::sandbox::Operator;

use crate::cups::Cups;
use crate::desk::{Desk, Said, programs};

/// Prints to a queue of a scheduler.
fn print(desk: &Desk, cups: &Cups, more: &[&str]) -> Said {
    let mut command = desk.command(&[&["--user", "demo.all", "--to", "queue"], more].concat());
    desk.run(command.env("CUPS_SERVER", cups.server()))
}

#[test]
fn the_command_line_comes_before_the_profile_and_the_profile_before_the_default() {
    let Some(cups) = Cups::start() else { return };
    for queue in ["Named", "Profile", "Default"] {
        cups.add(queue);
    }
    let desk = Desk::new();
    let none = "CUPS has no default queue. Say which: --queue NAME (there is: Default, Named, Profile).\n";
    print(&desk, &cups, &[]).is_only(2, &[none]);
    cups.run("lpadmin", &["-d", "Default"]);
    let job = "Accepted by the queue as job Default-1. Accepted is not printed: look at the printer.\n";
    print(&desk, &cups, &[]).is_only(0, &[job]);
    assert!(cups.next_of("Default").starts_with(b"%PDF-"));
    desk.configure(&desk.sandbox.url(), "printer = \"Profile\"\nprint_format = \"text\"");
    print(&desk, &cups, &[]).is_only(0, &["as job Profile-2."]);
    let sheet = String::from_utf8(cups.next_of("Profile")).unwrap();
    assert!(sheet.starts_with("Milena Petrović\n") && sheet.ends_with('\x0c'), "{sheet}");
    assert!(desk.cells("1001", "otp-1001").iter().all(|cell| sheet.contains(cell.as_str())));
    print(&desk, &cups, &["--queue", "Named", "--format", "pdf"]).is_only(0, &["as job Named-3."]);
    assert!(cups.next_of("Named").starts_with(b"%PDF-"));
    assert_eq!(
        desk.prints(),
        [
            "asked queue Default",
            "accepted Default-1",
            "asked queue Profile",
            "accepted Profile-2",
            "asked queue Named",
            "accepted Named-3"
        ]
    );
}

#[test]
fn a_queue_that_is_not_there_or_is_shut() {
    let Some(cups) = Cups::start() else { return };
    cups.add("Shut");
    cups.run("cupsreject", &["Shut"]);
    let desk = Desk::new();
    let next = "Choose another queue, or save to a file.\n";
    print(&desk, &cups, &["--queue", "Nowhere"]).is_only(4, &["Not printed: there is no queue \"Nowhere\".\n", next]);
    let shut = "Not printed: the queue did not accept the job (Destination \"Shut\" is not accepting jobs).\n";
    print(&desk, &cups, &["--queue", "Shut"]).is_only(4, &[shut, next]);
    assert_eq!(desk.prints(), ["asked queue Nowhere", "failed no-queue", "asked queue Shut", "failed refused"]);
}

#[test]
fn without_lp_or_a_scheduler() {
    let desk = Desk::new();
    let empty = programs(&[]);
    for more in [&[][..], &["--queue", "Card"]] {
        let mut command = desk.command(&[&["--user", "demo.all", "--to", "queue"], more].concat());
        let sentences = [
            "Not printed: this host has no program \"lp\" (CUPS).\n",
            "Save to a file, or have the package cups-client installed.\n",
        ];
        desk.run(command.env("PATH", empty.path())).is_only(4, &sentences);
    }
    assert_eq!(desk.prints(), ["asked queue Card", "failed no-lp"]);
    let silent = programs(&[("lp", "exit 1"), ("lpstat", "echo 'scheduler is not running'")]);
    let mut command = desk.command(&["--user", "demo.all", "--to", "queue"]);
    let sentence = "Not printed: the printing system of this host does not answer (scheduler is not running).\n";
    desk.run(command.env("PATH", silent.path())).is_only(4, &[sentence]);
}

#[test]
fn nothing_of_the_card_or_the_token_is_among_the_arguments_and_the_environment_of_lp() {
    let desk = Desk::of(Operator::Helpdesk, "token_env = \"DESK_TOKEN\"");
    let kept = desk.path("kept");
    let script = format!(
        "PATH=/usr/bin:/bin\nprintf '%s\\n' \"$@\" > {0}\nenv >> {0}\ncat > {0}.sheet\necho 'request id is Card-7 (0 file(s))'",
        kept.display()
    );
    let programs = programs(&[("lp", &script)]);
    let mut command = desk.command(&["--user", "demo.all", "--to", "queue", "--queue", "Card"]);
    let token = desk.sandbox.token(Operator::Helpdesk);
    command.env("PATH", programs.path()).env("DESK_TOKEN", &token);
    desk.run(&mut command).is_only(0, &["Accepted by the queue as job Card-7."]);
    let told = fs::read_to_string(&kept).unwrap();
    assert!(told.starts_with("-d\nCard\n") && told.contains("\n-t\ncredesk card\n"), "{told}");
    for word in ["demo.all", "otp-1001", "Petrović", &token] {
        assert!(!told.contains(word), "{word} in\n{told}");
    }
    assert!(fs::read(desk.path("kept.sheet")).unwrap().starts_with(b"%PDF-"));
}

#[test]
fn what_was_printed_and_could_not_be_told_to_the_journal_is_said() {
    let desk = Desk::new();
    let journal = desk.journal().display().to_string();
    // The journal is gone, and something else in its place, while the sheet is on its way.
    let script = format!(
        "PATH=/usr/bin:/bin\ncat > /dev/null\nmv {journal} {journal}.away\nln -s /nowhere {journal}\n\
         echo 'request id is Card-7 (0 file(s))'"
    );
    let programs = programs(&[("lp", &script)]);
    let mut command = desk.command(&["--user", "demo.all", "--to", "queue", "--queue", "Card"]);
    let sentences =
        ["Accepted by the queue as job Card-7.", "Printed, but the journal could not be told what became of it."];
    desk.run(command.env("PATH", programs.path())).is_only(7, &sentences);
}
