//! The one table of keys. Routing, footer, help, palette and the README's table read it; nothing else knows a key.

use ratatui::crossterm::event::KeyCode;

use crate::app::action::{
    Action, AuditAction, CardAction, CasesAction, ConfirmAction, FilterAction, FormAction, Global, HandoffAction,
    LookupAction, Move, PrintAction, SettleAction, UserAction,
};
use crate::app::context::Context;

/// A key with its Ctrl. Shift is part of the character; Alt is never used, because Esc and a letter look like it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Key {
    /// The key.
    pub code: KeyCode,
    /// With Ctrl held.
    pub ctrl: bool,
}

/// One row: some keys that mean one thing in some contexts.
#[derive(Debug, Clone, Copy)]
pub struct Binding {
    /// The heading in help and README.
    pub group: &'static str,
    /// Where it holds.
    pub contexts: &'static [Context],
    /// Its keys; the first is the one that footer and palette show.
    pub keys: &'static [Key],
    /// What it means.
    pub action: Action,
    /// What it does, for help, palette and README.
    pub help: &'static str,
    /// The word for the footer; `None` keeps it out of the footer.
    pub hint: Option<&'static str>,
    /// It leads to a change on the server.
    pub danger: bool,
}

const fn plain(code: KeyCode) -> Key {
    Key { code, ctrl: false }
}

const fn letter(character: char) -> Key {
    plain(KeyCode::Char(character))
}

const fn ctrl(character: char) -> Key {
    Key { code: KeyCode::Char(character), ctrl: true }
}

const fn row(
    group: &'static str,
    contexts: &'static [Context],
    keys: &'static [Key],
    action: Action,
    help: &'static str,
) -> Binding {
    Binding { group, contexts, keys, action, help, hint: None, danger: false }
}

impl Binding {
    const fn hint(self, hint: &'static str) -> Self {
        Self { hint: Some(hint), ..self }
    }

    const fn danger(self) -> Self {
        Self { danger: true, ..self }
    }
}

const ENTER: Key = plain(KeyCode::Enter);
const TAB: Key = plain(KeyCode::Tab);
const EVERYWHERE: &str = "everywhere";
const LISTS: &str = "lists";

use Context as C;

/// Every key of credesk. The order is that of help and footer.
#[rustfmt::skip] // one row a line: a table is read by its columns
pub const BINDINGS: &[Binding] = &[
    // Lookup
    row("Lookup", &[C::LookupResults], &[letter('/')], Action::Lookup(LookupAction::FocusField), "to the search field").hint("search"),
    row("Lookup", &[C::LookupField], &[ENTER, plain(KeyCode::Down)], Action::Lookup(LookupAction::ToResults), "from the search field to the results").hint("results"),
    row("Lookup", &[C::LookupResults], &[ENTER], Action::Lookup(LookupAction::Open), "open the user").hint("open"),
    // User
    row("User", &[C::User], &[ENTER, letter('r')], Action::User(UserAction::Operate), "the operation of the selected credential: reset, regenerate, replace, or edit").hint("new value").danger(),
    row("User", &[C::User], &[letter('e')], Action::User(UserAction::Edit), "edit state, policy, comment").hint("edit").danger(),
    row("User", &[C::User], &[letter('v')], Action::User(UserAction::ViewCard), "on an OTP card: view the card").hint("view card"),
    row("User", &[C::User], &[plain(KeyCode::F(5)), ctrl('r')], Action::User(UserAction::Reload), "read again").hint("read again"),
    // Form
    row("Form", &[C::FormChoice, C::FormText], &[plain(KeyCode::Down), TAB], Action::Form(FormAction::NextField), "next field").hint("next"),
    row("Form", &[C::FormChoice, C::FormText], &[plain(KeyCode::Up), plain(KeyCode::BackTab)], Action::Form(FormAction::PreviousField), "previous field").hint("previous"),
    row("Form", &[C::FormChoice], &[plain(KeyCode::Right), letter(' ')], Action::Form(FormAction::NextChoice), "next choice").hint("change"),
    row("Form", &[C::FormChoice], &[plain(KeyCode::Left)], Action::Form(FormAction::PreviousChoice), "previous choice"),
    row("Form", &[C::FormChoice, C::FormText], &[ENTER], Action::Form(FormAction::Review), "review and confirm; nothing is sent yet").hint("review").danger(),
    // Confirm
    row("Confirm", &[C::Confirm], &[ENTER], Action::Confirm(ConfirmAction::Send), "type the login ID, then Enter: send. With anything else typed it does nothing but say so").hint("send, once typed").danger(),
    row("Confirm", &[C::Confirm], &[TAB], Action::Confirm(ConfirmAction::SwitchField), "to the comment and back, where there is one").hint("comment"),
    row("Confirm", &[C::Confirm], &[plain(KeyCode::F(5)), ctrl('r')], Action::Confirm(ConfirmAction::Reload), "read the newest state again"),
    // Hand-off
    row("Hand-off", &[C::Handoff], &[letter('v')], Action::Handoff(HandoffAction::Cover), "cover / uncover").hint("cover"),
    row("Hand-off", &[C::Handoff], &[letter(' ')], Action::Handoff(HandoffAction::NextGroup), "next group").hint("next"),
    row("Hand-off", &[C::Handoff], &[plain(KeyCode::Backspace)], Action::Handoff(HandoffAction::PreviousGroup), "previous group"),
    row("Hand-off", &[C::Handoff], &[letter('w')], Action::Handoff(HandoffAction::Alphabet), "next spelling alphabet").hint("alphabet"),
    row("Hand-off", &[C::Handoff], &[letter('b')], Action::Handoff(HandoffAction::ReadBack), "read-back check: type what the caller says, and see where it first differs").hint("read back"),
    row("Hand-off", &[C::ReadBack], &[ENTER], Action::Handoff(HandoffAction::Check), "in the read-back check: end it, where all is right").hint("check"),
    row("Hand-off", &[C::Handoff], &[letter('d')], Action::Handoff(HandoffAction::Done), "handed over: wipe and close").hint("done"),
    row("Hand-off", &[C::Handoff], &[letter('p')], Action::Handoff(HandoffAction::Print), "print a slip, where the profile allows it").hint("slip"),
    row("Hand-off", &[C::Handoff], &[letter('c')], Action::Handoff(HandoffAction::Clipboard), "send to the clipboard of your terminal, where the profile allows it; emptied after 20 seconds").hint("clipboard"),
    // OTP card
    row("OTP card", &[C::Card], &[letter('v')], Action::Card(CardAction::Cover), "cover / uncover the cells").hint("cover"),
    row("OTP card", &[C::Card], &[letter('/')], Action::Card(CardAction::GoTo), "go to a cell (`D7` or `043`)").hint("cell"),
    row("OTP card", &[C::CardField], &[ENTER], Action::Card(CardAction::Find), "go to the cell that was typed").hint("go"),
    row("OTP card", &[C::Card], &[letter('l')], Action::Card(CardAction::Labels), "switch the labels: A1 to N12, or 001 to 168").hint("labels"),
    row("OTP card", &[C::Card], &[letter('r'), plain(KeyCode::F(5)), ctrl('r')], Action::Card(CardAction::Reload), "read the card again"),
    row("OTP card", &[C::Card], &[letter('p')], Action::Card(CardAction::Print), "print; once more reads the card again first").hint("print"),
    row("OTP card", &[C::Card], &[letter('d')], Action::Card(CardAction::Done), "done: wipe and close").hint("done"),
    // Print
    row("Print", &[C::Print], &[ENTER], Action::Print(PrintAction::Print), "print to the marked destination; for a file, ask for its name").hint("print"),
    row("Print", &[C::PrintFile], &[ENTER], Action::Print(PrintAction::Save), "save to that file; never over one that is there").hint("save"),
    row("Print", &[C::Print], &[letter('f')], Action::Print(PrintAction::Format), "PDF or text").hint("PDF/text"),
    row("Print", &[C::Print], &[letter('r'), plain(KeyCode::F(5)), ctrl('r')], Action::Print(PrintAction::Reload), "look for printers again").hint("look again"),
    // Outcome unknown
    row("Outcome unknown", &[C::Settle], &[letter('v')], Action::Settle(SettleAction::Result), "carried out after all: view the new card, or the password that is held here").hint("view"),
    row("Outcome unknown", &[C::Settle], &[letter('r'), plain(KeyCode::F(5)), ctrl('r')], Action::Settle(SettleAction::Again), "read now; nothing is sent again").hint("read now"),
    row("Outcome unknown", &[C::Settle], &[letter('d')], Action::Settle(SettleAction::Note), "take note of the verdict and close the case").hint("noted"),
    row("Outcome unknown", &[C::Settle], &[ENTER], Action::Settle(SettleAction::OpenUser), "for a case of an earlier run: open the user").hint("open user"),
    // Open cases
    row("Open cases", &[C::Cases], &[ENTER], Action::Cases(CasesAction::Open), "open the case").hint("open"),
    row("Open cases", &[C::Cases], &[letter('c')], Action::Cases(CasesAction::Comment), "write the comment that could not follow a reset").hint("write comment").danger(),
    row("Open cases", &[C::Cases], &[letter('r'), plain(KeyCode::F(5)), ctrl('r')], Action::Cases(CasesAction::Again), "read now; nothing is sent again").hint("read now"),
    row("Open cases", &[C::Cases], &[letter('d')], Action::Cases(CasesAction::Note), "take note and close the case; asks once more").hint("noted"),
    // The journal
    row("Journal", &[C::Audit], &[letter('r'), plain(KeyCode::F(5)), ctrl('r')], Action::Audit(AuditAction::Again), "read the last entries again").hint("read again"),
    // Modals
    row("Palette", &[C::Palette], &[ENTER], Action::Accept, "do the marked action").hint("do it"),
    row("Palette", &[C::Palette], &[plain(KeyCode::Up)], Action::Move(Move::Up), "up"),
    row("Palette", &[C::Palette], &[plain(KeyCode::Down)], Action::Move(Move::Down), "down"),
    row("Sign in", &[C::SignIn], &[ENTER], Action::Accept, "sign in with the typed password").hint("sign in"),
    row("Message", &[C::Message], &[ENTER], Action::Accept, "close").hint("close"),
    row("Locked", &[C::Locked], &[ENTER], Action::Accept, "unlock: with the typed password, or by token_command").hint("unlock"),
    // Lists
    row(LISTS, C::LISTS, &[plain(KeyCode::Up), letter('k')], Action::Move(Move::Up), "up"),
    row(LISTS, C::LISTS, &[plain(KeyCode::Down), letter('j')], Action::Move(Move::Down), "down"),
    row(LISTS, C::LISTS, &[plain(KeyCode::PageUp)], Action::Move(Move::PageUp), "one screen up"),
    row(LISTS, C::LISTS, &[plain(KeyCode::PageDown)], Action::Move(Move::PageDown), "one screen down"),
    row(LISTS, C::LISTS, &[plain(KeyCode::Home), letter('g')], Action::Move(Move::First), "to the first"),
    row(LISTS, C::LISTS, &[plain(KeyCode::End), letter('G')], Action::Move(Move::Last), "to the last"),
    // Narrowing a list
    row("Lookup", &[C::LookupResults], &[letter('f')], Action::Filter(FilterAction::Open), "filter: only the results that hold the words typed; Esc shows all").hint("filter"),
    row("User", &[C::User], &[letter('f'), letter('/')], Action::Filter(FilterAction::Open), "filter: only the credentials that hold the words typed; Esc shows all"),
    row("Print", &[C::Print], &[letter('/')], Action::Filter(FilterAction::Open), "filter: only the destinations that hold the words typed; Esc shows all"),
    row("Open cases, journal", &[C::Cases, C::Audit], &[letter('f'), letter('/')], Action::Filter(FilterAction::Open), "filter: only the rows that hold the words typed; Esc shows all").hint("filter"),
    row("Filter", &[C::Filter], &[ENTER], Action::Filter(FilterAction::Keep), "back to the list, which stays narrowed").hint("to the list"),
    row("Filter", &[C::Filter], &[plain(KeyCode::Up)], Action::Move(Move::Up), "up"),
    row("Filter", &[C::Filter], &[plain(KeyCode::Down)], Action::Move(Move::Down), "down"),
    // Everywhere
    row(EVERYWHERE, C::ALL, &[plain(KeyCode::Esc)], Action::Global(Global::Back), "back, close").hint("back"),
    row(EVERYWHERE, C::SCREENS, &[plain(KeyCode::F(1))], Action::Global(Global::Help), "help for this screen"),
    row(EVERYWHERE, &[C::LookupField, C::LookupResults, C::User, C::FormChoice, C::Handoff, C::Card, C::Print, C::Settle, C::Cases, C::Audit], &[letter('?')], Action::Global(Global::Help), "help, where a question mark is not part of the text").hint("help"),
    row(EVERYWHERE, C::SCREENS, &[ctrl('p')], Action::Global(Global::Palette), "palette: every action with its key"),
    row(EVERYWHERE, C::COMMAND_SCREENS, &[letter(':')], Action::Global(Global::Palette), "palette, outside a text field"),
    row(EVERYWHERE, &[C::LookupField, C::LookupResults, C::User, C::Audit], &[ctrl('o')], Action::Global(Global::Cases), "the open cases: changes that somebody still has to look at"),
    row(EVERYWHERE, C::COMMANDS, &[letter('q')], Action::Global(Global::Quit), "quit, outside a text field, from any screen that holds no secret").hint("quit"),
    row(EVERYWHERE, C::TEXTS, &[ctrl('c')], Action::Global(Global::Interrupt), "covers a shown secret first; the second one quits").hint("quit"),
    row(EVERYWHERE, C::COMMANDS, &[ctrl('c')], Action::Global(Global::Interrupt), "covers a shown secret first; the second one quits"),
    row(EVERYWHERE, C::UNLOCKED, &[ctrl('x')], Action::Global(Global::Lock), "lock: nothing is shown until you are recognised again"),
    row(EVERYWHERE, C::ALL, &[ctrl('l')], Action::Global(Global::Redraw), "full redraw"),
];

impl Key {
    /// The key's name as people say it: `Ctrl-R`, `F5`, `Space`, `PgUp`.
    #[expect(clippy::wildcard_enum_match_arm, reason = "crossterm names the other keys as people do")]
    pub fn name(self) -> String {
        let name = match self.code {
            KeyCode::Char(' ') => "Space".to_owned(),
            KeyCode::Char(character) if self.ctrl => character.to_uppercase().to_string(),
            KeyCode::Char(character) => character.to_string(),
            KeyCode::F(number) => format!("F{number}"),
            KeyCode::PageUp => "PgUp".to_owned(),
            KeyCode::PageDown => "PgDn".to_owned(),
            KeyCode::BackTab => "Shift-Tab".to_owned(),
            other => other.to_string(),
        };
        if self.ctrl { format!("Ctrl-{name}") } else { name }
    }
}

impl Binding {
    /// All its keys: `Enter or r`.
    pub fn key_names(&self) -> String {
        self.keys.iter().map(|key| key.name()).collect::<Vec<_>>().join(" or ")
    }

    /// The rows that hold in a context, in the order of the table.
    pub fn of(context: Context) -> impl Iterator<Item = &'static Self> {
        BINDINGS.iter().filter(move |binding| binding.contexts.contains(&context))
    }
}
