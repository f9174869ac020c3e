//! What the operator reads when something did not go as asked: what happened, did it take effect, what now.

use std::fmt;

use crate::text::SafeText;

/// Whether the change that was asked for took place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Took {
    /// Nothing was to be changed: a reading failed.
    NothingAsked,
    /// It is certain that nothing was changed.
    No,
    /// Nobody knows yet.
    Unknown,
}

/// A problem in three parts. Server data in it went through [`SafeText`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// What happened, one sentence.
    pub what: String,
    /// Whether the change took place.
    pub took: Took,
    /// What to do now, one or two sentences.
    pub next: String,
    /// Code and message as the server sent them, made safe.
    pub server: Option<SafeText>,
    /// Which fault of the conversation with the server it was ([`Fault::name`](crate::domain::fault::Fault::name)).
    pub fault: Option<&'static str>,
}

impl Problem {
    /// A problem without words from the server.
    pub fn new(what: impl Into<String>, took: Took, next: impl Into<String>) -> Self {
        Self { what: what.into(), took, next: next.into(), server: None, fault: None }
    }

    /// The same, with what the server said.
    #[must_use]
    pub fn said(mut self, server: Option<SafeText>) -> Self {
        self.server = server.filter(|text| !text.is_empty());
        self
    }

    /// The sentence about the change; none for a reading.
    pub fn took_sentence(&self) -> Option<&'static str> {
        match self.took {
            Took::NothingAsked => None,
            Took::No => Some("Nothing was changed: no reset took place."),
            Took::Unknown => Some("Outcome unknown: it may or may not have been carried out."),
        }
    }

    /// What credesk says, in one paragraph.
    pub fn sentences(&self) -> String {
        let parts = [Some(self.what.as_str()), self.took_sentence(), Some(self.next.as_str())];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
    }

    /// All of it, one sentence after the other, as lines to draw or to print.
    pub fn lines(&self) -> Vec<String> {
        let mut lines = vec![self.what.clone()];
        lines.extend(self.took_sentence().map(String::from));
        lines.push(self.next.clone());
        lines.extend(self.server.as_ref().map(|text| format!("nevisIDM said: {text}")));
        lines
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.lines().join(" "))
    }
}
