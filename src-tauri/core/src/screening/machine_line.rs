//! The two lines of a passport that machines read (ICAO 9303, TD3): 44 characters each of letters, digits and `<`.

use super::covering::Covering;
use super::finding::FindingKind;

/// How long a line is.
const LINE: usize = 44;

/// Looks for both lines, wherever a `<` stands.
pub(super) fn find(covering: &mut Covering<'_>) {
    let bytes = covering.runs.plain().bytes();
    let mut from = 0;
    while let Some(sign) = bytes[from..].iter().position(|byte| *byte == b'<') {
        let sign = from + sign;
        let start = bytes[from..sign]
            .iter()
            .rposition(|byte| !is_of_line(*byte))
            .map_or(from, |before| from + before + 1);
        let end = bytes[sign..]
            .iter()
            .position(|byte| !is_of_line(*byte))
            .map_or(bytes.len(), |length| sign + length);
        let line = &bytes[start..end];
        if is_first(line) || is_second(line) {
            covering.found(FindingKind::Passport, start, end, 98);
        }
        from = end;
    }
}

const fn is_of_line(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'<'
}

/// `P<GBRSMITH<<JANE<MARY<<<`: the fillers at its end are often left out.
fn is_first(line: &[u8]) -> bool {
    let name = line.get(5..).unwrap_or_default();
    let letters = |part: &[u8]| part.iter().all(|byte| byte.is_ascii_alphabetic() || *byte == b'<');
    line.len() <= LINE
        && (matches!(line, [b'P' | b'p', b'<', ..]) || (line.len() == LINE && matches!(line, [b'P' | b'p', ..])))
        && letters(line)
        && line[2..5].iter().any(u8::is_ascii_alphabetic)
        && name.first().is_some_and(u8::is_ascii_alphabetic)
        && name.windows(2).any(|pair| pair == b"<<")
}

/// Number and check digit, country, birth and check digit, sex, expiry and check digit, a number of the country's own, two check
/// digits.
fn is_second(line: &[u8]) -> bool {
    let digits = |part: std::ops::Range<usize>| line[part].iter().all(u8::is_ascii_digit);
    line.len() == LINE
        && line[..9].iter().any(u8::is_ascii_digit)
        && digits(9..10)
        && !line[10..13].iter().any(u8::is_ascii_digit)
        && digits(13..20)
        && matches!(line[20], b'M' | b'F' | b'X' | b'm' | b'f' | b'x' | b'<')
        && digits(21..28)
}
