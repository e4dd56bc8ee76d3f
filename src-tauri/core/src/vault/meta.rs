//! The small file beside the database: what must be known before the database is open.
//!
//! JSON: `{"format":1,"meta":{…},"checksum":"…"}`. The checksum (SHA-256 of `meta`) tells a damaged file from one that says a
//! secret is wrong. It holds ids, dates and sealed bytes, nothing personal.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::domain::ids::{DeviceId, PersonId, RegisterId};
use crate::files::{self, FileError};
use crate::vault::passphrase::hex;
use crate::vault::{KeyCheck, PassphraseWrap};

/// The format this version writes, and the newest it reads.
pub const FORMAT: u32 = 1;

/// Far more than a thousand devices and every person ever erased need.
const SIZE_LIMIT: u64 = 8 << 20;

/// What must be known before the database is open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Meta {
    /// Which staff list the database beside this file is.
    pub register: RegisterId,
    /// The day it was set up.
    pub created_on: Date,
    /// Tells whether a secret is the right one.
    pub key_check: KeyCheck,
    /// The secret wrapped by the app passphrase, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub passphrase: Option<PassphraseWrap>,
    /// Whether others use this computer's sign-in, once somebody has said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub others_use_this_computer: Option<bool>,
    /// The id under which this copy writes its history.
    pub device: DeviceId,
    /// The last change of each device, so that a missing tail of the history is found.
    pub heads: BTreeMap<DeviceId, Head>,
    /// People who were erased, so that an older copy cannot bring them back.
    pub erased: BTreeSet<PersonId>,
}

/// The last change of one device.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Head {
    /// Its sequence number on that device.
    pub sequence: u64,
    /// Its SHA-256 hash.
    #[serde(with = "hex")]
    pub hash: [u8; 32],
}

/// What was found where a meta file should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MetaLoad {
    /// No file: nothing was set up here, or the file was lost.
    Missing,
    /// A file that is not a meta file, or was altered.
    Damaged,
    /// A file of a newer version of this app.
    Newer {
        /// Its format.
        format: u64,
    },
    /// The meta file.
    Found(Box<Meta>),
}

#[derive(Deserialize)]
struct AnyFormat {
    format: u64,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written<M> {
    format: u32,
    meta: M,
    #[serde(with = "hex")]
    checksum: [u8; 32],
}

impl Meta {
    /// Reads the meta file at `path`. Never creates or changes anything.
    ///
    /// # Errors
    ///
    /// A [`FileError`] when there is a file that cannot be read.
    pub fn load(path: &Path) -> Result<MetaLoad, FileError> {
        match files::read_up_to(path, SIZE_LIMIT) {
            Ok(bytes) => Ok(Self::read(&bytes)),
            Err(FileError::Missing) => Ok(MetaLoad::Missing),
            Err(FileError::TooLarge { .. }) => Ok(MetaLoad::Damaged),
            Err(error) => Err(error),
        }
    }

    fn read(bytes: &[u8]) -> MetaLoad {
        match serde_json::from_slice::<AnyFormat>(bytes) {
            Ok(AnyFormat { format }) if format > u64::from(FORMAT) => return MetaLoad::Newer { format },
            Ok(AnyFormat { format }) if format == u64::from(FORMAT) => {}
            Ok(_) | Err(_) => return MetaLoad::Damaged,
        }
        match serde_json::from_slice::<Written<Self>>(bytes) {
            Ok(written)
                if written
                    .meta
                    .checksum()
                    .is_ok_and(|checksum| checksum == written.checksum) =>
            {
                MetaLoad::Found(Box::new(written.meta))
            }
            Ok(_) | Err(_) => MetaLoad::Damaged,
        }
    }

    /// Writes the meta file at `path`, whole or not at all.
    ///
    /// # Errors
    ///
    /// A [`FileError`]; the file is then as it was.
    pub fn save(&self, path: &Path) -> Result<(), FileError> {
        files::write_whole(path, &self.write()?)
    }

    fn write(&self) -> Result<Vec<u8>, FileError> {
        let written = Written {
            format: FORMAT,
            meta: self,
            checksum: self.checksum()?,
        };
        let mut bytes = serde_json::to_vec_pretty(&written).map_err(unwritable)?;
        bytes.push(b'\n');
        Ok(bytes)
    }

    /// SHA-256 of `meta` as compact JSON, which is one text for one value: the fields have an order and so have the maps.
    fn checksum(&self) -> Result<[u8; 32], FileError> {
        Ok(Sha256::digest(serde_json::to_vec(self).map_err(unwritable)?).into())
    }
}

fn unwritable(_: serde_json::Error) -> FileError {
    FileError::Other(std::io::ErrorKind::InvalidData)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;
    use crate::secret::SecretString;
    use crate::vault::{Cost, Passphrase, RegisterSecret};

    fn meta() -> Meta {
        let device = DeviceId::from_uuid(Uuid::from_u128(2));
        Meta {
            register: RegisterId::from_uuid(Uuid::from_u128(1)),
            created_on: date(2026, 11, 20),
            key_check: RegisterSecret::new([7; 16]).key_check(),
            passphrase: None,
            others_use_this_computer: None,
            device,
            heads: BTreeMap::from([(
                device,
                Head {
                    sequence: 41,
                    hash: [9; 32],
                },
            )]),
            erased: BTreeSet::from([PersonId::from_uuid(Uuid::from_u128(3))]),
        }
    }

    fn text() -> String {
        String::from_utf8(meta().write().unwrap()).unwrap()
    }

    #[test]
    fn a_saved_meta_file_loads_as_it_was() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("meta.json");
        let mut meta = meta();
        meta.save(&path).unwrap();
        assert_eq!(Meta::load(&path), Ok(MetaLoad::Found(Box::new(meta.clone()))));
        let passphrase = Passphrase::new(&SecretString::from("correct horse battery")).unwrap();
        let secret = RegisterSecret::new([7; 16]);
        meta.passphrase = Some(PassphraseWrap::create(&secret, meta.register, &passphrase, Cost::MINIMUM).unwrap());
        meta.others_use_this_computer = Some(true);
        meta.save(&path).unwrap();
        assert_eq!(Meta::load(&path), Ok(MetaLoad::Found(Box::new(meta))));
    }

    #[test]
    fn a_missing_file_is_missing_and_stays_so() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("meta.json");
        assert_eq!(Meta::load(&path), Ok(MetaLoad::Missing));
        assert!(!path.exists());
    }

    #[test]
    fn a_file_of_a_newer_version_is_told_apart_whatever_else_it_holds() {
        let newer = r#"{"format": 2, "meta": {"something": "new"}}"#;
        assert_eq!(Meta::read(newer.as_bytes()), MetaLoad::Newer { format: 2 });
        assert_eq!(
            Meta::read(br#"{"format": 99999999999}"#),
            MetaLoad::Newer { format: 99_999_999_999 }
        );
    }

    #[test]
    fn what_is_not_a_meta_file_is_damaged() {
        for text in [
            "",
            "{}",
            "[]",
            "null",
            "PK\u{3}\u{4}",
            r#"{"format": 0}"#,
            r#"{"format": 1}"#,
            r#"{"format": -1}"#,
        ] {
            assert_eq!(Meta::read(text.as_bytes()), MetaLoad::Damaged, "{text}");
        }
        assert_eq!(Meta::read(&[0; 4096]), MetaLoad::Damaged);
        assert_eq!(Meta::read("[".repeat(100_000).as_bytes()), MetaLoad::Damaged);
    }

    #[test]
    fn an_overlong_file_is_damaged_and_not_read_whole() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("meta.json");
        let file = std::fs::OpenOptions::new()
            .write(true)
            .create_new(true)
            .open(&path)
            .unwrap();
        file.set_len(1 << 40).unwrap();
        assert_eq!(Meta::load(&path), Ok(MetaLoad::Damaged));
    }

    #[test]
    fn an_edited_value_is_noticed() {
        let edited = text().replace("\"sequence\": 41", "\"sequence\": 40");
        assert_ne!(edited, text());
        assert_eq!(Meta::read(edited.as_bytes()), MetaLoad::Damaged);
        let added = text().replace("\"device\"", "\"extra\": 1, \"device\"");
        assert_eq!(Meta::read(added.as_bytes()), MetaLoad::Damaged);
    }

    #[test]
    fn other_white_space_and_line_ends_are_no_damage() {
        assert!(matches!(
            Meta::read(text().replace('\n', "\r\n").as_bytes()),
            MetaLoad::Found(_)
        ));
    }

    proptest! {
        #[test]
        fn a_cut_file_is_damaged(at in any::<prop::sample::Index>()) {
            let text = text();
            let cut = at.index(text.trim_end().len());
            prop_assert_eq!(Meta::read(&text.as_bytes()[..cut]), MetaLoad::Damaged);
        }

        #[test]
        fn an_altered_byte_never_gives_another_meta(at in any::<prop::sample::Index>(), byte in any::<u8>()) {
            let mut bytes = text().into_bytes();
            let at = at.index(bytes.len());
            bytes[at] = byte;
            match Meta::read(&bytes) {
                MetaLoad::Found(found) => prop_assert_eq!(*found, meta()),
                MetaLoad::Damaged | MetaLoad::Newer { .. } => {}
                MetaLoad::Missing => prop_assert!(false),
            }
        }
    }
}
