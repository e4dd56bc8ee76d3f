//! The text as runs: unbroken letters or unbroken digits, each with what stands before it and what it means.

use super::plain::{LETTER, Plain};
use super::words::{LONGEST, Meaning, meaning};

/// What stands between two runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Gap {
    kinds: u16,
    /// How many plain characters.
    pub(super) length: usize,
}

impl Gap {
    pub(super) const SPACE: u16 = 1;
    pub(super) const NEWLINE: u16 = 1 << 1;
    pub(super) const HYPHEN: u16 = 1 << 2;
    pub(super) const DOT: u16 = 1 << 3;
    pub(super) const SLASH: u16 = 1 << 4;
    pub(super) const COMMA: u16 = 1 << 5;
    pub(super) const COLON: u16 = 1 << 6;
    pub(super) const OPEN: u16 = 1 << 7;
    pub(super) const CLOSE: u16 = 1 << 8;
    pub(super) const PLUS: u16 = 1 << 9;
    pub(super) const QUOTE: u16 = 1 << 10;
    pub(super) const UNDERSCORE: u16 = 1 << 11;
    pub(super) const HASH: u16 = 1 << 12;
    pub(super) const ENDING: u16 = 1 << 13;
    pub(super) const AT: u16 = 1 << 14;
    pub(super) const OTHER: u16 = 1 << 15;

    /// Whether nothing stands there but these.
    pub(super) const fn only(self, kinds: u16) -> bool {
        self.kinds & !kinds == 0
    }

    /// Whether any of these stands there.
    pub(super) const fn has(self, kinds: u16) -> bool {
        self.kinds & kinds != 0
    }

    /// Whether at most `most` characters stand there, all of these kinds.
    pub(super) const fn joins(self, kinds: u16, most: usize) -> bool {
        self.length <= most && self.only(kinds)
    }

    /// Whether exactly the same kinds stand there.
    pub(super) const fn like(self, other: Self) -> bool {
        self.kinds == other.kinds
    }
}

const KINDS: [u16; 256] = {
    let mut kinds = [Gap::OTHER; 256];
    kinds[b' ' as usize] = Gap::SPACE;
    kinds[b'\n' as usize] = Gap::NEWLINE;
    kinds[b'-' as usize] = Gap::HYPHEN;
    kinds[b'.' as usize] = Gap::DOT;
    kinds[b'/' as usize] = Gap::SLASH;
    kinds[b'\\' as usize] = Gap::SLASH;
    kinds[b',' as usize] = Gap::COMMA;
    kinds[b':' as usize] = Gap::COLON;
    kinds[b'=' as usize] = Gap::COLON;
    kinds[b'(' as usize] = Gap::OPEN;
    kinds[b'[' as usize] = Gap::OPEN;
    kinds[b')' as usize] = Gap::CLOSE;
    kinds[b']' as usize] = Gap::CLOSE;
    kinds[b'+' as usize] = Gap::PLUS;
    kinds[b'\'' as usize] = Gap::QUOTE;
    kinds[b'"' as usize] = Gap::QUOTE;
    kinds[b'`' as usize] = Gap::QUOTE;
    kinds[b'_' as usize] = Gap::UNDERSCORE;
    kinds[b'#' as usize] = Gap::HASH;
    kinds[b'!' as usize] = Gap::ENDING;
    kinds[b'?' as usize] = Gap::ENDING;
    kinds[b';' as usize] = Gap::ENDING;
    kinds[b'@' as usize] = Gap::AT;
    kinds
};

/// Unbroken letters or unbroken digits.
#[derive(Clone, Copy, Debug)]
pub(super) struct Run {
    /// The first plain character.
    pub(super) start: usize,
    /// One after the last plain character.
    pub(super) end: usize,
    /// What stands between the run before and this one.
    pub(super) gap: Gap,
    /// What it means, if it is a word.
    pub(super) meaning: Meaning,
    digits: bool,
    /// The number of its sentence, or of its line where that ends first.
    pub(super) sentence: usize,
    /// The number of its line.
    pub(super) line: usize,
}

impl Run {
    pub(super) const fn is_digits(&self) -> bool {
        self.digits
    }

    pub(super) const fn length(&self) -> usize {
        self.end - self.start
    }
}

/// All runs of a text.
pub(super) struct Runs<'a> {
    plain: &'a Plain,
    list: Vec<Run>,
    /// The runs with a meaning that is asked for over a distance, in order.
    births: Vec<usize>,
    contexts: Vec<(usize, Meaning)>,
}

/// The meanings that are asked for over a distance.
const FAR: Meaning = Meaning::NHS
    .or(Meaning::INSURANCE)
    .or(Meaning::TAX)
    .or(Meaning::PASSPORT)
    .or(Meaning::DRIVING)
    .or(Meaning::SORT)
    .or(Meaning::BANK)
    .or(Meaning::CARD)
    .or(Meaning::IBAN)
    .or(Meaning::CQC)
    .or(Meaning::CONTACT);

/// A meaning counts for what stands within this many characters of the word.
pub(super) const REACH: usize = 300;

impl<'a> Runs<'a> {
    pub(super) fn read(plain: &'a Plain) -> Self {
        let bytes = plain.bytes();
        let mut runs = Self {
            plain,
            list: Vec::with_capacity(bytes.len() / 5 + 1),
            births: Vec::new(),
            contexts: Vec::new(),
        };
        let mut gap = Gap::default();
        let mut at = 0;
        while at < bytes.len() {
            let digits = bytes[at].is_ascii_digit();
            if !digits && !is_letter(bytes[at]) {
                gap.kinds |= KINDS[usize::from(bytes[at])];
                gap.length += 1;
                at += 1;
                continue;
            }
            let end = bytes[at..]
                .iter()
                .position(|byte| {
                    if digits {
                        !byte.is_ascii_digit()
                    } else {
                        !is_letter(*byte)
                    }
                })
                .map_or(bytes.len(), |length| at + length);
            runs.push(at, end, digits, gap);
            gap = Gap::default();
            at = end;
        }
        runs
    }

    fn push(&mut self, start: usize, end: usize, digits: bool, gap: Gap) {
        let (mut sentence, mut line) = (0, 0);
        if let Some(before) = self.list.last() {
            line = before.line + usize::from(gap.has(Gap::NEWLINE));
            sentence = before.sentence + usize::from(gap.has(Gap::NEWLINE) || self.ends_sentence(before, gap, start));
        }
        let mut run = Run {
            start,
            end,
            gap,
            meaning: Meaning::NONE,
            digits,
            sentence,
            line,
        };
        if !digits {
            run.meaning = self.meaning_of(&run);
            if run.meaning.is(Meaning::PAIRED) {
                self.refine(&mut run);
            }
            if run.meaning.is(Meaning::BIRTH.or(Meaning::BIRTHDAY).or(Meaning::AGE)) {
                self.births.push(self.list.len());
            }
            if run.meaning.is(FAR) {
                self.contexts.push((self.list.len(), run.meaning));
            }
        }
        self.list.push(run);
    }

    /// Whether a sentence ends in this gap. The full stop of an abbreviation (`No. 5`, `D.O.B. 3/3/62`) does not end one.
    fn ends_sentence(&self, before: &Run, gap: Gap, next: usize) -> bool {
        if gap.has(Gap::ENDING) {
            return true;
        }
        let next = self.plain.bytes()[next];
        gap.has(Gap::DOT)
            && gap.has(Gap::SPACE)
            && (before.digits || before.length() > 3 || !next.is_ascii_digit())
            && !next.is_ascii_lowercase()
            && (before.digits || before.length() > 2)
    }

    fn meaning_of(&self, run: &Run) -> Meaning {
        let (word, length) = self.small(run);
        if length == 1
            && let Some(meaning) = self.meaning_of_initials(run, word[0])
        {
            return meaning;
        }
        meaning(&word[..length])
    }

    /// What two words mean together: `sort code`, `a/c`, `national insurance`, `NHS mail`.
    fn refine(&mut self, run: &mut Run) {
        let Some(before) = self.list.last() else {
            if self.word(run).as_ref() == b"sort" {
                run.meaning = Meaning::NONE;
            }
            return;
        };
        let (now, then) = (self.word(run), self.word(before));
        match (then.as_ref(), now.as_ref()) {
            (b"sort" | b"srt", b"code" | b"codes") if run.gap.length <= 2 => run.meaning = Meaning::SORT,
            (b"s", b"c" | b"code") if run.gap.joins(Gap::SLASH, 1) => run.meaning = Meaning::SORT,
            (b"a", b"c") if run.gap.joins(Gap::SLASH, 1) => run.meaning = Meaning::ACCOUNT,
            (
                b"nhs",
                b"net" | b"uk" | b"mail" | b"mails" | b"email" | b"mailbox" | b"account" | b"accounts" | b"helpdesk",
            ) if run.gap.length <= 1 => {
                let before = self.list.len() - 1;
                self.list[before].meaning = Meaning::NONE;
                self.contexts.pop_if(|(context, _)| *context == before);
            }
            (b"national" | b"nat" | b"natl", b"insurance" | b"ins") => run.meaning = Meaning::INSURANCE,
            (_, b"insurance") => run.meaning = run.meaning.without(Meaning::INSURANCE),
            (_, b"sort") => run.meaning = run.meaning.without(Meaning::SORT),
            _ => {}
        }
    }

    /// What `d.o.b`, `d o b`, `N.H.S` or `n.i.` means, where this run is its last letter.
    fn meaning_of_initials(&self, run: &Run, last: u8) -> Option<Meaning> {
        let joint = Gap::DOT | Gap::SLASH | Gap::SPACE | Gap::HYPHEN;
        let letter = |run: &Run| {
            let single = run.length() == 1 && !run.digits;
            single.then(|| self.plain.bytes()[run.start].to_ascii_lowercase())
        };
        let [.., second] = self.list.as_slice() else {
            return None;
        };
        if !run.gap.joins(joint, 2) {
            return None;
        }
        let first = self.list.iter().rev().nth(1).filter(|_| second.gap.joins(joint, 2));
        match (first.and_then(letter), letter(second)?, last) {
            (Some(b'd'), b'o', b'b') => Some(Meaning::BIRTH),
            (Some(b'd'), b'o', b'j') => Some(Meaning::EVENT),
            (Some(b'n'), b'h', b's') => Some(Meaning::NHS),
            (_, b'n', b'i') if run.gap.joins(Gap::DOT, 1) => Some(Meaning::INSURANCE),
            _ => None,
        }
    }

    /// The run in small letters; the length is 0 where it is longer than any word that means something.
    fn small(&self, run: &Run) -> ([u8; LONGEST], usize) {
        let mut small = [0; LONGEST];
        let length = run.length();
        if length > LONGEST {
            return (small, 0);
        }
        for (to, from) in small.iter_mut().zip(self.text(run)) {
            *to = from.to_ascii_lowercase();
        }
        (small, length)
    }

    pub(super) fn len(&self) -> usize {
        self.list.len()
    }

    pub(super) fn at(&self, at: usize) -> &Run {
        &self.list[at]
    }

    pub(super) fn get(&self, at: usize) -> Option<&Run> {
        self.list.get(at)
    }

    pub(super) fn before(&self, at: usize) -> Option<&Run> {
        self.list[..at].last()
    }

    pub(super) fn plain(&self) -> &'a Plain {
        self.plain
    }

    /// The plain characters of a run.
    pub(super) fn text(&self, run: &Run) -> &'a [u8] {
        &self.plain.bytes()[run.start..run.end]
    }

    /// The plain characters of a run in small letters; empty for a very long one.
    pub(super) fn word(&self, run: &Run) -> Word {
        let (small, length) = self.small(run);
        Word { small, length }
    }

    /// The value of a run of digits; `None` for more than nine.
    pub(super) fn value(&self, run: &Run) -> Option<u32> {
        if !run.digits || run.length() > 9 {
            return None;
        }
        Some(
            self.text(run)
                .iter()
                .fold(0, |value, digit| value * 10 + u32::from(digit - b'0')),
        )
    }

    /// Whether a word of this meaning stands within [`REACH`] of the run.
    pub(super) fn near(&self, at: usize, any: Meaning) -> bool {
        self.nearest(at, any).is_some()
    }

    /// The distance to the nearest word of this meaning within [`REACH`].
    pub(super) fn nearest(&self, at: usize, any: Meaning) -> Option<usize> {
        let run = &self.list[at];
        let split = self.contexts.partition_point(|(context, _)| *context < at);
        let (before, after) = self.contexts.split_at(split);
        let before = before
            .iter()
            .rev()
            .map(|(context, meaning)| (run.start - self.list[*context].end, *meaning));
        let after = after
            .iter()
            .map(|(context, meaning)| (self.list[*context].start.saturating_sub(run.end), *meaning));
        match (first_of(before, any), first_of(after, any)) {
            (Some(before), Some(after)) => Some(before.min(after)),
            (before, after) => before.or(after),
        }
    }

    /// The runs that speak of a birth, within [`REACH`] before and after the run at `at`.
    pub(super) fn births_near(&self, at: usize) -> impl Iterator<Item = usize> + '_ {
        let run = &self.list[at];
        let from = self
            .births
            .partition_point(|birth| self.list[*birth].end + REACH < run.start);
        self.births[from..]
            .iter()
            .copied()
            .take_while(move |birth| self.list[*birth].start <= run.end + REACH)
    }

    /// What the words right before say that the number at `at` is: the nearest one in the same sentence, at most six words and
    /// 40 characters back, that means any of these.
    pub(super) fn label(&self, at: usize, any: Meaning) -> Meaning {
        let run = &self.list[at];
        for step in 1..=6 {
            let Some(before) = at.checked_sub(step).map(|before| &self.list[before]) else {
                break;
            };
            // The label may stand on the line above.
            let above = step == 1 && run.gap.has(Gap::NEWLINE);
            if (before.sentence != run.sentence && !above) || run.start - before.end > 40 {
                break;
            }
            if before.meaning.is(any) {
                return before.meaning;
            }
            if above {
                return self.above(before, any);
            }
        }
        Meaning::NONE
    }

    /// The label that the line above ends with, whose last word is `last`.
    fn above(&self, last: &Run, any: Meaning) -> Meaning {
        let from = self.list.partition_point(|run| run.start < last.start);
        self.list[from.saturating_sub(3)..from]
            .iter()
            .rev()
            .take_while(|run| run.sentence == last.sentence)
            .map(|run| run.meaning)
            .find(|meaning| meaning.is(any))
            .unwrap_or_default()
    }

    /// What the few words right after say that the number ending with the run at `at` is.
    pub(super) fn label_after(&self, at: usize, any: Meaning) -> Meaning {
        let run = &self.list[at];
        self.list[at + 1..]
            .iter()
            .take(5)
            .take_while(|next| next.sentence == run.sentence && next.start - run.end <= 30 && !next.digits)
            .map(|next| next.meaning)
            .find(|meaning| meaning.is(any))
            .unwrap_or_default()
    }

    /// Whether the run stands right after a letter or digit.
    pub(super) fn is_glued(&self, at: usize) -> bool {
        at > 0 && self.list[at].gap.length == 0
    }

    /// Whether a letter or digit stands right after the run.
    pub(super) fn is_glued_after(&self, at: usize) -> bool {
        self.list.get(at + 1).is_some_and(|next| next.gap.length == 0)
    }
}

/// The first of these distances, at most [`REACH`], whose word has any of these meanings.
fn first_of(distances: impl Iterator<Item = (usize, Meaning)>, any: Meaning) -> Option<usize> {
    distances
        .take_while(|(distance, _)| *distance <= REACH)
        .find(|(_, meaning)| meaning.is(any))
        .map(|(distance, _)| distance)
}

/// A word in small letters.
pub(super) struct Word {
    small: [u8; LONGEST],
    length: usize,
}

impl AsRef<[u8]> for Word {
    fn as_ref(&self) -> &[u8] {
        &self.small[..self.length]
    }
}

fn is_letter(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || byte == LETTER
}
