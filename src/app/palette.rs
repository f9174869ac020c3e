//! The palette: a line to type into, and below it every action of the screen that holds the words typed. A line that
//! begins with one of four commands jumps: to a user, to a client, to the journal, to another profile.
//!
//! Offers only; what is chosen is carried out in `jumps`. Nothing that is chosen here confirms a change.

use tui_input::Input;

use crate::app::bindings::Binding;
use crate::app::context::Context;
use crate::app::desk::Desk;
use crate::app::filter::holds_every_word;
use crate::domain::id::ClientId;

/// The palette: what was typed, and the rows that match it.
#[derive(Debug, Default)]
pub struct Palette {
    /// The line.
    pub input: Input,
    /// The marked row.
    pub selected: usize,
}

/// A row.
#[derive(Debug, Clone)]
pub enum Row {
    /// An action of the screen below.
    Action(&'static Binding),
    /// A command.
    Command(Offer),
}

/// A command, as far as it is typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// How it is written.
    pub text: String,
    /// What it does.
    pub help: String,
    /// Where it leads; none where it still needs a word, which is then to be typed.
    pub jump: Option<Jump>,
}

/// Where a command leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Jump {
    /// To the user with exactly this login ID, of this client where it is known.
    User(String, Option<ClientId>),
    /// To the lookup, among the users of this client alone, or of all.
    Client(Option<ClientId>),
    /// To the last entries of the journal.
    Audit,
    /// To the profile at this place.
    Profile(usize),
}

/// A command's name, the word that it takes, what it does.
struct Command {
    name: Name,
    word: &'static str,
    takes: &'static str,
    help: &'static str,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Name {
    User,
    Client,
    Audit,
    Profile,
}

const COMMANDS: [Command; 4] = [
    Command { name: Name::User, word: "user", takes: "LOGIN", help: "open the user with exactly this login ID" },
    Command { name: Name::Client, word: "client", takes: "EXTID", help: "look up in one client; all: in every one" },
    Command { name: Name::Audit, word: "audit", takes: "", help: "the last entries of the journal" },
    Command { name: Name::Profile, word: "profile", takes: "NAME", help: "end here, and begin with another profile" },
];

impl Palette {
    /// The rows: commands first where the line begins with one; else the actions that hold below, then the commands.
    pub fn rows(&self, below: Context, desk: &Desk) -> Vec<Row> {
        let line = Line::of(self.input.value());
        let mut first: Vec<Offer> = Vec::new();
        let mut last = Vec::new();
        for command in &COMMANDS {
            if line.names(command) {
                first.extend(arguments(command, line.argument, desk));
            } else if line.begins(command) {
                first.push(bare(command));
            } else if !line.is_command && holds_every_word(&format!("{} {}", command.word, command.help), line.all) {
                last.push(bare(command));
            }
        }
        let matching = |binding: &&Binding| {
            let text = format!("{} {} {}", binding.help, binding.hint.unwrap_or_default(), binding.key_names());
            !line.is_command && holds_every_word(&text, line.all)
        };
        let actions = Binding::of(below).filter(matching).map(Row::Action);
        first.into_iter().map(Row::Command).chain(actions).chain(last.into_iter().map(Row::Command)).collect()
    }

    /// Takes over the beginning of a command; its word is still to be typed.
    pub fn begin_with(&mut self, offer: &Offer) {
        let name = offer.text.split(' ').next().unwrap_or_default();
        self.input = Input::new(format!("{name} "));
        self.selected = 0;
    }

    /// Whether the clients are needed for what is typed.
    pub fn asks_for_clients(&self) -> bool {
        let line = Line::of(self.input.value());
        COMMANDS.iter().any(|command| command.name == Name::Client && line.names(command))
    }

    /// What to say where no row is left.
    pub fn nothing(&self, desk: &Desk) -> String {
        let line = Line::of(self.input.value());
        match COMMANDS.iter().find(|command| line.names(command)).map(|command| command.name) {
            Some(Name::Client) if !desk.site.clients.is_empty() => {
                format!("There is no client \"{}\" among those of this profile.", line.argument)
            }
            Some(Name::Client) => format!("There is no client \"{}\" that you may see.", line.argument),
            Some(Name::Profile) => format!("There is no profile \"{}\" in the configuration.", line.argument),
            Some(Name::User | Name::Audit) | None if line.is_command => {
                format!("There is no command \"{}\". There are :user, :client, :audit and :profile.", line.word)
            }
            Some(Name::User | Name::Audit) | None => {
                "No action and no command holds these words. Commands: :user, :client, :audit, :profile.".into()
            }
        }
    }
}

/// What was typed, taken apart.
struct Line<'a> {
    /// It began with a colon: a command is meant, and nothing else.
    is_command: bool,
    all: &'a str,
    word: &'a str,
    argument: &'a str,
    has_argument: bool,
}

impl<'a> Line<'a> {
    fn of(typed: &'a str) -> Self {
        let typed = typed.trim_start();
        let all = typed.strip_prefix(':').unwrap_or(typed).trim_start();
        let (word, argument) = all.split_once(char::is_whitespace).unwrap_or((all, ""));
        let has_argument = word.len() < all.len();
        Self { is_command: typed.starts_with(':'), all, word, argument: argument.trim(), has_argument }
    }

    /// The whole name of the command stands there.
    fn names(&self, command: &Command) -> bool {
        self.word.eq_ignore_ascii_case(command.word)
    }

    /// A part of its name stands there, or nothing but the colon.
    fn begins(&self, command: &Command) -> bool {
        let part = command.word.starts_with(&self.word.to_lowercase()) && !self.has_argument;
        part && (self.is_command || !self.word.is_empty())
    }
}

/// A command without the word that it takes.
fn bare(command: &Command) -> Offer {
    let text = format!(":{} {}", command.word, command.takes).trim_end().to_owned();
    Offer { text, help: command.help.into(), jump: (command.name == Name::Audit).then_some(Jump::Audit) }
}

/// The command with the words that it may take, as far as one is typed.
fn arguments(command: &Command, typed: &str, desk: &Desk) -> Vec<Offer> {
    let offer = |word: &str, help: String, jump: Jump| Offer {
        text: format!(":{} {word}", command.word),
        help,
        jump: Some(jump),
    };
    let mut offers = Vec::new();
    match command.name {
        Name::Audit => offers.push(bare(command)),
        Name::User => {
            if typed.is_empty() {
                offers.push(bare(command));
            } else {
                offers.push(offer(typed, command.help.into(), Jump::User(typed.into(), None)));
            }
            let fitting = desk.recents.all().iter().filter(|recent| holds_every_word(recent.login_id.as_str(), typed));
            offers.extend(fitting.map(|recent| {
                let jump = Jump::User(recent.login_id.as_str().into(), Some(recent.client.clone()));
                let help = format!("client {}, opened in this session", recent.client);
                offer(recent.login_id.shown().as_str(), help, jump)
            }));
        }
        Name::Client => {
            let known = desk.clients_to_choose();
            for (id, name) in &known {
                if typed.is_empty() || holds_every_word(&format!("{id} {name}"), typed) {
                    offers.push(offer(id.as_str(), name.clone(), Jump::Client(Some((*id).clone()))));
                }
            }
            // What is typed whole comes first.
            offers.sort_by_key(|offer| !matches!(&offer.jump, Some(Jump::Client(Some(id))) if id.as_str() == typed));
            if !desk.knows_clients()
                && let Ok(id) = ClientId::parse(typed)
                && !typed.eq_ignore_ascii_case("all")
            {
                offers.push(offer(typed, "look up in this client alone".into(), Jump::Client(Some(id))));
            }
            if "all".starts_with(&typed.to_lowercase()) {
                offers.push(offer("all", "look up in every client again".into(), Jump::Client(None)));
            }
        }
        Name::Profile => {
            for (place, profile) in desk.site.profiles.iter().enumerate() {
                if holds_every_word(&profile.name, typed) {
                    let this = if place == desk.site.profile { ", which this is" } else { "" };
                    let help = format!("{}{this}", profile.environment);
                    offers.push(offer(&profile.name, help, Jump::Profile(place)));
                }
            }
            offers.sort_by_key(|offer| offer.text != format!(":profile {typed}"));
        }
    }
    offers
}
