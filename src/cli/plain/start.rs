//! The first question: what to do. Everything comes back here.

use crate::cli::plain::desk::Desk;
use crate::cli::plain::halt::Halt;
use crate::domain::case::Listed;

const HELP: &str = "Type the number of what you want to do, then Enter.";
const SPOKEN: &str = "Nothing is drawn over, and nothing comes by itself while a question waits for its answer. \
                      Answer with a number and Enter. b goes back, q leaves, a question mark explains.";
const DEMO: &str = "This is a demo: the server is a sandbox inside this program, and nothing can be broken. \
                    To try it, find the user demo.all.";

impl Desk<'_> {
    /// Asks until there is a reason to end.
    pub async fn start(&mut self) -> Halt {
        self.greet();
        loop {
            if let Err(halt) = self.first_question().await {
                return halt;
            }
        }
    }

    fn greet(&self) {
        self.say("credesk, plain questions.");
        self.place();
        match &self.office.caller {
            Some(caller) => self.say(format!("You are signed in as {}, {}.", caller.login_id.shown(), caller.name)),
            None => self.say("The server does not tell who is signed in."),
        }
        if self.office.standing.read_only {
            self.say("This session is read-only: nothing can be changed.");
        }
        if self.dialogue.is_ascii() {
            self.say("This locale is not UTF-8: letters are written without accents, and other signs as numbers.");
        }
        if self.site.demo {
            self.say(DEMO);
        }
        self.say(SPOKEN);
    }

    async fn first_question(&mut self) -> Result<(), Halt> {
        let cases = self.cases_now().await?;
        let open = match cases.len() {
            0 => "Open cases: none.".to_owned(),
            1 => "Look at the open case: 1 change that somebody still has to look at.".into(),
            count => format!("Look at the open cases: {count} changes that somebody still has to look at."),
        };
        let own = self.office.caller.as_ref().and_then(|caller| caller.at.clone()).filter(|_| self.site.self_admin);
        let first = if own.is_some() { "Your own credentials." } else { "Find a user." };
        let choices = [first.to_owned(), open, "Leave.".into()];
        match self.dialogue.choose("What do you want to do?", &choices, HELP).await? {
            Some(0) => match own {
                Some(at) => self.user(&at, 0, None).await,
                None => self.find().await,
            },
            Some(1) => self.cases().await,
            Some(_) => Err(Halt::Quit),
            None => {
                self.say("This is the first question: there is nothing to go back to.");
                Ok(())
            }
        }
    }

    /// The open cases of the journal. Where it cannot be read, that is said: then nothing can be changed.
    pub async fn cases_now(&mut self) -> Result<Vec<Listed>, Halt> {
        let ledger = self.office.ledger.clone();
        match self.dialogue.wait(ledger.cases()).await? {
            Ok(listing) => {
                listing.notes.iter().for_each(|note| self.tell(note));
                Ok(listing.cases)
            }
            Err(problem) => {
                self.problem(&problem);
                Ok(Vec::new())
            }
        }
    }
}
