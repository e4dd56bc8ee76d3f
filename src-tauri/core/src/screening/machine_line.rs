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
        && line
            .get(2..5)
            .is_some_and(|country| country.iter().any(u8::is_ascii_alphabetic))
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

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use crate::screening::{FindingKind, Vocabulary, screen};

    #[test]
    fn a_line_that_only_begins_like_one_is_read_and_is_none() {
        let own = Vocabulary::new(date(2026, 11, 20));
        for text in ["p<", "P<G", "P<GB", "P<GBR", "P<GBR<", "temp<5", "<", "P<<<<<"] {
            assert_eq!(screen(text, &own), [], "{text}");
        }
        let found = screen("P<GBRPEMBERLEY<<JOAN<MARY<<<<<<<<<<<<<<<<<<<", &own);
        assert_eq!(found.first().map(|finding| finding.kind), Some(FindingKind::Passport));
    }

    #[test]
    fn a_character_that_reads_as_several_belongs_to_one_finding() {
        let own = Vocabulary::new(date(2026, 11, 20));
        for text in [
            "tel 01632 960123\u{33C2}joan@example.org",
            "12 High Street\u{2100}43 AB 12 34 56 C",
        ] {
            let mut end = 0;
            for finding in screen(text, &own) {
                assert!(end <= finding.span.start, "{text}");
                end = finding.span.end;
            }
        }
    }
}
