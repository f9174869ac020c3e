//! Printing: where a sheet goes, and what has become of it. One print, once; another one starts from the screen below.
//!
//! The sheet is made where it is printed (layer `print`); here it is only handed on.

use std::path::PathBuf;

use tui_input::{Input, InputRequest};

use crate::app::action::{Move, PrintAction};
pub use crate::app::choice::Choice;
use crate::app::context::Context;
use crate::app::desk::Desk;
use crate::app::effect::{CallId, Effect, Read};
use crate::app::filter::{Filter, Shown, moved_among, standing_for};
use crate::app::msg::Reply;
use crate::app::remote::Remote;
use crate::app::screen::{Screen, Step};
use crate::domain::credential::CredentialKind;
use crate::domain::id::{CredentialId, UserRef};
use crate::domain::printing::{Destination, Format, PrintFault, Printed, Queues};
use crate::domain::problem::Problem;
use crate::domain::record::{OperationId, Paper, Print};
use crate::domain::sheet::{PrintOrder, Sheet};

/// What a print is about, for the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    /// Whose credential.
    pub at: UserRef,
    /// What kind.
    pub kind: CredentialKind,
    /// Which one.
    pub credential: Option<CredentialId>,
    /// The operation whose result it is.
    pub operation: Option<OperationId>,
}

/// How far the print is.
#[derive(Debug)]
enum Stage {
    Choosing,
    Printing(CallId, Destination),
    Done(Printed),
}

/// The print screen.
#[derive(Debug)]
pub struct PrintScreen {
    sheet: Sheet,
    about: About,
    queues: Remote<Queues>,
    undrawable: Vec<char>,
    /// Where the operator has moved to. By name, not by place: a list that comes late, or again, puts nothing else under it.
    marked: Option<Choice>,
    format: Format,
    path: Option<Input>,
    filter: Filter,
    stage: Stage,
    problem: Option<Problem>,
}

impl PrintScreen {
    /// What the field for a file's name holds at first.
    fn usual_file(&self) -> String {
        let name = match &self.sheet {
            Sheet::Card(_) => "card",
            Sheet::Slip(_) => "slip",
        };
        let ending = match self.format {
            Format::Pdf => "pdf",
            Format::Text => "txt",
        };
        format!("~/credesk-{name}.{ending}")
    }

    /// Opens over the screen that holds the value, and looks for printers. Prints nothing. Where a mandatory field of the
    /// sheet is missing that is said, and nothing opens.
    pub fn open(sheet: Sheet, about: About, desk: &mut Desk) -> Step {
        if let Some(field) = sheet.missing() {
            desk.say(PrintFault::Missing(field).problem().sentences());
            return Step::Stay;
        }
        let call = desk.read(Read::Printers(Box::new(sheet.to().clone())));
        let screen = Self {
            sheet,
            about,
            queues: Remote::Loading(call),
            undrawable: Vec::new(),
            marked: None,
            format: desk.site.hand_over.format,
            path: None,
            filter: Filter::default(),
            stage: Stage::Choosing,
            problem: None,
        };
        Step::Push(Box::new(Screen::Print(Box::new(screen))))
    }

    /// The sheet, to say whose it is. Its cells and its value are drawn nowhere.
    pub fn sheet(&self) -> &Sheet {
        &self.sheet
    }

    /// The queues, as far as they are known.
    pub fn queues(&self) -> &Remote<Queues> {
        &self.queues
    }

    /// Characters of the name, the login ID or the address that the font lacks.
    pub fn undrawable(&self) -> &[char] {
        &self.undrawable
    }

    /// Where the sheet can go.
    pub fn choices(&self, desk: &Desk) -> Vec<Choice> {
        let queues = self.queues.ready().map_or(&[][..], |queues| &queues.names);
        let mut choices: Vec<_> = queues.iter().cloned().map(Choice::Queue).collect();
        choices.push(Choice::File);
        if desk.site.hand_over.terminal_printer {
            choices.push(Choice::Terminal);
        }
        choices
    }

    /// The marked row. None before it is known where a sheet can go, unless the operator has moved there: an Enter that
    /// was meant for one row must not meet another.
    pub fn selected(&self, desk: &Desk) -> Option<usize> {
        let wanted = self.wanted(desk)?;
        standing_for(wanted, &self.rows(desk))
    }

    fn wanted(&self, desk: &Desk) -> Option<usize> {
        let choices = self.choices(desk);
        let place = |wanted: &Choice| choices.iter().position(|choice| choice == wanted);
        match (&self.queues, &self.marked) {
            (Remote::Idle | Remote::Loading(_), None) => None,
            (Remote::Idle | Remote::Loading(_), Some(marked)) => place(marked),
            (Remote::Ready(queues), None) => Some(Self::usual(queues, desk)),
            // A queue that has gone leaves no other queue in its place.
            (Remote::Ready(_) | Remote::Failed(_), marked) => {
                marked.as_ref().and_then(place).or_else(|| place(&Choice::File))
            }
        }
    }

    /// The numbers of the choices that are shown.
    pub fn rows(&self, desk: &Desk) -> Vec<usize> {
        let choices = self.choices(desk).into_iter().enumerate();
        choices.filter(|(_, choice)| self.filter.lets_through(&choice.words())).map(|(place, _)| place).collect()
    }

    /// What the choices are narrowed by, while there is a choice.
    pub fn filter(&self) -> Option<&Filter> {
        let choosing = matches!(self.stage, Stage::Choosing) && self.path.is_none();
        choosing.then_some(&self.filter)
    }

    /// The same, to be changed.
    pub fn filter_mut(&mut self) -> Option<&mut Filter> {
        let choosing = matches!(self.stage, Stage::Choosing) && self.path.is_none();
        choosing.then_some(&mut self.filter)
    }

    /// How many choices are shown.
    pub fn shown(&self, desk: &Desk) -> Shown {
        Shown { rows: self.rows(desk).len(), of: self.choices(desk).len(), unread: 0 }
    }

    /// How the sheet is written.
    pub fn format(&self) -> Format {
        self.format
    }

    /// The field for the file's name, while it is open.
    pub fn path(&self) -> Option<&Input> {
        self.path.as_ref()
    }

    /// What has become of the print.
    pub fn printed(&self) -> Option<&Printed> {
        match &self.stage {
            Stage::Done(printed) => Some(printed),
            Stage::Choosing | Stage::Printing(..) => None,
        }
    }

    /// True while a print is on its way.
    pub fn is_printing(&self) -> bool {
        self.on_its_way().is_some()
    }

    /// Where it goes, while it is on its way.
    pub fn on_its_way(&self) -> Option<&Destination> {
        match &self.stage {
            Stage::Printing(_, to) => Some(to),
            Stage::Choosing | Stage::Done(_) => None,
        }
    }

    /// What the last try met.
    pub fn problem(&self) -> Option<&Problem> {
        self.problem.as_ref()
    }

    /// The list, or the field for a file's name.
    pub fn context(&self) -> Context {
        if self.path.is_some() { Context::PrintFile } else { Context::Print }
    }

    /// Whether an action has a meaning now.
    pub fn offers(&self, action: PrintAction) -> bool {
        match action {
            PrintAction::Print | PrintAction::Save | PrintAction::Format | PrintAction::Reload => {
                matches!(self.stage, Stage::Choosing)
            }
        }
    }

    /// Moves in the list.
    pub fn moved(&mut self, to: Move, desk: &Desk) {
        if matches!(self.stage, Stage::Choosing) && self.path.is_none() {
            let rows = self.rows(desk);
            let row = match self.wanted(desk) {
                Some(row) => moved_among(row, &rows, rows.len(), to),
                None => rows.first().copied(),
            };
            if let Some(row) = row {
                self.marked = self.choices(desk).into_iter().nth(row);
            }
        }
    }

    /// Edits the file's name.
    pub fn edit(&mut self, request: InputRequest) {
        if let Some(path) = self.path.as_mut().filter(|_| matches!(self.stage, Stage::Choosing)) {
            self.problem = None;
            path.handle(request);
        }
    }

    /// Takes a pasted file's name.
    pub fn paste(&mut self, text: &str, desk: &mut Desk) {
        if self.path.is_none() || text.chars().any(char::is_control) {
            desk.say("Nothing can be pasted here.");
            return;
        }
        for character in text.chars() {
            self.edit(InputRequest::InsertChar(character));
        }
    }

    /// A key on this screen.
    pub fn act(&mut self, action: PrintAction, desk: &mut Desk) -> Step {
        match &self.stage {
            Stage::Printing(..) => desk.say("The sheet is on its way. Wait for the answer; it is printed only once."),
            Stage::Done(_) => desk.say("Printed once, and not again from here. Esc goes back."),
            Stage::Choosing => self.choose(action, desk),
        }
        Step::Stay
    }

    fn choose(&mut self, action: PrintAction, desk: &mut Desk) {
        match action {
            PrintAction::Print => match self.selected(desk).and_then(|row| self.choices(desk).into_iter().nth(row)) {
                Some(Choice::Queue(name)) => self.print(Destination::Queue(name), desk),
                Some(Choice::Terminal) => self.print(Destination::Terminal, desk),
                Some(Choice::File) => {
                    self.problem = None;
                    self.path = Some(Input::new(self.usual_file()));
                }
                None if self.filter.narrows() => desk.say("No destination is shown. Esc shows all of them."),
                None => desk.say("Still looking for printers. Down marks what there is already."),
            },
            PrintAction::Save => {
                let typed = self.path.as_ref().map_or("", |path| path.value().trim()).to_owned();
                if typed.is_empty() {
                    desk.say("Type a name for the file.");
                } else {
                    self.print(Destination::File(PathBuf::from(typed)), desk);
                }
            }
            PrintAction::Format => {
                self.format = match self.format {
                    Format::Pdf => Format::Text,
                    Format::Text => Format::Pdf,
                };
            }
            PrintAction::Reload => {
                self.problem = None;
                let read = Read::Printers(Box::new(self.sheet.to().clone()));
                desk.read_into(&mut self.queues, read);
            }
        }
    }

    fn print(&mut self, to: Destination, desk: &mut Desk) {
        let print = Print {
            server: desk.site.server.clone(),
            caller: desk.caller.ready().map(|caller| caller.login_id.clone()),
            at: self.about.at.clone(),
            login_id: self.sheet.to().login_id.clone(),
            kind: self.about.kind.clone(),
            credential: self.about.credential.clone(),
            paper: match &self.sheet {
                Sheet::Card(_) => Paper::Card,
                Sheet::Slip(_) => Paper::Slip,
            },
            to: to.clone(),
            operation: self.about.operation,
        };
        let order = PrintOrder {
            id: desk.print_id(),
            print,
            sheet: self.sheet.clone(),
            format: self.format,
            specimen: desk.site.demo,
        };
        let call = desk.call_id();
        self.problem = None;
        self.stage = Stage::Printing(call, to);
        desk.ask(Effect::Print(call, Box::new(order)));
    }

    /// Esc: out of the field, or back; but not away from a print whose answer nobody would see.
    pub fn back(&mut self, desk: &mut Desk) -> Step {
        if self.is_printing() {
            desk.say("The sheet is on its way. Wait for the answer, at most a minute.");
            return Step::Stay;
        }
        let in_field = matches!(self.stage, Stage::Choosing) && self.path.take().is_some();
        if in_field { Step::Stay } else { Step::Back }
    }

    /// Forgets what is being read.
    pub fn leave(&mut self, desk: &mut Desk) {
        desk.cancel(&self.queues);
    }

    /// True where an answer is waited for.
    pub fn waits_for(&self, id: CallId) -> bool {
        self.queues.waits_for(id) || matches!(self.stage, Stage::Printing(call, _) if call == id)
    }

    /// Takes the queues, or what became of the print.
    pub fn reply(&mut self, reply: Reply) {
        match reply {
            Reply::Printers(queues, undrawable) => {
                self.queues.settle(queues);
                self.undrawable = undrawable;
            }
            Reply::Printed(Ok(printed)) => {
                self.path = None;
                self.stage = Stage::Done(printed);
            }
            Reply::Printed(Err(fault)) => {
                self.problem = Some(fault.problem());
                self.stage = Stage::Choosing;
            }
            Reply::Caller(_)
            | Reply::Rights(_)
            | Reply::Clients(_)
            | Reply::Hits(_)
            | Reply::User(_)
            | Reply::Credentials(_)
            | Reply::Policies(_)
            | Reply::Card(_)
            | Reply::Evidence(_)
            | Reply::Cases(_)
            | Reply::Audit(_)
            | Reply::Recorded(_)
            | Reply::Written(..)
            | Reply::Clipped(_)
            | Reply::SignedIn(_)
            | Reply::Unlocked(_)
            | Reply::Watchers(_)
            | Reply::Password(_) => {}
        }
    }

    /// The row of the profile's queue, else of CUPS's default, else the first.
    fn usual(queues: &Queues, desk: &Desk) -> usize {
        let place = |wanted: &Option<String>| queues.names.iter().position(|name| Some(name) == wanted.as_ref());
        place(&desk.site.hand_over.printer).or_else(|| place(&queues.default)).unwrap_or(0)
    }
}
