//! One schedule's place on the server: its world and script, where it stands, and what happens to each of its requests.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;

use tokio::sync::watch;

use crate::door::{Door, Taken};
use crate::http::{Answer, Framing, Request};
use crate::op::Kind;
use crate::schedule::Schedule;
use crate::script::{Carriage, Commit, Line, Moment, Phase, ReadHarm, Spoil, Target, Words};
use crate::spoil;
use crate::world::{CLIENT, Change, TOKEN, World};

/// What one schedule has of its own.
pub struct Place {
    pub number: u32,
    pub schedule: Schedule,
    pub unit: Duration,
    pub world: Mutex<World>,
    phase: Mutex<Phase>,
    seen: Mutex<HashMap<String, u32>>,
    /// The units that have passed since the write, where the driver tells them; otherwise they pass by themselves.
    pub clock: Option<watch::Sender<u32>>,
    /// Connections, and changes that are yet to come.
    pub busy: watch::Sender<usize>,
    pub door: Option<Arc<Door>>,
    /// What the door does with connections.
    pub taken: OnceLock<Taken>,
    elsewhere: String,
}

/// Counts as busy until dropped.
pub struct Busy(Arc<Place>);

impl Busy {
    pub fn of(place: &Arc<Place>) -> Self {
        place.busy.send_modify(|busy| *busy += 1);
        Self(Arc::clone(place))
    }
}

impl Drop for Busy {
    fn drop(&mut self) {
        self.0.busy.send_modify(|busy| *busy -= 1);
    }
}

/// What to send, and how.
pub struct Reply {
    pub bytes: Vec<u8>,
    pub carriage: Carriage,
    /// The connection's end is the answer's end.
    pub then_end: bool,
}

impl Place {
    pub fn new(number: u32, schedule: Schedule, unit: Duration, door: Option<Arc<Door>>, elsewhere: &str) -> Self {
        Self {
            number,
            unit,
            world: Mutex::new(World::new(&format!("u{number}"), schedule.script.nature)),
            schedule,
            phase: Mutex::new(Phase::Before),
            seen: Mutex::default(),
            clock: None,
            busy: watch::Sender::new(0),
            door,
            taken: OnceLock::new(),
            elsewhere: format!("{elsewhere}/w/{number}/elsewhere"),
        }
    }

    pub fn phase(&self) -> Phase {
        *self.phase.lock().unwrap()
    }

    pub fn enter(&self, phase: Phase) {
        *self.phase.lock().unwrap() = phase;
        self.world.lock().unwrap().note(format!("phase {phase:?}"));
    }

    /// A change has begun to arrive: its first line is there.
    pub fn write_begins(&self) {
        self.world.lock().unwrap().write_begins();
        self.enter(Phase::Settling);
    }

    /// The answer to a whole request.
    pub async fn answer(self: &Arc<Self>, request: &Request) -> Reply {
        let prefix = format!("/w/{}/nevisidm/api/", self.number);
        let path = request.path.strip_prefix(&prefix).unwrap_or_default();
        let segments: Vec<&str> = path.split('/').collect();
        let signed_in = request.header("authorization") == Some(&format!("Bearer {TOKEN}"));
        if !signed_in {
            self.world.lock().unwrap().counts.odd += 1;
            return self.plain(&Answer::error(401, "no token"));
        }
        if request.method == "GET" {
            self.reading(&request.path, &segments)
        } else {
            self.change(request, &segments).await
        }
    }

    fn plain(&self, answer: &Answer) -> Reply {
        self.reply(answer.clone(), Carriage::Whole, Framing::Length)
    }

    fn reply(&self, mut answer: Answer, carriage: Carriage, framing: Framing) -> Reply {
        if let Some(date) = self.world.lock().unwrap().date() {
            answer.headers.push(("Date", date));
        }
        let (bytes, _) = answer.bytes(framing);
        Reply { bytes, carriage, then_end: framing == Framing::UntilClose && answer.status != 204 }
    }

    fn reading(&self, path: &str, segments: &[&str]) -> Reply {
        let harm = self.harm_to(path, segments);
        let mut world = self.world.lock().unwrap();
        world.counts.reads += 1;
        world.note(format!("read {} {harm:?}", segments.join("/")));
        let truth = world.read(segments, harm == Some(ReadHarm::Stale));
        drop(world);
        let (answer, carriage) = match harm {
            None | Some(ReadHarm::Stale) => (truth, Carriage::Whole),
            Some(ReadHarm::Status(status)) => (Answer::error(status, "not now"), Carriage::Whole),
            Some(ReadHarm::Redirect(status)) => (self.redirect(status), Carriage::Whole),
            Some(ReadHarm::Delay(units)) => (truth, Carriage::After(units)),
            Some(ReadHarm::CloseAt(byte)) => (truth, Carriage::CloseAt(byte)),
            Some(ReadHarm::ResetAt(byte)) => (truth, Carriage::ResetAt(byte)),
            Some(ReadHarm::SilentAt(byte)) => (truth, Carriage::SilentAt(byte)),
            Some(ReadHarm::Html) => {
                (spoil::spoil(Spoil::Html, &truth, &serde_json::Value::Null, Kind::Puk), Carriage::Whole)
            }
            Some(ReadHarm::NotJson) => (Answer::of(200, "application/json", "{\"items\":["), Carriage::Whole),
            Some(ReadHarm::OtherUser) => {
                let user = self.world.lock().unwrap().user.clone();
                let body = String::from_utf8(truth.body).unwrap().replace(&format!("\"{user}\""), "\"somebody-else\"");
                (Answer::of(200, "application/json", body), Carriage::Whole)
            }
        };
        self.reply(answer, carriage, Framing::Length)
    }

    /// The harm to this reading, by how often its address was read in this phase.
    fn harm_to(&self, path: &str, segments: &[&str]) -> Option<ReadHarm> {
        let script = &self.schedule.script;
        let settling = self.phase() == Phase::Settling;
        let plan = if settling { script.after } else { script.before }?;
        let ["core", "v1", CLIENT, "users", _, page @ ..] = segments else { return None };
        let hit = match (page, plan.target) {
            ([], _) => false,
            (["credentials"], target) => target != Target::Pages,
            (_, target) => target != Target::List,
        };
        if !hit {
            return None;
        }
        let mut seen = self.seen.lock().unwrap();
        let nth = seen.entry(format!("{settling}{path}")).or_insert(0);
        *nth += 1;
        let over = plan.times.is_some_and(|times| *nth > plan.spare + times);
        (*nth > plan.spare && !over).then_some(plan.harm)
    }

    fn redirect(&self, status: u16) -> Answer {
        Answer { headers: vec![("Location", self.elsewhere.clone())], ..Answer::empty(status) }
    }

    async fn change(self: &Arc<Self>, request: &Request, segments: &[&str]) -> Reply {
        match self.received(request, segments) {
            Ok(change) => self.the_write(&change).await,
            Err(answer) => self.plain(&answer),
        }
    }

    /// Counts a change that came whole, and hands it out where it is the first; otherwise its answer.
    fn received(&self, request: &Request, segments: &[&str]) -> Result<Change, Answer> {
        let mut world = self.world.lock().unwrap();
        world.counts.received += 1;
        world.note(format!("received {} {}", request.method, request.path));
        let change = match segments {
            ["core", "v1", CLIENT, "users", user, below @ ..] if *user == world.user => Change::read(request, below),
            _ => Err(Answer::error(404, "no such user")),
        };
        match change {
            // The script is for the one write; a second one meets a healthy server, so that its effect is seen.
            Ok(change) if world.counts.received > 1 => Err(world.carry_out(&change)),
            Ok(change) => Ok(change),
            Err(answer) => {
                world.counts.odd += 1;
                world.note(format!("odd: {}", String::from_utf8_lossy(&request.body)));
                Err(answer)
            }
        }
    }

    async fn the_write(self: &Arc<Self>, change: &Change) -> Reply {
        let script = &self.schedule.script;
        let on_write = &script.write;
        let kind = change.kind();
        self.colleague_at(Moment::BeforeWrite, kind);
        let truth = match on_write.commit {
            Commit::AtOnce => self.world.lock().unwrap().carry_out(change),
            Commit::Never => Answer::error(500, "not carried out"),
            Commit::Late(units) => {
                let change = change.clone();
                self.later(units, move |place| drop(place.world.lock().unwrap().carry_out(&change)));
                Answer::error(504, "not carried out yet")
            }
        };
        self.colleague_at(Moment::AfterWrite, kind);
        if let Some(Moment::Later(units)) = script.colleague.map(|colleague| colleague.when) {
            self.later(units, move |place| place.colleague_at(Moment::Later(units), kind));
        }
        self.shut().await;
        let conflict = truth.status == 409;
        let answer = match on_write.words {
            Words::True => truth,
            Words::Status(status, message) => Answer::error(status, message),
            Words::RetryAfter(seconds) => {
                let mut answer = Answer::error(429, "slow down");
                answer.headers.push(("Retry-After", seconds.to_string()));
                answer
            }
            Words::Redirect(status) => self.redirect(status),
            Words::Spoilt(_) if conflict => truth,
            Words::Spoilt(Spoil::Garbage) => {
                let bytes = b"SSH-2.0-OpenSSH_9.6\r\n".to_vec();
                return Reply { bytes, carriage: on_write.carriage, then_end: true };
            }
            Words::Spoilt(how) => {
                let page = self.world.lock().unwrap().page(kind);
                spoil::spoil(how, &truth, &page, kind)
            }
        };
        self.reply(answer, on_write.carriage, on_write.framing)
    }

    /// The line of the settling, as the script has it.
    async fn shut(self: &Arc<Self>) {
        let (Some((line, units)), Some(door)) = (self.schedule.script.settling, &self.door) else { return };
        let Some(taken) = self.taken.get().cloned() else { return };
        door.set(line, false, &taken).await;
        if let Some(units) = units {
            let (busy, door) = (Busy::of(self), Arc::clone(door));
            let moment = self.moment(units);
            tokio::spawn(async move {
                moment.await;
                door.set(Line::Open, false, &taken).await;
                drop(busy);
            });
        }
    }

    fn colleague_at(&self, moment: Moment, kind: Kind) {
        if let Some(colleague) = self.schedule.script.colleague.filter(|colleague| colleague.when == moment) {
            for _ in 0..=u8::from(colleague.twice) {
                self.world.lock().unwrap().colleague(kind, colleague.resets);
            }
        }
    }

    /// So many units from now.
    fn moment(&self, units: u32) -> impl Future<Output = ()> + use<> {
        let mut clock = self.clock.as_ref().map(watch::Sender::subscribe);
        let moment = tokio::time::Instant::now() + self.unit * units;
        async move {
            match &mut clock {
                Some(clock) => drop(clock.wait_for(|now| *now >= units).await),
                None => tokio::time::sleep_until(moment).await,
            }
        }
    }

    /// Does it so many units from now, on the server's thread. The place stays busy until then.
    fn later(self: &Arc<Self>, units: u32, what: impl FnOnce(&Arc<Self>) + Send + 'static) {
        let busy = Busy::of(self);
        let moment = self.moment(units);
        tokio::spawn(async move {
            moment.await;
            what(&busy.0);
        });
    }
}
