//! The open cases: changes of this and of earlier runs that somebody still has to look at. Settled by reading, noted, or their
//! missing comment written.

use std::cell::Cell;

use crate::app::screen::user::Wanted;
use crate::cli::plain::desk::Desk;
use crate::cli::plain::halt::Halt;
use crate::cli::plain::outcome::still_checking;
use crate::domain::case::Listed;
use crate::domain::date::second;
use crate::domain::record::Event;
use crate::domain::settling::Settling;
use crate::domain::when::When;
use crate::domain::words::{Reader, case_advice, case_standing, keeps_open, verdict_lines};
use crate::text::SafeText;

const HELP: &str = "Type the number of a case to hear all about it.";
const CASE_HELP: &str = "Reading asks the server how the credential stands, and sends no change. \
                         A case that is closed is no longer listed.";

/// What can be done with a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Deed {
    Read,
    Open,
    Comment,
    Close,
}

impl Desk<'_> {
    /// Asks for a case, and goes through it, until the operator goes back.
    ///
    /// # Errors
    /// See [`Halt`].
    pub async fn cases(&mut self) -> Result<(), Halt> {
        loop {
            let cases = self.cases_now().await?;
            if cases.is_empty() {
                self.say("There is no open case.");
                return Ok(());
            }
            let choices: Vec<_> = cases.iter().map(|listed| self.summary_of(listed)).collect();
            let Some(chosen) = self.dialogue.choose("Which case?", &choices, HELP).await? else { return Ok(()) };
            if let Some(listed) = cases.get(chosen) {
                self.case(listed).await?;
            }
        }
    }

    fn summary_of(&self, listed: &Listed) -> String {
        let intent = &listed.case.intent;
        let standing = case_standing(listed, None, &self.office.standing.server);
        format!("{} of {}: {standing}.", intent.title(), intent.login_id.shown())
    }

    async fn case(&mut self, listed: &Listed) -> Result<(), Halt> {
        let (case, intent) = (&listed.case, &listed.case.intent);
        let server = self.office.standing.server.clone();
        self.say("");
        self.fact("What", intent.title());
        self.fact("Login ID", intent.login_id.shown());
        self.fact("External ID", format_args!("{} in client {}", intent.at.user, intent.at.client));
        if let Some(id) = &intent.credential {
            self.fact("Credential", id);
        }
        self.fact("Operation", case.id);
        self.fact("Confirmed", second(Some(&When::At(case.confirmed)), &self.zone));
        if let Some(account) = case.who.as_ref().and_then(|who| who.account.as_deref()) {
            self.fact("Confirmed by", SafeText::new(account));
        }
        self.fact("It stands", case_standing(listed, None, &server));
        self.tell_all(&case_advice(listed, None, None, &server));
        let here = intent.server == server;
        let mut deeds = Vec::new();
        deeds
            .extend((case.locks() && here && !listed.elsewhere).then_some((Deed::Read, "Read now what became of it.")));
        deeds.extend(here.then_some((Deed::Open, "Open the user.")));
        deeds.extend((case.comment_missing && here).then_some((Deed::Comment, "Write the missing comment.")));
        match keeps_open(listed, &server) {
            Some(why) => self.tell(why),
            None => deeds.push((Deed::Close, "You have looked after the user: close the case.")),
        }
        if deeds.is_empty() {
            return Ok(());
        }
        let choices: Vec<_> = deeds.iter().map(|(_, phrase)| (*phrase).to_owned()).collect();
        let chosen = self.dialogue.choose("What is to be done?", &choices, CASE_HELP).await?;
        match chosen.and_then(|chosen| deeds.get(chosen)).map(|(deed, _)| *deed) {
            Some(Deed::Read) => self.settle(listed).await,
            Some(Deed::Open) => self.open(listed, None).await?,
            Some(Deed::Comment) => self.open(listed, intent.comment.clone()).await?,
            Some(Deed::Close) => self.close(listed).await,
            None => {}
        }
        Ok(())
    }

    /// Reads until there is a verdict, or a signal comes.
    async fn settle(&mut self, listed: &Listed) {
        let dialogue = &self.dialogue;
        self.say("Reading what became of it.");
        let told = Cell::new(None);
        let left = |left| still_checking(left, &told, |sentence| dialogue.say(sentence));
        let settled = self.office.settle(Settling::resume(listed.case.sent(), listed.age), left).await;
        self.dialogue.worked();
        if let Some(verdict) = settled.verdict() {
            let lines = verdict_lines(&listed.case.intent, verdict, settled.newest(), None, false, Reader::Command);
            self.tell_all(&lines);
        }
    }

    async fn open(&mut self, listed: &Listed, comment: Option<String>) -> Result<(), Halt> {
        let intent = &listed.case.intent;
        let begin = Wanted { kind: intent.kind.clone(), id: intent.credential.clone(), comment };
        Box::pin(self.user(&intent.at, 0, Some(begin))).await
    }

    async fn close(&mut self, listed: &Listed) {
        if listed.case.stage.is_open() {
            self.record(listed.case.id, Event::Closed).await;
        }
        if listed.case.comment_missing {
            self.record(listed.case.id, Event::CommentWaived).await;
        }
        self.say("Noted.");
    }
}
