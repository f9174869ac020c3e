//! Printing: to a queue of CUPS or into a new file. The sheet, the journal and the sentences are those of the console; the printer
//! at the terminal is not offered, because only an escape sequence reaches it.

use std::path::PathBuf;

use crate::app::screen::print::About;
use crate::cli::plain::desk::Desk;
use crate::cli::plain::dialogue::Question;
use crate::cli::plain::halt::{Halt, Heard};
use crate::domain::printing::{Destination, Format, PrintFault, Queues};
use crate::domain::record::{Paper, Print};
use crate::domain::sheet::{PrintOrder, Sheet};
use crate::print;
use crate::runtime::paper;
use crate::text::SafeText;

const HELP: &str = "A queue prints on paper. A file is for you alone, and lies on the host on which credesk runs.";
const FILE_HELP: &str =
    "A tilde and a slash at the beginning mean your home folder. An existing file is never overwritten.";

impl Desk<'_> {
    /// Asks where a sheet goes, and prints it, once. Says whether anything has left.
    ///
    /// # Errors
    /// See [`Halt`].
    pub async fn print(&mut self, sheet: Sheet, about: About) -> Result<bool, Halt> {
        if let Some(field) = sheet.missing() {
            self.not_printed(&PrintFault::Missing(field));
            return Ok(false);
        }
        self.say_remarks(&sheet);
        let mut format = self.site.hand_over.format;
        let Some(to) = self.ask_destination(&sheet, &mut format).await? else { return Ok(false) };
        let id = self.print_id();
        let order = PrintOrder {
            id,
            print: Print {
                server: self.office.standing.server.clone(),
                caller: self.office.caller.as_ref().map(|caller| caller.login_id.clone()),
                at: about.at,
                login_id: sheet.to().login_id.clone(),
                kind: about.kind,
                credential: about.credential,
                paper: match &sheet {
                    Sheet::Card(_) => Paper::Card,
                    Sheet::Slip(_) => Paper::Slip,
                },
                to,
                operation: about.operation,
            },
            sheet,
            format,
            specimen: self.site.demo,
        };
        self.say("Printing. The answer comes within a minute.");
        // Never given up: a sheet that was accepted cannot be called back.
        let (printed, untold) = paper::print(&self.office.ledger, &self.site.cups, order).await;
        self.dialogue.worked();
        match &printed {
            Ok(printed) => self.say(printed.sentence()),
            Err(fault) => self.not_printed(fault),
        }
        if untold.is_some() {
            self.say("The journal could not be told what became of it.");
        }
        Ok(printed.is_ok())
    }

    fn not_printed(&self, fault: &PrintFault) {
        let (what, next) = fault.what_and_next();
        self.say(what);
        self.say(next);
    }

    /// What is worth knowing before.
    fn say_remarks(&self, sheet: &Sheet) {
        let to = sheet.to();
        self.say(format!("The sheet is for {}, {}.", to.name, to.login_id.shown()));
        if self.site.demo {
            self.say("SPECIMEN stands across it: nothing in the sandbox is real.");
        }
        if to.address.is_empty() {
            self.say("nevisIDM knows no postal address: the address block holds the name alone.");
        }
        let undrawable: String = print::undrawable(to).iter().collect();
        if !undrawable.is_empty() {
            self.say(format!(
                "The font has no shape for {} in the name or the address: a box stands there instead.",
                SafeText::new(&undrawable)
            ));
        }
    }

    async fn ask_destination(&mut self, sheet: &Sheet, format: &mut Format) -> Heard<Destination> {
        self.say("Looking for printers.");
        let queues = match self.dialogue.wait(self.site.cups.list()).await? {
            Ok(queues) => self.usual_first(queues),
            Err(fault) => {
                self.problem(&fault.without_a_list());
                Vec::new()
            }
        };
        loop {
            let (written, other, next) = match format {
                Format::Pdf => ("PDF, A4", "text, 79 columns", Format::Text),
                Format::Text => ("text, 79 columns", "PDF, A4", Format::Pdf),
            };
            let mut choices: Vec<_> =
                queues.iter().map(|name| format!("To the queue {}.", SafeText::new(name))).collect();
            choices.push("Into a new file.".into());
            choices.push(format!("Write it as {other} instead."));
            let ask = format!("Where to? It is written as {written}.");
            let Some(chosen) = self.dialogue.choose(&ask, &choices, HELP).await? else { return Ok(None) };
            if let Some(name) = queues.get(chosen) {
                return Ok(Some(Destination::Queue(name.clone())));
            }
            if chosen == queues.len() {
                if let Some(path) = self.ask_path(sheet, *format).await? {
                    return Ok(Some(Destination::File(path)));
                }
            } else {
                *format = next;
            }
        }
    }

    /// The profile's queue first, or CUPS's default.
    fn usual_first(&self, queues: Queues) -> Vec<String> {
        let Queues { mut names, default } = queues;
        let place = |wanted: Option<&String>| names.iter().position(|name| Some(name) == wanted);
        let usual = place(self.site.hand_over.printer.as_ref()).or_else(|| place(default.as_ref()));
        if let Some(usual) = usual {
            names[..=usual].rotate_right(1);
        }
        names
    }

    async fn ask_path(&mut self, sheet: &Sheet, format: Format) -> Heard<PathBuf> {
        let name = match sheet {
            Sheet::Card(_) => "card",
            Sheet::Slip(_) => "slip",
        };
        let ending = match format {
            Format::Pdf => "pdf",
            Format::Text => "txt",
        };
        let question = Question {
            lines: vec![format!("Which file? For example ~/credesk-{name}.{ending}")],
            prompt: "File",
            help: FILE_HELP,
            ..Question::default()
        };
        self.dialogue.ask(&question, |typed| Ok(PathBuf::from(typed.trim()))).await
    }
}
