//! The manual pages: one for credesk and one for each command, its own commands in it. Made by `clap_mangen`; what no command
//! line knows (files, environment, exit codes) is added from `assets/man/more.roff`.

use std::fs;
use std::path::Path;

use clap::Command;
use clap_mangen::Man;

use super::Made;

/// When the pages were last looked through by a person.
const DATE: &str = "2026-11-21";
const MORE: &str = "assets/man/more.roff";
const SEE: &str =
    ".SH \"SEE ALSO\"\n.BR credesk (1),\nwhich has the options of every command, the exit codes and the files.\n";

pub fn pages() -> Vec<Made> {
    let mut root = credesk::cli::command();
    root.build();
    let more = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(MORE)).unwrap();
    let mut pages = vec![("credesk".to_owned(), format!("{}{more}", main_page(&root)))];
    for command in root.get_subcommands() {
        pages.push((command.get_name().to_owned(), format!("{}{SEE}", page(command, &root))));
    }
    let mut index = String::from("[\n");
    let mut made = Vec::new();
    for (name, text) in pages {
        let file = if name == "credesk" { "credesk.1".to_owned() } else { format!("credesk-{name}.1") };
        index.extend(["    (\"", &name, "\", include_str!(\"", &file, "\")),\n"]);
        made.push(Made::new(format!("assets/man/{file}"), text));
    }
    made.push(Made::new("assets/man/pages.in", index + "]\n"));
    made
}

fn main_page(root: &Command) -> String {
    let man = man(root);
    let after = root.get_after_help().map(|text| format!(".PP\n{text}\n")).unwrap_or_default();
    let description = section(|out| man.render_description_section(out)) + &after;
    head(&man) + &description + &section(|out| man.render_options_section(out)) + &commands(&man)
}

/// A command, and its own commands one after the other.
fn page(command: &Command, root: &Command) -> String {
    let command = without_global(command, root);
    let man = man(&command);
    let mut text = head(&man) + &section(|out| man.render_description_section(out)) + &options(&man, &command, "SH");
    for (position, inner) in command.get_subcommands().enumerate() {
        let inner = without_global(inner, root);
        let man = self::man(&inner);
        text += if position == 0 { ".SH COMMANDS\n" } else { "" };
        let about = section(|out| man.render_description_section(out)).replace(".SH DESCRIPTION\n", "");
        let synopsis = section(|out| man.render_synopsis_section(out)).replace(".SH SYNOPSIS\n", "");
        let options = options(&man, &inner, "SS").replace(".SS OPTIONS\n", "");
        text.extend([".SS ", inner.get_name(), "\n", &synopsis, ".PP\n", &about, &options]);
    }
    text
}

fn man(command: &Command) -> Man {
    let source = format!("credesk {}", env!("CARGO_PKG_VERSION"));
    let title = command.get_display_name().unwrap_or("credesk").to_uppercase();
    Man::new(command.clone()).title(title).date(DATE).source(source).manual("credesk")
}

fn head(man: &Man) -> String {
    let title = section(|out| man.render_title(out));
    let synopsis = section(|out| man.render_synopsis_section(out)).replace("\\fIsubcommands\\fR", "\\fIcommand\\fR");
    title + &section(|out| man.render_name_section(out)) + &synopsis
}

fn commands(man: &Man) -> String {
    section(|out| man.render_subcommands_section(out)).replace(".SH SUBCOMMANDS", ".SH COMMANDS")
}

fn options(man: &Man, command: &Command, heading: &str) -> String {
    if command.get_arguments().all(clap::Arg::is_hide_set) {
        return String::new();
    }
    section(|out| man.render_options_section(out)).replace(".SH ", &format!(".{heading} "))
}

/// What is the same for every command stands in the page of credesk alone.
fn without_global(command: &Command, root: &Command) -> Command {
    let global: Vec<_> = root.get_arguments().map(|argument| argument.get_id().clone()).collect();
    command.clone().mut_args(|argument| {
        let is_global = global.contains(argument.get_id());
        argument.hide(is_global)
    })
}

/// One part of a page. Each comes with a preamble about apostrophes, which are written in the plain way instead.
fn section(render: impl FnOnce(&mut dyn std::io::Write) -> std::io::Result<()>) -> String {
    let mut out = Vec::new();
    render(&mut out).unwrap();
    let text = String::from_utf8(out).unwrap();
    let is_preamble = |line: &&str| line.starts_with(".ie \\n(.g") || line.starts_with(".el .ds Aq");
    let lines = text.lines().filter(|line| !is_preamble(line));
    let text: String = lines.map(|line| format!("{}\n", line.trim_end()).replace("\\*(Aq", "\\(aq")).collect();
    // A line break before and after an empty line does nothing.
    text.replace(".br\n\n.br\n", ".sp\n")
}
