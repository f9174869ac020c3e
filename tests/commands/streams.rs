//! Standard output that leads nowhere, or ends too early: no value is made for nobody, and none is said to be handed over.

use std::fs::File;
use std::os::fd::OwnedFd;
use std::process::Stdio;

use credesk::sandbox::{Answer, Fault, Harm};

use crate::desk::Desk;

const REVEAL: [&str; 7] = ["reset", "tempstrong", "--user", "demo.all", "--confirm", "demo.all", "--reveal"];

/// A pipe whose reader has gone.
fn closed() -> Stdio {
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    Stdio::from(OwnedFd::from(writer))
}

#[test]
fn where_the_value_would_be_lost_nothing_is_sent() {
    let desk = Desk::new();
    let sentence = "Nothing was sent: standard output is closed or thrown away, and the new value would be lost.\n";
    for out in [closed(), Stdio::null(), Stdio::from(File::options().write(true).open("/dev/null").unwrap())] {
        let output =
            desk.command(&REVEAL).stdout(out).stderr(Stdio::piped()).spawn().unwrap().wait_with_output().unwrap();
        desk.said(&output).is(6, &[sentence]);
    }
    // Without a value there is nothing to lose.
    let puk = ["reset", "puk", "--user", "demo.all", "--confirm", "demo.all"];
    assert_eq!(desk.sandbox.requests().len(), 0);
    desk.command(&puk).stdout(closed()).stderr(Stdio::piped()).output().unwrap();
}

#[test]
fn a_reader_that_goes_while_the_request_is_on_its_way_leaves_the_case_open() {
    for json in [false, true] {
        let desk = Desk::new();
        let (reader, writer) = std::io::pipe().unwrap();
        // The sandbox answers when the reader has gone.
        desk.sandbox.inject(Fault::new("GET", "/1001/credentials", Harm::Instead(Answer::Close)));
        let mut command = desk.command(&REVEAL);
        if json {
            command.arg("--json");
        }
        // The first reading fails, and the command ends there: nothing was sent.
        let output = command.stdout(writer.try_clone().unwrap()).stderr(Stdio::piped()).output().unwrap();
        assert_eq!((output.status.code(), desk.writes()), (Some(4), 0));
        desk.sandbox.set_delay(std::time::Duration::from_millis(200));
        let child = command.stdout(writer).stderr(Stdio::piped()).spawn().unwrap();
        drop(command); // and with it this process's own end of the pipe
        while desk.writes() == 0 {
            std::thread::yield_now();
        }
        drop(reader);
        let said = desk.said(&child.wait_with_output().unwrap());
        said.is(
            6,
            &[
                "Standard output could not be written (broken pipe): the new value did not get out.",
                "the case stays open",
            ],
        );
        assert!(said.err.contains("Carried out."), "{}", said.err);
        assert_eq!((desk.writes(), desk.events()), (1, ["confirmed", "held"].map(String::from).to_vec()));
        let open = desk.run(&["audit", "list", "--json"]);
        assert!(open.out.contains("\"standing\":\"open\",\"stage\":\"carried out\""), "{}", open.out);
    }
}

#[test]
fn what_is_looked_up_and_cannot_be_written_is_told_with_an_exit_code() {
    let desk = Desk::new();
    let full = || Stdio::from(File::options().write(true).open("/dev/full").unwrap());
    for arguments in [&["find", "demo"][..], &["show", "demo.all", "--json"], &["config", "show"], &["man"]] {
        for (out, why) in [(full(), "no storage space"), (closed(), "broken pipe")] {
            let output = desk.command(arguments).stdout(out).stderr(Stdio::piped()).spawn().unwrap();
            let said = desk.said(&output.wait_with_output().unwrap());
            said.is(
                6,
                &[&format!("Standard output could not be written ({why}): what stands there is not all of it.\n")],
            );
        }
        desk.run(arguments).is(0, &[]);
    }
    // Why a command failed counts more.
    let output = desk.command(&["show", "nobody", "--json"]).stdout(full()).stderr(Stdio::piped()).output().unwrap();
    desk.said(&output).is(4, &["There is no user"]);
}
