//! The crate's sources as the paths that their code names: groups taken apart, `super` and `self` resolved.
//!
//! Comments, literals and test items are left out. Knows no rule; those stand in `tests/layers.rs`.

use std::fs;
use std::path::{Path, PathBuf};

/// A file below `src`.
pub struct Source {
    /// Relative to `src`, with `/`.
    pub path: String,
    pub text: String,
}

/// A path as code names it: `crate::api::ApiClient`, `std::io`, or one word alone.
pub struct Named {
    pub line: usize,
    pub segments: Vec<String>,
}

impl Named {
    /// Whether these segments stand in it, one after the other: `std::io` in `std::io::Write`.
    pub fn holds(&self, path: &str) -> bool {
        let wanted: Vec<_> = path.split("::").collect();
        self.segments.windows(wanted.len()).any(|some| some == wanted)
    }
}

/// All of them, in the order of their paths.
pub fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    collect(&root, &mut files);
    files.sort();
    let relative = |path: &PathBuf| path.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
    files.iter().map(|path| Source { path: relative(path), text: fs::read_to_string(path).unwrap() }).collect()
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

impl Source {
    /// The layer that it belongs to: `app` for `app/update.rs`, `secret` for `secret.rs`.
    pub fn layer(&self) -> &str {
        self.modules().first().copied().unwrap_or_default()
    }

    /// The modules down to this file; none for the crate's root.
    fn modules(&self) -> Vec<&str> {
        let stem = self.path.trim_end_matches(".rs");
        stem.split('/').filter(|name| !["mod", "lib", "main"].contains(name)).collect()
    }

    /// Every path that its code names.
    pub fn names(&self) -> Vec<Named> {
        let words = words(&self.text);
        let mut reader = Reader { words: &words, next: 0, found: Vec::new() };
        while let Some(word) = words.get(reader.next) {
            if reader.is_test_item() {
                reader.skip_item();
            } else if reader.is_visibility() {
                reader.next += 4;
            } else if is_name(word.text) {
                reader.path(&[]);
            } else {
                reader.next += 1;
            }
        }
        let mut found = reader.found;
        for named in &mut found {
            self.resolve(&mut named.segments);
        }
        found
    }

    /// Makes `crate::app::screen` of `super::screen` in `app/update.rs`. Within a module inside of a file this climbs too
    /// high, so that a rule may complain without need, and never the other way round.
    fn resolve(&self, segments: &mut Vec<String>) {
        let climbs = segments.iter().take_while(|segment| ["self", "super"].contains(&segment.as_str())).count();
        let supers = segments[..climbs].iter().filter(|segment| *segment == "super").count();
        if supers > 0 {
            let modules = self.modules();
            let kept = modules.len().saturating_sub(supers);
            let above = std::iter::once("crate").chain(modules[..kept].iter().copied()).map(String::from);
            segments.splice(..climbs, above);
        }
    }
}

struct Word<'a> {
    line: usize,
    text: &'a str,
}

struct Reader<'a> {
    words: &'a [Word<'a>],
    next: usize,
    found: Vec<Named>,
}

impl Reader<'_> {
    fn text(&self, ahead: usize) -> &str {
        self.words.get(self.next + ahead).map_or("", |word| word.text)
    }

    fn is_next(&self, texts: &[&str]) -> bool {
        texts.iter().enumerate().all(|(ahead, text)| self.text(ahead) == *text)
    }

    fn is_test_item(&self) -> bool {
        self.is_next(&["#", "[", "cfg", "(", "test", ")"])
            || self.is_next(&["#", "[", "cfg", "(", "all", "(", "test", ","])
    }

    /// `pub(crate)` and `pub(super)` say who may name an item, and name nothing themselves.
    fn is_visibility(&self) -> bool {
        self.is_next(&["pub", "(", "crate", ")"]) || self.is_next(&["pub", "(", "super", ")"])
    }

    /// Up to a semicolon, or to the end of the first block.
    fn skip_item(&mut self) {
        let mut depth = 0_usize;
        while self.next < self.words.len() {
            let text = self.text(0).to_owned();
            self.next += 1;
            match text.as_str() {
                "{" => depth += 1,
                "}" => depth = depth.saturating_sub(1),
                _ => {}
            }
            if depth == 0 && [";", "}"].contains(&text.as_str()) {
                return;
            }
        }
    }

    /// Reads a path that begins here, with all its branches: `a::{b, c::*}` is `a::b` and `a::c::*`.
    fn path(&mut self, before: &[String]) {
        let mut segments = before.to_vec();
        let line = self.words[self.next].line;
        loop {
            segments.push(self.text(0).to_owned());
            self.next += 1;
            if self.is_next(&["::", "{"]) {
                self.next += 2;
                return self.branches(&segments);
            }
            if self.text(0) == "::" && (is_name(self.text(1)) || self.text(1) == "*") {
                self.next += 1;
            } else {
                return self.found.push(Named { line, segments });
            }
        }
    }

    fn branches(&mut self, before: &[String]) {
        while self.next < self.words.len() {
            match self.text(0) {
                "}" => {
                    self.next += 1;
                    return;
                }
                text if is_name(text) || text == "*" => self.path(before),
                _ => self.next += 1,
            }
        }
    }
}

fn is_name(text: &str) -> bool {
    text.starts_with(|first: char| first.is_alphabetic() || first == '_')
}

/// Names, `::`, and single other characters.
fn words(code: &str) -> Vec<Word<'_>> {
    let (mut found, mut rest, mut line) = (Vec::new(), code, 1);
    while let Some(first) = rest.chars().next() {
        let (length, counts) = match literal_or_comment(rest) {
            Some(length) => (length, false),
            None if is_name(rest) => {
                let end = rest.find(|next: char| !next.is_alphanumeric() && next != '_');
                (end.unwrap_or(rest.len()), true)
            }
            None if rest.starts_with("::") => (2, true),
            None => (first.len_utf8(), !first.is_whitespace()),
        };
        let (text, after) = rest.split_at(length);
        if counts {
            found.push(Word { line, text });
        }
        line += text.matches('\n').count();
        rest = after;
    }
    found
}

/// How long the comment or literal is that begins here, where one does.
fn literal_or_comment(rest: &str) -> Option<usize> {
    let until = |end: &str| rest.find(end).map_or(rest.len(), |at| at + end.len());
    match rest.as_bytes() {
        [b'/', b'/', ..] => Some(until("\n")),
        [b'/', b'*', ..] => Some(until("*/")),
        [b'"', ..] => Some(quoted(rest)),
        [b'\'', b'\\', ..] => Some(3 + rest[3..].find('\'').map_or(0, |at| at + 1)),
        [b'\'', ..] => {
            // A lifetime has no second quote; its name is read as a word, which does no harm.
            let length = rest.chars().nth(1).map_or(0, char::len_utf8);
            rest[1 + length..].starts_with('\'').then_some(length + 2)
        }
        [b'r' | b'b', ..] => raw(rest),
        _ => None,
    }
}

fn quoted(rest: &str) -> usize {
    let mut is_escaped = true; // as the opening quote, which ends nothing
    for (at, character) in rest.char_indices() {
        match character {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    rest.len()
}

fn raw(rest: &str) -> Option<usize> {
    let after = rest.strip_prefix('b').unwrap_or(rest).strip_prefix('r')?;
    let hashes = after.len() - after.trim_start_matches('#').len();
    let inside = after[hashes..].strip_prefix('"')?;
    let end = inside.find(&format!("\"{}", "#".repeat(hashes)))?;
    Some(rest.len() - inside.len() + end + 1 + hashes)
}
