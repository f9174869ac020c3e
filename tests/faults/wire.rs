//! One accepted connection, plain or TLS, and how it can end.

use std::io;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::server::TlsStream;

/// The connection.
pub enum Wire {
    Plain(TcpStream),
    Tls(Box<TlsStream<TcpStream>>),
}

impl Wire {
    fn socket(&self) -> &TcpStream {
        match self {
            Self::Plain(socket) => socket,
            Self::Tls(stream) => stream.get_ref().0,
        }
    }

    /// What has come; nothing where the client has gone, in whichever way.
    pub async fn read(&mut self, block: &mut [u8]) -> usize {
        let read = match self {
            Self::Plain(socket) => socket.read(block).await,
            Self::Tls(stream) => stream.read(block).await,
        };
        read.unwrap_or(0)
    }

    /// Sends all of it. A client that is gone is no error here.
    pub async fn send(&mut self, bytes: &[u8]) {
        let _gone = match self {
            Self::Plain(socket) => socket.write_all(bytes).await,
            Self::Tls(stream) => async { stream.write_all(bytes).await.and(stream.flush().await) }.await,
        };
    }

    /// Says that nothing more will come; what the client sends can still be read.
    pub async fn end(&mut self) {
        let _gone: io::Result<()> = match self {
            Self::Plain(socket) => socket.shutdown().await,
            Self::Tls(stream) => stream.shutdown().await,
        };
    }

    /// Resets the connection (RST; RFC 9293, section 3.6): lingering for no time at all throws away what was not sent.
    pub fn reset(self) {
        let _gone = self.socket().set_zero_linger();
    }
}
