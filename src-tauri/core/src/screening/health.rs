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
        was_done_to_somebody(runs, at) || (!said_of_a_thing(runs, at) && is_about_somebody(runs, at))
    } else {
        false
    };
    if means && !runs.is_glued(at) && !runs.is_glued_after(at) {
        let confidence = if run.meaning.is(Meaning::PRIVATE) { 85 } else { 65 };
        let start = runs.at(at - words_before(runs, at)).start;
        let end = if let Some(off) = off_after(runs, at) {
            runs.at(off).end
        } else if is_first_of_pair(runs, at) {
            runs.at(at + 1).end
        } else {
            run.end
        };
        covering.found(FindingKind::HealthOrHr, start, end, confidence);
    }
}

/// Two words that only together speak of somebody's health: `mental health`, `fit note`.
fn is_first_of_pair(runs: &Runs<'_>, at: usize) -> bool {
    let Some(next) = runs
        .get(at + 1)
        .filter(|next| next.gap.joins(Gap::SPACE | Gap::HYPHEN, 1))
    else {
        return false;
    };
    let next = runs.word(next);
    let next = next.as_ref();
    match runs.word(runs.at(at)).as_ref() {
        b"mental" => matches!(next, b"health" | b"illness" | b"breakdown"),
        b"ill" => next == b"health",
        b"fit" => matches!(next, b"note" | b"notes"),
        b"occupational" => matches!(next, b"health" | b"therapy"),
        b"criminal" => matches!(next, b"record" | b"conviction" | b"charge"),
        b"performance" => matches!(next, b"management" | b"plan" | b"improvement"),
        _ => false,
    }
}

/// How many words before this one belong to what it says: `heart attack`, `adoption leave`, `doctor's note`.
fn words_before(runs: &Runs<'_>, at: usize) -> usize {
    let word = runs.word(runs.at(at));
    let joined = |at: usize| runs.at(at).gap.joins(Gap::SPACE | Gap::HYPHEN | Gap::QUOTE, 1);
    if at == 0 || !joined(at) {
        return 0;
    }
    match word.as_ref() {
        b"attack" => usize::from(runs.at(at).gap.joins(Gap::SPACE, 1)),
        b"leave" => usize::from(is_leave_of_a_kind(runs, at)),
        b"test" | b"tests" => usize::from(is_drug_test(runs, at)),
        b"note" | b"notes" | b"certificate" => match doctor_before(runs, at) {
            Some(doctor) => at - doctor,
            None => 0,
        },
        _ => 0,
    }
}

/// The leave somebody takes for what is nobody's business: `compassionate leave`.
fn is_leave_of_a_kind(runs: &Runs<'_>, at: usize) -> bool {
    let Some(before) = at.checked_sub(1) else { return false };
    let kind = runs.word(runs.at(before));
    let joined = runs.at(at).gap.joins(Gap::SPACE | Gap::HYPHEN, 1);
    joined
        && match kind.as_ref() {
            b"adoption" | b"compassionate" | b"parental" | b"garden" | b"gardening" | b"stress" | b"dependants"
            | b"dependency" => true,
            // "The carers leave at nine."
            b"carers" => runs.before(before).is_some_and(|on| {
                matches!(
                    runs.word(on).as_ref(),
                    b"on" | b"taking" | b"takes" | b"take" | b"took" | b"for" | b"of"
                )
            }),
            _ => false,
        }
}

fn is_drug_test(runs: &Runs<'_>, at: usize) -> bool {
    at > 0
        && runs.at(at).gap.joins(Gap::SPACE, 1)
        && matches!(
            runs.word(runs.at(at - 1)).as_ref(),
            b"drug" | b"drugs" | b"alcohol" | b"pregnancy"
        )
}

/// The doctor right before their note: `doctor's note`, `GP note`.
fn doctor_before(runs: &Runs<'_>, at: usize) -> Option<usize> {
    let before = at.checked_sub(1)?;
    if !runs.at(at).gap.joins(Gap::SPACE, 1) {
        return None;
    }
    let possessive = runs.word(runs.at(before)).as_ref() == b"s" && runs.at(before).gap.has(Gap::QUOTE);
    let doctor = if possessive { before.checked_sub(1)? } else { before };
    let word = runs.word(runs.at(doctor));
    let theirs = match word.as_ref() {
        // "The doctor notes everything" is about writing.
        b"doctor" | b"gp" => possessive || runs.word(runs.at(at)).as_ref() != b"notes",
        b"doctors" | b"gps" | b"medical" | b"sickness" | b"hospital" => true,
        _ => false,
    };
    theirs.then_some(doctor)
}

/// Where `signed off` ends, also with whom it speaks of between the words: `signed her off`.
fn off_after(runs: &Runs<'_>, at: usize) -> Option<usize> {
    if runs.word(runs.at(at)).as_ref() != b"signed" {
        return None;
    }
    let is = |at: usize, words: &[&[u8]]| {
        runs.get(at)
            .is_some_and(|run| run.gap.joins(Gap::SPACE | Gap::HYPHEN, 2) && words.contains(&runs.word(run).as_ref()))
    };
    if is(at + 1, &[b"off"]) {
        return Some(at + 1);
    }
    (is(at + 1, &[b"her", b"him", b"me", b"them", b"us"]) && is(at + 2, &[b"off"])).then_some(at + 2)
}

/// Whether somebody is signed off work, and not a plan, a bill or a training: by a doctor, `sick`, or for a time.
fn is_signed_off_work(runs: &Runs<'_>, at: usize) -> bool {
    let Some(off) = off_after(runs, at) else { return false };
    let sentence = runs.at(at).sentence;
    let here = |at: usize| runs.get(at).filter(|run| run.sentence == sentence);
    let is = |at: usize, words: &[&[u8]]| here(at).is_some_and(|run| words.contains(&runs.word(run).as_ref()));
    let of_work: &[&[u8]] = &[b"work", b"with", b"due", b"because", b"again", b"since"];
    if is(off + 1, of_work) || (is(off + 1, &[b"from"]) && is(off + 2, &[b"work"])) {
        return true;
    }
    let by_doctor = is(off + 1, &[b"by"])
        && (off + 2..off + 5).any(|at| here(at).is_some_and(|run| run.meaning.is(Meaning::DOCTOR)));
    let before = || (at.saturating_sub(8)..at).filter(|before| here(*before).is_some());
    let of_a_thing = before()
        .any(|before| runs.at(before).meaning.is(Meaning::THING.or(Meaning::REFERENCE)) || is(before, SIGNED_THINGS));
    if by_doctor {
        return !of_a_thing;
    }
    let for_a_time = is(off + 1, &[b"for", b"until", b"till", b"til"]);
    let somebody = off > at + 1 || before().any(|before| is(before, &[b"he", b"she", b"who", b"i", b"they"]));
    let doctor = before().any(|before| runs.at(before).meaning.is(Meaning::DOCTOR));
    let done = is(off + 1, &[b"as", b"on", b"the", b"her", b"his", b"to", b"in"]);
    (for_a_time && somebody && !of_a_thing) || (doctor && off > at + 1 && !done)
}

/// What somebody signs and is no person.
const SIGNED_THINGS: &[&[u8]] = &[
    b"plan",
    b"plans",
    b"audit",
    b"rota",
    b"form",
    b"forms",
    b"chart",
    b"charts",
    b"record",
    b"records",
    b"training",
    b"assessment",
    b"payment",
    b"bill",
    b"work",
    b"budget",
    b"report",
    b"care",
    b"document",
    b"documents",
    b"paperwork",
    b"module",
    b"competency",
    b"policy",
    b"review",
    b"it",
    b"this",
    b"that",
];

/// Whether a person is the one it was done to, whatever account or meeting is spoken of beside: `his account, as he was
/// suspended`, `we had to suspend her`.
fn was_done_to_somebody(runs: &Runs<'_>, at: usize) -> bool {
    let word = runs.word(runs.at(at));
    let done = matches!(
        word.as_ref(),
        b"suspended" | b"suspend" | b"suspending" | b"dismissed" | b"dismiss" | b"dismissing" | b"fired"
    );
    let sentence = runs.at(at).sentence;
    let is = |at: usize, words: &[&[u8]]| {
        runs.get(at)
            .is_some_and(|run| run.sentence == sentence && words.contains(&runs.word(run).as_ref()))
    };
    let object = is(at + 1, &[b"her", b"him"]) && !is_owned(runs, at + 1);
    let subject = (at.saturating_sub(4)..at)
        .rev()
        .find(|before| !is(*before, HELPERS))
        .filter(|before| *before + 1 < at);
    done && (object || subject.is_some_and(|before| is(before, &[b"he", b"she", b"who"])))
}

/// What may stand between somebody and what was done to them.
const HELPERS: &[&[u8]] = &[
    b"is",
    b"was",
    b"has",
    b"had",
    b"been",
    b"being",
    b"got",
    b"be",
    b"will",
    b"may",
    b"might",
    b"just",
    b"now",
    b"recently",
    b"currently",
    b"also",
    b"then",
    b"to",
    b"is",
];

/// Whether a thing stands right behind: `suspend her account`.
fn is_owned(runs: &Runs<'_>, at: usize) -> bool {
    runs.get(at + 1)
        .is_some_and(|next| next.meaning.is(Meaning::THING) && next.sentence == runs.at(at).sentence)
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
            // The card, not the permit: its number is long, a day or a tier is short.
            beside(runs, at, 2).any(|beside| {
                let beside = runs.at(beside);
                beside.meaning.is(Meaning::CARD) || (beside.is_digits() && beside.length() >= 4)
            })
        }
        b"infection" | b"infections" => matches!(next, b"control" | b"prevention" | b"risk" | b"policy" | b"rates"),
        b"sick" => next == b"of" || (before == b"the" && next == b"and"),
        b"stroke" => next == b"of",
        b"injury" | b"injuries" | b"injured" => next == b"time",
        b"safeguarding" => matches!(
            next,
            b"training" | b"team" | b"lead" | b"policy" | b"adults" | b"board" | b"course" | b"policies"
        ),
        b"cancer" => next == b"research",
        b"stoma" => next == b"nurse",
        b"dementia" => matches!(
            next,
            b"lead"
                | b"champion"
                | b"champions"
                | b"nurse"
                | b"strategy"
                | b"cafe"
                | b"awareness"
                | b"care"
                | b"friends"
                | b"unit"
                | b"home"
                | b"wing"
                | b"friendly"
                | b"training"
                | b"nursing"
        ),
        b"rehab" => matches!(next, b"unit" | b"centre" | b"team" | b"ward"),
        b"covid" => matches!(
            next,
            b"test" | b"tests" | b"testing" | b"kits" | b"guidance" | b"vaccine" | b"funding" | b"grant" | b"rules"
        ),
        b"palliative" => next == b"care",
        _ => false,
    }
}

/// Whether an account or a screen is what was suspended, disabled or dismissed.
fn said_of_a_thing(runs: &Runs<'_>, at: usize) -> bool {
    beside(runs, at, 4).any(|beside| runs.at(beside).meaning.is(Meaning::THING)) || is_done_to_no_person(runs, at)
}

/// `The meeting was suspended`, `suspended ceiling`, `he dismissed the idea`.
fn is_done_to_no_person(runs: &Runs<'_>, at: usize) -> bool {
    let sentence = runs.at(at).sentence;
    let is = |at: usize, words: &[&[u8]]| {
        runs.get(at)
            .is_some_and(|run| run.sentence == sentence && words.contains(&runs.word(run).as_ref()))
    };
    let article: &[&[u8]] = &[b"the", b"a", b"an", b"this", b"that", b"our", b"my", b"it"];
    let after = if is(at + 1, article) { at + 2 } else { at + 1 };
    let before = (at.saturating_sub(4)..at).rev().find(|before| !is(*before, HELPERS));
    is(at + 1, &[b"it"]) || is(after, NO_PERSON) || before.is_some_and(|before| is(before, NO_PERSON))
}

/// What is suspended or dismissed and is no person.
const NO_PERSON: &[&[u8]] = &[
    b"ceiling",
    b"ceilings",
    b"idea",
    b"ideas",
    b"suggestion",
    b"claim",
    b"meeting",
    b"meetings",
    b"train",
    b"trains",
    b"bus",
    b"buses",
    b"visit",
    b"visits",
    b"visiting",
    b"delivery",
    b"deliveries",
    b"complaint",
    b"concern",
    b"concerns",
    b"pop",
    b"popup",
    b"printer",
    b"helpline",
    b"website",
    b"it",
    b"them",
    b"course",
    b"courses",
];

/// Mental health as a subject of training or of a team.
fn beside_is_thing(runs: &Runs<'_>, at: usize) -> bool {
    runs.get(at + 2).is_some_and(|next| {
        matches!(
            runs.word(next).as_ref(),
            b"act" | b"training" | b"team" | b"awareness" | b"first" | b"trust" | b"policy" | b"services" | b"service"
        )
    })
}

/// Whether a fault is what is looked into.
fn is_of_a_fault(runs: &Runs<'_>, at: usize) -> bool {
    beside(runs, at, 5).any(|beside| {
        matches!(
            runs.word(runs.at(beside)).as_ref(),
            b"fault" | b"problem" | b"issue" | b"outage" | b"incident" | b"delay" | b"error" | b"ticket" | b"case"
        )
    })
}

/// `She is poorly`, and not a letter that is poorly written.
fn is_poorly(runs: &Runs<'_>, at: usize) -> bool {
    let states: &[&[u8]] = &[
        b"is", b"was", b"been", b"feeling", b"felt", b"feels", b"very", b"too", b"quite", b"so", b"still", b"off",
    ];
    let done = runs.get(at + 1).is_some_and(|next| {
        let word = runs.word(next);
        next.gap.joins(Gap::SPACE, 1) && (word.as_ref().ends_with(b"ed") || word.as_ref() == b"lit")
    });
    !done && beside(runs, at, 2).any(|beside| states.contains(&runs.word(runs.at(beside)).as_ref()))
}

/// `She had a breakdown`, and not one of costs.
fn is_breakdown_of_somebody(runs: &Runs<'_>, at: usize) -> bool {
    let is_near = |words: &[&[u8]], reach: usize| {
        beside(runs, at, reach).any(|beside| words.contains(&runs.word(runs.at(beside)).as_ref()))
    };
    let of_something = runs.get(at + 1).is_some_and(|next| runs.word(next).as_ref() == b"of");
    is_near(&[b"nervous", b"mental"], 2)
        || (!of_something && is_near(&[b"had", b"having"], 2) && is_near(&[b"she", b"he", b"who"], 4))
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
        b"signed" => is_signed_off_work(runs, at),
        b"leave" => is_leave_of_a_kind(runs, at),
        b"test" | b"tests" => is_drug_test(runs, at),
        b"note" | b"notes" | b"certificate" => doctor_before(runs, at).is_some(),
        b"performance" => is_first_of_pair(runs, at),
        b"poorly" => is_poorly(runs, at),
        b"breakdown" => is_breakdown_of_somebody(runs, at),
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
                    b"home",
                ])
        }
        b"disabled" | b"disable" => beside_is(&[b"is", b"registered", b"she", b"he", b"person", b"are"]),
        b"operation" if next_is(&[b"of"]) => false,
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
        b"attack" => {
            let before = runs.before(at).map(|before| runs.word(before));
            before.is_some_and(|before| matches!(before.as_ref(), b"heart" | b"panic" | b"asthma"))
        }
        b"investigation" => beside_is(&[b"under", b"disciplinary", b"hr", b"pending"]) && !is_of_a_fault(runs, at),
        b"capability" => next_is(&[b"plan", b"process", b"procedure", b"hearing", b"meeting", b"review"]),
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
