//! What a refused certificate says of itself, in words: for whom, by whom, from when until when, and its fingerprint.
//!
//! Judges nothing and trusts nothing of it: names in it are the other side's text. What cannot be read is left out.

use std::net::{Ipv4Addr, Ipv6Addr};

use jiff::Timestamp;
use ring::digest::{SHA256, digest};
use x509_cert::Certificate;
use x509_cert::der::Decode;
use x509_cert::der::oid::ObjectIdentifier;
use x509_cert::ext::pkix::name::GeneralName;
use x509_cert::ext::pkix::{BasicConstraints, SubjectAltName};
use x509_cert::name::Name;
use x509_cert::time::Time;

use super::wire::quoted;

/// `rsaEncryption` (RFC 8017, appendix A.1).
const RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");
/// An RSA key of 2048 bits has a modulus of 256 bytes, and a frame around it.
const BYTES_OF_2048_BITS: usize = 256;
/// The most names that are told.
const NAMES: usize = 5;

/// The facts of a certificate (RFC 5280).
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Facts {
    /// Two sentences, or one where nothing but its bytes could be had.
    pub sentences: String,
    /// The hosts that it is for, and whose it is.
    pub for_whom: String,
    /// Who made it.
    pub by_whom: String,
    /// Until when it is valid.
    pub until: Option<Timestamp>,
    /// It vouches for itself.
    pub self_signed: bool,
    /// It is that of an authority (`basicConstraints`).
    pub authority: bool,
    /// Its key is an RSA key of fewer than 2048 bits.
    pub weak_key: bool,
}

impl Facts {
    /// Of a certificate as it came over the wire (DER).
    pub fn of(der: &[u8]) -> Self {
        let print = fingerprint(der);
        let Ok(certificate) = Certificate::from_der(der) else {
            return Self { sentences: format!("SHA-256 fingerprint: {print}"), ..Self::default() };
        };
        let facts = certificate.tbs_certificate();
        let key = facts.subject_public_key_info();
        let constraints = facts.get_extension::<BasicConstraints>().ok().flatten();
        let (from, until) = (moment(facts.validity().not_before), moment(facts.validity().not_after));
        let names = names(&certificate);
        let subject = distinguished(facts.subject());
        let (for_whom, by_whom) = (for_whom(subject, &names), distinguished(facts.issuer()));
        let by_whom = by_whom.unwrap_or_else(|| "nobody that it names".into());
        Self {
            sentences: format!(
                "It is made out to {for_whom}, by {by_whom}, and is valid from {from} until {until}. \
                 SHA-256 fingerprint: {print}"
            ),
            until: at(facts.validity().not_after),
            for_whom,
            by_whom,
            self_signed: facts.subject() == facts.issuer(),
            authority: constraints.is_some_and(|(_, constraints)| constraints.ca),
            weak_key: key.algorithm.oid == RSA && key.subject_public_key.raw_bytes().len() < BYTES_OF_2048_BITS,
        }
    }
}

fn for_whom(subject: Option<String>, names: &[String]) -> String {
    match (subject, names) {
        (None, []) => "nobody".into(),
        (Some(subject), []) => subject,
        (None, names) => names.join(", "),
        (Some(subject), names) => format!("{} ({subject})", names.join(", ")),
    }
}

/// The hosts that it is for (`subjectAltName`).
fn names(certificate: &Certificate) -> Vec<String> {
    let found = certificate.tbs_certificate().get_extension::<SubjectAltName>().ok().flatten();
    let all = found.map(|(_, names)| names.0).unwrap_or_default();
    let more = all.len().saturating_sub(NAMES);
    let mut told: Vec<String> = all.iter().take(NAMES).filter_map(name).collect();
    if more > 0 {
        told.push(format!("{more} more"));
    }
    told
}

fn name(name: &GeneralName) -> Option<String> {
    match name {
        GeneralName::DnsName(host) => Some(quoted(host.as_str()).to_string()),
        GeneralName::IpAddress(bytes) => {
            let bytes = bytes.as_bytes();
            let four = <[u8; 4]>::try_from(bytes).ok().map(|bytes| Ipv4Addr::from(bytes).to_string());
            four.or_else(|| <[u8; 16]>::try_from(bytes).ok().map(|bytes| Ipv6Addr::from(bytes).to_string()))
        }
        GeneralName::OtherName(_)
        | GeneralName::Rfc822Name(_)
        | GeneralName::DirectoryName(_)
        | GeneralName::EdiPartyName(_)
        | GeneralName::UniformResourceIdentifier(_)
        | GeneralName::RegisteredId(_) => None,
    }
}

/// A name as RFC 4514 writes it: `CN=idm.example.ch,O=Example`.
fn distinguished(name: &Name) -> Option<String> {
    (!name.is_empty()).then(|| quoted(&name.to_string()).to_string())
}

/// `2026-11-21 14:02 UTC`.
fn moment(time: Time) -> String {
    at(time).map_or_else(|| "a time beyond reckoning".into(), |at| at.strftime("%Y-%m-%d %H:%M UTC").to_string())
}

fn at(time: Time) -> Option<Timestamp> {
    Timestamp::from_second(i64::try_from(time.to_unix_duration().as_secs()).ok()?).ok()
}

/// As `openssl x509 -fingerprint -sha256` shows it.
fn fingerprint(der: &[u8]) -> String {
    let bytes = digest(&SHA256, der);
    bytes.as_ref().iter().map(|byte| format!("{byte:02X}")).collect::<Vec<_>>().join(":")
}
