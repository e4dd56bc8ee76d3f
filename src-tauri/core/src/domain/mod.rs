//! What is true of sites, mailboxes, people and requests: pure values and rules. Nothing here reads a clock, a file or a
//! database; `today` and `now` are arguments.

mod named;
pub mod request;
