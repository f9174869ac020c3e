//! Making the `reqwest` client: whom to trust, what to show, and the settings that keep "at most once".
//!
//! There is no switch that accepts an invalid certificate, and none that retries or follows.

use std::io::ErrorKind;
use std::path::Path;

use reqwest::{Certificate, Client, Identity, Proxy, redirect, retry};
use rustls::CertificateError;
use zeroize::Zeroizing;

use super::wire::safe;
use crate::config::{ClientIdentity, Profile};
use crate::text::SafeText;

/// Why no client, or no request, can be made. Nothing was sent.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SetupError {
    /// A file of the profile cannot be read.
    #[error("{key} {path} cannot be read: {why}.")]
    File {
        /// The key that names it.
        key: &'static str,
        /// The file.
        path: SafeText,
        /// The operating system's reason.
        why: ErrorKind,
    },
    /// `ca_file` holds no certificate.
    #[error("ca_file {0} holds no certificate in PEM.")]
    NoCertificate(SafeText),
    /// Certificate and key cannot be used.
    #[error(
        "client_certificate and client_key cannot be used: both must be PEM, belong together, and the key must not be encrypted (openssl pkcs12 -in FILE.p12 -nodes makes such files)."
    )]
    Identity,
    /// The proxy cannot be used.
    #[error("proxy cannot be used as it is.")]
    Proxy,
    /// The system has no certificates to trust, or TLS cannot be set up.
    #[error("TLS cannot be set up: this host has no certificate authorities to trust. Set ca_file in the profile.")]
    Tls,
    /// The profile sends no changes.
    #[error("This profile is read-only: it sends no changes.")]
    ReadOnly,
    /// The request itself cannot be put together.
    #[error("The request could not be put together: {0}.")]
    Request(&'static str),
}

/// Makes the client. Reads files, so it may take some milliseconds.
pub fn client(profile: &Profile) -> Result<Client, SetupError> {
    // Says no where another part of the process was first; then that provider is the same one.
    let _installed = rustls::crypto::ring::default_provider().install_default();
    let secure = profile.url.scheme() == "https";
    let mut builder = Client::builder()
        .redirect(redirect::Policy::none())
        .retry(retry::never())
        .referer(false)
        .no_proxy()
        .http1_only()
        .pool_max_idle_per_host(0)
        .https_only(secure)
        .connect_timeout(profile.connect_timeout)
        .user_agent(concat!("credesk/", env!("CARGO_PKG_VERSION")));
    if !secure {
        // A loopback server needs no certificate authorities and no proxy, which would see the token.
        return builder.tls_certs_only([]).build().map_err(|_| SetupError::Tls);
    }
    if let Some(path) = &profile.ca_file {
        builder = builder.tls_certs_only(authorities(path)?);
    }
    if let Some(identity) = &profile.client_identity {
        builder = builder.identity(self::identity(identity)?);
    }
    if let Some(proxy) = &profile.proxy {
        builder = builder.proxy(Proxy::https(proxy.clone()).map_err(|_| SetupError::Proxy)?);
    }
    let shown = profile.client_identity.is_some();
    builder.build().map_err(|_| if shown { SetupError::Identity } else { SetupError::Tls })
}

fn authorities(path: &Path) -> Result<Vec<Certificate>, SetupError> {
    let certificates = Certificate::from_pem_bundle(&read("ca_file", path)?).unwrap_or_default();
    if certificates.is_empty() {
        Err(SetupError::NoCertificate(safe(&path.display().to_string())))
    } else {
        Ok(certificates)
    }
}

fn identity(identity: &ClientIdentity) -> Result<Identity, SetupError> {
    let certificate = read("client_certificate", &identity.certificate)?;
    let key = read("client_key", &identity.key)?;
    let mut pem = Zeroizing::new(Vec::with_capacity(certificate.len() + key.len() + 1));
    pem.extend_from_slice(&certificate);
    pem.push(b'\n');
    pem.extend_from_slice(&key);
    Identity::from_pem(&pem).map_err(|_| SetupError::Identity)
}

fn read(key: &'static str, path: &Path) -> Result<Zeroizing<Vec<u8>>, SetupError> {
    let failed =
        |error: std::io::Error| SetupError::File { key, path: safe(&path.display().to_string()), why: error.kind() };
    std::fs::read(path).map(Zeroizing::new).map_err(failed)
}

/// Why a certificate is not valid, as the end of "The server's certificate is not valid: ...".
pub fn reason(error: &CertificateError) -> String {
    match error {
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => "it has expired".into(),
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
            "it is not valid yet (is this host's clock right?)".into()
        }
        CertificateError::UnknownIssuer => "it comes from an authority that is not trusted here".into(),
        CertificateError::NotValidForName => "it is made out to another name".into(),
        CertificateError::NotValidForNameContext { expected, .. } => {
            format!("it is made out to another name than {}", safe(&expected.to_str()))
        }
        CertificateError::Revoked => "it was revoked".into(),
        CertificateError::BadSignature => "its signature is wrong".into(),
        CertificateError::BadEncoding => "it cannot be read".into(),
        _ => "it does not keep the rules for server certificates".into(),
    }
}
