//! Postcodes and street addresses.

use super::covering::Covering;
use super::digits::LABELS;
use super::finding::FindingKind;
use super::runs::{Gap, Run, Runs};
use super::words::Meaning;

/// The letters that postcodes start with.
const AREAS: &[&[u8]] = &[
    b"AB", b"AL", b"B", b"BA", b"BB", b"BD", b"BH", b"BL", b"BN", b"BR", b"BS", b"BT", b"CA", b"CB", b"CF", b"CH",
    b"CM", b"CO", b"CR", b"CT", b"CV", b"CW", b"DA", b"DD", b"DE", b"DG", b"DH", b"DL", b"DN", b"DT", b"DY", b"E",
    b"EC", b"EH", b"EN", b"EX", b"FK", b"FY", b"G", b"GL", b"GU", b"GY", b"HA", b"HD", b"HG", b"HP", b"HR", b"HS",
    b"HU", b"HX", b"IG", b"IM", b"IP", b"IV", b"JE", b"KA", b"KT", b"KW", b"KY", b"L", b"LA", b"LD", b"LE", b"LL",
    b"LN", b"LS", b"LU", b"M", b"ME", b"MK", b"ML", b"N", b"NE", b"NG", b"NN", b"NP", b"NR", b"NW", b"OL", b"OX",
    b"PA", b"PE", b"PH", b"PL", b"PO", b"PR", b"RG", b"RH", b"RM", b"S", b"SA", b"SE", b"SG", b"SK", b"SL", b"SM",
    b"SN", b"SO", b"SP", b"SR", b"SS", b"ST", b"SW", b"SY", b"TA", b"TD", b"TF", b"TN", b"TQ", b"TR", b"TS", b"TW",
    b"UB", b"W", b"WA", b"WC", b"WD", b"WF", b"WN", b"WR", b"WS", b"WV", b"YO", b"ZE",
];

/// Looks for what starts with letters, or ends with a word for a street.
pub(super) fn find_from_letters(covering: &mut Covering<'_>, at: usize) {
    let run = covering.runs.at(at);
    let may_start = run.length() <= 2 || is_lettered(covering.runs, at);
    if may_start && !covering.runs.is_glued(at) {
        postcode(covering, at);
    }
    if run
        .meaning
        .is(Meaning::STREET.or(Meaning::MAYBE_STREET).or(Meaning::DWELLING))
    {
        street(covering, at);
    }
}

/// Whether the letters are all of an outward part, or could be one in which a one is written as a letter: `SWIA 2AA`, `BHl 4QR`.
fn is_lettered(runs: &Runs<'_>, at: usize) -> bool {
    let run = runs.at(at);
    let letters = runs.text(run);
    run.length() <= 4
        && letters
            .iter()
            .all(|letter| letter.is_ascii_uppercase() || *letter == b'l')
        && (letters == b"GIR" || letters.iter().any(|letter| matches!(letter, b'I' | b'l')))
}

/// The unbroken letters and digits from one run onwards: where they end, and the run after.
fn unbroken(runs: &Runs<'_>, first: usize) -> (usize, usize) {
    let mut at = first + 1;
    while at < first + 7 && runs.get(at).is_some_and(|run| run.gap.length == 0) {
        at += 1;
    }
    (runs.at(at - 1).end, at)
}

fn postcode(covering: &mut Covering<'_>, at: usize) {
    let runs = covering.runs;
    let start = runs.at(at).start;
    let (end, next) = unbroken(runs, at);
    let mut code = [0; 7];
    let length = end - start;
    let (count, end, last) = match length {
        5..=7 => (length, end, next - 1),
        2..=4 => {
            let Some(inward) = runs.get(next) else { return };
            let (inward_end, after) = unbroken(runs, next);
            let joint = Gap::SPACE | Gap::NEWLINE | Gap::HYPHEN | Gap::DOT | Gap::UNDERSCORE;
            if inward_end - inward.start != 3 || !inward.gap.joins(joint, 3) {
                return;
            }
            (length + 3, inward_end, after - 1)
        }
        _ => return,
    };
    let written = runs.plain().bytes()[start..end].iter().filter(|byte| is_code(**byte));
    for (to, from) in code.iter_mut().zip(written) {
        *to = *from;
    }
    let spaced = end - start > count;
    let code = &mut code[..count];
    let mixed = is_mixed(code);
    if is_word(&code[count - 3..]) || runs.is_glued_after(last) {
        return;
    }
    let ones = spaced && read_ones(code);
    code.make_ascii_uppercase();
    if !read_zeros(code) || !is_shaped(code) {
        return;
    }
    let small: Vec<u8> = code.iter().map(u8::to_ascii_lowercase).collect();
    if covering.own.knows_postcode(&small) {
        covering.known_postcode(start, end);
        return;
    }
    // An ordinal or a measure behind a room or an outward part: `M1 2nd`.
    if (mixed || ones) && spaced && is_unit(&small[count - 2..]) {
        return;
    }
    if spaced && is_size_of_a_machine(runs, at, last, &small) {
        return;
    }
    if !spaced && runs.label(at, LABELS).is(Meaning::REFERENCE) {
        return;
    }
    covering.found(FindingKind::Postcode, start, end, if spaced { 95 } else { 85 });
}

fn is_code(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == super::plain::LETTER
}

/// Whether the outward part is in capitals and the last two letters are not.
fn is_mixed(code: &[u8]) -> bool {
    let (outward, inward) = code.split_at(code.len() - 3);
    outward[0].is_ascii_uppercase() && inward[1].is_ascii_lowercase() && inward[2].is_ascii_lowercase()
}

/// Whether the inward part is a word that begins with O and not a zero: `bed B2 one`.
fn is_word(inward: &[u8]) -> bool {
    matches!(
        inward.to_ascii_lowercase().as_slice(),
        b"one" | b"our" | b"own" | b"old" | b"out" | b"off" | b"ods"
    )
}

fn is_unit(letters: &[u8]) -> bool {
    matches!(
        letters,
        b"st" | b"nd" | b"rd" | b"th" | b"gb" | b"hr" | b"lb" | b"pp" | b"ft" | b"xl" | b"hz" | b"wb" | b"yr"
    )
}

/// Whether the inward part is the size of a machine's memory or the like: `laptop W10 8GB`.
fn is_size_of_a_machine(runs: &Runs<'_>, first: usize, last: usize, code: &[u8]) -> bool {
    let (outward, inward) = code.split_at(code.len() - 3);
    if !matches!(&inward[1..], b"gb" | b"tb" | b"hz" | b"hp" | b"lb") {
        return false;
    }
    let sentence = runs.at(first).sentence;
    let beside = (first.saturating_sub(8)..first).chain(last + 1..last + 9);
    let said = beside
        .filter_map(|at| runs.get(at))
        .any(|run| run.sentence == sentence && run.meaning.is(Meaning::MACHINE));
    said || (matches!(outward, b"w10" | b"w11") && &inward[1..] == b"gb")
}

/// Reads the letters I and l as a one where only a digit can stand, in a code that is written in capitals. Says whether there were
/// any.
fn read_ones(code: &mut [u8]) -> bool {
    let one = |byte: u8| matches!(byte, b'I' | b'l');
    let (outward, inward) = code.split_at_mut(code.len() - 3);
    let capitals = |part: &[u8]| part.iter().all(|byte| !byte.is_ascii_lowercase() || *byte == b'l');
    let abbreviated = matches!(&*inward, b"ILL" | b"INN" | b"ITS" | b"IDS" | b"IBS" | b"IPS" | b"ISA");
    if !capitals(outward) || !inward[1..].iter().all(u8::is_ascii_uppercase) || abbreviated {
        return false;
    }
    let letters = outward.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    let mut read = false;
    if letters == outward.len() || AREAS.binary_search(&&outward[..letters]).is_err() {
        // The longest area that leaves a district behind it.
        let area = (1..=2.min(outward.len() - 1)).rev().find(|area| {
            let (area, district) = outward.split_at(*area);
            AREAS.binary_search(&area).is_ok() && district.len() <= 2 && one(district[0])
        });
        let Some(area) = area else { return false };
        for byte in &mut outward[area..] {
            if one(*byte) {
                *byte = b'1';
            }
        }
        read = true;
    }
    if one(inward[0]) {
        inward[0] = b'1';
        read = true;
    }
    read
}

/// Reads the letter O as a zero where only a digit can stand.
fn read_zeros(code: &mut [u8]) -> bool {
    let inward = code.len() - 3;
    if code[inward] == b'O' {
        code[inward] = b'0';
    }
    code[inward].is_ascii_digit()
}

/// BS 7666: `GIR 0AA`, or outward `A9 A99 AA9 AA99 A9A AA9A` of a known area, inward a digit and two letters without C I K M O V.
fn is_shaped(code: &[u8]) -> bool {
    let (outward, inward) = code.split_at(code.len() - 3);
    let letters = outward.iter().take_while(|byte| byte.is_ascii_uppercase()).count();
    let (area, district) = outward.split_at(letters);
    let district = matches!(
        district,
        [b'0'..=b'9'] | [b'0'..=b'9', b'0'..=b'9' | b'A'..=b'Z']
    );
    let unit = inward[1..]
        .iter()
        .all(|byte| byte.is_ascii_uppercase() && !b"CIKMOV".contains(byte));
    code == b"GIR0AA" || district && unit && AREAS.binary_search(&area).is_ok()
}

fn is_capital(runs: &Runs<'_>, run: &Run) -> bool {
    runs.text(run)
        .first()
        .is_some_and(|letter| !letter.is_ascii_lowercase())
}

/// An address that ends with the word for a street at `at`.
fn street(covering: &mut Covering<'_>, at: usize) {
    let runs = covering.runs;
    let kind = runs.at(at);
    let named = name_before(runs, at);
    let Some(name) = named else { return };
    let strong = kind.meaning.is(Meaning::STREET);
    let capitals = is_capital(runs, kind)
        && (name..at).all(|word| is_capital(runs, runs.at(word)) || runs.at(word).gap.has(Gap::QUOTE));
    let lives = lives_before(runs, name);
    if let Some(number) = number_before(runs, name) {
        let flat = flat_before(runs, number);
        let start = flat.unwrap_or_else(|| part_before(runs, number));
        let flat = flat.is_some();
        let fits = flat
            || (kind.meaning.is(Meaning::STREET.or(Meaning::MAYBE_STREET))
                && (capitals || ((strong || lives) && is_plain_name(runs, name, at))));
        // `2 Garden View rooms` are rooms.
        let counts = runs.get(at + 1).is_some_and(|next| {
            next.gap.joins(Gap::SPACE, 1) && next.meaning.is(Meaning::UNIT) && !is_capital(runs, next)
        });
        let counted = (runs.at(name).meaning.is(Meaning::UNIT) && !(strong && capitals))
            || is_time(runs, name)
            || (counts && !strong && !lives && start == number);
        let dated = (runs.at(name).meaning.is(Meaning::MONTH) && !strong)
            || (is_year(runs, number) && !lives && !runs.at(name).gap.has(Gap::COMMA));
        if fits && !counted && !dated && !is_numbered_part(runs, number) {
            let confidence = if strong || flat { 88 } else { 72 };
            let end = runs.at(bearing_after(runs, at)).end;
            covering.found(FindingKind::StreetAddress, runs.at(start).start, end, confidence);
        }
        return;
    }
    if !capitals || !kind.meaning.is(Meaning::STREET.or(Meaning::MAYBE_STREET)) {
        return;
    }
    if let Some(house) = house_before(runs, name) {
        covering.found(FindingKind::StreetAddress, runs.at(house).start, kind.end, 75);
    } else if lives {
        covering.found(FindingKind::StreetAddress, runs.at(name).start, kind.end, 60);
    }
}

/// The first of up to four words of the street's name, right before the word at `at`.
fn name_before(runs: &Runs<'_>, at: usize) -> Option<usize> {
    let mut first = at;
    for step in 1..=5 {
        let joined = runs
            .at(first)
            .gap
            .joins(Gap::SPACE | Gap::QUOTE | Gap::HYPHEN | Gap::DOT, 2)
            && runs.at(first).gap.length > 0;
        let Some(before) = at.checked_sub(step) else { break };
        let word = runs.at(before);
        let suffix = word.length() == 1 && word.gap.length == 0 && before > 0 && runs.at(before - 1).is_digits();
        if word.is_digits() || !joined || suffix || word.line != runs.at(at).line {
            break;
        }
        let plain = !is_capital(runs, word) && !word.gap.has(Gap::QUOTE);
        if plain && word.meaning.is(Meaning::SMALL) && !matches!(runs.word(word).as_ref(), b"the" | b"of" | b"st") {
            break;
        }
        if plain && is_capital(runs, runs.at(first)) && !matches!(runs.word(word).as_ref(), b"the" | b"of") {
            break;
        }
        first = before;
    }
    (first < at).then_some(first)
}

/// The house number right before the street's name, with its letter or its range.
fn number_before(runs: &Runs<'_>, name: usize) -> Option<usize> {
    let mut at = name.checked_sub(1)?;
    let gap = runs.at(name).gap;
    if !gap.joins(Gap::SPACE | Gap::COMMA | Gap::NEWLINE, 3) || gap.length == 0 {
        return None;
    }
    let suffix = runs.at(at);
    if suffix.length() == 1
        && !suffix.is_digits()
        && suffix.gap.joins(Gap::SPACE, 1)
        && at > 0
        && runs.at(at - 1).is_digits()
    {
        at -= 1;
    }
    let number = runs.at(at);
    if !number.is_digits() || number.length() > 4 || runs.is_glued(at) {
        return None;
    }
    if number.gap.joins(Gap::HYPHEN | Gap::SLASH, 1)
        && number.gap.length == 1
        && at > 0
        && runs.at(at - 1).is_digits()
        && runs.at(at - 1).length() <= 4
    {
        at -= 1;
    }
    // The end of a decimal, a time or a longer number is no house.
    let first = runs.at(at);
    let inner =
        at > 0 && runs.at(at - 1).is_digits() && first.gap.length == 1 && !first.gap.has(Gap::COMMA | Gap::NEWLINE);
    (!inner).then_some(at)
}

/// The flat before a house number: `Flat 2, 14a`, or the number's own word: `Flat 3`.
fn flat_before(runs: &Runs<'_>, number: usize) -> Option<usize> {
    for step in 1..=3 {
        let at = number.checked_sub(step)?;
        let run = runs.at(at);
        if run.line + 1 < runs.at(number).line || run.sentence + 1 < runs.at(number).sentence {
            return None;
        }
        if run.meaning.is(Meaning::FLAT) {
            let its_number = runs.at(at + 1);
            return (its_number.is_digits() && !its_number.gap.has(Gap::COMMA)).then_some(at);
        }
        if !run.is_digits() && run.length() > 1 {
            return None;
        }
    }
    None
}

/// Where an address begins whose house number stands behind a part of the house: `Studio 1, 5 Wharf Lane`, `The Annexe, 44 Ringwood
/// Road`, `Ground Floor Flat, 6 Lansdowne Road`. The number itself where there is none.
fn part_before(runs: &Runs<'_>, number: usize) -> usize {
    let gap = runs.at(number).gap;
    let Some(last) = number.checked_sub(1) else {
        return number;
    };
    if !gap.has(Gap::COMMA) || !gap.joins(Gap::COMMA | Gap::SPACE | Gap::NEWLINE, 3) {
        return number;
    }
    let is_part =
        |at: usize| runs.at(at).meaning.is(Meaning::HOUSE_PART.or(Meaning::FLAT)) && is_capital(runs, runs.at(at));
    let joined = |at: usize| runs.at(at).gap.joins(Gap::SPACE, 1) && runs.at(at).line == runs.at(last).line;
    if runs.at(last).is_digits() || runs.at(last).length() == 1 {
        let part = last.checked_sub(1).filter(|part| is_part(*part) && joined(last));
        return part.unwrap_or(number);
    }
    if !is_part(last) {
        return number;
    }
    let mut first = last;
    while first > 0 && last - first < 2 && joined(first) && is_floor_word(runs, first - 1) {
        first -= 1;
    }
    let alone = matches!(
        runs.word(runs.at(last)).as_ref(),
        b"penthouse" | b"annexe" | b"annex" | b"basement" | b"bedsit"
    );
    if first < last || alone { first } else { number }
}

fn is_floor_word(runs: &Runs<'_>, at: usize) -> bool {
    matches!(
        runs.word(runs.at(at)).as_ref(),
        b"the"
            | b"ground"
            | b"first"
            | b"second"
            | b"third"
            | b"top"
            | b"lower"
            | b"upper"
            | b"garden"
            | b"basement"
            | b"floor"
    )
}

/// Whether the number is a year of our times and not of a house: `the 2026 Rose Garden`.
fn is_year(runs: &Runs<'_>, number: usize) -> bool {
    runs.value(runs.at(number))
        .is_some_and(|value| (1950..=2099).contains(&value))
}

/// The last run of a street's name, with the quarter of the compass behind it: `Wimborne Road West`.
fn bearing_after(runs: &Runs<'_>, at: usize) -> usize {
    let bearing = runs.get(at + 1).is_some_and(|next| {
        next.gap.joins(Gap::SPACE, 1)
            && is_capital(runs, next)
            && matches!(runs.word(next).as_ref(), b"north" | b"south" | b"east" | b"west")
    });
    at + usize::from(bearing)
}

/// Whether the words from `name` to `at` could be a street's name though they are in small letters.
fn is_plain_name(runs: &Runs<'_>, name: usize, at: usize) -> bool {
    at - name <= 3
        && (name..at).all(|word| {
            !runs.at(word).meaning.is(Meaning::SMALL
                .or(Meaning::UNIT)
                .or(Meaning::STREET)
                .or(Meaning::EVENT)
                .or(Meaning::TOWARDS)
                .or(Meaning::WEEKDAY))
        })
}

/// Whether the word counts time or stars: `24 Hour Road Recovery`.
fn is_time(runs: &Runs<'_>, at: usize) -> bool {
    matches!(
        runs.word(runs.at(at)).as_ref(),
        b"hour"
            | b"hours"
            | b"day"
            | b"days"
            | b"week"
            | b"weeks"
            | b"minute"
            | b"minutes"
            | b"month"
            | b"months"
            | b"year"
            | b"years"
            | b"star"
    )
}

/// Whether the number is that of a room or a page, not of a house.
fn is_numbered_part(runs: &Runs<'_>, number: usize) -> bool {
    runs.before(number).is_some_and(|before| {
        runs.at(number).gap.joins(Gap::SPACE, 1)
            && matches!(
                runs.word(before).as_ref(),
                b"room"
                    | b"ward"
                    | b"floor"
                    | b"wing"
                    | b"level"
                    | b"bed"
                    | b"step"
                    | b"page"
                    | b"section"
                    | b"appendix"
                    | b"rooms"
                    | b"bay"
                    | b"phase"
                    | b"option"
                    | b"zone"
                    | b"table"
                    | b"line"
                    | b"junction"
                    | b"version"
                    | b"item"
            )
    })
}

/// Whether `lives at` or `address` stands right before.
fn lives_before(runs: &Runs<'_>, name: usize) -> bool {
    let sentence = runs.at(name).sentence;
    (name.saturating_sub(5)..name)
        .rev()
        .take_while(|at| runs.at(*at).sentence == sentence)
        .any(|at| runs.at(at).meaning.is(Meaning::LIVES) && !is_mail_address(runs, at))
}

fn is_mail_address(runs: &Runs<'_>, at: usize) -> bool {
    runs.before(at).is_some_and(|before| {
        matches!(
            runs.word(before).as_ref(),
            b"email" | b"mail" | b"e" | b"ip" | b"nhsmail" | b"mailbox"
        )
    })
}

/// The name of a house and a comma before the street's name: `The Old Vicarage, Church Road`.
fn house_before(runs: &Runs<'_>, name: usize) -> Option<usize> {
    let gap = runs.at(name).gap;
    let last = name.checked_sub(1)?;
    if !gap.has(Gap::COMMA) || !gap.joins(Gap::COMMA | Gap::SPACE | Gap::NEWLINE, 3) {
        return None;
    }
    let mut first = last;
    for _ in 0..3 {
        let Some(before) = first.checked_sub(1) else { break };
        if !runs.at(first).gap.joins(Gap::SPACE | Gap::QUOTE, 1)
            || runs.at(before).is_digits()
            || !(is_capital(runs, runs.at(before)) || runs.at(first).gap.has(Gap::QUOTE))
            || runs.at(first).line != runs.at(before).line
        {
            break;
        }
        first = before;
    }
    let the =
        runs.word(runs.at(first)).as_ref() == b"the" && first < last && !runs.at(last).meaning.is(Meaning::CONTACT);
    let dwelling = runs.at(last).meaning.is(Meaning::DWELLING) && first < last;
    (is_capital(runs, runs.at(first)) && is_capital(runs, runs.at(last)) && (the || dwelling)).then_some(first)
}
