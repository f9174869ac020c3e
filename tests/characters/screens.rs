//! Hostile texts through every screen: what is in the cells, what is sent, and what a terminal makes of it.

use credesk::app::context::Context;
use credesk::app::desk::Site;
use credesk::app::msg::{Msg, Reply};
use credesk::domain::problem::{Problem, Took};
use credesk::domain::search::SearchFailure;
use credesk::domain::user::UserState;
use credesk::domain::write::NewValue;
use credesk::text::SafeText;
use fastrand::Rng;

use crate::clusters::random;
use crate::judge::{check, check_bytes};
use crate::story::{Story, World, done, hit, site};
use crate::tour::{case, list, tour};

const SIZES: [(u16, u16); 3] = [(60, 16), (80, 24), (200, 50)];

/// A key that means something else by now would show another screen than this is about.
#[track_caller]
fn check_all(story: &Story, screen: &str, context: Context) {
    assert_eq!(story.app.context(), context, "{screen}\n{}", story.picture(80, 24));
    for size in SIZES {
        check(story, screen, size);
    }
}

#[test]
fn every_screen_is_safe_whatever_the_server_sends() {
    let mut rng = Rng::with_seed(0x5c2ee);
    for _ in 0..4 {
        tour(&mut || random(&mut rng), &mut check_all);
    }
}

#[test]
fn every_screen_is_safe_whatever_sequences_the_server_sends() {
    const SEQUENCES: [&str; 8] = [
        "\u{1b}[31mred\u{1b}[0m",
        "\u{1b}]0;owned\u{7}",
        "\u{9b}2J\u{90}q\u{9c}",
        "a\u{202e}b\u{2066}c",
        "\r\n\t\u{8}\u{7f}",
        "\u{1b}P\u{1b}\\\u{1b}[6n",
        "e\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}",
        "\u{1f468}\u{200d}\u{1f469}\u{feff}\u{e0041}",
    ];
    for first in 0..2 {
        let mut at = first;
        tour(
            &mut || {
                at += 1;
                SEQUENCES[at % SEQUENCES.len()].to_owned()
            },
            &mut check_all,
        );
    }
}

/// A screen that is drawn large, to try many texts at once.
const LARGE: (u16, u16) = (400, 120);

/// Many texts in the rows of a search.
fn in_rows(texts: &[String]) {
    let mut world = World::new();
    let text = |at: usize| texts.get(at).map_or("", String::as_str);
    let row = |at: usize| {
        let mut row = hit(&at.to_string(), text(at), text(at + 1), (text(at + 2), text(at + 3)));
        row.state = UserState::parse(text(at + 4));
        row
    };
    world.hits = (0..texts.len()).step_by(5).map(row).collect();
    world.total = Some(world.hits.len());
    let mut story = Story::at(Site { page_size: 200, ..site() });
    story.app.update(Msg::Resize(LARGE.0, LARGE.1));
    story.answer(&world).keys("all").rest().answer(&world).keys("<Enter>");
    check(&story, "rows of a search", LARGE);
}

/// Many texts in a sentence, and in what the server said.
fn in_a_sentence(texts: &[String]) {
    let story = sentence(texts, Some(SafeText::new(&texts.concat())));
    check(&story, "sentence", LARGE);
}

fn sentence(texts: &[String], said: Option<SafeText>) -> Story {
    let what = texts.iter().map(|text| SafeText::new(text).to_string()).collect::<Vec<_>>().join(" ");
    let mut story = Story::new();
    story.answer(&World::new()).keys("zz").rest();
    let (id, _) = story.reads.remove(0);
    let problem = Problem::new(what, Took::NothingAsked, "").said(said);
    story.tell(Msg::Reply(id, Box::new(Reply::Hits(Err(SearchFailure::Failed(problem))))));
    story
}

/// Many texts in a list of printers.
fn in_queues(texts: &[String]) {
    let world = World::new();
    let mut story = Story::new();
    story.open("must", &world).keys("Gr").answer(&world).keys("a.muster<Enter>");
    story.written(done(NewValue::Card(world.card()))).answer(&world).keys("p");
    list(&mut story, Ok(texts.to_vec()), &texts.concat().chars().collect::<Vec<_>>());
    check(&story, "queues", LARGE);
}

/// Many texts in open cases.
fn in_cases(texts: &[String]) {
    let mut at = 0;
    let mut next = || {
        at += 1;
        texts[at % texts.len()].clone()
    };
    let cases = (0..100).map(|number| case(number, &mut next)).collect();
    let mut story = Story::new();
    story.answer(&World { cases: Ok(cases), ..World::new() });
    check(&story, "many cases", LARGE);
}

#[test]
fn random_clusters_are_safe_on_a_screen() {
    let ways = [in_rows as fn(&[String]), in_a_sentence, in_queues, in_cases];
    std::thread::scope(|scope| {
        for half in 0..2 {
            scope.spawn(move || {
                let mut rng = Rng::with_seed(0xc1a5 + half);
                for round in 0..60 {
                    let texts: Vec<String> = (0..833).map(|_| random(&mut rng)).collect();
                    ways[round % ways.len()](&texts);
                }
            });
        }
    });
}

#[test]
fn every_code_point_is_safe_on_a_screen() {
    std::thread::scope(|scope| {
        for half in 0..2 {
            scope.spawn(move || {
                let all: Vec<char> = ('\0'..=char::MAX).skip(half).step_by(2).collect();
                for chunk in all.chunks(4000) {
                    let texts: Vec<String> = chunk.chunks(200).map(|some| some.iter().collect()).collect();
                    let story = sentence(&texts, None);
                    // What is shown as numbers alone is looked at as bytes alone.
                    if texts.iter().all(|text| SafeText::new(text).as_str().is_ascii()) {
                        check_bytes(&story, "every code point", LARGE);
                    } else {
                        check(&story, "every code point", LARGE);
                    }
                }
            });
        }
    });
}
