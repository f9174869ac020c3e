//! What a failure on the way proves: only an error before the connection stood proves that nothing was sent.

use std::error::Error;
use std::time::Duration;

use super::tls::SetupError;
use super::verifier::{self, Refused};
use crate::domain::fault::Fault;

/// The way to the server, or back, failed.
#[derive(Debug, thiserror::Error)]
#[error("the way to the server or back failed")]
pub struct TransportError {
    /// Without the address, which holds external IDs.
    source: reqwest::Error,
    /// The time that the whole had.
    time: Duration,
}

impl TransportError {
    /// Of a request that had so much time. Drops the address from the error.
    pub fn new(error: reqwest::Error, time: Duration) -> Self {
        Self { source: error.without_url(), time }
    }

    /// What it is, and thereby what it proves.
    pub fn fault(&self) -> Fault {
        let error = &self.source;
        if error.is_connect() {
            no_connection(error)
        } else if error.is_timeout() {
            Fault::timeout(self.time)
        } else if error.is_builder() {
            Fault::Setup(SetupError::Request("its address or a header cannot be sent").to_string())
        } else if error.is_body() || error.is_decode() {
            Fault::CutOff
        } else {
            Fault::ConnectionLost
        }
    }
}

fn no_connection(error: &reqwest::Error) -> Fault {
    if error.is_dns() {
        return Fault::NoAddress;
    }
    match tls_error(error) {
        None => Fault::NoConnection,
        Some(rustls::Error::InvalidCertificate(why)) => {
            Fault::Certificate(verifier::refused(why).map_or_else(|| "it was refused.".into(), Refused::told))
        }
        Some(rustls::Error::InvalidMessage(_)) => {
            Fault::Setup("The server does not speak TLS at this address: check the port in the url.".into())
        }
        Some(error) if is_too_old(error) => Fault::Insecure(
            "The server speaks no TLS that is safe: it offers TLS 1.1 or older, and credesk needs 1.2 or 1.3.".into(),
        ),
        Some(_) => Fault::Insecure("No secure connection could be agreed on with the server.".into()),
    }
}

/// Whether the other side knows only what RFC 8996 rules out.
fn is_too_old(error: &rustls::Error) -> bool {
    use rustls::{AlertDescription, Error, PeerIncompatible};
    matches!(
        error,
        Error::AlertReceived(AlertDescription::ProtocolVersion)
            | Error::PeerIncompatible(
                PeerIncompatible::ServerDoesNotSupportTls12Or13
                    | PeerIncompatible::ServerTlsVersionIsDisabledByOurConfig
            )
    )
}

/// The error of rustls somewhere below.
fn tls_error<'e>(error: &'e (dyn Error + 'static)) -> Option<&'e rustls::Error> {
    let mut next = Some(error);
    while let Some(error) = next {
        if let Some(found) = error.downcast_ref() {
            return Some(found);
        }
        // An I/O error names as its source not what it wraps but the source of that.
        let wrapped = error.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
        next = wrapped.map_or_else(|| error.source(), |wrapped| Some(wrapped));
    }
    None
}
