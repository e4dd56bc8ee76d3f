//! Dates: of birth by what stands around them, and bare ones of somebody who would be of age.

use jiff::civil::Date;

use super::birthday::{birthday, comes_of_age};
use super::covering::Covering;
use super::digits::LABELS;
use super::finding::FindingKind;
use super::runs::{Gap, Runs};
use super::words::{self, Meaning};

/// What may stand between the parts of a date.
const JOINT: u16 = Gap::SPACE | Gap::HYPHEN | Gap::DOT | Gap::SLASH | Gap::COMMA | Gap::QUOTE;

/// Words that speak of a birth.
const BIRTHS: Meaning = Meaning::BIRTH.or(Meaning::BIRTHDAY).or(Meaning::AGE);

/// How far from the date a word in its sentence makes it the date of an event, in words.
const EVENT_REACH: usize = 8;

/// A date as it is written.
#[derive(Clone, Copy)]
struct Written {
    /// The first and the last run.
    first: usize,
    last: usize,
    date: Date,
    /// The year has two figures: which century is a guess.
    short: bool,
    /// So unlike a sort code or a version number that it is a date without further words.
    plain: bool,
}

/// Looks for a date that starts with digits.
pub(super) fn find_from_digits(covering: &mut Covering<'_>, at: usize) {
    let runs = covering.runs;
    let today = covering.own.today();
    let written = numeric(runs, at, today).or_else(|| day_first(runs, at, at, today));
    if let Some(written) = written {
        judge(covering, &written);
        return;
    }
    let label = runs.label(at, LABELS.or(Meaning::BIRTH).or(Meaning::EVENT));
    if label.is(Meaning::BIRTH) {
        if let Some(written) = unbroken(runs, at, today) {
            push(covering, &written, FindingKind::DateOfBirth, 90);
            return;
        }
        if !month_and_year(covering, at) {
            year_of(covering, at);
        }
    }
    let year = runs.value(runs.at(at)).filter(|_| runs.at(at).length() == 4);
    if year
        .and_then(|year| year_of_birth(year, today))
        .is_some_and(|year| year <= today.year() - 10)
        && is_marked_b(runs, at)
        && runs
            .get(at + 1)
            .is_none_or(|next| next.gap.has(Gap::CLOSE | Gap::COMMA) || next.sentence > runs.at(at).sentence)
    {
        covering.found(FindingKind::DateOfBirth, runs.at(at).start, runs.at(at).end, 65);
        return;
    }
    if let Some(last) = day_and_month(runs, at, at) {
        birthday(covering, at, last);
    }
}

/// Looks for a date that starts with its month or with a day in words.
pub(super) fn find_from_month(covering: &mut Covering<'_>, at: usize) {
    let runs = covering.runs;
    let run = runs.at(at);
    let today = covering.own.today();
    let written = if run.meaning.is(Meaning::MONTH) {
        month_first(runs, at, today)
    } else if run.meaning.is(Meaning::ORDINAL) {
        day_first(runs, at, at + usize::from(is_tens(runs, at)), today)
    } else {
        None
    };
    if let Some(written) = written {
        judge(covering, &written);
        return;
    }
    if run.meaning.is(Meaning::MONTH) && !run.gap.has(Gap::NEWLINE) {
        month_of_birth(covering, at);
    }
    let day = at + usize::from(is_tens(runs, at));
    let last = if run.meaning.is(Meaning::MONTH) {
        month_and_day(runs, at)
    } else {
        day_and_month(runs, at, day)
    };
    if let Some(last) = last {
        birthday(covering, at, last);
    }
}

/// The one kind of character that stands between the parts, apart from spaces.
fn joint_of(gap: Gap) -> Option<u16> {
    if gap.length == 0 || gap.length > 3 {
        return None;
    }
    [Gap::SLASH, Gap::HYPHEN, Gap::DOT, Gap::COMMA]
        .into_iter()
        .find(|kind| gap.has(*kind) && gap.only(*kind | Gap::SPACE))
        .or_else(|| gap.only(Gap::SPACE).then_some(Gap::SPACE))
}

/// `3/3/62`, `03.03.1962`, `1962-03-03`, `3 3 1962`; the month may come first where the day cannot be one.
fn numeric(runs: &Runs<'_>, at: usize, today: Date) -> Option<Written> {
    let (one, two, three) = (runs.at(at), runs.get(at + 1)?, runs.get(at + 2)?);
    if !(one.is_digits() && two.is_digits() && three.is_digits()) {
        return None;
    }
    let joint = joint_of(two.gap)?;
    let same = |at: usize| {
        runs.get(at)
            .is_some_and(|run| run.is_digits() && joint_of(run.gap) == Some(joint) && joint != Gap::SPACE)
    };
    if joint_of(three.gap) != Some(joint) || same(at + 3) || (at > 0 && same(at) && runs.at(at - 1).is_digits()) {
        return None;
    }
    let (first, second, third) = (runs.value(one)?, runs.value(two)?, runs.value(three)?);
    let (year, date) = match (one.length(), two.length(), three.length()) {
        (1 | 2, 1 | 2, 2 | 4) => {
            let year = year(third, three.length(), today)?;
            (
                three.length(),
                civil(year, second, first).or_else(|| civil(year, first, second))?,
            )
        }
        (4, 1 | 2, 1 | 2) => {
            let year = i16::try_from(first).ok()?;
            (4, civil(year, second, third).or_else(|| civil(year, third, second))?)
        }
        _ => return None,
    };
    Some(Written {
        first: at,
        last: at + 2,
        date,
        short: year == 2,
        plain: (year == 4 && joint != Gap::COMMA) || joint == Gap::SLASH,
    })
}

/// `3 March 1962`, `3rd of March, '62`, `03-MAR-62`, `third of March nineteen sixty-two`; the day is the run at `day`.
fn day_first(runs: &Runs<'_>, first: usize, day: usize, today: Date) -> Option<Written> {
    let (value, mut at) = day_of_month(runs, first, day)?;
    if let Some(next) = runs.get(at)
        && matches!(runs.word(next).as_ref(), b"of" | b"day")
    {
        at += 1;
    }
    if runs.get(at).is_some_and(|next| runs.word(next).as_ref() == b"of") {
        at += 1;
    }
    let month = runs.get(at)?;
    if !month.meaning.is(Meaning::MONTH) || !month.gap.joins(JOINT, 3) {
        return None;
    }
    let month = words::month(runs.word(month).as_ref())?;
    let (year, short, last) = year_at(runs, at + 1, today)?;
    Some(Written {
        first,
        last,
        date: Date::new(year, month, value).ok()?,
        short,
        plain: true,
    })
}

/// `March 3rd, 1962`.
fn month_first(runs: &Runs<'_>, at: usize, today: Date) -> Option<Written> {
    let month = words::month(runs.word(runs.at(at)).as_ref())?;
    let mut day = at + 1;
    if runs.get(day).is_some_and(|next| runs.word(next).as_ref() == b"the") {
        day += 1;
    }
    let run = runs.get(day)?;
    if !run.is_digits() || !run.gap.joins(JOINT, 2) {
        return None;
    }
    let (value, next) = day_of_month(runs, day, day)?;
    let (year, short, last) = year_at(runs, next, today)?;
    Some(Written {
        first: at,
        last,
        date: Date::new(year, month, value).ok()?,
        short,
        plain: true,
    })
}

/// The day of the month at `day`, and the run after it.
fn day_of_month(runs: &Runs<'_>, first: usize, day: usize) -> Option<(i8, usize)> {
    let run = runs.at(day);
    if run.is_digits() {
        if run.length() > 2 {
            return None;
        }
        let ending = runs
            .get(day + 1)
            .is_some_and(|next| next.meaning.is(Meaning::ORDINAL_END) && next.gap.joins(Gap::SPACE, 1));
        return Some((i8::try_from(runs.value(run)?).ok()?, day + 1 + usize::from(ending)));
    }
    let tens = if first == day {
        0
    } else {
        words::ordinal(runs.word(runs.at(first)).as_ref())?
    };
    Some((tens + words::ordinal(runs.word(run).as_ref())?, day + 1))
}

/// The year at a run: whether it has two figures, and its last run.
fn year_at(runs: &Runs<'_>, at: usize, today: Date) -> Option<(i16, bool, usize)> {
    let run = runs.get(at)?;
    if !run.gap.joins(JOINT, 3) {
        return None;
    }
    if run.is_digits() {
        // Half past two, not the year 14.
        let clock = runs.get(at + 1).is_some_and(|next| {
            next.is_digits() && next.gap.joins(Gap::COLON, 1)
                || (next.is_digits() && next.gap.joins(Gap::DOT, 1) && run.length() == 2)
        });
        let glued = runs.is_glued_after(at);
        return (!clock && !glued).then_some((year(runs.value(run)?, run.length(), today)?, run.length() == 2, at));
    }
    let century = words::count(runs.word(run).as_ref())?;
    let part = |at: usize| {
        runs.get(at)
            .filter(|run| run.gap.joins(Gap::SPACE | Gap::HYPHEN, 1))
            .and_then(|run| words::count(runs.word(run).as_ref()))
    };
    let tens = part(at + 1)?;
    if !matches!(century, 19 | 20) {
        return None;
    }
    match part(at + 2) {
        Some(ones @ 1..=9) if tens >= 20 => Some((century * 100 + tens + ones, false, at + 2)),
        _ => Some((century * 100 + tens, false, at + 1)),
    }
}

/// The year that these figures mean: of two, the one in this century up to five years ahead.
fn year(value: u32, figures: usize, today: Date) -> Option<i16> {
    let value = i16::try_from(value).ok()?;
    match figures {
        4 => (1890..=2100).contains(&value).then_some(value),
        2 if value <= today.year() % 100 + 5 => Some(2000 + value),
        2 => Some(1900 + value),
        _ => None,
    }
}

fn civil(year: i16, month: u32, day: u32) -> Option<Date> {
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// `03031962`, `19620303` or `030362`, where a word says that it is a birth.
fn unbroken(runs: &Runs<'_>, at: usize, today: Date) -> Option<Written> {
    let run = runs.at(at);
    let value = runs.value(run)?;
    let date = match run.length() {
        8 => {
            let (day, month, year) = (value / 1_000_000, value / 10_000 % 100, value % 10_000);
            let forwards =
                year_of_birth(year, today).and_then(|year| civil(year, month, day).or_else(|| civil(year, day, month)));
            let (year, month, day) = (value / 10_000, value / 100 % 100, value % 100);
            forwards.or_else(|| year_of_birth(year, today).and_then(|year| civil(year, month, day)))?
        }
        6 => civil(year(value % 100, 2, today)?, value / 100 % 100, value / 10_000)?,
        _ => return None,
    };
    let birth = Written {
        first: at,
        last: at,
        date,
        short: run.length() == 6,
        plain: false,
    };
    (!runs.is_glued_after(at) && age(&birth, today, true) >= 10).then_some(birth)
}

/// Whether eight digits are a day of our times: `20112026` or `20261120`.
pub(super) fn is_unbroken_date(digits: &[u8]) -> bool {
    let value = |part: std::ops::Range<usize>| {
        let part = digits.get(part).unwrap_or_default();
        part.iter()
            .fold(0_u32, |value, digit| value * 10 + u32::from(digit - b'0'))
    };
    let is_date = |year: u32, month: u32, day: u32| {
        (1900..=2100).contains(&year) && i16::try_from(year).is_ok_and(|year| civil(year, month, day).is_some())
    };
    digits.len() == 8
        && (is_date(value(4..8), value(2..4), value(0..2)) || is_date(value(0..4), value(4..6), value(6..8)))
}

fn year_of_birth(value: u32, today: Date) -> Option<i16> {
    let year = i16::try_from(value).ok()?;
    (1890..today.year()).contains(&year).then_some(year)
}

/// Whether the run is the tens of a day in two words: `twenty first`.
fn is_tens(runs: &Runs<'_>, at: usize) -> bool {
    matches!(runs.word(runs.at(at)).as_ref(), b"twenty" | b"thirty")
        && runs
            .get(at + 1)
            .is_some_and(|next| next.meaning.is(Meaning::ORDINAL) && next.gap.joins(Gap::SPACE | Gap::HYPHEN, 1))
}

/// `DOB 03/1942`: says whether it is one.
fn month_and_year(covering: &mut Covering<'_>, at: usize) -> bool {
    let runs = covering.runs;
    let today = covering.own.today();
    let born = (at.saturating_sub(3)..at).any(|before| runs.at(before).meaning.is(Meaning::BIRTH));
    let month = runs.value(runs.at(at)).filter(|month| (1..=12).contains(month));
    let Some(next) = runs.get(at + 1).filter(|next| next.is_digits() && next.length() == 4) else {
        return false;
    };
    let year = runs.value(next).and_then(|value| year_of_birth(value, today));
    let joined = joint_of(next.gap).is_some_and(|joint| joint != Gap::COMMA) && !runs.is_glued_after(at + 1);
    let found = born && joined && month.is_some() && year.is_some_and(|year| year <= today.year() - 10);
    if found {
        covering.found(FindingKind::DateOfBirth, runs.at(at).start, next.end, 75);
    }
    found
}

/// `born in 1942`: only the year, right after the word.
fn year_of(covering: &mut Covering<'_>, at: usize) {
    let runs = covering.runs;
    let today = covering.own.today();
    let run = runs.at(at);
    let born = (at.saturating_sub(3)..at).any(|before| runs.at(before).meaning.is(Meaning::BIRTH));
    let joined = runs
        .get(at + 1)
        .is_some_and(|next| next.is_digits() && next.gap.joins(JOINT, 1));
    let old_enough = runs
        .value(run)
        .and_then(|value| year_of_birth(value, today))
        .is_some_and(|year| year <= today.year() - 10);
    if run.length() == 4 && born && !joined && !runs.is_glued_after(at) && old_enough {
        covering.found(FindingKind::DateOfBirth, run.start, run.end, 65);
    }
}

/// The last run of `3/3`, `3 March`, `3rd of March` or `third of March`: a day and a month without a year.
fn day_and_month(runs: &Runs<'_>, first: usize, day: usize) -> Option<usize> {
    let run = runs.at(day);
    if let Some(next) = runs.get(day + 1).filter(|next| run.is_digits() && next.is_digits()) {
        let month = runs.value(next)?;
        let more = runs
            .get(day + 2)
            .is_some_and(|more| more.is_digits() && more.gap.joins(Gap::SLASH, 1));
        let fits = next.gap.joins(Gap::SLASH, 1) && next.length() <= 2 && run.length() <= 2 && !more;
        return (fits && civil(1904, month, runs.value(run)?).is_some()).then_some(day + 1);
    }
    let (value, mut month) = day_of_month(runs, first, day)?;
    if runs.get(month).is_some_and(|next| runs.word(next).as_ref() == b"of") {
        month += 1;
    }
    let named = runs
        .get(month)
        .filter(|run| run.meaning.is(Meaning::MONTH) && run.gap.joins(JOINT, 2))?;
    Date::new(1904, words::month(runs.word(named).as_ref())?, value).ok()?;
    Some(month)
}

/// The last run of `March 3rd` or `March the 3rd`.
fn month_and_day(runs: &Runs<'_>, at: usize) -> Option<usize> {
    let month = words::month(runs.word(runs.at(at)).as_ref())?;
    let mut day = at + 1;
    if runs.get(day).is_some_and(|next| runs.word(next).as_ref() == b"the") {
        day += 1;
    }
    let run = runs.get(day)?;
    if !run.gap.joins(JOINT, 2) {
        return None;
    }
    let (value, after) = day_of_month(runs, day, day)?;
    Date::new(1904, month, value).ok()?;
    Some(after - 1)
}

/// `born in March 1942`.
fn month_of_birth(covering: &mut Covering<'_>, at: usize) {
    let runs = covering.runs;
    let born = (at.saturating_sub(2)..at)
        .any(|before| runs.at(before).meaning.is(Meaning::BIRTH) && runs.at(before).sentence == runs.at(at).sentence);
    if born
        && let Some(next) = runs.get(at + 1)
        && next.is_digits()
        && next.length() == 4
        && next.gap.joins(JOINT, 2)
        && runs
            .value(next)
            .and_then(|value| year_of_birth(value, covering.own.today()))
            .is_some_and(|year| year <= covering.own.today().year() - 10)
    {
        covering.found(FindingKind::DateOfBirth, runs.at(at).start, next.end, 75);
    }
}

/// Full years from the date to today; a birth with a short year may lie a century before.
fn age(written: &Written, today: Date, birth: bool) -> i16 {
    let years =
        |date: Date| today.year() - date.year() - i16::from((today.month(), today.day()) < (date.month(), date.day()));
    let age = years(written.date);
    if birth && written.short && age < 14 {
        age + 100
    } else {
        age
    }
}

fn push(covering: &mut Covering<'_>, written: &Written, kind: FindingKind, confidence: u8) {
    let (start, end) = (
        covering.runs.at(written.first).start,
        covering.runs.at(written.last).end,
    );
    covering.found(kind, start, end, confidence);
}

/// Says whether a date is one of birth, of something else, or nothing is said about it.
fn judge(covering: &mut Covering<'_>, written: &Written) {
    let runs = covering.runs;
    let today = covering.own.today();
    if comes_of_age(runs, written.first, written.last) {
        push(covering, written, FindingKind::DateOfBirth, 70);
        return;
    }
    match birth(runs, written, today) {
        Birth::Said(confidence) => push(covering, written, FindingKind::DateOfBirth, confidence),
        Birth::Denied => {
            // Its digits are spoken for: no sort code, no phone.
            covering.known(runs.at(written.first).start, runs.at(written.last).end);
        }
        Birth::Unsaid => {
            let age = age(written, today, false);
            if written.plain && (15..=105).contains(&age) && !is_told_otherwise(runs, written) {
                let confidence = if written.short { 45 } else { 55 };
                push(covering, written, FindingKind::Date, confidence);
            } else if written.plain && !written.short {
                covering.known(runs.at(written.first).start, runs.at(written.last).end);
            }
        }
    }
}

enum Birth {
    Said(u8),
    /// Another word says what happened on the date.
    Denied,
    Unsaid,
}

fn birth(runs: &Runs<'_>, written: &Written, today: Date) -> Birth {
    let (first, last) = (written.first, written.last);
    let sentence = runs.at(first).sentence;
    let old_enough = |word: Option<usize>| {
        let age = age(written, today, true);
        let born = word.is_some_and(|word| runs.at(word).meaning.is(Meaning::BIRTH));
        (if born { 1 } else { 10 }..=125).contains(&age)
    };
    let births: (Option<usize>, Option<usize>) =
        runs.births_near(first).fold((None, None), |(before, after), birth| {
            if birth < first {
                (Some(birth), after)
            } else if birth > last && after.is_none() {
                (before, Some(birth))
            } else {
                (before, after)
            }
        });
    let event = (first.saturating_sub(EVENT_REACH)..first)
        .rev()
        .take_while(|at| runs.at(*at).sentence == sentence)
        .find(|at| runs.at(*at).meaning.is(Meaning::EVENT));
    let before = births.0.filter(|birth| runs.at(*birth).sentence == sentence);
    if let Some(word) = before.filter(|_| old_enough(before)) {
        let named = event.is_none_or(|event| event < word);
        if named && !is_towards(runs, first, word) {
            return Birth::Said(if first - word <= 4 { 97 } else { 90 });
        }
        // The word has no date of its own yet.
        let unclaimed = runs_between(runs, word, first).all(|at| !runs.at(at).is_digits());
        if unclaimed && event.is_none_or(|event| first - event > 2) && age(written, today, true) >= 14 {
            return Birth::Said(80);
        }
    }
    if is_marked_b(runs, first) && old_enough(None) {
        return Birth::Said(90);
    }
    let after = births.1.filter(|birth| {
        let birth = *birth;
        let next = runs.get(birth + 1);
        runs.at(birth).sentence == sentence
            && birth - last <= EVENT_REACH
            && (event.is_none() || birth - last == 1)
            && runs_between(runs, last, birth)
                .all(|at| !runs.at(at).is_digits() && !runs.at(at).meaning.is(Meaning::EVENT))
            && !next.is_some_and(|next| next.is_digits() && next.sentence == sentence)
    });
    if after.is_some() && old_enough(after) {
        return Birth::Said(88);
    }
    if event.is_some() {
        return Birth::Denied;
    }
    of_lines_above(
        runs,
        written,
        births
            .0
            .or(births.1)
            .filter(|word| runs.at(*word).meaning.is(Meaning::BIRTH)),
        today,
    )
}

fn runs_between(_: &Runs<'_>, one: usize, other: usize) -> impl Iterator<Item = usize> + use<> {
    // Further than this nobody claims a date.
    (one + 1..other).take(40)
}

/// Whether the word right before the date makes it the end or start of something, and does not belong to the birth.
fn is_towards(runs: &Runs<'_>, first: usize, birth: usize) -> bool {
    first - birth > 2
        && runs
            .before(first)
            .is_some_and(|before| before.meaning.is(Meaning::TOWARDS) && !is_small_link(runs.word(before).as_ref()))
}

fn is_small_link(word: &[u8]) -> bool {
    matches!(word, b"on" | b"as" | b"date" | b"of" | b"at")
}

/// `b. 12/05/1940`; `Jane Smith, b 12/05/1940`.
fn is_marked_b(runs: &Runs<'_>, first: usize) -> bool {
    let dotted = runs.at(first).gap.has(Gap::DOT | Gap::COLON);
    runs.before(first).is_some_and(|before| {
        let apart = before.gap.has(Gap::COMMA | Gap::OPEN | Gap::NEWLINE);
        runs.text(before) == b"b" && !before.gap.has(Gap::DOT) && (dotted || apart)
    })
}

/// What the line above says, as in a form; otherwise any word of birth within reach, as in a table.
fn of_lines_above(runs: &Runs<'_>, written: &Written, word: Option<usize>, today: Date) -> Birth {
    let first = written.first;
    if runs.at(first).gap.has(Gap::NEWLINE) {
        let above = runs.label(first, BIRTHS.or(Meaning::EVENT));
        if above.is(Meaning::BIRTH) {
            return Birth::Said(95);
        }
        if above.is(Meaning::EVENT) {
            return Birth::Denied;
        }
    }
    let told = is_told_otherwise(runs, written);
    if word.is_some() && !told && written.plain && (14..=115).contains(&age(written, today, true)) {
        return Birth::Said(72);
    }
    if told { Birth::Denied } else { Birth::Unsaid }
}

/// Whether the words beside a date say that it is no birth: `from`, `Monday`, a time of day, `was completed`.
fn is_told_otherwise(runs: &Runs<'_>, written: &Written) -> bool {
    let (first, last) = (written.first, written.last);
    let sentence = runs.at(first).sentence;
    let before = runs.before(first).is_some_and(|before| {
        before.sentence == sentence
            && before
                .meaning
                .is(Meaning::TOWARDS.or(Meaning::WEEKDAY).or(Meaning::REFERENCE))
    });
    let time = runs.get(last + 1).is_some_and(|hour| {
        hour.is_digits()
            && runs
                .get(last + 2)
                .is_some_and(|minute| minute.is_digits() && minute.gap.joins(Gap::COLON | Gap::DOT, 1))
    });
    let event = |at: usize| {
        runs.get(at)
            .is_some_and(|run| run.sentence == sentence && run.meaning.is(Meaning::EVENT))
    };
    // What stands in brackets behind a name is about the name.
    let bracketed = runs
        .get(last + 1)
        .is_some_and(|next| next.gap.has(Gap::CLOSE) && runs.at(first).gap.has(Gap::OPEN));
    let after = !bracketed && (last + 1..last + 6).any(event);
    before || time || (first.saturating_sub(EVENT_REACH)..first).any(event) || after
}
