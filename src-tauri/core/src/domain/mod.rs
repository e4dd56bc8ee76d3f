//! What is true of sites, mailboxes, people and requests: pure values and rules. Nothing here reads a clock, a file or a
//! database; `today` and `now` are arguments.

pub mod access;
pub mod address;
pub mod answer;
pub mod aside;
pub mod ask;
pub mod change;
pub mod checked;
pub mod clock_rules;
pub mod confirm;
pub mod cover;
pub mod duplicate;
pub mod duty;
pub(crate) mod facts;
mod folding;
pub mod ids;
pub mod mobile;
pub mod name;
pub(crate) mod named;
pub mod ods;
pub mod password;
pub mod path;
pub mod person;
pub mod phone;
pub mod post;
pub mod postcode;
pub mod refusal;
pub mod request;
pub mod retention;
pub mod rules;
pub mod settings;
pub mod site;
pub mod staff_file;
pub mod text;
pub mod ticket;
pub mod typed_date;
pub mod typed_time;
pub mod undo;
pub mod words;
pub mod working_day;

pub use address::{MailboxAddress, NhsmailAddress, PersonalEmail};
pub use checked::Checked;
pub use facts::Set;
pub use folding::folded;
pub use mobile::Mobile;
pub use name::FullName;
pub use ods::OdsCode;
pub use phone::LandlinePhone;
pub use postcode::Postcode;
pub use refusal::{Notice, Reason};
pub use text::{ListViewName, RoleName, SiteName, TownName};
pub use ticket::TicketReference;
pub use words::{NoteText, ShortText};

use jiff::civil::Date;

/// Whether something that runs from a day to a day, both included and either not known, lasts on `today`.
#[must_use]
pub fn lasts(from: Option<Date>, to: Option<Date>, today: Date) -> bool {
    from.is_none_or(|from| from <= today) && to.is_none_or(|to| today <= to)
}
