//! What an owner may set for the whole staff list.

use jiff::civil::Date;

use crate::domain::address::NhsmailAddress;
use crate::domain::facts::facts;
use crate::domain::words::ShortText;

facts! {
    /// The settings that belong to the staff list and travel with it.
    pub struct Settings, SettingsPatch {
        /// The day set-up was finished.
        set_up_on: Date,
        /// The address requests go to, where it is not the rule pack's.
        nas_address: NhsmailAddress,
        /// Local help: who.
        local_help_name: ShortText,
        /// Local help: email.
        local_help_email: ShortText,
        /// Local help: telephone.
        local_help_phone: ShortText,
        /// Bank holidays announced since this version was made.
        extra_bank_holidays: Vec<Date>,
        /// The day two groups of the recovery code were typed back from paper.
        recovery_code_checked_on: Date,
    }
}
