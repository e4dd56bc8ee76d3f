//! Mail addresses.

use super::covering::Covering;
use super::finding::FindingKind;
use super::runs::{Gap, Run, Runs};
use super::words::{self, Meaning};

/// The longest local part and the longest domain that mail allows (RFC 5321).
const LONGEST_LOCAL: usize = 64;
const LONGEST_DOMAIN: usize = 255;

/// Looks for mail addresses around every `@`.
pub(super) fn find(covering: &mut Covering<'_>) {
    let runs = covering.runs;
    let bytes = runs.plain().bytes();
    for (start, end) in addresses(bytes).chain(spelled_out(runs)) {
        let written = &bytes[start..end];
        let address = if written.contains(&b'@') {
            small(written)
        } else {
            signed(&written.to_ascii_lowercase())
        };
        if covering.own.knows_email(&address) {
            covering.known(start, end);
        } else {
            covering.found(FindingKind::Email, start, end, 99);
        }
    }
}

/// Where mail addresses stand.
pub(super) fn addresses(bytes: &[u8]) -> impl Iterator<Item = (usize, usize)> + '_ {
    bytes
        .iter()
        .enumerate()
        .filter(|(_, byte)| **byte == b'@')
        .filter_map(|(at, _)| address_around(bytes, at, at + 1))
}

/// Where addresses stand whose sign is written `(at)`, and perhaps their full stops `(dot)`; or ` at `, where at least one full stop
/// is ` dot `.
fn spelled_out<'a>(runs: &'a Runs<'_>) -> impl Iterator<Item = (usize, usize)> + 'a {
    (1..runs.len().saturating_sub(1)).filter_map(move |at| {
        let bracketed = is_bracketed(runs, at, b"at");
        let alone = is_alone(runs, at, b"at") && is_alone(runs, at + 2, b"dot");
        if !(bracketed || alone) {
            return None;
        }
        let mut first = at - 1;
        while first > 0 && at - first < MOST_PARTS {
            let Some(before) = part_before(runs, first) else { break };
            first = before;
        }
        let (mut last, mut dots) = (at + 1, 0);
        while last - at < MOST_PARTS {
            let Some(next) = part_after(runs, last) else { break };
            dots += usize::from(next - last > 1 || runs.at(next).gap.has(Gap::DOT));
            last = next;
        }
        let top = runs.at(last);
        let named = dots > 0 && !top.is_digits() && top.length() >= 2;
        named.then(|| (runs.at(first).start, top.end))
    })
}

/// The most runs on either side of a sign that is spelled out.
const MOST_PARTS: usize = 16;

/// What joins two parts on one side of the sign.
const JOINT: u16 = Gap::DOT | Gap::HYPHEN | Gap::UNDERSCORE | Gap::PLUS | Gap::QUOTE;

/// Whether the run is this word in brackets.
fn is_bracketed(runs: &Runs<'_>, at: usize, word: &[u8]) -> bool {
    let (run, next) = (runs.at(at), runs.get(at + 1));
    run.gap.has(Gap::OPEN)
        && run.gap.length <= 2
        && next.is_some_and(|next| next.gap.has(Gap::CLOSE) && next.gap.length <= 2)
        && runs.word(run).as_ref() == word
}

/// Whether the run at `at` is this word with one space on either side.
fn is_alone(runs: &Runs<'_>, at: usize, word: &[u8]) -> bool {
    let space = |at: usize| {
        runs.get(at)
            .is_some_and(|run| run.gap.joins(Gap::SPACE, 1) && run.gap.length == 1)
    };
    let named = |run: &Run| run.length() == word.len() && runs.text(run).eq_ignore_ascii_case(word);
    runs.get(at).is_some_and(named) && space(at) && space(at + 1)
}

fn part_before(runs: &Runs<'_>, at: usize) -> Option<usize> {
    if runs.at(at).gap.joins(JOINT, 1) {
        return Some(at - 1);
    }
    (at >= 2 && (is_bracketed(runs, at - 1, b"dot") || is_alone(runs, at - 1, b"dot"))).then(|| at - 2)
}

fn part_after(runs: &Runs<'_>, at: usize) -> Option<usize> {
    let next = runs.get(at + 1)?;
    if next.gap.joins(JOINT, 1) {
        return Some(at + 1);
    }
    (is_bracketed(runs, at + 1, b"dot") || is_alone(runs, at + 1, b"dot")).then_some(at + 2)
}

/// An address in small letters, without the spaces people put around its sign.
pub(super) fn small(address: &[u8]) -> Vec<u8> {
    address
        .iter()
        .filter(|byte| **byte != b' ')
        .map(u8::to_ascii_lowercase)
        .collect()
}

/// `jane(dot)smith(at)nhs.net` or `jane dot smith at nhs dot net` as `jane.smith@nhs.net`.
fn signed(address: &[u8]) -> Vec<u8> {
    let mut plain = Vec::with_capacity(address.len());
    let mut rest = address;
    while let Some((first, after)) = rest.split_first() {
        let sign = [(&b"at"[..], b'@'), (b"dot", b'.')]
            .into_iter()
            .find_map(|(word, sign)| {
                let after = after
                    .strip_prefix(word)
                    .filter(|_| matches!(first, b'(' | b'[' | b' '))?;
                let (close, after) = after.split_first()?;
                matches!(close, b')' | b']' | b' ').then_some((sign, after))
            });
        let (byte, after) = sign.unwrap_or((*first, after));
        if byte != b' ' {
            plain.push(byte);
        }
        rest = after;
    }
    plain
}

/// The address whose sign stands from `from` to `to`.
fn address_around(bytes: &[u8], from: usize, to: usize) -> Option<(usize, usize)> {
    // People put a space before or after the sign so that it is not made a link.
    let before = from - usize::from(from > 1 && bytes[from - 1] == b' ');
    let after = to + usize::from(bytes.get(to) == Some(&b' '));
    let spaced = before != from || after != to;
    let local = bytes[..before]
        .iter()
        .rev()
        .take(LONGEST_LOCAL)
        .take_while(|byte| is_local(**byte))
        .count();
    let start = before - local;
    // A full stop or apostrophe in front belongs to the sentence.
    let start = start + bytes[start..before].iter().take_while(|byte| !is_edge(**byte)).count();
    let domain = bytes[after.min(bytes.len())..]
        .iter()
        .take(LONGEST_DOMAIN)
        .take_while(|byte| is_domain(**byte))
        .count();
    let mut end = after + domain;
    while end > after && !is_edge(bytes[end - 1]) {
        end -= 1;
    }
    let domain = bytes.get(after..end)?;
    let dot = domain.iter().rposition(|byte| *byte == b'.')?;
    let top = &domain[dot + 1..];
    let named = top.len() >= 2 && top.iter().all(|byte| !byte.is_ascii_digit());
    let apart =
        !spaced || (domain.iter().all(|byte| !byte.is_ascii_uppercase()) && !is_sentence(&bytes[start..before]));
    (start < before && dot > 0 && named && apart).then_some((start, end))
}

/// Whether the word before a sign that stands apart belongs to the sentence: `it ends with @nhs.net`.
fn is_sentence(local: &[u8]) -> bool {
    let word = local.to_ascii_lowercase();
    words::meaning(&word).is(Meaning::SMALL)
        || matches!(word.as_slice(), b"not" | b"ends" | b"an" | b"ending" | b"like")
}

fn is_edge(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == super::plain::LETTER || byte == b'_'
}

fn is_local(byte: u8) -> bool {
    is_edge(byte)
        || matches!(
            byte,
            b'.' | b'-' | b'+' | b'\'' | b'&' | b'%' | b'!' | b'#' | b'=' | b'~'
        )
}

fn is_domain(byte: u8) -> bool {
    is_edge(byte) || matches!(byte, b'.' | b'-')
}
