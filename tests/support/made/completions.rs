//! What completes credesk's commands in a shell, made by `clap_complete`. What it says again for each command, namely what
//! completes the global options, is then said once: the program carries these files. `tests/completions.rs` tries them in
//! the shells.

use std::collections::BTreeSet;

use clap_complete::Shell;

use super::Made;

pub fn completions() -> Vec<Made> {
    let global = global();
    vec![
        Made::new("assets/completions/credesk.bash", bash(&made(Shell::Bash), &global)),
        Made::new("assets/completions/_credesk", zsh(&made(Shell::Zsh), &global)),
        Made::new("assets/completions/credesk.fish", fish(&made(Shell::Fish), &global)),
    ]
}

/// The script without indents, for which no shell asks.
fn made(shell: Shell) -> String {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut credesk::cli::command(), "credesk", &mut script);
    let script = String::from_utf8(script).unwrap();
    let lines = script.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.flat_map(|line| [line, "\n"]).collect()
}

/// The names of the options that every command has.
fn global() -> Vec<String> {
    let command = credesk::cli::command();
    let global = command.get_arguments().filter(|argument| argument.is_global_set());
    global.filter_map(|argument| argument.get_long().map(String::from)).collect()
}

/// What stands from the first place with one of these beginnings up to its end.
fn part<'a>(script: &'a str, beginnings: &[String], end: &str) -> Option<&'a str> {
    let from = beginnings.iter().filter_map(|beginning| script.find(beginning)).min()?;
    let length = script[from..].find(end)? + end.len();
    Some(&script[from..from + length])
}

/// bash: the values of the global options, before it is looked which command it is.
fn bash(script: &str, global: &[String]) -> String {
    let values = |name: &String| part(script, &[format!("\n--{name})\n")], "\n;;\n").map(|part| &part[1..]);
    let values: Vec<_> = global.iter().filter_map(values).collect();
    assert!(!values.is_empty());
    let without = values.iter().fold(script.to_owned(), |script, value| script.replace(value, ""));
    let (before, after) = without.split_once("case \"${cmd}\" in\n").unwrap();
    format!("{before}case \"${{prev}}\" in\n{}esac\ncase \"${{cmd}}\" in\n{after}", values.concat())
}

/// zsh: the global options in a list of their own.
fn zsh(script: &str, global: &[String]) -> String {
    let option = |name: &String| part(script, &[format!("'--{name}=["), format!("'--{name}[")], "' \\\n").unwrap();
    let options: Vec<_> = global.iter().map(option).collect();
    let (first, others) = options.split_first().unwrap();
    let list: String = options.iter().map(|option| option.replace("' \\\n", "'\n")).collect();
    let shorter = others.iter().fold(script.to_owned(), |script, option| script.replace(option, ""));
    let shorter = shorter.replace(first, "\"${credesk_global[@]}\" \\\n");
    let ret = "local ret=1\n";
    assert!(shorter.contains(ret));
    shorter.replacen(ret, &format!("{ret}typeset -a credesk_global\ncredesk_global=(\n{list})\n"), 1)
}

/// fish: the global options without a condition.
fn fish(script: &str, global: &[String]) -> String {
    let mut said = BTreeSet::new();
    let mut shorter = String::new();
    // A statement may have several lines.
    for statement in script.replace("\ncomplete ", "\n\0complete ").split('\0') {
        let global = || global.iter().map(String::as_str).chain(["help"]);
        let parts = statement.strip_prefix("complete -c credesk -n \"").and_then(|rest| rest.split_once('"'));
        match parts.filter(|(_, what)| global().any(|name| what.contains(&format!(" -l {name} ")))) {
            None => shorter.push_str(statement),
            Some((_, what)) if said.insert(what) => shorter.extend(["complete -c credesk", what]),
            Some(_) => {}
        }
    }
    shorter
}
