//! A policy: what it says of resets, of exposure and of delivery, read from its parameters.

use std::collections::BTreeMap;

use crate::domain::credential::CredentialKind;
use crate::domain::device_password::Rules;
use crate::domain::id::PolicyId;
use crate::domain::otp_card::Labels;
use crate::text::SafeText;

/// A policy configuration. Page get-policy-configuration: `parameters` is a map of text to text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// Its external ID, to which a credential's `policyExtId` points.
    pub id: PolicyId,
    /// Its name.
    pub name: SafeText,
    /// Its type, for example `PUKPolicy`, as the server spells it.
    pub kind: String,
    /// The parameters that differ from the type's defaults, or all of them: the server decides.
    pub parameters: BTreeMap<String, String>,
}

impl Labels {
    /// The style that a card's policy asks for; the published default where it cannot be read.
    pub fn of(policy: Option<&Policy>) -> Self {
        if policy.is_some_and(Policy::labels_coordinates) { Self::Coordinates } else { Self::Running }
    }
}

/// A way in which nevisIDM delivers a new value itself (`sendingMethod`; page Temporary-strong-password).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SendingMethod(pub SafeText);

impl SendingMethod {
    /// What the operator tells the caller: `by e-mail`, `by SMS`.
    pub fn phrase(&self) -> String {
        match self.0.as_str() {
            "Email" | "HTMLemail" => "by e-mail".into(),
            "PDFemail" => "by e-mail, as a PDF".into(),
            "SMS_SMTP" => "by SMS".into(),
            // A file in a folder of the server (`PDFstore.destDir`): nothing says that it is on its way already.
            "PDFstore" => "as a letter (PDF store, still to be printed)".into(),
            "Print" => "as a printed letter".into(),
            other => format!("in a way that it calls {other}"),
        }
    }
}

impl Policy {
    /// The parameter names that may carry the highest reset count. None is published; these are the likely ones.
    const RESET_LIMITS: [&str; 4] = ["maxResetCount", "maxCredResetCount", "resetCountMax", "maxResets"];

    fn number(&self, name: &str) -> Option<i32> {
        self.parameters.get(name)?.trim().parse().ok()
    }

    fn flag(&self, name: &str) -> Option<bool> {
        self.parameters.get(name)?.trim().to_ascii_lowercase().parse().ok()
    }

    /// Whether the policy is made for this kind of credential.
    pub fn is_for(&self, kind: &CredentialKind) -> bool {
        let wanted = match kind {
            CredentialKind::Puk => "PUKPolicy",
            CredentialKind::TempStrongPassword => "TempStrongPasswordPolicy",
            CredentialKind::Ticket => "TicketPolicy",
            CredentialKind::DevicePassword => "DevicePasswordPolicy",
            CredentialKind::OtpCard => "OTPCardPolicy",
            CredentialKind::Other(_) => return false,
        };
        self.kind == wanted
    }

    /// How often a credential may be reset, where the policy says so. A negative figure means without limit.
    pub fn reset_limit(&self) -> Option<i32> {
        Self::RESET_LIMITS.iter().find_map(|name| self.number(name)).filter(|limit| *limit >= 0)
    }

    /// Length of the second part of a temporary strong password, which reaches the user another way (`ticketLen1`; page
    /// Temporary-strong-password). No default is published: where the policy does not say, nobody knows.
    pub fn second_part(&self) -> Option<i32> {
        self.number("ticketLen1")
    }

    /// How nevisIDM delivers, in the order in which it tries (`sendingMethod`). Where the parameter is absent the type's
    /// published default holds: `PDFstore` for a PUK, `Email` for a ticket and a temporary strong password (pages PUK,
    /// Ticket, Temporary-strong-password). Empty where it says `None`.
    pub fn sending_methods(&self) -> Vec<SendingMethod> {
        let named = self.parameters.get("sendingMethod").map_or_else(|| self.usual_method(), String::as_str);
        let methods = named.split(',').map(str::trim).filter(|method| !method.is_empty() && *method != "None");
        methods.map(|method| SendingMethod(SafeText::new(method))).collect()
    }

    fn usual_method(&self) -> &'static str {
        match self.kind.as_str() {
            "PUKPolicy" => "PDFstore",
            "TicketPolicy" | "TempStrongPasswordPolicy" => "Email",
            _ => "",
        }
    }

    /// Whether the cells of an OTP card are labelled `A1` to `N12` (true) or `001` to `168`
    /// (`coordinateCardFormat`, default false; page OTP).
    pub fn labels_coordinates(&self) -> bool {
        self.flag("coordinateCardFormat").unwrap_or(false)
    }

    /// What a new device password must be like (parameter names from the page api-usage; defaults are not published).
    pub fn password_rules(&self) -> Rules {
        let at_least = |name| self.number(name).and_then(|number| usize::try_from(number).ok());
        Rules {
            min_length: at_least("minLength").unwrap_or(0),
            max_length: at_least("maxLength"),
            min_non_letter: at_least("minNonLetter").unwrap_or(0),
            min_non_alnum: at_least("minNonAlnum").unwrap_or(0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn policy(parameters: &[(&str, &str)]) -> Policy {
        Policy {
            id: PolicyId::parse("p1").unwrap(),
            name: SafeText::new("p"),
            kind: "PUKPolicy".into(),
            parameters: parameters.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect(),
        }
    }

    #[test]
    fn published_defaults_hold_where_nothing_is_said() {
        let silent = policy(&[]);
        assert_eq!(silent.reset_limit(), None);
        assert!(!silent.labels_coordinates());
        assert_eq!(silent.second_part(), None);
        assert_eq!(silent.sending_methods(), [SendingMethod(SafeText::new("PDFstore"))]);
        assert!(policy(&[("sendingMethod", "None")]).sending_methods().is_empty());
    }

    #[test]
    fn parameters_are_read_tolerantly() {
        let said = policy(&[
            ("maxResetCount", " 5 "),
            ("coordinateCardFormat", "TRUE"),
            ("sendingMethod", "Email, SMS_SMTP,None"),
            ("ticketLen1", "12"),
            ("minLength", "twelve"),
        ]);
        assert_eq!(said.reset_limit(), Some(5));
        assert!(said.labels_coordinates());
        assert_eq!(said.second_part(), Some(12));
        let phrases: Vec<_> = said.sending_methods().iter().map(SendingMethod::phrase).collect();
        assert_eq!(phrases, ["by e-mail", "by SMS"]);
        assert_eq!(said.password_rules().min_length, 0);
        assert_eq!(policy(&[("maxResetCount", "-1")]).reset_limit(), None);
    }
}
