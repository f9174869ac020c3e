//! What the server has to do with: reached or not, trusted or not, accepted or not, allowed or not.

use std::net::TcpListener;

use credesk::sandbox::{Answer, Clock, Fault, Harm, Operator, Options, Sandbox};
use jiff::{SignedDuration, Timestamp};

use crate::place::Place;
use crate::sandbox_client::start;
use crate::support::profile::TOKEN;
use crate::support::raw_server::{RawServer, Reply};
use crate::tls_server::TlsServer;

fn with_system_clock() -> Sandbox {
    Sandbox::start(Options { users: 0, ..Options::default() }).unwrap()
}

/// A profile whose token is this operator's, from a program that counts how often it runs.
fn signed_in(sandbox: &Sandbox, operator: Operator, lines: &str) -> Place {
    let command = "token_command = [\"sh\", \"-c\", \"echo >> runs; cat api-key\"]";
    let place = Place::with(&sandbox.url(), &format!("{command}\n{lines}"));
    let script = format!("echo >> '{}'; cat '{}'", place.path("runs").display(), place.path("api-key").display());
    let text =
        std::fs::read_to_string(place.path("config.toml")).unwrap().replace("echo >> runs; cat api-key", &script);
    place.home.write("config.toml", &text, 0o600);
    place.home.write("api-key", &sandbox.token(operator), 0o600);
    place
}

fn runs(place: &Place) -> usize {
    std::fs::read_to_string(place.path("runs")).unwrap().lines().count()
}

#[test]
fn where_all_is_well_it_says_so_and_has_changed_nothing() {
    let sandbox = with_system_clock();
    let place = signed_in(&sandbox, Operator::Helpdesk, "");
    let report = place.report();
    assert_eq!((report.code, report.failing()), (0, vec![]));
    assert_eq!(report.json["profile"], "test");
    report.tells("server", "ok", &["answers", "HTTP 401"]);
    report.tells("clock", "ok", &["agree"]);
    report.tells("tls", "ok", &["http"]);
    report.tells("token", "ok", &["token_command", "an API key"]);
    report.tells("token", "ok", &["Martina Huber (m.huber)"]);
    assert_eq!(report.about("operations").len(), 6);
    assert!(
        report.about("operations").iter().all(|told| told.starts_with("ok: ")),
        "{:#?}",
        report.about("operations")
    );
    // Her own device password, which the token proves, has a page; whether the change is exposed no reading tells.
    report.tells("operations", "ok", &["Update a device password", "exposed for reading", "only with the first one"]);
    report.tells("operations", "ok", &["Replace an OTP card", "No page", "only with the first one"]);
    report.tells("journal", "ok", &["There is none yet"]);

    assert_eq!(runs(&place), 1);
    assert_eq!(place.names(), ["api-key", "config.toml", "runs", "token"], "no journal, no key, no log");
    let requests = sandbox.requests();
    assert!(!requests.is_empty() && requests.iter().all(|request| request.method == "GET"), "{requests:#?}");
    assert!(!requests.iter().any(|request| request.path.contains("otp-credentials")), "its page holds the card");
    let without_token = requests.iter().filter(|request| !request.headers.iter().any(|name| name == "authorization"));
    assert_eq!(without_token.count(), 1);
    assert!(!report.raw.contains(&sandbox.token(Operator::Helpdesk)));
}

#[test]
fn the_policies_of_every_client_are_advised_on_and_those_of_the_profiles_alone_where_it_names_one() {
    let sandbox = with_system_clock();
    let report = signed_in(&sandbox, Operator::Helpdesk, "").report();
    // 30 of 62: 30 x log2(62) = 178.6 bits, which 41 of 22 have too: 41 x log2(22) = 182.8.
    report.tells("policy", "warn", &["Client 100", "(tsp-standard)", "178 bits", "ticketLen0 = 41,"]);
    // 12 of 55: 69.4 bits, 16 x 4.459 = 71.4; and 8 of 55: 46.3 bits, 11 x 4.459 = 49.1.
    report.tells("policy", "warn", &["(tsp-split)", "69 bits", "ticketLen0 = 16,", "ticketLen1 = 11."]);
    report.tells("policy", "ok", &["(tsp-mail)", "gives the caller no part"]);
    report.tells("policy", "ok", &["(puk-plain)", "39 bits"]);
    report.tells("policy", "warn", &["(dev-strict)", "minNonAlnum = 0"]);
    // 16 of 62: 95.3 bits, 22 x 4.459 = 98.1.
    report.tells("policy", "warn", &["Client 200", "(200-tsp-standard)", "95 bits", "ticketLen0 = 22,"]);
    let one = signed_in(&sandbox, Operator::Helpdesk, "client = \"200\"").report();
    assert!(one.about("policy").len() == 2 && one.about("policy").iter().all(|told| told.contains("Client 200")));
}

#[test]
fn a_viewer_is_told_which_right_is_missing_and_nothing_fails() {
    let report = signed_in(&with_system_clock(), Operator::Viewer, "").report();
    assert_eq!(report.code, 0);
    let lacking =
        report.about("operations").into_iter().filter(|told| told.contains("you lack AccessControl.CredentialModify"));
    assert_eq!(lacking.filter(|told| told.starts_with("warn: ")).count(), 5);
}

#[test]
fn a_self_admin_may_two_of_five_and_read_no_policies() {
    let sandbox = with_system_clock();
    let report = signed_in(&sandbox, Operator::SelfAdmin, "self_admin = true").report();
    assert_eq!(report.code, 0);
    report.tells("operations", "ok", &["Reset a temporary strong password", "you may."]);
    report.tells("operations", "warn", &["Regenerate a PUK", "you may not"]);
    report.tells("policy", "warn", &["cannot be read", "PolicyConfigurationView"]);
}

#[test]
fn what_the_options_say_holds() {
    let sandbox = with_system_clock();
    let place = signed_in(&sandbox, Operator::Helpdesk, "");
    let (code, out, err) = place.run(&["--read-only", "--profile", "test"], &[]);
    assert_eq!(code, 0, "{out}{err}");
    assert!(out.contains("this profile is read-only") && err.contains("0 fail. Nothing was changed."), "{out}{err}");
    assert!(
        out.lines().all(|line| ["ok    ", "warn  ", "      "].iter().any(|start| line.starts_with(start))),
        "{out}"
    );
    let (code, out, _) = place.run(&["--profile", "tset"], &[]);
    assert!(
        code == 2 && out.contains("fail  configuration  There is no profile \"tset\"; did you mean \"test\"?"),
        "{out}"
    );
}

#[test]
fn a_token_that_is_not_accepted_is_asked_for_once_and_never_again() {
    let sandbox = with_system_clock();
    let place = signed_in(&sandbox, Operator::Helpdesk, "");
    place.home.write("api-key", TOKEN, 0o600);
    let report = place.report();
    assert_eq!((report.code, report.failing()), (3, vec!["token"]));
    report.tells("token", "fail", &["nevisIDM does not accept it", "Get a new token"]);
    report.tells("operations", "warn", &["Not looked at", "does not accept the token"]);
    assert_eq!(runs(&place), 1);
    assert!(!report.raw.contains(TOKEN));

    std::fs::remove_file(place.path("api-key")).unwrap();
    let report = place.report();
    assert_eq!((report.code, report.failing()), (3, vec!["token"]));
    report.tells("token", "fail", &["ended with exit status", "Run that program by hand"]);
    assert_eq!(runs(&place), 2, "once more, in this run");
}

#[test]
fn an_ended_token_and_a_token_in_the_environment_are_told() {
    use base64::Engine;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    let sandbox = with_system_clock();
    let jwt = |ends: SignedDuration| {
        let claims = format!("{{\"exp\":{}}}", (Timestamp::now() + ends).as_second());
        [r#"{"alg":"HS256","typ":"JWT"}"#, &claims, "s"].map(|part| URL_SAFE_NO_PAD.encode(part)).join(".")
    };
    let place = Place::with(&sandbox.url(), "");
    place.home.write("token", &jwt(SignedDuration::from_hours(-1)), 0o600);
    let report = place.report();
    assert_eq!(report.code, 3);
    report.tells("token", "fail", &["ended on", "Put a new one into that file"]);
    // Ten minutes are few, and that it is not accepted is told as well.
    place.home.write("token", &jwt(SignedDuration::from_secs(630)), 0o600);
    let report = place.report();
    report.tells("token", "warn", &["token_file gives a token: a JWT", "in 10 minutes", "Get a new one"]);
    report.tells("token", "fail", &["does not accept it"]);

    let place = Place::with(&sandbox.url(), "token_env = \"T\"");
    let token = sandbox.token(Operator::Helpdesk);
    let report = place.report_in(&[("T", &token)]);
    assert_eq!(report.code, 0);
    report.tells("token", "warn", &["the last resort", "token_command"]);
    assert!(!report.raw.contains(&token));
    assert_eq!(place.report().code, 3);
}

#[test]
fn a_server_that_is_not_there_is_one_failure() {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let report = Place::with(&format!("http://127.0.0.1:{port}"), "").report();
    assert_eq!((report.code, report.failing()), (4, vec!["server"]));
    report.tells("server", "fail", &["no connection could be made", "Check that the server runs"]);
    for area in ["clock", "operations", "policy"] {
        report.tells(area, "warn", &["Not looked at: the server cannot be asked."]);
    }
}

#[test]
fn a_server_that_never_answers_holds_up_nothing_else() {
    let server = RawServer::start([Reply::Stall(Vec::new())]);
    let report = Place::with(&server.url(), "read_timeout_s = 1").report();
    assert_eq!((report.code, report.failing()), (4, vec!["server"]));
    report.tells("server", "fail", &["No answer within 1 seconds."]);
    report.tells("journal", "ok", &["There is none yet"]);
}

#[test]
fn what_answers_and_is_no_nevisidm_is_told() {
    let sandbox = with_system_clock();
    sandbox.inject(Fault::new("GET", "/permissions", Harm::Instead(Answer::HtmlPage)));
    let report = signed_in(&sandbox, Operator::Helpdesk, "").report();
    assert_eq!((report.code, report.failing()), (4, vec!["server"]));
    report.tells("server", "fail", &["web page", "Sign in - Proxy"]);
}

#[test]
fn a_page_that_is_not_exposed_is_told_from_one_that_is_empty() {
    let sandbox = with_system_clock();
    sandbox.inject(Fault::new("GET", "/ticket", Harm::Instead(Answer::Status(404, "<h1>gone</h1>".into()))));
    let report = signed_in(&sandbox, Operator::Helpdesk, "").report();
    report.tells("operations", "warn", &["Regenerate a ticket", "HTTP 404, and not by nevisIDM"]);
    report.tells("operations", "ok", &["Reset a temporary strong password", "where you have none"]);
    sandbox.inject(Fault::new("GET", "/credentials", Harm::Instead(Answer::Status(404, String::new()))));
    let report = signed_in(&sandbox, Operator::Helpdesk, "").report();
    assert_eq!((report.code, report.failing()), (4, vec!["operations"]));
}

#[test]
fn a_clock_an_hour_off_is_a_warning() {
    let slow = Clock::fixed((Timestamp::now() - SignedDuration::from_hours(1)).as_second());
    let sandbox = Sandbox::start(Options { users: 0, now: slow, ..Options::default() }).unwrap();
    let report = signed_in(&sandbox, Operator::Helpdesk, "").report();
    assert_eq!(report.code, 0);
    let told = report.about("clock").concat();
    assert!(told.contains("ahead of the server's") && told.contains("seconds") && told.contains("NTP"), "{told}");
    // The sandbox of other tests stands still in November 2026.
    assert_eq!(signed_in(&start(), Operator::Helpdesk, "").report().code, 0);
}

#[test]
fn certificates_are_told_whether_they_are_taken_or_not() {
    let reply = b"HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n";
    let tls = |until: (i32, u8, u8)| {
        let server = TlsServer::start_until(reply, until);
        let place = Place::with(&server.url(), "ca_file = \"ca.pem\"");
        place.home.write("ca.pem", &server.ca, 0o600);
        (place.report(), server)
    };
    let (report, server) = tls((2099, 12, 31));
    report.tells("tls", "ok", &["made out to localhost", "by CN=an authority of a test", "2099-12-31"]);
    report.tells("files", "ok", &["ca_file"]);
    report.tells("clock", "warn", &["does not tell its time"]);
    let first = &server.requests()[0];
    assert_eq!((first.path(), first.header("authorization")), ("/nevisidm/api/principal/v1/permissions", None));

    let soon = (Timestamp::now() + SignedDuration::from_hours(24 * 10)).to_zoned(jiff::tz::TimeZone::UTC).date();
    let [month, day] = [soon.month(), soon.day()].map(|number| u8::try_from(number).unwrap());
    let (report, _server) = tls((soon.year().into(), month, day));
    assert_ne!(report.code, 2);
    report.tells("tls", "warn", &["for 9 more days", "Remind the server's administrator"]);

    let (report, server) = tls((2021, 1, 1));
    assert_eq!((report.code, report.failing()), (4, vec!["tls"]));
    report.tells("tls", "fail", &["it has expired", "until 2021-01-01", "SHA-256 fingerprint", "ca_file"]);
    report.tells("server", "warn", &["see tls"]);
    assert!(server.requests().is_empty(), "nothing was sent, no token above all");
}
