//! Ticket references in a text: `INC1234567`, `CS 1234567`, `your reference is 12345678`.

use std::collections::BTreeSet;

use crate::domain::TicketReference;

/// How references of the helpdesk's programs begin.
const PREFIXES: &[&str] = &[
    "INC", "CS", "RITM", "REQ", "SCTASK", "TASK", "CHG", "PRB", "CASE", "HD", "SR", "NAS", "CALL",
];

/// Words after which a number is a reference.
const BEFORE: &[&str] = &["reference", "ref", "ticket", "incident", "case", "job"];

/// Words that may stand between.
const BETWEEN: &[&str] = &[
    "number",
    "no",
    "num",
    "id",
    "is",
    "as",
    "reference",
    "ref",
    "your",
    "our",
    "the",
    "under",
    "with",
    "nr",
];

/// No text has more references that matter than this.
const MOST: usize = 20;

/// The references in these texts, in their order, each once.
pub(super) fn find<'a>(texts: impl IntoIterator<Item = &'a str>) -> Vec<TicketReference> {
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    for text in texts {
        for reference in in_text(text) {
            if found.len() < MOST && seen.insert(reference.key()) {
                found.push(reference);
            }
        }
    }
    found
}

fn in_text(text: &str) -> Vec<TicketReference> {
    let words: Vec<&str> = text
        .split(|character: char| {
            character.is_whitespace() || matches!(character, ',' | ';' | '(' | ')' | '[' | ']' | '"' | '<' | '>' | '|')
        })
        .map(|word| word.trim_matches([':', '.', '!', '?', '\'', '*', '“', '”', '‘', '’', '=']))
        .filter(|word| !word.is_empty())
        .collect();
    let mut found = Vec::new();
    let mut expected = 0_u8;
    let mut skip = false;
    for (place, word) in words.iter().enumerate() {
        if std::mem::take(&mut skip) {
            continue;
        }
        let next = words.get(place + 1).copied().unwrap_or_default();
        let (head, tail) = word.split_once([':', '#']).unwrap_or((word, ""));
        let plain = head.to_ascii_lowercase();
        if let Some(reference) = with_prefix(word, next, expected > 0) {
            skip = reference.1;
            found.extend(reference.0.parse());
            expected = 0;
        } else if BEFORE.contains(&plain.as_str()) {
            if tail.is_empty() {
                expected = 4;
            } else {
                found.extend(number(tail));
                expected = 0;
            }
        } else if expected > 0 && matches!(*word, "#" | "-" | "–") {
            // "ticket # 123456"
        } else if expected > 0 && BETWEEN.contains(&plain.as_str()) {
            expected -= 1;
        } else if expected > 0 {
            found.extend(number(word));
            expected = 0;
        }
    }
    found
}

/// `INC1234567`, or `INC` and the number in the next word. Says whether the next word belongs to it.
fn with_prefix(word: &str, next: &str, expected: bool) -> Option<(String, bool)> {
    let letters = word.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (prefix, digits) = word.split_at_checked(letters)?;
    let prefix = prefix.to_ascii_uppercase();
    if !PREFIXES.contains(&prefix.as_str()) {
        return None;
    }
    let digits = digits.trim_start_matches(['-', '#', ':', '_', '/']);
    if is_number(digits, 5) {
        return Some((format!("{prefix}{digits}"), false));
    }
    let next = next.trim_start_matches(['-', '#', ':']);
    // Two words only where a reference is expected or the first is written as the programs write it, so that "call 12345" stays a
    // call.
    let written = expected || word.bytes().all(|byte| byte.is_ascii_uppercase());
    (digits.is_empty() && written && is_number(next, 5)).then(|| (format!("{prefix}{next}"), true))
}

/// A reference without a prefix that is known: digits, or letters and digits, at least six of them, and no date or telephone.
fn number(word: &str) -> Option<TicketReference> {
    let word = word.trim_start_matches('#');
    let digits = word.bytes().filter(u8::is_ascii_digit).count();
    let plain = word
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'/' | b'_'));
    let telephone = word.starts_with('0') && word.len() >= 10;
    let date = word.matches('/').count() == 2 || super::written_date::first(word).is_some();
    let fits = plain && digits >= 4 && (5..=20).contains(&word.len()) && !telephone && !date;
    fits.then(|| word.parse().ok()).flatten()
}

fn is_number(text: &str, least: usize) -> bool {
    (least..=14).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::find;

    fn found(text: &str) -> Vec<String> {
        find([text])
            .iter()
            .map(|reference| reference.as_str().to_owned())
            .collect()
    }

    #[test]
    fn references_are_found_however_they_are_written() {
        for (text, reference) in [
            ("Your reference is INC1234567.", "INC1234567"),
            ("[INC1234567] Re: New NHSmail user request", "INC1234567"),
            ("inc1234567", "INC1234567"),
            ("Incident: INC-1234567", "INC1234567"),
            ("Ref: CS 1234567", "CS1234567"),
            ("Ticket number: 20261234", "20261234"),
            ("ticket #445566 was raised", "445566"),
            ("Reference:NAS-2026-0042", "NAS-2026-0042"),
            ("logged under reference number 7654321", "7654321"),
            ("(RITM0012345)", "RITM0012345"),
            ("Your ticket inc 7654321", "INC7654321"),
        ] {
            assert_eq!(found(text), [reference], "{text}");
        }
    }

    #[test]
    fn each_is_found_once_and_in_order() {
        assert_eq!(
            found("INC1234567 and CS7654321, again inc 1234567, INC1234567"),
            ["INC1234567", "CS7654321"]
        );
    }

    #[test]
    fn telephones_dates_and_plain_numbers_are_no_references() {
        for text in [
            "Call 0333 200 1133, option 1 then 1.",
            "Please call 12345 if this is urgent",
            "case of 18/11/2026",
            "the ticket is for 10 accounts",
            "reference: 03332001133",
            "in case you need help in 2026",
            "the case is closed",
            "INC",
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }
}
