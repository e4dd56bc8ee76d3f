//! A saved request, read back by a parser that has nothing to do with the app.

use crate::problem::{Outcome, Problem};
use mail_parser::MessageParser;
use std::path::Path;

/// What a saved `.eml` says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Every header's name, in the order of the file.
    pub headers: Vec<String>,
    /// The addresses it goes to.
    pub to: Vec<String>,
    /// The subject, decoded.
    pub subject: String,
    /// Whether mail programs are told to open it as one not yet sent.
    pub unsent: bool,
    /// The lines of the body, decoded.
    pub lines: Vec<String>,
}

impl Message {
    /// Reads a saved message.
    ///
    /// # Errors
    ///
    /// When there is none, or it is not a message.
    pub fn read(file: &Path) -> Outcome<Self> {
        let bytes = std::fs::read(file).map_err(|why| Problem::while_doing(&file.display().to_string(), why))?;
        let message = MessageParser::default()
            .parse(&bytes)
            .ok_or_else(|| Problem::new("the saved file is not a message"))?;
        let to = message
            .to()
            .map(|to| to.iter().filter_map(|each| each.address()).map(str::to_owned).collect());
        Ok(Self {
            headers: message
                .headers()
                .iter()
                .map(|header| header.name().to_owned())
                .collect(),
            to: to.unwrap_or_default(),
            subject: message.subject().unwrap_or_default().to_owned(),
            unsent: message.header_raw("X-Unsent").is_some_and(|value| value.trim() == "1"),
            lines: message
                .body_text(0)
                .unwrap_or_default()
                .lines()
                .map(|line| line.trim_end().to_owned())
                .collect(),
        })
    }

    /// The `name: value` lines of each person's block: a block begins at each `Full name`.
    #[must_use]
    pub fn people(&self) -> Vec<Vec<(String, String)>> {
        let mut people: Vec<Vec<(String, String)>> = Vec::new();
        for line in &self.lines {
            let Some((name, value)) = line.split_once(": ") else {
                continue;
            };
            if name == "Full name" {
                people.push(Vec::new());
            }
            if let Some(person) = people.last_mut() {
                person.push((name.to_owned(), value.to_owned()));
            }
        }
        people
    }
}
