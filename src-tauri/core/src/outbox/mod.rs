//! How a draft leaves the app: as text to copy, as a link, as a file. Every form is made from a [`Draft`] and holds nothing
//! else. Nothing here opens, copies or saves: that is the shell's part.
//!
//! Personal data stands in the body only, so the Outlook link, which ends up in a browser's history, and the name of the
//! file carry none (domain section 12).

mod calendar;
mod call;
mod eml;
mod held;
mod link;
mod reminder;

pub use calendar::{CalendarDay, DayOf, calendar, calendar_file_name, notice_text};
pub use call::call_text;
pub use eml::{eml, eml_file_name};
pub use held::{HeldRequest, held_text};
pub use link::{LinkTooLong, MAIL_LINK_LIMIT, mail_link, outlook_web_link};
pub use reminder::reminder_text;

use crate::domain::request::Draft;

/// A part of a draft that is copied by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CopyPart {
    /// Where it goes.
    To,
    /// The subject.
    Subject,
    /// The body.
    Body,
    /// The whole mail as text.
    All,
}

/// What is copied, with `\n` at the end of each line.
#[must_use]
pub fn copy_text(draft: &Draft, part: CopyPart) -> String {
    match part {
        CopyPart::To => draft.to().as_str().to_owned(),
        CopyPart::Subject => draft.subject().as_str().to_owned(),
        CopyPart::Body => draft.body(),
        CopyPart::All => text(draft),
    }
}

/// The mail as it will leave: To, From, Subject, an empty line, the body.
#[must_use]
pub fn text(draft: &Draft) -> String {
    format!(
        "To: {}\nFrom: {}\nSubject: {}\n\n{}",
        draft.to().as_str(),
        draft.from().as_str(),
        draft.subject().as_str(),
        draft.body(),
    )
}

/// Drafts for the tests of this module.
#[cfg(test)]
mod sample {
    use crate::domain::access::AccessLevel;
    use crate::domain::request::{Composition, Draft, Field, FieldValue, PersonBlock, RequestKind, current_template};
    use crate::domain::rules::{self, Sender};

    fn draft(kind: RequestKind, people: Vec<Vec<(Field, &str)>>) -> Draft {
        let block = |fields: Vec<(Field, &str)>| -> PersonBlock {
            let values = fields
                .into_iter()
                .map(|(field, text)| FieldValue::parse(field, text).unwrap().unwrap().value);
            values.chain([FieldValue::Access(AccessLevel::Member)]).collect()
        };
        let composition = Composition {
            kind,
            template_version: current_template(kind).unwrap(),
            to: "helpdesk@nhs.net".parse().unwrap(),
            sender: Sender::Owner,
            from: "care.vlaxl@nhs.net".parse().unwrap(),
            facts: PersonBlock::new(),
            people: people.into_iter().map(block).collect(),
            outgoing: None,
        };
        Draft::compose(rules::in_force().request(kind).unwrap(), &composition).unwrap()
    }

    /// People as name, mobile, email.
    pub(super) fn new_user(people: &[(&str, &str, &str)]) -> Draft {
        let fields = [Field::FullName, Field::PersonalMobile, Field::PersonalEmail];
        let block = |(name, mobile, email): &(_, _, _)| fields.into_iter().zip([*name, *mobile, *email]).collect();
        draft(RequestKind::NewUser, people.iter().map(block).collect())
    }

    /// People as name, address, mobile.
    pub(super) fn joiner(people: &[(&str, &str, &str)]) -> Draft {
        let fields = [Field::FullName, Field::NhsmailAddress, Field::LinkedMobile];
        let block = |(name, address, mobile): &(_, _, _)| fields.into_iter().zip([*name, *address, *mobile]).collect();
        draft(RequestKind::Joiner, people.iter().map(block).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_is_the_mail_as_it_will_leave() {
        let draft = sample::new_user(&[
            ("Jane O’Neill", "07700900001", "jane@example.org"),
            ("Łukasz Nowak", "07700900002", "lukasz@example.org"),
        ]);
        insta::assert_snapshot!(text(&draft), @r"
        To: helpdesk@nhs.net
        From: care.vlaxl@nhs.net
        Subject: New NHSmail user request

        Please set up an NHSmail account for each of these 2 new users.

        Person 1 of 2
        Full name: Jane O’Neill
        Personal mobile: 07700900001
        Personal email: jane@example.org
        Shared mailbox access: member

        Person 2 of 2
        Full name: Łukasz Nowak
        Personal mobile: 07700900002
        Personal email: lukasz@example.org
        Shared mailbox access: member
        ");
    }

    #[test]
    fn each_part_is_copied_by_itself() {
        let draft = sample::joiner(&[("Jane O’Neill", "jane.oneill@nhs.net", "07700900001")]);
        assert_eq!(copy_text(&draft, CopyPart::To), "helpdesk@nhs.net");
        assert_eq!(
            copy_text(&draft, CopyPart::Subject),
            "Existing NHSmail user to be added as a joiner"
        );
        assert_eq!(copy_text(&draft, CopyPart::Body), draft.body());
        let all = copy_text(&draft, CopyPart::All);
        assert_eq!(all, text(&draft));
        assert!(all.ends_with(&format!("\n\n{}", draft.body())));
    }
}
