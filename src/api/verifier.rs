//! Passes every certificate on to the verifier that judges it, and keeps the facts of the one that was refused, and of the
//! one that was accepted last.
//!
//! Accepts nothing by itself: each answer is the inner verifier's own, and only a refusal gets something added.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{CertificateError, DigitallySignedStruct, Error, OtherError, SignatureScheme};

use super::certificate::Facts;
use super::wire::safe;

/// The inner verifier decides.
#[derive(Debug)]
pub struct Telling {
    inner: Arc<dyn ServerCertVerifier>,
    seen: Seen,
}

impl Telling {
    /// In front of the verifier that decides.
    pub fn of(inner: Arc<dyn ServerCertVerifier>, seen: &Seen) -> Self {
        Self { inner, seen: seen.clone() }
    }
}

/// A server's certificates that were accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chain {
    /// For whom the server's own is made out.
    pub for_whom: String,
    /// Who made it.
    pub by_whom: String,
    /// The first moment at which one of those that the server showed is no longer valid; none where that could not be read.
    pub until: Option<Timestamp>,
    /// How many the server showed.
    pub length: usize,
}

/// Where the certificates are noted that were accepted last.
#[derive(Debug, Clone, Default)]
pub struct Seen(Arc<Mutex<Option<Chain>>>);

impl Seen {
    /// Those that were accepted last.
    pub fn chain(&self) -> Option<Chain> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn note(&self, end_entity: &[u8], intermediates: &[CertificateDer<'_>]) {
        let Facts { for_whom, by_whom, until, .. } = Facts::of(end_entity);
        let others = intermediates.iter().map(|certificate| Facts::of(certificate).until);
        let until = others.chain([until]).flatten().min();
        let chain = Chain { for_whom, by_whom, until, length: 1 + intermediates.len() };
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(chain);
    }
}

/// A certificate that was refused; travels within the error of rustls, so that it stays with the connection it is of.
#[derive(Debug)]
pub struct Refused {
    why: CertificateError,
    facts: Facts,
}

impl Refused {
    /// Why it is not valid, and what it says, as the end of "The server's certificate is not valid: ...".
    pub fn told(&self) -> String {
        format!("{}. {}", reason(&self.why, &self.facts), self.facts.sentences)
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a certificate was refused")
    }
}

impl std::error::Error for Refused {}

/// The refused certificate behind an error of rustls.
pub fn refused(error: &CertificateError) -> Option<&Refused> {
    let CertificateError::Other(other) = error else { return None };
    other.0.downcast_ref()
}

fn with_facts(error: Error, certificate: &CertificateDer<'_>) -> Error {
    match error {
        Error::InvalidCertificate(why) => {
            let refused = Refused { why, facts: Facts::of(certificate) };
            Error::InvalidCertificate(CertificateError::Other(OtherError(Arc::new(refused))))
        }
        other => other,
    }
}

impl ServerCertVerifier for Telling {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let judged = self.inner.verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now);
        if judged.is_ok() {
            self.seen.note(end_entity, intermediates);
        }
        judged.map_err(|error| with_facts(error, end_entity))
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let judged = self.inner.verify_tls12_signature(message, certificate, signature);
        judged.map_err(|error| with_facts(error, certificate))
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let judged = self.inner.verify_tls13_signature(message, certificate, signature);
        judged.map_err(|error| with_facts(error, certificate))
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.inner.supported_verify_schemes()
    }
}

/// Why a certificate is not valid.
fn reason(error: &CertificateError, facts: &Facts) -> String {
    match error {
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => "it has expired".into(),
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
            "it is not valid yet (is this host's clock right?)".into()
        }
        CertificateError::UnknownIssuer if facts.self_signed => {
            "it vouches for itself (self-signed), and is not trusted here".into()
        }
        CertificateError::UnknownIssuer => "it comes from an authority that is not trusted here".into(),
        CertificateError::NotValidForName => "it is made out to another name".into(),
        CertificateError::NotValidForNameContext { expected, .. } => {
            format!("it is made out to another name than {}", safe(&expected.to_str()))
        }
        CertificateError::Revoked => "it was revoked".into(),
        CertificateError::UnsupportedSignatureAlgorithmContext { .. } => {
            "it is signed in a way that is no longer safe (such as SHA-1)".into()
        }
        _ if facts.weak_key => "its key is too short to be safe (RSA with fewer than 2048 bits)".into(),
        CertificateError::BadSignature => "its signature is wrong".into(),
        CertificateError::BadEncoding => "it cannot be read".into(),
        _ if facts.authority => "it is the certificate of an authority, and none of a server".into(),
        _ => "it does not keep the rules for server certificates".into(),
    }
}
