//! Everything that can go wrong between credesk and nevisIDM, how certain it leaves us, and its sentences.
//!
//! The one place of the operator's sentences about the server. `api` says which [`Fault`] it met; nobody else invents one.

use std::time::Duration;

use crate::domain::problem::{Problem, Took};
use crate::text::SafeText;

/// What a fault says about a write: was it carried out?
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Certainty {
    /// Proven: no byte of the request left this process.
    NotSent,
    /// A definitive answer: the server did not do it.
    Refused,
    /// Anything else, once bytes may have left.
    Unknown,
}

/// What went wrong. Texts in it are safe to draw and hold no secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// The token could not be had (`token_command`, `token_file`, environment); the text says why.
    Token(String, &'static str),
    /// The time of the token is over, so it was not sent; a sentence says which and since when, another how a new one is had.
    TokenEnded(String, String),
    /// A new token, had to unlock the console, belongs to the person with this login ID and not to the one who locked it.
    SomebodyElse(SafeText),
    /// The intent could not be written into the journal; the text is a sentence that says why.
    Journal(String),
    /// Another operation about the same credential is not settled; the text names it.
    Locked(String),
    /// credesk was told to end before anything was sent.
    Ending,
    /// The profile cannot work (a certificate file that cannot be read, for example); the text says why.
    Setup(String),
    /// The server's name has no address.
    NoAddress,
    /// Nobody listens, the network is away, or connecting took too long.
    NoConnection,
    /// The server's certificate is not valid for it; the text says how, and what it says of itself.
    Certificate(String),
    /// No connection that is safe could be agreed on; the text is a sentence that says why.
    Insecure(String),
    /// 401.
    SignedOut,
    /// 401 to the password check of self-administration (page generate-bearer-token).
    WrongPassword,
    /// 403, and nothing that tells which kind.
    Forbidden,
    /// 403: an elementary permission is missing, named where the server named it.
    Permission(Option<SafeText>),
    /// 403: the user is outside the operator's data room.
    DataRoom,
    /// 403: the reset count has reached the policy's limit.
    ResetLimit,
    /// 404.
    NotFound,
    /// 409 and 412: the version was not the newest.
    Conflict,
    /// 422.
    Invalid,
    /// 429.
    TooMany,
    /// 3xx. It is never followed.
    Redirect,
    /// No complete answer in time, the time in whole seconds; see [`Fault::timeout`].
    Timeout(u64),
    /// The connection broke after the request may have left.
    ConnectionLost,
    /// The answer ended before it was whole.
    CutOff,
    /// A web page instead of an answer, with its title where it has one.
    WebPage(Option<SafeText>),
    /// 2xx, but not JSON, or JSON with a key twice.
    NotJson,
    /// 2xx and JSON, but a field cannot be read; the text names the field.
    WrongShape(SafeText),
    /// More than the cap, in kilobytes.
    TooLarge(u64),
    /// The answer is about somebody or something else.
    Foreign {
        /// The external ID that was asked for.
        asked: SafeText,
        /// The external ID in the answer.
        got: SafeText,
    },
    /// 2xx, but the answer does not say whose credential it is about.
    NoOwner,
    /// 5xx and 408, with the number.
    Server(u16),
    /// Any other status, with the number.
    Status(u16),
}

/// Whether a fault met a reading or a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// A reading.
    Read,
    /// A change.
    Write,
}

impl Fault {
    /// A short name that never changes, for the journal.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Token(..) => "token",
            Self::TokenEnded(..) => "token-ended",
            Self::SomebodyElse(_) => "somebody-else",
            Self::Journal(_) => "journal",
            Self::Locked(_) => "locked",
            Self::Ending => "ending",
            Self::Setup(_) => "setup",
            Self::NoAddress => "no-address",
            Self::NoConnection => "no-connection",
            Self::Certificate(_) => "certificate",
            Self::Insecure(_) => "insecure",
            Self::SignedOut => "signed-out",
            Self::WrongPassword => "wrong-password",
            Self::Forbidden => "forbidden",
            Self::Permission(_) => "permission",
            Self::DataRoom => "data-room",
            Self::ResetLimit => "reset-limit",
            Self::NotFound => "not-found",
            Self::Conflict => "conflict",
            Self::Invalid => "invalid",
            Self::TooMany => "too-many",
            Self::Redirect => "redirect",
            Self::Timeout(_) => "timeout",
            Self::ConnectionLost => "connection-lost",
            Self::CutOff => "cut-off",
            Self::WebPage(_) => "web-page",
            Self::NotJson => "not-json",
            Self::WrongShape(_) => "wrong-shape",
            Self::TooLarge(_) => "too-large",
            Self::Foreign { .. } => "foreign",
            Self::NoOwner => "no-owner",
            Self::Server(_) => "server",
            Self::Status(_) => "status",
        }
    }

    /// No complete answer in time. A part of a second counts as a whole one: "within 0 seconds" would be no sentence.
    pub fn timeout(time: Duration) -> Self {
        Self::Timeout(time.as_secs() + u64::from(time.subsec_nanos() > 0))
    }

    /// How certain a write is after this fault. Everything that is not proven is unknown.
    pub fn certainty(&self) -> Certainty {
        match self {
            Self::Token(..)
            | Self::TokenEnded(..)
            | Self::SomebodyElse(_)
            | Self::Journal(_)
            | Self::Locked(_)
            | Self::Ending
            | Self::Setup(_)
            | Self::NoAddress
            | Self::NoConnection
            | Self::Certificate(_)
            | Self::Insecure(_) => Certainty::NotSent,
            Self::SignedOut
            | Self::WrongPassword
            | Self::Forbidden
            | Self::Permission(_)
            | Self::DataRoom
            | Self::ResetLimit
            | Self::NotFound
            | Self::Conflict
            | Self::Invalid
            | Self::TooMany
            | Self::Redirect => Certainty::Refused,
            Self::Timeout(_)
            | Self::ConnectionLost
            | Self::CutOff
            | Self::WebPage(_)
            | Self::NotJson
            | Self::WrongShape(_)
            | Self::TooLarge(_)
            | Self::Foreign { .. }
            | Self::NoOwner
            | Self::Server(_)
            | Self::Status(_) => Certainty::Unknown,
        }
    }

    /// The sentences for the operator.
    pub fn problem(&self, asked: Asked, server: Option<SafeText>) -> Problem {
        let took = match (asked, self.certainty()) {
            (Asked::Read, _) => Took::NothingAsked,
            (Asked::Write, Certainty::NotSent | Certainty::Refused) => Took::No,
            (Asked::Write, Certainty::Unknown) => Took::Unknown,
        };
        let next = match took {
            Took::Unknown => UNKNOWN_NEXT.to_owned(),
            Took::NothingAsked | Took::No => self.next(),
        };
        Problem { fault: Some(self.name()), ..Problem::new(self.what(), took, next).said(server) }
    }

    fn what(&self) -> String {
        match self {
            Self::Locked(which) => format!("Another change of this credential is not settled: {which}."),
            Self::Ending => "credesk was told to end before the request left.".into(),
            Self::Token(why, _) => format!("There is no token to sign in with: {why}"),
            Self::SomebodyElse(login) => {
                format!("The token is that of somebody else ({login}). credesk stays locked.")
            }
            Self::TokenEnded(why, _) | Self::Journal(why) | Self::Setup(why) | Self::Insecure(why) => why.clone(),
            Self::NoAddress => "The server's name could not be found.".into(),
            Self::NoConnection => "The server does not answer: no connection could be made.".into(),
            Self::Certificate(why) => format!("The server's certificate is not valid: {why}"),
            Self::SignedOut => "nevisIDM does not accept your sign-in: the token is wrong, or has ended.".into(),
            Self::WrongPassword => "The password was not accepted.".into(),
            Self::Forbidden => "Refused by nevisIDM.".into(),
            Self::Permission(Some(name)) => format!("Refused: you lack {name}."),
            Self::Permission(None) => "Refused: you lack a permission.".into(),
            Self::DataRoom => "Refused: this user is outside your data room.".into(),
            Self::ResetLimit => "Refused: this credential was reset as often as its policy allows.".into(),
            Self::NotFound => "Not found: the server knows no such client, user or credential.".into(),
            Self::Conflict => "Someone else changed this credential in the meantime.".into(),
            Self::Invalid => "Refused: the server does not accept these values.".into(),
            Self::TooMany => "The server has too much to do at the moment.".into(),
            Self::Redirect => "The server points to another address, which credesk never follows.".into(),
            Self::Timeout(seconds) => format!("No answer within {seconds} seconds."),
            Self::ConnectionLost => "The connection broke before the answer came.".into(),
            Self::CutOff => "The answer was cut off.".into(),
            Self::WebPage(Some(title)) => format!("This is a web page, not nevisIDM (\"{title}\")."),
            Self::WebPage(None) => "This is a web page, not nevisIDM.".into(),
            Self::NotJson => "The answer is not valid JSON.".into(),
            Self::WrongShape(field) => format!("The answer could not be read at \"{field}\"."),
            Self::TooLarge(kilobytes) => format!("The answer is larger than {kilobytes} kB and was not read."),
            Self::Foreign { asked, got } => {
                format!("The answer belongs to {got}, you asked for {asked}. Nothing of it is shown.")
            }
            Self::NoOwner => "The answer does not say whose credential it is about.".into(),
            Self::Server(status) => format!("The server failed (HTTP {status})."),
            Self::Status(status) => format!("The server answered in an unexpected way (HTTP {status})."),
        }
    }

    fn next(&self) -> String {
        match self {
            Self::TokenEnded(_, next) => next.as_str(),
            Self::SomebodyElse(_) => "Sign in as yourself where the token comes from, then unlock again.",
            Self::Journal(_) => "Without the journal credesk changes nothing. Put that right, then confirm again.",
            Self::Locked(_) => "See the open cases (Esc, then Ctrl-O): readings tell what became of it.",
            Self::Ending => "Start credesk again, then confirm again.",
            Self::Token(_, next) => next,
            Self::Setup(_) => "Put the profile right, then try again.",
            Self::NoAddress => "Check the url of the profile and the network, then try again.",
            Self::NoConnection => "Check that the server runs and that this host may reach it, then try again.",
            Self::Certificate(_) => {
                "credesk has no way to accept it. Ask the server's administrator, and compare the fingerprint; where an \
                 authority of your own has made it, name that authority with ca_file in the profile."
            }
            Self::Insecure(_) => "credesk has no way round it. Ask the server's administrator for TLS 1.2 or 1.3.",
            Self::SignedOut => "Sign in again: the next request fetches the token anew. Your selection is kept.",
            Self::WrongPassword => "Type it again. Too many wrong passwords lock your own account.",
            Self::Forbidden => "nevisIDM's own words below tell why, as far as it says.",
            Self::Permission(_) => "Ask a colleague who may, or your administrator for the right.",
            Self::DataRoom => "Pass the caller on to the help desk in charge of this user.",
            Self::ResetLimit => "An administrator must raise the limit or make a new credential.",
            Self::NotFound => "Search again: it may have been deleted.",
            Self::Conflict => "Review what changed, then confirm again.",
            Self::Invalid => "Correct the values, then confirm again.",
            Self::TooMany => "Wait a moment, then try again.",
            Self::Redirect => "Check the url of the profile: it may lead to a sign-in page.",
            Self::WebPage(_) => "Check the url of the profile and whether a proxy wants you to sign in.",
            Self::Timeout(_) | Self::ConnectionLost | Self::CutOff | Self::Server(_) => {
                "Try again; if it stays, tell the server's owner."
            }
            Self::NotJson
            | Self::WrongShape(_)
            | Self::TooLarge(_)
            | Self::Foreign { .. }
            | Self::NoOwner
            | Self::Status(_) => "Tell the server's owner: nevisIDM does not answer like this.",
        }
        .into()
    }
}

/// After a write whose fate nobody knows.
const UNKNOWN_NEXT: &str =
    "Do not reset again: credesk reads how the credential stands, and says whether it was carried out.";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_proven_counts_as_not_done() {
        let unproven = [
            Fault::Timeout(30),
            Fault::ConnectionLost,
            Fault::CutOff,
            Fault::WebPage(None),
            Fault::NotJson,
            Fault::TooLarge(256),
            Fault::Server(503),
            Fault::Server(408),
            Fault::NoOwner,
            Fault::Status(400),
        ];
        for fault in unproven {
            let problem = fault.problem(Asked::Write, None);
            assert_eq!(problem.took, Took::Unknown, "{fault:?}");
            assert!(problem.next.starts_with("Do not reset again"), "{fault:?}");
        }
    }

    #[test]
    fn a_refusal_says_that_no_reset_took_place() {
        for fault in [Fault::DataRoom, Fault::ResetLimit, Fault::Conflict, Fault::SignedOut, Fault::NoConnection] {
            let lines = fault.problem(Asked::Write, Some(SafeText::new("errors.x"))).to_string();
            assert!(lines.contains("no reset took place"), "{lines}");
            assert!(lines.ends_with("nevisIDM said: errors.x"), "{lines}");
        }
    }

    #[test]
    fn a_part_of_a_second_counts_as_a_whole_one() {
        for (millis, told) in [(1, 1), (999, 1), (1000, 1), (1001, 2), (30_000, 30)] {
            assert_eq!(Fault::timeout(Duration::from_millis(millis)), Fault::Timeout(told), "{millis}");
        }
    }

    #[test]
    fn a_reading_says_nothing_about_resets() {
        assert!(!Fault::Server(500).problem(Asked::Read, None).to_string().contains("reset"));
    }
}
