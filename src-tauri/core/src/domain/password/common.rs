//! Whether a password is a common one: the 11,611 of eight characters or more among the 30,000 that zxcvbn ranks first.
//!
//! `common.bin` holds the first four bytes of SHA-256 of each in lower case, in order. Shorter ones break every rule of length. A
//! password that is not among them is taken for one of them once in 370,000 times.

use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

const BYTES: usize = 4;

static HASHES: &[u8] = include_bytes!("common.bin");

/// Whether `password` is a common one in any case, by itself or with digits and signs before or after it.
pub(super) fn is_common(password: &str) -> bool {
    let lowered = Zeroizing::new(password.to_lowercase());
    let bare = lowered.trim_matches(|c: char| !c.is_alphabetic());
    is_listed(&lowered) || is_listed(bare)
}

fn is_listed(text: &str) -> bool {
    let hash = Sha256::digest(text.as_bytes());
    let (entries, _) = HASHES.as_chunks::<BYTES>();
    entries.binary_search_by(|entry| entry[..].cmp(&hash[..BYTES])).is_ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_list_is_in_order_and_holds_what_it_says() {
        let (entries, rest) = HASHES.as_chunks::<BYTES>();
        assert!(rest.is_empty() && entries.is_sorted_by(|one, other| one < other));
        assert_eq!(entries.len(), 11_611);
    }

    #[test]
    fn common_passwords_are_found_in_any_case_and_with_figures_around_them() {
        for common in [
            "1234567890",
            "qwertyuiop",
            "sunshine",
            "iloveyou",
            "QwertyUiop",
            "Sunshine2026!",
            "12football12",
            "1q2w3e4r5t",
        ] {
            assert!(is_common(common), "{common}");
        }
        for other in ["kestrelbay", "Thistle-lamp-orchard-47", "", "12345", "!!!!!!!!!!!!"] {
            assert!(!is_common(other), "{other}");
        }
    }

    proptest! {
        #[test]
        fn any_password_around_a_common_one_that_is_no_letter_is_common(
            before in "[0-9!?#-]{0,8}", after in "[0-9!?#-]{0,8}", word in prop::sample::select(vec!["sunshine", "football", "princess", "superman"])
        ) {
            let password = format!("{before}{word}{after}");
            prop_assert!(is_common(&password));
        }
    }
}
