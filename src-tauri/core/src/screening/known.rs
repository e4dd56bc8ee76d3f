//! The codes of the home's own and the tickets of the helpdesk: places where nothing else is to be found.

use super::covering::Covering;
use super::runs::Gap;
use super::words::Meaning;

/// A reference may be written with these between its parts.
const JOINT: u16 = Gap::SPACE | Gap::HYPHEN | Gap::DOT | Gap::SLASH | Gap::UNDERSCORE | Gap::HASH | Gap::COLON;

/// Covers a reference that starts with the run at `at`.
pub(super) fn find(covering: &mut Covering<'_>, at: usize) {
    let runs = covering.runs;
    let run = runs.at(at);
    if runs.is_glued(at) {
        return;
    }
    if run.meaning.is(Meaning::TICKET)
        && let Some(number) = runs.get(at + 1)
        && number.is_digits()
        && (5..=12).contains(&number.length())
        && number.gap.joins(JOINT, 2)
        && !runs.is_glued_after(at + 1)
        && !(run.length() == 2 && number.length() == 6)
    {
        let (start, end) = (run.start, number.end);
        covering.known(start, end);
    }
    if covering.own.may_start_reference(runs.text(run)) {
        own_reference(covering, at);
    }
}

fn own_reference(covering: &mut Covering<'_>, at: usize) {
    let runs = covering.runs;
    let own = covering.own;
    let first = runs.word(runs.at(at));
    for reference in own.references(first.as_ref()) {
        let mut rest: &[u8] = reference;
        let mut end = at;
        while let Some(run) = runs.get(end)
            && (end == at || run.gap.joins(JOINT, 2))
            && let Some(after) = strip_ignoring_case(rest, runs.text(run))
        {
            rest = after;
            end += 1;
            if rest.is_empty() {
                break;
            }
        }
        if rest.is_empty() && !runs.is_glued_after(end - 1) {
            covering.known(runs.at(at).start, runs.at(end - 1).end);
            return;
        }
    }
}

fn strip_ignoring_case<'a>(reference: &'a [u8], text: &[u8]) -> Option<&'a [u8]> {
    let (head, rest) = reference.split_at_checked(text.len())?;
    head.eq_ignore_ascii_case(text).then_some(rest)
}
