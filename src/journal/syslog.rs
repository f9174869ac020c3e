//! Tells the local syslog where the journal ends: a chain alone cannot see that its end was cut off, another log can.
//!
//! Best effort: one datagram, never waited for; what goes wrong is a sentence for whoever asked. Nothing of an operation
//! is told, only a count and a hash.

use std::io::{self, ErrorKind};
use std::os::unix::net::UnixDatagram;
use std::path::Path;

use jiff::Zoned;

use crate::domain::record::SessionId;
use crate::journal::chain::Head;
use crate::journal::error::reason;
use crate::text::SafeText;

/// Where a Linux host listens for its own messages.
pub const LOCAL: &str = "/dev/log";

/// Facility 10 (security and authorisation, its private part), severity 5 (notice): RFC 3164, section 4.1.1.
const PRIORITY: u8 = 10 * 8 + 5;

/// Tells it: `journal head 57 HASH session 4f9a2c31`. The moment is the host's own.
pub fn tell(socket: &Path, head: &Head, session: SessionId, pid: u32, now: &Zoned) -> Result<(), String> {
    let text = format!(
        "<{PRIORITY}>{} credesk[{pid}]: journal head {} {head} session {session}",
        now.strftime("%b %e %H:%M:%S"), // RFC 3164, section 4.1.2; a local message names no host
        head.lines
    );
    send(socket, text.as_bytes()).map_err(|error| {
        let why = match error.kind() {
            ErrorKind::WouldBlock => "it takes nothing at the moment".to_owned(),
            ErrorKind::NotFound => "there is none".to_owned(),
            ErrorKind::ConnectionRefused => "nobody listens".to_owned(),
            _ => reason(&error),
        };
        let socket = SafeText::new(&socket.display().to_string());
        format!("The local syslog ({socket}) was not told where the journal ends: {why}.")
    })
}

fn send(socket: &Path, message: &[u8]) -> io::Result<()> {
    let here = UnixDatagram::unbound()?;
    here.set_nonblocking(true)?;
    here.send_to(message, socket).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> Zoned {
        "2026-11-01T09:05:07+01:00[Europe/Zurich]".parse().unwrap()
    }

    #[test]
    fn a_socket_hears_one_line() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("log");
        let log = UnixDatagram::bind(&path).unwrap();
        tell(&path, &Head { lines: 57, hash: [0xab; 32] }, SessionId(0x4f9a_2c31), 4711, &now()).unwrap();
        let mut buffer = [0; 512];
        let length = log.recv(&mut buffer).unwrap();
        let hash = "ab".repeat(32);
        assert_eq!(
            String::from_utf8_lossy(&buffer[..length]),
            format!("<85>Nov  1 09:05:07 credesk[4711]: journal head 57 {hash} session 4f9a2c31")
        );
    }

    #[test]
    fn a_syslog_that_is_missing_deaf_or_full_is_told_and_not_waited_for() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("log");
        let said = || tell(&path, &Head::default(), SessionId(1), 1, &now()).unwrap_err();
        assert!(said().ends_with("was not told where the journal ends: there is none."), "{}", said());
        let log = UnixDatagram::bind(&path).unwrap();
        while tell(&path, &Head::default(), SessionId(1), 1, &now()).is_ok() {}
        assert!(said().ends_with("it takes nothing at the moment."), "{}", said());
        drop(log);
        assert!(said().ends_with("nobody listens."), "{}", said());
    }
}
