//! Questions on a terminal: standard error asks, standard input answers, a line at a time. No answer is a secret, so each is
//! seen while it is typed.

use std::io::{self, BufRead, Write};

use tokio::task::spawn_blocking;

use crate::text::{SafeText, lines};

/// Nobody answers any more: the input has ended.
#[derive(Debug)]
pub struct Gone;

/// Asks until the answer can be used; what is wrong with one is said before the next. An empty answer is the usual one.
///
/// May be dropped while it waits. The thread that reads then waits on, until the program ends.
///
/// # Errors
/// The input has ended.
pub async fn ask<T>(question: &str, usual: Option<&str>, take: impl Fn(&str) -> Result<T, String>) -> Result<T, Gone> {
    let shown = usual.filter(|usual| !usual.is_empty()).map(|usual| format!(" [{usual}]")).unwrap_or_default();
    loop {
        // Whoever should read it has gone, and then no answer comes either.
        let _ = write!(io::stderr(), "{question}{shown}: ");
        let line = spawn_blocking(line).await.map_err(|_| Gone)??;
        let taken = match (str::from_utf8(&line).map(str::trim), usual) {
            (Ok(""), Some(usual)) => take(usual),
            (Ok(answer), _) => take(answer),
            (Err(_), _) => Err("This is not UTF-8 text.".into()),
        };
        match taken {
            Ok(value) => return Ok(value),
            Err(why) => {
                for line in lines(SafeText::new(&why).as_str(), 77) {
                    let _ = writeln!(io::stderr(), "  {line}");
                }
            }
        }
    }
}

fn line() -> Result<Vec<u8>, Gone> {
    let mut line = Vec::new();
    match io::stdin().lock().read_until(b'\n', &mut line) {
        Ok(1..) => Ok(line),
        Ok(0) | Err(_) => Err(Gone),
    }
}
