//! Ids: one type for each kind of thing, so that a person's id can never be taken for a site's.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! ids {
    ($( $(#[$meta:meta])* $Name:ident; )+) => { $(
        $(#[$meta])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $Name(Uuid);

        impl $Name {
            /// The id with this value. New ids come from `random::new_id`.
            #[must_use]
            pub const fn from_uuid(uuid: Uuid) -> Self {
                Self(uuid)
            }

            /// The value of this id.
            #[must_use]
            pub const fn uuid(self) -> Uuid {
                self.0
            }
        }

        impl fmt::Debug for $Name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($Name), "({})"), self.0)
            }
        }

        impl fmt::Display for $Name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $Name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(text).map(Self)
            }
        }
    )+ };
}

ids! {
    /// A care home.
    SiteId;
    /// A shared mailbox.
    MailboxId;
    /// A person.
    PersonId;
    /// A person's post at a site.
    PostId;
    /// A person's access to a mailbox.
    AccessId;
    /// A request to NAS.
    RequestId;
    /// What happens to a person, step by step.
    PathId;
    /// Something that was set aside.
    AsideId;
    /// A saved view of the people list.
    ListViewId;
    /// One change in the log.
    ChangeId;
    /// What one command did: one or more changes that are undone together.
    ActionId;
    /// A computer, from one opening by restore, copy or recovery code to the next.
    DeviceId;
    /// A staff list.
    RegisterId;
    /// A file that was read in, until it is recorded or closed.
    ImportId;
    /// One key that seals a person's details.
    KeyId;
}
