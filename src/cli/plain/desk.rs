//! What every question has at hand: the place of work, who asks, and what the profile says. Asks nothing itself.

use jiff::tz::TimeZone;

use crate::cli::plain::dialogue::Dialogue;
use crate::cli::plain::words::here;
use crate::domain::fault::Asked;
use crate::domain::hand_over::HandOver;
use crate::domain::id::{ClientId, PolicyId};
use crate::domain::policy::Policy;
use crate::domain::problem::Problem;
use crate::domain::record::{Event, OperationId, PrintId};
use crate::domain::spelling::Alphabets;
use crate::print::queue::Cups;
use crate::runtime::errand::Office;

/// What the profile and the host decide.
#[derive(Debug)]
pub struct Site {
    /// What this environment is called.
    pub environment: String,
    /// Real people are behind it.
    pub production: bool,
    /// The client to work in, where it is fixed.
    pub client: Option<ClientId>,
    /// Rows of one page of hits.
    pub page_size: usize,
    /// The operator acts on own credentials.
    pub self_admin: bool,
    /// How a value may leave.
    pub hand_over: HandOver,
    /// The printers.
    pub cups: Cups,
    /// Nothing of it is real.
    pub demo: bool,
    /// The spelling alphabets.
    pub alphabets: Alphabets,
}

/// The place at which it is asked.
pub struct Desk<'a> {
    /// Server, journal and rules.
    pub office: &'a mut Office,
    /// Who asks.
    pub dialogue: Dialogue,
    /// What the profile says.
    pub site: Site,
    /// The operator's time zone.
    pub zone: TimeZone,
    /// A self-admin has typed the password.
    pub signed_in: bool,
    prints: u32,
}

impl<'a> Desk<'a> {
    /// Nothing was asked yet.
    pub fn new(office: &'a mut Office, dialogue: Dialogue, site: Site) -> Self {
        Self { office, dialogue, site, zone: TimeZone::system(), signed_in: false, prints: 0 }
    }

    /// Says something of its own.
    pub fn say(&self, text: impl AsRef<str>) {
        self.dialogue.say(text);
    }

    /// Says a fact, a line each: `State: active.` would be read as a sentence, so there is no full stop.
    pub fn fact(&self, name: &str, fact: impl std::fmt::Display) {
        self.dialogue.say(format!("{name}: {fact}"));
    }

    /// Says where it is worked: nobody hears a banner that is only drawn.
    pub fn place(&self) {
        if self.site.production {
            self.say("PRODUCTION: real people.");
        }
        self.fact("Environment", &self.site.environment);
        self.fact("Server", &self.office.standing.server);
    }

    /// Says a sentence that the console says too, in words that hold here.
    pub fn tell(&self, sentence: &str) {
        self.dialogue.say(here(sentence));
    }

    /// Says several of them.
    pub fn tell_all(&self, sentences: &[String]) {
        for sentence in sentences {
            self.tell(sentence);
        }
    }

    /// Says a problem, a line for each part.
    pub fn problem(&self, problem: &Problem) {
        self.tell_all(&problem.lines());
    }

    /// Tells the journal what became of a result. Where it takes nothing, that is said, and it stays an open case.
    pub async fn record(&self, id: OperationId, event: Event) {
        if let Err(fault) = self.office.tell(id, event).await {
            self.tell(&fault.problem(Asked::Read, None).what);
            self.say("The journal was not told of it: this stays an open case.");
        }
    }

    /// The number of the next print.
    pub fn print_id(&mut self) -> PrintId {
        self.prints += 1;
        PrintId { session: self.office.standing.session, number: self.prints }
    }
}

/// The policy with this external ID.
pub fn policy<'a>(policies: &'a [Policy], id: Option<&PolicyId>) -> Option<&'a Policy> {
    policies.iter().find(|policy| Some(&policy.id) == id)
}
