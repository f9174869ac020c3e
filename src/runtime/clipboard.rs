//! Sends a value to the clipboard of the operator's terminal, and overwrites it there again.
//!
//! A terminal tells nothing back, so nothing here says "copied". Only this file knows how it is done in tmux, where a value
//! sent in the ordinary way is dropped (`set-clipboard external`, the default) or stays in a paste buffer (`on`).

use std::ffi::OsStr;
use std::io::{ErrorKind, Write};
use std::process::Stdio;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use tokio::io::AsyncWriteExt;
use tokio::process::Command;
use zeroize::Zeroizing;

use crate::domain::problem::{Problem, Took};
use crate::secret::Secret;
use crate::text::SafeText;

/// How long one call of tmux may take.
const TMUX_WITHIN: Duration = Duration::from_secs(5);
/// What takes the value's place: tmux takes no empty buffer, and some terminals ignore an empty text.
const BLANK: &[u8] = b" ";
/// What a program needs that only talks to the tmux it runs in. tmux's server is told all of it.
const FOR_TMUX: [&str; 6] = ["PATH", "TMUX", "TMUX_PANE", "LANG", "LC_ALL", "LC_CTYPE"];

/// The way to the terminal's clipboard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clipboard {
    /// By an escape sequence, OSC 52 (xterm's `ctlseqs`, "Manipulate Selection Data").
    Terminal,
    /// By tmux, which sends that sequence to the terminal outside (`tmux(1)`, `load-buffer -w`; since 3.2). Where a session
    /// is shared, that is the terminal in which was typed last.
    Tmux,
}

impl Clipboard {
    /// The way, from the value of `TMUX`, which tmux sets for everything that runs in it.
    pub fn of_environment(tmux: Option<&OsStr>) -> Self {
        if tmux.is_some_and(|value| !value.is_empty()) { Self::Tmux } else { Self::Terminal }
    }

    /// Sends the value. `out` is the terminal, and must not keep what is written in a buffer that nobody wipes.
    ///
    /// To be awaited to its end: dropped halfway, the value stays in a buffer of tmux.
    ///
    /// # Errors
    /// A sentence: the terminal cannot be written to, tmux does not do it, or tmux must not.
    pub async fn put(self, value: &Secret, out: &mut impl Write) -> Result<(), Problem> {
        let sent = match self {
            Self::Terminal => write(out, &sequence(value.expose().as_bytes())),
            Self::Tmux => put_through_tmux(value.expose().as_bytes()).await,
        };
        sent.map_err(|what| Problem::new(what, Took::NothingAsked, "The value is still here: read it out."))
    }

    /// Overwrites what is in the clipboard, whatever that is by now, and empties it as far as the terminal does that.
    ///
    /// # Errors
    /// A sentence, as for [`Clipboard::put`].
    pub async fn clear(self, out: &mut impl Write) -> Result<(), Problem> {
        let sent = match self {
            Self::Terminal => write(out, &sequence(BLANK)).and_then(|()| write(out, &sequence(b""))),
            Self::Tmux => through_tmux(BLANK).await,
        };
        let next = "The value may still be in the clipboard: copy something else over it.";
        sent.map_err(|what| Problem::new(what, Took::NothingAsked, next))
    }
}

/// What the tmux that this runs in does with clipboards, as far as it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TmuxSays {
    /// Its option `set-clipboard`: `on`, `external` or `off`.
    pub set_clipboard: String,
    /// Its version, for example `3.3a`.
    pub version: String,
    /// Whether it takes the terminal outside to have a clipboard (`client_termfeatures`); none where it does not say.
    pub terminal_has_one: Option<bool>,
}

/// Asks the tmux that this runs in.
///
/// # Errors
/// A sentence: it does not answer.
pub async fn ask_tmux() -> Result<TmuxSays, String> {
    let said = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).trim().to_owned();
    let set_clipboard = said(tmux(&["show-options", "-s", "-v", "set-clipboard"], b"").await?);
    let facts = said(tmux(&["display-message", "-p", "#{version} #{client_termfeatures}"], b"").await?);
    let (version, features) = facts.split_once(' ').unwrap_or((&facts, ""));
    let terminal_has_one = (!features.is_empty()).then(|| features.split(',').any(|feature| feature == "clipboard"));
    Ok(TmuxSays { set_clipboard, version: version.to_owned(), terminal_has_one })
}

/// `OSC 52 ; c ; BASE64 BEL`. The end is BEL as in terminfo's `Ms`: every terminal that knows the sequence takes it.
fn sequence(value: &[u8]) -> Zeroizing<Vec<u8>> {
    const START: &[u8] = b"\x1b]52;c;";
    // Each group of three bytes becomes four characters (RFC 4648, 4). Reserved once, so that no copy is left behind.
    let mut bytes = Zeroizing::new(vec![0; START.len() + value.len().div_ceil(3) * 4 + 1]);
    let (start, rest) = bytes.split_at_mut(START.len());
    start.copy_from_slice(START);
    // It fits: the length is exact.
    let length = STANDARD.encode_slice(value, rest).unwrap_or_default();
    if let Some(end) = rest.get_mut(length) {
        *end = b'\x07';
    }
    bytes
}

fn write(out: &mut impl Write, bytes: &[u8]) -> Result<(), String> {
    out.write_all(bytes).and_then(|()| out.flush()).map_err(|_| "The terminal could not be written to.".into())
}

/// With `off`, tmux is to touch no clipboard. `load-buffer -w` would do it all the same (seen with tmux 3.3a).
async fn put_through_tmux(value: &[u8]) -> Result<(), String> {
    let setting = tmux(&["show-options", "-s", "-v", "set-clipboard"], b"").await?;
    if setting.trim_ascii() == b"off" {
        return Err("Not sent: tmux is set to keep out of clipboards (set-clipboard off).".into());
    }
    through_tmux(value).await
}

/// Has tmux load a buffer of its own, which sends it, and delete that buffer, whether it was sent or not.
async fn through_tmux(value: &[u8]) -> Result<(), String> {
    let buffer = format!("credesk-{}", std::process::id());
    let loaded = tmux(&["load-buffer", "-w", "-b", &buffer, "-"], value).await;
    let deleted = tmux(&["delete-buffer", "-b", &buffer], b"").await;
    // Where loading failed there may be nothing to delete.
    loaded?;
    deleted.map(|_| ()).map_err(|why| {
        format!("What was sent is still in a buffer of tmux: run tmux delete-buffer -b {buffer} now. {why}")
    })
}

/// Runs tmux for the server that this runs in, and returns what it prints.
async fn tmux(arguments: &[&str], input: &[u8]) -> Result<Vec<u8>, String> {
    let not_run = |why: std::io::Error| match why.kind() {
        ErrorKind::NotFound => "This host has no program \"tmux\".".to_owned(),
        kind => format!("tmux could not be run: {kind}."),
    };
    let mut command = Command::new("tmux");
    command.env_clear();
    command.envs(FOR_TMUX.iter().filter_map(|name| Some((name, std::env::var_os(name)?))));
    command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
    let mut child = command.spawn().map_err(not_run)?;
    let run = async {
        if let Some(mut stdin) = child.stdin.take() {
            // A tmux that reads nothing says why.
            let _ = stdin.write_all(input).await;
        }
        child.wait_with_output().await
    };
    let Ok(ended) = tokio::time::timeout(TMUX_WITHIN, run).await else {
        return Err(format!("tmux did not answer within {} seconds.", TMUX_WITHIN.as_secs()));
    };
    let output = ended.map_err(not_run)?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    let complaint = String::from_utf8_lossy(&output.stderr);
    Err(format!("tmux refused ({}).", SafeText::new(complaint.lines().next().unwrap_or("without a word"))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_wrapped_without_a_byte_too_many() {
        // RFC 4648, 10.
        for (value, encoded) in
            [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("foobar", "Zm9vYmFy")]
        {
            assert_eq!(*sequence(value.as_bytes()), format!("\x1b]52;c;{encoded}\x07").as_bytes());
        }
    }

    #[test]
    fn tmux_is_known_by_its_variable() {
        assert_eq!(Clipboard::of_environment(None), Clipboard::Terminal);
        assert_eq!(Clipboard::of_environment(Some(OsStr::new(""))), Clipboard::Terminal);
        assert_eq!(Clipboard::of_environment(Some(OsStr::new("/tmp/tmux-0/default,1,0"))), Clipboard::Tmux);
    }
}
