//! `credesk doctor`: looks at everything that credesk needs, says how well it is, and what to do where it is not.
//!
//! Changes nothing: readings alone go to the server, `token_command` runs once, no file is made or written. Each check has
//! its own deadline, and one that hangs holds up no other. What a check decides stands in functions that look at nothing.

mod clipboard;
mod clock;
mod colours;
mod configuration;
mod files;
mod journal;
mod locale;
mod operations;
mod policy;
mod printers;
mod server;
mod show;
mod terminal;
mod tls;
mod token;
mod world;

use std::io::stdout;
use std::pin::Pin;
use std::rc::Rc;
use std::time::Duration;

use jiff::Timestamp;
use rustix::termios::{isatty, tcgetwinsize};
use tokio::runtime::{Builder, LocalOptions};
use tokio::task::{JoinSet, spawn_blocking};
use tokio::time::timeout;

use crate::cli::args::Global;
use crate::cli::args::doctor::Doctor;
use crate::cli::exit::Exit;
use crate::cli::talk::{print, say};
use crate::domain::finding::{Area, Files, Finding, Level, Report};
use crate::json;
use crate::runtime::panics;
use crate::text::SafeText;
use world::World;

/// A check under way.
type Look = Pin<Box<dyn Future<Output = Vec<Finding>>>>;

/// A check: what it is about, how many seconds it may take, and what it does.
struct Check {
    area: Area,
    seconds: u64,
    look: fn(Rc<World>) -> Look,
}

/// Every check, in the order of the report. What waits for what another one asks has the time of both: ten seconds for
/// `token_command`, ten for a reading.
const CHECKS: [Check; 14] = [
    Check { area: Area::Terminal, seconds: 5, look: |_| Box::pin(async { vec![terminal::check()] }) },
    Check { area: Area::Colours, seconds: 5, look: |_| Box::pin(async { vec![colours::check()] }) },
    Check {
        area: Area::Clipboard,
        seconds: 15,
        look: |world| Box::pin(async move { vec![clipboard::check(world.profile()).await] }),
    },
    Check { area: Area::Locale, seconds: 5, look: |_| Box::pin(async { vec![locale::check()] }) },
    Check { area: Area::Clock, seconds: 15, look: |world| Box::pin(async move { vec![clock::check(&world).await] }) },
    Check {
        area: Area::Configuration,
        seconds: 5,
        look: |world| Box::pin(async move { vec![world.loaded.finding.clone()] }),
    },
    Check { area: Area::Files(Files::Configuration), seconds: 10, look: |world| Box::pin(look_at_files(world)) },
    Check { area: Area::Tls, seconds: 15, look: |world| Box::pin(async move { tls::check(&world).await }) },
    Check { area: Area::Token, seconds: 40, look: |world| Box::pin(async move { token::check(&world).await }) },
    Check { area: Area::Server, seconds: 15, look: |world| Box::pin(async move { vec![server::check(&world).await] }) },
    Check {
        area: Area::Operations,
        seconds: 60,
        look: |world| Box::pin(async move { operations::check(&world).await }),
    },
    Check { area: Area::Policy, seconds: 60, look: |world| Box::pin(async move { policy::check(&world).await }) },
    Check {
        area: Area::Printers,
        seconds: 15,
        look: |world| Box::pin(async move { vec![printers::check(&world).await] }),
    },
    Check { area: Area::Journal, seconds: 15, look: |world| Box::pin(look_at_journal(world)) },
];

/// Runs the command.
pub fn run(asked: &Doctor, global: &Global) -> Exit {
    panics::install_hook();
    let world = World::new(configuration::load(global), Timestamp::now());
    let (profile, server) =
        world.profile().map(|profile| (SafeText::new(&profile.name), SafeText::new(profile.url.as_str()))).unzip();
    let runtime = match Builder::new_current_thread().enable_all().build_local(LocalOptions::default()) {
        Ok(runtime) => runtime,
        Err(error) => {
            say(format_args!("Nothing was looked at: the system refused to start: {error}."));
            return Exit::Refused;
        }
    };
    let findings = runtime.block_on(all(CHECKS, world));
    // What hangs is left behind.
    runtime.shutdown_background();
    let exit = findings.iter().find(|finding| finding.level == Level::Fail).map_or(Exit::Done, exit_of);
    let report = Report { version: env!("CARGO_PKG_VERSION"), profile, server, findings, exit: exit.code() };
    if asked.json {
        print(json::doctor::doctor(&report));
    } else {
        print(show::text(&report, columns()));
        let [ok, warn, fail] = [Level::Ok, Level::Warn, Level::Fail].map(|level| report.count(level));
        say(format_args!("{ok} ok, {warn} warn, {fail} fail. Nothing was changed."));
    }
    exit
}

/// The columns of the terminal that the report goes to.
fn columns() -> Option<u16> {
    let output = stdout();
    let size = isatty(&output).then(|| tcgetwinsize(&output).ok()).flatten()?;
    Some(if size.ws_col == 0 { 80 } else { size.ws_col })
}

/// Does every check, side by side, and puts what they found into the order of the areas.
async fn all<const N: usize>(checks: [Check; N], world: World) -> Vec<Finding> {
    let world = Rc::new(world);
    let areas = checks.each_ref().map(|check| check.area);
    let mut done = [const { None }; N];
    let mut under_way = JoinSet::new();
    for (place, Check { area, seconds, look }) in checks.into_iter().enumerate() {
        let look = look(Rc::clone(&world));
        under_way.spawn_local(async move {
            let found = timeout(Duration::from_secs(seconds), look).await;
            (place, found.unwrap_or_else(|_| vec![late(area, seconds)]))
        });
    }
    while let Some(ended) = under_way.join_next().await {
        if let Ok((place, found)) = ended {
            done[place] = Some(found);
        }
    }
    let whole = done.into_iter().zip(areas).map(|(found, area)| found.unwrap_or_else(|| vec![broken(area)]));
    let mut findings: Vec<Finding> = whole.flatten().collect();
    findings.sort_by_key(|finding| finding.area);
    findings
}

async fn look_at_files(world: Rc<World>) -> Vec<Finding> {
    let (path, profile, journal) = (world.loaded.path.clone(), world.profile().cloned(), world.journal());
    let looked = spawn_blocking(move || files::check(path.as_deref(), profile.as_ref(), journal.as_deref()));
    looked.await.unwrap_or_else(|_| vec![broken(Area::Files(Files::Configuration))])
}

async fn look_at_journal(world: Rc<World>) -> Vec<Finding> {
    let (path, now) = (world.journal(), world.now);
    let looked = spawn_blocking(move || journal::check(path.as_deref(), now));
    vec![looked.await.unwrap_or_else(|_| broken(Area::Journal))]
}

fn late(area: Area, seconds: u64) -> Finding {
    Finding::fail(
        area,
        &format!("This hangs: it was given up after {seconds} seconds."),
        "Find out what it waits for; the other lines were not held up by it.",
    )
}

fn broken(area: Area) -> Finding {
    Finding::fail(area, "Looking at this failed, by a fault in credesk itself.", "Tell whoever looks after credesk.")
}

/// What could not be looked at, for a reason that another line tells.
fn unseen(area: Area, why: &str) -> Finding {
    Finding::warn(area, &format!("Not looked at: {why}."), "Put that right first, then run credesk doctor again.")
}

/// A sentence of what ends one: with its full stop, once.
fn sentence(words: &str) -> String {
    format!("{}.", words.trim_end_matches('.'))
}

/// A variable of the environment that is set and not empty, safe to be told.
fn environment(name: &str) -> Option<String> {
    let value = std::env::var_os(name).filter(|value| !value.is_empty())?;
    Some(SafeText::new(&value.to_string_lossy()).to_string())
}

/// With which code credesk ends where this is the first failure.
fn exit_of(finding: &Finding) -> Exit {
    match finding.area {
        Area::Terminal | Area::Colours | Area::Clipboard | Area::Locale => Exit::Terminal,
        Area::Configuration | Area::Files(Files::Configuration) => Exit::Usage,
        Area::Token | Area::Files(Files::Token) => Exit::SignedOut,
        Area::Clock | Area::Tls | Area::Server | Area::Operations | Area::Policy | Area::Printers => Exit::Refused,
        Area::Journal | Area::Files(Files::Journal) => Exit::Journal,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_has_every_area_once_and_in_order() {
        let words: Vec<_> = CHECKS.iter().map(|check| check.area.word()).collect();
        let mut all: Vec<_> = Area::ALL.map(Area::word).to_vec();
        all.dedup();
        assert_eq!(words, all);
    }

    fn nothing() -> World {
        let finding = Finding::ok(Area::Configuration, "none");
        World::new(configuration::Loaded { path: None, profile: None, journal: None, finding }, Timestamp::UNIX_EPOCH)
    }

    #[test]
    fn what_hangs_or_fails_holds_up_no_other() {
        let fine = |area| vec![Finding::ok(area, "fine")];
        let checks = [
            Check {
                area: Area::Journal,
                seconds: 60,
                look: |_| Box::pin(async { vec![Finding::ok(Area::Journal, "fine")] }),
            },
            Check { area: Area::Server, seconds: 0, look: |_| Box::pin(std::future::pending()) },
            Check { area: Area::Token, seconds: 60, look: |_| Box::pin(async { panic!("on purpose") }) },
            Check {
                area: Area::Terminal,
                seconds: 60,
                look: |_| Box::pin(async { vec![Finding::ok(Area::Terminal, "fine")] }),
            },
        ];
        let runtime = Builder::new_current_thread().enable_all().build_local(LocalOptions::default()).unwrap();
        let found = runtime.block_on(all(checks, nothing()));
        let expected =
            [fine(Area::Terminal), vec![broken(Area::Token)], vec![late(Area::Server, 0)], fine(Area::Journal)]
                .concat();
        assert_eq!(found, expected);
    }

    #[test]
    fn the_first_failure_decides_how_it_ends() {
        let codes = Area::ALL.map(|area| exit_of(&Finding::fail(area, "a", "b")).code());
        assert_eq!(codes, [6, 6, 6, 6, 4, 2, 2, 3, 7, 4, 3, 4, 4, 4, 4, 7]);
    }
}
