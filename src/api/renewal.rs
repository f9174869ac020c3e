//! A new bearer token for a locked console: had from its source, proven to be the operator's, and only then used.
//!
//! Changes nothing at the server, and leaves the present token in use wherever anything is wrong with the new one.

use super::ApiClient;
use super::answer::{Answer, wrong_shape};
use super::error::ApiError;
use super::wire::principal::WireCaller;
use crate::domain::fault::{Asked, Fault};
use crate::domain::id::LoginId;
use crate::domain::problem::Problem;

impl ApiClient {
    /// Fetches the token from its source anew, even where the present one is fine, and asks with the new one whose it is
    /// (`GET /principal/v1/me`, page get-caller-user-info). It is used from now on if that is `expected`, or if nobody in
    /// particular is; then it is enough that nevisIDM accepts the token, and the `X-Token` goes, which may be somebody
    /// else's.
    ///
    /// # Errors
    /// Why there is no new token, why its owner could not be read, or whose it is instead. The present one then stays.
    pub async fn renew(&self, expected: Option<&LoginId>) -> Result<(), Problem> {
        let token = self.auth.fetch_apart().await.map_err(|why| ApiError::Token(why).on_reading())?;
        let call = self.reading(self.address("principal", &["me"]));
        let answer = self.exchange_with(call, token.header()).await.and_then(Answer::json::<WireCaller>);
        match (expected, answer.map(|caller| caller.into_domain().login_id)) {
            (Some(_), Ok(owner)) if owner.as_str().is_empty() => return Err(wrong_shape("loginId").on_reading()),
            (Some(expected), Ok(owner)) if *expected != owner => {
                return Err(Fault::SomebodyElse(owner.shown().clone()).problem(Asked::Read, None));
            }
            (Some(_), Ok(_)) => {}
            (None, Ok(_)) => self.auth.forget_x_token(),
            (None, Err(error)) if may_not_ask(&error) => self.auth.forget_x_token(),
            (_, Err(error)) => return Err(error.on_reading()),
        }
        self.auth.take_into_use(token);
        Ok(())
    }
}

/// Whether nevisIDM knows the caller and says that it has not the role to be told who it is.
fn may_not_ask(error: &ApiError) -> bool {
    matches!(error.fault_of_reading(), Fault::Forbidden | Fault::Permission(_))
}
