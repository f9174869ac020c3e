//! A tmux of its own in which a command runs, and the terminal outside of it, played by a pseudo-terminal: what reaches an
//! operator's terminal through tmux, and what tmux keeps.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use tempfile::TempDir;

use crate::parts;
use crate::pty::{Pty, Start};

/// A tmux of its own, ended with this.
pub struct Tmux {
    folder: TempDir,
    pub outside: Pty,
}

impl Tmux {
    /// Runs the shell's command in it; none where tmux is not installed.
    pub fn start(inside: &str, set_clipboard: &str, (columns, rows): (u16, u16)) -> Option<Self> {
        if !parts::is_there("tmux", parts::runs("tmux")) {
            return None;
        }
        let folder = TempDir::new().unwrap();
        let socket = folder.path().join("socket");
        let (x, y) = (columns.to_string(), rows.to_string());
        let inside = format!("HOME='{}' {inside}", folder.path().display());
        run(&socket, &["new-session", "-d", "-s", "t", "-x", &x, "-y", &y, &inside]);
        run(&socket, &["set-option", "-s", "set-clipboard", set_clipboard]);
        let attach = ["-S", socket.to_str().unwrap(), "attach", "-t", "t"];
        let path = std::env::var("PATH").unwrap();
        // Of a terminal that calls itself xterm tmux knows that it has a clipboard.
        let outside = Pty::start(&Start {
            arguments: &attach,
            size: (columns, rows),
            environment: &[("PATH", &path), ("TERM", "xterm-256color")],
            program: Some("tmux"),
            ..Start::default()
        });
        Some(Self { folder, outside })
    }

    /// Runs a command of tmux.
    pub fn run(&self, arguments: &[&str]) -> Output {
        run(&self.socket(), arguments)
    }

    /// Its socket.
    pub fn socket(&self) -> PathBuf {
        self.folder.path().join("socket")
    }

    /// Its paste buffers, with what is in them.
    pub fn buffers(&self) -> String {
        let listed = self.run(&["list-buffers", "-F", "#{buffer_name}=#{buffer_sample}"]);
        String::from_utf8(listed.stdout).unwrap()
    }
}

impl Drop for Tmux {
    fn drop(&mut self) {
        self.run(&["kill-server"]);
    }
}

/// Runs a command of the tmux at this socket.
pub fn run(socket: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new("tmux");
    command.arg("-S").arg(socket).args(["-f", "/dev/null"]).args(arguments);
    let output = command.env("LC_ALL", "C.UTF-8").env_remove("TMUX").output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    output
}

/// What a terminal was sent for its clipboard by OSC 52, one after the other.
pub fn sent(raw: &str) -> Vec<String> {
    let ends = ['\u{7}', '\u{1b}'];
    let payloads = raw.split("\u{1b}]52;").skip(1).map(|rest| rest.split(ends).next().unwrap());
    let decoded = payloads.map(|payload| STANDARD.decode(payload.split_once(';').unwrap().1).unwrap());
    decoded.map(|bytes| String::from_utf8(bytes).unwrap()).collect()
}
