//! How prints are told to whoever looks back. Everything that is not credesk's own is made safe to draw.

use crate::domain::audit_words::safe;
use crate::domain::printing::{Destination, PrintFault};
use crate::domain::record::{Paper, Print, PrintEvent};

/// Where the sheet went. The terminal is the operator's, not the one at which this is read.
pub fn to(to: &Destination) -> String {
    match to {
        Destination::Queue(_) | Destination::File(_) | Destination::Output => to.to_string(),
        Destination::Terminal => "terminal's own printer".into(),
    }
}

/// For a column: what, and where to.
pub fn what(print: &Print) -> String {
    match print.paper {
        Paper::Card => format!("OTP card to {}", to(&print.to)),
        Paper::Slip => format!("slip to {}: {}", to(&print.to), print.kind.as_str()),
    }
}

/// For a column: what became of it.
pub fn stage(print: &Print, end: Option<&PrintEvent>) -> String {
    match end {
        Some(PrintEvent::Accepted(Some(job))) => format!("accepted, job {}", safe(job)),
        Some(PrintEvent::Accepted(None)) => match print.to {
            Destination::File(_) => "saved".into(),
            Destination::Queue(_) | Destination::Terminal | Destination::Output => "accepted".into(),
        },
        Some(PrintEvent::Failed(fault)) if is_unknown(fault) => format!("no answer ({})", safe(fault)),
        Some(PrintEvent::Failed(fault)) => format!("not printed ({})", safe(fault)),
        Some(PrintEvent::Asked(_)) | None => format!("asked, no end: {}", whereabouts(&print.to)),
    }
}

/// The whole of it, as a sentence without its full stop.
pub fn sentence(print: &Print, end: Option<&PrintEvent>) -> String {
    let sheet = match print.paper {
        Paper::Card => "OTP card".into(),
        Paper::Slip => format!("Slip ({})", print.kind.as_str()),
    };
    let (whom, to) = (print.login_id.shown(), to(&print.to));
    match end {
        Some(PrintEvent::Accepted(job)) => {
            let job = job.as_ref().map_or_else(String::new, |job| format!(", job {}", safe(job)));
            format!("{sheet} printed for {whom}: {to}{job}")
        }
        Some(PrintEvent::Failed(fault)) if is_unknown(fault) => {
            format!("{sheet} for {whom}: {to}, no answer ({}); it may have been printed all the same", safe(fault))
        }
        Some(PrintEvent::Failed(fault)) => format!("{sheet} not printed for {whom}: {to} ({})", safe(fault)),
        Some(PrintEvent::Asked(_)) | None => {
            format!("{sheet} for {whom}: {to}; asked, no end: {}", whereabouts(&print.to))
        }
    }
}

/// What one line says.
pub fn event(event: &PrintEvent) -> String {
    match event {
        PrintEvent::Asked(_) => "asked for by the operator; nothing had left before this".into(),
        PrintEvent::Accepted(Some(job)) => {
            format!("accepted by the queue as job {}; whether paper came out, nobody knows", safe(job))
        }
        PrintEvent::Accepted(None) => "all of it was written".into(),
        PrintEvent::Failed(fault) if is_unknown(fault) => {
            format!("no answer ({}); it may have been printed all the same", safe(fault))
        }
        PrintEvent::Failed(fault) => format!("not printed ({})", safe(fault)),
    }
}

/// The one fault after which a sheet may have come out.
fn is_unknown(fault: &str) -> bool {
    fault == PrintFault::Timeout(0).name()
}

fn whereabouts(to: &Destination) -> &'static str {
    match to {
        Destination::Queue(_) | Destination::Terminal => "look at the printer",
        Destination::File(_) => "look for the file",
        Destination::Output => "ask who ran it",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::credential::CredentialKind;
    use crate::domain::id::{ClientId, LoginId, UserId, UserRef};

    #[test]
    fn a_print_without_an_answer_is_never_told_as_not_printed() {
        let print = Print {
            server: "s".into(),
            caller: None,
            at: UserRef { client: ClientId::parse("1").unwrap(), user: UserId::parse("2").unwrap() },
            login_id: LoginId::new("a.muster"),
            kind: CredentialKind::OtpCard,
            credential: None,
            paper: Paper::Card,
            to: Destination::Queue("Helpdesk".into()),
            operation: None,
        };
        for (fault, open) in [(PrintFault::Timeout(60), true), (PrintFault::NoLp, false), (PrintFault::NoSpace, false)]
        {
            let failed = PrintEvent::Failed(fault.name().into());
            for told in [stage(&print, Some(&failed)), sentence(&print, Some(&failed)), event(&failed)] {
                assert_eq!(told.contains("no answer"), open, "{told}");
                assert_eq!(told.contains("not printed"), !open, "{told}");
            }
        }
    }
}
