//! The end of a conversation: why it ends, what is still open, and the exit code.

use crate::cli::exit::Exit;
use crate::cli::plain::desk::Desk;
use crate::cli::plain::halt::Halt;
use crate::domain::case::Case;
use crate::domain::life::Stage;
use crate::domain::record::Delivered;

impl Desk<'_> {
    /// Says what there is to say at the end.
    pub async fn leave(&mut self, halt: Halt) -> Exit {
        match halt {
            Halt::Quit | Halt::Wiped | Halt::Deaf => {}
            Halt::EndOfInput => self.say("The input has ended."),
            Halt::Idle => self.say("There was no answer for too long (end_after_s)."),
            Halt::Signal(_) => self.say("Interrupted. Nothing is on its way."),
        }
        let session = self.office.standing.session;
        let listing = self.office.ledger.cases().await.unwrap_or_default();
        let ours = listing.cases.iter().map(|listed| &listed.case).filter(|case| case.id.session == session);
        let mut unknown = false;
        for case in ours {
            let (title, login_id) = (case.intent.title(), case.intent.login_id.shown());
            if case.locks() {
                unknown = true;
                self.say(format!(
                    "Outcome unknown: \"{title}\" for {login_id}. Do not reset again. Start credesk again: it reads what became of it."
                ));
            } else if is_not_handed_over(case) {
                self.say(format!(
                    "Carried out, but not noted as handed over: \"{title}\" for {login_id}. The next start lists it."
                ));
            }
        }
        self.say("credesk has ended.");
        match halt {
            _ if unknown => Exit::OutcomeUnknown,
            Halt::Quit | Halt::Wiped | Halt::EndOfInput | Halt::Idle => Exit::Done,
            Halt::Signal(number) => Exit::Signal(number),
            Halt::Deaf => Exit::Terminal,
        }
    }
}

/// A value came, and nobody has noted what became of it.
fn is_not_handed_over(case: &Case) -> bool {
    case.stage == Stage::Shown || (case.stage == Stage::Held && case.delivered == Some(Delivered::Value))
}
