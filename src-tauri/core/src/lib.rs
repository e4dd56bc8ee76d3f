//! Every rule of Mailbox Steward: the staff list, the requests, the vault. No window, no network.
#![forbid(unsafe_code)]

pub mod clock;
#[macro_use]
pub mod contract;
pub mod domain;
pub mod files;
pub mod random;
pub mod secret;
pub mod vault;
pub mod store;
