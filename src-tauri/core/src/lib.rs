//! Every rule of Mailbox Steward: the staff list, the requests, the vault. No window, no network.
#![forbid(unsafe_code)]

#[macro_use]
pub mod contract;

pub mod app;
pub mod backup;
pub mod clock;
pub mod domain;
pub mod export;
pub mod files;
pub mod import;
mod logged;
pub mod outbox;
pub mod random;
pub mod reply;
pub mod screening;
pub mod secret;
pub mod store;
pub mod vault;
