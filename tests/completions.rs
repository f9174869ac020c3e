//! The completions in the shells that they are for, and the manual pages before programs that read such pages. Shells and
//! readers are those of this machine.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stderr, reason = "a failed unwrap is a failed test")]

#[path = "support/parts.rs"]
#[allow(dead_code, reason = "each test takes what it needs")]
mod parts;
#[path = "support/pty.rs"]
#[allow(dead_code, reason = "each test takes what it needs")]
mod pty;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use pty::{Pty, Start};

const CREDESK: &str = env!("CARGO_BIN_EXE_credesk");

/// `PATH` with the folder of the program in front.
fn path() -> String {
    let folder = Path::new(CREDESK).parent().unwrap().display();
    format!("{folder}:{}", std::env::var("PATH").unwrap())
}

fn handed_out(arguments: &[&str]) -> String {
    let output = Command::new(CREDESK).args(arguments).output().unwrap();
    assert!(output.status.success() && output.stderr.is_empty());
    String::from_utf8(output.stdout).unwrap()
}

/// An interactive shell that knows the program, and says `ready`.
fn shell(program: &str, arguments: &[&str], load: &str) -> Pty {
    let path = path();
    let environment = [("PATH", path.as_str()), ("PS1", "$ "), ("TERM", "xterm")];
    let start = Start { arguments, program: Some(program), environment: &environment, ..Start::default() };
    let mut pty = Pty::start(&start);
    pty.send(&format!("{load} && echo rea''dy\r"));
    pty.wait_for("ready");
    pty
}

/// Types with Tab at the end and waits for what the line becomes; then takes the line back.
fn completes(pty: &mut Pty, typed: &str, becomes: &str) {
    pty.send(&format!("{typed}\t"));
    pty.wait_for(becomes);
    pty.send("\u{15}\u{c}"); // the line is emptied, the screen too
    pty.wait_without(becomes);
}

#[test]
fn bash_completes_commands_options_and_values() {
    if !parts::is_there("bash", parts::runs("bash")) {
        return;
    }
    let mut pty = shell("bash", &["--norc", "--noprofile", "-i"], "source <(credesk completions bash)");
    completes(&mut pty, "credesk ot", "credesk otp ");
    completes(&mut pty, "credesk config ch", "credesk config check ");
    completes(&mut pty, "credesk audit export --form", "credesk audit export --format ");
    completes(&mut pty, "credesk audit export --format cs", "credesk audit export --format csv ");
    completes(&mut pty, "credesk otp print --log-level deb", "credesk otp print --log-level debug ");
    completes(&mut pty, "credesk completions f", "credesk completions fish ");
    completes(&mut pty, "credesk --config /etc/passw", "credesk --config /etc/passwd");
    completes(&mut pty, "credesk config s\t", "schema");
}

#[test]
fn zsh_completes_commands_options_and_values() {
    if !parts::is_there("zsh", parts::runs("zsh")) {
        return;
    }
    let load = "autoload -U compinit && compinit -u -D && source <(credesk completions zsh)";
    let mut pty = shell("zsh", &["-f", "-i"], load);
    completes(&mut pty, "credesk ot", "credesk otp");
    completes(&mut pty, "credesk config ch", "credesk config check");
    completes(&mut pty, "credesk audit export --form", "credesk audit export --format");
    completes(&mut pty, "credesk audit export --format cs", "credesk audit export --format csv");
    completes(&mut pty, "credesk otp print --log-level deb", "credesk otp print --log-level debug");
    completes(&mut pty, "credesk --config /etc/passw", "credesk --config /etc/passwd");
}

#[test]
fn fish_completes_commands_options_and_values() {
    if !parts::is_there("fish", parts::runs("fish")) {
        return;
    }
    let home = tempfile::tempdir().unwrap();
    let offered = |line: &str| {
        let mut fish = Command::new("fish");
        let script = format!("credesk completions fish | source; complete -C '{line}'");
        fish.args(["--no-config", "-c", &script]).env("PATH", path()).env("HOME", home.path());
        let output = fish.output().unwrap();
        assert!(output.status.success() && output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
        let words = String::from_utf8(output.stdout).unwrap();
        words.lines().map(|line| line.split('\t').next().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(offered("credesk ot"), ["otp"]);
    assert_eq!(offered("credesk config s"), ["schema", "show"]);
    assert_eq!(offered("credesk audit export --form"), ["--format"]);
    assert_eq!(offered("credesk audit export --format "), ["csv", "jsonl"]);
    assert_eq!(offered("credesk otp print --log-level deb"), ["debug"]);
    assert_eq!(offered("credesk otp print --prof"), ["--profile"]);
    assert!(offered("credesk --config /etc/passw").contains(&"/etc/passwd".to_owned()));
}

/// Of each page: its file and, by the program, its text.
fn pages() -> Vec<(PathBuf, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/man");
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let pages = files.filter(|path| path.extension().is_some_and(|extension| extension == "1"));
    let page = |path: PathBuf| {
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let text =
            name.strip_prefix("credesk-").map_or_else(|| handed_out(&["man"]), |name| handed_out(&["man", name]));
        (path, text)
    };
    pages.map(page).collect()
}

#[test]
fn every_page_is_handed_out_and_every_command_has_one() {
    for (path, text) in pages() {
        assert_eq!(text, fs::read_to_string(&path).unwrap(), "{}", path.display());
    }
    for command in credesk::cli::command().get_subcommands() {
        let text = handed_out(&["man", command.get_name()]);
        for inner in command.get_subcommands() {
            assert!(
                text.contains(&format!("\n.SS {}\n", inner.get_name())),
                "{} {}",
                command.get_name(),
                inner.get_name()
            );
        }
        let own = command.get_arguments().filter_map(|argument| argument.get_long());
        for option in own {
            assert!(
                text.contains(&format!("\\-\\-{}", option.replace('-', "\\-"))),
                "{} --{option}",
                command.get_name()
            );
        }
    }
    assert_eq!(handed_out(&["man", "credesk"]), handed_out(&["man"]));
}

/// What a program complains of a page on its standard input.
fn complaints(program: &str, arguments: &[&str], page: &str) -> String {
    let path = tempfile::NamedTempFile::new().unwrap();
    fs::write(path.path(), page).unwrap();
    let output = Command::new(program)
        .args(arguments)
        .arg(path.path())
        .stdin(Stdio::null())
        .env("LC_ALL", "C.UTF-8")
        .output()
        .unwrap();
    // groff complains on one stream, mandoc's lint on the other.
    let shown = if arguments.contains(&"-Tlint") { output.stdout } else { Vec::new() };
    String::from_utf8([shown, output.stderr].concat()).unwrap()
}

#[test]
fn no_reader_complains_of_a_page() {
    let readers: [(&str, &[&str]); 2] = [("mandoc", &["-Tlint", "-Wwarning"]), ("groff", &["-man", "-ww", "-z"])];
    for (program, arguments) in readers {
        if !parts::is_there(program, parts::runs(program)) {
            continue;
        }
        for (path, text) in pages() {
            assert_eq!(complaints(program, arguments, &text), "", "{program} {}", path.display());
        }
        let broken = ".TH A 1 2026-11-21\n.SH NAME\na \\- b\n.nosuchmacro\n";
        assert_ne!(complaints(program, arguments, broken), "", "{program} complains of nothing");
    }
}
