//! Text as it is searched for: without marks, small letters, the plain letter for those of other alphabets of Latin script.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// Text as it is compared: lower case, without marks, and letters that have no mark to lose in their plain spelling.
#[must_use]
pub fn folded(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    if text.is_ascii() {
        plain.extend(text.chars().filter(|character| *character != '\''));
        plain.make_ascii_lowercase();
        return plain;
    }
    for character in text.nfkd().filter(|character| !is_combining_mark(*character)) {
        for lower in character.to_lowercase() {
            match lower {
                'ł' => plain.push('l'),
                'ø' => plain.push('o'),
                'đ' | 'ð' => plain.push('d'),
                'ħ' => plain.push('h'),
                'ı' => plain.push('i'),
                'ß' => plain.push_str("ss"),
                'æ' => plain.push_str("ae"),
                'œ' => plain.push_str("oe"),
                'þ' => plain.push_str("th"),
                // O'Neill is found as oneill and as o'neill.
                '\'' | '\u{2019}' | '\u{2bc}' => {}
                other => plain.push(other),
            }
        }
    }
    plain
}
