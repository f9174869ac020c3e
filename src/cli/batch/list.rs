//! A list of users, checked as a whole before anything is done: whatever is wrong with one line refuses all of it.

use std::collections::{HashMap, HashSet};

use crate::cli::batch::csv::{Record, Records};
use crate::domain::edit::Edit;
use crate::domain::id::{ClientId, CredentialId};
use crate::domain::search::SearchText;
use crate::domain::ticket_reference::TicketReference;
use crate::text::SafeText;

/// The most users of a list.
pub const MOST_USERS: usize = 100_000;
/// So many lines are named where several are wrong in the same way.
const NAMED: usize = 5;

/// One user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The line, counted from one.
    pub line: usize,
    /// The login ID.
    pub login_id: String,
    /// The client, where the list names it.
    pub client: Option<ClientId>,
    /// The card, where the list names it.
    pub card: Option<CredentialId>,
    /// The helpdesk's ticket for this user alone.
    pub ticket: Option<TicketReference>,
    /// The comment for this user alone.
    pub comment: Option<String>,
}

/// All users of a list, in its order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List {
    /// The users.
    pub rows: Vec<Row>,
    /// How many empty lines were passed over.
    pub empty: usize,
}

const COLUMNS: [&str; 5] = ["login_id", "client", "card", "ticket", "comment"];

/// Reads a list. `with_cards`: the column `card` has a meaning.
///
/// # Errors
/// The first thing that is wrong with it, as a sentence that names the line.
pub fn read(bytes: &[u8], with_cards: bool) -> Result<List, String> {
    let text = text(bytes)?;
    let mut empty = 0;
    let mut records = Records::new(text, separator(text)).filter(|record| {
        let is_empty = record.as_ref().is_ok_and(Record::is_empty);
        empty += usize::from(is_empty);
        !is_empty
    });
    let header = "The first line must name the columns: login_id, and where needed client, ticket, comment";
    let first = records.next().ok_or_else(|| format!("The list is empty. {header}."))??;
    let places = places(&first, with_cards, header)?;
    let mut rows = Vec::new();
    for record in records {
        if rows.len() == MOST_USERS {
            return Err(format!("The list has more than {MOST_USERS} users. Divide it."));
        }
        rows.push(row(&record?, &places, first.fields.len())?);
    }
    if rows.is_empty() {
        return Err("The list names no user: there is nothing below its first line.".into());
    }
    each_once(&rows)?;
    Ok(List { rows, empty })
}

/// UTF-8, with or without its mark at the beginning.
fn text(bytes: &[u8]) -> Result<&str, String> {
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        return Err("The list is UTF-16, not UTF-8. Save it as \"CSV UTF-8\".".into());
    }
    let bytes = bytes.strip_prefix("\u{FEFF}".as_bytes()).unwrap_or(bytes);
    str::from_utf8(bytes).map_err(|error| {
        let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
        let line = before.split(|byte| *byte == b'\n').count();
        format!("Line {line} of the list is not UTF-8. Save it as \"CSV UTF-8\".")
    })
}

/// A semicolon where the first line has one, as spreadsheets in Switzerland write it; else a comma. No column is called
/// by a name with either.
fn separator(text: &str) -> char {
    let first = text.lines().find(|line| !line.is_empty()).unwrap_or_default();
    if first.contains(';') { ';' } else { ',' }
}

/// Where each column stands, in the order of [`COLUMNS`].
fn places(first: &Record, with_cards: bool, header: &str) -> Result<[Option<usize>; 5], String> {
    let line = first.line;
    let mut places = [None; 5];
    for (place, name) in first.fields.iter().enumerate() {
        let known = COLUMNS.iter().position(|known| known.eq_ignore_ascii_case(name.trim()));
        let shown = SafeText::new(name);
        let Some(known) = known else {
            return Err(format!("Line {line} names a column \"{shown}\", which is none. {header}."));
        };
        if COLUMNS[known] == "card" && !with_cards {
            return Err(format!("Line {line} names a column \"card\": that belongs to credesk otp replace."));
        }
        if places[known].replace(place).is_some() {
            return Err(format!("Line {line} names the column \"{shown}\" twice."));
        }
    }
    if places[0].is_none() {
        return Err(format!("The column login_id is missing. {header}."));
    }
    Ok(places)
}

fn row(record: &Record, places: &[Option<usize>; 5], columns: usize) -> Result<Row, String> {
    let line = record.line;
    if record.fields.len() != columns {
        let fields = record.fields.len();
        let plural = if fields == 1 { "" } else { "s" };
        return Err(format!("Line {line} has {fields} field{plural}, and the first line names {columns}."));
    }
    let mut cells = [""; 5];
    for (cell, place) in cells.iter_mut().zip(places) {
        *cell = place.and_then(|place| record.fields.get(place)).map_or("", String::as_str);
    }
    for (cell, name) in cells.iter().zip(COLUMNS) {
        if cell.trim() != *cell {
            return Err(format!("Line {line}: {name} begins or ends with a space."));
        }
        if SafeText::new(cell).has_hidden() {
            return Err(format!("Line {line}: {name} holds a character that nobody sees, or a line break."));
        }
    }
    let [login_id, client, card, ticket, comment] = cells.map(|cell| (!cell.is_empty()).then_some(cell));
    let login_id = login_id.ok_or_else(|| format!("Line {line} has no login_id."))?;
    if SearchText::parse(login_id).is_none() || login_id.chars().count() > SearchText::MOST {
        let (fewest, most) = (SearchText::FEWEST, SearchText::MOST);
        return Err(format!("Line {line}: a login ID of {fewest} to {most} characters is needed."));
    }
    Ok(Row {
        line,
        login_id: login_id.to_owned(),
        client: client.map(ClientId::parse).transpose().map_err(|why| format!("Line {line}: client: {why}."))?,
        card: card.map(CredentialId::parse).transpose().map_err(|why| format!("Line {line}: card: {why}."))?,
        ticket: ticket.map(TicketReference::parse).transpose().map_err(|why| format!("Line {line}: ticket: {why}"))?,
        comment: comment.map(self::comment).transpose().map_err(|why| format!("Line {line}: {why}"))?,
    })
}

/// A modification comment: one line that can be seen.
///
/// # Errors
/// A sentence.
pub fn comment(raw: &str) -> Result<String, String> {
    let longest = Edit::LONGEST_COMMENT;
    if raw.chars().count() > longest {
        return Err(format!("the comment is longer than {longest} characters."));
    }
    if SafeText::new(raw).has_hidden() {
        return Err("the comment holds a character that nobody sees, or a line break.".into());
    }
    Ok(raw.trim().to_owned())
}

/// No credential stands there twice, in whatever way. A login ID once with and once without its client could be one
/// person, and a person's only card could be the one that another line names.
fn each_once(rows: &[Row]) -> Result<(), String> {
    let mut by_login: HashMap<&str, Vec<&Row>> = HashMap::with_capacity(rows.len());
    for row in rows {
        by_login.entry(&row.login_id).or_default().push(row);
    }
    let mut twice: Vec<&Row> = by_login.into_values().filter(|same| may_meet(same)).flatten().collect();
    twice.sort_unstable_by_key(|row| row.line);
    let Some(first) = twice.first() else { return Ok(()) };
    let named: Vec<String> = twice.iter().take(NAMED).map(|row| format!("{} ({})", row.line, row.login_id)).collect();
    let more = twice.len().saturating_sub(NAMED);
    let more = if more == 0 { String::new() } else { format!(", and {more} more") };
    let hint = if twice.iter().any(|row| row.login_id == first.login_id && row.client != first.client) {
        " Where it is a user of several clients, name the client on each of the lines."
    } else {
        ""
    };
    Err(format!("The list names somebody more than once: lines {}{more}.{hint}", named.join(", ")))
}

fn may_meet(same: &[&Row]) -> bool {
    let mut seen = HashSet::with_capacity(same.len());
    let nameless = same.iter().filter(|row| row.client.is_none()).count();
    let mut cards: HashMap<Option<&ClientId>, (usize, usize)> = HashMap::new();
    for row in same {
        let (all, cardless) = cards.entry(row.client.as_ref()).or_default();
        *all += 1;
        *cardless += usize::from(row.card.is_none());
    }
    let mixed = nameless > 0 && nameless < same.len();
    let cardless = cards.values().any(|(all, cardless)| *all > 1 && *cardless > 0);
    mixed || cardless || !same.iter().all(|row| seen.insert((row.client.as_ref(), row.card.as_ref())))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn logins(text: &str) -> Vec<String> {
        read(text.as_bytes(), false).unwrap().rows.into_iter().map(|row| row.login_id).collect()
    }

    #[test]
    fn marks_line_ends_empty_lines_quotes_and_semicolons() {
        for text in [
            "login_id\na.muster\nb.beispiel\n",
            "\u{FEFF}login_id\r\na.muster\r\n\r\nb.beispiel\r\n\r\n",
            "\n\nLOGIN_ID\na.muster\nb.beispiel",
            "login_id;client\na.muster;100\nb.beispiel;\n;\n",
            "client,\"login_id\"\n100,\"a.muster\"\n,b.beispiel\n",
        ] {
            assert_eq!(logins(text), ["a.muster", "b.beispiel"], "{text:?}");
        }
        let list =
            read("\nlogin_id,card,comment\n\nab,otp-1,\"one, two\"\n,,\n\"ä\u{f6}\",,\n\n".as_bytes(), true).unwrap();
        assert_eq!((list.empty, list.rows.len(), list.rows[0].line, list.rows[1].line), (4, 2, 4, 6));
        assert_eq!(list.rows[0].comment.as_deref(), Some("one, two"));
        assert_eq!(list.rows[0].card, Some(CredentialId::parse("otp-1").unwrap()));
    }

    #[test]
    fn whatever_is_wrong_refuses_the_whole_list_and_names_the_line() {
        let long = format!("login_id,comment\nab,{}\n", "x".repeat(501));
        for (text, said) in [
            ("", "The list is empty"),
            ("\n\n", "The list is empty"),
            ("login_id\n\n", "The list names no user"),
            ("a.muster\nb.beispiel\n", "Line 1 names a column \"a.muster\", which is none"),
            ("client\n100\n", "The column login_id is missing"),
            ("login_id,phone\na,1\n", "Line 1 names a column \"phone\""),
            ("login_id,\nab,\n", "Line 1 names a column \"\""),
            ("login_id,login_id\nab,ab\n", "Line 1 names the column \"login_id\" twice"),
            ("login_id,card\nab,1\n", "that belongs to credesk otp replace"),
            ("login_id,client\nab\n", "Line 2 has 1 field, and the first line names 2"),
            ("login_id\nab,100\n", "Line 2 has 2 fields, and the first line names 1"),
            ("login_id,client\nab,100\n,100\n", "Line 3 has no login_id"),
            ("login_id\nab\nc\n", "Line 3: a login ID of 2 to 200 characters is needed"),
            ("login_id\n ab\n", "Line 2: login_id begins or ends with a space"),
            ("login_id\n\"ab\ncd\"\n", "Line 2: login_id holds a character that nobody sees"),
            ("login_id\na\u{200b}b\n", "Line 2: login_id holds a character that nobody sees"),
            ("login_id,client\nab,1/2\n", "Line 2: client: the external ID"),
            ("login_id,ticket\nab,INC 1\n", "Line 2: ticket:"),
            (&long, "Line 2: the comment is longer than 500 characters"),
            ("login_id\nab\"c\n", "Line 2 has a quote in the middle"),
        ] {
            let why = read(text.as_bytes(), false).unwrap_err();
            assert!(why.contains(said), "{text:?}: {why}");
            assert!(why.ends_with('.'), "{why}");
        }
        assert!(read(b"login_id\nab\n\xff\n", false).unwrap_err().starts_with("Line 3 of the list is not UTF-8"));
        assert!(read(b"\xff\xfel\0o\0", false).unwrap_err().starts_with("The list is UTF-16"));
    }

    #[test]
    fn nobody_stands_there_twice_however_it_is_written() {
        let refused = |text: &str| read(text.as_bytes(), true).unwrap_err();
        assert_eq!(refused("login_id\nab\ncd\nab\n"), "The list names somebody more than once: lines 2 (ab), 4 (ab).");
        let seven = "login_id\nab\nab\nab\nab\nab\nab\nab\n";
        assert!(refused(seven).contains("lines 2 (ab), 3 (ab), 4 (ab), 5 (ab), 6 (ab), and 2 more."));
        assert!(refused("login_id,client\nab,100\nab,\n").contains("name the client on each"));
        assert!(refused("login_id,client,card\nab,100,x\nab,100,\n").contains("lines 2 (ab), 3 (ab)"));
        assert!(refused("login_id,client,card\nab,100,x\nab,100,x\n").contains("lines 2 (ab), 3 (ab)"));
        assert!(read(b"login_id,client,card\nab,100,x\nab,100,y\nab,200,x\n", true).is_ok());
        assert_eq!(logins("login_id\nab\nAB\n"), ["ab", "AB"], "capitals count");
    }

    #[test]
    fn a_hundred_thousand_users_are_taken_and_not_one_more() {
        let list = |users: usize| (0..users).fold("login_id\n".to_owned(), |text, user| text + &format!("u{user}\n"));
        assert_eq!(read(list(MOST_USERS).as_bytes(), false).unwrap().rows.len(), MOST_USERS);
        let why = read(list(1_000_000).as_bytes(), false).unwrap_err();
        assert_eq!(why, "The list has more than 100000 users. Divide it.");
    }
}
