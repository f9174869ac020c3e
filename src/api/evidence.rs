//! The reading that settles an unknown outcome: the list of the user's credentials and the credential's own page, side by
//! side.
//!
//! The list decides. What the page adds is dropped where it cannot be read or is of another moment than the list. Nothing
//! here says what the outcome was, and no value leaves this file: only its fingerprint does.

use jiff::Timestamp;
use ring::hmac;

use super::ApiClient;
use super::answer::{Answer, Trusted, wrong_shape};
use super::belonging::Asked;
use super::credentials::own_page;
use super::error::ApiError;
use super::transport::Call;
use super::wire::secret::KeptValues;
use super::wire::shown;
use crate::domain::credential::{Credential, CredentialKind};
use crate::domain::evidence::{Evidence, Fingerprint, FingerprintKey};
use crate::domain::id::{CredentialId, UserRef};
use crate::domain::problem::Problem;
use crate::secret::Secret;

/// What the credential's own page says.
struct Page {
    credential: Credential,
    value: Option<Fingerprint>,
}

impl ApiClient {
    /// Reads what can be known about one credential now: the list (page get-credentials) and the credential's own page
    /// (get-temp-strong-password, get-ticket, get-otp; the overview names one for device passwords) on a connection each.
    ///
    /// `id` is the credential's external ID, where it is known. Without it the only one of this kind is taken; where
    /// there are several, none of them can be meant for certain, and that is a problem.
    ///
    /// A problem is told where the list cannot be read. A page that cannot be read leaves the value out, and never costs
    /// a token.
    pub async fn evidence(
        &self,
        user: &UserRef,
        kind: &CredentialKind,
        id: Option<&CredentialId>,
        key: &FingerprintKey,
    ) -> Result<Evidence, Problem> {
        let (listed, page) = tokio::join!(self.list(user), self.own_page(user, kind, id, key));
        let listed = listed.map_err(ApiError::on_reading)?;
        let of_kind = |credential: &Credential| credential.kind == *kind;
        let mut found = listed.rows.into_iter().filter(of_kind).filter(|one| id.is_none() || one.id.as_ref() == id);
        let mut credential = found.next();
        if found.next().is_some() {
            return Err(wrong_shape("items.extId").on_reading());
        }
        let page = page.filter(|page| credential.as_ref().is_some_and(|listed| of_one_state(listed, &page.credential)));
        if let (Some(credential), Some(page)) = (&mut credential, &page) {
            credential.reset_count = credential.reset_count.or(page.credential.reset_count);
        }
        let comment = credential.as_ref().and_then(|credential| credential.comment.as_ref());
        let comment = comment.map(|comment| fingerprint(key, [comment.as_str()]));
        Ok(Evidence {
            credential,
            value: page.and_then(|page| page.value),
            comment,
            ahead: listed.ahead,
            at: Timestamp::now(),
        })
    }

    /// The credential's own page; `None` where there is none to be had.
    async fn own_page(
        &self,
        user: &UserRef,
        kind: &CredentialKind,
        id: Option<&CredentialId>,
        key: &FingerprintKey,
    ) -> Option<Page> {
        let answer = self.send(self.page_call(user, kind, id)?).await.and_then(Answer::trusted).ok()?;
        let credential = own_page(Asked { user, id, kind: kind.clone() }, &answer).ok()?;
        Some(Page { credential, value: kept_value(&answer, kind, key) })
    }

    /// The request for it. A self-admin's card is not asked for without an `X-Token` (page get-otp): it would be refused.
    fn page_call(&self, user: &UserRef, kind: &CredentialKind, id: Option<&CredentialId>) -> Option<Call> {
        let call = match (kind, id) {
            (CredentialKind::OtpCard, Some(id)) => {
                let may_ask = !self.profile.self_admin || self.auth.x_token().is_some();
                let url = self.below(user, &["otp-credentials", id.as_str()]);
                may_ask.then(|| self.stepped_up(self.reading(url)))
            }
            _ => self.page_of(user, kind, id).map(|url| self.reading(url)),
        };
        call.map(Call::optional)
    }
}

/// The fingerprint of the value that a credential's own page holds. One that cannot be read does not make the count beside
/// it a lie.
pub(super) fn kept_value(answer: &Trusted, kind: &CredentialKind, key: &FingerprintKey) -> Option<Fingerprint> {
    let values = answer.read::<KeptValues>().unwrap_or_default();
    let hash = |value: Option<Secret>| value.filter(|value| !value.is_empty()).map(|value| of_hash(key, &value));
    match kind {
        CredentialKind::TempStrongPassword => hash(values.temp_strong_password),
        CredentialKind::Ticket => hash(values.ticket),
        CredentialKind::DevicePassword => hash(values.device_password),
        CredentialKind::OtpCard => values.otp.and_then(|otp| of_card(key, &otp)),
        CredentialKind::Puk | CredentialKind::Other(_) => None,
    }
}

/// Whether list and page show the same state of the same credential. They are read at almost, but not quite, the same
/// moment, and a change may fall in between: then the old value beside the new version would look like somebody else's
/// edit. What one of them does not tell says nothing against it.
fn of_one_state(listed: &Credential, page: &Credential) -> bool {
    fn agree<T: PartialEq>(a: Option<&T>, b: Option<&T>) -> bool {
        a.zip(b).is_none_or(|(a, b)| a == b)
    }
    agree(listed.id.as_ref(), page.id.as_ref()) && agree(listed.version.as_ref(), page.version.as_ref())
}

/// The fingerprint that a comment has in [`Evidence::comment`] once the server has taken it as it was sent: to tell one's
/// own mark from another operator's. `None` where there is nothing in it.
pub fn comment_fingerprint(key: &FingerprintKey, comment: &str) -> Option<Fingerprint> {
    shown(Some(comment)).map(|comment| fingerprint(key, [comment.as_str()]))
}

fn of_hash(key: &FingerprintKey, hash: &Secret) -> Fingerprint {
    fingerprint(key, [hash.expose()])
}

/// Of a card's size and cells (page replace-otp-secret: `rows|cols|counters|card(|latestChallenge)`). Counters and challenge
/// change whenever the user signs in with it, and the card is still the same.
fn of_card(key: &FingerprintKey, otp: &Secret) -> Option<Fingerprint> {
    let mut parts = otp.expose().split('|');
    let (rows, columns, _counters, card) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    (!card.is_empty()).then(|| fingerprint(key, [rows, columns, card]))
}

/// The parts with a sign between them that stands in none of them: a card's are what `|` divides, and the rest has one.
fn fingerprint<const PARTS: usize>(key: &FingerprintKey, parts: [&str; PARTS]) -> Fingerprint {
    let mut context = hmac::Context::with_key(&hmac::Key::new(hmac::HMAC_SHA256, key.bytes()));
    for (number, part) in parts.into_iter().enumerate() {
        context.update(if number == 0 { b"" } else { b"|" });
        context.update(part.as_bytes());
    }
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&context.sign().as_ref()[..16]);
    Fingerprint(bytes)
}
