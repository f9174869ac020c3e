//! The fields of an answer that hold a secret value. Read straight into [`Secret`], with no copy in between.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, Error, Visitor};

use crate::secret::Secret;

/// The value fields of the five resets (pages regenerate-puk, reset-temp-strong-password, regenerate-ticket,
/// replace-otp-secret). `devicePassword` is only ever a hash, so it is not read at all.
#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
pub struct Values {
    #[serde(deserialize_with = "secret")]
    pub puk: Option<Secret>,
    #[serde(deserialize_with = "secret")]
    pub temp_strong_password: Option<Secret>,
    #[serde(deserialize_with = "secret")]
    pub ticket: Option<Secret>,
    #[serde(deserialize_with = "secret")]
    pub otp: Option<Secret>,
}

/// The value fields of a credential's own page, as the server keeps them: a hash, or an OTP card (pages
/// get-temp-strong-password, get-ticket, get-otp; the overview names a page for device passwords).
#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
pub struct KeptValues {
    #[serde(deserialize_with = "secret")]
    pub temp_strong_password: Option<Secret>,
    #[serde(deserialize_with = "secret")]
    pub ticket: Option<Secret>,
    #[serde(deserialize_with = "secret")]
    pub device_password: Option<Secret>,
    #[serde(deserialize_with = "secret")]
    pub otp: Option<Secret>,
}

/// The answer of the token request (page generate-bearer-token).
#[derive(Deserialize)]
pub struct TokenAnswer {
    #[serde(default, deserialize_with = "secret")]
    pub access_token: Option<Secret>,
}

/// A text, or nothing. A number is an error: `1e5` or `007` would be read out wrong.
pub fn secret<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Secret>, D::Error> {
    deserializer.deserialize_any(SecretVisitor)
}

struct SecretVisitor;

impl Visitor<'_> for SecretVisitor {
    type Value = Option<Secret>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text")
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Some(Secret::new(text.to_owned())))
    }
}
