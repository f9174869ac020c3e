//! The operations of the campaign, named apart from the console's own types: an imitation that shared code with it would
//! share its mistakes.

use std::fmt;

/// The five credentials.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    Puk,
    TempStrong,
    Ticket,
    DevicePassword,
    OtpCard,
}

impl Kind {
    pub const ALL: [Self; 5] = [Self::Puk, Self::TempStrong, Self::Ticket, Self::DevicePassword, Self::OtpCard];

    /// Its place in [`Kind::ALL`].
    pub fn place(self) -> usize {
        self as usize
    }

    /// The published name of the type.
    pub fn name(self) -> &'static str {
        match self {
            Self::Puk => "PUK",
            Self::TempStrong => "Temporary Strong Password",
            Self::Ticket => "Ticket Authorization",
            Self::DevicePassword => "DevicePassword",
            Self::OtpCard => "OTP Card",
        }
    }

    /// The external ID that each user's has here.
    pub fn ext_id(self) -> &'static str {
        match self {
            Self::Puk => "puk-1",
            Self::TempStrong => "tsp-1",
            Self::Ticket => "tic-1",
            Self::DevicePassword => "dev-1",
            Self::OtpCard => "otp-1",
        }
    }

    /// The address below the user.
    pub fn segments(self) -> &'static [&'static str] {
        match self {
            Self::Puk => &["puk"],
            Self::TempStrong => &["tempstrong-password"],
            Self::Ticket => &["ticket"],
            Self::DevicePassword => &["device-password", "dev-1"],
            Self::OtpCard => &["otp-credentials", "otp-1"],
        }
    }

    /// The member that holds the value.
    pub fn member(self) -> &'static str {
        match self {
            Self::Puk => "puk",
            Self::TempStrong => "tempStrongPassword",
            Self::Ticket => "ticket",
            Self::DevicePassword => "devicePassword",
            Self::OtpCard => "otp",
        }
    }

    pub fn policy(self) -> &'static str {
        match self {
            Self::Puk => "pol-puk",
            Self::TempStrong => "pol-tsp",
            Self::Ticket => "pol-tic",
            Self::DevicePassword => "pol-dev",
            Self::OtpCard => "pol-otp",
        }
    }

    pub fn policy_type(self) -> &'static str {
        match self {
            Self::Puk => "PUKPolicy",
            Self::TempStrong => "TempStrongPasswordPolicy",
            Self::Ticket => "TicketPolicy",
            Self::DevicePassword => "DevicePasswordPolicy",
            Self::OtpCard => "OTPCardPolicy",
        }
    }
}

/// One thing that an operator does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Op {
    ResetPuk,
    ResetTempStrong,
    ResetTicket,
    SetDevicePassword,
    ReplaceCard,
    EditPuk,
    EditTempStrong,
    EditTicket,
    EditDevicePassword,
}

impl Op {
    pub const ALL: [Self; 9] = [
        Self::ResetPuk,
        Self::ResetTempStrong,
        Self::ResetTicket,
        Self::SetDevicePassword,
        Self::ReplaceCard,
        Self::EditPuk,
        Self::EditTempStrong,
        Self::EditTicket,
        Self::EditDevicePassword,
    ];

    pub fn kind(self) -> Kind {
        match self {
            Self::ResetPuk | Self::EditPuk => Kind::Puk,
            Self::ResetTempStrong | Self::EditTempStrong => Kind::TempStrong,
            Self::ResetTicket | Self::EditTicket => Kind::Ticket,
            Self::SetDevicePassword | Self::EditDevicePassword => Kind::DevicePassword,
            Self::ReplaceCard => Kind::OtpCard,
        }
    }

    /// One of the three resets without a body: no version goes along, and `resetCount` rises.
    pub fn is_bare_reset(self) -> bool {
        matches!(self, Self::ResetPuk | Self::ResetTempStrong | Self::ResetTicket)
    }

    /// Changes state, policy or comment, and no value.
    pub fn is_edit(self) -> bool {
        matches!(self, Self::EditPuk | Self::EditTempStrong | Self::EditTicket | Self::EditDevicePassword)
    }

    /// 204 is a full answer to it: a temporary strong password that is not exposed, or an update.
    pub fn takes_no_content(self) -> bool {
        self.is_edit() || matches!(self, Self::ResetTempStrong | Self::SetDevicePassword)
    }

    /// The answer must name the credential, not only the user, since the address did.
    pub fn names_the_credential(self) -> bool {
        matches!(self.kind(), Kind::DevicePassword | Kind::OtpCard)
    }
}

impl fmt::Display for Op {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}
