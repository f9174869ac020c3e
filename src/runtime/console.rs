//! The loop: wait for an event, take along what has come with it, draw once. No tick; an idle console does nothing.
//!
//! Knows neither what is drawn nor where: tests run this very loop on a screen in memory.

use std::time::Instant;

use ratatui::backend::Backend;
use ratatui::{Frame, Terminal};
use tokio::time::timeout_at;

use crate::app::App;
use crate::app::action::{Action, Global};
use crate::app::effect::Effect;
use crate::app::keymap;
use crate::app::msg::{Msg, Reply};
use crate::domain::idle::Rest;
use crate::runtime::event::Signal;
use crate::runtime::event::{Event, Input, Receiver};
use crate::runtime::gate::{Cause, Gate};
use crate::runtime::idle::Watch;
use crate::runtime::perform::Calls;
use crate::runtime::terminal;

/// Why the loop has ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// The operator quit.
    Quit,
    /// The operator goes on with the profile at this place.
    Switch(usize),
    /// Nobody has pressed a key for too long.
    Idle,
    /// The operating system asked for it. A terminal that can be read or written no more counts as a hang-up: which of
    /// the two is noticed first is chance.
    Signal(Signal),
}

/// What the next frame has to bring.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
enum Due {
    #[default]
    Nothing,
    Changes,
    Everything,
}

/// The console on a terminal.
pub struct Console<B: Backend, D> {
    app: App,
    terminal: Terminal<B>,
    draw: D,
    calls: Calls,
    due: Due,
    showed_secret: bool,
    /// Which keys count.
    gate: Gate,
    /// How long nobody has pressed a key.
    watch: Watch,
    end: Option<End>,
}

impl<B: Backend, D: FnMut(&mut Frame<'_>, &App) -> bool> Console<B, D> {
    /// A console that has drawn nothing yet.
    pub fn new(app: App, terminal: Terminal<B>, draw: D, calls: Calls) -> Self {
        let watch = Watch::new(app.desk().site.idle, Instant::now());
        Self {
            app,
            terminal,
            draw,
            calls,
            due: Due::Changes,
            showed_secret: false,
            gate: Gate::default(),
            watch,
            end: None,
        }
    }

    /// Runs until there is a reason to end.
    pub async fn run(&mut self, events: &mut Receiver) -> End {
        self.start();
        while self.end.is_none() {
            let event = match self.watch.due() {
                Some(due) => timeout_at(due.into(), events.recv()).await,
                None => Ok(events.recv().await),
            };
            // Before the event: what was due while the process was stopped comes first.
            self.rest();
            match event {
                Ok(Some(event)) if self.end.is_none() => self.take(event),
                Ok(Some(_)) | Err(_) => {}
                Ok(None) => self.end = Some(End::Signal(Signal::HangUp)),
            }
            // What comes after the end stays in the queue: it may be the answer to a change on its way.
            while self.end.is_none()
                && let Ok(event) = events.try_recv()
            {
                self.take(event);
            }
            self.show_what_is_due();
        }
        self.end.unwrap_or(End::Quit)
    }

    /// What has to be said when the console ends now.
    pub fn left_open(&self) -> Vec<String> {
        self.app.left_open()
    }

    /// What else has to be said then.
    pub fn not_handed_over(&self) -> Vec<String> {
        self.app.not_handed_over()
    }

    /// Ends the console: every secret that it holds or shows is wiped. What remains are the calls on their way.
    pub fn into_calls(self) -> Calls {
        self.calls
    }

    /// Nobody has pressed a key for so long.
    fn rest(&mut self) {
        while let Some(rest) = self.watch.reached(Instant::now()) {
            self.update(Msg::Rest(rest));
            if rest == Rest::End {
                self.end = Some(End::Idle);
            }
        }
    }

    /// The first frame waits for nothing.
    fn start(&mut self) {
        self.measure();
        let effects = self.app.start();
        self.show();
        self.perform(effects);
    }

    fn take(&mut self, event: Event) {
        match event {
            Event::Typed { since, inputs } => {
                for input in inputs {
                    if self.end.is_none() {
                        self.typed(since, input);
                    }
                }
            }
            Event::Reply(id, reply) => {
                self.calls.settled(id);
                self.update(Msg::Reply(id, reply));
            }
            Event::Recorded(id, at) => self.update(Msg::Reply(id, Box::new(Reply::Recorded(at)))),
            Event::Trouble(problem) => self.update(Msg::Trouble(*problem)),
            Event::Timer(id) => self.update(Msg::Timer(id)),
            Event::Signal(signal) => self.signal(signal),
            Event::TerminalLost => {
                tracing::warn!("the terminal cannot be read any more");
                self.shut_down(End::Signal(Signal::HangUp));
            }
        }
    }

    fn typed(&mut self, since: Instant, input: Input) {
        // Whoever tries the lock is not known yet, and keeps no value from being wiped.
        if self.app.lock().is_none() {
            self.watch.stir(Instant::now());
        }
        if !self.gate.lets_through(&input, since) {
            return;
        }
        match input {
            Input::Key(key) => {
                if let Some(msg) = keymap::resolve(self.app.context(), key) {
                    self.update(msg);
                }
            }
            Input::Paste(text) => self.update(Msg::Paste(text)),
        }
    }

    fn signal(&mut self, signal: Signal) {
        match signal {
            Signal::HangUp | Signal::Interrupt | Signal::Quit | Signal::Terminate => {
                self.shut_down(End::Signal(signal));
            }
            Signal::Suspend => {
                self.update(Msg::Stop);
                // Drawn before it stops: the buffers hold no secret meanwhile, and nothing is due that would be drawn onto
                // the shell's screen before the modes are entered anew.
                self.show_what_is_due();
                if self.end.is_none() {
                    terminal::suspend();
                }
            }
            Signal::Continue => {
                self.cover();
                match terminal::resume() {
                    Ok(()) => self.due = Due::Everything,
                    Err(_) => self.shut_down(End::Signal(Signal::HangUp)),
                }
            }
            Signal::Resize => self.measure(),
        }
    }

    /// A terminal that no longer tells its size is gone, which the next frame finds out.
    fn measure(&mut self) {
        if let Ok(size) = self.terminal.size() {
            self.update(Msg::Resize(size.width, size.height));
        }
    }

    /// Whoever continues the console need not be who stopped it.
    fn cover(&mut self) {
        if self.app.shows_secret() {
            self.update(Msg::Action(Action::Global(Global::Interrupt)));
        }
    }

    fn shut_down(&mut self, end: End) {
        self.update(Msg::Shutdown);
        self.end = Some(end);
    }

    fn update(&mut self, msg: Msg) {
        let before = self.app.context();
        let was_locked = self.app.lock().is_some();
        let cause = Cause::of(&msg, before);
        let effects = self.app.update(msg);
        // Also where nothing has changed: `App` does not tell, and a stale timer or a dropped reply is rare. Such a frame
        // costs less than 0.2 ms (`cargo bench --bench screens`) and sends nothing, because it equals the one before.
        self.due = self.due.max(Due::Changes);
        let now = self.app.context();
        match (was_locked, self.app.lock()) {
            (false, Some(lock)) => tracing::info!("locked: {}", lock.why().word()),
            (true, None) => {
                tracing::info!("unlocked");
                self.watch.stir(Instant::now());
            }
            (false, None) | (true, Some(_)) => {}
        }
        self.gate.moved(before, now, cause);
        self.perform(effects);
    }

    fn perform(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Read(id, what) => self.calls.read(id, what),
                Effect::Write(id, order) => self.calls.write(id, *order),
                Effect::Record(id, event) => self.calls.record(id, event),
                Effect::Cancel(id) => self.calls.cancel(id),
                Effect::SignIn(id, login, password) => self.calls.sign_in(id, login, password),
                Effect::Unlock(id, proof) => self.calls.unlock(id, proof),
                Effect::ForgetXToken => self.calls.forget_x_token(),
                Effect::Generate(id, rules) => self.calls.generate(id, &rules),
                Effect::Print(id, order) => self.calls.print(id, *order),
                Effect::Clip(id, value) => self.calls.clip(id, value),
                Effect::EmptyClipboard => self.calls.empty_clipboard(),
                Effect::Timer(id, after) => self.calls.timer(id, after),
                Effect::Redraw => self.due = Due::Everything,
                Effect::Quit => self.end = Some(End::Quit),
                Effect::Switch(profile) => self.end = Some(End::Switch(profile)),
            }
        }
    }

    fn show_what_is_due(&mut self) {
        if self.due != Due::Nothing && self.end.is_none() {
            self.show();
        }
    }

    fn show(&mut self) {
        let Ok(whole) = self.draw_frame() else {
            tracing::warn!("the terminal cannot be drawn on any more");
            self.shut_down(End::Signal(Signal::HangUp));
            return;
        };
        let effects = self.app.update(Msg::Drawn(whole));
        self.perform(effects);
        self.gate.drawn(Instant::now());
    }

    fn draw_frame(&mut self) -> Result<bool, B::Error> {
        self.scrub_before_a_resize()?;
        if std::mem::take(&mut self.due) == Due::Everything {
            self.terminal.clear()?;
        }
        let shows_secret = self.app.shows_secret();
        let covered = std::mem::replace(&mut self.showed_secret, shows_secret) && !shows_secret;
        if covered {
            self.scrub();
        }
        let (app, draw) = (&self.app, &mut self.draw);
        let mut whole = false;
        self.terminal.draw(|frame| whole = draw(frame, app))?;
        if covered {
            self.scrub();
        }
        Ok(whole)
    }

    /// A smaller window cuts ratatui's buffers at their end, and the cells that are cut off stay in memory as they were: a
    /// value would, for as long as the window is that small. All is drawn anew after this.
    fn scrub_before_a_resize(&mut self) -> Result<(), B::Error> {
        if self.showed_secret && self.terminal.size()? != self.terminal.current_buffer_mut().area.as_size() {
            for _ in 0..2 {
                self.scrub();
                self.terminal.swap_buffers();
            }
            self.terminal.clear()?;
        }
        Ok(())
    }

    /// Writes over the buffer that is drawn into next. ratatui empties a cell by setting an `Option` to `None`, and whether
    /// that wipes the character's bytes is up to the compiler. There are two buffers: hence once before and once after the
    /// frame that no longer shows a secret.
    fn scrub(&mut self) {
        for cell in &mut self.terminal.current_buffer_mut().content {
            cell.set_char(' ');
        }
    }
}
