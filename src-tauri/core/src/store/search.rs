//! The words people are found by.

use crate::domain::folded;
use crate::domain::person::Person;

fn words(folded: &str) -> impl Iterator<Item = &str> {
    folded
        .split(|character: char| !character.is_alphanumeric())
        .filter(|word| !word.is_empty())
}

/// What the search holds of a person: name, NHSmail address, mobiles and roles, as folded words.
pub(super) fn indexed(person: &Person, roles: &[String]) -> String {
    let mut text = String::new();
    let mut add = |value: &str| {
        for word in words(&folded(value)) {
            text.push_str(word);
            text.push(' ');
        }
    };
    if let Some(identity) = person.identity.here() {
        if let Some(name) = &identity.full_name {
            add(name.as_str());
        }
        if let Some(address) = &identity.nhsmail_address {
            // The domain is the same for everybody and would be found by all.
            add(address.as_str().strip_suffix("@nhs.net").unwrap_or(address.as_str()));
        }
    }
    if let Some(contact) = person.contact.here() {
        for mobile in [&contact.personal_mobile, &contact.linked_mobile].into_iter().flatten() {
            add(mobile.as_str());
        }
    }
    for role in roles {
        add(role);
    }
    text
}

/// What is looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Query {
    /// People with all of these words, as the search's own language says it.
    Words(String),
    /// People with a mobile that begins with these digits, of which there are four or more.
    Number(String),
}

/// How many letters a word begins with that the search finds without going through every word: its longest `prefix`.
const AT_ONCE: usize = 3;

impl Query {
    /// What is asked of the search, and what the words of whoever it finds have to hold as well.
    ///
    /// The search goes through everybody whose mobile begins so before it names the first of them. Where that is one in `DENSE`
    /// people it is quicker to look at those whose mobile begins with the first three digits, by name, until a screen is full.
    pub(super) fn asks(&self, is_dense: bool) -> (String, Option<String>) {
        match self {
            Self::Words(words) => (words.clone(), None),
            Self::Number(digits) => match digits.get(..AT_ONCE) {
                Some(first) if is_dense => (format!("\"{first}\"*"), Some(format!(" {digits}"))),
                _ => (format!("\"{digits}\"*"), None),
            },
        }
    }
}

/// From one mobile in so many on, those that begin alike are looked at one by one.
pub(super) const DENSE: i64 = 8;

/// The query for what a person typed, or `None` when there is no word in it.
pub(super) fn query(typed: &str) -> Option<Query> {
    let typed = typed.trim();
    let typed = typed.strip_suffix("@nhs.net").unwrap_or(typed);
    let mut query = String::new();
    // A number is often typed with spaces; the search holds it without.
    let digits: String = typed
        .chars()
        .filter(|character| !matches!(character, ' ' | '-' | '(' | ')' | '+'))
        .collect();
    if digits.len() >= 4 && digits.chars().all(|character| character.is_ascii_digit()) {
        let national = digits
            .strip_prefix("44")
            .map_or(digits.clone(), |rest| format!("0{rest}"));
        return Some(Query::Number(national));
    }
    for word in words(&folded(typed)).take(8) {
        if !query.is_empty() {
            query.push_str(" AND ");
        }
        query.push('"');
        query.extend(word.chars().take(40));
        query.push_str("\"*");
    }
    (!query.is_empty()).then_some(Query::Words(query))
}

/// The number of a person's row in the search: it follows the order of the names, as far as their first nine letters go,
/// so that the first rows found are the first by name. `random` tells apart people whose names begin alike.
pub(super) fn row_number(sort_name: &str, random: u32) -> i64 {
    let mut number: i64 = 0;
    let mut letters = sort_name.bytes().map(|byte| match byte {
        b'a'..=b'z' => i64::from(byte - b'a') + 2,
        0..=b'9' => 1,
        _ => 28,
    });
    for _ in 0..9 {
        number = (number << 5) | letters.next().unwrap_or(0);
    }
    // 45 bits of name, 17 bits to tell apart, and never negative or zero.
    (number << 17) | i64::from(random & 0x1_FFFF) | 1 << 62
}

/// Whether a row with this number still stands where the name says.
pub(super) fn is_in_order(row: i64, sort_name: &str) -> bool {
    row >> 17 == row_number(sort_name, 0) >> 17
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(typed: &str) -> Option<String> {
        query(typed).map(|query| query.asks(false).0)
    }

    #[test]
    fn a_number_that_many_have_is_looked_for_by_its_first_digits_and_found_by_all() {
        let number = query("07700 900").unwrap();
        assert_eq!(number, Query::Number("07700900".to_owned()));
        assert_eq!(number.asks(true), ("\"077\"*".to_owned(), Some(" 07700900".to_owned())));
        assert_eq!(query("jane").unwrap().asks(true), ("\"jane\"*".to_owned(), None));
    }

    #[test]
    fn marks_case_and_apostrophes_make_no_difference() {
        assert_eq!(folded("Łukasz O’Neill Nguyễn"), "lukasz oneill nguyen");
        assert_eq!(asked("O'NEILL"), Some("\"oneill\"*".to_owned()));
    }

    #[test]
    fn what_is_typed_is_never_query_language() {
        assert_eq!(asked("jane OR *\"("), Some("\"jane\"* AND \"or\"*".to_owned()));
        assert_eq!(asked(" .,*\" "), None);
        assert_eq!(asked("07700 900"), Some("\"07700900\"*".to_owned()));
        assert_eq!(asked("+44 7700 900001"), Some("\"07700900001\"*".to_owned()));
    }

    #[test]
    fn rows_are_numbered_in_the_order_of_names() {
        let names = ["", "ann", "ann bo", "anna", "anne smith", "zoe"];
        for pair in names.windows(2) {
            assert!(row_number(pair[0], u32::MAX) < row_number(pair[1], 0), "{pair:?}");
        }
    }
}
