//! Words about somebody's health or employment: NAS never needs a reason (FAQ L111-115).

use super::covering::Covering;
use super::finding::FindingKind;
use super::runs::{Gap, Runs};
use super::words::Meaning;

/// Looks at one word.
pub(super) fn find(covering: &mut Covering<'_>, at: usize) {
    let runs = covering.runs;
    let run = runs.at(at);
    let means = if run.meaning.is(Meaning::PRIVATE) {
        !is_about_something_else(runs, at)
    } else if run.meaning.is(Meaning::PRIVATE_OF_PERSON) {
        !said_of_a_thing(runs, at) && is_about_somebody(runs, at)
    } else {
        false
    };
    if means && !runs.is_glued(at) && !runs.is_glued_after(at) {
        let confidence = if run.meaning.is(Meaning::PRIVATE) { 85 } else { 65 };
        covering.found(FindingKind::HealthOrHr, run.start, run.end, confidence);
    }
}

/// The words beside the run at `at`, nearest first.
fn beside<'a>(runs: &'a Runs<'_>, at: usize, reach: usize) -> impl Iterator<Item = usize> + 'a {
    let sentence = runs.at(at).sentence;
    (1..=reach)
        .flat_map(move |step| [at.checked_sub(step), Some(at + step)])
        .flatten()
        .filter(move |beside| runs.get(*beside).is_some_and(|run| run.sentence == sentence))
}

/// A visa card, a hot flush of prose: the word stands for something that is not health or employment.
fn is_about_something_else(runs: &Runs<'_>, at: usize) -> bool {
    let word = runs.word(runs.at(at));
    let next = runs.get(at + 1).map(|next| runs.word(next));
    let next = next.as_ref().map_or(&b""[..], AsRef::as_ref);
    let before = runs.before(at).map(|before| runs.word(before));
    let before = before.as_ref().map_or(&b""[..], AsRef::as_ref);
    match word.as_ref() {
        b"visa" => {
            beside(runs, at, 2).any(|beside| runs.at(beside).meaning.is(Meaning::CARD) || runs.at(beside).is_digits())
        }
        b"sick" => next == b"of" || (before == b"the" && next == b"and"),
        b"stroke" => next == b"of",
        b"injury" | b"injuries" | b"injured" => next == b"time",
        b"safeguarding" => matches!(
            next,
            b"training" | b"team" | b"lead" | b"policy" | b"adults" | b"board" | b"course" | b"policies"
        ),
        b"cancer" => next == b"research",
        b"dementia" => matches!(
            next,
            b"care" | b"friends" | b"unit" | b"home" | b"wing" | b"friendly" | b"training" | b"nursing"
        ),
        b"covid" => matches!(next, b"guidance" | b"vaccine" | b"funding" | b"grant" | b"rules"),
        b"palliative" => next == b"care",
        _ => false,
    }
}

/// Whether an account or a screen is what was suspended, disabled or dismissed.
fn said_of_a_thing(runs: &Runs<'_>, at: usize) -> bool {
    beside(runs, at, 4).any(|beside| runs.at(beside).meaning.is(Meaning::THING))
}

/// Mental health as a subject of training or of a team.
fn beside_is_thing(runs: &Runs<'_>, at: usize) -> bool {
    runs.get(at + 2).is_some_and(|next| {
        matches!(
            runs.word(next).as_ref(),
            b"act" | b"training" | b"team" | b"awareness" | b"first" | b"trust" | b"policy" | b"services" | b"service"
        )
    })
}

/// Whether words beside it make it somebody's health or employment.
fn is_about_somebody(runs: &Runs<'_>, at: usize) -> bool {
    let word = runs.word(runs.at(at));
    let beside_is =
        |words: &[&[u8]]| beside(runs, at, 2).any(|beside| words.contains(&runs.word(runs.at(beside)).as_ref()));
    let next_is = |words: &[&[u8]]| {
        runs.get(at + 1)
            .is_some_and(|next| words.contains(&runs.word(next).as_ref()))
    };
    match word.as_ref() {
        b"ill" if next_is(&[b"health"]) => true,
        b"ill" => {
            !runs.get(at + 1).is_some_and(|next| next.gap.has(Gap::QUOTE))
                && beside_is(&[
                    b"is",
                    b"was",
                    b"been",
                    b"very",
                    b"seriously",
                    b"too",
                    b"fell",
                    b"fallen",
                    b"feeling",
                    b"mentally",
                    b"off",
                    b"long",
                    b"health",
                    b"critically",
                    b"be",
                    b"being",
                    b"so",
                    b"quite",
                    b"still",
                ])
        }
        b"disabled" | b"disable" => beside_is(&[b"is", b"registered", b"she", b"he", b"person", b"are"]),
        b"operation" => beside_is(&[
            b"her",
            b"his",
            b"hip",
            b"knee",
            b"heart",
            b"an",
            b"after",
            b"had",
            b"having",
            b"cataract",
        ]),
        b"mental" => next_is(&[b"health", b"illness", b"breakdown"]) && !beside_is_thing(runs, at),
        b"fit" => next_is(&[b"note", b"notes"]),
        b"occupational" => next_is(&[b"health", b"therapy"]),
        b"medical" => next_is(&[
            b"reasons",
            b"grounds",
            b"leave",
            b"condition",
            b"appointment",
            b"history",
            b"problem",
        ]),
        b"criminal" => next_is(&[b"record", b"conviction", b"charge", b"check"]),
        b"permit" => beside_is(&[b"work", b"residence"]),
        b"surgery" => beside_is(&[
            b"her", b"his", b"hip", b"knee", b"heart", b"having", b"had", b"after", b"for", b"major",
        ]),
        b"fired" => !beside_is(&[b"up", b"boiler"]),
        b"stress" | b"stressed" => beside_is(&[b"with", b"work", b"off", b"related", b"leave", b"her", b"his"]),
        b"warning" => beside_is(&[b"written", b"final", b"verbal", b"formal"]),
        b"medication" => beside_is(&[b"her", b"his", b"on", b"takes", b"taking", b"error"]),
        b"hospital" => beside_is(&[b"in", b"into", b"from", b"admitted"]),
        b"absence" => beside_is(&[b"sickness", b"long", b"unauthorised", b"her", b"his"]),
        b"absent" => beside_is(&[b"been", b"is", b"was"]),
        b"discipline" => beside_is(&[b"her", b"him", b"staff"]),
        _ => true,
    }
}
