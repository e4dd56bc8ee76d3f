//! One request as JSON.
//!
//! ```json
//! {"kind": "new_user",
//!  "site": {"name": "Rowan House", "ods_code": "VLAXL", "mailbox": "care.vlaxl@nhs.net"},
//!  "people": [{"full_name": "Jane Smith", "personal_mobile": "07700900001",
//!              "personal_email": "jane@example.org", "access": "owner"}]}
//! ```
//!
//! The properties of a person are those the rule of the kind permits, so a `joiner` has `full_name`, `nhsmail_address`,
//! `linked_mobile` and `access`. A request about one person may carry them itself, without `people`. What a request says
//! once stands beside `site`: `ticket_reference`, `sent_on`, `called_at`, `old_ods_code`, `new_ods_code`, `date`; it may stand
//! in `people` instead, and then a request about nobody has one entry there. A change
//! of owner has a `successor`, with the properties of a new user or a joiner, and an `outgoing` owner, beside `kind` or in the one
//! entry of `people`. Days are
//! `2026-11-20`, a call's day and time `2026-11-20T14:05`. `identity_checked` is `true`. A `name_change` may say
//! `"sender": "user"` for the person's own copy. Nothing is skipped over: a property that has no place is refused.

use std::collections::BTreeSet;
use std::fmt;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};

use crate::contract::{ApiError, ErrorCode, Reason, property};
use crate::domain::access::AccessLevel;
use crate::domain::request::{
    Composition, Confirmed, Draft, Field, FieldScope, FieldValue, PersonBlock, RequestKind, current_template,
};
use crate::domain::rules::{self, RequestRule, Sender};
use crate::domain::typed_date::typed_date;
use crate::domain::{MailboxAddress, NhsmailAddress, OdsCode, SiteName};
use crate::screening::{Action, Vocabulary, screen};

/// The longest text that is read.
const MAX_BYTES: usize = 1_048_576;

/// The most characters of a property's name that an error repeats.
const MAX_NAME: usize = 100;

/// The properties of an object, in the order they were written.
type Properties = [(String, Json)];

/// Where the people of a request stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    /// In `people`.
    List,
    /// The request carries one person's properties itself.
    Itself,
    /// In `successor` and `outgoing`.
    Owners,
    /// As these, in the one entry of `people`.
    ListedOwners,
    /// Nowhere: the request is about nobody.
    Nobody,
}

/// A request that was read from JSON: every value checked, composed into no draft yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestJson {
    /// The kind of request.
    pub kind: RequestKind,
    /// Who sends it.
    pub sender: Sender,
    /// The name of the home.
    pub site_name: SiteName,
    /// Its ODS code.
    pub ods_code: OdsCode,
    /// Its shared mailbox, which the request leaves from.
    pub mailbox: MailboxAddress,
    /// What it says once.
    pub facts: PersonBlock,
    /// The people.
    pub people: Vec<PersonBlock>,
    /// The owner who hands over.
    pub outgoing: Option<PersonBlock>,
    shape: Shape,
}

impl RequestJson {
    /// Reads a request of at most 1 MiB.
    ///
    /// # Errors
    /// The first of, with the path of the field:
    /// - `bad_json`: not JSON in UTF-8, not an object, nested or long beyond measure, or a property given twice;
    /// - `missing_field` or `unknown_kind` for the kind;
    /// - `unknown_property` or `not_permitted`, anywhere;
    /// - `missing_field` (`null` counts as missing), `invalid_value` (a wrong type too) or `no_people`;
    /// - `personal_data` for a name that is said and that holds a number of somebody.
    ///
    /// A field missing in a person's block and two people with the same mobile are found by [`compose`](Self::compose).
    pub fn read(bytes: &[u8]) -> Result<Self, ApiError> {
        let top = parse(bytes)?;
        let Some(kind) = given(&top, "kind") else {
            return Err(missing("kind"));
        };
        let kind = kind
            .as_text()
            .and_then(RequestKind::from_name)
            .filter(|kind| current_template(*kind).is_some());
        let known = kind.and_then(|kind| Some((kind, rules::in_force().request(kind)?)));
        let Some((kind, rule)) = known else {
            return Err(ApiError::at(ErrorCode::UnknownKind, "kind", "no such kind of request"));
        };
        let shape = shape(rule, &top);
        refuse_without_place(rule, shape, &top)?;

        let site = match given(&top, "site") {
            None => return Err(missing("site")),
            Some(Json::Object(site)) => site,
            Some(_) => return Err(wrong_type("site", "an object")),
        };
        let site_name = SiteName::parse(text(site, "site.", "name")?).map_err(|why| refused("site.name", why))?;
        let ods_code = OdsCode::parse(text(site, "site.", "ods_code")?).map_err(|why| refused("site.ods_code", why))?;
        let mailbox =
            MailboxAddress::parse(text(site, "site.", "mailbox")?).map_err(|why| refused("site.mailbox", why))?;
        let (site_name, ods_code, mailbox) = (site_name.value, ods_code.value, mailbox.value);

        let home = (&site_name, &mailbox);
        let of_scope = |scope: FieldScope| {
            let said = top.iter().filter(move |(name, _)| field_of(name, scope).is_some());
            said.cloned().collect::<Vec<_>>()
        };
        let mut facts = block(&of_scope(FieldScope::Request), "", FieldScope::Request, home)?;
        say_what_people_carry(&mut facts, given(&top, "people"), home)?;
        for fact in [
            FieldValue::SiteName(site_name.clone()),
            FieldValue::OdsCode(ods_code.clone()),
            FieldValue::MailboxAddress(mailbox.clone()),
        ] {
            if rule.permitted(fact.field()).is_some() && facts.get(fact.field()).is_none() {
                facts.set(fact);
            }
        }
        let mut outgoing = None;
        let people = match shape {
            Shape::Nobody => Vec::new(),
            Shape::Itself => vec![block(&of_scope(FieldScope::Person), "", FieldScope::Person, home)?],
            Shape::List => listed(given(&top, "people"), home)?,
            Shape::Owners | Shape::ListedOwners => {
                let parent = shape.owners();
                let owners = owners_listed(&top).unwrap_or(&top);
                let successor = object(owners, parent, "successor")?;
                let leaving = object(owners, parent, "outgoing")?;
                let successor = block(successor, &format!("{parent}successor."), FieldScope::Person, home)?;
                if successor.access() == Some(AccessLevel::Member) {
                    return Err(wrong_type(&format!("{parent}successor.access"), "owner"));
                }
                outgoing = Some(block(
                    leaving,
                    &format!("{parent}outgoing."),
                    FieldScope::Outgoing,
                    home,
                )?);
                vec![successor]
            }
        };
        let request = Self {
            kind,
            sender: sender(rule, given(&top, "sender"))?,
            site_name,
            ods_code,
            mailbox,
            facts,
            people,
            outgoing,
            shape,
        };
        request.refuse_personal_data(rule)?;
        Ok(request)
    }

    /// Names pass the screen: whatever the narrow type of a name lets through, no number of a person stands in one.
    fn refuse_personal_data(&self, rule: &RequestRule) -> Result<(), ApiError> {
        // No day in a name is a joiner's or a leaver's, so any today will do.
        let own = Vocabulary::new(jiff::civil::date(2026, 1, 1));
        let check = |path: String, name: &str| {
            let blocked = screen(name, &own)
                .into_iter()
                .find(|finding| finding.action == Action::Block);
            blocked.map_or(Ok(()), |finding| {
                Err(ApiError::at(ErrorCode::PersonalData, path, finding.kind.name()))
            })
        };
        if rule.permitted(Field::SiteName).is_some() {
            check("site.name".to_owned(), self.site_name.as_str())?;
        }
        let parent = |index: usize| match self.shape {
            Shape::List | Shape::Nobody => format!("people[{index}]."),
            Shape::Itself => String::new(),
            Shape::Owners | Shape::ListedOwners => format!("{}successor.", self.shape.owners()),
        };
        let leaving = format!("{}outgoing.", self.shape.owners());
        let people = self
            .people
            .iter()
            .enumerate()
            .map(|(index, block)| (parent(index), block));
        for (parent, block) in people.chain(self.outgoing.iter().map(|block| (leaving.clone(), block))) {
            for value in block.values() {
                if let FieldValue::FullName(name)
                | FieldValue::NewFullName(name)
                | FieldValue::OutgoingOwnerFullName(name) = value
                {
                    check(format!("{parent}{}", property(value.field())), name.as_str())?;
                }
            }
        }
        Ok(())
    }

    /// Composes the draft by the rules in force, to the address they name.
    ///
    /// # Errors
    /// `missing_field` for a field missing in a person's block; `duplicate_mobile`, `duplicate_email` or
    /// `duplicate_address` for two people.
    pub fn compose(&self) -> Result<Draft, ApiError> {
        let rules = rules::in_force();
        let unknown = || ApiError::at(ErrorCode::UnknownKind, "kind", "no such kind of request");
        let rule = rules.request(self.kind).ok_or_else(unknown)?;
        let to = rules
            .address(rule.goes_to)
            .and_then(|address| address.parse::<NhsmailAddress>().ok());
        let composition = Composition {
            kind: self.kind,
            template_version: current_template(self.kind).ok_or_else(unknown)?,
            to: to.ok_or_else(|| ApiError::new(ErrorCode::Internal, "the rules name no address"))?,
            sender: self.sender,
            from: self.mailbox.clone(),
            facts: self.facts.clone(),
            people: self.people.clone(),
            outgoing: self.outgoing.clone(),
        };
        let one = match self.shape {
            Shape::List | Shape::Nobody => None,
            Shape::Itself => Some(""),
            Shape::Owners | Shape::ListedOwners => Some("successor"),
        };
        composition
            .check_new()
            .and_then(|()| Draft::compose(rule, &composition))
            .map_err(|error| {
                let error = ApiError::composing(error, one);
                if self.shape == Shape::ListedOwners {
                    error.under("people[0]")
                } else {
                    error
                }
            })
    }
}

fn shape(rule: &RequestRule, top: &Properties) -> Shape {
    if rule.says(FieldScope::Outgoing) {
        return match owners_listed(top) {
            Some(_) => Shape::ListedOwners,
            None => Shape::Owners,
        };
    }
    if !rule.says(FieldScope::Person) {
        return Shape::Nobody;
    }
    let carries = |name: &str| field_of(name, FieldScope::Person).is_some_and(|field| rule.permitted(field).is_some());
    if given(top, "people").is_none() && top.iter().any(|(name, _)| carries(name)) {
        Shape::Itself
    } else {
        Shape::List
    }
}

impl Shape {
    /// The path of what holds both owners.
    const fn owners(self) -> &'static str {
        match self {
            Self::ListedOwners => "people[0].",
            Self::List | Self::Itself | Self::Owners | Self::Nobody => "",
        }
    }
}

/// The one entry of `people` that holds both owners, where they do not stand beside `kind`.
fn owners_listed(top: &Properties) -> Option<&Properties> {
    let is_owner = |name: &str| matches!(name, "successor" | "outgoing");
    let Some(Json::Array(people)) = given(top, "people") else {
        return None;
    };
    let [Json::Object(one)] = people.as_slice() else {
        return None;
    };
    let said = one.iter().any(|(name, _)| is_owner(name)) && !top.iter().any(|(name, _)| is_owner(name));
    said.then_some(one)
}

/// Refuses every property that has no place in a request of this kind, wherever it stands.
fn refuse_without_place(rule: &RequestRule, shape: Shape, top: &Properties) -> Result<(), ApiError> {
    for (name, value) in top {
        let has_place = match name.as_str() {
            "kind" | "site" => true,
            "sender" => rule.user_may_send,
            "people" => {
                matches!(shape, Shape::List | Shape::ListedOwners)
                    || is_nobody(value)
                    || (shape == Shape::Nobody && is_one(value))
            }
            "successor" | "outgoing" => shape == Shape::Owners,
            name => {
                // The site's name and mailbox are said in `site`.
                let once = field_of(name, FieldScope::Request)
                    .filter(|field| !matches!(field, Field::SiteName | Field::MailboxAddress));
                let own = field_of(name, FieldScope::Person).filter(|_| shape == Shape::Itself);
                once.or(own).is_some_and(|field| rule.permitted(field).is_some())
            }
        };
        if has_place {
            continue;
        }
        if let ("people", Json::Array(people)) = (name.as_str(), value) {
            for (index, person) in people.iter().enumerate() {
                refuse_in(person, &format!("people[{index}]."), rule, FieldScope::Person)?;
            }
        }
        // A field of this kind in the wrong place is a property that has no place; one of another kind is not permitted anywhere.
        return Err(
            match named_field(name).filter(|field| rule.permitted(*field).is_none()) {
                Some(field) => not_permitted(name.clone(), field),
                None => unknown_property(shortened(name)),
            },
        );
    }
    if let Some(Json::Object(site)) = given(top, "site") {
        refuse_unknown(site, "site.", &["name", "ods_code", "mailbox"])?;
    }
    if let Some(owners) = owners_listed(top).filter(|_| shape == Shape::ListedOwners) {
        refuse_unknown(owners, shape.owners(), &["successor", "outgoing"])?;
    } else if let Some(Json::Array(people)) = given(top, "people") {
        for (index, person) in people.iter().enumerate() {
            refuse_in(person, &format!("people[{index}]."), rule, FieldScope::Person)?;
        }
    }
    let owners = owners_listed(top).unwrap_or(top);
    for (name, scope) in [("successor", FieldScope::Person), ("outgoing", FieldScope::Outgoing)] {
        if let Some(person) = given(owners, name) {
            refuse_in(person, &format!("{}{name}.", shape.owners()), rule, scope)?;
        }
    }
    Ok(())
}

fn is_nobody(people: &Json) -> bool {
    matches!(people, Json::Null) || *people == Json::Array(Vec::new())
}

/// Whether a request about nobody has one entry in `people`, which carries what it says once.
fn is_one(people: &Json) -> bool {
    matches!(people, Json::Array(people) if matches!(people.as_slice(), [Json::Object(one)] if !one.is_empty()))
}

/// Whether a property names what a request says once and may be typed, such as a ticket reference.
fn is_said_once(name: &str) -> bool {
    field_of(name, FieldScope::Request).is_some_and(|field| !matches!(field, Field::SiteName | Field::MailboxAddress))
}

/// What a request says once may stand with its people too, as long as they agree.
fn say_what_people_carry(
    facts: &mut PersonBlock,
    people: Option<&Json>,
    home: (&SiteName, &MailboxAddress),
) -> Result<(), ApiError> {
    let Some(Json::Array(people)) = people else {
        return Ok(());
    };
    for (index, person) in people.iter().enumerate() {
        let Json::Object(properties) = person else { continue };
        let carried: Vec<_> = properties
            .iter()
            .filter(|(name, _)| is_said_once(name))
            .cloned()
            .collect();
        let parent = format!("people[{index}].");
        for value in block(&carried, &parent, FieldScope::Request, home)?.values() {
            if facts.get(value.field()).is_some_and(|said| said != value) {
                let path = format!("{parent}{}", property(value.field()));
                return Err(wrong_type(&path, "the same everywhere"));
            }
            facts.set(value.clone());
        }
    }
    Ok(())
}

/// The field that a property of this name stands for where fields of this scope stand.
fn field_of(name: &str, scope: FieldScope) -> Option<Field> {
    Field::ALL
        .iter()
        .copied()
        .find(|field| field.scope() == scope && property(*field) == name)
}

/// The field that a property of this name stands for in some kind of request.
fn named_field(name: &str) -> Option<Field> {
    let as_property = Field::ALL.iter().copied().find(|field| property(*field) == name);
    as_property.or_else(|| Field::from_name(name))
}

fn sender(rule: &RequestRule, said: Option<&Json>) -> Result<Sender, ApiError> {
    let Some(said) = said else { return Ok(rule.sender) };
    let sender = said.as_text().and_then(Sender::from_name);
    sender.ok_or_else(|| wrong_type("sender", "owner or user"))
}

fn listed(people: Option<&Json>, home: (&SiteName, &MailboxAddress)) -> Result<Vec<PersonBlock>, ApiError> {
    let people = match people {
        None => return Err(missing("people")),
        Some(Json::Array(people)) => people,
        Some(_) => return Err(wrong_type("people", "an array")),
    };
    if people.is_empty() {
        return Err(ApiError::at(ErrorCode::NoPeople, "people", "nobody in the request"));
    }
    let people = people.iter().enumerate().map(|(index, person)| match person {
        Json::Object(person) => {
            let own: Vec<_> = person.iter().filter(|(name, _)| !is_said_once(name)).cloned().collect();
            block(&own, &format!("people[{index}]."), FieldScope::Person, home)
        }
        Json::Null | Json::Text(_) | Json::True | Json::Array(_) | Json::Other => {
            Err(wrong_type(&format!("people[{index}]"), "an object"))
        }
    });
    people.collect()
}

fn object<'a>(top: &'a Properties, parent: &str, name: &str) -> Result<&'a Properties, ApiError> {
    let path = format!("{parent}{name}");
    match given(top, name) {
        None => Err(missing(&path)),
        Some(Json::Object(properties)) => Ok(properties),
        Some(_) => Err(wrong_type(&path, "an object")),
    }
}

fn parse(bytes: &[u8]) -> Result<Vec<(String, Json)>, ApiError> {
    let bad = |message: String| ApiError::new(ErrorCode::BadJson, message);
    if bytes.len() > MAX_BYTES {
        return Err(bad(format!("more than {MAX_BYTES} bytes")));
    }
    // Windows shells put a byte order mark in front of what they pipe.
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let json: Json = serde_json::from_slice(bytes).map_err(|error| {
        bad(format!(
            "not JSON: {:?} at line {}, column {}",
            error.classify(),
            error.line(),
            error.column()
        ))
    })?;
    if let Some(path) = twice_given(&json, "") {
        return Err(ApiError::at(ErrorCode::BadJson, path, "a property given twice"));
    }
    match json {
        Json::Object(properties) => Ok(properties),
        Json::Null | Json::True | Json::Text(_) | Json::Array(_) | Json::Other => Err(bad("not an object".to_owned())),
    }
}

/// The values of one person, or of what is said once.
fn block(
    properties: &Properties,
    parent: &str,
    scope: FieldScope,
    (home, mailbox): (&SiteName, &MailboxAddress),
) -> Result<PersonBlock, ApiError> {
    let mut block = PersonBlock::new();
    for (name, json) in properties.iter().filter(|(_, value)| *value != Json::Null) {
        let path = format!("{parent}{name}");
        let field = field_of(name, scope).ok_or_else(|| unknown_property(path.clone()))?;
        let value = value(field, json, &path)?;
        if let FieldValue::PersonalEmail(email) = &value {
            email
                .check_against_home(home, mailbox)
                .map_err(|why| refused(&path, why))?;
        }
        block.set(value);
    }
    Ok(block)
}

#[expect(clippy::wildcard_enum_match_arm, reason = "every other field is typed as text")]
fn value(field: Field, json: &Json, path: &str) -> Result<FieldValue, ApiError> {
    if field == Field::IdentityStatement {
        // Not having checked is no way to ask: there is nothing to say then.
        return match json {
            Json::True => Ok(FieldValue::IdentityStatement(Confirmed)),
            _ => Err(wrong_type(path, "true")),
        };
    }
    let typed = json.as_text().ok_or_else(|| wrong_type(path, "a string"))?;
    let read = match field {
        Field::Access => {
            let level = AccessLevel::from_name(typed).ok_or_else(|| wrong_type(path, "owner or member"))?;
            return Ok(FieldValue::Access(level));
        }
        Field::SentOn => day(typed).map(FieldValue::SentOn),
        Field::ChangeDate => day(typed).map(FieldValue::ChangeDate),
        Field::CalledAt => day_and_time(typed).map(FieldValue::CalledAt),
        _ => {
            let read = FieldValue::parse(field, typed).ok_or_else(|| unknown_property(path.to_owned()))?;
            read.map(|checked| checked.value)
        }
    };
    read.map_err(|why| refused(path, why))
}

/// A day as `2026-11-20`.
fn day(text: &str) -> Result<Date, Reason> {
    let mut parts = text.trim().splitn(3, '-');
    let mut next = || parts.next().unwrap_or_default();
    let (year, month, day) = (next(), next(), next());
    if year.len() != 4 || month.len() != 2 || day.len() != 2 {
        return Err(if text.trim().is_empty() {
            Reason::Empty
        } else {
            Reason::DateNotReal
        });
    }
    typed_date(day, month, year)?.ok_or(Reason::Empty)
}

/// A day and time as `2026-11-20T14:05`, by the clock in London; one with an offset is turned into it.
fn day_and_time(text: &str) -> Result<DateTime, Reason> {
    let text = text.trim();
    let (date, time) = text.split_once(['T', 't', ' ']).ok_or(if text.is_empty() {
        Reason::Empty
    } else {
        Reason::TimeNotReal
    })?;
    day(date)?;
    let written: Result<DateTime, _> = format!("{date}T{time}").parse();
    if let Ok(moment) = text.parse::<Timestamp>()
        && let Ok(london) = TimeZone::get("Europe/London")
    {
        return Ok(moment.to_zoned(london).datetime());
    }
    written.ok().filter(|_| time.contains(':')).ok_or(Reason::TimeNotReal)
}

fn refuse_unknown(properties: &[(String, Json)], parent: &str, known: &[&str]) -> Result<(), ApiError> {
    match properties.iter().find(|(name, _)| !known.contains(&name.as_str())) {
        Some((name, _)) => Err(unknown_property(format!("{parent}{}", shortened(name)))),
        None => Ok(()),
    }
}

/// A property that names a field NAS may not be told in this kind of request is told apart from one that names none.
fn refuse_in(json: &Json, parent: &str, rule: &RequestRule, scope: FieldScope) -> Result<(), ApiError> {
    let Json::Object(properties) = json else { return Ok(()) };
    for (name, _) in properties {
        let path = || format!("{parent}{}", shortened(name));
        // What the request says once may stand with the people.
        let once = field_of(name, FieldScope::Request).filter(|field| rule.permitted(*field).is_some());
        if once.is_some() && is_said_once(name) && parent.starts_with("people") {
            continue;
        }
        let Some(field) = field_of(name, scope).or_else(|| named_field(name)) else {
            return Err(unknown_property(path()));
        };
        if rule.permitted(field).is_none() {
            return Err(not_permitted(path(), field));
        }
        // A statement is ours to make, and a fact about the site is no fact about a person.
        if field.scope() != scope || property(field) != name {
            return Err(if scope == FieldScope::Outgoing {
                not_permitted(path(), field)
            } else {
                unknown_property(path())
            });
        }
    }
    Ok(())
}

/// The path of the first property that an object gives twice.
fn twice_given(json: &Json, parent: &str) -> Option<String> {
    match json {
        Json::Object(properties) => {
            let mut seen = BTreeSet::new();
            properties.iter().find_map(|(name, value)| {
                let separator = if parent.is_empty() { "" } else { "." };
                let path = format!("{parent}{separator}{}", shortened(name));
                if seen.insert(name) {
                    twice_given(value, &path)
                } else {
                    Some(path)
                }
            })
        }
        Json::Array(items) => items
            .iter()
            .enumerate()
            .find_map(|(index, item)| twice_given(item, &format!("{parent}[{index}]"))),
        Json::Null | Json::True | Json::Text(_) | Json::Other => None,
    }
}

/// A property that is there and not null.
fn given<'a>(properties: &'a [(String, Json)], name: &str) -> Option<&'a Json> {
    properties
        .iter()
        .find(|(known, _)| known == name)
        .map(|(_, value)| value)
        .filter(|value| **value != Json::Null)
}

fn text<'a>(properties: &'a [(String, Json)], parent: &str, name: &str) -> Result<&'a str, ApiError> {
    let path = format!("{parent}{name}");
    let value = given(properties, name).ok_or_else(|| missing(&path))?;
    value.as_text().ok_or_else(|| wrong_type(&path, "a string"))
}

fn shortened(name: &str) -> String {
    name.chars().take(MAX_NAME).collect()
}

fn missing(path: &str) -> ApiError {
    ApiError::at(ErrorCode::MissingField, path, format!("{path} is missing"))
}

fn not_permitted(path: String, field: Field) -> ApiError {
    ApiError::at(ErrorCode::NotPermitted, path, format!("{field} is not permitted"))
}

fn unknown_property(path: String) -> ApiError {
    ApiError::at(ErrorCode::UnknownProperty, path, "a property that has no place here")
}

fn wrong_type(path: &str, wanted: &str) -> ApiError {
    ApiError::at(ErrorCode::InvalidValue, path, format!("not {wanted}"))
}

fn refused(path: &str, reason: Reason) -> ApiError {
    ApiError::refused(path, reason)
}

/// JSON as it was written: an object keeps its order and a property given twice. Numbers and `false` have no place in a
/// request, so what they say is not kept.
#[derive(Clone, PartialEq)]
enum Json {
    Null,
    True,
    Text(String),
    Array(Vec<Json>),
    Object(Vec<(String, Json)>),
    Other,
}

impl Json {
    fn as_text(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyJson)
    }
}

struct AnyJson;

impl<'de> Visitor<'de> for AnyJson {
    type Value = Json;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E>(self, said: bool) -> Result<Json, E> {
        Ok(if said { Json::True } else { Json::Other })
    }

    fn visit_i64<E>(self, _: i64) -> Result<Json, E> {
        Ok(Json::Other)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Json, E> {
        Ok(Json::Other)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Json, E> {
        Ok(Json::Other)
    }

    fn visit_str<E>(self, text: &str) -> Result<Json, E> {
        Ok(Json::Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Json, E> {
        Ok(Json::Text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Json, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element()? {
            items.push(item);
        }
        Ok(Json::Array(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Json, A::Error> {
        let mut properties = Vec::new();
        while let Some(property) = map.next_entry()? {
            properties.push(property);
        }
        Ok(Json::Object(properties))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;

    fn new_user() -> Value {
        json!({
            "kind": "new_user",
            "site": {"name": "Rowan House", "ods_code": "VLAXL", "mailbox": "care.vlaxl@nhs.net"},
            "people": [
                {"full_name": "Jane O’Neill", "personal_mobile": "+44 (0)7700 900001",
                 "personal_email": "jane@example.org", "access": "owner"},
                {"full_name": "Łukasz Nowak", "personal_mobile": "07700 900002",
                 "personal_email": "lukasz@example.org", "access": "member"},
            ],
        })
    }

    fn joiner() -> Value {
        json!({
            "kind": "joiner",
            "site": {"name": "Rowan House", "ods_code": "VLAXL", "mailbox": "care.vlaxl@nhs.net"},
            "people": [
                {"full_name": "Jane O’Neill", "nhsmail_address": "Jane.ONeill@nhs.net",
                 "linked_mobile": "07700900001", "access": "owner"},
                {"full_name": "Łukasz Nowak", "nhsmail_address": "l.nowak@nhs.net",
                 "linked_mobile": "07700900002", "access": "member"},
            ],
        })
    }

    /// The request with one place of it set, given as a JSON pointer.
    fn with(mut request: Value, pointer: &str, value: Value) -> Value {
        let (parent, name) = pointer.rsplit_once('/').unwrap();
        request.pointer_mut(parent).unwrap()[name] = value;
        request
    }

    fn without(mut request: Value, pointer: &str) -> Value {
        let (parent, name) = pointer.rsplit_once('/').unwrap();
        request
            .pointer_mut(parent)
            .unwrap()
            .as_object_mut()
            .unwrap()
            .remove(name)
            .unwrap();
        request
    }

    fn draft(text: impl AsRef<[u8]>) -> Result<Draft, ApiError> {
        RequestJson::read(text.as_ref())?.compose()
    }

    fn error(text: impl AsRef<[u8]>) -> (ErrorCode, Option<String>, Option<Reason>) {
        let error = draft(text).unwrap_err();
        (error.code, error.field, error.reason)
    }

    fn refused(request: &Value, code: ErrorCode, field: &str) {
        let (got, at, _) = error(request.to_string());
        assert_eq!((got, at.as_deref()), (code, Some(field)), "{request}");
    }

    #[test]
    fn a_request_of_each_kind_becomes_its_draft() {
        let draft_of = |request: Value| draft(request.to_string()).unwrap();
        let new_user = draft_of(new_user());
        assert_eq!(new_user.kind(), RequestKind::NewUser);
        assert_eq!(
            (new_user.to().as_str(), new_user.from().as_str()),
            ("helpdesk@nhs.net", "care.vlaxl@nhs.net")
        );
        assert!(
            new_user
                .body()
                .contains("Full name: Jane O’Neill\nPersonal mobile: 07700900001\n")
        );
        let joiner = draft_of(joiner());
        assert_eq!(joiner.kind(), RequestKind::Joiner);
        assert!(
            joiner
                .body()
                .contains("NHSmail address: jane.oneill@nhs.net\nLinked mobile: 07700900001\n")
        );
    }

    #[test]
    fn what_is_not_json_is_refused() {
        for text in [
            "",
            " ",
            "{",
            "not json",
            "{\"kind\":\"new_user\"",
            "{\"kind\":\"new_user\"} {}",
            "{'kind':'new_user'}",
            "{\"kind\":\"new_user\",}",
            "{\"kind\":\"\\ud800\"}",
            "{\"kind\":1e999}",
            "{\"kind\":\"new\nuser\"}",
            "[]",
            "null",
            "\"new_user\"",
            "7",
        ] {
            assert_eq!(error(text), (ErrorCode::BadJson, None, None), "{text:?}");
        }
        assert_eq!(error(b"{\"kind\":\"\xFF\"}").0, ErrorCode::BadJson);
    }

    #[test]
    fn a_byte_order_mark_and_spaces_around_are_passed_over() {
        assert!(draft(format!("\u{FEFF} \r\n{}\r\n", new_user())).is_ok());
    }

    #[test]
    fn deep_and_huge_input_is_refused_and_not_followed() {
        for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
            let deep = format!("{}1{}", open.repeat(100_000), close.repeat(100_000));
            assert_eq!(error(deep), (ErrorCode::BadJson, None, None));
        }
        let padded = format!("{}{}", new_user(), " ".repeat(MAX_BYTES));
        assert_eq!(error(padded), (ErrorCode::BadJson, None, None));
        let novel = with(new_user(), "/people/0/full_name", "a".repeat(900_000).into());
        refused(&novel, ErrorCode::InvalidValue, "people[0].full_name");
    }

    #[test]
    fn a_property_given_twice_is_refused_by_name() {
        for (once, twice, field) in [
            (
                "\"kind\":\"new_user\"",
                "\"kind\":\"new_user\",\"kind\":\"new_user\"",
                "kind",
            ),
            (
                "\"ods_code\":\"VLAXL\"",
                "\"ods_code\":\"VLAXL\",\"ods_code\":\"VM4K2\"",
                "site.ods_code",
            ),
            (
                "\"access\":\"member\"",
                "\"access\":\"owner\",\"\\u0061ccess\":\"member\"",
                "people[1].access",
            ),
        ] {
            let text = new_user().to_string();
            assert!(text.contains(once));
            assert_eq!(
                error(text.replacen(once, twice, 1)),
                (ErrorCode::BadJson, Some(field.to_owned()), None)
            );
        }
    }

    #[test]
    fn an_unknown_kind_is_refused() {
        for kind in [
            json!("new-user"),
            json!(""),
            json!("NEW_USER"),
            json!("nobody_has_access"),
            json!(7),
            json!(["new_user"]),
        ] {
            refused(&with(new_user(), "/kind", kind), ErrorCode::UnknownKind, "kind");
        }
    }

    #[test]
    fn an_unknown_property_is_refused_at_every_level() {
        for (pointer, field) in [
            ("/note", "note"),
            ("/personal_mobile", "personal_mobile"),
            ("/Kind", "Kind"),
            ("/site/town", "site.town"),
            ("/site/full_name", "site.full_name"),
            ("/people/0/date_of_birth", "people[0].date_of_birth"),
            ("/people/1/reason", "people[1].reason"),
            ("/people/1/Full_name", "people[1].Full_name"),
            ("/people/1/", "people[1]."),
        ] {
            for value in [json!("x"), Value::Null, json!({"a": 1})] {
                refused(&with(new_user(), pointer, value), ErrorCode::UnknownProperty, field);
            }
        }
        refused(
            &with(joiner(), "/people/0/joiner_statement", json!("x")),
            ErrorCode::UnknownProperty,
            "people[0].joiner_statement",
        );
        let name = "x".repeat(5_000);
        let (_, field, _) = error(with(new_user(), &format!("/{name}"), json!(1)).to_string());
        assert_eq!(field, Some("x".repeat(MAX_NAME)));
    }

    #[test]
    fn a_field_of_another_kind_is_not_permitted() {
        for name in [
            "nhsmail_address",
            "linked_mobile",
            "joiner_statement",
            "ticket_reference",
            "new_full_name",
            "ods_code",
        ] {
            let request = with(new_user(), &format!("/people/1/{name}"), json!("x"));
            refused(&request, ErrorCode::NotPermitted, &format!("people[1].{name}"));
        }
        for name in [
            "ticket_reference",
            "called_at",
            "date",
            "linked_mobile",
            "new_full_name",
            "identity_checked",
        ] {
            let request = with(new_user(), &format!("/{name}"), json!("x"));
            refused(&request, ErrorCode::NotPermitted, name);
            let request = with(new_user(), &format!("/people/0/{name}"), json!("x"));
            refused(&request, ErrorCode::NotPermitted, &format!("people[0].{name}"));
        }
        for name in ["personal_mobile", "personal_email", "leaver_statement"] {
            let request = with(joiner(), &format!("/people/0/{name}"), Value::Null);
            refused(&request, ErrorCode::NotPermitted, &format!("people[0].{name}"));
        }
    }

    #[test]
    fn a_missing_property_is_refused_by_name_and_null_is_missing() {
        let of_new_user = ["full_name", "personal_mobile", "personal_email", "access"];
        let of_joiner = ["full_name", "nhsmail_address", "linked_mobile", "access"];
        for (request, fields) in [(new_user(), of_new_user), (joiner(), of_joiner)] {
            let mut places: Vec<(String, String)> = [
                "/kind",
                "/site",
                "/people",
                "/site/name",
                "/site/ods_code",
                "/site/mailbox",
            ]
            .iter()
            .map(|pointer| ((*pointer).to_owned(), pointer.replacen('/', "", 1).replace('/', ".")))
            .collect();
            for index in 0..2 {
                places.extend(
                    fields
                        .iter()
                        .map(|field| (format!("/people/{index}/{field}"), format!("people[{index}].{field}"))),
                );
            }
            for (pointer, field) in places {
                refused(&without(request.clone(), &pointer), ErrorCode::MissingField, &field);
                refused(
                    &with(request.clone(), &pointer, Value::Null),
                    ErrorCode::MissingField,
                    &field,
                );
            }
        }
    }

    #[test]
    fn nobody_at_all_is_refused() {
        refused(&with(new_user(), "/people", json!([])), ErrorCode::NoPeople, "people");
        refused(&with(joiner(), "/people", json!([])), ErrorCode::NoPeople, "people");
        refused(
            &with(joiner(), "/people", json!([{}])),
            ErrorCode::MissingField,
            "people[0].full_name",
        );
    }

    #[test]
    fn a_wrong_type_is_an_invalid_value() {
        for (pointer, field) in [
            ("/site", "site"),
            ("/site/name", "site.name"),
            ("/people", "people"),
            ("/people/1", "people[1]"),
            ("/people/1/full_name", "people[1].full_name"),
            ("/people/0/personal_mobile", "people[0].personal_mobile"),
            ("/people/0/access", "people[0].access"),
        ] {
            for value in [json!(7_700_900_001_i64), json!(true), json!(0.5), json!(-1)] {
                let mut request = new_user();
                *request.pointer_mut(pointer).unwrap() = value;
                refused(&request, ErrorCode::InvalidValue, field);
            }
        }
        for value in [json!("people"), json!({"0": {}})] {
            refused(&with(new_user(), "/people", value), ErrorCode::InvalidValue, "people");
        }
        refused(
            &with(new_user(), "/people", json!([null])),
            ErrorCode::InvalidValue,
            "people[0]",
        );
    }

    #[test]
    fn a_refused_value_is_told_with_its_path_and_reason() {
        for (pointer, text, field, reason) in [
            ("/site/name", "R", "site.name", Reason::TextTooShort),
            ("/site/ods_code", "VL-XL", "site.ods_code", Reason::OdsCharacter),
            (
                "/site/mailbox",
                "care@example.org",
                "site.mailbox",
                Reason::AddressNotNhsNet,
            ),
            ("/people/0/full_name", "", "people[0].full_name", Reason::Empty),
            (
                "/people/0/full_name",
                "Jane 1980",
                "people[0].full_name",
                Reason::NameDigit,
            ),
            (
                "/people/1/full_name",
                "Jane\r\nBcc: x",
                "people[1].full_name",
                Reason::LineBreak,
            ),
            (
                "/people/0/personal_mobile",
                "070 1234 5678",
                "people[0].personal_mobile",
                Reason::MobilePersonalNumbering,
            ),
            (
                "/people/0/personal_email",
                "jane@nhs.net",
                "people[0].personal_email",
                Reason::EmailIsNhsmail,
            ),
            (
                "/people/1/personal_email",
                "a@rowanhouse.example",
                "people[1].personal_email",
                Reason::EmailOfTheHome,
            ),
        ] {
            let request = with(new_user(), pointer, json!(text));
            let expected = (ErrorCode::InvalidValue, Some(field.to_owned()), Some(reason));
            assert_eq!(error(request.to_string()), expected, "{text:?}");
        }
        for access in ["Owner", "", "both", " member"] {
            refused(
                &with(new_user(), "/people/0/access", json!(access)),
                ErrorCode::InvalidValue,
                "people[0].access",
            );
        }
        refused(
            &with(joiner(), "/people/0/linked_mobile", json!("01632 960001")),
            ErrorCode::InvalidValue,
            "people[0].linked_mobile",
        );
        refused(
            &with(joiner(), "/people/1/nhsmail_address", json!("j@nhs.uk")),
            ErrorCode::InvalidValue,
            "people[1].nhsmail_address",
        );
    }

    #[test]
    fn the_same_mobile_or_address_twice_is_refused_at_the_second() {
        let same = with(new_user(), "/people/1/personal_mobile", json!("0044 7700-900001"));
        refused(&same, ErrorCode::DuplicateMobile, "people[1].personal_mobile");
        let same = with(joiner(), "/people/1/linked_mobile", json!("(07700) 900001"));
        refused(&same, ErrorCode::DuplicateMobile, "people[1].linked_mobile");
        let same = with(new_user(), "/people/1/personal_email", json!("Jane@example.org"));
        refused(&same, ErrorCode::DuplicateEmail, "people[1].personal_email");
        let same = with(joiner(), "/people/1/nhsmail_address", json!("jane.oneill@nhs.net"));
        refused(&same, ErrorCode::DuplicateAddress, "people[1].nhsmail_address");
    }

    #[test]
    fn what_must_not_be_said_is_named_before_what_is_missing() {
        let request = with(
            without(new_user(), "/people/0/full_name"),
            "/people/1/diagnosis",
            json!("x"),
        );
        refused(&request, ErrorCode::UnknownProperty, "people[1].diagnosis");
        let request = with(new_user(), "/kind", json!("joiner"));
        refused(&request, ErrorCode::NotPermitted, "people[0].personal_email");
    }

    proptest! {
        #[test]
        fn no_input_breaks_the_reader(bytes in prop::collection::vec(any::<u8>(), 0..200), cut in 0..600_usize) {
            prop_assert!(draft(&bytes).is_err());
            let text = new_user().to_string().into_bytes();
            let mut spoiled = text[..cut.min(text.len() - 1)].to_vec();
            prop_assert!(draft(&spoiled).is_err());
            spoiled.extend_from_slice(&bytes);
            draft(&spoiled).ok();
        }
    }
}
