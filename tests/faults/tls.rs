//! The certificates of the campaign: a good one, and three that no client may take.

use std::sync::Arc;

use rcgen::{CertificateParams, CertifiedIssuer, DnType, KeyPair, date_time_ymd};
use rustls::ServerConfig;
use rustls::pki_types::PrivateKeyDer;
use tokio_rustls::TlsAcceptor;

type Authority = CertifiedIssuer<'static, KeyPair>;

/// One acceptor for each certificate, and the authority that the client trusts.
pub struct Tls {
    pub authority_pem: String,
    pub good: TlsAcceptor,
    pub other_name: TlsAcceptor,
    pub expired: TlsAcceptor,
    pub stranger: TlsAcceptor,
}

impl Tls {
    pub fn new() -> Self {
        let (ours, theirs) = (authority("ours"), authority("theirs"));
        Self {
            good: acceptor(&ours, "127.0.0.1", false),
            other_name: acceptor(&ours, "idm.example.ch", false),
            expired: acceptor(&ours, "127.0.0.1", true),
            stranger: acceptor(&theirs, "127.0.0.1", false),
            authority_pem: ours.pem(),
        }
    }
}

fn authority(name: &str) -> Authority {
    let mut params = CertificateParams::default();
    params.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    params.distinguished_name.push(DnType::CommonName, name);
    CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap()
}

fn acceptor(authority: &Authority, name: &str, expired: bool) -> TlsAcceptor {
    let key = KeyPair::generate().unwrap();
    let mut params = CertificateParams::new([name.to_owned()]).unwrap();
    if expired {
        params.not_before = date_time_ymd(2020, 1, 1);
        params.not_after = date_time_ymd(2021, 1, 1);
    }
    let certificate = params.signed_by(&key, authority).unwrap();
    let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    let mut config = builder.with_no_client_auth().with_single_cert(vec![certificate.der().clone()], key).unwrap();
    config.send_tls13_tickets = 0;
    TlsAcceptor::from(Arc::new(config))
}
