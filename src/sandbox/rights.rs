//! Elementary rights ("Elementary-Rights"). Who has which stands in [`super::operator`].

/// An elementary right, without the `AccessControl.` that the wire puts before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Right {
    ClientView,
    UserView,
    UserSearch,
    UserModify,
    UserModifyTechUser,
    CredentialView,
    CredentialModify,
    CredentialChangeState,
    PolicyView,
    PolicyConfigurationView,
    PropertyView,
    PropertyValueView,
    PropertyAllowedValueView,
    SelfAdmin,
}

impl Right {
    pub const ALL: [Self; 14] = [
        Self::ClientView,
        Self::UserView,
        Self::UserSearch,
        Self::UserModify,
        Self::UserModifyTechUser,
        Self::CredentialView,
        Self::CredentialModify,
        Self::CredentialChangeState,
        Self::PolicyView,
        Self::PolicyConfigurationView,
        Self::PropertyView,
        Self::PropertyValueView,
        Self::PropertyAllowedValueView,
        Self::SelfAdmin,
    ];
    /// What a property's value needs to be seen ("get-user-1").
    pub const PROPERTIES: [Self; 3] = [Self::PropertyView, Self::PropertyValueView, Self::PropertyAllowedValueView];

    /// The name as the pages write it, without its prefix.
    pub fn name(self) -> String {
        format!("{self:?}")
    }
}
