//! The text in plain characters: what looks alike becomes alike, what cannot be seen goes, and each character remembers where in
//! the original it stood.

use unicode_normalization::char::{decompose_compatible, is_combining_mark};

/// A letter outside A to Z.
pub(super) const LETTER: u8 = 0x80;
/// Any other character outside ASCII.
pub(super) const SIGN: u8 = 0x81;

/// One byte for each plain character: ASCII, [`LETTER`] or [`SIGN`].
pub(super) struct Plain {
    bytes: Vec<u8>,
    /// For each byte, the code point of the original it came from; empty where that is its own place.
    origins: Vec<usize>,
}

impl Plain {
    pub(super) fn read(text: &str) -> Self {
        let mut plain = Self {
            bytes: Vec::with_capacity(text.len()),
            origins: Vec::new(),
        };
        if text.is_ascii() {
            plain.bytes.extend(text.bytes().map(ascii));
        } else {
            plain.origins.reserve(text.len());
            for (origin, character) in text.chars().enumerate() {
                plain.push(character, origin);
            }
        }
        plain.read_letter_o_as_zero();
        plain
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The code point at which the plain character at `at` stands in the original.
    pub(super) fn origin(&self, at: usize) -> usize {
        self.origins.get(at).copied().unwrap_or(at)
    }

    fn keep(&mut self, byte: u8, origin: usize) {
        self.bytes.push(byte);
        self.origins.push(origin);
    }

    fn push(&mut self, character: char, origin: usize) {
        if let Ok(byte) = u8::try_from(character)
            && byte.is_ascii()
        {
            self.keep(ascii(byte), origin);
            return;
        }
        if let Some(byte) = looks_like(character) {
            self.keep(byte, origin);
        } else if !is_invisible(character) {
            decompose_compatible(character, |part| {
                if part.is_ascii() {
                    let mut buffer = [0];
                    part.encode_utf8(&mut buffer);
                    self.keep(buffer[0], origin);
                } else if let Some(byte) = looks_like(part) {
                    self.keep(byte, origin);
                } else if let Some(digit) = foreign_digit(part) {
                    self.keep(digit, origin);
                } else if !is_combining_mark(part) && !is_invisible(part) {
                    self.keep(if part.is_alphabetic() { LETTER } else { SIGN }, origin);
                }
            });
        }
    }

    /// Reads the letter O as a zero, and I or l as a one, where they stand among digits.
    fn read_letter_o_as_zero(&mut self) {
        let mut at = 0;
        while let Some(digit) = self.bytes[at..].iter().position(u8::is_ascii_digit) {
            let start = self.bytes[at..at + digit]
                .iter()
                .rposition(|byte| !is_word(*byte))
                .map_or(at, |before| at + before + 1);
            at = self.end_of_word(at + digit);
            if !read_as_digits(&mut self.bytes[start..at], false) {
                continue;
            }
            // A group of nothing but O belongs to the digits it is joined to by one character.
            while at + 1 < self.bytes.len() && !is_word(self.bytes[at]) {
                let end = self.end_of_word(at + 1);
                if end - at <= 2 || !read_as_digits(&mut self.bytes[at + 1..end], true) {
                    break;
                }
                at = end;
            }
        }
    }

    fn end_of_word(&self, at: usize) -> usize {
        self.bytes[at..]
            .iter()
            .position(|byte| !is_word(*byte))
            .map_or(self.bytes.len(), |length| at + length)
    }
}

/// Tabs are spaces, and all line breaks are one.
const fn ascii(byte: u8) -> u8 {
    match byte {
        b'\t' => b' ',
        b'\r' | 0x0B | 0x0C => b'\n',
        _ => byte,
    }
}

/// Makes digits of a word whose characters all are or look like digits, and says whether they do. `letters` is whether it may
/// have no digit at all.
fn read_as_digits(word: &mut [u8], letters: bool) -> bool {
    let digits = word.iter().filter(|byte| byte.is_ascii_digit()).count();
    if digits == word.len() {
        return true;
    }
    let like = word.iter().all(|byte| match byte {
        b'0'..=b'9' | b'o' | b'O' => true,
        b'I' | b'l' => digits >= 4,
        _ => false,
    });
    if !like || (digits == 0 && !letters) {
        return false;
    }
    for byte in word {
        match byte {
            b'o' | b'O' => *byte = b'0',
            b'I' | b'l' => *byte = b'1',
            _ => {}
        }
    }
    true
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == LETTER
}

/// The ASCII character that people mean, for what NFKC keeps apart: spaces, dashes, quotes, letters of other alphabets with a
/// Latin twin.
fn looks_like(character: char) -> Option<u8> {
    Some(match character {
        '\u{A0}' | '\u{1680}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{3000}' => b' ',
        '\u{85}' | '\u{2028}' | '\u{2029}' => b'\n',
        '\u{2010}'..='\u{2015}'
        | '\u{2043}'
        | '\u{2212}'
        | '\u{2E3A}'
        | '\u{2E3B}'
        | '\u{30FC}'
        | '\u{FE58}'
        | '\u{FE63}'
        | '\u{FF0D}' => b'-',
        '\u{2018}' | '\u{2019}' | '\u{201B}' | '\u{2032}' | '\u{B4}' | '\u{2BC}' => b'\'',
        '\u{201C}'..='\u{201F}' | '\u{AB}' | '\u{BB}' | '\u{2033}' => b'"',
        '\u{2044}' | '\u{2215}' | '\u{29F8}' => b'/',
        '\u{B7}' | '\u{2022}' | '\u{2027}' | '\u{22C5}' | '\u{30FB}' => b'.',
        'А' | 'Α' => b'A',
        'В' | 'Β' => b'B',
        'С' => b'C',
        'Е' | 'Ε' => b'E',
        'Н' | 'Η' => b'H',
        'І' | 'Ι' => b'I',
        'Ј' => b'J',
        'К' | 'Κ' => b'K',
        'М' | 'Μ' => b'M',
        'Ν' => b'N',
        'О' | 'Ο' | 'Ø' => b'O',
        'Р' | 'Ρ' => b'P',
        'Ѕ' => b'S',
        'Т' | 'Τ' => b'T',
        'Х' | 'Χ' => b'X',
        'У' | 'Υ' => b'Y',
        'Ζ' => b'Z',
        'а' | 'α' => b'a',
        'с' => b'c',
        'е' => b'e',
        'і' => b'i',
        'ј' => b'j',
        'о' | 'ο' | 'ø' => b'o',
        'р' => b'p',
        'ѕ' => b's',
        'х' => b'x',
        'у' => b'y',
        _ => return None,
    })
}

/// Characters that take no place on the screen.
fn is_invisible(character: char) -> bool {
    matches!(character,
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}'..='\u{1160}' | '\u{17B4}'..='\u{17B5}' | '\u{180B}'..='\u{180F}'
        | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{2800}' | '\u{3164}'
        | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E0FFF}'
        | '\u{80}'..='\u{84}' | '\u{86}'..='\u{9F}')
}

/// The zeros of the decimal digits (Unicode general category Nd) that NFKC leaves as they are; nine more follow each.
const ZEROS: &[u32] = &[
    0x0660, 0x06F0, 0x07C0, 0x0966, 0x09E6, 0x0A66, 0x0AE6, 0x0B66, 0x0BE6, 0x0C66, 0x0CE6, 0x0D66, 0x0DE6, 0x0E50,
    0x0ED0, 0x0F20, 0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80, 0x1A90, 0x1B50, 0x1BB0, 0x1C40, 0x1C50,
    0xA620, 0xA8D0, 0xA900, 0xA9D0, 0xA9F0, 0xAA50, 0xABF0, 0x104A0, 0x10D30, 0x10D40, 0x11066, 0x110F0, 0x11136,
    0x111D0, 0x112F0, 0x11450, 0x114D0, 0x11650, 0x116C0, 0x116D0, 0x116DA, 0x11730, 0x118E0, 0x11950, 0x11BF0,
    0x11C50, 0x11D50, 0x11DA0, 0x11F50, 0x16130, 0x16A60, 0x16AC0, 0x16B50, 0x16D70, 0x1E140, 0x1E2F0, 0x1E4F0,
    0x1E5F1, 0x1E950,
];

fn foreign_digit(character: char) -> Option<u8> {
    let code = u32::from(character);
    let zero = ZEROS[..ZEROS.partition_point(|zero| *zero <= code)].last()?;
    let digit = u8::try_from(code - zero).ok()?;
    (digit < 10).then(|| b'0' + digit)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(text: &str) -> String {
        Plain::read(text)
            .bytes()
            .iter()
            .map(|byte| match *byte {
                LETTER => 'L',
                SIGN => '*',
                byte => char::from(byte),
            })
            .collect()
    }

    #[test]
    fn what_looks_alike_becomes_alike() {
        for (text, expected) in [
            ("９４３\u{A0}４７６\u{2009}５９１９", "943 476 5919"),
            ("٩٤٣ ٤٧٦ ٥٩١٩", "943 476 5919"),
            ("९४३ ४७६ ५९१९", "943 476 5919"),
            ("943\u{2011}476\u{2013}5919", "943-476-5919"),
            ("943\u{AD}476\u{200B}5919", "9434765919"),
            ("ＡＢ１２３４５６Ｃ", "AB123456C"),
            ("АВ123456С", "AB123456C"),
            ("Zoë’s café № 5", "Zoe's cafe No 5"),
            ("Łukasz 漢 €", "Lukasz L *"),
        ] {
            assert_eq!(plain(text), expected);
        }
    }

    #[test]
    fn the_letter_o_among_digits_is_a_zero() {
        assert_eq!(plain("O77OO 9OOOO1"), "07700 900001");
        assert_eq!(plain("07700 OOO OO1"), "07700 000 001");
        assert_eq!(plain("0l202 2O5847"), "01202 205847");
        assert_eq!(plain("020 7946 Ol23"), "020 7946 Ol23");
        assert_eq!(plain("Oh, so 5 o clock, too"), "Oh, so 5 o clock, too");
    }

    #[test]
    fn every_character_remembers_its_place() {
        let plain = Plain::read("a\u{AD}１\u{200B}ﬁ2");
        let origins: Vec<usize> = (0..plain.bytes().len()).map(|at| plain.origin(at)).collect();
        assert_eq!(plain.bytes(), b"a1fi2");
        assert_eq!(origins, [0, 2, 4, 4, 5]);
    }

    #[test]
    fn every_zero_starts_ten_digits() {
        assert!(ZEROS.is_sorted());
        for zero in ZEROS {
            for value in 0..10 {
                let digit = char::from_u32(zero + value).unwrap();
                assert!(digit.is_numeric(), "{:X}", zero + value);
            }
        }
    }
}
