//! Two records of the staff list that may be one person.

use crate::domain::facts::Set;
use crate::domain::named::named_enum;
use crate::domain::person::{Contact, ContactPatch, Identity, IdentityPatch, Person, PersonPatch};

named_enum! {
    /// What two records share.
    pub enum Likeness {
        /// A mobile, personal or linked to the account.
        Mobile = "mobile",
        /// A personal email address.
        Email = "email",
        /// An NHSmail address.
        Address = "address",
        /// Names that look alike.
        Name = "name",
    }
}

/// Lists the facts of a person once, and writes from that how two records differ in them and how one takes them from the other.
macro_rules! person_fields {
    ($( $(#[$doc:meta])* $Field:ident = $name:literal in $part:ident . $field:ident, )+) => {
        named_enum! {
            /// A fact of a person that the owner chooses when two records become one.
            pub enum PersonField {
                $( $(#[$doc])* $Field = $name, )+
            }
        }

        /// The facts that differ between two records, in the order of the page.
        #[must_use]
        pub fn differing(one: &Person, other: &Person) -> Vec<PersonField> {
            let (one, other) = (Parts::of(one), Parts::of(other));
            let mut fields = Vec::new();
            $( if one.$part.$field != other.$part.$field { fields.push(PersonField::$Field); } )+
            fields
        }

        /// The change that gives `kept` these facts of `other`, with nothing in it that is equal already.
        #[must_use]
        pub fn taking(kept: &Person, other: &Person, fields: &[PersonField]) -> Taken {
            let (kept, other) = (Parts::of(kept), Parts::of(other));
            let mut taken = Taken::default();
            $(
                if fields.contains(&PersonField::$Field) {
                    taken.$part.$field = Set::between(kept.$part.$field.as_ref(), other.$part.$field.clone());
                }
            )+
            taken
        }
    };
}

/// What a record takes from another.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Taken {
    /// Of the account.
    pub facts: PersonPatch,
    /// Of who they are.
    pub identity: IdentityPatch,
    /// Of how they are reached.
    pub contact: ContactPatch,
}

/// A record's facts, with what was removed as not given.
struct Parts {
    facts: crate::domain::person::PersonFacts,
    identity: Identity,
    contact: Contact,
}

impl Parts {
    fn of(person: &Person) -> Self {
        Self {
            facts: person.facts.clone(),
            identity: person.identity.here().cloned().unwrap_or_default(),
            contact: person.contact.here().cloned().unwrap_or_default(),
        }
    }
}

person_fields! {
    /// Full name.
    FullName = "full_name" in identity.full_name,
    /// Personal mobile.
    PersonalMobile = "personal_mobile" in contact.personal_mobile,
    /// Personal email.
    PersonalEmail = "personal_email" in contact.personal_email,
    /// NHSmail address.
    NhsmailAddress = "nhsmail_address" in identity.nhsmail_address,
    /// The mobile linked to the account.
    LinkedMobile = "linked_mobile" in contact.linked_mobile,
    /// Whether they have an account.
    HasAccount = "has_account" in facts.has_account,
    /// Who holds it.
    AccountHeldBy = "account_held_by" in facts.account_held_by,
    /// Whether multi-factor sign-in is set up.
    Mfa = "mfa" in facts.mfa,
    /// The day the account was made.
    AccountCreatedOn = "account_created_on" in facts.account_created_on,
    /// The day its use was last confirmed.
    LastConfirmedActiveOn = "last_confirmed_active_on" in facts.last_confirmed_active_on,
    /// The day it was marked as a leaver.
    MarkedLeaverOn = "marked_leaver_on" in facts.marked_leaver_on,
    /// The day it was switched off for long leave.
    DisabledOn = "disabled_on" in facts.disabled_on,
    /// The day the sign-in details reached them.
    DetailsReceivedOn = "details_received_on" in facts.details_received_on,
    /// The day their number was last confirmed.
    NumberCheckedOn = "number_checked_on" in facts.number_checked_on,
    /// The owner's note.
    Note = "note" in identity.note,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::facts::Set;

    fn person(name: &str, mobile: Option<&str>) -> Person {
        let mut person = Person::default();
        person.identity = crate::domain::person::Kept::Here(Identity {
            full_name: Some(name.parse().unwrap()),
            ..Identity::default()
        });
        person.contact = crate::domain::person::Kept::Here(Contact {
            personal_mobile: mobile.map(|mobile| mobile.parse().unwrap()),
            ..Contact::default()
        });
        person
    }

    #[test]
    fn what_differs_is_named_and_only_what_is_chosen_is_taken() {
        let (kept, other) = (person("Amy Poole", None), person("Amy Pool", Some("07700900123")));
        assert_eq!(
            differing(&kept, &other),
            [PersonField::FullName, PersonField::PersonalMobile]
        );
        let taken = taking(&kept, &other, &[PersonField::PersonalMobile, PersonField::Mfa]);
        assert_eq!(taken.contact.names(), ["personal_mobile"]);
        assert_eq!(taken.contact.personal_mobile, Set::To("07700900123".parse().unwrap()));
        assert!(taken.identity.is_empty() && taken.facts.is_empty());
        assert!(differing(&kept, &kept).is_empty());
    }
}
