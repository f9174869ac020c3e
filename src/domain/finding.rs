//! What `credesk doctor` found: one line about one thing, how well it is, and what to do where it is not.
//!
//! Looks at nothing itself.

use crate::text::SafeText;

/// What a line is about. The order is that of the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Area {
    /// The terminal: whether there is one, how large it is, what it can do.
    Terminal,
    /// Colours.
    Colours,
    /// The way to the terminal's clipboard.
    Clipboard,
    /// The character set.
    Locale,
    /// This host's clock against the server's.
    Clock,
    /// The configuration.
    Configuration,
    /// Owners and permissions of files.
    Files(Files),
    /// The server's certificate.
    Tls,
    /// The token.
    Token,
    /// Whether the server can be reached.
    Server,
    /// The five operations.
    Operations,
    /// What policies mean for a value that is read out.
    Policy,
    /// Printers.
    Printers,
    /// The journal.
    Journal,
}

/// Whose files they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Files {
    /// The configuration's, with those that say whom to trust.
    Configuration,
    /// The token's.
    Token,
    /// The journal's.
    Journal,
}

impl Area {
    /// Every area, once.
    pub const ALL: [Self; 16] = [
        Self::Terminal,
        Self::Colours,
        Self::Clipboard,
        Self::Locale,
        Self::Clock,
        Self::Configuration,
        Self::Files(Files::Configuration),
        Self::Files(Files::Token),
        Self::Files(Files::Journal),
        Self::Tls,
        Self::Token,
        Self::Server,
        Self::Operations,
        Self::Policy,
        Self::Printers,
        Self::Journal,
    ];

    /// Its name, for good: programs read it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Terminal => "terminal",
            Self::Colours => "colours",
            Self::Clipboard => "clipboard",
            Self::Locale => "locale",
            Self::Clock => "clock",
            Self::Configuration => "configuration",
            Self::Files(_) => "files",
            Self::Tls => "tls",
            Self::Token => "token",
            Self::Server => "server",
            Self::Operations => "operations",
            Self::Policy => "policy",
            Self::Printers => "printers",
            Self::Journal => "journal",
        }
    }
}

/// How well it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Nothing to do.
    Ok,
    /// credesk works, but something is missing or could be better.
    Warn,
    /// credesk, or a part of it, does not work like this.
    Fail,
}

impl Level {
    /// Its name, for good: programs read it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Warn => "warn",
            Self::Fail => "fail",
        }
    }
}

/// One line of the report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What it is about.
    pub area: Area,
    /// How well it is.
    pub level: Level,
    /// What was found: a sentence, or more.
    pub found: SafeText,
    /// What to do: a sentence, or more. There whenever the level is not [`Level::Ok`].
    pub next: Option<SafeText>,
}

impl Finding {
    /// All is well.
    pub fn ok(area: Area, found: &str) -> Self {
        Self { area, level: Level::Ok, found: SafeText::new(found), next: None }
    }

    /// It could be better.
    pub fn warn(area: Area, found: &str, next: &str) -> Self {
        Self { area, level: Level::Warn, found: SafeText::new(found), next: Some(SafeText::new(next)) }
    }

    /// It does not work.
    pub fn fail(area: Area, found: &str, next: &str) -> Self {
        Self { level: Level::Fail, ..Self::warn(area, found, next) }
    }
}

/// All that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// The version of credesk.
    pub version: &'static str,
    /// The profile that was looked at; none where there is none.
    pub profile: Option<SafeText>,
    /// Its server.
    pub server: Option<SafeText>,
    /// The findings, in the order of their areas.
    pub findings: Vec<Finding>,
    /// The code with which credesk ends.
    pub exit: u8,
}

impl Report {
    /// How many findings have this level.
    pub fn count(&self, level: Level) -> usize {
        self.findings.iter().filter(|finding| finding.level == level).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_areas_stand_in_their_order_and_none_is_left_out() {
        assert!(Area::ALL.is_sorted());
        let mut words = Area::ALL.map(Area::word).to_vec();
        words.dedup();
        assert_eq!(words.len(), 14, "the three kinds of files share a word: {words:?}");
    }

    #[test]
    fn what_is_not_well_says_what_to_do_and_nothing_hidden_gets_through() {
        let finding = Finding::fail(Area::Token, "a\u{1b}[2J", "b\u{202e}");
        assert_eq!((finding.level, finding.found.as_str()), (Level::Fail, "a<U+001B>[2J"));
        assert_eq!(finding.next.unwrap().as_str(), "b<U+202E>");
        assert_eq!(Finding::ok(Area::Token, "a").next, None);
    }
}
