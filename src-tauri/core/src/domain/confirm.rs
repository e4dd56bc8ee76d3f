//! Confirming something of one or many people at once.

use serde::{Deserialize, Serialize};

use crate::domain::ids::PersonId;
use crate::domain::rules::Activity;

/// The most people named together.
pub const MOST_TOGETHER: usize = 500;

/// People named together: one at least, each once, in the order of their ids.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<PersonId>", into = "Vec<PersonId>")]
pub struct Together {
    first: PersonId,
    rest: Vec<PersonId>,
}

impl Together {
    /// These people, if there are any. Who is named twice counts once.
    #[must_use]
    pub fn of(people: impl IntoIterator<Item = PersonId>) -> Option<Self> {
        let mut rest: Vec<PersonId> = people.into_iter().collect();
        rest.sort();
        rest.dedup();
        let first = *rest.first()?;
        rest.remove(0);
        Some(Self { first, rest })
    }

    /// The first of them.
    #[must_use]
    pub const fn first(&self) -> PersonId {
        self.first
    }

    /// Each of them.
    pub fn iter(&self) -> impl Iterator<Item = PersonId> + '_ {
        std::iter::once(self.first).chain(self.rest.iter().copied())
    }

    /// How many they are: 1 at least.
    #[must_use]
    pub const fn count(&self) -> usize {
        self.rest.len() + 1
    }
}

/// Nobody is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("nobody is named")]
pub struct Nobody;

impl TryFrom<Vec<PersonId>> for Together {
    type Error = Nobody;

    fn try_from(people: Vec<PersonId>) -> Result<Self, Nobody> {
        Self::of(people).ok_or(Nobody)
    }
}

impl From<Together> for Vec<PersonId> {
    fn from(people: Together) -> Self {
        people.iter().collect()
    }
}

/// What was confirmed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Confirmed {
    /// Their account is used: in this way.
    Used(Activity),
    /// Their mobile number is still theirs.
    Number,
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn id(number: u128) -> PersonId {
        PersonId::from_uuid(Uuid::from_u128(number))
    }

    #[test]
    fn somebody_named_twice_counts_once_and_nobody_is_nothing() {
        let people = Together::of([id(3), id(1), id(3)]).unwrap();
        assert_eq!(people.iter().collect::<Vec<_>>(), [id(1), id(3)]);
        assert_eq!((people.first(), people.count()), (id(1), 2));
        assert_eq!(Together::of([]), None);
        assert!(serde_json::from_str::<Together>("[]").is_err());
    }

    #[test]
    fn what_was_confirmed_is_written_by_its_name() {
        let written = |what: Confirmed| serde_json::to_string(&what).unwrap();
        assert_eq!(
            written(Confirmed::Used(Activity::EmailSent)),
            r#"{"used":"email_sent"}"#
        );
        assert_eq!(written(Confirmed::Number), r#""number""#);
    }
}
