//! NHS numbers: ten digits, mostly written 3-3-4, whose last is a check digit.

use super::covering::Covering;
use super::digits::{Groups, LABELS};
use super::finding::FindingKind;
use super::phone;
use super::words::Meaning;

/// How many digits an NHS number has.
const LENGTH: usize = 10;

/// Looks for an NHS number from the first of these groups.
pub(super) fn find(covering: &mut Covering<'_>, groups: &Groups<'_>) {
    let confidence = match groups.ending(LENGTH) {
        Some(last) if is_valid(groups.digits(LENGTH)) => of_valid(covering, groups, last).map(|sure| (last, sure)),
        Some(last) => of_mistyped(covering, groups, last).map(|sure| (last, sure)),
        None => of_wrong_length(covering, groups),
    };
    if let Some((last, confidence)) = confidence {
        let (first, last) = (covering.runs.at(groups.first), groups.group(last).run);
        if !covering.runs.is_glued_after(last) {
            let (start, end) = (first.start, covering.runs.at(last).end);
            covering.found(FindingKind::NhsNumber, start, end, confidence);
        }
    }
}

/// Weights 10 to 2 on the first nine digits; the check digit is 11 less the remainder by 11, where 11 is 0 and 10 never issued.
pub(super) fn is_valid(digits: &[u8]) -> bool {
    let sum: u32 = digits
        .iter()
        .zip((2..=10_u32).rev())
        .map(|(digit, weight)| u32::from(digit - b'0') * weight)
        .sum();
    let check = (11 - sum % 11) % 11;
    digits.len() == LENGTH && check == u32::from(digits[LENGTH - 1] - b'0')
}

fn of_valid(covering: &Covering<'_>, groups: &Groups<'_>, last: usize) -> Option<u8> {
    let runs = covering.runs;
    let digits = groups.digits(LENGTH);
    let usual = groups.is_grouped(last, &[3, 3, 4]);
    let unbroken = last == 0;
    if groups.label.is(Meaning::NHS) || runs.label_after(groups.group(last).run, LABELS).is(Meaning::NHS) {
        return Some(99);
    }
    // 1-123456789 is CQC's.
    if groups.is_grouped(last, &[1, 9]) {
        return None;
    }
    if groups.label.is(Meaning::PHONE) && phone::may_lack_zero(digits) {
        return None;
    }
    let near = runs.near(groups.first, Meaning::NHS);
    if groups.label.is(LABELS.without(Meaning::PHONE)) {
        return match (near, usual) {
            (true, _) => Some(80),
            (false, true) => Some(75),
            (false, false) => None,
        };
    }
    if near {
        return (usual || unbroken || groups.is_whole(last)).then_some(95);
    }
    let repeated = digits.iter().all(|digit| *digit == digits[0]);
    if digits[0] == b'0' || repeated {
        return None;
    }
    // England issues none that begin with 1 or 2, but nobody else writes ten digits like this.
    if usual {
        return Some(if digits[0] < b'3' { 75 } else { 95 });
    }
    if digits[0] < b'3' {
        return None;
    }
    if phone::is_written_as_mobile_without_zero(groups, last) {
        return None;
    }
    if unbroken {
        // The numbers Ofcom keeps for drama are nobody's.
        return (!digits.starts_with(b"77009")).then_some(80);
    }
    (groups.is_whole(last) && groups.is_even(last)).then_some(75)
}

/// A number whose check digit is wrong, beside the word NHS.
fn of_mistyped(covering: &Covering<'_>, groups: &Groups<'_>, last: usize) -> Option<u8> {
    let runs = covering.runs;
    if groups.is_grouped(last, &[1, 9]) || !(last == 0 || groups.is_whole(last) || groups.is_grouped(last, &[3, 3, 4]))
    {
        return None;
    }
    if groups.label.is(Meaning::NHS) {
        return Some(75);
    }
    let after = runs.label_after(groups.group(last).run, LABELS);
    (!groups.label.is(LABELS) && after.is(Meaning::NHS)).then_some(65)
}

/// A number with a digit too few or too many, right after `NHS number`.
fn of_wrong_length(covering: &Covering<'_>, groups: &Groups<'_>) -> Option<(usize, u8)> {
    let last = groups.count() - 1;
    let length = groups.group(last).digits;
    let named = groups.label.is(Meaning::NHS)
        && covering
            .runs
            .before(groups.first)
            .is_some_and(|before| before.meaning.is(Meaning::NUMBER.or(Meaning::NHS)));
    (named && groups.is_whole(last) && matches!(length, 9 | 11) && !groups.digits(1).starts_with(b"0"))
        .then_some((last, 60))
}
