//! Generated users and their credentials, made anew from the seed at every read: only what somebody changed is
//! kept, by [`super::world`].

use fastrand::Rng;

use super::clock::{Moment, days};
use super::model::credential::{Kind, State};
use super::model::user::{Address, Contacts, Details, Language, Name, Period, Sex, UNIT, User, UserState};
use super::population::Person;
use super::random;
use super::seeded::{Draft, Reason};

/// The client all generated users belong to.
pub(super) const CLIENT: &str = "100";

/// Type, chance in a hundred that a user has one.
const CHANCES: [(Kind, u8); 5] =
    [(Kind::Puk, 80), (Kind::TempStrong, 60), (Kind::Ticket, 35), (Kind::DevicePassword, 30), (Kind::OtpCard, 55)];

pub(super) fn user(person: Person, seed: u64, started: Moment) -> User {
    let mut rng = random::rng(seed, &["user", &person.ext_id]);
    let created = rng.u64(400..4000);
    User {
        created: started.before(days(created)),
        last_modified: started.before(days(rng.u64(1..400))),
        version: rng.i32(1..12),
        ext_id: person.ext_id,
        client_ext_id: CLIENT.to_owned(),
        technical: false,
        details: Details {
            user_state: match person.user_state {
                "disabled" => UserState::Disabled,
                "archived" => UserState::Archived,
                _ => UserState::Active,
            },
            login_id: person.login_id,
            language_code: match person.language_code {
                "FR" => Language::Fr,
                "IT" => Language::It,
                "EN" => Language::En,
                _ => Language::De,
            },
            name: Name { title: None, first: Some(person.first_name), family: Some(person.family_name) },
            properties: [(UNIT.to_owned(), person.unit)].into(),
            sex: Some(match person.sex {
                "female" => Sex::Female,
                "male" => Sex::Male,
                _ => Sex::Other,
            }),
            gender: None,
            birth_date: Some(person.birth_date),
            address: Address {
                street: Some(person.street),
                house_number: Some(person.house_number),
                postal_code: Some(person.postal_code),
                city: Some(person.city),
                country_code: Some(person.country_code.to_owned()),
                ..Address::default()
            },
            contacts: Contacts {
                telephone: person.telephone,
                mobile: person.mobile,
                email: person.email,
                telefax: None,
            },
            validity: Period::default(),
            remarks: None,
            modification_comment: None,
        },
    }
}

/// What credentials a generated user has when the server starts.
pub(super) fn credentials(user: &User, seed: u64) -> Vec<Draft> {
    let mut rng = random::rng(seed, &["credentials", &user.ext_id]);
    let present: Vec<Kind> =
        CHANCES.into_iter().filter(|(_, chance)| rng.u8(..100) < *chance).map(|(kind, _)| kind).collect();
    present.into_iter().map(|kind| draft(kind, user, &mut rng)).collect()
}

/// A credential in the situation that chance gives it.
fn draft(kind: Kind, user: &User, rng: &mut Rng) -> Draft {
    let mut draft = Draft::of(kind);
    draft.created_days_ago = rng.u64(30..1500);
    draft.changed_days_ago = rng.u64(1..draft.created_days_ago);
    if rng.u8(..100) < 70 {
        draft.last_login_days_ago = Some(rng.u64(..draft.changed_days_ago));
        draft.logins = rng.i32(1..400);
    }
    if kind.counts_resets() && kind != Kind::DevicePassword {
        draft.reset_count = rng.i32(0..4);
    }
    if draft.reset_count > 0 {
        draft.reason = Some(Reason::Reset);
    }
    if kind == Kind::OtpCard {
        draft.used = rng.usize(..80);
    }
    match rng.u8(..100) {
        _ if user.details.user_state == UserState::Archived => {
            (draft.state, draft.reason) = (State::Archived, Some(Reason::ChangedByBatchjob));
        }
        0..5 => lock(&mut draft, State::TmpLocked, 2, rng),
        5..10 => lock(&mut draft, State::FailLocked, 3, rng),
        10..13 => (draft.state, draft.reason) = (State::Disabled, Some(Reason::ChangedByAdmin)),
        13..18 if kind == Kind::TempStrong => draft.state = State::Initial,
        _ => {}
    }
    draft
}

/// Locks after failed logins of the last day.
fn lock(draft: &mut Draft, state: State, failures: i32, rng: &mut Rng) {
    draft.state = state;
    draft.reason = Some(Reason::TooManyLoginFailures);
    draft.failures = failures;
    draft.failed_minutes_ago = Some(rng.u64(1..1440));
}

#[cfg(test)]
mod tests {
    use super::super::population::Population;
    use super::*;

    #[test]
    fn no_credential_was_reset_less_than_never_or_more_often_than_now_and_then() {
        let population = Population::new(11, 400);
        let mut counts = [0; 4];
        for index in 0..population.len() {
            for draft in credentials(&user(population.person(index), 11, Moment(1_700_000_000)), 11) {
                counts[usize::try_from(draft.reset_count).unwrap()] += 1;
            }
        }
        assert!(counts.iter().all(|count| *count > 0), "{counts:?}");
    }
}
