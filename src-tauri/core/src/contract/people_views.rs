//! What crosses about saved views: a name for what the people list is cut down to.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::requests::PersonListRequest;
use super::views::{DuePeople, ListedPeople};
use crate::domain::ids::{ListViewId, SiteId};

impl PersonListRequest {
    /// All of these people: no words, no home, no role, nothing due; the first 500.
    #[must_use]
    pub const fn of(who: ListedPeople) -> Self {
        Self {
            text: String::new(),
            site: None,
            who,
            due: None,
            role: None,
            offset: 0,
            limit: 500,
        }
    }
}

/// Saves a view of the people list: a new one, or one there is under another name or with another choice.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PeopleViewSaveRequest {
    /// Which; `None` for a new one. One that was deleted comes back as it was.
    pub view: Option<ListViewId>,
    /// Its name, as typed.
    pub name: String,
    /// One site, or all.
    pub site: Option<SiteId>,
    /// Which people.
    pub who: ListedPeople,
    /// What is due about them.
    pub due: Option<DuePeople>,
    /// Their role.
    pub role: Option<String>,
}

/// Names a view of the people list.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PeopleViewRequest {
    /// The view.
    pub view: ListViewId,
}

/// A saved view of the people list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PeopleViewView {
    /// The view.
    pub view: ListViewId,
    /// Its name.
    pub name: String,
    /// One site, or all.
    pub site: Option<SiteId>,
    /// Which people.
    pub who: ListedPeople,
    /// What is due about them.
    pub due: Option<DuePeople>,
    /// Their role.
    pub role: Option<String>,
}

/// What the people list can be cut down by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PeopleFiltersView {
    /// The roles there are, by name.
    pub roles: Vec<String>,
    /// The saved views, by name.
    pub views: Vec<PeopleViewView>,
}
