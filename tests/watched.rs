//! A value that is still covered comes with a warning where something keeps what is shown: a real `script` that records the
//! session, a real tmux without an alternate screen. And with none where nothing does.

#![cfg(all(feature = "sandbox", target_os = "linux"))]
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stderr, reason = "a failed unwrap is a failed test")]

#[path = "support/nested_tmux.rs"]
#[allow(dead_code, reason = "each test takes what it needs")]
mod nested_tmux;
#[path = "support/parts.rs"]
#[allow(dead_code, reason = "each test takes what it needs")]
mod parts;
#[path = "support/pty.rs"]
#[allow(dead_code, reason = "each test takes what it needs")]
mod pty;
#[path = "support/story.rs"]
mod story;

use credesk::domain::watcher::Watcher;
use nested_tmux::Tmux;
use pty::{Pty, Start};
use story::{Story, World, done, plain};

const SIZE: (u16, u16) = (100, 30);

/// Views the OTP card of `demo.all`, covered; what stands there, in one line.
fn covered_card(pty: &mut Pty) -> String {
    pty.open_page("demo.all");
    pty.send("Gv");
    pty.wait_for("Covered: press v.");
    pty.contents().split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_recorder_is_named_before_anything_is_uncovered() {
    if !parts::is_there("script", parts::runs("script")) {
        return;
    }
    // Recorded two programs up, and the recorder itself keeps nothing here.
    let command = format!("sh -c '{} demo; true'", env!("CARGO_BIN_EXE_credesk"));
    let arguments = ["-q", "-c", &command, "/dev/null"];
    let path = std::env::var("PATH").unwrap();
    let environment = [("SHELL", "/bin/sh"), ("PATH", &path)];
    let start = Start {
        arguments: &arguments,
        size: SIZE,
        program: Some("script"),
        environment: &environment,
        ..Start::default()
    };
    let screen = covered_card(&mut Pty::start(&start));
    assert!(screen.contains("This session is recorded (script): what you uncover stays there."), "{screen}");
}

#[test]
fn without_one_there_is_no_warning() {
    let screen = covered_card(&mut Pty::start(&Start { arguments: &["demo"], size: SIZE, ..Start::default() }));
    assert!(!screen.contains("stays there") && !screen.contains("history"), "{screen}");
}

#[test]
fn tmux_is_named_where_it_has_no_alternate_screen() {
    for (option, warns) in [("off", true), ("on", false)] {
        let inside =
            format!("sh -c 'tmux set-option -wg alternate-screen {option}; {} demo'", env!("CARGO_BIN_EXE_credesk"));
        let Some(mut tmux) = Tmux::start(&inside, "off", SIZE) else { return };
        let screen = covered_card(&mut tmux.outside);
        let sentence = "tmux (alternate-screen off) may keep this screen in its history, and what you uncover with it.";
        assert_eq!(screen.contains(sentence), warns, "{option}\n{screen}");
    }
}

#[test]
fn the_warning_stands_beside_a_covered_value_and_not_over_an_open_one() {
    let mut world = World::new();
    world.watchers = vec![Watcher::Recorder("asciinema"), Watcher::Screen];
    let mut story = Story::new();
    story.open("must", &world).keys("jr").answer(&world).keys("a.muster<Enter>").written(done(plain())).answer(&world);
    assert!(story.says("This session is recorded (asciinema): what you uncover stays there."));
    story.keys("v");
    assert!(!story.says("recorded") && story.picture(80, 24).contains("===="));
}
