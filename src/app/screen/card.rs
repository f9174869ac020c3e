//! The OTP card as a grid: covered until asked for, with both styles of labels, and a cell to point at.

use std::sync::Arc;

use tui_input::{Input, InputRequest};

use crate::app::action::CardAction;
use crate::app::context::Context;
use crate::app::curtain::Curtain;
use crate::app::desk::Desk;
use crate::app::effect::{CallId, Read, TimerId};
use crate::app::msg::Reply;
use crate::app::remote::Remote;
use crate::app::screen::Step;
use crate::app::screen::print::{About, PrintScreen};
use crate::domain::credential::{Credential, CredentialKind};
use crate::domain::hand_over::HandOver;
use crate::domain::id::{CredentialId, LoginId};
use crate::domain::operation::Operation;
use crate::domain::otp_card::{Labels, OtpCard};
use crate::domain::problem::{Problem, Took};
use crate::domain::record::{Event, OperationId};
use crate::domain::sheet::{CardSheet, Sheet, place_among};
use crate::domain::user::User;
use crate::text::SafeText;

/// The OTP card screen.
#[derive(Debug)]
pub struct CardScreen {
    /// The replacement, while its end is still to be told to the journal.
    operation: Option<OperationId>,
    user: User,
    credential: Credential,
    place: Option<(usize, usize)>,
    receipt: Vec<String>,
    card: Remote<Arc<OtpCard>>,
    curtain: Curtain,
    /// It was printed once. Another print reads it again first.
    printed: bool,
    /// The print screen opens as soon as the card was read again.
    print_next: bool,
    labels: Option<Labels>,
    cell: Option<(usize, usize)>,
    field: Option<Input>,
}

impl CardScreen {
    /// A card that was just replaced.
    pub fn replaced(operation: &Operation, credential: &Credential, card: OtpCard, receipt: Vec<String>) -> Self {
        let screen = Self::new(operation.user(), credential, Remote::Ready(Arc::new(card)), receipt);
        Self { operation: operation.id(), ..screen }
    }

    /// Reads a card in order to view it. `mates` are all credentials of the user, to say "card 1 of 2".
    pub fn read(user: &User, credential: &Credential, id: CredentialId, mates: &[Credential], desk: &mut Desk) -> Self {
        let call = desk.read(Read::Card(user.at.clone(), id));
        let mut screen = Self::new(user, credential, Remote::Loading(call), Vec::new());
        screen.place = place_among(credential, mates);
        screen
    }

    /// Finds out which of the user's cards it is; `mates` are all credentials of the user.
    pub fn find_place(&mut self, mates: &[Credential]) {
        self.place = place_among(&self.credential, mates);
    }

    /// The same for a replacement whose answer was lost: whoever sees the card sees its result.
    #[must_use]
    pub fn of(self, operation: OperationId) -> Self {
        Self { operation: Some(operation), ..self }
    }

    fn new(user: &User, credential: &Credential, card: Remote<Arc<OtpCard>>, receipt: Vec<String>) -> Self {
        Self {
            operation: None,
            user: user.clone(),
            credential: credential.clone(),
            place: None,
            receipt,
            card,
            curtain: Curtain::default(),
            printed: false,
            print_next: false,
            labels: None,
            cell: None,
            field: None,
        }
    }

    /// Whose card.
    pub fn name(&self) -> &SafeText {
        &self.user.name
    }

    /// Whose card, by login ID.
    pub fn login_id(&self) -> &LoginId {
        &self.user.login_id
    }

    /// The credential without its cells.
    pub fn credential(&self) -> &Credential {
        &self.credential
    }

    /// Which of how many cards, where that is known.
    pub fn place(&self) -> Option<(usize, usize)> {
        self.place
    }

    /// What the replacement did; empty where the card is only viewed.
    pub fn receipt(&self) -> &[String] {
        &self.receipt
    }

    /// How far the reading is.
    pub fn remote(&self) -> &Remote<Arc<OtpCard>> {
        &self.card
    }

    /// The card, for the one screen that draws it.
    pub fn card(&self) -> Option<&OtpCard> {
        self.card.ready().map(|card| &**card)
    }

    /// What lies over the cells.
    pub fn curtain(&self) -> &Curtain {
        &self.curtain
    }

    /// True while the cells are covered.
    pub fn is_covered(&self) -> bool {
        self.curtain.is_closed()
    }

    /// True while the cells can be read off the screen.
    pub fn shows_secret(&self) -> bool {
        self.card().is_some() && !self.is_covered()
    }

    /// Covers the cells.
    pub fn cover(&mut self) {
        self.curtain.close();
    }

    /// A timer ran out.
    pub fn timer(&mut self, id: TimerId, desk: &mut Desk) {
        self.curtain.second(id, desk);
    }

    /// Whether an action has a meaning, as the profile allows it.
    pub fn offers(&self, action: CardAction, rules: &HandOver) -> bool {
        match action {
            CardAction::Cover | CardAction::GoTo | CardAction::Find | CardAction::Labels => rules.on_screen(),
            CardAction::Print => rules.prints_cards(),
            CardAction::Reload | CardAction::Done => true,
        }
    }

    /// The card was printed.
    pub fn was_let_out(&mut self, desk: &mut Desk) {
        self.printed = true;
        self.curtain.see(self.operation, desk);
    }

    /// The cell that is pointed at.
    pub fn cell(&self) -> Option<(usize, usize)> {
        self.cell
    }

    /// The field for a cell's label, while it is open.
    pub fn field(&self) -> Option<&Input> {
        self.field.as_ref()
    }

    /// The style of labels: the operator's choice, else the policy's.
    pub fn labels(&self, desk: &Desk) -> Labels {
        self.labels.unwrap_or_else(|| Labels::of(desk.policy(&self.user.at.client, self.credential.policy.as_ref())))
    }

    /// The card, or the field over it.
    pub fn context(&self) -> Context {
        if self.field.is_some() { Context::CardField } else { Context::Card }
    }

    /// Edits the field for a cell's label.
    pub fn edit(&mut self, request: InputRequest) {
        if let Some(field) = &mut self.field {
            field.handle(request);
        }
    }

    /// Esc: closes the field, or the screen. The card can be read again, so nothing is lost.
    pub fn back(&mut self, desk: &mut Desk) -> Step {
        if self.field.take().is_some() {
            return Step::Stay;
        }
        self.tell(Event::Closed, desk);
        Step::Back
    }

    /// Which replacement, while its end is still to be told to the journal.
    pub fn operation(&self) -> Option<OperationId> {
        self.operation
    }

    fn tell(&mut self, event: Event, desk: &mut Desk) {
        if let Some(id) = self.operation.take() {
            desk.record(id, event);
        }
    }

    /// A frame was drawn, with all that there is to show or not.
    pub fn was_drawn(&mut self, whole: bool, desk: &mut Desk) {
        self.curtain.drawn(whole, self.operation, desk);
    }

    fn print(&mut self, desk: &mut Desk) -> Step {
        if !desk.site.hand_over.prints_cards() {
            desk.say("This profile prints no values (reveal = \"never\").");
        } else if matches!(self.card, Remote::Loading(_)) {
            desk.say("The card is still being read.");
        } else if self.card().is_none() {
            desk.say("There is no card to print.");
        } else if self.printed {
            self.print_next = true;
            self.reload(desk);
            desk.say("Printed before: the card is read again first.");
        } else {
            return self.open_print(desk);
        }
        Step::Stay
    }

    fn open_print(&mut self, desk: &mut Desk) -> Step {
        let Some(card) = self.card.ready().cloned() else { return Step::Stay };
        let zone = &desk.site.time_zone;
        let sheet = Sheet::Card(Box::new(CardSheet::new(
            &self.user,
            &self.credential,
            self.place,
            (self.labels(desk), card),
            |moment| zone.to_datetime(moment).date(),
        )));
        let about = About {
            at: self.user.at.clone(),
            kind: CredentialKind::OtpCard,
            credential: self.credential.id.clone(),
            operation: self.operation,
        };
        self.cover();
        PrintScreen::open(sheet, about, desk)
    }

    /// A key on this screen.
    pub fn act(&mut self, action: CardAction, desk: &mut Desk) -> Step {
        self.curtain.stir(desk);
        match action {
            CardAction::Done => {
                // A card that nobody has looked at was not handed over, whatever the key is called.
                self.tell(if self.curtain.was_seen() { Event::HandedOver } else { Event::Closed }, desk);
                return Step::Back;
            }
            CardAction::Print => return self.print(desk),
            CardAction::Cover | CardAction::GoTo | CardAction::Find | CardAction::Labels
                if !desk.site.hand_over.on_screen() =>
            {
                let word = desk.site.hand_over.reveal.word();
                desk.say(format!("This profile never draws a card (reveal = \"{word}\")."));
            }
            CardAction::Cover if self.card().is_some() && self.is_covered() => self.curtain.open(desk),
            CardAction::Cover if self.card().is_some() => self.cover(),
            CardAction::GoTo if self.card().is_some() => self.field = Some(Input::default()),
            CardAction::Cover | CardAction::GoTo => desk.say("There is no card to show."),
            CardAction::Find => self.find(desk),
            CardAction::Labels => {
                self.labels = Some(match self.labels(desk) {
                    Labels::Coordinates => Labels::Running,
                    Labels::Running => Labels::Coordinates,
                });
            }
            CardAction::Reload => self.reload(desk),
        }
        Step::Stay
    }

    fn find(&mut self, desk: &mut Desk) {
        let Some(field) = self.field.take() else { return };
        self.cell = self.card().and_then(|card| card.find(field.value()));
        if self.cell.is_none() {
            let typed = SafeText::new(field.value());
            desk.say(format!("This card has no cell \"{typed}\". Cells are called D7, or 043."));
        }
    }

    fn reload(&mut self, desk: &mut Desk) {
        if let Some(id) = self.credential.id.clone() {
            self.cover();
            let at = self.user.at.clone();
            desk.read_into(&mut self.card, Read::Card(at, id));
        }
    }

    /// Forgets what is being read.
    pub fn leave(&mut self, desk: &mut Desk) {
        desk.cancel(&self.card);
    }

    /// True where the card is waited for.
    pub fn waits_for(&self, id: CallId) -> bool {
        self.card.waits_for(id)
    }

    /// Takes the card.
    pub fn reply(&mut self, reply: Reply, desk: &mut Desk) -> Step {
        let Reply::Card(result) = reply else { return Step::Stay };
        // For a self-admin the reason may be the end of the X-Token; the next key asks for the password again.
        desk.signed_in &= result.is_ok();
        let card = result.and_then(|(credential, card)| {
            self.credential = credential;
            card.map(Arc::new).map_err(|why| {
                let what = format!("Not shown: {why}. A shifted card would lock the user out.");
                Problem::new(
                    what,
                    Took::NothingAsked,
                    "Press r to read the card again; if it stays so, replace the card.",
                )
            })
        });
        self.card.settle(card);
        if let Some((row, column)) = self.cell
            && self.card().is_none_or(|card| row >= card.rows() || column >= card.columns())
        {
            self.cell = None;
        }
        let print_next = std::mem::take(&mut self.print_next);
        if self.card().is_none() {
            return Step::Stay;
        }
        desk.note = None;
        if print_next { self.open_print(desk) } else { Step::Stay }
    }
}
