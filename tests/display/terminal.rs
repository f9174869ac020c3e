//! The program itself in a terminal, from the lookup to a value that is read out, and every byte of it.

use credesk::ui::glyphs::Glyphs;

use crate::pty::{Pty, Start};

/// Finds a user, opens the page and help, resets the temporary strong password and uncovers the new one; then ends.
fn a_whole_reset(arguments: &[&str], environment: &[(&str, &str)]) -> Pty {
    let mut pty = Pty::start(&Start { arguments, environment, ..Start::default() });
    pty.open_page("demo.all");
    pty.send("?");
    pty.wait_for("Help: User");
    pty.send("\u{1b}");
    pty.wait_without("Help: User");
    pty.carry_out("demo.all", 1, "Temporary strong password", Pty::wait_until_it_listens);
    pty.wait_for("Covered.");
    pty.wait_until_it_listens();
    pty.send("v");
    pty.wait_for("Alphabet:");
    pty
}

/// The parameters of each Select Graphic Rendition: what stands between ESC [ and m.
fn styles(raw: &str) -> Vec<Vec<u16>> {
    let sequences = raw.split("\u{1b}[").skip(1).filter_map(|rest| {
        let (parameters, _) = rest.split_once(|end: char| ('@'..='~').contains(&end))?;
        rest[parameters.len()..].starts_with('m').then_some(parameters)
    });
    sequences.map(|parameters| parameters.split(';').filter_map(|code| code.parse().ok()).collect()).collect()
}

fn is_color(code: u16) -> bool {
    matches!(code, 30..=49 | 90..=107)
}

#[test]
fn without_colours_by_no_color_and_by_terminals_that_have_none() {
    for environment in [("NO_COLOR", "1"), ("TERM", "vt100")] {
        let pty = a_whole_reset(&["demo"], &[environment]);
        let styles = styles(&pty.raw());
        let colored: Vec<_> = styles.iter().filter(|codes| codes.iter().any(|code| is_color(*code))).collect();
        assert!(colored.is_empty(), "{environment:?}: {colored:?}");
        let used = |code| styles.iter().any(|codes| codes.contains(&code));
        assert!(used(1) && used(2) && used(7), "bold, dim or reversed is gone with {environment:?}");
    }
}

#[test]
fn colours_are_the_sixteen_that_every_terminal_with_colours_has() {
    // NO_COLOR that is empty asks for nothing (no-color.org).
    let pty = a_whole_reset(&["demo"], &[("TERM", "linux"), ("NO_COLOR", "")]);
    let colors: Vec<u16> = styles(&pty.raw()).concat().into_iter().filter(|code| is_color(*code)).collect();
    assert!(!colors.is_empty());
    assert!(colors.iter().all(|code| matches!(code, 30..=37 | 40..=47 | 90..=97 | 100..=107)), "{colors:?}");
}

#[test]
fn in_ascii_nothing_is_drawn_with_other_signs_and_names_keep_their_letters() {
    let pty = a_whole_reset(&["demo", "--ascii"], &[]);
    let raw = pty.raw();
    let odd: Vec<char> = raw.chars().filter(|sign| !sign.is_ascii() && !sign.is_alphabetic()).collect();
    assert!(odd.is_empty(), "{odd:?}");
    assert!(raw.contains("Petrovi\u{107}"), "{}", pty.contents());
    pty.screen(|screen| assert!(screen.contents().lines().nth(1).unwrap() == Glyphs::Ascii.rule(80)));
}

#[test]
fn in_a_locale_without_utf_8_there_is_ascii_and_nothing_else() {
    for (variable, value) in [("LC_ALL", "C"), ("LC_CTYPE", "de_CH.ISO-8859-1"), ("LANG", "POSIX"), ("LANG", "")] {
        let mut pty = a_whole_reset(&["demo"], &[(variable, value)]);
        pty.send("\u{3}\u{3}");
        pty.exit_code();
        let raw = pty.raw();
        assert!(raw.is_ascii(), "{variable}={value}: {:?}", raw.chars().find(|sign| !sign.is_ascii()));
        assert!(raw.contains("Petrovi<U+0107>"), "{variable}={value}");
        assert!(raw.contains(&format!("start with {variable}=C.UTF-8 credesk")), "{variable}={value}: {raw}");
    }
}

#[test]
fn the_configuration_says_how_it_looks() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("config.toml");
    let text = "[display]\nascii = true\ndim = \"bright-cyan underline\"\n[profiles.a]\nurl = \"https://127.0.0.1:1\"\n\
                token_command = [\"echo\", \"x\"]\n";
    std::fs::write(&path, text).unwrap();
    let pty = Pty::start(&Start { arguments: &["--config", path.to_str().unwrap()], ..Start::default() });
    pty.wait_for(" Search");
    pty.screen(|screen| assert_eq!(screen.contents().lines().nth(1), Some(&*Glyphs::Ascii.rule(80))));
    assert!(styles(&pty.raw()).contains(&vec![0, 4, 96]), "{:?}", styles(&pty.raw()));
}

#[test]
fn what_is_said_on_such_a_terminal_is_ascii_too_and_in_a_pipe_it_is_as_it_is() {
    let said = |program: Option<&str>, arguments: &[&str]| {
        let mut pty = Pty::start(&Start { arguments, program, environment: &[("LANG", "POSIX")], ..Start::default() });
        assert!(pty.exit_code() < 128);
        pty.raw()
    };
    let config = ["--config", "/nowhere/zo\u{eb}.toml"];
    let direct = said(None, &config);
    assert!(direct.is_ascii() && direct.contains("zo<U+00EB>.toml"), "{direct:?}");
    let line = format!("{} {} 2>&1 | cat", env!("CARGO_BIN_EXE_credesk"), config.join(" "));
    let piped = said(Some("/bin/sh"), &["-c", &line]);
    assert!(piped.contains("zo\u{eb}.toml"), "{piped:?}");
}

#[test]
fn only_the_console_takes_ascii() {
    let mut pty = Pty::credesk(&["--ascii", "audit", "list"]);
    assert_eq!(pty.exit_code(), 2);
    assert!(
        pty.contents().contains("Only the console draws: without it --ascii has no meaning."),
        "{}",
        pty.contents()
    );
}
