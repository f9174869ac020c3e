//! Many changes in one run: read from a CSV, confirmed once, carried out one after the other, each as one by itself.
//!
//! ```text
//! source, csv, list   the list, whole and checked, or nothing at all
//! identity, plan      which list it is; what the journal knows of earlier runs of it
//! confirm             what is done, with how many: one confirmation
//! run                 user by user: earlier, pace, row; after each: weight, report, journal, progress
//! ```

mod confirm;
mod csv;
mod earlier;
mod identity;
mod job;
mod list;
mod pace;
mod plan;
mod progress;
mod report;
mod row;
mod run;
mod source;
mod table;
mod weight;

use std::io::{IsTerminal, stdout};
use std::path::Path;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::cli::args::Global;
use crate::cli::args::change::{How, Many, ReplaceCard, Reset, Whose};
use crate::cli::ask;
use crate::cli::exit::Exit;
use crate::cli::office::attempt;
use crate::cli::stop::{Stop, ended, usage};
use crate::config::Profile;
use crate::domain::hand_over::{Outlet, Reveal};
use crate::domain::id::ClientId;
use crate::domain::ticket_reference::TicketReference;
use crate::json::batch::Head;
use crate::runtime::errand::Office;
use job::Job;
use list::List;
use pace::Pace;
use plan::{Asked, Mode, plan};
use report::{Format, Report};
use row::Terms;
use run::Run;

/// `credesk reset WHAT --from FILE`.
pub fn reset(wanted: &Reset, from: &Path, global: &Global) -> Exit {
    Batch { job: Job::Reset(wanted.what), whose: &wanted.whose, how: &wanted.how, many: &wanted.many, from }.run(global)
}

/// `credesk otp replace --from FILE`.
pub fn replace(wanted: &ReplaceCard, from: &Path, global: &Global) -> Exit {
    Batch { job: Job::Replace, whose: &wanted.whose, how: &wanted.how, many: &wanted.many, from }.run(global)
}

/// What was asked for.
struct Batch<'a> {
    job: Job,
    whose: &'a Whose,
    how: &'a How,
    many: &'a Many,
    from: &'a Path,
}

impl Batch<'_> {
    fn run(&self, global: &Global) -> Exit {
        ended(self.how.json, self.whole(global))
    }

    /// Everything that can be wrong without a server is found out before one is asked.
    fn whole(&self, global: &Global) -> Result<Exit, Stop> {
        let terms = self.terms().map_err(usage)?;
        if self.how.reveal && stdout().is_terminal() {
            return Err(usage(
                "Nothing was sent: standard output is this terminal, and its history would keep the new values. Send them on into a file: credesk ... > report.csv",
            ));
        }
        let bytes = source::bytes(self.from).map_err(usage)?;
        let list =
            list::read(&bytes, self.job == Job::Replace).map_err(|why| usage(format!("Nothing was sent. {why}")))?;
        drop(bytes);
        if !self.many.dry_run || self.how.confirm.is_some() {
            let can_ask = ask::is_possible() && !source::is_standard_input(self.from);
            confirm::check(self.how.confirm.as_deref(), list.rows.len(), can_ask)?;
        }
        attempt(
            global,
            |profile| self.check(terms, &list, profile),
            async |office, profile, terms| self.work(office, profile, terms, &list).await,
        )
    }

    fn terms(&self) -> Result<Terms, String> {
        let client = self.whose.client.as_deref().map(ClientId::parse).transpose();
        let ticket = self.how.ticket.as_deref().map(TicketReference::parse).transpose();
        let comment = self.how.comment.as_deref().map(list::comment).transpose();
        Ok(Terms {
            job: self.job,
            client: client.map_err(|why| format!("--client must be an external ID, but {why}."))?,
            comment: comment.map_err(|why| format!("--comment: {why}"))?.filter(|comment| !comment.is_empty()),
            ticket: ticket.map_err(|why| format!("--ticket: {why}"))?,
            reveal: self.how.reveal,
            dry_run: self.many.dry_run,
        })
    }

    /// What the profile says against it.
    fn check(&self, terms: Terms, list: &List, profile: &Profile) -> Result<(Outlet, Terms), Stop> {
        if profile.self_admin {
            return Err(usage("Nothing was sent: a self-admin acts on own credentials, and not on a list of users."));
        }
        if profile.read_only && !terms.dry_run {
            return Err((Exit::Refused, "Nothing was sent: this session is read-only.".into()));
        }
        if terms.reveal && profile.hand_over.reveal != Reveal::Screen {
            let word = profile.hand_over.reveal.word();
            let sentence = format!(
                "Nothing was sent: this profile lets no value out this way (reveal = \"{word}\"). Without --reveal none is put out."
            );
            return Err((Exit::Refused, sentence));
        }
        let commented = terms.comment.is_some() || list.rows.iter().any(|row| row.comment.is_some());
        if commented && self.job != Job::Replace && !profile.comment_after_reset {
            return Err(usage(
                "Nothing was sent: a reset takes no comment, and this profile writes none afterwards (comment_after_reset = false).",
            ));
        }
        let client = terms.client.or_else(|| profile.client.clone());
        Ok((row::outlet(terms.reveal), Terms { client, ..terms }))
    }

    async fn work(&self, office: &mut Office, profile: &Profile, terms: Terms, list: &List) -> Result<Exit, Stop> {
        let server = office.standing.server.clone();
        let known = office.ledger.tried(&server, !terms.dry_run).await.map_err(|problem| {
            let exit = if problem.fault == Some("locked") { Exit::Refused } else { Exit::Journal };
            (exit, problem.lines().join("\n"))
        })?;
        let asked = Asked {
            rows: &list.rows,
            client: terms.client.as_ref(),
            list: identity::digest(self.job.command(), &list.rows, terms.client.as_ref()),
            kind: &self.job.kind(),
            mode: self.mode(),
            now: Timestamp::now(),
        };
        let plan = plan(&asked, &known, local).map_err(|sentence| (Exit::Refused, sentence))?;
        drop(known);
        let is_loopback = profile.url.host().is_some_and(|host| is_loopback(&host.to_string()));
        let rate = run::rate(self.many.rate, is_loopback);
        confirm::say_what(list, &plan, &terms, profile, rate);
        if self.how.confirm.is_none() && !terms.dry_run {
            confirm::ask(&office.interrupt, list.rows.len()).await?;
        }
        let head = Head {
            batch: plan.batch,
            command: self.job.command(),
            server: &server,
            dry_run: terms.dry_run,
            users: list.rows.len(),
        };
        let format = if self.how.json { Format::Json } else { Format::Csv { reveal: terms.reveal } };
        let report = Report::begin(format, &head)
            .map_err(|_| (Exit::Terminal, "Nothing was sent: nobody reads standard output.".to_owned()))?;
        let (pace, keep_going) = (Pace::new(rate), self.many.keep_going);
        let run = Run { office, terms, rows: &list.rows, plan, pace, keep_going, report, told: local };
        Ok(Box::pin(run.go()).await)
    }

    fn mode(&self) -> Mode {
        // What would be done is asked before anything else, and so also of a list that is done already.
        match (self.many.again, self.many.resume || self.many.dry_run) {
            (true, _) => Mode::Again,
            (false, true) => Mode::Resume,
            (false, false) => Mode::First,
        }
    }
}

/// `2026-11-21 14:02` in the operator's time zone.
fn local(at: Timestamp) -> String {
    at.to_zoned(TimeZone::system()).strftime("%Y-%m-%d %H:%M").to_string()
}

fn is_loopback(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || bare.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}
