//! What a request says of one person.

use std::collections::BTreeMap;

use super::value::FieldValue;
use super::{BlockContact, BlockIdentity, Field, KeptBlock};
use crate::domain::access::AccessLevel;
use crate::domain::person::{Detail, Person};
use crate::domain::rules::RequestRule;

/// What a request says of one person: one value for each field at most.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PersonBlock {
    values: BTreeMap<Field, FieldValue>,
}

impl PersonBlock {
    /// A block that says nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// What the rule permits of what the staff list knows of a person, and nothing else. What is not known is left out.
    #[must_use]
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "every other field is no detail of a person in the staff list"
    )]
    pub fn of_person(rule: &RequestRule, person: &Person, access: Option<AccessLevel>) -> Self {
        Self::permitted(rule, |field| match field {
            Field::FullName => detail(field, person.full_name(), FieldValue::FullName),
            Field::NhsmailAddress => detail(field, person.nhsmail_address(), FieldValue::NhsmailAddress),
            Field::PersonalMobile => detail(field, person.personal_mobile(), FieldValue::PersonalMobile),
            Field::PersonalEmail => detail(field, person.personal_email(), FieldValue::PersonalEmail),
            Field::LinkedMobile => detail(field, person.linked_mobile(), FieldValue::LinkedMobile),
            Field::Access => access.map(FieldValue::Access),
            _ => None,
        })
    }

    /// What a kept request says of a person, as far as it was not removed since.
    #[must_use]
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "every other field is no detail of a person in the staff list"
    )]
    pub fn of_kept(rule: &RequestRule, block: &KeptBlock) -> Self {
        let KeptBlock { identity, contact, .. } = block;
        Self::permitted(rule, |field| match field {
            Field::FullName => detail(
                field,
                identity.detail(|who| who.full_name.as_ref()),
                FieldValue::FullName,
            ),
            Field::NhsmailAddress => detail(
                field,
                identity.detail(|who| who.nhsmail_address.as_ref()),
                FieldValue::NhsmailAddress,
            ),
            Field::PersonalMobile => detail(
                field,
                contact.detail(|how| how.personal_mobile.as_ref()),
                FieldValue::PersonalMobile,
            ),
            Field::PersonalEmail => detail(
                field,
                contact.detail(|how| how.personal_email.as_ref()),
                FieldValue::PersonalEmail,
            ),
            Field::LinkedMobile => detail(
                field,
                contact.detail(|how| how.linked_mobile.as_ref()),
                FieldValue::LinkedMobile,
            ),
            Field::Access => block.access.map(FieldValue::Access),
            _ => None,
        })
    }

    /// A removed value stands for one that was there only where the request cannot be without it.
    fn permitted(rule: &RequestRule, known: impl Fn(Field) -> Option<FieldValue>) -> Self {
        let permitted = rule.fields.iter();
        permitted
            .filter_map(|one| known(one.field).filter(|value| one.required || value.removed_on().is_none()))
            .collect()
    }

    /// The same block with this value; a value the field had before goes.
    #[must_use]
    pub fn with(mut self, value: FieldValue) -> Self {
        self.set(value);
        self
    }

    /// Gives a field its value; a value it had before goes.
    pub fn set(&mut self, value: FieldValue) {
        self.values.insert(value.field(), value);
    }

    /// The value of a field.
    #[must_use]
    pub fn get(&self, field: Field) -> Option<&FieldValue> {
        self.values.get(&field)
    }

    /// Every value, in the order of the list of fields.
    pub fn values(&self) -> impl Iterator<Item = &FieldValue> {
        self.values.values()
    }

    /// The part of the block that is sealed with the person's `identity` key.
    #[must_use]
    pub fn identity(&self) -> BlockIdentity {
        let mut identity = BlockIdentity::default();
        for value in self.values() {
            if let FieldValue::FullName(name) = value {
                identity.full_name = Some(name.clone());
            } else if let FieldValue::NhsmailAddress(address) = value {
                identity.nhsmail_address = Some(address.clone());
            }
        }
        identity
    }

    /// The part of the block that is sealed with the person's `contact` key.
    #[must_use]
    pub fn contact(&self) -> BlockContact {
        let mut contact = BlockContact::default();
        for value in self.values() {
            if let FieldValue::PersonalMobile(mobile) = value {
                contact.personal_mobile = Some(mobile.clone());
            } else if let FieldValue::PersonalEmail(email) = value {
                contact.personal_email = Some(email.clone());
            } else if let FieldValue::LinkedMobile(mobile) = value {
                contact.linked_mobile = Some(mobile.clone());
            }
        }
        contact
    }

    /// Owner or member, where the block says so.
    #[must_use]
    pub fn access(&self) -> Option<AccessLevel> {
        if let Some(FieldValue::Access(level)) = self.get(Field::Access) {
            Some(*level)
        } else {
            None
        }
    }
}

impl FromIterator<FieldValue> for PersonBlock {
    fn from_iter<I: IntoIterator<Item = FieldValue>>(values: I) -> Self {
        let mut block = Self::new();
        values.into_iter().for_each(|value| block.set(value));
        block
    }
}

fn detail<T: Clone>(field: Field, detail: Detail<&T>, value: fn(T) -> FieldValue) -> Option<FieldValue> {
    match detail {
        Detail::NotGiven => None,
        Detail::Given(given) => Some(value(given.clone())),
        Detail::Removed(on) => Some(FieldValue::Removed(field, on)),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::domain::ids::PersonId;
    use crate::domain::person::{Contact, Identity, Kept, PersonFacts};
    use crate::domain::request::{Answers, RequestKind};
    use crate::domain::rules;

    fn jane() -> Person {
        Person {
            facts: PersonFacts::default(),
            identity: Kept::Here(Identity {
                full_name: Some("Jane Smith".parse().unwrap()),
                nhsmail_address: Some("jane.smith@nhs.net".parse().unwrap()),
                note: Some("Nights only".parse().unwrap()),
            }),
            contact: Kept::Here(Contact {
                personal_mobile: Some("07700900001".parse().unwrap()),
                personal_email: Some("jane@example.org".parse().unwrap()),
                linked_mobile: Some("07700900002".parse().unwrap()),
            }),
            contact_removed_on: None,
            erased_on: None,
        }
    }

    fn rule(kind: RequestKind) -> &'static RequestRule {
        rules::in_force().request(kind).unwrap()
    }

    fn said(block: &PersonBlock) -> Vec<String> {
        block
            .values()
            .map(|value| format!("{}={}", value.field(), value.text()))
            .collect()
    }

    #[test]
    fn a_block_takes_what_its_rule_permits_and_leaves_the_rest() {
        let owner = Some(AccessLevel::Owner);
        assert_eq!(
            said(&PersonBlock::of_person(rule(RequestKind::NewUser), &jane(), owner)),
            [
                "full_name=Jane Smith",
                "personal_mobile=07700900001",
                "personal_email=jane@example.org",
                "access=owner"
            ]
        );
        assert_eq!(
            said(&PersonBlock::of_person(rule(RequestKind::Joiner), &jane(), None)),
            [
                "full_name=Jane Smith",
                "nhsmail_address=jane.smith@nhs.net",
                "linked_mobile=07700900002"
            ]
        );
        assert_eq!(
            said(&PersonBlock::of_person(rule(RequestKind::Escalation), &jane(), owner)),
            Vec::<String>::new()
        );
    }

    #[test]
    fn a_kept_block_says_what_it_said_when_it_was_composed() {
        for kind in [RequestKind::NewUser, RequestKind::Joiner] {
            let block = PersonBlock::of_person(rule(kind), &jane(), Some(AccessLevel::Member));
            let kept = KeptBlock {
                person: PersonId::from_uuid(uuid::Uuid::nil()),
                access: block.access(),
                answers: Answers::default(),
                identity: Kept::Here(block.identity()),
                contact: Kept::Here(block.contact()),
            };
            assert_eq!(PersonBlock::of_kept(rule(kind), &kept), block);
        }
    }

    #[test]
    fn a_removed_detail_says_on_which_day_it_was_removed() {
        let mut person = jane();
        person.contact = Kept::Removed(date(2027, 5, 3));
        assert_eq!(
            said(&PersonBlock::of_person(rule(RequestKind::NewUser), &person, None)),
            [
                "full_name=Jane Smith",
                "personal_mobile=[removed on 3 May 2027]",
                "personal_email=[removed on 3 May 2027]"
            ]
        );
        let of_owner_change = PersonBlock::of_person(rule(RequestKind::OwnerChange), &person, None);
        assert_eq!(
            said(&of_owner_change),
            ["full_name=Jane Smith", "nhsmail_address=jane.smith@nhs.net"]
        );
    }
}
