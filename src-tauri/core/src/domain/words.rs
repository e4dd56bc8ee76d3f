//! Free text of the owner's own, for the owner's own eyes: it has no place in any request.

use super::checked::Checked;
use super::refusal::Reason;
use super::text::{line, refuse_unsafe, text_value};

text_value! {
    /// One line in the owner's words, 1 to 200 characters: who helps locally, who holds an account.
    public ShortText
}

impl ShortText {
    /// Reads one line.
    ///
    /// # Errors
    /// Refused when empty, longer than 200 characters, or with an unsafe character.
    pub fn parse(text: &str) -> Result<Checked<Self>, Reason> {
        let kept = line(text, Reason::TextTooLong)?;
        if kept.chars().count() > 200 {
            Err(Reason::TextTooLong)
        } else {
            Ok(Checked::plain(Self(kept)))
        }
    }
}

text_value! {
    /// A note of the owner's about a person, 1 to 2,000 characters, line breaks allowed.
    personal NoteText
}

impl NoteText {
    /// Reads a note. Lines keep their breaks; spaces at the ends of lines go.
    ///
    /// # Errors
    /// Refused when empty, longer than 2,000 characters, or with an unsafe character other than a line break.
    pub fn parse(text: &str) -> Result<Checked<Self>, Reason> {
        const MOST: usize = 2_000;
        if text.len() > MOST * 8 {
            return Err(Reason::TextTooLong);
        }
        let mut kept = String::with_capacity(text.len());
        for line in text.replace("\r\n", "\n").split('\n') {
            let line = line.replace('\t', " ");
            refuse_unsafe(&line)?;
            kept.push_str(line.trim_end());
            kept.push('\n');
        }
        let kept = kept.trim().to_owned();
        match kept.chars().count() {
            0 => Err(Reason::Empty),
            count if count > MOST => Err(Reason::TextTooLong),
            _ => Ok(Checked::plain(Self(kept))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_keeps_its_lines_and_a_short_text_is_one_line() {
        assert_eq!(
            NoteText::parse(" Nights only. \r\nAsk first.\n")
                .unwrap()
                .value
                .as_str(),
            "Nights only.\nAsk first."
        );
        assert_eq!(ShortText::parse("a\nb"), Err(Reason::LineBreak));
        assert_eq!(NoteText::parse("a\u{202E}b"), Err(Reason::DirectionCharacter));
    }

    #[test]
    fn lengths_are_limited_and_nothing_is_refused() {
        assert!(NoteText::parse(&"é".repeat(2_000)).is_ok());
        assert_eq!(NoteText::parse(&"é".repeat(2_001)), Err(Reason::TextTooLong));
        assert_eq!(
            NoteText::parse(&"a long night\n".repeat(600_000)),
            Err(Reason::TextTooLong)
        );
        assert_eq!(ShortText::parse(&"a".repeat(201)), Err(Reason::TextTooLong));
        assert_eq!(NoteText::parse(" \n "), Err(Reason::Empty));
    }
}
