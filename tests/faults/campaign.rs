//! The campaign over the whole console: many schedules at the same time, each at a console of its own, and the counts.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::rc::Rc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use credesk::app::screen::Screen;
use credesk::config::{Profile, TokenSource};
use credesk::domain::settling::Settling;
use credesk::journal;
use credesk::secret::Secret;
use tokio::runtime::{Builder, LocalOptions};
use tokio::task::JoinSet;

use crate::account::Told;
use crate::judge::{Outcome, events};
use crate::op::Op;
use crate::operator::Operator;
use crate::profile::Home;
use crate::schedule::Schedule;
use crate::script::{Clock, SETTLE};
use crate::seat::Seat;
use crate::server::{Post, Server};
use crate::world::TOKEN;

/// How long a delay of one unit lasts. What comes late goes by the console's own seconds instead.
const UNIT: Duration = Duration::from_millis(8);
/// How long a second of the settling lasts.
const SECOND: Duration = Duration::from_millis(8);
/// How long connecting, a reading and a write may take: far more than they need, for a loaded host is no fault.
const PATIENCE: Duration = Duration::from_secs(2);
/// How many schedules run at the same time on each thread.
const AT_ONCE: usize = 60;
const THREADS: usize = 2;
/// How many schedules a usual run has.
const USUAL: u64 = 10_000;

fn profile(base: &Profile, post: &Post) -> Profile {
    Profile {
        url: post.url().parse().unwrap(),
        token: TokenSource::Given(Arc::new(Secret::new(TOKEN.to_owned()))),
        connect_timeout: PATIENCE / 2,
        read_timeout: PATIENCE,
        write_timeout: PATIENCE,
        ..base.clone()
    }
}

async fn run(post: Post, base: Arc<Profile>, folder: Arc<Path>) -> (Outcome, u32) {
    let schedule = *post.schedule();
    let path = folder.join(format!("{}.jsonl", schedule.seed));
    let post = Rc::new(post);
    let (clock, settling) = (Rc::clone(&post), Cell::new(None));
    let seat = Seat::new(&profile(&base, &post), &path, SECOND, move |app| {
        if let Some(Screen::Settle(screen)) = app.screen() {
            settling.set(Some(screen.told().id));
        }
        if let Some(seconds) = settling.get().and_then(|id| app.desk().settling(id)).map(Settling::left) {
            clock.passed(SETTLE - u32::try_from(seconds).unwrap().min(SETTLE));
        }
    });
    let (account, end) = Operator::new(&seat, &post).work().await;
    let frames = seat.frames.get();
    seat.leave().await;
    let truth = Rc::into_inner(post).unwrap().finish().await;
    let journal = journal::contents(&path).map_err(|error| error.to_string()).and_then(events);
    for file in [path.clone(), folder.join(format!("{}.jsonl.key", schedule.seed))] {
        let _left = std::fs::remove_file(file);
    }
    (Outcome { schedule, account, stuck: end.err(), truth, journal }, frames)
}

#[derive(Default)]
struct Sums {
    schedules: usize,
    table: BTreeMap<(String, Option<Told>), usize>,
    received: u32,
    commits: u32,
    reads: u32,
    frames: u64,
    values: usize,
    mashed: u32,
    locked: u32,
    verified: usize,
    not_verified: usize,
    twins: usize,
    /// Settled by readings, where readings work and no second hand is in it; and those where it still could not be told.
    sure: usize,
    unsure: Vec<String>,
    /// Those of them where a gateway's `Date` is an hour off the server's own clock.
    by_date: usize,
    broken: Vec<(String, String)>,
}

impl Sums {
    fn add(&mut self, outcome: &Outcome, frames: u32) {
        let (account, counts) = (&outcome.account, &outcome.truth.counts);
        self.schedules += 1;
        *self.table.entry((outcome.schedule.op.to_string(), account.told)).or_default() += 1;
        self.received += counts.received;
        self.commits += counts.commits;
        self.reads += counts.reads;
        self.frames += u64::from(frames);
        self.values += usize::from(account.value.is_some());
        self.mashed += account.mashed;
        self.locked += account.locked;
        self.verified += usize::from(account.verified == Some(true));
        self.not_verified += usize::from(account.verified == Some(false));
        self.twins += usize::from(outcome.is_twin() && account.told == Some(Told::CarriedOut));
        let unclear = matches!(account.told, Some(Told::CannotTell | Told::Unreadable));
        let settled = unclear || matches!(account.told, Some(Told::CarriedOut | Told::NotCarriedOut));
        if settled && outcome.must_be_sure() {
            self.sure += 1;
            if unclear {
                self.unsure.push(story(outcome));
                self.by_date += usize::from(matches!(outcome.schedule.script.nature.clock, Clock::GatewayWrong(_)));
            }
        }
        self.broken.extend(outcome.broken().into_iter().map(|why| (why, story(outcome))));
    }

    fn count(&self, word: &str) -> usize {
        self.broken.iter().filter(|(why, _)| why.starts_with(word)).count()
    }

    fn table(&self, took: Duration) -> String {
        let mut table = format!("\nfault campaign: {} schedules in {:.1} s\n", self.schedules, took.as_secs_f64());
        let columns = [
            (Told::NotTried, "not tried"),
            (Told::Refused, "refused"),
            (Told::Done, "done"),
            (Told::CarriedOut, "carried out"),
            (Told::NotCarriedOut, "not carr."),
            (Told::CannotTell, "cannot tell"),
            (Told::Unreadable, "unreadable"),
        ];
        let _ = write!(table, "{:20}", "");
        for (_, name) in columns {
            let _ = write!(table, "{name:>12}");
        }
        for op in Op::ALL {
            let _ = write!(table, "\n{:20}", op.to_string());
            for (told, _) in columns {
                let count = self.table.get(&(op.to_string(), Some(told))).copied().unwrap_or_default();
                let _ = write!(table, "{count:>12}");
            }
        }
        let Self { received, commits, reads, frames, values, mashed, locked, verified, not_verified, .. } = self;
        let _ = write!(
            table,
            "\nat the server: {received} writes received, {commits} carried out, {reads} readings; {frames} frames drawn\n\
             {mashed} Enters too many, {locked} locks tried, {values} values shown, {verified} changes verified, {not_verified} not\n"
        );
        let rows = [
            (self.count("DOUBLE"), "double writes"),
            (
                self.count("STRAYED") + self.count("UNASKED") + self.count("ODD"),
                "writes by a redirect, a timer or without a confirmation",
            ),
            (self.count("FAILED"), "\"failed\" for a change that was carried out"),
            (self.count("DONE"), "\"done\" for a change that was not carried out"),
            (self.count("VALUE"), "values shown that are not whole or not the right ones"),
            (self.count("UNLOCKED"), "unknown outcomes that locked nothing"),
            (self.count("JOURNAL"), "journals that are not whole or tell another story"),
            (self.broken.len(), "broken promises in all"),
        ];
        for (count, name) in rows {
            let _ = writeln!(table, "{count:8} {name}");
        }
        let (unsure, sure) = (self.unsure.len(), self.sure);
        let _ = writeln!(
            table,
            "{unsure:8} \"cannot tell\" of {sure} settled while reading works and nobody else was at it"
        );
        let _ = writeln!(table, "{:8} of them where a gateway's Date is an hour off", self.by_date);
        let _ = writeln!(
            table,
            "{:8} twins: a colleague's reset that no reading can tell from ours, which was lost",
            self.twins
        );
        table
    }
}

/// Everything about one schedule.
fn story(outcome: &Outcome) -> String {
    let Outcome { schedule, account, truth, journal, .. } = outcome;
    format!(
        "{schedule}\n  told: {:?}, operation {:?}, value {:?}, verified {:?}, {} Enters too many\n  screen: {}\n  server:\n    {}\n  journal: {journal:?}\n",
        account.told,
        account.operation.map(|id| id.to_string()),
        account.value,
        account.verified,
        account.mashed,
        account.screen,
        truth.log.join("\n    ")
    )
}

/// Works through schedules until there are no more.
fn work(server: &Server, seeds: &AtomicU64, end: u64, base: &Arc<Profile>, folder: &Arc<Path>, sums: &Mutex<Sums>) {
    let runtime = Builder::new_current_thread().enable_all().build_local(LocalOptions::default()).unwrap();
    runtime.block_on(async {
        let mut running = JoinSet::new();
        loop {
            while running.len() < AT_ONCE {
                let seed = seeds.fetch_add(1, Ordering::SeqCst);
                if seed >= end {
                    break;
                }
                let post = server.open_by_clock(Schedule::of(seed), UNIT);
                running.spawn_local(run(post, Arc::clone(base), Arc::clone(folder)));
            }
            let Some(done) = running.join_next().await else { break };
            let (outcome, frames) = done.unwrap();
            if std::env::var_os("CREDESK_FAULT").is_some() {
                say(&story(&outcome));
            }
            sums.lock().unwrap().add(&outcome, frames);
        }
    });
    runtime.shutdown_background();
}

/// To standard error itself, past the test harness, so that also a run without `--nocapture` shows the counts.
fn say(text: &str) {
    let _closed = std::io::stderr().write_all(text.as_bytes());
}

#[test]
fn the_console_writes_once_and_tells_the_truth() {
    let server = Server::start();
    let home = Home::new();
    home.write("ca.pem", server.authority_pem(), 0o644);
    let base = Arc::new(home.profile("https://127.0.0.1", "ca_file = \"ca.pem\""));
    let memory = Path::new("/dev/shm");
    let folder = if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() }.unwrap();
    let path: Arc<Path> = folder.path().into();
    let (first, end) = Schedule::range_asked_for(USUAL);
    let (seeds, sums) = (AtomicU64::new(first), Mutex::new(Sums::default()));
    let begun = Instant::now();
    std::thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| work(&server, &seeds, end, &base, &path, &sums));
        }
    });
    let sums = sums.into_inner().unwrap();
    let table = sums.table(begun.elapsed());
    say(&table);
    let some = |all: &[String]| all.iter().take(5).cloned().collect::<Vec<_>>().join("\n");
    let broken: Vec<String> = sums.broken.iter().map(|(why, story)| format!("{why}\n{story}")).collect();
    assert!(broken.is_empty(), "{table}\n{}", some(&broken));
    assert!(sums.unsure.len() * 50 <= sums.sure, "{table}\n{}", some(&sums.unsure));
}
