//! Whether the rules are as they shipped: a program file that a failing disk has altered would show wrong days and addresses.

use std::hint::black_box;

/// The files and, from when the program was compiled, what is counted over each.
const FILES: [(&str, u64); 4] = [
    counted(include_str!("../../../rules/2018-guide.toml")),
    counted(include_str!("../../../rules/faq.toml")),
    counted(include_str!("../../../rules/documents.toml")),
    counted(include_str!("../../../rules/bank-holidays.toml")),
];

const fn counted(text: &'static str) -> (&'static str, u64) {
    (text, fnv(text.as_bytes()))
}

/// FNV-1a: finds any altered byte, and guards against nobody who means to alter one.
const fn fnv(bytes: &[u8]) -> u64 {
    let mut sum = 0xcbf2_9ce4_8422_2325_u64;
    let mut at = 0;
    while at < bytes.len() {
        sum = (sum ^ bytes[at] as u64).wrapping_mul(0x0100_0000_01b3);
        at += 1;
    }
    sum
}

/// Whether every rule pack, the list of documents and the bank holidays are byte for byte those the program was compiled with.
#[must_use]
pub fn are_whole() -> bool {
    black_box(FILES)
        .iter()
        .all(|(text, sum)| fnv(black_box(text.as_bytes())) == *sum)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rules_are_whole_and_one_altered_byte_is_noticed() {
        assert!(are_whole());
        for (text, sum) in FILES {
            let mut bytes = text.as_bytes().to_vec();
            let middle = bytes.len() / 2;
            bytes[middle] ^= 1;
            assert_ne!(fnv(&bytes), sum);
        }
    }
}
