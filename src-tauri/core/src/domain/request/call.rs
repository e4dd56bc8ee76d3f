//! What to say on a call to NAS: sentences and facts, each with the rule that permits it.
//!
//! A fact that is not known has its line all the same, with room to write: the sheet is for somebody who stands at a telephone.

use super::block::PersonBlock;
use super::{Field, FieldScope, FieldValue};
use crate::domain::person::Person;
use crate::domain::rules::{CallRule, PermittedField};

/// One thing to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallLine {
    /// A whole sentence, or what stands before a fact.
    pub words: &'static str,
    /// The fact, where there is one to say and it is known.
    pub value: Option<String>,
    /// The rule.
    pub permitted: &'static PermittedField,
}

impl CallLine {
    /// Whether it is a sentence, with nothing to fill in.
    #[must_use]
    pub fn is_sentence(&self) -> bool {
        self.permitted.field.is_sentence()
    }
}

/// What is said once, before anybody is named.
#[must_use]
pub fn call_opening(rule: &'static CallRule) -> Vec<CallLine> {
    let said_once = rule
        .fields
        .iter()
        .filter(|one| one.field.scope() == FieldScope::Statement);
    said_once.filter_map(|one| line(one, None)).collect()
}

/// What is said of one new owner or user: an account they have already comes first. Of nobody in particular, every line is there
/// and stays empty.
#[must_use]
pub fn call_about(rule: &'static CallRule, person: Option<&Person>) -> Vec<CallLine> {
    let known = person
        .map(|person| PersonBlock::of_call(rule, person))
        .unwrap_or_default();
    let account_known = known.get(Field::NhsmailAddress).is_some();
    let without_account = [Field::PersonalMobile, Field::PersonalEmail];
    let mut about: Vec<&PermittedField> = rule
        .fields
        .iter()
        .filter(|one| one.field.scope() == FieldScope::Person)
        .filter(|one| {
            let field = one.field;
            if field == Field::NhsmailAddress {
                account_known || person.is_none()
            } else {
                !(account_known && without_account.contains(&field))
            }
        })
        .collect();
    about.sort_by_key(|one| one.field != Field::NhsmailAddress);
    about
        .into_iter()
        .filter_map(|one| line(one, known.get(one.field).map(spoken)))
        .collect()
}

/// The fact as it is read out: a mobile in two groups.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "every other fact is read out as it is kept"
)]
fn spoken(value: &FieldValue) -> String {
    match value {
        FieldValue::PersonalMobile(mobile) => mobile.display(),
        other => other.text().into_owned(),
    }
}

#[expect(clippy::wildcard_enum_match_arm, reason = "no call says any other field")]
fn line(permitted: &'static PermittedField, value: Option<String>) -> Option<CallLine> {
    let words = match permitted.field {
        Field::NobodyHasAccessStatement => {
            "Nobody at our home can open our shared mailbox any more, and we need a new owner for it."
        }
        Field::NhsmailAddress => "Has an NHSmail account already",
        Field::FullName => "Full name",
        Field::PersonalMobile => "Personal mobile",
        Field::PersonalEmail => "Personal email",
        _ => return None,
    };
    Some(CallLine {
        words,
        value,
        permitted,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::person::{Contact, Identity, Kept, PersonFacts};
    use crate::domain::rules::{self, CallKind};

    fn rule() -> &'static CallRule {
        rules::in_force().call(CallKind::NobodyHasAccess).unwrap()
    }

    fn person(address: Option<&str>) -> Person {
        Person {
            facts: PersonFacts::default(),
            identity: Kept::Here(Identity {
                full_name: Some("Jane Smith".parse().unwrap()),
                nhsmail_address: address.map(|address| address.parse().unwrap()),
                note: Some("Nights only".parse().unwrap()),
            }),
            contact: Kept::Here(Contact {
                personal_mobile: Some("07700900001".parse().unwrap()),
                personal_email: None,
                linked_mobile: Some("07700900002".parse().unwrap()),
            }),
            contact_removed_on: None,
            ..Person::default()
        }
    }

    fn said(lines: &[CallLine]) -> Vec<String> {
        let said = lines
            .iter()
            .map(|line| format!("{}: {}", line.words, line.value.as_deref().unwrap_or("?")));
        said.collect()
    }

    #[test]
    fn every_field_of_the_call_has_its_words() {
        for permitted in &rule().fields {
            assert!(line(permitted, None).is_some(), "{}", permitted.field);
        }
        assert_eq!(call_opening(rule()).len(), 1);
    }

    #[test]
    fn an_account_somebody_has_already_is_said_first_and_nothing_else_but_the_name() {
        let lines = call_about(rule(), Some(&person(Some("jane.smith@nhs.net"))));
        assert_eq!(
            said(&lines),
            [
                "Has an NHSmail account already: jane.smith@nhs.net",
                "Full name: Jane Smith"
            ]
        );
    }

    #[test]
    fn somebody_without_an_account_is_named_with_their_own_mobile_and_email() {
        let lines = call_about(rule(), Some(&person(None)));
        assert_eq!(
            said(&lines),
            [
                "Full name: Jane Smith",
                "Personal mobile: 07700 900001",
                "Personal email: ?"
            ]
        );
        assert_eq!(
            said(&call_about(rule(), None)),
            [
                "Has an NHSmail account already: ?",
                "Full name: ?",
                "Personal mobile: ?",
                "Personal email: ?"
            ]
        );
    }
}
