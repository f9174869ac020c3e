//! The hands at the keys: finds the user, opens the page, chooses the credential, confirms once (and mashes Enter), and
//! waits until the console says how it ended. Believes nothing but what is on the screen.

use credesk::app::App;
use credesk::app::check::Checked;
use credesk::app::context::Context;
use credesk::app::modal::Modal;
use credesk::app::remote::Remote;
use credesk::app::screen::Screen;
use credesk::app::screen::card::CardScreen;
use credesk::app::screen::confirm::Confirm;
use credesk::app::screen::user::UserScreen;
use credesk::domain::credential::CredentialKind;
use credesk::domain::otp_card::OtpCard;
use credesk::domain::problem::{Problem, Took};
use credesk::domain::record::{OperationId, Why};
use credesk::domain::settling::Settling;
use credesk::domain::verdict::Verdict;
use fastrand::Rng;

use crate::account::{Account, SENTENCES, Told};
use crate::op::Op;
use crate::script::{Line, Phase};
use crate::seat::{Seat, Sight};
use crate::server::Post;

/// How often the operator reads again before giving up.
const TRIES: usize = 6;

/// What stands on top after the confirmation.
enum After {
    NotSent(String),
    Refused { text: String, took: Option<Took> },
    Result { text: String },
    Settling,
}

/// One operator at one console.
pub struct Operator<'a> {
    seat: &'a Seat,
    post: &'a Post,
    op: Op,
    rng: Rng,
    account: Account,
}

fn user(app: &App) -> Option<&UserScreen> {
    match app.screen() {
        Some(Screen::User(screen)) if app.modal().is_none() => Some(screen),
        _ => None,
    }
}

fn confirm(app: &App) -> Option<&Confirm> {
    match app.screen() {
        Some(Screen::Confirm(screen)) => Some(screen),
        _ => None,
    }
}

fn card(app: &App) -> Option<&CardScreen> {
    match app.screen() {
        Some(Screen::Card(screen)) => Some(screen),
        _ => None,
    }
}

/// Everything on the user's page has come, or failed.
fn page_is_read(app: &App) -> Option<Result<(), String>> {
    if let Some(Modal::Message(problem)) = app.modal() {
        return Some(Err(problem.what.clone()));
    }
    let page = user(app)?;
    let policies_wait = app.desk().policies.values().any(Remote::is_loading);
    match (page.user(), page.credentials()) {
        _ if policies_wait => None,
        (Remote::Failed(problem), Remote::Ready(_) | Remote::Failed(_))
        | (Remote::Ready(_), Remote::Failed(problem)) => Some(Err(problem.what.clone())),
        (Remote::Ready(_), Remote::Ready(_)) => Some(Ok(())),
        _ => None,
    }
}

impl<'a> Operator<'a> {
    pub fn new(seat: &'a Seat, post: &'a Post) -> Self {
        let schedule = post.schedule();
        Self { seat, post, op: schedule.op, rng: Rng::with_seed(!schedule.seed), account: Account::default() }
    }

    /// Works through one schedule. An error: the console did something that no operator understands.
    pub async fn work(mut self) -> (Account, Result<(), String>) {
        let end = self.steps().await;
        (self.account, end)
    }

    async fn steps(&mut self) -> Result<(), String> {
        if let Err(why) = self.open().await? {
            self.told(Told::NotTried, why);
            return Ok(());
        }
        if let Err(why) = self.prepare().await? {
            self.told(Told::NotTried, why);
            return Ok(());
        }
        match self.confirm().await? {
            After::NotSent(why) => self.told(Told::NotTried, why),
            After::Refused { text, took } => {
                if took != Some(Took::No)
                    || !(text.contains("Nothing was changed") && text.contains("no reset took place"))
                {
                    self.account.broken.push("over, and the screen does not say that nothing was changed".into());
                }
                self.told(Told::Refused, text);
                if self.post.schedule().script.sending != Line::Open {
                    self.post.enter(Phase::Settling);
                }
            }
            After::Result { text } => {
                self.told(Told::Done, text);
                self.result(true).await?;
            }
            After::Settling => self.settle().await?,
        }
        Ok(())
    }

    fn told(&mut self, told: Told, screen: String) {
        self.account.told = Some(told);
        self.account.screen = screen;
    }

    /// Finds the user and opens the page with everything on it.
    async fn open(&mut self) -> Result<Result<(), String>, String> {
        let mut keys = self.post.user();
        for _ in 0..TRIES {
            let found = self.seat.until(&keys, "results", |sight| match sight.app.screens() {
                [Screen::Lookup(lookup)] if !lookup.is_loading() && !lookup.is_stale() => match lookup.problem() {
                    Some(problem) => Some(Err(problem.what.clone())),
                    None => lookup.results().map(|_| Ok(())),
                },
                _ => None,
            });
            match found.await? {
                Ok(()) => break,
                Err(_) => keys = "\n".into(),
            }
        }
        let (mut why, mut keys) = (String::new(), "\n\n");
        for _ in 0..TRIES {
            let read = self
                .seat
                .until(keys, "the user's page", |sight| Some((page_is_read(sight.app)?, sight.app.modal().is_some())));
            match read.await? {
                (Ok(()), _) => return Ok(Ok(())),
                (Err(problem), under_a_message) => {
                    why = problem;
                    keys = if under_a_message { "\n⟳" } else { "⟳" };
                }
            }
        }
        Ok(Err(why))
    }

    /// Chooses the credential, and goes as far as the confirmation with the newest state read.
    async fn prepare(&mut self) -> Result<Result<(), String>, String> {
        let kind = CredentialKind::parse(self.op.kind().name());
        let choose = format!("g{}", "j".repeat(self.op.kind().place()));
        let chosen = move |sight: &Sight<'_>| {
            user(sight.app)?.selected_credential().filter(|credential| credential.kind == kind).map(|_| ())
        };
        self.seat.until(&choose, "the credential", chosen).await?;
        let in_form = |sight: &Sight<'_>| matches!(sight.app.screen(), Some(Screen::Form(_))).then_some(());
        let mut keys = if self.op == Op::SetDevicePassword {
            self.seat.until("r", "the form", in_form).await?;
            "\n"
        } else if self.op.is_edit() {
            self.seat.until("e", "the form", in_form).await?;
            if self.op == Op::EditDevicePassword { "↓↓↓checked\n" } else { "↓↓checked\n" }
        } else {
            "r"
        };
        let mut why = String::new();
        for _ in 0..TRIES {
            let ready = self.seat.until(keys, "the confirmation", |sight| {
                let screen = confirm(sight.app).filter(|screen| !screen.is_reading())?;
                Some(match (screen.reading_problem(), screen.obstacle()) {
                    (Some(problem), _) => Err(problem.what.clone()),
                    (None, Some(obstacle)) => Err(obstacle.to_owned()),
                    (None, None) => Ok(()),
                })
            });
            match ready.await? {
                Ok(()) => return Ok(Ok(())),
                Err(problem) => why = problem,
            }
            keys = "⟳";
        }
        Ok(Err(why))
    }

    /// Types the login ID, then Enter, and more Enters than anybody needs.
    async fn confirm(&mut self) -> Result<After, String> {
        let word = self.post.user();
        self.post.enter(Phase::Sending);
        let typed = word.clone();
        let shown =
            move |sight: &Sight<'_>| confirm(sight.app).filter(|screen| screen.word().value() == typed).map(|_| ());
        self.seat.until(&word, "the word", shown).await?;
        let (at_once, soon) = (self.rng.u32(0..=3), self.rng.u32(0..=1));
        let later = u32::from(at_once + soon == 0) + self.rng.u32(0..=1);
        self.account.mashed = at_once + soon + later;
        let enters = |count: u32| "\n".repeat(count as usize);
        let first = enters(1 + at_once);
        let mashed = enters(soon);
        let over = self.seat.until(&first, "the end of sending", over);
        let (after, ()) = tokio::join!(over, async { self.seat.press(&mashed) });
        let (after, operation) = after?;
        self.account.operation = operation;
        self.seat.press(&enters(later));
        Ok(after)
    }

    /// What came of it, where it was carried out: uncovers the value and reads it off the screen.
    async fn result(&mut self, by_answer: bool) -> Result<(), String> {
        let id = self.account.operation;
        let has_value = self
            .seat
            .until("", "the result", |sight| match sight.app.screen() {
                Some(Screen::Handoff(screen)) => Some(screen.value().is_some()),
                Some(Screen::Card(screen)) => match screen.remote() {
                    Remote::Ready(_) => Some(true),
                    Remote::Failed(_) => Some(false),
                    Remote::Idle | Remote::Loading(_) => None,
                },
                _ => None,
            })
            .await?;
        if has_value {
            let shown = self.seat.until("v", "the value", value_on).await?;
            self.account.value = Some(shown);
        }
        if by_answer {
            let verified = move |sight: &Sight<'_>| {
                let checked = sight.app.desk().checked(id?)?;
                Some(*checked == Checked::Shown)
            };
            self.account.verified = Some(self.seat.until("", "the verifying reading", verified).await?);
        }
        self.seat.until("d", "the user's page", |sight| user(sight.app).map(|_| ())).await
    }

    /// Waits for the verdict, tries the lock meanwhile, or asks for a reading out of turn.
    async fn settle(&mut self) -> Result<(), String> {
        let id = self.account.operation.ok_or("a settling without an operation")?;
        let holds_password = self.op == Op::SetDevicePassword;
        let mut locked = false;
        match self.rng.u8(0..4) {
            0 | 1 if !holds_password => locked = self.try_the_lock(id).await?,
            2 => self.seat.press("r\n"),
            _ => {}
        }
        let settled = move |sight: &Sight<'_>| {
            let verdict = sight.app.desk().settling(id).and_then(Settling::verdict)?;
            let context = sight.app.context();
            // A verdict makes the user's page old, and it is read again; what was said of the verdict must outlast that.
            let at_rest = context != Context::User || page_is_read(sight.app).is_some();
            at_rest.then(|| (verdict, sight.text(), context))
        };
        let (verdict, text, context) = self.seat.until("", "the verdict", settled).await?;
        let (told, words) = match verdict {
            Verdict::Happened => (Told::CarriedOut, "carried out"),
            Verdict::DidNotHappen => (Told::NotCarriedOut, "not carried out"),
            Verdict::CannotTell(Why::Unreadable) => (Told::Unreadable, "cannot tell"),
            Verdict::CannotTell(Why::MoreThanOnce | Why::AnotherHand | Why::Gone) => (Told::CannotTell, "cannot tell"),
        };
        if context == Context::Settle && !text.contains(&format!(": {words} for ")) {
            self.account.broken.push(format!("the screen does not say \"{words}\""));
        }
        if context == Context::Settle
            && matches!(told, Told::NotCarriedOut)
                != (text.contains("no reset took place") || text.contains("the edit changed nothing"))
        {
            self.account.broken.push("the screen does not say whether a reset took place".into());
        }
        if locked
            && context == Context::User
            && !SENTENCES[told as usize].iter().any(|sentence| text.contains(sentence))
        {
            self.account.broken.push("the screen does not tell of the verdict".into());
        }
        self.told(told, text);
        let unclear = matches!(told, Told::CannotTell | Told::Unreadable);
        if unclear && context == Context::Settle && !holds_password {
            self.try_the_lock(id).await?;
        }
        let colleague = self.post.schedule().script.colleague.is_some();
        let holds = matches!(self.op, Op::SetDevicePassword | Op::ReplaceCard);
        if told == Told::CarriedOut && holds && !colleague && context == Context::Settle {
            self.seat.press("v");
            self.result(false).await?;
        }
        Ok(())
    }

    /// While it is not clear, nothing else may begin on this credential: `r` does nothing on the user's page. Says whether
    /// it held, with the verdict still to come.
    async fn try_the_lock(&mut self, id: OperationId) -> Result<bool, String> {
        self.seat.until("\u{1b}", "the user's page", |sight| page_is_read(sight.app)).await?.ok();
        let key = if self.op.is_edit() { "e" } else { "r" };
        let tried = self.seat.until(key, "whatever comes", move |sight| {
            let verdict = sight.app.desk().settling(id).and_then(Settling::verdict);
            let unclear = matches!(verdict, None | Some(Verdict::CannotTell(_)));
            Some((unclear, user(sight.app).is_some(), verdict.is_none(), sight.text()))
        });
        Ok(match tried.await? {
            (true, false, _, text) => {
                self.account.broken.push(format!("UNLOCKED: the credential is not locked: {text}"));
                false
            }
            (true, true, before_the_verdict, _) => {
                self.account.locked += 1;
                before_the_verdict
            }
            (false, ..) => false,
        })
    }
}

/// The request is over, one way or another.
fn over(sight: &Sight<'_>) -> Option<(After, Option<OperationId>)> {
    match sight.app.screen()? {
        Screen::Confirm(screen) => {
            let operation = screen.operation();
            let after = match screen.said().filter(|_| !screen.was_sent()) {
                Some(said) => After::NotSent(said.to_owned()),
                None if operation.is_sending() || !screen.was_sent() => return None,
                None => After::Refused {
                    text: sight.text(),
                    took: operation.problem().map(|problem: &Problem| problem.took),
                },
            };
            Some((after, operation.id()))
        }
        Screen::Settle(screen) => Some((After::Settling, Some(screen.told().id))),
        Screen::Handoff(screen) => Some((After::Result { text: sight.text() }, screen.operation())),
        Screen::Card(screen) => Some((After::Result { text: sight.text() }, screen.operation())),
        _ => None,
    }
}

/// The value as it is on the screen: uncovered, whole, and the same that the state holds.
fn value_on(sight: &Sight<'_>) -> Option<String> {
    if !sight.app.shows_secret() {
        return None;
    }
    let squeezed: String = sight.text().split(' ').collect();
    if let Some(screen) = card(sight.app) {
        let card = screen.card()?;
        let cells = cells(card);
        let on_screen = cells.iter().all(|cell| squeezed.contains(cell.as_str()));
        return on_screen.then(|| format!("{}|{}|{}", card.rows(), card.columns(), cells.join(",")));
    }
    let Some(Screen::Handoff(screen)) = sight.app.screen() else { return None };
    let value = screen.value()?.expose();
    let joined: String = value.split(' ').collect();
    squeezed.contains(&joined).then(|| value.to_owned())
}

fn cells(card: &OtpCard) -> Vec<String> {
    let places = (0..card.rows()).flat_map(|row| (0..card.columns()).map(move |column| (row, column)));
    places.filter_map(|(row, column)| card.expose_cell(row, column).map(String::from)).collect()
}
