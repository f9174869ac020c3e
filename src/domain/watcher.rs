//! Who else may keep what is shown on the screen: a recorder of the session, or the history of a multiplexer.
//!
//! Only what can be told from here, and only a warning: what records at the other end of the line is seen by nobody.

/// Something that keeps what is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Watcher {
    /// A program that records the session, by its name.
    Recorder(&'static str),
    /// tmux, told to have no alternate screen: what is drawn scrolls into its history.
    Tmux,
    /// GNU screen, which has none unless `altscreen` is on.
    Screen,
}

impl Watcher {
    /// The warning beside a value that is still covered.
    pub fn sentence(self) -> String {
        let who = match self {
            Self::Recorder(name) => return format!("This session is recorded ({name}): what you uncover stays there."),
            Self::Tmux => "tmux (alternate-screen off)",
            Self::Screen => "GNU screen",
        };
        format!("{who} may keep this screen in its history, and what you uncover with it.")
    }
}
