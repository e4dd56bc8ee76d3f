//! What the page asks and gets to show of records that may be one person.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::views::{DetailView, PersonView};
use crate::domain::duplicate::{Likeness, PersonField};
use crate::domain::ids::{PersonId, SiteId};

/// Asks for the pairs of records that may be one person.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct DuplicatesRequest {
    /// Only those of whom one works or worked there.
    pub site: Option<SiteId>,
}

/// Names two records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PairRequest {
    /// The one.
    pub one: PersonId,
    /// The other.
    pub other: PersonId,
}

/// Puts one record into another.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PeopleMergeRequest {
    /// The record that stays in the list and stands for both.
    pub kept: PersonId,
    /// The record that leaves the list.
    pub other: PersonId,
    /// The facts in which the kept record takes over what the other one says.
    pub take: Vec<PersonField>,
}

/// A record by its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct NamedPersonView {
    /// Whose.
    pub person: PersonId,
    /// Their name.
    pub name: DetailView,
    /// Their roles, and where they work or worked.
    pub posts: String,
}

/// Two records that may be one person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct AlikeView {
    /// The one.
    pub one: NamedPersonView,
    /// The other.
    pub other: NamedPersonView,
    /// What they share.
    pub likeness: Vec<Likeness>,
}

/// Two records that are two people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct TwoPeopleView {
    /// The one.
    pub one: NamedPersonView,
    /// The other.
    pub other: NamedPersonView,
}

/// The pairs of records that may be one person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DuplicatesView {
    /// The pairs, those that share a number or an address first.
    pub pairs: Vec<AlikeView>,
    /// Whether there are more than these.
    pub more: bool,
    /// Those that somebody has said to be two people.
    pub two_people: Vec<TwoPeopleView>,
}

/// Two records side by side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PairView {
    /// The one.
    pub one: PersonView,
    /// The other.
    pub other: PersonView,
    /// What they share; nothing, where what they shared was changed.
    pub likeness: Vec<Likeness>,
    /// The facts in which they differ.
    pub differs: Vec<PersonField>,
    /// Whether somebody has said that they are two people.
    pub two_people: bool,
    /// Which of them works here now, where it is one: that record stays.
    pub working_as: Option<PersonId>,
}

/// A record that was put into this one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct MergedView {
    /// Which.
    pub person: PersonId,
    /// The name it was kept under.
    pub name: DetailView,
    /// When that was done.
    pub on: Option<Date>,
    /// Whether it holds contact details still.
    pub has_contact: bool,
}
