//! The words of each request. A template says nothing of its own accord: which fields a draft carries, and in which order,
//! is the rule's part. Domain section 14, "Minimal draft shapes".
//!
//! A request keeps the version of its template and no text, so a version that has been used is never edited: new words are
//! a new version, and the old one stays.

use super::{Field, RequestKind};

/// The words of one kind of request.
#[derive(Debug)]
pub(super) struct Template {
    kind: RequestKind,
    version: u16,
    /// Holds no value of any field.
    pub(super) subject: &'static str,
    /// What is asked, for one person or for a request about nobody.
    pub(super) ask_for_one: &'static str,
    /// What is asked, for several; `{count}` is how many.
    pub(super) ask_for_many: &'static str,
    /// What stands before a field's value, or the whole of a statement.
    words: &'static [(Field, &'static str)],
}

impl Template {
    /// What stands before the field's value, or the whole statement.
    pub(super) fn words(&self, field: Field) -> Option<&'static str> {
        self.words
            .iter()
            .find(|(known, _)| *known == field)
            .map(|(_, words)| *words)
    }
}

static TEMPLATES: [Template; 2] = [
    Template {
        kind: RequestKind::NewUser,
        version: 1,
        subject: "New NHSmail user request",
        ask_for_one: "Please set up an NHSmail account for this new user.",
        ask_for_many: "Please set up an NHSmail account for each of these {count} new users.",
        words: &[
            (Field::FullName, "Full name"),
            (Field::PersonalMobile, "Personal mobile"),
            (Field::PersonalEmail, "Personal email"),
            (Field::Access, "Shared mailbox access"),
        ],
    },
    Template {
        kind: RequestKind::Joiner,
        version: 1,
        subject: "Existing NHSmail user to be added as a joiner",
        ask_for_one: "Please add this existing NHSmail user to our organisation as a joiner.",
        ask_for_many: "Please add each of these {count} existing NHSmail users to our organisation as a joiner.",
        words: &[
            (Field::FullName, "Full name"),
            (Field::NhsmailAddress, "NHSmail address"),
            (Field::LinkedMobile, "Linked mobile"),
            (Field::JoinerStatement, "This user is to be added as a joiner."),
            (Field::Access, "Shared mailbox access"),
        ],
    },
];

/// The version in which a new request of this kind is written; `None` for a kind that is not written as a mail.
#[must_use]
pub fn current_template(kind: RequestKind) -> Option<u16> {
    TEMPLATES
        .iter()
        .filter(|template| template.kind == kind)
        .map(|template| template.version)
        .max()
}

/// The words of a kind in one version.
pub(super) fn template(kind: RequestKind, version: u16) -> Option<&'static Template> {
    TEMPLATES
        .iter()
        .find(|template| template.kind == kind && template.version == version)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::request::FieldScope;
    use crate::domain::rules;
    use crate::domain::text::refuse_unsafe;

    #[test]
    fn every_permitted_field_of_a_written_kind_has_its_words() {
        for known in &TEMPLATES {
            for permitted in rules::in_force().permitted(known.kind) {
                let words = known.words(permitted.field).unwrap_or_default();
                let is_statement = permitted.field.scope() == FieldScope::Statement;
                assert_eq!(words.ends_with('.'), is_statement, "{} {}", known.kind, permitted.field);
                assert!(
                    !words.is_empty() && !words.contains(':'),
                    "{} {}",
                    known.kind,
                    permitted.field
                );
            }
        }
    }

    #[test]
    fn a_template_is_found_by_kind_and_version_only() {
        for known in &TEMPLATES {
            let found = template(known.kind, known.version).unwrap();
            assert!(
                std::ptr::eq(found, known),
                "{} {} is there twice",
                known.kind,
                known.version
            );
        }
        assert_eq!(current_template(RequestKind::NewUser), Some(1));
        assert!(template(RequestKind::NewUser, 2).is_none());
        assert_eq!(current_template(RequestKind::Escalation), None);
    }

    #[test]
    fn the_words_are_plain_lines() {
        for known in &TEMPLATES {
            let words = known.words.iter().map(|(_, words)| *words);
            for text in words.chain([known.subject, known.ask_for_one, known.ask_for_many]) {
                assert!(
                    refuse_unsafe(text).is_ok() && text.is_ascii() && text == text.trim(),
                    "{text}"
                );
            }
            assert!(known.ask_for_many.contains("{count}"));
        }
    }
}
