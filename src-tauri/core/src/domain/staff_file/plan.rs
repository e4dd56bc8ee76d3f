//! Whom each row is about, and what it would change.
//!
//! Rows are planned in the order of the file: a later row meets what an earlier one would have recorded. Nobody is found by their name
//! alone, unless the row says nothing that is not known of them already: that is a question for the owner.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::existing::Existing;
use super::planner::{Planned, Planner};
use super::row::{Problem, RowValues};
use crate::domain::access::{Access, AccessLevel, AccessPatch};
use crate::domain::ids::{AccessId, MailboxId, PersonId, PostId, SiteId};
use crate::domain::named::named_enum;
use crate::domain::person::{ContactPatch, IdentityPatch, PersonPatch};
use crate::domain::post::PostPatch;

/// Somebody a row can be about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Whose {
    /// Somebody on the staff list.
    Kept(PersonId),
    /// Somebody new, by the line of the row that adds them.
    New(u32),
}

/// What the owner said about whom a row is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// Somebody in particular.
    Same(Whose),
    /// Nobody who is there already.
    Other,
}

named_enum! {
    /// What somebody was found by.
    pub enum FoundBy {
        /// Their NHSmail address.
        Address = "address",
        /// A mobile.
        Mobile = "mobile",
        /// Their personal email.
        Email = "email",
        /// Their name: the same, and nothing else in the row is new.
        Name = "name",
        /// The owner said so.
        Chosen = "chosen",
    }
}

named_enum! {
    /// What becomes of a row.
    pub enum RowState {
        /// It adds somebody.
        New = "new",
        /// It changes somebody.
        Changed = "changed",
        /// Everything it says is known already.
        Unchanged = "unchanged",
        /// The owner has to say whom it is about.
        Question = "question",
        /// Something in it is wrong.
        Problem = "problem",
        /// The owner left it out.
        LeftOut = "left_out",
    }
}

/// What the owner said about a file.
#[derive(Clone, Debug, Default)]
pub struct Wishes {
    /// The home of rows that name none.
    pub site: Option<SiteId>,
    /// Which home is meant by what rows call it, by its [`home_key`].
    pub homes: BTreeMap<String, SiteId>,
    /// Whether the same name is the same person, where only one has it.
    pub same_names: bool,
    /// The lines left out.
    pub left_out: std::collections::BTreeSet<u32>,
    /// Whom lines are about.
    pub who: BTreeMap<u32, Who>,
}

/// One difference between the staff list and a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The fact, by its name in the history.
    pub field: &'static str,
    /// What the staff list says.
    pub old: Option<String>,
    /// What the row says.
    pub new: Option<String>,
}

/// One change that a row would record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Write {
    /// Of a person.
    Person {
        /// Who.
        whose: Whose,
        /// The account.
        facts: PersonPatch,
        /// Who they are.
        identity: IdentityPatch,
        /// How they are reached.
        contact: ContactPatch,
    },
    /// A new post.
    NewPost {
        /// Whose.
        whose: Whose,
        /// What is set, but whose it is.
        set: PostPatch,
    },
    /// A post that is there.
    Post {
        /// Which.
        post: PostId,
        /// What is set.
        set: PostPatch,
    },
    /// New access.
    NewAccess {
        /// Whose.
        whose: Whose,
        /// What is set, but whose it is.
        set: AccessPatch,
    },
    /// Access that is there.
    Access {
        /// Which.
        access: AccessId,
        /// What is set.
        set: AccessPatch,
    },
}

/// What becomes of one row.
#[derive(Clone, Debug)]
pub struct RowPlan {
    /// Its line in the file.
    pub line: u32,
    /// What becomes of it.
    pub state: RowState,
    /// Whom it is about, once that is known.
    pub whose: Option<Whose>,
    /// What they were found by; nothing for somebody new.
    pub found_by: Option<FoundBy>,
    /// Who it may be about.
    pub candidates: Vec<(Whose, FoundBy)>,
    /// What is wrong with it.
    pub problems: Vec<Problem>,
    /// What it would change of somebody who is there.
    pub differences: Vec<Difference>,
    /// What it would record. Empty unless it is new or changed.
    pub writes: Vec<Write>,
}

/// What becomes of all rows, in their order.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// The rows.
    pub rows: Vec<RowPlan>,
}

/// Plans all rows. `go_on` is asked now and then with how many rows are planned; where it answers `false` the plan ends there.
#[must_use]
pub fn plan(
    existing: &Existing,
    rows: &[RowValues],
    wishes: &Wishes,
    today: Date,
    mut go_on: impl FnMut(usize) -> bool,
) -> Plan {
    let mut planner = Planner {
        existing,
        wishes,
        today,
        planned: Planned::default(),
    };
    let mut plan = Plan {
        rows: Vec::with_capacity(rows.len()),
    };
    for (number, row) in rows.iter().enumerate() {
        if number % 256 == 0 && !go_on(number) {
            break;
        }
        plan.rows.push(planner.row(row));
    }
    plan
}

/// Access to a mailbox from a day that is not known.
#[must_use]
pub fn new_access(mailbox: MailboxId, level: AccessLevel) -> AccessPatch {
    Access::default().patch_to(Access {
        present: Some(true),
        mailbox: Some(mailbox),
        level: Some(level),
        ..Access::default()
    })
}
