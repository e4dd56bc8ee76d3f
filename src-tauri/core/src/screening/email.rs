//! Mail addresses.

use super::covering::Covering;
use super::finding::FindingKind;
use super::runs::{Gap, Runs};

/// The longest local part and the longest domain that mail allows (RFC 5321).
const LONGEST_LOCAL: usize = 64;
const LONGEST_DOMAIN: usize = 255;

/// Looks for mail addresses around every `@`.
pub(super) fn find(covering: &mut Covering<'_>) {
    let runs = covering.runs;
    let bytes = runs.plain().bytes();
    for (start, end) in addresses(bytes).chain(spelled_out(runs)) {
        let address = small(&bytes[start..end]);
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

/// Where addresses stand whose sign is written `(at)`.
fn spelled_out<'a>(runs: &'a Runs<'_>) -> impl Iterator<Item = (usize, usize)> + 'a {
    let bytes = runs.plain().bytes();
    (1..runs.len().saturating_sub(1)).filter_map(move |at| {
        let (run, next) = (runs.at(at), runs.at(at + 1));
        let bracketed =
            run.gap.has(Gap::OPEN) && next.gap.has(Gap::CLOSE) && run.gap.length <= 2 && next.gap.length <= 2;
        let is_at = bracketed && runs.word(run).as_ref() == b"at";
        let (from, to) = (runs.at(at - 1).end, next.start);
        is_at.then(|| address_around(bytes, from, to)).flatten()
    })
}

/// An address in small letters, without the spaces people put around its sign.
pub(super) fn small(address: &[u8]) -> Vec<u8> {
    address
        .iter()
        .filter(|byte| **byte != b' ')
        .map(u8::to_ascii_lowercase)
        .collect()
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
    (start < before && dot > 0 && named && (!spaced || domain.iter().all(|byte| !byte.is_ascii_uppercase())))
        .then_some((start, end))
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
