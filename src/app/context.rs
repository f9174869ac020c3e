//! Where the keyboard is: which part of which screen takes the next key.

/// One row of the key table names the contexts in which it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Context {
    /// The search field of the lookup screen.
    LookupField,
    /// The results of the lookup screen.
    LookupResults,
    /// The user screen.
    User,
    /// A choice in the form.
    FormChoice,
    /// A text field in the form.
    FormText,
    /// The fields of the confirmation.
    Confirm,
    /// The hand-off screen.
    Handoff,
    /// The read-back check of the hand-off screen.
    ReadBack,
    /// The OTP card screen.
    Card,
    /// The field for a cell's label on the OTP card screen.
    CardField,
    /// The destinations of a print.
    Print,
    /// The field for the name of a file to print to.
    PrintFile,
    /// The screen of one unknown outcome.
    Settle,
    /// The list of open cases.
    Cases,
    /// The last entries of the journal.
    Audit,
    /// The words that narrow a list.
    Filter,
    /// The help.
    Help,
    /// The palette.
    Palette,
    /// A message.
    Message,
    /// The password for self-admins.
    SignIn,
    /// The lock.
    Locked,
}

impl Context {
    /// All of them, in the order of the screens.
    pub const ALL: &'static [Self] = &[
        Self::LookupField,
        Self::LookupResults,
        Self::User,
        Self::FormChoice,
        Self::FormText,
        Self::Confirm,
        Self::Handoff,
        Self::ReadBack,
        Self::Card,
        Self::CardField,
        Self::Print,
        Self::PrintFile,
        Self::Settle,
        Self::Cases,
        Self::Audit,
        Self::Filter,
        Self::Help,
        Self::Palette,
        Self::Message,
        Self::SignIn,
        Self::Locked,
    ];

    /// All but the lock, which stands last: what lies over a screen is no reason not to lock.
    pub const UNLOCKED: &'static [Self] = match Self::ALL.split_last() {
        Some((_lock, others)) => others,
        None => &[],
    };

    /// Those in which a letter is a command and not a text.
    pub const COMMANDS: &'static [Self] = &[
        Self::LookupResults,
        Self::User,
        Self::FormChoice,
        Self::Handoff,
        Self::Card,
        Self::Print,
        Self::Settle,
        Self::Cases,
        Self::Audit,
        Self::Help,
        Self::Message,
    ];

    /// The screens, without what lies over them.
    pub const SCREENS: &'static [Self] = &[
        Self::LookupField,
        Self::LookupResults,
        Self::User,
        Self::FormChoice,
        Self::FormText,
        Self::Confirm,
        Self::Handoff,
        Self::ReadBack,
        Self::Card,
        Self::CardField,
        Self::Print,
        Self::PrintFile,
        Self::Settle,
        Self::Cases,
        Self::Audit,
        Self::Filter,
    ];

    /// The screens on which a letter is a command.
    pub const COMMAND_SCREENS: &'static [Self] = &[
        Self::LookupResults,
        Self::User,
        Self::FormChoice,
        Self::Handoff,
        Self::Card,
        Self::Print,
        Self::Settle,
        Self::Cases,
        Self::Audit,
    ];

    /// Those in which a letter is text.
    pub const TEXTS: &'static [Self] = &[
        Self::LookupField,
        Self::FormText,
        Self::Confirm,
        Self::ReadBack,
        Self::CardField,
        Self::PrintFile,
        Self::Filter,
        Self::Palette,
        Self::SignIn,
        Self::Locked,
    ];

    /// Those with a list to move in.
    pub const LISTS: &'static [Self] =
        &[Self::LookupResults, Self::User, Self::Print, Self::Cases, Self::Audit, Self::Help];

    /// True where letters are text.
    pub fn is_text(self) -> bool {
        Self::TEXTS.contains(&self)
    }

    /// The name of the screen, for help and README.
    pub fn title(self) -> &'static str {
        match self {
            Self::LookupField | Self::LookupResults => "Lookup",
            Self::User => "User",
            Self::FormChoice | Self::FormText => "Form",
            Self::Confirm => "Confirm",
            Self::Handoff | Self::ReadBack => "Hand-off",
            Self::Card | Self::CardField => "OTP card",
            Self::Print | Self::PrintFile => "Print",
            Self::Settle => "Outcome unknown",
            Self::Cases => "Open cases",
            Self::Audit => "Journal",
            Self::Filter => "Filter",
            Self::Help => "Help",
            Self::Palette => "Palette",
            Self::Message => "Message",
            Self::SignIn => "Sign in",
            Self::Locked => "Locked",
        }
    }
}
