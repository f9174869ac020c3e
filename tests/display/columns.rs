//! Tables keep their columns whatever stands in a cell: wide characters, several that share a column, numbers in their place.
//! Looked at twice: in the cells that are drawn, and in what a terminal makes of the bytes that are sent.

use std::cell::Cell as Slot;
use std::time::Duration;

use credesk::app::effect::Read;
use credesk::app::msg::{Msg, Reply};
use credesk::domain::case::{Case, Listed};
use credesk::domain::credential::CredentialKind;
use credesk::domain::id::LoginId;
use credesk::domain::life::Stage;
use credesk::domain::look::Look;
use credesk::domain::printing::Queues;
use credesk::domain::record::{Act, Baseline, Intent, OperationId, SessionId};
use credesk::domain::write::NewValue;
use credesk::runtime::frame::FrameBackend;
use credesk::text::SafeText;
use credesk::ui;
use credesk::ui::glyphs::Glyphs;
use credesk::ui::theme::Theme;
use ratatui::Terminal;
use ratatui::buffer::Cell;
use ratatui::layout::Size;

use crate::people::{NAMES, world};
use crate::story::modes::drawn;
use crate::story::{Story, World, done, user_ref};

thread_local! {
    static SIZE: Slot<Size> = const { Slot::new(Size::new(80, 24)) };
}

/// The screen twice, as rows of columns: what is drawn, and what a terminal shows.
fn seen(story: &Story, glyphs: Glyphs, (columns, rows): (u16, u16)) -> [Vec<Vec<String>>; 2] {
    let theme = Theme::of(&Look::default(), true, glyphs);
    let buffer = drawn(&story.app, &theme, (columns, rows));
    let cells = buffer.content.chunks(usize::from(columns));
    let drawn = cells.map(|cells| cells.iter().map(Cell::symbol).map(String::from).collect()).collect();
    SIZE.set(Size::new(columns, rows));
    let mut bytes = Vec::new();
    let mut terminal = Terminal::new(FrameBackend::new(&mut bytes, || Ok(SIZE.get()))).unwrap();
    terminal.draw(|frame| _ = ui::draw(frame, &story.app, &theme)).unwrap();
    drop(terminal);
    let mut parser = vt100::Parser::new(rows.try_into().unwrap(), columns.try_into().unwrap(), 0);
    parser.process(&bytes);
    let cell = |row, column| parser.screen().cell(row, column).map_or("", vt100::Cell::contents).to_owned();
    let blank = |text: String| if text.is_empty() { " ".to_owned() } else { text };
    let shown = (0..rows).map(|row| (0..columns).map(|column| blank(cell(row, column))).collect()).collect();
    [drawn, shown]
}

/// Where a word of ASCII begins on a row.
fn column_of(row: &[String], word: &str) -> Option<usize> {
    let letters: Vec<String> = word.chars().map(String::from).collect();
    row.windows(letters.len()).position(|some| some == letters)
}

/// In every mode and both ways of looking: the words that head columns, and the rows below in which each word begins where its
/// heading does. Rows are counted from the one with the headings.
fn assert_columns(story: &Story, size: (u16, u16), headings: &[&str], rows: &[Vec<&str>]) {
    for glyphs in [Glyphs::Unicode, Glyphs::Ascii, Glyphs::AsciiOnly] {
        for screen in seen(story, glyphs, size) {
            let lines: Vec<String> = screen.iter().map(|row| row.concat()).collect();
            let whole = lines.join("\n");
            let all =
                |row: &Vec<String>| headings.iter().map(|heading| column_of(row, heading)).collect::<Option<Vec<_>>>();
            let (at, places) = screen.iter().enumerate().find_map(|(at, row)| Some((at, all(row)?))).unwrap();
            for (row, words) in screen[at + 1..].iter().zip(rows) {
                for ((word, place), heading) in words.iter().zip(&places).zip(headings) {
                    let starts = column_of(&row[*place..], word) == Some(0);
                    assert!(starts, "{glyphs:?}: {word:?} is not below {heading}\n{whole}");
                    assert!(
                        *place == 0 || row[place - 1].trim().is_empty(),
                        "{heading} touches what is before it\n{whole}"
                    );
                }
            }
        }
    }
}

#[test]
fn of_the_lookup() {
    let mut story = Story::new();
    story.answer(&world()).keys("zo").rest().answer(&world()).keys("<Enter>");
    for size in [(60, 16), (80, 24), (120, 30), (200, 50)] {
        let ids: Vec<String> = (1034..).take(NAMES.len()).map(|id| id.to_string()).collect();
        let rows: Vec<_> = ids.iter().map(|id| vec!["active", id.as_str()]).collect();
        assert_columns(&story, size, &["State", "External ID"], &rows);
        if size.0 >= 120 {
            let rows: Vec<_> = ids.iter().map(|id| vec![id.as_str(), "active"]).collect();
            assert_columns(&story, size, &["E-mail", "State"], &rows);
        }
    }
}

#[test]
fn of_the_users_credentials() {
    let mut wide = world();
    for policy in &mut wide.policies {
        policy.name = SafeText::new("方針 für Zürich");
    }
    wide.credentials[3].id = Some(credesk::domain::id::CredentialId::parse("Gerät-एक-携帯電話").unwrap());
    let mut story = Story::new();
    story.open("zo", &wide);
    let rows = vec![vec!["active", "0", "2026-10-02 13:02"]; 5];
    let headings = ["State", "Failed", "Changed"];
    for size in [(80, 24), (120, 30), (200, 50)] {
        assert_columns(&story, size, &headings, &rows);
    }
    let rows = vec![vec!["active", "2026-11-20 08:15"]; 5];
    assert_columns(&story, (200, 50), &["State", "Last login"], &rows);
}

#[test]
fn of_the_open_cases() {
    let listed = |(login, number): (&str, u32)| {
        let intent = Intent {
            server: "idm.example.ch".into(),
            caller: None,
            at: user_ref("1034"),
            login_id: LoginId::new(login),
            kind: CredentialKind::OtpCard,
            credential: Some(credesk::domain::id::CredentialId::parse(&format!("karte-{login}")).unwrap()),
            act: Act::Replace,
            comment: None,
            ticket: None,
            batch: None,
            comment_after: false,
            follows: None,
            baseline: Baseline::default(),
            write_timeout: Duration::from_secs(30),
            settle: Duration::from_mins(1),
        };
        let case = Case {
            id: OperationId { session: SessionId(0x4f9a_2c31), number },
            stage: Stage::Sending,
            intent,
            confirmed: "2026-11-21T13:02:11Z".parse().unwrap(),
            who: None,
            delivered: None,
            why: None,
            comment_missing: false,
        };
        Listed { case, age: Duration::from_secs(10), elsewhere: false }
    };
    let cases = NAMES.iter().map(|(login, _)| *login).zip(1..).map(listed).collect();
    let world = World { cases: Ok(cases), ..World::new() };
    let mut story = Story::new();
    story.answer(&world);
    for size in [(60, 20), (80, 24), (120, 30), (200, 50)] {
        let rows: Vec<_> = NAMES.iter().map(|(login, _)| vec![&login[..2], "karte-"]).collect();
        assert_columns(&story, size, &["Login ID", "What"], &rows[..3]);
        let rows: Vec<_> = NAMES.iter().map(|_| vec!["checking, "]).collect();
        assert_columns(&story, size, &["Stands"], &rows[..3]);
    }
}

/// The list of printers has no columns but its first; what stands behind a name begins where the name ends.
#[test]
fn of_the_list_of_printers() {
    let world = world();
    let names = ["漢字-プリンタ", "Küche", "Nguye\u{302}\u{303}n", "Helpdesk"];
    for default in names {
        let mut story = Story::new();
        story.open("zo", &world).keys("jjjjr").answer(&world).keys("zoë.müller<Enter>");
        story.written(done(NewValue::Card(world.card()))).answer(&world).keys("p");
        let at = story.reads.iter().position(|(_, read)| matches!(read, Read::Printers(_))).unwrap();
        let (id, _) = story.reads.remove(at);
        let queues = Queues { names: names.map(str::to_owned).to_vec(), default: Some(default.to_owned()) };
        story.tell(Msg::Reply(id, Box::new(Reply::Printers(Ok(queues), vec![]))));
        for glyphs in [Glyphs::Unicode, Glyphs::Ascii, Glyphs::AsciiOnly] {
            for screen in seen(&story, glyphs, (80, 24)) {
                let rows: Vec<_> = screen.iter().filter(|row| column_of(row, "queue ") == Some(3)).collect();
                assert_eq!(rows.len(), names.len(), "{glyphs:?}: {screen:?}");
                let remarks: Vec<_> = rows.iter().filter_map(|row| column_of(row, "default")).collect();
                assert_eq!(remarks, [3 + 6 + glyphs.width(default) + 3], "{glyphs:?} {default}");
            }
        }
    }
}
