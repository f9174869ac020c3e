//! Making the `reqwest` client: whom to trust, what to show, and the settings that keep "at most once".
//!
//! There is no switch that accepts an invalid certificate, none that retries or follows, and none that writes session keys
//! into a file.

use std::path::Path;
use std::sync::Arc;

use reqwest::{Client, Proxy, redirect, retry};
use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::ServerCertVerifier;
use rustls::crypto::CryptoProvider;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ClientConfig, RootCertStore};

use super::private_file;
use super::verifier::{Seen, Telling};
use super::wire::safe;
use crate::config::{ClientIdentity, Profile};
use crate::text::SafeText;

/// The most bytes of a file with certificates: those of a whole system have about two hundred kilobytes.
const MOST: usize = 4 * 1024 * 1024;
/// The most bytes of a file with a key.
const LONGEST_KEY: usize = 64 * 1024;

/// Why no client, or no request, can be made. Nothing was sent.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SetupError {
    /// A file of the profile cannot be read.
    #[error("{key} {path} {why}.")]
    File {
        /// The key that names it.
        key: &'static str,
        /// The file.
        path: SafeText,
        /// Why, as the end of a sentence.
        why: String,
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
    noting_client(profile, &Seen::default())
}

/// The same, and the certificates that it accepts are noted.
pub fn noting_client(profile: &Profile, seen: &Seen) -> Result<Client, SetupError> {
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
    if let Some(proxy) = &profile.proxy {
        builder = builder.proxy(Proxy::https(proxy.clone()).map_err(|_| SetupError::Proxy)?);
    }
    builder.tls_backend_preconfigured(secured(profile, seen)?).build().map_err(|_| SetupError::Tls)
}

/// TLS 1.2 or 1.3 (RFC 8996 rules the older ones out), with the certificates of the profile. rustls writes session keys into
/// the file that `SSLKEYLOGFILE` names only where it is told to: here it is not.
fn secured(profile: &Profile, seen: &Seen) -> Result<ClientConfig, SetupError> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ClientConfig::builder_with_provider(Arc::clone(&provider));
    let builder = builder.with_safe_default_protocol_versions().map_err(|_| SetupError::Tls)?;
    // "Dangerous" is what rustls calls any verifier but its own; this one asks its own, and adds words to a refusal.
    let verifier = Telling::of(verifier(profile, provider)?, seen);
    let builder = builder.dangerous().with_custom_certificate_verifier(Arc::new(verifier));
    let mut config = match &profile.client_identity {
        None => builder.with_no_client_auth(),
        Some(identity) => {
            let (chain, key) = self::identity(identity)?;
            builder.with_client_auth_cert(chain, key).map_err(|_| SetupError::Identity)?
        }
    };
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(config)
}

/// Trusts the authorities of `ca_file` alone, or else those of this host.
fn verifier(profile: &Profile, provider: Arc<CryptoProvider>) -> Result<Arc<dyn ServerCertVerifier>, SetupError> {
    let Some(path) = &profile.ca_file else {
        let host = rustls_platform_verifier::Verifier::new(provider).map_err(|_| SetupError::Tls)?;
        return Ok(Arc::new(host));
    };
    let none = || SetupError::NoCertificate(safe(&path.display().to_string()));
    let pem = trusted("ca_file", path)?;
    let mut authorities = RootCertStore::empty();
    for certificate in CertificateDer::pem_slice_iter(&pem) {
        authorities.add(certificate.map_err(|_| none())?).map_err(|_| none())?;
    }
    let made = WebPkiServerVerifier::builder_with_provider(Arc::new(authorities), provider).build();
    made.map_or_else(|_| Err(none()), |verifier| Ok(verifier as Arc<dyn ServerCertVerifier>))
}

fn identity(identity: &ClientIdentity) -> Result<(Vec<CertificateDer<'static>>, PrivateKeyDer<'static>), SetupError> {
    let pem = trusted("client_certificate", &identity.certificate)?;
    let chain: Vec<_> = CertificateDer::pem_slice_iter(&pem).collect::<Result<_, _>>().unwrap_or_default();
    let fault = |why| not_read("client_key", &identity.key, why);
    let pem = private_file::secret(&identity.key, LONGEST_KEY).map_err(fault)?;
    let key = PrivateKeyDer::from_pem_slice(&pem).map_err(|_| SetupError::Identity)?;
    if chain.is_empty() { Err(SetupError::Identity) } else { Ok((chain, key)) }
}

fn trusted(key: &'static str, path: &Path) -> Result<zeroize::Zeroizing<Vec<u8>>, SetupError> {
    private_file::trusted(path, MOST).map_err(|why| not_read(key, path, why))
}

fn not_read(key: &'static str, path: &Path, why: String) -> SetupError {
    SetupError::File { key, path: safe(&path.display().to_string()), why }
}
