//! Into a file and onto standard output: whole, once, and nowhere else.

use std::fs::{self, File, Permissions};
use std::io::pipe;
use std::os::unix::fs::PermissionsExt;
use std::process::{Command, Stdio};

use crate::desk::{Desk, mode};
use crate::mount::Mount;
use crate::pty::{Pty, Start};

/// The rows of a card with letters across, as they stand on the sheet: without labels.
fn cells_on(sheet: &str) -> Vec<&str> {
    let rows = sheet.lines().filter_map(|line| line.strip_prefix('|')?.strip_suffix('|'));
    let rows = rows.map(|row| row.split_whitespace().collect::<Vec<_>>());
    // A row begins and ends with its number.
    let rows = rows.filter(|row| row.len() > 2 && row[0].parse::<usize>().is_ok() && row.first() == row.last());
    rows.flat_map(|row| row[1..row.len() - 1].to_vec()).collect()
}

#[test]
fn a_card_is_saved_for_its_owner_alone_and_never_over_another() {
    let desk = Desk::new();
    let card = desk.path("card.pdf");
    let place = card.display();
    // The whole place, wherever the command was run.
    let asked = format!("asked file {place}");
    let to_file = ["--user", "demo.all", "--to", "file", "--file", "card.pdf"];
    let whose = "OTP card otp-1001 of Milena Petrović (demo.all), client 100.";
    desk.print(&to_file).is_only(0, &[whose, &format!("Saved to {place}, readable by you alone.")]);
    let saved = fs::read(&card).unwrap();
    assert!(saved.starts_with(b"%PDF-"));
    assert_eq!(mode(&card), 0o600);
    desk.print(&to_file).is_only(
        4,
        &[&format!("Not saved: {place} is there already, and credesk overwrites nothing.\nType another name.\n")],
    );
    assert!(fs::read(&card).unwrap() == saved, "the first file is another one now");
    assert_eq!(desk.prints(), [&*asked, "accepted", &*asked, "failed file-exists"], "a print is two lines");
    let asked = &desk.lines()[1]["sheet"];
    for (name, value) in [("user", "1001"), ("login_id", "demo.all"), ("credential", "otp-1001"), ("caller", "m.huber")]
    {
        assert_eq!(asked[name], value, "{name}");
    }
}

#[test]
fn text_is_data_alone_and_the_whole_card_cell_by_cell() {
    let desk = Desk::new();
    let said = desk.print(&["--user", "demo.all", "--to", "text"]);
    said.is(0, &["OTP card otp-1001 of Milena Petrović (demo.all), client 100.\n"]);
    assert_eq!(said.err.lines().count(), 1, "{}", said.err);
    let sheet = said.text();
    assert!(sheet.starts_with("Milena Petrović\n") && sheet.ends_with("\n\x0c"), "{sheet}");
    assert_eq!(cells_on(sheet), desk.cells("1001", "otp-1001"));
    assert_eq!(desk.prints(), ["asked output", "accepted"]);
}

#[test]
fn a_file_is_text_where_the_profile_or_the_command_line_says_so() {
    let desk = Desk::of(credesk::sandbox::Operator::Helpdesk, "print_format = \"text\"");
    let to = |name: &'static str, more: &[&'static str]| {
        let arguments = [&["--user", "demo.all", "--to", "file", "--file", name], more].concat();
        desk.print(&arguments).is_only(0, &["Saved to"]);
        fs::read(desk.path(name)).unwrap()
    };
    let as_text = to("card.txt", &[]);
    assert_eq!(cells_on(std::str::from_utf8(&as_text).unwrap()), desk.cells("1001", "otp-1001"));
    assert!(to("card.pdf", &["--format", "pdf"]).starts_with(b"%PDF-"));
    desk.configure(&desk.sandbox.url(), "");
    assert!(to("other.txt", &["--format", "text"]) == as_text);
}

#[test]
fn onto_a_terminal_no_card_is_written() {
    let desk = Desk::new();
    let config = desk.path("config.toml");
    let arguments = ["otp", "print", "--user", "demo.all", "--to", "text", "--config", config.to_str().unwrap()];
    let mut terminal = Pty::start(&Start { arguments: &arguments, ..Start::default() });
    assert_eq!(terminal.exit_code(), 2);
    let shown: Vec<_> = terminal.raw().split_whitespace().map(str::to_owned).collect();
    assert_eq!(
        shown.join(" "),
        "Not printed: standard output is this terminal, and its history would keep the card. Send it on, for example: | lp"
    );
    assert_eq!(desk.sandbox.requests(), [], "something was read all the same");
}

#[test]
fn whoever_stops_reading_is_told_that_the_sheet_is_not_whole() {
    let desk = Desk::new();
    let (reader, writer) = pipe().unwrap();
    drop(reader);
    let to_text = ["--user", "demo.all", "--to", "text"];
    let half = "Not printed, or not to the end: standard output could not be written to";
    let told = "Throw away what has come out, then print again.";
    desk.run(desk.command(&to_text).stdout(writer)).is(4, &[half, "(broken pipe).", told]);
    let full = File::options().write(true).open("/dev/full").unwrap();
    desk.run(desk.command(&to_text).stdout(full)).is(4, &[half, "(no storage space).", told]);
    assert_eq!(desk.prints(), ["asked output", "failed no-output", "asked output", "failed no-output"]);
}

#[test]
fn one_byte_of_it_is_no_panic() {
    let desk = Desk::new();
    let shell = ["sh", "-c", "{ \"$0\" \"$@\"; echo \"ended $?\" >&2; } | head -c 1"];
    let said = desk.run(&mut desk.within(&shell, &["--user", "demo.all", "--to", "text"]));
    assert_eq!(said.out, b"M");
    // A pipe holds more than a sheet, so it depends on the reader's haste whether all of it was taken.
    let (whole, broken) = (said.err.ends_with("ended 0\n"), said.err.ends_with("ended 4\n"));
    assert!(whole || broken, "{}", said.err);
    assert_eq!(desk.prints()[1], if whole { "accepted" } else { "failed no-output" });
}

#[test]
fn a_full_disk_and_a_read_only_one() {
    let Some(mount) = Mount::new("size=16k,mode=700", "a_full_disk_and_a_read_only_one") else { return };
    let desk = Desk::new();
    let place = mount.path().join("card.pdf").display().to_string();
    let to_file = ["--user", "demo.all", "--to", "file", "--file", &place];
    desk.print(&to_file).is_only(
        4,
        &[
            "Not saved: there is no space left on that disk. Nothing of it was left there.\n",
            "Make room, or type a name on another disk.\n",
        ],
    );
    let remounted = Command::new("mount").args(["-o", "remount,ro"]).arg(mount.path()).status().unwrap();
    assert!(remounted.success());
    desk.print(&to_file).is_only(4, &["Not saved: the file system is read-only.\nType another name.\n"]);
    assert_eq!(fs::read_dir(mount.path()).unwrap().count(), 0);
    let asked = format!("asked file {place}");
    assert_eq!(desk.prints(), [&asked, "failed no-space", &asked, "failed not-saved"]);
}

#[test]
fn a_folder_that_may_not_be_written_to_or_is_not_there() {
    let desk = Desk::new();
    let folder = desk.path("shut");
    fs::create_dir(&folder).unwrap();
    fs::set_permissions(&folder, Permissions::from_mode(0o555)).unwrap();
    // Root may write everywhere, until it gives up that right.
    let outer: &[&str] = if rustix::process::geteuid().is_root() {
        &["setpriv", "--bounding-set=-all", "--inh-caps=-all"]
    } else {
        &["env"]
    };
    let mut print = desk.within(outer, &["--user", "demo.all", "--to", "file", "--file", "shut/card.pdf"]);
    desk.run(&mut print).is_only(4, &["Not saved: you may not write there.\n"]);
    let missing = ["--user", "demo.all", "--to", "file", "--file", "nowhere/card.pdf"];
    desk.print(&missing).is_only(4, &["Not saved: there is no such folder.\n"]);
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 0);
    assert_eq!(desk.prints()[1..=1], ["failed not-saved"]);
}

#[test]
fn the_home_folder_is_meant_by_a_tilde() {
    let desk = Desk::new();
    let mut print = desk.command(&["--user", "demo.all", "--to", "file", "--file=~/card.pdf"]);
    print.current_dir("/").stdin(Stdio::null());
    desk.run(&mut print).is_only(0, &["Saved to"]);
    assert!(desk.path("card.pdf").exists());
}
