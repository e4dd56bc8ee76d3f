//! A care home and its shared mailboxes.

use jiff::civil::Date;

use crate::domain::address::MailboxAddress;
use crate::domain::answer::Answer;
use crate::domain::facts::facts;
use crate::domain::ids::SiteId;
use crate::domain::lasts;
use crate::domain::ods::OdsCode;
use crate::domain::phone::LandlinePhone;
use crate::domain::postcode::Postcode;
use crate::domain::text::{SiteName, TownName};
use crate::domain::words::ShortText;

facts! {
    /// A care home.
    pub struct Site, SitePatch {
        /// Whether the record stands; cleared when its making is undone.
        present: bool,
        /// The home's name.
        name: SiteName,
        /// Its code in the Organisation Data Service.
        ods_code: OdsCode,
        /// Its town.
        town: TownName,
        /// Its postcode.
        postcode: Postcode,
        /// The telephone number CQC publishes: NAS calls are made from it (FAQ L163-164).
        cqc_phone: LandlinePhone,
        /// Whether NAS manages its accounts. If not, NAS is the wrong place to ask (guide L485-493).
        nas_managed: Answer,
        /// Who helps locally, in the owner's words.
        local_help: ShortText,
        /// The last day the home was open. Not known while it is.
        closed_on: Date,
    }
}

impl Site {
    /// Whether the home was closed before `today`. Everything that happened there stays.
    #[must_use]
    pub fn is_closed_on(&self, today: Date) -> bool {
        self.closed_on.is_some_and(|last| last < today)
    }
}

facts! {
    /// A shared mailbox: a row of its own, because a new ODS code brings a new mailbox and the old address never changes
    /// (FAQ L144-146).
    pub struct Mailbox, MailboxPatch {
        /// Whether the record stands; cleared when its making is undone.
        present: bool,
        /// The home it belongs to.
        site: SiteId,
        /// Its address, as the owner gave it.
        address: MailboxAddress,
        /// Its name in the directory.
        display_name: ShortText,
        /// The first day.
        from: Date,
        /// The last day; not known while it lasts.
        to: Date,
        /// The day somebody last saw to it that NAS was asked for every account that is needed.
        accounts_asked_for_on: Date,
        /// The day somebody last saw to it that sign-in details were passed on.
        details_passed_on_on: Date,
        /// The day somebody last saw to it that those who are new could sign in.
        first_sign_ins_helped_on: Date,
        /// The day somebody last saw to it that everybody who needs it can open the mailbox.
        access_given_on: Date,
        /// The day somebody last saw to the training and the toolkit.
        training_seen_to_on: Date,
        /// The day somebody last saw to it that no leaver can open the mailbox.
        leavers_removed_on: Date,
        /// The day somebody last said that the mailbox was read.
        read_on: Date,
        /// After how many days the owner wants to be reminded to read it; not known where they do not.
        read_every: u16,
    }
}

impl Mailbox {
    /// Whether the mailbox is in use on `today`.
    #[must_use]
    pub fn lasts_on(&self, today: Date) -> bool {
        self.present == Some(true) && lasts(self.from, self.to, today)
    }
}
