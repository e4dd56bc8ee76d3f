//! Secrets in memory, and the one way bytes are sealed.
//!
//! A [`Key`] is wiped when it goes, prints as `Key(…)` and compares in constant time. [`SecretString`] is the same for text.

use std::fmt;

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
pub use secrecy::{ExposeSecret, SecretString};
use subtle::ConstantTimeEq;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::random;

const NONCE_BYTES: usize = 24;
const TAG_BYTES: usize = 16;

/// How many bytes [`seal`] adds: 24 of nonce before, 16 of authentication tag after.
pub const SEAL_OVERHEAD: usize = NONCE_BYTES + TAG_BYTES;

/// A 256-bit key.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct Key([u8; 32]);

impl Key {
    /// A key of these bytes.
    #[must_use]
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// A new random key.
    ///
    /// # Panics
    ///
    /// As [`random::fill`].
    #[must_use]
    pub fn random() -> Self {
        Self(random::bytes())
    }

    /// The bytes themselves.
    #[must_use]
    pub fn expose(&self) -> &[u8; 32] {
        &self.0
    }

    /// 64 lower-case hexadecimal digits, as SQLCipher takes a raw key.
    #[must_use]
    pub fn to_hex(&self) -> SecretString {
        let mut text = String::with_capacity(64);
        push_hex(&mut text, &self.0);
        SecretString::from(text)
    }
}

impl PartialEq for Key {
    fn eq(&self, other: &Self) -> bool {
        self.0.ct_eq(&other.0).into()
    }
}

impl Eq for Key {}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(…)")
    }
}

/// Why bytes could not be sealed or opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// More bytes than the cipher takes (256 GiB).
    #[error("too many bytes to seal")]
    TooLong,
    /// Another key, another purpose, or altered bytes: the cipher cannot tell which.
    #[error("sealed bytes do not open with this key")]
    NotOpened,
}

/// Seals `plain` with XChaCha20-Poly1305 under a random nonce: nonce, ciphertext, tag.
///
/// `associated` says what the bytes are for. It is not stored, and [`open`] must be given the same.
///
/// # Errors
///
/// [`SealError::TooLong`] beyond 256 GiB.
pub fn seal(key: &Key, associated: &[u8], plain: &[u8]) -> Result<Vec<u8>, SealError> {
    let nonce: [u8; NONCE_BYTES] = random::bytes();
    let payload = Payload {
        msg: plain,
        aad: associated,
    };
    let sealed = cipher(key)
        .encrypt(&XNonce::from(nonce), payload)
        .map_err(|_| SealError::TooLong)?;
    let mut bytes = Vec::with_capacity(NONCE_BYTES + sealed.len());
    bytes.extend_from_slice(&nonce);
    bytes.extend_from_slice(&sealed);
    Ok(bytes)
}

/// Opens what [`seal`] made with the same `key` and `associated`.
///
/// # Errors
///
/// [`SealError::NotOpened`] when the key or `associated` differs or the bytes were altered or cut.
pub fn open(key: &Key, associated: &[u8], sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, SealError> {
    let (nonce, rest) = sealed.split_first_chunk::<NONCE_BYTES>().ok_or(SealError::NotOpened)?;
    let payload = Payload {
        msg: rest,
        aad: associated,
    };
    cipher(key)
        .decrypt(&XNonce::from(*nonce), payload)
        .map(Zeroizing::new)
        .map_err(|_| SealError::NotOpened)
}

fn cipher(key: &Key) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new(&key.0.into())
}

/// Appends two lower-case hexadecimal digits for each byte.
pub(crate) fn push_hex(text: &mut String, bytes: &[u8]) {
    for byte in bytes {
        for nibble in [byte >> 4, byte & 15] {
            text.push(char::from(if nibble < 10 { b'0' + nibble } else { b'a' + nibble - 10 }));
        }
    }
}

/// Reads exactly `N` bytes of hexadecimal digits, either case.
pub(crate) fn parse_hex<const N: usize>(text: &str) -> Option<[u8; N]> {
    let digits = text.as_bytes();
    if digits.len() != 2 * N {
        return None;
    }
    let mut bytes = [0; N];
    for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
        let high = char::from(pair[0]).to_digit(16)?;
        let low = char::from(pair[1]).to_digit(16)?;
        *byte = u8::try_from(16 * high + low).ok()?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_key_does_not_print_itself() {
        let key = Key::new([0xAB; 32]);
        let printed = format!("{key:?} {:?}", key.to_hex());
        assert!(
            !printed.to_lowercase().contains("ab") && !printed.contains("171"),
            "{printed}"
        );
    }

    #[test]
    fn a_key_wipes_its_bytes() {
        let mut key = Key::random();
        assert_ne!(key, Key::new([0; 32]));
        key.zeroize();
        assert_eq!(key, Key::new([0; 32]));
    }

    #[test]
    fn a_key_becomes_64_hexadecimal_digits() {
        let mut bytes = [0; 32];
        bytes[0] = 0x0F;
        bytes[31] = 0xA0;
        assert_eq!(
            Key::new(bytes).to_hex().expose_secret(),
            &format!("0f{}a0", "00".repeat(30))
        );
    }

    #[test]
    fn the_draft_standards_example_opens() {
        // draft-irtf-cfrg-xchacha-03, A.3.1.
        let mut key = [0; 32];
        for (byte, value) in key.iter_mut().zip(0x80..) {
            *byte = value;
        }
        let associated: [u8; 12] = parse_hex("50515253c0c1c2c3c4c5c6c7").unwrap();
        let nonce: [u8; 24] = parse_hex("404142434445464748494a4b4c4d4e4f5051525354555657").unwrap();
        let cipher_text: [u8; 114] = parse_hex(
            "bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb731c7f1b0b4aa6440bf3a82f4eda7e39ae64c6708c54c216cb96b72e1213b4522f8c9ba40db5d945b11b69b982c1bb9e3f3fac2bc369488f76b2383565d3fff921f9664c97637da9768812f615c68b13b52e",
        )
        .unwrap();
        let tag: [u8; 16] = parse_hex("c0875924c1c7987947deafd8780acf49").unwrap();
        let sealed = [&nonce[..], &cipher_text, &tag].concat();
        let plain = open(&Key::new(key), &associated, &sealed).unwrap();
        assert!(plain.starts_with(b"Ladies and Gentlemen of the class of '99"));
    }

    proptest! {
        #[test]
        fn sealed_bytes_open_again(plain in proptest::collection::vec(any::<u8>(), 0..200), purpose in "[a-z]{0,8}") {
            let key = Key::random();
            let sealed = seal(&key, purpose.as_bytes(), &plain).unwrap();
            prop_assert_eq!(sealed.len(), plain.len() + SEAL_OVERHEAD);
            prop_assert_eq!(&*open(&key, purpose.as_bytes(), &sealed).unwrap(), &plain);
        }

        #[test]
        fn an_altered_bit_another_purpose_or_another_key_is_noticed(
            plain in proptest::collection::vec(any::<u8>(), 1..60), at in any::<prop::sample::Index>(), bit in 0..8_u32
        ) {
            let key = Key::random();
            let mut sealed = seal(&key, b"this", &plain).unwrap();
            prop_assert_eq!(open(&key, b"that", &sealed), Err(SealError::NotOpened));
            prop_assert_eq!(open(&Key::random(), b"this", &sealed), Err(SealError::NotOpened));
            let cut = at.index(sealed.len());
            prop_assert_eq!(open(&key, b"this", &sealed[..cut]), Err(SealError::NotOpened));
            sealed[cut] ^= 1_u8 << bit;
            prop_assert_eq!(open(&key, b"this", &sealed), Err(SealError::NotOpened));
        }

        #[test]
        fn hexadecimal_reads_back(bytes in any::<[u8; 16]>()) {
            let mut text = String::new();
            push_hex(&mut text, &bytes);
            prop_assert_eq!(parse_hex::<16>(&text), Some(bytes));
            prop_assert_eq!(parse_hex::<15>(&text), None);
            prop_assert_eq!(parse_hex::<16>(&text.replace(|c: char| c.is_ascii_hexdigit(), "g")), None);
        }

        #[test]
        fn the_same_plain_bytes_never_look_the_same(plain in proptest::collection::vec(any::<u8>(), 0..60)) {
            let key = Key::random();
            prop_assert_ne!(seal(&key, b"", &plain).unwrap(), seal(&key, b"", &plain).unwrap());
        }
    }
}
