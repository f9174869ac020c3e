//! An OTP card: cells asked for by their labels, the whole grid where somebody insists, or printed. One of the files that look
//! into a secret; what is made of it is wiped.

use std::sync::Arc;

use zeroize::Zeroizing;

use crate::app::screen::print::About;
use crate::cli::plain::desk::{Desk, policy};
use crate::cli::plain::dialogue::{Holding, Question};
use crate::cli::plain::halt::Halt;
use crate::cli::plain::spell::spelt_cell;
use crate::domain::credential::{Credential, CredentialKind};
use crate::domain::otp_card::{Labels, OtpCard};
use crate::domain::policy::Policy;
use crate::domain::record::{Event, OperationId};
use crate::domain::sheet::{CardSheet, Sheet, place_among};
use crate::domain::spelling::first_for;
use crate::domain::user::User;
use crate::runtime::errand::Page;
use crate::runtime::watchers;
use crate::text::SafeText;

const HELP: &str = "A cell is read out when you type its label. Printing puts the whole card on paper.";
const CELL_HELP: &str = "Type a label as the sign-in page asks for it, for example D7 or 043. The word grid says all cells; they stay \
                         in this terminal's history.";

/// Whose card, and which of how many.
type Whose = (User, Credential, Option<(usize, usize)>);

/// A card in the operator's hands.
struct Held {
    user: User,
    credential: Credential,
    place: Option<(usize, usize)>,
    labels: Labels,
    card: Arc<OtpCard>,
    /// The replacement, while its end is to be told to the journal; none where the card is only viewed.
    operation: Option<OperationId>,
    seen: bool,
    printed: bool,
}

/// What to do with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Cell,
    Print,
    Finish,
}

/// An answer to the question for a cell.
enum Cell {
    At(usize, usize),
    Grid,
}

impl Desk<'_> {
    /// Reads a card as it is now, and asks what to do with it.
    ///
    /// # Errors
    /// See [`Halt`].
    pub async fn view_card(&mut self, page: &Page, credential: &Credential) -> Result<(), Halt> {
        if !self.is_signed_in_for(&credential.kind).await? {
            return Ok(());
        }
        let Some((credential, card)) = self.read_card(&page.user, credential).await? else { return Ok(()) };
        let place = place_among(&credential, &page.credentials);
        self.card((page.user.clone(), credential, place), &page.policies, card, None).await
    }

    async fn read_card(
        &mut self,
        user: &User,
        credential: &Credential,
    ) -> Result<Option<(Credential, Arc<OtpCard>)>, Halt> {
        let Some(id) = &credential.id else { return Ok(None) };
        self.say("Reading the card.");
        Ok(match self.dialogue.wait(self.office.api.otp_card(&user.at, id)).await? {
            Ok((newest, Ok(card))) => Some((newest.completed_by(credential), Arc::new(card))),
            Ok((_, Err(why))) => {
                self.say(format!("Not shown: {why}. A shifted card would lock the user out."));
                self.say("View the card again; if it stays so, replace it.");
                None
            }
            Err(problem) => {
                self.signed_in = false; // the reason may be the end of the X-Token
                self.problem(&problem);
                None
            }
        })
    }

    /// Asks what becomes of a card until that is clear.
    ///
    /// # Errors
    /// See [`Halt`].
    pub async fn card(
        &mut self,
        (user, credential, place): Whose,
        policies: &[Policy],
        card: Arc<OtpCard>,
        operation: Option<OperationId>,
    ) -> Result<(), Halt> {
        let labels = Labels::of(policy(policies, credential.policy.as_ref()));
        let mut held = Held { user, credential, place, labels, card, operation, seen: false, printed: false };
        self.dialogue.hold(if operation.is_some() { Holding::Value } else { Holding::Card });
        self.introduce_card(&held).await;
        self.dialogue.forget(); // what was typed while the card was waited for asks for no cell
        let done = self.ask_card_ways(&mut held).await;
        drop(held);
        self.dialogue.hold(Holding::Nothing);
        match done {
            Err(Halt::Wiped) => {
                self.say("The card was wiped from memory, because there was no answer for too long. View it again.");
                Ok(())
            }
            done => done,
        }
    }

    async fn introduce_card(&self, held: &Held) {
        let card = &held.card;
        let which = held.place.map_or_else(String::new, |(place, of)| format!(" This is card {place} of {of}."));
        self.say(format!("The card has {} rows and {} columns.{which}", card.rows(), card.columns()));
        match card.remaining() {
            Some(left) if left < OtpCard::LOW => self.say(format!("Only {left} cells are unused: a new card is due.")),
            Some(left) => self.say(format!("{left} cells are unused.")),
            None => {}
        }
        let last = |labels| card.label(labels, card.rows() - 1, card.columns() - 1);
        let first = card.label(held.labels, 0, 0);
        self.say(format!("Its cells are called {first} to {}.", last(held.labels)));
        if self.site.hand_over.on_screen() {
            self.say("A cell will stay in this terminal's history when it is shown.");
            for watcher in watchers::find().await {
                self.say(watcher.sentence());
            }
        }
    }

    async fn ask_card_ways(&mut self, held: &mut Held) -> Result<(), Halt> {
        let mut ways = vec![Way::Print, Way::Finish];
        if self.site.hand_over.on_screen() {
            ways.insert(0, Way::Cell);
        }
        loop {
            let phrase = |way: &Way| match way {
                Way::Cell => "Hear a cell, by its label.",
                Way::Print => "Print the card.",
                Way::Finish if held.seen && held.operation.is_some() => "Finish: say whether it was handed over.",
                Way::Finish => "Finish.",
            };
            let choices: Vec<_> = ways.iter().map(|way| phrase(way).to_owned()).collect();
            let chosen = self.dialogue.choose("What becomes of the card?", &choices, HELP).await?;
            match chosen.and_then(|chosen| ways.get(chosen)) {
                Some(Way::Cell) => self.cells(held).await?,
                Some(Way::Print) => Box::pin(self.print_card(held)).await?,
                Some(Way::Finish) | None => {
                    if self.finish_card(held).await? {
                        return Ok(());
                    }
                }
            }
        }
    }

    async fn finish_card(&mut self, held: &Held) -> Result<bool, Halt> {
        let Some(id) = held.operation else { return Ok(true) };
        let event = if held.seen { self.ask_handed_over("the card").await? } else { Some(Event::Closed) };
        let Some(event) = event else { return Ok(false) };
        self.record(id, event).await;
        self.say("The card can be viewed again at any time.");
        Ok(true)
    }

    async fn cells(&mut self, held: &mut Held) -> Result<(), Halt> {
        loop {
            let question = Question {
                lines: vec!["Which cell?".to_owned()],
                prompt: "Label",
                help: CELL_HELP,
                ..Question::default()
            };
            let card = Arc::clone(&held.card);
            let read = |typed: &str| match typed.trim() {
                "grid" => Ok(Cell::Grid),
                label => card.find(label).map(|(row, column)| Cell::At(row, column)).ok_or_else(|| {
                    format!("This card has no cell \"{}\". Cells are called D7, or 043.", SafeText::new(label))
                }),
            };
            match self.dialogue.ask(&question, read).await? {
                Some(Cell::At(row, column)) => self.say_cell(held, row, column, true),
                Some(Cell::Grid) => {
                    for row in 0..card.rows() {
                        for column in 0..card.columns() {
                            self.say_cell(held, row, column, false);
                        }
                    }
                }
                None => return Ok(()),
            }
            self.card_seen(held).await;
        }
    }

    fn say_cell(&self, held: &Held, row: usize, column: usize, spelt: bool) {
        let Some(value) = held.card.expose_cell(row, column) else { return };
        let label = held.card.label(held.labels, row, column);
        // Never grows, so that no copy of the cell stays behind.
        let mut line = Zeroizing::new(String::with_capacity(64 + value.len()));
        let used = if held.card.is_used(row, column) == Some(true) { ", used already" } else { "" };
        for part in ["Cell ", &label, ": ", value, used] {
            line.push_str(part);
        }
        self.dialogue.exactly(&line);
        let alphabet = self.site.alphabets.get(first_for(&self.site.alphabets, &held.user.language));
        if let (true, Some(alphabet)) = (spelt, alphabet) {
            for line in spelt_cell(value, alphabet) {
                self.say(&*line);
            }
        }
    }

    async fn card_seen(&mut self, held: &mut Held) {
        if !std::mem::replace(&mut held.seen, true)
            && let Some(id) = held.operation
        {
            self.record(id, Event::Shown).await;
        }
    }

    async fn print_card(&mut self, held: &mut Held) -> Result<(), Halt> {
        if held.printed {
            self.say("Printed before: the card is read again first.");
            match self.read_card(&held.user, &held.credential).await? {
                Some((credential, card)) => (held.credential, held.card) = (credential, card),
                None => return Ok(()),
            }
        }
        let day = |moment| self.zone.to_datetime(moment).date();
        let card = (held.labels, Arc::clone(&held.card));
        let sheet = Sheet::Card(Box::new(CardSheet::new(&held.user, &held.credential, held.place, card, day)));
        let about = About {
            at: held.user.at.clone(),
            kind: CredentialKind::OtpCard,
            credential: held.credential.id.clone(),
            operation: held.operation,
        };
        if self.print(sheet, about).await? {
            held.printed = true;
            self.card_seen(held).await;
        }
        Ok(())
    }
}
