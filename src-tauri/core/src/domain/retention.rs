//! When it is time to let details go: proposed and asked, never done silently.
//!
//! A personal email is needed until the account is confirmed; a leaver's contact details for a time the owner sets. Both are
//! our advice (domain section 13): how long a home keeps what is its own decision.

use jiff::ToSpan;
use jiff::civil::Date;

use crate::domain::answer::Answer;
use crate::domain::person::Person;

/// For how many months a leaver's contact details are kept, unless the owner sets another time.
pub const ADVISED_MONTHS: u16 = 6;

/// The longest time that can be set, in months.
pub const LONGEST_MONTHS: u16 = 120;

/// What may go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Removal {
    /// The personal email: the account is confirmed since this day.
    PersonalEmail(Date),
    /// All contact details: the person left on this day, and the time is over.
    Contact(Date),
}

/// A leaver whose last day is before this one may have been kept long enough.
#[must_use]
pub fn left_before(today: Date, months: u16) -> Date {
    today.saturating_sub(i32::from(months).months())
}

/// What may go of a person who left on `left_on`, or works here still.
#[must_use]
pub fn removal(person: &Person, left_on: Option<Date>, months: u16, today: Date) -> Option<Removal> {
    let contact = person.contact.here()?;
    let some = contact.personal_mobile.is_some() || contact.personal_email.is_some() || contact.linked_mobile.is_some();
    if let Some(left_on) = left_on
        && some
        && left_on < left_before(today, months)
    {
        return Some(Removal::Contact(left_on));
    }
    contact.personal_email.as_ref()?;
    let facts = &person.facts;
    if facts.has_account != Some(Answer::Yes) {
        return None;
    }
    let confirmed_on = facts.last_confirmed_active_on.or(facts.details_received_on)?;
    (confirmed_on <= today).then_some(Removal::PersonalEmail(confirmed_on))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::domain::person::{Contact, Kept, PersonFacts};

    fn person(email: bool) -> Person {
        Person {
            facts: PersonFacts {
                has_account: Some(Answer::Yes),
                ..PersonFacts::default()
            },
            contact: Kept::Here(Contact {
                personal_mobile: Some("07700900001".parse().unwrap()),
                personal_email: email.then(|| "joan@example.org".parse().unwrap()),
                linked_mobile: None,
            }),
            ..Person::default()
        }
    }

    const TODAY: Date = date(2026, 8, 31);

    #[test]
    fn the_personal_email_may_go_once_the_account_is_confirmed_and_not_before() {
        let mut joan = person(true);
        assert_eq!(removal(&joan, None, 6, TODAY), None);
        joan.facts.details_received_on = Some(date(2026, 8, 1));
        assert_eq!(
            removal(&joan, None, 6, TODAY),
            Some(Removal::PersonalEmail(date(2026, 8, 1)))
        );
        joan.facts.has_account = Some(Answer::NotKnown);
        assert_eq!(removal(&joan, None, 6, TODAY), None);
        let mut without = person(false);
        without.facts.last_confirmed_active_on = Some(date(2026, 8, 1));
        assert_eq!(removal(&without, None, 6, TODAY), None);
    }

    #[test]
    fn a_leavers_contact_details_may_go_after_the_time_that_is_set() {
        let joan = person(false);
        // Six months before the last of August is the last of February.
        assert_eq!(removal(&joan, Some(date(2026, 2, 28)), 6, TODAY), None);
        assert_eq!(
            removal(&joan, Some(date(2026, 2, 27)), 6, TODAY),
            Some(Removal::Contact(date(2026, 2, 27)))
        );
        assert_eq!(removal(&joan, Some(date(2026, 2, 27)), 7, TODAY), None);
        assert_eq!(removal(&joan, None, 1, TODAY), None, "not of somebody who works here");
    }

    #[test]
    fn nothing_is_proposed_where_nothing_is_left() {
        let gone = Person {
            contact: Kept::Removed(date(2026, 1, 1)),
            ..person(true)
        };
        assert_eq!(removal(&gone, Some(date(2020, 1, 1)), 1, TODAY), None);
    }
}
