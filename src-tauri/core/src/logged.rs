//! How an error is named in the log: by its kinds alone, which are words of this program and nobody's.

use std::fmt::{self, Debug, Write};

/// The kinds an error is made of, from the outside in: `Sqlite.SqliteFailure.Error`. What they hold is left out.
pub(crate) struct KindOf<'a, E>(pub(crate) &'a E);

impl<E: Debug> fmt::Display for KindOf<'_, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut kinds = Kinds {
            to: f,
            left: MOST,
            done: false,
            apart: false,
        };
        // It stops at the first character of a value.
        write!(kinds, "{:?}", self.0).ok();
        Ok(())
    }
}

/// The most characters of a name: what is longer is no word of a log.
const MOST: usize = 60;

struct Kinds<'a, 'b> {
    to: &'a mut fmt::Formatter<'b>,
    left: usize,
    done: bool,
    apart: bool,
}

impl Write for Kinds<'_, '_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        for character in text.chars() {
            match character {
                '(' if !self.done => self.apart = true,
                'A'..='Z' | 'a'..='z' if !self.done && self.left > 1 => {
                    if std::mem::take(&mut self.apart) {
                        self.to.write_char('.')?;
                        self.left -= 1;
                    }
                    self.to.write_char(character)?;
                    self.left -= 1;
                }
                _ => self.done = true,
            }
            if self.done {
                return Err(fmt::Error);
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::io::ErrorKind;

    use super::KindOf;
    use crate::files::FileError;

    #[derive(Debug)]
    #[expect(dead_code, reason = "only its name is written")]
    enum Told {
        Name(String),
        Within(FileError),
        Fields { name: String },
    }

    #[test]
    fn an_error_is_named_by_its_kinds_and_nothing_they_hold() {
        let kind = |told: &Told| KindOf(told).to_string();
        assert_eq!(KindOf(&FileError::DiskFull).to_string(), "DiskFull");
        assert_eq!(
            kind(&Told::Within(FileError::Other(ErrorKind::TimedOut))),
            "Within.Other.TimedOut"
        );
        assert_eq!(kind(&Told::Within(FileError::TooLarge { limit: 7 })), "Within.TooLarge");
        assert_eq!(kind(&Told::Name("Aoife".to_owned())), "Name");
        let name = "Aoife".to_owned();
        assert_eq!(kind(&Told::Fields { name }), "Fields");
    }
}
