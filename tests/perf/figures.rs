//! The figures of a program over all its sessions, and the table of them. Must not measure.

/// Every figure as often as it was taken.
#[derive(Default)]
pub struct Figures {
    pub ready_ms: Vec<f64>,
    pub start_cpu_ms: Vec<f64>,
    pub first_frame_bytes: Vec<f64>,
    pub key_ms: Vec<f64>,
    pub move_bytes: Vec<f64>,
    pub scroll_bytes: Vec<f64>,
    pub typed_bytes: Vec<f64>,
    pub held_ms: Vec<f64>,
    pub idle_cpu_ms: Vec<f64>,
    pub idle_wakeups: Vec<f64>,
    pub idle_bytes: Vec<f64>,
    pub resident_mb: Vec<f64>,
    pub used_mb: Vec<f64>,
    pub reset_ms: Vec<f64>,
    pub size_mb: Vec<f64>,
}

/// A line of the table: what it says, how many decimals are worth reading, the figure, and what of it.
type Line = (&'static str, usize, fn(&Figures) -> &Vec<f64>, Of);

/// What a line says of all values of a figure.
#[derive(Clone, Copy)]
enum Of {
    /// The value that so many percent of all values do not exceed.
    Percent(usize),
    /// For what comes in lumps.
    Mean,
}
use Of::{Mean, Percent};

const LINES: [Line; 17] = [
    ("start to the first complete frame, ms", 1, |figures| &figures.ready_ms, Percent(50)),
    ("CPU for it, ms", 1, |figures| &figures.start_cpu_ms, Percent(50)),
    ("bytes of it", 0, |figures| &figures.first_frame_bytes, Percent(50)),
    ("key to updated screen, p50 ms", 2, |figures| &figures.key_ms, Percent(50)),
    ("key to updated screen, p99 ms", 2, |figures| &figures.key_ms, Percent(99)),
    ("bytes per selection move", 0, |figures| &figures.move_bytes, Percent(50)),
    ("bytes per scrolled line, mean", 0, |figures| &figures.scroll_bytes, Mean),
    ("bytes per scrolled line, worst", 0, |figures| &figures.scroll_bytes, Percent(100)),
    ("bytes per typed character", 0, |figures| &figures.typed_bytes, Percent(50)),
    ("100 keys held, ms", 2, |figures| &figures.held_ms, Percent(50)),
    ("idle for 10 s: CPU ms", 1, |figures| &figures.idle_cpu_ms, Percent(50)),
    ("idle for 10 s: wake-ups", 0, |figures| &figures.idle_wakeups, Percent(50)),
    ("idle for 10 s: bytes", 0, |figures| &figures.idle_bytes, Percent(50)),
    ("memory at the first frame, MB", 1, |figures| &figures.resident_mb, Percent(50)),
    ("memory at the end, MB", 1, |figures| &figures.used_mb, Percent(50)),
    ("a reset, Enter to the new value, ms", 1, |figures| &figures.reset_ms, Percent(50)),
    ("binary, MB", 1, |figures| &figures.size_mb, Percent(50)),
];

/// A Markdown table with a column for each program and, from the second on, its ratio to the first.
pub fn table(programs: &[(&str, &Figures)]) -> String {
    let mut head = vec!["figure".to_owned()];
    for (column, (name, _)) in programs.iter().enumerate() {
        head.push((*name).to_owned());
        head.extend((column > 0).then(|| "ratio".to_owned()));
    }
    let rule = head.iter().map(|_| "---".to_owned()).collect();
    let lines = LINES.iter().map(|(label, decimals, figure, of)| {
        let mut cells = vec![(*label).to_owned()];
        let values = programs.iter().map(|(_, figures)| of.value(figure(figures)));
        let mut base = None;
        for (column, value) in values.enumerate() {
            cells.push(value.map_or("-".to_owned(), |value| format!("{value:.decimals$}")));
            if column == 0 {
                base = value.filter(|base| *base > 0.0);
            } else {
                let ratio = value.zip(base).map(|(value, base)| value / base);
                cells.push(ratio.map_or("-".to_owned(), |ratio| format!("{ratio:.2}x")));
            }
        }
        cells
    });
    let rows: Vec<_> =
        [head, rule].into_iter().chain(lines).map(|cells| format!("| {} |", cells.join(" | "))).collect();
    rows.join("\n")
}

impl Of {
    fn value(self, values: &[f64]) -> Option<f64> {
        match self {
            Percent(percent) => {
                let mut sorted = values.to_vec();
                sorted.sort_by(f64::total_cmp);
                sorted.get((sorted.len() * percent).div_ceil(100).checked_sub(1)?).copied()
            }
            Mean => (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64),
        }
    }
}
