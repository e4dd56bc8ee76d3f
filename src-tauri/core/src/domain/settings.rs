//! What an owner may set for the whole staff list.

use jiff::civil::Date;

use crate::domain::address::NhsmailAddress;
use crate::domain::facts::facts;
use crate::domain::request::ChaseDays;
use crate::domain::retention::ADVISED_MONTHS;
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
        /// Working days of NAS until asking again, where it is not what we advise.
        chase_after: u16,
        /// Working days of NAS until escalating, where it is not what we advise.
        escalate_after: u16,
        /// For how many months a leaver's contact details are kept, where it is not what we advise.
        contact_kept_months: u16,
        /// The day two groups of the recovery code were typed back from paper.
        recovery_code_checked_on: Date,
    }
}

impl Settings {
    /// For how many months a leaver's contact details are kept: as set, or as we advise.
    #[must_use]
    pub fn contact_kept_months(&self) -> u16 {
        self.contact_kept_months.unwrap_or(ADVISED_MONTHS)
    }

    /// After how many working days to ask again and to escalate: as set, or as we advise.
    #[must_use]
    pub fn chase_days(&self) -> ChaseDays {
        let advised = ChaseDays::advised();
        ChaseDays::new(
            self.chase_after.unwrap_or(advised.chase()),
            self.escalate_after.unwrap_or(advised.escalate()),
        )
        .unwrap_or(advised)
    }
}
