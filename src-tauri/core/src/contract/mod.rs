//! What crosses between the page and the core: the one list of commands, what they ask (`…Request`), what they answer
//! (`…View`), and the one error. The TypeScript in `ui/src/bindings` comes from here only.

#[macro_use]
mod commands;
mod clocks;
mod compose_error;
mod confirm;
mod cover;
mod duplicates;
mod error;
mod export;
mod import;
mod keeping;
mod lock;
mod names;
mod passwords;
mod paths;
mod people_views;
mod reminders;
mod requests;
mod today;
mod views;

pub use clocks::*;
pub(crate) use compose_error::property;
pub use confirm::*;
pub use cover::*;
pub use duplicates::*;
pub use error::{ApiError, ErrorCode};
pub use export::*;
pub use import::*;
pub use keeping::*;
pub use lock::*;
pub use passwords::*;
pub use paths::*;
pub use people_views::*;
pub use reminders::*;
pub use requests::*;
pub use today::*;
pub use views::*;

pub use crate::domain::refusal::{Notice, Reason};

#[cfg(test)]
mod bindings;
