//! Phone numbers, in all the ways people write them.

use super::covering::Covering;
use super::digits::Groups;
use super::finding::FindingKind;
use super::runs::Gap;
use super::words::Meaning;

/// Looks for a phone number from the first of these groups.
pub(super) fn find(covering: &mut Covering<'_>, groups: &Groups<'_>) {
    let runs = covering.runs;
    let first = runs.at(groups.first);
    let plus = runs.plain().bytes()[..first.start].ends_with(b"+")
        || (first.gap.has(Gap::PLUS)
            && (first.gap.has(Gap::OPEN) || runs.plain().bytes()[..first.start].ends_with(b"+ ")));
    let mut best = None;
    for (number, group) in groups.all().enumerate() {
        if group.digits > 15 {
            break;
        }
        if group.digits < 6 || runs.is_glued_after(group.run) {
            continue;
        }
        let digits = groups.digits(group.digits);
        let end = runs.at(group.run).end;
        if covering.own.knows_phone(digits, plus) {
            covering.known(start_of(covering, groups, plus), end);
            return;
        }
        if let Some(confidence) = confidence(covering, groups, number, plus) {
            best = Some((end, confidence));
            // A national number has its length; more groups belong to the next number.
            if !plus {
                break;
            }
        }
    }
    if let Some((end, confidence)) = best {
        let start = start_of(covering, groups, plus);
        covering.found(FindingKind::Phone, start, end, confidence);
    }
}

/// Where the number starts, with the plus sign or the bracket that belongs to it.
fn start_of(covering: &Covering<'_>, groups: &Groups<'_>, plus: bool) -> usize {
    let runs = covering.runs;
    let start = runs.at(groups.first).start;
    let bytes = &runs.plain().bytes()[..start];
    if plus {
        let sign = bytes.iter().rposition(|byte| *byte == b'+').unwrap_or(start);
        let bracket = bytes[..sign].ends_with(b"(") && groups.get(1).is_some_and(|group| group.gap.has(Gap::CLOSE));
        return sign - usize::from(bracket);
    }
    let closed = groups.get(1).is_some_and(|group| group.gap.has(Gap::CLOSE));
    if closed && bytes.ends_with(b"(") {
        start - 1
    } else {
        start
    }
}

fn confidence(covering: &Covering<'_>, groups: &Groups<'_>, last: usize, plus: bool) -> Option<u8> {
    let group = groups.group(last);
    let digits = groups.digits(group.digits);
    let slashed = !groups.is_joined_by(last, !Gap::SLASH);
    let head = groups.group(0).digits;
    let called = groups.label.is(Meaning::PHONE);
    if groups.label.is(Meaning::REFERENCE) && !plus && last == 0 {
        return None;
    }
    if plus {
        let whole = last + 1 == groups.count() || groups.group(last + 1).digits > 15;
        return match digits {
            [b'4', b'4', rest @ ..] => national(rest.strip_prefix(b"0").unwrap_or(rest)).then_some(98),
            [b'1'..=b'9', ..] => (digits.len() >= 8 && whole).then_some(90),
            _ => None,
        };
    }
    match digits {
        [b'0', b'0', b'4', b'4', rest @ ..] if head == 4 || last == 0 || head == 2 => {
            national(rest.strip_prefix(b"0").unwrap_or(rest)).then_some(96)
        }
        [b'0', b'0', b'1'..=b'9', ..] if head >= 4 && groups.is_whole(last) && (11..=15).contains(&digits.len()) => {
            (called || last > 0).then_some(70)
        }
        [b'4', b'4', rest @ ..] if (head == 2 || last == 0) && rest.first() != Some(&b'0') => {
            (rest.len() == 10 && national(rest)).then_some(85)
        }
        [b'4', b'4', b'0', rest @ ..] if head == 2 || last == 0 => (rest.len() == 10 && national(rest)).then_some(85),
        [b'0', rest @ ..] if national(rest) => of_national(groups, last, head, slashed, called),
        _ => without_zero(covering, groups, last, called),
    }
}

/// A number as dialled within the country: the shape decides how likely it is one.
fn of_national(groups: &Groups<'_>, last: usize, head: usize, slashed: bool, called: bool) -> Option<u8> {
    let length = groups.group(last).digits;
    // Ten digits: only some landlines, and never where the eleventh follows.
    if length == 10 && !(groups.is_whole(last) && (last == 0 || head >= 3)) {
        return None;
    }
    let mobile = groups.digits(2) == b"07";
    let singles = groups.lengths(last).all(|length| length == 1);
    let plausible = last == 0
        || (head >= 3 && (!slashed || head >= 4))
        || (groups.is_whole(last) && !slashed && (mobile || called || singles || head == 1));
    if !plausible {
        return None;
    }
    if groups.label.is(Meaning::NHS) && length == 10 {
        return None;
    }
    Some(if called || mobile || last > 0 { 95 } else { 90 })
}

/// A number whose 0 was left out, or one of the place only, after a word such as "call".
fn without_zero(covering: &Covering<'_>, groups: &Groups<'_>, last: usize, called: bool) -> Option<u8> {
    let length = groups.group(last).digits;
    let digits = groups.digits(length);
    if groups.label.is(Meaning::NHS) {
        return None;
    }
    if length == 10 && may_lack_zero(digits) {
        if called {
            return Some(85);
        }
        if digits[0] != b'7' || !matches!(digits[1], b'1'..=b'5' | b'7'..=b'9') {
            return None;
        }
        if is_written_as_mobile_without_zero(groups, last) {
            return Some(70);
        }
        return (last == 0).then_some(55);
    }
    let direct = covering
        .runs
        .before(groups.first)
        .is_some_and(|before| before.meaning.is(Meaning::PHONE.or(Meaning::NUMBER)));
    (called && direct && groups.is_whole(last) && (6..=8).contains(&length) && digits[0] != b'0' && groups.count() <= 2)
        .then_some(50)
}

/// Whether this is a national significant number: what follows the 0.
fn national(digits: &[u8]) -> bool {
    match (digits.first(), digits.len()) {
        (Some(b'1' | b'8'), 9 | 10) | (Some(b'2' | b'3' | b'5' | b'7' | b'9'), 10) => true,
        _ => digits == b"8001111",
    }
}

/// Whether ten digits could be a mobile or landline whose 0 was left out.
pub(super) fn may_lack_zero(digits: &[u8]) -> bool {
    matches!(digits.first(), Some(b'7' | b'1' | b'2' | b'3'))
}

/// Whether the groups are those of a mobile (`7700 900000`, `7700 900 000`), not those of an NHS number.
pub(super) fn is_written_as_mobile_without_zero(groups: &Groups<'_>, last: usize) -> bool {
    groups.digits(1) == b"7" && (groups.is_grouped(last, &[4, 6]) || groups.is_grouped(last, &[4, 3, 3]))
}
