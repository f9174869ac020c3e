//! Whether the files that a profile names can be used, as the first request would find out. Connects to nothing, runs no
//! program, and keeps nothing of what it reads.

use super::error::ApiError;
use super::{tls, token_source, token_text};
use crate::config::{Profile, TokenSource};
use crate::domain::problem::Problem;

/// What is wrong with the certificates, their key, or the file of the token.
pub fn problems(profile: &Profile) -> Vec<Problem> {
    let made = tls::client(profile).map(drop).map_err(ApiError::from);
    let token = match &profile.token {
        TokenSource::File(path) => token_source::from_file(path).and_then(|raw| token_text::bearer(&raw).map(drop)),
        TokenSource::Command(_) | TokenSource::Variable(_) | TokenSource::Taken(..) | TokenSource::Given(_) => Ok(()),
    };
    let problems = [made, token.map_err(ApiError::from)];
    problems.into_iter().filter_map(Result::err).map(ApiError::on_reading).collect()
}
