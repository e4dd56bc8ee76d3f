//! Which of several readings of the same place is the right one.

use super::finding::{Confidence, Finding, FindingKind, Span};
use super::runs::Runs;
use super::vocabulary::Vocabulary;

/// How many characters of town and county may stand between a street and its postcode.
const ADDRESS: usize = 60;

/// One reading of a place: personal data of a kind, or a value of the home's own.
struct Reading {
    start: usize,
    end: usize,
    kind: Option<FindingKind>,
    confidence: u8,
}

/// All readings of a text so far.
pub(super) struct Covering<'a> {
    pub(super) runs: &'a Runs<'a>,
    pub(super) own: &'a Vocabulary,
    readings: Vec<Reading>,
    /// Where the home's own postcodes stand, in order.
    own_postcodes: Vec<usize>,
}

impl<'a> Covering<'a> {
    pub(super) const fn new(runs: &'a Runs<'a>, own: &'a Vocabulary) -> Self {
        Self {
            runs,
            own,
            readings: Vec::new(),
            own_postcodes: Vec::new(),
        }
    }

    /// Reads the plain characters from `start` to `end` as personal data, as sure as `confidence` hundredths.
    pub(super) fn found(&mut self, kind: FindingKind, start: usize, end: usize, confidence: u8) {
        self.readings.push(Reading {
            start,
            end,
            kind: Some(kind),
            confidence,
        });
    }

    /// Reads the plain characters from `start` to `end` as a value of the home's own: nothing else is found there.
    pub(super) fn known(&mut self, start: usize, end: usize) {
        self.readings.push(Reading {
            start,
            end,
            kind: None,
            confidence: u8::MAX,
        });
    }

    /// As [`Covering::known`], for a postcode: the address in front of it is the home's own too.
    pub(super) fn known_postcode(&mut self, start: usize, end: usize) {
        self.known(start, end);
        self.own_postcodes.push(start);
    }

    /// Whether a street address that ends at `end` is followed by a postcode of the home's own.
    fn is_own_address(&self, end: usize) -> bool {
        let next = self.own_postcodes.partition_point(|start| *start < end);
        self.own_postcodes.get(next).is_some_and(|start| start - end <= ADDRESS)
    }

    /// Keeps the surest reading of each place, and of equally sure ones the longest.
    pub(super) fn settle(mut self) -> Vec<Finding> {
        if self.readings.is_empty() {
            return Vec::new();
        }
        self.readings.sort_by(|one, other| {
            let length = |reading: &Reading| reading.end - reading.start;
            other
                .confidence
                .cmp(&one.confidence)
                .then(length(other).cmp(&length(one)))
                .then(one.start.cmp(&other.start))
        });
        let plain = self.runs.plain();
        let mut covered = vec![false; plain.bytes().len()];
        let mut findings = Vec::with_capacity(self.readings.len());
        for reading in &self.readings {
            // One character of the text may be several plain ones: it belongs to one finding.
            let (mut from, mut to) = (reading.start, reading.end);
            while from > 0 && plain.origin(from - 1) == plain.origin(from) {
                from -= 1;
            }
            while to < covered.len() && plain.origin(to) == plain.origin(to - 1) {
                to += 1;
            }
            let place = &mut covered[from..to];
            if place.iter().any(|covered| *covered) {
                continue;
            }
            place.fill(true);
            let own_address = reading.kind == Some(FindingKind::StreetAddress) && self.is_own_address(reading.end);
            if let Some(kind) = reading.kind.filter(|_| !own_address) {
                findings.push(Finding {
                    kind,
                    span: Span {
                        start: plain.origin(reading.start),
                        end: plain.origin(reading.end - 1) + 1,
                    },
                    confidence: Confidence::hundredths(reading.confidence),
                    action: kind.action(),
                });
            }
        }
        findings.sort_by_key(|finding| finding.span);
        findings
    }
}
