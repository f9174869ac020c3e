//! `credesk config init`: asks, tries the connection, writes the configuration for its owner alone. Overwrites nothing,
//! leaves nothing behind where it is not carried through, and neither asks for a secret nor writes one.

use std::fs::DirBuilder;
use std::io::{IsTerminal, stderr, stdin};
use std::os::unix::fs::DirBuilderExt;
use std::path::Path;

use tokio::runtime::{Builder, LocalOptions};
use tokio::signal::unix::{SignalKind, signal};

use super::answers::{self, Answers, Token};
use super::ask::{Gone, ask};
use super::connection;
use crate::cli::args::Global;
use crate::cli::exit::Exit;
use crate::cli::site::configuration;
use crate::cli::stop::{Stop, usage};
use crate::cli::talk::say;
use crate::config::{self, AnsiColor, Profile};
use crate::domain::printing::PrintFault;
use crate::print::file;
use crate::runtime::panics;
use crate::text::{SafeText, lines};

/// Asks, tries and writes.
pub fn init(global: &Global) -> Result<(), Stop> {
    let (path, is_default) = configuration(global).map_err(usage)?;
    // A link that leads nowhere is something too.
    if path.symlink_metadata().is_ok() {
        return Err(there(&path));
    }
    if !stdin().is_terminal() || !stderr().is_terminal() {
        let sentence = "credesk config init asks questions, and needs a terminal for that. Without one: copy config.example.toml to";
        let path = shown(&path);
        return Err((Exit::Terminal, format!("{sentence}\n\n    {path}\n\nadapt it, and run: credesk config check")));
    }
    panics::install_hook();
    let runtime = Builder::new_current_thread().enable_all().build_local(LocalOptions::default());
    let runtime = runtime
        .map_err(|error| (Exit::Refused, format!("The system refused to start: {error}. Nothing was written.")))?;
    let done = runtime.block_on(async {
        tokio::select! {
            done = dialogue(&path, is_default) => done,
            () = interrupted() => Err(given_up()),
        }
    });
    // The thread that waits for a line may wait on.
    runtime.shutdown_background();
    done
}

async fn interrupted() {
    match signal(SignalKind::interrupt()) {
        Ok(mut interrupts) => {
            interrupts.recv().await;
        }
        // Without a handler the signal ends the program by itself.
        Err(_) => std::future::pending().await,
    }
}

async fn dialogue(path: &Path, is_default: bool) -> Result<(), Stop> {
    say(format_args!(
        "This makes a configuration with one profile:\n  {}\nReturn takes what stands in brackets. Nothing is written before the end; Ctrl-C\nstops.\n",
        shown(path)
    ));
    let answers = questions().await.map_err(|Gone| given_up())?;
    let text = answers.text();
    let config = config::parse(path, &text).map_err(|error| usage(error.to_string()))?;
    let profile = config.profile(None).map_err(|error| usage(error.to_string()))?;
    connect(profile).await?;
    write(path, &text)?;
    let path = shown(path);
    say(format_args!(
        "\nWritten, for you alone:\n  {path}\nThe console: credesk. What counts for every key: credesk config show."
    ));
    if !is_default {
        say(format_args!("Both look for it there with --config {path}, or with CREDESK_CONFIG set to it."));
    }
    Ok(())
}

async fn questions() -> Result<Answers, Gone> {
    let name = ask("Name of the profile", Some("prod"), &answers::name).await?;
    let address = "Address of nevisIDM, such as https://idm.example.ch";
    let url = ask(address, None, &|raw| answers::text("url", raw)).await?;
    say("\nThe header marks the environment, so that nobody mistakes production for a test.");
    let marker: String = name.to_uppercase().chars().take(20).collect();
    let environment = ask("Its mark", Some(&marker), &|raw| answers::text("environment", raw)).await?;
    let usual = if name.to_lowercase().contains("prod") { "red" } else { AnsiColor::YELLOW.name() };
    let color = ask("Its colour", Some(usual), &|raw| answers::text("environment_color", raw)).await?;
    let of_all = "\nExternal ID of the client to work in; empty for all that you may see";
    let check = |raw: &str| if raw.is_empty() { Ok(()) } else { answers::text("client", raw) };
    let client = Some(ask(of_all, Some(""), &check).await?).filter(|client| !client.is_empty());
    let token = token(&name).await?;
    Ok(Answers { name, url, environment, color, client, token })
}

async fn token(name: &str) -> Result<Token, Gone> {
    say("\nWhere does the token come from? It is not asked for, and not written down here.\n  \
         1  a program prints it, such as: secret-tool lookup service credesk\n  \
         2  it stands in a file that only you can read (chmod 600)");
    if ask("1 or 2", Some("1"), &|raw| one_of(&["1", "2"], raw, "1 or 2?")).await? == "1" {
        say("The program and its arguments. No shell is involved; quotes hold words together.");
        let command = ask("Command, with no secret in it", None, &|raw| answers::words(raw).map(drop)).await?;
        return answers::words(&command).map(Token::Command).map_err(|_| Gone);
    }
    let usual = format!("{name}.token");
    let question = "The file; relative to the configuration's folder, or ~/...";
    ask(question, Some(&usual), &|_| Ok(())).await.map(Token::File)
}

fn one_of(words: &[&str], raw: &str, else_asked: &str) -> Result<(), String> {
    if words.contains(&raw) { Ok(()) } else { Err(else_asked.to_owned()) }
}

/// Tries the connection until it stands, or the file is to be written all the same.
async fn connect(profile: &Profile) -> Result<(), Stop> {
    loop {
        say("\nTrying the connection ...");
        match connection::test(profile).await {
            Ok(found) => {
                tell(&found);
                return Ok(());
            }
            Err(problem) => tell(&problem.lines()),
        }
        let question = "\nThe connection does not work yet: t try again, w write all the same, s stop";
        let check = |raw: &str| one_of(&["t", "w", "s"], raw, "t, w or s?");
        match ask(question, Some("s"), &check).await.map_err(|Gone| given_up())?.as_str() {
            "w" => return Ok(()),
            "s" => return Err((Exit::Refused, "Nothing was written.".into())),
            _ => {}
        }
    }
}

/// Says sentences in lines that a terminal has room for.
fn tell(sentences: &[String]) {
    sentences.iter().flat_map(|sentence| lines(sentence, 79)).for_each(say);
}

/// The folder is made where it is missing, and both are their owner's alone.
fn write(path: &Path, text: &str) -> Result<(), Stop> {
    let failed =
        |why: String| (Exit::Usage, format!("{} could not be written: {why}. Nothing was left behind.", shown(path)));
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        let made = DirBuilder::new().recursive(true).mode(0o700).create(folder);
        made.map_err(|error| failed(format!("its folder cannot be made, {error}")))?;
    }
    file::save(path, text.as_bytes()).map_err(|fault| match fault {
        PrintFault::Exists(_) => there(path),
        PrintFault::NoSpace => failed("no space is left".into()),
        PrintFault::NotSaved(why) => failed(why.to_string()),
        other => failed(other.name().to_owned()),
    })
}

fn there(path: &Path) -> Stop {
    usage(format!(
        "There is something already at {}, and credesk config init changes nothing that is there. Edit it, or write \
         another configuration: credesk config init --config FILE",
        shown(path)
    ))
}

fn given_up() -> Stop {
    (Exit::Signal(SignalKind::interrupt().as_raw_value()), "\nStopped. Nothing was written.".into())
}

fn shown(path: &Path) -> SafeText {
    SafeText::new(&path.display().to_string())
}
