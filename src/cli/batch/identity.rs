//! What tells one list from another: a digest of what is done and of whom it names. The order of the lines, tickets and
//! comments do not count, nor how the file is written.

use ring::digest::{Context, SHA256};

use crate::cli::batch::list::Row;
use crate::domain::id::{ClientId, CredentialId};

/// The first eight bytes of a SHA-256 over what is done and over every user, sorted. `client` is the one of those whose line
/// names none.
pub fn digest(what: &str, rows: &[Row], client: Option<&ClientId>) -> u64 {
    let mut named: Vec<[&str; 3]> = rows
        .iter()
        .map(|row| {
            let client = row.client.as_ref().or(client).map_or("", ClientId::as_str);
            [row.login_id.as_str(), client, row.card.as_ref().map_or("", CredentialId::as_str)]
        })
        .collect();
    named.sort_unstable();
    let mut context = Context::new(&SHA256);
    // None of the texts holds a NUL: each line is checked for characters that nobody sees.
    for text in std::iter::once(what).chain(named.into_iter().flatten()) {
        context.update(text.as_bytes());
        context.update(&[0]);
    }
    let sum = context.finish();
    sum.as_ref().iter().take(8).fold(0, |number, byte| number << 8 | u64::from(*byte))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::batch::list;

    fn of(text: &str) -> u64 {
        let client = ClientId::parse("100").unwrap();
        digest("reset puk", &list::read(text.as_bytes(), true).unwrap().rows, Some(&client))
    }

    #[test]
    fn only_what_is_meant_counts() {
        let list = of("login_id\na.muster\nb.beispiel\n");
        assert_eq!(list, of("ticket;login_id;comment\r\n;b.beispiel;x\r\n\r\nINC-1;a.muster;\r\n"));
        assert_eq!(list, of("login_id,client\na.muster,100\nb.beispiel,\n"));
        for other in [
            "login_id\na.muster\n",
            "login_id\na.muster\nb.beispiele\n",
            "login_id,client\na.muster,200\nb.beispiel,\n",
            "login_id,card\na.muster,otp-1\nb.beispiel,\n",
            "login_id\na.musterb\n.beispiel\n",
        ] {
            assert_ne!(list, of(other), "{other}");
        }
        let rows = list::read(b"login_id\na.muster\nb.beispiel\n", false).unwrap().rows;
        assert_ne!(digest("reset puk", &rows, None), digest("reset ticket", &rows, None));
        assert_ne!(digest("reset puk", &rows, None), list);
    }
}
