//! The server, tested with plain sockets: each script does what it says, and the counts are right. Otherwise a campaign
//! without findings would prove nothing.

use std::io::ErrorKind;
use std::sync::Arc;
use std::time::Duration;

use credesk::api::ApiClient;
use credesk::config::TokenSource;
use credesk::domain::id::{ClientId, UserId, UserRef};
use credesk::domain::write::{Write, WriteAnswer};
use credesk::secret::Secret;
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::http::Framing;
use crate::op::Op;
use crate::profile::Home;
use crate::schedule::{Fault, Schedule};
use crate::script::{
    Carriage, Clock, Colleague, Commit, Line, Moment, Nature, OnReads, OnWrite, Phase, ReadHarm, Script, Spoil, Target,
    Words,
};
use crate::server::{Post, Server};
use crate::world::TOKEN;

/// Long enough that a late change is not carried out before it is looked for, and short enough to wait for.
const UNIT: Duration = Duration::from_millis(20);

const HEALTHY: Script = Script {
    nature: Nature { clock: Clock::Right, version_step: 2, list_has_count: true, exposed: true, tls: false },
    before: None,
    sending: Line::Open,
    write: OnWrite { commit: Commit::AtOnce, words: Words::True, carriage: Carriage::Whole, framing: Framing::Length },
    after: None,
    settling: None,
    colleague: None,
};

fn schedule(script: Script) -> Schedule {
    Schedule { seed: 0, op: Op::ResetPuk, phase: Phase::Answering, fault: Fault::Nothing, script }
}

fn written(change: impl FnOnce(&mut OnWrite)) -> Script {
    let mut script = HEALTHY;
    change(&mut script.write);
    script
}

/// How a connection ended.
#[derive(Debug, PartialEq, Eq, Clone, Copy)]
enum End {
    Closed,
    Reset,
    /// Not at all, for as long as was waited.
    Silent,
}

struct Heard {
    bytes: Vec<u8>,
    end: End,
}

impl Heard {
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    fn body(&self) -> Value {
        serde_json::from_str(self.text().split_once("\r\n\r\n").unwrap().1).unwrap()
    }
}

fn address(post: &Post) -> String {
    post.url().trim_start_matches("http://").split('/').next().unwrap().to_owned()
}

fn request(post: &Post, method: &str, below: &str, body: &str) -> String {
    let prefix = post.url()[7..].split_once('/').unwrap().1.to_owned();
    let length = body.len();
    let path = format!("/{prefix}/nevisidm/api/core/v1/1000/users/{}/{below}", post.user());
    format!("{method} {path} HTTP/1.1\r\nAuthorization: Bearer {TOKEN}\r\nContent-Length: {length}\r\n\r\n{body}")
}

async fn listen(stream: &mut TcpStream) -> Heard {
    let mut bytes = Vec::new();
    let mut block = [0; 4096];
    loop {
        let end = match tokio::time::timeout(Duration::from_millis(150), stream.read(&mut block)).await {
            Ok(Ok(0)) => End::Closed,
            Ok(Ok(count)) => {
                bytes.extend_from_slice(&block[..count]);
                continue;
            }
            Ok(Err(error)) if error.kind() == ErrorKind::ConnectionReset => End::Reset,
            Ok(Err(error)) => panic!("{error}"),
            Err(_) => End::Silent,
        };
        return Heard { bytes, end };
    }
}

async fn ask(post: &Post, text: &str) -> Heard {
    let mut stream = TcpStream::connect(address(post)).await.unwrap();
    stream.write_all(text.as_bytes()).await.unwrap();
    listen(&mut stream).await
}

async fn reset(post: &Post) -> Heard {
    ask(post, &request(post, "POST", "puk/reset", "")).await
}

async fn puk(post: &Post) -> Value {
    let list = ask(post, &request(post, "GET", "credentials", "")).await.body();
    list["items"][0].clone()
}

#[tokio::test(flavor = "current_thread")]
async fn a_healthy_reset_is_carried_out_once_and_seen_in_the_readings() {
    let server = Server::start();
    let post = server.open(schedule(HEALTHY), UNIT);
    let before = puk(&post).await;
    let heard = reset(&post).await;
    let (said, after) = (heard.body(), puk(&post).await);
    assert_eq!(
        (said["userExtId"].as_str(), said["puk"].as_str()),
        (Some(post.user().as_str()), Some("plain-value-11"))
    );
    let steps = ["version", "resetCount"].map(|field| after[field].as_i64().unwrap() - before[field].as_i64().unwrap());
    assert_eq!(steps, [2, 1]);
    assert_ne!(before["lastModified"], after["lastModified"]);
    assert!(heard.text().contains("\r\nDate: "));
    let counts = post.finish().await.counts;
    assert_eq!((counts.begun, counts.received, counts.commits, counts.reads, counts.odd), (1, 1, 1, 2, 0));
}

#[tokio::test(flavor = "current_thread")]
async fn whatever_is_sent_is_counted_whole_or_not() {
    let server = Server::start();
    let open = || server.open(schedule(HEALTHY), UNIT);

    let post = open();
    let text = request(&post, "PATCH", "puk", r#"{"modificationComment":"x"}"#);
    let mut stream = TcpStream::connect(address(&post)).await.unwrap();
    stream.write_all(&text.as_bytes()[..text.len() - 1]).await.unwrap();
    drop(stream);
    let counts = post.finish().await.counts;
    assert_eq!((counts.begun, counts.received, counts.commits), (1, 0, 0), "half a request");

    let post = open();
    let text = request(&post, "POST", "puk/reset", "");
    ask(&post, &format!("{text}{text}")).await;
    let counts = post.finish().await.counts;
    assert_eq!((counts.begun, counts.received, counts.commits), (2, 2, 2), "twice on one connection");

    let post = open();
    reset(&post).await;
    reset(&post).await;
    let counts = post.finish().await.counts;
    assert_eq!((counts.begun, counts.received, counts.commits), (2, 2, 2), "twice on two connections");

    let post = open();
    let text = request(&post, "POST", "puk/reset", "").replace(TOKEN, "another");
    assert!(ask(&post, &text).await.text().starts_with("HTTP/1.1 401"));
    let text = request(&post, "POST", "puk/reset", "{}");
    assert!(ask(&post, &text).await.text().starts_with("HTTP/1.1 400"), "a reset has no body");
    let counts = post.finish().await.counts;
    assert_eq!((counts.received, counts.commits, counts.odd), (1, 0, 2));
}

#[tokio::test(flavor = "current_thread")]
async fn a_request_left_behind_is_counted_before_the_truth_is_told() {
    let server = Server::start();
    for _ in 0..300 {
        let post = server.open(schedule(HEALTHY), UNIT);
        let mut stream = TcpStream::connect(address(&post)).await.unwrap();
        stream.write_all(request(&post, "POST", "puk/reset", "").as_bytes()).await.unwrap();
        drop(stream);
        assert_eq!(post.finish().await.counts.commits, 1);
    }
}

#[tokio::test(flavor = "current_thread")]
async fn an_answer_ends_as_its_carriage_says() {
    let server = Server::start();
    let play = async |carriage, framing| {
        let script = written(|write| (write.carriage, write.framing) = (carriage, framing));
        let post = server.open(schedule(script), UNIT);
        let heard = reset(&post).await;
        assert_eq!(post.finish().await.counts.commits, 1, "{carriage:?}");
        heard
    };
    for (framing, end) in
        [(Framing::Length, End::Silent), (Framing::Chunked(7), End::Silent), (Framing::UntilClose, End::Closed)]
    {
        let whole = play(Carriage::Whole, framing).await;
        assert_eq!(whole.end, end);
        let length = u32::try_from(whole.bytes.len()).unwrap();
        for carriage in [Carriage::Dribble, Carriage::After(2)] {
            let heard = play(carriage, framing).await;
            assert_eq!((heard.bytes.len(), heard.end), (whole.bytes.len(), end), "{carriage:?}");
        }
        let twice = play(Carriage::Twice, framing).await;
        assert_eq!(twice.text().matches("HTTP/1.1 200").count(), 2);
        let interim = play(Carriage::Interim, framing).await.text();
        assert!(interim.starts_with("HTTP/1.1 100 ") && interim.contains("HTTP/1.1 200 "), "{interim}");
        for byte in [0, 1, 50, length - 1, length + 3] {
            let sent = byte as usize % whole.bytes.len();
            for (carriage, end) in [
                (Carriage::CloseAt(byte), End::Closed),
                (Carriage::ResetAt(byte), End::Reset),
                (Carriage::SilentAt(byte), End::Silent),
            ] {
                let heard = play(carriage, framing).await;
                assert_eq!((heard.bytes.len(), heard.end), (sent, end), "{carriage:?} {framing:?}");
            }
        }
        assert_eq!(play(Carriage::ResetAfter, framing).await.end, End::Reset);
    }
}

#[tokio::test(flavor = "current_thread")]
async fn a_late_change_is_carried_out_after_its_answer_was_lost() {
    let server = Server::start();
    let script = written(|write| (write.commit, write.carriage) = (Commit::Late(50), Carriage::SilentAt(0)));
    let post = server.open(schedule(script), UNIT);
    assert_eq!(reset(&post).await.end, End::Silent);
    assert_eq!(post.counts().commits, 0, "a second has not passed yet");
    assert_eq!(post.finish().await.counts.commits, 1);

    let script = written(|write| (write.commit, write.carriage) = (Commit::Never, Carriage::CloseAt(0)));
    let post = server.open(schedule(script), UNIT);
    reset(&post).await;
    let counts = post.finish().await.counts;
    assert_eq!((counts.received, counts.commits), (1, 0));
}

#[tokio::test(flavor = "current_thread")]
async fn stale_readings_show_what_was_before_and_end_when_they_must() {
    let server = Server::start();
    let reads = OnReads { target: Target::Both, spare: 1, times: Some(2), harm: ReadHarm::Stale };
    let post = server.open(schedule(Script { after: Some(reads), ..HEALTHY }), UNIT);
    let before = puk(&post).await["version"].as_i64().unwrap();
    reset(&post).await;
    let mut seen = Vec::new();
    for _ in 0..4 {
        seen.push(puk(&post).await["version"].as_i64().unwrap() - before);
    }
    assert_eq!(seen, [2, 0, 0, 2]);

    let post = server.open(schedule(Script { before: Some(OnReads { spare: 0, ..reads }), ..HEALTHY }), UNIT);
    let seen = [puk(&post).await, puk(&post).await, puk(&post).await].map(|row| row["version"].as_i64().unwrap());
    assert_eq!(seen, [7, 7, 9], "last week's work is not seen at first");
}

#[tokio::test(flavor = "current_thread")]
async fn readings_fail_as_scripted_and_only_those() {
    let server = Server::start();
    for (harm, begins, end) in [
        (ReadHarm::Status(401), "HTTP/1.1 401", End::Silent),
        (ReadHarm::Redirect(307), "HTTP/1.1 307", End::Silent),
        (ReadHarm::CloseAt(0), "", End::Closed),
        (ReadHarm::ResetAt(20), "HTTP/1.1 200", End::Reset),
        (ReadHarm::SilentAt(20), "HTTP/1.1 200", End::Silent),
        (ReadHarm::Html, "HTTP/1.1 200", End::Silent),
        (ReadHarm::NotJson, "HTTP/1.1 200", End::Silent),
        (ReadHarm::OtherUser, "HTTP/1.1 200", End::Silent),
    ] {
        let reads = OnReads { target: Target::List, spare: 0, times: Some(1), harm };
        let post = server.open(schedule(Script { after: Some(reads), ..HEALTHY }), UNIT);
        puk(&post).await;
        reset(&post).await;
        let page = ask(&post, &request(&post, "GET", "ticket", "")).await;
        assert_eq!(page.body()["userExtId"], post.user().as_str(), "the pages are not meant");
        let heard = ask(&post, &request(&post, "GET", "credentials", "")).await;
        assert!(heard.text().starts_with(begins) && heard.end == end, "{harm:?}: {:?} {}", heard.end, heard.text());
        let said = match harm {
            ReadHarm::Html => "<html",
            ReadHarm::NotJson => "{\"items\":[",
            ReadHarm::OtherUser => "somebody-else",
            _ => "",
        };
        assert!(heard.text().contains(said), "{}", heard.text());
        assert_eq!(puk(&post).await["userExtId"], post.user().as_str(), "once, and then no more");
    }
}

#[tokio::test(flavor = "current_thread")]
async fn the_second_operator_makes_a_conflict_or_one_more_change() {
    let server = Server::start();
    let with = |when, resets| Script { colleague: Some(Colleague { when, resets, twice: false }), ..HEALTHY };
    let patch = r#"{"version":9,"modificationComment":"ours"}"#;

    let post = server.open(schedule(with(Moment::BeforeWrite, false)), UNIT);
    let heard = ask(&post, &request(&post, "PATCH", "puk", patch)).await;
    assert!(heard.text().starts_with("HTTP/1.1 409"), "{}", heard.text());
    assert_eq!(puk(&post).await["modificationComment"], crate::world::COLLEAGUE);
    let counts = post.finish().await.counts;
    assert_eq!((counts.commits, counts.conflicts, counts.by_colleague), (0, 1, 1));

    for moment in [Moment::BeforeWrite, Moment::AfterWrite] {
        let post = server.open(schedule(with(moment, true)), UNIT);
        reset(&post).await;
        assert_eq!(puk(&post).await["resetCount"], 4, "{moment:?}");
        let counts = post.finish().await.counts;
        assert_eq!((counts.commits, counts.by_colleague), (1, 1));
    }

    let post = server.open(schedule(with(Moment::Later(10), true)), UNIT);
    reset(&post).await;
    assert_eq!(post.counts().by_colleague, 0);
    assert_eq!(post.finish().await.counts.by_colleague, 1);
}

#[tokio::test(flavor = "current_thread")]
async fn a_followed_redirect_is_counted() {
    let server = Server::start();
    for status in [301, 302, 303, 307, 308] {
        let script = written(|write| (write.commit, write.words) = (Commit::Never, Words::Redirect(status)));
        let post = server.open(schedule(script), UNIT);
        let text = reset(&post).await.text();
        assert!(text.starts_with(&format!("HTTP/1.1 {status} ")));
        let target = text.lines().find_map(|line| line.strip_prefix("Location: http://")).unwrap();
        let (host, path) = target.split_once('/').unwrap();
        let mut stream = TcpStream::connect(host).await.unwrap();
        stream.write_all(format!("POST /{path} HTTP/1.1\r\n\r\n").as_bytes()).await.unwrap();
        listen(&mut stream).await;
        let counts = post.finish().await.counts;
        assert_eq!((counts.strayed, counts.received, counts.commits), (1, 1, 0));
    }
}

#[tokio::test(flavor = "current_thread")]
async fn a_line_is_shut_and_opened_again() {
    let server = Server::start();
    let at = |sending| server.open(schedule(Script { sending, ..HEALTHY }), UNIT);
    let connect =
        async |post: &Post| tokio::time::timeout(Duration::from_millis(200), TcpStream::connect(address(post))).await;

    let post = at(Line::Refused);
    puk(&post).await;
    post.enter(Phase::Sending);
    assert_eq!(connect(&post).await.unwrap().unwrap_err().kind(), ErrorKind::ConnectionRefused);
    post.enter(Phase::Settling);
    puk(&post).await;
    assert_eq!(post.finish().await.counts.begun, 0);

    let post = at(Line::Full);
    puk(&post).await;
    post.enter(Phase::Sending);
    assert!(connect(&post).await.is_err(), "it must hang");
    post.enter(Phase::Settling);
    puk(&post).await;
    post.finish().await;

    for line in [Line::CloseUnread, Line::ResetUnread] {
        let post = at(line);
        puk(&post).await;
        post.enter(Phase::Sending);
        let heard = reset(&post).await;
        assert!(heard.bytes.is_empty() && heard.end != End::Silent, "{line:?}: {:?}", heard.end);
        assert_eq!(post.counts().begun, 0);
        reset(&post).await;
        assert_eq!(post.finish().await.counts.commits, 1, "a second attempt would be seen");
    }

    let settling = Some((Line::Refused, Some(10)));
    let lost = written(|write| write.carriage = Carriage::CloseAt(0));
    let post = server.open(schedule(Script { settling, ..lost }), UNIT);
    reset(&post).await;
    assert!(connect(&post).await.unwrap().is_err());
    let truth = post.finish().await;
    assert_eq!(truth.counts.commits, 1);
}

#[tokio::test(flavor = "current_thread")]
async fn the_certificates_are_what_they_are_called() {
    let server = Server::start();
    let home = Home::new();
    home.write("ca.pem", server.authority_pem(), 0o644);
    for (sending, said) in [
        (Line::OtherName, "another name"),
        (Line::Expired, "has expired"),
        (Line::Stranger, "not trusted here"),
        (Line::HandshakeCut(false), "no connection could be made"),
        (Line::HandshakeCut(true), "no connection could be made"),
        (Line::Open, ""),
    ] {
        let mut script = Script { sending, ..HEALTHY };
        script.nature.tls = true;
        let post = server.open(schedule(script), UNIT);
        let mut profile = home.profile(&post.url(), "ca_file = \"ca.pem\"");
        profile.token = TokenSource::Given(Arc::new(Secret::new(TOKEN.to_owned())));
        let client = ApiClient::new(&profile);
        let user = UserRef { client: ClientId::parse("1000").unwrap(), user: UserId::parse(&post.user()).unwrap() };
        client.credentials(&user).await.unwrap();
        post.enter(Phase::Sending);
        match client.write(Write::ResetPuk(user)).await {
            WriteAnswer::NotSent(_, problem) => assert!(problem.what.contains(said) && !said.is_empty(), "{problem}"),
            WriteAnswer::Done(_) => assert_eq!(sending, Line::Open),
            other => panic!("{sending:?}: {other:?}"),
        }
        post.enter(Phase::Settling);
        assert_eq!(post.finish().await.counts.commits, u32::from(sending == Line::Open));
    }
}

#[tokio::test(flavor = "current_thread")]
async fn a_spoilt_answer_is_spoilt_in_its_own_way() {
    let server = Server::start();
    for (spoil, commit) in [Commit::AtOnce, Commit::Never].into_iter().flat_map(|commit| {
        [
            (Spoil::Html, "Content-Type: text/html"),
            (Spoil::HtmlAsJson, "\r\n\r\n<!DOCTYPE"),
            (Spoil::NotJson, "},"),
            (Spoil::DuplicateKey, "\r\n\r\n{\"puk\":\"other\","),
            (Spoil::WrongType, "\"stateName\":{\"a\":1}"),
            (Spoil::OtherUser, "\"userExtId\":\"somebody-else\""),
            (Spoil::OtherCredential, "\"type\":\"Ticket Authorization\""),
            (Spoil::NoOwner, "\r\n\r\n{}"),
            (Spoil::Errors, "{\"errors\":["),
            (Spoil::Oversized, "xxxxxxxx"),
            (Spoil::Empty, "Content-Length: 0\r\n"),
            (Spoil::NoContent, "HTTP/1.1 204"),
            (Spoil::Accepted202, "HTTP/1.1 202"),
            (Spoil::Garbage, "SSH-2.0"),
            (Spoil::CutJson, "{"),
        ]
        .map(|spoil| (spoil, commit))
    }) {
        let (spoil, said) = spoil;
        let script = written(|write| (write.words, write.commit) = (Words::Spoilt(spoil), commit));
        let post = server.open(schedule(script), UNIT);
        let heard = reset(&post).await;
        assert!(heard.text().contains(said), "{spoil:?}: {}", heard.text());
        let json = heard.text().split_once("\r\n\r\n").map(|(_, body)| serde_json::from_str::<Value>(body).is_ok());
        let broken = [Spoil::Html, Spoil::HtmlAsJson, Spoil::NotJson, Spoil::CutJson, Spoil::Empty, Spoil::NoContent];
        assert!(spoil == Spoil::Garbage || json == Some(!broken.contains(&spoil)), "{spoil:?}: {}", heard.text());
        assert!(spoil != Spoil::Oversized || heard.bytes.len() > 256 * 1024);
        assert_eq!(post.finish().await.counts.commits, u32::from(commit == Commit::AtOnce), "{spoil:?}");
    }
}

#[tokio::test(flavor = "current_thread")]
async fn the_clock_is_right_wrong_or_not_told() {
    let server = Server::start();
    for (clock, date_off, modified_off) in [
        (Clock::Right, Some(0), 0),
        (Clock::Wrong(3600), Some(3600), 3600),
        (Clock::Wrong(-3600), Some(-3600), -3600),
        (Clock::GatewayWrong(3600), Some(3600), 0),
        (Clock::NoDate, None, 0),
    ] {
        let mut script = HEALTHY;
        script.nature.clock = clock;
        let post = server.open(schedule(script), UNIT);
        let heard = reset(&post).await;
        let date = heard.text().lines().find_map(|line| line.strip_prefix("Date: ").map(String::from));
        let modified: jiff::Timestamp = heard.body()["lastModified"].as_str().unwrap().parse().unwrap();
        let off = |moment: jiff::Timestamp| moment.duration_since(jiff::Timestamp::now()).as_secs();
        let near = |off: i64, wanted: i64| (off - wanted).abs() < 60;
        let date = date.map(|text| jiff::fmt::rfc2822::parse(&text).unwrap().timestamp());
        assert_eq!(date.is_some(), date_off.is_some());
        assert!(date.is_none_or(|date| near(off(date), date_off.unwrap())), "{clock:?}: {date:?}");
        assert!(near(off(modified), modified_off), "{clock:?}: {modified}");
    }
}
