//! A request as NAS will read it.
//!
//! [`Draft::compose`] is the only way to make one, and takes typed values of permitted fields only: nothing else the app
//! knows can reach the mail. Each line of the body remembers which rule permits it.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use jiff::civil::Date;

use super::block::PersonBlock;
use super::template::{Template, template};
use super::value::FieldValue;
use super::{BlockPart, Composed, Field, FieldScope, RequestKind};
use crate::domain::rules::{Choice, HowMany, PermittedField, RequestRule, Sender, Source};
use crate::domain::text::line;
use crate::domain::{MailboxAddress, NhsmailAddress, Reason};

/// Everything a draft is composed from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Composition {
    /// Which kind of request.
    pub kind: RequestKind,
    /// The version of the kind's words: [`current_template`](super::current_template) for a new request, the version it was
    /// composed with for a kept one.
    pub template_version: u16,
    /// Where it goes.
    pub to: NhsmailAddress,
    /// Who sends it.
    pub sender: Sender,
    /// The site's shared mailbox, from which it leaves when an owner sends it.
    pub from: MailboxAddress,
    /// What it says once, about the site or an earlier request.
    pub facts: PersonBlock,
    /// What it says of each person.
    pub people: Vec<PersonBlock>,
    /// What it says of the owner who hands over.
    pub outgoing: Option<PersonBlock>,
}

impl Composition {
    /// What a kept request was composed from, as far as it was not removed since.
    #[must_use]
    pub fn of_kept(rule: &RequestRule, composed: &Composed) -> Self {
        let of_part = |part: BlockPart| {
            let blocks = composed.blocks.iter().filter(move |block| block.part == part);
            blocks.map(|block| PersonBlock::of_kept(rule, block))
        };
        Self {
            kind: composed.kind,
            template_version: composed.template,
            to: composed.to.clone(),
            sender: composed.sender,
            from: composed.from.clone(),
            facts: composed.facts.block(),
            people: of_part(BlockPart::Person).collect(),
            outgoing: of_part(BlockPart::Outgoing).next(),
        }
    }

    /// Checks what is asked of a request that is written now. One that was kept is drawn as it was kept.
    ///
    /// # Errors
    /// [`ComposeError::SameCode`] where a home's new ODS code is its old one (domain rules N14: a changed code).
    pub fn check_new(&self) -> Result<(), ComposeError> {
        match (self.facts.get(Field::OldOdsCode), self.facts.get(Field::NewOdsCode)) {
            (Some(FieldValue::OldOdsCode(old)), Some(FieldValue::NewOdsCode(new))) if old == new => {
                Err(ComposeError::SameCode)
            }
            _ => Ok(()),
        }
    }
}

/// The mailbox a mail leaves from.
#[derive(Clone, PartialEq, Eq)]
pub enum SendingMailbox {
    /// The site's shared mailbox.
    Shared(MailboxAddress),
    /// The person's own mailbox, with its address where the request says it.
    Own(Option<NhsmailAddress>),
}

impl SendingMailbox {
    /// The address, or words for a mailbox whose address the request does not say.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Shared(address) => address.as_str(),
            Self::Own(Some(address)) => address.as_str(),
            Self::Own(None) => "the person's own NHSmail mailbox",
        }
    }

    /// Whether it is the site's shared mailbox.
    #[must_use]
    pub const fn is_shared(&self) -> bool {
        matches!(self, Self::Shared(_))
    }
}

/// The place of a value in a request: in the block of one person, counted from 0, or among the facts said once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// Said once.
    Request,
    /// In this person's block.
    Person(usize),
    /// In the block of the owner who hands over.
    Outgoing,
}

/// Why a draft cannot be composed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ComposeError {
    /// There are no words for this kind in this version.
    #[error("no template for {kind} in version {version}")]
    NoTemplate {
        /// The kind.
        kind: RequestKind,
        /// The version asked for.
        version: u16,
    },
    /// A request about people without anybody in it.
    #[error("nobody in the request")]
    NoPeople,
    /// More people than the request may be about, from this one on, counted from 0.
    #[error("more people than this request may be about")]
    TooManyPeople(usize),
    /// A request of this kind is not sent by this sender.
    #[error("not sent by the {sender}")]
    WrongSender {
        /// The sender.
        sender: Sender,
    },
    /// NAS may not be told this in a request of this kind.
    #[error("{field} is not permitted")]
    NotPermitted {
        /// Where it stands.
        place: Place,
        /// The field.
        field: Field,
    },
    /// The request needs this and does not say it.
    #[error("{field} is missing")]
    Missing {
        /// Where it should stand.
        place: Place,
        /// The field.
        field: Field,
    },
    /// Somebody further up in the request has the same mobile, personal email or NHSmail address.
    #[error("{field} is the same for two people")]
    Duplicate {
        /// The second of the two.
        place: Place,
        /// The field.
        field: Field,
    },
    /// The new ODS code is the old one: nothing changes.
    #[error("the new ODS code is the old one")]
    SameCode,
    /// A subject with a character that no header may hold.
    #[error(transparent)]
    Subject(#[from] SubjectError),
}

/// Why a text cannot be a subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SubjectError {
    /// A character no header may hold, nothing at all, or too much.
    #[error("the subject is refused: {0}")]
    Refused(Reason),
    /// The start of an encoded word (RFC 2047), which mail programs turn into another text, line breaks among it.
    #[error("the subject holds an encoded word")]
    EncodedWord,
}

/// The subject line of a mail: one line of at most 200 characters, without personal data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject(String);

impl Subject {
    /// Reads a subject; each run of spaces becomes one space, as mail programs show it.
    ///
    /// # Errors
    /// Refused, never mended: line breaks and other control characters, which would start a new header; bidi controls and
    /// characters that cannot be seen; encoded words. Refused too: nothing at all, and more than 200 characters.
    pub fn parse(text: &str) -> Result<Self, SubjectError> {
        let kept = line(text, Reason::TextTooLong).map_err(SubjectError::Refused)?;
        if kept.contains("=?") {
            Err(SubjectError::EncodedWord)
        } else if kept.chars().count() > 200 {
            Err(SubjectError::Refused(Reason::TextTooLong))
        } else {
            Ok(Self(kept))
        }
    }

    /// The line.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Why a line stands in a draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Our words without any fact: a blank line, a heading.
    Words,
    /// What the request asks for, and where its kind is described.
    Ask(&'static Source),
    /// A field, and the rule that permits it.
    Field {
        /// The rule.
        permitted: &'static PermittedField,
        /// The day the value was removed, if it was.
        removed_on: Option<Date>,
    },
}

impl Origin {
    /// The field the line carries; `None` for our own words.
    #[must_use]
    pub const fn field(&self) -> Option<Field> {
        match self {
            Self::Field { permitted, .. } => Some(permitted.field),
            Self::Words | Self::Ask(_) => None,
        }
    }

    /// Where it is said that NAS may be told this.
    #[must_use]
    pub const fn source(&self) -> Option<&'static Source> {
        match self {
            Self::Field { permitted, .. } => Some(&permitted.source),
            Self::Ask(source) => Some(source),
            Self::Words => None,
        }
    }
}

/// One line of the body.
#[derive(Clone, PartialEq, Eq)]
pub struct DraftLine {
    /// The line, without its end.
    pub text: String,
    /// Why it is there.
    pub origin: Origin,
    /// Whose block it belongs to, counted from 0; the owner who hands over comes after the others.
    pub person: Option<usize>,
}

impl fmt::Debug for DraftLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DraftLine")
            .field("origin", &self.origin.field())
            .finish_non_exhaustive()
    }
}

/// A mail to NAS, composed from permitted fields only.
#[derive(Clone, PartialEq, Eq)]
pub struct Draft {
    kind: RequestKind,
    template_version: u16,
    to: NhsmailAddress,
    from: SendingMailbox,
    subject: Subject,
    lines: Vec<DraftLine>,
}

impl fmt::Debug for Draft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Draft")
            .field("kind", &self.kind)
            .field("lines", &self.lines)
            .finish_non_exhaustive()
    }
}

impl Draft {
    /// Composes a draft by the rule of its kind.
    ///
    /// A value that was removed since counts as given, and prints `[removed on 3 May 2027]`.
    ///
    /// # Errors
    /// The first of: no words for the kind, a sender who may not send it, a field that is not permitted, nobody or too many
    /// people, a missing field, two people with the same mobile, then with the same personal email or NHSmail address.
    pub fn compose(rule: &'static RequestRule, composition: &Composition) -> Result<Self, ComposeError> {
        let Composition {
            kind,
            template_version: version,
            ..
        } = *composition;
        let words = template(kind, version).ok_or(ComposeError::NoTemplate { kind, version })?;
        if !rule.may_be_sent_by(composition.sender) {
            let sender = composition.sender;
            return Err(ComposeError::WrongSender { sender });
        }
        let blocks = || {
            let people = composition
                .people
                .iter()
                .enumerate()
                .map(|(index, block)| (Place::Person(index), block));
            let outgoing = composition.outgoing.iter().map(|block| (Place::Outgoing, block));
            std::iter::once((Place::Request, &composition.facts))
                .chain(people)
                .chain(outgoing)
        };
        blocks().try_for_each(|(place, block)| refuse_not_permitted(rule, place, block))?;
        if composition.people.is_empty() && rule.says(FieldScope::Person) {
            return Err(ComposeError::NoPeople);
        }
        if let Some(most) = most_people(rule, composition.sender)
            && composition.people.len() > most
        {
            return Err(ComposeError::TooManyPeople(most));
        }
        blocks().try_for_each(|(place, block)| refuse_incomplete(rule, place, block))?;
        if composition.outgoing.is_none() && rule.says(FieldScope::Outgoing) {
            refuse_incomplete(rule, Place::Outgoing, &PersonBlock::new())?;
        }
        refuse_duplicates(&composition.people, composition.outgoing.as_ref())?;

        Ok(Self {
            kind,
            template_version: version,
            to: composition.to.clone(),
            from: sending_mailbox(composition),
            subject: Subject::parse(words.subject)?,
            lines: lines(rule, words, composition),
        })
    }

    /// Which kind of request it is.
    #[must_use]
    pub const fn kind(&self) -> RequestKind {
        self.kind
    }

    /// The version of the words it is written in.
    #[must_use]
    pub const fn template_version(&self) -> u16 {
        self.template_version
    }

    /// Where it goes.
    #[must_use]
    pub const fn to(&self) -> &NhsmailAddress {
        &self.to
    }

    /// The mailbox it leaves from.
    #[must_use]
    pub const fn from(&self) -> &SendingMailbox {
        &self.from
    }

    /// Its subject, without personal data.
    #[must_use]
    pub const fn subject(&self) -> &Subject {
        &self.subject
    }

    /// The body, line by line, each with why it is permitted.
    #[must_use]
    pub fn lines(&self) -> &[DraftLine] {
        &self.lines
    }

    /// The body with `\n` at the end of each line.
    #[must_use]
    pub fn body(&self) -> String {
        let length = self.lines.iter().map(|line| line.text.len() + 1).sum();
        let mut body = String::with_capacity(length);
        for line in &self.lines {
            body.push_str(&line.text);
            body.push('\n');
        }
        body
    }
}

/// How many people a request may be about; `None` for as many as there are. A person writes about themselves only, and a
/// mailbox changes hands from one owner to one other.
fn most_people(rule: &RequestRule, sender: Sender) -> Option<usize> {
    if !rule.says(FieldScope::Person) {
        Some(0)
    } else if sender == Sender::User || rule.says(FieldScope::Outgoing) {
        Some(1)
    } else {
        None
    }
}

fn sending_mailbox(composition: &Composition) -> SendingMailbox {
    if composition.sender == Sender::Owner {
        return SendingMailbox::Shared(composition.from.clone());
    }
    let said = composition
        .people
        .first()
        .and_then(|block| block.get(Field::NhsmailAddress));
    SendingMailbox::Own(if let Some(FieldValue::NhsmailAddress(address)) = said {
        Some(address.clone())
    } else {
        None
    })
}

/// A field a block of this place has nothing to say in is as little permitted as one outside the rule.
fn refuse_not_permitted(rule: &RequestRule, place: Place, block: &PersonBlock) -> Result<(), ComposeError> {
    let scope = scope(place);
    let permitted = |field: Field| field.scope() == scope && rule.fields.iter().any(|one| one.field == field);
    match block.values().map(FieldValue::field).find(|field| !permitted(*field)) {
        Some(field) => Err(ComposeError::NotPermitted { place, field }),
        None => Ok(()),
    }
}

fn refuse_incomplete(rule: &RequestRule, place: Place, block: &PersonBlock) -> Result<(), ComposeError> {
    let scope = scope(place);
    let given = |field: Field| block.get(field).is_some();
    let required = rule
        .fields
        .iter()
        .filter(|one| one.required && one.field.scope() == scope);
    if let Some(missing) = required.map(|one| one.field).find(|field| !given(*field)) {
        return Err(ComposeError::Missing { place, field: missing });
    }
    // NAS sends a password to another mobile only on the word of somebody who knows the person (guide L521-525).
    if given(Field::TemporaryPasswordMobile) && !given(Field::IdentityStatement) {
        let field = Field::IdentityStatement;
        return Err(ComposeError::Missing { place, field });
    }
    let Some(Choice { how, of }) = &rule.choose else {
        return Ok(());
    };
    let mut sets = of
        .iter()
        .filter(|set| set.iter().all(|field| field.scope() == scope))
        .peekable();
    let Some(first) = sets.peek().copied() else {
        return Ok(());
    };
    let started: Vec<_> = sets.filter(|set| set.iter().any(|field| given(*field))).collect();
    // With no set started, the request is short of the first one.
    let needed = if started.is_empty() { vec![first] } else { started };
    for (index, set) in needed.iter().enumerate() {
        if index > 0 && *how == HowMany::ExactlyOne {
            let extra = set.iter().copied().find(|field| given(*field));
            return extra.map_or(Ok(()), |field| Err(ComposeError::NotPermitted { place, field }));
        }
        if let Some(field) = set.iter().copied().find(|field| !given(*field)) {
            return Err(ComposeError::Missing { place, field });
        }
    }
    Ok(())
}

/// Mobiles are told apart whatever field they stand in: NAS finds an account by its mobile (guide L34-37).
fn refuse_duplicates(people: &[PersonBlock], outgoing: Option<&PersonBlock>) -> Result<(), ComposeError> {
    refuse_same(people, outgoing, |value| {
        if let FieldValue::PersonalMobile(mobile)
        | FieldValue::LinkedMobile(mobile)
        | FieldValue::TemporaryPasswordMobile(mobile) = value
        {
            Some(Cow::Borrowed(mobile.as_str()))
        } else {
            None
        }
    })?;
    refuse_same(people, outgoing, |value| {
        if let FieldValue::PersonalEmail(email) = value {
            Some(Cow::Owned(email.uniqueness_key()))
        } else if let FieldValue::NhsmailAddress(address) | FieldValue::OutgoingOwnerNhsmailAddress(address) = value {
            Some(Cow::Borrowed(address.as_str()))
        } else {
            None
        }
    })
}

fn refuse_same<'a>(
    people: &'a [PersonBlock],
    outgoing: Option<&'a PersonBlock>,
    key: impl Fn(&'a FieldValue) -> Option<Cow<'a, str>>,
) -> Result<(), ComposeError> {
    if people.len() + usize::from(outgoing.is_some()) < 2 {
        return Ok(());
    }
    let mut seen = BTreeMap::new();
    let numbered = people.iter().enumerate();
    let numbered = numbered.map(|(index, block)| (Place::Person(index), block));
    for (place, block) in numbered.chain(outgoing.map(|block| (Place::Outgoing, block))) {
        for value in block.values() {
            let Some(key) = key(value) else { continue };
            // One person may have the same mobile in two fields.
            if *seen.entry(key).or_insert(place) != place {
                let field = value.field();
                return Err(ComposeError::Duplicate { place, field });
            }
        }
    }
    Ok(())
}

const fn scope(place: Place) -> FieldScope {
    match place {
        Place::Request => FieldScope::Request,
        Place::Person(_) => FieldScope::Person,
        Place::Outgoing => FieldScope::Outgoing,
    }
}

fn lines(rule: &'static RequestRule, words: &Template, composition: &Composition) -> Vec<DraftLine> {
    let count = composition.people.len();
    let ask = match words.ask_for_own {
        Some(own) if composition.sender == Sender::User => own.to_owned(),
        _ if count > 1 => words.ask_for_many.replace("{count}", &count.to_string()),
        _ => words.ask_for_one.to_owned(),
    };
    let words_line = |text: String, person| DraftLine {
        text,
        origin: Origin::Words,
        person,
    };
    let mut lines = vec![DraftLine {
        text: ask,
        origin: Origin::Ask(&rule.source),
        person: None,
    }];

    // A statement about a person is said in each person's block; without people, once.
    let of_request = |field: Field| match field.scope() {
        FieldScope::Request => true,
        FieldScope::Statement => count == 0,
        FieldScope::Person | FieldScope::Outgoing => false,
    };
    let mut once = rule.fields.iter().filter(|one| of_request(one.field)).peekable();
    if once.peek().is_some() {
        lines.push(words_line(String::new(), None));
        lines.extend(once.filter_map(|one| field_line(one, words, &composition.facts, None)));
    }
    for (index, block) in composition.people.iter().enumerate() {
        lines.push(words_line(String::new(), Some(index)));
        if count > 1 {
            lines.push(words_line(format!("Person {} of {count}", index + 1), Some(index)));
        }
        let of_person = |field: Field| matches!(field.scope(), FieldScope::Person | FieldScope::Statement);
        let of_person = rule.fields.iter().filter(|one| of_person(one.field));
        lines.extend(of_person.filter_map(|one| field_line(one, words, block, Some(index))));
    }
    if let Some(block) = &composition.outgoing {
        lines.push(words_line(String::new(), Some(count)));
        let of_outgoing = rule
            .fields
            .iter()
            .filter(|one| one.field.scope() == FieldScope::Outgoing);
        lines.extend(of_outgoing.filter_map(|one| field_line(one, words, block, Some(count))));
    }
    lines
}

/// The line of one permitted field; `None` for one that may be left out and is.
fn field_line(
    permitted: &'static PermittedField,
    words: &Template,
    block: &PersonBlock,
    person: Option<usize>,
) -> Option<DraftLine> {
    let label = words.words(permitted.field).unwrap_or(permitted.field.name());
    if permitted.field.scope() == FieldScope::Statement {
        let origin = Origin::Field {
            permitted,
            removed_on: None,
        };
        return Some(DraftLine {
            text: label.to_owned(),
            origin,
            person,
        });
    }
    let value = block.get(permitted.field)?;
    let origin = Origin::Field {
        permitted,
        removed_on: value.removed_on(),
    };
    let text = if permitted.field.is_sentence() {
        label.to_owned()
    } else {
        [label, ": ", &value.text()].concat()
    };
    Some(DraftLine { text, origin, person })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use insta::assert_snapshot;
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;
    use crate::domain::access::AccessLevel;
    use crate::domain::request::current_template;
    use crate::domain::rules;

    fn rule(kind: RequestKind) -> &'static RequestRule {
        rules::in_force().request(kind).unwrap()
    }

    fn value(field: Field, text: &str) -> FieldValue {
        FieldValue::parse(field, text).unwrap().unwrap().value
    }

    fn new_user(number: usize) -> PersonBlock {
        PersonBlock::new()
            .with(value(
                Field::FullName,
                ["Jane O’Neill", "Łukasz Nowak", "Ng An"][number],
            ))
            .with(value(Field::PersonalMobile, &format!("07700 90000{number}")))
            .with(value(Field::PersonalEmail, &format!("person{number}@example.org")))
            .with(FieldValue::Access(if number == 0 {
                AccessLevel::Owner
            } else {
                AccessLevel::Member
            }))
    }

    fn joiner(number: usize) -> PersonBlock {
        PersonBlock::new()
            .with(value(
                Field::FullName,
                ["Jane O’Neill", "Łukasz Nowak", "Ng An"][number],
            ))
            .with(value(Field::NhsmailAddress, &format!("person{number}@nhs.net")))
            .with(value(Field::LinkedMobile, &format!("07700 90000{number}")))
            .with(FieldValue::Access(AccessLevel::Member))
    }

    fn composition(kind: RequestKind, people: Vec<PersonBlock>) -> Composition {
        Composition {
            kind,
            template_version: current_template(kind).unwrap_or(1),
            to: "helpdesk@nhs.net".parse().unwrap(),
            sender: rule(kind).sender,
            from: "care.vlaxl@nhs.net".parse().unwrap(),
            facts: PersonBlock::new(),
            people,
            outgoing: None,
        }
    }

    fn compose(kind: RequestKind, people: Vec<PersonBlock>) -> Result<Draft, ComposeError> {
        Draft::compose(rule(kind), &composition(kind, people))
    }

    fn without(block: &PersonBlock, field: Field) -> PersonBlock {
        block.values().filter(|value| value.field() != field).cloned().collect()
    }

    #[test]
    fn a_new_user_is_asked_for_with_four_lines() {
        let draft = compose(RequestKind::NewUser, vec![new_user(0)]).unwrap();
        assert_eq!(draft.subject().as_str(), "New NHSmail user request");
        assert_eq!(
            (draft.to().as_str(), draft.from().as_str()),
            ("helpdesk@nhs.net", "care.vlaxl@nhs.net")
        );
        assert_snapshot!(draft.body(), @r"
        Please set up an NHSmail account for this new user.

        Full name: Jane O’Neill
        Personal mobile: 07700900000
        Personal email: person0@example.org
        Shared mailbox access: owner
        ");
    }

    #[test]
    fn a_joiner_is_asked_for_as_a_joiner() {
        let draft = compose(RequestKind::Joiner, vec![joiner(1)]).unwrap();
        assert_eq!(
            draft.subject().as_str(),
            "Existing NHSmail user to be added as a joiner"
        );
        assert_snapshot!(draft.body(), @r"
        Please add this existing NHSmail user to our organisation as a joiner.

        Full name: Łukasz Nowak
        NHSmail address: person1@nhs.net
        Linked mobile: 07700900001
        This user is to be added as a joiner.
        Shared mailbox access: member
        ");
    }

    #[test]
    fn several_people_have_a_block_each() {
        let draft = compose(RequestKind::Joiner, vec![joiner(0), joiner(1), joiner(2)]).unwrap();
        assert_snapshot!(draft.body(), @r"
        Please add each of these 3 existing NHSmail users to our organisation as a joiner.

        Person 1 of 3
        Full name: Jane O’Neill
        NHSmail address: person0@nhs.net
        Linked mobile: 07700900000
        This user is to be added as a joiner.
        Shared mailbox access: member

        Person 2 of 3
        Full name: Łukasz Nowak
        NHSmail address: person1@nhs.net
        Linked mobile: 07700900001
        This user is to be added as a joiner.
        Shared mailbox access: member

        Person 3 of 3
        Full name: Ng An
        NHSmail address: person2@nhs.net
        Linked mobile: 07700900002
        This user is to be added as a joiner.
        Shared mailbox access: member
        ");
        assert_eq!(draft.lines().iter().filter_map(|line| line.person).max(), Some(2));
    }

    #[test]
    fn every_line_says_which_rule_permits_it() {
        let draft = compose(RequestKind::Joiner, vec![joiner(0)]).unwrap();
        let reasons: Vec<String> = draft
            .lines()
            .iter()
            .map(|line| {
                let field = line.origin.field().map_or("words", Field::name);
                let source = line.origin.source();
                let place = source.map(|source| format!("{:?} {}", source.document.kind, source.place()));
                format!("{field}: {}", place.as_deref().unwrap_or("-"))
            })
            .collect();
        assert_snapshot!(reasons.join("\n"), @r"
        words: Faq L78-79, L89-109
        words: -
        full_name: Faq L91
        nhsmail_address: Faq L93
        linked_mobile: Faq L95
        joiner_statement: Faq L97-99
        access: Faq L107-109
        ");
    }

    #[test]
    fn a_missing_field_is_refused_by_name() {
        for (kind, block) in [(RequestKind::NewUser, new_user(0)), (RequestKind::Joiner, joiner(0))] {
            let fields: Vec<Field> = block.values().map(FieldValue::field).collect();
            assert_eq!(fields.len(), 4);
            for field in fields {
                let other = if kind == RequestKind::NewUser {
                    new_user(1)
                } else {
                    joiner(1)
                };
                let short = compose(kind, vec![other, without(&block, field)]);
                assert_eq!(
                    short,
                    Err(ComposeError::Missing {
                        place: Place::Person(1),
                        field
                    }),
                    "{kind}"
                );
            }
        }
    }

    #[test]
    fn a_field_the_kind_does_not_permit_is_refused_by_name() {
        let extra = value(Field::NhsmailAddress, "jane.oneill@nhs.net");
        assert_eq!(
            compose(RequestKind::NewUser, vec![new_user(0).with(extra)]),
            Err(ComposeError::NotPermitted {
                place: Place::Person(0),
                field: Field::NhsmailAddress
            })
        );
        let extra = value(Field::PersonalEmail, "jane@example.org");
        assert_eq!(
            compose(RequestKind::Joiner, vec![joiner(0), joiner(1).with(extra)]),
            Err(ComposeError::NotPermitted {
                place: Place::Person(1),
                field: Field::PersonalEmail
            })
        );
        let facts = PersonBlock::new().with(value(Field::OdsCode, "VLAXL"));
        let with_code = Composition {
            facts,
            ..composition(RequestKind::NewUser, vec![new_user(0)])
        };
        assert_eq!(
            Draft::compose(rule(RequestKind::NewUser), &with_code),
            Err(ComposeError::NotPermitted {
                place: Place::Request,
                field: Field::OdsCode
            })
        );
    }

    #[test]
    fn a_removed_value_is_as_little_permitted_as_the_value_was() {
        let block = new_user(0).with(FieldValue::Removed(Field::LinkedMobile, date(2027, 5, 3)));
        assert_eq!(
            compose(RequestKind::NewUser, vec![block]),
            Err(ComposeError::NotPermitted {
                place: Place::Person(0),
                field: Field::LinkedMobile
            })
        );
    }

    #[test]
    fn a_request_about_nobody_is_refused() {
        for kind in [RequestKind::NewUser, RequestKind::Joiner] {
            assert_eq!(compose(kind, Vec::new()), Err(ComposeError::NoPeople));
        }
    }

    #[test]
    fn a_version_without_words_is_refused() {
        let newer = Composition {
            template_version: 99,
            ..composition(RequestKind::NewUser, vec![new_user(0)])
        };
        assert_eq!(
            Draft::compose(rule(RequestKind::NewUser), &newer),
            Err(ComposeError::NoTemplate {
                kind: RequestKind::NewUser,
                version: 99
            })
        );
    }

    #[test]
    fn two_people_with_one_mobile_or_address_are_refused() {
        let duplicate = |field| {
            Err(ComposeError::Duplicate {
                place: Place::Person(2),
                field,
            })
        };
        let third = new_user(2).with(value(Field::PersonalMobile, "+44 (0)7700 900000"));
        assert_eq!(
            compose(RequestKind::NewUser, vec![new_user(0), new_user(1), third]),
            duplicate(Field::PersonalMobile)
        );
        let third = joiner(2).with(value(Field::LinkedMobile, "07700900001"));
        assert_eq!(
            compose(RequestKind::Joiner, vec![joiner(0), joiner(1), third]),
            duplicate(Field::LinkedMobile)
        );
        let third = new_user(2).with(value(Field::PersonalEmail, "PERSON0@example.org"));
        assert_eq!(
            compose(RequestKind::NewUser, vec![new_user(0), new_user(1), third]),
            duplicate(Field::PersonalEmail)
        );
        let third = joiner(2).with(value(Field::NhsmailAddress, "Person1@nhs.net"));
        assert_eq!(
            compose(RequestKind::Joiner, vec![joiner(0), joiner(1), third]),
            duplicate(Field::NhsmailAddress)
        );
        // The same person twice is named by the mobile.
        assert_eq!(
            compose(RequestKind::NewUser, vec![new_user(0), new_user(1), new_user(0)]),
            duplicate(Field::PersonalMobile)
        );
    }

    #[test]
    fn a_mobile_is_told_apart_between_people_and_whatever_field_it_stands_in() {
        let own_and_linked = joiner(0).with(value(Field::PersonalMobile, "07700900000"));
        assert_eq!(refuse_duplicates(&[own_and_linked, joiner(1)], None), Ok(()));
        assert_eq!(
            refuse_duplicates(&[new_user(1), joiner(1)], None),
            Err(ComposeError::Duplicate {
                place: Place::Person(1),
                field: Field::LinkedMobile
            })
        );
    }

    #[test]
    fn an_erased_person_is_removed_in_their_own_block_only() {
        let on = date(2027, 5, 3);
        let erased = [Field::FullName, Field::PersonalMobile, Field::PersonalEmail];
        let erased = erased
            .into_iter()
            .map(|field| FieldValue::Removed(field, on))
            .collect::<PersonBlock>();
        let erased = erased.with(FieldValue::Access(AccessLevel::Member));
        let draft = compose(RequestKind::NewUser, vec![erased.clone(), new_user(1), erased]).unwrap();
        assert_snapshot!(draft.body(), @r"
        Please set up an NHSmail account for each of these 3 new users.

        Person 1 of 3
        Full name: [removed on 3 May 2027]
        Personal mobile: [removed on 3 May 2027]
        Personal email: [removed on 3 May 2027]
        Shared mailbox access: member

        Person 2 of 3
        Full name: Łukasz Nowak
        Personal mobile: 07700900001
        Personal email: person1@example.org
        Shared mailbox access: member

        Person 3 of 3
        Full name: [removed on 3 May 2027]
        Personal mobile: [removed on 3 May 2027]
        Personal email: [removed on 3 May 2027]
        Shared mailbox access: member
        ");
        for line in draft.lines() {
            let is_removed = matches!(line.origin, Origin::Field { removed_on: Some(day), .. } if day == on);
            assert_eq!(is_removed, line.text.contains("removed"), "{}", line.text);
        }
    }

    #[test]
    fn a_draft_shows_nothing_personal_by_debug() {
        let draft = compose(RequestKind::NewUser, vec![new_user(0)]).unwrap();
        let shown = format!("{draft:?} {:?}", composition(RequestKind::NewUser, vec![new_user(0)]));
        for personal in ["Jane", "07700", "person0"] {
            assert!(!shown.contains(personal), "{shown}");
        }
    }

    #[test]
    fn a_subject_with_a_second_header_in_it_is_refused() {
        for (text, reason) in [
            ("Request\r\nBcc: x@example.org", Reason::LineBreak),
            ("Request\nX", Reason::LineBreak),
            ("Request\u{0}", Reason::ControlCharacter),
            ("Request\tX", Reason::ControlCharacter),
            ("Request\u{202E}X", Reason::DirectionCharacter),
            ("Request\u{200B}X", Reason::InvisibleCharacter),
            ("", Reason::Empty),
        ] {
            assert_eq!(Subject::parse(text), Err(SubjectError::Refused(reason)), "{text:?}");
        }
        assert_eq!(
            Subject::parse("Escalation of open request").unwrap().as_str(),
            "Escalation of open request"
        );
    }

    fn choice_error(kind: RequestKind, block: &PersonBlock) -> Result<(), ComposeError> {
        refuse_not_permitted(rule(kind), Place::Person(0), block)?;
        refuse_incomplete(rule(kind), Place::Person(0), block)
    }

    #[test]
    fn of_a_choice_one_whole_set_is_needed_and_no_second() {
        let start = PersonBlock::new()
            .with(value(Field::FullName, "Ng An"))
            .with(FieldValue::Access(AccessLevel::Owner));
        let with = |fields: &[(Field, &str)]| {
            fields
                .iter()
                .fold(start.clone(), |block, (field, text)| block.with(value(*field, text)))
        };
        let account = (Field::NhsmailAddress, "ng.an@nhs.net");
        let mobile = (Field::PersonalMobile, "07700900001");
        let email = (Field::PersonalEmail, "ng@example.org");
        let kind = RequestKind::OwnerChange;
        let place = Place::Person(0);
        let linked = (Field::LinkedMobile, "07700900001");
        assert_eq!(choice_error(kind, &with(&[account, linked])), Ok(()));
        assert_eq!(choice_error(kind, &with(&[mobile, email])), Ok(()));
        let missing = |field| Err(ComposeError::Missing { place, field });
        assert_eq!(choice_error(kind, &start), missing(Field::NhsmailAddress));
        assert_eq!(choice_error(kind, &with(&[account])), missing(Field::LinkedMobile));
        assert_eq!(choice_error(kind, &with(&[mobile])), missing(Field::PersonalEmail));
        assert_eq!(choice_error(kind, &with(&[email])), missing(Field::PersonalMobile));
        assert_eq!(
            choice_error(kind, &with(&[account, linked, email])),
            Err(ComposeError::NotPermitted {
                place,
                field: Field::PersonalEmail
            })
        );
    }

    proptest! {
        #[test]
        fn whatever_fields_are_given_a_draft_has_exactly_those_of_its_rule(
            given in prop::collection::vec((any::<bool>(), 0..8_usize), 0..12),
            kind in prop::sample::select(vec![RequestKind::NewUser, RequestKind::Joiner]),
            number in 0..3_usize,
        ) {
            let pool: Vec<FieldValue> = new_user(number).values().chain(joiner(number).values()).cloned().collect();
            let start = if kind == RequestKind::NewUser { new_user(number) } else { joiner(number) };
            let block = given.iter().fold(start, |block, (add, index)| {
                let one = &pool[*index];
                if *add { block.with(one.clone()) } else { without(&block, one.field()) }
            });
            let permitted: BTreeSet<Field> = rule(kind).fields.iter().map(|one| one.field).collect();
            let asked: BTreeSet<Field> = block.values().map(FieldValue::field).collect();
            let needed = permitted.iter().filter(|field| field.scope() == FieldScope::Person).copied().collect();
            match compose(kind, vec![block]) {
                Ok(draft) => {
                    prop_assert_eq!(&asked, &needed);
                    let said: BTreeSet<Field> = draft.lines().iter().filter_map(|line| line.origin.field()).collect();
                    prop_assert_eq!(said, permitted);
                }
                Err(ComposeError::NotPermitted { field, .. }) => prop_assert!(!permitted.contains(&field)),
                Err(ComposeError::Missing { field, .. }) => {
                    prop_assert!(asked.is_subset(&needed) && needed.contains(&field) && !asked.contains(&field));
                }
                Err(other) => prop_assert!(false, "{other:?}"),
            }
        }

        #[test]
        fn a_subject_is_refused_exactly_when_it_could_break_a_header(text in "\\PC{0,20}[\\x00-\\x1f\\x7f]?\\PC{0,20}") {
            if text.chars().any(char::is_control) {
                prop_assert!(Subject::parse(&text).is_err());
            }
        }
    }
}
