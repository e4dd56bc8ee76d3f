//! A number that may be written in groups: the groups from one run of digits onwards.

use super::covering::Covering;
use super::runs::{Gap, Runs};
use super::words::Meaning;
use super::{account, dates, identity, nhs, phone};

/// No identifier has more digits.
const MOST: usize = 20;

/// What joins two groups of one number.
const JOINT: u16 =
    Gap::SPACE | Gap::NEWLINE | Gap::HYPHEN | Gap::DOT | Gap::SLASH | Gap::UNDERSCORE | Gap::OPEN | Gap::CLOSE;

/// The most characters that join two groups.
const WIDEST: usize = 3;

/// Words that say what number follows.
pub(super) const LABELS: Meaning = Meaning::NHS
    .or(Meaning::INSURANCE)
    .or(Meaning::TAX)
    .or(Meaning::PASSPORT)
    .or(Meaning::DRIVING)
    .or(Meaning::LICENCE)
    .or(Meaning::SORT)
    .or(Meaning::ACCOUNT)
    .or(Meaning::BANK)
    .or(Meaning::CARD)
    .or(Meaning::IBAN)
    .or(Meaning::PHONE)
    .or(Meaning::REFERENCE);

/// The end of one group.
#[derive(Clone, Copy)]
pub(super) struct Group {
    /// Its run.
    pub(super) run: usize,
    /// How many digits there are up to its end.
    pub(super) digits: usize,
    /// What stands before it; of no meaning for the first.
    pub(super) gap: Gap,
}

/// The groups of digits from one run onwards, as far as they may be one number.
pub(super) struct Groups<'a> {
    runs: &'a Runs<'a>,
    digits: [u8; MOST],
    /// For each group, how many digits there are up to its end.
    ends: [u8; MOST],
    count: usize,
    /// The first run.
    pub(super) first: usize,
    /// Whether no digits are joined to the front.
    pub(super) fresh: bool,
    /// What the words before say it is.
    pub(super) label: Meaning,
}

impl<'a> Groups<'a> {
    pub(super) fn read(runs: &'a Runs<'a>, first: usize) -> Option<Self> {
        let mut groups = Self {
            runs,
            digits: [0; MOST],
            ends: [0; MOST],
            count: 0,
            first,
            fresh: !(first > 0 && runs.at(first - 1).is_digits() && is_joint(runs.at(first).gap)),
            label: Meaning::NONE,
        };
        let mut length = 0;
        while let Some(run) = runs.get(first + groups.count)
            && run.is_digits()
            && (groups.count == 0 || is_joint(run.gap))
            && length + run.length() <= MOST
        {
            groups.digits[length..length + run.length()].copy_from_slice(runs.text(run));
            length += run.length();
            groups.ends[groups.count] = u8::try_from(length).ok()?;
            groups.count += 1;
        }
        // Fewer digits are no number of anybody's.
        if length < 6 {
            return None;
        }
        groups.label = runs.label(first, LABELS);
        Some(groups)
    }

    /// The runs they are read from.
    pub(super) const fn runs(&self) -> &'a Runs<'a> {
        self.runs
    }

    /// How many groups there are; at least one.
    pub(super) const fn count(&self) -> usize {
        self.count
    }

    pub(super) fn group(&self, number: usize) -> Group {
        let run = self.first + number;
        Group {
            run,
            digits: usize::from(self.ends[number]),
            gap: self.runs.at(run).gap,
        }
    }

    pub(super) fn get(&self, number: usize) -> Option<Group> {
        (number < self.count).then(|| self.group(number))
    }

    pub(super) fn all(&self) -> impl Iterator<Item = Group> + '_ {
        (0..self.count).map(|number| self.group(number))
    }

    /// The first so many digits.
    pub(super) fn digits(&self, count: usize) -> &[u8] {
        &self.digits[..count]
    }

    /// The number of the group that ends with exactly so many digits.
    pub(super) fn ending(&self, digits: usize) -> Option<usize> {
        self.ends[..self.count]
            .iter()
            .position(|end| usize::from(*end) == digits)
    }

    /// The lengths of the groups up to the one at `last`.
    pub(super) fn lengths(&self, last: usize) -> impl Iterator<Item = usize> + '_ {
        let mut before = 0;
        self.ends[..=last].iter().map(move |end| {
            let length = usize::from(*end - before);
            before = *end;
            length
        })
    }

    /// Whether the groups up to the one at `last` have these lengths.
    pub(super) fn is_grouped(&self, last: usize, lengths: &[usize]) -> bool {
        last + 1 == lengths.len() && self.lengths(last).eq(lengths.iter().copied())
    }

    /// Whether the same kind of characters joins all groups up to the one at `last`.
    pub(super) fn is_even(&self, last: usize) -> bool {
        (2..=last).all(|number| self.group(number).gap.like(self.group(1).gap))
    }

    /// Whether nothing but these joins the groups up to the one at `last`.
    pub(super) fn is_joined_by(&self, last: usize, kinds: u16) -> bool {
        (1..=last).all(|number| self.group(number).gap.only(kinds))
    }

    /// Whether the number is whole when it ends with the group at `last`: no digits are joined to it.
    pub(super) const fn is_whole(&self, last: usize) -> bool {
        self.fresh && last + 1 == self.count
    }
}

fn is_joint(gap: Gap) -> bool {
    gap.length > 0 && gap.joins(JOINT, WIDEST)
}

/// Looks for every kind that starts with digits.
pub(super) fn find(covering: &mut Covering<'_>, at: usize) {
    identity::find_from_digits(covering, at);
    let glued = covering.runs.is_glued(at) && !may_be_glued(covering.runs, at);
    if glued {
        return;
    }
    dates::find_from_digits(covering, at);
    let Some(groups) = Groups::read(covering.runs, at) else {
        return;
    };
    nhs::find(covering, &groups);
    phone::find(covering, &groups);
    account::find(covering, &groups);
    identity::find_from_groups(covering, &groups);
}

/// Whether the letters right before the number are its label: `NHS9434765919`, `T01134960123`.
fn may_be_glued(runs: &Runs<'_>, at: usize) -> bool {
    let letters = runs.at(at - 1);
    !letters.is_digits()
        && !runs.is_glued(at - 1)
        && (letters.meaning.is(LABELS.or(Meaning::NUMBER).or(Meaning::BIRTH)) || letters.length() > 5)
}
