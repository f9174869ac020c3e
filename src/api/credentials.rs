//! The credentials of a user, read: the list, the count that the list may leave out, and an OTP card.

use super::ApiClient;
use super::answer::{Answer, Trusted, wrong_shape};
use super::belonging::{Asked, same_user};
use super::error::ApiError;
use super::policies::Listed;
use super::wire::credential::WireCredential;
use super::wire::lenient::Version;
use super::wire::secret::Values;
use crate::domain::credential::{Credential, CredentialKind};
use crate::domain::id::{CredentialId, UserRef};
use crate::domain::otp_card::{CardFault, OtpCard};
use crate::domain::problem::Problem;
use crate::secret::Secret;

impl ApiClient {
    /// An address below a user: `/core/v1/{clientExtId}/users/{userExtId}/{segments}`.
    pub(super) fn below(&self, user: &UserRef, segments: &[&str]) -> reqwest::Url {
        let mut whole = vec![user.client.as_str(), "users", user.user.as_str()];
        whole.extend(segments);
        self.address("core", &whole)
    }

    /// Every credential of a user (page get-credentials).
    ///
    /// Whether the list carries `resetCount` is not published. Where it does not, the count is read from the credential's
    /// own page. Nothing else is taken from there, least of all a version: what the operator reviews and the version that
    /// guards it must come from one reading.
    pub async fn credentials(&self, user: &UserRef) -> Result<Vec<Credential>, Problem> {
        let mut credentials = self.list(user).await.map_err(ApiError::on_reading)?.rows;
        for credential in credentials.iter_mut().filter(|credential| credential.reset_count.is_none()) {
            credential.reset_count = self.reset_count(user, credential).await;
        }
        Ok(credentials)
    }

    /// The list as it is, without the counts that it may lack.
    pub(super) async fn list(&self, user: &UserRef) -> Result<Listed<Credential>, ApiError> {
        let Listed { rows, ahead } = self.every_page::<WireCredential>(&self.below(user, &["credentials"])).await?;
        let rows = rows.into_iter().map(|row| row_of(user, row)).collect::<Result<_, _>>()?;
        Ok(Listed { rows, ahead })
    }

    /// The count from the credential's own page (get-temp-strong-password, get-ticket; the overview names one for device
    /// passwords). None where its type has no published page, and where that answer cannot be used: as in the list, one
    /// with an unreadable version cannot.
    async fn reset_count(&self, user: &UserRef, listed: &Credential) -> Option<i32> {
        let url = self.page_of(user, &listed.kind, listed.id.as_ref())?;
        let answer = self.send(self.reading(url)).await.and_then(Answer::trusted).ok()?;
        let asked = Asked { user, id: listed.id.as_ref(), kind: listed.kind.clone() };
        own_page(asked, &answer).ok()?.reset_count
    }

    /// The address of the credential's own page, where its type has one that tells a reset count.
    pub(super) fn page_of(
        &self,
        user: &UserRef,
        kind: &CredentialKind,
        id: Option<&CredentialId>,
    ) -> Option<reqwest::Url> {
        match (kind, id) {
            (CredentialKind::TempStrongPassword, _) => Some(self.below(user, &["tempstrong-password"])),
            (CredentialKind::Ticket, _) => Some(self.below(user, &["ticket"])),
            (CredentialKind::DevicePassword, Some(id)) => Some(self.below(user, &["device-password", id.as_str()])),
            _ => None,
        }
    }

    /// An OTP card with its cells: `GET .../otp-credentials/{extId}` (page get-otp). The inner result says why the
    /// cells cannot be shown although the credential could be read.
    pub async fn otp_card(
        &self,
        user: &UserRef,
        card: &CredentialId,
    ) -> Result<(Credential, Result<OtpCard, CardFault>), Problem> {
        self.read_otp_card(user, card).await.map_err(ApiError::on_reading)
    }

    async fn read_otp_card(
        &self,
        user: &UserRef,
        card: &CredentialId,
    ) -> Result<(Credential, Result<OtpCard, CardFault>), ApiError> {
        let call = self.stepped_up(self.reading(self.below(user, &["otp-credentials", card.as_str()])));
        card_page(&self.send(call).await?.trusted()?, user, card)
    }
}

/// A row of the list of credentials, if it is the user's.
pub(super) fn row_of(user: &UserRef, row: WireCredential) -> Result<Credential, ApiError> {
    same_user(user, &row)?;
    let kind = row.named_kind().unwrap_or(CredentialKind::parse(""));
    let may_be_changed = !matches!(kind, CredentialKind::Other(_));
    if may_be_changed && row.version == Version::Unreadable {
        return Err(wrong_shape("items.version")); // without it a change could overwrite a colleague's
    }
    Ok(row.into_domain(kind))
}

/// The card of its own page, if it is the one that was asked for.
pub(super) fn card_page(
    answer: &Trusted,
    user: &UserRef,
    card: &CredentialId,
) -> Result<(Credential, Result<OtpCard, CardFault>), ApiError> {
    let asked = Asked { user, id: Some(card), kind: CredentialKind::OtpCard };
    let credential = asked.take(answer.read()?)?;
    Ok((credential, read_card(answer.read::<Values>()?.otp)))
}

/// The credential of its own page. As in the list, one with an unreadable version cannot be used.
pub(super) fn own_page(asked: Asked<'_>, answer: &Trusted) -> Result<Credential, ApiError> {
    let wire = answer.read::<WireCredential>()?;
    if wire.version == Version::Unreadable {
        return Err(wrong_shape("version"));
    }
    asked.take(wire)
}

/// The cells of a card, where the answer holds them.
pub(super) fn read_card(otp: Option<Secret>) -> Result<OtpCard, CardFault> {
    otp.ok_or(CardFault::Parts).and_then(OtpCard::parse)
}
