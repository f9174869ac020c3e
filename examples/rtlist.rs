//! The least a ratatui program can be: a thousand rows and a selection. It stands for the limit of the toolkit when
//! `cargo bench --bench whole_process` measures credesk; it must stay minimal, and use nothing of credesk.

use ratatui::Frame;
use ratatui::crossterm::event::{self, Event, KeyCode, KeyEventKind};
use ratatui::layout::{Constraint, Layout};
use ratatui::style::Style;
use ratatui::text::Line;
use ratatui::widgets::{List, Paragraph};
use std::time::Duration;

const ROWS: usize = 1000;

/// Neighbours differ from each other as in a real list, so that a scrolled line costs what it costs there.
const NAMES: [&str; 7] =
    ["Anna Meier", "Jean-Pierre Favre", "Luca Bernasconi", "Ladina Caduff", "Jelena Petrović", "Ayşe Çelik", "Minh Lê"];

#[derive(Default)]
struct Rows {
    selected: usize,
    top: usize,
    quit: bool,
}

fn main() -> std::io::Result<()> {
    ratatui::run(|terminal| {
        let mut rows = Rows::default();
        while !rows.quit {
            terminal.draw(|frame| rows.draw(frame))?;
            rows.update(&event::read()?);
            while event::poll(Duration::ZERO)? {
                rows.update(&event::read()?);
            }
        }
        Ok(())
    })
}

impl Rows {
    fn update(&mut self, event: &Event) {
        let Event::Key(key) = event else { return };
        if key.kind == KeyEventKind::Release {
            return;
        }
        match key.code {
            KeyCode::Down | KeyCode::Char('j') => self.selected = (self.selected + 1).min(ROWS - 1),
            KeyCode::Up | KeyCode::Char('k') => self.selected = self.selected.saturating_sub(1),
            KeyCode::Char('q') => self.quit = true,
            _ => {}
        }
    }

    fn draw(&mut self, frame: &mut Frame<'_>) {
        let [list, footer] = Layout::vertical([Constraint::Fill(1), Constraint::Length(1)]).areas(frame.area());
        let height = usize::from(list.height).max(1);
        self.top = self.top.clamp((self.selected + 1).saturating_sub(height), self.selected);
        let end = (self.top + height).min(ROWS);
        let visible = (self.top..end).map(|row| {
            let name = NAMES[row % NAMES.len()];
            let text = format!("{row:04}  {name:30}  {:40}  {}", format!("person{row}@example.ch"), row * 7919);
            Line::styled(text, if row == self.selected { Style::new().reversed() } else { Style::new() })
        });
        frame.render_widget(List::new(visible), list);
        frame.render_widget(Paragraph::new("j/k move  q quit"), footer);
    }
}
