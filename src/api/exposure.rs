//! Whether the pages of a credential are there at all, found out by reading them: its own list and its own page.
//!
//! Never asks for a change, and reads no OTP card: its page holds the cells.

use reqwest::StatusCode;

use super::ApiClient;
use super::answer::Answer;
use super::error::ApiError;
use crate::domain::credential::CredentialKind;
use crate::domain::id::{CredentialId, UserRef};
use crate::domain::problem::Problem;

/// What came of reading a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PageSeen {
    /// It could be read.
    Read,
    /// nevisIDM itself says that there is nothing: the page is there, the credential is not.
    Empty,
    /// 404, 405 or 501 without a word of nevisIDM: something answers for it that does not know the page.
    NotThere(u16),
    /// It could not be read for another reason.
    Failed(Problem),
    /// There is no published page that could be read.
    None,
}

impl ApiClient {
    /// The external IDs of a user's credentials, by their kinds (page get-credentials), or what came instead.
    pub async fn kinds_of(&self, user: &UserRef) -> Result<Vec<(CredentialKind, Option<CredentialId>)>, PageSeen> {
        let listed = self.list(user).await.map_err(page)?;
        Ok(listed.rows.into_iter().map(|credential| (credential.kind, credential.id)).collect())
    }

    /// A credential's own page, as far as one is published (pages get-temp-strong-password, get-ticket; the overview names
    /// one for device passwords).
    pub async fn page_seen(&self, user: &UserRef, kind: &CredentialKind, id: Option<&CredentialId>) -> PageSeen {
        let Some(url) = self.page_of(user, kind, id) else { return PageSeen::None };
        match self.send(self.reading(url)).await.and_then(Answer::trusted) {
            Ok(_) => PageSeen::Read,
            Err(error) => page(error),
        }
    }
}

/// The core service's own codes begin with `errors.` (page delete-enterprise-authorization).
fn page(error: ApiError) -> PageSeen {
    let ApiError::Refused { status, said, .. } = &error else { return PageSeen::Failed(error.on_reading()) };
    let is_nevisidm = said.iter().any(|said| said.code.as_ref().is_some_and(|code| code.starts_with("errors.")));
    match *status {
        StatusCode::NOT_FOUND if is_nevisidm => PageSeen::Empty,
        StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED | StatusCode::NOT_IMPLEMENTED => {
            PageSeen::NotThere(status.as_u16())
        }
        _ => PageSeen::Failed(error.on_reading()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::wire::refusal::Said;

    fn refused(status: u16, code: Option<&str>) -> PageSeen {
        let said = code.map(|code| Said { code: Some(code.into()), message: None });
        page(ApiError::Refused {
            status: StatusCode::from_u16(status).unwrap(),
            said: said.into_iter().collect(),
            page: None,
        })
    }

    #[test]
    fn a_page_that_is_not_there_is_told_from_one_without_anything_on_it() {
        assert_eq!(refused(404, Some("errors.noRecord")), PageSeen::Empty);
        assert_eq!(refused(404, None), PageSeen::NotThere(404));
        assert_eq!(refused(404, Some("NOT_FOUND")), PageSeen::NotThere(404));
        assert_eq!(refused(405, Some("errors.invalidData")), PageSeen::NotThere(405));
        assert!(matches!(refused(403, None), PageSeen::Failed(_)));
        assert!(matches!(refused(500, None), PageSeen::Failed(_)));
    }
}
