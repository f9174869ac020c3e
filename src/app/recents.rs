//! The users opened in this session, the latest first: login IDs and their clients, and nothing else of them.
//!
//! In memory only. Wiped when nobody has pressed a key for long, and gone with the session.

use crate::domain::id::{ClientId, LoginId};

/// A user who was opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recent {
    /// The client.
    pub client: ClientId,
    /// The login ID.
    pub login_id: LoginId,
}

/// The last ones.
#[derive(Debug, Default)]
pub struct Recents(Vec<Recent>);

impl Recents {
    /// So many are kept.
    pub const MOST: usize = 20;

    /// This user's page is open.
    pub fn note(&mut self, client: &ClientId, login_id: &LoginId) {
        let recent = Recent { client: client.clone(), login_id: login_id.clone() };
        self.0.retain(|other| *other != recent);
        self.0.insert(0, recent);
        self.0.truncate(Self::MOST);
    }

    /// The latest first.
    pub fn all(&self) -> &[Recent] {
        &self.0
    }

    /// Forgets all of them. The memory is wiped when it is freed.
    pub fn wipe(&mut self) {
        self.0 = Vec::new();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_latest_twenty_stand_there_once_each() {
        let mut recents = Recents::default();
        let client = ClientId::parse("100").unwrap();
        for number in (0..30).chain([15]) {
            recents.note(&client, &LoginId::new(&format!("user{number}")));
        }
        let all: Vec<_> = recents.all().iter().map(|recent| recent.login_id.as_str()).collect();
        assert_eq!((all.len(), all[0], all[1], all[19]), (Recents::MOST, "user15", "user29", "user10"));
        assert_eq!(all.iter().filter(|login_id| **login_id == "user15").count(), 1);
        recents.wipe();
        assert!(recents.all().is_empty());
    }
}
