//! The driver of the API client alone: one reading, one write, and its verdict held against what the server counted.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;
use std::time::{Duration, Instant};

use credesk::api::ApiClient;
use credesk::config::{Profile, TokenSource};
use credesk::domain::credential::{Credential, CredentialKind, CredentialState};
use credesk::domain::edit::Edit;
use credesk::domain::id::{ClientId, CredentialId, UserId, UserRef};
use credesk::domain::write::{Updatable, Write, WriteAnswer};
use credesk::secret::Secret;
use tokio::task::JoinSet;

use crate::op::{Kind, Op};
use crate::profile::Home;
use crate::schedule::Schedule;
use crate::script::{CONNECT_TIMEOUT, Phase, READ_TIMEOUT, Verdict, WRITE_TIMEOUT};
use crate::server::{Post, Server, Truth};
use crate::world::{CLIENT, TOKEN};

/// How long a unit lasts here.
const UNIT: Duration = Duration::from_millis(10);
/// How many schedules run at the same time.
const AT_ONCE: usize = 200;
/// How many schedules a usual run has.
const USUAL: u64 = 1017;
/// How often the operator tries a reading again before giving up.
const TRIES: usize = 6;

/// What a schedule came to. No verdict: the readings before failed, and nothing was tried.
struct Outcome {
    schedule: Schedule,
    verdict: Option<Verdict>,
    /// The problem that the operator would read; empty where there is none.
    said: String,
    truth: Truth,
}

impl Outcome {
    /// What must never be, whatever happens.
    fn broken(&self) -> Option<&'static str> {
        let counts = &self.truth.counts;
        let happened = counts.commits > 0;
        if counts.received > 1 || counts.begun > 1 || counts.commits > 1 {
            Some("more than one write")
        } else if counts.strayed > 0 {
            Some("a redirect was followed")
        } else if counts.odd > 0 {
            Some("a request that is not well formed")
        } else if self.verdict.is_none() && counts.begun > 0 {
            Some("a write that nobody asked for")
        } else if self.verdict == Some(Verdict::Done) && !happened {
            Some("'done' for a write that was not carried out")
        } else if matches!(self.verdict, Some(Verdict::NotSent | Verdict::Refused)) && happened {
            Some("'failed' for a write that was carried out")
        } else if self.verdict == Some(Verdict::NotSent) && counts.begun > 0 {
            Some("'not sent' for a write that arrived")
        } else {
            None
        }
    }

    /// The answer came too late for this host's load, and not because the script said so.
    fn is_slow(&self) -> bool {
        self.verdict == Some(Verdict::Unknown) && self.said.starts_with("No answer within")
    }

    /// The verdict that the design's table asks for did not come.
    fn blunt(&self) -> Option<Verdict> {
        let outdated = self.truth.counts.conflicts > 0;
        let expected = self.schedule.script.verdict(self.schedule.op, outdated)?;
        self.verdict.filter(|verdict| *verdict != expected).map(|_| expected)
    }
}

/// The profile for a schedule. Generous timeouts: a loaded host must not look like a fault.
fn profile(base: &Profile, post: &Post, unit: Duration) -> Profile {
    let time = |units: u32| (unit * units).max(Duration::from_secs(1));
    Profile {
        url: post.url().parse().unwrap(),
        token: TokenSource::Given(Arc::new(Secret::new(TOKEN.to_owned()))),
        connect_timeout: time(CONNECT_TIMEOUT),
        read_timeout: time(READ_TIMEOUT),
        write_timeout: 2 * time(WRITE_TIMEOUT), // longer than connecting may take
        ..base.clone()
    }
}

fn kind(kind: Kind) -> CredentialKind {
    CredentialKind::parse(kind.name())
}

fn write(op: Op, user: UserRef, listed: &Credential) -> Write {
    let (version, comment) = (listed.version, Some("ticket 4711".to_owned()));
    let id = || CredentialId::parse(op.kind().ext_id()).unwrap();
    let edit = Edit { state: Some(CredentialState::Active), comment: comment.clone(), ..Edit::default() };
    let update = |what, edit| Write::Update { user: user.clone(), what, edit, version };
    match op {
        Op::ResetPuk => Write::ResetPuk(user),
        Op::ResetTempStrong => Write::ResetTempStrongPassword(user),
        Op::ResetTicket => Write::ResetTicket(user),
        Op::ReplaceCard => Write::ReplaceOtpCard { user, card: id(), comment, version },
        Op::SetDevicePassword => {
            let password = Some(Arc::new(Secret::new("a-long-device-password-4711".to_owned())));
            update(Updatable::DevicePassword(id()), Edit { password, ..Edit::default() })
        }
        Op::EditPuk => update(Updatable::Puk, edit),
        Op::EditTempStrong => update(Updatable::TempStrongPassword, edit),
        Op::EditTicket => update(Updatable::Ticket, edit),
        Op::EditDevicePassword => update(Updatable::DevicePassword(id()), edit),
    }
}

async fn run(post: Post, base: Arc<Profile>) -> Outcome {
    let schedule = *post.schedule();
    let client = ApiClient::new(&profile(&base, &post, UNIT));
    let at = UserRef { client: ClientId::parse(CLIENT).unwrap(), user: UserId::parse(&post.user()).unwrap() };
    let wanted = kind(schedule.op.kind());
    let mut listed = None;
    for _ in 0..TRIES {
        if let Ok(credentials) = client.credentials(&at).await {
            listed = credentials.into_iter().find(|credential| credential.kind == wanted);
            break;
        }
    }
    let (mut verdict, mut said) = (None, String::new());
    if let Some(listed) = listed {
        post.enter(Phase::Sending);
        let (came, problem) = match client.write(write(schedule.op, at, &listed)).await {
            WriteAnswer::Done(_) => (Verdict::Done, None),
            WriteAnswer::NotSent(_, problem) => (Verdict::NotSent, Some(problem)),
            WriteAnswer::Refused(_, problem) => (Verdict::Refused, Some(problem)),
            WriteAnswer::Unknown(_, problem) => (Verdict::Unknown, Some(problem)),
        };
        if came == Verdict::NotSent {
            post.enter(Phase::Settling);
        }
        verdict = Some(came);
        said = problem.map(|problem| problem.what).unwrap_or_default();
    }
    drop(client);
    Outcome { schedule, verdict, said, truth: post.finish().await }
}

/// The sums of a campaign, and the schedules that were not as they must be.
#[derive(Default)]
struct Sums {
    schedules: usize,
    by_verdict: BTreeMap<Option<Verdict>, usize>,
    received: u32,
    commits: u32,
    reads: u32,
    slow: usize,
    broken: Vec<String>,
    blunt: Vec<String>,
}

impl Sums {
    fn add(&mut self, outcome: &Outcome) {
        let counts = &outcome.truth.counts;
        self.schedules += 1;
        *self.by_verdict.entry(outcome.verdict).or_default() += 1;
        self.received += counts.received;
        self.commits += counts.commits;
        self.reads += counts.reads;
        let log = || outcome.truth.log.join("\n    ");
        if let Some(why) = outcome.broken() {
            self.broken.push(format!("{why}: {:?}\n  {}\n    {}", outcome.verdict, outcome.schedule, log()));
        }
        if let Some(expected) = outcome.blunt() {
            if outcome.is_slow() {
                self.slow += 1;
                return;
            }
            let (got, said) = (outcome.verdict, &outcome.said);
            self.blunt.push(format!("{got:?} ({said}), not {expected}\n  {}\n    {}", outcome.schedule, log()));
        }
    }

    fn table(&self, took: Duration) -> String {
        let mut table = String::new();
        let Self { schedules, received, commits, reads, slow, broken, blunt, .. } = self;
        let _ = writeln!(table, "{schedules} schedules in {:.1} s", took.as_secs_f64());
        let _ = writeln!(table, "at the server: {received} writes received, {commits} carried out, {reads} readings");
        for (verdict, count) in &self.by_verdict {
            let name = verdict.map_or_else(|| "not tried".to_owned(), |verdict| verdict.to_string());
            let _ = writeln!(table, "{count:8} {name}");
        }
        let _ = writeln!(table, "{slow:8} unknown only because this host was too slow");
        let _ = writeln!(
            table,
            "{:8} broken promises\n{:8} verdicts less sharp than they could be",
            broken.len(),
            blunt.len()
        );
        table
    }
}

#[tokio::test(flavor = "current_thread")]
async fn the_api_client_tells_the_truth_and_writes_once() {
    let server = Server::start();
    let home = Home::new();
    home.write("ca.pem", server.authority_pem(), 0o644);
    let base = Arc::new(home.profile("https://127.0.0.1", "ca_file = \"ca.pem\""));
    let begun = Instant::now();
    let mut schedules = Schedule::asked_for(USUAL);
    let mut running = JoinSet::new();
    let mut sums = Sums::default();
    loop {
        while running.len() < AT_ONCE
            && let Some(schedule) = schedules.next()
        {
            running.spawn(run(server.open(schedule, UNIT), Arc::clone(&base)));
        }
        let Some(outcome) = running.join_next().await else { break };
        let outcome = outcome.unwrap();
        if std::env::var_os("CREDESK_FAULT").is_some() {
            println!("{:?}: {}\n  {}", outcome.verdict, outcome.schedule, outcome.truth.log.join("\n  "));
        }
        sums.add(&outcome);
    }
    let table = sums.table(begun.elapsed());
    println!("{table}");
    let some = |all: &[String]| all.iter().take(10).cloned().collect::<Vec<_>>().join("\n");
    assert!(sums.broken.is_empty(), "{table}\n{}", some(&sums.broken));
    assert!(sums.slow * 100 <= sums.schedules, "{table}");
    assert!(sums.blunt.is_empty(), "{table}\n{}", some(&sums.blunt));
}
