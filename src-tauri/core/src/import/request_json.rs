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
//! `linked_mobile` and `access`. Nothing is skipped over: a property that has no place is refused.

use std::collections::BTreeSet;
use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};

use crate::contract::{ApiError, ErrorCode, Reason};
use crate::domain::access::AccessLevel;
use crate::domain::request::{
    Composition, Draft, Field, FieldScope, FieldValue, PersonBlock, RequestKind, current_template,
};
use crate::domain::rules::{self, RequestRule};
use crate::domain::{MailboxAddress, NhsmailAddress, OdsCode, SiteName};

/// The longest text that is read.
const MAX_BYTES: usize = 1_048_576;

/// The most characters of a property's name that an error repeats.
const MAX_NAME: usize = 100;

/// A request that was read from JSON: every value checked, composed into no draft yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestJson {
    /// The kind of request.
    pub kind: RequestKind,
    /// The name of the home. Told to nobody.
    pub site_name: SiteName,
    /// Its ODS code. Told to nobody.
    pub ods_code: OdsCode,
    /// Its shared mailbox, which the request leaves from.
    pub mailbox: MailboxAddress,
    /// The people.
    pub people: Vec<PersonBlock>,
}

impl RequestJson {
    /// Reads a request of at most 1 MiB.
    ///
    /// # Errors
    /// The first of, with the path of the field:
    /// - `bad_json`: not JSON in UTF-8, not an object, nested or long beyond measure, or a property given twice;
    /// - `missing_field` or `unknown_kind` for the kind;
    /// - `unknown_property` or `not_permitted`, anywhere;
    /// - `missing_field` (`null` counts as missing), `invalid_value` (a wrong type too) or `no_people`.
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
        refuse_unknown(&top, "", &["kind", "site", "people"])?;
        let site = given(&top, "site");
        if let Some(Json::Object(site)) = site {
            refuse_unknown(site, "site.", &["name", "ods_code", "mailbox"])?;
        }
        let people = given(&top, "people");
        if let Some(Json::Array(people)) = people {
            for (index, person) in people.iter().enumerate() {
                if let Json::Object(person) = person {
                    refuse_not_permitted(person, index, rule)?;
                }
            }
        }

        let site = match site {
            None => return Err(missing("site")),
            Some(Json::Object(site)) => site,
            Some(_) => return Err(wrong_type("site", "an object")),
        };
        let site_name = SiteName::parse(text(site, "site.", "name")?).map_err(|why| refused("site.name", why))?;
        let ods_code = OdsCode::parse(text(site, "site.", "ods_code")?).map_err(|why| refused("site.ods_code", why))?;
        let mailbox =
            MailboxAddress::parse(text(site, "site.", "mailbox")?).map_err(|why| refused("site.mailbox", why))?;
        let (site_name, ods_code, mailbox) = (site_name.value, ods_code.value, mailbox.value);

        let people = match people {
            None => return Err(missing("people")),
            Some(Json::Array(people)) => people,
            Some(_) => return Err(wrong_type("people", "an array")),
        };
        if people.is_empty() {
            return Err(ApiError::at(ErrorCode::NoPeople, "people", "nobody in the request"));
        }
        let people = people.iter().enumerate().map(|(index, person)| match person {
            Json::Object(person) => block(person, index, &site_name, &mailbox),
            Json::Null | Json::Text(_) | Json::Array(_) | Json::Other => {
                Err(wrong_type(&format!("people[{index}]"), "an object"))
            }
        });
        let people = people.collect::<Result<_, _>>()?;
        Ok(Self {
            kind,
            site_name,
            ods_code,
            mailbox,
            people,
        })
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
            from: self.mailbox.clone(),
            facts: PersonBlock::new(),
            people: self.people.clone(),
        };
        Ok(Draft::compose(rule, &composition)?)
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
        Json::Null | Json::Text(_) | Json::Array(_) | Json::Other => Err(bad("not an object".to_owned())),
    }
}

/// The values of one person.
fn block(
    person: &[(String, Json)],
    index: usize,
    home: &SiteName,
    mailbox: &MailboxAddress,
) -> Result<PersonBlock, ApiError> {
    let mut block = PersonBlock::new();
    for (name, value) in person.iter().filter(|(_, value)| *value != Json::Null) {
        let path = || format!("people[{index}].{name}");
        let typed = value.as_text().ok_or_else(|| wrong_type(&path(), "a string"))?;
        let field = Field::from_name(name).ok_or_else(|| unknown_property(path()))?;
        if field == Field::Access {
            let level = AccessLevel::from_name(typed).ok_or_else(|| wrong_type(&path(), "owner or member"))?;
            block.set(FieldValue::Access(level));
            continue;
        }
        let read = FieldValue::parse(field, typed).ok_or_else(|| unknown_property(path()))?;
        let read = read.map_err(|why| refused(&path(), why))?;
        if let FieldValue::PersonalEmail(email) = &read.value {
            email
                .check_against_home(home, mailbox)
                .map_err(|why| refused(&path(), why))?;
        }
        block.set(read.value);
    }
    Ok(block)
}

fn refuse_unknown(properties: &[(String, Json)], parent: &str, known: &[&str]) -> Result<(), ApiError> {
    match properties.iter().find(|(name, _)| !known.contains(&name.as_str())) {
        Some((name, _)) => Err(unknown_property(format!("{parent}{}", shortened(name)))),
        None => Ok(()),
    }
}

/// A property that names a field NAS may not be told in this kind of request is told apart from one that names none.
fn refuse_not_permitted(person: &[(String, Json)], index: usize, rule: &RequestRule) -> Result<(), ApiError> {
    for (name, _) in person {
        let path = || format!("people[{index}].{}", shortened(name));
        let Some(field) = Field::from_name(name) else {
            return Err(unknown_property(path()));
        };
        if !rule.fields.iter().any(|permitted| permitted.field == field) {
            return Err(ApiError::at(
                ErrorCode::NotPermitted,
                path(),
                format!("{field} is not permitted"),
            ));
        }
        // A statement is ours to make, and a fact about the site is no fact about a person.
        if field.scope() != FieldScope::Person {
            return Err(unknown_property(path()));
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
        Json::Null | Json::Text(_) | Json::Other => None,
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

fn unknown_property(path: String) -> ApiError {
    ApiError::at(ErrorCode::UnknownProperty, path, "a property that has no place here")
}

fn wrong_type(path: &str, wanted: &str) -> ApiError {
    ApiError::at(ErrorCode::InvalidValue, path, format!("not {wanted}"))
}

fn refused(path: &str, reason: Reason) -> ApiError {
    ApiError::refused(path, reason)
}

/// JSON as it was written: an object keeps its order and a property given twice. Numbers and truth values have no place in
/// a request, so what they say is not kept.
#[derive(Clone, PartialEq)]
enum Json {
    Null,
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

    fn visit_bool<E>(self, _: bool) -> Result<Json, E> {
        Ok(Json::Other)
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
