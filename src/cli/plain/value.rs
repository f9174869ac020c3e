//! A new value, and the ways in which it may leave: spelt, whole, on paper, or not at all. Nothing of it is said before it is
//! asked for. What became of it goes into the journal, as in the console.

use std::sync::Arc;

use crate::app::held::{NewSecret, Subject};
use crate::app::screen::print::About;
use crate::cli::plain::desk::Desk;
use crate::cli::plain::dialogue::Holding;
use crate::cli::plain::halt::Halt;
use crate::domain::record::{Event, OperationId};
use crate::domain::sheet::{Addressee, Sheet, SlipSheet};
use crate::domain::spelling::first_for;
use crate::runtime::watchers;

const HELP: &str = "Spelling says a word for each character, four characters at a time. What is said stays in this terminal's \
                    history; credesk cannot take it back.";

/// A way out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Spell,
    Whole,
    Print,
    Check,
    Finish,
}

impl Way {
    fn phrase(self, seen: bool) -> &'static str {
        match self {
            Self::Spell => "Spell it, group by group.",
            Self::Whole => "Show it whole.",
            Self::Print => "Print it on a slip.",
            Self::Check => "Check what the caller reads back. What you type does not appear.",
            Self::Finish if seen => "Finish: say whether it was handed over.",
            Self::Finish => "Do not show it.",
        }
    }
}

/// A value in the operator's hands.
pub struct Held {
    /// Whose.
    pub subject: Subject,
    /// What.
    pub new: NewSecret,
    /// The operation, where its end is to be told to the journal. None: nobody knows whether this value is the valid one.
    pub operation: Option<OperationId>,
    /// Somebody has seen it, or holds it on paper.
    pub seen: bool,
}

impl Desk<'_> {
    /// Asks what becomes of a new value until that is clear, and wipes it then.
    ///
    /// # Errors
    /// See [`Halt`].
    pub async fn value(
        &mut self,
        subject: Subject,
        new: NewSecret,
        operation: Option<OperationId>,
    ) -> Result<(), Halt> {
        let mut held = Held { subject, new, operation, seen: false };
        self.dialogue.hold(Holding::Value);
        self.introduce(&held).await;
        self.dialogue.forget(); // what was typed while the answer was waited for asks for nothing of it
        let done = self.ask_ways(&mut held).await;
        let seen = held.seen;
        drop(held);
        self.dialogue.hold(Holding::Nothing);
        match done {
            Err(Halt::Wiped) => {
                self.say("The new value was wiped, because there was no answer for too long.");
                if seen {
                    self.say("What was shown of it is still in this terminal's history: credesk cannot cover it.");
                }
                self.say("If the user has not got it, reset it again. Until then it is an open case.");
                Ok(())
            }
            done => done,
        }
    }

    async fn introduce(&mut self, held: &Held) {
        self.say(format!("The new value has {} characters.", held.new.value.count()));
        if self.site.hand_over.on_screen() {
            self.say("The new value will stay in this terminal's history when it is shown.");
            for watcher in watchers::find().await {
                self.say(watcher.sentence());
            }
        }
    }

    fn ways(&self, held: &Held) -> Vec<Way> {
        let rules = &self.site.hand_over;
        let offered = |way: &Way| match way {
            Way::Spell => rules.on_screen() && !self.site.alphabets.is_empty(),
            Way::Whole => rules.on_screen(),
            Way::Check => rules.on_screen() && self.dialogue.can_hide(),
            Way::Print => rules.prints_slips() && held.operation.is_some(),
            Way::Finish => true,
        };
        [Way::Spell, Way::Whole, Way::Print, Way::Check, Way::Finish].into_iter().filter(offered).collect()
    }

    async fn ask_ways(&mut self, held: &mut Held) -> Result<(), Halt> {
        loop {
            let ways = self.ways(held);
            let choices: Vec<_> = ways.iter().map(|way| way.phrase(held.seen).to_owned()).collect();
            let chosen = self.dialogue.choose("What becomes of the new value?", &choices, HELP).await?;
            match chosen.and_then(|chosen| ways.get(chosen)) {
                Some(Way::Spell) => Box::pin(self.spell(held)).await?,
                Some(Way::Whole) => self.show_whole(held).await,
                Some(Way::Print) => Box::pin(self.print_slip(held)).await?,
                Some(Way::Check) => Box::pin(self.read_back(&held.new.value)).await?,
                // Back leads out of the value, and never without a word about it.
                Some(Way::Finish) | None => {
                    if self.finish(held).await? {
                        return Ok(());
                    }
                }
            }
        }
    }

    /// Somebody has seen it now. Said to the journal once.
    pub async fn seen(&mut self, held: &mut Held) {
        if !std::mem::replace(&mut held.seen, true)
            && let Some(id) = held.operation
        {
            self.record(id, Event::Shown).await;
        }
    }

    /// Whether it is over with this value.
    async fn finish(&mut self, held: &Held) -> Result<bool, Halt> {
        self.dialogue.forget();
        let event = if held.seen {
            self.ask_handed_over("the value").await?
        } else {
            self.say("Nobody has seen this value yet.");
            let choices = ["Go back to the value.".to_owned(), "Wipe it for good.".into()];
            let chosen = self.dialogue.choose("What becomes of it?", &choices, "").await?;
            chosen.filter(|chosen| *chosen == 1).map(|_| Event::Closed)
        };
        let Some(event) = event else { return Ok(false) };
        if let Some(id) = held.operation {
            self.record(id, event).await;
        }
        self.say("The new value is wiped.");
        Ok(true)
    }

    /// What the journal is to be told of a thing that was seen; none where the operator goes back to it.
    ///
    /// # Errors
    /// See [`Halt`].
    pub async fn ask_handed_over(&mut self, thing: &str) -> Result<Option<Event>, Halt> {
        let choices = [
            "Yes.".to_owned(),
            format!("Not yet: go back to {thing}."),
            "No, and it will not be. The journal notes that you have taken note.".into(),
        ];
        let chosen = self.dialogue.choose(&format!("Was {thing} handed over?"), &choices, "").await?;
        Ok(match chosen {
            Some(0) => {
                self.say("Noted as handed over.");
                Some(Event::HandedOver)
            }
            Some(2) => Some(Event::Closed),
            Some(_) | None => None,
        })
    }

    async fn print_slip(&mut self, held: &mut Held) -> Result<(), Halt> {
        // In the user's language, whichever one it is spelt in.
        let alphabets = &self.site.alphabets;
        let alphabet = alphabets.get(first_for(alphabets, &held.subject.user.language)).cloned();
        let Some(alphabet) = alphabet else { return Ok(()) };
        let sheet = Sheet::Slip(Box::new(SlipSheet {
            to: Addressee::of(&held.subject.user),
            kind: held.subject.kind.clone(),
            issued: held.new.made.map(|made| self.zone.to_datetime(made).date()),
            first_part: held.new.first_part,
            value: Arc::clone(&held.new.value),
            alphabet,
        }));
        let about = About {
            at: held.subject.user.at.clone(),
            kind: held.subject.kind.clone(),
            credential: held.subject.credential.clone(),
            operation: held.operation,
        };
        if self.print(sheet, about).await? {
            self.seen(held).await;
        }
        Ok(())
    }
}

#[cfg(test)]
#[cfg(feature = "sandbox")]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::api::ApiClient;
    use crate::cli::plain::desk::Site;
    use crate::cli::plain::dialogue::Dialogue;
    use crate::cli::plain::ears::Ears;
    use crate::cli::plain::voice::Voice;
    use crate::config;
    use crate::domain::credential::CredentialKind;
    use crate::domain::id::{ClientId, UserId, UserRef};
    use crate::domain::idle::Idle;
    use crate::print::queue::Cups;
    use crate::runtime::errand::{Interrupt, Office, Standing};
    use crate::runtime::ledger::Ledger;
    use crate::runtime::on_one_thread;
    use crate::runtime::who::who;
    use crate::sandbox::{Operator, Options, Sandbox};
    use crate::secret::Secret;

    /// A place of work, and a conversation in which nobody answers.
    async fn nobody_answers(sandbox: &Sandbox, folder: &std::path::Path, job: impl AsyncFnOnce(&mut Desk<'_>)) {
        let (url, token) = (sandbox.url(), sandbox.token(Operator::Helpdesk));
        let text = format!("[profiles.p]\nurl = \"{url}\"\ntoken_command = [\"/bin/echo\", \"{token}\"]\n");
        let profile = config::parse(folder, &text).unwrap().profile(None).unwrap().clone();
        let session = crate::domain::record::SessionId(7);
        let standing = Standing {
            server: "s".into(),
            session,
            read_only: false,
            self_admin: false,
            comment_after_reset: false,
            outlet: profile.hand_over.reveal.into(),
            write_timeout: profile.write_timeout,
            settle: profile.settle,
            second: Duration::from_secs(1),
        };
        let ledger = Ledger::start(folder.join("journal.jsonl").into(), session, who()).unwrap();
        let api = ApiClient::new(&profile);
        let mut office = Office::open(api, ledger, standing, Interrupt::default()).await.unwrap();
        let idle = Idle { wipe: Duration::from_millis(50), ..Idle::ending_after(Duration::from_secs(5)) };
        let (ears, _answers, _requests) = Ears::of_a_test();
        let dialogue = Dialogue::new(Voice::of_a_test(), ears, Interrupt::default(), idle);
        let site = Site {
            production: false,
            environment: String::new(),
            client: None,
            page_size: 10,
            self_admin: false,
            hand_over: profile.hand_over.clone(),
            cups: Cups::default(),
            demo: false,
            alphabets: config::built_in_alphabets(),
        };
        job(&mut Desk::new(&mut office, dialogue, site)).await;
    }

    #[test]
    fn without_an_answer_the_value_is_wiped_and_the_conversation_goes_on() {
        let sandbox = Sandbox::start(Options { users: 0, ..Options::default() }).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let job = async |desk: &mut Desk<'_>| {
            let at = UserRef { client: ClientId::parse("100").unwrap(), user: UserId::parse("1001").unwrap() };
            let user = desk.office.api.user(&at).await.unwrap();
            let value = Arc::new(Secret::new("kT7w9QxB".into()));
            let left = Arc::downgrade(&value);
            let subject = Subject { title: "t".into(), user, kind: CredentialKind::Puk, credential: None };
            let new = NewSecret { value, first_part: false, made: None };
            assert_eq!(desk.value(subject, new, None).await, Ok(()));
            assert!(left.upgrade().is_none(), "the value is still held");
        };
        on_one_thread().unwrap().block_on(nobody_answers(&sandbox, folder.path(), job));
    }
}
