//! A person: what is known of them and their NHSmail account.

use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::domain::address::{NhsmailAddress, PersonalEmail};
use crate::domain::answer::Answer;
use crate::domain::change::{Body, Change, Fold, Sealed};
use crate::domain::confirm::Confirmed;
use crate::domain::facts::facts;
use crate::domain::ids::PersonId;
use crate::domain::mobile::Mobile;
use crate::domain::name::FullName;
use crate::domain::words::{NoteText, ShortText};

facts! {
    /// What is known of a person's account. No fact of these identifies anybody.
    ///
    /// Everything here is "last confirmed": the app cannot see NHSmail.
    pub struct PersonFacts, PersonPatch {
        /// Whether the record stands; cleared when its making is undone.
        present: bool,
        /// Whether they have an NHSmail account.
        has_account: Answer,
        /// The organisation that holds the account.
        account_held_by: ShortText,
        /// Whether multi-factor sign-in is set up.
        mfa: Answer,
        /// The day the account was made.
        account_created_on: Date,
        /// The day somebody last confirmed that the account is used.
        last_confirmed_active_on: Date,
        /// The day the account was marked as a leaver: day 0 of its 30 days.
        marked_leaver_on: Date,
        /// The day the account was switched off for long leave.
        disabled_on: Date,
        /// The day the sign-in details reached the person.
        details_received_on: Date,
        /// The day their mobile number was last given or confirmed.
        number_checked_on: Date,
    }
}

facts! {
    /// Who a person is. Sealed with their `identity` key.
    pub struct Identity, IdentityPatch {
        /// Full name.
        full_name: FullName,
        /// NHSmail address.
        nhsmail_address: NhsmailAddress,
        /// A note of the owner's.
        note: NoteText,
    }
}

facts! {
    /// How a person is reached. Sealed with their `contact` key.
    pub struct Contact, ContactPatch {
        /// Their own mobile.
        personal_mobile: Mobile,
        /// Their own email address.
        personal_email: PersonalEmail,
        /// The mobile linked to their NHSmail account.
        linked_mobile: Mobile,
    }
}

/// Details that are kept, or were removed on a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kept<T> {
    /// They are here.
    Here(T),
    /// They were removed on this day, and their key destroyed.
    Removed(Date),
}

impl<T: Default> Default for Kept<T> {
    fn default() -> Self {
        Self::Here(T::default())
    }
}

impl<T> Kept<T> {
    /// The details, if they are still here.
    pub const fn here(&self) -> Option<&T> {
        match self {
            Self::Here(details) => Some(details),
            Self::Removed(_) => None,
        }
    }

    /// One of the details: given, not given, or removed.
    pub fn detail<'a, V>(&'a self, pick: impl FnOnce(&'a T) -> Option<&'a V>) -> Detail<&'a V> {
        match self {
            Self::Here(details) => pick(details).map_or(Detail::NotGiven, Detail::Given),
            Self::Removed(on) => Detail::Removed(*on),
        }
    }
}

/// One detail of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail<T> {
    /// Never given, or cleared.
    NotGiven,
    /// The detail.
    Given(T),
    /// Removed on this day.
    Removed(Date),
}

/// A person, as their changes leave them.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// The account.
    pub facts: PersonFacts,
    /// Who they are.
    pub identity: Kept<Identity>,
    /// How they are reached.
    pub contact: Kept<Contact>,
    /// The day their contact details were last removed. It counts again once everything given since is taken back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact_removed_on: Option<Date>,
    /// The day they were erased. Nothing brings a detail back after that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub erased_on: Option<Date>,
    /// The record this one was put together with, as the link was made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub merged_into: Option<PersonId>,
    /// The day that was done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub merged_on: Option<Date>,
    /// The record that stands for this one. No change says it: it follows from all the links there are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub same_as: Option<PersonId>,
}

impl fmt::Debug for Person {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Person")
            .field("erased_on", &self.erased_on)
            .finish_non_exhaustive()
    }
}

impl Person {
    /// Whether the record stands, by itself.
    #[must_use]
    pub fn is_present(&self) -> bool {
        self.is_recorded() && self.same_as.is_none()
    }

    /// Whether the record stands, by itself or in another.
    #[must_use]
    pub fn is_recorded(&self) -> bool {
        self.facts.present == Some(true)
    }

    /// Full name.
    #[must_use]
    pub fn full_name(&self) -> Detail<&FullName> {
        self.identity.detail(|identity| identity.full_name.as_ref())
    }

    /// NHSmail address.
    #[must_use]
    pub fn nhsmail_address(&self) -> Detail<&NhsmailAddress> {
        self.identity.detail(|identity| identity.nhsmail_address.as_ref())
    }

    /// Their own mobile.
    #[must_use]
    pub fn personal_mobile(&self) -> Detail<&Mobile> {
        self.contact.detail(|contact| contact.personal_mobile.as_ref())
    }

    /// Their own email address.
    #[must_use]
    pub fn personal_email(&self) -> Detail<&PersonalEmail> {
        self.contact.detail(|contact| contact.personal_email.as_ref())
    }

    /// The mobile linked to their account.
    #[must_use]
    pub fn linked_mobile(&self) -> Detail<&Mobile> {
        self.contact.detail(|contact| contact.linked_mobile.as_ref())
    }
}

impl Fold for Person {
    fn apply(&mut self, change: &Change) {
        match &change.body {
            Body::Person {
                facts,
                identity,
                contact,
                ..
            } => {
                self.facts.apply(facts);
                if self.erased_on.is_some() {
                    return;
                }
                apply_sealed(&mut self.identity, identity, Identity::apply);
                apply_sealed(&mut self.contact, contact, Contact::apply);
                if let Some(on) = self.contact_removed_on
                    && self.contact == Kept::default()
                {
                    self.contact = Kept::Removed(on);
                }
            }
            Body::ContactRemoved { on, .. } => {
                self.contact_removed_on = Some(*on);
                if self.erased_on.is_none() {
                    self.contact = Kept::Removed(*on);
                }
            }
            Body::PersonErased { on, .. } => {
                // Two computers may erase the same person: the earlier day stands whichever change is read first.
                let on = self.erased_on.map_or(*on, |before| before.min(*on));
                self.erased_on = Some(on);
                self.identity = Kept::Removed(on);
                self.contact = Kept::Removed(on);
            }
            Body::Merged { into, on, .. } => {
                self.merged_into = *into;
                self.merged_on = into.map(|_| *on);
            }
            Body::Confirmed { what, on, .. } => {
                let day = match what {
                    Confirmed::Used(_) => &mut self.facts.last_confirmed_active_on,
                    Confirmed::Number => &mut self.facts.number_checked_on,
                };
                // An older day than the one known says nothing new.
                *day = (*day).max(Some(*on));
            }
            Body::CopyMade { .. }
            | Body::Site { .. }
            | Body::Mailbox { .. }
            | Body::Post { .. }
            | Body::Access { .. }
            | Body::Settings { .. }
            | Body::Path { .. }
            | Body::Aside { .. }
            | Body::RequestDrafted { .. }
            | Body::RequestHandedOver { .. }
            | Body::RequestMoved { .. }
            | Body::RequestCalled { .. }
            | Body::RequestCallsRemoved { .. }
            | Body::RequestChased { .. }
            | Body::RequestQuestion { .. }
            | Body::RequestTicked { .. }
            | Body::RequestMoveTakenBack { .. }
            | Body::RequestTicket { .. } => {}
        }
    }
}

fn apply_sealed<T: Default, P>(kept: &mut Kept<T>, sealed: &Sealed<P>, apply: impl FnOnce(&mut T, &P)) {
    match sealed {
        Sealed::Nothing => {}
        Sealed::Gone(on) => *kept = Kept::Removed(*on),
        Sealed::Open(patch) => {
            if let Kept::Removed(_) = kept {
                *kept = Kept::Here(T::default());
            }
            if let Kept::Here(details) = kept {
                apply(details, patch);
            }
        }
    }
}
