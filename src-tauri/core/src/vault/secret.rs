//! The register secret and the keys that come from it.

use std::fmt;

use hkdf::Hkdf;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use sha2::Sha256;
use subtle::ConstantTimeEq;
use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::random;
use crate::secret::{Key, parse_hex, push_hex};
use crate::vault::RecoveryCode;

/// Sets these keys apart from everything else anyone derives with HKDF.
const SALT: &[u8] = b"Mailbox Steward register secret";

/// 128 random bits from which every key of a staff list comes. Whoever has them can open it.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct RegisterSecret([u8; 16]);

impl RegisterSecret {
    /// A new random secret.
    ///
    /// # Panics
    ///
    /// As [`random::fill`].
    #[must_use]
    pub fn random() -> Self {
        Self(random::bytes())
    }

    /// A secret of these bytes.
    #[must_use]
    pub fn new(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// The bytes themselves.
    #[must_use]
    pub fn expose(&self) -> &[u8; 16] {
        &self.0
    }

    /// The raw key of the database.
    #[must_use]
    pub fn database_key(&self) -> Key {
        Key::new(self.derive(b"database key 1"))
    }

    /// The key that seals the owners' sign-in details, so that their entry in the keyring is useless without this secret.
    #[must_use]
    pub fn credential_key(&self) -> Key {
        Key::new(self.derive(b"credential key 1"))
    }

    /// What the meta file keeps so that a wrong secret is told apart from a damaged database.
    #[must_use]
    pub fn key_check(&self) -> KeyCheck {
        KeyCheck(self.derive(b"key check 1"))
    }

    /// The secret as the letters a person can keep on paper.
    #[must_use]
    pub fn recovery_code(&self) -> RecoveryCode {
        RecoveryCode::of(self)
    }

    #[expect(
        clippy::expect_used,
        reason = "HKDF-SHA256 gives up to 8,160 bytes, and N is 16 or 32"
    )]
    fn derive<const N: usize>(&self, label: &[u8]) -> [u8; N] {
        let mut bytes = [0; N];
        Hkdf::<Sha256>::new(Some(SALT), &self.0)
            .expand(label, &mut bytes)
            .expect("fewer than 8,160 bytes");
        bytes
    }
}

impl PartialEq for RegisterSecret {
    fn eq(&self, other: &Self) -> bool {
        self.0.ct_eq(&other.0).into()
    }
}

impl Eq for RegisterSecret {}

impl fmt::Debug for RegisterSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RegisterSecret(…)")
    }
}

/// 128 bits that say whether a secret is the right one and nothing else about it. Written as 32 hexadecimal digits.
#[derive(Debug, Clone)]
pub struct KeyCheck([u8; 16]);

impl KeyCheck {
    /// Whether `secret` is the one this check was made from.
    #[must_use]
    pub fn matches(&self, secret: &RegisterSecret) -> bool {
        *self == secret.key_check()
    }
}

impl PartialEq for KeyCheck {
    fn eq(&self, other: &Self) -> bool {
        self.0.ct_eq(&other.0).into()
    }
}

impl Eq for KeyCheck {}

impl Serialize for KeyCheck {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut text = String::with_capacity(32);
        push_hex(&mut text, &self.0);
        serializer.serialize_str(&text)
    }
}

impl<'de> Deserialize<'de> for KeyCheck {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        parse_hex(&text)
            .map(Self)
            .ok_or_else(|| de::Error::custom("not 32 hexadecimal digits"))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::secret::ExposeSecret;

    #[test]
    fn the_keys_of_a_known_secret_never_change() {
        // A change here would lock every existing staff list. The values were computed with Python's hmac module.
        let secret = RegisterSecret::new(*b"0123456789abcdef");
        assert_eq!(
            secret.database_key().to_hex().expose_secret(),
            "f035aa0e4eb1d9f5a869639012ced921bdcc4861be864f465440ccd0ca388fd4"
        );
        assert_eq!(
            secret.credential_key().to_hex().expose_secret(),
            "415d1ae98c0a3cbd11f389737204afb8495ad3a036b64aec16c0026a073692f2"
        );
        assert_eq!(
            serde_json::to_string(&secret.key_check()).unwrap(),
            "\"eaa15bc9fe1edfda7937ce23c34aece6\""
        );
    }

    #[test]
    fn a_secret_does_not_print_itself() {
        let secret = RegisterSecret::new([0xAB; 16]);
        let printed = format!("{secret:?} {:?} {:?}", secret.recovery_code(), secret.database_key());
        assert_eq!(printed, "RegisterSecret(…) RecoveryCode(…) Key(…)");
    }

    #[test]
    fn a_secret_wipes_its_bytes() {
        let mut secret = RegisterSecret::random();
        assert_ne!(secret.expose(), &[0; 16]);
        secret.zeroize();
        assert_eq!(secret.expose(), &[0; 16]);
    }

    #[test]
    fn a_key_check_that_is_not_32_digits_is_refused() {
        for text in [
            "\"\"",
            "\"00\"",
            "5",
            &format!("\"{}\"", "0".repeat(34)),
            &format!("\"{}\"", "g".repeat(32)),
        ] {
            assert!(serde_json::from_str::<KeyCheck>(text).is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn each_purpose_and_each_secret_has_its_own_key(one in any::<[u8; 16]>(), other in any::<[u8; 16]>()) {
            prop_assume!(one != other);
            let (one, other) = (RegisterSecret::new(one), RegisterSecret::new(other));
            prop_assert_ne!(one.database_key(), one.credential_key());
            prop_assert_ne!(one.database_key(), other.database_key());
            prop_assert!(!other.key_check().matches(&one));
            let written = serde_json::to_string(&one.key_check()).unwrap();
            prop_assert!(serde_json::from_str::<KeyCheck>(&written).unwrap().matches(&one));
        }
    }
}
