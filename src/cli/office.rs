//! The place at which every command without a screen works: profile, journal, signals, who is signed in. Opens and ends it;
//! what is done there is the command's own.

use std::time::Duration;

use crate::api::ApiClient;
use crate::cli::args::Global;
use crate::cli::console::profile;
use crate::cli::exit::Exit;
use crate::cli::site::server;
use crate::cli::stop::{Stop, interrupted, stopped, usage};
use crate::cli::talk::say;
use crate::config::Profile;
use crate::domain::hand_over::Outlet;
use crate::domain::problem::Problem;
use crate::domain::record::SessionId;
use crate::runtime::errand::{Interrupt, Office, Standing};
use crate::runtime::keeper::Place;
use crate::runtime::ledger::Ledger;
use crate::runtime::who::who;
use crate::runtime::{self, entropy, panics};

/// Runs a command's work and ends the session in the journal. A command can contradict itself or the profile: `check` finds
/// that out before anything is read, says where a new value goes (never further than the profile lets it), and makes of it
/// what the job works with.
///
/// # Errors
/// What it contradicts; or there is nothing to work with.
pub fn attempt<T>(
    global: &Global,
    check: impl FnOnce(&Profile) -> Result<(Outlet, T), Stop>,
    job: impl AsyncFnOnce(&mut Office, &Profile, T) -> Result<Exit, Stop>,
) -> Result<Exit, Stop> {
    panics::install_hook();
    let (profile, _, journal) = profile(global).map_err(usage)?;
    let (outlet, checked) = check(&profile)?;
    let job = async |office: &mut Office| job(office, &profile, checked).await;
    work_at(&profile, journal, outlet, |note| say(note), job)
}

/// The same with a profile that is at hand; `note` says what there is to say of the journal at the end.
///
/// # Errors
/// There is nothing to work with.
pub fn work_at(
    profile: &Profile,
    journal: Place,
    outlet: Outlet,
    note: impl Fn(&str),
    job: impl AsyncFnOnce(&mut Office) -> Result<Exit, Stop>,
) -> Result<Exit, Stop> {
    let standing = standing(profile, outlet);
    let no_start = |error| (Exit::Fault, format!("Nothing was done: the system refused to start: {error}."));
    let runtime = runtime::on_one_thread().map_err(no_start)?;
    let done = runtime.block_on(async {
        let interrupt = Interrupt::listen().map_err(no_start)?;
        let (office, ledger) = open(profile, standing, journal, interrupt).await?;
        let mut office = office.map_err(stopped)?;
        let done = job(&mut office).await;
        // A change that was not sent for a signal knows that there was one, and not which.
        let done = done.map(|exit| match (exit, office.interrupt.number()) {
            (Exit::Signal(_), Some(number)) => Exit::Signal(number),
            (exit, _) => exit,
        });
        let reason = if office.interrupt.number().is_some() { "signal" } else { "quit" };
        match ledger.end(reason).await {
            Ok(heads) => heads.into_iter().flat_map(|heads| heads.notes).for_each(|told| note(&told)),
            Err(why) => note(&format!("{why} The end of this session may be missing in it.")),
        }
        done
    });
    // A name that is still being looked up, or a question that nobody answers, must not hold up the end.
    runtime.shutdown_background();
    done
}

/// Reads who is signed in; the journal is not opened before something is to be changed.
async fn open(
    profile: &Profile,
    standing: Standing,
    journal: Place,
    interrupt: Interrupt,
) -> Result<(Result<Office, Problem>, Ledger), Stop> {
    let ledger = Ledger::start(journal, standing.session, who()).map_err(|error| {
        (Exit::Journal, format!("Nothing was done: the journal's thread cannot be started: {error}."))
    })?;
    let opening = Office::open(ApiClient::new(profile), ledger.clone(), standing, interrupt.clone());
    let office = until_interrupted(&interrupt, opening).await?;
    Ok((office, ledger))
}

/// Waits for something that may be given up at any time: a reading, an answer at the terminal. Never for a change.
///
/// # Errors
/// It was interrupted before.
pub async fn until_interrupted<T>(interrupt: &Interrupt, waiting: impl Future<Output = T>) -> Result<T, Stop> {
    tokio::select! {
        done = waiting => Ok(done),
        number = interrupt.raised() => Err(interrupted(number)),
    }
}

fn standing(profile: &Profile, outlet: Outlet) -> Standing {
    Standing {
        server: server(profile),
        session: SessionId(entropy::number()),
        read_only: profile.read_only,
        self_admin: profile.self_admin,
        comment_after_reset: profile.comment_after_reset,
        outlet,
        write_timeout: profile.write_timeout,
        settle: profile.settle,
        second: Duration::from_secs(1),
    }
}
