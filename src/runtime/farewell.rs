//! What became of the changes that were on their way when the console ended: one sentence each, never a value.

use std::fmt;
use std::io::{self, Write as _};
use std::time::Duration;

use crate::domain::id::UserRef;
use crate::domain::problem::{Problem, Took};
use crate::domain::write::{Updatable, Write, WriteAnswer};

/// What a change was about, without anything secret of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    what: &'static str,
    at: UserRef,
    /// The old value stops working. An edit of state, policy or comment leaves it as it is.
    new_value: bool,
}

impl Subject {
    /// Of this change.
    pub fn of(write: &Write) -> Self {
        let what = match write {
            Write::ResetPuk(_) => "regenerate the PUK",
            Write::ResetTempStrongPassword(_) => "reset the temporary strong password",
            Write::ResetTicket(_) => "regenerate the ticket",
            Write::ReplaceOtpCard { .. } => "replace the OTP card",
            Write::Update { what: Updatable::Puk, .. } => "edit the PUK",
            Write::Update { what: Updatable::TempStrongPassword, .. } => "edit the temporary strong password",
            Write::Update { what: Updatable::Ticket, .. } => "edit the ticket",
            Write::Update { what: Updatable::DevicePassword(_), .. } => "update the device password",
        };
        let new_value = match write {
            Write::ResetPuk(_)
            | Write::ResetTempStrongPassword(_)
            | Write::ResetTicket(_)
            | Write::ReplaceOtpCard { .. } => true,
            Write::Update { edit, .. } => edit.password.is_some(),
        };
        Self { what, at: write.user().clone(), new_value }
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} of user {} in client {}", self.what, self.at.user, self.at.client)
    }
}

/// How a change ended that nobody looked at any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ending {
    subject: Subject,
    problem: Option<Problem>,
}

impl Ending {
    /// Takes the answer, keeps its problem and drops its value.
    pub fn new(subject: Subject, answer: WriteAnswer) -> Self {
        let problem = match answer {
            WriteAnswer::Done(_) => None,
            WriteAnswer::NotSent(_, problem) | WriteAnswer::Refused(_, problem) | WriteAnswer::Unknown(_, problem) => {
                Some(problem)
            }
        };
        Self { subject, problem }
    }

    /// True where nobody knows whether it was carried out.
    pub fn is_unknown(&self) -> bool {
        self.problem.as_ref().is_some_and(|problem| problem.took == Took::Unknown)
    }
}

impl fmt::Display for Ending {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "A change was on its way when credesk ended ({}): ", self.subject)?;
        match &self.problem {
            None if self.subject.new_value => {
                f.write_str("it was carried out, the old value no longer works, and the new one was not shown.")
            }
            None => f.write_str("it was carried out. The value itself was not changed."),
            Some(problem) if problem.took == Took::Unknown => {
                write!(
                    f,
                    "{} Outcome unknown. Do not reset again. Start credesk again: it reads what became of it.",
                    problem.what
                )
            }
            Some(problem) => write!(f, "{problem}"),
        }
    }
}

/// Says why the program does not end at once. On a dead terminal nobody reads it, and nothing depends on it.
pub fn announce(patience: Duration) {
    let seconds = patience.as_secs();
    let _ = writeln!(
        io::stderr(),
        "credesk: a change is on its way. Waiting for its answer, at most {seconds} s; do not send it again."
    );
}

/// The same for a sheet.
pub fn announce_print(patience: Duration) {
    let seconds = patience.as_secs();
    let _ = writeln!(
        io::stderr(),
        "credesk: a sheet is on its way to the printer. Waiting for the answer, at most {seconds} s."
    );
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::domain::edit::Edit;
    use crate::domain::fault::{Asked, Fault};
    use crate::domain::id::{ClientId, CredentialId, UserId};
    use crate::domain::write::{Done, NewValue};
    use crate::secret::Secret;

    fn user() -> UserRef {
        UserRef { client: ClientId::parse("100").unwrap(), user: UserId::parse("1034").unwrap() }
    }

    fn subject() -> Subject {
        Subject::of(&Write::ResetTempStrongPassword(user()))
    }

    fn told_when_done(edit: Edit) -> String {
        let what = Updatable::DevicePassword(CredentialId::parse("dev-1").unwrap());
        let write = Write::Update { user: user(), what, edit, version: None };
        let done = Done { credential: None, value: NewValue::Unchanged };
        Ending::new(Subject::of(&write), WriteAnswer::Done(Box::new(done))).to_string()
    }

    #[test]
    fn a_change_that_was_carried_out_is_told_without_its_value() {
        let value = NewValue::Plain(Arc::new(Secret::new("kT7w9QxB".into())));
        let ending = Ending::new(subject(), WriteAnswer::Done(Box::new(Done { credential: None, value })));
        let said = ending.to_string();
        assert!(said.contains("reset the temporary strong password of user 1034 in client 100): it was carried out"));
        assert!(!said.contains("kT7w") && !ending.is_unknown(), "{said}");
    }

    #[test]
    fn only_a_new_value_ends_the_old_one() {
        let comment = told_when_done(Edit { comment: Some("by phone".into()), ..Edit::default() });
        assert!(comment.ends_with("it was carried out. The value itself was not changed."), "{comment}");
        let password = Some(Arc::new(Secret::new("kT7w9QxB".into())));
        let password = told_when_done(Edit { password, ..Edit::default() });
        assert!(password.contains("the old value no longer works"), "{password}");
    }

    #[test]
    fn what_nobody_knows_is_told_as_that() {
        let problem = Fault::Timeout(30).problem(Asked::Write, None);
        let ending = Ending::new(subject(), WriteAnswer::Unknown(Fault::Timeout(30), problem));
        assert!(ending.is_unknown());
        assert!(ending.to_string().contains("Do not reset again"), "{ending}");
    }

    #[test]
    fn a_refusal_says_that_nothing_was_changed() {
        let fault = Fault::DataRoom;
        let problem = fault.problem(Asked::Write, None);
        let ending = Ending::new(subject(), WriteAnswer::Refused(fault, problem));
        assert!(!ending.is_unknown() && ending.to_string().contains("no reset took place"), "{ending}");
    }
}
