//! The kinds of request a home can make.

use crate::domain::named::named_enum;

named_enum! {
    /// One kind of request to NAS or the helpdesk. What each may carry, who sends it and where from is in the rule pack
    /// (`domain::rules`); `N1` to `N23` are the numbers of the catalogue the packs follow.
    pub enum RequestKind {
        /// N1: a new user who has no NHSmail account. FAQ L78-87, L107-115.
        NewUser = "new_user",
        /// N2: a person with an NHSmail account, to be added as a joiner. FAQ L89-109.
        Joiner = "joiner",
        /// N3: asks whether a person is marked as a leaver by their old organisation. FAQ L99-105.
        LeaverStatus = "leaver_status",
        /// N4: marks a user as a leaver. Guide L405-424.
        Leaver = "leaver",
        /// N9: unlocks a locked account. Guide L532-551.
        Unlock = "unlock",
        /// N8: resets a password after the owner has checked who asks. Guide L508-528.
        PasswordReset = "password_reset",
        /// N7: a user's name has changed. Guide L395-402.
        NameChange = "name_change",
        /// N6: names the new owner of a shared mailbox. Guide L419-420.
        OwnerChange = "owner_change",
        /// N12: adds an account to the shared mailbox where the portal step did not help. FAQ L150-156.
        AddToMailbox = "add_to_mailbox",
        /// N11: a user received their own account and not the shared mailbox. FAQ L50-56.
        MissingSharedMailbox = "missing_shared_mailbox",
        /// N14: the site's ODS code, ownership or registration changes, or the site closes. FAQ L190-191.
        SiteChange = "site_change",
        /// N15: a query that is still open is escalated. FAQ L216-233.
        Escalation = "escalation",
        /// N23: asks what became of an earlier request.
        Chase = "chase",
        /// N20: disables an account for a long leave.
        LongLeave = "long_leave",
        /// N20: enables an account again at the return from a long leave.
        ReturnFromLeave = "return_from_leave",
        /// N21: restores a deleted account.
        RestoreAccount = "restore_account",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_are_those_of_stored_requests() {
        let names: Vec<_> = RequestKind::ALL.iter().map(|kind| kind.name()).collect();
        assert_eq!(
            names,
            [
                "new_user",
                "joiner",
                "leaver_status",
                "leaver",
                "unlock",
                "password_reset",
                "name_change",
                "owner_change",
                "add_to_mailbox",
                "missing_shared_mailbox",
                "site_change",
                "escalation",
                "chase",
                "long_leave",
                "return_from_leave",
                "restore_account",
            ]
        );
    }
}
