//! What a request says of one person.

use std::collections::BTreeMap;

use super::value::{Confirmed, FieldValue};
use super::{BlockContact, BlockIdentity, BlockPart, Field, KeptBlock};
use crate::domain::access::AccessLevel;
use crate::domain::person::{Detail, Person};
use crate::domain::rules::{CallRule, Choice, HowMany, PermittedField, RequestRule};

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

    /// What the rule permits of what the staff list knows of a person, and nothing else. What is not known is left out. Of
    /// sets to choose from it takes the first of which something is known: the account before the own mobile and email.
    #[must_use]
    pub fn of_person(rule: &RequestRule, person: &Person, access: Option<AccessLevel>) -> Self {
        let known = |field| known_of(person, access, field);
        let passed_over = passed_over(rule.choose.as_ref(), |field| known(field).is_some());
        Self::permitted(&rule.fields, |field| !passed_over.contains(&field), known)
    }

    /// What a call may say of a person, of what the staff list knows.
    #[must_use]
    pub fn of_call(rule: &CallRule, person: &Person) -> Self {
        let known = |field| known_of(person, None, field).filter(|value| value.removed_on().is_none());
        let passed_over = passed_over(rule.choose.as_ref(), |field| known(field).is_some());
        Self::permitted(&rule.fields, |field| !passed_over.contains(&field), known)
    }

    /// What the rule permits of what the staff list knows of the owner who hands over.
    #[must_use]
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "no other field is about the owner who hands over"
    )]
    pub fn of_outgoing(rule: &RequestRule, person: &Person) -> Self {
        Self::permitted(
            &rule.fields,
            |_| true,
            |field| match field {
                Field::OutgoingOwnerFullName => detail(field, person.full_name(), FieldValue::OutgoingOwnerFullName),
                Field::OutgoingOwnerNhsmailAddress => {
                    detail(field, person.nhsmail_address(), FieldValue::OutgoingOwnerNhsmailAddress)
                }
                _ => None,
            },
        )
    }

    /// What a kept request says of a person, as far as it was not removed since.
    #[must_use]
    pub fn of_kept(rule: &RequestRule, block: &KeptBlock) -> Self {
        let said = |field| rule.permitted(field).is_some_and(|one| one.required) || block.also.contains(&field);
        Self::permitted(&rule.fields, said, |field| kept_in(block, field))
    }

    /// What is known of the fields the rule permits and `wanted` names. A removed value stands for one that was there.
    fn permitted(
        fields: &[PermittedField],
        wanted: impl Fn(Field) -> bool,
        known: impl Fn(Field) -> Option<FieldValue>,
    ) -> Self {
        let fields = fields.iter().map(|one| one.field);
        fields.filter(|field| wanted(*field)).filter_map(known).collect()
    }

    /// Which of its fields the kind may leave out, so that a value that was removed later is known to have been there.
    #[must_use]
    pub fn also(&self, rule: &RequestRule) -> Vec<Field> {
        let said = self.values.keys().copied();
        said.filter(|field| rule.permitted(*field).is_some_and(|one| !one.required))
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
            if let FieldValue::FullName(name) | FieldValue::OutgoingOwnerFullName(name) = value {
                identity.full_name = Some(name.clone());
            } else if let FieldValue::NewFullName(name) = value {
                identity.new_full_name = Some(name.clone());
            } else if let FieldValue::NhsmailAddress(address) | FieldValue::OutgoingOwnerNhsmailAddress(address) = value
            {
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
            } else if let FieldValue::TemporaryPasswordMobile(mobile) = value {
                contact.temporary_password_mobile = Some(mobile.clone());
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

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "every other field is no detail of a person in the staff list"
)]
fn known_of(person: &Person, access: Option<AccessLevel>, field: Field) -> Option<FieldValue> {
    match field {
        Field::FullName => detail(field, person.full_name(), FieldValue::FullName),
        Field::NhsmailAddress => detail(field, person.nhsmail_address(), FieldValue::NhsmailAddress),
        Field::PersonalMobile => detail(field, person.personal_mobile(), FieldValue::PersonalMobile),
        Field::PersonalEmail => detail(field, person.personal_email(), FieldValue::PersonalEmail),
        Field::LinkedMobile => detail(field, person.linked_mobile(), FieldValue::LinkedMobile),
        Field::Access => access.map(FieldValue::Access),
        _ => None,
    }
}

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "every other field is said once, or is no value of a person"
)]
fn kept_in(block: &KeptBlock, field: Field) -> Option<FieldValue> {
    let KeptBlock { identity, contact, .. } = block;
    let name = identity.detail(|who| who.full_name.as_ref());
    let address = identity.detail(|who| who.nhsmail_address.as_ref());
    match (block.part, field) {
        (BlockPart::Person, Field::FullName) => detail(field, name, FieldValue::FullName),
        (BlockPart::Outgoing, Field::OutgoingOwnerFullName) => detail(field, name, FieldValue::OutgoingOwnerFullName),
        (BlockPart::Person, Field::NhsmailAddress) => detail(field, address, FieldValue::NhsmailAddress),
        (BlockPart::Outgoing, Field::OutgoingOwnerNhsmailAddress) => {
            detail(field, address, FieldValue::OutgoingOwnerNhsmailAddress)
        }
        (BlockPart::Outgoing, _) => None,
        (BlockPart::Person, _) => match field {
            Field::NewFullName => detail(
                field,
                identity.detail(|who| who.new_full_name.as_ref()),
                FieldValue::NewFullName,
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
            Field::TemporaryPasswordMobile => detail(
                field,
                contact.detail(|how| how.temporary_password_mobile.as_ref()),
                FieldValue::TemporaryPasswordMobile,
            ),
            // A request of a kind that needs it was never composed without it.
            Field::IdentityStatement => Some(FieldValue::IdentityStatement(Confirmed)),
            Field::Access => block.access.map(FieldValue::Access),
            _ => None,
        },
    }
}

/// The fields of a choice that are passed over: all but those of the first set of which something is known.
fn passed_over(choose: Option<&Choice>, known: impl Fn(Field) -> bool) -> Vec<Field> {
    let Some(choice) = choose.filter(|choice| choice.how == HowMany::ExactlyOne) else {
        return Vec::new();
    };
    let taken = choice.of.iter().position(|set| set.iter().any(|field| known(*field)));
    let others = choice.of.iter().enumerate().filter(|(index, _)| Some(*index) != taken);
    others.flat_map(|(_, set)| set.iter().copied()).collect()
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
            ..Person::default()
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
                part: BlockPart::Person,
                also: block.also(rule(kind)),
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
            [
                "full_name=Jane Smith",
                "nhsmail_address=jane.smith@nhs.net",
                "linked_mobile=[removed on 3 May 2027]"
            ]
        );
    }

    #[test]
    fn of_sets_to_choose_from_the_account_comes_first_and_the_others_are_left_out() {
        let owner = Some(AccessLevel::Owner);
        for kind in [RequestKind::OwnerChange, RequestKind::AddToMailbox] {
            let account = PersonBlock::of_person(rule(kind), &jane(), owner);
            assert_eq!(
                said(&account),
                [
                    "full_name=Jane Smith",
                    "nhsmail_address=jane.smith@nhs.net",
                    "linked_mobile=07700900002",
                    "access=owner"
                ]
            );
            let mut newcomer = jane();
            newcomer.identity = Kept::Here(Identity {
                full_name: Some("Jane Smith".parse().unwrap()),
                ..Identity::default()
            });
            newcomer.contact = Kept::Here(Contact {
                linked_mobile: None,
                ..jane().contact.here().unwrap().clone()
            });
            let newcomer = PersonBlock::of_person(rule(kind), &newcomer, owner);
            assert_eq!(
                said(&newcomer),
                [
                    "full_name=Jane Smith",
                    "personal_mobile=07700900001",
                    "personal_email=jane@example.org",
                    "access=owner"
                ]
            );
        }
    }

    #[test]
    fn an_erased_person_keeps_the_set_that_was_chosen_and_the_statement_that_was_made() {
        let on = date(2027, 5, 3);
        let kept = |kind, block: &PersonBlock| KeptBlock {
            person: PersonId::from_uuid(uuid::Uuid::nil()),
            access: block.access(),
            answers: Answers::default(),
            part: BlockPart::Person,
            also: block.also(rule(kind)),
            identity: Kept::Removed(on),
            contact: Kept::Removed(on),
        };
        let block = PersonBlock::of_person(rule(RequestKind::AddToMailbox), &jane(), Some(AccessLevel::Member));
        let erased = PersonBlock::of_kept(
            rule(RequestKind::AddToMailbox),
            &kept(RequestKind::AddToMailbox, &block),
        );
        let fields = |block: &PersonBlock| block.values().map(FieldValue::field).collect::<Vec<_>>();
        assert_eq!(fields(&erased), fields(&block));

        let plain = PersonBlock::of_person(rule(RequestKind::Unlock), &jane(), None);
        let vouched = plain.clone().with(FieldValue::IdentityStatement(Confirmed));
        for block in [plain, vouched] {
            let erased = PersonBlock::of_kept(rule(RequestKind::Unlock), &kept(RequestKind::Unlock, &block));
            assert_eq!(fields(&erased), fields(&block));
        }
    }

    #[test]
    fn the_owner_who_hands_over_is_kept_in_a_block_of_their_own() {
        let rule = rule(RequestKind::OwnerChange);
        let block = PersonBlock::of_outgoing(rule, &jane());
        assert_eq!(
            said(&block),
            [
                "outgoing_owner_full_name=Jane Smith",
                "outgoing_owner_nhsmail_address=jane.smith@nhs.net"
            ]
        );
        let kept = KeptBlock {
            person: PersonId::from_uuid(uuid::Uuid::nil()),
            access: None,
            answers: Answers::default(),
            part: BlockPart::Outgoing,
            also: block.also(rule),
            identity: Kept::Here(block.identity()),
            contact: Kept::Here(block.contact()),
        };
        assert_eq!(PersonBlock::of_kept(rule, &kept), block);
    }
}
