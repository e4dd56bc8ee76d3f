//! Numbers that mix letters and digits: National Insurance, driving licences, passports, IBANs, the contacts of CQC.

use super::account;
use super::covering::Covering;
use super::digits::{Groups, LABELS};
use super::finding::FindingKind;
use super::runs::{Gap, Runs};
use super::words::Meaning;

/// The longest of these: an IBAN.
const MOST: usize = 34;

const JOINT: u16 = Gap::SPACE | Gap::NEWLINE | Gap::HYPHEN | Gap::DOT | Gap::SLASH | Gap::UNDERSCORE | Gap::COMMA;

/// The letters and digits from one run onwards, in capitals.
struct Spelled {
    characters: [u8; MOST],
    /// For each, its run and its plain character.
    places: [(usize, usize); MOST],
    count: usize,
}

impl Spelled {
    /// Reads up to `most` characters, across gaps of at most `widest` characters.
    fn read(runs: &Runs<'_>, first: usize, most: usize, widest: usize) -> Self {
        let mut spelled = Self {
            characters: [0; MOST],
            places: [(0, 0); MOST],
            count: 0,
        };
        let mut at = first;
        while let Some(run) = runs.get(at)
            && (at == first || run.gap.joins(JOINT, widest))
            && spelled.count < most
        {
            for (character, place) in runs.text(run).iter().zip(run.start..).take(most - spelled.count) {
                spelled.characters[spelled.count] = character.to_ascii_uppercase();
                spelled.places[spelled.count] = (at, place);
                spelled.count += 1;
            }
            at += 1;
        }
        spelled
    }

    fn characters(&self) -> &[u8] {
        &self.characters[..self.count]
    }

    fn start(&self) -> usize {
        self.places[0].1
    }

    /// One after the plain character of the last of so many.
    fn end(&self, count: usize) -> usize {
        self.places[count - 1].1 + 1
    }

    /// Whether the characters end with their run, and no letter or digit follows.
    fn ends_clean(&self, runs: &Runs<'_>, count: usize) -> bool {
        let (run, place) = self.places[count - 1];
        runs.at(run).end == place + 1 && !runs.is_glued_after(run)
    }

    /// The digit at `at`, with the letter O read as a zero.
    fn digit(&self, at: usize) -> Option<u8> {
        match *self.characters().get(at)? {
            digit @ b'0'..=b'9' => Some(digit - b'0'),
            b'O' => Some(0),
            _ => None,
        }
    }

    fn all_digits(&self, mut places: std::ops::Range<usize>) -> bool {
        places.all(|at| self.digit(at).is_some())
    }

    fn all_letters(&self, places: std::ops::Range<usize>) -> bool {
        self.characters()
            .get(places)
            .is_some_and(|letters| letters.iter().all(u8::is_ascii_uppercase))
    }
}

/// Looks for what starts with letters.
pub(super) fn find_from_letters(covering: &mut Covering<'_>, at: usize) {
    let runs = covering.runs;
    let run = runs.at(at);
    if runs.is_glued(at) {
        return;
    }
    let Some(next) = runs.get(at + 1) else { return };
    match run.length() {
        1 | 2 if next.is_digits() || (run.length() == 1 && next.length() == 1) => {
            nino(covering, at);
            if next.is_digits() {
                passport_with_letters(covering, at);
                if run.length() == 2 && next.length() >= 2 && next.gap.length == 0 {
                    iban(covering, at);
                }
            }
        }
        3 if run.meaning.is(Meaning::CONTACT) && next.is_digits() => cqc_con(covering, at),
        _ => {}
    }
    if (2..=5).contains(&run.length()) && next.is_digits() && next.gap.joins(JOINT, 1) {
        driving_licence(covering, at);
    }
    if run.length() <= 3 {
        passport_of_mixture(covering, at);
    }
}

/// Looks for what starts with digits but holds letters.
pub(super) fn find_from_digits(covering: &mut Covering<'_>, at: usize) {
    let runs = covering.runs;
    if runs.is_glued(at) {
        return;
    }
    match runs.at(at).length() {
        2 => {
            temporary_reference(covering, at);
            passport_of_mixture(covering, at);
        }
        1 => cqc_number(covering, at),
        _ => {}
    }
}

/// Looks for what is digits only and known by the words around it.
pub(super) fn find_from_groups(covering: &mut Covering<'_>, groups: &Groups<'_>) {
    northern_licence(covering, groups);
    passport_of_digits(covering, groups);
    taxpayer_reference(covering, groups);
}

fn nino(covering: &mut Covering<'_>, at: usize) {
    let runs = covering.runs;
    let spelled = Spelled::read(runs, at, 9, 3);
    if !spelled.all_letters(0..2) || !spelled.all_digits(2..8) {
        return;
    }
    // HMRC prints QQ in its examples, so that it is nobody's.
    if spelled.characters().starts_with(b"QQ") {
        return;
    }
    let named = runs.label(at, LABELS).is(Meaning::INSURANCE);
    let near = named || runs.near(at, Meaning::INSURANCE);
    let allocated = is_allocated([spelled.characters[0], spelled.characters[1]]);
    let suffixed = spelled.count == 9 && spelled.all_letters(8..9) && spelled.ends_clean(runs, 9);
    let (count, confidence) = if suffixed {
        let suffix = matches!(spelled.characters[8], b'A'..=b'D');
        let apart = runs.at(spelled.places[2].0).gap.length > 0;
        let confidence = match (allocated && suffix, near) {
            (true, true) => 99,
            (true, false) if apart && is_small_word(runs, at) => return,
            (true, false) => 94,
            (false, true) => 80,
            (false, false) => return,
        };
        (9, confidence)
    } else if near && spelled.ends_clean(runs, 8) {
        (8, if allocated { 85 } else { 65 })
    } else {
        return;
    };
    let label = runs.label(at, LABELS);
    if label.is(Meaning::REFERENCE.or(Meaning::PASSPORT)) && !(allocated && suffixed) {
        return;
    }
    covering.found(FindingKind::Nino, spelled.start(), spelled.end(count), confidence);
}

/// HMRC NIM39110: the letters that are never used, and the prefixes that are not allocated.
fn is_allocated(prefix: [u8; 2]) -> bool {
    let never = |letter: u8| matches!(letter, b'D' | b'F' | b'I' | b'Q' | b'U' | b'V');
    !never(prefix[0])
        && !never(prefix[1])
        && prefix[1] != b'O'
        && !matches!(&prefix, b"BG" | b"GB" | b"KN" | b"NK" | b"NT" | b"TN" | b"ZZ")
}

/// Whether the run is a word like `at` or `be` in small letters.
fn is_small_word(runs: &Runs<'_>, at: usize) -> bool {
    let run = runs.at(at);
    run.meaning.is(Meaning::SMALL) && runs.text(run).iter().any(u8::is_ascii_lowercase)
}

/// Two digits, a letter, five digits (HMRC NIM39110).
fn temporary_reference(covering: &mut Covering<'_>, at: usize) {
    let runs = covering.runs;
    let Some(letter) = runs.get(at + 1) else { return };
    if letter.is_digits() || letter.length() != 1 {
        return;
    }
    let spelled = Spelled::read(runs, at, 8, 1);
    if spelled.count < 8 || !spelled.all_digits(0..2) || !spelled.all_digits(3..8) || !spelled.ends_clean(runs, 8) {
        return;
    }
    let label = runs.label(at, LABELS);
    let named = label.is(Meaning::INSURANCE.or(Meaning::TAX)) || runs.near(at, Meaning::INSURANCE.or(Meaning::TAX));
    let capital = runs.text(letter).iter().all(u8::is_ascii_uppercase);
    // 11 A1 11 11
    let grouped = letter.gap.length > 0 && (at..runs.len()).take(5).all(|at| runs.at(at).length() <= 2);
    let confidence = match (named, label.is(LABELS)) {
        (true, _) => 90,
        (false, _) if grouped => 70,
        (false, false) if letter.gap.length == 0 || capital => 60,
        (false, _) => return,
    };
    covering.found(FindingKind::TaxReference, spelled.start(), spelled.end(8), confidence);
}

/// The ten digits of a taxpayer, beside the word.
fn taxpayer_reference(covering: &mut Covering<'_>, groups: &Groups<'_>) {
    let runs = covering.runs;
    let taxed = groups.label.is(Meaning::TAX)
        || (groups.label.is(Meaning::REFERENCE)
            && runs.nearest(groups.first, Meaning::TAX).is_some_and(|far| far < 40));
    // Without a word of its own right before it, ten digits alone or five and five.
    let alone = !groups.label.is(LABELS)
        && !matches!(groups.digits(1), b"0" | b"7")
        && (groups.count() == 1 || groups.is_grouped(groups.count() - 1, &[5, 5]))
        && groups.is_whole(groups.count() - 1)
        && runs.near(groups.first, Meaning::TAX);
    if let Some(last) = groups.ending(10)
        && (taxed || alone)
        && !runs.is_glued_after(groups.group(last).run)
    {
        let (start, end) = (runs.at(groups.first).start, runs.at(groups.group(last).run).end);
        covering.found(FindingKind::TaxReference, start, end, if taxed { 90 } else { 60 });
    }
}

/// Great Britain: five of the surname padded with 9, decade, month (5 more on its first digit for a woman), day, year, two initials
/// padded with 9, three more.
fn driving_licence(covering: &mut Covering<'_>, at: usize) {
    let runs = covering.runs;
    let spelled = Spelled::read(runs, at, 16, 1);
    let letters = spelled
        .characters()
        .iter()
        .take(5)
        .take_while(|c| c.is_ascii_uppercase())
        .count();
    let padded = spelled.characters().iter().take(5).skip(letters).all(|c| *c == b'9');
    if spelled.count < 13 || letters < 2 || !padded || !spelled.all_digits(5..11) {
        return;
    }
    let digit = |at: usize| spelled.digit(at).unwrap_or_default();
    let (month, day) = (digit(6) * 10 + digit(7), digit(8) * 10 + digit(9));
    let dated = matches!(month, 1..=12 | 51..=62) && (1..=31).contains(&day);
    let initials = spelled.characters()[11..spelled.count.min(13)]
        .iter()
        .all(|c| c.is_ascii_uppercase() || *c == b'9');
    let near = runs.near(at, Meaning::DRIVING) || runs.label(at, LABELS).is(Meaning::LICENCE);
    let whole = spelled.count == 16 && (spelled.ends_clean(runs, 16) || issue_follows(runs, &spelled));
    let (count, confidence) = if whole && dated && initials {
        (16, if near { 99 } else { 96 })
    } else if near && initials {
        let run = spelled.places[spelled.count - 1].0;
        let Some(count) = (13..=spelled.count)
            .rev()
            .find(|count| spelled.ends_clean(runs, *count))
        else {
            return;
        };
        if runs.at(run).line != runs.at(at).line {
            return;
        }
        (count, 75)
    } else {
        return;
    };
    covering.found(
        FindingKind::DrivingLicence,
        spelled.start(),
        spelled.end(count),
        confidence,
    );
}

/// Whether the two digits of the issue number stand right behind the licence.
fn issue_follows(runs: &Runs<'_>, spelled: &Spelled) -> bool {
    let (run, place) = spelled.places[15];
    let run_end = runs.at(run).end;
    (run_end == place + 1
        && runs
            .get(run + 1)
            .is_some_and(|next| next.is_digits() && next.length() == 2))
        || (runs.at(run).is_digits() && run_end == place + 3)
}

/// Northern Ireland: eight digits, beside the words.
fn northern_licence(covering: &mut Covering<'_>, groups: &Groups<'_>) {
    let runs = covering.runs;
    let named = groups.label.is(Meaning::DRIVING.or(Meaning::LICENCE));
    let near = named || !groups.label.is(LABELS);
    let Some(last) = groups.ending(8) else { return };
    let end_run = groups.group(last).run;
    let shaped = last == 0 || (groups.is_joined_by(last, Gap::SPACE) && !groups.is_grouped(last, &[2, 2, 4]));
    if !near
        || !shaped
        || !groups.is_whole(last)
        || runs.is_glued_after(end_run)
        || !runs.near(groups.first, Meaning::DRIVING)
    {
        return;
    }
    let (start, end) = (runs.at(groups.first).start, runs.at(end_run).end);
    covering.found(FindingKind::DrivingLicence, start, end, if named { 88 } else { 70 });
}

/// Whether what stands at `at` may be a passport's number: the word is near and no other label nearer.
fn passport_confidence(runs: &Runs<'_>, at: usize) -> Option<u8> {
    let label = runs.label(at, LABELS);
    if label.is(Meaning::PASSPORT) {
        return Some(95);
    }
    (!label.is(LABELS) && runs.near(at, Meaning::PASSPORT)).then_some(80)
}

fn passport_of_digits(covering: &mut Covering<'_>, groups: &Groups<'_>) {
    let runs = covering.runs;
    let Some(last) = groups.ending(9) else { return };
    let end_run = groups.group(last).run;
    if !groups.is_whole(last) || groups.group(0).digits == 1 && last == 1 {
        return;
    }
    // The last letter of some other countries' numbers.
    let trailing = runs
        .get(end_run + 1)
        .filter(|next| next.gap.length == 0 && matches!(next.length(), 1 | 3) && !runs.is_glued_after(end_run + 1));
    if runs.is_glued_after(end_run) && trailing.is_none() {
        return;
    }
    if let Some(confidence) = passport_confidence(runs, groups.first) {
        // Some write the country behind the number; it is no part of it.
        let end = trailing
            .filter(|letter| letter.length() == 1)
            .map_or(runs.at(end_run).end, |letter| letter.end);
        covering.found(FindingKind::Passport, runs.at(groups.first).start, end, confidence);
    }
}

/// A letter and eight digits, or what other countries write: one or two letters and six to eight digits.
fn passport_with_letters(covering: &mut Covering<'_>, at: usize) {
    let runs = covering.runs;
    let run = runs.at(at);
    if run.meaning.is(Meaning::TICKET) || (runs.at(at + 1).gap.length > 0 && is_small_word(runs, at)) {
        return;
    }
    let Some(confidence) = passport_confidence(runs, at) else {
        return;
    };
    let mut last = at + 1;
    let mut digits = 0;
    while let Some(next) = runs.get(last)
        && next.is_digits()
        && next.gap.joins(Gap::SPACE | Gap::HYPHEN | Gap::DOT, 1)
    {
        digits += next.length();
        last += 1;
    }
    let mut last = last - 1;
    if let Some(letter) = runs.get(last + 1)
        && letter.gap.length == 0
        && letter.length() == 1
    {
        last += 1;
    }
    let fits = match run.length() {
        1 => (7..=8).contains(&digits),
        _ => (6..=7).contains(&digits),
    };
    if fits && !runs.is_glued_after(last) {
        covering.found(FindingKind::Passport, run.start, runs.at(last).end, confidence);
    }
}

/// Letters and digits in any order, eight or nine without a gap, as many countries number theirs: only right after the word.
fn passport_of_mixture(covering: &mut Covering<'_>, at: usize) {
    let runs = covering.runs;
    if !runs.is_glued_after(at) || !runs.label(at, LABELS).is(Meaning::PASSPORT) {
        return;
    }
    let spelled = Spelled::read(runs, at, 9, 0);
    let digits = spelled.characters().iter().filter(|c| c.is_ascii_digit()).count();
    let mixed = (4..spelled.count).contains(&digits);
    if spelled.count >= 8 && mixed && spelled.ends_clean(runs, spelled.count) {
        covering.found(FindingKind::Passport, spelled.start(), spelled.end(spelled.count), 85);
    }
}

fn iban(covering: &mut Covering<'_>, at: usize) {
    let runs = covering.runs;
    let text = runs.text(runs.at(at));
    let Some(length) = account::iban_length([text[0].to_ascii_uppercase(), text[1].to_ascii_uppercase()]) else {
        return;
    };
    let spelled = Spelled::read(runs, at, length, 2);
    if spelled.count < length || !spelled.ends_clean(runs, length) || !spelled.characters().iter().all(u8::is_ascii) {
        return;
    }
    let confidence = if account::passes_mod_97(spelled.characters()) {
        99
    } else if runs.label(at, LABELS).is(Meaning::IBAN) {
        70
    } else {
        return;
    };
    covering.found(FindingKind::Iban, spelled.start(), spelled.end(length), confidence);
}

/// `CON1-123456789`: the registered manager or another contact.
fn cqc_con(covering: &mut Covering<'_>, at: usize) {
    let runs = covering.runs;
    let (Some(one), Some(number)) = (runs.get(at + 1), runs.get(at + 2)) else {
        return;
    };
    if one.length() == 1
        && one.gap.joins(Gap::SPACE | Gap::HYPHEN, 1)
        && number.is_digits()
        && (5..=12).contains(&number.length())
        && number
            .gap
            .joins(Gap::HYPHEN | Gap::SPACE | Gap::UNDERSCORE | Gap::DOT, 3)
        && !runs.is_glued_after(at + 2)
    {
        covering.found(FindingKind::CqcContact, runs.at(at).start, number.end, 97);
    }
}

/// Whether the nearest `contact` before is the verb: `contact us at`.
fn speaks_of_writing(runs: &Runs<'_>, at: usize) -> bool {
    (at.saturating_sub(6)..at)
        .rev()
        .find(|before| runs.at(*before).meaning.is(Meaning::CONTACT))
        .is_some_and(|contact| {
            runs.word(runs.at(contact)).as_ref() == b"contact"
                && matches!(
                    runs.word(runs.at(contact + 1)).as_ref(),
                    b"us" | b"me" | b"her" | b"him" | b"them" | b"details" | b"the" | b"cqc"
                )
        })
}

/// `1-123456789`: a contact's where the words say so, a location's or provider's otherwise.
fn cqc_number(covering: &mut Covering<'_>, at: usize) {
    let runs = covering.runs;
    let run = runs.at(at);
    let Some(number) = runs.get(at + 1) else { return };
    let shaped = runs.text(run) == b"1"
        && number.is_digits()
        && (5..=12).contains(&number.length())
        && number.gap.has(Gap::HYPHEN)
        && number.gap.joins(Gap::HYPHEN | Gap::SPACE, 3);
    if !shaped || runs.is_glued_after(at + 1) || run.gap.has(Gap::HYPHEN) {
        return;
    }
    let label = if speaks_of_writing(runs, at) {
        Meaning::NONE
    } else {
        runs.label(at, Meaning::CONTACT.or(Meaning::PLACE).or(Meaning::PHONE))
    };
    let after = runs.label_after(at + 1, Meaning::CONTACT.or(Meaning::PLACE));
    let contact = label.is(Meaning::CONTACT) || (!label.is(Meaning::PLACE) && after.is(Meaning::CONTACT));
    if contact {
        covering.found(FindingKind::CqcContact, run.start, number.end, 85);
    } else if label.is(Meaning::PLACE) || after.is(Meaning::PLACE) || runs.near(at, Meaning::CQC) {
        covering.known(run.start, number.end);
    }
}
