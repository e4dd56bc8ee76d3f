//! Birthdays: a day and a month without a year, and the day on which somebody is as old as is said.

use super::covering::Covering;
use super::finding::FindingKind;
use super::runs::{Gap, Runs};
use super::words::{self, Meaning};

/// A day and a month are somebody's birthday where nothing but small words stands between them and the word:
/// `born on 4 March`, `her birthday is 4 March`, `4 March is her birthday`. The party is another day.
pub(super) fn birthday(covering: &mut Covering<'_>, first: usize, last: usize) {
    let runs = covering.runs;
    let sentence = runs.at(first).sentence;
    let is_birth = |at: usize| runs.at(at).meaning.is(Meaning::BIRTH.or(Meaning::BIRTHDAY));
    let is_link = |at: usize| {
        let word = runs.word(runs.at(at));
        matches!(
            word.as_ref(),
            b"is"
                | b"are"
                | b"was"
                | b"on"
                | b"the"
                | b"of"
                | b"falls"
                | b"date"
                | b"it"
                | b"s"
                | b"as"
                | b"in"
                | b"her"
                | b"his"
                | b"their"
                | b"my"
                | b"your"
                | b"and"
                | b"being"
                | b"also"
                | b"will"
                | b"be"
                | b"given"
                | b"approx"
                | b"about"
                | b"around"
                | b"every"
                | b"year"
                | b"next"
                | b"this"
        ) || runs.at(at).meaning.is(Meaning::WEEKDAY)
    };
    // `birthdays: 3 March and 4 May`.
    let second = runs
        .before(first)
        .is_some_and(|before| runs.word(before).as_ref() == b"and");
    let is_first_of_two = |at: usize| {
        let run = runs.at(at);
        second && (run.meaning.is(Meaning::MONTH.or(Meaning::ORDINAL_END)) || (run.is_digits() && run.length() <= 2))
    };
    let before = (first.saturating_sub(5)..first)
        .rev()
        .take_while(|at| runs.at(*at).sentence == sentence)
        .find(|at| !is_link(*at) && !is_first_of_two(*at))
        .filter(|at| is_birth(*at));
    let above =
        runs.at(first).gap.has(Gap::NEWLINE) && runs.before(first).is_some_and(|run| run.meaning.is(Meaning::BIRTH));
    let after = (last + 1..runs.len().min(last + 5))
        .take_while(|at| runs.at(*at).sentence == sentence && !runs.at(*at).gap.has(Gap::COMMA))
        .find(|at| !is_link(*at))
        .filter(|at| is_birth(*at) && *at > last + 1)
        // The party, the cake, the card.
        .filter(|at| {
            runs.get(at + 1)
                .is_none_or(|next| next.sentence != sentence || next.gap.has(Gap::COMMA) || is_link(at + 1))
        });
    if before.is_some() || above || after.is_some() || comes_of_age(runs, first, last) {
        covering.found(FindingKind::DateOfBirth, runs.at(first).start, runs.at(last).end, 60);
    }
}

/// Whether somebody is as many years old on the day as is said beside it: `turns 65 on 3 March`, `her 80th is on 3 March`,
/// `on 3 March she turns 65`.
pub(super) fn comes_of_age(runs: &Runs<'_>, first: usize, last: usize) -> bool {
    let sentence = runs.at(first).sentence;
    let here = |at: usize| runs.get(at).filter(|run| run.sentence == sentence);
    let is = |at: usize, words: &[&[u8]]| here(at).is_some_and(|run| words.contains(&runs.word(run).as_ref()));
    let years = |at: usize| {
        here(at)
            .and_then(|run| runs.value(run))
            .is_some_and(|years| (1..=115).contains(&years))
    };
    // Backwards over "on", "is on the", to the years.
    let mut at = first;
    while at > 0
        && first - at < 4
        && is(
            at - 1,
            &[b"on", b"the", b"is", b"was", b"falls", b"this", b"next", b"coming"],
        )
    {
        at -= 1;
    }
    if at > 0 && at < first {
        let ordinal = runs.at(at - 1).meaning.is(Meaning::ORDINAL_END) && runs.at(at - 1).gap.length == 0;
        let number = at - if ordinal { 2.min(at) } else { 1 };
        let number = if years(number) && !runs.is_glued(number) {
            Some(number)
        } else {
            in_words(runs, number).filter(|_| !ordinal)
        };
        if let Some(number) = number.filter(|number| *number > 0) {
            let everybody: &[&[u8]] = &[b"we", b"it", b"they"];
            let of_a_thing = number > 1
                && (is(number - 2, everybody)
                    || runs
                        .at(number - 2)
                        .meaning
                        .is(Meaning::PLACE.or(Meaning::THING).or(Meaning::DWELLING)));
            if is(number - 1, AGING) && !of_a_thing {
                return true;
            }
            let whose: &[&[u8]] = &[b"her", b"his", b"my"];
            let of_a_name = number > 1
                && is(number - 1, &[b"s"])
                && runs.at(number - 1).gap.has(Gap::QUOTE)
                && !runs
                    .at(number - 2)
                    .meaning
                    .is(Meaning::PLACE.or(Meaning::THING).or(Meaning::DWELLING));
            if ordinal && (is(number - 1, whose) || of_a_name || (number > 1 && is(number - 2, AGING))) {
                return true;
            }
            let somebody: &[&[u8]] = &[b"he", b"she", b"who", b"i", b"mum", b"dad"];
            let is_somebody = is(number - 1, &[b"be", b"is", b"was"])
                && (number.saturating_sub(3)..number - 1).any(|at| is(at, somebody));
            if !ordinal && (is_somebody || runs.at(number).gap.has(Gap::OPEN)) {
                return true;
            }
        }
    }
    // Forwards over "she", "is when he", to the years.
    let mut at = last + 1;
    while at < last + 5
        && is(
            at,
            &[
                b"he", b"she", b"they", b"when", b"is", b"will", b"i", b"that", b"the", b"day",
            ],
        )
    {
        at += 1;
    }
    let counted = here(at + 2).is_some_and(|next| next.meaning.is(Meaning::UNIT) && !next.gap.has(Gap::COMMA));
    at > last + 1 && is(at, AGING) && years(at + 1) && !counted
}

/// The first word of a number of years whose last is the run at `at`: `sixty-five`, `fifty`.
fn in_words(runs: &Runs<'_>, at: usize) -> Option<usize> {
    let value = words::count(runs.word(runs.at(at)).as_ref())?;
    let tens = at.checked_sub(1).filter(|tens| {
        value < 10
            && runs.at(at).gap.joins(Gap::SPACE | Gap::HYPHEN, 1)
            && words::count(runs.word(runs.at(*tens)).as_ref()).is_some_and(|tens| tens >= 20)
    });
    Some(tens.unwrap_or(at))
}

/// What somebody does at an age.
const AGING: &[&[u8]] = &[
    b"turns",
    b"turned",
    b"turn",
    b"turning",
    b"reaches",
    b"reached",
    b"reaching",
    b"celebrates",
    b"celebrated",
    b"hits",
];
