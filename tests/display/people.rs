//! People whose names take a terminal more than ASCII: wide characters, marks, and letters with accents.

use credesk::domain::credential::{Credential, CredentialKind};
use credesk::domain::id::LoginId;
use credesk::domain::user::User;
use credesk::text::SafeText;

use crate::story::{World, anna, credential, hit};

/// Names as they come: of letters that take two columns, of several characters that share one, and of both.
pub const NAMES: [(&str, &str); 7] = [
    ("a.muster", "Anna Muster"),
    ("zoë.müller", "Zoë Müller"),
    ("b.lee", "李小龍 Lee"),
    ("k.김", "김민준"),
    ("n.thi", "Nguye\u{302}\u{303}n Thi\u{323} A\u{301}nh"),
    ("l.sri", "लक्ष्मी श्रीमान्"),
    ("e.rossi", "😀 Rossi"),
];

/// Zoë Müller, found among them, with all credentials.
pub fn world() -> World {
    let found = NAMES
        .iter()
        .zip(1034..)
        .map(|((login, name), id)| hit(&id.to_string(), login, name, (&format!("{id}@example.ch"), "Zürich 漢字")));
    let mut credentials = World::new().credentials;
    credentials.push(Credential { ..credential("otp-漢字", CredentialKind::OtpCard, None) });
    World {
        hits: found.collect(),
        total: Some(NAMES.len()),
        user: User {
            at: crate::story::user_ref("1035"),
            login_id: LoginId::new("zoë.müller"),
            name: SafeText::new("Zoë Müller"),
            city: Some(SafeText::new("8000 Zürich CH")),
            ..anna()
        },
        credentials,
        ..World::new()
    }
}
