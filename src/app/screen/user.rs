//! One user: identity, contact, credentials, and what can be done with the selected one.

use crate::app::action::{Move, UserAction};
use crate::app::desk::Desk;
use crate::app::effect::{CallId, Read};
use crate::app::filter::{Filter, Shown, moved_among, standing_for};
use crate::app::msg::Reply;
use crate::app::remote::Remote;
use crate::app::screen::card::CardScreen;
use crate::app::screen::confirm::Confirm;
use crate::app::screen::form::Form;
use crate::app::screen::{Screen, Step};
use crate::domain::credential::{Credential, CredentialKind};
use crate::domain::id::{CredentialId, UserRef};
use crate::domain::operation::{Change, Operation};
use crate::domain::permission::{Surroundings, Wish, objection};
use crate::domain::user::User;
use crate::text::SafeText;

/// The user screen.
#[derive(Debug)]
pub struct UserScreen {
    at: UserRef,
    name: SafeText,
    user: Remote<User>,
    credentials: Remote<Vec<Credential>>,
    selected: usize,
    filter: Filter,
    /// The selected credential before everything was read again.
    anchor: Option<Credential>,
    /// What was opened for, until it is there.
    wanted: Option<Wanted>,
    /// How many other rows of the search had a near-identical name.
    alike: u32,
}

/// A credential to begin with, and what to do with it.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// Its kind.
    pub kind: CredentialKind,
    /// Its external ID, where it is known.
    pub id: Option<CredentialId>,
    /// A comment that is to be written to it.
    pub comment: Option<String>,
}

impl Wanted {
    /// Whether it is this one.
    pub fn is(&self, credential: &Credential) -> bool {
        credential.kind == self.kind && (self.id.is_none() || credential.id == self.id)
    }
}

impl UserScreen {
    /// Opens a user and reads everything. The name is what the breadcrumb shows; `alike` is how many others of the search
    /// have a near-identical one.
    pub fn open(at: UserRef, name: SafeText, alike: u32, desk: &mut Desk) -> Self {
        let mut screen = Self {
            at,
            name,
            user: Remote::Idle,
            credentials: Remote::Idle,
            selected: 0,
            filter: Filter::default(),
            anchor: None,
            wanted: None,
            alike,
        };
        screen.read(desk, false);
        screen
    }

    /// Opens a user at one of the credentials.
    pub fn open_at(at: UserRef, name: SafeText, wanted: Wanted, desk: &mut Desk) -> Self {
        Self { wanted: Some(wanted), ..Self::open(at, name, 0, desk) }
    }

    /// The name for the breadcrumb.
    pub fn name(&self) -> &SafeText {
        &self.name
    }

    /// How many others of the search have a near-identical name.
    pub fn alike(&self) -> u32 {
        self.alike
    }

    /// Where the user is found.
    pub fn at(&self) -> &UserRef {
        &self.at
    }

    /// The user.
    pub fn user(&self) -> &Remote<User> {
        &self.user
    }

    /// The credentials.
    pub fn credentials(&self) -> &Remote<Vec<Credential>> {
        &self.credentials
    }

    /// The number of the selected credential; none where none is shown.
    pub fn selected(&self) -> Option<usize> {
        standing_for(self.selected, &self.rows())
    }

    /// The selected credential.
    pub fn selected_credential(&self) -> Option<&Credential> {
        self.credentials.ready()?.get(self.selected()?)
    }

    /// The numbers of the credentials that are shown.
    pub fn rows(&self) -> Vec<usize> {
        let all = self.credentials.ready().map_or(&[][..], Vec::as_slice);
        let shown = |credential: &Credential| {
            let id = credential.id.as_ref().map_or("", CredentialId::as_str);
            let words = format!("{} {id} {}", credential.kind.as_str(), credential.state.as_str());
            self.filter.lets_through(&words)
        };
        (0..all.len()).filter(|place| shown(&all[*place])).collect()
    }

    /// What the credentials are narrowed by.
    pub fn filter(&self) -> Option<&Filter> {
        self.credentials.ready().map(|_| &self.filter)
    }

    /// The same, to be changed.
    pub fn filter_mut(&mut self) -> Option<&mut Filter> {
        self.credentials.ready().map(|_| &mut self.filter)
    }

    /// How many of them are shown.
    pub fn shown(&self) -> Shown {
        Shown { rows: self.rows().len(), of: self.credentials.ready().map_or(0, Vec::len), unread: 0 }
    }

    /// Reads user and credentials, and the client's policies: `anew` even where they are there.
    pub fn read(&mut self, desk: &mut Desk, anew: bool) {
        self.anchor = self.selected_credential().cloned().or(self.anchor.take());
        desk.need_caller();
        desk.list_cases();
        desk.read_into(&mut self.user, Read::User(self.at.clone()));
        desk.read_into(&mut self.credentials, Read::Credentials(self.at.clone()));
        desk.need_policies(&self.at.client, anew);
    }

    /// Forgets what is on its way.
    pub fn leave(&mut self, desk: &mut Desk) {
        desk.cancel(&self.user);
        desk.cancel(&self.credentials);
    }

    /// Moves the selection.
    pub fn moved(&mut self, to: Move) {
        self.selected = moved_among(self.selected, &self.rows(), 5, to).unwrap_or(self.selected);
    }

    /// True where this is waited for.
    pub fn waits_for(&self, id: CallId) -> bool {
        self.user.waits_for(id) || self.credentials.waits_for(id)
    }

    /// Takes user or credentials.
    pub fn reply(&mut self, reply: Reply, desk: &mut Desk) -> Step {
        if let Reply::User(result) = reply {
            self.user.settle(result);
            if let Some(user) = self.user.ready() {
                desk.recents.note(&self.at.client, &user.login_id);
            }
        } else if let Reply::Credentials(result) = reply {
            self.credentials.settle(result);
            // The same credential stays selected, wherever it stands now; the first one where it is gone.
            let same = |credential: &Credential| self.anchor.as_ref().is_some_and(|anchor| credential.is_same(anchor));
            self.selected = self.credentials.ready().and_then(|all| all.iter().position(same)).unwrap_or(0);
        }
        self.begin_with_what_is_wanted()
    }

    /// Once user and credentials are there: marks the credential that was asked for, and opens the form for its comment.
    fn begin_with_what_is_wanted(&mut self) -> Step {
        let (Some(user), Some(all)) = (self.user.ready(), self.credentials.ready()) else { return Step::Stay };
        let Some(wanted) = self.wanted.take() else { return Step::Stay };
        let Some(place) = all.iter().position(|credential| wanted.is(credential)) else { return Step::Stay };
        self.selected = place;
        match wanted.comment {
            Some(comment) => {
                let form = Form::new(user.clone(), all[place].clone(), false).with_comment(&comment);
                Step::Push(Box::new(Screen::Form(Box::new(form))))
            }
            None => Step::Stay,
        }
    }

    /// A key on this screen.
    pub fn act(&mut self, action: UserAction, desk: &mut Desk) -> Step {
        let step = match action {
            UserAction::Operate => self.operate(desk),
            UserAction::Edit => self.edit(desk),
            UserAction::ViewCard => self.view_card(desk),
            UserAction::Reload => {
                self.read(desk, true);
                Ok(Step::Stay)
            }
        };
        step.unwrap_or_else(|reason| {
            desk.say(format!("Not possible: {reason}."));
            Step::Stay
        })
    }

    fn operate(&self, desk: &mut Desk) -> Result<Step, String> {
        self.may(UserAction::Operate, desk)?;
        let (user, credential) = self.target()?;
        let change = match credential.kind {
            CredentialKind::DevicePassword => {
                let form = Form::new(user.clone(), credential.clone(), true);
                return Ok(Step::Push(Box::new(Screen::Form(Box::new(form)))));
            }
            CredentialKind::OtpCard => Change::Replace { comment: None },
            CredentialKind::Puk
            | CredentialKind::TempStrongPassword
            | CredentialKind::Ticket
            | CredentialKind::Other(_) => Change::Reset,
        };
        let operation = Operation::draft(user.clone(), credential.clone(), change)
            .map_err(|_| "this credential has no external ID, so it cannot be named to the server".to_owned())?;
        Ok(Step::Push(Box::new(Screen::Confirm(Box::new(Confirm::open(operation, desk))))))
    }

    fn edit(&self, desk: &Desk) -> Result<Step, String> {
        self.may(UserAction::Edit, desk)?;
        let (user, credential) = self.target()?;
        let form = Form::new(user.clone(), credential.clone(), false);
        Ok(Step::Push(Box::new(Screen::Form(Box::new(form)))))
    }

    fn view_card(&self, desk: &mut Desk) -> Result<Step, String> {
        self.may(UserAction::ViewCard, desk)?;
        if desk.site.self_admin && !desk.signed_in {
            return Ok(Step::SignIn);
        }
        let (user, credential) = self.target()?;
        let id = credential.id.clone().ok_or("this card has no external ID, so it cannot be read")?;
        let mates = self.credentials.ready().map_or(&[][..], Vec::as_slice);
        let screen = CardScreen::read(user, credential, id, mates, desk);
        Ok(Step::Push(Box::new(Screen::Card(Box::new(screen)))))
    }

    fn target(&self) -> Result<(&User, &Credential), String> {
        match (&self.user, self.selected_credential()) {
            (Remote::Ready(user), Some(credential)) => Ok((user, credential)),
            (Remote::Loading(_), _) => Err("still reading the user".into()),
            (Remote::Failed(_), _) => Err("the user could not be read; F5 reads again".into()),
            (Remote::Idle | Remote::Ready(_), _) => Err(match &self.credentials {
                Remote::Loading(_) => "still reading the credentials",
                Remote::Ready(all) if !all.is_empty() => "no credential is shown; Esc shows all of them",
                Remote::Idle | Remote::Ready(_) | Remote::Failed(_) => "there is no credential to act on",
            }
            .into()),
        }
    }

    /// Whether an action has a meaning for the selected credential, allowed or not.
    pub fn offers(&self, action: UserAction) -> bool {
        let card = self.selected_credential().is_some_and(|credential| credential.kind == CredentialKind::OtpCard);
        match action {
            UserAction::ViewCard => card,
            UserAction::Edit => !card,
            UserAction::Operate | UserAction::Reload => true,
        }
    }

    /// Whether an action makes sense with the selected credential; if not, the reason for the operator.
    pub fn may(&self, action: UserAction, desk: &Desk) -> Result<(), String> {
        if action == UserAction::Reload {
            return Ok(());
        }
        let (_, credential) = self.target()?;
        if action == UserAction::ViewCard {
            if credential.kind != CredentialKind::OtpCard {
                return Err("only an OTP card can be viewed: nevisIDM tells no other value".into());
            }
            if !desk.site.hand_over.prints_cards() {
                return Err("this profile lets no value out (reveal = \"never\")".into());
            }
            let missing = desk.rights.ready().and_then(|rights| rights.missing_to_view(desk.site.self_admin));
            return missing.map_or(Ok(()), |permission| Err(format!("needs {permission}")));
        }
        let wish = if action == UserAction::Edit { Wish::Edit } else { Wish::Operate };
        let surroundings = Surroundings {
            read_only: desk.site.read_only,
            self_admin: desk.site.self_admin,
            rights: desk.rights.ready(),
            locked: desk.lock_on(&self.at, credential),
        };
        objection(wish, self.user.ready(), credential, &surroundings).map_or(Ok(()), Err)
    }
}
