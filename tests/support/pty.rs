//! The real binary in a real pseudo-terminal: keys in, a screen out. Waits for what should appear, never for a while;
//! the one exception is [`Pty::bytes_within`].

use std::ffi::OsStr;
use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;
use vt100::{Parser, Screen};

/// Anything that has not happened by then never will.
const PATIENCE: Duration = Duration::from_secs(30);

/// What has come out so far.
struct Output {
    parser: Parser,
    raw: Vec<u8>,
    closed: bool,
}

impl Output {
    /// Whether the last frame has come out to its end: half of one lacks what it will show (synchronized output, mode 2026).
    fn is_whole(&self) -> bool {
        let marks = |some: &&[u8]| *some == b"\x1b[?2026h" || *some == b"\x1b[?2026l";
        self.raw.windows(8).rev().find(marks).is_none_or(|mark| mark.ends_with(b"l"))
    }
}

/// What is started, and on what.
pub struct Start<'a> {
    pub arguments: &'a [&'a str],
    /// Columns and rows.
    pub size: (u16, u16),
    /// Added to the clean environment; an empty value removes.
    pub environment: &'a [(&'a str, &'a str)],
    /// What is started in place of credesk.
    pub program: Option<&'a str>,
    /// Whether this is the program's controlling terminal. To one without, no hang-up is told by a signal.
    pub controlling: bool,
}

impl Default for Start<'_> {
    fn default() -> Self {
        Self { arguments: &[], size: (80, 24), environment: &[], program: None, controlling: true }
    }
}

/// A running program and its terminal. Killed when dropped.
pub struct Pty {
    output: Arc<(Mutex<Output>, Condvar)>,
    writer: Option<Box<dyn Write + Send>>,
    master: Option<Box<dyn MasterPty + Send>>,
    reader: Option<JoinHandle<()>>,
    hanging_up: Arc<AtomicBool>,
    child: Box<dyn Child + Send + Sync>,
    before: Before,
    home: TempDir,
}

/// What a terminal is like: what must be the same after a program as before it.
struct Before {
    /// Line settings, as `stty -g` has them.
    modes: String,
    /// The last row that had been written to, and all above, with their colours.
    rows: Vec<String>,
}

impl Pty {
    /// Starts credesk with these arguments at 80x24.
    pub fn credesk(arguments: &[&str]) -> Self {
        Self::start(&Start { arguments, ..Start::default() })
    }

    /// Starts credesk, or what is named in its place.
    pub fn start(start: &Start<'_>) -> Self {
        Self::start_within(&[], start)
    }

    /// Starts credesk at the end of another command line, such as one that puts it into a mount namespace of its own.
    pub fn start_within(outer: &[&str], start: &Start<'_>) -> Self {
        let home = TempDir::new().unwrap();
        let (cols, rows) = start.size;
        let pair = native_pty_system().openpty(PtySize { rows, cols, ..PtySize::default() }).unwrap();
        let before = Before { modes: modes(&*pair.master), rows: Vec::new() };
        let program = start.program.unwrap_or(env!("CARGO_BIN_EXE_credesk"));
        let mut command = CommandBuilder::new(outer.first().unwrap_or(&program));
        if let Some((_, arguments)) = outer.split_first() {
            command.args(arguments);
            command.arg(program);
        }
        command.args(start.arguments);
        command.set_controlling_tty(start.controlling);
        command.env_clear();
        command.cwd(home.path());
        command.env("HOME", home.path());
        for (name, value) in [("TERM", "xterm-256color"), ("LANG", "C.UTF-8")].iter().chain(start.environment) {
            if value.is_empty() {
                command.env_remove(name);
            } else {
                command.env(name, OsStr::new(value));
            }
        }
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let output =
            Output { parser: Parser::new(at_least_one(rows), at_least_one(cols), 0), raw: Vec::new(), closed: false };
        let output = Arc::new((Mutex::new(output), Condvar::new()));
        let mut reader = pair.master.try_clone_reader().unwrap();
        let for_thread = Arc::clone(&output);
        let hanging_up = Arc::new(AtomicBool::new(false));
        let stop = Arc::clone(&hanging_up);
        let reader = std::thread::spawn(move || {
            let mut bytes = [0; 4096];
            // Linux ends a pseudo-terminal with an error, not with an end of file.
            while let (Ok(count @ 1..), false) = (reader.read(&mut bytes), stop.load(Ordering::SeqCst)) {
                let mut output = for_thread.0.lock().unwrap();
                output.parser.process(&bytes[..count]);
                output.raw.extend_from_slice(&bytes[..count]);
                for_thread.1.notify_all();
            }
            for_thread.0.lock().unwrap().closed = true;
            for_thread.1.notify_all();
        });
        let writer = pair.master.take_writer().ok();
        let (master, reader) = (Some(pair.master), Some(reader));
        Self { output, writer, master, reader, hanging_up, child, before, home }
    }

    /// The folder that stands for the user's home.
    pub fn home(&self) -> &std::path::Path {
        self.home.path()
    }

    /// Types.
    pub fn send(&mut self, keys: &str) {
        let writer = self.writer.as_mut().unwrap();
        writer.write_all(keys.as_bytes()).unwrap();
        writer.flush().unwrap();
    }

    /// The number of the program's process.
    pub fn pid(&self) -> Pid {
        self.child.process_id().and_then(|pid| i32::try_from(pid).ok()).and_then(Pid::from_raw).unwrap()
    }

    /// Sends a signal to the program.
    pub fn signal(&self, signal: Signal) {
        kill_process(self.pid(), signal).unwrap();
    }

    /// The window becomes this many columns and rows.
    pub fn resize(&mut self, (cols, rows): (u16, u16)) {
        self.output().parser.set_size(at_least_one(rows), at_least_one(cols));
        self.master.as_ref().unwrap().resize(PtySize { rows, cols, ..PtySize::default() }).unwrap();
    }

    /// The line breaks down: the terminal's other end is closed, all of it.
    pub fn hang_up(&mut self) {
        self.hang_up_after("");
    }

    /// The same, and this was the last that came over it.
    pub fn hang_up_after(&mut self, last: &str) {
        self.hanging_up.store(true, Ordering::SeqCst);
        self.send("\u{c}"); // the redraw wakes the reader, which then lets go of its descriptor too
        self.reader.take().unwrap().join().unwrap();
        self.send(last);
        self.writer = None;
        self.master = None;
    }

    /// Waits until the program is stopped by job control.
    pub fn wait_until_stopped(&self) {
        let stat = format!("/proc/{}/stat", self.child.process_id().unwrap());
        let since = Instant::now();
        while !std::fs::read_to_string(&stat).unwrap().contains(") T ") {
            assert!(since.elapsed() < PATIENCE, "credesk does not stop");
            std::thread::yield_now();
        }
    }

    /// Waits until the screen holds this text.
    pub fn wait_for(&self, text: &str) {
        self.wait_until(&format!("\"{text}\" on the screen"), |screen| screen.contents().contains(text));
    }

    /// Waits until this text is gone from the screen.
    pub fn wait_without(&self, text: &str) {
        self.wait_until(&format!("no \"{text}\" on the screen"), |screen| !screen.contents().contains(text));
    }

    /// Waits until a user's page is whole. Its two halves come with two answers, in either order; while one is still being
    /// read, a key that acts is refused, and the sentence that says so goes with the second answer.
    pub fn wait_for_the_page(&self) {
        self.wait_for("> PUK");
        self.wait_for(" r  ");
        self.wait_without("eading");
    }

    /// From the start to the page of the user with this login ID.
    pub fn open_page(&mut self, login_id: &str) {
        self.wait_for("m.huber");
        self.send(login_id);
        self.wait_for("1 user");
        self.send("\r");
        self.wait_for(&format!("> {login_id}"));
        self.send("\r");
        self.wait_for_the_page();
    }

    /// From a user's page to a new value of the credential in this row: asked for, confirmed, sent and carried out. `listens`
    /// waits until a key counts.
    pub fn carry_out(&mut self, login_id: &str, row: usize, credential: &str, listens: impl Fn(&mut Self)) {
        self.send(&format!("g{}", "j".repeat(row)));
        self.wait_for(&format!("> {credential}"));
        self.send("r");
        if credential == "Device password" {
            self.wait_for("credesk makes a new one");
            self.send("\r");
        }
        self.wait_for(&format!("type {login_id} and press Enter"));
        self.wait_without("eading the newest state");
        listens(self);
        self.send(login_id);
        self.wait_for(&format!("> {login_id}"));
        self.send("\r");
        self.wait_for("Carried out.");
    }

    /// Waits until the screen is as wanted; `what` says how, should it never be.
    pub fn wait_until(&self, what: &str, wanted: impl Fn(&Screen) -> bool) {
        let reached =
            self.wait(PATIENCE, |output| output.is_whole() && wanted(output.parser.screen()) || output.closed);
        let screen = self.contents();
        assert!(reached && wanted(self.output().parser.screen()), "never seen: {what}\n{screen}");
    }

    /// Waits until the console takes what is typed for an answer to what is shown. It drops keys that are older than a
    /// guarded screen's first frame, and a test can be faster than the note of when that frame was out; a person cannot.
    /// The redraw that this asks for comes after that note, and needs no key. `console`: its process.
    pub fn settle(&self, console: Pid) {
        let before = self.output().raw.len();
        kill_process(console, Signal::CONT).unwrap();
        self.wait_for_bytes(before, "\u{1b}[2J");
    }

    /// Waits until these bytes have come out, after so many others.
    pub fn wait_for_bytes(&self, after: usize, bytes: &str) {
        let came =
            self.wait(PATIENCE, |output| output.raw[after..].windows(bytes.len()).any(|some| some == bytes.as_bytes()));
        assert!(came, "never came: {bytes:?}");
    }

    /// Watches for this long, and says how many bytes came out meanwhile; the first ends it.
    ///
    /// Only for the test that an idle console writes nothing: that nothing comes can be seen in no other way than by
    /// watching for a time, and the time is the measurement. One that is too short may miss something, and never fails
    /// a console that is idle.
    pub fn bytes_within(&self, span: Duration) -> usize {
        let before = self.output().raw.len();
        self.wait(span, |output| output.raw.len() > before);
        self.output().raw.len() - before
    }

    /// Waits until a key counts. One that is read before the program has noted that a guarded screen is drawn is dropped,
    /// and a test is fast enough to type it in between; a key that only redraws shows when that is over. Slower than a
    /// terminal repeats a held key: one that is held since before the frame does not count.
    pub fn wait_until_it_listens(&mut self) {
        let since = Instant::now();
        let before = self.output().raw.len();
        let cleared = |output: &Output| output.raw[before..].windows(4).any(|some| some == b"\x1b[2J");
        self.send("\u{c}");
        while !self.wait(Duration::from_millis(400), cleared) {
            assert!(since.elapsed() < PATIENCE, "no key counts\n{}", self.contents());
            self.send("\u{c}");
        }
    }

    /// The screen as text.
    pub fn contents(&self) -> String {
        self.output().parser.screen().contents()
    }

    /// Every byte that came out so far.
    pub fn raw(&self) -> String {
        String::from_utf8_lossy(&self.output().raw).into_owned()
    }

    /// Looks at the screen.
    pub fn screen<T>(&self, look: impl FnOnce(&Screen) -> T) -> T {
        look(self.output().parser.screen())
    }

    /// Waits until the program has been killed, without asking about its end: its parent is the one who does that.
    pub fn wait_until_killed(&self) {
        assert!(self.wait(PATIENCE, |output| output.closed), "credesk is not killed\n{}", self.contents());
        let stat = format!("/proc/{}/stat", self.child.process_id().unwrap());
        let since = Instant::now();
        while !std::fs::read_to_string(&stat).unwrap().contains(") Z ") {
            assert!(since.elapsed() < PATIENCE, "credesk is not killed");
            std::thread::yield_now();
        }
    }

    /// Waits for the end and all output; the exit code.
    pub fn exit_code(&mut self) -> u32 {
        let since = Instant::now();
        // The pseudo-terminal closes when its last user has ended; after a hang-up only the process itself can tell.
        if self.master.is_some() {
            assert!(self.wait(PATIENCE, |output| output.closed), "credesk does not end\n{}", self.contents());
        }
        while since.elapsed() < PATIENCE {
            if let Some(status) = self.child.try_wait().unwrap() {
                assert_eq!(status.signal(), None, "killed by a signal");
                return status.exit_code();
            }
            std::thread::yield_now();
        }
        panic!("credesk does not end\n{}", self.contents());
    }

    /// The terminal as it is now is how it has to be afterwards; what is written below does not count.
    pub fn remember(&mut self) {
        let modes = modes(&**self.master.as_ref().unwrap());
        let rows = self.screen(|screen| rows(screen).take(usize::from(screen.cursor_position().0)).collect());
        self.before = Before { modes, rows };
    }

    /// Asserts that the terminal is as it was before: which screen and what stood on it, cursor, paste and other modes,
    /// colours, updates ended, line settings.
    pub fn assert_restored(&self) {
        self.assert_screen_restored();
        assert_eq!(modes(&**self.master.as_ref().unwrap()), self.before.modes, "the line settings differ");
    }

    /// The same without the line settings, for a terminal that is written to and not read.
    pub fn assert_screen_restored(&self) {
        let untouched = Parser::new(at_least_one(24), at_least_one(80), 0);
        let output = self.output();
        let screen = output.parser.screen();
        assert!(!screen.alternate_screen(), "still on the alternate screen");
        assert!(!screen.hide_cursor(), "the cursor is still hidden");
        assert!(!screen.bracketed_paste(), "paste is still bracketed");
        assert_eq!(
            screen.input_mode_formatted(),
            untouched.screen().input_mode_formatted(),
            "another mode is still set"
        );
        assert_eq!(screen.attributes_formatted(), untouched.screen().attributes_formatted(), "colours are left");
        assert!(output.is_whole(), "an update is begun and not ended");
        let rows: Vec<String> = rows(screen).take(self.before.rows.len()).collect();
        assert_eq!(rows, self.before.rows, "what stood there before is not there again");
    }

    /// True while the line settings are not those from before: raw mode.
    pub fn is_raw(&self) -> bool {
        modes(&**self.master.as_ref().unwrap()) != self.before.modes
    }

    fn output(&self) -> MutexGuard<'_, Output> {
        self.output.0.lock().unwrap()
    }

    fn wait(&self, patience: Duration, reached: impl Fn(&Output) -> bool) -> bool {
        let (_guard, result) =
            self.output.1.wait_timeout_while(self.output(), patience, |output| !reached(output)).unwrap();
        !result.timed_out()
    }
}

impl Drop for Pty {
    fn drop(&mut self) {
        // It has usually ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The rows of a screen with their colours.
fn rows(screen: &Screen) -> impl Iterator<Item = String> + use<'_> {
    screen.rows_formatted(0, screen.size().1.get())
}

fn modes(master: &dyn MasterPty) -> String {
    format!("{:?}", master.get_termios())
}

fn at_least_one(length: u16) -> NonZeroU16 {
    NonZeroU16::new(length).unwrap()
}
