//! Which mobiles and mail addresses a text names, so that a large staff list is asked for those and not listed.

use std::collections::BTreeSet;
use std::fmt;

use super::digits::Groups;
use super::email;
use super::plain::Plain;
use super::runs::Runs;
use super::vocabulary::PhoneNumber;

/// A text that names more than this is not a note about a few people; what is over is taken for unknown.
const MOST: usize = 200;

/// What a text names.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Mentioned {
    /// What could be UK mobiles, as eleven digits: `07700900001`.
    pub mobiles: BTreeSet<String>,
    /// Mail addresses, in small letters.
    pub emails: BTreeSet<String>,
}

impl fmt::Debug for Mentioned {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mentioned")
            .field("mobiles", &self.mobiles.len())
            .field("emails", &self.emails.len())
            .finish()
    }
}

/// Reads which mobiles, in any spelling, and which mail addresses a text names.
#[must_use]
pub fn mentioned(text: &str) -> Mentioned {
    let plain = Plain::read(text);
    let runs = Runs::read(&plain);
    let mut mentioned = Mentioned::default();
    for (start, end) in email::addresses(plain.bytes()) {
        if let Ok(address) = String::from_utf8(email::small(&plain.bytes()[start..end]))
            && mentioned.emails.len() < MOST
        {
            mentioned.emails.insert(address);
        }
    }
    for at in 0..runs.len() {
        if !runs.at(at).is_digits() || mentioned.mobiles.len() >= MOST {
            continue;
        }
        let groups = Groups::read(&runs, at);
        let numbers = groups
            .iter()
            .flat_map(|groups| groups.all().map(|group| groups.digits(group.digits)))
            .filter(|digits| (10..=15).contains(&digits.len()))
            .flat_map(|digits| [true, false].map(|plus| PhoneNumber::read(digits, plus)))
            .filter_map(|number| number.mobile());
        mentioned.mobiles.extend(numbers);
    }
    mentioned
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_of_a_mobile_is_one_number() {
        for text in [
            "07700900001",
            "+44 (0)7700 900001",
            "0044 7700-900-001",
            "7700900001",
            "٠٧٧٠٠ ٩٠٠٠٠١",
        ] {
            assert!(mentioned(text).mobiles.contains("07700900001"), "{text}");
        }
        assert_eq!(
            mentioned("Write to Jane.Smith@Example.org.").emails,
            BTreeSet::from(["jane.smith@example.org".to_owned()])
        );
        assert_eq!(mentioned("12 residents, 0113 496 0001"), Mentioned::default());
    }
}
