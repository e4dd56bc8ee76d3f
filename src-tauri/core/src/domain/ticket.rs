//! The reference that NAS or the helpdesk gives a request.

use super::checked::Checked;
use super::refusal::Reason;
use super::text::{line, text_value};

text_value! {
    /// A ticket reference as it was given, 3 to 40 characters: `INC1234567`.
    public TicketReference
}

impl TicketReference {
    /// Reads a ticket reference: letters, digits, and `- / . # _` or a space between them, with at least one digit.
    ///
    /// # Errors
    /// Refused: fewer than 3 or more than 40 characters, no digit, other characters.
    pub fn parse(text: &str) -> Result<Checked<Self>, Reason> {
        let kept = line(text, Reason::TicketTooLong)?;
        if !kept
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '/' | '.' | '#' | '_' | ' '))
        {
            return Err(Reason::TicketCharacter);
        }
        match kept.len() {
            0..3 => Err(Reason::TicketTooShort),
            41.. => Err(Reason::TicketTooLong),
            _ if !kept.bytes().any(|byte| byte.is_ascii_digit()) => Err(Reason::TicketWithoutDigit),
            _ => Ok(Checked::plain(Self(kept))),
        }
    }
}

impl TicketReference {
    /// Whether both are the same reference, however they are spelt: `INC1234567` and `inc 1234567`.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        self.key() == other.key()
    }

    /// Its letters and digits, as capitals.
    #[must_use]
    pub fn key(&self) -> String {
        let plain = self.as_str().chars().filter(char::is_ascii_alphanumeric);
        plain.map(|character| character.to_ascii_uppercase()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_is_kept_as_it_was_given() -> Result<(), Reason> {
        for text in ["INC1234567", "NAS-2026/0042", "#12345", "SCTASK0012_3"] {
            assert_eq!(text.parse::<TicketReference>()?.as_str(), text);
        }
        assert_eq!("  INC 1234567 ".parse::<TicketReference>()?.as_str(), "INC 1234567");
        Ok(())
    }

    #[test]
    fn what_is_not_a_reference_is_refused_with_its_reason() {
        for (text, reason) in [
            ("", Reason::Empty),
            ("12", Reason::TicketTooShort),
            ("waiting", Reason::TicketWithoutDigit),
            ("jane@example.org 1", Reason::TicketCharacter),
            ("INC1: Jane", Reason::TicketCharacter),
            ("INC123\n4567", Reason::LineBreak),
        ] {
            assert_eq!(text.parse::<TicketReference>(), Err(reason), "{text:?}");
        }
        assert_eq!("1".repeat(41).parse::<TicketReference>(), Err(Reason::TicketTooLong));
    }
}
