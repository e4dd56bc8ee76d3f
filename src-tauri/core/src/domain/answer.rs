//! An answer that may not be known yet.

use crate::domain::named::named_enum;

named_enum! {
    /// Yes, no, or not known. `NotKnown` is an answer of its own: it is never taken for either of the others.
    #[derive(Default)]
    pub enum Answer {
        /// Yes.
        Yes = "yes",
        /// No.
        No = "no",
        /// Not known.
        #[default]
        NotKnown = "not_known",
    }
}
