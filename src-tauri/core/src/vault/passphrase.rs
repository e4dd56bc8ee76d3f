//! The register secret wrapped by a passphrase, for computers whose sign-in several people share.

use std::fmt;
use std::time::{Duration, Instant};

use argon2::{Algorithm, Argon2, Params, Version};
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

use crate::domain::ids::RegisterId;
use crate::random;
use crate::secret::{self, ExposeSecret, Key, SEAL_OVERHEAD, SecretString};
use crate::vault::RegisterSecret;

/// The fewest characters a new passphrase may have.
pub const MIN_CHARACTERS: usize = 10;
/// The most bytes a passphrase may have, so that a pasted novel is refused before it is hashed.
pub const MAX_BYTES: usize = 1_024;

const SECRET_BYTES: usize = 16;
const SALT_BYTES: usize = 16;

/// Why a passphrase cannot be set or does not open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PassphraseError {
    /// Fewer than [`MIN_CHARACTERS`] characters.
    #[error("the passphrase is too short")]
    TooShort,
    /// More than [`MAX_BYTES`] bytes.
    #[error("the passphrase is too long")]
    TooLong,
    /// It is not the passphrase this was wrapped with. A sealed part that was altered looks the same.
    #[error("the passphrase does not open it")]
    Wrong,
    /// The file asks for less work than is safe or for more than a computer should be made to do: somebody altered it.
    #[error("the passphrase's cost is out of range")]
    CostRefused,
    /// The computer has not enough free memory to check it now.
    #[error("not enough memory to check the passphrase")]
    OutOfMemory,
}

/// A passphrase that may be set: long enough, in Unicode's composed form, so that é typed on a Mac and on Windows is one passphrase.
pub struct Passphrase(SecretString);

impl Passphrase {
    /// Checks a passphrase somebody chose.
    ///
    /// # Errors
    ///
    /// [`PassphraseError::TooShort`] or [`PassphraseError::TooLong`].
    pub fn new(typed: &SecretString) -> Result<Self, PassphraseError> {
        let composed = composed(typed).ok_or(PassphraseError::TooLong)?;
        if composed.expose_secret().chars().count() < MIN_CHARACTERS {
            return Err(PassphraseError::TooShort);
        }
        Ok(Self(composed))
    }
}

impl fmt::Debug for Passphrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Passphrase(…)")
    }
}

/// NFC, or nothing when it is too long.
fn composed(typed: &SecretString) -> Option<SecretString> {
    let typed = typed.expose_secret();
    if typed.len() > MAX_BYTES {
        return None;
    }
    // Composing never needs more than three times the bytes, and growing would leave copies behind.
    let mut text = Zeroizing::new(String::with_capacity(3 * typed.len()));
    text.extend(typed.nfc());
    (text.len() <= MAX_BYTES).then(|| SecretString::from(text.as_str()))
}

/// How much work Argon2id makes of one attempt, with one lane.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cost {
    memory_kib: u32,
    passes: u32,
}

impl Cost {
    /// 64 MiB and three passes: the least this app uses.
    pub const MINIMUM: Self = Self {
        memory_kib: 64 * 1024,
        passes: 3,
    };

    /// The most this app accepts from a file: 512 MiB and 64 passes.
    const MAXIMUM: Self = Self {
        memory_kib: 512 * 1024,
        passes: 64,
    };

    /// How long one attempt should take.
    const TARGET: Duration = Duration::from_millis(500);

    /// The cost that makes one attempt take about half a second here, and never less than [`Cost::MINIMUM`]. Takes one attempt's
    /// time itself.
    #[must_use]
    pub fn calibrated() -> Self {
        let start = Instant::now();
        match Self::MINIMUM.hash(b"", &[0; SALT_BYTES], &mut [0; 32]) {
            Ok(()) => Self::for_minimum_taking(start.elapsed()),
            Err(_) => Self::MINIMUM,
        }
    }

    fn for_minimum_taking(measured: Duration) -> Self {
        let one_pass = (measured.as_micros() / u128::from(Self::MINIMUM.passes)).max(1);
        let passes = u32::try_from(Self::TARGET.as_micros() / one_pass).unwrap_or(u32::MAX);
        Self {
            passes: passes.clamp(Self::MINIMUM.passes, Self::MAXIMUM.passes),
            ..Self::MINIMUM
        }
    }

    fn is_sane(self) -> bool {
        (Self::MINIMUM.memory_kib..=Self::MAXIMUM.memory_kib).contains(&self.memory_kib)
            && (Self::MINIMUM.passes..=Self::MAXIMUM.passes).contains(&self.passes)
    }

    fn hash(self, text: &[u8], salt: &[u8; SALT_BYTES], out: &mut [u8]) -> Result<(), PassphraseError> {
        argon2id(text, salt, self.memory_kib, self.passes, out)
    }
}

/// Argon2id version 1.3 with one lane.
pub(super) fn argon2id(
    text: &[u8],
    salt: &[u8; SALT_BYTES],
    memory_kib: u32,
    passes: u32,
    out: &mut [u8],
) -> Result<(), PassphraseError> {
    let params = Params::new(memory_kib, passes, 1, Some(out.len())).map_err(|_| PassphraseError::CostRefused)?;
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(text, salt, out)
        .map_err(|_| PassphraseError::OutOfMemory)
}

/// The register secret, sealed so that only the passphrase opens it. This is what the meta file stores.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PassphraseWrap {
    cost: Cost,
    #[serde(with = "hex")]
    salt: [u8; SALT_BYTES],
    #[serde(with = "hex")]
    sealed: [u8; SECRET_BYTES + SEAL_OVERHEAD],
}

impl PassphraseWrap {
    /// Wraps `secret` of the staff list `register`. Takes as long as `cost` says.
    ///
    /// # Errors
    ///
    /// [`PassphraseError::OutOfMemory`].
    pub fn create(
        secret: &RegisterSecret,
        register: RegisterId,
        passphrase: &Passphrase,
        cost: Cost,
    ) -> Result<Self, PassphraseError> {
        let salt = random::bytes();
        let key = wrapping_key(&passphrase.0, cost, &salt)?;
        let sealed = secret::seal(&key, &purpose(register, cost), secret.expose()).ok();
        let sealed = sealed
            .and_then(|bytes| bytes.try_into().ok())
            .ok_or(PassphraseError::OutOfMemory)?;
        Ok(Self { cost, salt, sealed })
    }

    /// Unwraps the secret of the staff list `register`. Takes as long as it took to wrap it.
    ///
    /// # Errors
    ///
    /// [`PassphraseError::Wrong`], [`PassphraseError::CostRefused`] or [`PassphraseError::OutOfMemory`].
    pub fn open(&self, register: RegisterId, typed: &SecretString) -> Result<RegisterSecret, PassphraseError> {
        if !self.cost.is_sane() {
            return Err(PassphraseError::CostRefused);
        }
        let passphrase = composed(typed).ok_or(PassphraseError::Wrong)?;
        let key = wrapping_key(&passphrase, self.cost, &self.salt)?;
        let bytes =
            secret::open(&key, &purpose(register, self.cost), &self.sealed).map_err(|_| PassphraseError::Wrong)?;
        let bytes = <[u8; SECRET_BYTES]>::try_from(bytes.as_slice()).map_err(|_| PassphraseError::Wrong)?;
        Ok(RegisterSecret::new(bytes))
    }
}

fn wrapping_key(passphrase: &SecretString, cost: Cost, salt: &[u8; SALT_BYTES]) -> Result<Key, PassphraseError> {
    let mut bytes = Zeroizing::new([0; 32]);
    cost.hash(passphrase.expose_secret().as_bytes(), salt, bytes.as_mut_slice())?;
    Ok(Key::new(*bytes))
}

/// Binds the sealed secret to its staff list and cost.
fn purpose(register: RegisterId, cost: Cost) -> Vec<u8> {
    let mut bytes = b"Mailbox Steward passphrase wrap 1".to_vec();
    bytes.extend_from_slice(register.uuid().as_bytes());
    bytes.extend_from_slice(&cost.memory_kib.to_be_bytes());
    bytes.extend_from_slice(&cost.passes.to_be_bytes());
    bytes
}

/// Bytes as hexadecimal digits in JSON.
pub(super) mod hex {
    use serde::{Deserialize, Deserializer, Serializer, de};

    use crate::secret::{parse_hex, push_hex};

    pub(in crate::vault) fn serialize<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
        let mut text = String::with_capacity(2 * bytes.len());
        push_hex(&mut text, bytes);
        serializer.serialize_str(&text)
    }

    pub(in crate::vault) fn deserialize<'de, D: Deserializer<'de>, const N: usize>(
        deserializer: D,
    ) -> Result<[u8; N], D::Error> {
        let text = String::deserialize(deserializer)?;
        parse_hex(&text).ok_or_else(|| de::Error::custom("not the right number of hexadecimal digits"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TYPED: &str = "correct horse battery";

    fn register(number: u128) -> RegisterId {
        RegisterId::from_uuid(uuid::Uuid::from_u128(number))
    }

    fn text(text: &str) -> SecretString {
        SecretString::from(text)
    }

    fn wrapped(secret: &RegisterSecret) -> PassphraseWrap {
        let passphrase = Passphrase::new(&text(TYPED)).unwrap();
        PassphraseWrap::create(secret, register(1), &passphrase, Cost::MINIMUM).unwrap()
    }

    #[test]
    fn the_passphrase_opens_what_it_wrapped_and_nothing_else_does() {
        let secret = RegisterSecret::random();
        let wrap = wrapped(&secret);
        assert_eq!(wrap.open(register(1), &text(TYPED)), Ok(secret));
        assert_eq!(
            wrap.open(register(1), &text("correct horse battery ")),
            Err(PassphraseError::Wrong)
        );
        assert_eq!(wrap.open(register(1), &text("")), Err(PassphraseError::Wrong));
        assert_eq!(wrap.open(register(2), &text(TYPED)), Err(PassphraseError::Wrong));
    }

    #[test]
    fn a_wrap_survives_the_meta_file_and_holds_nothing_in_the_clear() {
        let secret = RegisterSecret::new([0xAB; 16]);
        let written = serde_json::to_string(&wrapped(&secret)).unwrap();
        assert!(
            !written.contains("abababab") && !written.contains("correct"),
            "{written}"
        );
        let read: PassphraseWrap = serde_json::from_str(&written).unwrap();
        assert_eq!(read.open(register(1), &text(TYPED)), Ok(secret));
    }

    #[test]
    fn two_wraps_of_one_secret_share_nothing() {
        let secret = RegisterSecret::random();
        let (one, other) = (wrapped(&secret), wrapped(&secret));
        assert_ne!(one.salt, other.salt);
        assert_ne!(one.sealed, other.sealed);
    }

    #[test]
    fn an_altered_wrap_does_not_open() {
        let mut wrap = wrapped(&RegisterSecret::random());
        wrap.sealed[30] ^= 1;
        assert_eq!(wrap.open(register(1), &text(TYPED)), Err(PassphraseError::Wrong));
    }

    #[test]
    fn a_doctored_cost_is_refused_before_any_work() {
        let mut wrap = wrapped(&RegisterSecret::random());
        let good = wrap.cost;
        for (memory_kib, passes) in [
            (u32::MAX, 3),
            (1 << 30, 3),
            (512 * 1024 + 1, 3),
            (64 * 1024 - 1, 3),
            (8, 1),
            (0, 0),
            (64 * 1024, 2),
            (64 * 1024, 65),
            (64 * 1024, u32::MAX),
        ] {
            wrap.cost = Cost { memory_kib, passes };
            assert_eq!(wrap.open(register(1), &text(TYPED)), Err(PassphraseError::CostRefused));
        }
        wrap.cost = Cost {
            passes: good.passes + 1,
            ..good
        };
        assert_eq!(wrap.open(register(1), &text(TYPED)), Err(PassphraseError::Wrong));
    }

    #[test]
    fn a_passphrase_is_the_same_however_its_accents_were_typed() {
        let secret = RegisterSecret::random();
        let composed = Passphrase::new(&text("caf\u{e9} au lait")).unwrap();
        let wrap = PassphraseWrap::create(&secret, register(1), &composed, Cost::MINIMUM).unwrap();
        assert_eq!(wrap.open(register(1), &text("cafe\u{301} au lait")), Ok(secret));
    }

    #[test]
    fn a_passphrase_has_ten_characters_or_more_and_not_a_novel() {
        assert_eq!(
            Passphrase::new(&text("123456789")).unwrap_err(),
            PassphraseError::TooShort
        );
        // Nine characters once composed.
        assert_eq!(
            Passphrase::new(&text("12345678e\u{301}")).unwrap_err(),
            PassphraseError::TooShort
        );
        assert!(Passphrase::new(&text("1234567890")).is_ok());
        assert!(Passphrase::new(&text("éééééééééé")).is_ok());
        assert!(Passphrase::new(&text(&"a".repeat(MAX_BYTES))).is_ok());
        assert_eq!(
            Passphrase::new(&text(&"a".repeat(MAX_BYTES + 1))).unwrap_err(),
            PassphraseError::TooLong
        );
        let wrap = wrapped(&RegisterSecret::random());
        assert_eq!(
            wrap.open(register(1), &text(&"a".repeat(10_000_000))),
            Err(PassphraseError::Wrong)
        );
    }

    #[test]
    fn a_passphrase_does_not_print_itself() {
        assert_eq!(format!("{:?}", Passphrase::new(&text(TYPED)).unwrap()), "Passphrase(…)");
    }

    #[test]
    fn a_faster_computer_gets_more_passes_and_a_slower_one_never_fewer_than_three() {
        let passes = |milliseconds| Cost::for_minimum_taking(Duration::from_millis(milliseconds)).passes;
        assert_eq!(passes(5_000), 3);
        assert_eq!(passes(500), 3);
        assert_eq!(passes(150), 10);
        assert_eq!(passes(30), 50);
        assert_eq!(passes(0), 64);
        for milliseconds in 0..1_000 {
            assert!(Cost::for_minimum_taking(Duration::from_millis(milliseconds)).is_sane());
        }
        assert!(Cost::calibrated().is_sane());
    }

    #[test]
    fn argon2id_agrees_with_another_implementation() {
        // Computed with OpenSSL's Argon2id: 64 MiB, three passes, one lane.
        let mut tag = [0; 32];
        argon2id(b"password", b"somesaltsomesalt", 65_536, 3, &mut tag).unwrap();
        let mut written = String::new();
        crate::secret::push_hex(&mut written, &tag);
        assert_eq!(
            written,
            "7664ad4ba1a3c999fcdd0991ffc2270f78302d2383233db5e7befc85d1bb1819"
        );
    }
}
