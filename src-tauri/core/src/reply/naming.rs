//! The names of people, and where a mail says them.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::statement::words;
use crate::domain::NhsmailAddress;

/// A name, made ready to be looked for in words with a space around each.
pub(super) struct Name {
    words: Vec<String>,
    /// Its words, and the first and the last of them next to each other.
    said_as: Vec<String>,
}

impl Name {
    /// The name as it is written; an empty one is said nowhere.
    pub(super) fn of(name: &str) -> Self {
        let words = words(name);
        let said_as = match &words[..] {
            [] => Vec::new(),
            [only] => Vec::from_iter((only.len() > 2).then(|| format!(" {only} "))),
            [first, last] => vec![format!(" {first} {last} ")],
            [first, .., last] => vec![format!(" {} ", words.join(" ")), format!(" {first} {last} ")],
        };
        Self { words, said_as }
    }

    /// Its first word.
    pub(super) fn first(&self) -> Option<&str> {
        self.words.first().map(String::as_str)
    }

    fn last(&self) -> Option<&str> {
        self.words.last().map(String::as_str)
    }

    /// Whether these words say it: all of it, or its first and its last word next to each other.
    pub(super) fn is_said_in(&self, text: &str) -> bool {
        self.said_as.iter().any(|said| text.contains(said.as_str()))
    }
}

/// The names of several requests, found by their last words.
pub(super) struct Named<'a>(HashMap<&'a str, Vec<(usize, &'a Name)>>);

impl<'a> Named<'a> {
    /// Each name with the number of its request.
    pub(super) fn of(names: impl Iterator<Item = (usize, &'a Name)>) -> Self {
        let mut by_last: HashMap<&str, Vec<(usize, &Name)>> = HashMap::new();
        for (request, name) in names {
            if let Some(last) = name.last() {
                by_last.entry(last).or_default().push((request, name));
            }
        }
        Self(by_last)
    }

    /// The requests somebody of whom a sentence names.
    pub(super) fn within(&self, text: &str, words: &[String]) -> BTreeSet<usize> {
        let possible = words.iter().filter_map(|word| self.0.get(word.as_str())).flatten();
        let said = possible.filter(|(_, name)| name.is_said_in(text));
        said.map(|(request, _)| *request).collect()
    }
}

/// A whole mail, made ready for looking for people in it.
pub(super) struct Sought {
    /// All its words with a space around each.
    text: String,
    words: HashSet<String>,
    /// All of it in small letters without spaces.
    dense: String,
    /// Where the signs of addresses stand in it.
    signs: Vec<usize>,
    /// The numbers in it that are long enough for a telephone, with a space after each.
    numbers: String,
}

/// Numbers of fewer digits are not those of a telephone.
const LEAST_DIGITS: usize = 6;

impl Sought {
    pub(super) fn of(mail: &str) -> Self {
        let words = words(mail);
        let dense = mail.chars().filter(|character| !character.is_whitespace());
        let dense: String = dense.flat_map(char::to_lowercase).collect();
        let numbers = dense.split(|character: char| !character.is_ascii_digit());
        let numbers = numbers.filter(|number| number.len() >= LEAST_DIGITS);
        Self {
            text: format!(" {} ", words.join(" ")),
            words: words.into_iter().collect(),
            signs: dense.match_indices('@').map(|(place, _)| place).collect(),
            numbers: numbers.flat_map(|number| [number, " "]).collect(),
            dense,
        }
    }

    /// Whether it says the name.
    pub(super) fn says(&self, name: &Name) -> bool {
        name.last().is_some_and(|last| self.words.contains(last)) && name.is_said_in(&self.text)
    }

    /// Whether a mail address or a mobile stands in it, with or without spaces.
    pub(super) fn holds(&self, at: &str) -> bool {
        let at = at.to_lowercase();
        match at.split_once('@') {
            Some((local, domain)) => self.signs.iter().any(|sign| {
                let (before, after) = self.dense.split_at(*sign);
                before.ends_with(local) && after.get(1..).is_some_and(|after| after.starts_with(domain))
            }),
            None if at.len() >= LEAST_DIGITS && at.bytes().all(|byte| byte.is_ascii_digit()) => {
                self.numbers.contains(&at)
            }
            None => self.dense.contains(&at),
        }
    }
}

/// Whether an address is made of a name: `edith.quill3@nhs.net`.
pub(super) fn is_called_after(address: &NhsmailAddress, name: Option<&str>) -> bool {
    let Some(name) = name else { return false };
    let local = address.as_str().split_once('@').map_or("", |(local, _)| local);
    let local: Vec<String> = words(local)
        .iter()
        .map(|word| word.trim_end_matches(|c: char| c.is_ascii_digit()).to_owned())
        .collect();
    let name = words(name);
    match (name.first(), name.last()) {
        (Some(first), Some(last)) => {
            local.iter().any(|word| word == last)
                && local
                    .first()
                    .is_some_and(|word| word == first || first.starts_with(word.as_str()) && !word.is_empty())
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{Name, Named, Sought};

    const MAIL: &str = "Edith Mary Quill can sign in. We rang 07700 900 042 and wrote to Tom.Field @example.org.";

    #[test]
    fn a_name_is_said_whole_or_by_its_first_and_last_word() {
        let mail = Sought::of(MAIL);
        for (name, said) in [
            ("Edith Mary Quill", true),
            ("EDITH QUILL", false),
            ("Mary Quill", true),
            ("Edith Anne Mary", true),
            ("Edith", true),
            ("We", false),
            ("", false),
        ] {
            assert_eq!(mail.says(&Name::of(name)), said, "{name}");
        }
    }

    #[test]
    fn mobiles_and_addresses_are_found_whatever_spaces_stand_in_them() {
        let mail = Sought::of(MAIL);
        for at in [
            "07700900042",
            "tom.field@example.org",
            "Field@example.org",
            "field@example",
        ] {
            assert!(mail.holds(at), "{at}");
        }
        for at in ["07700900043", "9000421", "om.field@example.com", "quill@example.org"] {
            assert!(!mail.holds(at), "{at}");
        }
    }

    #[test]
    fn a_sentence_names_the_requests_of_those_it_names() {
        let people = ["Edith Mary Quill", "Tom Field", "Mary Quill"].map(Name::of);
        let named = Named::of(people.iter().enumerate());
        let within = |text: &str| {
            let words = super::words(text);
            Vec::from_iter(named.within(&format!(" {} ", words.join(" ")), &words))
        };
        assert_eq!(within("Edith Quill was added."), [0]);
        assert_eq!(within("Edith Mary Quill was added."), [0, 2]);
        assert_eq!(within("Quill Field"), [0_usize; 0]);
    }
}
