//! Looks for secrets where they must not be: in files, in what was started and with which environment, in what a terminal was
//! told, in tmux. Says where each was found, and in which form.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;

use crate::nested_tmux::Tmux;

/// What must not be found, in every form in which it could lie somewhere.
pub struct Needles {
    forms: Vec<(String, Vec<u8>)>,
}

impl Needles {
    /// Of these secrets, each with a name. Long ones are looked for in part too.
    pub fn of<'a>(secrets: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut forms = Vec::new();
        for (name, value) in secrets {
            forms.extend(forms_of(value).into_iter().map(|(form, bytes)| (format!("{name}, {form}"), bytes)));
        }
        assert!(!forms.is_empty(), "nothing is looked for");
        Self { forms }
    }

    /// What of it is in these bytes, also with gaps between the characters.
    pub fn within(&self, place: &str, bytes: &[u8]) -> Vec<String> {
        let squeezed: Vec<u8> = bytes.iter().copied().filter(|byte| !byte.is_ascii_whitespace()).collect();
        let holds = |all: &[u8], some: &[u8]| all.windows(some.len()).any(|window| window == some);
        let found = self.forms.iter().filter(|(_, form)| holds(bytes, form) || holds(&squeezed, form));
        found.map(|(what, _)| format!("{place}: {what}")).collect()
    }

    /// The same in a text.
    pub fn within_text(&self, place: &str, text: &str) -> Vec<String> {
        self.within(place, text.as_bytes())
    }
}

/// As it is, in part, and encoded. Of base64 those characters that do not depend on what stands before and behind.
fn forms_of(value: &str) -> Vec<(&'static str, Vec<u8>)> {
    let bytes = value.as_bytes();
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    let percent: String = bytes.iter().map(|byte| format!("%{byte:02X}")).collect();
    let mut forms = vec![("as it is", bytes.to_vec())];
    if bytes.len() < 8 {
        return forms;
    }
    if bytes.len() >= 16 {
        forms.push(("a part", bytes[bytes.len() / 2 - 4..bytes.len() / 2 + 6].to_vec()));
    }
    forms.push(("hex", hex.to_uppercase().into()));
    forms.push(("hex", hex.into()));
    forms.push(("percent", percent.to_lowercase().into()));
    forms.push(("percent", percent.into()));
    forms.push(("UTF-16LE", value.encode_utf16().flat_map(u16::to_le_bytes).collect()));
    forms.push(("UTF-16BE", value.encode_utf16().flat_map(u16::to_be_bytes).collect()));
    forms.push(("backwards", bytes.iter().rev().copied().collect()));
    for before in 0..3 {
        let text = STANDARD_NO_PAD.encode([&vec![b'x'; before], bytes].concat());
        let text = &text[(before * 8).div_ceil(6)..text.len() - 2];
        forms.push(("base64", text.into()));
        forms.push(("base64url", text.replace('+', "-").replace('/', "_").into()));
    }
    forms
}

/// What lies below some folders.
pub struct Files(BTreeMap<PathBuf, Vec<u8>>);

impl Files {
    /// As they are now. Only regular files: a pipe would be waited for.
    pub fn below(folders: &[&Path]) -> Self {
        let mut files = BTreeMap::new();
        for folder in folders {
            collect(folder, &mut files);
        }
        Self(files)
    }

    /// Those that are new, or not as they were before: their names and what is in them.
    pub fn since(&self, before: &Self) -> Vec<(&PathBuf, &Vec<u8>)> {
        self.0.iter().filter(|(path, bytes)| before.0.get(*path) != Some(bytes)).collect()
    }
}

fn collect(folder: &Path, files: &mut BTreeMap<PathBuf, Vec<u8>>) {
    for entry in fs::read_dir(folder).into_iter().flatten().map_while(Result::ok) {
        let Ok(kind) = entry.file_type() else { continue };
        if kind.is_dir() {
            collect(&entry.path(), files);
        } else if kind.is_file()
            && let Ok(bytes) = fs::read(entry.path())
        {
            files.insert(entry.path(), bytes);
        }
    }
}

/// Files that a run made or changed: what is in them, and what they are called.
pub fn in_files(needles: &Needles, before: &Files, after: &Files) -> Vec<String> {
    let changed = after.since(before);
    let found = changed.iter().flat_map(|(path, bytes)| {
        let place = path.display().to_string();
        [needles.within(&place, bytes), needles.within_text("a file's name", &place)].concat()
    });
    found.collect()
}

/// What programs were started with, by strace's own words: arguments and environment. The first is credesk itself, whose
/// environment is the caller's business.
pub fn in_programs(needles: &Needles, trace: &str) -> Vec<String> {
    let started: Vec<_> = trace.lines().filter(|line| line.contains("execve(")).collect();
    let arguments = started.first().and_then(|first| first.split_once("], [")).map_or("", |(arguments, _)| arguments);
    let mut found = needles.within_text("credesk's arguments", arguments);
    for child in started.iter().skip(1) {
        found.extend(needles.within_text("a child", child));
    }
    found
}

/// What a process says of itself while it runs.
pub fn in_process(needles: &Needles, pid: i32) -> Vec<String> {
    ["cmdline", "environ", "comm"]
        .into_iter()
        .flat_map(|file| needles.within(file, &fs::read(format!("/proc/{pid}/{file}")).unwrap()))
        .collect()
}

/// What a terminal was told that is no text: titles, clipboards, device controls (ECMA-48: OSC, DCS, APC, PM, SOS; and the
/// title of screen, `ESC k`).
pub fn in_strings(needles: &Needles, raw: &str) -> Vec<String> {
    let begins = |character: char| matches!(character, ']' | 'P' | '_' | '^' | 'X' | 'k');
    let strings = raw.split('\u{1b}').filter(|piece| piece.starts_with(begins));
    strings.flat_map(|piece| needles.within_text("a title", piece.split('\u{7}').next().unwrap())).collect()
}

/// What came out before the alternate screen was entered and after it was left.
pub fn in_the_open(needles: &Needles, raw: &str) -> Vec<String> {
    let pieces = raw.split("\u{1b}[?1049h").enumerate();
    let open =
        pieces.map(
            |(place, piece)| {
                if place == 0 { piece } else { piece.split_once("\u{1b}[?1049l").map_or("", |(_, open)| open) }
            },
        );
    open.flat_map(|piece| needles.within_text("what was said", piece)).collect()
}

/// What tmux keeps when credesk has ended: the pane with its history, paste buffers, names and titles.
pub fn in_tmux(needles: &Needles, tmux: &Tmux) -> Vec<String> {
    let kept: [(&str, &[&str]); 4] = [
        ("tmux's history", &["capture-pane", "-p", "-J", "-S", "-", "-E", "-", "-t", "t"]),
        ("tmux's alternate screen", &["capture-pane", "-p", "-J", "-a", "-q", "-t", "t"]),
        ("tmux's titles", &["list-panes", "-a", "-F", "#{pane_title} #{window_name} #{session_name}"]),
        ("tmux's buffers", &["list-buffers", "-F", "#{buffer_sample}"]),
    ];
    kept.into_iter().flat_map(|(place, question)| needles.within(place, &tmux.run(question).stdout)).collect()
}
