//! What credesk stands on: the journal's disk, the printers, the server's certificate and temper, the clock.

use std::time::Duration;

use credesk::api::ApiClient;
use credesk::domain::id::{ClientId, UserId, UserRef};
use credesk::domain::write::{Write, WriteAnswer};
use credesk::sandbox::{Answer, Clock, Fault, Harm, Operator, Options, Sandbox};
use jiff::Timestamp;
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair};

use crate::cups::Cups;
use crate::desk::Desk;
use crate::mount::Mount;
use crate::raw_server::{RawServer, Reply};
use crate::seat::{self, sandbox, sit_with};
use crate::tls_server::TlsServer;
use crate::told::{at_the_console, reads, says, standing, writes};

#[test]
fn a_read_only_folder_for_the_journal() {
    let Some(mount) = Mount::new("ro", "a_read_only_folder_for_the_journal") else { return };
    let journal = mount.path().join("journal/journal.jsonl");
    let why = format!(
        "The folder {} for the journal cannot be used: the file system is read-only.",
        mount.path().join("journal").display()
    );
    let desk = Desk::new();
    let text = std::fs::read_to_string(desk.path("config.toml")).unwrap();
    std::fs::write(desk.path("config.toml"), format!("journal = \"{}\"\n{text}", journal.display())).unwrap();
    let said = desk.print(&["--user", "demo.all", "--to", "file", "--file", "card.pdf"]);
    let whose = "OTP card otp-1001 of Milena Petrović (demo.all), client 100.";
    says(
        &said,
        7,
        &format!(
            "{whose}\nNot printed: no line could be written into the journal. {why}\nPut the journal right, then print again.\n"
        ),
    );
    assert!(!desk.path("card.pdf").exists());

    let sandbox = sandbox();
    let before = standing(&sandbox, "1001");
    sit_with(&seat::profile(&sandbox, Operator::Helpdesk, ""), &journal, async |seat| {
        let next = "You can look up, but nothing is changed in this session before the journal works: without it a reset whose \
                    answer is lost could not be settled. Have whoever looks after this host put it right.";
        reads(seat, &[&why, next]).await;
        seat.keys("<Esc>").open("demo.all").await;
        for key in ["r", "<Enter>", "e"] {
            seat.keys("j").until("> Temporary").await.keys(key);
            reads(seat, &["Not possible: the journal cannot be used; see the open cases (Ctrl-O)."]).await;
            seat.keys("k").until("> PUK").await.until_gone(" Not possible").await;
        }
    });
    assert_eq!((standing(&sandbox, "1001"), writes(&sandbox)), (before, 0));
}

#[test]
fn an_unknown_printer() {
    let Some(cups) = Cups::start() else { return };
    let desk = Desk::new();
    let mut command = desk.command(&["--user", "demo.all", "--to", "queue", "--queue", "Nowhere"]);
    says(
        &desk.run(command.env("CUPS_SERVER", cups.server())),
        4,
        "OTP card otp-1001 of Milena Petrović (demo.all), client 100.\nNot printed: there is no queue \"Nowhere\".\nChoose \
         another queue, or save to a file.\n",
    );
    assert_eq!(desk.prints(), ["asked queue Nowhere", "failed no-queue"]);
}

#[test]
fn an_unknown_ca() {
    let server = TlsServer::start(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}");
    let desk = Desk::new();
    let mut other = CertificateParams::default();
    other.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    other.distinguished_name.push(DnType::CommonName, "another authority");
    let other = CertifiedIssuer::self_signed(other, KeyPair::generate().unwrap()).unwrap();
    std::fs::write(desk.path("other.pem"), other.pem()).unwrap();
    desk.configure(&server.url(), "ca_file = \"other.pem\"");
    let said = desk.print(&["--user", "demo.all", "--to", "text"]);
    // Which it is depends on the certificate, which is another one each time.
    let (before, rest) = said.err.split_once("SHA-256 fingerprint: ").unwrap();
    let (fingerprint, after) = rest.split_at(95);
    assert!(fingerprint.split(':').all(|byte| u8::from_str_radix(byte, 16).is_ok()), "{fingerprint}");
    assert_eq!(
        (said.code, before, after, said.text()),
        (
            4,
            "The server's certificate is not valid: it comes from an authority that is not trusted here. It is made out to \
             localhost, 127.0.0.1 (CN=rcgen self signed cert), by CN=an authority of a test, and is valid from 2020-01-01 \
             00:00 UTC until 2099-12-31 00:00 UTC. ",
            "\ncredesk has no way to accept it. Ask the server's administrator, and compare the fingerprint; where an \
             authority of your own has made it, name that authority with ca_file in the profile.\n",
            ""
        )
    );
    assert_eq!(server.requests().len(), 0, "the token went to a stranger");
    assert_eq!(desk.lines().len(), 0);
}

/// Waiting is the operator's: credesk says so at once, however long the server would have it wait, and sends nothing again.
#[test]
fn a_retry_after_of_three_years() {
    let body = r#"{"errors":[{"code":"errors.tooManyRequests","message":"slow down"}]}"#;
    let busy = |status: &str| {
        let length = body.len();
        Reply::Bytes(
            format!("HTTP/1.1 {status}\r\nRetry-After: 99999999\r\nContent-Length: {length}\r\n\r\n{body}")
                .into_bytes(),
        )
    };
    let desk = Desk::new();
    for (status, code, what, next) in [
        ("429 Too Many Requests", 4, "The server has too much to do at the moment.", "Wait a moment, then try again."),
        (
            "503 Service Unavailable",
            4,
            "The server failed (HTTP 503).",
            "Try again; if it stays, tell the server's owner.",
        ),
    ] {
        let server = RawServer::start([busy(status)]);
        desk.configure(&server.url(), "");
        let said = desk.print(&["--user", "demo.all", "--to", "text"]);
        says(&said, code, &format!("{what}\n{next}\nnevisIDM said: errors.tooManyRequests: slow down\n"));
        assert_eq!(server.requests().len(), 1);
    }
    let server = RawServer::start([busy("429 Too Many Requests")]);
    let client = ApiClient::new(&seat::profile_at(&server.url(), "dG9rZW4", ""));
    let user = UserRef { client: ClientId::parse("100").unwrap(), user: UserId::parse("1001").unwrap() };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let answer = runtime.block_on(async {
        tokio::time::timeout(Duration::from_secs(20), client.write(Write::ResetPuk(user)))
            .await
            .expect("it does not wait")
    });
    let WriteAnswer::Refused(_, problem) = answer else { panic!("{answer:?}") };
    assert_eq!(
        problem.to_string(),
        "The server has too much to do at the moment. Nothing was changed: no reset took place. Wait a moment, then try again. \
         nevisIDM said: errors.tooManyRequests: slow down"
    );
    assert_eq!(server.requests().len(), 1);
}

/// What readings tell of a lost answer does not depend on whose clock is right.
#[test]
fn a_clock_one_hour_off() {
    for off in [3600, -3600] {
        for carried_out in [true, false] {
            let now = Clock::fixed(Timestamp::now().as_second() + off);
            let sandbox = Sandbox::start(Options { users: 0, now, ..Options::default() }).unwrap();
            let before = standing(&sandbox, "1001");
            let harm = if carried_out { Harm::AfterCarryingOut } else { Harm::Instead };
            sandbox.inject(Fault::new("POST", "/puk/reset", harm(Answer::Close)));
            let told = at_the_console(&sandbox, "", async |seat| {
                seat.open("demo.all").await.confirm("r", "demo.all").await;
                if carried_out {
                    seat.until("Carried out: the reset count went from 1 to 2.").await;
                } else {
                    seat.until("Not carried out: no reset took place, and it will not arrive any more.").await;
                }
            });
            assert_eq!(standing(&sandbox, "1001") == before, !carried_out);
            assert_eq!(writes(&sandbox), 1);
            let end = if carried_out { "happened" } else { "did-not-happen" };
            assert_eq!(told, ["session-started", "confirmed", "unknown connection-lost", end]);
        }
    }
}
