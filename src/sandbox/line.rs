//! A connection that can be cut on purpose. A handler cannot end a connection itself, so each connection carries a
//! switch that the fault middleware reaches: once set, what is written passes up to the chosen byte and then fails,
//! whereupon the HTTP server drops the connection.

use std::io::{self, ErrorKind};
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};

/// What the head of an answer ends with (RFC 9112, section 2.1).
const END_OF_HEAD: &[u8] = b"\r\n\r\n";

/// What passes over a connection from now on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Cut {
    /// Nothing is cut.
    #[default]
    Never,
    /// So many bytes of the body of the next answer pass. `matched` counts the bytes of the head's end seen so far.
    InBody { matched: usize, left: usize },
    /// Nothing passes any more.
    Now,
}

/// Cuts the connection a request came over.
#[derive(Debug, Clone, Default)]
pub(super) struct Scissors(Arc<Mutex<Cut>>);

impl Scissors {
    /// Lets nothing pass any more.
    pub fn cut_now(&self) {
        self.set(Cut::Now);
    }

    /// Lets the head of the next answer and so many bytes of its body pass.
    pub fn cut_body_after(&self, bytes: usize) {
        self.set(Cut::InBody { matched: 0, left: bytes });
    }

    fn set(&self, cut: Cut) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = cut;
    }

    fn get(&self) -> Cut {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Connected<IncomingStream<'_, Lines>> for Scissors {
    fn connect_info(stream: IncomingStream<'_, Lines>) -> Self {
        stream.io().scissors.clone()
    }
}

/// Accepts connections that can be cut.
pub(super) struct Lines(pub TcpListener);

impl Listener for Lines {
    type Io = Line;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Line, SocketAddr) {
        let (stream, address) = Listener::accept(&mut self.0).await;
        // Without it only speed is lost.
        let _ = stream.set_nodelay(true);
        (Line { stream, scissors: Scissors::default() }, address)
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.0.local_addr()
    }
}

/// One connection.
pub(super) struct Line {
    stream: TcpStream,
    scissors: Scissors,
}

impl Cut {
    /// How many of the bytes may pass, and the cut that then remains.
    fn pass(self, bytes: &[u8]) -> (usize, Self) {
        let Self::InBody { mut matched, mut left } = self else {
            return (if self == Self::Now { 0 } else { bytes.len() }, self);
        };
        for (index, byte) in bytes.iter().enumerate() {
            if matched == END_OF_HEAD.len() {
                if left == 0 {
                    return (index, Self::Now);
                }
                left -= 1;
            } else if *byte == END_OF_HEAD[matched] {
                matched += 1;
            } else {
                matched = usize::from(*byte == END_OF_HEAD[0]);
            }
        }
        (bytes.len(), Self::InBody { matched, left })
    }
}

impl AsyncWrite for Line {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let (allowed, _) = self.scissors.get().pass(bytes);
        if allowed == 0 && !bytes.is_empty() {
            return Poll::Ready(Err(io::Error::new(ErrorKind::BrokenPipe, "cut on purpose")));
        }
        let written = std::task::ready!(Pin::new(&mut self.stream).poll_write(context, &bytes[..allowed]))?;
        let (_, remaining) = self.scissors.get().pass(&bytes[..written]);
        self.scissors.set(remaining);
        Poll::Ready(Ok(written))
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

impl AsyncRead for Line {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context<'_>, into: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, into)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_head_passes_whole_and_the_body_up_to_the_cut_however_it_is_written() {
        let answer = b"HTTP/1.1 200 OK\r\nA: b\r\n\r\nbody";
        for piece in 1..answer.len() {
            let mut cut = Cut::InBody { matched: 0, left: 2 };
            let mut passed = Vec::new();
            for bytes in answer.chunks(piece) {
                let (allowed, remaining) = cut.pass(bytes);
                passed.extend_from_slice(&bytes[..allowed]);
                cut = remaining;
            }
            assert_eq!(passed, b"HTTP/1.1 200 OK\r\nA: b\r\n\r\nbo", "in pieces of {piece}");
        }
    }
}
