//! Whatever the staff list holds, a draft says of the people chosen what its rule permits, and nothing else in any form.
#![expect(clippy::unwrap_used, reason = "a failing unwrap fails the test")]

use std::collections::BTreeSet;

use jiff::civil::date;
use mail_parser::MessageParser;
use proptest::prelude::*;
use steward_core::domain::access::AccessLevel;
use steward_core::domain::person::{Contact, Identity, Kept, Person, PersonFacts};
use steward_core::domain::request::{
    Composition, Confirmed, Draft, Field, FieldScope, FieldValue, PersonBlock, RequestFacts, RequestKind,
    current_template,
};
use steward_core::domain::rules;
use steward_core::outbox::{self, CopyPart};

/// Gives out text that occurs nowhere else: 12 letters, or the 11 digits of a mobile.
struct Tokens {
    seed: u64,
    given: u64,
    all: BTreeSet<String>,
}

impl Tokens {
    const fn new(seed: u64) -> Self {
        Self {
            seed,
            given: 0,
            all: BTreeSet::new(),
        }
    }

    fn number(&mut self) -> u64 {
        self.given += 1;
        // Multiplying by an odd number keeps different numbers different.
        (self.given ^ (self.seed << 20)).wrapping_mul(0x9E37_79B9_7F4A_7C15)
    }

    fn word(&mut self) -> String {
        loop {
            let mut rest = self.number();
            let word: String = (0..12)
                .map(|_| {
                    let letter = char::from(b"bcdfghjklmnpqrstvwxz"[usize::try_from(rest % 20).unwrap()]);
                    rest /= 20;
                    letter
                })
                .collect();
            if self.all.insert(word.clone()) {
                return word;
            }
        }
    }

    fn mobile(&mut self) -> String {
        loop {
            let mobile = format!("077{:08}", self.number() % 100_000_000);
            if self.all.insert(mobile.clone()) {
                return mobile;
            }
        }
    }
}

/// A person with a value of their own in everything the staff list can hold of them.
fn person(tokens: &mut Tokens) -> Person {
    let name = format!("{} {}", tokens.word(), tokens.word());
    let email = format!("{}@{}.example", tokens.word(), tokens.word());
    Person {
        facts: PersonFacts {
            account_held_by: Some(tokens.word().parse().unwrap()),
            ..PersonFacts::default()
        },
        identity: Kept::Here(Identity {
            full_name: Some(name.parse().unwrap()),
            nhsmail_address: Some(format!("{}.{}@nhs.net", tokens.word(), tokens.word()).parse().unwrap()),
            note: Some(tokens.word().parse().unwrap()),
        }),
        contact: Kept::Here(Contact {
            personal_mobile: Some(tokens.mobile().parse().unwrap()),
            personal_email: Some(email.parse().unwrap()),
            linked_mobile: Some(tokens.mobile().parse().unwrap()),
        }),
        contact_removed_on: None,
        ..Person::default()
    }
}

/// What is typed of a person for one request only.
struct TypedFor {
    new_name: String,
    mobile: String,
}

/// What a draft may say of a person, written down a second time: by hand, from the catalogue (N1 to N23).
fn permitted_tokens(kind: RequestKind, person: &Person, typed: &TypedFor, is_outgoing: bool) -> Vec<String> {
    let (identity, contact) = (person.identity.here().unwrap(), person.contact.here().unwrap());
    let name = identity.full_name.as_ref().unwrap().as_str();
    let address = identity.nhsmail_address.as_ref().unwrap().as_str();
    let linked = contact.linked_mobile.as_ref().unwrap().as_str();
    let values = match kind {
        RequestKind::NewUser => vec![
            name,
            contact.personal_mobile.as_ref().unwrap().as_str(),
            contact.personal_email.as_ref().unwrap().as_str(),
        ],
        RequestKind::OwnerChange if is_outgoing => vec![name, address],
        RequestKind::Joiner | RequestKind::AddToMailbox | RequestKind::OwnerChange => vec![name, address, linked],
        RequestKind::LeaverStatus
        | RequestKind::Leaver
        | RequestKind::LongLeave
        | RequestKind::ReturnFromLeave
        | RequestKind::RestoreAccount => vec![name, address],
        RequestKind::Unlock | RequestKind::PasswordReset => vec![name, address, &typed.mobile],
        RequestKind::NameChange => vec![name, address, &typed.new_name],
        RequestKind::MissingSharedMailbox => vec![name],
        RequestKind::SiteChange | RequestKind::Escalation | RequestKind::Chase => Vec::new(),
    };
    let long = |part: &&str| part.len() >= 11;
    let parts = values.iter().flat_map(|value| value.split([' ', '@', '.']));
    parts.filter(long).map(ToOwned::to_owned).collect()
}

fn percent_decoded(text: &str) -> String {
    let mut parts = text.split('%');
    let mut bytes = parts.next().unwrap_or_default().as_bytes().to_vec();
    for part in parts {
        let (hex, rest) = part.split_at(2);
        bytes.push(u8::from_str_radix(hex, 16).unwrap());
        bytes.extend_from_slice(rest.as_bytes());
    }
    String::from_utf8(bytes).unwrap()
}

/// A form of the draft without what may part the digits of a number.
fn squashed(form: &str) -> String {
    form.to_lowercase()
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '-')
        .collect()
}

/// A mobile is looked for without its 0, so that every spelling of it is found.
fn occurs(token: &str, form: &str) -> bool {
    form.contains(token.strip_prefix('0').unwrap_or(token))
}

proptest! {
    #[test]
    fn no_value_outside_the_permitted_fields_of_the_people_chosen_is_in_any_form(
        seed in any::<u64>(),
        chosen in prop::collection::vec(any::<bool>(), 1..8),
        kind in prop::sample::select(RequestKind::ALL.to_vec()),
        levels in prop::collection::vec(any::<bool>(), 8),
    ) {
        prop_assume!(chosen.contains(&true));
        let tokens = &mut Tokens::new(seed);
        let people: Vec<Person> = chosen.iter().map(|_| person(tokens)).collect();
        let mailbox = tokens.word();
        let typed: Vec<TypedFor> =
            people.iter().map(|_| TypedFor { new_name: tokens.word(), mobile: tokens.mobile() }).collect();
        let rule = rules::in_force().request(kind).unwrap();
        let about_nobody = [RequestKind::SiteChange, RequestKind::Escalation, RequestKind::Chase];
        let about_one = [RequestKind::MissingSharedMailbox, RequestKind::OwnerChange];
        let most = if about_nobody.contains(&kind) {
            0
        } else if about_one.contains(&kind) {
            1
        } else {
            people.len()
        };
        let people: Vec<((Person, TypedFor), bool)> = people.into_iter().zip(typed).zip(chosen).collect();
        let about: Vec<&(Person, TypedFor)> =
            people.iter().filter(|(_, chosen)| *chosen).map(|(one, _)| one).take(most).collect();
        let blocks = about.iter().zip(&levels).map(|((person, typed), owner)| {
            let level = if *owner { AccessLevel::Owner } else { AccessLevel::Member };
            let block = PersonBlock::of_person(rule, person, Some(level));
            let typed = [
                FieldValue::NewFullName(typed.new_name.parse().unwrap()),
                FieldValue::TemporaryPasswordMobile(typed.mobile.parse().unwrap()),
                FieldValue::IdentityStatement(Confirmed),
            ];
            let typed = typed.into_iter().filter(|value| rule.permitted(value.field()).is_some());
            typed.fold(block, PersonBlock::with)
        });
        let hands_over = (kind == RequestKind::OwnerChange).then(|| person(tokens));
        let said_once = RequestFacts {
            ticket_reference: Some("INC1234567".parse().unwrap()),
            sent_on: Some(date(2026, 11, 16)),
            called_at: Some(date(2026, 11, 17).at(9, 5, 0, 0)),
            site_name: Some("Rowan House".parse().unwrap()),
            ods_code: Some("VLAXL".parse().unwrap()),
            mailbox_address: Some("care.vlaxl@nhs.net".parse().unwrap()),
            old_ods_code: Some("VLAXL".parse().unwrap()),
            new_ods_code: Some("VM4K2".parse().unwrap()),
            change_date: Some(date(2027, 1, 4)),
        };
        let said_once = said_once.block();
        let composition = Composition {
            kind,
            template_version: current_template(kind).unwrap(),
            to: "helpdesk@nhs.net".parse().unwrap(),
            sender: rule.sender,
            from: format!("care.{mailbox}@nhs.net").parse().unwrap(),
            facts: said_once.values().filter(|fact| rule.permitted(fact.field()).is_some()).cloned().collect(),
            people: blocks.collect(),
            outgoing: hands_over.as_ref().map(|person| PersonBlock::of_outgoing(rule, person)),
        };
        let draft = Draft::compose(rule, &composition).unwrap();

        let nothing = TypedFor { new_name: String::new(), mobile: String::new() };
        let permitted: BTreeSet<String> = about
            .iter()
            .flat_map(|(person, typed)| permitted_tokens(kind, person, typed, false))
            .chain(hands_over.iter().flat_map(|person| permitted_tokens(kind, person, &nothing, true)))
            .collect();
        let shown_from = if draft.from().is_shared() { mailbox.clone() } else { String::new() };
        let eml = outbox::eml(&draft);
        let read = MessageParser::default().parse(&eml).unwrap();
        let headers: Vec<String> = read.headers().iter().map(|header| format!("{:?}", header.value)).collect();
        let link = outbox::mail_link(&draft).unwrap_or_default();
        let with_body = [
            draft.body(),
            outbox::copy_text(&draft, CopyPart::Body),
            String::from_utf8(eml.clone()).unwrap(),
            read.body_text(0).unwrap().into_owned(),
            percent_decoded(&link),
            link,
        ];
        let without_body = [
            headers.join("\n"),
            draft.subject().as_str().to_owned(),
            outbox::copy_text(&draft, CopyPart::To),
            outbox::copy_text(&draft, CopyPart::Subject),
            outbox::outlook_web_link(&draft),
            percent_decoded(&outbox::outlook_web_link(&draft)),
            outbox::eml_file_name(&draft, date(2026, 11, 20)),
            format!("{draft:?} {composition:?}").replace(&format!("{:?}", composition.from), ""),
        ];
        let whole = [outbox::text(&draft), outbox::copy_text(&draft, CopyPart::All)];

        let with_body = with_body.map(|form| squashed(&form));
        let without_body = without_body.map(|form| squashed(&form));
        let whole = whole.map(|form| squashed(&form));
        for token in &tokens.all {
            let may = permitted.contains(token);
            for form in with_body.iter().filter(|form| !form.is_empty()) {
                prop_assert_eq!(occurs(token, form), may, "{} in {}", token, form);
            }
            for form in &without_body {
                prop_assert!(!occurs(token, form), "{} in {}", token, form);
            }
            for form in &whole {
                prop_assert_eq!(occurs(token, form), may || *token == shown_from, "{} in {}", token, form);
            }
        }
        let said: BTreeSet<Field> = draft.lines().iter().filter_map(|line| line.origin.field()).collect();
        let left_out = |field: &Field| rule.choose.as_ref().is_some_and(|choice| choice.of.iter().flatten().any(|one| one == field));
        let may_say: BTreeSet<Field> = rule.fields.iter().map(|permitted| permitted.field).collect();
        let must_say: BTreeSet<Field> = may_say.iter().filter(|field| !left_out(field)).copied().collect();
        prop_assert!(said.is_subset(&may_say) && said.is_superset(&must_say), "{:?}", said);
        if most == 0 {
            prop_assert!(said.iter().all(|field| field.scope() == FieldScope::Request));
        }
    }
}
