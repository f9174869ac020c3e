//! `credesk --plain`: the whole job as numbered questions, for whoever listens to a screen reader, reads a braille line, or sits
//! at a slow line or a terminal that can do nothing.
//!
//! What is said stands in the order in which it is said, and nothing is ever drawn over. Rules, journal, sentences and requests
//! are those of [`crate::runtime::errand`]; here are only the questions, one step of the job in each file.
//!
//! ```text
//! start --> find --> user --> credential --> edit --> confirm --> outcome --> value --> spell, print
//!       \-> cases ------------------------------------^                   \-> card  --> print
//! ```
//!
//! A value that was said stays in the terminal's history, where nothing can cover it: it is said when it was asked for, and not
//! before. It is wiped from memory as anywhere else.

mod card;
mod cases;
mod confirm;
mod credential;
mod desk;
mod dialogue;
mod ears;
mod edit;
mod find;
mod halt;
mod leave;
mod outcome;
mod print;
mod sign_in;
mod spell;
mod start;
mod user;
mod value;
mod voice;
mod wanted;
mod words;

use crate::cli::args::Global;
use crate::cli::console::profile;
use crate::cli::exit::Exit;
use crate::cli::office::work_at;
use crate::cli::site::{cups, hand_over};
use crate::cli::stop::Stop;
use crate::config::Profile;
use crate::domain::idle::Idle;
use crate::domain::spelling::Alphabets;
use crate::runtime::errand::Office;
use crate::runtime::keeper::Place;
use crate::runtime::panics;
use desk::{Desk, Site};
use dialogue::Dialogue;
use ears::Ears;
use voice::Voice;

pub use wanted::is_wanted;

/// Plain questions with the configured profile.
pub fn run(global: &Global) -> Exit {
    match profile(global) {
        Ok((profile, alphabets, journal)) => on(&profile, alphabets, journal, false),
        Err(sentence) => {
            Voice::new().say_lines(&sentence);
            Exit::Usage
        }
    }
}

/// Plain questions with this profile.
pub fn on(profile: &Profile, alphabets: Alphabets, journal: Place, demo: bool) -> Exit {
    panics::install_hook();
    let say = |sentence: &str| Voice::new().say_lines(sentence);
    let job = async |office: &mut Office| converse(office, profile, alphabets, demo).await;
    work_at(profile, journal, profile.hand_over.reveal.into(), say, job).unwrap_or_else(|(exit, sentence)| {
        say(&sentence);
        exit
    })
}

async fn converse(office: &mut Office, profile: &Profile, alphabets: Alphabets, demo: bool) -> Result<Exit, Stop> {
    let ears = Ears::start().map_err(|error| (Exit::Fault, format!("The system refused to start: {error}.")))?;
    let dialogue = Dialogue::new(Voice::new(), ears, office.interrupt.clone(), Idle::ending_after(profile.end_after));
    let site = Site {
        environment: profile.environment.clone(),
        production: profile.production,
        client: profile.client.clone(),
        page_size: profile.page_size,
        self_admin: profile.self_admin,
        hand_over: hand_over(profile),
        cups: cups(profile),
        demo,
        alphabets,
    };
    let mut desk = Desk::new(office, dialogue, site);
    let halt = Box::pin(desk.start()).await;
    Ok(desk.leave(halt).await)
}
