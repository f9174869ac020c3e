//! What a key means. `Copy` and without data: which row or which field it is about, the screen knows.

/// A meaning, grouped by who takes it. A group for another screen than the one on top is ignored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    /// Taken by the application itself, on every screen.
    Global(Global),
    /// Moving in a list.
    Move(Move),
    /// The lookup screen.
    Lookup(LookupAction),
    /// The user screen.
    User(UserAction),
    /// The form that edits a credential.
    Form(FormAction),
    /// The confirmation.
    Confirm(ConfirmAction),
    /// The hand-off screen.
    Handoff(HandoffAction),
    /// The OTP card screen.
    Card(CardAction),
    /// The print screen.
    Print(PrintAction),
    /// The screen of one unknown outcome.
    Settle(SettleAction),
    /// The list of open cases.
    Cases(CasesAction),
    /// The last entries of the journal.
    Audit(AuditAction),
    /// Narrowing a list.
    Filter(FilterAction),
    /// Enter in a modal: run the palette's row, send the password, close the message; on the lock, unlock.
    Accept,
}

/// Taken by the application itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Global {
    /// Help for this screen.
    Help,
    /// Back, close, cancel.
    Back,
    /// Ctrl-C: covers first, then quits.
    Interrupt,
    /// Full redraw.
    Redraw,
    /// The palette.
    Palette,
    /// The open cases.
    Cases,
    /// Lock the console.
    Lock,
    /// Quit.
    Quit,
}

/// Moving in a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Move {
    /// One up.
    Up,
    /// One down.
    Down,
    /// One screenful up.
    PageUp,
    /// One screenful down.
    PageDown,
    /// To the first row.
    First,
    /// To the last row.
    Last,
}

/// On the lookup screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LookupAction {
    /// To the search field.
    FocusField,
    /// From the field to the results; searches at once.
    ToResults,
    /// Opens the selected user.
    Open,
}

/// On the user screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum UserAction {
    /// The operation of the selected credential: reset, regenerate, replace, or update.
    Operate,
    /// Edit state, policy, comment.
    Edit,
    /// View the OTP card.
    ViewCard,
    /// Read again.
    Reload,
}

/// In the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FormAction {
    /// To the next field.
    NextField,
    /// To the field before.
    PreviousField,
    /// The next choice of this field.
    NextChoice,
    /// The choice before.
    PreviousChoice,
    /// On to the confirmation.
    Review,
}

/// On the confirmation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ConfirmAction {
    /// Enter: sends, where the login ID was typed.
    Send,
    /// Between the login ID and the comment.
    SwitchField,
    /// Reads the newest state again.
    Reload,
}

/// On the hand-off screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum HandoffAction {
    /// Covers and uncovers.
    Cover,
    /// The next group of four.
    NextGroup,
    /// The group before.
    PreviousGroup,
    /// The next spelling alphabet.
    Alphabet,
    /// The read-back check.
    ReadBack,
    /// Enter in the read-back check.
    Check,
    /// Sends the value to the clipboard of the operator's terminal.
    Clipboard,
    /// Prints a slip.
    Print,
    /// Handed over: wipes and closes.
    Done,
}

/// On the screen of one unknown outcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SettleAction {
    /// Shows what there is to hand over.
    Result,
    /// Reads now.
    Again,
    /// Takes note and closes the case.
    Note,
    /// Opens the user.
    OpenUser,
}

/// On the list of open cases.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CasesAction {
    /// Opens the marked case.
    Open,
    /// Writes the comment that is missing.
    Comment,
    /// Reads now.
    Again,
    /// Takes note and closes the case.
    Note,
}

/// On the last entries of the journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AuditAction {
    /// Reads them again.
    Again,
}

/// Narrowing a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FilterAction {
    /// Takes words.
    Open,
    /// Gives the keys back to the list, and keeps it narrowed.
    Keep,
}

/// On the OTP card screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CardAction {
    /// Covers and uncovers the cells.
    Cover,
    /// Asks for a cell to go to.
    GoTo,
    /// Goes to the cell that was typed.
    Find,
    /// Switches between both styles of labels.
    Labels,
    /// Reads the card again.
    Reload,
    /// Prints the card.
    Print,
    /// Wipes and closes.
    Done,
}

/// On the print screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PrintAction {
    /// Enter: prints to the marked destination, or goes to the field for the file's name.
    Print,
    /// Enter in that field: saves.
    Save,
    /// Between PDF and text.
    Format,
    /// Reads the queues again.
    Reload,
}
