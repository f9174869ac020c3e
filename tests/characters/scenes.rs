//! Where each text of a walk is seen: learned with words that cannot be missed, then demanded of every other text.

use std::cell::RefCell;
use std::collections::BTreeMap;

use credesk::text::{SafeText, fit, one_line};

use crate::judge::named;
use crate::stage::{Stage, bare};
use crate::tour::{Next, Show};

/// A walk through screens.
#[derive(Clone, Copy)]
pub struct Scene {
    pub name: &'static str,
    pub walk: fn(Next<'_>, Show<'_>),
    pub size: (u16, u16),
    /// Columns of the longest text that it is given.
    pub columns: usize,
    /// How many texts later the next walk begins: one where each text it asks for stands in another place, so that each has
    /// been in every place; more where many of them stand in one column.
    pub step: usize,
    /// Columns of a field that is too narrow for such a text.
    pub cut_to: Option<usize>,
}

/// Which text (by its turn) a screen shows how often, and which it cuts to how many columns.
#[derive(Debug, Default)]
pub struct Plan {
    whole: BTreeMap<String, BTreeMap<usize, usize>>,
    pub cut: BTreeMap<(String, usize), usize>,
}

impl Plan {
    /// How many screens show a text, and how many such places there are.
    pub fn counts(&self) -> (usize, usize) {
        (self.whole.len(), self.whole.values().flat_map(BTreeMap::values).sum())
    }
}

/// A word of so many columns that is like no other and like nothing on a screen.
fn word(turn: usize, columns: usize) -> String {
    format!("w{turn:03}").chars().cycle().take(columns).collect()
}

/// The name of a screen, which may come several times.
fn numbered(screens: &mut BTreeMap<String, usize>, screen: &str) -> String {
    let times = screens.entry(screen.to_owned()).or_default();
    *times += 1;
    format!("{screen} {times}")
}

/// Walks through the scene with words, and looks for each.
pub fn learn(scene: Scene, stage: &mut Stage) -> Plan {
    let mut plan = Plan::default();
    let words = RefCell::new(Vec::<String>::new());
    let mut screens = BTreeMap::new();
    let columns = scene.cut_to.unwrap_or(scene.columns);
    let mut next = || {
        let word = word(words.borrow().len(), columns);
        words.borrow_mut().push(word.clone());
        word
    };
    (scene.walk)(&mut next, &mut |story, screen, context| {
        assert_eq!(story.app.context(), context, "{screen}\n{}", story.picture(80, 24));
        let screen = numbered(&mut screens, screen);
        let seen = stage.show(story).unwrap_or_else(|why| panic!("{screen}: {why}"));
        for (turn, word) in words.borrow().iter().enumerate() {
            let mut rest = seen.as_str();
            while let Some(at) = rest.find(&word[..4]) {
                rest = &rest[at..];
                let length = rest.bytes().zip(word.bytes()).take_while(|(one, other)| one == other).count();
                if length == columns {
                    *plan.whole.entry(screen.clone()).or_default().entry(turn).or_default() += 1;
                } else {
                    *plan.cut.entry((screen.clone(), length)).or_default() += 1;
                }
                rest = &rest[length..];
            }
        }
    });
    plan
}

/// Walks through the scene with these texts, and fails where one is not seen as often as a word would be. Says how many places
/// were looked at.
pub fn demand(scene: Scene, stage: &mut Stage, plan: &Plan, texts: &mut dyn FnMut(usize) -> String) -> usize {
    let given = RefCell::new(Vec::<String>::new());
    let (mut screens, mut found, mut shown) = (BTreeMap::new(), 0, 0);
    let mut next = || {
        let text = texts(given.borrow().len());
        given.borrow_mut().push(text.clone());
        text
    };
    (scene.walk)(&mut next, &mut |story, screen, context| {
        assert_eq!(story.app.context(), context, "{screen}\n{}", story.picture(80, 24));
        let screen = numbered(&mut screens, screen);
        let given = given.borrow();
        let name = |text: &str| named(text);
        let seen = stage.show(story).unwrap_or_else(|why| {
            panic!(
                "{}, {screen}: {why}; texts: {:?}",
                scene.name,
                given.iter().map(|text| name(text)).collect::<Vec<_>>()
            )
        });
        let Some(places) = plan.whole.get(&screen) else { return };
        shown += 1;
        for (turn, times) in places {
            if let Err(part) = stands(&seen, &given[*turn], *times, scene.cut_to) {
                panic!(
                    "{}, {screen}, text {turn}: not seen {times} times: {part:?}, {}",
                    scene.name,
                    named(&given[*turn])
                );
            }
            found += times;
        }
    });
    assert_eq!(shown, plan.whole.len(), "{}: all screens", scene.name);
    found
}

/// Whether a text stands there so often, as it is or as it is pasted. If not, the first part of it that does not.
fn stands(seen: &str, raw: &str, times: usize, cut_to: Option<usize>) -> Result<(), String> {
    let shown = |raw: &str| {
        let safe = SafeText::new(raw);
        bare(&cut_to.map_or(safe.as_str().into(), |columns| fit(safe.as_str(), columns)))
    };
    let wanted = shown(raw);
    let often = |wanted: &str| wanted.is_empty() || seen.matches(wanted).count() >= times;
    if often(&wanted) || often(&shown(&one_line(raw).collect::<String>())) {
        return Ok(());
    }
    let ends = wanted.char_indices().map(|(at, sign)| at + sign.len_utf8());
    let end = ends.into_iter().find(|end| !often(&wanted[..*end])).unwrap_or(wanted.len());
    Err(wanted[..end].chars().rev().take(12).collect::<Vec<_>>().into_iter().rev().collect())
}
