//! The one user with a login ID. Never a guess: where there are two, it says so, and where there might be a second one that
//! nobody has seen, it says that.

use std::collections::BTreeSet;

use crate::api::ApiClient;
use crate::cli::exit::Exit;
use crate::cli::stop::{Stop, stopped, usage};
use crate::domain::id::{ClientId, UserRef};
use crate::domain::problem::Problem;
use crate::domain::search::{Page, SearchFailure, SearchText};
use crate::domain::user::UserHit;
use crate::text::SafeText;

/// Rows of one page of a search.
const ROWS: usize = 100;
/// The most pages. A search also finds whoever merely has the login ID as a part of a name or an address.
const PAGES: usize = 20;

/// Who is meant.
#[derive(Debug, Clone)]
pub struct Person<'a> {
    /// The login ID, whole.
    pub login_id: &'a str,
    /// The same, as it is searched for.
    text: SearchText,
    /// The client: that of the command line, or of the profile.
    pub client: Option<ClientId>,
}

impl<'a> Person<'a> {
    /// Of an option's words; the profile's client where none is named.
    ///
    /// # Errors
    /// The login ID is too short to be searched for, or the client is no external ID.
    pub fn read(login_id: &'a str, client: Option<&str>, of_profile: Option<&ClientId>) -> Result<Self, Stop> {
        let client = client.map(ClientId::parse).transpose();
        let text = SearchText::parse(login_id);
        Ok(Self {
            login_id,
            text: text.ok_or_else(|| usage("A login ID of two characters or more is needed."))?,
            client: client
                .map_err(|why| usage(format!("--client must be an external ID, but {why}.")))?
                .or_else(|| of_profile.cloned()),
        })
    }
}

/// What a search has shown.
#[derive(Default)]
struct Seen {
    /// Everybody.
    all: BTreeSet<UserRef>,
    /// Those with exactly this login ID. Within a client there is one.
    exact: BTreeSet<UserRef>,
    /// The login ID of somebody for whom only capitals differ.
    alike: Option<SafeText>,
    /// How many there are.
    total: Option<usize>,
}

impl Seen {
    /// Whether nobody can be missing.
    fn is_whole(&self) -> bool {
        self.total.is_some_and(|total| self.all.len() >= total)
    }
}

/// Why nobody was found.
pub enum Missed {
    /// There is no such user, or more than one; or it cannot be told.
    Nobody(Stop),
    /// The search failed.
    Unread(Problem),
}

impl From<Missed> for Stop {
    fn from(missed: Missed) -> Self {
        match missed {
            Missed::Nobody(stop) => stop,
            Missed::Unread(problem) => stopped(problem),
        }
    }
}

/// The user with exactly this login ID.
pub async fn find(api: &ApiClient, asked: &Person<'_>) -> Result<UserRef, Stop> {
    Ok(seek(api, asked).await?)
}

/// The same, and it is told apart whether there is no such user or the search failed.
pub async fn seek(api: &ApiClient, asked: &Person<'_>) -> Result<UserRef, Missed> {
    let seen = search(api, asked).await?;
    the_one(seen, asked).map_err(Missed::Nobody)
}

fn the_one(mut seen: Seen, asked: &Person<'_>) -> Result<UserRef, Stop> {
    let login_id = SafeText::new(asked.login_id);
    let whole = seen.is_whole();
    match (seen.exact.pop_first(), &asked.client) {
        (Some(at), Some(_)) if seen.exact.is_empty() => Ok(at),
        (Some(_), Some(client)) => Err((
            Exit::Refused,
            format!(
                "Several users of the client {client} have the login ID \"{login_id}\": which one is meant cannot be told."
            ),
        )),
        (Some(at), None) if seen.exact.is_empty() && whole => Ok(at),
        (Some(_), None) if seen.exact.is_empty() => Err(usage(format!(
            "Not all users that were found for \"{login_id}\" could be looked at, and a second client might have this login ID too. Say which client: --client EXTID."
        ))),
        (Some(at), None) => {
            let clients = [at].iter().chain(&seen.exact).map(|at| at.client.to_string()).collect::<Vec<_>>().join(", ");
            Err(usage(format!("\"{login_id}\" is a user of several clients ({clients}). Say which: --client EXTID.")))
        }
        (None, client) => {
            let place = client.as_ref().map(|client| format!(" in the client {client}")).unwrap_or_default();
            let alike = seen.alike.map(|alike| format!(" There is \"{alike}\": capitals count.")).unwrap_or_default();
            let missing = if whole { "" } else { " Not all that were found could be looked at." };
            let sentence = format!("There is no user with the login ID \"{login_id}\" that you may see{place}.");
            Err((Exit::Refused, format!("{sentence}{alike}{missing}")))
        }
    }
}

/// Turns the pages of a search until the user is sure, or the end is reached.
async fn search(api: &ApiClient, asked: &Person<'_>) -> Result<Seen, Missed> {
    let mut seen = Seen::default();
    let mut from = 0;
    for _ in 0..PAGES {
        let Page { rows, total, unusable, .. } = page(api, (&asked.text, asked.client.as_ref()), from).await?;
        let given = rows.len() + unusable;
        from += given;
        let at_the_end = given == 0;
        seen.total = seen.total.max(total.or(at_the_end.then_some(from)));
        for hit in rows {
            seen.take(hit, asked);
        }
        let is_sure = asked.client.is_some() && !seen.exact.is_empty();
        if is_sure || at_the_end || seen.is_whole() {
            break;
        }
    }
    Ok(seen)
}

impl Seen {
    fn take(&mut self, hit: UserHit, asked: &Person<'_>) {
        let is_of = |client: &ClientId| *client == hit.at.client;
        if asked.client.as_ref().is_none_or(is_of) {
            let login_id = hit.login_id.as_str();
            if login_id == asked.login_id {
                self.exact.insert(hit.at.clone());
            } else if login_id.to_lowercase() == asked.login_id.to_lowercase() {
                self.alike = Some(hit.login_id.shown().clone());
            }
        }
        self.all.insert(hit.at);
    }
}

/// One page of what a text finds; of the client's list where there is no search.
///
/// # Errors
/// There is no search, and no client is named whose list could be had; or it failed.
pub async fn page(
    api: &ApiClient,
    (text, client): (&SearchText, Option<&ClientId>),
    from: usize,
) -> Result<Page<UserHit>, Missed> {
    match (api.search(text, from, ROWS).await, client) {
        (Ok(page), _) => Ok(page),
        (Err(SearchFailure::NotExposed(_)), Some(client)) => {
            api.client_users(client, text, from, ROWS).await.map_err(Missed::Unread)
        }
        (Err(SearchFailure::NotExposed(problem)), None) => {
            let (exit, sentence) = stopped(problem);
            let hint = "With --client EXTID the users of that client are listed instead.";
            Err(Missed::Nobody((exit, format!("{sentence}\n{hint}"))))
        }
        (Err(SearchFailure::Failed(problem)), _) => Err(Missed::Unread(problem)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::id::{LoginId, UserId};
    use crate::domain::user::UserState;

    fn hit(client: &str, user: &str, login_id: &str) -> UserHit {
        let at = UserRef { client: ClientId::parse(client).unwrap(), user: UserId::parse(user).unwrap() };
        let login_id = LoginId::new(login_id);
        UserHit { at, login_id, name: SafeText::new("Anna Muster"), email: None, unit: None, state: UserState::Active }
    }

    /// Who is meant by `a.muster`, of this client or of any, where a search has shown these of so many.
    fn meant(client: Option<&str>, hits: &[UserHit], total: usize) -> Result<String, String> {
        let asked = Person::read("a.muster", client, None).unwrap();
        let mut seen = Seen { total: Some(total), ..Seen::default() };
        for hit in hits {
            seen.take(hit.clone(), &asked);
        }
        the_one(seen, &asked).map(|at| format!("{}/{}", at.client, at.user)).map_err(|(_, sentence)| sentence)
    }

    #[test]
    fn of_two_clients_it_is_the_one_that_was_named_and_without_a_name_neither() {
        let both = [hit("100", "1", "a.muster"), hit("200", "2", "a.muster")];
        assert_eq!(meant(Some("200"), &both, 2).as_deref(), Ok("200/2"));
        assert!(meant(None, &both, 2).unwrap_err().contains("is a user of several clients (100, 200)"));
        assert!(meant(Some("300"), &both, 2).unwrap_err().starts_with("There is no user with the login ID"));
        // Whoever was not looked at could be of another client, and of none that was named.
        assert!(meant(None, &both[..1], 2).unwrap_err().starts_with("Not all users that were found"));
        assert_eq!(meant(None, &both[..1], 1).as_deref(), Ok("100/1"));
        assert_eq!(meant(Some("100"), &both[..1], 2).as_deref(), Ok("100/1"));
    }

    #[test]
    fn two_of_one_client_and_other_capitals_are_nobody() {
        let twice = [hit("100", "1", "a.muster"), hit("100", "2", "a.muster")];
        assert!(meant(Some("100"), &twice, 2).unwrap_err().starts_with("Several users of the client 100"));
        let alike = meant(None, &[hit("100", "1", "A.Muster"), hit("100", "2", "a.musterer")], 2).unwrap_err();
        assert!(alike.ends_with("There is \"A.Muster\": capitals count."), "{alike}");
    }
}
