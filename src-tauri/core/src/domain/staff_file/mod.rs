//! A file with a staff list, or with the members of a mailbox as the NHSmail portal lists them: what its columns mean, what a row
//! says, whom it is about, and what it would change.
//!
//! What comes in are cells of text; `import` makes them of whatever file there was. Nothing here is recorded: a [`plan::Plan`] says
//! what would be. Columns that have no place here are told by [`header`] and by what the screening finds in their cells; they are
//! dropped before any of this sees them.

pub mod cell;
pub mod column;
mod compare;
pub mod existing;
pub mod header;
pub mod plan;
mod planner;
pub mod portal;
pub mod row;

pub use column::{ColumnMeaning, DroppedAs};
pub use existing::{Existing, Known};
pub use plan::{FoundBy, Plan, RowPlan, RowState, Who, Whose, Write};
pub use row::{Problem, ProblemKind, RowValues};
