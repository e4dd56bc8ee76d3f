//! The values of the home's own, on which the screen is silent.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use jiff::civil::Date;
use serde::Deserialize;

use super::plain::Plain;
use super::runs::Runs;
use crate::domain::rules::{self, PackName};

/// A phone number in one spelling: the digits of a UK number after its 0, or all of a foreign one after its country code's
/// plus sign.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct PhoneNumber(u64);

impl PhoneNumber {
    /// The UK mobile that this is, as eleven digits.
    pub(super) fn mobile(&self) -> Option<String> {
        // The leading 1 keeps noughts; then ten digits from 7.
        (17_000_000_000..18_000_000_000)
            .contains(&self.0)
            .then(|| format!("0{}", self.0 - 10_000_000_000))
    }

    /// Reads digits, with `plus` if a plus sign stood before them.
    pub(super) fn read(digits: &[u8], plus: bool) -> Self {
        Self::of(significant(digits, plus))
    }

    fn of(significant: &[u8]) -> Self {
        Self(significant.iter().take(18).fold(1, |number, digit| {
            number * 10 + u64::from(digit.wrapping_sub(b'0') & 0xF)
        }))
    }
}

/// The digits without what is dialled before them: `+44`, `0044`, `44`, `0`.
fn significant(digits: &[u8], plus: bool) -> &[u8] {
    let international = if plus { Some(digits) } else { digits.strip_prefix(b"00") };
    let rest = match international {
        Some(rest) => rest.strip_prefix(b"44").unwrap_or(rest),
        None if digits.len() >= 11 => digits.strip_prefix(b"44").unwrap_or(digits),
        None => digits,
    };
    rest.strip_prefix(b"0").unwrap_or(rest)
}

/// What one register allows, as its own JSON: `--allow FILE` of the `screen` example. All lists are optional.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct AllowList {
    /// ODS codes.
    pub ods_codes: Vec<String>,
    /// Postcodes of the homes.
    pub postcodes: Vec<String>,
    /// Shared mailboxes.
    pub mailboxes: Vec<String>,
    /// Mobiles that may be named.
    pub mobiles: Vec<String>,
    /// Mail addresses that may be named.
    pub emails: Vec<String>,
    /// Other phone numbers that may be named.
    pub phones: Vec<String>,
    /// Ticket references.
    pub ticket_references: Vec<String>,
    /// CQC location and provider ids.
    pub cqc_ids: Vec<String>,
}

/// The values of the home's own, on which the screen is silent in every spelling. NAS's own contacts are always among them.
#[derive(Clone)]
pub struct Vocabulary {
    today: Date,
    phones: BTreeSet<PhoneNumber>,
    emails: BTreeSet<Vec<u8>>,
    postcodes: BTreeSet<Vec<u8>>,
    /// ODS codes, ticket references and CQC ids: by the small letters or digits they start with, all of their letters and digits.
    references: BTreeMap<Vec<u8>, Vec<Vec<u8>>>,
    /// For each ASCII character that one starts with, a bit for each length of its first run.
    reference_starts: [u32; 128],
    /// A bit for each number of digits that a phone number has.
    phone_lengths: u32,
}

impl fmt::Debug for Vocabulary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Vocabulary")
            .field("today", &self.today)
            .finish_non_exhaustive()
    }
}

impl Vocabulary {
    /// Knows the contacts of NAS and the helpdesk in every rule pack, and which dates are near today.
    #[must_use]
    pub fn new(today: Date) -> Self {
        let mut own = Self {
            today,
            phones: BTreeSet::new(),
            emails: BTreeSet::new(),
            postcodes: BTreeSet::new(),
            references: BTreeMap::new(),
            reference_starts: [0; 128],
            phone_lengths: 0,
        };
        for pack in [PackName::Faq, PackName::Guide2018].map(rules::pack) {
            let nas = pack.nas();
            own.allow_email(&nas.email.address);
            for historic in &nas.historic_email {
                own.allow_email(&historic.address);
            }
            own.allow_phone(&nas.phone.number);
            own.allow_email(&pack.helpdesk().address);
            own.allow_phone(&pack.helpdesk().number);
            if let Some(escalation) = pack.escalation() {
                own.allow_email(&escalation.address);
            }
            if let Some(help) = pack.local_help() {
                own.allow_email(&help.address);
                own.allow_phone(&help.number);
            }
        }
        own
    }

    /// Allows all of a list.
    pub fn allow(&mut self, list: &AllowList) {
        for code in list
            .ods_codes
            .iter()
            .chain(&list.ticket_references)
            .chain(&list.cqc_ids)
        {
            self.allow_reference(code);
        }
        for postcode in &list.postcodes {
            self.allow_postcode(postcode);
        }
        for address in list.mailboxes.iter().chain(&list.emails) {
            self.allow_email(address);
        }
        for number in list.mobiles.iter().chain(&list.phones) {
            self.allow_phone(number);
        }
    }

    /// Allows a phone number or mobile, given in any spelling.
    pub fn allow_phone(&mut self, number: &str) {
        let plain = Plain::read(number);
        let plus = plain.bytes().contains(&b'+');
        let digits: Vec<u8> = plain.bytes().iter().copied().filter(u8::is_ascii_digit).collect();
        if digits.len() >= 6 {
            let significant = significant(&digits, plus);
            self.phone_lengths |= length_bit(significant);
            self.phones.insert(PhoneNumber::of(significant));
        }
    }

    /// Allows a mail address, in capitals or not.
    pub fn allow_email(&mut self, address: &str) {
        let plain = Plain::read(address.trim());
        if plain.bytes().contains(&b'@') {
            self.emails.insert(plain.bytes().to_ascii_lowercase());
        }
    }

    /// Allows a postcode, with or without its space.
    pub fn allow_postcode(&mut self, postcode: &str) {
        let code = letters_and_digits(postcode);
        if !code.is_empty() {
            self.postcodes.insert(code);
        }
    }

    /// Allows a code that is not about a person: an ODS code, a ticket reference, a CQC location or provider id.
    pub fn allow_reference(&mut self, reference: &str) {
        let plain = Plain::read(reference);
        let runs = Runs::read(&plain);
        if let Some(first) = runs.get(0) {
            let key = runs.text(first).to_ascii_lowercase();
            if let Some(lengths) = key
                .first()
                .and_then(|byte| self.reference_starts.get_mut(usize::from(*byte)))
            {
                *lengths |= length_bit(&key);
            }
            self.references
                .entry(key)
                .or_default()
                .push(letters_and_digits(reference));
        }
    }

    pub(super) const fn today(&self) -> Date {
        self.today
    }

    pub(super) fn knows_phone(&self, digits: &[u8], plus: bool) -> bool {
        let significant = significant(digits, plus);
        self.phone_lengths & length_bit(significant) != 0 && self.phones.contains(&PhoneNumber::of(significant))
    }

    /// `address` in small letters.
    pub(super) fn knows_email(&self, address: &[u8]) -> bool {
        self.emails.contains(address)
    }

    /// `code` in small letters without a space.
    pub(super) fn knows_postcode(&self, code: &[u8]) -> bool {
        self.postcodes.contains(code)
    }

    /// The letters and digits of the codes that start with this run, in small letters.
    pub(super) fn references(&self, first: &[u8]) -> &[Vec<u8>] {
        self.references.get(first).map_or(&[], Vec::as_slice)
    }

    /// Whether some code starts with a run of this length and first letter or digit.
    pub(super) fn may_start_reference(&self, first: &[u8]) -> bool {
        first
            .first()
            .and_then(|byte| self.reference_starts.get(usize::from(byte.to_ascii_lowercase())))
            .is_some_and(|lengths| lengths & length_bit(first) != 0)
    }
}

/// The bit of a length; all long ones share the last.
fn length_bit(text: &[u8]) -> u32 {
    1 << text.len().min(31)
}

fn letters_and_digits(text: &str) -> Vec<u8> {
    Plain::read(text)
        .bytes()
        .iter()
        .filter(|byte| byte.is_ascii_alphanumeric())
        .map(u8::to_ascii_lowercase)
        .collect()
}
