//! Banks: sort codes, accounts, cards.

use super::covering::Covering;
use super::dates;
use super::digits::{Groups, LABELS};
use super::finding::FindingKind;
use super::runs::Gap;
use super::words::Meaning;

/// How far an account may stand from its sort code when no word says what the two are.
const TOGETHER: usize = 40;

/// Looks for a sort code, an account or a card from the first of these groups.
pub(super) fn find(covering: &mut Covering<'_>, groups: &Groups<'_>) {
    sort_code(covering, groups);
    sort_code_and_account(covering, groups);
    bank_account(covering, groups);
    card(covering, groups);
}

fn sort_code(covering: &mut Covering<'_>, groups: &Groups<'_>) {
    let runs = covering.runs;
    let Some(last) = groups.ending(6) else { return };
    let pairs = groups.is_grouped(last, &[2, 2, 2]) && groups.is_even(last);
    let hyphened = pairs && groups.is_joined_by(last, Gap::HYPHEN | Gap::SPACE) && groups.group(1).gap.has(Gap::HYPHEN);
    let end_run = groups.group(last).run;
    let apart = groups.fresh || (hyphened && runs.at(groups.first).gap.only(Gap::SPACE | Gap::SLASH));
    if !apart || runs.is_glued_after(end_run) || !(pairs || last == 0) {
        return;
    }
    let followed = groups.get(last + 1);
    if pairs && followed.is_some_and(|next| next.gap.like(groups.group(1).gap) && next.digits < 14) {
        return;
    }
    let (start, end) = (runs.at(groups.first).start, runs.at(end_run).end);
    let account = account_after(covering, end_run).or_else(|| account_before(covering, groups.first));
    let other = groups.label.is(LABELS) && !groups.label.is(Meaning::SORT.or(Meaning::BANK).or(Meaning::ACCOUNT));
    let event = runs.label(groups.first, Meaning::EVENT.or(Meaning::SORT).or(Meaning::BIRTH));
    let event = !event.is(Meaning::SORT) && event.is(Meaning::EVENT.or(Meaning::BIRTH));
    let sorted = runs
        .before(groups.first)
        .is_some_and(|before| runs.word(before).as_ref() == b"sort");
    let confidence = if groups.label.is(Meaning::SORT) || sorted || runs.label_after(end_run, LABELS).is(Meaning::SORT)
    {
        Some(96)
    } else if other || (event && account.is_none()) {
        None
    } else if groups.label.is(Meaning::BANK.or(Meaning::ACCOUNT)) && (hyphened || account.is_some()) {
        Some(88)
    } else if account.is_some() && (hyphened || (pairs && runs.near(groups.first, Meaning::BANK.or(Meaning::SORT)))) {
        Some(90)
    } else if (hyphened || pairs) && runs.near(groups.first, Meaning::SORT.or(Meaning::BANK)) {
        Some(75)
    } else if account.is_some() && is_pair_alone(groups, last) {
        Some(70)
    } else {
        None
    };
    let Some(confidence) = confidence else { return };
    covering.found(FindingKind::SortCode, start, end, confidence);
    if let Some((start, end)) = account {
        covering.found(FindingKind::BankAccount, start, end, confidence);
    }
}

/// Both without a gap, where a word says that it is a bank's: `sort code and account 20454512345678`.
fn sort_code_and_account(covering: &mut Covering<'_>, groups: &Groups<'_>) {
    let runs = covering.runs;
    let run = runs.at(groups.first);
    let named = groups.label.is(Meaning::SORT.or(Meaning::BANK).or(Meaning::ACCOUNT))
        && (groups.label.is(Meaning::SORT) || runs.near(groups.first, Meaning::SORT.or(Meaning::BANK)));
    if run.length() == 14 && named && groups.is_whole(0) && !runs.is_glued_after(groups.first) {
        covering.found(FindingKind::SortCode, run.start, run.start + 6, 88);
        covering.found(FindingKind::BankAccount, run.start + 6, run.end, 88);
    }
}

/// Whether six digits and the eight right behind them can be nothing but a sort code and its account: no date and no time, and no
/// more digits on either side.
fn is_pair_alone(groups: &Groups<'_>, last: usize) -> bool {
    let runs = groups.runs();
    let Some(account) = groups.get(last + 1) else {
        return false;
    };
    let run = runs.at(account.run);
    let joined = account
        .gap
        .joins(Gap::SPACE | Gap::SLASH | Gap::HYPHEN | Gap::NEWLINE, 3);
    let dialled = runs.at(groups.first).gap.has(Gap::PLUS | Gap::HASH);
    let alone = groups.fresh && !dialled && run.length() == 8 && groups.count() == last + 2;
    joined && alone && !runs.is_glued_after(account.run) && !dates::is_unbroken_date(runs.text(run))
}

/// The account that stands right after a sort code.
fn account_after(covering: &Covering<'_>, sort_code: usize) -> Option<(usize, usize)> {
    let runs = covering.runs;
    let from = runs.at(sort_code).end;
    let at = (sort_code + 1..runs.len())
        .take(7)
        .take_while(|at| runs.at(*at).start - from <= TOGETHER)
        .find(|at| runs.at(*at).is_digits())?;
    eight_digits(covering, at)
}

/// The account that stands right before a sort code.
fn account_before(covering: &Covering<'_>, sort_code: usize) -> Option<(usize, usize)> {
    let runs = covering.runs;
    let to = runs.at(sort_code).start;
    let at = (0..sort_code)
        .rev()
        .take(7)
        .take_while(|at| to - runs.at(*at).end <= TOGETHER)
        .find(|at| runs.at(*at).is_digits())?;
    let run = runs.at(at);
    let half = at > 0 && run.length() == 4 && runs.at(at - 1).is_digits() && run.gap.joins(Gap::SPACE, 1);
    eight_digits(covering, if half { at - 1 } else { at })
}

/// Eight digits from the run at `at`: together, or four and four.
fn eight_digits(covering: &Covering<'_>, at: usize) -> Option<(usize, usize)> {
    let runs = covering.runs;
    let first = runs.at(at);
    let last = match first.length() {
        8 => at,
        4 => {
            let next = runs.get(at + 1)?;
            (next.is_digits() && next.length() == 4 && next.gap.joins(Gap::SPACE | Gap::HYPHEN, 1)).then_some(at + 1)?
        }
        _ => return None,
    };
    if last == at && is_day(covering, at) {
        return None;
    }
    let label = runs.label(at, LABELS);
    let other = label.is(LABELS) && !label.is(Meaning::SORT.or(Meaning::ACCOUNT).or(Meaning::BANK));
    (!runs.is_glued(at) && !runs.is_glued_after(last) && !other).then(|| (first.start, runs.at(last).end))
}

/// Whether eight digits are a day on which something happened: `created on 20112026`.
fn is_day(covering: &Covering<'_>, at: usize) -> bool {
    let runs = covering.runs;
    let told = runs
        .before(at)
        .is_some_and(|before| before.meaning.is(Meaning::TOWARDS));
    told && dates::is_unbroken_date(runs.text(runs.at(at)))
}

fn bank_account(covering: &mut Covering<'_>, groups: &Groups<'_>) {
    let runs = covering.runs;
    if is_day(covering, groups.first) {
        return;
    }
    let label = groups.label;
    let named = label.is(Meaning::ACCOUNT.or(Meaning::BANK).or(Meaning::SORT));
    let far = !label.is(LABELS) && groups.fresh;
    if !named && !far {
        return;
    }
    let length = if groups.ending(8).is_some() { 8 } else { 7 };
    let Some(last) = groups.ending(length) else { return };
    let end_run = groups.group(last).run;
    let shaped = last == 0
        || (length == 8
            && (groups.is_grouped(last, &[4, 4])
                || groups.is_grouped(last, &[2, 2, 2, 2])
                || groups.is_grouped(last, &[3, 3, 2]))
            && groups.is_joined_by(last, Gap::SPACE | Gap::HYPHEN));
    if !shaped || runs.is_glued_after(end_run) || !groups.is_whole(last) {
        return;
    }
    let confidence = if label.is(Meaning::ACCOUNT) {
        // A customer's account, the account of a person at NHSmail: no bank's.
        let account = (0..groups.first)
            .rev()
            .take(6)
            .find(|at| runs.at(*at).meaning.is(Meaning::ACCOUNT));
        let elsewhere = account.is_some_and(|account| {
            runs.before(account).is_some_and(|before| {
                before.meaning.is(Meaning::REFERENCE.or(Meaning::NHS))
                    || matches!(
                        runs.word(before).as_ref(),
                        b"nhsmail" | b"user" | b"email" | b"portal" | b"utility" | b"electricity" | b"gas" | b"water"
                    )
            })
        });
        (!elsewhere || runs.near(groups.first, Meaning::BANK.or(Meaning::SORT))).then_some(88)
    } else if named {
        Some(85)
    } else if length == 8 && last == 0 && runs.near(groups.first, Meaning::SORT) {
        Some(72)
    } else {
        runs.label_after(end_run, Meaning::ACCOUNT.or(Meaning::BANK))
            .is(Meaning::ACCOUNT.or(Meaning::BANK))
            .then_some(65)
            .filter(|_| runs.near(groups.first, Meaning::BANK))
    };
    if let Some(confidence) = confidence {
        let (start, end) = (runs.at(groups.first).start, runs.at(end_run).end);
        covering.found(FindingKind::BankAccount, start, end, confidence);
    }
}

fn card(covering: &mut Covering<'_>, groups: &Groups<'_>) {
    let runs = covering.runs;
    let near = groups.label.is(Meaning::CARD) || runs.near(groups.first, Meaning::CARD);
    let found = (0..groups.count())
        .rev()
        .map(|last| (last, groups.group(last)))
        .find(|(last, group)| {
            if group.digits < 13 {
                return false;
            }
            let digits = groups.digits(group.digits);
            let usual = *last == 0
                || groups.is_grouped(*last, &[4, 4, 4, 4])
                || groups.is_grouped(*last, &[4, 6, 5])
                || groups.is_grouped(*last, &[4, 4, 4, 4, 3])
                || groups.is_grouped(*last, &[4, 6, 4])
                || groups.is_whole(*last);
            usual && !runs.is_glued_after(group.run) && is_issued(digits, near) && passes_luhn(digits)
        });
    let Some((_, group)) = found else { return };
    if groups.label.is(Meaning::REFERENCE.or(Meaning::PHONE)) && !near {
        return;
    }
    let (start, end) = (runs.at(groups.first).start, runs.at(group.run).end);
    covering.found(FindingKind::Card, start, end, if near { 99 } else { 93 });
}

/// Whether a card of this length is issued with these first digits. Some are only believed beside a word for cards.
fn is_issued(digits: &[u8], near: bool) -> bool {
    let head = |count: usize| {
        digits
            .iter()
            .take(count)
            .fold(0_u32, |value, digit| value * 10 + u32::from(digit - b'0'))
    };
    let length = digits.len();
    match (head(1), head(2), length) {
        (4, _, 16 | 19) | (_, 34 | 37, 15) | (_, 51..=55 | 65, 16) | (_, 36 | 38, 14) => true,
        (_, 22..=27, 16) => (2221..=2720).contains(&head(4)),
        (_, 60, 16) if head(4) == 6011 => true,
        (_, 64, 16) if head(3) >= 644 => true,
        (4, _, 13) | (_, 50 | 56..=69, 13..=19) => near,
        (_, 35, 16) => (3528..=3589).contains(&head(4)),
        (_, 30, 14) => head(3) <= 305,
        _ => false,
    }
}

/// Luhn: from the right, every second digit doubled, the sum of all figures a multiple of ten.
fn passes_luhn(digits: &[u8]) -> bool {
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(place, digit)| {
            let value = u32::from(digit - b'0') * if place % 2 == 1 { 2 } else { 1 };
            value / 10 + value % 10
        })
        .sum();
    sum.is_multiple_of(10) && digits.iter().any(|digit| *digit != b'0')
}

/// How long an IBAN of each country is.
const IBANS: &[(&[u8; 2], usize)] = &[
    (b"AD", 24),
    (b"AE", 23),
    (b"AL", 28),
    (b"AT", 20),
    (b"AZ", 28),
    (b"BA", 20),
    (b"BE", 16),
    (b"BG", 22),
    (b"BH", 22),
    (b"BR", 29),
    (b"BY", 28),
    (b"CH", 21),
    (b"CR", 22),
    (b"CY", 28),
    (b"CZ", 24),
    (b"DE", 22),
    (b"DK", 18),
    (b"DO", 28),
    (b"EE", 20),
    (b"EG", 29),
    (b"ES", 24),
    (b"FI", 18),
    (b"FO", 18),
    (b"FR", 27),
    (b"GB", 22),
    (b"GE", 22),
    (b"GI", 23),
    (b"GL", 18),
    (b"GR", 27),
    (b"GT", 28),
    (b"HR", 21),
    (b"HU", 28),
    (b"IE", 22),
    (b"IL", 23),
    (b"IQ", 23),
    (b"IS", 26),
    (b"IT", 27),
    (b"JO", 30),
    (b"KW", 30),
    (b"KZ", 20),
    (b"LB", 28),
    (b"LC", 32),
    (b"LI", 21),
    (b"LT", 20),
    (b"LU", 20),
    (b"LV", 21),
    (b"MC", 27),
    (b"MD", 24),
    (b"ME", 22),
    (b"MK", 19),
    (b"MR", 27),
    (b"MT", 31),
    (b"MU", 30),
    (b"NL", 18),
    (b"NO", 15),
    (b"PK", 24),
    (b"PL", 28),
    (b"PS", 29),
    (b"PT", 25),
    (b"QA", 29),
    (b"RO", 24),
    (b"RS", 22),
    (b"SA", 24),
    (b"SC", 31),
    (b"SE", 24),
    (b"SI", 19),
    (b"SK", 24),
    (b"SM", 27),
    (b"TN", 24),
    (b"TR", 26),
    (b"UA", 29),
    (b"VA", 22),
    (b"VG", 24),
    (b"XK", 20),
];

/// How long an IBAN of the country with these two letters is.
pub(super) fn iban_length(country: [u8; 2]) -> Option<usize> {
    IBANS
        .binary_search_by(|(code, _)| (*code).cmp(&country))
        .ok()
        .map(|found| IBANS[found].1)
}

/// ISO 7064 mod 97-10: the first four characters at the end, letters as 10 to 35, remainder 1.
pub(super) fn passes_mod_97(characters: &[u8]) -> bool {
    let (head, rest) = characters.split_at(4);
    let remainder = rest.iter().chain(head).fold(0_u32, |remainder, character| {
        if character.is_ascii_digit() {
            (remainder * 10 + u32::from(character - b'0')) % 97
        } else {
            (remainder * 100 + u32::from(character.to_ascii_uppercase().wrapping_sub(b'A')) + 10) % 97
        }
    });
    remainder == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_countries_are_in_order() {
        assert!(IBANS.is_sorted_by(|one, other| one.0 < other.0));
        assert_eq!(iban_length(*b"GB"), Some(22));
        assert_eq!(iban_length(*b"ZZ"), None);
    }

    #[test]
    fn check_digits_are_checked() {
        assert!(passes_luhn(b"4111111111111111") && !passes_luhn(b"4111111111111112"));
        assert!(passes_mod_97(b"GB82WEST12345698765432") && !passes_mod_97(b"GB83WEST12345698765432"));
    }
}
