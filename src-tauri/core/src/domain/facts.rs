//! One way to write down what is known of a thing, and what a change sets of it.
//!
//! Every fact is an `Option`: not known, or its value. A change carries only the facts it sets, so two changes to different
//! facts of one thing never overwrite each other, and what a change touched can be set back.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// What a change does to one fact.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Set<T> {
    /// Leaves it as it is.
    #[default]
    Keep,
    /// Makes it not known.
    Clear,
    /// Gives it a value.
    To(T),
}

impl<T> Set<T> {
    /// Whether the change leaves this fact as it is.
    pub const fn is_keep(&self) -> bool {
        matches!(self, Self::Keep)
    }

    /// The change that makes a fact this.
    pub fn to(value: Option<T>) -> Self {
        value.map_or(Self::Clear, Self::To)
    }

    /// The change that turns `old` into `new`: `Keep` where they are equal.
    #[must_use]
    pub fn between(old: Option<&T>, new: Option<T>) -> Self
    where
        T: PartialEq,
    {
        if old == new.as_ref() { Self::Keep } else { Self::to(new) }
    }
}

impl<T: Clone> Set<T> {
    /// Carries the change out.
    pub fn apply(&self, fact: &mut Option<T>) {
        match self {
            Self::Keep => {}
            Self::Clear => *fact = None,
            Self::To(value) => *fact = Some(value.clone()),
        }
    }
}

impl<T: Serialize> Serialize for Set<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            // `Keep` is skipped by the struct around it; alone it says the same as nothing.
            Self::Keep | Self::Clear => serializer.serialize_none(),
            Self::To(value) => serializer.serialize_some(value),
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Set<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Option::<T>::deserialize(deserializer).map(Self::to)
    }
}

/// Declares the facts of a thing and the change to them, with how the one is applied to the other.
macro_rules! facts {
    (
        $(#[$meta:meta])*
        pub struct $Facts:ident, $Patch:ident {
            $( $(#[$field_meta:meta])* $field:ident : $ty:ty, )+
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
        pub struct $Facts {
            $(
                $(#[$field_meta])*
                #[serde(default, skip_serializing_if = "Option::is_none")]
                pub $field: Option<$ty>,
            )+
        }

        #[doc = concat!("What a change sets of [`", stringify!($Facts), "`].")]
        #[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
        pub struct $Patch {
            $(
                $(#[$field_meta])*
                #[serde(default, skip_serializing_if = "crate::domain::facts::Set::is_keep")]
                pub $field: crate::domain::facts::Set<$ty>,
            )+
        }

        impl $Facts {
            /// The same facts after the change.
            pub fn apply(&mut self, patch: &$Patch) {
                $( patch.$field.apply(&mut self.$field); )+
            }

            /// The change that turns these facts into `new`, with nothing in it that is equal already.
            #[must_use]
            pub fn patch_to(&self, new: Self) -> $Patch {
                $Patch { $( $field: crate::domain::facts::Set::between(self.$field.as_ref(), new.$field), )+ }
            }

            /// The change that sets every fact that `patch` touches to what it is here.
            #[must_use]
            pub fn restore(&self, patch: &$Patch) -> $Patch {
                $Patch { $(
                    $field: if patch.$field.is_keep() {
                        crate::domain::facts::Set::Keep
                    } else {
                        crate::domain::facts::Set::to(self.$field.clone())
                    },
                )+ }
            }

            /// The names of the facts that `patch` set and that have another value here.
            #[must_use]
            pub fn changed_since(&self, patch: &$Patch) -> Vec<&'static str> {
                let mut names = Vec::new();
                $(
                    let mut as_set = self.$field.clone();
                    patch.$field.apply(&mut as_set);
                    if as_set != self.$field {
                        names.push(stringify!($field));
                    }
                )+
                names
            }
        }

        impl $Patch {
            /// The change that sets every fact, known or not, to what it is in `facts`.
            #[must_use]
            pub fn all(facts: $Facts) -> Self {
                Self { $( $field: crate::domain::facts::Set::to(facts.$field), )+ }
            }

            /// Whether nothing is set.
            #[must_use]
            pub fn is_empty(&self) -> bool {
                true $( && self.$field.is_keep() )+
            }

            /// The names of the facts that are set.
            #[must_use]
            pub fn names(&self) -> Vec<&'static str> {
                let mut names = Vec::new();
                $( if !self.$field.is_keep() { names.push(stringify!($field)); } )+
                names
            }
        }
    };
}

pub(crate) use facts;

#[cfg(test)]
mod tests {
    #![expect(
        unreachable_pub,
        dead_code,
        reason = "the macro writes public types, and the test needs only some of it"
    )]

    use super::*;

    facts! {
        /// Two facts.
        pub struct Door, DoorPatch {
            /// Its colour.
            colour: String,
            /// Its height in centimetres.
            height: u32,
        }
    }

    #[test]
    fn a_change_says_only_what_it_sets_and_clearing_is_not_keeping() {
        let patch = DoorPatch {
            colour: Set::To("red".into()),
            height: Set::Keep,
        };
        assert_eq!(serde_json::to_string(&patch).unwrap(), r#"{"colour":"red"}"#);
        let clear = DoorPatch {
            colour: Set::Clear,
            height: Set::Keep,
        };
        assert_eq!(serde_json::to_string(&clear).unwrap(), r#"{"colour":null}"#);
        for patch in [patch, clear, DoorPatch::default()] {
            let json = serde_json::to_string(&patch).unwrap();
            assert_eq!(serde_json::from_str::<DoorPatch>(&json).unwrap(), patch);
        }
    }

    #[test]
    fn restoring_sets_back_what_was_touched_and_nothing_else() {
        let before = Door {
            colour: Some("red".into()),
            height: None,
        };
        let patch = DoorPatch {
            colour: Set::Clear,
            height: Set::Keep,
        };
        let mut after = before.clone();
        after.apply(&patch);
        assert_eq!(after.colour, None);
        assert!(after.changed_since(&patch).is_empty());
        let back = before.restore(&patch);
        assert_eq!(back.names(), ["colour"]);
        after.height = Some(200);
        after.apply(&back);
        assert_eq!(
            after,
            Door {
                colour: Some("red".into()),
                height: Some(200)
            }
        );
        assert_eq!(after.changed_since(&patch), ["colour"]);
    }

    #[test]
    fn the_change_between_two_states_leads_from_one_to_the_other() {
        let old = Door {
            colour: Some("red".into()),
            height: Some(1),
        };
        let new = Door {
            colour: None,
            height: Some(1),
        };
        let patch = old.patch_to(new.clone());
        assert_eq!(patch.names(), ["colour"]);
        let mut state = old;
        state.apply(&patch);
        assert_eq!(state, new);
    }
}
