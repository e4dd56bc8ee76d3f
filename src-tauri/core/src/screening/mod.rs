//! Finds UK personal data in what people type, paste or import: where it stands, what kind it is, how sure that is, and whether
//! it must come out. It never hands on what it matched.
//!
//! The text is read once into plain characters (`plain.rs`) and runs of letters or digits (`runs.rs`, with the meaning of the
//! words in `words.rs`). Each file after that looks for its kinds from one run onwards and reads a bounded number of runs, so
//! the whole is linear in the length of the text. `covering.rs` settles which of two overlapping readings is the right one. A
//! value of the home's own ([`Vocabulary`]) covers its place like a finding does, and is silent.
//!
//! ```
//! use jiff::civil::date;
//! use steward_core::screening::{Action, FindingKind, Vocabulary, screen};
//!
//! let mut own = Vocabulary::new(date(2026, 11, 20));
//! own.allow_phone("07700 900001");
//! let found = screen("Please call Rose on +44 7700 900001, born 3rd of March 1962.", &own);
//! assert_eq!(found.len(), 1);
//! assert_eq!((found[0].kind, found[0].action), (FindingKind::DateOfBirth, Action::Block));
//! assert_eq!(found[0].span.range(), 42..59);
//! ```

mod account;
mod birthday;
mod covering;
mod dates;
mod digits;
mod email;
mod finding;
mod health;
mod identity;
mod known;
mod machine_line;
mod mentioned;
mod nhs;
mod phone;
mod places;
mod plain;
mod runs;
mod vocabulary;
mod words;

pub use finding::{Action, Confidence, Finding, FindingKind, Span};
pub use mentioned::{Mentioned, mentioned};
pub use vocabulary::{AllowList, Vocabulary};

use covering::Covering;
use plain::Plain;
use runs::Runs;

/// Finds personal data in `text`, in the order of the text; findings do not overlap.
///
/// What `own` knows is silent in every spelling. Takes time linear in the length of the text and never fails.
#[must_use]
pub fn screen(text: &str, own: &Vocabulary) -> Vec<Finding> {
    let plain = Plain::read(text);
    let runs = Runs::read(&plain);
    let mut covering = Covering::new(&runs, own);
    email::find(&mut covering);
    machine_line::find(&mut covering);
    for at in 0..runs.len() {
        if runs.at(at).is_digits() {
            digits::find(&mut covering, at);
        } else {
            identity::find_from_letters(&mut covering, at);
            dates::find_from_month(&mut covering, at);
            places::find_from_letters(&mut covering, at);
            health::find(&mut covering, at);
        }
        known::find(&mut covering, at);
    }
    covering.settle()
}
