//! A self-admin's own password: nevisIDM wants it before some of the own credentials are changed or read (page
//! generate-bearer-token).

use crate::cli::plain::desk::Desk;
use crate::cli::plain::dialogue::Question;
use crate::cli::plain::halt::Halt;
use crate::domain::credential::CredentialKind;

impl Desk<'_> {
    /// Asks for the password where it is needed. False: without it, it does not go on, and that was said.
    ///
    /// # Errors
    /// See [`Halt`].
    pub async fn is_signed_in_for(&mut self, kind: &CredentialKind) -> Result<bool, Halt> {
        let protected = matches!(kind, CredentialKind::TempStrongPassword | CredentialKind::OtpCard);
        if self.signed_in || !self.site.self_admin || !protected {
            return Ok(true);
        }
        let Some(caller) = self.office.caller.as_ref().map(|caller| caller.login_id.clone()) else {
            self.say(
                "The server does not tell who is signed in, so your password cannot be checked. Nothing was sent.",
            );
            return Ok(false);
        };
        if !self.dialogue.can_hide() {
            self.say(
                "nevisIDM asks for your own password here, and without a terminal it would appear. Nothing was sent.",
            );
            return Ok(false);
        }
        let question = Question {
            lines: vec![format!("nevisIDM asks for your own password, as {}. It does not appear.", caller.shown())],
            prompt: "Your password",
            ..Question::default()
        };
        loop {
            let Some(password) = self.dialogue.password(&question).await? else { return Ok(false) };
            match self.dialogue.wait(self.office.api.sign_in(&caller, password)).await? {
                Ok(()) => {
                    self.signed_in = true;
                    return Ok(true);
                }
                Err(problem) => self.problem(&problem),
            }
        }
    }
}
