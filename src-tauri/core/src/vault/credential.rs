//! The owner's own NHSmail user name and password, sealed in one entry of the keyring.
//!
//! The entry is sealed with a key that comes from the register secret, so it is useless on its own, and a passphrase over the secret
//! protects it too. Nobody else's password has a place here. Earlier passwords are kept as salted hashes only, four at most,
//! because NHSmail refuses the last four (domain rule D6).
//!
//! Inside the seal: format 1; the day of the last change (year, month, day, or zeros); the user name after its length; the password
//! after its length; the number of earlier passwords, and for each 16 bytes of salt and 32 of Argon2id (19 MiB, two passes).

use std::fmt;

use base64ct::{Base64Unpadded, Encoding};
use jiff::civil::Date;
use subtle::{Choice, ConstantTimeEq};
use zeroize::Zeroizing;

use crate::domain::NhsmailAddress;
use crate::domain::ids::{PersonId, RegisterId};
use crate::random;
use crate::secret::{self, ExposeSecret, Key, SecretString};
use crate::vault::passphrase::argon2id;
use crate::vault::{EntryName, Vault, VaultError};

/// The most bytes a password may have. Microsoft, who run the sign-in, allow 256 characters.
pub const MAX_PASSWORD_BYTES: usize = 256;

/// How many earlier passwords are remembered.
pub const REMEMBERED: usize = 4;

const FORMAT: u8 = 1;

/// An owner's own sign-in details.
#[derive(Clone)]
pub struct Credential {
    user_name: NhsmailAddress,
    password: SecretString,
    changed_on: Option<Date>,
    /// The newest first.
    previous: Vec<PreviousPassword>,
}

/// Why sign-in details were not kept or not found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CredentialError {
    /// An empty password.
    #[error("the password is empty")]
    PasswordEmpty,
    /// More than [`MAX_PASSWORD_BYTES`].
    #[error("the password is too long")]
    PasswordTooLong,
    /// A line break, tab or other control character, which no password field takes.
    #[error("the password holds a control character")]
    PasswordControlCharacter,
    /// The entry was written by something else, for another staff list or person, or damaged.
    #[error("the entry cannot be read")]
    Unreadable,
    /// The computer has not enough free memory to remember the old password's hash now.
    #[error("not enough memory")]
    OutOfMemory,
    /// The keyring did not do what was asked.
    #[error(transparent)]
    Vault(#[from] VaultError),
}

/// What to tell the owner about their sign-in details.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CredentialState {
    /// They are there and can be read.
    Present {
        /// The day the password was last changed, if it was said.
        changed_on: Option<Date>,
    },
    /// None are kept.
    Missing,
    /// The keyring is locked.
    Locked,
    /// There is no keyring.
    NoKeyring,
    /// The keyring refused to hand them out.
    Denied,
    /// There is an entry that cannot be read, or the keyring fails in another way.
    Unreadable,
}

impl From<&Result<Credential, CredentialError>> for CredentialState {
    fn from(read: &Result<Credential, CredentialError>) -> Self {
        use CredentialError as E;
        match read {
            Ok(credential) => Self::Present {
                changed_on: credential.changed_on,
            },
            Err(E::Vault(VaultError::Missing)) => Self::Missing,
            Err(E::Vault(VaultError::Locked)) => Self::Locked,
            Err(E::Vault(VaultError::NoKeyring)) => Self::NoKeyring,
            Err(E::Vault(VaultError::Denied)) => Self::Denied,
            Err(
                E::Vault(VaultError::TooLong | VaultError::Other(_))
                | E::Unreadable
                | E::OutOfMemory
                | E::PasswordEmpty
                | E::PasswordTooLong
                | E::PasswordControlCharacter,
            ) => Self::Unreadable,
        }
    }
}

impl Credential {
    /// Sign-in details with no earlier password.
    ///
    /// # Errors
    ///
    /// One of the three refusals of a password in [`CredentialError`].
    pub fn new(
        user_name: NhsmailAddress,
        password: SecretString,
        changed_on: Option<Date>,
    ) -> Result<Self, CredentialError> {
        check_password(&password)?;
        Ok(Self {
            user_name,
            password,
            changed_on,
            previous: Vec::new(),
        })
    }

    /// The user name.
    #[must_use]
    pub fn user_name(&self) -> &NhsmailAddress {
        &self.user_name
    }

    /// The password.
    #[must_use]
    pub fn password(&self) -> &SecretString {
        &self.password
    }

    /// The day the password was last changed, if it was said.
    #[must_use]
    pub fn changed_on(&self) -> Option<Date> {
        self.changed_on
    }

    /// These details with another user name.
    #[must_use]
    pub fn with_user_name(self, user_name: NhsmailAddress) -> Self {
        Self { user_name, ..self }
    }

    /// These details with a new password; the old one is remembered as a hash, and the oldest of more than four forgotten. The
    /// same password again only sets the day. Takes about 50 ms.
    ///
    /// # Errors
    ///
    /// One of the three refusals of a password, or [`CredentialError::OutOfMemory`].
    pub fn with_password(self, password: SecretString, changed_on: Option<Date>) -> Result<Self, CredentialError> {
        check_password(&password)?;
        let mut previous = self.previous;
        if !same(&self.password, &password) {
            previous.insert(0, PreviousPassword::of(&self.password)?);
            previous.truncate(REMEMBERED);
        }
        Ok(Self {
            password,
            changed_on,
            previous,
            ..self
        })
    }

    /// Whether `password` is the present one or one of the last four. Takes up to 200 ms.
    ///
    /// # Errors
    ///
    /// [`CredentialError::OutOfMemory`].
    pub fn was_used_before(&self, password: &SecretString) -> Result<bool, CredentialError> {
        if password.expose_secret().len() > MAX_PASSWORD_BYTES {
            return Ok(false);
        }
        let mut used = Choice::from(u8::from(same(&self.password, password)));
        for previous in &self.previous {
            used |= previous.matches(password)?;
        }
        Ok(used.into())
    }

    fn seal(&self, key: &Key, name: EntryName) -> Result<SecretString, CredentialError> {
        let user_name = self.user_name.as_str().as_bytes();
        let password = self.password.expose_secret().as_bytes();
        // Whole from the start: growing would leave copies of the password behind.
        let mut bytes = Zeroizing::new(Vec::with_capacity(
            9 + user_name.len() + password.len() + self.previous.len() * PreviousPassword::BYTES,
        ));
        let too_long = CredentialError::Vault(VaultError::TooLong);
        bytes.push(FORMAT);
        let (year, month, day) = self
            .changed_on
            .map_or((0, 0, 0), |date| (date.year(), date.month(), date.day()));
        bytes.extend_from_slice(&year.to_be_bytes());
        bytes.extend_from_slice(&month.to_be_bytes());
        bytes.extend_from_slice(&day.to_be_bytes());
        bytes.push(u8::try_from(user_name.len()).map_err(|_| too_long)?);
        bytes.extend_from_slice(user_name);
        bytes.extend_from_slice(&u16::try_from(password.len()).map_err(|_| too_long)?.to_be_bytes());
        bytes.extend_from_slice(password);
        bytes.push(u8::try_from(self.previous.len()).map_err(|_| too_long)?);
        for previous in &self.previous {
            bytes.extend_from_slice(&previous.salt);
            bytes.extend_from_slice(&previous.hash);
        }
        let sealed = secret::seal(key, purpose(name).as_bytes(), &bytes).map_err(|_| too_long)?;
        Ok(SecretString::from(Base64Unpadded::encode_string(&sealed)))
    }

    fn open(entry: &SecretString, key: &Key, name: EntryName) -> Option<Self> {
        let sealed = Base64Unpadded::decode_vec(entry.expose_secret()).ok()?;
        let bytes = secret::open(key, purpose(name).as_bytes(), &sealed).ok()?;
        let mut rest = Rest(&bytes);
        if rest.array()? != [FORMAT] {
            return None;
        }
        let year = i16::from_be_bytes(rest.array()?);
        let month = i8::from_be_bytes(rest.array()?);
        let day = i8::from_be_bytes(rest.array()?);
        let changed_on = if (year, month, day) == (0, 0, 0) {
            None
        } else {
            Some(Date::new(year, month, day).ok()?)
        };
        let user_name = {
            let [length] = rest.array()?;
            NhsmailAddress::parse(std::str::from_utf8(rest.bytes(usize::from(length))?).ok()?)
                .ok()?
                .into_value()
        };
        let length = u16::from_be_bytes(rest.array()?);
        let password = SecretString::from(std::str::from_utf8(rest.bytes(usize::from(length))?).ok()?);
        let [count] = rest.array()?;
        let mut previous = Vec::new();
        for _ in 0..count {
            previous.push(PreviousPassword {
                salt: rest.array()?,
                hash: rest.array()?,
            });
        }
        let complete = rest.0.is_empty() && previous.len() <= REMEMBERED && check_password(&password).is_ok();
        complete.then_some(Self {
            user_name,
            password,
            changed_on,
            previous,
        })
    }
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Credential(…)")
    }
}

fn check_password(password: &SecretString) -> Result<(), CredentialError> {
    let text = password.expose_secret();
    if text.is_empty() {
        Err(CredentialError::PasswordEmpty)
    } else if text.len() > MAX_PASSWORD_BYTES {
        Err(CredentialError::PasswordTooLong)
    } else if text.chars().any(char::is_control) {
        Err(CredentialError::PasswordControlCharacter)
    } else {
        Ok(())
    }
}

fn same(one: &SecretString, other: &SecretString) -> bool {
    one.expose_secret()
        .as_bytes()
        .ct_eq(other.expose_secret().as_bytes())
        .into()
}

/// Binds the sealed bytes to the entry they are kept in.
fn purpose(name: EntryName) -> String {
    format!("Mailbox Steward {name}")
}

/// An earlier password that can be recognised but not read.
#[derive(Clone)]
struct PreviousPassword {
    salt: [u8; 16],
    hash: [u8; 32],
}

impl PreviousPassword {
    const BYTES: usize = 48;

    fn of(password: &SecretString) -> Result<Self, CredentialError> {
        let salt = random::bytes();
        Ok(Self {
            salt,
            hash: Self::hash(password, &salt)?,
        })
    }

    fn matches(&self, password: &SecretString) -> Result<Choice, CredentialError> {
        Ok(self.hash.ct_eq(&Self::hash(password, &self.salt)?))
    }

    fn hash(password: &SecretString, salt: &[u8; 16]) -> Result<[u8; 32], CredentialError> {
        let mut hash = [0; 32];
        argon2id(password.expose_secret().as_bytes(), salt, 19 * 1024, 2, &mut hash)
            .map_err(|_| CredentialError::OutOfMemory)?;
        Ok(hash)
    }
}

/// What is still to be read.
struct Rest<'a>(&'a [u8]);

impl<'a> Rest<'a> {
    fn bytes(&mut self, length: usize) -> Option<&'a [u8]> {
        let (bytes, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(bytes)
    }

    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        self.bytes(N)?.try_into().ok()
    }
}

/// Where one owner's sign-in details are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OwnerEntry {
    /// The staff list.
    pub register: RegisterId,
    /// The owner.
    pub person: PersonId,
}

impl OwnerEntry {
    /// The entry's name in the keyring.
    #[must_use]
    pub fn name(self) -> EntryName {
        EntryName::Owner(self.register, self.person)
    }

    /// Reads the sign-in details. `key` is [`crate::vault::RegisterSecret::credential_key`]. Waits for the keyring.
    ///
    /// # Errors
    ///
    /// [`CredentialError::Unreadable`] or a [`VaultError`].
    pub fn read(self, vault: &dyn Vault, key: &Key) -> Result<Credential, CredentialError> {
        let entry = vault.read(self.name())?;
        Credential::open(&entry, key, self.name()).ok_or(CredentialError::Unreadable)
    }

    /// Keeps the sign-in details in place of those kept before. Waits for the keyring.
    ///
    /// # Errors
    ///
    /// A [`VaultError`].
    pub fn save(self, vault: &dyn Vault, key: &Key, credential: &Credential) -> Result<(), CredentialError> {
        Ok(vault.write(self.name(), &credential.seal(key, self.name())?)?)
    }

    /// Deletes the sign-in details, with the hashes of earlier passwords. Waits for the keyring.
    ///
    /// # Errors
    ///
    /// A [`VaultError`].
    pub fn delete(self, vault: &dyn Vault) -> Result<(), VaultError> {
        vault.delete(self.name())
    }

    /// What to tell the owner about their sign-in details. Waits for the keyring, which may ask to be unlocked.
    #[must_use]
    pub fn state(self, vault: &dyn Vault, key: &Key) -> CredentialState {
        CredentialState::from(&self.read(vault, key))
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;
    use crate::vault::MemoryVault;
    use crate::vault::keyring::MAX_ENTRY_BYTES;

    fn entry(register: u128, person: u128) -> OwnerEntry {
        OwnerEntry {
            register: RegisterId::from_uuid(Uuid::from_u128(register)),
            person: PersonId::from_uuid(Uuid::from_u128(person)),
        }
    }

    fn jane() -> NhsmailAddress {
        NhsmailAddress::parse("jane.smith7@nhs.net").unwrap().into_value()
    }

    fn text(text: &str) -> SecretString {
        SecretString::from(text)
    }

    fn credential(password: &str) -> Credential {
        Credential::new(jane(), text(password), Some(date(2026, 11, 20))).unwrap()
    }

    fn same_details(one: &Credential, other: &Credential) -> bool {
        one.user_name == other.user_name
            && same(&one.password, &other.password)
            && one.changed_on == other.changed_on
            && one.previous.len() == other.previous.len()
            && one
                .previous
                .iter()
                .zip(&other.previous)
                .all(|(one, other)| one.salt == other.salt && one.hash == other.hash)
    }

    #[test]
    fn saved_details_read_back_and_replaced_ones_do_not() {
        let (vault, key, at) = (MemoryVault::new(), Key::random(), entry(1, 2));
        let first = credential("Thistle-Lamp-42");
        at.save(&vault, &key, &first).unwrap();
        assert!(same_details(&at.read(&vault, &key).unwrap(), &first));
        let second = first.with_password(text("Bramble-Kite-17"), None).unwrap();
        at.save(&vault, &key, &second).unwrap();
        let read = at.read(&vault, &key).unwrap();
        assert!(same_details(&read, &second));
        assert_eq!(read.changed_on(), None);
        at.delete(&vault).unwrap();
        assert_eq!(
            at.read(&vault, &key).unwrap_err(),
            CredentialError::Vault(VaultError::Missing)
        );
        assert!(vault.names().is_empty());
    }

    #[test]
    fn the_entry_alone_is_useless() {
        let (vault, key, at) = (MemoryVault::new(), Key::random(), entry(1, 2));
        at.save(&vault, &key, &credential("Thistle-Lamp-42")).unwrap();
        let stored = vault.read(at.name()).unwrap();
        let bytes = Base64Unpadded::decode_vec(stored.expose_secret()).unwrap();
        for known in ["Thistle", "jane", "nhs.net"] {
            assert!(
                !bytes.windows(known.len()).any(|window| window == known.as_bytes()),
                "{known} in the clear"
            );
        }
        assert_eq!(
            at.read(&vault, &Key::random()).unwrap_err(),
            CredentialError::Unreadable
        );
    }

    #[test]
    fn an_entry_moved_to_another_owner_or_staff_list_is_unreadable() {
        let (vault, key, at) = (MemoryVault::new(), Key::random(), entry(1, 2));
        at.save(&vault, &key, &credential("Thistle-Lamp-42")).unwrap();
        let stored = vault.read(at.name()).unwrap();
        for other in [entry(1, 3), entry(4, 2)] {
            vault.write(other.name(), &stored).unwrap();
            assert_eq!(other.read(&vault, &key).unwrap_err(), CredentialError::Unreadable);
        }
    }

    #[test]
    fn the_largest_entry_fits_on_every_system() {
        let (vault, key, at) = (MemoryVault::new(), Key::random(), entry(u128::MAX, u128::MAX));
        let user_name = NhsmailAddress::parse(&format!("{}@nhs.net", "a".repeat(64)))
            .unwrap()
            .into_value();
        let password = |letter: &str| text(&letter.repeat(MAX_PASSWORD_BYTES / letter.len()));
        let mut largest = Credential::new(user_name, password("é"), Some(date(2026, 11, 20))).unwrap();
        for letter in ["a", "b", "ü", "d", "€e", "🦀"] {
            largest = largest
                .with_password(password(letter), Some(date(2026, 11, 20)))
                .unwrap();
        }
        assert_eq!(largest.previous.len(), REMEMBERED);
        let length = largest.seal(&key, at.name()).unwrap().expose_secret().len();
        assert!((700..=MAX_ENTRY_BYTES).contains(&length), "{length} bytes");
        at.save(&vault, &key, &largest).unwrap();
        assert!(same_details(&at.read(&vault, &key).unwrap(), &largest));
    }

    #[test]
    fn the_last_four_passwords_and_the_present_one_are_recognised_and_older_ones_forgotten() {
        let mut details = credential("password-0");
        for number in 1..=5 {
            details = details
                .with_password(text(&format!("password-{number}")), None)
                .unwrap();
        }
        let used = |password: &str| details.was_used_before(&text(password)).unwrap();
        for number in 1..=5 {
            assert!(used(&format!("password-{number}")), "{number}");
        }
        assert!(!used("password-0"));
        assert!(!used("password-6"));
        assert!(!used("Password-5"));
        assert!(!used(""));
        assert!(!used(&"x".repeat(10_000_000)));
    }

    #[test]
    fn saving_the_same_password_again_only_sets_the_day() {
        let again = credential("same")
            .with_password(text("same"), Some(date(2027, 1, 2)))
            .unwrap();
        assert!(again.previous.is_empty());
        assert_eq!(again.changed_on(), Some(date(2027, 1, 2)));
    }

    #[test]
    fn one_password_is_never_hashed_to_the_same_bytes_twice() {
        let (one, other) = (
            PreviousPassword::of(&text("x")).unwrap(),
            PreviousPassword::of(&text("x")).unwrap(),
        );
        assert_ne!((one.salt, one.hash), (other.salt, other.hash));
    }

    #[test]
    fn a_password_that_no_field_takes_is_refused() {
        let refused = |password: &str| Credential::new(jane(), text(password), None).unwrap_err();
        assert_eq!(refused(""), CredentialError::PasswordEmpty);
        assert_eq!(refused(&"x".repeat(257)), CredentialError::PasswordTooLong);
        assert_eq!(refused("two\nlines"), CredentialError::PasswordControlCharacter);
        assert_eq!(refused("nul\0"), CredentialError::PasswordControlCharacter);
        let details = credential("right");
        assert_eq!(
            details.with_password(text(""), None).unwrap_err(),
            CredentialError::PasswordEmpty
        );
        assert!(Credential::new(jane(), text("  spaces £ and \" stay "), None).is_ok());
    }

    #[test]
    fn another_user_name_keeps_the_password_and_its_history() {
        let details = credential("first").with_password(text("second"), None).unwrap();
        let renamed = details
            .clone()
            .with_user_name(NhsmailAddress::parse("jane.jones@nhs.net").unwrap().into_value());
        assert_eq!(renamed.user_name().as_str(), "jane.jones@nhs.net");
        assert!(same(&renamed.password, &details.password));
        assert!(renamed.was_used_before(&text("first")).unwrap());
    }

    #[test]
    fn each_state_of_the_keyring_is_told_apart() {
        let (vault, key, at) = (MemoryVault::new(), Key::random(), entry(1, 2));
        assert_eq!(at.state(&vault, &key), CredentialState::Missing);
        at.save(&vault, &key, &credential("x")).unwrap();
        assert_eq!(
            at.state(&vault, &key),
            CredentialState::Present {
                changed_on: Some(date(2026, 11, 20))
            }
        );
        for (failure, state) in [
            (VaultError::Locked, CredentialState::Locked),
            (VaultError::NoKeyring, CredentialState::NoKeyring),
            (VaultError::Denied, CredentialState::Denied),
            (VaultError::Other("x"), CredentialState::Unreadable),
        ] {
            vault.set_failure(Some(failure));
            assert_eq!(at.state(&vault, &key), state);
            assert_eq!(
                at.save(&vault, &key, &credential("y")),
                Err(CredentialError::Vault(failure))
            );
        }
        vault.set_failure(None);
        for rubbish in ["", "rubbish", "cnViYmlzaA", &"A".repeat(500)] {
            vault.write(at.name(), &text(rubbish)).unwrap();
            assert_eq!(at.state(&vault, &key), CredentialState::Unreadable, "{rubbish}");
        }
    }

    #[test]
    fn details_do_not_print_themselves() {
        let details = credential("Thistle-Lamp-42");
        let shown = format!("{details:?} {:?} {:?}", details.password(), details.user_name());
        assert!(!shown.contains("Thistle") && !shown.contains("jane"), "{shown}");
    }

    /// Seals `plain` as an entry, as a newer or faulty version might.
    fn sealed(plain: &[u8], key: &Key, at: OwnerEntry) -> SecretString {
        let sealed = secret::seal(key, purpose(at.name()).as_bytes(), plain).unwrap();
        text(&Base64Unpadded::encode_string(&sealed))
    }

    #[test]
    fn a_newer_format_is_unreadable_rather_than_misread() {
        let (key, at) = (Key::random(), entry(1, 2));
        let good = credential("x").seal(&key, at.name()).unwrap();
        let bytes = Base64Unpadded::decode_vec(good.expose_secret()).unwrap();
        let mut plain = secret::open(&key, purpose(at.name()).as_bytes(), &bytes)
            .unwrap()
            .to_vec();
        assert!(Credential::open(&sealed(&plain, &key, at), &key, at.name()).is_some());
        plain[0] = 2;
        assert!(Credential::open(&sealed(&plain, &key, at), &key, at.name()).is_none());
    }

    proptest! {
        #[test]
        fn any_password_a_field_takes_reads_back(password in "\\PC{1,60}", with_day in any::<bool>()) {
            let (key, at) = (Key::random(), entry(1, 2));
            let details = Credential::new(jane(), text(&password), with_day.then_some(date(2024, 2, 29))).unwrap();
            let read = Credential::open(&details.seal(&key, at.name()).unwrap(), &key, at.name()).unwrap();
            prop_assert!(same_details(&read, &details));
        }

        #[test]
        fn sealed_rubbish_never_makes_it_stumble(plain in proptest::collection::vec(any::<u8>(), 0..300)) {
            let (key, at) = (Key::random(), entry(1, 2));
            let plain = [&[FORMAT][..], &plain].concat();
            if let Some(read) = Credential::open(&sealed(&plain, &key, at), &key, at.name()) {
                prop_assert!(check_password(read.password()).is_ok());
            }
        }
    }
}
